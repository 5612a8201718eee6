//! The tables of a report and the columns that its sources add to them.

use super::{StagedTable, mapping};
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::{ColumnType, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The tables that have a source, before anything is staged.
pub fn empty(report: &ReportConfig) -> BTreeMap<Table, StagedTable> {
    let mut tables = BTreeMap::new();
    for source in &report.sources {
        let empty =
            || StagedTable { table: source.table, files: Vec::new(), mapped: BTreeSet::new(), extra: Vec::new() };
        let extra = &mut tables.entry(source.table).or_insert_with(empty).extra;
        for (name, (kind, _)) in &source.extra {
            if !extra.iter().any(|(known, _)| known == name) {
                extra.push((name.clone(), *kind));
            }
        }
        extra.sort_by(|one, other| one.0.cmp(&other.0));
    }
    tables
}

/// Extra columns that two sources of a table declare with two types.
pub fn conflicts(report: &ReportConfig) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(Table, &str), ColumnType> = BTreeMap::new();
    let mut problems = Vec::new();
    for source in &report.sources {
        for (name, (kind, _)) in &source.extra {
            let known = *first.entry((source.table, name)).or_insert(*kind);
            if known != *kind {
                let message = format!("extra column `{name}` of `{}` has two types", source.table.name());
                problems.push(Diagnostic::error("extra-type", mapping::place(source, name), message));
            }
        }
    }
    problems
}
