//! How a delimited text is written: what separates cells, how they are quoted.
//!
//! Found by header and data lines together; two readings that fit alike are refused with both.

use super::csv::{Head, head};
use super::layout::{Wanted, find, shown};
use crate::config::{Delimiter, Header, Quote, Source};
use crate::diagnostic::Diagnostic;
use memchr::memmem;

/// What separates cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Separator {
    /// One character.
    Byte(u8),
    /// Several characters.
    Text(Vec<u8>),
    /// Runs of blanks; those at both ends of a line are nothing.
    Blanks,
}

/// How a quote is written inside quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Twice.
    Doubled,
    /// With a backslash before it, or twice.
    Backslash,
}

/// How a delimited text is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What separates cells.
    pub separator: Separator,
    /// The quote; `None` when quotes are characters like any other.
    pub quote: Option<u8>,
    /// How a quote is written inside quotes.
    pub escape: Escape,
}

/// Delimiters that are tried, the likeliest last.
const CANDIDATES: [u8; 4] = [b'|', b'\t', b';', b','];

impl Default for Dialect {
    fn default() -> Self {
        Self { separator: Separator::Byte(b','), quote: Some(b'"'), escape: Escape::Doubled }
    }
}

impl Dialect {
    /// Comma-separated and quoted by `"`, but for another separator.
    pub fn separated_by(separator: Separator) -> Self {
        Self { separator, ..Self::default() }
    }

    fn quoted_as(self, quote: Quote) -> Self {
        let (quote, escape) = match quote {
            Quote::Double => (Some(b'"'), Escape::Doubled),
            Quote::Backslash => (Some(b'"'), Escape::Backslash),
            Quote::Single => (Some(b'\''), Escape::Doubled),
            Quote::None => (None, Escape::Doubled),
        };
        Self { quote, escape, ..self }
    }

    /// The delimiter, where it is one character.
    pub fn delimiter(&self) -> Option<char> {
        match self.separator {
            Separator::Byte(byte) => Some(char::from(byte)),
            Separator::Text(_) | Separator::Blanks => None,
        }
    }
}

/// A text from its first line on, and what a line `sep=;` above it says.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'t> {
    text: &'t str,
    /// Offset and line of the first line that is no `sep=`.
    pub start: (usize, u64),
    named: Option<u8>,
}

impl<'t> Opening<'t> {
    /// Of a text.
    pub fn of(text: &'t str) -> Self {
        let line = text.split_inclusive('\n').next().unwrap_or_default();
        let word = line.trim_end().trim_matches('"');
        let rest = word.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &word.as_bytes()[4..]);
        // A tab that ends the line was trimmed.
        let named = match rest {
            Some([byte]) => Some(*byte),
            Some(b"") if line.contains("=\t") => Some(b'\t'),
            _ => None,
        };
        let start = if named.is_some() { (line.len(), 2) } else { (0, 1) };
        Self { text, start, named }
    }
}

/// How a text is written: as configured, as its first line says, or as its lines fit together. Also
/// says what is worth saying.
pub fn detect(opening: Opening<'_>, source: &Source, wanted: &[Wanted]) -> Result<(Dialect, Vec<String>), Diagnostic> {
    let configured = match &source.delimiter {
        Some(Delimiter::Byte(byte)) => Some(Separator::Byte(*byte)),
        Some(Delimiter::Text(text)) => Some(Separator::Text(text.clone().into_bytes())),
        Some(Delimiter::Blanks) => Some(Separator::Blanks),
        None => opening.named.map(Separator::Byte),
    };
    let separator = match configured {
        Some(separator) => separator,
        None => by_lines(opening, source, wanted)?,
    };
    let mut said = Vec::new();
    if separator == Separator::Blanks {
        said.push("cells are separated by runs of blanks".to_owned());
    }
    let mut dialect = Dialect::separated_by(separator).quoted_as(source.quote);
    if source.quote == Quote::Double && has_backslashes(opening, &dialect) {
        dialect.escape = Escape::Backslash;
        said.push("quotes inside quotes have a backslash before them".to_owned());
    }
    Ok((dialect, said))
}

/// One reading of the first lines.
struct Reading {
    separator: Separator,
    /// Cells of most rows.
    width: usize,
    /// Rows with so many cells.
    alike: usize,
    /// Whether the columns are there that the mapping needs.
    fits: bool,
    example: Vec<String>,
}

fn by_lines(opening: Opening<'_>, source: &Source, wanted: &[Wanted]) -> Result<Separator, Diagnostic> {
    let read = |separator| reading(opening, source, wanted, separator);
    let mut readings: Vec<Reading> = CANDIDATES.iter().map(|byte| read(Separator::Byte(*byte))).collect();
    if !readings.iter().any(|reading| reading.fits) {
        let blanks = read(Separator::Blanks);
        if blanks.fits && blanks.width > 1 && wanted.len() > 1 {
            return Ok(Separator::Blanks);
        }
    }
    if readings.iter().any(|reading| reading.fits) {
        readings.retain(|reading| reading.fits);
    }
    let most = readings.iter().filter(|reading| reading.width > 1).map(|reading| reading.alike).max();
    let Some(most) = most else { return Ok(Separator::Byte(b',')) };
    readings.retain(|reading| reading.width > 1 && reading.alike == most);
    match readings.as_slice() {
        [one, other, ..] if one.fits && other.fits => Err(ambiguous(source, one, other)),
        // Without anything to decide by, the one that gives more columns.
        _ => Ok(readings
            .into_iter()
            .max_by_key(|reading| reading.width)
            .map_or(Separator::Byte(b','), |one| one.separator)),
    }
}

fn reading(opening: Opening<'_>, source: &Source, wanted: &[Wanted], separator: Separator) -> Reading {
    let dialect = Dialect::separated_by(separator).quoted_as(source.quote);
    let head: Head = head(opening.text, &dialect, opening.start, super::layout::head_rows(source));
    let widths: Vec<usize> = head.rows.iter().map(|(_, cells)| solid(cells)).collect();
    let count = |width: usize| widths.iter().filter(|other| **other == width).count();
    let usual = |least: usize| {
        widths.iter().copied().filter(|width| *width >= least).max_by_key(|width| (count(*width), *width))
    };
    let width = usual(0).unwrap_or(0);
    let fits = match &source.header {
        Header::Named(names) => names.len() == width,
        _ => find(&head.rows, source, wanted).is_ok_and(|layout| {
            let has = |wish: &Wanted| wish.names.iter().any(|name| layout.names.contains(name));
            !wanted.is_empty() && wanted.iter().all(has)
        }),
    };
    // Remarks above and below a short table may be more lines than it has.
    let width = usual(2).filter(|_| fits).unwrap_or(width);
    let example = head.rows.last().map(|(_, cells)| cells.clone()).unwrap_or_default();
    Reading { separator: dialect.separator, width, alike: count(width), fits, example }
}

/// Cells up to the last that is not blank.
fn solid(cells: &[String]) -> usize {
    cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1)
}

fn ambiguous(source: &Source, one: &Reading, other: &Reading) -> Diagnostic {
    let cells = |reading: &Reading| {
        let shown: Vec<String> = reading.example.iter().map(|cell| format!("`{}`", shown(cell))).collect();
        let Separator::Byte(byte) = reading.separator else { return shown.join(" ") };
        let name = if byte == b'\t' { "tab".to_owned() } else { char::from(byte).to_string() };
        format!("`delimiter: \"{name}\"` gives {}", shown.join(" and "))
    };
    let message = format!("`{}`: the lines can be cut into cells in two ways", source.files);
    let hint = format!("{}; {}: write one of them", cells(one), cells(other));
    Diagnostic::error("ambiguous-delimiter", source.place.clone(), message).with_hint(hint)
}

/// Whether quotes are written with a backslash: lines with `\"` are records so, and are none otherwise.
fn has_backslashes(opening: Opening<'_>, dialect: &Dialect) -> bool {
    let text = opening.text;
    let Some(first) = memmem::find(text.as_bytes(), b"\\\"") else { return false };
    let line = text[..first].rfind('\n').map_or(0, |end| end + 1);
    let other = Dialect { escape: Escape::Backslash, ..dialect.clone() };
    let (plain, escaped) = (head(text, dialect, (line, 1), 200), head(text, &other, (line, 1), 200));
    let uneven = |head: &Head| {
        let width = head.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        head.broken.len() + head.rows.iter().filter(|(_, cells)| cells.len() != width).count()
    };
    !plain.broken.is_empty() && escaped.broken.is_empty() && uneven(&escaped) <= uneven(&plain)
}

#[cfg(test)]
mod tests;
