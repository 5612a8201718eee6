//! What several rows of one key are (G6).
//!
//! Rows equal in every column but their place are copies: one stays, the others are *merged*. What rows
//! are that differ, `on_duplicate` says. Where it says nothing, the latest known state stays. Rows that
//! it only carries further (see [`compare`]) are *earlier states* of it, whatever their number; all
//! others are conflicts, tolerated up to [`TOLERATED`] of the table's rows or [`FEW`] rows, refused
//! beyond. Both are warned about, never merged in silence (see [`judge`]). The rule looks at contents
//! only, never at the order of files, unless `first`, `last` or `sum` ask for the reading order: files by
//! path, then lines.

mod candidates;
mod compare;
mod describe;
mod fold;
mod judge;
mod twice;

use super::Error;
use super::column::Value;
use super::quality::{MergeKind, MergedGroup, MergedRow};
use super::staged::{Patch, Staged};
use crate::config::OnDuplicate;
use crate::domain::ColumnType;
use crate::privacy::Veil;
use crate::schema::{FILE, LINE, columns, key};
use arrow_array::RecordBatch;
use candidates::Candidate;
use compare::{Differences, Pair, compare};
use std::collections::BTreeMap;

pub(super) use judge::{Asked, differing, judge};
pub(super) use twice::twice;

/// Share of a table's rows that may differ from a row of the same key without a word in the configuration.
pub(super) const TOLERATED: f64 = 0.01;
/// So many rows may differ in any table.
pub(super) const FEW: u64 = 3;
/// Rows whose contents are held in memory at a time.
const AT_ONCE: usize = 200_000;

/// Rows that do not stand for themselves, and what that changes.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Their numbers, ascending.
    pub(super) dropped: Vec<u64>,
    /// The first of them, one by one.
    pub(super) listed: Vec<MergedRow>,
    /// All of them by kind.
    pub(super) groups: Vec<MergedGroup>,
    /// Missing cells among them, and cells that they filled, by column of the staged schema.
    pub(super) nulls: BTreeMap<String, u64>,
    /// How many of them each staged file holds: merged, folded.
    pub(super) by_file: BTreeMap<usize, (u64, u64)>,
    /// How rows differ that are no copies.
    pub(super) differences: Differences,
    /// Keys whose folded rows differ in a number that is not summed, by column.
    pub(super) uneven: BTreeMap<String, u64>,
}

/// A row that does not stand for itself, the row that does, and what it is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Loser {
    row: u64,
    winner: u64,
    kind: MergeKind,
}

/// What became of the rows that share a key.
#[derive(Debug, Default)]
struct Outcome {
    losers: Vec<Loser>,
    differences: Differences,
    uneven: BTreeMap<String, u64>,
    filled: BTreeMap<String, u64>,
    patches: BTreeMap<String, Patch>,
}

impl Merged {
    /// Rows of a kind.
    pub(super) fn rows(&self, kind: MergeKind) -> u64 {
        self.groups.iter().find(|group| group.kind == kind).map_or(0, |group| group.rows)
    }
}

/// Canonical instants that say when something happened; due dates are plans.
pub(super) fn state_columns(table: crate::domain::Table) -> impl Iterator<Item = &'static str> {
    columns(table)
        .iter()
        .filter(|column| column.kind == ColumnType::Instant && !column.name.ends_with("due_at"))
        .map(|column| column.name)
}

/// Finds the rows to drop; where rows are folded, the row that stays has their sums from then on. Keys are listed
/// as the veil lets them be told.
pub(super) fn merge(staged: &mut Staged, rule: Option<&OnDuplicate>, veil: &Veil) -> Result<Merged, Error> {
    let key = key(staged.table);
    let candidates = candidates::find(staged, key, rule)?;
    if candidates.is_empty() {
        return Ok(Merged::default());
    }
    let groups = candidates::groups(&candidates);
    let mut outcome = match rule {
        Some(OnDuplicate::Sum(sums)) => fold::fold(staged, &groups, sums)?,
        _ => settle(staged, &groups, rule)?,
    };
    outcome.losers.sort_unstable();
    let patches = std::mem::take(&mut outcome.patches);
    let merged = describe::describe(staged, (key, veil), outcome)?;
    staged.patch(patches);
    Ok(merged)
}

/// Columns that make up what a row says.
fn content_columns(staged: &Staged) -> Vec<&str> {
    let names = staged.schema().fields().iter().map(|field| field.name().as_str());
    names.filter(|name| *name != FILE && *name != LINE).collect()
}

fn content_of(batch: &RecordBatch, columns: &[&str], row: usize) -> Vec<Value> {
    let cell =
        |column: &&str| batch.column_by_name(column).map_or(Value::Null, |array| super::column::value_at(array, row));
    columns.iter().map(cell).collect()
}

/// One row of every group stays.
fn settle(staged: &Staged, groups: &[&[Candidate]], rule: Option<&OnDuplicate>) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for some in chunks(groups) {
        let contents = tied_contents(staged, some)?;
        let mut pairs = Vec::new();
        for group in some {
            let winner = winner(group, &contents);
            for lost in group.iter().filter(|candidate| candidate.row != winner.row) {
                let loser = |kind| Loser { row: lost.row, winner: winner.row, kind };
                match rule {
                    _ if lost.content == winner.content => outcome.losers.push(loser(MergeKind::Copy)),
                    Some(_) => outcome.losers.push(loser(MergeKind::Replaced)),
                    None => {
                        pairs.push(Pair { row: lost.row, winner: winner.row, is_earlier: lost.rank < winner.rank });
                    }
                }
            }
        }
        for pairs in pairs.chunks(AT_ONCE) {
            let kinds = compare(staged, pairs, &mut outcome.differences)?;
            let compared = pairs.iter().zip(kinds);
            outcome.losers.extend(compared.map(|(pair, kind)| Loser { row: pair.row, winner: pair.winner, kind }));
        }
    }
    Ok(outcome)
}

/// Groups in turns, so that not all contents are in memory at once.
fn chunks<'g, 'c>(groups: &'g [&'c [Candidate]]) -> impl Iterator<Item = &'g [&'c [Candidate]]> {
    let mut rest = groups;
    std::iter::from_fn(move || {
        let mut rows = 0;
        let within = rest.iter().take_while(|group| {
            let begun = rows > 0;
            rows += group.len();
            !begun || rows <= AT_ONCE
        });
        let (some, others) = rest.split_at(within.count());
        rest = others;
        (!some.is_empty()).then_some(some)
    })
}

/// Rows of a group with the highest rank.
fn finalists(group: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    let best = group.iter().map(|candidate| &candidate.rank).max();
    group.iter().filter(move |candidate| Some(&candidate.rank) == best)
}

/// Contents of the rows that tie for the highest rank with different contents, by row number.
fn tied_contents(staged: &Staged, groups: &[&[Candidate]]) -> Result<BTreeMap<u64, Vec<Value>>, Error> {
    let mut tied: Vec<u64> = Vec::new();
    for group in groups {
        let first = finalists(group).next().map(|candidate| candidate.content);
        if finalists(group).any(|candidate| Some(candidate.content) != first) {
            tied.extend(finalists(group).map(|candidate| candidate.row));
        }
    }
    tied.sort_unstable();
    let columns = content_columns(staged);
    let mut contents = BTreeMap::new();
    for (part, rows) in by_part(staged, &tied) {
        let batch = staged.read(part, &columns, &[])?;
        for number in rows {
            let row = (number - staged.parts[part].first) as usize;
            contents.insert(number, content_of(&batch, &columns, row));
        }
    }
    Ok(contents)
}

/// The row that stays: highest rank, then greatest content, then first in reading order (rows that are
/// then still equal are identical).
fn winner<'c>(group: &'c [Candidate], contents: &BTreeMap<u64, Vec<Value>>) -> &'c Candidate {
    let best = |a: &&Candidate, b: &&Candidate| {
        contents.get(&a.row).cmp(&contents.get(&b.row)).then_with(|| b.row.cmp(&a.row))
    };
    finalists(group).max_by(best).expect("a group has rows")
}

/// Row numbers (ascending) by the part that holds them.
fn by_part(staged: &Staged, numbers: &[u64]) -> Vec<(usize, Vec<u64>)> {
    let mut groups: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for number in numbers {
        let part = staged.parts.partition_point(|part| part.first <= *number) - 1;
        groups.entry(part).or_default().push(*number);
    }
    groups.into_iter().collect()
}
