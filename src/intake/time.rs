//! Dates and times as people write them → UTC microseconds.
//!
//! Reads ISO 8601 and its usual relatives, year-first forms, Chinese forms, and day/month/year in
//! a configured order. Never guesses the order of day and month.

mod cursor;

use crate::config::DateOrder;
use crate::domain::{Currency, FiscalCalendar, LocalClock};
use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use cursor::Cursor;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What a cell said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// UTC microseconds.
    pub at: i64,
    /// Whether it had a time of day but no offset, so that the zone was assumed.
    pub assumed_zone: bool,
}

/// Why a cell is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No known form, or a day that does not exist.
    Invalid,
    /// Day and month could be either way round.
    Ambiguous,
    /// A day only if day and month are the other way round than configured.
    OtherOrder,
}

/// From which day a workbook counts days; its serial numbers are read only when this is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serial {
    /// 30 December 1899, the usual system.
    From1900,
    /// 1 January 1904, of workbooks made on old Macintosh computers.
    From1904,
}

impl Serial {
    /// Days that are plausible dates: 1927 to 2173. Smaller and larger numbers are something else.
    const PLAUSIBLE: std::ops::RangeInclusive<f64> = 10_000.0..=100_000.0;

    /// What stands for it among date formats.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "excel" => Some(Self::From1900),
            "excel_1904" => Some(Self::From1904),
            _ => None,
        }
    }

    /// The wall clock of a serial number, to the millisecond.
    pub fn local(self, serial: f64) -> Option<i64> {
        let first = match self {
            Self::From1900 => -25_569.0,
            Self::From1904 => -24_107.0,
        };
        let millis = ((serial + first) * 86_400_000.0).round();
        Self::PLAUSIBLE.contains(&serial).then_some(millis as i64 * 1_000)
    }
}

/// How the times of one column are written.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Explicit formats; when there are any, nothing else is accepted.
    pub formats: Vec<Vec<Item<'static>>>,
    /// Order of day and month in forms such as 3/4/2026.
    pub order: Option<DateOrder>,
    /// Whether a month without a day means its first day.
    pub months: Months,
    /// Whether a plain number is a workbook's serial number of a day, and from when it counts.
    pub serial: Option<Serial>,
    /// The currency that amounts are in; `None` accepts any mark.
    pub currency: Option<Currency>,
}

/// Whether `2026-07` and `2026-Q3` are dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Months {
    /// It is not.
    #[default]
    Refused,
    /// It is the first day of the month, or of the quarter of this calendar.
    FirstDay(FiscalCalendar),
}

impl Style {
    /// Compiles chrono formats; the first bad one is the error.
    pub fn compile(formats: &[String]) -> Result<Vec<Vec<Item<'static>>>, String> {
        let compile = |format: &String| StrftimeItems::new(format).parse_to_owned().map_err(|_| format.clone());
        formats.iter().map(compile).collect()
    }
}

/// Microseconds of a wall-clock time as if it were UTC.
pub fn wall_clock(local: NaiveDateTime) -> i64 {
    local.and_utc().timestamp_micros()
}

/// Reads one trimmed cell.
pub fn read(text: &str, style: &Style, zone: &mut LocalClock) -> Result<Reading, Unreadable> {
    if let Some(local) = usual(text.as_bytes()).filter(|_| style.formats.is_empty()) {
        return Ok(Reading { at: zone.to_utc(local), assumed_zone: true });
    }
    let serial = style.serial.and_then(|serial| serial.local(text.parse().ok()?));
    if let Some(local) = serial {
        return Ok(Reading { at: zone.to_utc(local), assumed_zone: local % DAY != 0 });
    }
    let found = if style.formats.is_empty() {
        Cursor { bytes: text.as_bytes(), at: 0 }.instant(style)?
    } else {
        style.formats.iter().find_map(|items| by_format(text, items)).ok_or(Unreadable::Invalid)?
    };
    Ok(match found.offset {
        Some(offset) => Reading { at: found.local - offset * SECOND, assumed_zone: false },
        None => Reading { at: zone.to_utc(found.local), assumed_zone: found.has_time },
    })
}

/// `2026-07-03 09:05:00` and `2026-07-03T09:05:00`, which most files are full of.
fn usual(text: &[u8]) -> Option<i64> {
    let text: &[u8; 19] = text.try_into().ok()?;
    let [_, _, _, _, first, _, _, second, _, _, gap, _, _, third, _, _, fourth, _, _] = *text;
    let mut fits = (first, second, third, fourth) == (b'-', b'-', b':', b':') && (gap == b' ' || gap == b'T');
    let mut pair = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        fits &= tens <= 9 && ones <= 9;
        i64::from(tens) * 10 + i64::from(ones)
    };
    let (year, month, day) = (pair(0) * 100 + pair(2), pair(5), pair(8));
    let (hour, minute, second) = (pair(11), pair(14), pair(17));
    if !fits || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let date = days(year, month, day)?;
    Some(date + ((hour * 60 + minute) * 60 + second) * SECOND)
}

struct Wall {
    local: i64,
    offset: Option<i64>,
    has_time: bool,
}

fn by_format(text: &str, items: &[Item<'static>]) -> Option<Wall> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, items.iter()).ok()?;
    if let Some(offset) = parsed.offset() {
        let local = parsed.to_naive_datetime_with_offset(offset).ok()?;
        return Some(Wall { local: wall_clock(local), offset: Some(i64::from(offset)), has_time: true });
    }
    if parsed.timestamp().is_some() {
        let utc = parsed.to_naive_datetime_with_offset(0).ok()?;
        return Some(Wall { local: wall_clock(utc), offset: Some(0), has_time: true });
    }
    let date = parsed.to_naive_date().ok()?;
    let time = parsed.to_naive_time().ok();
    let local = wall_clock(date.and_time(time.unwrap_or(NaiveTime::MIN)));
    Some(Wall { local, offset: None, has_time: time.is_some() })
}

/// Microseconds from 1970-01-01 to a day of the Gregorian calendar, when there is such a day.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    const LENGTH: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = LENGTH.get(usize::try_from(month - 1).ok()?)? + i64::from(leap && month == 2);
    if year < 1 || !(1..=length).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted / 400;
    let of_era = shifted % 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_cycle = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some((era * 146_097 + of_cycle - 719_468) * DAY)
}

/// The wall clock of a date alone.
pub fn midnight(date: NaiveDate) -> i64 {
    wall_clock(date.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests;
