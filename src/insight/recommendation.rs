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

use super::cause::Searched;
use super::judge::Standing;
use super::scene::Scene;
use crate::catalogue::definition::Definition;
use crate::config::{ANY_TARGET, Condition, Rule, Subject};

/// Most recommendations of a report.
pub const MOST: usize = 7;
/// Least number that reserve rules fill up to.
pub const LEAST: usize = 3;
/// Most recommendations on figures of one handbook card, and of one lever.
const MOST_ALIKE: usize = 2;
/// The smallest effect that counts, as a share of the gap to a target that is missed.
const WORTH_WHILE: f64 = 0.15;

/// The figures, and what was found behind them.
type Ground<'g, 'a> = (&'g Scene<'a>, Searched<'g>);

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
pub fn recommendations<'a>(scene: &Scene<'a>, rules: &'a [Rule], searched: Searched) -> Vec<Recommendation<'a>> {
    let mut fired: Vec<Recommendation> = rules.iter().filter_map(|rule| fire((scene, searched), rule)).collect();
    fired.extend(unadvised((scene, searched), rules, &fired));
    let most = largest_gap(scene, &fired);
    fired.retain(|one| is_worth_while(scene, one, most));
    fired.sort_by(|a, b| {
        let strength = |one: &Recommendation| ((!one.rule.reserve, one.certainty()), one.sure(), one.weight());
        let (left, right) = (strength(a), strength(b));
        let order = right.0.cmp(&left.0).then(right.1.total_cmp(&left.1)).then(right.2.total_cmp(&left.2));
        order.then_with(|| a.rule.id.cmp(&b.rule.id))
    });
    let mut kept: Vec<Recommendation> = Vec::new();
    for one in fired {
        let full = kept.len() >= if one.rule.reserve { LEAST } else { MOST };
        if !full && room((scene, searched), &kept, &one) {
            kept.push(one);
        }
    }
    kept
}

/// Targets that are missed and that no rule advises on, each by the rule for any target.
fn unadvised<'a>(
    (scene, searched): Ground<'_, 'a>,
    rules: &'a [Rule],
    fired: &[Recommendation],
) -> Vec<Recommendation<'a>> {
    let Some(rule) = rules.iter().find(|rule| rule.about.iter().any(|metric| metric == ANY_TARGET)) else {
        return Vec::new();
    };
    let card = |metric: &str| scene.definition(metric).and_then(|found| found.card.as_deref());
    let told = |definition: &Definition| {
        let same = |one: &&Recommendation| {
            one.metric == definition.id || definition.card.is_some() && card(one.metric) == definition.card.as_deref()
        };
        fired.iter().filter(|one| !one.rule.reserve).any(|one| same(&one))
    };
    let open = scene.targeted().filter(|one| !told(one));
    open.filter_map(|definition| fired_on((scene, searched), rule, definition)).collect()
}

/// The largest share of a shortfall that closing the gap to a missed target would remove.
fn largest_gap(scene: &Scene, fired: &[Recommendation]) -> f64 {
    let gap = |one: &Recommendation| match &one.effect {
        Effect::Quantified(expected) if is_missed(scene, one.metric) => Some(expected.removed),
        _ => None,
    };
    fired.iter().filter_map(gap).fold(0.0, f64::max)
}

fn is_missed(scene: &Scene, metric: &str) -> bool {
    scene.definition(metric).is_some_and(|one| scene.standing(one) == Standing::Missed)
}

/// Whether an effect counts beside the targets that are missed: one that is a small part of the gap to its
/// own target, or on a metric without a missed target of the largest gap, distracts from them.
fn is_worth_while(scene: &Scene, one: &Recommendation, largest: f64) -> bool {
    let Effect::Quantified(expected) = &one.effect else { return true };
    let own = scene.target(one.metric).filter(|_| is_missed(scene, one.metric)).map(|target| target.value);
    match own {
        Some(target) => expected.change.abs() >= WORTH_WHILE * (target - expected.from).abs(),
        None => expected.removed >= WORTH_WHILE * largest,
    }
}

/// Whether figures of the same card and the same lever still have room; what one cause moved is advised on
/// once.
fn room((scene, searched): Ground<'_, '_>, kept: &[Recommendation], one: &Recommendation) -> bool {
    let card = |metric: &str| scene.definition(metric).and_then(|found| found.card.clone());
    let subject = |other: &&Recommendation| {
        other.metric == one.metric || (card(one.metric).is_some() && card(other.metric) == card(one.metric))
    };
    let alike = kept.iter().filter(subject).count();
    let lever = kept.iter().filter(|other| other.rule.lever == one.rule.lever).count();
    let advised = kept.iter().any(|other| !subject(&other) && searched.joins(other.metric, one.metric));
    alike < MOST_ALIKE
        && !advised
        && (lever < MOST_ALIKE || one.evidence.iter().all(|found| matches!(found, Evidence::Absent { .. })))
}

/// The metric of the rule on which it fires with the largest sure effect.
fn fire<'a>((scene, searched): Ground<'_, 'a>, rule: &'a Rule) -> Option<Recommendation<'a>> {
    let about = rule.about.iter().filter_map(|metric| scene.definition(metric));
    let alone = rule.when.metrics().into_iter().take(1).filter_map(|metric| scene.definition(metric));
    let subjects: Vec<&'a Definition> = if rule.about.is_empty() { alone.collect() } else { about.collect() };
    let mut best: Option<Recommendation> = None;
    for definition in subjects {
        let Some(one) = fired_on((scene, searched), rule, definition) else { continue };
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

fn fired_on<'a>(
    (scene, searched): Ground<'_, 'a>,
    rule: &'a Rule,
    definition: &'a Definition,
) -> Option<Recommendation<'a>> {
    let evidence = holds((scene, searched), &rule.when, definition).filter(|found| !found.is_empty())?;
    let effect = effect::of(scene, rule, definition, &evidence);
    Some(Recommendation { rule, metric: &definition.id, evidence, effect })
}

/// The evidence on which a condition holds; `None` when it does not.
fn holds<'a>((scene, searched): Ground<'_, 'a>, condition: &Condition, it: &'a Definition) -> Option<Vec<Evidence>> {
    match condition {
        Condition::All(parts) => {
            let found: Option<Vec<Vec<Evidence>>> =
                parts.iter().map(|part| holds((scene, searched), part, it)).collect();
            found.map(distinct)
        }
        Condition::Any(parts) => {
            let found: Vec<Vec<Evidence>> =
                parts.iter().filter_map(|part| holds((scene, searched), part, it)).collect();
            (!found.is_empty()).then(|| distinct(found))
        }
        Condition::Not(inner) => holds((scene, searched), inner, it).is_none().then(Vec::new),
        Condition::Test(test) => {
            let definition = match &test.subject {
                Subject::It => it,
                Subject::Metric(metric) => scene.definition(metric)?,
            };
            evidence::of((scene, searched), test, definition).map(|found| vec![found])
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
