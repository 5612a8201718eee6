//! Text operations, with DuckDB's meaning of each. Positions and lengths count characters.

use super::{Column, Computed};
use crate::expression::Op;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray};
use arrow_schema::{ArrowError, DataType};
use std::sync::Arc;

/// Longest text that an expression makes, in bytes.
const LONGEST: usize = 1 << 20;
/// Most bytes that it makes of one batch; Arrow's offsets end at twice as much.
const MOST: usize = 1 << 30;

/// Applies a text operation to each row.
pub(super) fn call(op: Op, arguments: &[Column], rows: usize) -> Computed {
    let row = |row| Row { arguments, row };
    let all = (0..rows).map(row);
    Ok(match op {
        Op::Length | Op::Position => Arc::new(all.map(|row| row.whole(op)).collect::<Int64Array>()),
        Op::StartsWith | Op::EndsWith | Op::Contains => {
            Arc::new(all.map(|row| row.truth(op)).collect::<BooleanArray>())
        }
        Op::ReadNumber => Arc::new(all.map(|row| number(row.text(0)?)).collect::<Float64Array>()),
        Op::ReadInteger => Arc::new(all.map(|row| integer(row.text(0)?)).collect::<Int64Array>()),
        _ => {
            let mut bytes = 0;
            let mut made = Vec::with_capacity(rows);
            for row in all {
                let text = row.made(op)?;
                bytes += text.as_ref().map_or(0, String::len);
                if bytes > MOST {
                    return Err(too_long());
                }
                made.push(text);
            }
            Arc::new(StringArray::from(made))
        }
    })
}

/// Whole numbers and booleans in writing.
pub(super) fn written(subject: &ArrayRef) -> Computed {
    Ok(match subject.data_type() {
        DataType::Boolean => Arc::new(
            subject.as_boolean().iter().map(|truth| truth.map(|truth| truth.to_string())).collect::<StringArray>(),
        ),
        _ => {
            let whole = subject.as_primitive::<Int64Type>().iter();
            Arc::new(whole.map(|whole| whole.map(|whole| whole.to_string())).collect::<StringArray>())
        }
    })
}

fn too_long() -> ArrowError {
    ArrowError::ComputeError(format!("a text grew longer than {LONGEST} bytes, or a column than {MOST}"))
}

/// The arguments of one row.
#[derive(Clone, Copy)]
struct Row<'a> {
    arguments: &'a [Column],
    row: usize,
}

impl<'a> Row<'a> {
    /// Where the value of an argument stands, unless it is null.
    fn place(&self, argument: usize) -> Option<(&'a ArrayRef, usize)> {
        let column = &self.arguments[argument];
        let row = if column.constant { 0 } else { self.row };
        (!column.array.is_null(row)).then_some((&column.array, row))
    }

    fn text(&self, argument: usize) -> Option<&'a str> {
        self.place(argument).map(|(array, row)| array.as_string::<i32>().value(row))
    }

    fn integer(&self, argument: usize) -> Option<i64> {
        self.place(argument).map(|(array, row)| array.as_primitive::<Int64Type>().value(row))
    }

    fn whole(&self, op: Op) -> Option<i64> {
        let text = self.text(0)?;
        match op {
            Op::Length => Some(characters(text)),
            _ => Some(text.find(self.text(1)?).map_or(0, |at| characters(&text[..at]) + 1)),
        }
    }

    fn truth(&self, op: Op) -> Option<bool> {
        let (text, part) = (self.text(0)?, self.text(1)?);
        Some(match op {
            Op::StartsWith => text.starts_with(part),
            Op::EndsWith => text.ends_with(part),
            _ => text.contains(part),
        })
    }

    fn made(&self, op: Op) -> Result<Option<String>, ArrowError> {
        match op {
            Op::Replace => replaced(self.text(0), self.text(1), self.text(2)),
            Op::PadStart => padded(self.text(0), self.integer(1), self.text(2)),
            _ => match self.short(op) {
                Some(text) if text.len() > LONGEST => Err(too_long()),
                text => Ok(text),
            },
        }
    }

    /// What is no longer than the arguments together.
    fn short(&self, op: Op) -> Option<String> {
        let text = self.text(0)?;
        Some(match op {
            Op::Lower => text.chars().map(|c| single(c, c.to_lowercase())).collect(),
            Op::Upper => text.chars().map(|c| single(c, c.to_uppercase())).collect(),
            Op::Concat => format!("{text}{}", self.text(1)?),
            Op::Substring => self.substring(text)?.to_owned(),
            Op::Left => cut(text, 0, from_end(text, self.integer(1)?)).to_owned(),
            Op::Right => cut(text, characters(text) - from_end(text, self.integer(1)?), i64::MAX).to_owned(),
            Op::SplitPart => part(text, self.text(1)?, self.integer(2)?).to_owned(),
            _ => self.trimmed(op, text)?.to_owned(),
        })
    }

    /// From a position, counted from 1 or backwards from the end, as many characters as asked for;
    /// position 0 stands before the first; a negative count goes backwards.
    fn substring(&self, text: &'a str) -> Option<&'a str> {
        let size = characters(text);
        let start = match self.integer(1)? {
            0 => -1,
            from if from > 0 => from - 1,
            from => size.saturating_add(from),
        };
        let count = if self.arguments.len() > 2 { self.integer(2)? } else { i64::MAX };
        let end = start.saturating_add(count);
        Some(cut(text, start.min(end), start.max(end)))
    }

    fn trimmed(&self, op: Op, text: &'a str) -> Option<&'a str> {
        let set = if self.arguments.len() > 1 { Some(self.text(1)?) } else { None };
        let goes = |letter: char| set.map_or_else(|| is_space(letter), |set| set.contains(letter));
        Some(match op {
            Op::TrimStart => text.trim_start_matches(goes),
            Op::TrimEnd => text.trim_end_matches(goes),
            _ => text.trim_matches(goes),
        })
    }
}

fn characters(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// How many characters remain when so many are wanted, or so many are left out of the other end.
fn from_end(text: &str, count: i64) -> i64 {
    let size = characters(text);
    if count >= 0 { count.min(size) } else { size.saturating_add(count).max(0) }
}

/// The characters from one position up to another, from 0.
fn cut(text: &str, from: i64, until: i64) -> &str {
    let offset = |position: i64| {
        let position = usize::try_from(position).unwrap_or(0);
        text.char_indices().nth(position).map_or(text.len(), |(at, _)| at)
    };
    let (start, end) = (offset(from), offset(until));
    if start < end { &text[start..end] } else { "" }
}

fn part<'t>(text: &'t str, separator: &str, number: i64) -> &'t str {
    let position = |number: i64| usize::try_from(number - 1).unwrap_or(usize::MAX);
    let found = match number {
        0 => None,
        number if number > 0 => text.split(separator).nth(position(number)),
        number => text.rsplit(separator).nth(position(number.saturating_neg())),
    };
    found.unwrap_or_default()
}

fn replaced(text: Option<&str>, from: Option<&str>, to: Option<&str>) -> Result<Option<String>, ArrowError> {
    let (Some(text), Some(from), Some(to)) = (text, from, to) else { return Ok(None) };
    if from.is_empty() {
        return Ok(Some(text.to_owned()));
    }
    let grown = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    if to.len() > from.len() && grown > LONGEST { Err(too_long()) } else { Ok(Some(text.replace(from, to))) }
}

fn padded(text: Option<&str>, size: Option<i64>, fill: Option<&str>) -> Result<Option<String>, ArrowError> {
    let (Some(text), Some(size), Some(fill)) = (text, size, fill) else { return Ok(None) };
    let missing = size.saturating_sub(characters(text));
    if missing <= 0 {
        return Ok(Some(cut(text, 0, size).to_owned()));
    }
    let missing = usize::try_from(missing).ok().filter(|missing| *missing <= LONGEST / 4).ok_or_else(too_long)?;
    Ok(Some(fill.chars().cycle().take(missing).chain(text.chars()).collect()))
}

/// A decimal number with a point, with or without an exponent, between blanks.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_space);
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(|number| number + 0.0)
}

/// A whole number between blanks; noughts after a point are allowed.
fn integer(text: &str) -> Option<i64> {
    let text = text.trim_matches(is_space);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    fraction.bytes().all(|byte| byte == b'0').then(|| whole.parse().ok())?
}

/// The other case of a character when that is one character too.
fn single(character: char, mut other: impl Iterator<Item = char>) -> char {
    match (other.next(), other.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}

/// Unicode's space separators (Zs): not tabs or line breaks.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}
