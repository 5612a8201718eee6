//! A checked expression as a tree of typed terms. Conversions are explicit; equal trees are equal
//! values, so that shared sub-expressions can be found.

use crate::domain::ColumnType;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A typed node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Term {
    /// The type of its values.
    pub kind: ColumnType,
    /// What it is.
    pub node: Node,
}

/// What a term is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// A column of the table.
    Column(String),
    /// An instant that the run binds.
    Special(Special),
    /// A constant.
    Literal(Value),
    /// An operation over terms.
    Call(Op, Vec<Arc<Term>>),
}

/// Instants bound by the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Special {
    PeriodStart,
    PeriodEnd,
    AsOf,
}

/// A constant of the term's type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    /// Null.
    Null,
    /// Text.
    Text(String),
    /// Integer, instant or duration (microseconds).
    Whole(i64),
    /// A duration written in days: days and the microseconds beside them. Added to an instant the days
    /// are the calendar's; by themselves they have 24 hours.
    Days(i64, i64),
    /// A number, by its bits.
    Number(u64),
    /// Money in 1/10,000 units.
    Money(i128),
    /// True or false.
    Boolean(bool),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Never null: nulls are alike.
    Distinct,
    NotDistinct,
}

/// Operations; their arguments already have the right types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// Two arguments of one type.
    Compare(Comparison),
    And,
    Or,
    Not,
    IsNull,
    IsNotNull,
    /// Whether a boolean is known to be this.
    IsTruth(bool),
    /// Two numbers, integers, amounts, durations; or instant ± duration, instant − instant.
    Add,
    Subtract,
    /// Two numbers or two integers.
    Multiply,
    /// Two numbers; null where the divisor is zero.
    Divide,
    Negate,
    /// Integer or money to number.
    ToNumber,
    /// Integer to money.
    ToMoney,
    /// Text and a constant pattern; `\` escapes.
    Like,
    /// A value and the members of a list.
    In,
    /// Condition, result, …, otherwise.
    Case,
    Coalesce,
    NullIf,
    /// The smallest of those that are not null.
    Least,
    /// The largest of those that are not null.
    Greatest,
    Abs,
    Lower,
    Upper,
    /// Text without what stands at both its ends; spaces, or any character of a second text.
    Trim,
    /// The same at its start.
    TrimStart,
    /// The same at its end.
    TrimEnd,
    Length,
    /// Two texts, one after the other.
    Concat,
    /// Text, position of the first character from 1, and how many.
    Substring,
    /// Text and how many characters of its start; all but as many of its end when negative.
    Left,
    /// The same at its end.
    Right,
    /// Text, what to look for and what to put in its place.
    Replace,
    /// Text, separator and the number of the part from 1, or from the end when negative.
    SplitPart,
    /// Text, its length in characters and what to fill it up with at its start.
    PadStart,
    /// Position of the second text in the first, from 1; 0 when it is not there.
    Position,
    StartsWith,
    EndsWith,
    Contains,
    /// Text to number; null when it is none.
    ReadNumber,
    /// Text to whole number; null when it is none.
    ReadInteger,
    /// Whole number or boolean to text.
    ToText,
    Hours,
    Days,
    /// An instant and a whole number of days: the same wall-clock time so many days later.
    PlusDays,
    /// Two instants: by how much the wall clock of the first is ahead of the second's.
    WallDifference,
    BusinessHours,
    /// Two instants: whether one of them lies on a day that the business calendar does not cover.
    OutsideCalendar,
}

impl Op {
    /// Whether it looks at each text by itself, and is null where an argument is.
    pub fn is_of_text(self) -> bool {
        use Op::{Concat, Contains, EndsWith, Left, Length, Like, Lower, PadStart, Position, ReadInteger, ReadNumber};
        use Op::{Replace, Right, SplitPart, StartsWith, Substring, Trim, TrimEnd, TrimStart, Upper};
        matches!(self, Like | Lower | Upper | Trim | TrimStart | TrimEnd | Length | Concat | Substring | Left | Right)
            || matches!(self, Replace | SplitPart | PadStart | Position | StartsWith | EndsWith | Contains)
            || matches!(self, ReadNumber | ReadInteger)
    }

    /// Whether the run binds what it needs: such an operation has no value before.
    pub fn needs_run(self) -> bool {
        matches!(self, Self::PlusDays | Self::WallDifference | Self::BusinessHours | Self::OutsideCalendar)
    }
}

impl Value {
    /// Microseconds of a duration written in days, each of 24 hours; `None` when out of range.
    pub fn micros_of_days(days: i64, micros: i64) -> Option<i64> {
        days.checked_mul(crate::domain::Instant::DAY)?.checked_add(micros)
    }
}

impl Term {
    /// A column.
    pub fn column(name: &str, kind: ColumnType) -> Arc<Self> {
        Arc::new(Self { kind, node: Node::Column(name.to_owned()) })
    }

    /// A constant.
    pub fn literal(kind: ColumnType, value: Value) -> Arc<Self> {
        Arc::new(Self { kind, node: Node::Literal(value) })
    }

    /// An operation.
    pub fn call(kind: ColumnType, op: Op, arguments: Vec<Arc<Self>>) -> Arc<Self> {
        Arc::new(Self { kind, node: Node::Call(op, arguments) })
    }

    /// The constant that this term is.
    pub fn constant(&self) -> Option<&Value> {
        match &self.node {
            Node::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The arguments of every count of business hours.
    pub(super) fn collect_business_hours(&self, into: &mut Vec<Vec<Arc<Self>>>) {
        let Node::Call(op, arguments) = &self.node else { return };
        if *op == Op::BusinessHours && !into.contains(arguments) {
            into.push(arguments.clone());
        }
        arguments.iter().for_each(|argument| argument.collect_business_hours(into));
    }

    pub(super) fn collect_columns(&self, into: &mut BTreeSet<String>) {
        match &self.node {
            Node::Column(name) => {
                into.insert(name.clone());
            }
            Node::Call(_, arguments) => arguments.iter().for_each(|argument| argument.collect_columns(into)),
            Node::Special(_) | Node::Literal(_) => {}
        }
    }
}
