//! Reads a date and a time character by character, in the forms that people write.

use super::half::{HALVES, Half};
use super::{Months, SECOND, Style, Unreadable, Wall, Written, days};
use crate::config::DateOrder;
use crate::domain::{FiscalCalendar, Quarter};
use chrono::Datelike;

/// A place in a text.
pub(super) struct Cursor<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
}

impl Cursor<'_> {
    /// The whole text as a date, with time and offset when they are there.
    pub(super) fn instant(mut self, style: &Style) -> Result<Wall, Unreadable> {
        let (date, written) = self.date(style)?;
        if self.done() {
            return Ok(Wall { local: date, offset: None, has_time: false, written });
        }
        let compact = self.compact_time();
        let time = compact.or_else(|| self.time()).ok_or(Unreadable::Invalid)?;
        let offset = self.offset()?;
        if !self.done() {
            return Err(Unreadable::Invalid);
        }
        Ok(Wall { local: date + time, offset, has_time: true, written })
    }

    /// What follows a date that was read elsewhere: nothing, or a time with its offset.
    pub(super) fn after_date(mut self, date: i64, written: Written) -> Result<Wall, Unreadable> {
        if self.bytes.iter().all(|byte| *byte == b' ') {
            return Ok(Wall { local: date, offset: None, has_time: false, written });
        }
        let time = self.time().ok_or(Unreadable::Invalid)?;
        let offset = self.offset()?;
        if self.done() {
            Ok(Wall { local: date + time, offset, has_time: true, written })
        } else {
            Err(Unreadable::Invalid)
        }
    }

    fn date(&mut self, style: &Style) -> Result<(i64, Written), Unreadable> {
        let (first, digits) = self.number(8);
        let sure = |date: Option<i64>| {
            date.map(|date| (date, Written::Sure { low: super::is_low(date) })).ok_or(Unreadable::Invalid)
        };
        match digits {
            4 if style.months != Months::Refused => self.month_or_day(first, style),
            4 => sure(self.year_first(first, style.months)),
            8 => sure(days(first / 10_000, first / 100 % 100, first % 100)),
            6 if style.months != Months::Refused => sure(days(first / 100, first % 100, 1)),
            1 | 2 => self.year_last(first, style),
            _ => Err(Unreadable::Invalid),
        }
    }

    /// A date, month or quarter of a column of accounting periods. `2026.1` is January, or October whose
    /// zero a spreadsheet has dropped; a column that writes `2026.07` has decided.
    fn month_or_day(&mut self, year: i64, style: &Style) -> Result<(i64, Written), Unreadable> {
        let rest = std::str::from_utf8(&self.bytes[self.at..]).unwrap_or_default();
        let month = rest.strip_prefix('.').map(|month| month.trim_end_matches('期'));
        let written = match month.map(str::as_bytes) {
            Some([b'1']) => Written::MonthOne,
            Some([b'2'..=b'9']) => Written::MonthUnpadded,
            Some([b'0', b'1'..=b'9']) => Written::MonthPadded,
            _ => {
                let date = self.year_first(year, style.months).ok_or(Unreadable::Invalid)?;
                return Ok((date, Written::Sure { low: super::is_low(date) }));
            }
        };
        self.at = self.bytes.len();
        let month = match (written, style.padded_months) {
            (Written::MonthOne, true) => Some(10),
            (Written::MonthOne, false) => return Err(Unreadable::JanuaryOrOctober),
            _ => month.and_then(|month| month.parse().ok()),
        };
        days(year, month.ok_or(Unreadable::Invalid)?, 1).map(|date| (date, written)).ok_or(Unreadable::Invalid)
    }

    /// `090500`, `090500.0` or `0905` behind a date of eight digits, directly or after a `T` or a blank.
    fn compact_time(&mut self) -> Option<i64> {
        let rest = self.bytes.get(self.at..).filter(|_| self.at == 8)?;
        let gap = usize::from(matches!(rest.first(), Some(b'T' | b't' | b' ')));
        let digits = rest[gap..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind = rest.get(gap + digits);
        let told = gap == 1
            || matches!(behind, None | Some(b'Z' | b'z' | b'+' | b'-'))
            || digits == 6 && behind == Some(&b'.');
        if !matches!(digits, 4 | 6) || !told {
            return None;
        }
        self.at += gap;
        let (value, _) = self.number(6);
        let (value, fraction) = if digits == 4 { (value * 100, 0) } else { (value, self.fraction()?) };
        let (hour, minute, second) = (value / 10_000, value / 100 % 100, value % 100);
        (hour < 24 && minute < 60 && second < 60).then_some(((hour * 60 + minute) * 60 + second) * SECOND + fraction)
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

    /// The number of a month in Chinese numerals.
    fn month_word(&mut self) -> Option<i64> {
        const LONGER_FIRST: [&str; 12] = ["十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一"];
        LONGER_FIRST.iter().position(|word| self.take(word)).map(|at| 12 - at as i64)
    }

    fn year_first(&mut self, year: i64, months: Months) -> Option<i64> {
        if let Months::FirstDay(fiscal) = months
            && let Some(day) = self.quarter(year, fiscal)
        {
            return Some(day);
        }
        let months = months != Months::Refused;
        if self.take("年") {
            let month = self.month_word().or_else(|| self.short())?;
            let whole = self.take("月");
            let term = self.take("期") || self.take("份") || self.take("分");
            if (whole || term) && self.done() && months {
                return days(year, month, 1);
            }
            let day = if whole { self.short()? } else { return None };
            let _ = self.take("日") || self.take("号");
            return days(year, month, day);
        }
        if months && ["M", "m", "-M", "-m"].iter().any(|mark| self.take(mark)) {
            let month = self.short().filter(|_| self.done())?;
            return days(year, month, 1);
        }
        let separator = self.separator()?;
        let month = self.short()?;
        if months && {
            let _ = self.take("期");
            self.done()
        } {
            return days(year, month, 1);
        }
        (self.separator()? == separator).then_some(())?;
        days(year, month, self.short()?)
    }

    fn year_last(&mut self, first: i64, style: &Style) -> Result<(i64, Written), Unreadable> {
        let order = style.order;
        if style.months != Months::Refused
            && let Some(month) = self.month_of_year(first)
        {
            return Ok((month, Written::Sure { low: true }));
        }
        let rest = |cursor: &mut Self| {
            let separator = cursor.separator()?;
            let second = cursor.short()?;
            (cursor.separator()? == separator).then_some(())?;
            let (year, digits) = cursor.number(4);
            (digits == 4).then_some((second, year))
        };
        let (second, year) = rest(self).ok_or(Unreadable::Invalid)?;
        let written = match (first, second) {
            _ if first == second => Written::Sure { low: first <= 12 },
            (..=12, ..=12) => Written::Either,
            (13.., _) => Written::DayFirst,
            _ => Written::MonthFirst,
        };
        let day_first = match order {
            Some(order) => order == DateOrder::DayFirst,
            None => written != Written::MonthFirst,
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        let swapped = || order.is_some() && days(year, day, month).is_some();
        let date = days(year, month, day);
        let date = date.ok_or_else(|| if swapped() { Unreadable::OtherOrder } else { Unreadable::Invalid })?;
        Ok((date, written))
    }

    /// The first day of a month written as `07/2026`.
    fn month_of_year(&mut self, month: i64) -> Option<i64> {
        let start = self.at;
        let found = self.separator().map(|_| self.number(4)).filter(|(_, digits)| *digits == 4 && self.done());
        if found.is_none() {
            self.at = start;
        }
        days(found?.0, month, 1)
    }

    fn time(&mut self) -> Option<i64> {
        let start = self.at;
        let _ = self.take("T") || self.take("t") || self.take(",");
        self.spaces();
        let mut noon = self.half_of_day();
        self.spaces();
        let after_text = self.at == start && self.at > 0 && self.bytes[self.at - 1] >= 0x80;
        if self.at == start && !after_text {
            return None;
        }
        let hour = self.short()?;
        let words = !self.take(":");
        if words && !["时", "時", "点", "點"].iter().any(|word| self.take(word)) {
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
        let back = self.at;
        self.spaces();
        if !(self.take("Uhr") || self.take("uhr")) {
            self.at = back;
        }
        let hour = match noon {
            Some(half) => half.hour(hour)?,
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
        Some((self.short()?, self.fraction()?))
    }

    /// Parts of a second, if a mark for them follows; nothing when no digit does, or more than twelve.
    fn fraction(&mut self) -> Option<i64> {
        if !(self.take(".") || self.take(",")) {
            return Some(0);
        }
        let (fraction, digits) = self.number(6);
        let (_, beyond) = self.number(12);
        let digits = if digits == 0 || beyond > 6 { return None } else { digits };
        Some(fraction * 10_i64.pow(6 - digits as u32))
    }

    fn half_of_day(&mut self) -> Option<Half> {
        let known = HALVES.iter().find(|(word, _)| self.take(word));
        known.map(|(_, half)| *half)
    }

    /// The offset from UTC in seconds, when one is written.
    fn offset(&mut self) -> Result<Option<i64>, Unreadable> {
        if self.done() {
            return Ok(None);
        }
        self.spaces();
        if let Some(inside) = self.in_brackets() {
            return if matches!(inside, "UTC" | "GMT") { Ok(Some(0)) } else { Err(Unreadable::Abbreviation) };
        }
        let named = self.take("UTC") || self.take("GMT");
        if self.take("Z") || self.take("z") || named && (self.done() || self.bytes[self.at] == b'[') {
            self.zone_in_brackets();
            return Ok(Some(0));
        }
        let letters = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters > 1 && !named && self.at + letters == self.bytes.len() {
            return Err(Unreadable::Abbreviation);
        }
        let offset = self.signed_offset().ok_or(Unreadable::Invalid)?;
        self.zone_in_brackets();
        Ok(Some(offset))
    }

    /// A zone's name behind an offset that says the same: `+02:00[Europe/Berlin]`, `GMT+0800 (China Standard Time)`.
    fn zone_in_brackets(&mut self) {
        if self.bytes.get(self.at) == Some(&b'[') && self.bytes.last() == Some(&b']') {
            self.at = self.bytes.len();
        }
        let back = self.at;
        self.spaces();
        if self.in_brackets().is_none() {
            self.at = back;
        }
    }

    /// What stands in round brackets up to the end.
    fn in_brackets(&mut self) -> Option<&str> {
        let inside = self.bytes[self.at..].strip_prefix(b"(")?.strip_suffix(b")")?;
        self.at = self.bytes.len();
        std::str::from_utf8(inside).ok()
    }

    fn signed_offset(&mut self) -> Option<i64> {
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
        (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
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

#[cfg(test)]
mod tests;
