//! Which findings are told, and in which order: by effect and certainty, one per handbook card.

use super::cause::{Cause, CauseKind, Searched};
use super::complaint;
use super::judge::{Change, NoVerdict, Significance, Standing};
use super::mix::{self, Mix};
use super::scene::{Compared, Scene};
use super::signal::{Finding, Judgement, Signal, Tally};
use super::warning;
use crate::benchmarks::Verdict;
use crate::catalogue::definition::{Definition, Family};
use crate::statistics::Reversal;

/// Most findings of a summary.
const MOST: usize = 5;
/// Worsening changes in a row that make a warning (T5).
const WARNING_RUN: u32 = 3;

/// The three to five findings of a report (fewer when the data does not carry more), the heaviest
/// first. At least one is good when there is a good one. None rests on fewer rows than the policy's
/// verdict minimum.
pub fn findings(scene: &Scene, searched: Searched) -> Vec<Finding> {
    let mut found: Vec<Finding> = scene.scorecard().flat_map(|one| of_metric(scene, one, searched)).collect();
    found.extend(cost_beside_satisfaction(scene));
    found.extend(benchmarks(scene));
    let mut found = told_once(found);
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.metric.cmp(&b.metric)));
    let mut kept: Vec<Finding> = Vec::new();
    for finding in found {
        if !kept.iter().any(|known| same_subject(scene, known, &finding)) {
            kept.push(finding);
        }
    }
    if let Some(good) = kept.iter().skip(MOST).find(|one| one.judgement == Judgement::Good).cloned()
        && !kept[..MOST].iter().any(|one| one.judgement == Judgement::Good)
    {
        kept[MOST - 1] = good;
    }
    kept.truncate(MOST);
    kept
}

/// One cause is one story: what it says of the metrics that it moved is told with it, as heavy as the
/// heaviest of it.
fn told_once(found: Vec<Finding>) -> Vec<Finding> {
    let is_story = |one: &Finding| matches!(one.signal, Signal::Causes(_));
    let (mut stories, rest): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(is_story);
    let stands_alone =
        |one: &Finding| matches!(one.signal, Signal::Complaints(_) | Signal::CostBesideSatisfaction { .. });
    let alone = |one: &Finding| {
        let same = |story: &&mut Finding| {
            story.judgement == one.judgement && (story.metric == one.metric || story.also.contains(&one.metric))
        };
        let story = (!stands_alone(one)).then(|| stories.iter_mut().find(same)).flatten();
        story.map(|story| story.weight = story.weight.max(one.weight)).is_none()
    };
    let mut alone: Vec<Finding> = rest.into_iter().filter(alone).collect();
    alone.append(&mut stories);
    alone
}

/// Counts where the scorecard's metrics and all targets stand.
pub fn tally(scene: &Scene) -> Tally {
    let mut tally = Tally { shown: scene.shown().count(), ..Tally::default() };
    for definition in scene.targeted() {
        tally.with_target += 1;
        match scene.standing(definition) {
            Standing::Met => tally.met += 1,
            Standing::Missed => tally.missed += 1,
            Standing::MetNarrowly => tally.met_narrowly += 1,
            Standing::JustMissed { .. } => tally.just_missed += 1,
            Standing::NoTarget | Standing::NoVerdict(_) => tally.unjudged += 1,
        }
    }
    let free = scene.shown().filter(|one| scene.target(&one.id).is_none());
    tally.small_base = free.filter(|one| scene.no_verdict(one) == Some(NoVerdict::SmallBase)).count();
    tally
}

fn same_subject(scene: &Scene, one: &Finding, other: &Finding) -> bool {
    let card = |finding: &Finding| scene.definition(&finding.metric).and_then(|found| found.card.clone());
    let subject = one.metric == other.metric || (card(one).is_some() && card(one) == card(other));
    let both_mix = matches!((&one.signal, &other.signal), (Signal::MixEffect(_), Signal::MixEffect(_)));
    subject || both_mix
}

fn of_metric(scene: &Scene, definition: &Definition, searched: Searched) -> Vec<Finding> {
    if definition.family == Family::Volume || !scene.judged(definition) {
        return Vec::new();
    }
    let year = scene.year_on_year(definition).ok();
    let missed = distance(scene, definition);
    let found = [
        caused(scene, definition, searched),
        mix_effect(scene, definition, year).filter(|_| !searched.knows(&definition.id)),
        complaints(scene, definition),
        decline(scene, definition),
        target(scene, definition, year),
        moved(definition, year),
    ]
    .into_iter()
    .flatten();
    let weighed = |one: Finding| match one.judgement {
        Judgement::Bad => Finding { weight: one.weight + missed, ..one },
        _ => one,
    };
    found.map(weighed).collect()
}

/// What a missed target adds to the weight of what is bad about its metric: what misses comes before what
/// only moved, and the further off the sooner.
fn distance(scene: &Scene, definition: &Definition) -> f64 {
    let now = scene.now(&definition.id).and_then(|now| now.value);
    match (scene.standing(definition), now, scene.target(&definition.id)) {
        (Standing::Missed, Some(value), Some(target)) if target.value != 0.0 => {
            100.0 + (100.0 * (value - target.value) / target.value).abs().min(50.0)
        }
        (Standing::Missed, ..) => 100.0,
        (Standing::JustMissed { .. }, ..) => 10.0,
        _ => 0.0,
    }
}

fn finding(definition: &Definition, judgement: Judgement, weight: f64, signal: Signal) -> Finding {
    Finding { signal, metric: definition.id.clone(), also: Vec::new(), judgement, weight }
}

/// How many half-widths a change lies off zero, 0 to 10.
fn certainty(change: &Change) -> f64 {
    change.interval.map_or(0.0, |(low, high)| {
        let half = (high - low) / 2.0;
        if half > 0.0 { (change.difference.abs() / half).min(10.0) } else { 10.0 }
    })
}

fn judgement(improves: bool) -> Judgement {
    if improves { Judgement::Good } else { Judgement::Bad }
}

pub(super) fn target(scene: &Scene, definition: &Definition, change: Option<Change>) -> Option<Finding> {
    let standing = scene.standing(definition);
    let now = scene.now(&definition.id)?;
    let (value, target) = (now.value.or(now.at_least)?, scene.target(&definition.id)?);
    let half = now.interval.map_or(0.0, |interval| (interval.high - interval.low) / 2.0);
    let off = if half > 0.0 { ((value - target.value).abs() / half).min(10.0) } else { 2.0 };
    let (good, weight) = match standing {
        Standing::Missed => (Judgement::Bad, 70.0 + off),
        Standing::Met => (Judgement::Good, 40.0 + off),
        _ => return None,
    };
    Some(finding(definition, good, weight, Signal::Target { standing, change }))
}

pub(super) fn moved(definition: &Definition, change: Option<Change>) -> Option<Finding> {
    let change = change?;
    let improves = change.verdict()?;
    let weight = if improves { 38.0 } else { 60.0 } + certainty(&change);
    Some(finding(definition, judgement(improves), weight, Signal::Moved { change }))
}

/// What is behind the movement of a metric. Where its total moved beyond chance, what moved it that way comes
/// first; else what moved it most, although the total does not show it.
pub(super) fn caused(scene: &Scene, definition: &Definition, searched: Searched) -> Option<Finding> {
    let mut causes: Vec<Cause> = searched.of(&definition.id).cloned().collect();
    let total = scene.year_on_year(definition).ok().filter(|one| one.significance == Significance::Significant);
    let along = |one: &Cause| total.is_some_and(|total| total.difference * one.contribution > 0.0);
    causes.sort_by(|a, b| along(b).cmp(&along(a)).then(b.contribution.abs().total_cmp(&a.contribution.abs())));
    let first = causes.first()?;
    let improves = first.improves(definition.better)?;
    let shows = along(first) || !improves && scene.standing(definition) == Standing::Missed;
    let weight = match (improves, shows) {
        (false, true) => 92.0,
        (false, false) => 58.0,
        (true, true) => 42.0,
        (true, false) => 34.0,
    };
    let half = (first.interval.1 - first.interval.0) / 2.0;
    let certainty = if half > 0.0 { (first.contribution.abs() / half).min(10.0) } else { 0.0 };
    let is_shown = |metric: &String| scene.definition(metric).is_some_and(|one| scene.judged(one));
    let also = first.explains.iter().map(|share| share.metric.clone()).filter(|metric| is_shown(metric)).collect();
    let told = finding(definition, judgement(improves), weight + certainty / 4.0, Signal::Causes(causes));
    Some(Finding { also, ..told })
}

/// The causes of a metric when the first of them is a mix; without a search, a total that moves against all
/// its parts.
pub(super) fn mixed(scene: &Scene, definition: &Definition, searched: Searched) -> Option<Finding> {
    if searched.knows(&definition.id) {
        let is_mix = |one: &Finding| match &one.signal {
            Signal::Causes(causes) => causes.first().is_some_and(|first| first.kind == CauseKind::Mix),
            _ => false,
        };
        return caused(scene, definition, searched).filter(is_mix);
    }
    mix_effect(scene, definition, scene.year_on_year(definition).ok())
}

pub(super) fn decline(scene: &Scene, definition: &Definition) -> Option<Finding> {
    let (run, values) = warning::run_of(scene, definition);
    if run.length < WARNING_RUN {
        return None;
    }
    let whole = scene.change(definition, values[0].0).ok()?;
    whole.interval?;
    let beyond = whole.significance == Significance::Significant;
    let red = run.length > WARNING_RUN || beyond;
    let weight = if red { 86.0 } else { 62.0 } + certainty(&whole) / 4.0;
    let signal = Signal::Decline { values, chance: run.chance, whole };
    Some(finding(definition, Judgement::Bad, weight, signal))
}

fn mix_effect(scene: &Scene, definition: &Definition, change: Option<Change>) -> Option<Finding> {
    let change = change.filter(|one| one.significance == Significance::Significant)?;
    let base = scene.quarter().year_before();
    let reversed = |dimension: &String| {
        mix::decompose(scene, definition, dimension, base).filter(|mix| mix.whole.reversal == Some(Reversal::AllParts))
    };
    let strongest = |a: &Mix, b: &Mix| a.whole.mix.abs().total_cmp(&b.whole.mix.abs());
    let mix = definition.segments.iter().filter_map(reversed).max_by(strongest)?;
    let improves = change.improves?;
    let weight = if improves { 80.0 } else { 95.0 } + certainty(&change) / 4.0;
    Some(finding(definition, judgement(improves), weight, Signal::MixEffect(mix)))
}

pub(super) fn complaints(scene: &Scene, definition: &Definition) -> Option<Finding> {
    let spike = complaint::spike(scene, definition).filter(|_| definition.better.improves(1.0) == Some(false))?;
    let weight = 88.0 + spike.ratio.min(6.0);
    Some(finding(definition, Judgement::Bad, weight, Signal::Complaints(spike)))
}

/// Cost per contact or resolution beside satisfaction; told only when the cost moved by 2 % or more.
fn cost_beside_satisfaction(scene: &Scene) -> Option<Finding> {
    let (cost, satisfaction) = (scene.card("M24")?, scene.card("M09")?);
    if !scene.judged(cost) || !scene.judged(satisfaction) {
        return None;
    }
    let (of_cost, of_satisfaction) = (scene.year_on_year(cost).ok()?, scene.year_on_year(satisfaction).ok()?);
    let cheaper = of_cost.improves?;
    if of_cost.relative.is_none_or(|relative| relative.abs() < 2.0) {
        return None;
    }
    let (good, weight) = match (cheaper, of_satisfaction.verdict()) {
        (true, Some(false)) => (Judgement::Bad, 64.0),
        (false, Some(false)) => (Judgement::Bad, 66.0),
        (true, _) => (Judgement::Good, 45.0),
        (false, Some(true)) => (Judgement::Neutral, 44.0),
        (false, None) => (Judgement::Bad, 46.0),
    };
    let signal = Signal::CostBesideSatisfaction { cost: of_cost, satisfaction: of_satisfaction };
    Some(Finding { also: vec![satisfaction.id.clone()], ..finding(cost, good, weight, signal) })
}

/// Whether most of a spike comes from one part.
pub(super) fn is_concentrated(finding: &Finding) -> bool {
    matches!(&finding.signal, Signal::Complaints(spike) if spike.concentration.is_some())
}

/// The comparison of one metric with its published average, when the two differ.
pub(super) fn benchmark(scene: &Scene, definition: &Definition) -> Option<Finding> {
    benchmarks(scene).into_iter().find(|one| one.metric == definition.id)
}

fn benchmarks(scene: &Scene) -> Vec<Finding> {
    let told = |(at, compared): (usize, &Compared)| {
        let definition = scene.definition(compared.metric).filter(|one| one.scorecard)?;
        let best = compared.comparison.best.as_ref().filter(|best| best.leads())?;
        // What a twin or a bound proves stands in the section on the industry; a headline quotes the metric's own figure.
        let own = best.twin.is_none() && best.bound.is_none();
        let (good, weight) = match best.verdict.ok().filter(|_| own)? {
            Verdict::Worse => (Judgement::Bad, 52.0),
            Verdict::Better => (Judgement::Good, 37.0),
            Verdict::NotDifferent | Verdict::AtLeastAsGood | Verdict::AtMostAsGood => return None,
        };
        scene.judged(definition).then(|| finding(definition, good, weight, Signal::Benchmark(at)))
    };
    scene.comparisons.iter().enumerate().filter_map(told).collect()
}
