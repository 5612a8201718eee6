//! The main metrics by month, from the same scan as their quarters (T5: quarters are too few for
//! control limits).
//!
//! A metric is measured by month when its rows fall into a month by one instant: scorecard metrics,
//! rates, counts and sums of volume, and what these stand on. Not by month: costs (an accounting period may
//! be a quarter), metrics over columns that know quarters only, and what is counted as present
//! (except members of a list, the base of rates).

use super::check::Compiled;
use super::combine;
use super::compile::needs_quarters;
use super::estimate::{Spot, estimate};
use super::measure::{Scan, unavailable};
use super::measurement::{Measurement, Measurements};
use super::suppress::suppress;
use super::unknown;
use super::window::Windows;
use crate::catalogue::definition::{Attribution, Definition, Family, Kind};
use crate::config::ReportConfig;
use crate::domain::{Month, Period, Segment, Table, Zone};
use crate::engine::{Grain, Plan};
use crate::facts::Facts;
use crate::schema::is_register;
use std::collections::{BTreeMap, BTreeSet};

/// Months up to the end of the report's quarter (R4).
const MONTHS: usize = 24;
/// How late a table may begin in a month that it still tells of.
const FIRST_DAYS: i64 = 4;

/// Figures by month, in total, of the metrics that have them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Monthly {
    periods: Vec<Period>,
    figures: Vec<Measurements>,
}

impl Monthly {
    /// From months with bounds, ascending, and the figures of each.
    pub fn new(months: Vec<(Period, Vec<Measurement>)>) -> Self {
        let (periods, figures) = months.into_iter().map(|(period, list)| (period, Measurements::new(list))).unzip();
        Self { periods, figures }
    }

    /// The months with bounds, oldest first; the last one ends with the report's quarter.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// A metric's figures, one per month; `None` where it has none. Empty for a metric that is not
    /// measured by month.
    pub fn series(&self, metric: &str) -> Vec<Option<&Measurement>> {
        let pairs = self.periods.iter().zip(&self.figures);
        let series: Vec<_> = pairs.map(|(period, figures)| figures.total(metric, period.quarter)).collect();
        if series.iter().any(Option::is_some) { series } else { Vec::new() }
    }

    /// A metric's figure of one month.
    pub fn get(&self, metric: &str, month: Month) -> Option<&Measurement> {
        let at = self.periods.iter().position(|period| period.month == Some(month))?;
        self.figures[at].total(metric, self.periods[at].quarter)
    }

    /// All figures with their month, month after month.
    pub fn iter(&self) -> impl Iterator<Item = (&Period, &Measurement)> {
        self.periods.iter().zip(&self.figures).flat_map(|(period, all)| all.iter().map(move |one| (period, one)))
    }
}

/// The months that are measured, oldest first.
pub(super) fn months(report: &ReportConfig, quarters: &[Period]) -> Vec<Period> {
    let all: Vec<Period> =
        quarters.iter().flat_map(|period| report.fiscal.months(period.quarter, report.time_zone)).collect();
    all[all.len().saturating_sub(MONTHS)..].to_vec()
}

/// The metrics that are measured by month: their ids.
pub(super) fn chosen(report: &ReportConfig, facts: &Facts, compiled: &Compiled) -> BTreeSet<String> {
    let find = |id: &str| report.metrics.iter().find(|metric| metric.id == id);
    let of_base = |metric: &Definition| metric.base.as_deref().and_then(find);
    let mut chosen = BTreeSet::new();
    for metric in &report.metrics {
        let wanted = metric.scorecard
            || metric.kind == Kind::Rate
            || (metric.family == Family::Volume && matches!(metric.kind, Kind::Count | Kind::Sum));
        let by_instant = matches!(metric.period, Some(Attribution::At(_))) && fits(metric, compiled);
        let base = of_base(metric);
        let available = unavailable(metric, report, facts).is_none();
        let sound = match metric.kind {
            Kind::Derived | Kind::Model => false,
            Kind::Rate => base.is_some_and(|base| is_base(base, compiled)),
            _ => true,
        };
        if wanted && by_instant && available && sound {
            chosen.insert(metric.id.clone());
            chosen.extend(base.map(|base| base.id.clone()));
        }
    }
    chosen
}

/// Whether a metric's months add up to what its definition says.
fn fits(metric: &Definition, compiled: &Compiled) -> bool {
    let plan = compiled.plans.get(&metric.id);
    metric.table != Some(Table::Costs) && plan.is_some_and(|plan| !needs_quarters(plan))
}

/// Whether a metric can be the base of a monthly rate: events, or members present.
fn is_base(metric: &Definition, compiled: &Compiled) -> bool {
    let counted = matches!(metric.kind, Kind::Count | Kind::Sum) && fits(metric, compiled);
    let events = matches!(metric.period, Some(Attribution::At(_)));
    counted && (events || metric.table.is_some_and(is_register))
}

/// The plan of a metric by month: in total only.
pub(super) fn by_month(plan: &Plan) -> Plan {
    Plan { segments: Vec::new(), grain: Grain::Month, ..plan.clone() }
}

/// The figures of each month.
pub(super) fn measure(
    (report, facts): (&ReportConfig, &Facts),
    months: &[Period],
    (compiled, windows): (&Compiled, &Windows<'_>),
    scans: &BTreeMap<Table, Scan>,
) -> Monthly {
    let of = |(at, period): (usize, &Period)| {
        let mut known = Measurements::default();
        for metric in compiled.order.iter().map(|at| &report.metrics[*at]) {
            let cell = metric.table.and_then(|table| scans.get(&table)).and_then(|scan| scan.month(&metric.id, at));
            let Some(cell) = cell else { continue };
            let has_data = has_data(metric, facts, period, report.time_zone);
            let spot = Spot { segment: &Segment::Total, quarter: period.quarter, has_data };
            let figure = estimate(metric, spot, cell, report);
            let base = metric.base.as_ref().and_then(|base| report.metrics.iter().find(|one| one.id == *base));
            let mut figure = match base.filter(|_| metric.kind == Kind::Rate) {
                Some(base) => combine::rate(metric, figure, (base, &known), &report.statistics),
                None => figure,
            };
            figure.uncovered = windows.lacks(&metric.id, period);
            let mut figures = vec![figure];
            unknown::withhold(metric, facts, compiled, &mut figures);
            suppress(metric, &mut figures);
            known.extend(figures);
        }
        (*period, known.into_list())
    };
    Monthly::new(months.iter().enumerate().map(of).collect())
}

/// Whether a metric's table tells of a month; when it does not, a count is unknown, not zero. A month
/// without rows between others is one in which nothing happened; one before the first row or after
/// the last is unknown, and so is the month in which the table begins after its first days.
fn has_data(metric: &Definition, facts: &Facts, period: &Period, zone: Zone) -> bool {
    let Some(quality) = metric.table.and_then(|table| facts.quality.tables.get(&table)) else { return true };
    if metric.table.is_some_and(is_register) {
        return quality.rows_used > 0;
    }
    let begun = quality.first.is_some_and(|first| first <= period.start.plus_days(FIRST_DAYS, zone));
    let lasting = quality.last.is_some_and(|last| last >= period.start);
    let rows = quality.rows_by_quarter.iter().find(|(quarter, _)| *quarter == period.quarter);
    begun && lasting && rows.is_none_or(|(_, rows)| *rows > 0)
}
