//! Dates and times as people write them → UTC microseconds.
//!
//! Reads ISO 8601 and its usual relatives, year-first forms, Chinese forms, and day/month/year in
//! a configured order. Never guesses the order of day and month.

use crate::config::DateOrder;
use crate::domain::Instant;
use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
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
}

/// Whether `2026-07` is a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Months {
    /// It is not.
    #[default]
    Refused,
    /// It is the first day of the month.
    FirstDay,
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
    pub fn to_utc(&mut self, local: i64) -> i64 {
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

    fn year_first(&mut self, year: i64, months: Months) -> Option<i64> {
        if self.take("年") {
            let month = self.short()?;
            let whole = self.take("月");
            if whole && self.done() && months == Months::FirstDay {
                return days(year, month, 1);
            }
            let day = if whole { self.short()? } else { return None };
            let _ = self.take("日") || self.take("号");
            return days(year, month, day);
        }
        let separator = self.separator()?;
        let month = self.short()?;
        if self.done() && months == Months::FirstDay {
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
mod tests {
    use super::*;
    use chrono::{Datelike, Timelike};
    use proptest::prelude::*;

    fn style(order: Option<DateOrder>) -> Style {
        Style { order, ..Style::default() }
    }

    fn at(text: &str) -> Result<i64, Unreadable> {
        read(text, &style(None), &mut Zone::new(chrono_tz::Asia::Shanghai)).map(|reading| reading.at)
    }

    fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Result<i64, Unreadable> {
        Ok(wall_clock(NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()))
    }

    #[test]
    fn reads_the_usual_forms_in_the_zone() {
        let nine = utc(2026, 7, 3, 1, 5);
        for text in [
            "2026-07-03T09:05",
            "2026-07-03 09:05:00",
            "2026-07-03 09:05:00.000",
            "2026/7/3 9:05",
            "2026.7.3 9:05",
            "20260703 09:05",
            "20260703T09:05:00",
            "2026年7月3日 9:05",
            "2026年7月3日9时5分",
            "2026年07月03日 上午9:05",
            "2026/7/3 9:05 AM",
            "2026-07-03T01:05:00Z",
            "2026-07-03 01:05 UTC",
            "2026-07-02T21:05:00-04:00",
            "2026-07-03T09:05:00+0800",
            "2026-07-03T09:05:00 +08",
        ] {
            assert_eq!(at(text), nine, "{text}");
        }
        for text in ["2026-07-03", "2026/7/3", "2026年7月3日", "20260703"] {
            assert_eq!(at(text), utc(2026, 7, 2, 16, 0), "{text}");
        }
        assert_eq!(at("2026/7/3 下午9:05"), utc(2026, 7, 3, 13, 5));
        assert_eq!(at("2026-07-03T09:05:00.25Z"), utc(2026, 7, 3, 9, 5).map(|at| at + 250_000));
        assert_eq!(at("2026-07-03T09:05:00.123456789Z"), utc(2026, 7, 3, 9, 5).map(|at| at + 123_456));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-29",
            "2026-07",
            "2026-07-03 25:00",
            "2026-07-03 09:60",
            "45943.5",
            "2026-07/03",
            "2026-07-03 9",
            "3/4/26",
            "2026-07-03T09:05 Mars",
            "2026-07-03-",
            "0000-01-01",
            "31/31/2026",
            "1783040700",
            "2026-07-03T09:05:00.Z",
            "2026-07-0309:05",
            "2026-07-03 13:05 PM",
        ] {
            assert_eq!(at(text), Err(Unreadable::Invalid), "{text}");
        }
    }

    #[test]
    fn never_guesses_the_order_of_day_and_month() {
        let mut zone = Zone::new(chrono_tz::UTC);
        let mut with = |text: &str, order| read(text, &style(order), &mut zone).map(|reading| reading.at);
        assert_eq!(with("3/4/2026", None), Err(Unreadable::Ambiguous));
        assert_eq!(with("3/4/2026", Some(DateOrder::DayFirst)), utc(2026, 4, 3, 0, 0));
        assert_eq!(with("3/4/2026", Some(DateOrder::MonthFirst)), utc(2026, 3, 4, 0, 0));
        assert_eq!(with("29/2/2016 01:16", None), utc(2016, 2, 29, 1, 16));
        assert_eq!(with("4/4/2026", None), utc(2026, 4, 4, 0, 0));
        assert_eq!(with("29/2/2016", Some(DateOrder::MonthFirst)), Err(Unreadable::Invalid));
    }

    #[test]
    fn explicit_formats_are_strict_and_months_are_for_periods() {
        let mut zone = Zone::new(chrono_tz::UTC);
        let formats = Style::compile(&["%d-%b-%Y %H:%M".to_owned(), "%Y%m%d".to_owned()]).unwrap();
        let style = Style { formats, ..Style::default() };
        assert_eq!(read("03-Jul-2026 09:05", &style, &mut zone).map(|r| r.at), utc(2026, 7, 3, 9, 5));
        assert_eq!(read("20260703", &style, &mut zone).map(|r| r.at), utc(2026, 7, 3, 0, 0));
        assert_eq!(read("2026-07-03", &style, &mut zone), Err(Unreadable::Invalid));
        assert_eq!(Style::compile(&["%Q".to_owned()]), Err("%Q".to_owned()));
        let months = Style { months: Months::FirstDay, ..Style::default() };
        for text in ["2026-07", "2026/7", "2026年7月", "2026-07-01"] {
            assert_eq!(read(text, &months, &mut zone).map(|r| r.at), utc(2026, 7, 1, 0, 0), "{text}");
        }
    }

    #[test]
    fn counts_only_times_of_day_without_offset() {
        let mut zone = Zone::new(chrono_tz::Asia::Shanghai);
        let mut assumed = |text| read(text, &style(None), &mut zone).unwrap().assumed_zone;
        assert!(assumed("2026-07-03 09:05"));
        assert!(!assumed("2026-07-03"));
        assert!(!assumed("2026-07-03T09:05Z"));
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(seconds in -62_000_000_000_i64..200_000_000_000, zone in 0_usize..3) {
            let tz = [chrono_tz::Asia::Shanghai, chrono_tz::America::New_York, chrono_tz::Australia::Lord_Howe][zone];
            let naive = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            prop_assume!((1..=9999).contains(&naive.year()));
            let text = naive.format("%Y-%m-%d %H:%M:%S").to_string();
            let mut zone = Zone::new(tz);
            let expected = Instant::from_local(naive, tz).0;
            for _ in 0..2 {
                let reading = read(&text, &style(None), &mut zone).unwrap();
                prop_assert_eq!(reading, Reading { at: expected, assumed_zone: true });
            }
            let slashed = format!("{}/{}/{} {}:{:02}:{:02}", naive.day(), naive.month(), naive.year(), naive.hour(), naive.minute(), naive.second());
            prop_assume!(naive.year() > 999);
            let day_first = read(&slashed, &style(Some(DateOrder::DayFirst)), &mut zone).unwrap();
            prop_assert_eq!(day_first.at, expected);
        }

        #[test]
        fn never_panics(text in "\\PC{0,24}", digits in "[0-9年月日时分秒:/. TZ+-]{0,24}") {
            let _ = at(&text);
            let _ = at(&digits);
        }
    }
}
