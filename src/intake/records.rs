//! Delimited text → records, with physical line numbers.
//!
//! Reads the same records as csv-core from well-formed text (a property test holds them together),
//! without copying cells. Where csv-core would guess, this reports: a quote that is never closed
//! or closed badly costs its own line and no other, and a ragged record is no record.

mod quoted;

use super::dialect::{Dialect, Separator};
use memchr::{memchr, memmem};

/// A quoted cell longer than this is an unclosed quote.
const LONGEST_RECORD: usize = 1 << 20;

/// A longer cell is refused: no export has such, and nobody reads them.
const LONGEST_CELL: usize = 64 << 10;

/// What stands between the two numbers in the reason for which a ragged record is refused.
pub const RAGGED: &str = " where the header has ";

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

    /// Adds the cells of a line that begins at `start`; returns where its line feed stands. Looks at eight bytes
    /// at once: the bits of `marks` are the highest of those bytes that are a separator or a line feed.
    fn split_line(&mut self, bytes: &[u8], start: usize, separator: u8) -> Option<usize> {
        const FEEDS: u64 = u64::from_ne_bytes([b'\n'; 8]);
        let separators = u64::from_ne_bytes([separator; 8]);
        let (words, _) = bytes[start..].as_chunks::<8>();
        let (mut from, mut base) = (start, start);
        for word in words {
            let word = u64::from_le_bytes(*word);
            let feeds = zero_bytes(word ^ FEEDS);
            let mut marks = feeds | zero_bytes(word ^ separators);
            while marks != 0 {
                let bit = marks.trailing_zeros();
                let at = base + (bit / 8) as usize;
                self.spans.push(Span { start: from, end: at, unescaped: false });
                from = at + 1;
                if feeds & (1 << bit) != 0 {
                    return Some(at);
                }
                marks &= marks - 1;
            }
            base += 8;
        }
        for (at, byte) in bytes.iter().enumerate().skip(base) {
            if *byte == separator || *byte == b'\n' {
                self.spans.push(Span { start: from, end: at, unescaped: false });
                from = at + 1;
                if *byte == b'\n' {
                    return Some(at);
                }
            }
        }
        self.spans.push(Span { start: from, end: bytes.len(), unescaped: false });
        None
    }

    /// One cell, of the text that the record was read from.
    #[inline]
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
    dialect: &'t Dialect,
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

impl<'t> Records<'t> {
    /// Starts at the beginning of `text`, whose first line has the number `line`.
    pub fn new(text: &'t str, dialect: &'t Dialect, extent: Extent, line: u64) -> Self {
        let quotes = dialect.quote.is_some_and(|quote| memchr(quote, text.as_bytes()).is_some());
        Self { text, dialect, width: None, extent, quotes, at: 0, line, suspect: false }
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
        if let (false, Separator::Byte(separator)) = (self.quotes, &self.dialect.separator) {
            return Some(self.plain(*separator, cells));
        }
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        let quote = self.dialect.quote.filter(|_| self.quotes);
        let plain = quote.is_none_or(|quote| memchr(quote, &rest[..length]).is_none());
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
        Some(self.judged((start, length), end_of_line, cells))
    }

    /// The next record of a text in which nothing is quoted: cut into cells and to its end in one pass.
    fn plain(&mut self, separator: u8, cells: &mut Cells) -> Step {
        let (start, bytes) = (self.at, self.text.as_bytes());
        cells.spans.clear();
        let end = cells.split_line(bytes, start, separator);
        if end.is_none() && self.extent == Extent::Partial {
            return Step::Incomplete { start };
        }
        let end = end.unwrap_or(bytes.len());
        let returned = end > start && bytes[end - 1] == b'\r';
        if let Some(last) = cells.spans.last_mut().filter(|_| returned) {
            last.end -= 1;
        }
        self.judged((start, end - start - usize::from(returned)), (end + 1).min(bytes.len()), cells)
    }

    /// What the cells of a line of this length are; goes on behind it.
    fn judged(&mut self, (start, length): (usize, usize), end_of_line: usize, cells: &Cells) -> Step {
        let line = self.line;
        (self.at, self.line, self.suspect) = (end_of_line, line + 1, false);
        if length > LONGEST_CELL
            && let Some(reason) = too_long(cells)
        {
            return Step::Broken { line, start, reason };
        }
        match self.ragged(cells) {
            Some(ragged) => Step::Ragged { line, start, reason: ragged + self.cause(cells.len()) },
            None => Step::Record { line, start },
        }
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
        match &self.dialect.separator {
            Separator::Byte(separator) => self.split_at_byte(*separator, start, end, cells),
            Separator::Text(separator) => self.split_at_text(separator, start, end, cells),
            Separator::Blanks => self.split_at_blanks(start, end, cells),
        }
    }

    fn split_at_byte(&self, separator: u8, start: usize, end: usize, cells: &mut Cells) {
        cells.split_line(&self.text.as_bytes()[..end], start, separator);
    }

    fn split_at_text(&self, separator: &[u8], start: usize, end: usize, cells: &mut Cells) {
        let mut from = start;
        for index in memmem::find_iter(&self.text.as_bytes()[start..end], separator) {
            cells.spans.push(Span { start: from, end: start + index, unescaped: false });
            from = start + index + separator.len();
        }
        cells.spans.push(Span { start: from, end, unescaped: false });
    }

    fn split_at_blanks(&self, start: usize, end: usize, cells: &mut Cells) {
        let mut at = start;
        for word in self.text[start..end].split([' ', '\t']) {
            if !word.is_empty() {
                cells.spans.push(Span { start: at, end: at + word.len(), unescaped: false });
            }
            at += word.len() + 1;
        }
        if cells.spans.is_empty() {
            cells.spans.push(Span { start, end: start, unescaped: false });
        }
    }

    fn ragged(&self, cells: &Cells) -> Option<String> {
        let found = cells.len();
        let width = self.width.filter(|width| width.all != found)?;
        let blank = |index: usize| cells.get(self.text, index).trim().is_empty();
        if found >= width.named && (width.all..found).all(blank) {
            return None;
        }
        let plural = if found == 1 { "" } else { "s" };
        Some(format!("{found} cell{plural}{RAGGED}{}", width.all))
    }

    /// What makes records ragged most often.
    fn cause(&self, found: usize) -> &'static str {
        match self.dialect.separator {
            Separator::Byte(b' ') => ": `delimiter: blanks` takes several blanks for one",
            _ if self.width.is_some_and(|width| found > width.all) => ": a delimiter in a cell that is not quoted?",
            _ => "",
        }
    }
}

/// The highest bit of every byte that is zero.
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    !(((word & LOW) + LOW) | word | LOW)
}

fn too_long(cells: &Cells) -> Option<String> {
    let long = cells.spans.iter().position(|span| span.end - span.start > LONGEST_CELL)?;
    Some(format!("cell {} is longer than 64 KiB", long + 1))
}

/// Counts line feeds.
pub fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The first physical line at an offset, without its end.
pub fn line_at(text: &str, start: usize) -> &str {
    text[start..].lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
