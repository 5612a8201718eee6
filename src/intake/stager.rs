//! Rows → typed columns → one part of staged Parquet, with the rows that were refused and what the
//! cells of every column show.
//!
//! A required cell that cannot be read rejects its row; an optional one becomes missing, and is
//! counted with its reason.

mod aside;
mod fill;
mod meanings;
mod quick;

pub use fill::{LOST_DIGITS, has_lost_digits};

use super::buffer::{ColumnBuffer, nulls, repeated};
use super::cell::Cell;
use super::check::Checks;
use super::computed::{Answer, Computation, Kept, ROWS, WithComputed};
use super::evidence::Evidence;
use super::layout::{Layout, Look, Totals};
use super::mapping::Plan;
use super::part::{Part, PartWriter};
use super::typing::Refusal;
use super::{Error, Reject, RejectKind};
use crate::domain::{LocalClock, Zone};
use crate::schema::main_date;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::Schema;
use meanings::Meanings;
use quick::Quick;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Rows that are handed to the Parquet writer together.
const BATCH: usize = 32_768;

/// Text of one column that is handed over early, so that long cells cannot pile up.
const TEXT: usize = 64 << 20;

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
    /// Rows for which `where` does not hold; they are no rows of the table.
    pub left_out: u64,
    /// Those among them for which a blank cell leaves it open.
    pub untold: u64,
    /// Times of day without offset, in staged rows.
    pub naive: u64,
    /// Line of the last staged row.
    pub last: u64,
    /// Lines of rejects in which next to nothing stands, and whether a blank line is above.
    pub sparse: Vec<(u64, Gap)>,
    /// Lines of rejects below a blank line in which several names and no figures stand: perhaps the
    /// header of another table.
    pub headers: Vec<u64>,
    /// Lines of rows that have the label of a total and were staged all the same.
    pub doubtful: Vec<(u64, String)>,
    /// Sums of the table's amounts, for the stretch that follows.
    pub totals: Option<Totals>,
    /// The first zone that a row which is no record names, and its line.
    pub zone: Option<(u64, String)>,
    /// What the cells show, by canonical or extra column.
    pub evidence: BTreeMap<String, Evidence>,
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
    clocks: Vec<LocalClock>,
    /// By column of the plan: which clock it is read by.
    clock_of: Vec<usize>,
    /// By column of the plan: what its cells show.
    evidence: Vec<Evidence>,
    /// By column of the plan: what is taken at a glance.
    quick: Vec<Quick>,
    /// By column of the plan: the meanings of words seen.
    meanings: Vec<Meanings>,
    /// By column of the plan: which texts stand for nothing.
    nulls: Vec<Meanings>,
    scratch: String,
    chunk: Chunk,
    row: RowState,
    computation: Arc<Computation>,
    /// Rows that wait for their batch, and how many of their cells are kept.
    waiting: Vec<Kept>,
    width: usize,
    /// Where the last row ended.
    above: u64,
    /// Rows above which lines are blank.
    gaps: Vec<u64>,
    /// Whether nothing stood in it.
    blank: bool,
}

/// What is known of the row being filled.
#[derive(Debug, Default)]
struct RowState {
    line: u64,
    /// Optional cells that could not be read: column of the plan, reason, text.
    unreadable: Vec<(usize, Refusal, String)>,
    /// Staged columns that hold a percentage as a share.
    shares: Vec<usize>,
}

struct Rejection {
    column: Option<usize>,
    reason: Refusal,
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
        let mut zones: Vec<Zone> = vec![target.zone];
        let mut clock_of = Vec::with_capacity(target.plan.columns.len());
        for column in &target.plan.columns {
            let zone = column.zone.unwrap_or(target.zone);
            let known = zones.iter().position(|known| *known == zone);
            clock_of.push(known.unwrap_or_else(|| {
                zones.push(zone);
                zones.len() - 1
            }));
        }
        let columns = target.plan.columns.len();
        let computation = Arc::clone(&target.plan.computation);
        let width = target.plan.inputs().last().map_or(0, |last| last + 1).max(target.layout.width());
        let totals = Totals::of(&target.plan).filter(|_| target.layout.has_rows());
        Self {
            checks: Checks::of(target.plan.table),
            clocks: zones.into_iter().map(LocalClock::new).collect(),
            clock_of,
            evidence: vec![Evidence::default(); columns],
            quick: Quick::of(&target.plan),
            meanings: vec![Meanings::default(); columns],
            nulls: vec![Meanings::default(); columns],
            buffers,
            path,
            target,
            lines: Vec::with_capacity(BATCH),
            writer: None,
            scratch: String::new(),
            chunk: Chunk { totals, ..Chunk::default() },
            row: RowState::default(),
            computation,
            waiting: Vec::new(),
            width,
            above: 0,
            gaps: Vec::new(),
            blank: false,
        }
    }

    /// Takes one row; rows above the first that may be a record are passed over. Where anything is
    /// computed, rows wait for their batch.
    pub fn row(&mut self, line: u64, row: &impl Row) -> Result<(), Error> {
        if line < self.target.layout.first {
            return Ok(());
        }
        self.arrive(line);
        if self.computation.is_empty() {
            return self.record(line, row);
        }
        self.waiting.push(Kept::of(line, row, self.width));
        if self.waiting.len() < ROWS { Ok(()) } else { self.compute() }
    }

    /// Takes the rows that wait.
    fn compute(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.waiting);
        let computation = Arc::clone(&self.computation);
        let file = self.target.file.clone();
        for (row, computed) in rows.iter().zip(computation.compute(&rows, (&file, self.target.zone))) {
            match computed {
                Ok(Answer::Row(computed)) => self.record(row.line, &WithComputed { row, computed: &computed })?,
                Ok(Answer::LeftOut) => self.chunk.left_out += 1,
                Ok(Answer::Untold) => {
                    self.chunk.left_out += 1;
                    self.chunk.untold += 1;
                }
                Err(why) => {
                    let value = Look::at(&WithComputed { row, computed: &[] }, self.width).to_text();
                    self.reject_line(row.line, &value, why);
                }
            }
        }
        Ok(())
    }

    fn record(&mut self, line: u64, row: &impl Row) -> Result<(), Error> {
        self.chunk.rows_in += 1;
        if let Some(reason) = self.target.layout.not_a_record(row) {
            let value = Look::at(row, self.target.layout.width()).to_text();
            self.set_aside(line, &value, reason);
            return Ok(());
        }
        self.row.line = line;
        self.row.unreadable.clear();
        self.row.shares.clear();
        let before = self.chunk.naive;
        let plan = Arc::clone(&self.target.plan);
        match self.fill(&plan, row) {
            Ok(()) => {
                if self.is_total(&plan, line, row) {
                    return Ok(());
                }
                for (column, reason, text) in self.row.unreadable.drain(..) {
                    self.evidence[column].unreadable(&reason, line, || shortened(&text));
                }
                self.lines.push(line as i64);
                (self.chunk.last, self.blank) = (line, false);
                self.flush_when_full()
            }
            Err(rejection) => {
                self.chunk.naive = before;
                self.take_back();
                if self.excused(line, row) {
                    return Ok(());
                }
                let column = rejection.column.map(|index| &plan.columns[index]);
                let value = column.map(|column| row.cell(column.input).to_text()).unwrap_or_default();
                self.push_reject(
                    line,
                    column.map_or("", |column| &column.header),
                    &value,
                    rejection.reason.into_owned(),
                );
                Ok(())
            }
        }
    }

    /// Counts a row that could not even be split into cells, or not decoded.
    pub fn reject_line(&mut self, line: u64, value: &str, reason: String) {
        self.chunk.rows_in += 1;
        self.push_reject(line, "", value, reason);
    }

    /// Ends the part.
    pub fn finish(mut self) -> Result<Chunk, Error> {
        self.compute()?;
        self.flush()?;
        self.chunk.part = self.writer.take().map(PartWriter::finish).transpose()?;
        self.quick.iter().zip(&mut self.evidence).for_each(|(quick, evidence)| quick.tell(evidence));
        let names = self.target.plan.columns.iter().map(|column| column.name.clone());
        self.chunk.evidence = names.zip(self.evidence).collect();
        Ok(self.chunk)
    }

    fn take_back(&mut self) {
        let rows = self.lines.len();
        self.buffers.iter_mut().flatten().for_each(|buffer| buffer.truncate(rows));
    }

    fn push_reject(&mut self, line: u64, column: &str, value: &str, reason: String) {
        let shown = shortened(value);
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
            self.writer = Some(PartWriter::create(&self.path, &self.target.schema, main_date(self.target.plan.table))?);
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

fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
