//! Checks formats of dates: what a format leaves open would be guessed for every cell.

use super::Checker;
use super::sources::texts;
use crate::config::written::{OneOrMany, Written};
use crate::domain::Table;
use crate::schema;
use chrono::format::{Fixed, Item, Numeric, StrftimeItems};

/// Serial numbers of days in a workbook, by the system that they count in.
const SERIALS: [&str; 2] = ["excel", "excel_1904"];

/// Whether dates without a day may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// Each needs its day.
    Needed,
    /// A month or a quarter is an accounting period.
    Periods,
}

/// Whether a table has accounting periods.
pub(super) fn has_periods(table: Table) -> Days {
    if schema::main_date(table) == "period" { Days::Periods } else { Days::Needed }
}

impl Checker<'_> {
    /// Formats that say all that a date or time needs.
    pub(super) fn date_formats(&mut self, written: &Written<OneOrMany<String>>, days: Days) -> Vec<String> {
        for (text, mark) in written.items().iter().filter_map(Written::placed) {
            if SERIALS.contains(&text.as_str()) {
                continue;
            }
            if let Some((what, hint)) = fault(text, days) {
                self.error_with_hint("invalid-date-format", mark, format!("`{text}` {what}"), hint);
            }
        }
        texts(written)
    }
}

/// What is wrong with a format, and the cure.
fn fault(text: &str, days: Days) -> Option<(&'static str, &'static str)> {
    let items: Vec<Item<'_>> = StrftimeItems::new(text).collect();
    if items.contains(&Item::Error) || !text.contains('%') {
        return Some(("is not a date format", "write it like `%d/%m/%Y %H:%M`, or `excel` for serial numbers"));
    }
    let has = |numeric: &[Numeric]| {
        items.iter().any(|item| matches!(item, Item::Numeric(found, _) if numeric.contains(found)))
    };
    let fixed = |fixed: &[Fixed]| items.iter().any(|item| matches!(item, Item::Fixed(found) if fixed.contains(found)));
    if fixed(&[Fixed::TimezoneName]) {
        let hint = "leave it out, and name the zone with `time_zone` or write offsets with `%z`";
        return Some(("skips the name of the zone (`%Z`) and does not read it", hint));
    }
    if has(&[Numeric::Timestamp]) || fixed(&[Fixed::RFC2822, Fixed::RFC3339]) {
        return None;
    }
    let half = fixed(&[Fixed::LowerAmPm, Fixed::UpperAmPm]);
    if has(&[Numeric::Hour12]) && !half {
        return Some(("has hours from 1 to 12 (`%I`) without their half of the day", "add `%p`, or write `%H`"));
    }
    if has(&[Numeric::Hour, Numeric::Hour12]) && !has(&[Numeric::Minute]) {
        return Some(("has hours without minutes", "add `%M`, or leave the hours out"));
    }
    if has(&[Numeric::Minute]) && !has(&[Numeric::Hour, Numeric::Hour12]) {
        return Some(("has minutes without hours", "write months as `%m`, hours as `%H`"));
    }
    let years = [Numeric::Year, Numeric::YearMod100, Numeric::IsoYear, Numeric::IsoYearMod100];
    if !has(&years) {
        return Some(("has no year", "add `%Y`, or join columns with `sql`"));
    }
    let weekday = fixed(&[Fixed::ShortWeekdayName, Fixed::LongWeekdayName])
        || has(&[Numeric::NumDaysFromSun, Numeric::WeekdayFromMon]);
    let day = has(&[Numeric::Day, Numeric::Ordinal])
        || weekday && has(&[Numeric::IsoWeek, Numeric::WeekFromMon, Numeric::WeekFromSun]);
    if !day && days == Days::Needed {
        return Some(("has no day", "add `%d`; only accounting periods may be months"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_leave_something_open_are_faulty() {
        for format in [
            "%d/%m/%Y %H:%M",
            "%Y-%m-%dT%H:%M:%S%z",
            "%s",
            "%d-%b-%y",
            "%I:%M %p %d.%m.%Y",
            "%G-W%V-%u",
            "%Y-%j",
            "%F %T",
            "%+",
        ] {
            assert_eq!(fault(format, Days::Needed), None, "{format}");
        }
        for format in
            ["%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d %I:%M", "%Y-%m-%d %H", "%Y-%M-%d", "%m/%d %H:%M", "%b-%y", "%Q", "plain"]
        {
            assert!(fault(format, Days::Needed).is_some(), "{format}");
        }
        assert_eq!(fault("%b-%y", Days::Periods), None);
    }
}
