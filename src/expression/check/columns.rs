//! Names of columns: matched exactly, quoted ones as they stand between the quotes.

use super::super::{Node, Special, Term};
use super::{Checked, Checker};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::ColumnType;
use crate::expression::schema::{AS_OF, PERIOD_END, PERIOD_START};
use sqlparser::ast::Ident;
use sqlparser::tokenizer::Location;
use std::sync::Arc;

const SPECIALS: [(&str, Special); 3] =
    [(AS_OF, Special::AsOf), (PERIOD_START, Special::PeriodStart), (PERIOD_END, Special::PeriodEnd)];

/// Columns that a message lists.
const LISTED: usize = 30;

impl Checker<'_> {
    /// A column of the table, or an instant that the run binds.
    pub(super) fn column(&self, names: &[Ident]) -> Checked {
        let name = names.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(".");
        if let Some(kind) = self.schema.get(&name) {
            return Ok(Term::column(&name, kind));
        }
        if let Some((_, special)) = self.specials().find(|(special, _)| *special == name) {
            return Ok(Arc::new(Term { kind: ColumnType::Instant, node: Node::Special(*special) }));
        }
        Err(self.unknown(&name, names))
    }

    fn specials(&self) -> impl Iterator<Item = &'static (&'static str, Special)> {
        let known = if self.schema.is_of_a_file() { &[] } else { &SPECIALS[..] };
        known.iter()
    }

    fn unknown(&self, name: &str, names: &[Ident]) -> Diagnostic {
        let at = names.first().map_or(Location { line: 0, column: 0 }, |part| part.span.start);
        let wrong = self.error_at("unknown-column", at, format!("unknown column `{name}`"));
        let known = self.schema.iter().map(|(name, _)| name).chain(self.specials().map(|(name, _)| *name));
        let hint = did_you_mean(name, known).unwrap_or_else(|| format!("the columns are {}", self.column_list()));
        let quoted = names.iter().any(|part| part.quote_style == Some('"'));
        wrong.with_hint(if quoted { format!("{hint}; a text stands in single quotes: `'{name}'`") } else { hint })
    }

    fn column_list(&self) -> String {
        let mut names: Vec<String> = self.schema.iter().map(|(name, _)| format!("`{name}`")).take(LISTED + 1).collect();
        if names.len() > LISTED {
            names[LISTED] = "…".to_owned();
        }
        names.join(", ")
    }

    /// A column whose name stands in a text without the quotes that it needs.
    pub(super) fn unquoted(&self, sql: &str) -> Option<String> {
        let plain = |letter: char| letter.is_alphanumeric() || letter == '_';
        let (quoted, bare) = (|name: &str| format!("\"{}\"", name.replace('"', "\"\"")), sql);
        let mut longest: Option<&str> = None;
        for (name, _) in self.schema.iter() {
            let special = name.contains(|letter| !plain(letter)) || name.starts_with(|first: char| first.is_numeric());
            let here =
                special && bare.contains(name) && !bare.contains(&quoted(name)) && !bare.contains(&format!("'{name}'"));
            if here && longest.is_none_or(|longest| longest.len() < name.len()) {
                longest = Some(name);
            }
        }
        longest.map(|name| format!("write the column as `{}`", quoted(name)))
    }
}
