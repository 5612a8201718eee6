//! SQL expressions over the columns of a table or of a client's file: parsed, type-checked against a
//! schema before any data are read, folded where constant, evaluated on columns with three-valued logic.
//!
//! Columns are named exactly as they are; a name that is more than one word stands in double quotes
//! (`"First reply time"`), a text in single ones. The subset: comparisons, `and or not`, `is [not] null`,
//! `in`, `between`, `like`, `ilike`, `case`, `+ - * /`, `||`, intervals, instants with an offset, casts,
//! and the functions of `functions.rs`. A text that is no number is null in `number(…)` and
//! `try_cast(… as double | bigint)`; `cast` is only for what always succeeds. All else is a diagnostic
//! with its place and the nearest names. Knows no file format, no table and no metric.

mod bindings;
mod check;
mod fold;
mod functions;
mod kernels;
mod literal;
mod program;
pub mod schema;
mod term;

pub use bindings::{Bindings, EvaluateError};
pub(crate) use program::{Frame, PeriodBinding, Program, TermId};
pub use schema::Schema;
pub(crate) use term::{Comparison, Node, Op, Special, Term, Value};

use crate::diagnostic::{Diagnostic, Place};
use crate::domain::ColumnType;
use arrow_array::{ArrayRef, RecordBatch};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A checked SQL expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    source: String,
    root: Arc<Term>,
}

/// The names that an expression mentions, as far as its words tell; nothing for a text that is no SQL.
pub fn mentioned(sql: &str) -> BTreeSet<String> {
    check::mentioned(sql)
}

impl Expression {
    /// Reads and checks an expression that stands at a place of a user's file.
    ///
    /// # Errors
    /// One diagnostic: a syntax error, an unknown column or function, a type error, a division by a
    /// constant zero or SQL outside the subset.
    pub fn parse(sql: &str, schema: &Schema, place: &Place) -> Result<Self, Diagnostic> {
        let root = check::check(sql, schema, place)?;
        Ok(Self { source: sql.to_owned(), root })
    }

    /// The same, and the expression must be of this type. A whole number or an amount of money is
    /// accepted where a number is wanted, and `null` anywhere.
    ///
    /// # Errors
    /// As [`Expression::parse`], and a diagnostic for another type.
    pub fn parse_as(sql: &str, kind: ColumnType, schema: &Schema, place: &Place) -> Result<Self, Diagnostic> {
        let root = check::check_as(sql, kind, schema, place)?;
        Ok(Self { source: sql.to_owned(), root })
    }

    /// Types of values that can be added up.
    pub const VALUE_TYPES: [ColumnType; 4] =
        [ColumnType::Number, ColumnType::Integer, ColumnType::Money, ColumnType::Duration];

    /// The same, and the expression must be of one of the [`Self::VALUE_TYPES`].
    ///
    /// # Errors
    /// As [`Expression::parse`], and a diagnostic for another type.
    pub fn parse_value(sql: &str, schema: &Schema, place: &Place) -> Result<Self, Diagnostic> {
        let root = check::check_value(sql, schema, place)?;
        Ok(Self { source: sql.to_owned(), root })
    }

    /// The text as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of its values.
    pub fn kind(&self) -> ColumnType {
        self.root.kind
    }

    /// The columns of the table that it reads.
    pub fn columns(&self) -> BTreeSet<String> {
        let mut columns = BTreeSet::new();
        self.root.collect_columns(&mut columns);
        columns
    }

    /// Its value for each row of a batch, in the Arrow type of its [`kind`](Self::kind)
    /// (money as `Decimal128(38, 4)`).
    ///
    /// # Errors
    /// A column that the batch lacks or holds in another type, a whole number out of range, a period
    /// or calendar that is not bound.
    pub fn evaluate(&self, batch: &RecordBatch, bindings: &Bindings) -> Result<ArrayRef, EvaluateError> {
        program::evaluate(&self.root, batch, bindings)
    }

    /// Whether an instant between which it counts business hours lies on a day that the calendar does not
    /// cover; `None` when it counts none.
    pub(crate) fn outside_calendar(&self) -> Option<Self> {
        let mut pairs = Vec::new();
        self.root.collect_business_hours(&mut pairs);
        let outside = |pair| Term::call(ColumnType::Boolean, Op::OutsideCalendar, pair);
        let either = |one, other| Term::call(ColumnType::Boolean, Op::Or, vec![one, other]);
        let root = pairs.into_iter().map(outside).reduce(either)?;
        Some(Self { source: format!("outside the calendar: {}", self.source), root })
    }

    /// Either of two truths.
    pub(crate) fn or(self, other: Self) -> Self {
        let source = format!("({}) or ({})", self.source, other.source);
        Self { source, root: Term::call(ColumnType::Boolean, Op::Or, vec![self.root, other.root]) }
    }

    /// The same of business time from one instant to another, else to `as_of`.
    pub(crate) fn span_outside_calendar(from: &Self, to: &Self) -> Self {
        let as_of = Arc::new(Term { kind: ColumnType::Instant, node: Node::Special(Special::AsOf) });
        let known = Op::Compare(Comparison::LessOrEqual);
        let known = Term::call(ColumnType::Boolean, known, vec![Arc::clone(&to.root), Arc::clone(&as_of)]);
        let end = Term::call(ColumnType::Instant, Op::Case, vec![known, Arc::clone(&to.root), as_of]);
        let root = Term::call(ColumnType::Boolean, Op::OutsideCalendar, vec![Arc::clone(&from.root), end]);
        Self { source: format!("outside the calendar: {} to {}", from.source, to.source), root }
    }

    pub(crate) fn root(&self) -> &Arc<Term> {
        &self.root
    }
}
