//! Tables after duplicates have been found, before anything is derived.

use super::column::Columns;
use super::error::Error;
use super::merge::Merged;
use super::sequence::Event;
use super::staged::Staged;
use crate::domain::Table;
use arrow_array::RecordBatch;
use std::collections::BTreeMap;

/// A table after duplicates have been found, before anything is derived.
pub(super) struct Merging {
    pub(super) staged: Staged,
    pub(super) merged: Merged,
    /// Missing cells of each mapped column among the rows that stay.
    pub(super) nulls: Vec<(String, u64)>,
}

/// All tables of a report after duplicates have been found.
pub(super) type Tables = BTreeMap<Table, Merging>;

/// Events (row within the part, group, instant) of a table under the numbers of their rows.
pub(super) fn linked_events(
    Merging { staged, merged, .. }: &Merging,
    columns: &[&str],
    events: impl Fn(Columns<'_>) -> Vec<(usize, u128, i64)> + Sync,
) -> Result<Vec<Event>, Error> {
    let parts = staged.map(columns, &merged.dropped, |part, batch: &RecordBatch| {
        let rows: Vec<u64> = staged.kept_rows(part, &merged.dropped).collect();
        let event = |(row, group, at): (usize, u128, i64)| Event { group, at, row: rows[row] };
        events(Columns(batch)).into_iter().map(event).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}
