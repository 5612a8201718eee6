//! Checks what a source says about several rows of one key, and that its key tells rows apart at all.

use super::Checker;
use crate::config::written::{Entry, Written};
use crate::config::{OnDuplicate, SourceColumn, file};
use crate::domain::{ColumnType, Table};
use crate::schema;
use std::collections::BTreeMap;

type Extra = BTreeMap<String, (ColumnType, SourceColumn)>;

impl Checker<'_> {
    /// What several rows of one key are.
    pub(super) fn on_duplicate(
        &mut self,
        table: Table,
        written: &Written<String>,
        extra: &Extra,
    ) -> Option<OnDuplicate> {
        let (text, mark) = written.placed()?;
        if schema::key(table).is_empty() {
            if text.trim() == "every" {
                return Some(OnDuplicate::Every);
            }
            let message = format!("rows of `{}` have no key: `{text}` cannot tell which of them are one", table.name());
            self.error_with_hint(
                "on-duplicate",
                mark,
                message,
                "write `every` where equal rows in several files all count",
            );
            return None;
        }
        let (word, columns) = parsed(text);
        let wrong = columns.iter().find_map(|name| unfit(table, (word, name), extra));
        let names: Vec<&str> = schema::columns(table).iter().map(|column| column.name).collect();
        for name in columns.iter().filter(|name| !names.contains(&name.as_str()) && !extra.contains_key(*name)) {
            let whose = format!(" of `{}`", table.name());
            let names: Vec<&str> = names.iter().copied().chain(extra.keys().map(String::as_str)).collect();
            self.unknown_name_in("unknown-column", mark, ("column", name, &whose), &names);
        }
        match (word, columns.as_slice(), wrong) {
            ("first", [], _) => Some(OnDuplicate::First),
            ("last", [], _) => Some(OnDuplicate::Last),
            ("latest_by", [column], None) => Some(OnDuplicate::LatestBy(column.clone())),
            ("sum", [_, ..], None) => Some(OnDuplicate::Sum(columns)),
            (_, _, Some(message)) => {
                self.error("on-duplicate", mark, message);
                None
            }
            _ => {
                let hint = "write `first`, `last`, `latest_by(column)` or `sum(column, …)`";
                self.error_with_hint("on-duplicate", mark, format!("`{text}` does not say which row counts"), hint);
                None
            }
        }
    }

    /// Sources of one table give one answer; one that says nothing agrees with all.
    pub(super) fn one_answer(&mut self, table: Table, sources: &[Written<file::Source>]) {
        let said = sources.iter().filter_map(Written::get).filter_map(|source| source.on_duplicate.placed());
        let said: Vec<_> = said.collect();
        let differs = said.iter().find(|(text, _)| parsed(text) != parsed(said[0].0));
        if let Some((text, mark)) = differs {
            let message = format!(
                "`{text}` for `{}`, but another of its sources says `{}`: rows of both may share a key",
                table.name(),
                said[0].0
            );
            self.error("on-duplicate", *mark, message);
        }
    }

    /// A constant id would make one record of all rows.
    pub(super) fn constant_keys(&mut self, table: Table, constants: &[Entry<String>]) {
        let Some(id) = own_id(table) else { return };
        for entry in constants.iter().filter(|entry| entry.key == id) {
            let message = format!("a constant for `{id}` would make one record of all rows of `{}`", table.name());
            let hint = format!(
                "map the column that tells the rows apart; when there is none, number them: `{id}: {{sql: row_number}}` under `columns`"
            );
            self.error_with_hint("constant-key", entry.mark, message, &hint);
        }
    }
}

/// The column that alone, or within one question of a survey, tells the rows of a table apart.
fn own_id(table: Table) -> Option<&'static str> {
    match (table, schema::key(table)) {
        (_, [id]) => Some(id),
        (Table::Surveys, [id, ..]) => Some(id),
        _ => None,
    }
}

fn parsed(text: &str) -> (&str, Vec<String>) {
    let text = text.trim();
    let (word, inside) = text.strip_suffix(')').and_then(|text| text.split_once('(')).unwrap_or((text, ""));
    let names = inside.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    (word.trim(), names.collect())
}

/// Why a column cannot be what it is named for.
fn unfit(table: Table, (word, name): (&str, &str), extra: &Extra) -> Option<String> {
    let canonical = schema::columns(table).iter().find(|column| column.name == name).map(|column| column.kind);
    let kind = canonical.or_else(|| Some(extra.get(name)?.0))?;
    if schema::key(table).contains(&name) {
        return Some(format!(
            "`{name}` is part of the key of `{}`: it is the same in all rows of a record",
            table.name()
        ));
    }
    let adds = matches!(kind, ColumnType::Money | ColumnType::Number | ColumnType::Integer | ColumnType::Duration);
    (word == "sum" && !adds).then(|| format!("`{name}` holds no amounts that could be summed"))
}
