//! What format codes show, and what numbers become under them.

use super::*;

#[test]
fn tells_what_a_code_shows() {
    for (code, shown) in [
        ("General", Shown::Number),
        ("[Red]General", Shown::Number),
        ("0.00", Shown::Number),
        ("0.00E+00", Shown::Number),
        ("@", Shown::Number),
        ("000000", Shown::Padded(6)),
        ("0%", Shown::Percent),
        ("0.0\\ %;[Red]-0.0\\ %", Shown::Percent),
        ("yyyy/m/d h:mm", Shown::DateTime),
        ("[$-F400]h:mm:ss\\ AM/PM", Shown::TimeOfDay),
        ("[$-804]上午/下午h\"时\"mm\"分\"", Shown::TimeOfDay),
        ("yyyy\"年\"m\"月\"d\"日\"\\ 上午/下午h:mm", Shown::DateTime),
        ("[$-411]ggge\"年\"m\"月\"d\"日\"", Shown::Date),
        ("mmm-yy", Shown::Date),
        ("m/d", Shown::Date),
        ("[h]:mm:ss", Shown::Elapsed),
        ("[Red][hh]:mm;@", Shown::Elapsed),
        ("[mm]:ss", Shown::Elapsed),
        ("[s]", Shown::Elapsed),
        ("mm:ss.0", Shown::TimeOfDay),
        ("mmss.0", Shown::TimeOfDay),
        ("hh:mm", Shown::TimeOfDay),
        ("dd.mm.yyyy", Shown::Date),
        ("[>=100][Magenta]0", Shown::Number),
        ("0;yyyy", Shown::Number),
        ("0\"y", Shown::Number),
        ("#,##0_d", Shown::Number),
        ("*d0", Shown::Number),
        ("0!y", Shown::Number),
        ("0\\y", Shown::Number),
        ("0E-00", Shown::Number),
        ("00E+00", Shown::Number),
        ("#00", Shown::Number),
        ("00.0", Shown::Number),
        ("?00", Shown::Number),
        ("00,", Shown::Number),
        ("0", Shown::Number),
        ("00", Shown::Padded(2)),
        ("000-000", Shown::Padded(6)),
        ("aaaa", Shown::Date),
        ("aaa", Shown::Date),
        ("aa", Shown::Number),
        ("e", Shown::Date),
        ("ee-mm", Shown::Date),
        ("bbbb", Shown::Date),
        ("m", Shown::Date),
        ("mmm h:mm:ss", Shown::DateTime),
        ("d.m. hh:mm:ss", Shown::DateTime),
        ("hh:mm, mm/yyyy", Shown::DateTime),
        ("h mmm", Shown::DateTime),
        ("h:mm a/p", Shown::TimeOfDay),
        ("am/pm", Shown::TimeOfDay),
        ("standard", Shown::Number),
        ("G/通用格式", Shown::Number),
    ] {
        assert_eq!(Shown::of(code), shown, "{code}");
    }
}

#[test]
fn words_beside_the_digits_are_told() {
    let none = Marks::default();
    let minutes = Some(SpanUnit::Minutes);
    for (code, marks) in [
        ("0.0\"万\"", Marks { zeros: 4, ..none }),
        ("#,##0.00\\ \"万元\"", Marks { zeros: 4, currency: Some("元"), ..none }),
        ("¥0.0\\亿", Marks { zeros: 8, currency: Some("¥"), ..none }),
        ("0.0\"k\"", Marks { zeros: 3, ..none }),
        ("#,##0\" Mio. €\"", Marks { zeros: 6, currency: Some("€"), ..none }),
        ("0.0\" min\"", Marks { unit: minutes, ..none }),
        ("0\\ \"分钟\"", Marks { unit: minutes, ..none }),
        ("General\" h\"", Marks { unit: Some(SpanUnit::Hours), ..none }),
        ("\"days\" 0", Marks { unit: Some(SpanUnit::Days), ..none }),
        ("\"Q\" 0", none),
        ("0\" hrs\"", Marks { unit: Some(SpanUnit::Hours), ..none }),
        ("[$€-407]#,##0.00", Marks { currency: Some("€"), ..none }),
        ("#,##0.00\\ [$EUR]", Marks { currency: Some("EUR"), ..none }),
        ("$#,##0.00_);($#,##0.00)", Marks { currency: Some("$"), ..none }),
        ("[$-409]#,##0.00", none),
        // The format itself moves the mark, or it is another word.
        ("0!.0,\"万\"", none),
        ("0.0,\"k\"", none),
        ("#,##0,\"千元\"", Marks { currency: Some("元"), ..none }),
        ("0.0\"kg\"", none),
        ("\"万\"", none),
    ] {
        let shown = if marks == none { Shown::Number } else { Shown::Marked(marks) };
        assert_eq!(Shown::of(code), shown, "{code}");
    }
}

#[test]
fn numbers_become_what_is_shown() {
    const HOUR: i64 = 3_600_000_000;
    let cell = |shown: Shown, value: f64| shown.cell(value, Epoch::From1900);
    assert_eq!(cell(Shown::Elapsed, 1.0 + 5.0 / 24.0), Cell::Span(29 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, 0.375), Cell::TimeOfDay(9 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, 1.5), Cell::Span(36 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, 46_206.5).to_text(), "2026-07-03T12:00:00");
    assert_eq!(cell(Shown::Date, 46_206.0).to_text(), "2026-07-03T00:00:00");
    assert_eq!(cell(Shown::DateTime, 46_206.378_472_222_2).to_text(), "2026-07-03T09:05:00");
    assert_eq!(Shown::Date.cell(44_744.0, Epoch::From1904).to_text(), "2026-07-03T00:00:00");
    assert_eq!(cell(Shown::Date, 1.0).to_text(), "1900-01-01T00:00:00");
    assert_eq!(cell(Shown::Date, 60.0), Cell::Fault("a date that does not exist"));
    assert_eq!(cell(Shown::Date, 3e6), Cell::Fault("a date that does not exist"));
    assert_eq!(cell(Shown::Padded(6), 123.0).to_text(), "000123");
    assert_eq!(cell(Shown::Padded(6), 1.5), Cell::Float(1.5));
    assert_eq!(cell(Shown::Percent, 0.85), Cell::Percent(0.85));
}

#[test]
fn formats_without_a_code_have_numbers() {
    let of = |ids: &[u32], shown| {
        for id in ids {
            assert_eq!(Shown::built_in(*id), shown, "{id}");
        }
    };
    of(&[0, 1, 4, 8, 11, 12, 13, 23, 26, 37, 44, 48, 49, 59], Shown::Number);
    of(&[9, 10], Shown::Percent);
    of(&[14, 15, 16, 17, 27, 31, 36, 50, 54, 57, 58], Shown::Date);
    of(&[22], Shown::DateTime);
    of(&[18, 19, 20, 21, 32, 35, 45, 47, 55, 56], Shown::TimeOfDay);
    of(&[46], Shown::Elapsed);
}

#[test]
fn only_whole_numbers_are_padded() {
    let cell = |value| Shown::Padded(6).cell(value, Epoch::From1900);
    assert_eq!(cell(0.0), Cell::Padded(0, 6));
    assert_eq!(cell(-5.0), Cell::Float(-5.0));
    assert_eq!(cell(1e15), Cell::Float(1e15), "more digits than a workbook keeps");
}

/// 1 January 1900 is 1, the day after 28 February 1900 does not exist, and 31 December 9999 is the last.
#[test]
fn dates_are_those_that_spreadsheets_know() {
    const NONE: Cell<'static> = Cell::Fault("a date that does not exist");
    let date = |value| Shown::Date.cell(value, Epoch::From1900);
    assert_eq!(date(59.0).to_text(), "1900-02-28T00:00:00");
    assert_eq!(date(61.0).to_text(), "1900-03-01T00:00:00");
    assert_eq!(date(2_958_465.0).to_text(), "9999-12-31T00:00:00");
    for none in [-1.0, 0.0, 0.5, 60.0, 60.5, 2_958_466.0] {
        assert_eq!(date(none), NONE, "{none}");
    }
    let mac = |value| Shown::Date.cell(value, Epoch::From1904);
    assert_eq!(mac(0.0).to_text(), "1904-01-01T00:00:00");
    assert_eq!(mac(-1.0), NONE);
}

#[test]
fn times_of_day_are_dates_or_spans_by_their_size() {
    const HOUR: i64 = 3_600_000_000;
    let cell = |shown: Shown, value| shown.cell(value, Epoch::From1900);
    assert_eq!(cell(Shown::DateTime, 0.375), Cell::TimeOfDay(9 * HOUR));
    assert_eq!(cell(Shown::DateTime, 1.375).to_text(), "1900-01-01T09:00:00");
    assert_eq!(cell(Shown::TimeOfDay, 1.0), Cell::Span(24 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, -0.5), Cell::Span(-12 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, 19_999.5), Cell::Span(479_988 * HOUR));
    assert_eq!(cell(Shown::TimeOfDay, 20_000.0).to_text(), "1954-10-03T00:00:00");
    for (shown, value) in [(Shown::Elapsed, 9e15 / 86_400_000.0), (Shown::Elapsed, 2e300), (Shown::TimeOfDay, -2e300)] {
        assert_eq!(cell(shown, value), Cell::Fault("a span of time out of range"), "{value}");
    }
    assert_eq!(cell(Shown::Date, 2e300), Cell::Fault("a date that does not exist"));
}
