//! Findings in words: headline, evidence with n and interval, and what follows.

mod parts;

pub use parts::grown;
pub use parts::mix_clause;
use parts::{complaints, concentrated, events_clause, grown_clause, mix_effect};

use super::{causes, scorecard};
use crate::catalogue::definition::{Definition, Family};
use crate::domain::{Period, Quarter};
use crate::insight::{
    Cause, CauseKind, Change, Finding, Judgement, Signal, Significance, Spike, Standing, standing, watched_for_runs,
};
use crate::report::draft::{Draft, slug, tone};
use crate::report::model;
use crate::report::text::{capital, grouped, rounded};

/// Most values of a run that a message lists.
const MOST_STEPS: usize = 5;

/// A finding as printed.
pub fn write(draft: &mut Draft, finding: &Finding) -> Option<model::Finding> {
    let definition = draft.scene.definition(&finding.metric)?;
    let (headline, evidence) = said(draft, finding, definition)?;
    let section = section(&finding.signal);
    let standing = draft.scene.standing(definition);
    let chart = scorecard::bullet(draft, definition, standing).chart;
    Some(model::Finding {
        headline,
        evidence,
        consequence: advice(draft, finding, definition),
        tone: tone(finding.judgement),
        section: section.to_owned(),
        section_label: draft.words.say(&format!("topic-{section}")),
        chart,
    })
}

/// A finding as a message of the summary: one bold line and one more.
pub fn message(draft: &Draft, finding: &Finding) -> Option<model::Message> {
    let definition = draft.scene.definition(&finding.metric)?;
    let section = section(&finding.signal);
    Some(model::Message {
        headline: headline(draft, finding)?,
        text: line(draft, finding).unwrap_or_else(|| advice(draft, finding, definition)),
        tone: tone(finding.judgement),
        section: section.to_owned(),
        section_label: draft.words.say(&format!("topic-{section}")),
    })
}

/// What stands behind a finding in one sentence without statistics; `None` where its headline says it all.
pub fn line(draft: &Draft, finding: &Finding) -> Option<String> {
    let definition = draft.scene.definition(&finding.metric)?;
    let base = draft.quarter().year_before();
    let clauses = match &finding.signal {
        Signal::Target { change, .. } => {
            let change = change.as_ref().map(|change| change_clause(draft, definition, change, base));
            let clauses: Vec<String> = missed_before(draft, definition).into_iter().chain(change).collect();
            if clauses.is_empty() {
                return None;
            }
            clauses
        }
        Signal::Moved { .. } if finding.judgement == Judgement::Bad && searched_in_vain(draft, definition) => {
            let vain = sentence(draft, &[draft.words.say("clause-no-cause")]);
            let advice = advice(draft, finding, definition);
            return Some([vain, advice].join(&draft.words.separator("sentence-separator")));
        }
        Signal::Moved { .. } => return None,
        Signal::Causes(found) => causes::line(draft, definition, found)?,
        Signal::Decline { values, .. } => {
            let steps: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
            let (first, last) = (draft.dates.short(values.first()?.0), draft.dates.short(values.last()?.0));
            // Of a long run its ends say enough.
            let ends = [steps.first().copied(), steps.last().copied()].into_iter().flatten().collect();
            let steps = if steps.len() > MOST_STEPS { ends } else { steps };
            let run = format!("{first}–{last} {}", draft.figure(&definition.id).series(&steps, &draft.words));
            let vain = searched_in_vain(draft, definition).then(|| draft.words.say("clause-no-cause"));
            std::iter::once(run).chain(vain).collect()
        }
        Signal::MixEffect(mix) => vec![mix_clause(draft, definition, mix), grown_clause(draft, definition, mix)?],
        Signal::Complaints(spike) => match &spike.concentration {
            Some(found) => vec![concentrated(draft, spike, found)],
            None => vec![events_clause(draft, definition, spike)],
        },
        Signal::Benchmark(_) | Signal::CostBesideSatisfaction { .. } => return None,
    };
    Some(sentence(draft, &clauses))
}

/// The message of a finding alone.
pub fn headline(draft: &Draft, finding: &Finding) -> Option<String> {
    let definition = draft.scene.definition(&finding.metric)?;
    said(draft, finding, definition).map(|(headline, _)| headline)
}

fn said(draft: &Draft, finding: &Finding, definition: &Definition) -> Option<(String, String)> {
    Some(match &finding.signal {
        Signal::Target { standing, change } => target(draft, definition, *standing, *change),
        Signal::Moved { change } => moved(draft, definition, change),
        Signal::Causes(found) => {
            (causes::headline(draft, definition, found)?, causes::evidence(draft, definition, found))
        }
        Signal::Decline { values, chance, whole } => decline(draft, definition, (values, *chance), whole),
        Signal::MixEffect(mix) => mix_effect(draft, definition, mix),
        Signal::Complaints(spike) => complaints(draft, definition, spike),
        Signal::Benchmark(at) => super::benchmarks::finding(draft, definition, *at)?,
        Signal::CostBesideSatisfaction { cost, satisfaction } => {
            beside(draft, definition, finding.also.first()?, (cost, satisfaction))?
        }
    })
}

/// What the reader is asked to decide because of a finding.
pub fn decision(draft: &Draft, finding: &Finding) -> Option<String> {
    let definition = draft.scene.definition(&finding.metric)?;
    let metric = draft.short_title(definition);
    let id = match (&finding.signal, finding.judgement) {
        (Signal::MixEffect(_), _) => "decision-mix",
        (Signal::Complaints(Spike { concentration: None, .. }), _) => "decision-complaints-all",
        (Signal::Complaints(_), _) => "decision-complaints",
        (Signal::CostBesideSatisfaction { .. }, _) => "decision-cost",
        (Signal::Benchmark(_), Judgement::Bad) => "decision-benchmark",
        (Signal::Causes(found), Judgement::Bad) => match found.first().map(|one| one.kind) {
            Some(CauseKind::Mix) => "decision-mix",
            Some(CauseKind::Event) => "decision-event",
            _ => "decision-cause",
        },
        (Signal::Decline { .. }, _) => "decision-decline",
        (_, Judgement::Bad) => "decision-missed",
        _ => "decision-good",
    };
    let part = match &finding.signal {
        Signal::Complaints(Spike { concentration: Some(found), .. }) => draft.part(&found.dimension, Some(&found.part)),
        Signal::MixEffect(mix) => draft.dimension_within(&mix.dimension),
        Signal::Causes(found) => found.first().map(|one| cause_place(draft, one)).unwrap_or_default(),
        _ => draft.words.say("part-all"),
    };
    let dimension = match &finding.signal {
        Signal::Complaints(Spike { concentration: Some(found), .. }) => draft.dimension_within(&found.dimension),
        _ => String::new(),
    };
    Some(draft.words.with(id, &[("metric", &metric), ("part", &part), ("dimension", &dimension)]))
}

/// `同比上升 1.2 个百分点(改善)`; the base decides between 同比 and 环比.
pub fn change_clause(draft: &Draft, definition: &Definition, change: &Change, base: Quarter) -> String {
    let words = &draft.words;
    let yearly = base == draft.quarter().year_before();
    if draft.is_flat(&definition.id, change) {
        return words.say(if yearly { "clause-yoy-flat" } else { "clause-qoq-flat" });
    }
    let movement = draft.movement(definition, change.difference);
    let size = draft.size(&definition.id, change);
    let verdict = match (change.verdict(), change.significance) {
        (Some(true), _) => Some("verdict-improved"),
        (Some(false), _) => Some("verdict-worsened"),
        (None, Significance::NotSignificant) => Some("verdict-not-significant"),
        _ => None,
    };
    let args = [("movement", movement.as_str()), ("size", size.as_str())];
    let text = words.with(if yearly { "clause-yoy" } else { "clause-qoq" }, &args);
    match verdict {
        Some(id) => words.with("with-verdict", &[("text", &text), ("verdict", &words.say(id))]),
        None => text,
    }
}

/// Clauses joined to a sentence.
pub fn sentence(draft: &Draft, clauses: &[String]) -> String {
    let separator = draft.words.separator("clause-separator");
    capital(&format!("{}{}", clauses.join(&separator), draft.words.say("sentence-end")))
}

/// `95% 区间 …`, `n=…`.
pub fn base_clauses(draft: &Draft, definition: &Definition) -> Vec<String> {
    let Some(now) = draft.scene.now(&definition.id) else { return Vec::new() };
    let mut clauses = vec![draft.words.with("n-is", &[("n", &grouped(now.n))])];
    if let Some(interval) = draft.interval(now) {
        clauses.push(draft.words.with("clause-interval", &[("level", &draft.level()), ("interval", &interval)]));
    }
    clauses
}

fn now_text(draft: &Draft, definition: &Definition) -> String {
    draft.scene.now(&definition.id).map_or_else(String::new, |now| draft.value(now))
}

fn target(draft: &Draft, definition: &Definition, standing: Standing, change: Option<Change>) -> (String, String) {
    let (metric, value) = (draft.short_title(definition), now_text(draft, definition));
    let target = draft.target(&definition.id).unwrap_or_default();
    let met = standing == Standing::Met;
    let args = [("metric", metric.as_str()), ("value", value.as_str()), ("target", target.as_str())];
    let worse = change.is_some_and(|change| change.verdict() == Some(false));
    let id = match (met, worse) {
        (true, false) => "headline-target-met",
        (true, true) => "headline-target-met-worse",
        (false, _) => "headline-target-missed",
    };
    let headline = draft.words.with(id, &args);
    let mut clauses = base_clauses(draft, definition);
    if clauses.len() > 1 {
        clauses.push(draft.words.say(if met { "clause-whole-better" } else { "clause-whole-worse" }));
    }
    if let Some(change) = change {
        clauses.push(change_clause(draft, definition, &change, draft.quarter().year_before()));
    }
    (headline, sentence(draft, &clauses))
}

fn moved(draft: &Draft, definition: &Definition, change: &Change) -> (String, String) {
    let base = draft.quarter().year_before();
    let (metric, value) = (draft.short_title(definition), now_text(draft, definition));
    let clause = change_clause(draft, definition, change, base);
    let headline = draft.words.with("headline-moved", &[("metric", &metric), ("value", &value), ("change", &clause)]);
    let mut clauses = base_clauses(draft, definition);
    let figure = draft.figure(&definition.id);
    let before = figure.value(change.before, &draft.words);
    clauses.push(draft.words.with("clause-before", &[("quarter", &draft.dates.short(base)), ("value", &before)]));
    if let Some((low, high)) = change.interval {
        let range = figure.change_range(low, high, &draft.words);
        clauses.push(draft.words.with("clause-change-interval", &[("level", &draft.level()), ("interval", &range)]));
    }
    if searched_in_vain(draft, definition) {
        clauses.push(draft.words.say("clause-no-cause"));
    }
    (headline, sentence(draft, &clauses))
}

/// In how many of the quarters measured a figure was off its target, when it is now and was before.
fn missed_before(draft: &Draft, definition: &Definition) -> Option<String> {
    let off = |period: &Period| {
        let figure = draft.scene.total(&definition.id, period.quarter)?;
        let target = draft.scene.target_on(&definition.id, period.first_day)?;
        match standing(figure, definition, Some(target), draft.scene.policy) {
            Standing::Missed | Standing::JustMissed { .. } => Some(true),
            Standing::Met | Standing::MetNarrowly => Some(false),
            Standing::NoTarget | Standing::NoVerdict(_) => None,
        }
    };
    let quarters: Vec<bool> = draft.scene.periods.iter().filter_map(off).collect();
    let count = quarters.iter().filter(|off| **off).count();
    let told = quarters.last() == Some(&true) && count > 1;
    let args = [("k", count.to_string()), ("n", quarters.len().to_string())];
    let id = if count == quarters.len() { "clause-missed-always" } else { "clause-missed-before" };
    told.then(|| draft.words.with(id, &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// Whether the rows of a metric were searched for causes and none was found.
pub fn searched_in_vain(draft: &Draft, definition: &Definition) -> bool {
    let found = draft.inputs.insights.found();
    found.knows(&definition.id) && !found.causes.iter().any(|one| one.moved(&definition.id))
}

/// Where a cause is: of a mix its dimension, of an event its day, else its values.
fn cause_place(draft: &Draft, cause: &Cause) -> String {
    match (cause.kind, &cause.from, cause.place.first()) {
        (CauseKind::Mix, _, Some(place)) => draft.dimension_within(&place.dimension),
        (CauseKind::Event, Some(day), _) => day.clone(),
        _ => causes::place(draft, &cause.place),
    }
}

fn decline(
    draft: &Draft,
    definition: &Definition,
    (values, chance): (&[(Quarter, f64)], f64),
    whole: &Change,
) -> (String, String) {
    let count = values.len().saturating_sub(1);
    let figure = draft.figure(&definition.id);
    let (metric, value) = (draft.short_title(definition), now_text(draft, definition));
    let movement = draft.movement_alone(definition, whole.difference);
    let args = [("metric", metric.as_str()), ("value", &value), ("k", &count.to_string()), ("movement", &movement)];
    let headline = draft.words.with("headline-decline", &args);
    let steps: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let (first, last) = (draft.dates.short(values[0].0), draft.dates.short(values[count].0));
    let mut clauses = vec![format!("{first}–{last} {}", figure.series(&steps, &draft.words))];
    clauses.extend(base_clauses(draft, definition));
    let watched = watched_for_runs(&draft.scene);
    let expected = watched as f64 * chance;
    let expected = if expected < 0.05 { "<0.1".to_owned() } else { rounded(expected, 1) };
    let chance = chance_text(chance);
    let args = [("chance", chance.as_str()), ("watched", &watched.to_string()), ("expected", &expected)];
    clauses.push(draft.words.with("clause-chance", &args));
    let whole_id = match whole.significance {
        Significance::Significant => "clause-run-significant",
        _ => "clause-run-not-significant",
    };
    clauses.push(draft.words.with(whole_id, &[("change", &draft.change(&definition.id, whole))]));
    (headline, sentence(draft, &clauses))
}

/// A probability as printed: one that rounds to nothing is still not nothing.
pub fn chance_text(chance: f64) -> String {
    if chance < 0.000_5 { "<0.1%".to_owned() } else { format!("{}%", rounded(100.0 * chance, 1)) }
}

fn beside(
    draft: &Draft,
    definition: &Definition,
    satisfaction: &str,
    (cost, other): (&Change, &Change),
) -> Option<(String, String)> {
    let partner = draft.scene.definition(satisfaction)?;
    let base = draft.quarter().year_before();
    let args = [
        ("metric", draft.short_title(definition)),
        ("value", now_text(draft, definition)),
        ("change", change_clause(draft, definition, cost, base)),
        ("partner", draft.short_title(partner)),
        ("partner_value", now_text(draft, partner)),
        ("partner_change", change_clause(draft, partner, other, base)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let headline = draft.words.with("headline-cost-beside", &args);
    let mut clauses = vec![draft.words.with("clause-cost", &args)];
    let mut partners = base_clauses(draft, partner);
    clauses.append(&mut partners);
    Some((headline, sentence(draft, &clauses)))
}

fn section(signal: &Signal) -> &'static str {
    match signal {
        Signal::Complaints(Spike { concentration: None, .. }) => "complaints",
        Signal::MixEffect(_) | Signal::Complaints(_) => "segments",
        Signal::Causes(found) => match found.first().map(|one| one.kind) {
            Some(CauseKind::Event) => "trends",
            _ => "segments",
        },
        Signal::Benchmark(_) => "benchmarks",
        Signal::Decline { .. } | Signal::Moved { .. } => "trends",
        Signal::CostBesideSatisfaction { .. } => "economics",
        Signal::Target { .. } => "scorecard",
    }
}

/// What follows: by the kind of signal first, then by the metric's card, then by its family.
fn advice(draft: &Draft, finding: &Finding, definition: &Definition) -> String {
    let words = &draft.words;
    match &finding.signal {
        Signal::MixEffect(mix) => {
            return words.with("advice-mix", &[("dimension", &draft.dimension_within(&mix.dimension))]);
        }
        Signal::Complaints(Spike { concentration: Some(found), .. }) => {
            let part = draft.part(&found.dimension, Some(&found.part));
            let dimension = draft.dimension_within(&found.dimension);
            return words.with("advice-complaints-part", &[("part", &part), ("dimension", &dimension)]);
        }
        Signal::Causes(found) if finding.judgement == Judgement::Bad => match found.first() {
            Some(first) if first.kind == CauseKind::Mix => {
                return words.with("advice-mix", &[("dimension", &cause_place(draft, first))]);
            }
            Some(first) if first.kind == CauseKind::Event => return words.say("advice-event"),
            _ => return words.say("advice-cause"),
        },
        Signal::Complaints(_) => return words.say("advice-complaints"),
        Signal::Decline { .. } => return of_metric(draft, definition),
        Signal::CostBesideSatisfaction { .. } => return words.say("advice-cost"),
        Signal::Benchmark(_) if finding.judgement == Judgement::Good => return words.say("advice-benchmark-good"),
        _ => {}
    }
    if finding.judgement == Judgement::Good {
        // Where nothing is wrong nothing is advised.
        let met = matches!(finding.signal, Signal::Target { .. });
        return if met { String::new() } else { words.say("advice-improved") };
    }
    of_metric(draft, definition)
}

/// Advice by the metric's card, else by its family.
fn of_metric(draft: &Draft, definition: &Definition) -> String {
    let card = definition.card.as_deref().unwrap_or_default();
    let own = draft.words.find(&format!("advice-{}", slug(card)));
    own.unwrap_or_else(|| draft.words.say(family_advice(definition.family)))
}

fn family_advice(family: Family) -> &'static str {
    match family {
        Family::Speed => "advice-speed",
        Family::Quality => "advice-quality",
        Family::Satisfaction => "advice-satisfaction",
        Family::Loyalty => "advice-loyalty",
        Family::Cost => "advice-cost",
        Family::Volume => "advice-volume",
    }
}
