//! Dates with names of months and weekdays, and the times of day around them.

use super::super::{Reading, Style, read as read_time};
use super::*;
use crate::domain::{FiscalCalendar, LocalClock, Zone};

const MINUTE: i64 = 60_000_000;

fn reading(text: &str, months: Months) -> Result<Reading, Unreadable> {
    let style = Style { months, ..Style::default() };
    read_time(text, &style, &mut LocalClock::new(Zone::utc()))
}

fn at(text: &str) -> Result<i64, Unreadable> {
    reading(text, Months::Refused).map(|reading| reading.at)
}

fn seventh_of_july(hour: i64, minute: i64) -> Result<i64, Unreadable> {
    Ok(days(2026, 7, 7).unwrap() + (hour * 60 + minute) * MINUTE)
}

#[test]
fn months_may_stand_anywhere_in_a_date() {
    for text in [
        "7 July 2026",
        "7. Juli 2026",
        "7 de julio de 2026",
        "7th July 2026",
        "July 7th, 2026",
        "Jul 7 26",
        "2026 Jul 7",
        "2026-Jul-07",
        "07/Jul/26",
        "Tuesday, 7 July 2026",
        "Dienstag, 7. Juli 2026",
        "2026-07-07 Tue",
    ] {
        let found = reading(text, Months::Refused).map(|reading| (reading.at, reading.date_alone));
        assert_eq!(found, seventh_of_july(0, 0).map(|at| (at, true)), "{text}");
    }
    assert_eq!(at("13 Jul 2026"), Ok(days(2026, 7, 13).unwrap()));
    assert_eq!(at("7 May 69"), Ok(days(2069, 5, 7).unwrap()), "two digits are of this century until 69");
    assert_eq!(at("7 May 70"), Ok(days(1970, 5, 7).unwrap()));
    assert_eq!(at("7 May 1969"), Ok(days(1969, 5, 7).unwrap()));
    for text in [
        "7 July",
        "26-Jul",
        "July 2026",
        "2026 Jul",
        "31 Jun 2026",
        "12 7 July 2026",
        "July 4 5 2026",
        "7 July 2026 soon",
        "7 July 20260",
        "7 J 2026",
        "Monday",
    ] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

/// French says `mar` for Tuesday, most others for March.
#[test]
fn march_is_no_tuesday() {
    for text in [
        "3 Mar 2026",
        "Mar 3, 2026",
        "03/Mar/26",
        "2026-Mar-03",
        "Tue 3 Mar 2026",
        "mar. 3 mars 2026",
        "mar 3 mar 2026",
        "3 mars 2026 (mar)",
    ] {
        assert_eq!(at(text), Ok(days(2026, 3, 3).unwrap()), "{text}");
    }
    assert_eq!(at("mar. 7 juillet 2026 9:05"), seventh_of_july(9, 5));
    for text in ["mar. 07/07/2026 9:05", "2026-07-07 (mar) 9:05"] {
        assert_eq!(at(text), seventh_of_july(9, 5), "{text}");
    }
    assert_eq!(at("mar. soon"), Err(Unreadable::Invalid));
}

#[test]
fn every_month_has_its_abbreviation() {
    for (month, name) in (1..).zip(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
    {
        assert_eq!(at(&format!("{name} 3, 2026")), Ok(days(2026, month, 3).unwrap()), "{name}");
        assert_eq!(at(&format!("03-{name}-26")), Ok(days(2026, month, 3).unwrap()), "{name}");
    }
}

#[test]
fn a_time_may_stand_behind_within_or_before_a_date() {
    for text in [
        "7 July 2026 09:05",
        "7 July 2026, 9:05 AM",
        "7 July 2026 at 9:05",
        "7. Juli 2026 um 9:05",
        "7 juillet 2026 à 9:05",
        "7 de julio de 2026 a las 9:05",
        "Jul 7, 2026 - 9:05",
        "2026 Jul 7 9:05",
        "Tue, 07 Jul 2026 09:05:00 GMT",
        "Tue Jul 7 09:05:00 2026",
        "Tue Jul  7 09:05:00 2026",
        "Tue Jul 07 09:05:00 UTC 2026",
        "Tue Jul 7 11:05:00 2026 +0200",
        "Jul 7 9:05 AM 2026",
        "9:05 7 July 2026",
        "09:05:00, 7 July 2026",
        "9:05 AM, July 7, 2026",
        "9:05 2026 Jul 7",
    ] {
        let found = reading(text, Months::Refused).map(|reading| (reading.at, reading.date_alone));
        assert_eq!(found, seventh_of_july(9, 5).map(|at| (at, false)), "{text}");
    }
    assert_eq!(at("Tue Jul 07 09:05:00 CST 2026"), Err(Unreadable::Abbreviation));
    for text in ["9:05 7 July 2026 9:05", "25:05 7 July 2026", "Jul 7 9:5:6:7 2026"] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn a_time_alone_is_told_from_what_is_none() {
    for text in ["00:35:12", "9:05", "125:04:11"] {
        assert_eq!(at(text), Err(Unreadable::NoDate), "{text}");
    }
    for text in ["45", ":30", "abc", "abc:30", "9h:05", "", "Tue 9:05 soon"] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn weekdays_are_left_out_in_every_script() {
    for text in [
        "2026-07-07 星期二 09:05",
        "2026-07-07 周二 09:05",
        "2026-07-07 週二 09:05",
        "2026-07-07 礼拜二 09:05",
        "2026-07-07 禮拜二 09:05",
        "星期二 2026-07-07 09:05",
        "2026年7月7日（星期二）9:05",
        "2026/07/07 火曜日 9:05",
        "2026/07/07（火）9：05",
        "2026/07/07 (Tue) 9:05",
        "Tue 2026-07-07 09:05",
        "Tue. 2026-07-07 09:05",
        "2026-07-07\u{A0}周二\u{3000}09:05",
    ] {
        assert_eq!(at(text), seventh_of_july(9, 5), "{text}");
    }
    for text in ["2026-07-07 周末", "2026-07-07 周", "2026-07-07 Foo 09:05"] {
        assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
    }
}

#[test]
fn months_and_quarters_are_periods() {
    let of = |text| reading(text, Months::FirstDay(FiscalCalendar::default())).map(|reading| reading.at);
    for text in [
        "Jul-26",
        "July 2026",
        "2026 Jul",
        "Juli 2026",
        "Q3 2026",
        "q3-2026",
        "Q3/2026",
        "Q3'2026",
        "Q32026",
        "3Q2026",
        "3Q26",
        "3q 26",
        "Q3 26",
        "26Q3",
        "Q3'26",
    ] {
        assert_eq!(of(text), Ok(days(2026, 7, 1).unwrap()), "{text}");
    }
    assert_eq!(of("Q1 1000"), Ok(days(1000, 1, 1).unwrap()));
    for text in ["Q5 2026", "Q0 2026", "Q3 999", "Q3 0026", "Q3 6", "Q 2026", "Q3", "Qé 2026", "33Q26", "26Q33", "Q"] {
        assert_eq!(of(text), Err(Unreadable::Invalid), "{text}");
    }
    assert_eq!(at("Q3 2026"), Err(Unreadable::Invalid), "a quarter is no day");
}
