//! Marginal analysis (M28): what the next yuan brings, and the optimum where it may be told.

use crate::config::Marginal;
use crate::statistics::{Bounds, Resampling, bootstrap_percentile};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// Observations below which no curve is fitted.
pub const FEWEST: usize = 8;

/// The marginal analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginalResult {
    /// Spend levels, ascending; observations of equal spend are averaged.
    pub levels: Vec<Level>,
    /// Observations.
    pub observations: usize,
    /// The fitted curve and its optimum, or why there is none.
    pub curve: Result<Curve, NoOptimum>,
}

/// A spend level with the step that leads to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Spend.
    pub spend: Decimal,
    /// Mean benefit observed at it.
    pub benefit: Decimal,
    /// Spend more than at the level below; `None` for the lowest.
    pub more_spend: Option<Decimal>,
    /// Benefit more than there.
    pub more_benefit: Option<Decimal>,
    /// Second ÷ first.
    pub ratio: Option<Decimal>,
}

/// B = a + b·ln(C), least squares. Its marginal benefit is b/C, so the optimum (marginal benefit =
/// marginal cost) is C* = b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// a.
    pub constant: f64,
    /// b, which is the optimal spend.
    pub optimum: f64,
    /// Percentile bootstrap of the optimum over observations.
    pub interval: Bounds,
    /// Share of the variation of benefit that the curve explains, 0 to 1.
    pub explained: f64,
}

/// Why no optimum is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoOptimum {
    /// Fewer than [`FEWEST`] observations; the number there is.
    TooFew(usize),
    /// A spend is zero or negative.
    SpendNotPositive,
    /// All observations are at fewer than three spend levels.
    TooFewLevels,
    /// More spend brings no more benefit: b ≤ 0.
    NoReturn,
    /// The optimum lies outside the observed spend: optimum, lowest and highest observed.
    OutsideObserved(f64, f64, f64),
    /// The interval of b includes 0: the observations do not tell.
    Undetermined,
}

/// Analyses observed spend and benefit.
pub(super) fn analyse(marginal: &Marginal, how: Resampling) -> MarginalResult {
    MarginalResult {
        levels: levels(&marginal.observations),
        observations: marginal.observations.len(),
        curve: curve(&marginal.observations, how),
    }
}

fn levels(observations: &[(Decimal, Decimal)]) -> Vec<Level> {
    let mut by_spend: BTreeMap<Decimal, (Decimal, u32)> = BTreeMap::new();
    for (spend, benefit) in observations {
        let sum = by_spend.entry(*spend).or_default();
        *sum = (sum.0.saturating_add(*benefit), sum.1 + 1);
    }
    let mut found: Vec<Level> = Vec::new();
    for (spend, (sum, count)) in by_spend {
        let benefit = sum / Decimal::from(count);
        let steps =
            found.last().map(|below| (spend.saturating_sub(below.spend), benefit.saturating_sub(below.benefit)));
        found.push(Level {
            spend,
            benefit,
            more_spend: steps.map(|(more, _)| more),
            more_benefit: steps.map(|(_, more)| more),
            ratio: steps.and_then(|(spend, benefit)| benefit.checked_div(spend)),
        });
    }
    found
}

fn curve(observations: &[(Decimal, Decimal)], how: Resampling) -> Result<Curve, NoOptimum> {
    if observations.len() < FEWEST {
        return Err(NoOptimum::TooFew(observations.len()));
    }
    if observations.iter().any(|(spend, _)| *spend <= Decimal::ZERO) {
        return Err(NoOptimum::SpendNotPositive);
    }
    let number = |value: &Decimal| value.to_f64().unwrap_or(f64::NAN);
    let mut points: Vec<(f64, f64)> =
        observations.iter().map(|(spend, benefit)| (number(spend), number(benefit))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut distinct: Vec<f64> = points.iter().map(|(spend, _)| *spend).collect();
    distinct.dedup();
    if distinct.len() < 3 {
        return Err(NoOptimum::TooFewLevels);
    }
    let counts = vec![1_u64; points.len()];
    let (constant, optimum) = fit(&points, &counts).ok_or(NoOptimum::TooFewLevels)?;
    if optimum <= 0.0 {
        return Err(NoOptimum::NoReturn);
    }
    let (lowest, highest) = (distinct[0], distinct[distinct.len() - 1]);
    if !(lowest..=highest).contains(&optimum) {
        return Err(NoOptimum::OutsideObserved(optimum, lowest, highest));
    }
    let slope = |counts: &[u64]| fit(&points, counts).map(|(_, slope)| slope);
    let interval = bootstrap_percentile(&counts, slope, how).ok_or(NoOptimum::Undetermined)?;
    if interval.low <= 0.0 {
        return Err(NoOptimum::Undetermined);
    }
    Ok(Curve { constant, optimum, interval, explained: explained(&points, constant, optimum) })
}

/// Least squares of benefit on ln(spend), each point counted so often; `None` without spread.
fn fit(points: &[(f64, f64)], counts: &[u64]) -> Option<(f64, f64)> {
    let weighted = || points.iter().zip(counts).map(|((spend, benefit), count)| (spend.ln(), *benefit, *count as f64));
    let n: f64 = weighted().map(|(_, _, count)| count).sum();
    let (x, y) = weighted().fold((0.0, 0.0), |sum, (x, y, count)| (sum.0 + x * count / n, sum.1 + y * count / n));
    let spread: f64 = weighted().map(|(one, _, count)| count * (one - x).powi(2)).sum();
    let joint: f64 = weighted().map(|(one, other, count)| count * (one - x) * (other - y)).sum();
    let slope = joint / spread;
    (spread > 1e-12).then_some((y - slope * x, slope))
}

fn explained(points: &[(f64, f64)], constant: f64, slope: f64) -> f64 {
    let mean = points.iter().map(|(_, benefit)| benefit).sum::<f64>() / points.len() as f64;
    let left: f64 = points.iter().map(|(spend, benefit)| (benefit - constant - slope * spend.ln()).powi(2)).sum();
    let all: f64 = points.iter().map(|(_, benefit)| (benefit - mean).powi(2)).sum();
    if all > 0.0 { (1.0 - left / all).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling = Resampling { draws: 2_000, seed: 20_260_101, level: 0.95 };

    fn analysed(pairs: &[(i64, i64)]) -> MarginalResult {
        let observations = pairs.iter().map(|(c, b)| (Decimal::from(*c), Decimal::from(*b))).collect();
        analyse(&Marginal { unit: Default::default(), source: Default::default(), observations }, HOW)
    }

    const SPEND: [(i64, i64); 10] = [
        (40, 118),
        (50, 141),
        (60, 158),
        (70, 172),
        (80, 189),
        (90, 199),
        (110, 221),
        (130, 236),
        (150, 247),
        (170, 262),
    ];

    /// `scipy.stats.linregress(log(C), B)`, SciPy 1.17.1: slope, intercept, r².
    #[test]
    fn the_fit_is_that_of_scipy() {
        let curve = analysed(&SPEND).curve.unwrap();
        assert!((curve.optimum - SLOPE).abs() < 1e-8, "{curve:?}");
        assert!((curve.constant - INTERCEPT).abs() < 1e-8, "{curve:?}");
        assert!((curve.explained - R_SQUARED).abs() < 1e-10, "{curve:?}");
        assert!(curve.interval.low < curve.optimum && curve.optimum < curve.interval.high);
    }

    const SLOPE: f64 = 99.21154422594019;
    const INTERCEPT: f64 = -247.58848700646615;
    const R_SQUARED: f64 = 0.999031588310442;

    #[test]
    fn steps_are_differences() {
        let found = analysed(&[(200, 500), (100, 300), (100, 340), (300, 560)]);
        let ratios: Vec<Option<Decimal>> = found.levels.iter().map(|level| level.ratio).collect();
        assert_eq!(ratios, [None, Some("1.8".parse().unwrap()), Some("0.6".parse().unwrap())]);
        assert_eq!(found.curve, Err(NoOptimum::TooFew(4)));
    }

    #[test]
    fn an_optimum_is_refused_where_it_would_be_made_up() {
        assert_eq!(analysed(&SPEND[..7]).curve, Err(NoOptimum::TooFew(7)));
        let falling: Vec<(i64, i64)> = SPEND.iter().map(|(c, b)| (*c, 400 - b)).collect();
        assert_eq!(analysed(&falling).curve, Err(NoOptimum::NoReturn));
        let steep: Vec<(i64, i64)> = SPEND.iter().map(|(c, b)| (*c, 10 * b)).collect();
        assert!(matches!(analysed(&steep).curve, Err(NoOptimum::OutsideObserved(at, 40.0, 170.0)) if at > 170.0));
        let mut free = SPEND.to_vec();
        free[0].0 = 0;
        assert_eq!(analysed(&free).curve, Err(NoOptimum::SpendNotPositive));
        let flat = [(40, 10), (60, 10), (40, 11), (60, 12), (40, 10), (60, 10), (40, 9), (60, 13)];
        assert_eq!(analysed(&flat).curve, Err(NoOptimum::TooFewLevels));
        let noise = [(40, 300), (50, 90), (60, 250), (70, 100), (80, 290), (90, 380), (110, 120), (130, 330)];
        assert_eq!(analysed(&noise).curve, Err(NoOptimum::Undetermined));
    }

    #[test]
    fn the_order_of_observations_changes_nothing() {
        let mut reversed = SPEND;
        reversed.reverse();
        assert_eq!(analysed(&reversed), analysed(&SPEND));
    }
}
