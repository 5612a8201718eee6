//! Operators between two expressions, IN and LIKE.

use super::super::{Comparison, Op, Term, Value, literal};
use super::unify::is_numeric;
use super::{Checked, Checker, type_name};
use crate::domain::ColumnType;
use sqlparser::ast::{BinaryOperator, Expr};
use std::sync::Arc;

type Pair<'a> = (&'a Expr, &'a Expr);

/// Whether a pattern tells upper from lower case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Kept,
    Ignored,
}

/// Whether a text is a time of day of two digits and two, which stands in its order among such.
fn is_clock(text: &str) -> bool {
    text.split(':').all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a term is the empty text.
fn is_empty(term: &Arc<Term>) -> bool {
    matches!(term.constant(), Some(Value::Text(text)) if text.is_empty())
}

impl Checker<'_> {
    /// Two expressions with an operator between them.
    pub(super) fn binary(&self, pair: Pair<'_>, op: &BinaryOperator, depth: usize) -> Checked {
        let comparison = match op {
            BinaryOperator::Eq => Comparison::Equal,
            BinaryOperator::NotEq => Comparison::NotEqual,
            BinaryOperator::Lt => Comparison::Less,
            BinaryOperator::LtEq => Comparison::LessOrEqual,
            BinaryOperator::Gt => Comparison::Greater,
            BinaryOperator::GtEq => Comparison::GreaterOrEqual,
            BinaryOperator::And => return self.connect(pair, (Op::And, "`and`"), depth),
            BinaryOperator::Or => return self.connect(pair, (Op::Or, "`or`"), depth),
            BinaryOperator::Plus => return self.sum(pair, Op::Add, depth),
            BinaryOperator::Minus => return self.sum(pair, Op::Subtract, depth),
            BinaryOperator::Multiply => return self.product(pair, depth),
            BinaryOperator::StringConcat => return self.joined(pair, depth),
            BinaryOperator::Divide => return self.ratio(pair, depth),
            other => return Err(self.unsupported(pair.0, &format!("the operator `{other}`"))),
        };
        self.compare(pair, comparison, depth)
    }

    /// A comparison.
    pub(super) fn compare(&self, (left, right): Pair<'_>, how: Comparison, depth: usize) -> Checked {
        let terms = vec![self.term(left, depth)?, self.term(right, depth)?];
        let (kind, terms) = self.unify(terms, "a comparison", left)?;
        if self.schema.is_of_a_file() && kind == ColumnType::Text {
            self.refuse_order_of_texts(&terms, how, left)?;
            if let Some(blank) = self.blank(&terms, how, left) {
                return blank;
            }
        }
        self.call(ColumnType::Boolean, Op::Compare(how), self.compared(terms), left)
    }

    /// In a file, a blank cell is nothing and the empty text alike.
    fn blank(&self, terms: &[Arc<Term>], how: Comparison, at: &Expr) -> Option<Checked> {
        let (one, other) = (&terms[0], &terms[1]);
        let subject = if is_empty(other) { one } else { Some(other).filter(|_| is_empty(one))? };
        let is_blank = || -> Checked {
            let null = self.call(ColumnType::Boolean, Op::IsNull, vec![Arc::clone(subject)], at)?;
            let equal = self.call(ColumnType::Boolean, Op::Compare(Comparison::Equal), terms.to_vec(), at)?;
            self.call(ColumnType::Boolean, Op::Or, vec![null, equal], at)
        };
        match how {
            Comparison::Equal => Some(is_blank()),
            Comparison::NotEqual => {
                Some(is_blank().and_then(|blank| self.call(ColumnType::Boolean, Op::Not, vec![blank], at)))
            }
            _ => None,
        }
    }

    /// Texts are ordered letter by letter: `9` is behind `10`, and `01.08.2026` before `02.07.2026`.
    fn refuse_order_of_texts(
        &self,
        terms: &[Arc<Term>],
        how: Comparison,
        at: &Expr,
    ) -> Result<(), crate::diagnostic::Diagnostic> {
        let ordered =
            !matches!(how, Comparison::Equal | Comparison::NotEqual | Comparison::Distinct | Comparison::NotDistinct);
        let constant = terms.iter().find_map(|term| match term.constant() {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        let Some(text) = constant.filter(|text| ordered && text.starts_with(|first: char| first.is_ascii_digit()))
        else {
            return Ok(());
        };
        let hint = if text.parse::<f64>().is_ok() {
            format!("compare numbers: `number(…) >= {text}`")
        } else if text.chars().nth(4).is_some_and(|mark| matches!(mark, '-' | '/' | '年')) || is_clock(text) {
            return Ok(());
        } else {
            "bring the texts to year, month, day first, as in `substr(Day, 7, 4) || '-' || substr(Day, 4, 2) || '-' || \
             substr(Day, 1, 2)`, and compare with a date written so"
                .to_owned()
        };
        let message = format!("`{text}` is compared with a text, letter by letter");
        Err(self.error("expression-type", at, message).with_hint(hint))
    }

    /// Membership in a list.
    pub(super) fn member(&self, subject: &Expr, list: &[Expr], depth: usize) -> Checked {
        let mut terms = vec![self.term(subject, depth)?];
        for candidate in list {
            terms.push(self.term(candidate, depth)?);
        }
        if terms.len() < 2 {
            return Err(self.unsupported(subject, "`in` with an empty list"));
        }
        let (kind, terms) = self.unify(terms, "`in`", subject)?;
        let blank = kind == ColumnType::Text && self.schema.is_of_a_file() && terms[1..].iter().any(is_empty);
        let first = Arc::clone(&terms[0]);
        let listed = self.call(ColumnType::Boolean, Op::In, terms, subject)?;
        if !blank {
            return Ok(listed);
        }
        let null = self.call(ColumnType::Boolean, Op::IsNull, vec![first], subject)?;
        self.call(ColumnType::Boolean, Op::Or, vec![null, listed], subject)
    }

    /// LIKE with a constant pattern.
    pub(super) fn like(&self, (subject, pattern): Pair<'_>, case: Case, depth: usize) -> Checked {
        let name = if case == Case::Kept { "`like`" } else { "`ilike`" };
        let mut text = self.typed(subject, ColumnType::Text, name, depth)?;
        let mut shape = self.typed(pattern, ColumnType::Text, name, depth)?;
        if case == Case::Ignored {
            text = self.call(ColumnType::Text, Op::Lower, vec![text], subject)?;
            shape = self.call(ColumnType::Text, Op::Lower, vec![shape], pattern)?;
        }
        match shape.constant() {
            Some(Value::Text(shape)) if literal::ends_in_escape(shape) => {
                Err(self.error("expression-syntax", pattern, "the pattern ends in the escape `\\`".to_owned()))
            }
            Some(_) => self.call(ColumnType::Boolean, Op::Like, vec![text, shape], subject),
            None => Err(self.unsupported(pattern, "a pattern that is not a constant")),
        }
    }

    fn connect(&self, (left, right): Pair<'_>, (op, name): (Op, &str), depth: usize) -> Checked {
        let left_term = self.typed(left, ColumnType::Boolean, name, depth)?;
        let right_term = self.typed(right, ColumnType::Boolean, name, depth)?;
        self.call(ColumnType::Boolean, op, vec![left_term, right_term], left)
    }

    /// Two texts, one after the other.
    fn joined(&self, (left, right): Pair<'_>, depth: usize) -> Checked {
        let one = self.joinable(left, depth)?;
        let other = self.joinable(right, depth)?;
        self.call(ColumnType::Text, Op::Concat, vec![one, other], left)
    }

    fn joinable(&self, expr: &Expr, depth: usize) -> Checked {
        let term = self.term(expr, depth)?;
        if term.kind == ColumnType::Text || super::unify::is_null(&term) {
            return self.convert(&term, ColumnType::Text, expr);
        }
        let message = format!("`||` takes text, not {}", type_name(term.kind));
        let wrong = self.error("expression-type", expr, message);
        Err(match term.kind {
            ColumnType::Integer | ColumnType::Boolean => wrong.with_hint("make it text with `cast(… as text)`"),
            _ => wrong,
        })
    }

    fn sum(&self, (left, right): Pair<'_>, op: Op, depth: usize) -> Checked {
        let name = if op == Op::Add { "`+`" } else { "`-`" };
        let (one, other) = (self.term(left, depth)?, self.term(right, depth)?);
        match (one.kind, other.kind) {
            (ColumnType::Instant, ColumnType::Duration) => return self.shifted(one, op, &other, left),
            (ColumnType::Duration, ColumnType::Instant) if op == Op::Add => return self.shifted(other, op, &one, left),
            (ColumnType::Instant, ColumnType::Instant) if op == Op::Subtract => {
                return self.call(ColumnType::Duration, op, vec![one, other], left);
            }
            _ => {}
        }
        self.refuse_unless(&[&one, &other], name, left, |kind| is_numeric(kind) || kind == ColumnType::Duration)?;
        if super::unify::is_null(&one) && super::unify::is_null(&other) {
            return self.convert(&one, ColumnType::Number, left);
        }
        let (kind, terms) = self.unify(vec![one, other], name, left)?;
        self.call(kind, op, terms, left)
    }

    fn product(&self, (left, right): Pair<'_>, depth: usize) -> Checked {
        let (one, other) = (self.term(left, depth)?, self.term(right, depth)?);
        self.refuse_unless(&[&one, &other], "`*`", left, is_numeric)?;
        let whole = |term: &Term| term.kind == ColumnType::Integer;
        let kind = if whole(&one) && whole(&other) { ColumnType::Integer } else { ColumnType::Number };
        let terms = vec![self.convert(&one, kind, left)?, self.convert(&other, kind, right)?];
        self.call(kind, Op::Multiply, terms, left)
    }

    fn ratio(&self, (left, right): Pair<'_>, depth: usize) -> Checked {
        let (one, other) = (self.term(left, depth)?, self.term(right, depth)?);
        self.refuse_unless(&[&one, &other], "`/`", left, is_numeric)?;
        let kind = ColumnType::Number;
        let divisor = self.convert(&other, kind, right)?;
        if let Some(Value::Number(bits)) = divisor.constant()
            && f64::from_bits(*bits) == 0.0
        {
            return Err(self.error("division-by-zero", right, "division by a constant zero".to_owned()));
        }
        self.call(kind, Op::Divide, vec![self.convert(&one, kind, left)?, divisor], left)
    }

    fn refuse_unless(
        &self,
        terms: &[&Arc<Term>],
        name: &str,
        at: &Expr,
        accepted: impl Fn(ColumnType) -> bool,
    ) -> Result<(), crate::diagnostic::Diagnostic> {
        let wrong = terms.iter().any(|term| !accepted(term.kind) && !super::unify::is_null(term));
        if !wrong {
            return Ok(());
        }
        let kinds: Vec<_> = terms.iter().map(|term| type_name(term.kind)).collect();
        Err(self.error("expression-type", at, format!("{name} does not take {}", kinds.join(" and "))))
    }
}
