//! Causes in words: what changed where, what it adds to which figure, and the table of all of them.

use super::events;
use super::finding::{base_clauses, mix_clause, sentence};
use super::mix::told as told_mix;
use crate::catalogue::definition::Definition;
use crate::domain::{Segment, Unit};
use crate::insight::{Cause, CauseKind, Mix, Place, Share, Significance, decompose, has_figure};
use crate::report::draft::{Draft, column, plain, row, table, with_detail};
use crate::report::model::{Block, Row, Table};
use crate::report::text::{capital, rounded};

/// Most further causes that a sentence names.
const MOST_FURTHER: usize = 2;
/// Most other metrics that a sentence names.
const MOST_ALSO: usize = 1;
/// Most causes in the table.
const MOST_ROWS: usize = 20;
/// Most rejected explanations of a cause that are named.
const MOST_RIVALS: usize = 2;

/// The message of the causes of a metric: the first, and what came of it in total.
pub fn headline(draft: &Draft, definition: &Definition, causes: &[Cause]) -> Option<String> {
    let first = causes.first()?;
    let cause = told(draft, definition, first);
    let value = draft.scene.now(&definition.id).map_or_else(String::new, |now| draft.value(now));
    let id = match (along(draft, definition, first), first.kind) {
        (None, _) => "headline-cause-hidden",
        (Some(_), CauseKind::Mix) => "headline-cause-mix",
        (Some(_), _) => "headline-cause-total",
    };
    let args = [
        ("cause", cause.as_str()),
        ("metric", &draft.short_title(definition)),
        ("value", &value),
        ("way", way(definition, first.change)),
    ];
    Some(capital(&draft.words.with(id, &args)))
}

/// What the first cause adds, what else it moved, and the other causes.
pub fn line(draft: &Draft, definition: &Definition, causes: &[Cause]) -> Option<Vec<String>> {
    let first = causes.first()?;
    let mut clauses = vec![of_change(draft, definition, first)];
    clauses.extend(documented(draft, definition, first));
    clauses.extend(also(draft, first));
    clauses.extend(further(draft, definition, causes));
    Some(clauses)
}

/// The figures that the causes of a metric stand on.
pub fn evidence(draft: &Draft, definition: &Definition, causes: &[Cause]) -> String {
    let mut clauses = base_clauses(draft, definition);
    if let Some(first) = causes.first() {
        clauses.push(match mix_of(draft, &definition.id, causes) {
            Some(mix) => mix_clause(draft, definition, &mix),
            None => of_change(draft, definition, first),
        });
        let range = draft.figure(&definition.id).change_range(first.interval.0, first.interval.1, &draft.words);
        clauses.push(draft.words.with("clause-cause-interval", &[("level", &draft.level()), ("interval", &range)]));
        clauses.extend(also(draft, first));
        clauses.extend(further(draft, definition, causes));
    }
    clauses.push(draft.words.say("clause-cause-held"));
    sentence(draft, &clauses)
}

/// What changed where, as a clause.
pub fn told(draft: &Draft, definition: &Definition, cause: &Cause) -> String {
    let figure = draft.figure(&definition.id);
    let place = place(draft, &cause.place);
    let metric = draft.short_title(definition);
    let contribution = figure.change(cause.contribution, &draft.words);
    let mut args = vec![("place", place), ("metric", metric), ("contribution", contribution)];
    let id = match cause.kind {
        CauseKind::Mix => {
            let (before, after) = shares(cause.rows);
            args.extend([("before", before), ("after", after)]);
            args.push(("way", if cause.rows.1 > cause.rows.0 { "up" } else { "down" }.to_owned()));
            "cause-mix"
        }
        CauseKind::Own => match own_figures(draft, definition, &cause.place) {
            Some((before, after)) => {
                let text = |value: f64| figure.value(value, &draft.words);
                args.extend([("before", text(before)), ("after", text(after))]);
                args.push(("way", way(definition, after - before).to_owned()));
                "cause-own"
            }
            None => "cause-own-plain",
        },
        CauseKind::Interaction => "cause-interaction",
        CauseKind::Event => {
            args.push(("date", cause.from.clone().unwrap_or_default()));
            args.push(("way", if cause.contribution > 0.0 { "up" } else { "down" }.to_owned()));
            args.push(("gradual", if cause.gradual { "yes" } else { "no" }.to_owned()));
            if cause.place.is_empty() { "cause-event-all" } else { "cause-event" }
        }
    };
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(id, &args)
}

/// `channel “E-mail”`, of a pair both.
pub fn place(draft: &Draft, places: &[Place]) -> String {
    let one = |place: &Place| {
        let dimension = draft.dimension_within(&place.dimension);
        let part = draft.part(&place.dimension, place.value.as_deref());
        draft.words.with("cause-place", &[("dimension", &dimension), ("part", &part)])
    };
    let names: Vec<String> = places.iter().map(one).collect();
    match names.as_slice() {
        [first, second] => draft.words.with("cause-places", &[("one", first), ("other", second)]),
        _ => draft.list(&names),
    }
}

/// The change of a metric taken apart by the dimension whose mix is its first cause.
pub fn mix_of(draft: &Draft, metric: &str, causes: &[Cause]) -> Option<Mix> {
    let first = causes.first().filter(|one| one.kind == CauseKind::Mix)?;
    let definition = draft.scene.definition(metric)?;
    decompose(&draft.scene, definition, &first.place.first()?.dimension, draft.quarter().year_before())
}

/// All causes that were found, for the annex; where the rows were searched in vain, a sentence.
pub fn block(draft: &Draft) -> Option<Block> {
    let found = draft.inputs.insights.found();
    if found.metrics.is_empty() {
        return None;
    }
    let searched = found.metrics.len();
    if found.causes.is_empty() {
        let text = draft.words.count("causes-none", searched as u64, &[("n", &searched.to_string())]);
        return Some(Block::List { items: vec![text] });
    }
    let rows: Vec<Row> = found.causes.iter().take(MOST_ROWS).filter_map(|one| cause_row(draft, one)).collect();
    let mut notes = vec![draft.words.count("causes-note", searched as u64, &[("n", &searched.to_string())])];
    if found.causes.len() > MOST_ROWS {
        let more = (found.causes.len() - MOST_ROWS).to_string();
        notes.push(draft.words.with("causes-more", &[("n", &more)]));
    }
    let say = |id: &str| draft.words.say(id);
    let (before, now) = (draft.dates.short(draft.quarter().year_before()), draft.dates.short(draft.quarter()));
    table(Table {
        id: "causes-table".to_owned(),
        caption: draft.words.with("causes-caption", &[("before", &before), ("now", &now)]),
        columns: vec![
            column(say("column-metric"), "start", 1.5),
            column(say("causes-what"), "start", 2.6),
            column(say("causes-adds"), "end", 1.5),
            column(say("causes-also"), "start", 2.0),
            column(say("causes-rejected"), "start", 1.8),
        ],
        rows,
        notes,
    })
}

fn cause_row(draft: &Draft, cause: &Cause) -> Option<Row> {
    let definition = draft.scene.definition(&cause.metric)?;
    let figure = draft.figure(&cause.metric);
    let range = figure.change_range(cause.interval.0, cause.interval.1, &draft.words);
    let nothing = || draft.words.say("no-figure");
    let also: Vec<String> = cause.explains.iter().filter_map(|share| moved(draft, share)).collect();
    let rivals: Vec<String> =
        cause.rivals_rejected.iter().take(MOST_RIVALS).map(|one| short(draft, one.kind, &one.place, None)).collect();
    let or_nothing = |names: Vec<String>| if names.is_empty() { nothing() } else { draft.list(&names) };
    Some(row(vec![
        plain(draft.title_of(definition)),
        plain(capital(&told(draft, definition, cause))),
        with_detail(figure.change(cause.contribution, &draft.words), Some(range)),
        plain(or_nothing(also)),
        plain(or_nothing(rivals)),
    ]))
}

/// The total's change when it is beyond chance and goes the way of the cause.
fn along(draft: &Draft, definition: &Definition, cause: &Cause) -> Option<f64> {
    let change = draft.scene.year_on_year(definition).ok()?;
    let shows = change.significance == Significance::Significant && change.difference * cause.contribution > 0.0;
    shows.then(|| draft.figure(&definition.id).between(change.before, change.now))
}

/// What was documented in its time.
fn documented(draft: &Draft, definition: &Definition, cause: &Cause) -> Option<String> {
    let event = events::near(draft, definition, cause)?;
    Some(draft.words.with("clause-cause-documented", &[("event", &event)]))
}

fn of_change(draft: &Draft, definition: &Definition, cause: &Cause) -> String {
    let figure = draft.figure(&definition.id);
    let contribution = figure.change(cause.contribution, &draft.words);
    // What the mix adds is exact where the total is taken apart by its dimension.
    if let Some(mix) = mix_of(draft, &definition.id, std::slice::from_ref(cause)) {
        let (_, rate, structure) = told_mix(figure, &mix);
        let args = [
            ("mix", figure.change(structure, &draft.words)),
            ("rate", figure.change(rate, &draft.words)),
            ("dimension", draft.dimension_within(&mix.dimension)),
        ];
        return draft.words.with("clause-cause-mix", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
    }
    match along(draft, definition, cause) {
        Some(change) => {
            let change = figure.change(change, &draft.words);
            draft.words.with("clause-cause-of", &[("change", &change), ("contribution", &contribution)])
        }
        None => draft.words.with("clause-cause-adds", &[("contribution", &contribution)]),
    }
}

fn also(draft: &Draft, cause: &Cause) -> Option<String> {
    // Of the metrics of one card the first stands for all.
    let card = |metric: &str| draft.scene.definition(metric).and_then(|one| one.card.as_deref());
    let mut taken: Vec<&Share> = Vec::new();
    for share in &cause.explains {
        let mut told = taken.iter().map(|one| one.metric.as_str()).chain([cause.metric.as_str()]);
        if card(&share.metric).is_none_or(|own| !told.any(|other| card(other) == Some(own))) {
            taken.push(share);
        }
    }
    let names: Vec<String> = taken.into_iter().filter_map(|share| moved(draft, share)).take(MOST_ALSO).collect();
    (!names.is_empty()).then(|| draft.words.with("clause-cause-also", &[("metrics", &draft.list(&names))]))
}

/// `first reply time +2.3 hours`.
fn moved(draft: &Draft, share: &Share) -> Option<String> {
    let definition = draft.scene.definition(&share.metric)?;
    if draft.figure(&share.metric).prints_alike(share.contribution, 0.0) {
        return None;
    }
    let contribution = draft.figure(&share.metric).change(share.contribution, &draft.words);
    let args = [("metric", draft.short_title(definition)), ("contribution", contribution)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.words.with("cause-share", &args))
}

fn further(draft: &Draft, definition: &Definition, causes: &[Cause]) -> Option<String> {
    let figure = draft.figure(&definition.id);
    let one = |cause: &Cause| {
        let contribution = figure.change(cause.contribution, &draft.words);
        let name = short(draft, cause.kind, &cause.place, cause.from.as_deref());
        draft.words.with("cause-share", &[("metric", &name), ("contribution", &contribution)])
    };
    let names: Vec<String> = causes.iter().skip(1).take(MOST_FURTHER).map(one).collect();
    (!names.is_empty()).then(|| draft.words.with("clause-cause-further", &[("causes", &draft.list(&names))]))
}

/// A cause by name.
fn short(draft: &Draft, kind: CauseKind, places: &[Place], from: Option<&str>) -> String {
    let place = place(draft, places);
    match kind {
        CauseKind::Mix => draft.words.with("cause-short-mix", &[("place", &place)]),
        CauseKind::Own | CauseKind::Interaction => place,
        CauseKind::Event => match from {
            Some(day) => draft.words.with("cause-short-event", &[("date", day)]),
            None => draft.words.say("cause-short-day"),
        },
    }
}

/// The figures of one value in the earlier and in the later quarter, where both are shown.
fn own_figures(draft: &Draft, definition: &Definition, places: &[Place]) -> Option<(f64, f64)> {
    let [place] = places else { return None };
    let segment = Segment::Part { dimension: place.dimension.clone(), value: place.value.clone() };
    let value = |quarter| {
        let figure = draft.scene.measurements.get(&definition.id, &segment, quarter)?;
        figure.value.filter(|_| has_figure(figure))
    };
    Some((value(draft.quarter().year_before())?, value(draft.quarter())?))
}

/// Shares in whole percent where these differ by two or more.
fn shares((before, after): (f64, f64)) -> (String, String) {
    let digits = if (before - after).abs() >= 2.0 { 0 } else { 1 };
    let text = |share: f64| format!("{}%", rounded(share, digits));
    (text(before), text(after))
}

fn way(definition: &Definition, change: f64) -> &'static str {
    let time = matches!(definition.unit, Unit::Hours | Unit::Days);
    match (time, change > 0.0) {
        (true, true) => "longer",
        (true, false) => "shorter",
        (false, true) => "up",
        (false, false) => "down",
    }
}

#[cfg(test)]
mod tests;
