//! From definitions and facts to measurements: one scan per table.

use super::against_rest::Tested;
use super::check::{Compiled, compile_all};
use super::combine;
use super::compile::{Places, foreign, needs_calendar};
use super::doubt;
use super::estimate::{Spot, empty, estimate};
use super::measurement::{Measurement, Measurements, Status};
use super::models::{self, Ground, Study};
use super::monthly::{self, Monthly};
use super::suppress::suppress;
use super::unknown;
use super::window::Windows;
use crate::catalogue::definition::{Definition, Kind};
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::{Period, Segment, Table};
use crate::engine::{self, Bindings, Cell, Cells, Folds, Periods, Plan, ScanError};
use crate::facts::{self, Facts};
use crate::schema::is_register;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Why a report could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A definition is wrong; [`super::check`] finds these before any data are read.
    #[error("{} metric definitions are wrong", .0.len())]
    Definitions(Vec<Diagnostic>),
    /// A table could not be scanned.
    #[error("table `{table}` could not be measured")]
    Scan {
        /// Which table.
        table: &'static str,
        /// Why.
        source: ScanError,
    },
    /// A model could not read its rows.
    #[error("the models could not read their rows")]
    Model(#[source] facts::Error),
}

/// What measuring a report yields.
#[derive(Debug, Default)]
pub struct Results {
    /// All figures, those of models included, in the order of the report's metrics.
    pub measurements: Measurements,
    /// The main metrics by month.
    pub monthly: Monthly,
    /// What the models found beside their figures.
    pub study: Study,
    /// Tables that models read after the scan, in order.
    pub reads: Vec<models::ModelRead>,
}

/// Measures all metrics of a report for each period (ascending), in total and by segment.
///
/// # Errors
/// When definitions are wrong or staged files cannot be read.
pub fn measure(report: &ReportConfig, facts: &Facts, periods: &[Period]) -> Result<Results, Error> {
    let compiled = compiled(report)?;
    let months = monthly::months(report, periods);
    let scans = scan_all(report, facts, Periods { quarters: periods, months: &months }, &compiled)?;
    let mut known = Measurements::default();
    for at in &compiled.order {
        let metric = &report.metrics[*at];
        if models::is_model(metric) {
            continue;
        }
        let mut figures = match unavailable(metric, report, facts) {
            Some(reason) => nowhere(metric, periods, &reason),
            None => figures(metric, &Work { report, facts, periods, compiled: &compiled, scans: &scans }, &known),
        };
        // Before anything is derived from them, so that nothing hidden shines through.
        unknown::withhold(metric, facts, &compiled, &mut figures);
        suppress(metric, &mut figures);
        known.extend(figures);
    }
    let found = models::run(&Ground::new(report, facts, periods, (&compiled, &known))).map_err(Error::Model)?;
    known.extend(figures_of_models(report, facts, periods, found.figures));
    let windows = Windows::new(report, facts, &compiled);
    let monthly = monthly::measure((report, facts), &months, (&compiled, &windows), &scans);
    let mut figures = in_order(report, known).into_list();
    doubt::mark(report, facts, &compiled, &mut figures);
    windows.mark(periods, &mut figures);
    let results = Results { measurements: Measurements::new(figures), monthly, study: found.study, reads: found.reads };
    Ok(super::veiled::veiled(report, results))
}

/// The figures of models; an entry that no model supplied says why.
fn figures_of_models(
    report: &ReportConfig,
    facts: &Facts,
    periods: &[Period],
    found: Vec<Measurement>,
) -> Vec<Measurement> {
    let mut by_metric: BTreeMap<String, Vec<Measurement>> = BTreeMap::new();
    for figure in found {
        by_metric.entry(figure.metric.clone()).or_default().push(figure);
    }
    let of = |metric: &Definition| match by_metric.remove(&metric.id) {
        Some(figures) => figures,
        None => {
            let reason = unavailable(metric, report, facts).unwrap_or_else(|| "no_input".to_owned());
            nowhere(metric, periods, &reason)
        }
    };
    report.metrics.iter().filter(|metric| models::is_model(metric)).flat_map(of).collect()
}

/// The compiled metrics of a report whose configuration was checked.
pub(super) fn compiled(report: &ReportConfig) -> Result<Compiled, Error> {
    compile_all(report, Places(&BTreeMap::new())).map_err(Error::Definitions)
}

struct Work<'a> {
    report: &'a ReportConfig,
    facts: &'a Facts,
    periods: &'a [Period],
    compiled: &'a Compiled,
    scans: &'a BTreeMap<Table, Scan>,
}

/// Cells of a table, and which plan of them belongs to which metric.
pub(super) struct Scan {
    cells: Cells,
    plans: BTreeMap<String, usize>,
    monthly: BTreeMap<String, usize>,
}

impl Scan {
    /// The total of a metric in a month, by its position.
    pub(super) fn month(&self, metric: &str, at: usize) -> Option<&Cell> {
        self.cells.get(*self.monthly.get(metric)?, &Segment::Total, at)
    }
}

/// One pass over a table: what is read and what is added up.
pub(super) struct Pass {
    pub(super) table: Table,
    /// Metrics and their plans by quarter.
    pub(super) metrics: Vec<String>,
    /// Metrics whose plans by month follow those by quarter.
    pub(super) monthly: Vec<String>,
    pub(super) plans: Vec<Plan>,
    pub(super) columns: BTreeSet<String>,
}

/// Why a metric cannot be computed from this data, as a stable word with details.
pub(super) fn unavailable(metric: &Definition, report: &ReportConfig, facts: &Facts) -> Option<String> {
    let table = metric.table?;
    let Some(own) = facts.tables.get(&table) else { return Some(format!("missing_table: {}", table.name())) };
    let is_mapped = |need: &&String| match foreign(need) {
        Some((table, column)) => facts.tables.get(&table).is_some_and(|table| table.mapped.contains(column)),
        None => own.mapped.contains(*need),
    };
    let is_blank = |need: &&str| match foreign(need) {
        Some((table, column)) => facts.tables.get(&table).is_some_and(|table| table.blank.contains(column)),
        None => own.blank.contains(*need),
    };
    let missing = metric.needs.iter().filter(|need| !is_mapped(need)).map(String::as_str);
    let (blank, missing): (Vec<&str>, Vec<&str>) = missing.partition(is_blank);
    if !blank.is_empty() && missing.is_empty() {
        return Some(format!("blank_columns: {}", blank.join(", ")));
    }
    if !missing.is_empty() {
        return Some(format!("missing_columns: {}", missing.join(", ")));
    }
    if needs_calendar(metric) && report.calendar.is_none() {
        return Some("no_calendar".to_owned());
    }
    let scales = metric.single_scale.as_ref().and_then(|question| facts.quality.scales.get(question));
    let mixed = scales.filter(|scales| scales.len() > 1)?;
    let names: Vec<String> = mixed.iter().map(|(low, high)| format!("{low}–{high}")).collect();
    Some(format!("mixed_scales: {}", names.join(", ")))
}

/// The plan of a metric with the segments that the data have.
pub(super) fn plan(metric: &Definition, facts: &Facts, compiled: &Compiled) -> Option<Plan> {
    let mut plan = compiled.plans.get(&metric.id)?.clone();
    let mapped = &facts.tables.get(&metric.table?)?.mapped;
    plan.segments.retain(|column| mapped.contains(column));
    Some(plan)
}

/// The folds of the segment columns of a pass that have too many values.
pub(super) fn folds<'a>(
    facts: &Facts,
    table: Table,
    plans: impl IntoIterator<Item = &'a Plan>,
) -> Result<Folds, facts::Error> {
    let columns: BTreeSet<&str> = plans.into_iter().flat_map(|plan| plan.segments.iter().map(String::as_str)).collect();
    let columns: Vec<&str> = columns.into_iter().collect();
    facts.folds(table, &columns).map(Arc::new)
}

/// The passes that measure a report: one per table that has a metric.
pub(super) fn passes(report: &ReportConfig, facts: &Facts, compiled: &Compiled) -> Vec<Pass> {
    let by_month = monthly::chosen(report, facts, compiled);
    let of = |table: &Table| {
        let metrics = report.metrics.iter().filter(|metric| metric.table == Some(*table));
        let metrics = metrics.filter(|metric| unavailable(metric, report, facts).is_none());
        let (metrics, mut plans): (Vec<String>, Vec<Plan>) =
            metrics.filter_map(|metric| Some((metric.id.clone(), plan(metric, facts, compiled)?))).unzip();
        let chosen = metrics.iter().zip(&plans).filter(|(id, _)| by_month.contains(*id));
        let (monthly, more): (Vec<String>, Vec<Plan>) =
            chosen.map(|(id, plan)| (id.clone(), monthly::by_month(plan))).unzip();
        plans.extend(more);
        let columns = plans.iter().flat_map(Plan::columns).collect();
        (!plans.is_empty()).then_some(Pass { table: *table, metrics, monthly, plans, columns })
    };
    facts.tables.keys().filter_map(of).collect()
}

fn scan_all(
    report: &ReportConfig,
    facts: &Facts,
    periods: Periods<'_>,
    compiled: &Compiled,
) -> Result<BTreeMap<Table, Scan>, Error> {
    let mut scans = BTreeMap::new();
    for mut pass in passes(report, facts, compiled) {
        let Some(rows) = facts.tables.get(&pass.table) else { continue };
        let columns: Vec<&str> = pass.columns.iter().map(String::as_str).collect();
        let bindings =
            Bindings { as_of: report.as_of, zone: report.time_zone, calendar: report.calendar.as_ref(), period: None };
        let read = |part| rows.read(part, &columns);
        let failed = |source| Error::Scan { table: pass.table.name(), source };
        let mut found = engine::scan(rows.parts(), read, &pass.plans, periods, &bindings);
        if matches!(found, Err(ScanError::Crowded { .. })) {
            let folds = folds(facts, pass.table, &pass.plans).map_err(Error::Model)?;
            pass.plans.iter_mut().for_each(|plan| plan.folds = Some(folds.clone()));
            found = engine::scan(rows.parts(), read, &pass.plans, periods, &bindings);
        }
        let cells = found.map_err(failed)?;
        let months = pass.metrics.len()..;
        let plans = pass.metrics.into_iter().zip(0..).collect();
        let monthly = pass.monthly.into_iter().zip(months).collect();
        scans.insert(pass.table, Scan { cells, plans, monthly });
    }
    Ok(scans)
}

fn nowhere(metric: &Definition, periods: &[Period], reason: &str) -> Vec<Measurement> {
    let figure = |period: &Period| {
        let spot = Spot { segment: &Segment::Total, quarter: period.quarter, has_data: false };
        empty(metric, spot, Status::Unavailable { reason: reason.to_owned() })
    };
    periods.iter().map(figure).collect()
}

fn figures(metric: &Definition, work: &Work<'_>, known: &Measurements) -> Vec<Measurement> {
    if metric.kind == Kind::Derived {
        let Some(formula) = work.compiled.formulas.get(&metric.id) else { return Vec::new() };
        let segments = combine::segments(metric, formula, known);
        let spots =
            segments.iter().flat_map(|segment| work.periods.iter().map(move |period| (segment, period.quarter)));
        let inputs = (known, work.report.metrics.as_slice());
        return spots.map(|spot| combine::derived(metric, spot, formula, inputs)).collect();
    }
    let Some(scan) = metric.table.and_then(|table| work.scans.get(&table)) else { return Vec::new() };
    let Some(plan) = scan.plans.get(&metric.id) else { return Vec::new() };
    let policy = &work.report.statistics;
    let base = metric.base.as_ref().and_then(|base| work.report.metrics.iter().find(|one| one.id == *base));
    let segments = scan.cells.segments(*plan);
    let cells: Vec<_> =
        segments.flat_map(|(segment, cells)| work.periods.iter().zip(cells).map(move |at| (segment, at))).collect();
    let last = work.periods.len().saturating_sub(1);
    let whole = scan.cells.get(*plan, &Segment::Total, last).and_then(|cell| Tested::of(&cell.state));
    let one = |(segment, (period, cell)): (&Segment, (&Period, &Cell))| {
        let spot = Spot { segment, quarter: period.quarter, has_data: has_data(metric, work.facts, period) };
        let mut figure = estimate(metric, spot, cell, work.report);
        let is_part =
            *segment != Segment::Total && work.periods.last().is_some_and(|one| one.quarter == period.quarter);
        if is_part && figure.status == Status::Ok {
            figure.against_rest = whole.as_ref().and_then(|whole| whole.against_rest(&cell.state));
        }
        match base.filter(|_| metric.kind == Kind::Rate) {
            Some(base) => combine::rate(metric, figure, (base, known), policy),
            None => figure,
        }
    };
    cells.into_par_iter().map(one).collect()
}

/// Whether a metric's table has rows in a quarter; a register such as the customers always has.
fn has_data(metric: &Definition, facts: &Facts, period: &Period) -> bool {
    let quality = metric.table.and_then(|table| facts.quality.tables.get(&table));
    let rows =
        quality.and_then(|quality| quality.rows_by_quarter.iter().find(|(quarter, _)| *quarter == period.quarter));
    match (metric.table, rows) {
        (Some(table), _) if is_register(table) => quality.is_some_and(|quality| quality.rows_used > 0),
        (_, Some((_, rows))) => *rows > 0,
        (_, None) => true,
    }
}

/// The measurements in the order of the report's metrics.
fn in_order(report: &ReportConfig, known: Measurements) -> Measurements {
    let mut by_metric: BTreeMap<String, Vec<Measurement>> = BTreeMap::new();
    for figure in known.into_list() {
        by_metric.entry(figure.metric.clone()).or_default().push(figure);
    }
    Measurements::new(report.metrics.iter().filter_map(|metric| by_metric.remove(&metric.id)).flatten().collect())
}
