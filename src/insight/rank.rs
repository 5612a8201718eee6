//! Which findings are told, and in which order: by effect and certainty, one per handbook card.

use super::complaint;
use super::judge::{self, Change, NoVerdict, Significance, Standing};
use super::mix::{self, Mix};
use super::scene::{Compared, Scene};
use super::signal::{Driver, Finding, Judgement, Signal, Tally};
use super::warning;
use crate::benchmarks::Verdict;
use crate::domain::{Segment, Unit};
use crate::metrics::definition::{Definition, Family};
use crate::statistics::Reversal;

/// Most findings of a summary.
const MOST: usize = 5;
/// Worsening changes in a row that make a warning (T5).
const WARNING_RUN: u32 = 3;
/// Relative change of a backlog that is worth telling, in percent.
const BACKLOG_MOVE: f64 = 20.0;

/// The three to five findings of a report (fewer when the data does not carry more), the heaviest
/// first. At least one is good when there is a good one. None rests on fewer rows than the policy's
/// verdict minimum.
pub fn findings(scene: &Scene) -> Vec<Finding> {
    let mut found: Vec<Finding> = scene.scorecard().flat_map(|one| of_metric(scene, one)).collect();
    found.extend(cost_beside_satisfaction(scene));
    found.extend(benchmarks(scene));
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

fn of_metric(scene: &Scene, definition: &Definition) -> Vec<Finding> {
    if definition.family == Family::Volume || !scene.judged(definition) {
        return Vec::new();
    }
    let year = scene.year_on_year(definition).ok();
    let missed = distance(scene, definition);
    let found = [
        mix_effect(scene, definition, year),
        complaints(scene, definition),
        decline(scene, definition),
        target(scene, definition, year),
        backlog(definition, year),
        moved(scene, definition, year),
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

pub(super) fn moved(scene: &Scene, definition: &Definition, change: Option<Change>) -> Option<Finding> {
    let change = change?;
    let improves = change.verdict()?;
    let weight = if improves { 38.0 } else { 60.0 } + certainty(&change);
    let driver = driver(scene, definition, &change);
    Some(finding(definition, judgement(improves), weight, Signal::Moved { change, driver }))
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

pub(super) fn mix_effect(scene: &Scene, definition: &Definition, change: Option<Change>) -> Option<Finding> {
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

fn backlog(definition: &Definition, change: Option<Change>) -> Option<Finding> {
    let change = change.filter(|_| definition.card.as_deref() == Some("M05"))?;
    let relative = 100.0 * change.difference / change.before;
    if change.before <= 0.0 || relative.abs() < BACKLOG_MOVE || definition.unit == Unit::Percent {
        return None;
    }
    let (good, weight) = if relative < 0.0 { (Judgement::Good, 36.0) } else { (Judgement::Bad, 56.0) };
    Some(finding(definition, good, weight, Signal::Backlog { change }))
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

/// The part whose own rate adds most in the direction of a change, when it adds at least two fifths
/// of it and has enough rows in both quarters.
fn driver(scene: &Scene, definition: &Definition, change: &Change) -> Option<Driver> {
    let base = scene.quarter().year_before();
    let mut best: Option<Driver> = None;
    for dimension in &definition.segments {
        let Some(mix) = mix::decompose(scene, definition, dimension, base) else { continue };
        for line in mix.lines {
            let Some(part) = line.name else { continue };
            let segment = Segment::Part { dimension: dimension.clone(), value: part.clone() };
            let firm = [scene.quarter(), base].into_iter().all(|quarter| {
                let found = scene.measurements.get(&definition.id, &segment, quarter);
                found.is_some_and(|one| judge::may_judge(one, definition, scene.policy))
            });
            let share = line.rate / change.difference;
            let stronger = best.as_ref().is_none_or(|known| line.rate.abs() > known.contribution.abs());
            if firm && share >= 0.4 && stronger {
                best = Some(Driver { dimension: dimension.clone(), part, contribution: line.rate });
            }
        }
    }
    best
}
