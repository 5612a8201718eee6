//! Evidence of a recommendation in words, and the placeholders of its texts.

use crate::domain::Localized;
use crate::insight::{Evidence, Finding, Recommendation, Signal, Standing, Uneven};
use crate::report::draft::Draft;
use crate::report::sections::finding;
use crate::report::text::{capital, grouped, signed};

/// All evidence in a row; n and interval of a metric are said once.
pub fn told(draft: &Draft, evidence: &[Evidence]) -> String {
    let separator = draft.words.separator("clause-separator");
    let mut based: Vec<&str> = Vec::new();
    let mut clauses = Vec::new();
    for found in evidence {
        if let Evidence::Told(finding) = found
            && based.contains(&finding.metric.as_str())
            && let Some(clause) = without_subject(draft, finding)
        {
            clauses.push(clause);
            continue;
        }
        let mut clause = said(draft, found);
        if let Evidence::Told(finding) = found
            && !based.contains(&finding.metric.as_str())
            && let Some(definition) = draft.scene.definition(&finding.metric)
        {
            let base = finding::base_clauses(draft, definition).join(&separator);
            clause = draft.words.with("with-verdict", &[("text", &clause), ("verdict", &base)]);
            based.push(&finding.metric);
        }
        clauses.push(clause);
    }
    capital(&clauses.join(&separator))
}

/// The message without its subject, where the metric and its value were said just before.
fn without_subject(draft: &Draft, told: &Finding) -> Option<String> {
    let definition = draft.scene.definition(&told.metric)?;
    match &told.signal {
        Signal::Target { standing: Standing::Missed, .. } => {
            Some(draft.words.with("evidence-missed", &[("target", &draft.target(&told.metric)?)]))
        }
        Signal::Moved { change, .. } => {
            Some(finding::change_clause(draft, definition, change, draft.quarter().year_before()))
        }
        Signal::Decline { values, whole, .. } => {
            let movement = draft.movement_alone(definition, whole.difference);
            let count = (values.len() - 1).to_string();
            Some(draft.words.with("evidence-run", &[("movement", &movement), ("k", &count)]))
        }
        _ => None,
    }
}

/// One piece of evidence with its figures.
fn said(draft: &Draft, found: &Evidence) -> String {
    let words = &draft.words;
    let title = |metric: &str| draft.scene.definition(metric).map(|one| draft.title_of(one)).unwrap_or_default();
    match found {
        Evidence::Told(finding) => finding::headline(draft, finding).unwrap_or_default(),
        Evidence::Uneven(uneven) => of_part(draft, uneven),
        Evidence::Level { metric, limit, above } => {
            let limit = draft.figure(metric).value(*limit, words);
            let id = if *above { "evidence-above" } else { "evidence-below" };
            words.with(id, &[("metric", &title(metric)), ("limit", &limit)])
        }
        Evidence::Amount { metric, relative } => {
            let value = draft.scene.now(metric).map(|now| draft.value(now)).unwrap_or_default();
            let change = format!("{}%", signed(*relative, 1));
            words.with("evidence-amount", &[("metric", &title(metric)), ("value", &value), ("change", &change)])
        }
        Evidence::Absent { metric } => words.with("evidence-absent", &[("metric", &title(metric))]),
    }
}

fn of_part(draft: &Draft, uneven: &Uneven) -> String {
    let figure = draft.figure(&uneven.metric);
    let metric = draft.scene.definition(&uneven.metric).map(|one| draft.title_of(one)).unwrap_or_default();
    let args = [
        ("metric", metric),
        ("dimension", draft.dimension_within(&uneven.dimension)),
        ("part", draft.part(&uneven.dimension, uneven.part.as_deref())),
        ("value", figure.value(uneven.value.0, &draft.words)),
        ("n", grouped(uneven.value.1)),
        ("rest", figure.value(uneven.rest.0, &draft.words)),
        ("rest_n", grouped(uneven.rest.1)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("evidence-uneven", &args)
}

/// Whether it rests on missing data alone.
pub fn is_absent(one: &Recommendation) -> bool {
    one.evidence.iter().all(|found| matches!(found, Evidence::Absent { .. }))
}

/// A text of the rule with its placeholders filled.
pub fn filled(draft: &Draft, one: &Recommendation, text: &Localized) -> String {
    let mut filled = draft.foreign(text);
    for name in ["metric", "part", "dimension"] {
        let place = format!("{{{name}}}");
        if filled.contains(&place) {
            filled = filled.replace(&place, &filled_name(draft, one, name));
        }
    }
    filled
}

/// What a placeholder stands for.
pub fn filled_name(draft: &Draft, one: &Recommendation, name: &str) -> String {
    let part = one.evidence.iter().find_map(|found| match found {
        Evidence::Uneven(uneven) => Some((uneven.dimension.as_str(), Some(uneven.part.as_deref()))),
        Evidence::Told(finding) => match &finding.signal {
            Signal::Complaints(spike) => {
                spike.concentration.as_ref().map(|part| (part.dimension.as_str(), Some(Some(part.part.as_str()))))
            }
            Signal::MixEffect(mix) => Some((mix.dimension.as_str(), None)),
            Signal::Causes(behind) => behind.first()?.place.first().map(|place| (place.dimension.as_str(), None)),
            _ => None,
        },
        _ => None,
    });
    match (name, part) {
        ("metric", _) => draft.scene.definition(one.metric).map(|found| draft.title_of(found)).unwrap_or_default(),
        ("dimension", Some((dimension, _))) => draft.dimension_within(dimension),
        ("part", Some((dimension, Some(part)))) => draft.part(dimension, part),
        _ => draft.words.say("part-all"),
    }
}
