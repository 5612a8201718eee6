//! What may be expected of a recommendation, from the client's own figures with its interval.

use super::evidence::Evidence;
use crate::catalogue::definition::Definition;
use crate::config::{EffectBasis, Rule};
use crate::domain::{Direction, Quarter, Segment, Unit};
use crate::insight::judge::{self, movement_interval};
use crate::insight::scene::Scene;
use crate::insight::signal::Signal;

/// Quarters before the report's among which the best one is sought.
const LOOK_BACK: usize = 8;

/// What may be expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A change of the metric with its interval.
    Quantified(Expected),
    /// Not quantified, and why.
    NotQuantified(NotQuantified),
}

/// A change of the metric that the client's own figures let expect.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Where it comes from.
    pub basis: EffectBasis,
    /// Today's figure.
    pub from: f64,
    /// The figure after the change.
    pub to: f64,
    /// `to` − `from`, in the metric's unit.
    pub change: f64,
    /// Interval of the change, low to high.
    pub range: (f64, f64),
    /// The quarter it goes back to, for `best_quarter` and `before_rise`.
    pub quarter: Option<Quarter>,
    /// Share of today's shortfall that goes, 0 to 1.
    pub removed: f64,
    /// Its interval, the surer end first.
    pub removed_range: (f64, f64),
}

impl Expected {
    /// Whether the change has an interval; figures of complete accounts have none.
    pub fn has_interval(&self) -> bool {
        self.range.0.total_cmp(&self.range.1).is_ne()
    }
}

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotQuantified {
    /// The rule names no basis: the advice prepares or preserves.
    ByRule,
    /// No target that is missed, no better quarter beyond noise, no part that is worse.
    NoBasis,
}

/// The effect of a rule on a metric: the first of its bases that the figures support.
pub(super) fn of(scene: &Scene, rule: &Rule, definition: &Definition, evidence: &[Evidence]) -> Effect {
    if rule.effect.is_empty() {
        return Effect::NotQuantified(NotQuantified::ByRule);
    }
    let found = rule.effect.iter().find_map(|basis| match basis {
        EffectBasis::Target => to_target(scene, definition),
        EffectBasis::BestQuarter => to_best_quarter(scene, definition),
        EffectBasis::WorstPart => part_to_rest(scene, definition, evidence),
        EffectBasis::BeforeRise => before_rise(scene, definition, evidence),
    });
    found.map_or(Effect::NotQuantified(NotQuantified::NoBasis), Effect::Quantified)
}

/// What goes wrong today in the metric's unit: for shares that should be high what is missing to
/// 100, for NPS what is missing to 100 points, for what should be low all of it. Other figures that
/// should be high have no natural ceiling: their own value is the measure.
pub(super) fn shortfall(definition: &Definition, now: f64) -> Option<f64> {
    let found = match (definition.better, definition.unit) {
        (Direction::Higher, Unit::Percent | Unit::NpsPoints) => 100.0 - now,
        (Direction::Higher | Direction::Lower, _) => now,
        (Direction::TargetRange, _) => return None,
    };
    (found > 0.0).then_some(found)
}

fn expected(
    definition: &Definition,
    basis: EffectBasis,
    from: f64,
    (change, range): (f64, (f64, f64)),
    quarter: Option<Quarter>,
) -> Option<Expected> {
    if definition.better.improves(change) != Some(true) {
        return None;
    }
    let shortfall = shortfall(definition, from)?;
    let share = |change: f64| (change.abs() / shortfall).min(1.0) * sign(definition, change);
    let (one, other) = (share(range.0), share(range.1));
    Some(Expected {
        basis,
        from,
        to: from + change,
        change,
        range,
        quarter,
        removed: share(change),
        removed_range: (one.min(other), one.max(other)),
    })
}

/// 1 for a change in the good direction, −1 for one in the bad.
fn sign(definition: &Definition, change: f64) -> f64 {
    if definition.better.improves(change) == Some(false) { -1.0 } else { 1.0 }
}

/// The gap to the target; its interval is that of today's figure.
fn to_target(scene: &Scene, definition: &Definition) -> Option<Expected> {
    let now = scene.now(&definition.id)?;
    let (value, target) = (now.value?, scene.target(&definition.id)?.value);
    let interval = now.interval.map_or((value, value), |ends| (ends.low, ends.high));
    let range = (target - interval.1, target - interval.0);
    expected(definition, EffectBasis::Target, value, (target - value, range), None)
}

/// Back to the best of the eight quarters before, when it is better than today beyond noise.
fn to_best_quarter(scene: &Scene, definition: &Definition) -> Option<Expected> {
    let series = scene.series(&definition.id, &Segment::Total);
    let now = (*series.last()?)?;
    let before = series.len() - 1;
    let candidates = (before.saturating_sub(LOOK_BACK)..before).filter_map(|at| {
        let one = series[at].filter(|one| judge::may_judge(one, definition, scene.policy))?;
        Some((scene.periods[at].quarter, one))
    });
    let gain = |value: f64| match definition.better {
        Direction::Lower => -value,
        _ => value,
    };
    let (quarter, best) = candidates.max_by(|a, b| {
        let key = |one: &crate::metrics::measurement::Measurement| gain(one.value.unwrap_or(f64::NAN));
        key(a.1).total_cmp(&key(b.1))
    })?;
    let (value, reached) = (now.value?, best.value?);
    let range = movement_interval(best, now)?;
    let beyond = definition.better.improves(range.0) == Some(true) && definition.better.improves(range.1) == Some(true);
    beyond.then_some(())?;
    expected(definition, EffectBasis::BestQuarter, value, (reached - value, range), Some(quarter))
}

fn part_to_rest(scene: &Scene, definition: &Definition, evidence: &[Evidence]) -> Option<Expected> {
    let uneven = evidence.iter().find_map(|one| match one {
        Evidence::Uneven(found) if found.metric == definition.id => Some(found),
        _ => None,
    })?;
    let now = scene.now(&definition.id)?.value?;
    expected(definition, EffectBasis::WorstPart, now, (uneven.gain, uneven.range), None)
}

/// Back to the rate before a spike; the interval is that of the ratio of the two rates.
fn before_rise(scene: &Scene, definition: &Definition, evidence: &[Evidence]) -> Option<Expected> {
    let spike = evidence.iter().find_map(|one| match one {
        Evidence::Told(finding) if finding.metric == definition.id => match &finding.signal {
            Signal::Complaints(spike) => Some(spike),
            _ => None,
        },
        _ => None,
    })?;
    let now = scene.now(&definition.id)?.value?;
    let back = |ratio: f64| now / ratio - now;
    let range = (back(spike.interval.1), back(spike.interval.0));
    expected(definition, EffectBasis::BeforeRise, now, (back(spike.ratio), range), Some(spike.base))
}
