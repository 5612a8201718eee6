//! The functions of the subset and the types that they take and yield.

use super::Op;
use crate::domain::ColumnType;

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// These types, in this order; those from this position on may be left out.
    Exactly(usize, &'static [ColumnType]),
    /// These types, in this order, of which the argument at this position is a constant text that is not empty.
    Fixed(usize, &'static [ColumnType]),
    /// One value that can be read as a number.
    Readable,
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
    Function { name, op, takes: Takes::Exactly(takes.len(), takes), yields: Some(yields) }
}

/// A function of texts whose last argument may be left out.
const fn short(name: &'static str, op: Op, takes: &'static [ColumnType]) -> Function {
    Function { name, op, takes: Takes::Exactly(takes.len() - 1, takes), yields: Some(Text) }
}

/// A function of texts with a constant at a position.
const fn fixed(name: &'static str, op: Op, constant: usize, takes: &'static [ColumnType]) -> Function {
    Function { name, op, takes: Takes::Fixed(constant, takes), yields: Some(Text) }
}

const fn alike(name: &'static str, op: Op, least: usize, most: usize) -> Function {
    Function { name, op, takes: Takes::Alike(least, most), yields: None }
}

use ColumnType::{Boolean, Duration, Instant, Integer, Number, Text};

/// All functions, by name.
pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "abs", op: Op::Abs, takes: Takes::Signed, yields: None },
    exactly("business_hours", Op::BusinessHours, &[Instant, Instant], Number),
    alike("coalesce", Op::Coalesce, 1, MANY),
    exactly("contains", Op::Contains, &[Text, Text], Boolean),
    exactly("days", Op::Days, &[Duration], Number),
    exactly("ends_with", Op::EndsWith, &[Text, Text], Boolean),
    alike("greatest", Op::Greatest, 1, MANY),
    exactly("hours", Op::Hours, &[Duration], Number),
    alike("least", Op::Least, 1, MANY),
    exactly("left", Op::Left, &[Text, Integer], Text),
    exactly("length", Op::Length, &[Text], Integer),
    exactly("lower", Op::Lower, &[Text], Text),
    fixed("lpad", Op::PadStart, 2, &[Text, Integer, Text]),
    short("ltrim", Op::TrimStart, &[Text, Text]),
    alike("nullif", Op::NullIf, 2, 2),
    Function { name: "number", op: Op::ReadNumber, takes: Takes::Readable, yields: Some(Number) },
    exactly("replace", Op::Replace, &[Text, Text, Text], Text),
    exactly("right", Op::Right, &[Text, Integer], Text),
    short("rtrim", Op::TrimEnd, &[Text, Text]),
    fixed("split_part", Op::SplitPart, 1, &[Text, Text, Integer]),
    exactly("starts_with", Op::StartsWith, &[Text, Text], Boolean),
    exactly("strpos", Op::Position, &[Text, Text], Integer),
    short("substr", Op::Substring, &[Text, Integer, Integer]),
    short("substring", Op::Substring, &[Text, Integer, Integer]),
    short("trim", Op::Trim, &[Text, Text]),
    exactly("upper", Op::Upper, &[Text], Text),
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
