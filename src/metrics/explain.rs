//! What stands behind one number, and the SQL that recomputes it.

use super::compile::{Places, foreign};
use super::definition::{Definition, Kind};
use super::formula::inputs;
use super::measure::{Error, compiled, measure};
use super::measurement::{Measurement, Measurements, Status};
use super::query::Sources;
use crate::config::ReportConfig;
use crate::domain::{Period, Quarter, Segment, Table};
use crate::facts::Facts;
use std::collections::{BTreeMap, BTreeSet};

/// What stands behind one number.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// The definition, both languages included.
    pub definition: Definition,
    /// The figure with n, numerator, denominator, missing, excluded, immature and interval; `None`
    /// when the segment does not occur.
    pub measurement: Option<Measurement>,
    /// Rows that belong to the period: counted, missing, excluded and immature ones. (A rate counts
    /// its events; rows outside a proportion's base are not among them.)
    pub rows: u64,
    /// Raw files that feed its tables.
    pub files: Vec<SourceFile>,
    /// Measurements that a derived metric or a rate stands on.
    pub inputs: Vec<Measurement>,
}

/// A raw file behind a number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourceFile {
    /// Path relative to the data folder.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Table that it feeds.
    pub table: String,
    /// Data rows found.
    pub rows_in: u64,
    /// Rows that metrics see.
    pub rows_used: u64,
    /// Rows rejected.
    pub rows_rejected: u64,
    /// Rows dropped as duplicates.
    pub duplicates_merged: u64,
}

/// One metric's query with our own values, for a comparison in another engine.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Check {
    /// Report id.
    pub report: String,
    /// Metric id.
    pub metric: String,
    /// Kind of the metric.
    pub kind: Kind,
    /// DuckDB query over the staged files.
    pub sql: String,
    /// Our values, with nothing suppressed.
    pub rows: Vec<Measurement>,
}

/// Explains one number. `None` when the report has no such metric.
pub fn explain(
    report: &ReportConfig,
    facts: &Facts,
    measurements: &Measurements,
    metric: &str,
    of: (&Segment, Quarter),
) -> Option<Explanation> {
    let definition = report.metrics.iter().find(|one| one.id == metric)?;
    let (segment, quarter) = of;
    let measurement = measurements.get(metric, segment, quarter).cloned();
    let compiled = compiled(report).ok()?;
    let rows = measurement.as_ref().map_or(0, |figure| {
        let events = if definition.kind == Kind::Rate { figure.numerator.unwrap_or(0.0) as u64 } else { figure.n };
        events + figure.missing + figure.immature + figure.excluded.iter().map(|(_, rows)| rows).sum::<u64>()
    });
    let names = inputs(definition, &compiled.formulas);
    let base = names.first().filter(|_| definition.kind == Kind::Rate);
    let base = base.and_then(|base| report.metrics.iter().find(|one| one.id == *base));
    let input_segment = |_: &String| match base {
        Some(base) => super::combine::base_segment(definition, base, segment),
        None => segment.clone(),
    };
    let inputs = names.iter().filter_map(|name| measurements.get(name, &input_segment(name), quarter).cloned());
    Some(Explanation {
        definition: definition.clone(),
        measurement,
        rows,
        files: files(report, facts, definition, &compiled.formulas),
        inputs: inputs.collect(),
    })
}

fn files(
    report: &ReportConfig,
    facts: &Facts,
    metric: &Definition,
    formulas: &BTreeMap<String, super::formula::Formula>,
) -> Vec<SourceFile> {
    let mut tables: BTreeSet<Table> = BTreeSet::new();
    let mut waiting = vec![metric.id.clone()];
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let Some(metric) = report.metrics.iter().find(|one| one.id == id).filter(|_| seen.insert(id.clone())) else {
            continue;
        };
        tables.extend(metric.table);
        tables.extend(metric.needs.iter().filter_map(|need| foreign(need)).map(|(table, _)| table));
        waiting.extend(inputs(metric, formulas));
    }
    let quality = tables.iter().filter_map(|table| Some((table, facts.quality.tables.get(table)?)));
    let file = |table: &Table, file: &crate::facts::FileQuality| SourceFile {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
        table: table.name().to_owned(),
        rows_in: file.rows_in,
        rows_used: file.rows_used,
        rows_rejected: file.rows_rejected,
        duplicates_merged: file.duplicates_merged,
    };
    quality.flat_map(|(table, quality)| quality.files.iter().map(move |one| file(table, one))).collect()
}

/// The DuckDB query that recomputes a metric for the periods, in total and by segment, from the
/// staged files; `None` when the report has no such metric or its data are absent.
pub fn sql(report: &ReportConfig, facts: &Facts, periods: &[Period], metric: &str) -> Option<String> {
    let compiled = super::check::compile_all(report, Places(&BTreeMap::new())).ok()?;
    let definition = report.metrics.iter().find(|one| one.id == metric)?;
    Sources { report, facts, periods, compiled: &compiled }.query(definition)
}

/// Every available metric of the report with its query and our values. The values are measured
/// without suppression, so that every cell can be compared.
///
/// # Errors
/// As [`measure`].
pub fn independent_checks(report: &ReportConfig, facts: &Facts, periods: &[Period]) -> Result<Vec<Check>, Error> {
    let mut open = report.clone();
    open.statistics.minimum_n = 0;
    open.statistics.verdict_n = 0;
    open.statistics.missing_withheld = f64::INFINITY;
    let compiled = compiled(&open)?;
    let sources = Sources { report: &open, facts, periods, compiled: &compiled };
    let mut by_metric: BTreeMap<String, Vec<Measurement>> = BTreeMap::new();
    for figure in measure(&open, facts, periods)?.measurements.into_list() {
        if !matches!(figure.status, Status::Unavailable { .. }) {
            by_metric.entry(figure.metric.clone()).or_default().push(figure);
        }
    }
    let check = |metric: &Definition| {
        let sql = sources.query(metric)?;
        let rows = by_metric.get(&metric.id).cloned().unwrap_or_default();
        Some(Check { report: open.id.clone(), metric: metric.id.clone(), kind: metric.kind, sql, rows })
    };
    Ok(open.metrics.iter().filter_map(check).collect())
}
