//! What SQL spells in its own way: `trim(… from …)`, `substring(… from …)`, `position(… in …)`, casts.

use super::super::{Op, Term};
use super::unify::{is_null, is_numeric};
use super::{Checked, Checker, type_name};
use crate::diagnostic::Diagnostic;
use crate::domain::ColumnType;
use sqlparser::ast::{CastKind, DataType, Expr, TrimWhereField};
use std::sync::Arc;

impl Checker<'_> {
    /// A function with a syntax of its own.
    pub(super) fn spelled(&self, expr: &Expr, depth: usize) -> Checked {
        match expr {
            Expr::Trim { expr: inner, trim_where, trim_what, trim_characters } => {
                let name = match trim_where {
                    Some(TrimWhereField::Leading) => "ltrim",
                    Some(TrimWhereField::Trailing) => "rtrim",
                    Some(TrimWhereField::Both) | None => "trim",
                };
                let mut arguments: Vec<&Expr> = vec![inner];
                arguments.extend(trim_what.as_deref());
                arguments.extend(trim_characters.iter().flatten());
                self.named(name, &arguments, expr, depth)
            }
            Expr::Substring { expr: inner, substring_from, substring_for, .. } => {
                let mut arguments: Vec<&Expr> = vec![inner];
                arguments.extend(substring_from.as_deref());
                match (substring_from, substring_for) {
                    (None, Some(_)) => return Err(self.unsupported(expr, "`substring` without a start")),
                    (_, count) => arguments.extend(count.as_deref()),
                }
                self.named("substring", &arguments, expr, depth)
            }
            Expr::Position { expr: needle, r#in: subject } => self.named("strpos", &[subject, needle], expr, depth),
            Expr::Cast { kind, expr: inner, data_type, format: None } => {
                let term = self.term(inner, depth)?;
                self.cast(term, (kind, data_type), inner)
            }
            other => Err(self.unsupported(other, "this form of `cast`")),
        }
    }

    /// A cast. `cast` is for what always succeeds; a text may be no number.
    fn cast(&self, term: Arc<Term>, (how, to): (&CastKind, &DataType), at: &Expr) -> Checked {
        let kind = self.cast_kind(to, at)?;
        if term.kind == kind || is_null(&term) || (kind == ColumnType::Number && is_numeric(term.kind)) {
            return self.convert(&term, kind, at);
        }
        let tried = *how == CastKind::TryCast;
        match (term.kind, kind) {
            (ColumnType::Integer | ColumnType::Boolean, ColumnType::Text) => {
                self.call(kind, Op::ToText, vec![term], at)
            }
            (ColumnType::Text, ColumnType::Number) if tried => self.call(kind, Op::ReadNumber, vec![term], at),
            (ColumnType::Text, ColumnType::Integer) if tried => self.call(kind, Op::ReadInteger, vec![term], at),
            (ColumnType::Text, ColumnType::Number | ColumnType::Integer) => {
                let message = "a text may be no number, and `cast` has no answer then".to_owned();
                let hint = "write `try_cast(… as …)`, which is null where the text is no number";
                Err(self.error("expression-type", at, message).with_hint(hint))
            }
            (from, to) => {
                let message = format!("{} cannot be cast to {}", type_name(from), type_name(to));
                Err(self.error("expression-type", at, message))
            }
        }
    }

    fn cast_kind(&self, to: &DataType, at: &Expr) -> Result<ColumnType, Diagnostic> {
        Ok(match to {
            DataType::Double(_) | DataType::DoublePrecision | DataType::Float8 | DataType::Float64 => {
                ColumnType::Number
            }
            DataType::BigInt(None) | DataType::Int8(None) | DataType::Int64 => ColumnType::Integer,
            DataType::Integer(None) | DataType::Int(None) => ColumnType::Integer,
            DataType::Text | DataType::Varchar(None) | DataType::String(None) => ColumnType::Text,
            other => {
                let message = format!("a cast to `{}` is outside the accepted SQL", other.to_string().to_lowercase());
                return Err(self
                    .error("unsupported-sql", at, message)
                    .with_hint("cast to `double`, `bigint` or `text`"));
            }
        })
    }
}
