//! What the cells of a column look like.

use super::names::Text;
use super::times::{short_year, zone_word};
use crate::domain::words::{self, Vocabulary};
use crate::intake::is_instant;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Cells that are looked at for their form.
const LOOKED_AT: usize = 400;

/// One column of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// Its name with the texts that stand below it.
    pub asked: String,
    /// Its name made ready to be compared.
    pub text: Text,
    /// Its place from 0.
    pub at: usize,
    /// Whether the name stands over several columns.
    pub repeated: bool,
    /// Its cells with anything in them.
    pub cells: Vec<String>,
    /// Rows of the file.
    pub rows: usize,
    /// What its cells are, found when it is first asked.
    pub form: OnceCell<Form>,
}

/// What (almost) all cells of a column are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    instants: bool,
    spans: bool,
    numbers: bool,
    booleans: bool,
    prose: bool,
    distinct: usize,
}

impl Column {
    /// Share of the filled cells for which something holds; 0 without cells.
    pub fn share(&self, holds: impl Fn(&str) -> bool) -> f64 {
        let cells = &self.cells[..self.cells.len().min(LOOKED_AT)];
        let held = cells.iter().filter(|cell| holds(cell)).count();
        if cells.is_empty() { 0.0 } else { held as f64 / cells.len() as f64 }
    }

    /// Different cells with how often they occur.
    pub fn distinct(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        self.cells.iter().for_each(|cell| *counts.entry(cell.as_str()).or_default() += 1);
        counts
    }

    /// Whether (almost) all cells are times.
    pub fn is_of_instants(&self) -> bool {
        self.form().instants
    }

    /// Whether (almost) all cells are spans of time in a form of their own.
    pub fn is_of_spans(&self) -> bool {
        self.form().spans
    }

    /// Whether (almost) all cells are numbers.
    pub fn is_of_numbers(&self) -> bool {
        self.form().numbers
    }

    /// Whether all cells are yes or no.
    pub fn is_of_booleans(&self) -> bool {
        self.form().booleans
    }

    /// Whether its cells are sentences.
    pub fn is_of_prose(&self) -> bool {
        self.form().prose
    }

    /// How many different cells it has.
    pub fn count_of_distinct(&self) -> usize {
        self.form().distinct
    }

    fn form(&self) -> Form {
        *self.form.get_or_init(|| {
            let instants = self
                .share(|cell| is_instant(cell) || is_epoch(cell) || short_year(cell) || zone_word(cell).is_some())
                >= 0.9;
            let numbers = self.share(|cell| number(cell).is_some()) >= 0.9;
            let sentence =
                |cell: &str| cell.chars().count() > 12 || cell.contains(['，', '。', ',']) || cell.contains(' ');
            Form {
                instants,
                numbers,
                spans: self.share(is_span) >= 0.9,
                booleans: self.share(|cell| words::boolean(cell).is_some()) >= 0.99,
                prose: !numbers && !instants && self.share(sentence) > 0.4,
                distinct: self.distinct().len(),
            }
        })
    }

    /// Share of cells that a vocabulary knows.
    pub fn knows(&self, vocabulary: Vocabulary) -> f64 {
        self.share(|cell| words::canonical(vocabulary, cell).is_some())
    }

    /// Words that a vocabulary does not know, sorted.
    pub fn unknown_words(&self, vocabulary: Vocabulary) -> Vec<String> {
        let distinct = self.distinct();
        let unknown = distinct.keys().filter(|cell| words::canonical(vocabulary, cell).is_none());
        unknown.map(|cell| (*cell).to_owned()).collect()
    }

    /// Numbers of its cells.
    pub fn numbers(&self) -> Vec<f64> {
        self.cells.iter().filter_map(|cell| number(cell)).collect()
    }

    /// What it looks like, in a few words.
    pub fn described(&self) -> String {
        let distinct = self.distinct();
        let few = || distinct.keys().take(4).map(|cell| format!("`{}`", shown(cell))).collect::<Vec<_>>().join(", ");
        match distinct.len() {
            0 => "empty in every row".to_owned(),
            1 => format!("{} in every filled row", few()),
            _ if self.is_of_instants() => "times".to_owned(),
            _ if self.is_of_spans() => "spans of time".to_owned(),
            count if count <= 8 => few() + if count > 4 { ", …" } else { "" },
            _ if self.is_of_numbers() => "numbers".to_owned(),
            _ if self.is_of_prose() => "free text".to_owned(),
            count => format!("{count} different, such as {}", few().split(", ").next().unwrap_or_default()),
        }
    }
}

/// A cell shortened for a comment.
pub(super) fn shown(cell: &str) -> String {
    let line: String = cell.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(40).collect();
    if cell.chars().count() > 40 { line + "…" } else { line }
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970 that fall between 2001 and 2096.
pub(super) fn is_epoch(cell: &str) -> bool {
    let whole = cell.split('.').next().unwrap_or_default();
    let digits = whole.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!((whole.len(), whole.as_bytes().first()), (10 | 13 | 16 | 19, Some(b'1'..=b'3')))
}

/// A number with marks of thousands, a currency or a percent sign, in any style.
pub(super) fn number(cell: &str) -> Option<f64> {
    let mut text: String =
        cell.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '’')).collect();
    let negative = text.starts_with('-') || text.ends_with('-') || (text.starts_with('(') && text.ends_with(')'));
    text.retain(|letter| !matches!(letter, '-' | '+' | '(' | ')' | '%' | '¥' | '￥' | '$' | '€' | '£' | '元'));
    let (point, comma) = (text.rfind('.'), text.rfind(','));
    let text = match (point, comma) {
        (Some(point), Some(comma)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (None, Some(_)) if text.matches(',').count() > 1 => text.replace(',', ""),
        (None, Some(comma)) if text.len() - comma == 4 => text.replace(',', ""),
        (None, Some(_)) => text.replace(',', "."),
        (Some(_), None) if text.matches('.').count() > 1 => text.replace('.', ""),
        _ => text,
    };
    let plain =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'E' | b'e'));
    let value: f64 = text.parse().ok().filter(|_| plain)?;
    Some(if negative { -value } else { value })
}

/// A span of time that says what it is: `12:30`, `125:04:11`, `PT3M`, `3 hours 5 minutes`, `123秒`.
pub(super) fn is_span(cell: &str) -> bool {
    let parts: Vec<&str> = cell.trim_start_matches('-').split(':').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if (2..=3).contains(&parts.len()) && parts.iter().all(digits) && parts[1..].iter().all(|part| part.len() >= 2) {
        return true;
    }
    if cell.starts_with('P')
        && cell.len() > 2
        && cell[1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    {
        return true;
    }
    in_words(cell)
}

/// Numbers, each with a unit of time behind it.
fn in_words(cell: &str) -> bool {
    let mut rest = cell.trim();
    let mut found = false;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        if digits == 0 {
            return false;
        }
        let behind = rest[digits..].trim_start();
        let unit = behind.find(|letter: char| letter.is_ascii_digit()).unwrap_or(behind.len());
        if words::unit_micros(behind[..unit].trim()).is_none() {
            return false;
        }
        (rest, found) = (&behind[unit..], true);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_numbers_are_told() {
        for cell in
            ["12:30", "125:04:11", "PT3M12S", "3 hours 5 minutes", "123秒", "8 dias 0 horas 35 minutos", "2h 5m"]
        {
            assert!(is_span(cell), "{cell}");
        }
        for cell in ["12", "2026-07-01", "a:b", "phone", "3 apples"] {
            assert!(!is_span(cell), "{cell}");
        }
        for (cell, value) in
            [("1.234,50", 1234.5), ("1,234.50", 1234.5), ("12,5", 12.5), ("(3)", -3.0), ("¥28.16", 28.16)]
        {
            assert_eq!(number(cell), Some(value), "{cell}");
        }
        assert_eq!((number("A12"), number("")), (None, None));
        assert!(is_epoch("1782256722000") && is_epoch("1782878320") && !is_epoch("40213"));
    }
}
