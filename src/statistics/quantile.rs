//! Quantiles of distributions and their intervals (G8, T3).

use super::Bounds;
use super::discrete::Binomial;

/// The quantile `q` in [0, 1] of an ascending distribution value → count by linear interpolation
/// (Hyndman–Fan type 7, the product's one rule, G8). `None` when it is empty.
pub fn quantile(distribution: &[(f64, u64)], q: f64) -> Option<f64> {
    let n: u64 = distribution.iter().map(|(_, count)| count).sum();
    if n == 0 || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let position = (n - 1) as f64 * q;
    let below = (position.floor() as u64).min(n - 1);
    let low = ranked(distribution, below)?;
    let weight = position - below as f64;
    if weight <= 0.0 {
        return Some(low);
    }
    let high = ranked(distribution, (below + 1).min(n - 1))?;
    Some(low + weight * (high - low))
}

/// Distribution-free interval of the quantile `q`: the order statistics whose ranks enclose it
/// with at least the confidence level under the binomial distribution. `None` when there are too
/// few values for either rank (below 6 for a median at 95 %).
pub fn order_statistic(distribution: &[(f64, u64)], q: f64, level: f64) -> Option<Bounds> {
    let n: u64 = distribution.iter().map(|(_, count)| count).sum();
    if n == 0 || !(q > 0.0 && q < 1.0) {
        return None;
    }
    let (binomial, tail) = (Binomial::new(n, q), (1.0 - level) / 2.0);
    // Rank l (from 1) may serve as lower end when P(X ≤ l − 1) ≤ tail.
    let first_above = binomial.quantile(tail);
    let low = if binomial.at_most(first_above) <= tail { first_above + 1 } else { first_above };
    // Rank u may serve as upper end when P(X ≤ u − 1) ≥ 1 − tail.
    let high = binomial.quantile(1.0 - tail) + 1;
    (low >= 1 && high <= n).then_some(())?;
    Some(Bounds { low: ranked(distribution, low - 1)?, high: ranked(distribution, high - 1)? })
}

/// The value at a rank from 0 in ascending order.
fn ranked(distribution: &[(f64, u64)], rank: u64) -> Option<f64> {
    let mut seen = 0;
    for (value, count) in distribution {
        seen += count;
        if rank < seen {
            return Some(*value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ones(n: u32) -> Vec<(f64, u64)> {
        (1..=n).map(|value| (f64::from(value), 1)).collect()
    }

    #[test]
    fn type_seven() {
        let distribution = [(1.0, 1), (2.0, 1), (4.0, 1), (8.0, 1)];
        assert_eq!(quantile(&distribution, 0.5), Some(3.0));
        assert_eq!(quantile(&distribution, 0.0), Some(1.0));
        assert_eq!(quantile(&distribution, 1.0), Some(8.0));
        assert!((quantile(&distribution, 0.9).unwrap() - 6.8).abs() < 1e-12);
        assert_eq!(quantile(&[(5.0, 3), (7.0, 1)], 0.5), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn ranks_of_the_median_as_in_the_tables() {
        // Conover, Practical Nonparametric Statistics: 95 % ranks of a median.
        for (n, low, high) in [(6, 1.0, 6.0), (10, 2.0, 9.0), (20, 6.0, 15.0), (100, 40.0, 61.0)] {
            assert_eq!(order_statistic(&ones(n), 0.5, 0.95), Some(Bounds { low, high }), "n = {n}");
        }
    }

    #[test]
    fn too_few_values_have_no_interval() {
        assert_eq!(order_statistic(&ones(5), 0.5, 0.95), None);
        assert_eq!(order_statistic(&ones(20), 0.9, 0.95), None);
    }

    #[test]
    fn many_values() {
        let bounds = order_statistic(&[(1.0, 5_000_000), (2.0, 5_000_000)], 0.5, 0.95).unwrap();
        assert_eq!(bounds, Bounds { low: 1.0, high: 2.0 });
    }
}
