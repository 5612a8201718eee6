//! What a spreadsheet's number format makes of a number: a date, a time of day, elapsed time, a share.
//!
//! Reads format codes as Excel, LibreOffice and WPS write them; the first section decides, as it is
//! the one of positive numbers.

use super::cell::{Cell, Marks};
use super::number::currency_mark;
use crate::domain::SpanUnit;

const DAY: f64 = 86_400_000.0;
/// The day after the last that spreadsheets know, 31 December 9999.
const END: f64 = 2_958_466.0;
/// Numbers from here on are dates (from 1954 on) even where only their time of day is shown.
const PLAUSIBLE_DATE: f64 = 20_000.0;

/// What a format shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// A number, or whatever it is.
    #[default]
    Number,
    /// A whole number with zeros before it, so many digits.
    Padded(u8),
    /// A number with a word of magnitude, a unit of time or a mark of currency beside it: `0.0"万"`.
    Marked(Marks),
    /// Hundredfold, with a percent sign.
    Percent,
    /// A date.
    Date,
    /// A date with a time of day.
    DateTime,
    /// A time of day: what is beyond whole days.
    TimeOfDay,
    /// Elapsed time, more than a day included.
    Elapsed,
}

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Epoch {
    /// 1 is 1 January 1900, and a 29 February 1900 is counted.
    #[default]
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

impl Shown {
    /// What a format shows that has a number and no code of its own.
    pub fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self::Date,
            22 => Self::DateTime,
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Self::TimeOfDay,
            46 => Self::Elapsed,
            _ => Self::Number,
        }
    }

    /// What a format code shows.
    pub fn of(code: &str) -> Self {
        let code = code.to_lowercase();
        let letters: Vec<char> = code.chars().collect();
        let mut found = Found::default();
        let mut at = 0;
        while let Some(letter) = letters.get(at).filter(|letter| **letter != ';') {
            at += match letter {
                '"' => {
                    let text = letters[at + 1..].iter().take_while(|letter| **letter != '"');
                    found.literal.extend(text.clone());
                    2 + text.count()
                }
                '\\' | '!' => {
                    found.literal.extend(letters.get(at + 1));
                    2
                }
                '_' | '*' => 2,
                '[' => found.bracket(&letters[at + 1..]),
                _ => found.letters(&letters[at..]),
            };
        }
        found.shown()
    }

    /// A number as a cell of this format.
    pub fn cell(self, value: f64, epoch: Epoch) -> Cell<'static> {
        let whole = value.fract() == 0.0 && (0.0..1e15).contains(&value);
        match self {
            Self::Padded(digits) if whole => Cell::Padded(value as i64, digits),
            Self::Marked(marks) => Cell::Marked(value, marks),
            Self::Number | Self::Padded(_) => Cell::Float(value),
            Self::Percent => Cell::Percent(value),
            Self::Elapsed => span(value).map_or(Cell::Fault("a span of time out of range"), Cell::Span),
            Self::TimeOfDay if value >= PLAUSIBLE_DATE => date(value, epoch),
            Self::TimeOfDay | Self::DateTime if (0.0..1.0).contains(&value) => {
                span(value).map_or(Cell::Float(value), Cell::TimeOfDay)
            }
            Self::TimeOfDay => span(value).map_or(Cell::Fault("a span of time out of range"), Cell::Span),
            Self::Date | Self::DateTime => date(value, epoch),
        }
    }
}

/// Days as microseconds; workbooks are exact to the millisecond.
fn span(days: f64) -> Option<i64> {
    let millis = (days * DAY).round();
    (millis.abs() < 9e15).then(|| millis as i64 * 1_000)
}

fn date(value: f64, epoch: Epoch) -> Cell<'static> {
    let days = match epoch {
        Epoch::From1904 if value >= 0.0 => value - 24_107.0,
        Epoch::From1900 if (1.0..60.0).contains(&value) => value - 25_568.0,
        Epoch::From1900 if value >= 61.0 => value - 25_569.0,
        _ => return Cell::Fault("a date that does not exist"),
    };
    match span(days).filter(|_| value < END) {
        Some(micros) => Cell::Local(micros),
        None => Cell::Fault("a date that does not exist"),
    }
}

/// The parts of a format code.
#[derive(Debug, Default)]
struct Found {
    date: bool,
    time: bool,
    elapsed: bool,
    percent: bool,
    zeros: u8,
    other_digits: bool,
    /// Whether a comma behind the digits leaves thousands out.
    thousands_off: bool,
    /// What is shown as it stands.
    literal: String,
    /// The currency that a locale in brackets names: `[$€-407]`.
    currency: Option<&'static str>,
    /// Whether the last part was an hour, so that `m` after it means minutes.
    after_hour: bool,
    /// Whether an `m` waits for what follows: before seconds it means minutes.
    open_month: bool,
}

impl Found {
    /// What stands in brackets: elapsed hours, minutes, seconds; else a colour, a locale, a condition.
    fn bracket(&mut self, inside: &[char]) -> usize {
        let length = inside.iter().take_while(|letter| **letter != ']').count();
        let unit = inside.first().filter(|unit| matches!(unit, 'h' | 'm' | 's'));
        if unit.is_some_and(|unit| inside[..length].iter().all(|letter| letter == unit)) {
            (self.elapsed, self.after_hour) = (true, true);
        }
        if inside.first() == Some(&'$') {
            let text: String = inside[1..length].iter().take_while(|letter| **letter != '-').collect();
            self.currency = self.currency.or_else(|| currency_mark(&text.to_uppercase()));
        }
        length + 2
    }

    /// One letter, repeated or not, or a longer word.
    fn letters(&mut self, rest: &[char]) -> usize {
        for word in ["general", "standard", "g/通用格式", "g/標準"] {
            if rest.iter().copied().take(word.chars().count()).eq(word.chars()) {
                self.other_digits = true;
                return word.chars().count();
            }
        }
        for word in ["am/pm", "上午/下午", "午前/午後", "a/p", "오전/오후"] {
            if rest.iter().copied().take(word.chars().count()).eq(word.chars()) {
                self.time = true;
                return word.chars().count();
            }
        }
        let length = rest.iter().take_while(|letter| **letter == rest[0]).count();
        match rest[0] {
            'y' | 'd' | 'b' => self.date = true,
            'e' if !matches!(rest.get(1), Some('+' | '-')) => self.date = true,
            'e' => self.other_digits = true,
            'g' | 'a' => self.date |= length >= 3,
            'h' => (self.time, self.after_hour) = (true, true),
            's' => (self.time, self.open_month, self.after_hour) = (true, false, false),
            'm' if self.after_hour && length <= 2 => (self.time, self.after_hour) = (true, false),
            'm' if length <= 2 => {
                self.date |= self.open_month;
                self.open_month = true;
            }
            'm' => self.date = true,
            ',' => {
                self.other_digits = true;
                self.thousands_off |= !matches!(rest.get(length), Some('0' | '#' | '?'));
            }
            '0' => self.zeros = self.zeros.saturating_add(length.min(255) as u8),
            '#' | '?' | '.' | '/' => self.other_digits |= rest[0] != '/',
            '%' => self.percent = true,
            '$' | '€' | '£' | '¥' | '￥' => self.literal.push(rest[0]),
            _ => {}
        }
        length
    }

    /// The word of magnitude or unit of time that alone is shown beside the digits, and the mark of a currency; no
    /// magnitude where the format itself moves the decimal mark.
    fn marks(&self) -> Option<Marks> {
        const WORDS: [(&str, u8); 14] = [
            ("万", 4),
            ("萬", 4),
            ("万元", 4),
            ("萬元", 4),
            ("亿", 8),
            ("億", 8),
            ("亿元", 8),
            ("千元", 3),
            ("百万", 6),
            ("百万元", 6),
            ("k", 3),
            ("tsd.", 3),
            ("mio", 6),
            ("mio.", 6),
        ];
        if self.zeros == 0 && !self.other_digits {
            return None;
        }
        let bare = self.literal.replace(['€', '¥', '￥', '$', '£', ' '], "");
        let word = WORDS.iter().find(|(word, _)| *word == bare).filter(|_| !self.thousands_off);
        let currency = self.currency.or_else(|| currency_mark(&self.literal.to_uppercase()));
        let unit = SpanUnit::of_word(&bare);
        let marks = Marks { zeros: word.map_or(0, |word| word.1), currency, unit };
        (marks != Marks::default()).then_some(marks)
    }

    fn shown(&self) -> Shown {
        let date = self.date || self.open_month;
        match (self.elapsed, date, self.time) {
            (true, _, _) => Shown::Elapsed,
            (_, true, true) => Shown::DateTime,
            (_, true, false) => Shown::Date,
            (_, false, true) => Shown::TimeOfDay,
            _ if self.percent => Shown::Percent,
            _ => match self.marks() {
                Some(marks) => Shown::Marked(marks),
                None if self.zeros > 1 && !self.other_digits => Shown::Padded(self.zeros),
                None => Shown::Number,
            },
        }
    }
}

#[cfg(test)]
mod tests;
