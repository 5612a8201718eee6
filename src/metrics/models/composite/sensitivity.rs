//! How much the score depends on its weights (T12): each weight ± 5 points, and random weights around
//! the configured ones.

use super::super::Ground;
use super::{ComponentResult, CompositeQuarter, SCORE, weighed};
use crate::config::ComponentName;
use crate::statistics;
use serde::Serialize;

/// By how many points each weight is shifted.
pub(super) const SHIFT: f64 = 5.0;
/// Draws of random weights.
const DRAWS: u32 = 5_000;

/// What other weights would give.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightSensitivity {
    /// Each weight shifted, in printed order.
    pub shifts: Vec<WeightShift>,
    /// Random weights.
    pub random: DirichletResult,
}

/// The score with one weight shifted by 5 points; the others give or take in proportion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightShift {
    /// Which weight.
    pub component: ComponentName,
    /// Score with 5 points less (at least 0).
    pub lower: f64,
    /// Score with 5 points more (at most 100).
    pub higher: f64,
}

/// Scores under weights drawn from a Dirichlet distribution whose concentrations are the weights in
/// percent: its mean are the weights, and a weight of 40 % has a standard deviation of 4.9 points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DirichletResult {
    /// Number of draws.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Lowest score.
    pub lowest: f64,
    /// 2.5 % quantile.
    pub low: f64,
    /// 97.5 % quantile.
    pub high: f64,
    /// Highest score.
    pub highest: f64,
    /// Share of draws in which the score is on the other side of the target, 0 to 1; `None` without a
    /// target.
    pub target_changes: Option<f64>,
    /// Share of draws in which the change since last quarter has the other sign, 0 to 1; `None`
    /// without a comparable quarter.
    pub direction_changes: Option<f64>,
}

/// The sensitivity of a quarter's score; `base` is the quarter that it is compared with.
pub(super) fn of(
    ground: &Ground<'_>,
    now: &CompositeQuarter,
    base: Option<&CompositeQuarter>,
) -> Option<WeightSensitivity> {
    let score = now.score?;
    let target = target(ground, now);
    let seed = ground.report.statistics.seed;
    Some(WeightSensitivity { shifts: shifts(&now.components), random: random(now, score, (base, target, seed)) })
}

/// The target that holds on the first day of the quarter.
fn target(ground: &Ground<'_>, now: &CompositeQuarter) -> Option<f64> {
    let day = ground.periods.iter().find(|period| period.quarter == now.quarter)?.first_day;
    let targets = ground.report.targets.iter().filter(|one| one.metric == SCORE && one.valid_from <= day);
    targets.max_by_key(|one| one.valid_from).map(|one| one.value)
}

pub(super) fn shifts(components: &[ComponentResult]) -> Vec<WeightShift> {
    let there = components.iter().enumerate().filter(|(_, one)| one.score.is_some());
    let shift = |(at, one): (usize, &ComponentResult)| {
        let with = |weight: f64| weighed(components, &shifted(components, at, weight.clamp(0.0, 100.0)));
        WeightShift {
            component: one.name,
            lower: with(one.effective_weight - SHIFT),
            higher: with(one.effective_weight + SHIFT),
        }
    };
    there.map(shift).collect()
}

/// One weight set, the others scaled so that all sum to 100.
fn shifted(components: &[ComponentResult], at: usize, weight: f64) -> Vec<f64> {
    let rest = 100.0 - components[at].effective_weight;
    let factor = if rest > 0.0 { (100.0 - weight) / rest } else { 0.0 };
    components
        .iter()
        .enumerate()
        .map(|(index, one)| if index == at { weight } else { one.effective_weight * factor })
        .collect()
}

pub(super) fn random(
    now: &CompositeQuarter,
    score: f64,
    (base, target, seed): (Option<&CompositeQuarter>, Option<f64>, u64),
) -> DirichletResult {
    let concentrations: Vec<f64> = now.components.iter().map(|one| one.effective_weight).collect();
    let draws = statistics::dirichlet(&concentrations, DRAWS, seed);
    let mut scores: Vec<f64> = draws.iter().map(|weights| weighed(&now.components, weights)).collect();
    let share = |changes: &dyn Fn(usize) -> bool| {
        (0..draws.len()).filter(|at| changes(*at)).count() as f64 / draws.len() as f64
    };
    let target_changes = target.map(|target| share(&|at| (scores[at] >= target) != (score >= target)));
    let direction_changes = base.and_then(|base| {
        let total = score - base.score?;
        let moved = |at: usize| scores[at] - weighed(&base.components, &draws[at]);
        Some(share(&|at| (moved(at) > 0.0) != (total > 0.0)))
    });
    scores.sort_by(f64::total_cmp);
    let sorted: Vec<(f64, u64)> = scores.iter().map(|score| (*score, 1)).collect();
    let quantile = |share: f64| statistics::quantile(&sorted, share).unwrap_or(score);
    DirichletResult {
        draws: DRAWS,
        seed,
        lowest: scores.first().copied().unwrap_or(score),
        low: quantile(0.025),
        high: quantile(0.975),
        highest: scores.last().copied().unwrap_or(score),
        target_changes,
        direction_changes,
    }
}
