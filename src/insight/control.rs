//! Monthly control charts of the main metrics: limits, and where the process left them (T5).

use super::judge;
use super::scene::Scene;
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::config::Restart;
use crate::domain::{Period, Quarter, Unit};
use crate::metrics::measurement::Measurement;
use crate::statistics::{AttributeChart, Bounds, ControlMethod, ControlRule, ControlSignal, p_chart, u_chart, xmr};

/// A share in percent.
const PERCENT: f64 = 100.0;

/// A metric's months against limits that stand on the first twelve of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Control<'a> {
    /// The metric.
    pub definition: &'a Definition,
    /// The months with bounds since the last documented change, oldest first; the last one ends with
    /// the report's quarter.
    pub months: &'a [Period],
    /// The figure of each of these months.
    pub figures: Vec<Option<&'a Measurement>>,
    /// The documented change with which the months begin.
    pub restart: Option<&'a Restart>,
    /// The months that may be judged, oldest first.
    pub points: Vec<ControlPoint<'a>>,
    /// Centre line, in the metric's unit.
    pub centre: f64,
    /// What the limits stand on.
    pub method: ControlMethod,
    /// φ of a chart of shares or rates.
    pub dispersion: Option<f64>,
    /// Points that the limits stand on.
    pub baseline: usize,
    /// Special-cause variation, by position in `points`.
    pub signals: Vec<ControlSignal>,
}

/// A month in a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ControlPoint<'a> {
    /// Position in the months.
    pub at: usize,
    /// Its figure.
    pub figure: &'a Measurement,
    /// Its value, in the metric's unit.
    pub value: f64,
    /// Its limits, in the metric's unit.
    pub limits: Bounds,
}

impl<'a> Control<'a> {
    /// The month of a point.
    pub fn month(&self, point: usize) -> &'a Period {
        &self.months[self.points[point].at]
    }

    /// Signals that reach into a quarter.
    pub fn within(&self, quarter: Quarter) -> impl Iterator<Item = &ControlSignal> {
        self.signals.iter().filter(move |signal| self.month(signal.last).quarter == quarter)
    }

    /// Whether a signal points to the bad side; `None` for a metric without sides.
    pub fn worsens(&self, signal: &ControlSignal) -> Option<bool> {
        let sign = if signal.above { 1.0 } else { -1.0 };
        self.definition.better.improves(sign).map(|improves| !improves)
    }
}

/// The control chart of a metric: a p-chart for shares, a u-chart for rates, XmR for the others and
/// for what is over-dispersed. Only months with enough rows for a verdict count. `None` for volumes,
/// below twelve such months since the last documented change, or when the baseline has no spread.
pub fn control<'a>(scene: &Scene<'a>, definition: &'a Definition) -> Option<Control<'a>> {
    if definition.family == Family::Volume {
        return None;
    }
    let months = scene.monthly.periods();
    let restart = scene.restarts.iter().rev().find(|one| concerns(one, definition, months));
    let begins = restart.map_or(0, |one| months.iter().position(|month| month.next_first_day > one.from).unwrap_or(0));
    let months = &months[begins..];
    let figures = scene.monthly.series(&definition.id).into_iter().skip(begins).collect::<Vec<_>>();
    let firm = |one: &&Measurement| judge::may_judge(one, definition, scene.policy) && one.value.is_some();
    let shown: Vec<(usize, &Measurement)> =
        figures.iter().enumerate().filter_map(|(at, one)| Some((at, (*one).filter(firm)?))).collect();
    let values: Vec<f64> = shown.iter().filter_map(|(_, one)| one.value).collect();
    let found = match definition.kind {
        Kind::Proportion if definition.weight.is_none() => {
            let points: Option<Vec<(u64, u64)>> = shown.iter().map(|(_, one)| counts(one)).collect();
            Limits::of(&p_chart(&points?)?, PERCENT)
        }
        Kind::Rate => {
            let point = |one: &Measurement| Some((one.numerator?.round() as u64, one.denominator?));
            let points: Option<Vec<(u64, f64)>> = shown.iter().map(|(_, one)| point(one)).collect();
            Limits::of(&u_chart(&points?)?, definition.per?)
        }
        _ => Limits::of_values(&values, definition.unit)?,
    };
    let point = |(((at, figure), value), limits): (((usize, &'a Measurement), f64), Bounds)| ControlPoint {
        at,
        figure,
        value,
        limits,
    };
    Some(Control {
        definition,
        months,
        figures,
        restart,
        points: shown.into_iter().zip(values).zip(found.limits).map(point).collect(),
        centre: found.centre,
        method: found.method,
        dispersion: found.dispersion,
        baseline: found.baseline,
        signals: found.signals,
    })
}

/// The control charts of the scorecard, in catalogue order.
pub fn controls<'a>(scene: &Scene<'a>) -> Vec<Control<'a>> {
    let shown: Vec<&'a Definition> = scene.shown().collect();
    shown.into_iter().filter_map(|definition| control(scene, definition)).collect()
}

/// The strongest rule first: a point outside, then a run, then points near a limit.
pub fn strength(rule: ControlRule) -> u8 {
    match rule {
        ControlRule::Outside => 0,
        ControlRule::Run => 1,
        ControlRule::NearLimit => 2,
    }
}

/// Whether a change concerns a metric and lies within the months.
fn concerns(restart: &Restart, definition: &Definition, months: &[Period]) -> bool {
    let named = restart.metrics.is_empty() || restart.metrics.contains(&definition.id);
    let first = months.first().is_some_and(|month| month.first_day < restart.from);
    named && first && months.last().is_some_and(|month| month.next_first_day > restart.from)
}

fn counts(one: &Measurement) -> Option<(u64, u64)> {
    Some((one.numerator?.round() as u64, one.denominator?.round() as u64))
}

/// A chart of any kind in the metric's unit.
struct Limits {
    centre: f64,
    limits: Vec<Bounds>,
    method: ControlMethod,
    dispersion: Option<f64>,
    baseline: usize,
    signals: Vec<ControlSignal>,
}

impl Limits {
    fn of(chart: &AttributeChart, scale: f64) -> Self {
        Self {
            centre: chart.centre * scale,
            limits: chart.points.iter().map(|point| point.limits.scaled(scale)).collect(),
            method: chart.method,
            dispersion: Some(chart.dispersion),
            baseline: chart.baseline,
            signals: chart.signals.clone(),
        }
    }

    fn of_values(values: &[f64], unit: Unit) -> Option<Self> {
        let chart = xmr(values)?;
        let least = if unit == Unit::NpsPoints { -PERCENT } else { 0.0 };
        let most = if matches!(unit, Unit::Percent | Unit::NpsPoints) { PERCENT } else { f64::INFINITY };
        let limits = Bounds { low: chart.lower.max(least), high: chart.upper.min(most) };
        Some(Self {
            centre: chart.centre,
            limits: vec![limits; values.len()],
            method: ControlMethod::Xmr,
            dispersion: None,
            baseline: chart.baseline,
            signals: chart.signals,
        })
    }
}
