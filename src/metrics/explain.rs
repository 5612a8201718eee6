//! What stands behind one number, and the SQL that recomputes it.

use super::compile::{Places, foreign};
use super::formula::inputs;
use super::measure::{Error, compiled, measure};
use super::measurement::{Measurement, Measurements, Status};
use super::models::{Study, is_model};
use super::query::Sources;
use crate::catalogue::definition::{Definition, Kind};
use crate::config::ReportConfig;
use crate::domain::{Answered, Instant, Period, Quarter, Segment, Table};
use crate::engine::Grain;
use crate::engine::sql::Dialect;
use crate::facts::{Facts, StagedRows};
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
    /// Rows for which another row of the same key stands.
    pub duplicates_merged: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// The query that a database was asked, and what it yielded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Answered>,
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
    /// `quarter` or `month`.
    pub grain: &'static str,
    /// Query over the staged rows.
    pub sql: String,
    /// The tables that it reads, unless it reads the staged files by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<StagedRows>,
    /// Our values, with nothing suppressed.
    pub rows: Vec<Measurement>,
    /// The period of each row, as the query names it.
    pub periods: Vec<String>,
}

/// What the models of one report read and found, for a recomputation with another tool.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ModelCheck {
    /// Report id.
    pub report: String,
    /// The settings that models read.
    pub settings: ModelSettings,
    /// DuckDB query of every table's rows, duplicates merged and derived columns written out, by
    /// table name.
    pub relations: BTreeMap<String, String>,
    /// Figures of the metrics that are no models, with nothing suppressed.
    pub known: Vec<Measurement>,
    /// Figures of the models, with nothing suppressed.
    pub figures: Vec<Measurement>,
    /// What they found beside.
    pub study: Study,
}

/// The settings of a report that models read.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ModelSettings {
    /// Time of extraction, microseconds since 1970 UTC.
    pub as_of: Instant,
    /// Reporting time zone.
    pub time_zone: String,
    /// Quarters with start and end in microseconds, ascending; the last is the report's.
    pub periods: Vec<(Quarter, Instant, Instant)>,
    /// Confidence level of intervals.
    pub confidence: f64,
    /// Share of missing values from which a figure is withheld.
    pub missing_withheld: f64,
    /// Draws and seed of the bootstrap.
    pub bootstrap: (u32, u64),
    /// Annual discount rate, when configured.
    pub annual_discount_rate: Option<f64>,
    /// Base values of the named assumptions.
    pub assumptions: BTreeMap<String, f64>,
    /// Composite score, SERVQUAL and self-assessment.
    pub quality: crate::config::QualitySettings,
    /// Targets: metric, first day of validity, value.
    pub targets: Vec<(String, String, f64)>,
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
    // Whoever knows a name may ask for its figure; the answer has the pseudonym.
    let told = super::veiled::part(&report.privacy, segment);
    let segment = if measurements.get(metric, segment, quarter).is_some() { segment } else { &told };
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
        rows_folded: file.rows_folded,
        query: file.query.clone(),
    };
    quality.flat_map(|(table, quality)| quality.files.iter().map(move |one| file(table, one))).collect()
}

/// The query that recomputes a metric for the periods, in total and by segment, from the
/// staged rows; `None` when the report has no such metric or its data are absent.
pub fn sql(
    report: &ReportConfig,
    facts: &Facts,
    periods: &[Period],
    (metric, dialect): (&str, Dialect),
) -> Option<String> {
    let compiled = super::check::compile_all(report, Places(&BTreeMap::new())).ok()?;
    let definition = report.metrics.iter().find(|one| one.id == metric)?;
    let query =
        Sources { report, facts, periods, compiled: &compiled, grain: Grain::Quarter, dialect }.whole(definition)?;
    let reads = read_by(&query, facts.staged(dialect)).into_iter().map(|rows| said(&rows));
    Some(reads.chain([query]).collect::<Vec<_>>().join("\n"))
}

/// The tables that a query reads.
fn read_by(query: &str, mut all: Vec<StagedRows>) -> Vec<StagedRows> {
    all.retain(|rows| query.contains(&rows.name));
    all
}

/// A table that a query reads, as comments before it.
fn said(rows: &StagedRows) -> String {
    let columns: Vec<String> = rows.columns.iter().map(|(name, kind)| format!("{name} {kind}")).collect();
    let files: String = rows.files.iter().map(|file| format!("\n--   {file}")).collect();
    format!("-- {} ({}) holds the rows of{files}", rows.name, columns.join(", "))
}

/// The report as measured for comparisons: nothing is suppressed, so that every cell can be compared, and nothing
/// broken down by persons.
fn opened(report: &ReportConfig) -> ReportConfig {
    let mut open = report.clone();
    open.statistics.minimum_n = 0;
    open.statistics.verdict_n = 0;
    open.statistics.missing_withheld = f64::INFINITY;
    // No other engine knows pseudonyms.
    open.metrics.iter_mut().for_each(|metric| metric.segments.retain(|name| !report.privacy.covers(name)));
    open
}

/// The rows that the models of a report read, and what they found.
///
/// # Errors
/// As [`measure`].
pub fn model_check(report: &ReportConfig, facts: &Facts, periods: &[Period]) -> Result<ModelCheck, Error> {
    let open = opened(report);
    let results = measure(&open, facts, periods)?;
    let relation = |table: &Table| {
        let with = facts.sql(*table, Dialect::DuckDb)?;
        Some((table.name().to_owned(), format!("WITH {}\nSELECT * FROM {}", with.join(",\n"), table.name())))
    };
    let models: BTreeSet<&str> =
        open.metrics.iter().filter(|metric| is_model(metric)).map(|metric| metric.id.as_str()).collect();
    let all = results.measurements.into_list().into_iter();
    let (figures, known) = all.partition(|figure| models.contains(figure.metric.as_str()));
    Ok(ModelCheck {
        report: open.id.clone(),
        settings: settings(report, periods),
        relations: facts.tables.keys().filter_map(relation).collect(),
        known,
        figures,
        study: results.study,
    })
}

fn settings(report: &ReportConfig, periods: &[Period]) -> ModelSettings {
    let assumptions = report.economics.iter().flat_map(|economics| &economics.assumptions);
    let base = |assumption: &crate::config::Assumption| {
        Some((assumption.name.clone(), rust_decimal::prelude::ToPrimitive::to_f64(&assumption.base)?))
    };
    ModelSettings {
        as_of: report.as_of,
        time_zone: report.time_zone.name().to_owned(),
        periods: periods.iter().map(|period| (period.quarter, period.start, period.end)).collect(),
        confidence: report.statistics.confidence,
        missing_withheld: report.statistics.missing_withheld,
        bootstrap: (report.statistics.bootstrap_draws, report.statistics.seed),
        annual_discount_rate: report.economics.as_ref().map(|economics| economics.annual_discount_rate),
        assumptions: assumptions.filter_map(base).collect(),
        quality: report.quality.clone(),
        targets: report.targets.iter().map(|one| (one.metric.clone(), one.valid_from.to_string(), one.value)).collect(),
    }
}

/// Every available metric of the report by quarter, and those that have them by month, with query and
/// our values. The values are measured without suppression, so that every cell can be compared.
///
/// # Errors
/// As [`measure`].
pub fn independent_checks(
    report: &ReportConfig,
    facts: &Facts,
    periods: &[Period],
    dialect: Dialect,
) -> Result<Vec<Check>, Error> {
    let open = opened(report);
    let compiled = compiled(&open)?;
    let results = measure(&open, facts, periods)?;
    let mut by_metric: BTreeMap<(Grain, String), Vec<(String, Measurement)>> = BTreeMap::new();
    let mut add = |grain: Grain, label: String, figure: Measurement| {
        if !matches!(figure.status, Status::Unavailable { .. }) {
            by_metric.entry((grain, figure.metric.clone())).or_default().push((label, figure));
        }
    };
    for (period, figure) in results.monthly.iter() {
        add(Grain::Month, period.label(), figure.clone());
    }
    for figure in results.measurements.into_list() {
        add(Grain::Quarter, figure.quarter.to_string(), figure);
    }
    let months = results.monthly.periods();
    let quarterly = Sources { report: &open, facts, periods, compiled: &compiled, grain: Grain::Quarter, dialect };
    let monthly = Sources { periods: months, grain: Grain::Month, ..quarterly };
    let check = |sources: Sources<'_>, name: &'static str, metric: &Definition| {
        let figures = by_metric.get(&(sources.grain, metric.id.clone()));
        if figures.is_none() && sources.grain == Grain::Month {
            return None;
        }
        let (periods, rows) = figures.cloned().unwrap_or_default().into_iter().unzip();
        let (report, metric, kind, sql) = (open.id.clone(), metric.id.clone(), metric.kind, sources.whole(metric)?);
        let reads = read_by(&sql, facts.staged(dialect));
        Some(Check { report, metric, kind, grain: name, sql, reads, rows, periods })
    };
    let both = |metric: &Definition| [check(quarterly, "quarter", metric), check(monthly, "month", metric)];
    Ok(open.metrics.iter().flat_map(both).flatten().collect())
}
