//! Fiscal quarters and the half-open time spans that they stand for (convention G1).

use super::{Instant, Month, Zone};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A fiscal quarter, written `2026-Q3`. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    number: u8,
}

/// A quarter that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a quarter; write it as `2026-Q3`")]
pub struct QuarterError(pub String);

impl Quarter {
    /// A quarter of a fiscal year; `None` unless `number` is 1 to 4.
    pub fn new(year: i32, number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self { year, number })
    }

    /// The fiscal year as printed.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Quarters since the start of fiscal year 0: consecutive quarters differ by one.
    pub fn ordinal(self) -> i32 {
        self.year * 4 + i32::from(self.number) - 1
    }

    /// The quarter of an ordinal.
    pub fn from_ordinal(ordinal: i32) -> Self {
        let number = u8::try_from(ordinal.rem_euclid(4)).expect("a remainder of 4 fits") + 1;
        Self { year: ordinal.div_euclid(4), number }
    }

    /// The quarter `quarters` later (earlier when negative).
    pub fn plus(self, quarters: i32) -> Self {
        Self::from_ordinal(self.ordinal() + quarters)
    }

    /// The adjacent earlier quarter, the base of 环比 (quarter on quarter).
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The same quarter a year before, the base of 同比 (year on year).
    pub fn year_before(self) -> Self {
        self.plus(-4)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = QuarterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || QuarterError(text.to_owned());
        let (year, number) = text.trim().split_once(['Q', 'q']).ok_or_else(wrong)?;
        let year = year.strip_suffix('-').unwrap_or(year);
        if year.len() != 4 {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        Self::new(year, number.parse().map_err(|_| wrong())?).ok_or_else(wrong)
    }
}

impl Serialize for Quarter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Which calendar year names a fiscal year that does not start in January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiscalYearName {
    /// The year in which it starts.
    #[default]
    Start,
    /// The year in which it ends.
    End,
}

/// Where fiscal quarters begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiscalCalendar {
    start_month: u32,
    named_by: FiscalYearName,
}

impl Default for FiscalCalendar {
    fn default() -> Self {
        Self { start_month: 1, named_by: FiscalYearName::Start }
    }
}

impl FiscalCalendar {
    /// A calendar whose year starts on the first day of a month; `None` unless it is 1 to 12.
    pub fn new(start_month: u32, named_by: FiscalYearName) -> Option<Self> {
        (1..=12).contains(&start_month).then_some(Self { start_month, named_by })
    }

    /// The month (1 to 12) in which the fiscal year starts.
    pub fn start_month(self) -> u32 {
        self.start_month
    }

    /// The quarter that a day belongs to.
    pub fn quarter_of(self, day: NaiveDate) -> Quarter {
        let shifted = day.month0() as i32 + 1 - self.start_month as i32;
        let start_year = day.year() + shifted.div_euclid(12);
        Quarter::from_ordinal(start_year * 4 + shifted.rem_euclid(12) / 3).plus(4 * self.year_shift())
    }

    /// The first day of a quarter.
    pub fn first_day(self, quarter: Quarter) -> NaiveDate {
        let months = (quarter.ordinal() - 4 * self.year_shift()) * 3 + self.start_month as i32 - 1;
        NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, 1)
            .expect("the first of a month exists in chrono's range")
    }

    /// The quarter with its bounds in a time zone.
    pub fn period(self, quarter: Quarter, zone: Zone) -> Period {
        let at = |day: NaiveDate| Instant::from_local(day.and_hms_opt(0, 0, 0).expect("midnight"), zone);
        let (first_day, next_first_day) = (self.first_day(quarter), self.first_day(quarter.plus(1)));
        Period { quarter, month: None, first_day, next_first_day, start: at(first_day), end: at(next_first_day) }
    }

    /// The last quarter that ended at or before an instant.
    pub fn last_complete(self, as_of: Instant, zone: Zone) -> Quarter {
        self.quarter_of(as_of.to_local(zone).date()).previous()
    }

    fn year_shift(self) -> i32 {
        i32::from(self.named_by == FiscalYearName::End && self.start_month != 1)
    }
}

/// A quarter, or a month of it, as a half-open span [start, end) in one time zone (convention G1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Which quarter.
    pub quarter: Quarter,
    /// Which month of it; `None` is the whole quarter.
    pub month: Option<Month>,
    /// Its first day in the report's zone.
    pub first_day: NaiveDate,
    /// The first day after it.
    pub next_first_day: NaiveDate,
    /// First instant inside.
    pub start: Instant,
    /// First instant after.
    pub end: Instant,
}

impl Period {
    /// `2026-Q3` or `2026-07`.
    pub fn label(&self) -> String {
        self.month.map_or_else(|| self.quarter.to_string(), |month| month.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn calendar_quarters() {
        let calendar = FiscalCalendar::default();
        assert_eq!(calendar.quarter_of(day(2026, 9, 30)).to_string(), "2026-Q3");
        assert_eq!(calendar.first_day("2026-Q4".parse().unwrap()), day(2026, 10, 1));
    }

    #[test]
    fn fiscal_year_from_april_by_either_name() {
        for (named_by, name) in [(FiscalYearName::Start, "2025-Q4"), (FiscalYearName::End, "2026-Q4")] {
            let calendar = FiscalCalendar::new(4, named_by).unwrap();
            let quarter = calendar.quarter_of(day(2026, 2, 10));
            assert_eq!(quarter.to_string(), name);
            assert_eq!(calendar.first_day(quarter), day(2026, 1, 1));
        }
    }

    #[test]
    fn every_day_lies_in_its_quarter() {
        for month in 1..=12 {
            let calendar = FiscalCalendar::new(month, FiscalYearName::End).unwrap();
            let mut at = day(2023, 1, 1);
            while at < day(2026, 1, 1) {
                let quarter = calendar.quarter_of(at);
                assert!(calendar.first_day(quarter) <= at && at < calendar.first_day(quarter.plus(1)));
                at = at.succ_opt().unwrap();
            }
        }
    }

    #[test]
    fn rejects_what_is_no_quarter() {
        for text in ["2026", "2026-Q5", "26-Q1", "Q1", "2026-Q0", "2026-Qx"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }
}
