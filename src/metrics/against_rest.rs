//! How a part of a metric differs from all other rows: Welch's t for means, Mann–Whitney for quantiles of
//! known values, log-rank for times with some still open (T3, T13). Shares have their own test in
//! `insight`, from hits and bases alone.

use super::measurement::{GroupTest, TestMethod};
use crate::engine::{Distribution, State};
use crate::statistics::{Moments, log_rank, rank_sum, welch_test};

/// A value with how many rows ended and were cut off there; of known values nothing is cut off.
type Row = (f64, u64, u64);

/// Rows of a figure that can be tested: by which method, whether each value is known exactly, and the
/// values, ascending.
#[derive(Debug)]
pub(super) struct Tested {
    method: TestMethod,
    exact: bool,
    rows: Vec<Row>,
}

impl Tested {
    /// `None` for kinds that are not tested here and for weighted means.
    pub(super) fn of(state: &State) -> Option<Self> {
        let plain = |values: &Distribution| values.points().map(|(at, n)| (at, n, 0)).collect();
        let (method, exact, rows) = match state {
            State::Mean { distribution, weighted: None } => {
                (TestMethod::Welch, distribution.is_exact(), plain(distribution))
            }
            State::Quantile { distribution } => (TestMethod::MannWhitney, distribution.is_exact(), plain(distribution)),
            State::Survival(times) => (TestMethod::LogRank, times.is_exact(), times.points().collect()),
            _ => return None,
        };
        Some(Self { method, exact, rows })
    }

    /// The test of a part against the rest of this whole; `None` where the rest is empty or nothing varies,
    /// and where only one of the two is known exactly.
    pub(super) fn against_rest(&self, part: &State) -> Option<GroupTest> {
        let own = Self::of(part).filter(|own| (own.method, own.exact) == (self.method, self.exact))?;
        let rest = without(&self.rows, &own.rows)?;
        let counts = |rows: &[Row]| rows.iter().map(|(at, n, _)| (*at, *n)).collect::<Vec<_>>();
        let (p, effect) = match self.method {
            TestMethod::Welch => {
                let moments = |rows: &[Row]| Moments::from_distribution(&counts(rows));
                let tested = welch_test(moments(&own.rows)?, moments(&rest)?)?;
                (tested.p, tested.difference)
            }
            TestMethod::MannWhitney => rank_sum(&counts(&own.rows), &counts(&rest))?,
            TestMethod::LogRank => {
                let tested = log_rank(&[&own.rows, &rest])?;
                (tested.p, tested.first_ended / tested.first_expected)
            }
        };
        Some(GroupTest { method: self.method, p, effect })
    }
}

/// What is left of ascending rows; `None` when the part is not within them.
fn without(all: &[Row], part: &[Row]) -> Option<Vec<Row>> {
    let mut part = part.iter().peekable();
    let mut rest = Vec::with_capacity(all.len());
    for (at, ended, cut) in all {
        let (_, out_ended, out_cut) = part.next_if(|(value, ..)| value == at).copied().unwrap_or_default();
        let left = (*at, ended.checked_sub(out_ended)?, cut.checked_sub(out_cut)?);
        if left.1 + left.2 > 0 {
            rest.push(left);
        }
    }
    part.next().is_none().then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Survival;
    use crate::engine::accumulate::Measure;
    use std::sync::Arc;

    fn values(of: &[i64]) -> Arc<Distribution> {
        let mut made = Distribution::new(Measure::Number);
        of.iter().for_each(|value| made.push(Measure::key_of(*value as f64)));
        made.compact();
        Arc::new(made)
    }

    fn times(of: &[(i64, bool)]) -> State {
        let mut made = Survival::default();
        for (hours, ended) in of {
            let micros = hours * 3_600_000_000;
            if *ended { made.push_ended(micros) } else { made.push_censored(micros) }
        }
        made.compact();
        State::Survival(Arc::new(made))
    }

    fn against_rest(part: &State, whole: &State) -> Option<GroupTest> {
        Tested::of(whole)?.against_rest(part)
    }

    const PART: [i64; 8] = [3, 5, 5, 7, 9, 11, 12, 15];
    const REST: [i64; 10] = [1, 2, 2, 4, 5, 6, 6, 8, 9, 10];

    fn all() -> Vec<i64> {
        PART.iter().chain(&REST).copied().collect()
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-11, "{found} is not {wanted}");
    }

    /// SciPy 1.17.1 `ttest_ind(equal_var=False)`.
    #[test]
    fn means_by_welch() {
        let mean = |of: &[i64]| State::Mean { distribution: values(of), weighted: None };
        let found = against_rest(&mean(&PART), &mean(&all())).unwrap();
        assert_eq!(found.method, TestMethod::Welch);
        close(found.effect, 3.075);
        close(found.p, 0.102_798_589_033_304_69);
    }

    /// SciPy 1.17.1 `mannwhitneyu(method="asymptotic")`.
    #[test]
    fn quantiles_by_mann_whitney() {
        let quantile = |of: &[i64]| State::Quantile { distribution: values(of) };
        let found = against_rest(&quantile(&PART), &quantile(&all())).unwrap();
        assert_eq!(found.method, TestMethod::MannWhitney);
        close(found.effect, 0.718_75);
        close(found.p, 0.129_525_617_933_547_03);
    }

    /// statsmodels 0.15.0 `survdiff`; the part's expected ends worked out from the pooled risk sets.
    #[test]
    fn times_by_log_rank() {
        let open = |of: &[i64]| -> Vec<(i64, bool)> { of.iter().map(|at| (*at, at % 4 != 0)).collect() };
        let (part, rest) = (open(&PART), open(&REST));
        let both: Vec<(i64, bool)> = part.iter().chain(&rest).copied().collect();
        let found = against_rest(&times(&part), &times(&both)).unwrap();
        assert_eq!(found.method, TestMethod::LogRank);
        close(found.p, 0.180_637_837_878_512_63);
        close(found.effect, 0.757_356_730_903_913_3);
        assert!(found.effect < 1.0, "the part ends later");
    }

    #[test]
    fn no_rest_is_no_test_and_other_kinds_have_none() {
        let quantile = |of: &[i64]| State::Quantile { distribution: values(of) };
        assert_eq!(against_rest(&quantile(&PART), &quantile(&PART)), None);
        assert_eq!(against_rest(&quantile(&[3, 3]), &quantile(&PART)), None, "not within the total");
        assert_eq!(against_rest(&State::Count { hits: 3 }, &State::Count { hits: 9 }), None);
    }
}
