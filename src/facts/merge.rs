//! What several rows of one key are (G6).
//!
//! Rows equal in every column but their place are copies: one stays, the others are *merged*. What rows
//! are that differ, `on_duplicate` says. Where it says nothing, the latest known state stays. Rows that
//! it only carries further (see [`compare`]) are *earlier states* of it, whatever their number; all
//! others are conflicts, tolerated up to [`TOLERATED`](rows::TOLERATED) of the table's rows or [`FEW`](rows::FEW) rows, refused
//! beyond. Both are warned about, never merged in silence (see [`judge`]). The rule looks at contents
//! only, never at the order of files, unless `first`, `last` or `sum` ask for the reading order: files by
//! path, then lines.

mod candidates;
mod compare;
mod describe;
mod fold;
mod judge;
mod rows;
mod twice;

use super::column::Value;
use super::error::Error;
use super::quality::MergeKind;
use super::staged::Staged;
use crate::config::OnDuplicate;
use crate::privacy::Veil;
use crate::schema::key;
use candidates::{Candidate, chunks};
use compare::{Pair, compare};
use rows::{AT_ONCE, Loser, Outcome, by_part, content_columns, content_of};
use std::collections::BTreeMap;

pub(super) use judge::{Asked, differing, judge};
pub(super) use rows::{Merged, state_columns};
pub(super) use twice::twice;

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
