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

/// Builds the curve from ascending (time, ended, censored) counts. A row censored at a time counts
/// as at risk at that time. `None` when there are no rows.
pub fn kaplan_meier(rows: &[(f64, u64, u64)]) -> Option<SurvivalCurve> {
    let mut at_risk: u64 = rows.iter().map(|(_, events, censored)| events + censored).sum();
    let last = rows.iter().rev().find(|(_, events, censored)| events + censored > 0)?.0;
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for &(time, events, censored) in rows {
        if events > 0 {
            let (risk, ended) = (at_risk as f64, events as f64);
            survival *= (risk - ended) / risk;
            greenwood += ended / (risk * (risk - ended));
            steps.push(SurvivalStep { time, at_risk, events, survival, greenwood });
        }
        at_risk -= events + censored;
    }
    Some(SurvivalCurve { steps, last })
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

    /// The quantile `q` in (0, 1): the smallest time with S(t) ≤ 1 − q.
    pub fn quantile(&self, q: f64) -> Reached {
        let step = self.steps.iter().find(|step| step.survival <= 1.0 - q + SLACK);
        step.map_or(Reached::AtLeast(self.last), |step| Reached::At(step.time))
    }

    /// Interval of the quantile `q` by inverting the pointwise intervals (Brookmeyer & Crowley):
    /// from the first time whose lower end is ≤ 1 − q to the first time whose upper end is. An end
    /// that the curve does not reach is `None`.
    pub fn quantile_interval(&self, q: f64, level: f64) -> (Option<f64>, Option<f64>) {
        let (z, wanted) = (normal_critical(level), 1.0 - q + SLACK);
        // The lower end lies below S and the upper end above it: the one is found before the curve
        // itself comes down to the wanted share, the other not before.
        let crossing = self.steps.partition_point(|step| step.survival > wanted);
        let (before, after) = self.steps.split_at(crossing);
        let is_low = |step: &&SurvivalStep| lower_end(step, z) <= wanted;
        let low = before.iter().find(is_low).or(after.first()).map(|step| step.time);
        let is_high = |step: &&SurvivalStep| upper_end(step, z).is_some_and(|end| end <= wanted);
        (low, after.iter().find(is_high).map(|step| step.time))
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
