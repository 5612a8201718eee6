//! What a kind of aggregate must say of itself, and its accumulator without its type.

use super::super::accumulate::{Measure, State};
use super::super::sql::{Bound, Parts};
use super::accumulator::Accumulator;
use super::grid::{COUNTED, Grids, GridsOf, Selected};
use crate::domain::ColumnType;
use crate::expression::{Bindings, EvaluateError, Expression, Frame, Op, Program, Term, TermId};
use std::any::Any;
use std::fmt::Debug;

/// A kind of aggregate.
pub trait Kind {
    /// Its expressions, each with what its place wants.
    fn inputs(&self) -> Vec<(&Expression, Wanted)>;

    /// How its rows are added up, and its state from what was added up.
    fn compile(&self, terms: &mut Terms<'_>) -> Compiled;

    /// The same in SQL.
    fn sql(&self, bound: &Bound) -> Parts;

    /// Whether a row needs business time of days that the calendar does not cover, when the kind itself measures
    /// business time.
    fn outside_calendar(&self) -> Option<Expression> {
        None
    }
}

/// What the place of an expression wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Yes or no.
    Boolean,
    /// An instant.
    Instant,
    /// A survey weight.
    Weight,
    /// A quantity.
    Value,
}

impl Wanted {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Instant => "an instant",
            Self::Weight => "a number",
            Self::Value => "a number, an amount or a duration",
        }
    }

    /// The types that it takes.
    pub fn types(self) -> &'static [ColumnType] {
        match self {
            Self::Boolean => &[ColumnType::Boolean],
            Self::Instant => &[ColumnType::Instant],
            Self::Weight => &[ColumnType::Number, ColumnType::Integer],
            Self::Value => &Expression::VALUE_TYPES,
        }
    }
}

/// Expressions as ids of shared terms.
pub struct Terms<'a>(pub &'a mut Program);

impl Terms<'_> {
    /// An expression in its own type.
    pub fn id(&mut self, expression: &Expression) -> TermId {
        self.0.intern(expression.root())
    }

    /// A quantity in its own type, with its measure.
    pub fn value(&mut self, expression: &Expression) -> (TermId, Measure) {
        let measure = match expression.kind() {
            ColumnType::Integer => Measure::Integer,
            ColumnType::Money => Measure::Money,
            ColumnType::Duration => Measure::Duration,
            _ => Measure::Number,
        };
        (self.id(expression), measure)
    }

    /// A quantity as a number in its natural unit.
    pub fn number(&mut self, expression: &Expression) -> TermId {
        let root = expression.root();
        let op = match root.kind {
            ColumnType::Integer | ColumnType::Money => Op::ToNumber,
            ColumnType::Duration => Op::Hours,
            _ => return self.id(expression),
        };
        self.0.intern(&Term::call(ColumnType::Number, op, vec![root.clone()]))
    }
}

/// How the state of a kind follows from the rows by class and the finished sums of a cell.
pub type Evaluate = Box<dyn Fn(&[u64], &dyn Any) -> State + Send + Sync>;

/// An accumulator with how a kind reads it.
pub struct Compiled {
    /// How rows are added up.
    pub accumulator: Box<dyn AnyAccumulator>,
    /// What follows.
    pub evaluate: Evaluate,
}

impl Compiled {
    /// The rows by class come as many as the accumulator has classes.
    pub fn new<A: Accumulator>(
        accumulator: A,
        evaluate: impl Fn(&[u64], &A::Finished) -> State + Send + Sync + 'static,
    ) -> Self {
        let of_any = move |classes: &[u64], finished: &dyn Any| {
            evaluate(classes, finished.downcast_ref().expect("a plan reads the accumulator that it was compiled with"))
        };
        Self { accumulator: Box::new(accumulator), evaluate: Box::new(of_any) }
    }
}

/// An accumulator of any type.
pub trait AnyAccumulator: Any + Debug + Send + Sync {
    /// Whether both add up the same.
    fn is_same(&self, other: &dyn AnyAccumulator) -> bool;

    /// What each of some rows says by itself; `None` of those that are held back or missing.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    fn singles(
        &self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
        selected: &Selected<'_>,
    ) -> Result<Vec<Option<f64>>, EvaluateError>;

    /// Empty grids, one per dimension; `held` is the number of outcomes by which rows are held back.
    fn grids(&self, held: usize, dimensions: usize) -> Box<dyn Grids>;
}

impl<A: Accumulator> AnyAccumulator for A {
    fn is_same(&self, other: &dyn AnyAccumulator) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<A>().is_some_and(|other| other == self)
    }

    fn singles(
        &self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
        selected: &Selected<'_>,
    ) -> Result<Vec<Option<f64>>, EvaluateError> {
        let of_row = self.rows(frame, bindings)?;
        let single = |(row, outcome): (&u32, &u16)| {
            let (class, value) = of_row(*row as usize).filter(|_| *outcome == COUNTED)?;
            Some(self.single(class, value))
        };
        Ok(selected.rows.iter().zip(selected.outcomes).map(single).collect())
    }

    fn grids(&self, held: usize, dimensions: usize) -> Box<dyn Grids> {
        Box::new(GridsOf::new(self.clone(), held, dimensions))
    }
}
