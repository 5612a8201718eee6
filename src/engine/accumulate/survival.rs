//! Durations that ended and durations cut off at `as_of`.

use super::{Damaged, Distribution, Measure, Reader, Writer};

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

    /// Writes compacted durations.
    pub fn write(&self, bytes: &mut Writer) {
        self.ended.write(bytes);
        self.censored.write(bytes);
    }

    /// Reads durations.
    ///
    /// # Errors
    /// The bytes are not those of durations.
    pub fn read(bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut next = || Distribution::read(Measure::Duration, bytes);
        let (ended, censored) = (next()?, next()?);
        if ended.is_exact() == censored.is_exact() { Ok(Self { ended, censored }) } else { Err(Damaged) }
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
    pub fn points(&self) -> impl Iterator<Item = (f64, u64, u64)> + Clone + '_ {
        let (mut ended, mut censored) = (self.ended.runs(), self.censored.runs());
        std::iter::from_fn(move || {
            let (end, cut) = (ended.first().copied(), censored.first().copied());
            let at = end.into_iter().chain(cut).map(|(at, _)| at).min()?;
            let take = |runs: &mut &[(i64, u64)], first: Option<(i64, u64)>| {
                first.filter(|run| run.0 == at).map_or(0, |run| {
                    *runs = &runs[1..];
                    run.1
                })
            };
            let (ends, cuts) = (take(&mut ended, end), take(&mut censored, cut));
            Some((self.ended.value_of(at), ends, cuts))
        })
    }
}
