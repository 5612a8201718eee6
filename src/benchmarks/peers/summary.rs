//! Median, quartiles, weighted mean, interval and rank of a comparison group.

use super::{MINIMUM_PEERS, MOST_WEIGHT, PeerFigure, PeerGroup, PeerRefusal};
use crate::catalogue::definition::Definition;
use crate::statistics::{order_statistic, quantile};

/// The median of the others' values with all that is said of them, in the metric's unit.
///
/// The interval of the median is that of order statistics at the level; for five values, which have none at 95 %, it
/// stays out, and with it the verdict.
///
/// # Errors
/// Why there is no group.
pub(super) fn group(
    definition: &Definition,
    own: Option<f64>,
    figures: &[&PeerFigure],
    level: f64,
) -> Result<(f64, PeerGroup), PeerRefusal> {
    if figures.len() < MINIMUM_PEERS {
        return Err(PeerRefusal::TooFew);
    }
    let rows: f64 = figures.iter().map(|one| one.n as f64).sum();
    if figures.iter().any(|one| one.n as f64 > MOST_WEIGHT * rows) {
        return Err(PeerRefusal::Dominated);
    }
    let mut values: Vec<(f64, u64)> = figures.iter().map(|one| (one.value, 1)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |q: f64| quantile(&values, q).expect("a group has values");
    let interval = order_statistic(&values, 0.5, level);
    let better =
        |own: f64| figures.iter().filter(|one| definition.better.improves(one.value - own) == Some(true)).count();
    let has_side = definition.better.improves(1.0).is_some();
    let group = PeerGroup {
        others: figures.len(),
        lower_quartile: at(0.25),
        upper_quartile: at(0.75),
        weighted_mean: figures.iter().map(|one| one.value * one.n as f64).sum::<f64>() / rows,
        low: interval.map(|ends| ends.low),
        high: interval.map(|ends| ends.high),
        rank: own.filter(|_| has_side).map(|own| 1 + better(own)),
    };
    Ok((at(0.5), group))
}
