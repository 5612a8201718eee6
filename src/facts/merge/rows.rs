//! Rows that do not stand for themselves, and what several rows of one key hold.

use super::compare::Differences;
use crate::domain::{ColumnType, Table};
use crate::facts::column::{Value, value_at};
use crate::facts::quality::{MergeKind, MergedGroup, MergedRow};
use crate::facts::staged::{Patch, Staged};
use crate::schema::{FILE, LINE, columns};
use arrow_array::RecordBatch;
use std::collections::BTreeMap;

/// Share of a table's rows that may differ from a row of the same key without a word in the configuration.
pub(in crate::facts) const TOLERATED: f64 = 0.01;
/// So many rows may differ in any table.
pub(in crate::facts) const FEW: u64 = 3;
/// Rows whose contents are held in memory at a time.
pub(super) const AT_ONCE: usize = 200_000;

/// Rows that do not stand for themselves, and what that changes.
#[derive(Debug, Default)]
pub(in crate::facts) struct Merged {
    /// Their numbers, ascending.
    pub(in crate::facts) dropped: Vec<u64>,
    /// The first of them, one by one.
    pub(in crate::facts) listed: Vec<MergedRow>,
    /// All of them by kind.
    pub(in crate::facts) groups: Vec<MergedGroup>,
    /// Missing cells among them, and cells that they filled, by column of the staged schema.
    pub(in crate::facts) nulls: BTreeMap<String, u64>,
    /// How many of them each staged file holds: merged, folded.
    pub(in crate::facts) by_file: BTreeMap<usize, (u64, u64)>,
    /// How rows differ that are no copies.
    pub(in crate::facts) differences: Differences,
    /// Keys whose folded rows differ in a number that is not summed, by column.
    pub(in crate::facts) uneven: BTreeMap<String, u64>,
}

/// A row that does not stand for itself, the row that does, and what it is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Loser {
    pub(super) row: u64,
    pub(super) winner: u64,
    pub(super) kind: MergeKind,
}

/// What became of the rows that share a key.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) losers: Vec<Loser>,
    pub(super) differences: Differences,
    pub(super) uneven: BTreeMap<String, u64>,
    pub(super) filled: BTreeMap<String, u64>,
    pub(super) patches: BTreeMap<String, Patch>,
}

impl Merged {
    /// Rows of a kind.
    pub(in crate::facts) fn rows(&self, kind: MergeKind) -> u64 {
        self.groups.iter().find(|group| group.kind == kind).map_or(0, |group| group.rows)
    }
}

/// Canonical instants that say when something happened; due dates are plans.
pub(in crate::facts) fn state_columns(table: Table) -> impl Iterator<Item = &'static str> {
    columns(table)
        .iter()
        .filter(|column| column.kind == ColumnType::Instant && !column.name.ends_with("due_at"))
        .map(|column| column.name)
}

/// Columns that make up what a row says.
pub(super) fn content_columns(staged: &Staged) -> Vec<&str> {
    let names = staged.schema().fields().iter().map(|field| field.name().as_str());
    names.filter(|name| *name != FILE && *name != LINE).collect()
}

pub(super) fn content_of(batch: &RecordBatch, columns: &[&str], row: usize) -> Vec<Value> {
    let cell = |column: &&str| batch.column_by_name(column).map_or(Value::Null, |array| value_at(array, row));
    columns.iter().map(cell).collect()
}

/// Row numbers (ascending) by the part that holds them.
pub(super) fn by_part(staged: &Staged, numbers: &[u64]) -> Vec<(usize, Vec<u64>)> {
    let mut groups: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for number in numbers {
        let part = staged.parts.partition_point(|part| part.first <= *number) - 1;
        groups.entry(part).or_default().push(*number);
    }
    groups.into_iter().collect()
}
