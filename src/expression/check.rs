//! Parses SQL and turns it into typed terms; every mistake gets its place.

use super::functions::type_name;
use super::{Term, Value, fold};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::ColumnType;
use crate::expression::Schema;
use sqlparser::ast::{Expr, Spanned};
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, Tokenizer};
use std::sync::Arc;

mod calls;
mod columns;
mod days;
mod operators;
mod spelled;
mod terms;
mod unify;

/// Longest expression in bytes.
const LONGEST: usize = 20_000;

/// Most operators and key words of an expression: each may nest the others by one, and a parsed
/// expression is dropped level by level on the stack.
const MOST: usize = 1_000;

/// Deepest nesting of a checked expression.
const DEEPEST: usize = 400;

pub(super) type Checked = Result<Arc<Term>, Diagnostic>;

/// Reads and checks an expression.
pub(super) fn check(sql: &str, schema: &Schema, place: &Place) -> Checked {
    let checker = Checker { sql, schema, place };
    let parsed = checker.parse()?;
    checker.term(&parsed, 0)
}

/// Reads and checks an expression that must be of a type.
pub(super) fn check_as(sql: &str, kind: ColumnType, schema: &Schema, place: &Place) -> Checked {
    let checker = Checker { sql, schema, place };
    let parsed = checker.parse()?;
    let term = checker.term(&parsed, 0)?;
    let found = term.kind;
    let fits = unify::is_null(&term) || found == kind || (kind == ColumnType::Number && unify::is_numeric(found));
    if !fits {
        let message = format!("the expression is {}, but {} is wanted", type_name(found), type_name(kind));
        return Err(checker.error("expression-type", &parsed, message));
    }
    checker.convert(&term, kind, &parsed)
}

/// Reads and checks an expression whose values can be added up.
pub(super) fn check_value(sql: &str, schema: &Schema, place: &Place) -> Checked {
    let checker = Checker { sql, schema, place };
    let parsed = checker.parse()?;
    let term = checker.term(&parsed, 0)?;
    if unify::is_null(&term) {
        return checker.convert(&term, ColumnType::Number, &parsed);
    }
    if !super::Expression::VALUE_TYPES.contains(&term.kind) {
        let found = type_name(term.kind);
        let message = format!("the expression is {found}, but a number, an amount or a duration is wanted");
        return Err(checker.error("expression-type", &parsed, message));
    }
    Ok(term)
}

pub(super) struct Checker<'a> {
    sql: &'a str,
    pub schema: &'a Schema,
    place: &'a Place,
}

impl Checker<'_> {
    fn parse(&self) -> Result<Expr, Diagnostic> {
        let start = Location { line: 1, column: 1 };
        if self.sql.trim().is_empty() {
            return Err(self.error_at("expression-syntax", start, "the expression is empty".to_owned()));
        }
        if self.sql.len() > LONGEST {
            let message = format!("the expression is longer than {LONGEST} bytes");
            return Err(self.error_at("expression-syntax", start, message));
        }
        let tokens = Tokenizer::new(&GenericDialect {}, self.sql)
            .tokenize_with_location()
            .map_err(|wrong| self.syntax(&wrong.into(), start))?;
        if let Some(at) = tokens.iter().filter(|token| is_operator(&token.token)).nth(MOST) {
            let message = format!("nested too deeply: more than {MOST} operators and key words");
            return Err(self.error_at("expression-syntax", at.span.start, message));
        }
        let mut parser = Parser::new(&GenericDialect {}).with_tokens_with_locations(tokens);
        let parsed = parser.parse_expr().map_err(|wrong| {
            let at = parser.peek_token_ref().span.start;
            self.syntax(&wrong, if at.line == 0 { self.end() } else { at })
        })?;
        let rest = parser.peek_token();
        if rest.token != Token::EOF {
            let message = format!("expected the end of the expression, found `{}`", rest.token);
            return Err(self.syntax_at(rest.span.start, message));
        }
        Ok(parsed)
    }

    fn syntax(&self, wrong: &ParserError, otherwise: Location) -> Diagnostic {
        let text = match wrong {
            ParserError::TokenizerError(text) | ParserError::ParserError(text) => text.as_str(),
            ParserError::RecursionLimitExceeded => "nested too deeply",
        };
        let (message, at) = split_location(text);
        self.syntax_at(at.unwrap_or(otherwise), reworded(message.trim()))
    }

    /// A syntax error, which is often a column's name that needs quotes.
    fn syntax_at(&self, at: Location, message: String) -> Diagnostic {
        let wrong = self.error_at("expression-syntax", at, message);
        match self.unquoted(self.sql) {
            Some(hint) => wrong.with_hint(hint),
            None => wrong,
        }
    }

    /// The location after the last character of the text.
    fn end(&self) -> Location {
        let text = self.sql.trim_end();
        let last = text.lines().last().unwrap_or("");
        Location { line: text.lines().count().max(1) as u64, column: last.chars().count() as u64 + 1 }
    }

    /// An error at a parsed expression.
    pub fn error(&self, code: &'static str, at: &Expr, message: String) -> Diagnostic {
        self.error_at(code, at.span().start, message)
    }

    /// An error at a location of the expression's text.
    pub fn error_at(&self, code: &'static str, at: Location, message: String) -> Diagnostic {
        let mut place = self.place.clone();
        if at.line > 0 && at.column > 0 {
            place.line = self.place.line.map(|line| line + at.line - 1);
            place.column = match at.line {
                1 => self.place.column.map(|column| column + at.column - 1),
                _ => Some(at.column),
            };
        }
        Diagnostic::error(code, place, message)
    }

    /// An operation, folded when its arguments are constants.
    pub fn call(&self, kind: ColumnType, op: super::Op, arguments: Vec<Arc<Term>>, at: &Expr) -> Checked {
        fold::fold(Term::call(kind, op, arguments))
            .map_err(|_| self.error("expression-range", at, "the constant is out of the range of its type".to_owned()))
    }

    /// A constant.
    pub fn literal(kind: ColumnType, value: Value) -> Checked {
        Ok(Term::literal(kind, value))
    }
}

/// Whether a token may nest what stands beside it; names, literals and commas do not.
fn is_operator(token: &Token) -> bool {
    match token {
        Token::Word(word) => word.keyword != Keyword::NoKeyword,
        Token::Whitespace(_)
        | Token::Comma
        | Token::Period
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::EOF => false,
        _ => true,
    }
}

/// A parser's message as the house writes it. What may follow `IS` is a long list in full SQL; here
/// it is short.
fn reworded(message: &str) -> String {
    let message = message.replacen("Expected: ", "expected ", 1).replacen(", found: ", ", found ", 1);
    let message = match message.split_once(" after IS, ") {
        Some((_, found)) => format!("expected `null` or `not null` after `is`, {found}"),
        None => message,
    };
    match message.strip_suffix(", found EOF") {
        Some(expected) => format!("{expected}, found the end of the expression"),
        None => message,
    }
}

/// Takes ` at Line: 1, Column: 5` from the end of a parser's message.
fn split_location(text: &str) -> (&str, Option<Location>) {
    let Some((message, place)) = text.rsplit_once(" at Line: ") else { return (text, None) };
    let location = place.split_once(", Column: ").and_then(|(line, column)| {
        Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
    });
    match location {
        Some(location) => (message, Some(location)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests;

/// Names outside calls and keywords, quoted ones as they stand, parts joined by points.
pub(super) fn mentioned(sql: &str) -> std::collections::BTreeSet<String> {
    use sqlparser::tokenizer::{Token, Tokenizer};
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    let mut joins = false;
    for (at, token) in tokens.iter().enumerate() {
        let Token::Word(word) = token else {
            joins = matches!(token, Token::Period) && !names.is_empty();
            continue;
        };
        let call = matches!(tokens.get(at + 1), Some(Token::LParen));
        let plain = word.quote_style.is_none() && (call || word.keyword != Keyword::NoKeyword);
        match names.last_mut().filter(|_| joins) {
            Some(last) => *last = format!("{last}.{}", word.value),
            None if !plain => names.push(word.value.clone()),
            None => {}
        }
        joins = false;
    }
    names.into_iter().collect()
}
