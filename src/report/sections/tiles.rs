//! Headline figures: a metric with its verdict, its quarters, its target and its change.

use super::{finding, scorecard};
use crate::catalogue::definition::{Definition, Family};
use crate::domain::Direction;
use crate::insight::{NoVerdict, Standing};
use crate::report::draft::{Draft, sign};
use crate::report::model::{KeyFigure, Tone};

/// Most tiles of the summary.
const MOST: usize = 4;

/// The tiles of the summary: metrics with a target first, the worst verdict first, then those that the
/// findings tell of; a family of metrics comes again only when the others are through.
pub fn of_summary(draft: &mut Draft) -> Vec<KeyFigure> {
    let told: Vec<String> =
        draft.findings.iter().flat_map(|one| std::iter::once(&one.metric).chain(&one.also)).cloned().collect();
    let usable = |one: &&Definition| one.better != Direction::TargetRange || draft.scene.target(&one.id).is_some();
    let mut all: Vec<&Definition> =
        draft.scene.shown().filter(usable).filter(|one| one.family != Family::Volume).collect();
    all.retain(|one| draft.scene.no_verdict(one) != Some(NoVerdict::NotCovered));
    let rank = |one: &Definition| {
        let place = told.iter().position(|id| *id == one.id).unwrap_or(told.len());
        (scorecard::standing_rank(draft.scene.standing(one)), place)
    };
    all.sort_by_key(|one| rank(one));
    let mut wanted: Vec<&Definition> = Vec::new();
    let card = |one: &Definition| one.card.clone().unwrap_or_else(|| one.id.clone());
    // What has a target comes before what has none.
    for (targeted, same_family) in [(true, false), (true, true), (false, false), (false, true)] {
        for one in all.iter().filter(|one| draft.scene.target(&one.id).is_some() == targeted) {
            let known = wanted.iter().any(|known| card(known) == card(one));
            let family = wanted.iter().any(|known| known.family == one.family);
            if wanted.len() < MOST && !known && (same_family || !family) {
                wanted.push(one);
            }
        }
    }
    wanted.sort_by_key(|one| rank(one));
    wanted.into_iter().filter_map(|one| tile(draft, one)).collect()
}

/// A tile: value, verdict, sparkline, distance from the target, change since last year.
fn tile(draft: &mut Draft, definition: &Definition) -> Option<KeyFigure> {
    let mut figure = bare(draft, definition)?;
    if let Some(target) = draft.target(&definition.id) {
        figure.context = draft.words.with("context-target", &[("target", &target)]);
    }
    figure.lines.extend(gap(draft, definition));
    if let Ok(change) = draft.scene.year_on_year(definition) {
        figure.lines.push(match draft.is_flat(&definition.id, &change) {
            true => draft.words.say("clause-yoy-flat"),
            false => {
                let text = match change.relative {
                    Some(_) => draft.change(&definition.id, &change),
                    None => draft.change_beside(&definition.id, &change),
                };
                draft.words.with("tile-change", &[("change", &text)])
            }
        });
    }
    figure.chart = scorecard::sparkline(draft, definition, figure.tone).chart;
    Some(figure)
}

/// A headline figure with target, change and n in one line.
pub fn key_figure(draft: &Draft, definition: &Definition) -> Option<KeyFigure> {
    let now = draft.scene.now(&definition.id)?;
    let mut figure = bare(draft, definition)?;
    let mut context = Vec::new();
    if let Some(target) = draft.target(&definition.id) {
        context.push(draft.words.with("context-target", &[("target", &target)]));
    }
    if let Ok(change) = draft.scene.year_on_year(definition) {
        context.push(finding::change_clause(draft, definition, &change, draft.quarter().year_before()));
    }
    context.push(draft.words.with("n-is", &[("n", &crate::report::text::grouped(now.n))]));
    figure.context = context.join(&draft.words.separator("clause-separator"));
    Some(figure)
}

fn bare(draft: &Draft, definition: &Definition) -> Option<KeyFigure> {
    let now = draft.scene.now(&definition.id)?;
    let figure = draft.figure(&definition.id);
    let (mut value, unit) = figure.apart(now.value.or(now.at_least)?, &draft.words);
    if now.value.is_none() {
        value = format!("≥ {value}");
    }
    value.push_str(sign(now));
    let standing = draft.scene.standing(definition);
    let (tone, _, verdict) = draft.standing(standing);
    let tone = if standing == Standing::NoTarget { Tone::Neutral } else { tone };
    let label = draft.short_title(definition);
    Some(KeyFigure::of(label, (value, unit), String::new(), (tone, verdict)))
}

/// How far off its target a figure is; nothing without one, within a range, or where both print alike.
fn gap(draft: &Draft, definition: &Definition) -> Option<String> {
    let wanted = draft.scene.target(&definition.id).filter(|one| one.upper.is_none())?;
    let value = draft.scene.now(&definition.id)?.value?;
    let figure = draft.figure(&definition.id);
    if figure.prints_alike(value, wanted.value) {
        return None;
    }
    let gap = figure.between(wanted.value, value);
    let bad = definition.better.improves(gap) == Some(false);
    let id = match (bad, gap > 0.0) {
        (true, true) => "tile-over",
        (true, false) => "tile-short",
        (false, true) => "tile-above",
        (false, false) => "tile-below",
    };
    Some(draft.words.with(id, &[("gap", &figure.size_beside(gap, &draft.words))]))
}
