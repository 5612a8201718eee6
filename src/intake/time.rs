//! Dates and times as people write them → UTC microseconds.
//!
//! Reads ISO 8601 and its usual relatives, year-first forms, Chinese forms, and day/month/year in
//! a configured order. Never guesses the order of day and month.

mod abbreviation;
mod cursor;
mod epoch;
mod forms;
mod half;
mod named;

pub use epoch::Epoch;

use super::number::NumberStyle;
use super::span::SpanStyle;

use crate::config::{DateOrder, DoubledHour};
use crate::domain::{Currency, FiscalCalendar, LocalClock, SpanUnit, WallTime};
use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
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
    /// Whether it had no time of day.
    pub date_alone: bool,
    /// How it was written.
    pub written: Written,
    /// How often the zone's clocks showed it.
    pub occurs: Occurs,
}

/// How often the clocks of a zone show a time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occurs {
    /// As nearly every time.
    #[default]
    Once,
    /// The clocks were put forward over it; it stands for the first instant afterwards.
    Never,
    /// The clocks were put back to before it; the style says which one it stands for.
    Twice,
}

/// How a time was written, as far as it bears on its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The order of year, month and day is beyond doubt; `low` when the day is at most 12.
    Sure {
        /// Whether the day is at most 12.
        low: bool,
    },
    /// By a configured format.
    Formatted {
        /// Whether the day is at most 12.
        low: bool,
    },
    /// Day, month, year: the first is more than 12.
    DayFirst,
    /// Month, day, year: the second is more than 12.
    MonthFirst,
    /// Day and month could be either way round.
    Either,
    /// A year and a month with a point between, the month with its leading zero.
    MonthPadded,
    /// The same without a leading zero.
    MonthUnpadded,
    /// The same with the month 1, which may be 10.
    MonthOne,
    /// A number since 1970.
    Epoch(Epoch),
    /// A date that stands for none, such as 9999-12-31.
    Placeholder,
}

/// Why a cell is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No known form, or a day that does not exist.
    Invalid,
    /// A day only if day and month are the other way round than configured.
    OtherOrder,
    /// A year of two digits read as four.
    ShortYear,
    /// A zone's abbreviation, which many zones share.
    Abbreviation,
    /// A time of day or a span of time without a date.
    NoDate,
    /// A day and a month without a year.
    NoYear,
    /// `2026.1`, which a spreadsheet may have made of `2026.10`.
    JanuaryOrOctober,
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
        Self::PLAUSIBLE.contains(&serial).then(|| millis as i64 * 1_000)
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
    /// Whether months are written with a leading zero, so that `2026.1` is October.
    pub padded_months: bool,
    /// Whether numbers since 1970 are read beside the formats.
    pub epoch: bool,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// Whether they are answers on a scale, which may carry their labels.
    pub answers: bool,
    /// How spans of time are written, for columns that hold such.
    pub spans: Option<SpanStyle>,
    /// The unit of the canonical column of spans.
    pub span_unit: SpanUnit,
    /// For a time that is given as a span: index of the staged column from which it is counted.
    pub after: Option<usize>,
    /// The currency that amounts are in; `None` accepts any mark.
    pub currency: Option<Currency>,
    /// Which of two instants a time means that occurs twice.
    pub doubled: DoubledHour,
    /// Whether the mapping names the zone, so that its abbreviations can be read.
    pub names_zone: bool,
    /// Why no cell of the column can be used, where the whole of it has shown that.
    pub useless: Option<&'static str>,
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

/// A wall-clock time of the zone. A day without a time means its first instant, whatever the clocks did at
/// midnight.
pub fn in_zone(local: i64, written: Written, style: &Style, (zone, has_time): (&mut LocalClock, bool)) -> Reading {
    let (at, occurs) = match zone.read(local) {
        WallTime::Once(at) => (at, Occurs::Once),
        WallTime::Skipped(at) => (at, Occurs::Never),
        WallTime::Twice(_, last) if has_time && style.doubled == DoubledHour::Last => (last, Occurs::Twice),
        WallTime::Twice(first, _) => (first, Occurs::Twice),
    };
    let occurs = if has_time { occurs } else { Occurs::Once };
    Reading { at, assumed_zone: has_time, date_alone: !has_time, written, occurs }
}

/// Reads one trimmed cell. A date whose day and month could be either way round is read with the day
/// first and says so.
pub fn read(text: &str, style: &Style, zone: &mut LocalClock) -> Result<Reading, Unreadable> {
    if let Some((local, low)) = usual(text.as_bytes()).filter(|_| style.formats.is_empty()) {
        let written = if is_placeholder(local) { Written::Placeholder } else { Written::Sure { low } };
        return Ok(in_zone(local, written, style, (zone, true)));
    }
    as_written(text, style, zone).or_else(|fault| {
        let usual = forms::usual_form(text).filter(|_| style.formats.is_empty());
        let found = usual.and_then(|usual| as_written(&usual, style, zone).ok());
        found.ok_or(if forms::lacks_year(text) { Unreadable::NoYear } else { fault })
    })
}

fn as_written(text: &str, style: &Style, zone: &mut LocalClock) -> Result<Reading, Unreadable> {
    if let Some(found) = counted(text, style, zone) {
        return Ok(found);
    }
    let found = wall(text, style).map(|found| found.reading(style, zone));
    found.or_else(|fault| abbreviation::read(text, style, zone).ok_or(fault))
}

fn wall(text: &str, style: &Style) -> Result<Wall, Unreadable> {
    if style.formats.is_empty() { written(text, style) } else { by_formats(text, style) }
}

/// A number: a workbook's serial number of a day where the mapping says so, or seconds since 1970.
fn counted(text: &str, style: &Style, zone: &mut LocalClock) -> Option<Reading> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let stamp = matches!(digits.len(), 12 | 14) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if stamp || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    // The digits of a serial number, which a spreadsheet may write with its own decimal mark.
    let digits = if style.serial.is_some() { digits.replace(',', ".") } else { digits.to_owned() };
    let value: f64 = digits.parse().ok().filter(|_| !digits.contains(['e', 'E']))?;
    let value = if digits.len() < text.len() { -value } else { value };
    number(value, style, zone)
}

/// A number as a time, when it can be one.
pub fn number(value: f64, style: &Style, zone: &mut LocalClock) -> Option<Reading> {
    let reading = |at, written| Reading { at, assumed_zone: false, date_alone: false, written, occurs: Occurs::Once };
    if let Some(local) = style.serial.and_then(|serial| serial.local(value)) {
        let written = Written::Sure { low: is_low(local) };
        return Some(in_zone(local, written, style, (zone, local % DAY != 0)));
    }
    if !style.formats.is_empty() && !style.epoch {
        return None;
    }
    if value == 0.0 || value == -1.0 {
        return Some(reading(0, Written::Placeholder));
    }
    Epoch::of(value).map(|(at, unit)| reading(at, Written::Epoch(unit)))
}

/// The usual forms, or with names of months and weekdays.
fn written(text: &str, style: &Style) -> Result<Wall, Unreadable> {
    let plain = Cursor { bytes: text.as_bytes(), at: 0 }.instant(style);
    match plain {
        Err(Unreadable::Invalid) => named::read(text, style),
        found => found,
    }
}

fn by_formats(text: &str, style: &Style) -> Result<Wall, Unreadable> {
    let mut fault = Unreadable::Invalid;
    for items in &style.formats {
        match by_format(text, items, style.months) {
            Some(found) if found.local < SHORT_YEAR => fault = Unreadable::ShortYear,
            Some(found) => return Ok(found),
            None => {}
        }
    }
    Err(fault)
}

/// The first day of the year 1000: earlier ones come from years of two digits.
const SHORT_YEAR: i64 = -30_610_224_000 * SECOND;

/// Whether the day of the month is at most 12.
pub fn is_low(local: i64) -> bool {
    chrono::DateTime::from_timestamp_micros(local).is_some_and(|at| at.day() <= 12)
}

/// Whether a wall-clock time stands for "never" or "still open": far beyond any business, or the first
/// day of a calendar of computers.
pub fn is_placeholder(local: i64) -> bool {
    const YEAR_2099: i64 = 4_070_908_800 * SECOND;
    const YEAR_1902: i64 = -2_145_916_800 * SECOND;
    if (YEAR_1902..YEAR_2099).contains(&local) && local != 0 {
        return false;
    }
    let Some(at) = chrono::DateTime::from_timestamp_micros(local) else { return true };
    let (year, month, day) = (at.date_naive().year(), at.date_naive().month(), at.date_naive().day());
    local == 0
        || year >= 2_200
        || (month, day) == (12, 31)
        || year < 1_902 && matches!((month, day), (1, 1) | (12, 30))
        || year <= 1
}

/// A text of the usual form in a column of which the mapping says nothing else: microseconds of its wall clock,
/// and whether its day is at most 12. Placeholders are none.
pub fn plain(text: &str) -> Option<(i64, bool)> {
    usual(text.as_bytes()).filter(|(local, _)| !is_placeholder(*local))
}

/// `2026-07-03 09:05:00` and `2026-07-03T09:05:00`, which most files are full of.
#[inline]
fn usual(text: &[u8]) -> Option<(i64, bool)> {
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
    Some((date + ((hour * 60 + minute) * 60 + second) * SECOND, day <= 12))
}

/// A wall-clock time, with its offset from UTC in seconds where one is written.
struct Wall {
    local: i64,
    offset: Option<i64>,
    has_time: bool,
    written: Written,
}

impl Wall {
    fn reading(self, style: &Style, zone: &mut LocalClock) -> Reading {
        let written = if is_placeholder(self.local) { Written::Placeholder } else { self.written };
        let Some(offset) = self.offset else {
            return in_zone(self.local, written, style, (zone, self.has_time));
        };
        let (at, date_alone) = (self.local - offset * SECOND, !self.has_time);
        Reading { at, assumed_zone: false, date_alone, written, occurs: Occurs::Once }
    }
}

fn by_format(text: &str, items: &[Item<'static>], months: Months) -> Option<Wall> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, items.iter()).ok()?;
    let wall = |local: NaiveDateTime, offset, has_time| {
        let local = wall_clock(local);
        Wall { local, offset, has_time, written: Written::Formatted { low: is_low(local) } }
    };
    if let Some(offset) = parsed.offset() {
        let local = parsed.to_naive_datetime_with_offset(offset).ok()?;
        return Some(wall(local, Some(i64::from(offset)), true));
    }
    if parsed.timestamp().is_some() {
        let utc = parsed.to_naive_datetime_with_offset(0).ok()?;
        return Some(wall(utc, Some(0), true));
    }
    if months != Months::Refused && parsed.day().is_none() && parsed.ordinal().is_none() {
        parsed.set_day(1).ok()?;
    }
    let date = parsed.to_naive_date().ok()?;
    let time = parsed.to_naive_time().ok();
    Some(wall(date.and_time(time.unwrap_or(NaiveTime::MIN)), None, time.is_some()))
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
