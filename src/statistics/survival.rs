//! Kaplan–Meier curves of censored durations (T13).

use super::{Bounds, normal_critical};

/// Slack when a curve is compared with a quantile, so that 1 − 0.5 meets exactly one half.
const SLACK: f64 = 1e-12;

/// One step of a curve: a time at which something ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// Open just before it.
    pub at_risk: u64,
    /// Ended at it.
    pub events: u64,
    /// Share still open after it, S(t).
    pub survival: f64,
    /// Greenwood's Σ d/(n(n − d)) up to it; infinite once S is 0.
    pub greenwood: f64,
}

/// A Kaplan–Meier curve.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    steps: Vec<SurvivalStep>,
    last: f64,
}

/// A quantile of a duration that may not be reached yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reached {
    /// The smallest time with S(t) ≤ 1 − q.
    At(f64),
    /// Too many are still open: the quantile is at least the longest time observed.
    AtLeast(f64),
}

/// A quantile of durations with its interval; an end that the curve does not reach is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalQuantile {
    /// The smallest time with S(t) ≤ 1 − q.
    pub value: Reached,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

/// Builds the curve from ascending (time, ended, censored) counts. A row censored at a time counts
/// as at risk at that time. `None` when there are no rows.
pub fn kaplan_meier(rows: &[(f64, u64, u64)]) -> Option<SurvivalCurve> {
    let last = rows.iter().rev().find(|(_, events, censored)| events + censored > 0)?.0;
    Some(SurvivalCurve { steps: Walk::new(rows.iter().copied()).collect(), last })
}

/// The quantile `q` in (0, 1) of ascending (time, ended, censored) counts as for [`kaplan_meier`], without
/// keeping the curve. Its interval inverts the pointwise intervals (Brookmeyer & Crowley): from the first
/// time whose lower end is ≤ 1 − q to the first time whose upper end is. `None` when there are no rows.
pub fn survival_quantile<I>(rows: I, q: f64, level: f64) -> Option<SurvivalQuantile>
where
    I: Iterator<Item = (f64, u64, u64)> + Clone,
{
    let (z, wanted) = (normal_critical(level), 1.0 - q + SLACK);
    let mut walk = Walk::new(rows);
    if walk.at_risk == 0 {
        return None;
    }
    // The lower end lies below S and falls with it: it is looked for from the last mark that is still above.
    let is_low = |step: &SurvivalStep| lower_end(step, z) <= wanted;
    let mut marks = vec![(walk.clone(), None)];
    let (mut passed, mut crossing) = (0, None);
    while let Some(step) = walk.next() {
        if step.survival <= wanted {
            crossing = Some(step);
            break;
        }
        passed += 1;
        if passed % MARK == 0 {
            marks.push((walk.clone(), Some(step)));
        }
    }
    let mark = marks.into_iter().rev().find(|(_, before)| before.as_ref().is_none_or(|step| !is_low(step)));
    let low = mark.and_then(|(mut from, _)| from.find(is_low)).map(|step| step.time);
    let is_high = |step: &SurvivalStep| upper_end(step, z).is_some_and(|end| end <= wanted);
    let high = crossing.into_iter().chain(&mut walk).find(is_high).map(|step| step.time);
    let value = match crossing {
        Some(step) => Reached::At(step.time),
        None => Reached::AtLeast(walk.last),
    };
    Some(SurvivalQuantile { value, low, high })
}

/// Steps between two places to which a search returns.
const MARK: usize = 256;

/// The steps of a curve, one after the other.
#[derive(Clone)]
struct Walk<I> {
    rows: I,
    at_risk: u64,
    survival: f64,
    greenwood: f64,
    /// The longest time so far.
    last: f64,
}

impl<I: Iterator<Item = (f64, u64, u64)> + Clone> Walk<I> {
    fn new(rows: I) -> Self {
        let at_risk = rows.clone().map(|(_, events, censored)| events + censored).sum();
        Self { rows, at_risk, survival: 1.0, greenwood: 0.0, last: 0.0 }
    }
}

impl<I: Iterator<Item = (f64, u64, u64)>> Iterator for Walk<I> {
    type Item = SurvivalStep;

    fn next(&mut self) -> Option<SurvivalStep> {
        loop {
            let (time, events, censored) = self.rows.next()?;
            let at_risk = self.at_risk;
            if events + censored > 0 {
                self.last = time;
            }
            self.at_risk -= events + censored;
            if events > 0 {
                let (risk, ended) = (at_risk as f64, events as f64);
                self.survival *= (risk - ended) / risk;
                self.greenwood += ended / (risk * (risk - ended));
                let (survival, greenwood) = (self.survival, self.greenwood);
                return Some(SurvivalStep { time, at_risk, events, survival, greenwood });
            }
        }
    }
}

impl SurvivalCurve {
    /// The steps, ascending in time.
    pub fn steps(&self) -> &[SurvivalStep] {
        &self.steps
    }

    /// The longest time observed, ended or not.
    pub fn last_time(&self) -> f64 {
        self.last
    }

    /// S(t): the share still open after a time.
    pub fn survival_at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// Pointwise interval of S(t): Greenwood's variance on the log(−log S) scale. Before the first
    /// end S is 1 without doubt. `None` once S is 0, where the scale does not exist.
    pub fn interval_at(&self, time: f64, level: f64) -> Option<Bounds> {
        match self.step_at(time) {
            None => Some(Bounds { low: 1.0, high: 1.0 }),
            Some(step) => log_log(step, normal_critical(level)),
        }
    }

    fn step_at(&self, time: f64) -> Option<&SurvivalStep> {
        let after = self.steps.partition_point(|step| step.time <= time);
        after.checked_sub(1).map(|at| &self.steps[at])
    }
}

fn log_log(step: &SurvivalStep, z: f64) -> Option<Bounds> {
    upper_end(step, z).map(|high| Bounds { low: lower_end(step, z), high })
}

/// 0 where S is 0.
fn lower_end(step: &SurvivalStep, z: f64) -> f64 {
    end(step, z).unwrap_or(0.0)
}

/// Unknown where S is 0.
fn upper_end(step: &SurvivalStep, z: f64) -> Option<f64> {
    end(step, -z)
}

fn end(step: &SurvivalStep, z: f64) -> Option<f64> {
    let log = step.survival.ln();
    let shift = z * step.greenwood.sqrt() / log.abs();
    (step.survival > 0.0 && log < 0.0).then(|| (log * shift.exp()).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The ends are those that a search through all steps finds.
        #[test]
        fn a_quantile_and_its_ends_are_the_first_of_all_steps(
            rows in prop::collection::vec((0..4_u64, 0..3_u64), 1..1_500),
            q in 0.05..0.95,
            level in prop::sample::select(vec![0.8, 0.9, 0.95, 0.99]),
        ) {
            let rows: Vec<(f64, u64, u64)> =
                rows.into_iter().enumerate().map(|(at, (ended, censored))| (at as f64, ended, censored)).collect();
            let found = survival_quantile(rows.iter().copied(), q, level);
            prop_assume!(rows.iter().any(|(_, ended, censored)| ended + censored > 0));
            let curve = kaplan_meier(&rows).unwrap();
            let (z, wanted) = (normal_critical(level), 1.0 - q + SLACK);
            let first = |holds: &dyn Fn(&SurvivalStep) -> bool| {
                curve.steps().iter().find(|step| holds(step)).map(|step| step.time)
            };
            let value = first(&|step| step.survival <= wanted).map_or(Reached::AtLeast(curve.last_time()), Reached::At);
            let low = first(&|step| lower_end(step, z) <= wanted);
            let high = first(&|step| upper_end(step, z).is_some_and(|end| end <= wanted));
            prop_assert_eq!(found, Some(SurvivalQuantile { value, low, high }));
        }
    }
}
