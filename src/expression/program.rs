//! Terms of many expressions, each distinct one once, and their values on one batch.

use super::bindings::{Bindings, EvaluateError};
use super::kernels::{self, Column};
use super::{Node, Op, Special, Term, Value};
use crate::domain::ColumnType;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use std::collections::HashMap;
use std::sync::Arc;

/// A term of a program. A term's arguments have smaller ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TermId(usize);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    kind: ColumnType,
    node: Shallow,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Shallow {
    Column(String),
    Special(Special),
    Literal(Value),
    Call(Op, Vec<TermId>),
}

/// The distinct terms of a set of expressions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    entries: Vec<Entry>,
    /// Whether a term depends on the period that is bound.
    periodic: Vec<bool>,
    ids: HashMap<Entry, TermId>,
}

impl Program {
    /// The id of a term, entered when new.
    pub fn intern(&mut self, term: &Arc<Term>) -> TermId {
        let node = match &term.node {
            Node::Column(name) => Shallow::Column(name.clone()),
            Node::Special(special) => Shallow::Special(*special),
            Node::Literal(value) => Shallow::Literal(value.clone()),
            Node::Call(op, arguments) => {
                Shallow::Call(*op, arguments.iter().map(|argument| self.intern(argument)).collect())
            }
        };
        let entry = Entry { kind: term.kind, node };
        if let Some(id) = self.ids.get(&entry) {
            return *id;
        }
        let id = TermId(self.entries.len());
        self.periodic.push(match &entry.node {
            Shallow::Special(special) => *special != Special::AsOf,
            Shallow::Call(_, arguments) => arguments.iter().any(|argument| self.periodic[argument.0]),
            Shallow::Column(_) | Shallow::Literal(_) => false,
        });
        self.ids.insert(entry.clone(), id);
        self.entries.push(entry);
        id
    }

    /// The type of a term's values.
    pub fn kind(&self, id: TermId) -> ColumnType {
        self.entries[id.0].kind
    }
}

/// What `period_start` and `period_end` mean.
#[derive(Clone, Debug)]
pub(crate) enum PeriodBinding {
    /// Nothing.
    None,
    /// The same period for all rows: start and end in microseconds.
    One(i64, i64),
    /// Each row's own period; null for a row of none.
    PerRow(Int64Array, Int64Array),
}

/// The values of a program's terms on one batch, each computed once.
pub(crate) struct Frame<'a> {
    program: &'a Program,
    batch: &'a RecordBatch,
    bindings: &'a Bindings<'a>,
    period: PeriodBinding,
    values: Vec<Option<Column>>,
}

impl<'a> Frame<'a> {
    /// A batch before anything is computed.
    pub fn new(program: &'a Program, batch: &'a RecordBatch, bindings: &'a Bindings<'a>) -> Self {
        let period = bindings.period.map_or(PeriodBinding::None, |(start, end)| PeriodBinding::One(start.0, end.0));
        Self { program, batch, bindings, period, values: vec![None; program.entries.len()] }
    }

    /// Binds another period; what depends on it is computed anew.
    pub fn bind(&mut self, period: PeriodBinding) {
        self.period = period;
        for (value, periodic) in self.values.iter_mut().zip(&self.program.periodic) {
            if *periodic {
                *value = None;
            }
        }
    }

    /// The value of a term as a physical column: instants and durations as `Int64`.
    pub fn value(&mut self, id: TermId) -> Result<Column, EvaluateError> {
        if let Some(value) = &self.values[id.0] {
            return Ok(value.clone());
        }
        let program = self.program;
        let entry = &program.entries[id.0];
        let value = match &entry.node {
            Shallow::Column(name) => self.column(name, entry.kind)?,
            Shallow::Special(special) => self.special(*special)?,
            Shallow::Literal(value) => kernels::constant(entry.kind, value),
            Shallow::Call(op, arguments) => {
                let values: Result<Vec<_>, _> = arguments.iter().map(|argument| self.value(*argument)).collect();
                let kinds: Vec<_> = arguments.iter().map(|argument| program.kind(*argument)).collect();
                let call = kernels::Call { op: *op, kind: entry.kind, argument: kinds.first().copied() };
                kernels::call(&call, &values?, self.batch.num_rows(), self.bindings)?
            }
        };
        self.values[id.0] = Some(value.clone());
        Ok(value)
    }

    /// The value of a term for every row, in the physical type.
    pub fn rows(&mut self, id: TermId) -> Result<ArrayRef, EvaluateError> {
        let rows = self.batch.num_rows();
        self.value(id)?.expanded(rows)
    }

    /// The value of a term for every row, in the Arrow type of its kind.
    pub fn natural(&mut self, id: TermId) -> Result<ArrayRef, EvaluateError> {
        let rows = self.rows(id)?;
        kernels::natural(&rows, self.program.kind(id))
    }

    fn column(&self, name: &str, kind: ColumnType) -> Result<Column, EvaluateError> {
        let array = self.batch.column_by_name(name).ok_or_else(|| EvaluateError::NoColumn(name.to_owned()))?;
        kernels::physical(array, kind, name).map(Column::array)
    }

    fn special(&self, special: Special) -> Result<Column, EvaluateError> {
        let scalar = |micros: i64| Column::constant(Arc::new(Int64Array::from(vec![micros])));
        match (special, &self.period) {
            (Special::AsOf, _) => Ok(scalar(self.bindings.as_of.0)),
            (_, PeriodBinding::None) => Err(EvaluateError::NoPeriod),
            (Special::PeriodStart, PeriodBinding::One(start, _)) => Ok(scalar(*start)),
            (Special::PeriodEnd, PeriodBinding::One(_, end)) => Ok(scalar(*end)),
            (Special::PeriodStart, PeriodBinding::PerRow(start, _)) => Ok(Column::array(Arc::new(start.clone()))),
            (Special::PeriodEnd, PeriodBinding::PerRow(_, end)) => Ok(Column::array(Arc::new(end.clone()))),
        }
    }
}

/// The value of one term for each row of a batch, in its natural type.
pub(super) fn evaluate(
    root: &Arc<Term>,
    batch: &RecordBatch,
    bindings: &Bindings<'_>,
) -> Result<ArrayRef, EvaluateError> {
    let mut program = Program::default();
    let id = program.intern(root);
    let mut frame = Frame::new(&program, batch, bindings);
    frame.natural(id)
}
