//! When a published figure was taken, and over how long a flow was counted.

use crate::domain::Quarter;
use chrono::{Days, Months, NaiveDate};
use std::fmt;

/// The period of a published figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchmarkPeriod {
    /// As written: `2025`, `2013-Q3`, `2019-03`, `2023/2024` or `undated`.
    pub label: String,
    /// First day; `None` when undated.
    pub first: Option<NaiveDate>,
    /// Last day; `None` when undated.
    pub last: Option<NaiveDate>,
}

/// Over how long a flow (complaints, churn) was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodLength {
    /// Not a flow: a level or a share that does not grow with the period.
    Point,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
    /// The source does not say.
    NotStated,
}

impl BenchmarkPeriod {
    /// Reads a period; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "undated" {
            return Some(Self { label: text.to_owned(), first: None, last: None });
        }
        let (from, until) = text.split_once('/').unwrap_or((text, text));
        let (first, last) = (span(from)?.0, span(until)?.1);
        (first <= last).then(|| Self { label: text.to_owned(), first: Some(first), last: Some(last) })
    }

    /// Whole years from the last day to a day; `None` when undated, 0 when the period is not over.
    pub fn years_before(&self, day: NaiveDate) -> Option<f64> {
        let days = (day - self.last?).num_days();
        Some(days.max(0) as f64 / 365.25)
    }
}

impl fmt::Display for BenchmarkPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

/// First and last day of a year, quarter, month or day.
fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some((day, day));
    }
    let until = |first: NaiveDate, months: u32| {
        let last = first.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))?;
        Some((first, last))
    };
    if let Ok(quarter) = text.parse::<Quarter>() {
        let month = u32::from(quarter.number()) * 3 - 2;
        return until(NaiveDate::from_ymd_opt(quarter.year(), month, 1)?, 3);
    }
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((year, month)) if digits(year, 4) && digits(month, 2) => {
            until(NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?, 1)
        }
        None if digits(text, 4) => until(NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1)?, 12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_sources_write() {
        let cases = [
            ("2025", "2025-01-01", "2025-12-31"),
            ("2013-Q3", "2013-07-01", "2013-09-30"),
            ("2019-02", "2019-02-01", "2019-02-28"),
            ("2023/2024", "2023-01-01", "2024-12-31"),
            ("2011-03-04", "2011-03-04", "2011-03-04"),
        ];
        for (text, first, last) in cases {
            let period = BenchmarkPeriod::parse(text).unwrap();
            assert_eq!((period.first, period.last), (first.parse().ok(), last.parse().ok()), "{text}");
        }
        assert_eq!(BenchmarkPeriod::parse("undated").unwrap().last, None);
    }

    #[test]
    fn refuses_what_is_no_period() {
        for text in ["", "recent", "25", "2024/2023", "2024-13", "2024-Q5", "2024年"] {
            assert_eq!(BenchmarkPeriod::parse(text), None, "{text}");
        }
    }

    #[test]
    fn age_counts_from_the_last_day() {
        let day = |text: &str| text.parse().unwrap();
        let period = BenchmarkPeriod::parse("2023").unwrap();
        assert!(period.years_before(day("2026-10-15")).unwrap() < 3.0);
        assert!(period.years_before(day("2027-01-15")).unwrap() > 3.0);
        assert_eq!(period.years_before(day("2023-06-01")), Some(0.0));
    }
}
