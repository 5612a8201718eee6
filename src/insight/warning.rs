//! Early warnings by rule, with what each stands on and how many false ones chance brings (T5, R15).

use super::cause::{Cause, Searched};
use super::control::{Control, controls, strength};
use super::judge::{self, Change, Significance, Standing};
use super::scene::Scene;
use crate::catalogue::definition::{Definition, Family};
use crate::domain::{Direction, Period, Quarter, Segment};
use crate::statistics::{ControlRule, ControlSignal, Run, chance_of_run, run_at_end};

/// Worsening changes in a row that are noted.
const NOTED: u32 = 2;
/// Worsening changes in a row that warn.
const WARNED: u32 = 3;
/// Quarters in a row below the target that warn; one is noted.
const MISSED: usize = 2;
/// Chance that noise alone gives a signal on the bad side that reaches into the last three of 24
/// months, with limits from the first twelve: simulated, 400,000 series (NumPy 2.4.6).
pub const CHANCE_OF_SIGNAL: f64 = 0.055;

/// How urgent a warning is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Noted, no action yet.
    Note,
    /// 黄色.
    Yellow,
    /// 红色.
    Red,
}

/// A metric that gives a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning<'a> {
    /// The metric.
    pub definition: &'a Definition,
    /// Other metrics that warn, too: of the same card, or moved by the same cause.
    pub also: Vec<&'a Definition>,
    /// What is behind it.
    pub because: Option<Cause>,
    /// The highest level of its rules.
    pub level: Level,
    /// The rules that fired, the strongest first.
    pub rules: Vec<Fired>,
    /// Where it began.
    pub since: Since,
}

/// Where a warning began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Since {
    /// With a quarter.
    Quarter(Quarter),
    /// With a month.
    Month(Period),
}

/// A rule that fired, with its values.
#[derive(Clone, Debug, PartialEq)]
pub enum Fired {
    /// Worsening quarter after quarter.
    Run {
        /// The values of the run, oldest first, one more than changes.
        values: Vec<(Quarter, f64)>,
        /// The change over the whole run.
        whole: Option<Change>,
        /// Chance of such a run under noise alone.
        chance: f64,
    },
    /// Special-cause variation on the bad side within the quarter.
    Control {
        /// The signal.
        signal: ControlSignal,
        /// First and last month of the signal.
        months: (Period, Period),
        /// Value and limits of its last month.
        last: (f64, (f64, f64)),
        /// Centre line.
        centre: f64,
    },
    /// The whole interval off the target quarter after quarter.
    Missed {
        /// Quarters with their values and targets, oldest first.
        quarters: Vec<(Quarter, f64, f64)>,
    },
}

/// The warnings of a report with what was watched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warnings<'a> {
    /// Red before yellow before notes, more rules before fewer, then in catalogue order.
    pub list: Vec<Warning<'a>>,
    /// Metrics watched for runs: at least four quarters may be judged.
    pub runs: usize,
    /// Metrics with a control chart.
    pub charts: usize,
    /// Metrics with a target that is judged.
    pub targets: usize,
}

impl Warnings<'_> {
    /// Runs of three that noise alone would give among the metrics watched.
    pub fn false_runs(&self) -> f64 {
        self.runs as f64 * chance_of_run(WARNED)
    }

    /// Signals that noise alone would give among the charts.
    pub fn false_signals(&self) -> f64 {
        self.charts as f64 * CHANCE_OF_SIGNAL
    }

    /// How many warnings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|one| one.level == level).count()
    }
}

/// Watches the scorecard: every metric with a target, and every other one with a better side, volumes aside.
pub fn warnings<'a>(scene: &Scene<'a>, searched: Searched) -> Warnings<'a> {
    let charts = controls(scene);
    let mut found = Warnings { charts: charts.len(), ..Warnings::default() };
    let targeted = |one: &Definition| scene.target(&one.id).is_some();
    let watched: Vec<&'a Definition> = scene.shown().filter(|one| is_watched(one) || targeted(one)).collect();
    for definition in watched {
        found.runs += usize::from(is_watched(definition) && has_run(scene, definition));
        found.targets += usize::from(!standings(scene, definition).is_empty());
        let chart = charts.iter().find(|chart| chart.definition.id == definition.id);
        if let Some(warning) = of_metric(scene, definition, chart) {
            add(&mut found.list, warning);
        }
    }
    found.list.sort_by_key(|one| std::cmp::Reverse(urgency(one)));
    for cause in searched.causes {
        explain(scene, &mut found.list, cause);
    }
    found
}

/// What one cause made worse warns once, under the most urgent of its metrics.
fn explain<'a>(scene: &Scene<'a>, list: &mut Vec<Warning<'a>>, cause: &Cause) {
    let worsens = |metric: &str, contribution: f64| {
        scene.definition(metric).is_some_and(|one| one.better.improves(contribution) == Some(false))
    };
    let moved = |one: &Warning| {
        let own = (cause.metric.as_str(), cause.contribution);
        let others = cause.explains.iter().map(|share| (share.metric.as_str(), share.contribution));
        std::iter::once(own).chain(others).any(|(metric, by)| metric == one.definition.id && worsens(metric, by))
    };
    let concerns = |one: &Warning| one.level > Level::Note && one.because.is_none() && moved(one);
    let Some(first) = list.iter().position(concerns) else { return };
    let (mut same, rest): (Vec<Warning>, Vec<Warning>) = list.drain(first..).partition(concerns);
    let mut told = same.remove(0);
    for other in same {
        told.also.push(other.definition);
        told.also.extend(other.also);
    }
    told.because = Some(cause.clone());
    list.push(told);
    list.extend(rest);
}

/// How many metrics are watched for runs: the number to which chance findings are expected.
pub fn watched_for_runs(scene: &Scene) -> usize {
    scene.shown().filter(|one| is_watched(one) && has_run(scene, one)).count()
}

/// Whether enough of the latest quarters may be judged for a run.
fn has_run(scene: &Scene, definition: &Definition) -> bool {
    judged_values(scene, definition).iter().rev().take_while(|value| value.is_some()).count() > WARNED as usize
}

/// A warning of a card that warns already joins it.
fn add<'a>(list: &mut Vec<Warning<'a>>, warning: Warning<'a>) {
    let same =
        |known: &&mut Warning<'a>| known.definition.card.is_some() && known.definition.card == warning.definition.card;
    match list.iter_mut().find(same) {
        Some(known) if known.level >= warning.level => known.also.extend(warns(&warning)),
        Some(known) => {
            let weaker = std::mem::replace(known, warning);
            known.also.extend(warns(&weaker));
            known.also.extend(weaker.also);
        }
        None => list.push(warning),
    }
}

/// The metric of a warning that is more than a note.
fn warns<'a>(warning: &Warning<'a>) -> Option<&'a Definition> {
    (warning.level > Level::Note).then_some(warning.definition)
}

/// Level first, then how many rules fired and how strong their signals are.
fn urgency(warning: &Warning) -> (Level, usize, bool) {
    let outside = |rule: &Fired| matches!(rule, Fired::Control { signal, .. } if signal.rule == ControlRule::Outside);
    (warning.level, warning.rules.len(), warning.rules.iter().any(outside))
}

fn is_watched(definition: &Definition) -> bool {
    definition.family != Family::Volume && definition.better != Direction::TargetRange
}

fn of_metric<'a>(scene: &Scene<'a>, definition: &'a Definition, chart: Option<&Control<'a>>) -> Option<Warning<'a>> {
    let moves = is_watched(definition).then(|| [run(scene, definition), chart.and_then(|chart| signal(scene, chart))]);
    let mut fired: Vec<(Level, Since, Fired)> =
        moves.into_iter().flatten().flatten().chain(missed(scene, definition)).collect();
    fired.sort_by_key(|(level, ..)| std::cmp::Reverse(*level));
    let (level, since, _) = fired.first()?;
    let (level, since) = (*level, *since);
    let rules = fired.into_iter().map(|(.., fired)| fired).collect();
    Some(Warning { definition, also: Vec::new(), because: None, level, rules, since })
}

/// Values of the quarters that may be judged, oldest first.
fn judged_values(scene: &Scene, definition: &Definition) -> Vec<Option<f64>> {
    let firm = |one: Option<&crate::metrics::measurement::Measurement>| {
        one.filter(|one| judge::may_judge(one, definition, scene.policy))?.value
    };
    scene.series(&definition.id, &Segment::Total).into_iter().map(firm).collect()
}

/// The run of worsening quarters at the end, with its values.
pub(super) fn run_of(scene: &Scene, definition: &Definition) -> (Run, Vec<(Quarter, f64)>) {
    let values = judged_values(scene, definition);
    let run = run_at_end(&values, definition.better);
    let first = values.len().saturating_sub(1 + run.length as usize);
    let told = (first..values.len()).filter_map(|at| Some((scene.periods[at].quarter, values[at]?)));
    (run, told.collect())
}

fn run(scene: &Scene, definition: &Definition) -> Option<(Level, Since, Fired)> {
    let (run, values) = run_of(scene, definition);
    if run.length < NOTED {
        return None;
    }
    let whole = scene.change(definition, values[0].0).ok();
    let beyond = whole.is_some_and(|change| change.significance == Significance::Significant);
    let level = match run.length {
        NOTED => Level::Note,
        WARNED if !beyond => Level::Yellow,
        _ => Level::Red,
    };
    let since = Since::Quarter(values[1].0);
    Some((level, since, Fired::Run { values, whole, chance: run.chance }))
}

fn signal(scene: &Scene, chart: &Control) -> Option<(Level, Since, Fired)> {
    let bad = chart.within(scene.quarter()).filter(|signal| chart.worsens(signal) == Some(true));
    let signal = *bad.min_by_key(|signal| strength(signal.rule))?;
    let months = (*chart.month(signal.first), *chart.month(signal.last));
    let last = &chart.points[signal.last];
    let fired = Fired::Control {
        signal,
        months,
        last: (last.value, (last.limits.low, last.limits.high)),
        centre: chart.centre,
    };
    Some((Level::Red, Since::Month(months.0), fired))
}

/// Quarters with value, target and whether it was missed, newest first, up to the first without.
fn standings(scene: &Scene, definition: &Definition) -> Vec<(Quarter, f64, f64, bool)> {
    let of = |period: &Period| {
        let figure = scene.total(&definition.id, period.quarter)?;
        let target = scene.target_on(&definition.id, period.first_day)?;
        let standing = judge::standing(figure, definition, Some(target), scene.policy);
        let judged = !matches!(standing, Standing::NoTarget | Standing::NoVerdict(_));
        judged.then_some((period.quarter, figure.value?, target.value, standing == Standing::Missed))
    };
    scene.periods.iter().rev().map_while(of).collect()
}

fn missed(scene: &Scene, definition: &Definition) -> Option<(Level, Since, Fired)> {
    let missed = standings(scene, definition).into_iter().take_while(|(.., missed)| *missed);
    let mut quarters: Vec<(Quarter, f64, f64)> =
        missed.map(|(quarter, value, target, _)| (quarter, value, target)).collect();
    quarters.reverse();
    let first = quarters.first()?.0;
    let level = if quarters.len() >= MISSED { Level::Yellow } else { Level::Note };
    Some((level, Since::Quarter(first), Fired::Missed { quarters }))
}
