//! Profiles of vendors' exports: how a named system's file is recognised and read.
//!
//! A profile is data (`data/profiles/*.yaml`, embedded; a folder `profiles/` beside the configuration
//! adds to them or replaces them). Recognises by the names of columns, never by the form of a date:
//! exports are often saved again by a spreadsheet.

mod library;
mod read;
#[cfg(test)]
mod tests;

pub use library::{Library, built_in, built_in_files};

use super::tree::{Mark, Node, Value};
use crate::domain::{Localized, Table};
use serde::Deserialize;
use std::collections::BTreeSet;

/// How a named system's export is recognised and read.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name in `profile:`.
    pub id: String,
    /// What the export is called.
    pub title: Localized,
    /// What its facts stand on.
    pub evidence: Vec<Evidence>,
    /// What is assumed without evidence.
    pub unverified: Vec<String>,
    /// Sets of column names; a header row that holds all of one set is this system's.
    pub recognise: Vec<Vec<String>>,
    /// Pattern of the file's name; a hint, never enough alone.
    pub file: Option<String>,
    /// How rows look in a file without a header.
    pub shape: Option<Shape>,
    /// What stands nowhere in the file.
    pub asks: Vec<Question>,
    /// Profiles whose files say the same once more, and are left out beside this one's.
    pub before: Vec<String>,
    /// Cells above the header that the mapping names as `{name}`: name, row from 1, column from 0.
    pub head: Vec<(String, u64, usize)>,
    /// Why such a file is not read.
    pub refuse: Option<Localized>,
    tables: Vec<(Table, Vec<Node>)>,
}

/// What a fact stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of which kind it is.
    pub kind: Support,
    /// The public source, in a sentence.
    pub source: String,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// A real export was seen.
    Real,
    /// The vendor says so.
    Vendor,
    /// Code that writes or reads the file.
    Code,
}

/// What stands nowhere in a file and has to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// In which zone its times are.
    TimeZone,
    /// The order of day and month.
    DateOrder,
    /// The year of dates without one.
    Year,
    /// Which accounts are the service's own.
    Accounts,
    /// Which calls came from outside.
    Direction,
    /// The currency of its amounts.
    Currency,
}

/// The look of the rows of a file without a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Least and greatest number of columns.
    pub columns: (usize, usize),
    /// Column from 0 and what its cells hold.
    pub cells: Vec<(usize, CellForm)>,
    /// Column from 0 and the words of which each of its cells is one.
    pub words: Vec<(usize, Vec<String>)>,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellForm {
    /// A date with a time of day.
    Instant,
    /// Seconds since 1970.
    Epoch,
    /// Digits.
    Whole,
}

impl Profile {
    /// The tables that it feeds, in their order.
    pub fn tables(&self) -> Vec<Table> {
        self.tables.iter().map(|(table, _)| *table).collect()
    }

    /// The sources of a table, as in a configuration but without files.
    pub fn sources(&self, table: Table) -> Vec<serde_json::Value> {
        self.nodes(table).iter().map(Node::to_json).collect()
    }

    /// Every name of a column that its mappings speak of.
    pub fn mapped_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (_, node) in self.tables.iter().flat_map(|(table, nodes)| nodes.iter().map(move |node| (table, node))) {
            let Some(Value::Map(columns)) = node.get("columns").map(|node| &node.value) else { continue };
            for (_, column) in columns {
                match &column.value {
                    Value::Text(name) => drop(names.insert(name.clone())),
                    _ => names.extend(origins(column)),
                }
            }
        }
        names
    }

    /// Names of the columns of a file without a header.
    pub fn header_names(&self) -> Vec<String> {
        let header = self.tables.iter().flat_map(|(_, nodes)| nodes).find_map(|node| node.get("header"));
        header.map(texts).unwrap_or_default()
    }

    /// Rows that the header takes.
    pub fn header_rows(&self) -> usize {
        let rows = self.tables.iter().flat_map(|(_, nodes)| nodes).find_map(|node| node.get("header_rows"));
        match rows.map(|node| &node.value) {
            Some(Value::Number(text)) => text.parse().unwrap_or(1),
            _ => 1,
        }
    }

    /// The same as trees that all stand at one place.
    pub(super) fn placed(&self, table: Table, mark: Mark) -> Vec<Node> {
        self.nodes(table).iter().map(|node| Node::from_json(&node.to_json(), mark)).collect()
    }

    fn nodes(&self, table: Table) -> &[Node] {
        self.tables.iter().find(|(name, _)| *name == table).map_or(&[], |(_, nodes)| nodes)
    }
}

/// The names that a column is taken from.
fn origins(column: &Node) -> Vec<String> {
    column.get("from").map(texts).unwrap_or_default()
}

/// One text, or a list of them.
fn texts(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
