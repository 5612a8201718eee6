//! Rows → typed columns → one part of staged Parquet, with the rows that were refused and what the
//! cells of every column show.
//!
//! A required cell that cannot be read rejects its row; an optional one becomes missing, and is
//! counted with its reason.

mod aside;

use super::buffer::{ColumnBuffer, Value, nulls, repeated};
use super::cell::{Cell, trim};
use super::check::{Checks, Scale};
use super::computed::{Computation, Kept, ROWS, WithComputed};
use super::evidence::Evidence;
use super::identity::{Identity, LOST, identity};
use super::layout::{Layout, Look, Totals};
use super::mapping::{Column, Plan};
use super::part::{Part, PartWriter};
use super::typing::{Refusal, Typing};
use super::{Error, Reject, RejectKind};
use crate::domain::words::{self, UNKNOWN};
use crate::domain::{LocalClock, Zone};
use crate::facts::schema::{ColumnType, main_date};
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::Schema;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// Why a long number cannot stand for an id.
const LOST_DIGITS: &str = "a number of more than 15 digits, the last of which are not kept: store such ids as text";

/// Rows that are handed to the Parquet writer together.
const BATCH: usize = 32_768;

/// Text of one column that is handed over early, so that long cells cannot pile up.
const TEXT: usize = 64 << 20;

const EMPTY: &str = "empty, but every row needs it";

/// Words of one column whose meaning is remembered.
const WORDS: usize = 1_000;

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
    /// By column of the plan: the meanings of words seen.
    meanings: Vec<HashMap<String, &'static str>>,
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
        !cell.is_blank() && (column.missing.is_empty() || !column.missing.contains(&cell.to_text()))
    };
    let others = column.others.iter().copied();
    std::iter::once(column.input).chain(others).find(|input| holds(*input)).unwrap_or(column.input)
}

/// Whether a text of a column of words is what a program writes for nothing.
fn is_machine_null(text: &str) -> bool {
    let begins = text.bytes().next().is_some_and(|first| b"Nn#-(<[\\\xE2u".contains(&first));
    begins && text.len() <= 9 && (text.is_ascii() || text.len() == 3) && words::is_missing(text)
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
            meanings: vec![HashMap::new(); columns],
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
        for (row, computed) in rows.iter().zip(computation.compute(&rows, &file)) {
            match computed {
                Ok(Some(computed)) => self.record(row.line, &WithComputed { row, computed: &computed })?,
                Ok(None) => self.chunk.left_out += 1,
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
        let names = self.target.plan.columns.iter().map(|column| column.name.clone());
        self.chunk.evidence = names.zip(self.evidence).collect();
        Ok(self.chunk)
    }

    fn fill(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        for (index, column) in plan.columns.iter().enumerate() {
            let input = if column.others.is_empty() { column.input } else { first_filled(column, row) };
            let appended = match row.text(input) {
                Some(text) => self.append_text(index, column, trim(text)),
                None => self.append(index, column, row.cell(input)),
            };
            if let Err(reason) = appended {
                if column.required {
                    return Err(Rejection { column: Some(index), reason });
                }
                let text = row.cell(input).to_text();
                self.row.unreadable.push((index, reason, text));
                if let Some(buffer) = &mut self.buffers[column.target] {
                    buffer.push_null();
                }
            }
        }
        for constant in &plan.constants {
            if let Some(buffer) = &mut self.buffers[constant.target] {
                buffer.push(constant.value());
            }
        }
        self.scale_shares(plan, row)?;
        self.check(plan, row)
    }

    /// Types a cell of a file whose cells are all text; the quick way.
    fn append_text(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        let mut text = text;
        if !column.missing.is_empty() && column.missing.iter().any(|mark| mark == text) {
            text = "";
        } else if !column.values.is_empty() {
            text = column.values.get(text).map_or(text, |value| trim(value));
        }
        self.append_words(index, column, text)
    }

    /// Types a trimmed text after `missing` and `values`.
    fn append_words(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        if text.is_empty() {
            return self.nothing(column);
        }
        self.evidence[index].filled += 1;
        if column.kind == ColumnType::Text {
            return self.append_word(index, column, text);
        }
        let line = self.row.line;
        let typed = Typing {
            style: &column.style,
            clock: &mut self.clocks[self.clock_of[index]],
            evidence: &mut self.evidence[index],
            assumed: &mut self.chunk.naive,
            line,
        }
        .text(text, column.kind);
        match typed {
            Ok(value) => self.take(column, value.without_text()),
            // A dash among amounts may be zero as well: that is the user's word.
            Err(_) if words::is_missing(text) && !(is_dash(text) && is_amount(column.kind)) => {
                self.evidence[index].filled -= 1;
                self.nothing(column)
            }
            Err(reason) => Err(reason),
        }
    }

    fn append_word(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        let Some(buffer) = &mut self.buffers[column.target] else { return Ok(()) };
        if column.identity {
            return match identity(text) {
                Identity::Id(id) => {
                    buffer.push_text(id);
                    Ok(())
                }
                Identity::Nothing => {
                    self.evidence[index].filled -= 1;
                    self.nothing(column)
                }
                Identity::Lost => Err(LOST.into()),
            };
        }
        if is_machine_null(text) {
            self.evidence[index].filled -= 1;
            return self.nothing(column);
        }
        if column.vocabulary.is_none() {
            buffer.push_text(text);
            return Ok(());
        }
        let meanings = &mut self.meanings[index];
        let meaning = match meanings.get(text) {
            Some(meaning) => meaning,
            None => {
                let meaning = column.meaning(text);
                if meanings.len() < WORDS {
                    meanings.insert(text.to_owned(), meaning);
                }
                meaning
            }
        };
        if meaning == UNKNOWN {
            self.evidence[index].unknown(text, self.row.line);
        }
        buffer.push_text(meaning);
        Ok(())
    }

    /// Types a cell of a file whose cells have types.
    fn append(&mut self, index: usize, column: &Column, cell: Cell<'_>) -> Result<(), Refusal> {
        let by_text = !column.missing.is_empty() || !column.values.is_empty() || column.kind == ColumnType::Text;
        if column.kind == ColumnType::Text && matches!(cell, Cell::Float(value) if has_lost_digits(value)) {
            return Err(LOST_DIGITS.into());
        }
        match cell {
            Cell::Blank => return self.nothing(column),
            Cell::Text(text) => return self.append_text(index, column, trim(text)),
            Cell::Fault(_) | Cell::Uncalculated => {}
            _ if by_text => {
                let mut written = std::mem::take(&mut self.scratch);
                written.clear();
                cell.write(&mut written);
                let known = column.missing.contains(&written) || column.values.contains_key(&written);
                let appended =
                    (known || column.kind == ColumnType::Text).then(|| self.append_text(index, column, &written));
                self.scratch = written;
                if let Some(appended) = appended {
                    return appended;
                }
            }
            _ => {}
        }
        self.evidence[index].filled += 1;
        let line = self.row.line;
        let typed = Typing {
            style: &column.style,
            clock: &mut self.clocks[self.clock_of[index]],
            evidence: &mut self.evidence[index],
            assumed: &mut self.chunk.naive,
            line,
        }
        .value(cell, column.kind)?;
        self.take(column, typed.without_text())
    }

    /// A missing cell.
    fn nothing(&mut self, column: &Column) -> Result<(), Refusal> {
        if column.required {
            return Err(EMPTY.into());
        }
        if let Some(buffer) = &mut self.buffers[column.target] {
            buffer.push_null();
        }
        Ok(())
    }

    /// Takes a typed value: a time given as a span is counted from its other time, a percentage is noted.
    fn take(&mut self, column: &Column, value: Value<'static>) -> Result<(), Refusal> {
        let value = match (value, column.style.after) {
            (Value::Span(micros), Some(after)) => {
                let from = self.buffers[after].as_ref().and_then(ColumnBuffer::last_instant);
                let from = from.ok_or("a span of time whose beginning is missing")?;
                Value::Instant(from.checked_add(micros).ok_or("too long a span")?)
            }
            (Value::Placeholder, _) if column.required => return Err("a date that stands for none".into()),
            (Value::Placeholder, _) => Value::Null,
            (Value::Share(share), _) => {
                self.row.shares.push(column.target);
                Value::Share(share)
            }
            (value, _) => value,
        };
        if let Some(buffer) = &mut self.buffers[column.target] {
            buffer.push(value);
        }
        Ok(())
    }

    /// Percentages of columns with a scale become values on it.
    fn scale_shares(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        for target in std::mem::take(&mut self.row.shares) {
            match self.checks.on_scale(&self.buffers, target) {
                Scale::None => {}
                Scale::Value(value) => self.replace(target, Value::Number(value)),
                Scale::Unknown(reason) => self.refuse(plan, row, (target, reason.to_owned()))?,
            }
        }
        Ok(())
    }

    /// Cells that contradict each other: the optional one is missing then.
    fn check(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        let clock = &mut self.clocks[0];
        for (target, value) in self.checks.same_day(&self.buffers, clock) {
            if let Some(index) = plan.columns.iter().position(|column| column.target == target) {
                self.evidence[index].same_day += 1;
            }
            self.replace(target, Value::Instant(value));
        }
        while let Some(fault) = self.checks.last_row(&self.buffers) {
            let optional =
                |target: &usize| plan.columns.iter().any(|column| column.target == *target && !column.required);
            let target = [fault.target, fault.other].into_iter().find(optional).unwrap_or(fault.target);
            self.refuse(plan, row, (target, fault.reason))?;
        }
        Ok(())
    }

    fn refuse(&mut self, plan: &Plan, row: &impl Row, (target, reason): (usize, String)) -> Result<(), Rejection> {
        let column = plan.columns.iter().position(|column| column.target == target);
        match column.filter(|index| !plan.columns[*index].required) {
            None => Err(Rejection { column, reason: reason.into() }),
            Some(index) => {
                let text = row.cell(plan.columns[index].input).to_text();
                self.row.unreadable.push((index, reason.into(), text));
                self.replace(target, Value::Null);
                Ok(())
            }
        }
    }

    fn replace(&mut self, target: usize, value: Value<'_>) {
        if let Some(buffer) = &mut self.buffers[target] {
            buffer.replace_last(value);
        }
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

fn is_dash(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '–' | '—'))
}

fn is_amount(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Money | ColumnType::Number | ColumnType::Integer)
}

fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
