//! Two groups against each other: Welch's t, Mann–Whitney with its effect size, two shares (T3).

use super::{Bounds, Moments, normal_critical};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A test of one difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// First group − second group.
    pub difference: f64,
    /// The test statistic: t or z.
    pub statistic: f64,
    /// Two-sided p.
    pub p: f64,
}

/// Mann–Whitney's test with what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// U of the first group: pairs in which its value is larger, ties half.
    pub u: f64,
    /// Two-sided p: normal approximation with ties and continuity correction.
    pub p: f64,
    /// Probability of superiority: that a value of the first group is larger than one of the
    /// second, ties half; ½ is no difference.
    pub superiority: f64,
    /// Hodges–Lehmann shift: the median of all differences first − second.
    pub shift: f64,
    /// Distribution-free interval of the shift.
    pub interval: Bounds,
}

/// Welch's t test of two means. `None` when a group has fewer than two values or neither has spread.
pub fn welch_test(a: Moments, b: Moments) -> Option<Tested> {
    let (one, two) = (a.variance()? / a.n as f64, b.variance()? / b.n as f64);
    let both = one + two;
    if both <= 0.0 {
        return None;
    }
    let freedom = both * both / (one * one / (a.n - 1) as f64 + two * two / (b.n - 1) as f64);
    let statistic = (a.mean - b.mean) / both.sqrt();
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(Tested { difference: a.mean - b.mean, statistic, p: 2.0 * student.sf(statistic.abs()) })
}

/// The pooled z test of two shares, each (hits, n). `None` without bases or when all or none are
/// hits. The interval of the difference is [`super::newcombe`]'s.
pub fn two_proportions(a: (f64, f64), b: (f64, f64)) -> Option<Tested> {
    let (hits, n) = (a.0 + b.0, a.1 + b.1);
    if a.1 <= 0.0 || b.1 <= 0.0 || hits <= 0.0 || hits >= n {
        return None;
    }
    let pooled = hits / n;
    let error = (pooled * (1.0 - pooled) * (1.0 / a.1 + 1.0 / b.1)).sqrt();
    let difference = a.0 / a.1 - b.0 / b.1;
    let statistic = difference / error;
    Some(Tested { difference, statistic, p: two_sided(statistic) })
}

/// Mann–Whitney's p and probability of superiority of two ascending distributions value → count. `None`
/// when one is empty or all values are equal.
pub fn rank_sum(a: &[(f64, u64)], b: &[(f64, u64)]) -> Option<(f64, f64)> {
    let (n, m) = (total(a), total(b));
    let (pairs, all) = (n as f64 * m as f64, (n + m) as f64);
    if n == 0 || m == 0 {
        return None;
    }
    let u = larger(a, b);
    let ties: f64 = tied(a, b).map(|count| count * (count * count - 1.0)).sum();
    let variance = pairs / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    if variance <= 0.0 {
        return None;
    }
    let z = ((u - pairs / 2.0).abs() - 0.5).max(0.0) / variance.sqrt();
    Some((two_sided(z), u / pairs))
}

/// Mann–Whitney's test of two ascending distributions value → count. `None` when one is empty or all
/// values are equal.
pub fn mann_whitney(a: &[(f64, u64)], b: &[(f64, u64)], level: f64) -> Option<MannWhitney> {
    let (p, superiority) = rank_sum(a, b)?;
    let (n, m) = (total(a), total(b));
    let (pairs, all) = (n as f64 * m as f64, (n + m) as f64);
    let half = normal_critical(level) * (pairs * (all + 1.0) / 12.0).sqrt();
    let low = (pairs / 2.0 - half - 1.0).floor().max(0.0) as u64;
    let pairs = n * m;
    let interval = Bounds { low: difference_at(a, b, low), high: difference_at(a, b, pairs - 1 - low.min(pairs - 1)) };
    let (lower, upper) = (difference_at(a, b, (pairs - 1) / 2), difference_at(a, b, pairs / 2));
    Some(MannWhitney { u: larger(a, b), p, superiority, shift: f64::midpoint(lower, upper), interval })
}

fn total(values: &[(f64, u64)]) -> u64 {
    values.iter().map(|(_, count)| count).sum()
}

/// The two-sided p of a standard normal statistic.
pub fn two_sided(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Pairs in which a value of `a` is larger than one of `b`, ties half.
fn larger(a: &[(f64, u64)], b: &[(f64, u64)]) -> f64 {
    let (mut below, mut at, mut sum) = (0.0, 0, 0.0);
    for (value, count) in a {
        while at < b.len() && b[at].0 < *value {
            below += b[at].1 as f64;
            at += 1;
        }
        let equal = b.get(at).filter(|(other, _)| other == value).map_or(0.0, |(_, count)| *count as f64);
        sum += *count as f64 * (below + equal / 2.0);
    }
    sum
}

/// Sizes of the groups of equal values over both distributions.
fn tied<'a>(a: &'a [(f64, u64)], b: &'a [(f64, u64)]) -> impl Iterator<Item = f64> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        let next = match (a.get(i), b.get(j)) {
            (None, None) => return None,
            (Some(x), None) => x.0,
            (None, Some(y)) => y.0,
            (Some(x), Some(y)) => x.0.min(y.0),
        };
        let mut size = 0;
        while a.get(i).is_some_and(|x| x.0 == next) {
            size += a[i].1;
            i += 1;
        }
        while b.get(j).is_some_and(|y| y.0 == next) {
            size += b[j].1;
            j += 1;
        }
        Some(size as f64)
    })
}

/// The difference a − b of rank `rank` (from 0) among all pairs, found by bisection over the
/// ordered bit patterns of doubles: exact, without listing the pairs.
fn difference_at(a: &[(f64, u64)], b: &[(f64, u64)], rank: u64) -> f64 {
    let (Some(first), Some(last)) = (a.first().zip(b.last()), a.last().zip(b.first())) else { return f64::NAN };
    let (mut low, mut high) = (key(first.0.0 - first.1.0), key(last.0.0 - last.1.0));
    while low < high {
        let middle = (low & high) + ((low ^ high) >> 1);
        if at_most(a, b, value(middle)) > rank { high = middle } else { low = middle + 1 }
    }
    value(low)
}

/// Pairs with a − b at most `limit`.
fn at_most(a: &[(f64, u64)], b: &[(f64, u64)], limit: f64) -> u64 {
    let (mut out, mut above) = (0, total(b));
    let mut count = 0;
    for (x, times) in a {
        while out < b.len() && x - b[out].0 > limit {
            above -= b[out].1;
            out += 1;
        }
        count += times * above;
    }
    count
}

/// Doubles as integers of the same order.
fn key(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits().cast_signed();
    bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed()
}

fn value(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63).cast_unsigned()) >> 1).cast_signed()).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 10] = [3.2, 5.5, 1.0, 8.8, 2.2, 15.0, 4.1, 0.9, 2.2, 6.3];
    const B: [f64; 8] = [1.2, 3.3, 0.5, 2.0, 2.2, 7.5, 1.1, 0.8];

    fn distribution(values: &[f64]) -> Vec<(f64, u64)> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.into_iter().map(|value| (value, 1)).collect()
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-11 * wanted.abs().max(1.0), "{found} is not {wanted}");
    }

    /// SciPy 1.17.1 `mannwhitneyu(method="asymptotic")`; NumPy 2.4.6 median of all differences.
    #[test]
    fn mann_whitney_as_in_scipy() {
        let found = mann_whitney(&distribution(&A), &distribution(&B), 0.95).unwrap();
        assert_eq!(found.u, 58.0);
        close(found.p, 0.119_201_226_897_110_63);
        close(found.superiority, 0.725);
        close(found.shift, 1.7);
        let mut all: Vec<f64> = A.iter().flat_map(|a| B.map(|b| a - b)).collect();
        all.sort_by(f64::total_cmp);
        for (rank, wanted) in all.iter().enumerate() {
            assert_eq!(difference_at(&distribution(&A), &distribution(&B), rank as u64), *wanted, "rank {rank}");
        }
        // 40 − 1.96 · √(80 · 19/12) = 17.94: the 17th difference from either end (Hollander & Wolfe).
        assert_eq!(found.interval, Bounds { low: all[16], high: all[63] });
        assert!(all[15] < all[16] && all[16] < all[17], "another rank would be another end");
    }

    #[test]
    fn counts_stand_for_repeated_values() {
        let tied = [(1.0, 3), (2.0, 2), (5.0, 4)];
        let single = [(1.0, 1), (1.0, 1), (1.0, 1), (2.0, 1), (2.0, 1), (5.0, 1), (5.0, 1), (5.0, 1), (5.0, 1)];
        let other = distribution(&B);
        assert_eq!(mann_whitney(&tied, &other, 0.95), mann_whitney(&single, &other, 0.95));
        assert_eq!(mann_whitney(&[(2.0, 5)], &[(2.0, 7)], 0.95), None);
        assert_eq!(mann_whitney(&[], &other, 0.95), None);
    }

    /// SciPy 1.17.1 `ttest_ind(equal_var=False)`.
    #[test]
    fn welch_as_in_scipy() {
        let of = |values: &[f64]| Moments::from_distribution(&distribution(values)).unwrap();
        let found = welch_test(of(&A), of(&B)).unwrap();
        close(found.statistic, 1.633_418_101_569_391_6);
        close(found.p, 0.124_468_458_324_333_05);
    }

    /// statsmodels 0.15.0 `proportions_ztest`.
    #[test]
    fn two_shares_as_in_statsmodels() {
        let found = two_proportions((56.0, 70.0), (48.0, 80.0)).unwrap();
        close(found.statistic, 2.650_171_951_258_533_6);
        close(found.p, 0.008_045_081_368_196_56);
        close(two_proportions((9.0, 100.0), (3.0, 90.0)).unwrap().p, 0.108_860_041_464_620_86);
        assert_eq!(two_proportions((0.0, 5.0), (0.0, 9.0)), None);
    }

    #[test]
    fn two_sided_p_of_196_is_five_percent() {
        assert!((two_sided(1.959_964) - 0.05).abs() < 1e-6);
        assert!((two_sided(-1.959_964) - 0.05).abs() < 1e-6);
    }
}
