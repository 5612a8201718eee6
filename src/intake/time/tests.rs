mod usual;

use super::*;
use crate::domain::{FiscalYearName, Instant, Zone};
use chrono::{Datelike, Timelike};
use proptest::prelude::*;

fn style(order: Option<DateOrder>) -> Style {
    Style { order, ..Style::default() }
}

fn at(text: &str) -> Result<i64, Unreadable> {
    read(text, &style(None), &mut LocalClock::new(Zone::default())).map(|reading| reading.at)
}

fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Result<i64, Unreadable> {
    Ok(wall_clock(NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()))
}

#[test]
fn reads_the_usual_forms_in_the_zone() {
    let nine = utc(2026, 7, 3, 1, 5);
    for text in [
        "2026-07-03T09:05",
        "2026-07-03 09:05:00",
        "2026-07-03 09:05:00.000",
        "2026/7/3 9:05",
        "2026.7.3 9:05",
        "20260703 09:05",
        "20260703T09:05:00",
        "2026年7月3日 9:05",
        "2026年7月3日9时5分",
        "2026年07月03日 上午9:05",
        "2026/7/3 9:05 AM",
        "2026-07-03T01:05:00Z",
        "2026-07-03 01:05 UTC",
        "2026-07-02T21:05:00-04:00",
        "2026-07-03T09:05:00+0800",
        "2026-07-03T09:05:00 +08",
        "20260703 0905",
        "20260703T090500",
        "20260703T010500Z",
        "2026-07-03 01:05:00 (UTC)",
        "2026年07月03日(金) 09時05分",
        "2026年7月3日 早上9:05",
        "2026-07-03 09:05 a.m.",
        "Fri Jul 03 2026 09:05:00 GMT+0800 (China Standard Time)",
    ] {
        assert_eq!(at(text), nine, "{text}");
    }
    for text in ["2026-07-03", "2026/7/3", "2026年7月3日", "20260703"] {
        assert_eq!(at(text), utc(2026, 7, 2, 16, 0), "{text}");
    }
    for text in ["2026/7/3 下午9:05", "2026/7/3 晚上9:05", "2026/7/3 晚上21:05", "7/13/2026 9:05 p.m."] {
        let day = if text.starts_with('7') { 13 } else { 3 };
        assert_eq!(at(text), utc(2026, 7, day, 13, 5), "{text}");
    }
    assert_eq!(at("2026/7/3 中午12:05"), utc(2026, 7, 3, 4, 5));
    assert_eq!(at("2026/7/3 凌晨12:05"), utc(2026, 7, 2, 16, 5));
    assert_eq!(at("2026-07-03T09:05:00.25Z"), utc(2026, 7, 3, 9, 5).map(|at| at + 250_000));
    assert_eq!(at("2026-07-03T09:05:00.123456789Z"), utc(2026, 7, 3, 9, 5).map(|at| at + 123_456));
}

#[test]
fn refuses_what_is_no_time() {
    for text in [
        "",
        "soon",
        "2026-13-01",
        "2026-02-29",
        "2026-07",
        "2026-07-03 25:00",
        "2026-07-03 晚上12:05",
        "2026-07-03 中午9:05",
        "20260703 090",
        "20260703T2505",
        "202607030905Q",
        "2026-07-03 09:05 (CST",
        "2026-07-03 24:00:00",
        "2026-07-03 09:05+16:00",
        "1900-02-29",
        "2100-02-29",
        "2026-07-03 09:60",
        "45943.5",
        "2026-07/03",
        "2026-07-03 9",
        "3/4/26",
        "2026-07-03-",
        "0000-01-01",
        "31/31/2026",
        "2026-07-03T09:05:00.Z",
        "2026-07-0309:05",
        "2026-07-03 13:05 AM",
        "2026-07-03 09:60:00",
        "2026-07-03 09:05:60",
        "20x6-07-03 09:05:00",
        "2026-07/03 09:05:00",
        "2026-07-03x09:05:00",
        "+1783415100",
    ] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn never_guesses_the_order_of_day_and_month() {
    let mut zone = LocalClock::new(Zone::utc());
    let mut with = |text: &str, order| read(text, &style(order), &mut zone).map(|reading| reading.at);
    let form = |text: &str| read(text, &style(None), &mut LocalClock::new(Zone::utc())).unwrap().written;
    assert_eq!(form("3/4/2026"), Written::Either);
    assert_eq!(form("13/4/2026"), Written::DayFirst);
    assert_eq!(form("4/13/2026"), Written::MonthFirst);
    assert_eq!(form("4/4/2026"), Written::Sure { low: true });
    assert_eq!(form("2026-04-13 09:00:00"), Written::Sure { low: false });
    assert_eq!(with("3/4/2026", Some(DateOrder::DayFirst)), utc(2026, 4, 3, 0, 0));
    assert_eq!(with("3/4/2026", Some(DateOrder::MonthFirst)), utc(2026, 3, 4, 0, 0));
    assert_eq!(with("29/2/2016 01:16", None), utc(2016, 2, 29, 1, 16));
    assert_eq!(with("12/25/2026", None), utc(2026, 12, 25, 0, 0), "the 25th can be no month");
    assert_eq!(with("13/12/2026", None), utc(2026, 12, 13, 0, 0));
    assert_eq!(with("4/4/2026", None), utc(2026, 4, 4, 0, 0));
    assert_eq!(with("29/2/2016", Some(DateOrder::MonthFirst)), Err(Unreadable::OtherOrder));
}

#[test]
fn explicit_formats_are_strict_and_months_are_for_periods() {
    let mut zone = LocalClock::new(Zone::utc());
    let formats = Style::compile(&["%d-%b-%Y %H:%M".to_owned(), "%Y%m%d".to_owned()]).unwrap();
    let style = Style { formats, ..Style::default() };
    assert_eq!(read("03-Jul-2026 09:05", &style, &mut zone).map(|r| r.at), utc(2026, 7, 3, 9, 5));
    assert_eq!(read("20260703", &style, &mut zone).map(|r| r.at), utc(2026, 7, 3, 0, 0));
    assert_eq!(read("2026-07-03", &style, &mut zone), Err(Unreadable::Invalid));
    assert_eq!(Style::compile(&["%Q".to_owned()]), Err("%Q".to_owned()));
    let months = Style { months: Months::FirstDay(FiscalCalendar::default()), ..Style::default() };
    for text in ["2026-07", "2026/7", "2026年7月", "2026年七月", "2026-M07", "2026-07-01"] {
        assert_eq!(read(text, &months, &mut zone).map(|r| r.at), utc(2026, 7, 1, 0, 0), "{text}");
    }
}

#[test]
fn quarters_are_periods_of_the_fiscal_calendar() {
    let mut zone = LocalClock::new(Zone::utc());
    let of = |fiscal| Style { months: Months::FirstDay(fiscal), ..Style::default() };
    for text in ["2026Q3", "2026-Q3", "2026 q3", "2026年第三季度", "2026年3季度", "2026年第3季"] {
        assert_eq!(
            read(text, &of(FiscalCalendar::default()), &mut zone).map(|r| r.at),
            utc(2026, 7, 1, 0, 0),
            "{text}"
        );
        assert_eq!(read(text, &Style::default(), &mut zone), Err(Unreadable::Invalid), "only periods are quarters");
    }
    let april = FiscalCalendar::new(4, FiscalYearName::Start).unwrap();
    assert_eq!(read("2026Q3", &of(april), &mut zone).map(|r| r.at), utc(2026, 10, 1, 0, 0));
    for text in ["2026Q5", "2026Q", "2026Q33", "2026年第五季度", "2026Q3x"] {
        assert_eq!(read(text, &of(april), &mut zone), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn counts_only_times_of_day_without_offset() {
    let mut zone = LocalClock::new(Zone::default());
    let mut of = |text| {
        let reading = read(text, &style(None), &mut zone).unwrap();
        (reading.assumed_zone, reading.date_alone)
    };
    assert_eq!(of("2026-07-03 09:05"), (true, false));
    assert_eq!(of("2026-07-03"), (false, true));
    assert_eq!(of("2026-07-03T09:05Z"), (false, false));
}

#[test]
fn times_that_the_clocks_skip_or_repeat_are_told_apart() {
    let in_zone = |text: &str, zone: &str, doubled| {
        let style = Style { doubled, ..Style::default() };
        let reading = read(text, &style, &mut LocalClock::new(zone.parse().unwrap())).unwrap();
        (Ok(reading.at), reading.occurs)
    };
    let new_york = |text: &str, doubled| in_zone(text, "America/New_York", doubled);
    for doubled in [DoubledHour::First, DoubledHour::Last] {
        assert_eq!(
            new_york("2026-03-08 02:30:00", doubled),
            (utc(2026, 3, 8, 7, 0), Occurs::Never),
            "3:00 by the clock"
        );
        assert_eq!(new_york("2026-03-08", doubled).1, Occurs::Once);
        assert_eq!(new_york("2026-03-08T02:30:00-05:00", doubled), (utc(2026, 3, 8, 7, 30), Occurs::Once));
        assert_eq!(new_york("2026-11-01 02:00", doubled), (utc(2026, 11, 1, 7, 0), Occurs::Once));
        // Chile puts its clocks forward at midnight: that day begins at one.
        assert_eq!(in_zone("2026-09-06", "America/Santiago", doubled), (utc(2026, 9, 6, 4, 0), Occurs::Once));
        // Cuba puts them back to midnight: that day begins at the first one.
        assert_eq!(in_zone("2026-11-01", "America/Havana", doubled), (utc(2026, 11, 1, 4, 0), Occurs::Once));
    }
    assert_eq!(new_york("2026-11-01 01:30", DoubledHour::First), (utc(2026, 11, 1, 5, 30), Occurs::Twice));
    assert_eq!(new_york("2026-11-01 01:30", DoubledHour::Last), (utc(2026, 11, 1, 6, 30), Occurs::Twice));
}

proptest! {
    #[test]
    fn agrees_with_chrono(seconds in -62_000_000_000_i64..200_000_000_000, zone in 0_usize..3) {
        let tz = [Zone::default(), "America/New_York".parse().unwrap(), "Australia/Lord_Howe".parse().unwrap()][zone];
        let naive = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        prop_assume!((1..=9999).contains(&naive.year()));
        let text = naive.format("%Y-%m-%d %H:%M:%S").to_string();
        let mut zone = LocalClock::new(tz);
        let expected = Instant::from_local(naive, tz).0;
        for _ in 0..2 {
            let reading = read(&text, &style(None), &mut zone).unwrap();
            prop_assert_eq!((reading.at, reading.assumed_zone, reading.date_alone), (expected, true, false));
        }
        let slashed = format!("{}/{}/{} {}:{:02}:{:02}", naive.day(), naive.month(), naive.year(), naive.hour(), naive.minute(), naive.second());
        prop_assume!(naive.year() > 999);
        let day_first = read(&slashed, &style(Some(DateOrder::DayFirst)), &mut zone).unwrap();
        prop_assert_eq!(day_first.at, expected);
    }

    #[test]
    fn never_panics(text in "\\PC{0,24}", digits in "[0-9年月日时分秒:/. TZ+-]{0,24}") {
        let _ = at(&text);
        let _ = at(&digits);
    }
}

/// 46204.375 is 1 July 2026, 9:00, as Excel and `openpyxl.utils.datetime.from_excel` (3.1) have it.
#[test]
fn serial_numbers_are_dates_where_the_mapping_says_so() {
    let mut zone = LocalClock::new(Zone::utc());
    let nine = days(2026, 7, 1).unwrap() + 9 * 3600 * SECOND;
    let style = |serial| Style { serial, ..Style::default() };
    let mut at = |text, serial| read(text, &style(serial), &mut zone).map(|reading| reading.at);
    assert_eq!(at("46204.375", Some(Serial::From1900)), Ok(nine));
    assert_eq!(at("44742.375", Some(Serial::From1904)), Ok(nine));
    assert_eq!(at("2026-07-01 09:00", Some(Serial::From1900)), Ok(nine), "the usual forms are read beside them");
    assert_eq!(at("46204", Some(Serial::From1900)), Ok(nine - 9 * 3600 * SECOND));
    assert_eq!(at("46204.375", None), Err(Unreadable::Invalid));
    for text in ["4620437", "99999999999999999999"] {
        assert_eq!(at(text, Some(Serial::From1900)), Err(Unreadable::Invalid), "{text} is no plausible day");
    }
    let mut alone = |text| read(text, &style(Some(Serial::From1900)), &mut zone).unwrap().date_alone;
    assert!(alone("46204") && !alone("46204.375"));
    assert_eq!(Serial::named("excel"), Some(Serial::From1900));
    assert_eq!(Serial::named("excel_1904"), Some(Serial::From1904));
    assert_eq!(Serial::named("%Y-%m-%d"), None);
}

#[test]
fn the_other_order_of_day_and_month_is_named() {
    let mut zone = LocalClock::new(Zone::utc());
    assert_eq!(read("31/07/2026", &style(Some(DateOrder::MonthFirst)), &mut zone), Err(Unreadable::OtherOrder));
    assert_eq!(read("31/31/2026", &style(Some(DateOrder::MonthFirst)), &mut zone), Err(Unreadable::Invalid));
}

#[test]
fn every_fourth_century_leaps() {
    let mut zone = LocalClock::new(Zone::utc());
    let mut day = |text: &str| read(text, &style(None), &mut zone).map(|reading| reading.at);
    assert_eq!((day("2000-02-29"), day("2024-02-29 00:00:00")), (utc(2000, 2, 29, 0, 0), utc(2024, 2, 29, 0, 0)));
}

#[test]
fn days_are_those_of_chrono() {
    for year in [1, 4, 100, 399, 400, 401, 1582, 1600, 1899, 1900, 1969, 1970, 1999, 2000, 2001, 2024, 2026, 2100, 9999]
    {
        for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
            let expected = NaiveDate::from_ymd_opt(year, month, day).map(midnight);
            assert_eq!(days(year.into(), month.into(), day.into()), expected, "{year}-{month}-{day}");
        }
    }
    assert_eq!(days(0, 1, 1), None, "no year is 0");
}

#[test]
fn names_of_months_and_weekdays_are_read() {
    for text in [
        "07/Jul/26 9:05 AM",
        "07-Jul-2026 09:05",
        "7 July 2026 09:05",
        "Jul 7, 2026, 9:05:00 AM",
        "2026/7/7, 9:05 AM",
        "Tuesday, July 7, 2026 9:05 AM",
        "7. Juli 2026 09:05",
        "7 juillet 2026 09:05",
        "2026年7月7日 星期二 9:05",
        "2026-07-07 （周二） 09:05",
        "2026-07-07 星期二 上午9:05",
        "2026/07/07(火) 9:05",
        "Di 07.07.2026 09:05",
        "20260707090500",
        "2026-07-07T09:05:00+00:00[Etc/UTC]",
    ] {
        let zoned = read(text, &style(None), &mut LocalClock::new(Zone::utc())).map(|reading| reading.at);
        assert_eq!(zoned, utc(2026, 7, 7, 9, 5), "{text}");
    }
    let of = |text: &str| read(text, &style(None), &mut LocalClock::new(Zone::utc())).map(|reading| reading.at);
    assert_eq!(of("2026-07-07 09:05 PDT"), Err(Unreadable::Abbreviation));
    assert_eq!(of("00:35:12"), Err(Unreadable::NoDate));
    assert_eq!(of("Jul-26"), Err(Unreadable::Invalid), "a month is no day");
    assert_eq!(of("2026-07-07 09:05 UTC"), utc(2026, 7, 7, 9, 5));
}

#[test]
fn numbers_since_1970_tell_their_unit_by_their_size() {
    let mut clock = LocalClock::new(Zone::utc());
    for (text, unit) in [
        ("1783415100", Epoch::Seconds),
        ("1783415100000", Epoch::Milliseconds),
        ("1783415100000000", Epoch::Microseconds),
        ("1783415100.0", Epoch::Seconds),
    ] {
        let found = read(text, &style(None), &mut clock).unwrap();
        assert_eq!((Ok(found.at), found.written), (utc(2026, 7, 7, 9, 5), Written::Epoch(unit)), "{text}");
    }
    for (name, unit) in
        [("seconds", Epoch::Seconds), ("milliseconds", Epoch::Milliseconds), ("microseconds", Epoch::Microseconds)]
    {
        assert_eq!(unit.name(), name);
    }
    for (unit, scale) in [(Epoch::Seconds, 1.0), (Epoch::Milliseconds, 1e3), (Epoch::Microseconds, 1e6)] {
        let of = |seconds: f64| Epoch::of(seconds * scale);
        assert_eq!(of(315_532_799.0), None, "1979");
        assert_eq!(of(315_532_800.0), Some((315_532_800 * SECOND, unit)), "1980");
        assert_eq!(of(4_102_444_799.0), Some((4_102_444_799 * SECOND, unit)), "2099");
        assert_eq!(of(4_102_444_800.0), None, "2100");
    }
    // Twelve digits are a stamp to the minute, even where they could be milliseconds of the year 2000.
    for text in ["17834151", "178341510000", "946684800000", "99999999999999999999"] {
        assert_eq!(read(text, &style(None), &mut clock), Err(Unreadable::Invalid), "{text}");
    }
    let formats = Style::compile(&["%d.%m.%Y".to_owned()]).unwrap();
    let strict = Style { formats, ..Style::default() };
    assert_eq!(read("1783415100", &strict, &mut clock), Err(Unreadable::Invalid));
    let beside = Style { epoch: true, ..strict };
    assert_eq!(read("1783415100", &beside, &mut clock).map(|reading| reading.at), utc(2026, 7, 7, 9, 5));
}

#[test]
fn dates_that_stand_for_none_are_told() {
    let mut clock = LocalClock::new(Zone::utc());
    let mut form = |text: &str| read(text, &style(None), &mut clock).map(|reading| reading.written);
    for text in [
        "9999-12-31",
        "9999-12-31 23:59:59",
        "31/12/2099",
        "1970-01-01 00:00:00",
        "0",
        "-1",
        "0001-01-01",
        "1900-01-01",
        "2999-12-31",
    ] {
        assert_eq!(form(text), Ok(Written::Placeholder), "{text}");
    }
    for text in ["2026-12-31", "1970-01-02", "1953-01-01", "1953-12-31", "2098-12-31", "1850-06-15", "2150-06-15"] {
        assert_eq!(form(text), Ok(Written::Sure { low: text.ends_with("-01") || text.ends_with("-02") }), "{text}");
    }
}

#[test]
fn accounting_periods_have_many_forms() {
    let mut clock = LocalClock::new(Zone::utc());
    let period = |padded_months| Style {
        months: Months::FirstDay(FiscalCalendar::default()),
        padded_months,
        ..Style::default()
    };
    for text in [
        "2026年07期",
        "2026.07期",
        "202607",
        "2026-07",
        "07/2026",
        "2026M07",
        "Q3 2026",
        "Jul-26",
        "July 2026",
        "2026.7",
        "2026.07",
    ] {
        let found = read(text, &period(false), &mut clock).map(|reading| reading.at);
        assert_eq!(found, utc(2026, 7, 1, 0, 0), "{text}");
    }
    assert_eq!(read("2026.1", &period(false), &mut clock), Err(Unreadable::JanuaryOrOctober));
    assert_eq!(read("2026.1", &period(true), &mut clock).map(|reading| reading.at), utc(2026, 10, 1, 0, 0));
    assert_eq!(read("2026.10", &period(false), &mut clock).map(|reading| reading.at), utc(2026, 10, 1, 0, 0));
    let formats = Style::compile(&["%b-%y".to_owned()]).unwrap();
    let style = Style { formats, ..period(false) };
    assert_eq!(read("Jul-26", &style, &mut clock).map(|reading| reading.at), utc(2026, 7, 1, 0, 0));
    let days = Style { months: Months::Refused, ..style };
    assert_eq!(read("Jul-26", &days, &mut clock), Err(Unreadable::Invalid), "a month is no day");
    let formats = Style::compile(&["%Y-%j".to_owned()]).unwrap();
    let ordinal = Style { formats, ..period(false) };
    assert_eq!(read("2026-184", &ordinal, &mut clock).map(|reading| reading.at), utc(2026, 7, 3, 0, 0));
    let formats = Style::compile(&["%d.%m.%Y".to_owned()]).unwrap();
    let dotted = Style { formats, ..Style::default() };
    for text in ["07.07.26", "31.12.0999"] {
        assert_eq!(read(text, &dotted, &mut clock), Err(Unreadable::ShortYear), "{text}");
    }
    assert_eq!(read("01.01.1000", &dotted, &mut clock).map(|reading| reading.at), utc(1000, 1, 1, 0, 0));
}
