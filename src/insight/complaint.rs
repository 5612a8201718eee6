//! Complaint spikes: the ratio of two rates, and where the additional complaints come from.

use super::judge;
use super::scene::Scene;
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Quarter, Segment};
use crate::metrics::measurement::Measurement;
use crate::statistics::{newcombe, rate_ratio};

/// A rate that rose more than chance explains.
#[derive(Clone, Debug, PartialEq)]
pub struct Spike {
    /// The earlier quarter.
    pub base: Quarter,
    /// Events then and now.
    pub events: (u64, u64),
    /// Rates then and now, in the metric's unit.
    pub rates: (f64, f64),
    /// Rate now ÷ rate then.
    pub ratio: f64,
    /// Its exact interval.
    pub interval: (f64, f64),
    /// The part with the largest share of the additional events.
    pub concentration: Option<Concentration>,
}

/// Where additional events come from: a part with most of them, whose share of all events rose beyond chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Concentration {
    /// Dimension.
    pub dimension: String,
    /// Part.
    pub part: String,
    /// Events of the part then and now.
    pub events: (u64, u64),
    /// Its share of all additional events in percent; above 100 when other parts fell.
    pub share: f64,
    /// Its own ratio of events now to then with interval, when it had events then.
    pub ratio: Option<(f64, (f64, f64))>,
}

/// Looks for a rise of an event rate against last year's quarter, else against the previous one.
pub fn spike(scene: &Scene, definition: &Definition) -> Option<Spike> {
    if definition.kind != Kind::Rate {
        return None;
    }
    let now = scene.now(&definition.id).filter(|one| judge::may_judge(one, definition, scene.policy))?;
    let rise = |base: Quarter| rise(scene, definition, now, base);
    let (year, quarter) = (rise(scene.quarter().year_before()), rise(scene.quarter().previous()));
    year.or(quarter)
}

fn rise(scene: &Scene, definition: &Definition, now: &Measurement, base: Quarter) -> Option<Spike> {
    let before = scene.total(&definition.id, base).filter(|one| judge::may_judge(one, definition, scene.policy))?;
    let (events, earlier) = (exposure(now)?, exposure(before)?);
    let (ratio, bounds) = rate_ratio(events, earlier, scene.policy.confidence)?;
    if bounds.low <= 1.0 || events.0 + earlier.0 < scene.policy.verdict_n {
        return None;
    }
    Some(Spike {
        base,
        events: (earlier.0, events.0),
        rates: (before.value?, now.value?),
        ratio,
        interval: (bounds.low, bounds.high),
        concentration: concentration(scene, definition, (earlier.0, events.0), base),
    })
}

fn exposure(one: &Measurement) -> Option<(u64, f64)> {
    Some((one.numerator?.round() as u64, one.denominator?))
}

fn concentration(scene: &Scene, definition: &Definition, total: (u64, u64), base: Quarter) -> Option<Concentration> {
    let additional = total.1 as f64 - total.0 as f64;
    let mut best: Option<Concentration> = None;
    for dimension in &definition.segments {
        for part in scene.measurements.parts(&definition.id, dimension, scene.quarter()) {
            let Segment::Part { value: Some(name), .. } = &part.segment else { continue };
            if part.segment.is_others() {
                continue;
            }
            let Some(found) = part_rise(scene, part, (dimension, name), (base, additional)) else { continue };
            if !outgrew(scene, found.events, total) {
                continue;
            }
            if best.as_ref().is_none_or(|known| found.share > known.share) {
                best = Some(found);
            }
        }
    }
    best.filter(|found| found.share >= 50.0)
}

/// Whether a part's share of all events rose: a part that always had most of them also has most of the
/// additional ones, and that says nothing about where the rise comes from.
pub(super) fn outgrew(scene: &Scene, (then, now): (u64, u64), total: (u64, u64)) -> bool {
    let (then, now) = ((then.min(total.0), total.0), (now.min(total.1), total.1));
    now.1 > 0 && then.1 > 0 && newcombe(now, then, scene.policy.confidence).is_some_and(|bounds| bounds.low > 0.0)
}

fn part_rise(
    scene: &Scene,
    part: &Measurement,
    (dimension, name): (&str, &str),
    (base, additional): (Quarter, f64),
) -> Option<Concentration> {
    if !judge::shown(part) {
        return None;
    }
    let now = part.numerator?.round() as u64;
    let earlier = scene.measurements.get(&part.metric, &part.segment, base);
    if earlier.is_some_and(|one| !judge::shown(one)) {
        return None;
    }
    let then = earlier.and_then(|one| one.numerator).map_or(0, |events| events.round() as u64);
    if now + then < scene.policy.verdict_n {
        return None;
    }
    let exposures = part.denominator.zip(earlier.and_then(|one| one.denominator)).unwrap_or((1.0, 1.0));
    let ratio = rate_ratio((now, exposures.0), (then, exposures.1), scene.policy.confidence)
        .filter(|_| then > 0)
        .map(|(ratio, bounds)| (ratio, (bounds.low, bounds.high)));
    Some(Concentration {
        dimension: dimension.to_owned(),
        part: name.to_owned(),
        events: (then, now),
        share: 100.0 * (now as f64 - then as f64) / additional,
        ratio,
    })
}
