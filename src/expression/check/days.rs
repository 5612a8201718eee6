//! Spans said in days are days of the calendar: 90 days after a midnight is a midnight, though one of
//! the days has 23 or 25 hours.

use super::super::{Node, Op, Term, Value};
use super::{Checked, Checker};
use crate::domain::ColumnType;
use sqlparser::ast::Expr;
use std::sync::Arc;

impl Checker<'_> {
    /// An instant and a duration added, or subtracted.
    pub(super) fn shifted(&self, instant: Arc<Term>, op: Op, span: &Arc<Term>, at: &Expr) -> Checked {
        let kind = ColumnType::Instant;
        match &span.node {
            Node::Literal(Value::Days(days, micros)) => {
                let days = if op == Op::Subtract { -days } else { *days };
                let days = Term::literal(ColumnType::Integer, Value::Whole(days));
                let later = self.call(kind, Op::PlusDays, vec![instant, days], at)?;
                let rest = Term::literal(ColumnType::Duration, Value::Whole(*micros));
                if *micros == 0 { Ok(later) } else { self.call(kind, op, vec![later, rest], at) }
            }
            Node::Call(Op::Case, arguments) if arguments.iter().any(|one| is_days(one)) => {
                let shifted = |one: &Arc<Term>| match one.kind {
                    ColumnType::Duration => self.shifted(Arc::clone(&instant), op, one, at),
                    _ => Ok(Arc::clone(one)),
                };
                self.call(kind, Op::Case, arguments.iter().map(shifted).collect::<Result<_, _>>()?, at)
            }
            _ => self.call(kind, op, vec![instant, Arc::clone(span)], at),
        }
    }

    /// The terms of a comparison; a difference of instants that is compared with days is the wall clock's.
    pub(super) fn compared(&self, terms: Vec<Arc<Term>>) -> Vec<Arc<Term>> {
        if terms.iter().any(|term| is_days(term)) { terms.iter().map(by_wall_clock).collect() } else { terms }
    }
}

fn is_days(term: &Term) -> bool {
    matches!(term.constant(), Some(Value::Days(..)))
}

/// A duration whose differences of instants are taken between wall clocks.
pub(super) fn by_wall_clock(term: &Arc<Term>) -> Arc<Term> {
    let Node::Call(op, arguments) = &term.node else { return Arc::clone(term) };
    if term.kind != ColumnType::Duration {
        return Arc::clone(term);
    }
    if *op == Op::Subtract && arguments[0].kind == ColumnType::Instant {
        return Term::call(term.kind, Op::WallDifference, arguments.clone());
    }
    Term::call(term.kind, *op, arguments.iter().map(by_wall_clock).collect())
}
