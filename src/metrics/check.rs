//! Checks definitions before any data are read.

use super::compile::{Places, compile, foreign};
use super::formula::{Formula, formula, order, unknown_metric};
use crate::catalogue::definition::{Definition, Kind};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{BusinessCalendar, ColumnType, Table};
use crate::engine::{Plan, Schema};
use crate::facts::full_schema;
use std::collections::{BTreeMap, BTreeSet};

/// All metrics of a report in compiled form, by id.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) plans: BTreeMap<String, Plan>,
    pub(super) formulas: BTreeMap<String, Formula>,
    /// Positions in `report.metrics`, each after those it stands on.
    pub(super) order: Vec<usize>,
}

/// Checks all metrics of a report against the full schema of its tables (canonical, derived and the
/// user's extra columns): every SQL expression, every formula, base and target. `places` says where
/// a user's metric is written, by metric id, or by `id.key` for single entries; metrics without a
/// place are placed in the built-in catalogue.
pub fn check(report: &ReportConfig, places: &BTreeMap<String, Place>) -> Vec<Diagnostic> {
    let mut problems = compile_all(report, Places(places)).err().unwrap_or_default();
    for target in &report.targets {
        if !report.metrics.iter().any(|metric| metric.id == target.metric) {
            let at = |key: &str| places.get(&format!("targets.{key}")).cloned();
            let place = at(&target.metric).unwrap_or_else(|| Place::file(format!("targets of report `{}`", report.id)));
            problems.push(unknown_metric(&target.metric, &report.metrics, place));
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

/// Compiles all metrics, or says everything that is wrong with them.
pub(super) fn compile_all(report: &ReportConfig, places: Places<'_>) -> Result<Compiled, Vec<Diagnostic>> {
    let schemas: BTreeMap<Table, Schema> = Table::ALL.into_iter().map(|table| (table, schema(report, table))).collect();
    let (mut plans, mut formulas) = (BTreeMap::new(), BTreeMap::new());
    let mut problems = twice(&report.metrics, places);
    for metric in &report.metrics {
        match (metric.kind, metric.table) {
            (Kind::Derived, _) => match formula(metric, &report.metrics, places) {
                Ok(formula) => drop(formulas.insert(metric.id.clone(), formula)),
                Err(problem) => problems.push(problem),
            },
            (Kind::Model, _) => {}
            (_, None) => {
                let message = format!("metric `{}` needs `table`", metric.id);
                problems.push(Diagnostic::error("missing-key", places.of(metric, "table"), message));
            }
            (_, Some(table)) => match compile(metric, &schemas[&table], places) {
                Ok(plan) => drop(plans.insert(metric.id.clone(), plan)),
                Err(more) => problems.extend(more),
            },
        }
        problems.extend(wrong_needs(metric, &schemas, places));
        problems.extend(wrong_base(metric, &report.metrics, places));
    }
    match order(&report.metrics, &formulas) {
        Ok(order) if problems.is_empty() => Ok(Compiled { plans, formulas, order }),
        Ok(_) => Err(problems),
        Err(cycle) => {
            problems.extend(report.metrics.iter().find(|metric| Some(&metric.id) == cycle.first()).map(|metric| {
                let message = format!("metrics stand on each other in a circle: {}", cycle.join(" → "));
                Diagnostic::error("metric-cycle", places.of(metric, "formula"), message)
            }));
            Err(problems)
        }
    }
}

/// The full schema of a table with the user's extra columns. Business hours may always be named:
/// without a calendar the metric is unavailable, not wrong.
fn schema(report: &ReportConfig, table: Table) -> Schema {
    let sources = report.sources.iter().filter(|source| source.table == table);
    let extra: Vec<(String, ColumnType)> =
        sources.flat_map(|source| &source.extra).map(|(name, (kind, _))| (name.clone(), *kind)).collect();
    let always_open = BusinessCalendar::default();
    full_schema(table, &extra, Some(report.calendar.as_ref().unwrap_or(&always_open)))
}

fn twice(all: &[Definition], places: Places<'_>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let again = all.iter().filter(|metric| !seen.insert(metric.id.as_str()));
    let problem = |metric: &Definition| {
        Diagnostic::error(
            "duplicate-metric",
            places.of(metric, "id"),
            format!("metric `{}` is defined twice", metric.id),
        )
    };
    again.map(problem).collect()
}

fn wrong_needs(metric: &Definition, schemas: &BTreeMap<Table, Schema>, places: Places<'_>) -> Vec<Diagnostic> {
    let foreign = metric.needs.iter().filter_map(|need| foreign(need));
    let unknown = foreign.filter(|(table, column)| schemas[table].get(column).is_none());
    let problem = |(table, column): (Table, &str)| {
        let message = format!("table `{}` has no column `{column}`", table.name());
        let problem = Diagnostic::error("unknown-column", places.of(metric, "needs"), message);
        match did_you_mean(column, schemas[&table].iter().map(|(name, _)| name)) {
            Some(question) => problem.with_hint(question),
            None => problem,
        }
    };
    unknown.map(problem).collect()
}

fn wrong_base(metric: &Definition, all: &[Definition], places: Places<'_>) -> Option<Diagnostic> {
    if metric.kind != Kind::Rate {
        return None;
    }
    let place = places.of(metric, "base");
    let Some(base) = &metric.base else {
        return Some(Diagnostic::error("missing-key", place, format!("metric `{}` needs `base`", metric.id)));
    };
    if metric.per.is_none_or(|per| per <= 0.0) {
        let message = format!("metric `{}` needs `per` above 0", metric.id);
        return Some(Diagnostic::error("missing-key", places.of(metric, "per"), message));
    }
    match all.iter().find(|one| one.id == *base) {
        None => Some(unknown_metric(base, all, place)),
        Some(found) if !matches!(found.kind, Kind::Count | Kind::Sum) => {
            let message = format!("`{base}` is no count or sum and cannot be the base of a rate");
            Some(Diagnostic::error("type-error", place, message))
        }
        Some(_) => None,
    }
}
