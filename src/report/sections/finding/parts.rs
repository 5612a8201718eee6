//! Findings about parts: a mix that moves the total, complaints that concentrate.

use super::{base_clauses, now_text, sentence};
use crate::catalogue::definition::Definition;
use crate::insight::{Concentration, Mix, Spike};
use crate::report::draft::Draft;
use crate::report::sections::mix;
use crate::report::text::{grouped, rounded};

pub(super) fn mix_effect(draft: &Draft, definition: &Definition, mix: &Mix) -> (String, String) {
    let (metric, value) = (draft.short_title(definition), now_text(draft, definition));
    let dimension = draft.dimension_within(&mix.dimension);
    let improves = definition.better.improves(-mix.whole.change) == Some(true);
    let movement = draft.movement_alone(definition, mix.whole.change);
    let parts = draft.words.say(if improves { "parts-improve" } else { "parts-worsen" });
    let headline = draft.words.with(
        "headline-mix",
        &[
            ("metric", &metric),
            ("movement", &movement),
            ("value", &value),
            ("dimension", &dimension),
            ("parts", &parts),
        ],
    );
    let mut clauses = base_clauses(draft, definition);
    clauses.push(mix_clause(draft, definition, mix));
    clauses.extend(grown_clause(draft, definition, mix));
    (headline, sentence(draft, &clauses))
}

/// The change as own changes of the parts and change of the mix.
pub fn mix_clause(draft: &Draft, definition: &Definition, mix: &Mix) -> String {
    let figure = draft.figure(&definition.id);
    let change = |value: f64| figure.change(value, &draft.words);
    let (whole, rate, structure) = mix::told(figure, mix);
    draft.words.with(
        "clause-mix",
        &[
            ("change", &change(whole)),
            ("rate", &change(rate)),
            ("mix", &change(structure)),
            ("dimension", &draft.dimension_within(&mix.dimension)),
        ],
    )
}

/// Which part grew, and on which level it is.
pub(super) fn grown_clause(draft: &Draft, definition: &Definition, mix: &Mix) -> Option<String> {
    let line = grown(mix, mix.whole.change > 0.0)?;
    let (before, after) = (line.before?, line.after?);
    let name = line.name.clone().flatten();
    let share = |value: f64| format!("{}%", rounded(value, 1));
    let args = [
        ("part", draft.part(&mix.dimension, name.as_deref())),
        ("before", share(before.1)),
        ("after", share(after.1)),
        ("value", draft.figure(&definition.id).value(after.0, &draft.words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.words.with("clause-mix-part", &args))
}

/// The part whose growing weight moves the total most in its direction.
pub fn grown(mix: &Mix, up: bool) -> Option<&crate::insight::MixLine> {
    let pull = |line: &&crate::insight::MixLine| -> f64 {
        match (line.before, line.after) {
            (Some(before), Some(after)) if after.1 > before.1 => (after.1 - before.1) * (after.0 - mix.whole.after),
            _ => 0.0,
        }
    };
    let signed = |line: &&crate::insight::MixLine| if up { pull(line) } else { -pull(line) };
    mix.lines.iter().filter(|line| line.name.is_some()).max_by(|a, b| signed(a).total_cmp(&signed(b)))
}

pub(super) fn complaints(draft: &Draft, definition: &Definition, spike: &Spike) -> (String, String) {
    let words = &draft.words;
    let ratio = rounded(spike.ratio, 2);
    let (metric, value) = (draft.short_title(definition), now_text(draft, definition));
    let against =
        words.say(if spike.base == draft.quarter().year_before() { "against-year" } else { "against-quarter" });
    let headline = match &spike.concentration {
        Some(found) => words.with(
            "headline-complaints-part",
            &[
                ("metric", &metric),
                ("value", &value),
                ("ratio", &ratio),
                ("against", &against),
                ("part", &draft.part(&found.dimension, Some(&found.part))),
                ("dimension", &draft.dimension_within(&found.dimension)),
            ],
        ),
        None => words.with(
            "headline-complaints",
            &[("metric", &metric), ("value", &value), ("ratio", &ratio), ("against", &against)],
        ),
    };
    let interval = format!("{}–{}", rounded(spike.interval.0, 2), rounded(spike.interval.1, 2));
    let mut clauses = vec![
        events_clause(draft, definition, spike),
        words.with("clause-ratio", &[("ratio", &ratio), ("level", &draft.level()), ("interval", &interval)]),
    ];
    if let Some(found) = &spike.concentration {
        clauses.push(concentrated(draft, spike, found));
    }
    (headline, sentence(draft, &clauses))
}

/// How many complaints there were, and at which rate.
pub(super) fn events_clause(draft: &Draft, definition: &Definition, spike: &Spike) -> String {
    let figure = draft.figure(&definition.id);
    draft.words.with(
        "clause-events",
        &[
            ("before", &grouped(spike.events.0)),
            ("now", &grouped(spike.events.1)),
            ("rate_before", &figure.value(spike.rates.0, &draft.words)),
            ("rate_now", &figure.value(spike.rates.1, &draft.words)),
        ],
    )
}

/// The part's own rise; where it is larger than that of the whole, what the others did says more than a
/// share above 100%.
pub(super) fn concentrated(draft: &Draft, spike: &Spike, found: &Concentration) -> String {
    let others = (spike.events.0.saturating_sub(found.events.0), spike.events.1.saturating_sub(found.events.1));
    let args = [
        ("part", draft.part(&found.dimension, Some(&found.part))),
        ("dimension", draft.dimension_within(&found.dimension)),
        ("before", grouped(found.events.0)),
        ("now", grouped(found.events.1)),
        ("share", format!("{}%", rounded(found.share, 1))),
        ("others_before", grouped(others.0)),
        ("others_now", grouped(others.1)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(if found.share > 100.0 { "clause-concentration-all" } else { "clause-concentration" }, &args)
}
