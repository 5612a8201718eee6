//! What was read: against the last quarter's report, and by what was lost on the way.

use super::{Finding, Inputs, Rule, measured, percent, stated};
use crate::config::{GateLevel, GateLimits};
use crate::domain::{Instant, Table};
use crate::facts::quality::TableQuality;
use crate::gate::TableState;

/// Fewer rows are no reason to hold a report back: a single one is a large share of them.
const FEW: u64 = 30;

pub(super) fn findings(inputs: &Inputs) -> Vec<Finding> {
    let rows = |name: &&String| {
        let mut files = inputs.quality.tables.values().flat_map(|table| &table.files);
        files.any(|file| file.path == **name && file.rows_in > 0)
    };
    let mut found: Vec<Finding> = inputs.twins.iter().filter(rows).filter_map(|file| twin(inputs, file)).collect();
    for (table, counts) in &inputs.quality.tables {
        found.extend(rejects(inputs, *table, counts));
        let before = inputs.before.and_then(|before| before.tables.get(table));
        found.extend(before.and_then(|before| unchanged(inputs, *table, counts, before)));
        found.extend(before.into_iter().flat_map(|before| missing(inputs, *table, counts, before)));
    }
    found.extend(unreadable(inputs));
    found.extend(drift(inputs));
    found
}

/// No limit holds where the base is small.
fn softened(limits: GateLimits, base: u64) -> GateLimits {
    match base {
        FEW.. => limits,
        _ => GateLimits { at_most: limits.at_most.min(GateLevel::Warn), ..limits },
    }
}

/// The other client is named to the operator only, by the warning of the run: nothing of it stands here.
fn twin(inputs: &Inputs, file: &str) -> Option<Finding> {
    let message = format!("`{file}` is, byte for byte, a file of another client as well");
    let cure = "correct `data` or `tables`, or put the right export there";
    stated(Rule::SameFile, inputs.report.gate.same_file, (None, file), (message, cure))
}

fn rejects(inputs: &Inputs, table: Table, counts: &TableQuality) -> Option<Finding> {
    let rows = counts.rows_in - counts.rows_aside;
    let lost = counts.rows_lost();
    let share = lost as f64 / rows.max(1) as f64;
    let message = format!("{lost} of {rows} rows of `{}` were rejected ({})", table.name(), percent(share));
    let cure = "`quarterdeck check` prints the reasons with file and line; correct the export or the mapping";
    let limits = softened(inputs.report.gate.rejects, rows);
    measured(Rule::Rejects, limits, (Some(table), ""), (share, message, cure))
}

fn unreadable(inputs: &Inputs) -> Vec<Finding> {
    let finding = |doubt: &crate::facts::ColumnDoubt| {
        let (cells, share) =
            (doubt.unreadable + doubt.unknown, (doubt.unreadable + doubt.unknown) as f64 / doubt.rows.max(1) as f64);
        let name = format!("{}.{}", doubt.table.name(), doubt.column);
        let message =
            format!("{cells} of {} cells of `{name}` could not be read or understood ({})", doubt.rows, percent(share));
        let cure = "say with `values:` what unknown words mean, name under `missing:` what means nothing, or correct the cells";
        let limits = softened(inputs.report.gate.unreadable, doubt.rows);
        measured(Rule::Unreadable, limits, (Some(doubt.table), &doubt.column), (share, message, cure))
    };
    inputs.quality.doubts.iter().filter_map(finding).collect()
}

/// The same bytes as last quarter, although the data were taken at least a day later.
fn unchanged(inputs: &Inputs, table: Table, counts: &TableQuality, before: &TableState) -> Option<Finding> {
    let now: std::collections::BTreeSet<&str> = counts.files.iter().map(|file| file.sha256.as_str()).collect();
    let later = inputs.report.as_of.0 - inputs.before?.as_of >= Instant::DAY;
    if !later || now.is_empty() || counts.rows_used == 0 || now != before.hashes() {
        return None;
    }
    let message = format!("the files of `{}` are, byte for byte, those of the last quarter's report", table.name());
    let cure = "put the new export there; where the table really has not changed, write `gate: {unchanged: off}`";
    stated(Rule::Unchanged, inputs.report.gate.unchanged, (Some(table), ""), (message, cure))
}

/// Columns that have become emptier.
fn missing(inputs: &Inputs, table: Table, counts: &TableQuality, before: &TableState) -> Vec<Finding> {
    let share = |missing: u64, rows: u64| missing as f64 / rows.max(1) as f64;
    let finding = |(column, missing): &(String, u64)| {
        let then = share(*before.columns.get(column)?, before.rows);
        let now = share(*missing, counts.rows_used);
        let name = format!("{}.{column}", table.name());
        let message = format!(
            "`{name}` is missing in {} of the rows; it was {} in the last quarter's report",
            percent(now),
            percent(then)
        );
        let cure = "is the column still filled under this name? correct the export or its mapping";
        let limits = softened(inputs.report.gate.missing, counts.rows_used.min(before.rows));
        measured(Rule::Missing, limits, (Some(table), column), (now - then, message, cure))
    };
    counts.missing.iter().filter_map(finding).collect()
}

/// Tables and columns that the last quarter's report had and this one has not.
fn drift(inputs: &Inputs) -> Vec<Finding> {
    let level = inputs.report.gate.schema_drift;
    let Some(before) = inputs.before else { return Vec::new() };
    let cure = "is it called otherwise now? map it again; what is meant to go needs no cure";
    let mut found = Vec::new();
    for (table, then) in &before.tables {
        let Some(now) = inputs.quality.tables.get(table) else {
            let message = format!("the last quarter's report had `{}`, this one has not", table.name());
            found.extend(stated(Rule::SchemaDrift, level, (Some(*table), ""), (message, cure)));
            continue;
        };
        let gone = then.columns.keys().filter(|column| !now.missing.iter().any(|(mine, _)| mine == *column));
        for column in gone {
            let message =
                format!("the last quarter's report had the column `{}.{column}`, this one has not", table.name());
            found.extend(stated(Rule::SchemaDrift, level, (Some(*table), column), (message, cure)));
        }
    }
    found
}
