//! Function calls.

use super::super::functions::{FUNCTIONS, Function as Known, Takes, find};
use super::super::{Op, Term, Value};
use super::days::by_wall_clock;
use super::unify::{is_null, is_numeric};
use super::{Checked, Checker, type_name};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::ColumnType;
use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};
use std::sync::Arc;

impl Checker<'_> {
    /// A function call.
    pub(super) fn function(&self, function: &Function, at: &Expr, depth: usize) -> Checked {
        let name = function.name.to_string();
        let Some(known) = find(&name) else {
            let wrong = self.error("unknown-function", at, format!("unknown function `{name}`"));
            let names: Vec<_> = FUNCTIONS.iter().map(|function| function.name).collect();
            return Err(match did_you_mean(&name, names.iter().copied()) {
                Some(question) => wrong.with_hint(question),
                None => wrong.with_hint(format!("the functions are {}", names.join(", "))),
            });
        };
        if known.op == Op::BusinessHours && !self.schema.has_business_hours() {
            let message = "`business_hours` needs a business calendar".to_owned();
            return Err(self.error("no-business-calendar", at, message).with_hint("name a calendar for the report"));
        }
        let Some(arguments) = plain_arguments(function) else {
            return Err(self.unsupported(at, &format!("this form of `{}`", known.name)));
        };
        self.known(known, &arguments, at, depth)
    }

    /// A call of a known function.
    pub(super) fn known(&self, known: &Known, arguments: &[&Expr], at: &Expr, depth: usize) -> Checked {
        self.arguments_fit(known, arguments.len(), at)?;
        let yields = known.yields.unwrap_or(ColumnType::Number);
        match known.takes {
            Takes::Exactly(_, kinds) => {
                let terms = self.each(known, arguments, kinds, depth)?;
                let days = known.op == Op::Days;
                let terms = if days { terms.iter().map(by_wall_clock).collect() } else { terms };
                self.call(yields, known.op, terms, at)
            }
            Takes::Fixed(position, kinds) => {
                let terms = self.each(known, arguments, kinds, depth)?;
                match terms[position].constant() {
                    Some(Value::Text(text)) if !text.is_empty() => self.call(yields, known.op, terms, at),
                    _ => {
                        let message = format!(
                            "argument {} of `{}` must be a constant text that is not empty",
                            position + 1,
                            known.name
                        );
                        Err(self.error("expression-type", arguments[position], message))
                    }
                }
            }
            Takes::Readable => self.readable(known, arguments[0], depth),
            Takes::Signed => {
                let term = self.term(arguments[0], depth)?;
                if !(is_numeric(term.kind) || term.kind == ColumnType::Duration || is_null(&term)) {
                    let message = format!("`{}` takes a number, not {}", known.name, type_name(term.kind));
                    return Err(self.error("expression-type", arguments[0], message));
                }
                let term = if is_null(&term) { self.convert(&term, ColumnType::Number, at)? } else { term };
                self.call(term.kind, known.op, vec![term], at)
            }
            Takes::Alike(..) => {
                let terms: Vec<Arc<Term>> =
                    arguments.iter().map(|expr| self.term(expr, depth)).collect::<Result<_, _>>()?;
                let (kind, terms) = self.unify(terms, &format!("`{}`", known.name), at)?;
                self.call(kind, known.op, terms, at)
            }
        }
    }

    /// A call of the function of a name.
    pub(super) fn named(&self, name: &str, arguments: &[&Expr], at: &Expr, depth: usize) -> Checked {
        self.known(find(name).expect("callers name functions of the list"), arguments, at, depth)
    }

    /// Each argument in its type.
    fn each(
        &self,
        known: &Known,
        arguments: &[&Expr],
        kinds: &[ColumnType],
        depth: usize,
    ) -> Result<Vec<Arc<Term>>, Diagnostic> {
        let what = format!("`{}`", known.name);
        arguments.iter().zip(kinds).map(|(expr, kind)| self.typed(expr, *kind, &what, depth)).collect()
    }

    /// A text read as a number, or a number as it is.
    fn readable(&self, known: &Known, argument: &Expr, depth: usize) -> Checked {
        let term = self.term(argument, depth)?;
        if is_numeric(term.kind) || is_null(&term) {
            return self.convert(&term, ColumnType::Number, argument);
        }
        if term.kind != ColumnType::Text {
            let message = format!("`{}` takes text or a number, not {}", known.name, type_name(term.kind));
            return Err(self.error("expression-type", argument, message));
        }
        self.call(ColumnType::Number, known.op, vec![term], argument)
    }

    fn arguments_fit(&self, known: &Known, given: usize, at: &Expr) -> Result<(), Diagnostic> {
        let (least, most) = match known.takes {
            Takes::Exactly(least, kinds) => (least, kinds.len()),
            Takes::Fixed(_, kinds) => (kinds.len(), kinds.len()),
            Takes::Signed | Takes::Readable => (1, 1),
            Takes::Alike(least, most) => (least, most),
        };
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let wanted = match most {
            usize::MAX => format!("{least} or more"),
            most if most > least => format!("{least} or {most}"),
            _ => least.to_string(),
        };
        let message = format!("`{}` takes {wanted} argument(s), not {given}", known.name);
        Err(self.error("expression-type", at, message))
    }
}

/// The arguments of a call without any modifier.
fn plain_arguments(function: &Function) -> Option<Vec<&Expr>> {
    let modified = function.uses_odbc_syntax
        || function.parameters != FunctionArguments::None
        || function.filter.is_some()
        || function.null_treatment.is_some()
        || function.over.is_some()
        || !function.within_group.is_empty();
    let FunctionArguments::List(list) = &function.args else { return None };
    if modified || list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
        return None;
    }
    let plain = |argument: &'_ FunctionArg| matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_)));
    if !list.args.iter().all(plain) {
        return None;
    }
    let expression = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Some(expr),
        _ => None,
    };
    list.args.iter().map(expression).collect()
}
