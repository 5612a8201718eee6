//! From the rows of the main metrics to causes: searched metric by metric, and one cause that moved
//! several metrics told once.

use super::cause::{Cause, CauseKind, Place, Rival, Share};
use super::judge::{Significance, Standing};
use super::scene::Scene;
use crate::catalogue::definition::Definition;
use crate::domain::{Direction, Unit};
use crate::metrics::models::cause_rows::{CauseTable, Judged};
use crate::statistics::{self, FoundCause};
use chrono::Days;
use rayon::prelude::*;

/// A share in percent.
const PERCENT: f64 = 100.0;
/// How many standard errors the effect of an established mix on a further metric must lie off nothing.
const SURE: f64 = 3.0;
/// Standard errors to either side of a 95 % interval.
const TWO_SIDED: f64 = 1.96;
/// Days within which two dates of an event are one.
const SAME_DAYS: u16 = 14;

/// A cause of one metric, before causes are joined.
struct Single<'a> {
    definition: &'a Definition,
    found: FoundCause,
    place: Vec<Place>,
    rivals: Vec<Rival>,
    contribution: f64,
    interval: (f64, f64),
    change: f64,
}

/// The causes behind the movements of the main metrics against the same quarter last year, the ones of
/// missed targets first, then the surest; and the metrics that were searched: those that can be compared with it.
pub fn causes(scene: &Scene, tables: &[CauseTable]) -> (Vec<Cause>, Vec<String>) {
    let tables: Vec<(&CauseTable, &Definition)> = tables
        .iter()
        .filter_map(|table| Some((table, scene.definition(&table.metric)?)))
        .filter(|(_, definition)| scene.judged(definition) && definition.better != Direction::TargetRange)
        .filter(|(_, definition)| is_compared(scene, definition))
        .collect();
    let found: Vec<Vec<Single>> = tables.par_iter().map(|one| of_metric(scene, *one, tables.len())).collect();
    let searched = tables.iter().map(|(table, _)| table.metric.clone()).collect();
    let mut open: Vec<Single> = found.into_iter().flatten().collect();
    let weight = |one: &Single| {
        let missed = scene.standing(one.definition) == Standing::Missed;
        let target = scene.target(&one.definition.id).is_some();
        (missed, target, certainty(one))
    };
    open.sort_by(|a, b| {
        let (a, b) = (weight(a), weight(b));
        (b.0, b.1).cmp(&(a.0, a.1)).then(b.2.total_cmp(&a.2))
    });
    let mut told = Vec::new();
    while !open.is_empty() {
        let first = open.remove(0);
        let (same, rest): (Vec<Single>, Vec<Single>) = open.into_iter().partition(|other| is_same(&first, other));
        open = rest;
        let mut cause = joined(scene, &first, &same);
        if cause.kind == CauseKind::Mix {
            cause.explains.extend(also_mixed(scene, &tables, &cause));
        }
        told.push(cause);
    }
    (told, searched)
}

/// Whether the change since the same quarter last year can be judged: without that nothing is searched for.
fn is_compared(scene: &Scene, definition: &Definition) -> bool {
    scene.year_on_year(definition).is_ok_and(|change| change.significance != Significance::Unknown)
}

fn of_metric<'a>(scene: &Scene, (table, definition): (&CauseTable, &'a Definition), figures: usize) -> Vec<Single<'a>> {
    let scale = if table.judged == Judged::Share && definition.unit == Unit::Percent { PERCENT } else { 1.0 };
    let Ok(change) = scene.year_on_year(definition) else { return Vec::new() };
    let single = |found: FoundCause| {
        let place = place(table, &found.spot)?;
        let rival = |(kind, spot, weaker_by): &(statistics::CauseKind, statistics::Spot, f64)| {
            Some(Rival { kind: kind_of(*kind), place: self::place(table, spot)?, weaker_by: *weaker_by })
        };
        Some(Single {
            definition,
            place,
            rivals: found.rivals.iter().filter_map(rival).collect(),
            contribution: found.contribution * scale,
            interval: (found.interval.0 * scale, found.interval.1 * scale),
            change: change.difference,
            found,
        })
    };
    table.causes(figures).into_iter().filter_map(single).collect()
}

/// The values of a spot; `None` when one of them stands for what is missing or too rare.
fn place(table: &CauseTable, spot: &statistics::Spot) -> Option<Vec<Place>> {
    let one = |(dimension, code): &(usize, u16)| {
        let dimension = table.dimensions.get(*dimension)?;
        let value = dimension.values.get(usize::from(*code))?.clone()?;
        Some(Place { dimension: dimension.name.clone(), value: Some(value) })
    };
    spot.iter().map(one).collect()
}

fn kind_of(kind: statistics::CauseKind) -> CauseKind {
    match kind {
        statistics::CauseKind::Mix => CauseKind::Mix,
        statistics::CauseKind::Own => CauseKind::Own,
        statistics::CauseKind::Interaction => CauseKind::Interaction,
        statistics::CauseKind::Event => CauseKind::Event,
    }
}

/// How many half-widths a contribution lies off zero.
fn certainty(one: &Single) -> f64 {
    let half = (one.interval.1 - one.interval.0) / 2.0;
    if half > 0.0 { one.contribution.abs() / half } else { 0.0 }
}

fn is_same(one: &Single, other: &Single) -> bool {
    let near = match (one.found.from, other.found.from) {
        (Some(a), Some(b)) => a.abs_diff(b) <= SAME_DAYS,
        (None, None) => true,
        _ => false,
    };
    one.found.kind == other.found.kind && one.place == other.place && near
}

/// Further shares and means that an established change of mix moved: by how much the share of its value
/// changed, times how far the value stands off the rest, both quarters together.
fn also_mixed(scene: &Scene, tables: &[(&CauseTable, &Definition)], cause: &Cause) -> Vec<Share> {
    let [Place { dimension, value: Some(value) }] = cause.place.as_slice() else { return Vec::new() };
    let share = |(table, definition): &(&CauseTable, &Definition)| {
        if cause.moved(&definition.id) || table.statistic != statistics::Statistic::Mean {
            return None;
        }
        let change = scene.year_on_year(definition).ok()?;
        let (contribution, error) = table.mix_effect(dimension, value)?;
        let scale = if table.judged == Judged::Share && definition.unit == Unit::Percent { PERCENT } else { 1.0 };
        (contribution.abs() > SURE * error).then(|| Share {
            metric: definition.id.clone(),
            contribution: contribution * scale,
            interval: ((contribution - TWO_SIDED * error) * scale, (contribution + TWO_SIDED * error) * scale),
            change: change.difference,
        })
    };
    tables.iter().filter_map(share).collect()
}

fn joined(scene: &Scene, first: &Single, same: &[Single]) -> Cause {
    let share = |one: &Single| Share {
        metric: one.definition.id.clone(),
        contribution: one.contribution,
        interval: one.interval,
        change: one.change,
    };
    let day = first.found.from.and_then(|day| scene.period().first_day.checked_add_days(Days::new(u64::from(day))));
    Cause {
        metric: first.definition.id.clone(),
        kind: kind_of(first.found.kind),
        from: day.map(|day| day.to_string()),
        gradual: first.found.gradual,
        rows: (first.found.rows.0 * PERCENT, first.found.rows.1 * PERCENT),
        contribution: first.contribution,
        interval: first.interval,
        change: first.change,
        strength: first.found.strength,
        explains: same.iter().map(share).collect(),
        place: first.place.clone(),
        rivals_rejected: first.rivals.clone(),
    }
}
