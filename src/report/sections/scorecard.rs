//! The scorecard (R3): each main metric against target, industry, last quarter and last year.

use super::{Written, benchmarks, variation};
use crate::benchmarks::Status as Standard;
use crate::catalogue::definition::Definition;
use crate::config::Target;
use crate::domain::{Direction, Segment, Unit};
use crate::insight::{NoVerdict, Standing, Tally, tally};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, column, is_blank, plain, row, sign, slug, table, with_detail};
use crate::report::model::{Bullet, Cell, ChartData, Labelled, OffTarget, Row, Sparkline, Table, Tone};
use crate::report::text::{rounded, signed};

/// The scorecard; nothing when no metric has a figure.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let listed = listed(draft);
    let shown = |one: &&Definition| draft.scene.shown().any(|shown| shown.id == one.id);
    if !listed.iter().any(shown) && draft.scene.targeted().next().is_none() {
        return None;
    }
    let limit = scale(draft, &listed);
    let rows = listed.iter().map(|one| metric_row(draft, one, limit)).collect();
    let notes = vec![
        draft.provenance(&listed),
        draft.policy_note(),
        draft.words.with("scorecard-legend", &[("limit", &rounded(limit, 0))]),
    ];
    let scorecard = Table {
        id: "scorecard-table".to_owned(),
        caption: draft.words.with("scorecard-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns: columns(draft),
        rows,
        notes,
    };
    Some((title(draft), table(scorecard).into_iter().collect()))
}

/// Most metrics of a scorecard; the others stand in their sections and in the method appendix.
pub(super) const MOST: usize = 14;
/// Ends of the scale of distances, in percent.
const SCALES: [f64; 5] = [5.0, 10.0, 20.0, 30.0, 50.0];
/// Most quarters in a sparkline.
const SPARK_QUARTERS: usize = 8;

/// All metrics with a target, and scorecard metrics that could be computed in some quarter of the report, or
/// whose columns are there and hold nothing; of too many those with a target first, then those with an industry figure, then in the order of the catalogue.
pub fn listed<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let known = |one: &&Definition| {
        let figures = draft.scene.periods.iter().filter_map(|period| draft.scene.total(&one.id, period.quarter));
        let is_blank =
            |found: &Measurement| matches!(&found.status, Status::Unavailable { reason } if is_blank(reason));
        let is_known = |found: &Measurement| !matches!(found.status, Status::Unavailable { .. } | Status::NoData);
        figures.into_iter().any(|found| is_known(found) || is_blank(found))
    };
    let targeted = |one: &Definition| draft.scene.target(&one.id).is_some();
    let all: Vec<&Definition> = draft.scene.scorecard().filter(|one| targeted(one) || known(one)).collect();
    let rank = |one: &Definition| {
        let compared = draft.scene.compared(&one.id).and_then(benchmarks::usable).is_some();
        (draft.scene.target(&one.id).is_none(), !compared)
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (rank(all[*at]), *at));
    order.truncate(MOST.max(all.iter().filter(|one| targeted(one)).count()));
    order.sort_by_key(|at| (standing_rank(draft.scene.standing(all[*at])), *at));
    order.into_iter().map(|at| all[at]).collect()
}

fn title(draft: &Draft) -> String {
    let tally = tally(&draft.scene);
    let words = &draft.words;
    let number = |count: usize| count.to_string();
    if tally.with_target == 0 {
        return words.count("scorecard-title-no-targets", tally.shown as u64, &[("shown", &number(tally.shown))]);
    }
    let parts = verdict_counts(draft, &tally);
    let id = if tally.met == tally.with_target { "scorecard-title-all-met" } else { "scorecard-title" };
    words.count(id, tally.with_target as u64, &[("targets", &number(tally.with_target)), ("parts", &parts)])
}

/// How many targets are met, met narrowly, just missed and missed, in words.
pub(super) fn verdict_counts(draft: &Draft, tally: &Tally) -> String {
    draft.counts(&[
        ("part-met", tally.met),
        ("part-met-narrowly", tally.met_narrowly),
        ("part-just-missed", tally.just_missed),
        ("part-missed", tally.missed),
        ("part-unjudged", tally.unjudged),
    ])
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say("column-metric"), "start", 1.9),
        column(say("column-status"), "start", 1.15),
        column(draft.dates.short(draft.quarter()), "end", 1.9),
        column(say("label-target"), "end", 0.9),
        column(say("column-off-target"), "center", 1.4),
        column(say("column-yoy"), "end", 1.3),
        column(say("column-industry"), "end", 1.2),
        column(draft.words.with("column-recent-quarters", &[("n", &recent(draft).to_string())]), "center", 1.15),
        column(say("column-variation"), "start", 1.05),
    ]
}

/// 未达标 first.
pub(super) fn standing_rank(standing: Standing) -> u8 {
    match standing {
        Standing::Missed => 0,
        Standing::JustMissed { .. } => 1,
        Standing::MetNarrowly => 2,
        Standing::Met => 3,
        Standing::NoTarget => 4,
        Standing::NoVerdict(NoVerdict::SmallBase) => 5,
        Standing::NoVerdict(_) => 6,
    }
}

fn metric_row(draft: &mut Draft, definition: &Definition, limit: f64) -> Row {
    let definition = draft.scene.definition(&definition.id).expect("listed metrics are defined");
    let standing = draft.scene.standing(definition);
    let (tone, symbol, word) = draft.standing(standing);
    let now = draft.scene.now(&definition.id);
    let value = match now {
        Some(now) if why_not(draft, now).is_none() => value_cell(draft, now),
        now => {
            let reason = now.and_then(|now| why_not(draft, now)).unwrap_or_else(|| draft.words.say("standing-no-data"));
            Cell { tone: Some(Tone::Muted), ..with_detail(draft.words.say("no-figure"), Some(reason)) }
        }
    };
    let industry = industry_cell(draft, &definition.id);
    let target = plain(draft.target(&definition.id).unwrap_or_else(|| draft.words.say("no-figure")));
    let year_on_year = draft.change_cell(&definition.id, draft.scene.year_on_year(definition));
    let name = draft.title_of(definition);
    let off = off_target(draft, definition, standing, limit);
    let sparkline = sparkline(draft, definition, tone);
    row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(name) },
        Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(word) },
        value,
        target,
        off,
        year_on_year,
        industry,
        sparkline,
        variation::cell(draft, definition),
    ])
}

/// How far off its target a value is, in percent of the target, better positive; `None` without a target
/// or where it is zero. Within a range it is not off.
pub fn off(definition: &Definition, target: &Target, value: f64) -> Option<f64> {
    let percent = |from: f64| (from != 0.0).then(|| 100.0 * (value - from) / from.abs());
    match definition.better {
        Direction::Higher => percent(target.value),
        Direction::Lower => percent(target.value).map(|share| -share),
        Direction::TargetRange => {
            let upper = target.upper.unwrap_or(target.value);
            match () {
                () if value < target.value => percent(target.value),
                () if value > upper => percent(upper).map(|share| -share),
                () => Some(0.0),
            }
        }
    }
}

/// The scale that all rows share: a round number of percent that holds two thirds of them.
fn scale(draft: &Draft, listed: &[&Definition]) -> f64 {
    let of = |one: &&Definition| {
        let value = draft.scene.now(&one.id).and_then(|now| now.value)?;
        off(one, draft.scene.target(&one.id)?, value).map(f64::abs)
    };
    let mut all: Vec<f64> = listed.iter().filter_map(of).collect();
    all.sort_by(f64::total_cmp);
    let most = all.get((2 * all.len()).div_ceil(3).saturating_sub(1)).copied().unwrap_or(0.0);
    SCALES.into_iter().find(|end| most <= *end).unwrap_or(SCALES[SCALES.len() - 1])
}

fn off_target(draft: &mut Draft, definition: &Definition, standing: Standing, limit: f64) -> Cell {
    let id = format!("off-{}", slug(&definition.id));
    let shown = draft.scene.now(&definition.id).filter(|now| matches!(now.status, Status::Ok | Status::LowBase));
    let found = draft.scene.target(&definition.id).zip(shown).and_then(|(target, now)| {
        let at = |value: f64| off(definition, target, value);
        let share = at(now.value?)?;
        let interval = now.interval.and_then(|found| at(found.low).zip(at(found.high)));
        let last = draft.scene.total(&definition.id, draft.quarter().year_before());
        let last = last.filter(|one| matches!(one.status, Status::Ok | Status::LowBase)).and_then(|one| one.value);
        Some((share, interval, last.and_then(at), now.status == Status::LowBase))
    });
    let Some((share, interval, last_year, muted)) = found else { return plain(draft.words.say("no-figure")) };
    let name = draft.title_of(definition);
    let alt = draft.words.with("off-target-alt", &[("metric", &name), ("share", &signed(share, 1))]);
    let tone = if muted { Tone::Muted } else { chart_tone(standing) };
    let data = OffTarget { share, interval, last_year, limit, tone, alt: alt.clone() };
    draft.charts.insert(id.clone(), ChartData::OffTarget(data));
    Cell { chart: Some(id), ..plain(alt) }
}

/// Why a figure is not there, in words; `None` when it is, or when its place says so.
fn why_not(draft: &Draft, now: &Measurement) -> Option<String> {
    let is_blank = matches!(&now.status, Status::Unavailable { reason } if is_blank(reason));
    (!is_blank).then(|| super::data_quality::reason(draft, Some(now))).flatten()
}

fn value_cell(draft: &Draft, now: &Measurement) -> Cell {
    let muted = now.status != Status::Ok;
    Cell { tone: muted.then_some(Tone::Muted), ..with_detail(draft.value(now), draft.base_line(now)) }
}

fn industry_cell(draft: &Draft, metric: &str) -> Cell {
    let muted =
        |detail: Option<String>| Cell { tone: Some(Tone::Muted), ..with_detail(draft.words.say("no-figure"), detail) };
    let Some(comparison) = draft.scene.compared(metric) else { return muted(None) };
    match benchmarks::usable(comparison) {
        Some(best) => {
            let by = best.twin.map_or(metric, |twin| twin.definition.id.as_str());
            let value = benchmarks::published(draft, by, best.benchmark);
            let (tone, word) = benchmarks::verdict(draft, best);
            Cell { tone: Some(tone), ..with_detail(value, word) }
        }
        None if comparison.matches.is_empty() => muted(None),
        None if comparison.status == Standard::Compared => {
            let abroad = comparison.best.as_ref().is_some_and(|best| !best.home);
            muted(abroad.then(|| draft.words.say("industry-abroad")))
        }
        None if comparison.status == Standard::Claimed => muted(None),
        None => muted(Some(draft.words.say("comparability-incomparable"))),
    }
}

/// The bullet chart of a metric, or an empty cell. Its id is `bullet-<metric>`.
pub fn bullet(draft: &mut Draft, definition: &Definition, standing: Standing) -> Cell {
    let id = format!("bullet-{}", slug(&definition.id));
    let shown = draft.scene.now(&definition.id).filter(|now| matches!(now.status, Status::Ok | Status::LowBase));
    let Some((now, value)) = shown.and_then(|now| Some((now, now.value?))) else {
        return plain(draft.words.say("no-figure"));
    };
    let figure = draft.figure(&definition.id).clone();
    let last = draft.scene.total(&definition.id, draft.quarter().year_before());
    let last = last.filter(|one| matches!(one.status, Status::Ok | Status::LowBase)).and_then(|one| one.value);
    let target = draft.scene.target(&definition.id).map(|target| target.value);
    let label = |value: f64| Labelled { value, label: figure.value(value, &draft.words) };
    let interval = now.interval.map(|interval| (interval.low, interval.high));
    let ends = [Some(value), last, target, interval.map(|ends| ends.1), interval.map(|ends| ends.0)];
    let alt = bullet_alt(draft, definition, now, last);
    let tone = if now.status == Status::LowBase { Tone::Muted } else { chart_tone(standing) };
    let bullet = Bullet {
        value: Labelled { label: format!("{}{}", figure.value(value, &draft.words), sign(now)), value },
        interval,
        target: target.map(label),
        benchmark: draft.scene.compared(&definition.id).and_then(benchmarks::drawable).map(|best| Labelled {
            value: best.benchmark.value,
            label: benchmarks::published(draft, &definition.id, best.benchmark),
        }),
        last_year: last.map(label),
        axis: axis(definition.unit, ends.into_iter().flatten()),
        tone,
        alt: alt.clone(),
    };
    draft.charts.insert(id.clone(), ChartData::Bullet(bullet));
    Cell { chart: Some(id), ..plain(alt) }
}

fn chart_tone(standing: Standing) -> Tone {
    match standing {
        Standing::Met => Tone::Good,
        Standing::Missed => Tone::Bad,
        Standing::JustMissed { .. } => Tone::Caution,
        _ => Tone::Neutral,
    }
}

fn bullet_alt(draft: &Draft, definition: &Definition, now: &Measurement, last: Option<f64>) -> String {
    let nothing = || draft.words.say("label-no-value");
    let last = last.map_or_else(nothing, |value| draft.figure(&definition.id).value(value, &draft.words));
    let name = draft.title_of(definition);
    let target = draft.target(&definition.id).unwrap_or_else(nothing);
    draft
        .words
        .with("bullet-alt", &[("metric", &name), ("value", &draft.value(now)), ("target", &target), ("last", &last)])
}

/// The axis of bars: from 0 (or below, for scores below zero) to a round number above all values.
pub fn axis(unit: Unit, values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for value in values.filter(|value| value.is_finite()) {
        (low, high) = (low.min(value), high.max(value));
    }
    match unit {
        Unit::Percent => (0.0, 100.0),
        Unit::NpsPoints => (-100.0, 100.0),
        _ => (-round_up(-low), if high > 0.0 { round_up(high * 1.05) } else { 1.0 }),
    }
}

/// The next 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × a power of ten.
pub fn round_up(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|end| *end >= value * (1.0 - 1e-12)).unwrap_or(10.0 * power)
}

/// Quarters in a sparkline.
fn recent(draft: &Draft) -> usize {
    draft.scene.periods.len().min(SPARK_QUARTERS)
}

pub(super) fn sparkline(draft: &mut Draft, definition: &Definition, tone: Tone) -> Cell {
    let id = format!("spark-{}", slug(&definition.id));
    let series = draft.scene.series(&definition.id, &Segment::Total);
    let from = series.len().saturating_sub(SPARK_QUARTERS);
    let values: Vec<Option<f64>> = series[from..].iter().map(|one| one.and_then(|one| one.value)).collect();
    if values.iter().flatten().count() < 2 {
        return plain(draft.words.say("no-figure"));
    }
    let name = draft.title_of(definition);
    let known: Vec<_> = series[from..].iter().flatten().collect();
    let (first, last) = (draft.value(known[0]), draft.value(known[known.len() - 1]));
    let quarters = recent(draft).to_string();
    let args = [("metric", name.as_str()), ("n", &quarters), ("first", &first), ("last", &last)];
    let alt = draft.words.with("spark-alt", &args);
    let target = draft.scene.target(&definition.id).map(|target| target.value);
    let line = Sparkline { values, target, tone, alt: alt.clone() };
    draft.charts.insert(id.clone(), ChartData::Sparkline(line));
    Cell { chart: Some(id), ..plain(alt) }
}
