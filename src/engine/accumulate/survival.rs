//! Durations that ended and durations cut off at `as_of`.

use super::{Distribution, Measure};

/// Ended and censored durations in hours: what a Kaplan–Meier curve needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    ended: Distribution,
    censored: Distribution,
}

impl Default for Survival {
    fn default() -> Self {
        let empty = Distribution::new(Measure::Duration);
        Self { ended: empty.clone(), censored: empty }
    }
}

impl Survival {
    /// No durations yet, exact up to `limit` distinct ones of either sort.
    pub fn with_limit(limit: usize) -> Self {
        let empty = Distribution::with_limit(Measure::Duration, limit);
        Self { ended: empty.clone(), censored: empty }
    }

    /// Adds a duration in microseconds that ended.
    pub fn push_ended(&mut self, micros: i64) {
        self.ended.push(micros);
    }

    /// Adds a duration in microseconds that was still running at `as_of`.
    pub fn push_censored(&mut self, micros: i64) {
        self.censored.push(micros);
    }

    /// Adds other durations.
    pub fn merge(&mut self, other: Self) {
        self.ended.merge(other.ended);
        self.censored.merge(other.censored);
    }

    /// Brings the distributions into their final form, both exact or both in classes.
    pub fn compact(&mut self) {
        self.ended.compact();
        self.censored.compact();
        match (self.ended.is_exact(), self.censored.is_exact()) {
            (true, false) => self.ended.force_classes(),
            (false, true) => self.censored.force_classes(),
            _ => {}
        }
    }

    /// The durations that ended.
    pub fn ended(&self) -> &Distribution {
        &self.ended
    }

    /// The durations cut off at `as_of`.
    pub fn censored(&self) -> &Distribution {
        &self.censored
    }

    /// Whether every duration is known exactly.
    pub fn is_exact(&self) -> bool {
        self.ended.is_exact() && self.censored.is_exact()
    }

    /// (hours, ended, censored), ascending.
    pub fn points(&self) -> Vec<(f64, u64, u64)> {
        let (ended, censored) = (self.ended.runs(), self.censored.runs());
        let mut points = Vec::with_capacity(ended.len() + censored.len());
        let (mut e, mut c) = (0, 0);
        while e < ended.len() || c < censored.len() {
            let at = match (ended.get(e), censored.get(c)) {
                (Some(end), Some(cut)) => end.0.min(cut.0),
                (Some(run), None) | (None, Some(run)) => run.0,
                (None, None) => break,
            };
            let ends = ended.get(e).filter(|run| run.0 == at).map_or(0, |run| run.1);
            let cuts = censored.get(c).filter(|run| run.0 == at).map_or(0, |run| run.1);
            e += usize::from(ends > 0);
            c += usize::from(cuts > 0);
            points.push((self.ended.value_of(at), ends, cuts));
        }
        points
    }

    /// The Kaplan–Meier quantile in hours: the smallest t with S(t) ≤ 1 − q (+1e-12). When the curve
    /// does not come down that far, `None`; the largest duration is then a lower bound.
    pub fn quantile(&self, quantile: f64) -> Option<f64> {
        let mut at_risk = self.ended.count() + self.censored.count();
        let mut surviving = 1.0;
        for (hours, ended, censored) in self.points() {
            if ended > 0 {
                surviving *= 1.0 - ended as f64 / at_risk as f64;
                if surviving <= 1.0 - quantile + 1e-12 {
                    return Some(hours);
                }
            }
            at_risk -= ended + censored;
        }
        None
    }

    /// The longest duration in hours, ended or not.
    pub fn longest(&self) -> Option<f64> {
        self.points().last().map(|point| point.0)
    }
}
