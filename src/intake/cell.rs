//! One raw cell as the formats hand it over.

use crate::domain::SpanUnit;
use std::fmt::Write;

/// What a number format shows beside the digits; `12.5万`, `85 min`, `€ 7`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Zeros of a word of magnitude: 4 for `万`.
    pub zeros: u8,
    /// A mark or code of a currency.
    pub currency: Option<&'static str>,
    /// A unit of spans of time.
    pub unit: Option<SpanUnit>,
}

/// A cell before it is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'c> {
    /// Nothing.
    Blank,
    /// Text, untrimmed.
    Text(&'c str),
    /// A whole number.
    Integer(i64),
    /// A number; workbooks keep all numbers as these.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// A decimal number: units and decimals.
    Decimal(i128, i8),
    /// A wall-clock time in microseconds as if it were UTC.
    Local(i64),
    /// A point in time in UTC microseconds.
    Instant(i64),
    /// A span of time in microseconds.
    Span(i64),
    /// A time of day without a date, or a span below a day: microseconds.
    TimeOfDay(i64),
    /// A number shown as a percentage: `0.85` for 85 %.
    Percent(f64),
    /// A whole number shown with zeros before it, so many digits: 123 as `000123`.
    Padded(i64, u8),
    /// A number shown with words or marks beside it: 12.5 as `12.5万`, 7 as `€ 7`.
    Marked(f64, Marks),
    /// A formula whose value was never stored.
    Uncalculated,
    /// Something that is no value, such as a workbook's `#N/A`.
    Fault(&'c str),
    /// Something of which nothing could be made.
    Refused {
        /// What stands there.
        text: &'c str,
        /// Why.
        why: &'c str,
    },
}

impl Cell<'_> {
    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Text(text) => trim(text).is_empty(),
            _ => false,
        }
    }

    /// Appends the cell as a person would write it: whole numbers without decimals.
    pub fn write(&self, text: &mut String) {
        let written = match self {
            Self::Blank => Ok(()),
            Self::Text(value) => text.write_str(trim(value)),
            Self::Fault(value) | Self::Refused { text: value, .. } => text.write_str(value),
            Self::Integer(value) => write!(text, "{value}"),
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => write!(text, "{}", *value as i64),
            Self::Float(value) => write!(text, "{value}"),
            Self::Boolean(value) => write!(text, "{value}"),
            Self::Decimal(units, decimals) => write_decimal(text, *units, *decimals),
            Self::Local(at) => write!(text, "{}", stamp(*at)),
            Self::Instant(at) => write!(text, "{}Z", stamp(*at)),
            Self::Span(micros) | Self::TimeOfDay(micros) => write_span(text, *micros),
            Self::Percent(share) => write!(text, "{}%", rounded(share * 100.0)),
            Self::Padded(value, digits) => write!(text, "{value:0width$}", width = usize::from(*digits)),
            Self::Marked(value, marks) => write!(text, "{}", rounded(value * 10_f64.powi(i32::from(marks.zeros)))),
            Self::Uncalculated => write!(text, "a formula without a stored value"),
        };
        written.expect("writing to a string does not fail");
    }

    /// The cell as text, for messages.
    pub fn to_text(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

fn stamp(micros: i64) -> String {
    let at = crate::domain::Instant(micros).to_utc();
    at.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// Hours, minutes, seconds, and the fraction where there is one.
fn write_span(text: &mut String, micros: i64) -> std::fmt::Result {
    let (sign, micros) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs());
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    write!(text, "{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
    if fraction == 0 { Ok(()) } else { write!(text, ".{fraction:06}") }
}

/// Fifteen digits, as many as a workbook keeps.
fn rounded(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

fn write_decimal(text: &mut String, units: i128, decimals: i8) -> std::fmt::Result {
    let Some(places) = u32::try_from(decimals).ok().filter(|places| *places > 0) else {
        let zeros = usize::from(decimals.unsigned_abs());
        return write!(text, "{units}{}", "0".repeat(if units == 0 { 0 } else { zeros }));
    };
    let one = 10_u128.checked_pow(places).unwrap_or(u128::MAX);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, fraction) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
    write!(text, "{sign}{whole}.{fraction:0width$}", width = places as usize)
}

/// Without white space at both ends, full-width space included.
pub fn trim(text: &str) -> &str {
    let solid = |byte: Option<&u8>| byte.is_none_or(|byte| *byte > b' ' && *byte < 0x7F);
    let bytes = text.as_bytes();
    if solid(bytes.first()) && solid(bytes.last()) { text } else { text.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_cells_as_people_do() {
        for (cell, text) in [
            (Cell::Float(123.0), "123"),
            (Cell::Float(1.5), "1.5"),
            (Cell::Integer(-7), "-7"),
            (Cell::Decimal(-12_345, 2), "-123.45"),
            (Cell::Decimal(5, 3), "0.005"),
            (Cell::Decimal(5, 0), "5"),
            (Cell::Decimal(5, -2), "500"),
            (Cell::Text("\u{3000} 电话 "), "电话"),
            (Cell::Local(1_500_000), "1970-01-01T00:00:01.500"),
            (Cell::Instant(0), "1970-01-01T00:00:00Z"),
            (Cell::Span(192_000_000), "00:03:12"),
            (Cell::Span(-450_251_500_000), "-125:04:11.500000"),
            (Cell::Percent(0.85), "85%"),
            (Cell::Percent(0.07), "7%"),
            (Cell::Padded(123, 6), "000123"),
            (Cell::Marked(12.3, Marks { zeros: 4, ..Marks::default() }), "123000"),
        ] {
            assert_eq!(cell.to_text(), text);
        }
    }
}
