//! The functions of the subset and the types that they take and yield.

use super::Op;
use crate::domain::ColumnType;

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// These types, in this order.
    Exactly(&'static [ColumnType]),
    /// A value of one of the types that can be negative, and yields the same type.
    Signed,
    /// Values of one type, at least this many and at most that many, and yields the same type.
    Alike(usize, usize),
}

/// A function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    pub name: &'static str,
    pub op: Op,
    pub takes: Takes,
    /// The result's type; `None` is the arguments' type.
    pub yields: Option<ColumnType>,
}

const MANY: usize = usize::MAX;

const fn exactly(name: &'static str, op: Op, takes: &'static [ColumnType], yields: ColumnType) -> Function {
    Function { name, op, takes: Takes::Exactly(takes), yields: Some(yields) }
}

const fn alike(name: &'static str, op: Op, least: usize, most: usize) -> Function {
    Function { name, op, takes: Takes::Alike(least, most), yields: None }
}

/// All functions, by name.
pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "abs", op: Op::Abs, takes: Takes::Signed, yields: None },
    exactly("business_hours", Op::BusinessHours, &[ColumnType::Instant, ColumnType::Instant], ColumnType::Number),
    alike("coalesce", Op::Coalesce, 1, MANY),
    exactly("days", Op::Days, &[ColumnType::Duration], ColumnType::Number),
    alike("greatest", Op::Greatest, 1, MANY),
    exactly("hours", Op::Hours, &[ColumnType::Duration], ColumnType::Number),
    alike("least", Op::Least, 1, MANY),
    exactly("length", Op::Length, &[ColumnType::Text], ColumnType::Integer),
    exactly("lower", Op::Lower, &[ColumnType::Text], ColumnType::Text),
    alike("nullif", Op::NullIf, 2, 2),
    exactly("trim", Op::Trim, &[ColumnType::Text], ColumnType::Text),
    exactly("upper", Op::Upper, &[ColumnType::Text], ColumnType::Text),
];

/// The function of a name in any case.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// A type's name in messages.
pub(super) fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Instant => "an instant",
        ColumnType::Duration => "a duration",
        ColumnType::Number => "a number",
        ColumnType::Integer => "a whole number",
        ColumnType::Money => "money",
        ColumnType::Boolean => "a boolean",
    }
}
