//! Who came before and after: the previous and next event of the same customer (and category).

use super::column::{Columns, text_at};
use super::error::Error;
use super::staged::Staged;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// An absent instant.
const NONE: i64 = i64::MIN;

/// One event of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Event {
    /// Key of the group, such as customer and category.
    pub(super) group: u128,
    /// When.
    pub(super) at: i64,
    /// Number of the row.
    pub(super) row: u64,
}

/// Previous and next event of the same group for every row of a table.
#[derive(Debug)]
pub(super) struct Sequence {
    next: Vec<i64>,
    previous: Vec<i64>,
}

impl Sequence {
    /// Links the events of each group in the order of (instant, value of the `tie` column). Rows
    /// without an event have neighbours on neither side.
    pub(super) fn new(staged: &Staged, events: Vec<Event>, tie: &str) -> Result<Self, Error> {
        let events = in_order(staged, events, tie)?;
        let rows = staged.rows();
        let mut sequence = Self { next: vec![NONE; rows], previous: vec![NONE; rows] };
        for pair in events.windows(2).filter(|pair| pair[0].group == pair[1].group) {
            sequence.next[pair[0].row as usize] = pair[1].at;
            sequence.previous[pair[1].row as usize] = pair[0].at;
        }
        Ok(sequence)
    }

    pub(super) fn next(&self, row: u64) -> Option<i64> {
        self.next.get(row as usize).copied().filter(|at| *at != NONE)
    }

    pub(super) fn previous(&self, row: u64) -> Option<i64> {
        self.previous.get(row as usize).copied().filter(|at| *at != NONE)
    }
}

/// The events by group, in the order of (instant, value of the `tie` column).
pub(super) fn in_order(staged: &Staged, mut events: Vec<Event>, tie: &str) -> Result<Vec<Event>, Error> {
    events.par_sort_unstable();
    order_ties(staged, &mut events, tie)?;
    Ok(events)
}

/// Orders events of one group at one instant by the text of the tie column.
fn order_ties(staged: &Staged, events: &mut [Event], tie: &str) -> Result<(), Error> {
    let same = |a: &Event, b: &Event| (a.group, a.at) == (b.group, b.at);
    let tied: Vec<u64> = events.chunk_by(same).filter(|run| run.len() > 1).flatten().map(|event| event.row).collect();
    if tied.is_empty() {
        return Ok(());
    }
    let names = names(staged, tied, tie)?;
    for run in events.chunk_by_mut(same).filter(|run| run.len() > 1) {
        run.sort_by(|a, b| names.get(&a.row).cmp(&names.get(&b.row)).then(a.row.cmp(&b.row)));
    }
    Ok(())
}

fn names(staged: &Staged, mut rows: Vec<u64>, column: &str) -> Result<BTreeMap<u64, String>, Error> {
    rows.sort_unstable();
    let parts = staged.map(&[column], &[], |part, batch| {
        let part = staged.parts[part];
        let from = rows.partition_point(|row| *row < part.first);
        let to = rows.partition_point(|row| *row < part.first + part.rows);
        let cells = Columns(batch).text(column);
        let name = |row: &u64| {
            let text = text_at(cells, (row - part.first) as usize);
            (*row, text.unwrap_or_default().to_owned())
        };
        rows[from..to].iter().map(name).collect::<Vec<_>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}
