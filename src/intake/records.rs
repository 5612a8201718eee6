//! Delimited text → records, with physical line numbers.
//!
//! Reads the same records as csv-core from well-formed text (a property test holds them together),
//! without copying cells. Where csv-core would guess, this reports: a quote that is never closed
//! or closed badly costs its own line and no other, and a ragged record is no record.

use memchr::{memchr, memchr2};

/// A quoted cell longer than this is an unclosed quote.
pub const LONGEST_RECORD: usize = 1 << 20;

/// Whether the text given is all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It ends with the file, or at a place where a record is known to end.
    Complete,
    /// More may follow.
    Partial,
}

/// The next thing in a delimited text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A record that starts at this line; its cells are in [`Cells`].
    Record {
        /// Its first line, from 1.
        line: u64,
        /// Byte offset of its start.
        start: usize,
    },
    /// A record with another number of cells than the header; its cells are in [`Cells`].
    Ragged {
        /// Its line, from 1.
        line: u64,
        /// Byte offset of its start.
        start: usize,
        /// What is wrong.
        reason: String,
    },
    /// A line that is no record; reading goes on after it.
    Broken {
        /// The line, from 1.
        line: u64,
        /// Byte offset of its start.
        start: usize,
        /// What is wrong.
        reason: String,
    },
    /// The text ends within a record that starts at this offset.
    Incomplete {
        /// Byte offset of its start.
        start: usize,
    },
}

/// The cells of one record; reused from record to record.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    spans: Vec<Span>,
    unescaped: String,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    end: usize,
    unescaped: bool,
}

impl Cells {
    /// How many.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// One cell, of the text that the record was read from.
    pub fn get<'t>(&'t self, text: &'t str, index: usize) -> &'t str {
        match self.spans.get(index) {
            Some(Span { start, end, unescaped: false }) => &text[*start..*end],
            Some(Span { start, end, unescaped: true }) => &self.unescaped[*start..*end],
            None => "",
        }
    }
}

/// Reads records one after the other.
#[derive(Clone, Debug)]
pub struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    width: Option<Width>,
    extent: Extent,
    quotes: bool,
    at: usize,
    line: u64,
    /// Whether the last line was broken by a quote, so that a stray quote now is its other end.
    suspect: bool,
}

/// How many cells a record has: nameless columns at the end may be missing, and blank cells may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Width {
    named: usize,
    all: usize,
}

enum Quoted {
    Record { next: usize },
    Broken { column: u64, reason: &'static str },
    Incomplete,
}

impl<'t> Records<'t> {
    /// Starts at the beginning of `text`, whose first line has the number `line`.
    pub fn new(text: &'t str, delimiter: u8, extent: Extent, line: u64) -> Self {
        let quotes = memchr(b'"', text.as_bytes()).is_some();
        Self { text, delimiter, width: None, extent, quotes, at: 0, line, suspect: false }
    }

    /// Demands one cell for each of these columns of every record that follows; columns without a
    /// name at the end may be missing, and blank cells beyond the last are nothing.
    #[must_use]
    pub fn with_columns(mut self, names: &[String]) -> Self {
        let named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        self.width = Some(Width { named, all: names.len() });
        self
    }

    /// Goes on at a later place, whose line has the number `line`.
    #[must_use]
    pub fn starting_at(mut self, at: usize, line: u64) -> Self {
        (self.at, self.line) = (at, line);
        self
    }

    /// Up to which offset the text consists of whole records, so that reading on from there gives
    /// the same as reading through.
    pub fn whole(mut self) -> usize {
        let mut cells = Cells::default();
        let mut whole = 0;
        loop {
            if !self.suspect {
                whole = self.at;
            }
            match self.next(&mut cells) {
                Some(Step::Incomplete { .. }) | None => return whole,
                Some(_) => {}
            }
        }
    }

    /// Where the next record starts, and its line.
    pub fn position(&self) -> (usize, u64) {
        (self.at, self.line)
    }

    /// The next record or fault; `None` at the end.
    pub fn next(&mut self, cells: &mut Cells) -> Option<Step> {
        self.skip_blank_lines();
        let (start, line) = (self.at, self.line);
        let rest = &self.text.as_bytes()[start..];
        if rest.is_empty() {
            return None;
        }
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        let plain = !self.quotes || memchr(b'"', &rest[..length]).is_none();
        let end_of_line = (start + length + 1).min(self.text.len());
        if !plain {
            return Some(self.quoted(start, line, end_of_line, cells));
        }
        if length == rest.len() && self.extent == Extent::Partial {
            return Some(Step::Incomplete { start });
        }
        cells.spans.clear();
        let length = if rest[..length].last() == Some(&b'\r') { length - 1 } else { length };
        self.split(start, start + length, cells);
        (self.at, self.line, self.suspect) = (end_of_line, line + 1, false);
        Some(match self.ragged(cells) {
            Some(reason) => Step::Ragged { line, start, reason },
            None => Step::Record { line, start },
        })
    }

    fn skip_blank_lines(&mut self) {
        let bytes = self.text.as_bytes();
        loop {
            match bytes[self.at..] {
                [b'\n', ..] => self.at += 1,
                [b'\r', b'\n', ..] => self.at += 2,
                _ => return,
            }
            self.line += 1;
        }
    }

    fn split(&self, start: usize, end: usize, cells: &mut Cells) {
        let bytes = self.text.as_bytes();
        let mut from = start;
        for (index, byte) in bytes[start..end].iter().enumerate() {
            if *byte == self.delimiter {
                cells.spans.push(Span { start: from, end: start + index, unescaped: false });
                from = start + index + 1;
            }
        }
        cells.spans.push(Span { start: from, end, unescaped: false });
    }

    fn ragged(&self, cells: &Cells) -> Option<String> {
        let found = cells.len();
        let width = self.width.filter(|width| width.all != found)?;
        let blank = |index: usize| cells.get(self.text, index).trim().is_empty();
        if found >= width.named && (width.all..found).all(blank) {
            return None;
        }
        let plural = if found == 1 { "" } else { "s" };
        Some(format!("{found} cell{plural} where the header has {}", width.all))
    }

    fn quoted(&mut self, start: usize, line: u64, end_of_line: usize, cells: &mut Cells) -> Step {
        cells.spans.clear();
        cells.unescaped.clear();
        let (reason, by_quote) = match self.scan(start, cells) {
            Quoted::Incomplete => return Step::Incomplete { start },
            Quoted::Broken { column, reason } => (format!("the quote in column {column} {reason}"), true),
            Quoted::Record { .. } if self.suspect && self.has_stray_quote(cells) => {
                ("a quote in the middle of a cell, after a line with a broken quote".to_owned(), true)
            }
            Quoted::Record { next } => match self.ragged(cells) {
                None => {
                    self.line += count_lines(&self.text.as_bytes()[start..next]);
                    (self.at, self.suspect) = (next, false);
                    return Step::Record { line, start };
                }
                Some(ragged) if next > end_of_line => {
                    (format!("{ragged}, and it runs over several lines: look for a quote that is not closed"), true)
                }
                Some(reason) => {
                    (self.at, self.line, self.suspect) = (end_of_line, line + 1, false);
                    return Step::Ragged { line, start, reason };
                }
            },
        };
        (self.at, self.line, self.suspect) = (end_of_line, line + 1, by_quote);
        Step::Broken { line, start, reason }
    }

    /// Whether a cell that does not open with a quote has one.
    fn has_stray_quote(&self, cells: &Cells) -> bool {
        let bytes = self.text.as_bytes();
        cells.spans.iter().any(|span| {
            let bare = !span.unescaped && (span.start == 0 || bytes[span.start - 1] != b'"');
            bare && memchr(b'"', &bytes[span.start..span.end]).is_some()
        })
    }

    /// Reads the cells of a record that has a quote somewhere.
    fn scan(&self, start: usize, cells: &mut Cells) -> Quoted {
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            let after = if bytes.get(at) == Some(&b'"') {
                match self.quoted_cell(start, at, cells) {
                    Ok(after) => after,
                    Err(fault) => return fault,
                }
            } else {
                let length = memchr2(self.delimiter, b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                let line_end = bytes.get(at + length) != Some(&self.delimiter);
                let carriage = usize::from(line_end && bytes[at..at + length].last() == Some(&b'\r'));
                cells.spans.push(Span { start: at, end: at + length - carriage, unescaped: false });
                at + length
            };
            match bytes.get(after) {
                Some(byte) if *byte == self.delimiter => at = after + 1,
                Some(_) => return Quoted::Record { next: after + 1 },
                None if self.extent == Extent::Partial => return Quoted::Incomplete,
                None => return Quoted::Record { next: after },
            }
        }
    }

    /// Reads a cell that opens with a quote; gives the offset of the delimiter or line end after it.
    fn quoted_cell(&self, start: usize, open: usize, cells: &mut Cells) -> Result<usize, Quoted> {
        let bytes = self.text.as_bytes();
        let fault = |reason| {
            let column =
                self.text[start..open].rsplit('\n').next().map_or(0, |before| before.chars().count()) as u64 + 1;
            Quoted::Broken { column, reason }
        };
        let limit = bytes.len().min(start + LONGEST_RECORD);
        let (mut from, unescaped_start) = (open + 1, cells.unescaped.len());
        let mut escaped = false;
        loop {
            let Some(length) = memchr(b'"', &bytes[from..limit.max(from)]) else {
                let more = limit == bytes.len() && self.extent == Extent::Partial;
                return Err(if more { Quoted::Incomplete } else { fault("is never closed") });
            };
            let close = from + length;
            if bytes.get(close + 1) == Some(&b'"') {
                cells.unescaped.push_str(&self.text[from..=close]);
                (escaped, from) = (true, close + 2);
                continue;
            }
            if escaped {
                cells.unescaped.push_str(&self.text[from..close]);
                let span = Span { start: unescaped_start, end: cells.unescaped.len(), unescaped: true };
                cells.spans.push(span);
            } else {
                cells.spans.push(Span { start: open + 1, end: close, unescaped: false });
            }
            return self.after_quote(close + 1).ok_or_else(|| {
                let more = close + 2 >= bytes.len() && self.extent == Extent::Partial;
                if more { Quoted::Incomplete } else { fault("is closed in the middle of the cell, or never") }
            });
        }
    }

    /// The delimiter or line end that follows a closing quote, blanks and a carriage return skipped.
    fn after_quote(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while bytes.get(at).is_some_and(|byte| *byte != self.delimiter && matches!(byte, b' ' | b'\r')) {
            at += 1;
        }
        match bytes.get(at) {
            Some(byte) if *byte == self.delimiter || *byte == b'\n' => Some(at),
            Some(_) => None,
            None => Some(at),
        }
    }
}

/// Counts line feeds.
pub fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The first physical line at an offset, without its end.
pub fn line_at(text: &str, start: usize) -> &str {
    text[start..].lines().next().unwrap_or_default()
}

/// The delimiter among `,` `;` tab and `|` that occurs most often outside quotes in a header line.
pub fn detect_delimiter(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (candidate, count) in &mut counts {
            *count += u32::from(!quoted && byte == *candidate);
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests;
