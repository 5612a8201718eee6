//! Rows → typed columns → one part of staged Parquet, with the rows that were refused.

use super::buffer::{ColumnBuffer, Value, nulls, repeated};
use super::cell::{Cell, trim};
use super::check::Checks;
use super::layout::{Layout, Look};
use super::mapping::{Column, Plan};
use super::part::{Part, PartWriter};
use super::time::read;
use super::typing::{Faulty, Typing, type_cell, unreadable};
use super::{Error, Reject, RejectKind};
use crate::domain::{LocalClock, Zone};
use crate::facts::schema::ColumnType;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::Schema;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a long number cannot stand for an id.
const LOST_DIGITS: &str = "a number of more than 15 digits, the last of which are not kept: store such ids as text";

/// Rows that are handed to the Parquet writer together.
const BATCH: usize = 32_768;

/// Text of one column that is handed over early, so that long cells cannot pile up.
const TEXT: usize = 64 << 20;

const EMPTY: &str = "empty, but every row needs it";

/// Characters of a bad value that a reject keeps.
const SHOWN: usize = 200;

/// Where the rows of one file go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The staged schema.
    pub schema: Arc<Schema>,
    /// The plan, bound to the file.
    pub plan: Arc<Plan>,
    /// The value of `_file`.
    pub file: String,
    /// Zone of times without offset.
    pub zone: Zone,
    /// Where the records stand, and what is none.
    pub layout: Arc<Layout>,
}

/// What a stretch of a file yielded.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Data rows found.
    pub rows_in: u64,
    /// The part, when any row was staged; under a temporary name.
    pub part: Option<Part>,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// Times of day without offset, in staged rows.
    pub naive: u64,
    /// First cell per column (index into the plan) whose day and month could be either way round.
    pub ambiguous: Vec<(usize, u64, String)>,
    /// Line of the last staged row.
    pub last: u64,
    /// Lines of rejects in which next to nothing stands, and whether a blank line is above.
    pub sparse: Vec<(u64, Gap)>,
    /// The first zone that a row which is no record names, and its line.
    pub zone: Option<(u64, String)>,
}

/// What is above a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The row before.
    None,
    /// A blank line.
    Blank,
}

/// The cells of one raw row.
pub trait Row {
    /// The cell of a file column; blank beyond the last.
    fn cell(&self, column: usize) -> Cell<'_>;

    /// The same where every cell is text; the quick way.
    fn text(&self, _column: usize) -> Option<&str> {
        None
    }
}

/// Types rows and writes the good ones.
#[derive(Debug)]
pub struct Stager {
    target: Target,
    path: PathBuf,
    checks: Checks,
    buffers: Vec<Option<ColumnBuffer>>,
    lines: Vec<i64>,
    writer: Option<PartWriter>,
    zone: LocalClock,
    scratch: String,
    chunk: Chunk,
    /// Where the last row ended.
    above: u64,
}

struct Refusal {
    column: Option<usize>,
    reason: Faulty,
}

/// Whether a number kept as floating point may have had other last digits: workbooks keep fifteen,
/// and put zeros for the rest.
fn has_lost_digits(value: f64) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.abs() >= EXACT || value.abs() >= 1e15 && value % 10.0 == 0.0
}

/// The first of a column's inputs whose cell holds anything.
fn first_filled(column: &Column, row: &impl Row) -> usize {
    let holds = |input: usize| {
        let cell = row.cell(input);
        !cell.is_blank() && !(!column.missing.is_empty() && column.missing.contains(&cell.to_text()))
    };
    let others = column.others.iter().copied();
    std::iter::once(column.input).chain(others).find(|input| holds(*input)).unwrap_or(column.input)
}

impl Stager {
    /// A stager that writes to `path`, which is created with the first row.
    pub fn new(target: Target, path: PathBuf) -> Self {
        let mut buffers: Vec<Option<ColumnBuffer>> = vec![None; target.schema.fields().len()];
        for column in &target.plan.columns {
            buffers[column.target] = Some(ColumnBuffer::new(column.kind));
        }
        for constant in &target.plan.constants {
            buffers[constant.target] = Some(ColumnBuffer::new(constant.kind));
        }
        Self {
            checks: Checks::of(target.plan.table),
            zone: LocalClock::new(target.zone),
            buffers,
            path,
            target,
            lines: Vec::with_capacity(BATCH),
            writer: None,
            scratch: String::new(),
            chunk: Chunk::default(),
            above: 0,
        }
    }

    /// Takes one row; rows above the first that may be a record are passed over.
    pub fn row(&mut self, line: u64, row: &impl Row) -> Result<(), Error> {
        if line < self.target.layout.first {
            return Ok(());
        }
        self.chunk.rows_in += 1;
        if let Some(reason) = self.target.layout.not_a_record(row) {
            let value = Look::at(row, self.target.layout.width()).to_text();
            self.set_aside(line, &value, reason);
            return Ok(());
        }
        let before = self.chunk.naive;
        let plan = Arc::clone(&self.target.plan);
        match self.fill(&plan, row) {
            Ok(()) => {
                self.lines.push(line as i64);
                (self.chunk.last, self.above) = (line, line);
                self.flush_when_full()
            }
            Err(refusal) => {
                self.chunk.naive = before;
                self.take_back();
                if self.excused(line, row) {
                    return Ok(());
                }
                let column = refusal.column.map(|index| &plan.columns[index]);
                let value = column.map(|column| row.cell(column.input).to_text()).unwrap_or_default();
                let reason = match refusal.reason {
                    Faulty::Reason(reason) => reason,
                    Faulty::Ambiguous => self.ambiguous(refusal.column.unwrap_or_default(), line, &value),
                };
                self.push_reject(line, column.map_or("", |column| &column.header), &value, reason);
                Ok(())
            }
        }
    }

    /// Counts a row with another number of cells than the header.
    pub fn ragged(&mut self, line: u64, row: &impl Row, value: &str, reason: String) {
        self.chunk.rows_in += 1;
        if !self.excused(line, row) {
            self.push_reject(line, "", value, reason);
        }
    }

    /// Says where the last row ended, when that is not its own line.
    pub fn ended(&mut self, line: u64) {
        self.above = line;
    }

    /// Puts a row that was refused aside when it is no record; else notes whether little stands in it.
    fn excused(&mut self, line: u64, row: &impl Row) -> bool {
        let plan = Arc::clone(&self.target.plan);
        let layout = Arc::clone(&self.target.layout);
        let look = Look::at(row, layout.width());
        let reason = layout.excuse(&plan, &look);
        if look.is_sparse() {
            let gap = if self.above > 0 && line > self.above + 1 { Gap::Blank } else { Gap::None };
            self.chunk.sparse.push((line, gap));
            self.chunk.zone = self
                .chunk
                .zone
                .take()
                .or_else(|| look.zone().map(|zone| (line, zone)).filter(|_| layout.zone.is_none()));
        }
        self.above = line;
        let excused = reason.is_some();
        if let Some(reason) = reason {
            self.set_aside(line, &look.to_text(), reason);
        }
        excused
    }

    fn set_aside(&mut self, line: u64, value: &str, reason: String) {
        self.push_reject(line, "", value, reason);
        if let Some(reject) = self.chunk.rejects.last_mut() {
            reject.kind = RejectKind::NotARecord;
        }
    }

    /// Counts a row that could not even be split into cells, or not decoded.
    pub fn reject_line(&mut self, line: u64, value: &str, reason: String) {
        self.chunk.rows_in += 1;
        self.push_reject(line, "", value, reason);
    }

    /// Ends the part.
    pub fn finish(mut self) -> Result<Chunk, Error> {
        self.flush()?;
        self.chunk.part = self.writer.take().map(PartWriter::finish).transpose()?;
        Ok(self.chunk)
    }

    fn fill(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Refusal> {
        for (index, column) in plan.columns.iter().enumerate() {
            let input = if column.others.is_empty() { column.input } else { first_filled(column, row) };
            let appended = match row.text(input) {
                Some(text) => self.append_text(column, trim(text)),
                None => self.append(column, row.cell(input)),
            };
            appended.map_err(|reason| Refusal { column: Some(index), reason })?;
        }
        for constant in &plan.constants {
            if let Some(buffer) = &mut self.buffers[constant.target] {
                buffer.push(constant.value());
            }
        }
        self.checks.last_row(&self.buffers).map_or(Ok(()), |fault| {
            let column = plan.columns.iter().position(|column| column.target == fault.target);
            Err(Refusal { column, reason: Faulty::Reason(fault.reason) })
        })
    }

    fn append_text(&mut self, column: &Column, text: &str) -> Result<(), Faulty> {
        let Some(buffer) = &mut self.buffers[column.target] else { return Ok(()) };
        let mut text = text;
        if !column.missing.is_empty() && column.missing.iter().any(|mark| mark == text) {
            text = "";
        } else if !column.values.is_empty() {
            text = column.values.get(text).map_or(text, |value| trim(value));
        }
        if text.is_empty() {
            buffer.push_null();
            return if column.required { Err(EMPTY.into()) } else { Ok(()) };
        }
        match column.kind {
            ColumnType::Text => buffer.push_text(column.word(text)),
            ColumnType::Instant => {
                let reading =
                    read(text, &column.style, &mut self.zone).map_err(|fault| unreadable(fault, &column.style))?;
                self.chunk.naive += u64::from(reading.assumed_zone);
                buffer.push_instant(reading.at);
            }
            kind => buffer.push(type_cell(Cell::Text(text), kind, &column.style, None)?),
        }
        Ok(())
    }

    fn append(&mut self, column: &Column, cell: Cell<'_>) -> Result<(), Faulty> {
        let Some(buffer) = &mut self.buffers[column.target] else { return Ok(()) };
        let by_text = !column.missing.is_empty() || !column.values.is_empty() || column.kind == ColumnType::Text;
        let mut cell = cell;
        if column.kind == ColumnType::Text && matches!(cell, Cell::Float(value) if has_lost_digits(value)) {
            return Err(LOST_DIGITS.into());
        }
        if by_text && !matches!(cell, Cell::Text(_) | Cell::Blank) {
            self.scratch.clear();
            cell.write(&mut self.scratch);
        }
        let text = match cell {
            Cell::Text(text) => Some(trim(text)),
            Cell::Blank => None,
            _ => by_text.then_some(self.scratch.as_str()),
        };
        if let Some(text) = text.filter(|_| by_text) {
            if column.missing.iter().any(|mark| mark == text) {
                cell = Cell::Blank;
            } else if let Some(value) = column.values.get(text) {
                cell = Cell::Text(value);
            } else if column.kind == ColumnType::Text && !matches!(cell, Cell::Fault(_)) {
                cell = Cell::Text(text);
            }
        }
        if column.required && cell.is_blank() {
            return Err(EMPTY.into());
        }
        let zone = Some(&mut self.zone);
        let value = Typing { style: &column.style, zone, assumed: &mut self.chunk.naive }.value(cell, column.kind)?;
        buffer.push(match value {
            Value::Text(text) => Value::Text(column.word(text)),
            value => value,
        });
        Ok(())
    }

    fn take_back(&mut self) {
        let rows = self.lines.len();
        self.buffers.iter_mut().flatten().for_each(|buffer| buffer.truncate(rows));
    }

    fn ambiguous(&mut self, column: usize, line: u64, value: &str) -> String {
        if !self.chunk.ambiguous.iter().any(|(seen, _, _)| *seen == column) {
            self.chunk.ambiguous.push((column, line, value.to_owned()));
        }
        "day and month could be either way round".to_owned()
    }

    fn push_reject(&mut self, line: u64, column: &str, value: &str, reason: String) {
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        let (table, file) = (self.target.plan.table, self.target.file.clone());
        let kind = RejectKind::Unreadable;
        self.chunk.rejects.push(Reject { table, file, line, column: column.to_owned(), value: shown, reason, kind });
    }

    fn flush_when_full(&mut self) -> Result<(), Error> {
        let full = self.lines.len() == BATCH
            || self.lines.len().is_multiple_of(256)
                && self.buffers.iter().flatten().any(|buffer| buffer.text_bytes() > TEXT);
        if full { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        let rows = self.lines.len();
        if rows == 0 {
            return Ok(());
        }
        let batch = self.batch(rows);
        if self.writer.is_none() {
            self.writer = Some(PartWriter::create(&self.path, &self.target.schema)?);
        }
        match &mut self.writer {
            Some(writer) => writer.write(&batch),
            None => Ok(()),
        }
    }

    fn batch(&mut self, rows: usize) -> RecordBatch {
        let schema = Arc::clone(&self.target.schema);
        let data = schema.fields().len() - 2;
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(data + 2);
        for (field, buffer) in schema.fields().iter().zip(&mut self.buffers).take(data) {
            arrays.push(match buffer {
                Some(buffer) => buffer.take(),
                None => nulls(field.data_type(), rows),
            });
        }
        arrays.push(repeated(&self.target.file, rows));
        arrays.push(Arc::new(Int64Array::from(std::mem::take(&mut self.lines))));
        RecordBatch::try_new(schema, arrays).expect("every buffer has one value per row, of its column's type")
    }
}
