//! Delimited text files.

use super::cache::Entry;
use super::cell::{Cell, trim};
use super::dialect::{self, Dialect, Opening};
use super::encoding::Decoding;
use super::job::{Job, Read, Stop};
use super::layout::{self, HeadRow, Layout, Wanted};
use super::mapping::{Plan, bind_laid_out};
use super::records::{Cells, Extent, Records, Step, line_at};
use super::stager::{Row, Stager};
use super::text::Segment;
use super::{Error, FileNotes};
use crate::diagnostic::{Diagnostic, Place};
use std::sync::Arc;

/// How a file is cut into records, and where they begin.
#[derive(Clone, Debug, Default)]
struct Shape {
    dialect: Dialect,
    names: Vec<String>,
    /// Offset and line of the first row that may be a record.
    start: (usize, u64),
}

/// The first rows of a file as they stand.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Their lines and cells; a line that is no row is one cell.
    pub rows: Vec<HeadRow>,
    /// Lines that are no rows, and why.
    pub broken: Vec<(u64, String)>,
    starts: Vec<usize>,
    /// Where the rows end.
    end: (usize, u64),
}

/// Reads a delimited text file.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let decoding = job.decoding()?;
    let mut segments = job.segments(decoding)?;
    let wanted = plan.wanted();
    let first = segments.next(|segment| match shape(job, segment, &wanted) {
        Ok(Some((shape, _))) => boundary(segment, &shape, shape.start),
        _ => segment.text.len(),
    });
    let first = first.map_err(|source| job.unreadable(source))?.unwrap_or_default();
    let file = job.file.relative.clone();
    let mixed_from = decoding.mixed;
    let mut notes = FileNotes { encoding: Some(decoding.name()), mixed_from, ..FileNotes::default() };
    let Some((shape, layout)) = shape(job, &first, &wanted)? else {
        let plan = Arc::new(Plan::nothing(plan.table));
        return Ok(Read { file, plan, chunks: Vec::new(), notes });
    };
    notes.delimiter = shape.dialect.delimiter();
    notes.said = decoding.said().into_iter().chain(layout.said.clone()).collect();
    let plan = Arc::new(bind_laid_out(plan, job.source, &file, &layout)?);
    let target = job.laid_out(&plan, &file, layout);
    let mut first = Some(first);
    let next = || match first.take() {
        Some(segment) => Ok(Some(segment)),
        None => segments
            .next(|segment| boundary(segment, &shape, (0, segment.line)))
            .map_err(|source| job.unreadable(source)),
    };
    let chunks = job.stage_segments(&target, entry, next, |segment, stager| {
        let start = if segment.line == 1 { shape.start } else { (0, segment.line) };
        rows(segment, &shape, start, decoding, stager)
    })?;
    Ok(Read { file, plan, chunks, notes })
}

/// Dialect, header and first record; `None` when nothing stands in the file.
fn shape(job: &Job<'_>, segment: &Segment, wanted: &[Wanted]) -> Result<Option<(Shape, Layout)>, Diagnostic> {
    let text = segment.text.as_str();
    let opening = Opening::of(text);
    let (dialect, said) = dialect::detect(opening, job.source, wanted)?;
    let head = head(text, &dialect, opening.start, layout::head_rows(job.source));
    if head.rows.is_empty() {
        return Ok(None);
    }
    let mut layout = layout::find(&head.rows, job.source, wanted)?;
    head.intact(job, segment, layout.at)?;
    layout.said.splice(..0, said);
    let begin = head.rows.iter().position(|(line, _)| *line >= layout.first);
    let start = begin.map_or(head.end, |row| (head.starts[row], head.rows[row].0));
    Ok(Some((Shape { dialect, names: layout.names.clone(), start }, layout)))
}

/// The first rows with anything in them.
pub fn head(text: &str, dialect: &Dialect, start: (usize, u64), most: usize) -> Head {
    let mut records = Records::new(text, dialect, Extent::Complete, 1).starting_at(start.0, start.1);
    let (mut head, mut cells) = (Head::default(), Cells::default());
    while head.rows.len() < most {
        let Some(step) = records.next(&mut cells) else { break };
        let (line, start, row) = match step {
            Step::Record { line, start } | Step::Ragged { line, start, .. } => {
                (line, start, (0..cells.len()).map(|index| trim(cells.get(text, index)).to_owned()).collect())
            }
            Step::Broken { line, start, reason } => {
                head.broken.push((line, reason));
                (line, start, vec![line_at(text, start).to_owned()])
            }
            Step::Incomplete { .. } => break,
        };
        if !row.iter().all(String::is_empty) {
            head.rows.push((line, row));
            head.starts.push(start);
        }
        head.end = records.position();
    }
    head
}

impl Head {
    /// Refuses a header that cannot be read.
    fn intact(&self, job: &Job<'_>, segment: &Segment, line: u64) -> Result<(), Diagnostic> {
        let refuse = |reason: String| {
            let place = Place { file: job.file.relative.clone().into(), line: Some(line), column: None };
            Err(Diagnostic::error("bad-header", place, format!("the header cannot be read: {reason}")))
        };
        if let Some((_, reason)) = self.broken.iter().find(|(broken, _)| *broken == line) {
            return refuse(reason.clone());
        }
        let Some(row) = self.rows.iter().position(|(at, _)| *at == line) else { return Ok(()) };
        let end = self.starts.get(row + 1).copied().unwrap_or(self.end.0);
        match segment.fault_in(self.starts[row], end) {
            Some(column) => refuse(format!("its encoding is damaged in column {column}")),
            None => Ok(()),
        }
    }
}

/// Up to where a segment consists of whole records.
fn boundary(segment: &Segment, shape: &Shape, start: (usize, u64)) -> usize {
    let quote = shape.dialect.quote.filter(|quote| memchr::memchr(*quote, segment.text.as_bytes()).is_some());
    if quote.is_none() {
        return segment.text.len();
    }
    let records = Records::new(&segment.text, &shape.dialect, Extent::Partial, 1);
    records.with_columns(&shape.names).starting_at(start.0, start.1).whole()
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
    shape: &Shape,
    start: (usize, u64),
    decoding: Decoding,
    stager: &mut Stager,
) -> Result<(), Error> {
    let text = segment.text.as_str();
    let records = Records::new(text, &shape.dialect, Extent::Complete, 1);
    let mut records = records.with_columns(&shape.names).starting_at(start.0, start.1);
    let mut cells = Cells::default();
    let damaged = memchr::memchr(0, text.as_bytes()).is_some();
    let faulty = !segment.faults.is_empty();
    while let Some(step) = records.next(&mut cells) {
        let (line, start, reason) = match &step {
            Step::Record { line, start } => (*line, *start, None),
            Step::Broken { line, start, reason } | Step::Ragged { line, start, reason } => {
                (*line, *start, Some(reason))
            }
            Step::Incomplete { .. } => break,
        };
        let end = records.position().0;
        let fault = if faulty { segment.fault_in(start, end) } else { None };
        let fault = fault.map(|column| format!("not {} in column {column}", decoding.name()));
        let fault = fault.or_else(|| if damaged { nul_in(&text[start..end]) } else { None });
        let row = Line { text, cells: &cells };
        match (fault, reason) {
            (Some(fault), _) => stager.reject_line(line, line_at(text, start), fault),
            (None, Some(reason)) if matches!(step, Step::Ragged { .. }) => {
                stager.ragged(line, &row, line_at(text, start), reason.clone());
            }
            (None, Some(reason)) => stager.reject_line(line, line_at(text, start), reason.clone()),
            (None, None) => stager.row(line, &row)?,
        }
        stager.ended(records.position().1 - 1);
    }
    Ok(())
}

fn nul_in(record: &str) -> Option<String> {
    let before = &record[..memchr::memchr(0, record.as_bytes())?];
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Some(format!("a NUL byte in column {column}: the line is damaged"))
}
