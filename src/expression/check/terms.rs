//! Columns, constants and everything that holds other expressions.

use super::super::{Comparison, Op, Term, Value, literal};
use super::operators::Case;
use super::{Checked, Checker, DEEPEST};
use crate::diagnostic::Diagnostic;
use crate::domain::ColumnType;
use sqlparser::ast::{CaseWhen, Expr, Interval, Spanned, TypedString, UnaryOperator, Value as Constant};
use std::sync::Arc;

impl Checker<'_> {
    /// The typed term of an expression.
    pub(super) fn term(&self, expr: &Expr, depth: usize) -> Checked {
        if depth > DEEPEST {
            return Err(self.error("expression-syntax", expr, "the expression is nested too deeply".to_owned()));
        }
        let depth = depth + 1;
        match expr {
            Expr::Identifier(name) => self.column(std::slice::from_ref(name)),
            Expr::CompoundIdentifier(names) => self.column(names),
            Expr::Nested(inner) => self.term(inner, depth),
            Expr::Value(value) => self.constant(&value.value, expr),
            Expr::Interval(interval) => self.interval(interval, expr),
            Expr::TypedString(typed) => self.typed_string(typed, expr),
            Expr::UnaryOp { op, expr: inner } => self.unary(*op, inner, depth),
            Expr::BinaryOp { left, op, right } => self.binary((left, right), op, depth),
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case((operand.as_deref(), conditions, else_result.as_deref()), expr, depth)
            }
            Expr::Function(function) => self.function(function, expr, depth),
            Expr::Trim { .. } | Expr::Substring { .. } | Expr::Position { .. } | Expr::Cast { .. } => {
                self.spelled(expr, depth)
            }
            _ => self.predicate(expr, depth),
        }
    }

    fn predicate(&self, expr: &Expr, depth: usize) -> Checked {
        let test = |inner, op| {
            let term = self.term(inner, depth)?;
            self.call(ColumnType::Boolean, op, vec![term], expr)
        };
        let truth = |inner, truth| {
            let term = self.typed(inner, ColumnType::Boolean, "`is`", depth)?;
            self.call(ColumnType::Boolean, Op::IsTruth(truth), vec![term], expr)
        };
        match expr {
            Expr::IsNull(inner) | Expr::IsUnknown(inner) => test(inner, Op::IsNull),
            Expr::IsNotNull(inner) | Expr::IsNotUnknown(inner) => test(inner, Op::IsNotNull),
            Expr::IsTrue(inner) => truth(inner, true),
            Expr::IsFalse(inner) => truth(inner, false),
            Expr::IsNotTrue(inner) => self.negated(truth(inner, true)?, expr, true),
            Expr::IsNotFalse(inner) => self.negated(truth(inner, false)?, expr, true),
            Expr::IsDistinctFrom(left, right) => self.compare((left, right), Comparison::Distinct, depth),
            Expr::IsNotDistinctFrom(left, right) => self.compare((left, right), Comparison::NotDistinct, depth),
            Expr::InList { expr: subject, list, negated } => {
                let member = self.member(subject, list, depth)?;
                self.negated(member, expr, *negated)
            }
            Expr::Between { expr: subject, negated, low, high } => {
                let above = self.compare((subject, low), Comparison::GreaterOrEqual, depth)?;
                let below = self.compare((subject, high), Comparison::LessOrEqual, depth)?;
                let both = self.call(ColumnType::Boolean, Op::And, vec![above, below], expr)?;
                self.negated(both, expr, *negated)
            }
            Expr::Like { negated, any: false, expr: subject, pattern, escape_char: None } => {
                let like = self.like((subject, pattern), Case::Kept, depth)?;
                self.negated(like, expr, *negated)
            }
            Expr::ILike { negated, any: false, expr: subject, pattern, escape_char: None } => {
                let like = self.like((subject, pattern), Case::Ignored, depth)?;
                self.negated(like, expr, *negated)
            }
            other => {
                let kind = first_words(&other.to_string());
                Err(self.error("unsupported-sql", other, format!("`{kind}` is outside the accepted SQL")))
            }
        }
    }

    /// A term that must be of a type; `what` names who wants it.
    pub(super) fn typed(&self, expr: &Expr, kind: ColumnType, what: &str, depth: usize) -> Checked {
        let term = self.term(expr, depth)?;
        let wanted = super::type_name(kind);
        if super::unify::is_null(&term) || term.kind == kind {
            return self.convert(&term, kind, expr);
        }
        if kind == ColumnType::Number && super::unify::is_numeric(term.kind) {
            return self.convert(&term, kind, expr);
        }
        let message = format!("{what} takes {wanted}, not {}", super::type_name(term.kind));
        Err(self.error("expression-type", expr, message))
    }

    fn constant(&self, constant: &Constant, at: &Expr) -> Checked {
        match constant {
            Constant::Number(text, false) => match literal::number(text) {
                Some((kind, value)) => Self::literal(kind, value),
                None => Err(self.error("expression-range", at, format!("the number `{text}` is out of range"))),
            },
            Constant::SingleQuotedString(text) => Self::literal(ColumnType::Text, Value::Text(text.clone())),
            Constant::Boolean(truth) => Self::literal(ColumnType::Boolean, Value::Boolean(*truth)),
            Constant::Null => Self::literal(ColumnType::Boolean, Value::Null),
            other => Err(self.error("unsupported-sql", at, format!("`{other}` is not a constant of the accepted SQL"))),
        }
    }

    fn interval(&self, interval: &Interval, at: &Expr) -> Checked {
        let Expr::Value(value) = interval.value.as_ref() else {
            return Err(self.error("unsupported-sql", at, "an interval is a constant text".to_owned()));
        };
        let text = match &value.value {
            Constant::SingleQuotedString(text) | Constant::Number(text, false) => text,
            other => return Err(self.error("unsupported-sql", at, format!("`{other}` is not an interval"))),
        };
        let unit = interval.leading_field.as_ref().map(ToString::to_string);
        match literal::interval(text, unit.as_deref()) {
            Ok(span) => Self::literal(ColumnType::Duration, span),
            Err(message) => Err(self
                .error("bad-interval", &interval.value, message)
                .with_hint("write a fixed span such as `interval '7 days'` or `interval '4 hours'`")),
        }
    }

    fn typed_string(&self, typed: &TypedString, at: &Expr) -> Checked {
        let kind = typed.data_type.to_string().to_uppercase();
        let hint = "write `timestamp '2026-01-01 00:00:00+08:00'`";
        let Constant::SingleQuotedString(text) = &typed.value.value else {
            return Err(self.error("unsupported-sql", at, format!("`{typed}` is outside the accepted SQL")));
        };
        if !kind.starts_with("TIMESTAMP") {
            let message = format!("constants of type `{}` are outside the accepted SQL", kind.to_lowercase());
            return Err(self.error_at("unsupported-sql", typed.value.span.start, message).with_hint(hint));
        }
        match literal::instant(text) {
            Some(micros) => Self::literal(ColumnType::Instant, Value::Whole(micros)),
            None => {
                let message = format!("`{text}` is not an instant with an offset");
                Err(self.error_at("bad-timestamp", typed.value.span.start, message).with_hint(hint))
            }
        }
    }

    fn unary(&self, op: UnaryOperator, inner: &Expr, depth: usize) -> Checked {
        match op {
            UnaryOperator::Not => {
                let term = self.typed(inner, ColumnType::Boolean, "`not`", depth)?;
                self.negated(term, inner, true)
            }
            UnaryOperator::Minus | UnaryOperator::Plus => {
                let term = self.term(inner, depth)?;
                let signed = super::unify::is_numeric(term.kind) || term.kind == ColumnType::Duration;
                if !signed {
                    let message = format!("`{op}` takes a number or a duration, not {}", super::type_name(term.kind));
                    return Err(self.error("expression-type", inner, message));
                }
                match (op, term.constant()) {
                    (UnaryOperator::Minus, Some(Value::Days(days, micros))) => {
                        Self::literal(term.kind, Value::Days(-days, -micros))
                    }
                    (UnaryOperator::Minus, _) => self.call(term.kind, Op::Negate, vec![term], inner),
                    _ => Ok(term),
                }
            }
            other => Err(self.error("unsupported-sql", inner, format!("`{other}` is outside the accepted SQL"))),
        }
    }

    fn case(
        &self,
        (operand, conditions, otherwise): (Option<&Expr>, &[CaseWhen], Option<&Expr>),
        at: &Expr,
        depth: usize,
    ) -> Checked {
        let mut tests = Vec::new();
        let mut results = Vec::new();
        for branch in conditions {
            tests.push(match operand {
                Some(operand) => self.compare((operand, &branch.condition), Comparison::Equal, depth)?,
                None => self.typed(&branch.condition, ColumnType::Boolean, "`when`", depth)?,
            });
            results.push(self.term(&branch.result, depth)?);
        }
        results.push(match otherwise {
            Some(otherwise) => self.term(otherwise, depth)?,
            None => Term::literal(ColumnType::Boolean, Value::Null),
        });
        let (kind, results) = self.unify(results, "`case`", at)?;
        let mut arguments = Vec::new();
        for (test, result) in tests.into_iter().zip(&results) {
            arguments.extend([test, Arc::clone(result)]);
        }
        arguments.extend(results.last().cloned());
        self.call(kind, Op::Case, arguments, at)
    }

    fn negated(&self, term: Arc<Term>, at: &Expr, negated: impl Into<Negation>) -> Checked {
        match negated.into() {
            Negation(true) => self.call(ColumnType::Boolean, Op::Not, vec![term], at),
            Negation(false) => Ok(term),
        }
    }

    pub(super) fn unsupported(&self, expr: &Expr, what: &str) -> Diagnostic {
        self.error_at("unsupported-sql", expr.span().start, format!("{what} is outside the accepted SQL"))
    }
}

/// Whether a predicate was written with NOT.
struct Negation(bool);

impl From<bool> for Negation {
    fn from(negated: bool) -> Self {
        Self(negated)
    }
}

fn first_words(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
