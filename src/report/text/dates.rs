//! Quarters, days and instants as printed.

use super::words::Words;
use crate::domain::{Instant, Locale, Period, Quarter, Zone};
use chrono::{Datelike, Timelike};

/// Dates of one locale in the report's zone.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    locale: Locale,
    zone: Zone,
}

impl Dates {
    /// Dates of a locale in a zone.
    pub fn new(locale: Locale, zone: Zone) -> Self {
        Self { locale, zone }
    }

    /// `2026年第三季度（2026Q3）` or `Q3 2026`.
    pub fn quarter(self, quarter: Quarter) -> String {
        let data = self.locale.data();
        let ordinal = &data.ordinals[usize::from(quarter.number() - 1)];
        let text = data.quarter.replace("{year}", &quarter.year().to_string()).replace("{ordinal}", ordinal);
        text.replace("{short}", &self.short(quarter))
    }

    /// `2026Q3`.
    pub fn short(self, quarter: Quarter) -> String {
        format!("{}Q{}", quarter.year(), quarter.number())
    }

    /// `26Q3`, for axes.
    pub fn tiny(self, quarter: Quarter) -> String {
        format!("{:02}Q{}", quarter.year().rem_euclid(100), quarter.number())
    }

    /// First and last day, `2026-07-01 至 2026-09-30`.
    pub fn span(self, period: &Period, words: &Words) -> String {
        let last = period.next_first_day.pred_opt().unwrap_or(period.next_first_day);
        words.with("span", &[("from", &period.first_day.to_string()), ("to", &last.to_string())])
    }

    /// `2026-10-15 09:00(Asia/Shanghai)`.
    pub fn instant(self, at: Instant, words: &Words) -> String {
        let time = at.to_local(self.zone).format("%Y-%m-%d %H:%M").to_string();
        words.with("instant", &[("time", &time), ("zone", self.zone.name())])
    }

    /// `2026-10-15`.
    pub fn day(self, at: Instant) -> String {
        at.to_local(self.zone).format("%Y-%m-%d").to_string()
    }

    /// Year, month, day, hour and minute, for those who set a date by its parts.
    pub fn parts(self, at: Instant) -> [i32; 5] {
        let local = at.to_local(self.zone);
        let number = |value: u32| i32::try_from(value).expect("a part of a date is small");
        [local.year(), number(local.month()), number(local.day()), number(local.hour()), number(local.minute())]
    }

    /// ISO 8601 with offset.
    pub fn iso(self, at: Instant) -> String {
        at.in_zone(self.zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_instants() {
        let quarter: Quarter = "2026-Q3".parse().unwrap();
        let zone = Zone::default();
        let (chinese, english) = (Dates::new(Locale::known("zh-CN"), zone), Dates::new(Locale::known("en"), zone));
        assert_eq!(chinese.quarter(quarter), "2026年第三季度（2026Q3）");
        assert_eq!(english.quarter(quarter), "Q3 2026");
        assert_eq!(chinese.tiny("2009-Q1".parse().unwrap()), "09Q1");
        let at = Instant(1_792_026_000_000_000);
        assert_eq!(english.iso(at), "2026-10-15T09:00:00+08:00");
        assert_eq!(chinese.instant(at, &Words::new(Locale::known("zh-CN"), &[])), "2026-10-15 09:00（Asia/Shanghai）");
    }
}
