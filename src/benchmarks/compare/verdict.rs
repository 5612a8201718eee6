//! Gap and verdict by interval and direction (T9, second to fourth step).

use super::super::{Benchmark, BenchmarkUnit};
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
}

/// What a verdict stands on.
pub(super) struct Grounds {
    pub(super) comparable: bool,
    pub(super) gap: Option<f64>,
    pub(super) interval: Option<Bounds>,
    pub(super) better: Direction,
    /// n reaches the minimum for verdicts.
    pub(super) enough: bool,
}

/// The interval of own value − average, and whether the average was taken as fixed.
///
/// A share whose n is known is an estimate: its Wilson interval at the same level is combined with
/// the measurement's by the root of squares (Newcombe's method). Every other average is fixed.
pub(super) fn gap_interval(gap: f64, measurement: &Measurement, benchmark: &Benchmark) -> Option<(Bounds, bool)> {
    let (value, own) = (measurement.value?, measurement.interval?);
    let (down, up) = ((value - own.low).max(0.0), (own.high - value).max(0.0));
    let average = match (&benchmark.unit, benchmark.n) {
        (BenchmarkUnit::Percent, Some(n)) if (0.0..=100.0).contains(&benchmark.value) => {
            let hits = (benchmark.value / 100.0 * n as f64).round() as u64;
            wilson(hits, n, own.level).map(|bounds| bounds.scaled(100.0))
        }
        _ => None,
    };
    Some(match average {
        None => (Bounds { low: gap - down, high: gap + up }, true),
        Some(average) => {
            let (below, above) = ((benchmark.value - average.low).max(0.0), (average.high - benchmark.value).max(0.0));
            (Bounds { low: gap - down.hypot(above), high: gap + up.hypot(below) }, false)
        }
    })
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
    let interval = grounds.interval.ok_or(NoVerdict::NoInterval)?;
    if interval.contains(0.0) {
        return Ok(Verdict::NotDifferent);
    }
    let better = grounds.better.improves(interval.low) == Some(true);
    Ok(if better { Verdict::Better } else { Verdict::Worse })
}
