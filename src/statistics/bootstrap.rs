//! The bootstrap over distributions value → count: percentile and BCa intervals (T3).
//!
//! A draw resamples the counts, not the rows, so ten million answers on an 11-point scale cost no
//! more than eleven. Draws follow ChaCha12 from a printed seed: the same input gives the same
//! interval on every machine and thread.

mod draws;

use super::{Bounds, NetPromoter, quantile};
pub(super) use draws::Draws;
use statrs::distribution::{ContinuousCDF, Normal};

/// How to resample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Number of draws; 2,000 by default policy.
    pub draws: u32,
    /// Seed, printed in the method appendix.
    pub seed: u64,
    /// Confidence level.
    pub level: f64,
}

/// Percentile interval of a statistic of resampled counts.
///
/// `counts[i]` rows fall into cell i; the statistic sees counts of the same length and total and
/// knows the cells. A draw whose statistic is `None` (a ratio without denominator, say) is left
/// out; `None` when the statistic has no value or more than 5 % of the draws have none.
pub fn bootstrap_percentile(
    counts: &[u64],
    statistic: impl Fn(&[u64]) -> Option<f64>,
    how: Resampling,
) -> Option<Bounds> {
    statistic(counts)?;
    let values = sorted_draws(counts, &statistic, how)?;
    let tail = (1.0 - how.level) / 2.0;
    Some(Bounds { low: quantile(&values, tail)?, high: quantile(&values, 1.0 - tail)? })
}

/// Bias-corrected and accelerated interval (Efron 1987): the percentile interval with its
/// percentages shifted by the median bias of the draws and by the skewness of the leave-one-out
/// values. Falls back to the percentile interval when that skewness has no value (no spread).
pub fn bootstrap_bca(counts: &[u64], statistic: impl Fn(&[u64]) -> Option<f64>, how: Resampling) -> Option<Bounds> {
    let estimate = statistic(counts)?;
    let values = sorted_draws(counts, &statistic, how)?;
    let tail = (1.0 - how.level) / 2.0;
    let percentile = || Some(Bounds { low: quantile(&values, tail)?, high: quantile(&values, 1.0 - tail)? });
    let all: u64 = values.iter().map(|(_, count)| count).sum();
    let below: u64 = values.iter().filter(|(value, _)| *value < estimate).map(|(_, count)| count).sum();
    let equal: u64 = values.iter().filter(|(value, _)| *value == estimate).map(|(_, count)| count).sum();
    let share = (below as f64 + equal as f64 / 2.0) / all as f64;
    let Some(acceleration) = acceleration(counts, &statistic) else { return percentile() };
    if share <= 0.0 || share >= 1.0 {
        return percentile();
    }
    let normal = Normal::standard();
    let bias = normal.inverse_cdf(share);
    let shifted = |probability: f64| {
        let z = bias + normal.inverse_cdf(probability);
        quantile(&values, normal.cdf(bias + z / (1.0 - acceleration * z)))
    };
    Some(Bounds { low: shifted(tail)?, high: shifted(1.0 - tail)? })
}

/// BCa interval of the mean of an ascending distribution.
pub fn bootstrap_mean(distribution: &[(f64, u64)], how: Resampling) -> Option<Bounds> {
    let mean = |counts: &[u64]| {
        let n: u64 = counts.iter().sum();
        let sum: f64 = distribution.iter().zip(counts).map(|((value, _), count)| value * *count as f64).sum();
        (n > 0).then(|| sum / n as f64)
    };
    bootstrap_bca(&counts_of(distribution), mean, how)
}

/// Percentile interval of the quantile `q` (type 7) of an ascending distribution.
pub fn bootstrap_quantile(distribution: &[(f64, u64)], q: f64, how: Resampling) -> Option<Bounds> {
    let statistic = |counts: &[u64]| {
        let drawn: Vec<(f64, u64)> =
            distribution.iter().zip(counts).map(|((value, _), count)| (*value, *count)).collect();
        quantile(&drawn, q)
    };
    bootstrap_percentile(&counts_of(distribution), statistic, how)
}

/// Percentile interval of a net promoter score in points, for waves below 30 answers (M11).
pub fn bootstrap_nps(answers: NetPromoter, how: Resampling) -> Option<Bounds> {
    let score =
        |counts: &[u64]| NetPromoter { promoters: counts[0], passives: counts[1], detractors: counts[2] }.score();
    bootstrap_percentile(&[answers.promoters, answers.passives, answers.detractors], score, how)
}

/// BCa interval of a ratio of sums Σx/Σy over rows (x, y, how many such rows), resampling rows so
/// that numerator and denominator of one row stay together.
pub fn bootstrap_ratio(rows: &[(f64, f64, u64)], how: Resampling) -> Option<Bounds> {
    let ratio = |counts: &[u64]| {
        let sums = rows
            .iter()
            .zip(counts)
            .fold((0.0, 0.0), |sum, ((x, y, _), count)| (sum.0 + x * *count as f64, sum.1 + y * *count as f64));
        (sums.1 != 0.0).then(|| sums.0 / sums.1)
    };
    let counts: Vec<u64> = rows.iter().map(|(_, _, count)| *count).collect();
    bootstrap_bca(&counts, ratio, how)
}

/// BCa interval of a statistic of clustered rows, resampling whole clusters (customers who repeat):
/// the statistic sees how often each cluster was drawn, in the order of the clusters.
pub fn bootstrap_clusters(
    clusters: usize,
    statistic: impl Fn(&[u64]) -> Option<f64>,
    how: Resampling,
) -> Option<Bounds> {
    bootstrap_bca(&vec![1; clusters], statistic, how)
}

/// BCa interval of the quantile `q` (type 7) of values that come in clusters (one customer's times),
/// resampling whole clusters. Clusters without values are drawn too.
pub fn bootstrap_quantile_of_clusters(clusters: &[Vec<f64>], q: f64, how: Resampling) -> Option<Bounds> {
    let mut values: Vec<(f64, usize)> =
        clusters.iter().enumerate().flat_map(|(at, values)| values.iter().map(move |value| (*value, at))).collect();
    values.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let statistic = |times: &[u64]| {
        let drawn: Vec<(f64, u64)> = values.iter().map(|(value, cluster)| (*value, times[*cluster])).collect();
        quantile(&drawn, q)
    };
    bootstrap_clusters(clusters.len(), statistic, how)
}

fn counts_of(distribution: &[(f64, u64)]) -> Vec<u64> {
    distribution.iter().map(|(_, count)| *count).collect()
}

/// The statistic of every draw as an ascending distribution.
fn sorted_draws(
    counts: &[u64],
    statistic: &impl Fn(&[u64]) -> Option<f64>,
    how: Resampling,
) -> Option<Vec<(f64, u64)>> {
    let mut draws = Draws::new(counts, how.seed);
    let mut values: Vec<f64> = (0..how.draws).filter_map(|_| statistic(draws.next())).collect();
    let lost = how.draws as usize - values.len();
    if values.is_empty() || 20 * lost > how.draws as usize {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let mut distribution: Vec<(f64, u64)> = Vec::new();
    for value in values {
        match distribution.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => distribution.push((value, 1)),
        }
    }
    Some(distribution)
}

/// Σ(θ̄ − θᵢ)³ / 6(Σ(θ̄ − θᵢ)²)^1.5 over the leave-one-out values θᵢ of all rows.
fn acceleration(counts: &[u64], statistic: &impl Fn(&[u64]) -> Option<f64>) -> Option<f64> {
    let mut left = counts.to_vec();
    let mut values = Vec::new();
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        left[at] -= 1;
        values.push((statistic(&left)?, *count as f64));
        left[at] += 1;
    }
    let n: f64 = values.iter().map(|(_, count)| count).sum();
    let mean = values.iter().map(|(value, count)| value * count).sum::<f64>() / n;
    let moment = |power: i32| values.iter().map(|(value, count)| (mean - value).powi(power) * count).sum::<f64>();
    let spread = moment(2);
    (spread > 0.0).then(|| moment(3) / (6.0 * spread.powf(1.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling = Resampling { draws: 4_000, seed: 20_260_101, level: 0.95 };

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let distribution = [(1.0, 3), (2.0, 5), (9.0, 4), (30.0, 1)];
        let one = bootstrap_mean(&distribution, HOW).unwrap();
        assert_eq!(one, bootstrap_mean(&distribution, HOW).unwrap());
        assert_ne!(one, bootstrap_mean(&distribution, Resampling { seed: 1, ..HOW }).unwrap());
    }

    #[test]
    fn a_large_sample_agrees_with_student() {
        let distribution = [(1.0, 4_000), (2.0, 3_000), (3.0, 9_000), (4.0, 30_000), (5.0, 54_000)];
        let moments = super::super::Moments::from_distribution(&distribution).unwrap();
        let exact = super::super::student_t(moments, 0.95).unwrap();
        let drawn = bootstrap_mean(&distribution, HOW).unwrap();
        let width = exact.high - exact.low;
        assert!((drawn.low - exact.low).abs() < 0.05 * width, "{drawn:?} {exact:?}");
        assert!((drawn.high - exact.high).abs() < 0.05 * width, "{drawn:?} {exact:?}");
    }

    #[test]
    fn small_waves_have_an_nps_interval() {
        let answers = NetPromoter { promoters: 8, passives: 6, detractors: 6 };
        let bounds = bootstrap_nps(answers, HOW).unwrap();
        assert!(bounds.low < 10.0 && 10.0 < bounds.high && bounds.low >= -100.0 && bounds.high <= 100.0);
    }

    #[test]
    fn ratios_keep_rows_together() {
        let constant: Vec<(f64, f64, u64)> = (1..=20).map(|y| (3.0 * f64::from(y), f64::from(y), 2)).collect();
        let bounds = bootstrap_ratio(&constant, HOW).unwrap();
        assert!((bounds.low - 3.0).abs() < 1e-12 && (bounds.high - 3.0).abs() < 1e-12);
        assert_eq!(bootstrap_ratio(&[(1.0, 0.0, 5)], HOW), None);
    }

    #[test]
    fn empty_and_constant_samples() {
        assert_eq!(bootstrap_mean(&[], HOW), None);
        assert_eq!(bootstrap_mean(&[(4.0, 12)], HOW), Some(Bounds { low: 4.0, high: 4.0 }));
    }

    #[test]
    fn quantiles_stay_inside_the_data() {
        let distribution: Vec<(f64, u64)> = (0..200).map(|at| (f64::from(at * at), 1)).collect();
        let bounds = bootstrap_quantile(&distribution, 0.5, HOW).unwrap();
        assert!(bounds.low < 99.5 * 99.5 && 99.5 * 99.5 < bounds.high);
        let exact = super::super::order_statistic(&distribution, 0.5, 0.95).unwrap();
        assert!((bounds.low - exact.low).abs() < 600.0 && (bounds.high - exact.high).abs() < 600.0, "{bounds:?}");
    }

    #[test]
    fn a_statistic_that_many_draws_lack_has_no_interval() {
        let second = |counts: &[u64]| (counts[1] > 0).then_some(counts[0] as f64);
        assert_eq!(bootstrap_percentile(&[19, 1], second, HOW), None, "a third of the draws have none of it");
        assert!(bootstrap_percentile(&[10, 10], second, HOW).is_some());
    }
}
