//! Records with a quote somewhere.

use super::{Cells, Extent, LONGEST_CELL, LONGEST_RECORD, Records, Span, Step, count_lines, too_long};
use crate::intake::dialect::{Escape, Separator};
use memchr::{memchr, memchr2, memchr3};

enum Quoted {
    Record {
        next: usize,
    },
    /// A quote without its other end: what follows may belong to it.
    Broken {
        column: u64,
        reason: &'static str,
    },
    /// A quote in the middle of a cell that may well begin another one.
    Unclear {
        column: u64,
    },
    Incomplete,
}

impl Records<'_> {
    pub(super) fn quoted(&mut self, start: usize, line: u64, end_of_line: usize, cells: &mut Cells) -> Step {
        cells.spans.clear();
        cells.unescaped.clear();
        let next_line = |reason| (end_of_line, line + 1, reason);
        let ((at, next, reason), suspect) = match self.scan(start, cells) {
            Quoted::Incomplete => return Step::Incomplete { start },
            Quoted::Broken { column, reason } => {
                let cure = self.cure(start, end_of_line);
                (next_line(format!("the quote in column {column} {reason}{cure}")), true)
            }
            Quoted::Unclear { .. } if self.extent == Extent::Partial && !self.text[..end_of_line].ends_with('\n') => {
                return Step::Incomplete { start };
            }
            Quoted::Unclear { column } => {
                let reason = "stands in the middle of a cell, and what it quotes holds a delimiter";
                (next_line(format!("the quote in column {column} {reason}")), false)
            }
            Quoted::Record { .. } if self.suspect && self.has_stray_quote(cells) => {
                (next_line("a quote in the middle of a cell, after a line with a broken quote".to_owned()), true)
            }
            Quoted::Record { next } => match self.ragged(cells) {
                None => {
                    self.line += count_lines(&self.text.as_bytes()[start..next]);
                    (self.at, self.suspect) = (next, false);
                    let long = if next - start > LONGEST_CELL { too_long(cells) } else { None };
                    return match long {
                        Some(reason) => Step::Broken { line, start, reason },
                        None => Step::Record { line, start },
                    };
                }
                Some(ragged) if next > end_of_line => {
                    let reason = "it runs over several lines: look for a quote that is not closed";
                    (next_line(format!("{ragged}, and {reason}")), true)
                }
                Some(ragged) => {
                    (self.at, self.line, self.suspect) = (end_of_line, line + 1, false);
                    return Step::Ragged { line, start, reason: ragged + self.cause(cells.len()) };
                }
            },
        };
        (self.at, self.line, self.suspect) = (at, next, suspect);
        Step::Broken { line, start, reason }
    }

    /// The key that may read a line whose quotes are broken.
    fn cure(&self, start: usize, end: usize) -> &'static str {
        let line = &self.text[start..end];
        match self.dialect.escape {
            Escape::Doubled if line.contains("\\\"") => ": `quote: backslash` reads `\\\"` as a quote inside quotes",
            _ => "",
        }
    }

    /// Whether a cell that does not open with a quote has one.
    fn has_stray_quote(&self, cells: &Cells) -> bool {
        let Some(quote) = self.dialect.quote else { return false };
        let bytes = self.text.as_bytes();
        cells.spans.iter().any(|span| {
            let bare = !span.unescaped && (span.start == 0 || bytes[span.start - 1] != quote);
            bare && memchr(quote, &bytes[span.start..span.end]).is_some()
        })
    }

    /// Reads the cells of a record that has a quote somewhere.
    fn scan(&self, start: usize, cells: &mut Cells) -> Quoted {
        let (bytes, quote) = (self.text.as_bytes(), self.dialect.quote.unwrap_or_default());
        let blanks = self.dialect.separator == Separator::Blanks;
        let mut at = start;
        loop {
            if blanks {
                at += run_of_blanks(&bytes[at..]);
            }
            let after = if bytes.get(at) == Some(&quote) {
                self.quoted_cell(start, at, cells)
            } else {
                self.bare_cell(start, at, cells)
            };
            let after = match after {
                Ok(after) => after,
                Err(fault) => return fault,
            };
            match self.separator_at(after) {
                Some(length) => at = after + length,
                None if after < bytes.len() => return Quoted::Record { next: after + 1 },
                None if self.extent == Extent::Partial => return Quoted::Incomplete,
                None => return Quoted::Record { next: after },
            }
        }
    }

    /// Length of the separator at an offset, if one stands there.
    fn separator_at(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let length = match &self.dialect.separator {
            Separator::Byte(separator) => usize::from(rest.first() == Some(separator)),
            Separator::Text(separator) => {
                if rest.starts_with(separator) {
                    separator.len()
                } else {
                    0
                }
            }
            Separator::Blanks => match run_of_blanks(rest) {
                run if matches!(rest.get(run), None | Some(b'\n' | b'\r')) => 0,
                run => run,
            },
        };
        (length > 0).then_some(length)
    }

    /// Reads a cell that does not open with a quote; gives the offset of the separator or line end
    /// after it.
    fn bare_cell(&self, record: usize, start: usize, cells: &mut Cells) -> Result<usize, Quoted> {
        let bytes = self.text.as_bytes();
        let quote = self.dialect.quote.unwrap_or_default();
        let mut from = start;
        loop {
            let at = self.mark(from);
            if bytes.get(at) != Some(&quote) {
                let end = if at > start && matches!(bytes.get(at), None | Some(b'\n')) && bytes[at - 1] == b'\r' {
                    at - 1
                } else {
                    at
                };
                cells.spans.push(Span { start, end, unescaped: false });
                return Ok(if self.separator_at(at).is_some() { at } else { self.line_end(at) });
            }
            if bytes[start..at].iter().all(|byte| *byte == b' ') {
                let kept = (cells.spans.len(), cells.unescaped.len());
                match self.quoted_cell(record, at, cells) {
                    Err(Quoted::Broken { .. }) => {}
                    other => return other,
                }
                cells.spans.truncate(kept.0);
                cells.unescaped.truncate(kept.1);
            } else if self.opens_another(at) {
                return Err(Quoted::Unclear { column: self.column(record, at) });
            }
            from = at + 1;
        }
    }

    /// The line end at an offset, blanks before it skipped.
    fn line_end(&self, at: usize) -> usize {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
        at + self.text.as_bytes()[at..].iter().take_while(blank).count()
    }

    /// The next separator, line end or quote; the end of the text when there is none.
    fn mark(&self, from: usize) -> usize {
        let (bytes, quote) = (self.text.as_bytes(), self.dialect.quote.unwrap_or_default());
        let mut from = from;
        loop {
            let rest = &bytes[from..];
            let found = match &self.dialect.separator {
                Separator::Byte(separator) => memchr3(*separator, b'\n', quote, rest),
                Separator::Text(separator) => memchr3(separator[0], b'\n', quote, rest),
                Separator::Blanks => {
                    rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\n') || *byte == quote)
                }
            };
            let at = found.map_or(bytes.len(), |length| from + length);
            let several = matches!(self.dialect.separator, Separator::Text(_));
            if several
                && bytes.get(at).is_some_and(|byte| *byte != b'\n' && *byte != quote)
                && self.separator_at(at).is_none()
            {
                from = at + 1;
                continue;
            }
            return at;
        }
    }

    /// Whether a quote in the middle of a cell may begin another one: text follows at once, and
    /// before the quote that closes it there is a separator.
    fn opens_another(&self, open: usize) -> bool {
        let (bytes, quote) = (self.text.as_bytes(), self.dialect.quote.unwrap_or_default());
        let end = memchr(b'\n', &bytes[open..]).map_or(bytes.len(), |length| open + length);
        let begins = bytes.get(open + 1).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != quote);
        if !begins || self.separator_at(open + 1).is_some() {
            return false;
        }
        let mut from = open + 1;
        while let Some(length) = memchr(quote, &bytes[from..end]) {
            let close = from + length;
            if bytes.get(close + 1) == Some(&quote) {
                from = close + 2;
                continue;
            }
            let closes = self.after_quote(close + 1).is_some();
            return closes && (open + 1..close).any(|at| self.separator_at(at).is_some());
        }
        false
    }

    fn column(&self, record: usize, at: usize) -> u64 {
        self.text[record..at].rsplit('\n').next().map_or(0, |before| before.chars().count()) as u64 + 1
    }

    /// Reads a cell that opens with a quote; gives the offset of the separator or line end after it.
    fn quoted_cell(&self, record: usize, open: usize, cells: &mut Cells) -> Result<usize, Quoted> {
        let bytes = self.text.as_bytes();
        let quote = self.dialect.quote.unwrap_or_default();
        let fault = |reason| Quoted::Broken { column: self.column(record, open), reason };
        let limit = bytes.len().min(record + LONGEST_RECORD);
        let (mut from, unescaped_start) = (open + 1, cells.unescaped.len());
        let mut escaped = false;
        loop {
            let rest = &bytes[from..limit.max(from)];
            let found = match self.dialect.escape {
                Escape::Doubled => memchr(quote, rest),
                Escape::Backslash => memchr2(quote, b'\\', rest),
            };
            let Some(close) = found.map(|length| from + length) else {
                let more = limit == bytes.len() && self.extent == Extent::Partial;
                return Err(if more { Quoted::Incomplete } else { fault("is never closed") });
            };
            let next = bytes.get(close + 1);
            if bytes[close] != quote {
                // A backslash before anything else than a quote or a backslash stands for itself.
                let kept = if next.is_some_and(|next| *next == quote || *next == b'\\') { close } else { close + 1 };
                cells.unescaped.push_str(&self.text[from..kept]);
                let taken = usize::from(kept == close);
                cells.unescaped.push_str(&self.text[close + 1..close + 1 + taken]);
                (escaped, from) = (true, close + 1 + taken);
                continue;
            }
            if next == Some(&quote) {
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

    /// The separator or line end that follows a closing quote, blanks and a carriage return skipped.
    fn after_quote(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\r')) && self.separator_at(at).is_none() {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'\n') | None => Some(at),
            Some(_) => self.separator_at(at).map(|_| at),
        }
    }
}

fn run_of_blanks(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(bytes.len())
}
