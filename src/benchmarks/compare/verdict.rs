//! Gap and verdict by interval and direction (T9, second to fourth step).

use super::super::{Benchmark, BenchmarkUnit, Reads};
use crate::domain::Direction;
use crate::metrics::measurement::Measurement;
use crate::statistics::{Bounds, wilson};

/// The verdict against an average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 优于: the entire interval of the gap is on the good side.
    Better,
    /// 劣于: the entire interval of the gap is on the bad side.
    Worse,
    /// 与行业均值无显著差异: the interval contains the average.
    NotDifferent,
    /// 至少不差于: even the stricter figure that the data give is on the good side.
    AtLeastAsGood,
    /// 至多不优于: even the looser figure that the data give is on the bad side.
    AtMostAsGood,
}

impl Verdict {
    /// Whether it speaks for the client.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Better | Self::AtLeastAsGood)
    }

    /// Whether it speaks against the client.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Worse | Self::AtMostAsGood)
    }
}

/// Why there is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVerdict {
    /// 不可比.
    Incomparable,
    /// The metric has no value in this quarter, or it may not be shown.
    NoValue,
    /// n is below the minimum for verdicts.
    LowBase,
    /// The value has no interval.
    NoInterval,
    /// The metric has no better side.
    NoDirection,
    /// What is proven of the two definitions says nothing in this direction.
    OneSided,
}

/// What a verdict stands on.
pub(super) struct Grounds {
    pub(super) comparable: bool,
    pub(super) gap: Option<f64>,
    pub(super) interval: Option<Bounds>,
    pub(super) better: Direction,
    /// n reaches the minimum for verdicts.
    pub(super) enough: bool,
    /// On which side ours lies of the published definition, where the two differ in one direction.
    pub(super) reads: Option<Reads>,
    /// The figure is a claim of unknown origin, of which a word is said by the two values alone where there is no interval.
    pub(super) claimed: bool,
}

/// The interval of own value − average, and whether the average was taken as fixed.
///
/// A share whose n is known is an estimate: its Wilson interval at the same level is combined with
/// the measurement's by the root of squares (Newcombe's method). Every other average is fixed.
pub(super) fn gap_interval(gap: f64, measurement: &Measurement, benchmark: &Benchmark) -> Option<(Bounds, bool)> {
    let (value, own) = (measurement.value?, measurement.interval?);
    let (down, up) = ((value - own.low).max(0.0), (own.high - value).max(0.0));
    let group = benchmark.peers.as_ref().and_then(|group| Some(Bounds { low: group.low?, high: group.high? }));
    let average = group.or_else(|| estimate(benchmark, own.level));
    Some(match average {
        None => (Bounds { low: gap - down, high: gap + up }, true),
        Some(average) => {
            let (below, above) = ((benchmark.value - average.low).max(0.0), (average.high - benchmark.value).max(0.0));
            (Bounds { low: gap - down.hypot(above), high: gap + up.hypot(below) }, false)
        }
    })
}

/// The interval of an average that is an estimate.
fn estimate(benchmark: &Benchmark, level: f64) -> Option<Bounds> {
    match (&benchmark.unit, benchmark.n) {
        (BenchmarkUnit::Percent, Some(n)) if (0.0..=100.0).contains(&benchmark.value) => {
            let hits = (benchmark.value / 100.0 * n as f64).round() as u64;
            wilson(hits, n, level).map(|bounds| bounds.scaled(100.0))
        }
        _ => None,
    }
}

/// The verdict, or why there is none.
pub(super) fn verdict(grounds: &Grounds) -> Result<Verdict, NoVerdict> {
    if !grounds.comparable {
        return Err(NoVerdict::Incomparable);
    }
    if grounds.gap.is_none() {
        return Err(NoVerdict::NoValue);
    }
    if !grounds.enough {
        return Err(NoVerdict::LowBase);
    }
    if grounds.better == Direction::TargetRange {
        return Err(NoVerdict::NoDirection);
    }
    let alone = grounds.gap.filter(|_| grounds.claimed).map(|gap| Bounds { low: gap, high: gap });
    let interval = grounds.interval.or(alone).ok_or(NoVerdict::NoInterval)?;
    let found = match () {
        () if interval.contains(0.0) => Verdict::NotDifferent,
        () if grounds.better.improves(interval.low) == Some(true) => Verdict::Better,
        () => Verdict::Worse,
    };
    grounds.reads.map_or(Ok(found), |reads| one_sided(found, reads, grounds.better))
}

/// What still follows where ours is never below or never above what the published definition would give: a stricter
/// figure that is better proves as much, a looser one that is worse proves as much, and nothing else follows.
fn one_sided(found: Verdict, reads: Reads, better: Direction) -> Result<Verdict, NoVerdict> {
    let stricter = (reads == Reads::High) == (better == Direction::Lower);
    match (found, stricter) {
        (Verdict::Better, true) => Ok(Verdict::AtLeastAsGood),
        (Verdict::Worse, false) => Ok(Verdict::AtMostAsGood),
        _ => Err(NoVerdict::OneSided),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_gives_a_verdict_in_one_direction_only() {
        let told = |gap: f64, better, reads| {
            let interval = Some(Bounds { low: gap - 1.0, high: gap + 1.0 });
            let grounds =
                Grounds { comparable: true, gap: Some(gap), interval, better, enough: true, reads, claimed: false };
            verdict(&grounds)
        };
        let (high, low) = (Some(Reads::High), Some(Reads::Low));
        assert_eq!(told(-5.0, Direction::Lower, high), Ok(Verdict::AtLeastAsGood), "too high and still lower");
        assert_eq!(told(5.0, Direction::Lower, high), Err(NoVerdict::OneSided), "too high, so it may be the form");
        assert_eq!(told(5.0, Direction::Lower, low), Ok(Verdict::AtMostAsGood));
        assert_eq!(told(-5.0, Direction::Lower, low), Err(NoVerdict::OneSided));
        assert_eq!(told(5.0, Direction::Higher, low), Ok(Verdict::AtLeastAsGood));
        assert_eq!(told(-5.0, Direction::Higher, low), Err(NoVerdict::OneSided));
        assert_eq!(told(-5.0, Direction::Higher, high), Ok(Verdict::AtMostAsGood));
        assert_eq!(told(0.5, Direction::Higher, low), Err(NoVerdict::OneSided), "within the interval nothing follows");
        assert_eq!(told(5.0, Direction::Higher, None), Ok(Verdict::Better));
    }
}
