//! Doubtful keys: one id in an implausible share of the rows, and joins in which next to nothing matches.

use super::column::{Columns, text_at};
use super::derived::references;
use super::error::Error;
use super::quality::{Crowded, TableQuality};
use super::table::FactTable;
use crate::domain::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One id in more than this share of the rows is no customer, but a word for nobody.
const CROWD: f64 = 0.2;

/// Fewer rows may well belong to one customer.
const CROWD_FEW: u64 = 100;

/// The same where rows are fewer: the share, and how many rows there must be.
const SMALL_CROWD: (f64, u64) = (0.5, 30);

/// A join that finds less than this share of its keys was made with other keys.
const MATCHED: f64 = 0.1;

/// Fewer keys may all be unknown by chance.
const JOIN_FEW: u64 = 30;

/// Ids that stand in an implausible share of a table's rows, by column; keys of the table itself do not.
pub(super) fn crowded(facts: &FactTable) -> Result<Vec<Crowded>, Error> {
    let mut found = Vec::new();
    for reference in references(facts.table).iter().filter(|one| facts.mapped.contains(one.key)) {
        found.extend(crowded_in(facts, reference.key)?);
    }
    Ok(found)
}

fn crowded_in(facts: &FactTable, column: &'static str) -> Result<Vec<Crowded>, Error> {
    // What has more than a share of all rows has more than that of some part.
    let candidates = facts.staged.map(&[column], &facts.dropped, |_, batch| {
        let counts = counts(Columns(batch), column, |_| true);
        let wanted = |(_, rows): &(&str, u64)| *rows as f64 > CROWD * batch.num_rows() as f64;
        counts.into_iter().filter(wanted).map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    })?;
    let candidates: BTreeSet<String> = candidates.into_iter().flatten().collect();
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let parts = facts.staged.map(&[column], &facts.dropped, |_, batch| {
        let counts = counts(Columns(batch), column, |id| candidates.contains(id));
        let counts = counts.into_iter().map(|(id, rows)| (id.to_owned(), rows)).collect::<Vec<_>>();
        (batch.num_rows() as u64, counts)
    })?;
    let of: u64 = parts.iter().map(|part| part.0).sum();
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for (id, rows) in parts.into_iter().flat_map(|part| part.1) {
        *all.entry(id).or_default() += rows;
    }
    let (share, few) = SMALL_CROWD;
    let crowd = |(_, rows): &(String, u64)| {
        of >= CROWD_FEW && *rows as f64 > CROWD * of as f64 || of >= few && *rows as f64 > share * of as f64
    };
    Ok(all.into_iter().filter(crowd).map(|(id, rows)| Crowded { column, id, rows, of }).collect())
}

fn counts<'b>(batch: Columns<'b>, column: &str, wanted: impl Fn(&str) -> bool) -> HashMap<&'b str, u64> {
    let cells = batch.text(column);
    let mut counts = HashMap::new();
    for id in (0..batch.rows()).filter_map(|row| text_at(cells, row)).filter(|id| wanted(id)) {
        *counts.entry(id).or_default() += 1;
    }
    counts
}

impl TableQuality {
    /// Tables in which next to none of this table's keys are found: (table, rows with a key, rows found).
    pub fn broken_joins(&self, table: Table) -> Vec<(Table, u64, u64)> {
        let keyed = |target: Table| {
            let reference = references(table).iter().find(|one| one.target == target)?;
            let missing = self.missing.iter().find(|(name, _)| name == reference.key)?.1;
            Some(self.rows_used - missing.min(self.rows_used))
        };
        let join = |(target, unmatched): &(Table, u64)| {
            let keys = keyed(*target)?;
            let found = keys - (*unmatched).min(keys);
            (keys >= JOIN_FEW && (found as f64) < MATCHED * keys as f64).then_some((*target, keys, found))
        };
        self.unmatched.iter().filter_map(join).collect()
    }
}
