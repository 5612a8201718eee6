//! What the placed columns make possible: metrics by table, and the one column that would add most.

use super::Proposal;
use crate::domain::Table;
use crate::facts::{schema, what_follows};
use crate::metrics::catalogue;
use crate::metrics::definition::Definition;
use std::collections::{BTreeMap, BTreeSet};

type Mapped = BTreeMap<Table, BTreeSet<String>>;

/// What a proposal unlocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Unlocked {
    /// Metrics by table.
    pub metrics: BTreeMap<Table, Vec<Definition>>,
    /// Table and column that would add most, and how many metrics.
    pub best: Option<(Table, String, usize)>,
}

/// Metrics that the placed columns allow.
pub(super) fn unlocked(proposal: &Proposal) -> Unlocked {
    let metrics: Vec<Definition> = catalogue::built_in().into_iter().filter(|metric| metric.table.is_some()).collect();
    let placed = mapped(proposal);
    let known = completed(&placed);
    let mut found: BTreeMap<Table, Vec<Definition>> = BTreeMap::new();
    for metric in metrics.iter().filter(|metric| possible(metric, &known)) {
        found.entry(metric.table.unwrap_or(Table::Tickets)).or_default().push(metric.clone());
    }
    let before: usize = found.values().map(Vec::len).sum();
    let mut best: Option<(Table, String, usize)> = None;
    for table in placed.keys() {
        for column in schema::columns(*table).iter().filter(|column| !placed[table].contains(column.name)) {
            let mut with = placed.clone();
            with.get_mut(table).into_iter().for_each(|columns| drop(columns.insert(column.name.to_owned())));
            let with = completed(&with);
            let more = metrics.iter().filter(|metric| possible(metric, &with)).count() - before;
            if more > best.as_ref().map_or(0, |(_, _, most)| *most) {
                best = Some((*table, column.name.to_owned(), more));
            }
        }
    }
    Unlocked { metrics: found, best }
}

fn mapped(proposal: &Proposal) -> Mapped {
    let mut mapped = Mapped::new();
    let sources = proposal.files.iter().flat_map(|file| &file.sources);
    for mapping in sources.filter(|mapping| mapping.refused.is_none()) {
        let Some(table) = mapping.table else { continue };
        let columns = mapped.entry(table).or_default();
        columns.extend(mapping.placed.iter().map(|one| one.canonical.clone()));
        columns.extend(mapping.constants.iter().map(|(name, _, _)| name.clone()));
    }
    mapped
}

fn completed(placed: &Mapped) -> Mapped {
    let mut mapped = placed.clone();
    what_follows(&mut mapped);
    mapped
}

/// Whether all that a metric needs is there; `customers.start_date` is a column of another table.
fn possible(metric: &Definition, mapped: &Mapped) -> bool {
    let Some(own) = metric.table.and_then(|table| mapped.get(&table)) else { return false };
    metric.needs.iter().all(|need| {
        own.contains(need)
            || need.split_once('.').is_some_and(|(table, column)| {
                mapped.iter().any(|(known, columns)| known.name() == table && columns.contains(column))
            })
    })
}
