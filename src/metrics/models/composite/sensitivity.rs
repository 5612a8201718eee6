//! How much the score depends on its weights (T12): each weight ± 5 points, and random weights around
//! the configured ones.

use super::super::Ground;
use super::{ComponentResult, CompositeQuarter, SCORE, weighed};
use crate::config::{ComponentName, Weighting};
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
    /// Weights of other origin, beside those that were used.
    pub others: Vec<OtherWeights>,
}

/// The score under weights of another origin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherWeights {
    /// Which.
    pub weighting: OtherWeighting,
    /// The weights in percent, by component; they sum to 100.
    pub weights: Vec<(ComponentName, f64)>,
    /// The score.
    pub score: f64,
    /// Score − score of the quarter before under the same weights; `None` without a comparable quarter.
    pub change: Option<f64>,
}

/// Where other weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherWeighting {
    /// The preset 40/20/20/10/10.
    Default,
    /// The preset for market expansion.
    MarketExpansion,
    /// The preset for steady growth.
    SteadyGrowth,
    /// The same for every component.
    Equal,
    /// By how much the components differed between the quarters measured.
    Entropy,
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

/// Fewest complete quarters from which entropy is weighed.
const LEAST_QUARTERS: usize = 4;

/// The sensitivity of the last quarter's score; `base` is the quarter that it is compared with.
pub(super) fn of(
    ground: &Ground<'_>,
    weighting: Weighting,
    quarters: &[CompositeQuarter],
    base: Option<&CompositeQuarter>,
) -> Option<WeightSensitivity> {
    let now = quarters.last()?;
    let score = now.score?;
    let target = target(ground, now);
    let seed = ground.report.statistics.seed;
    let random = random(now, score, (base, target, seed));
    Some(WeightSensitivity { shifts: shifts(&now.components), random, others: others(weighting, quarters, base) })
}

/// The score under the presets that weigh just these components, under equal weights and under those of entropy;
/// nothing where a component is missing.
pub(super) fn others(
    used: Weighting,
    quarters: &[CompositeQuarter],
    base: Option<&CompositeQuarter>,
) -> Vec<OtherWeights> {
    let Some(now) = quarters.last().filter(|now| now.is_complete) else { return Vec::new() };
    let preset = |weighting: Weighting| {
        let all = weighting.preset().filter(|_| weighting != used)?;
        let of = |name| ComponentName::ALL.iter().position(|one| *one == name).map_or(0.0, |at| all[at]);
        let weights: Vec<f64> = now.components.iter().map(|one| of(one.name)).collect();
        let whole = (weights.iter().sum::<f64>() - 100.0).abs() < 1e-9 && weights.iter().all(|weight| *weight > 0.0);
        whole.then_some(weights)
    };
    let components = now.components.len();
    let complete: Vec<Vec<f64>> = quarters
        .iter()
        .filter(|one| one.is_complete)
        .map(|one| one.components.iter().filter_map(|component| component.score).collect())
        .collect();
    let entropy = statistics::entropy_weights(&complete).filter(|_| complete.len() >= LEAST_QUARTERS);
    let entropy = entropy.map(|weights| weights.iter().map(|weight| 100.0 * weight).collect());
    let ways = [
        (OtherWeighting::Default, preset(Weighting::Default)),
        (OtherWeighting::MarketExpansion, preset(Weighting::MarketExpansion)),
        (OtherWeighting::SteadyGrowth, preset(Weighting::SteadyGrowth)),
        (OtherWeighting::Equal, Some(vec![100.0 / components as f64; components])),
        (OtherWeighting::Entropy, entropy),
    ];
    let result = |(weighting, weights): (OtherWeighting, Option<Vec<f64>>)| {
        let weights = weights?;
        let score = weighed(&now.components, &weights);
        let change = base.map(|base| score - weighed(&base.components, &weights));
        let weights = now.components.iter().map(|one| one.name).zip(weights).collect();
        Some(OtherWeights { weighting, weights, score, change })
    };
    ways.into_iter().filter_map(result).collect()
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
