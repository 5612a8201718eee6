//! Dates and times as people write them → UTC microseconds.
//!
//! Reads ISO 8601 and its usual relatives, year-first forms, Chinese forms, and day/month/year in
//! a configured order. Never guesses the order of day and month.

use crate::config::DateOrder;
use crate::domain::{Currency, FiscalCalendar, Instant, Quarter};
use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

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

/// A time zone that remembers the offset of days it has seen.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: Tz,
    days: Vec<(i64, i64)>,
}

impl Zone {
    const SLOTS: usize = 4096;

    /// Starts empty.
    pub fn new(zone: Tz) -> Self {
        Self { zone, days: vec![(i64::MIN, 0); Self::SLOTS] }
    }

    /// UTC microseconds of a wall-clock time given as if it were UTC.
    pub fn utc(&mut self, local: i64) -> i64 {
        let day = local.div_euclid(DAY);
        let slot = day.rem_euclid(Self::SLOTS as i64) as usize;
        if self.days[slot].0 == day {
            return local - self.days[slot].1;
        }
        let start = from_local(day * DAY, self.zone);
        let end = from_local((day + 1) * DAY, self.zone);
        if end - start != DAY {
            return from_local(local, self.zone);
        }
        self.days[slot] = (day, day * DAY - start);
        local - self.days[slot].1
    }
}

fn from_local(local: i64, zone: Tz) -> i64 {
    let naive = Instant(local).to_utc().naive_utc();
    Instant::from_local(naive, zone).0
}

/// Microseconds of a wall-clock time as if it were UTC.
pub fn wall_clock(local: NaiveDateTime) -> i64 {
    local.and_utc().timestamp_micros()
}

/// Reads one trimmed cell.
pub fn read(text: &str, style: &Style, zone: &mut Zone) -> Result<Reading, Unreadable> {
    if let Some(local) = usual(text.as_bytes()).filter(|_| style.formats.is_empty()) {
        return Ok(Reading { at: zone.utc(local), assumed_zone: true });
    }
    let found = if style.formats.is_empty() {
        Cursor { bytes: text.as_bytes(), at: 0 }.instant(style)?
    } else {
        style.formats.iter().find_map(|items| by_format(text, items)).ok_or(Unreadable::Invalid)?
    };
    Ok(match found.offset {
        Some(offset) => Reading { at: found.local - offset * SECOND, assumed_zone: false },
        None => Reading { at: zone.utc(found.local), assumed_zone: found.has_time },
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

struct Cursor<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Cursor<'_> {
    fn instant(mut self, style: &Style) -> Result<Wall, Unreadable> {
        let date = self.date(style)?;
        if self.done() {
            return Ok(Wall { local: date, offset: None, has_time: false });
        }
        let time = self.time().ok_or(Unreadable::Invalid)?;
        let offset = self.offset().ok_or(Unreadable::Invalid)?;
        if !self.done() {
            return Err(Unreadable::Invalid);
        }
        Ok(Wall { local: date + time, offset, has_time: true })
    }

    fn date(&mut self, style: &Style) -> Result<i64, Unreadable> {
        let (first, digits) = self.number(8);
        match digits {
            4 => self.year_first(first, style.months).ok_or(Unreadable::Invalid),
            8 => days(first / 10_000, first / 100 % 100, first % 100).ok_or(Unreadable::Invalid),
            1 | 2 => self.year_last(first, style.order),
            _ => Err(Unreadable::Invalid),
        }
    }

    /// The first day of a quarter written as `2026Q3`, `2026-Q3` or `2026年第三季度`.
    fn quarter(&mut self, year: i64, fiscal: FiscalCalendar) -> Option<i64> {
        let start = self.at;
        let number = self.quarter_number().filter(|_| self.done());
        if number.is_none() {
            self.at = start;
        }
        let day = fiscal.first_day(Quarter::new(i32::try_from(year).ok()?, number?)?);
        days(day.year().into(), day.month().into(), day.day().into())
    }

    fn quarter_number(&mut self) -> Option<u8> {
        if self.take("年") {
            let _ = self.take("第");
            let words = ["一", "二", "三", "四"].iter().position(|word| self.take(word));
            let number = words.map(|at| at as i64 + 1).or_else(|| self.short())?;
            (self.take("季度") || self.take("季")).then(|| u8::try_from(number).ok())?
        } else {
            let _ = self.take("-") || self.take(" ");
            let named = self.take("Q") || self.take("q");
            named.then(|| self.short())?.and_then(|number| u8::try_from(number).ok())
        }
    }

    fn year_first(&mut self, year: i64, months: Months) -> Option<i64> {
        if let Months::FirstDay(fiscal) = months
            && let Some(day) = self.quarter(year, fiscal)
        {
            return Some(day);
        }
        let months = months != Months::Refused;
        if self.take("年") {
            let month = self.short()?;
            let whole = self.take("月");
            if whole && self.done() && months {
                return days(year, month, 1);
            }
            let day = if whole { self.short()? } else { return None };
            let _ = self.take("日") || self.take("号");
            return days(year, month, day);
        }
        let separator = self.separator()?;
        let month = self.short()?;
        if self.done() && months {
            return days(year, month, 1);
        }
        (self.separator()? == separator).then_some(())?;
        days(year, month, self.short()?)
    }

    fn year_last(&mut self, first: i64, order: Option<DateOrder>) -> Result<i64, Unreadable> {
        let rest = |cursor: &mut Self| {
            let separator = cursor.separator()?;
            let second = cursor.short()?;
            (cursor.separator()? == separator).then_some(())?;
            let (year, digits) = cursor.number(4);
            (digits == 4).then_some((second, year))
        };
        let (second, year) = rest(self).ok_or(Unreadable::Invalid)?;
        let day_first = match order {
            Some(order) => order == DateOrder::DayFirst,
            None if first <= 12 && second <= 12 && first != second => return Err(Unreadable::Ambiguous),
            None => first > 12,
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        days(year, month, day).ok_or(Unreadable::Invalid)
    }

    fn time(&mut self) -> Option<i64> {
        let start = self.at;
        let _ = self.take("T") || self.take("t");
        self.spaces();
        let mut noon = self.half_of_day();
        self.spaces();
        let after_text = self.at == start && self.at > 0 && self.bytes[self.at - 1] >= 0x80;
        if self.at == start && !after_text {
            return None;
        }
        let hour = self.short()?;
        let words = !self.take(":");
        if words && !(self.take("时") || self.take("点")) {
            return None;
        }
        let minute = if words && self.done() { 0 } else { self.short()? };
        let (second, fraction) = self.seconds(words)?;
        if noon.is_none() {
            let back = self.at;
            self.spaces();
            noon = self.half_of_day();
            if noon.is_none() {
                self.at = back;
            }
        }
        let hour = match noon {
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(shift) => hour % 12 + shift,
            None => hour,
        };
        let valid = hour < 24 && minute < 60 && second < 60;
        valid.then_some(((hour * 60 + minute) * 60 + second) * SECOND + fraction)
    }

    fn seconds(&mut self, words: bool) -> Option<(i64, i64)> {
        if words {
            let minutes = self.take("分");
            if !minutes || self.done() {
                return Some((0, 0));
            }
            let second = self.short()?;
            return self.take("秒").then_some((second, 0));
        }
        if !self.take(":") {
            return Some((0, 0));
        }
        let second = self.short()?;
        if !(self.take(".") || self.take(",")) {
            return Some((second, 0));
        }
        let (fraction, digits) = self.number(6);
        let (_, beyond) = self.number(12);
        let digits = if digits == 0 || beyond > 6 { return None } else { digits };
        Some((second, fraction * 10_i64.pow(6 - digits as u32)))
    }

    fn half_of_day(&mut self) -> Option<i64> {
        let any = |cursor: &mut Self, words: &[&str]| words.iter().any(|word| cursor.take(word));
        if any(self, &["AM", "am", "Am", "上午"]) {
            return Some(0);
        }
        any(self, &["PM", "pm", "Pm", "下午"]).then_some(12)
    }

    /// `Some(None)` when there is no offset, `None` when there is a bad one.
    fn offset(&mut self) -> Option<Option<i64>> {
        if self.done() {
            return Some(None);
        }
        self.spaces();
        if self.take("Z") || self.take("z") || self.take("UTC") || self.take("GMT") {
            return Some(Some(0));
        }
        let sign = if self.take("+") {
            1
        } else if self.take("-") || self.take("−") {
            -1
        } else {
            return None;
        };
        let (value, digits) = self.number(4);
        let (hours, minutes) = match digits {
            4 => (value / 100, value % 100),
            1 | 2 if self.take(":") => (value, self.short()?),
            1 | 2 => (value, 0),
            _ => return None,
        };
        (hours <= 15 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes) * 60))
    }

    fn separator(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        matches!(byte, b'-' | b'/' | b'.').then(|| {
            self.at += 1;
            byte
        })
    }

    /// A number of one or two digits.
    fn short(&mut self) -> Option<i64> {
        let (value, digits) = self.number(2);
        (digits > 0).then_some(value)
    }

    fn number(&mut self, most: usize) -> (i64, usize) {
        let start = self.at;
        let mut value = 0;
        while let Some(digit) = self.bytes.get(self.at).map(|byte| byte.wrapping_sub(b'0')) {
            if digit > 9 || self.at - start == most {
                break;
            }
            value = value * 10 + i64::from(digit);
            self.at += 1;
        }
        (value, self.at - start)
    }

    fn spaces(&mut self) {
        while self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    fn done(&self) -> bool {
        self.at == self.bytes.len()
    }
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
