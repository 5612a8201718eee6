//! Which figures stand on cells in doubt: unreadable, unknown or rejected beyond the stated share.
//!
//! Marks figures only; never changes one.

use super::check::Compiled;
use super::compile::foreign;
use super::formula::inputs;
use super::measurement::Measurement;
use crate::catalogue::definition::Definition;
use crate::config::ReportConfig;
use crate::domain::{Segment, Table};
use crate::facts::{ColumnDoubt, Facts, sources};
use std::collections::{BTreeMap, BTreeSet};

/// Marks the figures of a report in place.
pub(super) fn mark(report: &ReportConfig, facts: &Facts, compiled: &Compiled, figures: &mut [Measurement]) {
    let notable = facts.quality.notable(report.statistics.doubt_warning);
    if notable.is_empty() {
        return;
    }
    let standing = Standing { report, compiled };
    let read: BTreeMap<&str, Columns> =
        report.metrics.iter().map(|metric| (metric.id.as_str(), standing.columns(metric))).collect();
    for figure in figures {
        let Some(columns) = read.get(figure.metric.as_str()) else { continue };
        let own = report.metrics.iter().find(|metric| metric.id == figure.metric).and_then(|metric| metric.table);
        let of_part = match &figure.segment {
            Segment::Part { dimension, .. } => {
                own.map(|table| owned(sources(table, dimension)).collect()).unwrap_or_default()
            }
            Segment::Total => Columns::new(),
        };
        let touched = |one: &&&ColumnDoubt| {
            let column = (one.table, one.column.clone());
            let row_lost = one.rejected > 0 && columns.iter().any(|(table, _)| *table == one.table);
            row_lost || columns.contains(&column) || of_part.contains(&column)
        };
        figure.doubts = notable.iter().filter(touched).map(|one| name(one)).collect();
    }
}

fn name(doubt: &ColumnDoubt) -> String {
    match doubt.column.as_str() {
        "" => doubt.table.name().to_owned(),
        column => format!("{}.{column}", doubt.table.name()),
    }
}

type Columns = BTreeSet<(Table, String)>;

fn owned<'c>(columns: Vec<(Table, &'c str)>) -> impl Iterator<Item = (Table, String)> + use<'c> {
    columns.into_iter().map(|(table, column)| (table, column.to_owned()))
}

struct Standing<'a> {
    report: &'a ReportConfig,
    compiled: &'a Compiled,
}

impl<'a> Standing<'a> {
    /// The staged columns that a metric and those that it is made from read.
    fn columns(&self, metric: &'a Definition) -> Columns {
        let mut found = Columns::new();
        if let Some(table) = metric.table {
            for need in &metric.needs {
                let (table, column) = foreign(need).unwrap_or((table, need));
                found.extend(owned(sources(table, column)));
            }
            let plan = self.compiled.plans.get(&metric.id);
            for expression in plan.into_iter().flat_map(|plan| plan.expressions()) {
                for column in expression.columns() {
                    found.extend(owned(sources(table, &column)));
                }
            }
        }
        for input in inputs(metric, &self.compiled.formulas) {
            if let Some(input) = self.report.metrics.iter().find(|one| one.id == input) {
                found.extend(self.columns(input));
            }
        }
        found
    }
}
