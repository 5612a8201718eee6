//! What cells of every kind become in columns of every type, and what they show of their column.

use super::super::number::Form;
use super::super::span::{Colons, Day, SpanStyle};
use super::super::time::Serial;
use super::*;
use crate::config::{DecimalMark, DoubledHour, Scaling};
use crate::domain::{SpanUnit, Zone};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// 3 July 2026, 9:05, as if it were UTC.
const NINE: i64 = 1_783_069_500_000_000;

struct Seen<'c> {
    value: Result<Value<'c>, Refusal>,
    evidence: Evidence,
    assumed: u64,
}

/// Types one cell of line 7 in a zone.
fn seen<'c>(cell: Cell<'c>, kind: ColumnType, style: &Style, zone: &str) -> Seen<'c> {
    let (mut evidence, mut assumed) = (Evidence::default(), 0);
    let mut clock = LocalClock::new(zone.parse().unwrap());
    let value =
        Typing { style, clock: &mut clock, evidence: &mut evidence, assumed: &mut assumed, line: 7 }.value(cell, kind);
    Seen { value, evidence, assumed }
}

fn utc<'c>(cell: Cell<'c>, kind: ColumnType, style: &Style) -> Seen<'c> {
    seen(cell, kind, style, "UTC")
}

/// The value of a cell in a column of which nothing is said.
fn plain(cell: Cell<'_>, kind: ColumnType) -> Result<Value<'_>, Refusal> {
    type_cell(cell, kind, &Style::default(), &mut LocalClock::new(Zone::utc()))
}

fn spans(unit: SpanUnit, span_unit: SpanUnit) -> Style {
    let spans =
        SpanStyle { unit, colons: Some(Colons::HoursMinutes), numbers: NumberStyle::default(), day: Day::Calendar };
    Style { spans: Some(spans), span_unit, ..Style::default() }
}

fn times(units: i64, decimals: u8) -> Style {
    let numbers = NumberStyle { decimal: None, scale: Some(Scaling { units, decimals }) };
    Style { numbers, ..Style::default() }
}

fn first(text: &str) -> Option<(u64, String)> {
    Some((7, text.to_owned()))
}

#[test]
fn a_cell_becomes_what_its_column_holds() {
    use ColumnType::{Boolean, Instant, Integer, Money, Number, Text};
    for (cell, kind, value) in [
        (Cell::Blank, Number, Value::Null),
        (Cell::Text(" \t"), Text, Value::Null),
        (Cell::Text(" A-1 "), Text, Value::Text("A-1")),
        (Cell::Text("1,234.5"), Number, Value::Number(1_234.5)),
        (Cell::Text("1,234"), Integer, Value::Integer(1_234)),
        (Cell::Text("¥12.50"), Money, Value::Money(125_000)),
        (Cell::Text("是"), Boolean, Value::Boolean(true)),
        (Cell::Text("2026-07-03 09:05"), Instant, Value::Instant(NINE)),
        (Cell::Integer(12), Number, Value::Number(12.0)),
        (Cell::Integer(-12), Integer, Value::Integer(-12)),
        (Cell::Integer(12), Money, Value::Money(120_000)),
        (Cell::Integer(1), Boolean, Value::Boolean(true)),
        (Cell::Integer(0), Boolean, Value::Boolean(false)),
        (Cell::Padded(7, 3), Integer, Value::Integer(7)),
        (Cell::Float(1.5), Number, Value::Number(1.5)),
        (Cell::Float(3.0), Integer, Value::Integer(3)),
        (Cell::Float(1.0), Boolean, Value::Boolean(true)),
        (Cell::Float(12.5), Money, Value::Money(125_000)),
        (Cell::Percent(0.85), Number, Value::Share(0.85)),
        (Cell::Boolean(true), Boolean, Value::Boolean(true)),
        (Cell::Decimal(1_250, 2), Money, Value::Money(125_000)),
        (Cell::Decimal(5, -2), Integer, Value::Integer(500)),
        (Cell::Local(NINE), Instant, Value::Instant(NINE)),
        (Cell::Instant(NINE), Instant, Value::Instant(NINE)),
    ] {
        assert_eq!(plain(cell, kind), Ok(value), "{cell:?} as {kind:?}");
    }
}

#[test]
fn a_cell_that_does_not_fit_says_why() {
    use ColumnType::{Boolean, Duration, Instant, Integer, Money, Number, Text};
    for (cell, kind, reason) in [
        (Cell::Fault("#N/A"), Text, "the cell holds `#N/A`, which is no value"),
        (Cell::Uncalculated, Number, "a formula whose value is not stored"),
        (Cell::Percent(0.85), Integer, "a percentage where a whole number is expected"),
        (Cell::Boolean(true), Money, "a truth value where an amount is expected"),
        (Cell::Instant(NINE), Number, "a time where a number is expected"),
        (Cell::Local(NINE), Duration, "a time where a duration is expected"),
        (Cell::Integer(1), Text, "a number where text is expected"),
        (Cell::Integer(2), Boolean, "a number where true or false is expected"),
        (Cell::Integer(3), Instant, "a number where a date or time is expected"),
        (Cell::Decimal(15, 1), Text, "a number where text is expected"),
        (Cell::Decimal(15, 1), Integer, "not a whole number"),
        (Cell::Float(1.5), Integer, "not a whole number"),
        (Cell::Float(0.5), Boolean, "not a whole number"),
        (Cell::Float(1e16), Integer, "not a whole number"),
        (Cell::Float(9e15), Integer, "not a whole number"),
        (Cell::Float(1.5), Text, "a number where text is expected"),
        (Cell::Float(1.5), Duration, "a number where a duration is expected"),
        (Cell::Float(f64::NAN), Number, "not a number"),
        (Cell::Float(f64::INFINITY), Money, "not a number"),
        (
            Cell::Span(HOUR),
            Number,
            "a span of time where a number is expected: an `extra` column of spans has `type: duration`",
        ),
        (Cell::TimeOfDay(HOUR), Integer, "a span of time where a whole number is expected"),
        (Cell::Text("soon"), Instant, "not a date or time"),
        (Cell::Text("3 min"), Duration, "not a span of time"),
    ] {
        assert_eq!(plain(cell, kind), Err(reason.into()), "{cell:?} as {kind:?}");
    }
    let formats = Style::compile(&["%d.%m.%Y".to_owned()]).unwrap();
    let found = utc(Cell::Text("soon"), Instant, &Style { formats, ..Style::default() }).value;
    assert_eq!(found, Err("not a date or time in a configured date format".into()));
    assert!(plain(Cell::Span(HOUR), Instant).is_err_and(|reason| reason.starts_with("a time without a date")));
}

#[test]
fn percentages_are_shares_and_are_counted() {
    let of = |cell, style: &Style| utc(cell, ColumnType::Number, style);
    let text = of(Cell::Text("85%"), &Style::default());
    assert_eq!((text.value, text.evidence.percent.first), (Ok(Value::Share(0.85)), first("85%")));
    let cell = of(Cell::Percent(0.85), &Style::default());
    assert_eq!((cell.value, cell.evidence.percent.first), (Ok(Value::Share(0.85)), first("a percentage")));
    // A column's factor is for its numbers; a percentage is a share as it stands.
    assert_eq!(of(Cell::Text("85%"), &times(1, 2)).value, Ok(Value::Share(0.85)));
    let comma = NumberStyle { decimal: Some(DecimalMark::Comma), scale: None };
    assert_eq!(of(Cell::Text("8,5%"), &Style { numbers: comma, ..Style::default() }).value, Ok(Value::Share(0.085)));
    let refused = of(Cell::Percent(0.85), &spans(SpanUnit::Hours, SpanUnit::Hours)).value;
    assert_eq!(refused, Err("a percentage where a number is expected".into()), "no span is a percentage");
}

#[test]
fn factors_apply_to_cells_that_are_numbers() {
    let of = |cell, kind, style: &Style| utc(cell, kind, style).value;
    let ten_thousand = times(10_000, 0);
    assert_eq!(of(Cell::Float(1.25), ColumnType::Money, &ten_thousand), Ok(Value::Money(125_000_000)));
    assert_eq!(of(Cell::Integer(3), ColumnType::Money, &ten_thousand), Ok(Value::Money(300_000_000)));
    assert_eq!(of(Cell::Integer(3), ColumnType::Integer, &ten_thousand), Ok(Value::Integer(30_000)));
    assert_eq!(of(Cell::Integer(3), ColumnType::Number, &ten_thousand), Ok(Value::Number(30_000.0)));
    let refused = |kind| of(Cell::Integer(3), kind, &times(1, 5));
    assert_eq!(refused(ColumnType::Integer), Err("a number where a whole number is expected".into()));
    assert_eq!(refused(ColumnType::Money), Err("a number where an amount is expected".into()));
    assert_eq!(refused(ColumnType::Number), Ok(Value::Number(0.000_03)));
    assert!(of(Cell::Integer(i64::MAX), ColumnType::Integer, &ten_thousand).is_err(), "beyond 64 bits");
}

#[test]
fn numbers_show_how_their_column_is_written() {
    for (text, kind, form) in [
        ("12.5", ColumnType::Number, Form::Point),
        ("1,234", ColumnType::Integer, Form::CommaThree),
        ("1,234.50", ColumnType::Money, Form::Point),
    ] {
        let found = utc(Cell::Text(text), kind, &Style::default());
        assert!(found.value.is_ok());
        assert_eq!((found.evidence.numbers_of(form), &found.evidence.numbers[form as usize].first), (1, &first(text)));
    }
    // What does not fit a decimal point shows all the same that the column may have a decimal comma.
    for kind in [ColumnType::Number, ColumnType::Integer, ColumnType::Money] {
        let found = utc(Cell::Text("12,5"), kind, &Style::default());
        assert!(found.value.is_err());
        assert_eq!(found.evidence.numbers[Form::Comma as usize].first, first("12,5"), "{kind:?}");
    }
    assert_eq!(utc(Cell::Text("x"), ColumnType::Number, &Style::default()).evidence, Evidence::default());
}

#[test]
fn answers_may_carry_their_labels() {
    let answers = Style { answers: true, ..Style::default() };
    let found = utc(Cell::Text("5 - Very satisfied"), ColumnType::Number, &answers);
    assert_eq!((found.value, found.evidence.labelled.first), (Ok(Value::Number(5.0)), first("5 - Very satisfied")));
    let bare = utc(Cell::Text("4"), ColumnType::Number, &answers);
    assert_eq!((bare.value, bare.evidence.labelled.n), (Ok(Value::Number(4.0)), 0));
    assert!(plain(Cell::Text("5 - Very satisfied"), ColumnType::Number).is_err());
}

#[test]
fn an_amount_of_another_currency_is_refused() {
    let style = Style { currency: Currency::new("CNY"), ..Style::default() };
    let of = |text| utc(Cell::Text(text), ColumnType::Money, &style).value;
    assert_eq!(of("¥100"), Ok(Value::Money(1_000_000)));
    assert_eq!(of("100"), Ok(Value::Money(1_000_000)));
    assert_eq!(of("$100"), Err("an amount in another currency than CNY, and none is converted".into()));
    assert_eq!(plain(Cell::Text("$100"), ColumnType::Money), Ok(Value::Money(1_000_000)));
}

/// 3 July or 7 March: both days are noted, the one with the day first before the other, however the column is read.
#[test]
fn a_date_of_either_order_is_noted_both_ways() {
    let either = |order, text| {
        let style = Style { order: Some(order), ..Style::default() };
        seen(Cell::Text(text), ColumnType::Instant, &style, "UTC").evidence.either_days
    };
    let [july, march] = [(2026, 7, 3), (2026, 3, 7)].map(|(year, month, day)| {
        let date = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
        i64::from(chrono::Datelike::num_days_from_ce(&date))
    });
    for (order, text) in [(DateOrder::DayFirst, "03/07/2026"), (DateOrder::MonthFirst, "03/07/2026")] {
        assert_eq!(either(order, text), [Some((july, july)), Some((march, march))], "{order:?}");
    }
}

#[test]
fn times_as_text_tell_what_was_assumed() {
    let of = |text, style: &Style, zone| seen(Cell::Text(text), ColumnType::Instant, style, zone);
    let timed = of("2026-07-03 09:05", &Style::default(), "Asia/Shanghai");
    assert_eq!((timed.value, timed.assumed), (Ok(Value::Instant(NINE - 8 * HOUR)), 1));
    assert_eq!((timed.evidence.sure_dates, timed.evidence.dates_alone), ([0, 1], 0));
    let alone = of("2026-07-13", &Style::default(), "UTC");
    assert_eq!((alone.assumed, alone.evidence.dates_alone, alone.evidence.sure_dates), (0, 1, [1, 0]));
    let never = of("9999-12-31", &Style::default(), "UTC");
    assert_eq!((never.value, never.evidence.dates_alone), (Ok(Value::Placeholder), 0));
    assert_eq!(never.evidence.placeholders.first, first("9999-12-31"));
    let twice = of("2026-11-01 01:30", &Style::default(), "America/New_York");
    assert_eq!(twice.evidence.odd_times[1].first, first("2026-11-01 01:30"));
    let months = super::super::time::Months::FirstDay(crate::domain::FiscalCalendar::default());
    let month = of("2026.1", &Style { months, ..Style::default() }, "UTC");
    assert!(month.value.is_err_and(|reason| reason.starts_with("January, or October")));
    assert_eq!(month.evidence.months[2].first, first("2026.1"), "the column may decide it yet");
    assert_eq!(of("soon", &Style::default(), "UTC").evidence.months[2].n, 0);
}

#[test]
fn a_faulty_time_has_its_reason() {
    for (fault, start) in [
        (Unreadable::OtherOrder, "a date only if day and month"),
        (Unreadable::ShortYear, "a year of two digits"),
        (Unreadable::Abbreviation, "a zone's abbreviation"),
        (Unreadable::NoDate, "a time without a date"),
        (Unreadable::JanuaryOrOctober, "January, or October"),
        (Unreadable::Invalid, "not a date or time"),
    ] {
        assert!(unreadable(fault, &Style::default()).starts_with(start), "{fault:?}");
    }
}

#[test]
fn wall_clock_cells_are_times_of_the_zone() {
    let of = |at, style: &Style, zone| seen(Cell::Local(at), ColumnType::Instant, style, zone);
    let timed = of(NINE, &Style::default(), "Asia/Shanghai");
    assert_eq!((timed.value, timed.assumed), (Ok(Value::Instant(NINE - 8 * HOUR)), 1));
    assert_eq!((timed.evidence.dates_alone, timed.evidence.sure_dates), (0, [0, 1]));
    let midnight = NINE / DAY * DAY + 10 * DAY;
    let alone = of(midnight, &Style::default(), "Asia/Shanghai");
    assert_eq!((alone.value, alone.assumed), (Ok(Value::Instant(midnight - 8 * HOUR)), 0));
    assert_eq!((alone.evidence.dates_alone, alone.evidence.sure_dates), (1, [1, 0]));
    let never = of(0, &Style::default(), "UTC");
    assert_eq!((never.value, never.evidence.placeholders.n), (Ok(Value::Placeholder), 1));
    // 1 November 2026, 1:30 in New York: the clocks showed it twice, four and five hours behind UTC.
    let doubled = 1_793_496_600_000_000;
    let last = Style { doubled: DoubledHour::Last, ..Style::default() };
    for (style, hours) in [(Style::default(), 4), (last, 5)] {
        let found = of(doubled, &style, "America/New_York");
        assert_eq!(found.value, Ok(Value::Instant(doubled + hours * HOUR)));
        assert_eq!(found.evidence.odd_times[1].first, first("2026-11-01T01:30:00"));
    }
    assert_eq!(of(NINE, &Style::default(), "America/New_York").evidence.odd_times[1].n, 0);
}

#[test]
fn instants_are_taken_as_they_are() {
    let found = seen(Cell::Instant(NINE), ColumnType::Instant, &Style::default(), "Asia/Shanghai");
    assert_eq!((found.value, found.assumed), (Ok(Value::Instant(NINE)), 0));
    let never = utc(Cell::Instant(0), ColumnType::Instant, &Style::default());
    assert_eq!((never.value, never.evidence.placeholders.first), (Ok(Value::Placeholder), first("a placeholder")));
}

#[test]
fn numbers_in_a_column_of_times_are_serial_or_since_1970() {
    let of = |cell, style: &Style, zone| seen(cell, ColumnType::Instant, style, zone);
    let since = of(Cell::Integer(NINE / 1_000_000), &Style::default(), "Asia/Shanghai");
    assert_eq!((since.value, since.assumed), (Ok(Value::Instant(NINE)), 0));
    assert_eq!(since.evidence.epochs[0].first, first("1783069500"));
    // 46206.375 is 3 July 2026, 9:00, in a workbook.
    let serial = Style { serial: Some(Serial::From1900), ..Style::default() };
    let nine = of(Cell::Float(46_206.375), &serial, "Asia/Shanghai");
    assert_eq!((nine.value, nine.assumed), (Ok(Value::Instant(NINE - 5 * HOUR / 60 - 8 * HOUR)), 1));
    assert_eq!(nine.evidence.sure_dates, [0, 1]);
    // 46327.0625 is 1 November 2026, 1:30.
    let twice = of(Cell::Float(46_327.062_5), &serial, "America/New_York");
    assert_eq!(twice.evidence.odd_times[1].first, first("46327.0625"));
    let digits = of(Cell::Float(20_260_703.0), &Style::default(), "UTC");
    assert_eq!(digits.value, Ok(Value::Instant(NINE / DAY * DAY)), "20260703 is a day");
    assert_eq!(of(Cell::Integer(0), &Style::default(), "UTC").value, Ok(Value::Placeholder));
    assert_eq!(plain(Cell::Float(0.5), ColumnType::Instant), Err("a number where a date or time is expected".into()));
}

#[test]
fn spans_are_in_the_unit_of_their_column() {
    let hours = |cell| utc(cell, ColumnType::Number, &spans(SpanUnit::Minutes, SpanUnit::Hours));
    for cell in [Cell::Text("90"), Cell::Text("1:30"), Cell::Text("1h 30m"), Cell::Integer(90), Cell::Float(90.0)] {
        assert_eq!(hours(cell).value, Ok(Value::Number(1.5)), "{cell:?}");
    }
    assert_eq!(hours(Cell::Span(90 * HOUR / 60)).value, Ok(Value::Number(1.5)));
    assert_eq!(hours(Cell::TimeOfDay(HOUR)).value, Ok(Value::Number(1.0)));
    assert_eq!(hours(Cell::Text("1:30")).evidence.spans[0].first, first("1:30"));
    assert_eq!(hours(Cell::Text("90%")).value, Err("not a span of time".into()));
    assert_eq!(hours(Cell::Text("12,5")).evidence.numbers[Form::Comma as usize].first, first("12,5"));
    let duration = |cell| utc(cell, ColumnType::Duration, &spans(SpanUnit::Minutes, SpanUnit::Hours)).value;
    for cell in [Cell::Text("90"), Cell::Float(90.0), Cell::Span(90 * HOUR / 60)] {
        assert_eq!(duration(cell), Ok(Value::Span(3 * HOUR / 2)), "{cell:?}");
    }
}

/// A day and a half of hours must stay what was written, to the last digit.
#[test]
fn plain_numbers_in_the_columns_unit_stay_as_they_are() {
    let of = |cell| utc(cell, ColumnType::Number, &spans(SpanUnit::Hours, SpanUnit::Hours));
    for cell in [Cell::Text("0.1234567891234"), Cell::Float(0.123_456_789_123_4)] {
        assert_eq!(of(cell).value, Ok(Value::Number(0.123_456_789_123_4)), "{cell:?}");
    }
    let text = of(Cell::Text("0.25"));
    assert_eq!(text.evidence.numbers[Form::Point as usize].first, first("0.25"));
    let cell = of(Cell::Float(0.25));
    assert_eq!((cell.evidence.fractions.first, cell.evidence.whole_spans), (first("0.25"), 0));
    assert_eq!(of(Cell::Float(3.0)).evidence.whole_spans, 1);
    assert_eq!(of(Cell::Text("25%")).value, Err("not a span of time".into()), "no span is a percentage");
}

#[test]
fn a_time_may_be_counted_from_another() {
    let style = Style { after: Some(0), ..spans(SpanUnit::Minutes, SpanUnit::Seconds) };
    let of = |cell| utc(cell, ColumnType::Instant, &style).value;
    for cell in [Cell::Text("90"), Cell::Text("1:30"), Cell::Float(90.0), Cell::Integer(90), Cell::Span(3 * HOUR / 2)] {
        assert_eq!(of(cell), Ok(Value::Span(3 * HOUR / 2)), "{cell:?}");
    }
    assert_eq!(of(Cell::Integer(0)), Ok(Value::Span(0)), "no placeholder of a time");
    let refused = utc(Cell::Float(90.0), ColumnType::Instant, &spans(SpanUnit::Minutes, SpanUnit::Seconds)).value;
    assert!(refused.is_err(), "without a time to count from, 90 is no time");
}

#[test]
fn a_formula_without_a_value_is_counted() {
    let found = utc(Cell::Uncalculated, ColumnType::Number, &Style::default());
    assert_eq!(found.evidence.uncalculated.first, first("a formula"));
}

#[test]
fn a_word_of_magnitude_in_a_format_counts_once() {
    let scale = Some(crate::config::Scaling { units: 10_000, decimals: 0 });
    let named = Style { numbers: NumberStyle { scale, ..NumberStyle::default() }, ..Style::default() };
    let money = |style: &Style| {
        let mut clock = LocalClock::new(crate::domain::Zone::utc());
        type_cell(Cell::Marked(12.5, Marks { zeros: 4, ..Marks::default() }), ColumnType::Money, style, &mut clock)
    };
    assert_eq!(money(&Style::default()), Ok(Value::Money(1_250_000_000)));
    // The name of the column says the same: it is no factor of its own.
    assert_eq!(money(&named), Ok(Value::Money(1_250_000_000)));
}

#[test]
fn what_a_format_shows_beside_a_number_is_read_as_text_would_be() {
    let cell = |marks| Cell::Marked(7.0, marks);
    let minutes = cell(Marks { unit: Some(SpanUnit::Minutes), ..Marks::default() });
    let spans =
        SpanStyle { unit: SpanUnit::Seconds, colons: None, numbers: NumberStyle::default(), day: Day::Calendar };
    let waits = Style { spans: Some(spans), ..Style::default() };
    let mut clock = LocalClock::new(crate::domain::Zone::utc());
    assert_eq!(type_cell(minutes, ColumnType::Duration, &waits, &mut clock), Ok(Value::Span(420_000_000)));
    // In a column of scores it is a word like any other: 7 分 are seven points.
    assert_eq!(type_cell(minutes, ColumnType::Number, &Style::default(), &mut clock), Ok(Value::Number(7.0)));
    let own = Style { currency: Some(Currency::default()), ..Style::default() };
    let marked = |mark| cell(Marks { currency: Some(mark), ..Marks::default() });
    assert_eq!(type_cell(marked("¥"), ColumnType::Money, &own, &mut clock), Ok(Value::Money(70_000)));
    let refused = type_cell(marked("€"), ColumnType::Money, &own, &mut clock).unwrap_err();
    assert_eq!(refused, "an amount in another currency than CNY, and none is converted");
    assert_eq!(type_cell(marked("€"), ColumnType::Number, &own, &mut clock), Ok(Value::Number(7.0)));
}
