//! What the placed columns make possible: metrics by table, and the one column that would add most.

use super::Proposal;
use crate::catalogue;
use crate::catalogue::definition::Definition;
use crate::domain::Table;
use crate::facts::what_follows;
use crate::schema;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that say how an answer is to be read; none of them alone opens a metric.
const QUALIFIERS: [&str; 5] = ["item", "role", "stage", "version", "weight"];

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
    let metrics: Vec<&Definition> = catalogue::built_in().iter().filter(|metric| metric.table.is_some()).collect();
    let placed = mapped(proposal);
    let known = completed(&placed);
    let asked = questions(proposal);
    let mut found: BTreeMap<Table, Vec<Definition>> = BTreeMap::new();
    for metric in metrics.iter().filter(|metric| possible(metric, &known, &asked)) {
        found.entry(metric.table.unwrap_or(Table::Tickets)).or_default().push((*metric).clone());
    }
    let before: usize = found.values().flatten().map(weight).sum();
    let (mut most, mut best) = (0, None);
    for table in placed.keys() {
        let open = |name: &str| !placed[table].contains(name) && !QUALIFIERS.contains(&name);
        for column in schema::columns(*table).iter().filter(|column| open(column.name)) {
            let mut with = placed.clone();
            if let Some(columns) = with.get_mut(table) {
                columns.insert(column.name.to_owned());
            }
            let with = completed(&with);
            let more: Vec<&Definition> =
                metrics.iter().copied().filter(|metric| possible(metric, &with, &asked)).collect();
            let worth = more.iter().map(|metric| weight(metric)).sum::<usize>() - before;
            if worth > most {
                most = worth;
                best = Some((*table, column.name.to_owned(), more.len() - found.values().map(Vec::len).sum::<usize>()));
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

/// A metric of the scorecard is worth more than its details.
fn weight(metric: &Definition) -> usize {
    if metric.scorecard { 10 } else { 1 }
}

/// The survey questions that constants name; none when a column names them.
fn questions(proposal: &Proposal) -> Option<BTreeSet<String>> {
    let sources = proposal.files.iter().flat_map(|file| &file.sources);
    let surveys = sources.filter(|mapping| mapping.refused.is_none() && mapping.table == Some(Table::Surveys));
    let mut asked = BTreeSet::new();
    for mapping in surveys {
        let (_, metric, _) = mapping.constants.iter().find(|(name, _, _)| name == "metric")?;
        asked.insert(metric.clone());
    }
    Some(asked)
}

/// Whether a metric speaks of one of these questions: its rows name it, as in `lower(metric) = 'csat'`.
fn is_asked(metric: &Definition, asked: Option<&BTreeSet<String>>) -> bool {
    let named = metric.rows.as_deref().and_then(|rows| rows.split("lower(metric)").nth(1));
    match (named, asked) {
        (Some(rows), Some(asked)) => {
            rows.split('\'').skip(1).step_by(2).take_while(|word| !word.is_empty()).any(|word| asked.contains(word))
        }
        _ => true,
    }
}

/// Whether all that a metric needs is there; `customers.start_date` is a column of another table.
fn possible(metric: &Definition, mapped: &Mapped, asked: &Option<BTreeSet<String>>) -> bool {
    let Some(own) = metric.table.and_then(|table| mapped.get(&table)) else { return false };
    if metric.table == Some(Table::Surveys) && !is_asked(metric, asked.as_ref()) {
        return false;
    }
    metric.needs.iter().all(|need| {
        own.contains(need)
            || need.split_once('.').is_some_and(|(table, column)| {
                mapped.iter().any(|(known, columns)| known.name() == table && columns.contains(column))
            })
    })
}
