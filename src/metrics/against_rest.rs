//! How a part of a metric differs from all other rows: Welch's t for means, Mann–Whitney for quantiles of
//! known values, log-rank for times with some still open (T3, T13). Shares have their own test in
//! `insight`, from hits and bases alone.

use super::measurement::{GroupTest, TestMethod};
use crate::engine::State;
use crate::statistics::{Moments, log_rank, rank_sum, welch_test};

/// The test of a part against the rest of the total; `None` for other kinds, for weighted means, where the
/// rest is empty or nothing varies, and where only one of the two is known exactly.
pub(super) fn against_rest(part: &State, total: &State) -> Option<GroupTest> {
    match (part, total) {
        (State::Mean { distribution: own, weighted: None }, State::Mean { distribution: all, weighted: None })
            if own.is_exact() == all.is_exact() =>
        {
            let own: Vec<(f64, u64)> = own.points().collect();
            let rest = without(&all.points().collect::<Vec<_>>(), &own)?;
            let tested = welch_test(Moments::from_distribution(&own)?, Moments::from_distribution(&rest)?)?;
            Some(GroupTest { method: TestMethod::Welch, p: tested.p, effect: tested.difference })
        }
        (State::Quantile { distribution: own }, State::Quantile { distribution: all })
            if own.is_exact() == all.is_exact() =>
        {
            let own: Vec<(f64, u64)> = own.points().collect();
            let (p, superiority) = rank_sum(&own, &without(&all.points().collect::<Vec<_>>(), &own)?)?;
            Some(GroupTest { method: TestMethod::MannWhitney, p, effect: superiority })
        }
        (State::Survival(own), State::Survival(all)) if own.is_exact() == all.is_exact() => {
            let flat = |points: Vec<(f64, u64, u64)>| -> Vec<Row> {
                points.into_iter().map(|(at, ended, censored)| (at, [ended, censored])).collect()
            };
            let own = flat(own.points());
            let rest = subtracted(&flat(all.points()), &own)?;
            let group = |rows: &[Row]| rows.iter().map(|(at, [e, c])| (*at, *e, *c)).collect::<Vec<_>>();
            let tested = log_rank(&[&group(&own), &group(&rest)])?;
            Some(GroupTest {
                method: TestMethod::LogRank,
                p: tested.p,
                effect: tested.first_ended / tested.first_expected,
            })
        }
        _ => None,
    }
}

/// A value with how many rows ended and were cut off there.
type Row = (f64, [u64; 2]);

fn without(all: &[(f64, u64)], part: &[(f64, u64)]) -> Option<Vec<(f64, u64)>> {
    let rows = |points: &[(f64, u64)]| points.iter().map(|(at, n)| (*at, [*n, 0])).collect::<Vec<Row>>();
    Some(subtracted(&rows(all), &rows(part))?.into_iter().map(|(at, [n, _])| (at, n)).collect())
}

/// What is left of ascending rows; `None` when the part is not within them.
fn subtracted(all: &[Row], part: &[Row]) -> Option<Vec<Row>> {
    let mut part = part.iter().copied().peekable();
    let mut rest = Vec::with_capacity(all.len());
    for (at, counts) in all {
        let taken = part.next_if(|(value, _)| value == at).map_or([0, 0], |(_, counts)| counts);
        let left = [counts[0].checked_sub(taken[0])?, counts[1].checked_sub(taken[1])?];
        if left != [0, 0] {
            rest.push((*at, left));
        }
    }
    part.next().is_none().then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::accumulate::Measure;
    use crate::engine::{Distribution, Survival};
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
