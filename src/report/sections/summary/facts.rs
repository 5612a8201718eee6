//! Three facts below the verdict: where the targets stand, how far from the industry, what it costs.

use super::quiet;
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::insight::{Effect, Finding, Standing, Tally, has_figure};
use crate::report::draft::Draft;
use crate::report::sections::{benchmarks, finding, recommendations, scorecard};
use crate::report::text::Figure;

/// Most targets without a verdict that are named.
const MOST_UNJUDGED: usize = 2;

/// The facts, each a sentence that begins with what it is about; what the title has counted is not counted again.
pub fn of(draft: &Draft, tally: &Tally, (first, counted): (Option<&Finding>, bool)) -> Vec<String> {
    let mut facts = vec![targets(draft, tally, counted), Some(industry(draft)), Some(money(draft, first))];
    facts.retain(Option::is_some);
    facts.into_iter().flatten().map(|text| finding::sentence(draft, &[text])).collect()
}

fn targets(draft: &Draft, tally: &Tally, counted: bool) -> Option<String> {
    let number = |count: usize| count.to_string();
    let mut clauses: Vec<String> = Vec::new();
    if tally.with_target == 0 {
        let args = [("shown", number(tally.shown))];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        clauses.push(draft.words.count("fact-no-targets", tally.shown as u64, &args));
    } else if !counted {
        let parts = scorecard::verdict_counts(draft, tally);
        let args = [("targets", number(tally.with_target)), ("parts", parts)];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        clauses.push(draft.words.count("fact-targets", tally.with_target as u64, &args));
    }
    clauses.extend(unjudged(draft));
    if tally.small_base > 0 {
        let count = number(tally.small_base);
        clauses.push(draft.words.count("verdict-small-base", tally.small_base as u64, &[("count_text", &count)]));
    }
    (!clauses.is_empty()).then(|| {
        let text = clauses.join(&draft.words.separator("clause-separator"));
        draft.words.with("fact-of-targets", &[("text", &text)])
    })
}

/// Targets that cannot be judged, by name and with the reason.
fn unjudged(draft: &Draft) -> Option<String> {
    let open = |one: &&Definition| matches!(draft.scene.standing(one), Standing::NoVerdict(_));
    let told = |one: &Definition| {
        let (_, _, why) = draft.standing(draft.scene.standing(one));
        draft.words.with("fact-unjudged-one", &[("metric", &draft.short_title(one)), ("why", &why)])
    };
    let names: Vec<String> = draft.scene.targeted().filter(open).map(told).take(MOST_UNJUDGED).collect();
    (!names.is_empty()).then(|| draft.words.with("fact-unjudged", &[("metrics", &draft.list(&names))]))
}

fn industry(draft: &Draft) -> String {
    match benchmarks::farthest(draft) {
        Some(text) => draft.words.with("verdict-industry", &[("text", &text)]),
        None => draft.words.say("verdict-industry-none"),
    }
}

/// The quarter's service cost with its change, what a missed cost target adds to it, and what the expected effect of
/// the first advice on the page's metric is worth.
fn money(draft: &Draft, first: Option<&Finding>) -> String {
    let clauses: Vec<String> =
        total(draft).into_iter().chain(over_target(draft)).chain(first.and_then(|one| advice(draft, one))).collect();
    if clauses.is_empty() {
        return draft.words.say("fact-cost-none");
    }
    let text = clauses.join(&draft.words.separator("clause-separator"));
    draft.words.with("fact-cost", &[("text", &text)])
}

fn total(draft: &Draft) -> Option<String> {
    let definition = draft.scene.definition(ids::SERVICE_COST)?;
    let now = draft.scene.now(&definition.id).filter(|now| has_figure(now) && now.value.is_some())?;
    let value = draft.value(now);
    Some(match draft.scene.year_on_year(definition) {
        Ok(change) if !draft.is_flat(&definition.id, &change) => {
            let change = draft.change(&definition.id, &change);
            draft.words.with("cost-total-change", &[("value", &value), ("change", &change)])
        }
        _ => draft.words.with("cost-total", &[("value", &value)]),
    })
}

/// (Unit cost − its target) × the cases that it is a cost of, where the target is missed.
fn over_target(draft: &Draft) -> Option<String> {
    let unit_costs = [ids::COST_PER_CONTACT, ids::COST_PER_RESOLUTION];
    let definition = unit_costs
        .iter()
        .filter_map(|id| draft.scene.definition(id))
        .find(|one| matches!(draft.scene.standing(one), Standing::Missed | Standing::JustMissed { .. }))?;
    let (now, target) = (draft.scene.now(&definition.id)?, draft.scene.target(&definition.id)?);
    let over = (now.value? - target.value) * now.n as f64;
    let figure = Figure::money(&draft.inputs.config.currency, over);
    let figure = if over < 100_000.0 { figure.whole() } else { figure };
    let args = [("metric", draft.short_title(definition)), ("value", figure.value(over, &draft.words))];
    Some(draft.words.with("cost-over-target", &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// What the expected effect of an advice on the metrics of the first finding is worth in a quarter.
fn advice(draft: &Draft, first: &Finding) -> Option<String> {
    let about = |metric: &str| metric == first.metric || first.also.iter().any(|one| one == metric);
    let advised = draft.inputs.insights.recommendations.iter().filter(|one| about(one.metric));
    let (one, (_, range)) = advised.filter_map(|one| Some((one, recommendations::worth_of(draft, one)?))).next()?;
    let Effect::Quantified(expected) = &one.effect else { return None };
    let definition = draft.scene.definition(one.metric)?;
    let to = draft.figure(one.metric).value(expected.to, &draft.words);
    let args = [("metric", draft.short_title(definition)), ("to", to), ("range", range)];
    Some(draft.words.with("cost-worth", &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// The verdict of a report of which little can be judged: the worst of its targets, and how much can be judged.
pub fn limited_title(draft: &Draft) -> String {
    let (judged, all) = quiet::judged_of_all(draft);
    let counts = [("all", all.to_string()), ("judged", judged.to_string())];
    let [all, judged] = counts.each_ref().map(|(name, value)| (*name, value.as_str()));
    match off_target(draft) {
        Some(headline) => draft.words.with("summary-title-limited-target", &[("headline", &headline), all, judged]),
        None => draft.words.with("summary-title-limited", &[all, judged]),
    }
}

/// The worst target that is missed or just missed, in a sentence.
pub fn off_target(draft: &Draft) -> Option<String> {
    let rank = |one: &&Definition| scorecard::standing_rank(draft.scene.standing(one));
    let off = |one: &&Definition| matches!(draft.scene.standing(one), Standing::Missed | Standing::JustMissed { .. });
    let worst = draft.scene.targeted().filter(off).min_by_key(rank)?;
    let args = [
        ("metric", draft.short_title(worst)),
        ("value", draft.value(draft.scene.now(&worst.id)?)),
        ("target", draft.target(&worst.id)?),
    ];
    let just = matches!(draft.scene.standing(worst), Standing::JustMissed { .. });
    let id = if just { "headline-target-just" } else { "headline-target-missed" };
    Some(draft.words.with(id, &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
}
