//! Times of day, offsets and dates to their last letter: what is read, and what only looks like it.

use super::super::{Reading, read};
use super::*;
use crate::domain::{LocalClock, Zone};

const DAY: i64 = 86_400 * SECOND;

fn reading(text: &str, style: &Style) -> Result<Reading, Unreadable> {
    read(text, style, &mut LocalClock::new(Zone::utc()))
}

fn at(text: &str) -> Result<i64, Unreadable> {
    reading(text, &Style::default()).map(|reading| reading.at)
}

fn periods(padded_months: bool) -> Style {
    Style { months: Months::FirstDay(FiscalCalendar::default()), padded_months, ..Style::default() }
}

/// A time of 3 July 2026.
fn third_of_july(hour: i64, minute: i64, second: i64) -> Result<i64, Unreadable> {
    Ok(days(2026, 7, 3).unwrap() + ((hour * 60 + minute) * 60 + second) * SECOND)
}

#[test]
fn times_of_day_follow_a_date() {
    for (text, hour, minute, second) in [
        ("2026/7/3 00:00:00", 0, 0, 0),
        ("2026/7/3 23:59:59", 23, 59, 59),
        ("2026/7/3  9:05:07", 9, 5, 7),
        ("2026-07-03t09:05", 9, 5, 0),
        ("2026-07-03,09:05", 9, 5, 0),
        ("202607030905", 9, 5, 0),
        ("20260703090507", 9, 5, 7),
        ("20260703235959", 23, 59, 59),
        ("202607032359", 23, 59, 0),
        ("202607030905Z", 9, 5, 0),
        ("20260703090507+00:00", 9, 5, 7),
        ("20260703100507+0100", 9, 5, 7),
        ("202607030805-01:00", 9, 5, 0),
        ("20260703090507.0Z", 9, 5, 7),
        ("20260703090507.000", 9, 5, 7),
        ("2026年7月3日9时", 9, 0, 0),
        ("2026年7月3日9点5", 9, 5, 0),
        ("2026年7月3日9点5分", 9, 5, 0),
        ("2026年7月3日9时5分7秒", 9, 5, 7),
        ("2026年7月3日 下午1点30分", 13, 30, 0),
        ("2026年7月3号 9:05", 9, 5, 0),
        ("2026年7月3 9:05", 9, 5, 0),
    ] {
        assert_eq!(at(text), third_of_july(hour, minute, second), "{text}");
    }
    for text in [
        "2026/7/3 24:00:00",
        "2026/7/3 23:60:00",
        "2026/7/3 23:59:60",
        "2026/7/3 9x05",
        "2026/7/3 9:",
        "2026/7/3 :05",
        "2026/7/3 9:05:",
        "202607032400",
        "202607032360",
        "20260703235960",
        "202607030",
        "202607030905 07",
        "202607030905.5",
        "20260703090507.",
        "202607030905年",
        "2026年7月3日9时5分7",
        "2026年7月3日9分",
        "202607",
    ] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn halves_of_the_day_have_twelve_hours() {
    for (text, hour, minute) in [
        ("2026/7/3 12:00 AM", 0, 0),
        ("2026/7/3 12:30 PM", 12, 30),
        ("2026/7/3 1:05pm", 13, 5),
        ("2026/7/3 11:59 Pm", 23, 59),
        ("2026/7/3 9:05 am", 9, 5),
        ("2026/7/3 9:05 Am", 9, 5),
        ("2026/7/3 上午12:30", 0, 30),
        ("2026/7/3 下午 1:05", 13, 5),
        // Hours from 0 to 11, and hours of 24 that say their half besides.
        ("2026/7/3 0:30 AM", 0, 30),
        ("2026/7/3 午後0:30", 12, 30),
        ("2026/7/3 13:05 PM", 13, 5),
    ] {
        assert_eq!(at(text), third_of_july(hour, minute, 0), "{text}");
    }
    for text in ["2026/7/3 24:30 PM", "2026/7/3 13:05 AM", "2026/7/3 上午9:05 AM", "2026/7/3 9:05 MM"] {
        assert!(at(text).is_err(), "{text}");
    }
    assert_eq!(at("2026/7/3 9:05 AM +01:00"), third_of_july(8, 5, 0));
    assert_eq!(at("2026/7/3 9:05 +01:00"), third_of_july(8, 5, 0), "the blanks behind a time are the offset's");
}

#[test]
fn fractions_of_a_second_are_kept_to_the_microsecond() {
    for (text, micros) in [
        ("2026-07-03T00:00:00.5", 500_000),
        ("2026-07-03T00:00:00,25", 250_000),
        ("2026-07-03T00:00:01.000001", 1_000_001),
        ("2026-07-03T00:00:00.123456789", 123_456),
        ("2026-07-03T00:00:00.123456789012", 123_456),
    ] {
        assert_eq!(at(text), third_of_july(0, 0, 0).map(|midnight| midnight + micros), "{text}");
    }
    for text in ["2026-07-03T00:00:00.", "2026-07-03T00:00:00.1234567890123", "2026-07-03T00:00:00;5"] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn offsets_are_taken_off() {
    for (offset, minutes) in [
        ("Z", 0),
        ("z", 0),
        (" UTC", 0),
        (" GMT", 0),
        ("Z[UTC]", 0),
        (" UTC[Etc/UTC]", 0),
        ("+0530", 330),
        ("+05:30", 330),
        ("-0330", -210),
        ("−05:00", -300),
        ("+5", 300),
        (" +08", 480),
        (" UTC+8", 480),
        (" GMT-05:00", -300),
        ("+15:59", 959),
        ("-15", -900),
        ("+02:00[Europe/Berlin]", 120),
        ("+02:00(CEST)", 120),
        (" GMT+0800 (China Standard Time)", 480),
        (" (UTC)", 0),
    ] {
        let text = format!("2026-07-03T12:00{offset}");
        let found = reading(&text, &Style::default()).map(|reading| (reading.at, reading.assumed_zone));
        assert_eq!(found, third_of_july(12, 0, 0).map(|noon| (noon - minutes * 60 * SECOND, false)), "{text}");
    }
    for offset in [
        "+16:00",
        "+05:60",
        "+0560",
        "+123",
        "+",
        "+5:",
        "+02:00[Europe/Berlin",
        "+02:00(CEST",
        "+02:00]",
        "[Europe/Berlin]",
        " UTCX",
        " UTC]",
        " X",
        " PDT7",
        "Zulu",
    ] {
        let text = format!("2026-07-03T12:00{offset}");
        assert_eq!(at(&text), Err(Unreadable::Invalid), "{text}");
    }
    for zone in ["ET", "PDT", "CEST"] {
        assert_eq!(at(&format!("2026-07-03 12:00 {zone}")), Err(Unreadable::Abbreviation), "{zone}");
    }
}

#[test]
fn months_tell_whether_they_are_padded() {
    let of = |text| reading(text, &periods(true)).map(|reading| (reading.at / DAY, reading.written));
    let first = |month| days(2026, month, 1).unwrap() / DAY;
    for (text, month, written) in [
        ("2026.07", 7, Written::MonthPadded),
        ("2026.7", 7, Written::MonthUnpadded),
        ("2026.9期", 9, Written::MonthUnpadded),
        ("2026.2", 2, Written::MonthUnpadded),
        ("2026.01", 1, Written::MonthPadded),
        ("2026.1", 10, Written::MonthOne),
        ("2026.12", 12, Written::Sure { low: true }),
        ("2026-7", 7, Written::Sure { low: true }),
        ("202607", 7, Written::Sure { low: true }),
        ("07/2026", 7, Written::Sure { low: true }),
    ] {
        assert_eq!(of(text), Ok((first(month), written)), "{text}");
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}: a month is no day");
    }
    for text in ["2026.0", "2026.00", "2026.13", "13/2026", "07/26", "07/2026 09:05", "2026M7x", "2026年13月"] {
        assert_eq!(of(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn periods_may_be_days_too() {
    let of = |text| reading(text, &periods(false)).map(|reading| reading.at);
    for text in ["2026年7月3日", "2026-07-03", "2026/7/3", "3.7.2026", "20260703", "Jul 3, 2026"] {
        assert_eq!(of(text), third_of_july(0, 0, 0), "{text}");
    }
    for text in ["2026年7月份", "2026年7月期", "2026年7期", "2026m07", "2026-07期"] {
        assert_eq!(of(text), Ok(days(2026, 7, 1).unwrap()), "{text}");
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}: a month is no day");
    }
    for (text, month) in [("2026年一季度", 1), ("2026年第二季度", 4), ("2026年4季", 10), ("2026 Q2", 4)] {
        assert_eq!(of(text), Ok(days(2026, month, 1).unwrap()), "{text}");
    }
    for text in ["2026年第三", "2026年第0季度", "2026Q0", "2026-Q"] {
        assert_eq!(of(text), Err(Unreadable::Invalid), "{text}");
    }
}
