//! Columns and filters that the mapping computes from a file's own columns by SQL.
//!
//! Rows are kept until there are enough for the columns of a batch; every raw cell is text to an
//! expression, as a person would write it.

use super::cell::Cell;
use super::lookup::Joined;
use super::stager::Row;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::domain::{ColumnType, Instant, Zone};
use crate::expression::{Bindings, EvaluateError, Expression, Schema};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, DurationMicrosecondType, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{DataType, Field, Schema as ArrowSchema};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows that are computed together.
pub const ROWS: usize = 1_024;

/// From this number on the inputs of a plan are computed columns.
pub const COMPUTED: usize = 1 << 20;

/// The SQL of a row's own place.
const ROW_NUMBER: &str = "row_number";

/// What is computed from the rows of one file.
#[derive(Clone, Debug, Default)]
pub struct Computation {
    /// Raw columns that expressions read, by name, with their index in the file.
    pub raw: Vec<(String, usize)>,
    /// Rows for which it does not hold are left out.
    filter: Option<Expression>,
    /// By computed input.
    columns: Vec<Computed>,
}

#[derive(Clone, Debug)]
enum Computed {
    Expression(Expression),
    /// File and line of the row.
    RowNumber,
    /// What another file says of the key in this column.
    Lookup(usize, Arc<Joined>),
}

/// What the filter says of a row.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It holds, or there is none; the computed cells.
    Row(Vec<KeptCell>),
    /// It does not hold.
    LeftOut,
    /// A blank cell leaves it open, and the row is left out.
    Untold,
}

impl Computation {
    /// Whether nothing is computed.
    pub fn is_empty(&self) -> bool {
        self.filter.is_none() && self.columns.is_empty()
    }

    /// Adds a computed column over the headers of the file, and gives its input.
    pub fn column(&mut self, sql: &str, headers: &[String], place: &Place) -> Result<usize, Diagnostic> {
        let computed = if is_row_number(sql) {
            Computed::RowNumber
        } else {
            let expression = Expression::parse(sql, &schema(headers), place)?;
            self.reads(&expression, headers);
            Computed::Expression(expression)
        };
        self.columns.push(computed);
        Ok(COMPUTED + self.columns.len() - 1)
    }

    /// Adds a column that is looked up by the key in a column of the file, and gives its input.
    pub fn lookup(&mut self, key: usize, joined: &Arc<Joined>) -> usize {
        self.columns.push(Computed::Lookup(key, Arc::clone(joined)));
        COMPUTED + self.columns.len() - 1
    }

    /// Columns of the file that are read.
    pub fn inputs(&self) -> impl Iterator<Item = &usize> {
        let keys = self.columns.iter().filter_map(|column| match column {
            Computed::Lookup(key, _) => Some(key),
            Computed::Expression(_) | Computed::RowNumber => None,
        });
        self.raw.iter().map(|(_, input)| input).chain(keys)
    }

    /// Renumbers the columns of the file.
    pub fn renumber(&mut self, number: impl Fn(&mut usize)) {
        self.raw.iter_mut().for_each(|(_, input)| number(input));
        for column in &mut self.columns {
            if let Computed::Lookup(key, _) = column {
                number(key);
            }
        }
    }

    /// Sets the filter.
    pub fn filter(&mut self, sql: &str, headers: &[String], place: &Place) -> Result<(), Diagnostic> {
        let expression = Expression::parse_as(sql, ColumnType::Boolean, &schema(headers), place)?;
        self.reads(&expression, headers);
        self.filter = Some(expression);
        Ok(())
    }

    fn reads(&mut self, expression: &Expression, headers: &[String]) {
        for name in expression.columns() {
            let input = headers.iter().position(|header| header.trim() == name);
            if let Some(input) = input.filter(|_| !self.raw.iter().any(|(known, _)| *known == name)) {
                self.raw.push((name, input));
            }
        }
    }

    /// Computes the columns of kept rows: what the filter says of each, or the reason why it cannot be told.
    /// Days are those of the zone. A row that fails takes none of its neighbours with it.
    pub fn compute(&self, rows: &[Kept], (file, zone): (&str, Zone)) -> Vec<Result<Answer, String>> {
        match self.together(rows, (file, zone)) {
            Ok(found) => found.into_iter().map(Ok).collect(),
            Err(_) if rows.len() > 1 => {
                let (first, rest) = rows.split_at(rows.len() / 2);
                [self.compute(first, (file, zone)), self.compute(rest, (file, zone))].concat()
            }
            Err(why) => vec![Err(format!("`where` cannot be computed: {why}"))],
        }
    }

    /// The same for rows none of which fails; of a single row, a column that fails is a fault.
    fn together(&self, rows: &[Kept], (file, zone): (&str, Zone)) -> Result<Vec<Answer>, EvaluateError> {
        let batch = self.batch(rows);
        let bindings = Bindings { as_of: Instant(0), calendar: None, period: None, zone };
        let holds = self.filter.as_ref().map(|filter| filter.evaluate(&batch, &bindings)).transpose()?;
        let holds: Option<&BooleanArray> = holds.as_ref().map(|array| array.as_boolean());
        let kept = |row: usize| holds.map_or(Some(true), |holds| holds.is_valid(row).then(|| holds.value(row)));
        let array = |column: &Computed| match column {
            Computed::RowNumber | Computed::Lookup(_, _) => Ok(None),
            Computed::Expression(expression) => match expression.evaluate(&batch, &bindings) {
                Err(_) if rows.len() == 1 => Ok(None),
                found => found.map(Some),
            },
        };
        let arrays: Vec<Option<ArrayRef>> = self.columns.iter().map(array).collect::<Result<_, _>>()?;
        let computed = |row: usize| {
            let cell = |(column, array): (&Computed, &Option<ArrayRef>)| match (column, array) {
                (Computed::RowNumber, _) => KeptCell::Text(format!("{file}:{}", rows[row].line)),
                (Computed::Lookup(key, joined), _) => {
                    joined.find(rows[row].cells.get(*key).map_or(Cell::Blank, KeptCell::cell))
                }
                (_, Some(array)) => kept_cell(array, row),
                (_, None) => KeptCell::Fault,
            };
            self.columns.iter().zip(&arrays).map(cell).collect()
        };
        let answer = |row: usize| match kept(row) {
            Some(true) => Answer::Row(computed(row)),
            Some(false) => Answer::LeftOut,
            None => Answer::Untold,
        };
        Ok((0..rows.len()).map(answer).collect())
    }

    fn batch(&self, rows: &[Kept]) -> RecordBatch {
        let text = |input: usize| -> ArrayRef {
            let cell = |row: &Kept| {
                let cell = row.cells.get(input).map_or(Cell::Blank, KeptCell::cell);
                (!cell.is_blank()).then(|| cell.to_text())
            };
            Arc::new(rows.iter().map(cell).collect::<StringArray>())
        };
        let fields: Vec<Field> = self.raw.iter().map(|(name, _)| Field::new(name, DataType::Utf8, true)).collect();
        let arrays = self.raw.iter().map(|(_, input)| text(*input)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(Arc::new(ArrowSchema::new(fields)), arrays, &options)
            .expect("every column is text and has a cell for each row")
    }
}

/// Whether the SQL of a column is the row's own place.
pub fn is_row_number(sql: &str) -> bool {
    sql.trim().trim_end_matches("()").eq_ignore_ascii_case(ROW_NUMBER)
}

fn schema(headers: &[String]) -> Schema {
    let once: BTreeSet<&str> = headers.iter().map(|header| header.trim()).filter(|name| !name.is_empty()).collect();
    Schema::of_file(once.into_iter().map(|name| (name, ColumnType::Text)))
}

/// A row that waits for its batch.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its line.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<KeptCell>,
}

impl Kept {
    /// The first cells of a row.
    pub fn of(line: u64, row: &impl Row, width: usize) -> Self {
        Self { line, cells: (0..width).map(|column| KeptCell::of(row.cell(column))).collect() }
    }
}

/// A cell that outlives its row.
#[derive(Clone, Debug, PartialEq)]
pub enum KeptCell {
    /// Text.
    Text(String),
    /// Something that is no value, by its name.
    Named(String),
    /// An expression that could not be computed.
    Fault,
    /// What nothing could be made of, and why.
    Refused(String, Arc<str>),
    /// Any other.
    Other(Cell<'static>),
}

impl KeptCell {
    /// A cell that is kept.
    pub fn of(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Fault(what) => Self::Named(what.to_owned()),
            Cell::Refused { text, why } => Self::Refused(text.to_owned(), why.into()),
            Cell::Blank => Self::Other(Cell::Blank),
            Cell::Integer(value) => Self::Other(Cell::Integer(value)),
            Cell::Float(value) => Self::Other(Cell::Float(value)),
            Cell::Boolean(value) => Self::Other(Cell::Boolean(value)),
            Cell::Decimal(units, decimals) => Self::Other(Cell::Decimal(units, decimals)),
            Cell::Local(at) => Self::Other(Cell::Local(at)),
            Cell::Instant(at) => Self::Other(Cell::Instant(at)),
            Cell::Span(micros) => Self::Other(Cell::Span(micros)),
            Cell::TimeOfDay(micros) => Self::Other(Cell::TimeOfDay(micros)),
            Cell::Percent(share) => Self::Other(Cell::Percent(share)),
            Cell::Padded(value, digits) => Self::Other(Cell::Padded(value, digits)),
            Cell::Marked(value, marks) => Self::Other(Cell::Marked(value, marks)),
            Cell::Uncalculated => Self::Other(Cell::Uncalculated),
        }
    }

    /// The cell.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Named(what) => Cell::Fault(what),
            Self::Fault => Cell::Fault("an expression that cannot be computed"),
            Self::Refused(text, why) => Cell::Refused { text, why },
            Self::Other(cell) => *cell,
        }
    }
}

/// A kept row with its computed cells.
pub struct WithComputed<'r> {
    /// The row.
    pub row: &'r Kept,
    /// Its computed cells.
    pub computed: &'r [KeptCell],
}

impl Row for WithComputed<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        let found = match column.checked_sub(COMPUTED) {
            Some(computed) => self.computed.get(computed),
            None => self.row.cells.get(column),
        };
        found.map_or(Cell::Blank, KeptCell::cell)
    }
}

fn kept_cell(array: &ArrayRef, row: usize) -> KeptCell {
    if array.is_null(row) {
        return KeptCell::Other(Cell::Blank);
    }
    KeptCell::Other(match array.data_type() {
        DataType::Utf8 => return KeptCell::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::Boolean => Cell::Boolean(array.as_boolean().value(row)),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Int64 => Cell::Integer(array.as_primitive::<Int64Type>().value(row)),
        DataType::Decimal128(_, scale) => Cell::Decimal(array.as_primitive::<Decimal128Type>().value(row), *scale),
        DataType::Timestamp(_, _) => Cell::Instant(array.as_primitive::<TimestampMicrosecondType>().value(row)),
        DataType::Duration(_) => Cell::Span(array.as_primitive::<DurationMicrosecondType>().value(row)),
        _ => return KeptCell::Fault,
    })
}
