//! Why a total moved: its parts' own rates against their weights (T8).

use super::scene::Scene;
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Quarter, Segment};
use crate::metrics::measurement::Measurement;
use crate::statistics::{Decomposition, MixPart, kitagawa};
use std::collections::BTreeMap;

/// A change of a total taken apart along one dimension. Effects are in the metric's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix {
    /// Column that names the parts.
    pub dimension: String,
    /// The earlier quarter.
    pub base: Quarter,
    /// The arithmetic.
    pub whole: Decomposition,
    /// One line per part, in the order of their names; parts too small to be shown are pooled last.
    pub lines: Vec<MixLine>,
}

/// One part of a mix.
#[derive(Clone, Debug, PartialEq)]
pub struct MixLine {
    /// Name; `None` inside is the part without a value, `None` outside the pooled rest.
    pub name: Option<Option<String>>,
    /// Earlier value and share of the whole in percent.
    pub before: Option<(f64, f64)>,
    /// Later value and share of the whole in percent.
    pub after: Option<(f64, f64)>,
    /// What its own rate adds to the change.
    pub rate: f64,
}

/// Takes the change of a share or mean since an earlier quarter apart along a dimension. `None` for
/// other kinds, or when fewer than two parts can be shown, or the parts do not add up to the total.
pub fn decompose(scene: &Scene, definition: &Definition, dimension: &str, base: Quarter) -> Option<Mix> {
    let scale = match definition.kind {
        Kind::Proportion => 100.0,
        Kind::Mean | Kind::RatioOfSums => 1.0,
        _ => return None,
    };
    let now = sides(scene, definition, dimension, scene.quarter())?;
    let before = sides(scene, definition, dimension, base)?;
    let mut merged: BTreeMap<Option<Option<String>>, MixPart> = BTreeMap::new();
    for (name, side) in before {
        merged.entry(name).or_default().before = Some(side);
    }
    for (name, side) in now {
        merged.entry(name).or_default().after = Some(side);
    }
    let rest = merged.remove(&None);
    let mut parts: Vec<_> = merged.into_iter().collect();
    if parts.len() < 2 {
        return None;
    }
    parts.extend(rest.map(|part| (None, part)));
    let sides: Vec<MixPart> = parts.iter().map(|(_, part)| *part).collect();
    let whole = scaled(kitagawa(&sides)?, scale);
    let (all_before, all_after) = (total_base(&sides, |part| part.before), total_base(&sides, |part| part.after));
    let side = |side: Option<(f64, f64)>, all: f64| {
        side.filter(|(_, base)| *base > 0.0).map(|(sum, base)| (scale * sum / base, 100.0 * base / all))
    };
    let lines = parts
        .into_iter()
        .zip(&whole.parts)
        .map(|((name, part), effect)| MixLine {
            name,
            before: side(part.before, all_before),
            after: side(part.after, all_after),
            rate: effect.rate,
        })
        .collect();
    Some(Mix { dimension: dimension.to_owned(), base, whole, lines })
}

fn total_base(parts: &[MixPart], side: fn(&MixPart) -> Option<(f64, f64)>) -> f64 {
    parts.iter().filter_map(side).map(|(_, base)| base).sum()
}

type Side = (Option<Option<String>>, (f64, f64));

/// The parts of one quarter as (name, (numerator, base)); what is missing to the total is pooled.
fn sides(scene: &Scene, definition: &Definition, dimension: &str, quarter: Quarter) -> Option<Vec<Side>> {
    let whole = fraction(scene.total(&definition.id, quarter)?, definition)?;
    let mut found = Vec::new();
    let mut seen = (0.0, 0.0);
    for part in scene.measurements.parts(&definition.id, dimension, quarter) {
        let Segment::Part { value, .. } = &part.segment else { continue };
        if !super::judge::shown(part) {
            continue;
        }
        if let Some(side) = fraction(part, definition) {
            seen = (seen.0 + side.0, seen.1 + side.1);
            found.push((Some(value.clone()), side));
        }
    }
    let rest = (whole.0 - seen.0, whole.1 - seen.1);
    let tolerance = 1e-9 * whole.1.max(1.0);
    if rest.1 < -tolerance {
        return None;
    }
    if rest.1 > tolerance {
        found.push((None, rest));
    }
    Some(found)
}

fn fraction(one: &Measurement, definition: &Definition) -> Option<(f64, f64)> {
    match definition.kind {
        Kind::Mean => Some((one.value? * one.n as f64, one.n as f64)),
        _ => Some((one.numerator?, one.denominator?)),
    }
    .filter(|(_, base)| *base > 0.0)
}

fn scaled(mut whole: Decomposition, scale: f64) -> Decomposition {
    for part in &mut whole.parts {
        part.rate *= scale;
        part.mix *= scale;
        part.entered *= scale;
        part.left *= scale;
    }
    Decomposition {
        before: whole.before * scale,
        after: whole.after * scale,
        change: whole.change * scale,
        rate: whole.rate * scale,
        mix: whole.mix * scale,
        entered: whole.entered * scale,
        left: whole.left * scale,
        ..whole
    }
}
