//! Columns most of whose words nobody knows: no figure is made of the few that are known.
//!
//! A row whose word is unknown is left out of a figure that needs it, and counted. Where that holds for
//! most of a column, what is left does not stand for all, and the figure is withheld.

use super::check::Compiled;
use super::measurement::{Measurement, Status};
use crate::catalogue::definition::Definition;
use crate::domain::Table;
use crate::facts::{Facts, sources};

/// Withholds a metric's figures that leave rows out for words of such a column.
pub(super) fn withhold(metric: &Definition, facts: &Facts, compiled: &Compiled, figures: &mut [Measurement]) {
    let columns = mostly_unknown(facts);
    let (Some(table), Some(plan)) = (metric.table, compiled.plans.get(&metric.id)) else { return };
    if columns.is_empty() {
        return;
    }
    let reads = |column: &String| sources(table, column).iter().any(|one| columns.contains(one));
    let reasons: Vec<&str> = metric
        .exclude
        .iter()
        .zip(&plan.exclusions)
        .filter(|(written, _)| written.reason.starts_with(UNKNOWN))
        .filter(|(_, exclusion)| exclusion.when.columns().iter().any(reads))
        .map(|(written, _)| written.reason.as_str())
        .collect();
    let lacks = |(reason, rows): &(String, u64)| *rows > 0 && reasons.contains(&reason.as_str());
    let shown = |figure: &&mut Measurement| !matches!(figure.status, Status::Unavailable { .. });
    for figure in figures.iter_mut().filter(shown).filter(|figure| figure.excluded.iter().any(lacks)) {
        figure.status = Status::Withheld;
    }
}

/// How the reasons begin for which a row with an unknown word is left out.
const UNKNOWN: &str = "unknown_";

/// Staged columns of which more than half of the words are in no list.
fn mostly_unknown(facts: &Facts) -> Vec<(Table, &str)> {
    let doubts = facts.quality.doubts.iter().filter(|doubt| doubt.unknown > 0);
    let most = |doubt: &&crate::facts::ColumnDoubt| {
        let Some(quality) = facts.quality.tables.get(&doubt.table) else { return false };
        let blank = quality.missing.iter().find(|(name, _)| *name == doubt.column).map_or(0, |(_, blank)| *blank);
        2 * doubt.unknown > quality.rows_used.saturating_sub(blank)
    };
    doubts.filter(most).map(|doubt| (doubt.table, doubt.column.as_str())).collect()
}
