//! Delimited text files.

use super::cache::Entry;
use super::cell::{Cell, trim};
use super::inspect::{Decoding, Inspection};
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind};
use super::records::{Cells, Extent, Records, Step, detect_delimiter, line_at};
use super::stager::{Row, Stager};
use super::text::Segment;
use super::{Error, FileNotes};
use crate::config::{Delimiter, Encoding};
use crate::diagnostic::{Diagnostic, Place};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    delimiter: u8,
    names: Vec<String>,
    /// Offset and line of the first record after it.
    end: (usize, u64),
}

/// Reads a delimited text file.
pub fn read(job: &Job<'_>, plan: Plan, found: &Inspection, entry: &Entry) -> Result<Read, Stop> {
    let decoding = job.decoding(found)?;
    let mut segments = job.segments(decoding)?;
    let configured = match &job.source.delimiter {
        Some(Delimiter::Byte(byte)) => Some(*byte),
        _ => None,
    };
    let first = segments.next(|segment| match header(segment, configured) {
        Ok(Some(header)) => boundary(segment, &header, header.end),
        _ => segment.text.len(),
    });
    let first = first.map_err(|source| job.unreadable(source))?.unwrap_or_default();
    let file = job.file.relative.clone();
    let mixed_from = decoding.mixed;
    let mut notes = FileNotes { encoding: Some(encoding_name(decoding)), mixed_from, ..FileNotes::default() };
    let header = header(&first, configured).map_err(|(line, reason)| {
        let message = format!("the header cannot be read: {reason}");
        Diagnostic::error("bad-header", Place { file: file.clone().into(), line: Some(line), column: None }, message)
    })?;
    let Some(header) = header else {
        let plan = Arc::new(Plan { columns: Vec::new(), constants: Vec::new(), table: plan.table });
        return Ok(Read { file, plan, chunks: Vec::new(), notes });
    };
    notes.delimiter = Some(char::from(header.delimiter));
    let plan = Arc::new(bind(plan, job.source, &file, &header.names)?);
    let target = job.target(&plan, &file);
    let mut first = Some(first);
    let next = || match first.take() {
        Some(segment) => Ok(Some(segment)),
        None => segments
            .next(|segment| boundary(segment, &header, (0, segment.line)))
            .map_err(|source| job.unreadable(source)),
    };
    let chunks = job.stage_segments(&target, entry, next, |segment, stager| {
        let start = if segment.line == 1 { header.end } else { (0, segment.line) };
        rows(segment, &header, start, decoding, stager)
    })?;
    Ok(Read { file, plan, chunks, notes })
}

fn encoding_name(decoding: Decoding) -> String {
    match (decoding.encoding, decoding.mark) {
        (Encoding::Utf8, false) => "UTF-8",
        (Encoding::Utf8, true) => "UTF-8 with BOM",
        (Encoding::Gb18030, _) => "GB18030",
    }
    .to_owned()
}

/// The first record; `None` when there is none. A first line `sep=;` names the delimiter.
fn header(segment: &Segment, configured: Option<u8>) -> Result<Option<Header>, (u64, String)> {
    let text = segment.text.as_str();
    let named = text.strip_prefix("sep=").map(str::as_bytes).and_then(|rest| match rest {
        [delimiter, b'\n', ..] => Some((*delimiter, 6)),
        [delimiter, b'\r', b'\n', ..] => Some((*delimiter, 7)),
        _ => None,
    });
    let (start, line) = named.map_or((0, 1), |(_, end)| (end, 2));
    let first_line = line_at(text[start..].trim_start_matches(['\r', '\n']), 0);
    let delimiter =
        configured.or(named.map(|(delimiter, _)| delimiter)).unwrap_or_else(|| detect_delimiter(first_line));
    let mut records = Records::new(text, delimiter, Extent::Complete, 1).starting_at(start, line);
    let mut cells = Cells::default();
    match records.next(&mut cells) {
        None => Ok(None),
        Some(Step::Broken { line, reason, .. }) => Err((line, reason)),
        Some(Step::Incomplete { .. }) => Err((1, "it does not end".to_owned())),
        Some(Step::Record { line, start }) => match segment.fault_in(start, records.position().0) {
            Some(column) => Err((line, format!("its encoding is damaged in column {column}"))),
            None => {
                let names = (0..cells.len()).map(|index| trim(cells.get(text, index)).to_owned()).collect();
                Ok(Some(Header { delimiter, names, end: records.position() }))
            }
        },
    }
}

/// Up to where a segment consists of whole records.
fn boundary(segment: &Segment, header: &Header, start: (usize, u64)) -> usize {
    if memchr::memchr(b'"', segment.text.as_bytes()).is_none() {
        return segment.text.len();
    }
    let records = Records::new(&segment.text, header.delimiter, Extent::Partial, 1);
    records.with_width(header.names.len()).starting_at(start.0, start.1).whole()
}

struct Line<'t> {
    text: &'t str,
    cells: &'t Cells,
}

impl Row for Line<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        Cell::Text(self.cells.get(self.text, column))
    }

    fn text(&self, column: usize) -> Option<&str> {
        Some(self.cells.get(self.text, column))
    }
}

fn rows(
    segment: &Segment,
    header: &Header,
    start: (usize, u64),
    decoding: Decoding,
    stager: &mut Stager,
) -> Result<(), Error> {
    let text = segment.text.as_str();
    let records = Records::new(text, header.delimiter, Extent::Complete, 1);
    let mut records = records.with_width(header.names.len()).starting_at(start.0, start.1);
    let mut cells = Cells::default();
    while let Some(step) = records.next(&mut cells) {
        let (line, start, reason) = match step {
            Step::Record { line, start } => (line, start, None),
            Step::Broken { line, start, reason } => (line, start, Some(reason)),
            Step::Incomplete { .. } => break,
        };
        let fault = segment.fault_in(start, records.position().0);
        let fault = fault.map(|column| format!("not {} in column {column}", encoding_name(decoding)));
        match fault.or(reason) {
            Some(reason) => stager.reject_line(line, line_at(text, start), reason),
            None => stager.row(line, &Line { text, cells: &cells })?,
        }
    }
    Ok(())
}
