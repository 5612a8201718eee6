//! The log-rank test of survival curves (T13).

use super::linear::Symmetric;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// The test statistic.
    pub chi_square: f64,
    /// Groups with rows − 1.
    pub freedom: u32,
    /// P of a statistic at least as large when all groups have one curve.
    pub p: f64,
    /// What ended in the first group.
    pub first_ended: f64,
    /// What would have ended in it on the common curve.
    pub first_expected: f64,
}

/// Tests whether groups share one survival curve. Each group is ascending (time, ended, censored)
/// counts as for [`super::kaplan_meier`]. `None` with fewer than two groups that have rows, or
/// without events.
pub fn log_rank(groups: &[&[(f64, u64, u64)]]) -> Option<LogRank> {
    let mut left: Vec<&[(f64, u64, u64)]> = groups.iter().copied().filter(|group| rows(group) > 0).collect();
    let last = left.len().checked_sub(1).filter(|last| *last > 0)?;
    let mut at_risk: Vec<f64> = left.iter().map(|group| rows(group) as f64).collect();
    let mut leaving = vec![(0.0, 0.0); left.len()];
    let mut excess = vec![0.0; last];
    let mut variance = vec![0.0; last * last];
    let mut first = (0.0, 0.0);
    while let Some(time) = left.iter().filter_map(|group| Some(group.first()?.0)).min_by(f64::total_cmp) {
        for (group, leaving) in left.iter_mut().zip(&mut leaving) {
            *leaving = take(group, time);
        }
        let (risk, ended): (f64, f64) = (at_risk.iter().sum(), leaving.iter().map(|at| at.0).sum());
        if ended > 0.0 {
            let spread = if risk > 1.0 { ended * (risk - ended) / (risk - 1.0) } else { 0.0 };
            first.0 += leaving[0].0;
            first.1 += ended * at_risk[0] / risk;
            for i in 0..last {
                let share = at_risk[i] / risk;
                excess[i] += leaving[i].0 - ended * share;
                for j in 0..last {
                    let same = if i == j { share } else { 0.0 };
                    variance[i * last + j] += spread * (same - share * at_risk[j] / risk);
                }
            }
        }
        at_risk.iter_mut().zip(&leaving).for_each(|(risk, at)| *risk -= at.0 + at.1);
    }
    let weights = Symmetric::new(last, |row, column| variance[row * last + column]).solve(&excess)?;
    let chi_square: f64 = weights.iter().zip(&excess).map(|(weight, excess)| weight * excess).sum();
    let freedom = u32::try_from(last).ok()?;
    let p = ChiSquared::new(f64::from(freedom)).ok()?.sf(chi_square);
    Some(LogRank { chi_square, freedom, p, first_ended: first.0, first_expected: first.1 })
}

fn rows(group: &[(f64, u64, u64)]) -> u64 {
    group.iter().map(|(_, ended, censored)| ended + censored).sum()
}

/// Takes what ended and was censored up to a time off the front of a group.
fn take(group: &mut &[(f64, u64, u64)], time: f64) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    while let Some((row, later)) = group.split_first().filter(|(row, _)| row.0 <= time) {
        sum = (sum.0 + row.1 as f64, sum.1 + row.2 as f64);
        *group = later;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [(f64, u64, u64); 8] =
        [(1.0, 1, 0), (2.0, 2, 0), (3.0, 1, 0), (5.0, 0, 1), (6.0, 1, 0), (8.0, 1, 0), (9.0, 1, 1), (12.0, 1, 0)];
    const TWO: [(f64, u64, u64); 7] =
        [(2.0, 1, 0), (4.0, 1, 1), (7.0, 1, 0), (10.0, 1, 0), (11.0, 0, 1), (13.0, 1, 0), (15.0, 1, 1)];
    const THREE: [(f64, u64, u64); 6] = [(1.0, 2, 0), (3.0, 1, 0), (5.0, 1, 0), (6.0, 0, 1), (7.0, 2, 0), (20.0, 0, 1)];

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-11, "{found} is not {wanted}");
    }

    /// statsmodels 0.15.0 `survdiff`.
    #[test]
    fn as_in_statsmodels() {
        let two = log_rank(&[&ONE, &TWO]).unwrap();
        close(two.chi_square, 3.305_678_313_357_004);
        close(two.p, 0.069_040_836_069_733_44);
        let three = log_rank(&[&ONE, &TWO, &[], &THREE]).unwrap();
        assert_eq!(three.freedom, 2);
        close(three.chi_square, 2.441_317_761_329_095);
        close(three.p, 0.295_035_709_545_575_5);
    }

    #[test]
    fn equal_groups_do_not_differ_and_one_group_is_no_test() {
        close(log_rank(&[&ONE, &ONE]).unwrap().chi_square, 0.0);
        assert_eq!(log_rank(&[&ONE]), None);
        assert_eq!(log_rank(&[&[(1.0, 0, 3)], &[(2.0, 0, 3)]]), None, "nothing ended");
    }
}
