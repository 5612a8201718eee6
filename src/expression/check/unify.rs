//! Bringing terms to a common type.

use super::super::functions::type_name;
use super::super::{Op, Term, Value, literal};
use super::{Checked, Checker};
use crate::diagnostic::Diagnostic;
use crate::domain::ColumnType;
use sqlparser::ast::Expr;
use std::sync::Arc;

/// Whether a term is the constant null, which fits any type.
pub(super) fn is_null(term: &Term) -> bool {
    matches!(term.constant(), Some(Value::Null))
}

/// Whether values of a type can be made numbers.
pub(super) fn is_numeric(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Number | ColumnType::Integer | ColumnType::Money)
}

impl Checker<'_> {
    /// The terms in their common type, and that type. `what` names the construct in the message.
    pub(super) fn unify(
        &self,
        terms: Vec<Arc<Term>>,
        what: &str,
        at: &Expr,
    ) -> Result<(ColumnType, Vec<Arc<Term>>), Diagnostic> {
        let mut kinds = terms.iter().filter(|term| !is_null(term)).map(|term| term.kind);
        let first = kinds.next().unwrap_or(ColumnType::Boolean);
        let kind = if kinds.clone().all(|kind| kind == first) {
            first
        } else if let Some(other) = kinds.find(|kind| *kind != first && !(is_numeric(*kind) && is_numeric(first))) {
            return Err(self.mismatch(what, (first, other), at));
        } else {
            common_number(&terms)
        };
        let terms = terms.iter().map(|term| self.convert(term, kind, at)).collect::<Result<_, _>>()?;
        Ok((kind, terms))
    }

    /// A term in a type that it can be converted to.
    pub(super) fn convert(&self, term: &Arc<Term>, kind: ColumnType, at: &Expr) -> Checked {
        if term.kind == kind {
            return Ok(Arc::clone(term));
        }
        if is_null(term) {
            return Ok(Term::literal(kind, Value::Null));
        }
        match (term.kind, kind) {
            (ColumnType::Integer | ColumnType::Money, ColumnType::Number) => {
                self.call(kind, Op::ToNumber, vec![Arc::clone(term)], at)
            }
            (from, ColumnType::Money) => match term.constant().and_then(|value| literal::as_money(from, value)) {
                Some(value) => Ok(Term::literal(kind, value)),
                None => self.call(kind, Op::ToMoney, vec![Arc::clone(term)], at),
            },
            (from, to) => Err(self.mismatch("this", (from, to), at)),
        }
    }

    fn mismatch(&self, what: &str, kinds: (ColumnType, ColumnType), at: &Expr) -> Diagnostic {
        let message = format!("{what} does not go with {} and {}", type_name(kinds.0), type_name(kinds.1));
        let wrong = self.error("expression-type", at, message);
        match kinds {
            (ColumnType::Instant, ColumnType::Text) | (ColumnType::Text, ColumnType::Instant) => {
                wrong.with_hint("write an instant as `timestamp '2026-01-01 00:00:00+08:00'`")
            }
            (ColumnType::Duration, other) | (other, ColumnType::Duration) if is_numeric(other) => {
                wrong.with_hint("write a span as `interval '7 days'`, or take `hours(…)` or `days(…)` of it")
            }
            _ => wrong,
        }
    }
}

/// The type of different numbers together: money with constants or whole numbers stays money.
fn common_number(terms: &[Arc<Term>]) -> ColumnType {
    let any = |kind| terms.iter().any(|term| term.kind == kind && !is_null(term));
    let fits_money = |term: &Arc<Term>| {
        matches!(term.kind, ColumnType::Money | ColumnType::Integer)
            || is_null(term)
            || term.constant().is_some_and(|value| literal::as_money(term.kind, value).is_some())
    };
    if any(ColumnType::Money) && terms.iter().all(fits_money) { ColumnType::Money } else { ColumnType::Number }
}
