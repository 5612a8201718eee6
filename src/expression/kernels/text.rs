//! Text operations, with DuckDB's meaning of each.

use super::{Column, Computed};
use crate::expression::Op;
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Int64Array, StringArray};
use std::sync::Arc;

/// Applies a text operation.
pub(super) fn call(op: Op, arguments: &[Column]) -> Computed {
    let subject: &ArrayRef = &arguments[0].array;
    Ok(match op {
        Op::Like => Arc::new(arrow_string::like::like(&arguments[0], &arguments[1])?),
        Op::Length => Arc::new(subject.as_string::<i32>().iter().map(characters).collect::<Int64Array>()),
        Op::Lower => changed(subject, |text| text.chars().map(|c| single(c, c.to_lowercase())).collect()),
        Op::Upper => changed(subject, |text| text.chars().map(|c| single(c, c.to_uppercase())).collect()),
        _ => changed(subject, |text| text.trim_matches(is_space).to_owned()),
    })
}

fn characters(text: Option<&str>) -> Option<i64> {
    text.map(|text| i64::try_from(text.chars().count()).unwrap_or(i64::MAX))
}

fn changed(subject: &ArrayRef, change: impl Fn(&str) -> String) -> ArrayRef {
    Arc::new(subject.as_string::<i32>().iter().map(|text| text.map(&change)).collect::<StringArray>())
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
