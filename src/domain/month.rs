//! Calendar months.

use super::{FiscalCalendar, Instant, Period, Quarter, Zone};
use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};
use std::fmt;

/// A calendar month, written `2026-07`. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    number: u32,
}

impl Month {
    /// The month that a day belongs to.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month() }
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.number
    }

    /// The month `months` later (earlier when negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let ordinal = self.year * 12 + self.number as i32 - 1 + months;
        Self { year: ordinal.div_euclid(12), number: ordinal.rem_euclid(12) as u32 + 1 }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number, 1).expect("the first of a month exists in chrono's range")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FiscalCalendar {
    /// The three months of a quarter, with their bounds in a time zone. Fiscal quarters begin on the
    /// first of a month, so that months never lie across two.
    pub fn months(self, quarter: Quarter, zone: Zone) -> [Period; 3] {
        let first = Month::of(self.first_day(quarter));
        let at = |day: NaiveDate| Instant::from_local(day.and_hms_opt(0, 0, 0).expect("midnight"), zone);
        [0, 1, 2].map(|month| {
            let month = first.plus(month);
            let (first_day, next_first_day) = (month.first_day(), month.plus(1).first_day());
            Period {
                quarter,
                month: Some(month),
                first_day,
                next_first_day,
                start: at(first_day),
                end: at(next_first_day),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FiscalYearName;

    #[test]
    fn months_tile_their_quarter() {
        let calendar = FiscalCalendar::new(11, FiscalYearName::End).unwrap();
        let zone = Zone::default();
        for ordinal in 8_000..8_020 {
            let quarter = Quarter::from_ordinal(ordinal);
            let (whole, months) = (calendar.period(quarter, zone), calendar.months(quarter, zone));
            assert_eq!((months[0].start, months[2].end), (whole.start, whole.end));
            assert!(months.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert!(months.iter().all(|month| calendar.quarter_of(month.first_day) == quarter));
        }
    }

    #[test]
    fn months_count_over_years() {
        let month = Month::of(NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        assert_eq!((month.plus(2).to_string(), month.plus(-11).to_string()), ("2027-01".into(), "2025-12".into()));
        assert_eq!(month.plus(-12).plus(12), month);
    }
}
