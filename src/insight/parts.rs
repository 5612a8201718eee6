//! Which parts of a dimension differ from the rest, with Benjamini–Hochberg over the parts (T4).

use super::judge;
use super::scene::Scene;
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::Segment;
use crate::metrics::measurement::Measurement;
use crate::statistics::{benjamini_hochberg, two_proportions, two_sided};
use statrs::distribution::{ContinuousCDF, Normal};

/// False discovery rate of one metric's parts.
const FALSE_DISCOVERY: f64 = 0.05;

/// One part of a metric with its verdict against the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct PartVerdict<'a> {
    /// The figure.
    pub measurement: &'a Measurement,
    /// `Some(better?)` when it differs from the rest after Benjamini–Hochberg.
    pub better: Option<bool>,
    /// How far it surely lies from the whole, in the metric's unit: to the nearer end of its interval; none
    /// where it does not differ.
    pub surely: f64,
}

impl PartVerdict<'_> {
    /// The most extreme of the parts that differ in a way: by effect and certainty at once.
    pub fn most<'a, 'b>(parts: &'b [PartVerdict<'a>], better: bool) -> Option<&'b PartVerdict<'a>> {
        let alike = parts.iter().filter(|one| one.better == Some(better));
        let order = |a: &&PartVerdict<'a>, b: &&PartVerdict<'a>| {
            a.surely.total_cmp(&b.surely).then_with(|| b.measurement.segment.cmp(&a.measurement.segment))
        };
        alike.max_by(order)
    }
}

/// The parts of a metric in a dimension this quarter, each against the rest of the whole. Parts below
/// the verdict minimum are listed without verdict. The second value is how many tests were made.
pub fn part_verdicts<'a>(scene: &Scene<'a>, definition: &Definition, dimension: &str) -> (Vec<PartVerdict<'a>>, usize) {
    let parts = scene.measurements.parts(&definition.id, dimension, scene.quarter());
    let whole = scene.now(&definition.id);
    let tests: Vec<Option<(f64, f64)>> = parts
        .iter()
        .map(|part| {
            let judged = judge::may_judge(part, definition, scene.policy) && !part.segment.is_others();
            let whole = whole.filter(|_| judged)?;
            test(part, whole, definition)
        })
        .collect();
    let values: Vec<f64> = tests.iter().flatten().map(|(p, _)| *p).collect();
    let mut adjusted = benjamini_hochberg(&values).into_iter();
    let verdict = |(part, test): (&'a Measurement, Option<(f64, f64)>)| {
        let better = test
            .filter(|_| adjusted.next().is_some_and(|p| p <= FALSE_DISCOVERY))
            .and_then(|(_, difference)| definition.better.improves(difference));
        let surely = better.and(whole).map_or(0.0, |whole| surely(part, whole));
        PartVerdict { measurement: part, better, surely }
    };
    (parts.into_iter().zip(tests).map(verdict).collect(), values.len())
}

/// From the whole to the nearer end of a part's interval, a tenth of the plain distance at least.
fn surely(part: &Measurement, whole: &Measurement) -> f64 {
    let (Some(value), Some(whole)) = (part.value, whole.value) else { return 0.0 };
    let near = part.interval.map_or(value, |ends| if value < whole { ends.high } else { ends.low });
    let sure = if value < whole { whole - near } else { near - whole };
    sure.max(0.1 * (value - whole).abs())
}

/// Columns by which a metric's parts of this quarter can be listed: at least two of them are shown.
pub fn shown_dimensions<'a>(scene: &Scene, definition: &'a Definition) -> Vec<&'a str> {
    let enough = |dimension: &&String| {
        let parts = scene.measurements.parts(&definition.id, dimension, scene.quarter());
        let named = |one: &&&Measurement| matches!(&one.segment, Segment::Part { value: Some(_), .. });
        parts.iter().filter(named).filter(|one| judge::shown(one) && one.value.is_some()).count() >= 2
    };
    definition.segments.iter().filter(enough).map(String::as_str).collect()
}

/// Two-sided p and difference of a part against the rest: pooled z-test for shares; Welch's t, Mann–Whitney
/// or log-rank where the figure brings it; for the other kinds the part's own interval against the whole,
/// read as a normal interval.
fn test(part: &Measurement, whole: &Measurement, definition: &Definition) -> Option<(f64, f64)> {
    if definition.kind == Kind::Proportion {
        let (hits, n) = (part.numerator?, part.denominator?);
        let rest = (whole.numerator? - hits, whole.denominator? - n);
        return two_proportions((hits, n), rest).map(|tested| (tested.p, tested.difference));
    }
    if let Some(test) = part.against_rest {
        return Some((test.p, test.direction()));
    }
    let (value, interval) = (part.value?, part.interval?);
    let difference = value - whole.value?;
    let normal = Normal::standard();
    let critical = normal.inverse_cdf(0.5 + interval.level / 2.0);
    let toward = if difference > 0.0 { value - interval.low } else { interval.high - value };
    let error = toward / critical;
    (error > 0.0).then(|| (two_sided(difference / error), difference))
}
