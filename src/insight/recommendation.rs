//! Recommendations (R16): the rules whose conditions hold, each with its evidence and the effect
//! that the client's own figures let expect, ranked by what is at least to be expected; effects that are
//! not sure, or not known, stand behind.
//!
//! Judges nothing itself: a condition asks for verdicts that the figures already have. Nothing
//! rests on fewer rows than the policy's verdict minimum.

mod effect;
mod evidence;
mod worth;

pub use effect::{Effect, Expected, NotQuantified};
pub use evidence::{Evidence, Uneven};
pub use worth::worth;

use super::scene::Scene;
use crate::config::{Condition, Rule, Subject};
use crate::metrics::definition::Definition;

/// Most recommendations of a report.
pub const MOST: usize = 7;
/// Least number that reserve rules fill up to.
pub const LEAST: usize = 3;
/// Most recommendations on figures of one handbook card, and of one lever.
const MOST_ALIKE: usize = 2;

/// A rule that fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The metric that it is about and by which its success is measured.
    pub metric: &'a str,
    /// What it fired on, the condition's order.
    pub evidence: Vec<Evidence>,
    /// What may be expected of it.
    pub effect: Effect,
}

/// How sure an effect is, the least sure first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Not quantified.
    Unknown,
    /// Quantified, but without an interval, or the interval reaches to no effect.
    Unsure,
    /// The whole interval lies on the good side.
    Sure,
}

impl Recommendation<'_> {
    /// How sure the expected effect is.
    pub fn certainty(&self) -> Certainty {
        match &self.effect {
            Effect::Quantified(one) if one.has_interval() && one.removed_range.0 > 0.0 => Certainty::Sure,
            Effect::Quantified(_) => Certainty::Unsure,
            Effect::NotQuantified(_) => Certainty::Unknown,
        }
    }

    /// The share of today's shortfall that is at least to be expected to go (lower end), for ranking.
    fn sure(&self) -> f64 {
        match &self.effect {
            Effect::Quantified(expected) => expected.removed_range.0,
            Effect::NotQuantified(_) => f64::NEG_INFINITY,
        }
    }

    /// The weight of the evidence, as findings are weighed.
    fn weight(&self) -> f64 {
        self.evidence.iter().map(Evidence::weight).fold(0.0, f64::max)
    }
}

/// The recommendations of a report, at most seven: first by how sure the expected effect is, then by its
/// lower end, then by the weight of the evidence. An effect without an interval never stands before one
/// that has it, however large. Rules in reserve are
/// used only while there are fewer than three.
pub fn recommendations<'a>(scene: &Scene<'a>, rules: &'a [Rule]) -> Vec<Recommendation<'a>> {
    let mut fired: Vec<Recommendation> = rules.iter().filter_map(|rule| fire(scene, rule)).collect();
    fired.sort_by(|a, b| {
        let strength = |one: &Recommendation| ((!one.rule.reserve, one.certainty()), one.sure(), one.weight());
        let (left, right) = (strength(a), strength(b));
        let order = right.0.cmp(&left.0).then(right.1.total_cmp(&left.1)).then(right.2.total_cmp(&left.2));
        order.then_with(|| a.rule.id.cmp(&b.rule.id))
    });
    let mut kept: Vec<Recommendation> = Vec::new();
    for one in fired {
        let full = kept.len() >= if one.rule.reserve { LEAST } else { MOST };
        if !full && room(scene, &kept, &one) {
            kept.push(one);
        }
    }
    kept
}

/// Whether figures of the same card and the same lever still have room.
fn room(scene: &Scene, kept: &[Recommendation], one: &Recommendation) -> bool {
    let card = |metric: &str| scene.definition(metric).and_then(|found| found.card.clone());
    let subject = |other: &&Recommendation| {
        other.metric == one.metric || (card(one.metric).is_some() && card(other.metric) == card(one.metric))
    };
    let alike = kept.iter().filter(subject).count();
    let lever = kept.iter().filter(|other| other.rule.lever == one.rule.lever).count();
    alike < MOST_ALIKE
        && (lever < MOST_ALIKE || one.evidence.iter().all(|found| matches!(found, Evidence::Absent { .. })))
}

/// The metric of the rule on which it fires with the largest sure effect.
fn fire<'a>(scene: &Scene<'a>, rule: &'a Rule) -> Option<Recommendation<'a>> {
    let about = rule.about.iter().filter_map(|metric| scene.definition(metric));
    let alone = rule.when.metrics().into_iter().take(1).filter_map(|metric| scene.definition(metric));
    let subjects: Vec<&Definition> = if rule.about.is_empty() { alone.collect() } else { about.collect() };
    let mut best: Option<Recommendation> = None;
    for definition in subjects {
        let Some(evidence) = holds(scene, &rule.when, definition).filter(|found| !found.is_empty()) else { continue };
        let effect = effect::of(scene, rule, definition, &evidence);
        let one = Recommendation { rule, metric: &definition.id, evidence, effect };
        let stronger = |known: &Recommendation| {
            let certainty = one.certainty().cmp(&known.certainty());
            let size = one.sure().total_cmp(&known.sure()).then(one.weight().total_cmp(&known.weight()));
            certainty.then(size).is_gt()
        };
        if best.as_ref().is_none_or(stronger) {
            best = Some(one);
        }
    }
    best
}

/// The evidence on which a condition holds; `None` when it does not.
fn holds<'a>(scene: &Scene<'a>, condition: &Condition, it: &'a Definition) -> Option<Vec<Evidence>> {
    match condition {
        Condition::All(parts) => {
            let found: Option<Vec<Vec<Evidence>>> = parts.iter().map(|part| holds(scene, part, it)).collect();
            found.map(distinct)
        }
        Condition::Any(parts) => {
            let found: Vec<Vec<Evidence>> = parts.iter().filter_map(|part| holds(scene, part, it)).collect();
            (!found.is_empty()).then(|| distinct(found))
        }
        Condition::Not(inner) => holds(scene, inner, it).is_none().then(Vec::new),
        Condition::Test(test) => {
            let definition = match &test.subject {
                Subject::It => it,
                Subject::Metric(metric) => scene.definition(metric)?,
            };
            evidence::of(scene, test, definition).map(|found| vec![found])
        }
    }
}

fn distinct(found: Vec<Vec<Evidence>>) -> Vec<Evidence> {
    let mut kept: Vec<Evidence> = Vec::new();
    for one in found.into_iter().flatten() {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
