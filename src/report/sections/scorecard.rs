//! The scorecard (R3): each main metric against target, industry, last quarter and last year.

use super::{Written, benchmarks};
use crate::domain::{Segment, Unit};
use crate::insight::{NoVerdict, Standing, tally};
use crate::metrics::definition::{Definition, Family};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, column, group, is_blank, plain, row, sign, slug, table, with_detail};
use crate::report::model::{Bullet, Cell, ChartData, Labelled, Row, Sparkline, Table, Tone};

/// The scorecard; nothing when no metric has a figure.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let listed = listed(draft);
    if !listed.iter().any(|one| draft.scene.shown().any(|shown| shown.id == one.id)) {
        return None;
    }
    let mut rows = Vec::new();
    for family in [Family::Speed, Family::Quality, Family::Satisfaction, Family::Loyalty, Family::Cost, Family::Volume]
    {
        rows.extend(family_rows(draft, family, &listed));
    }
    let notes = vec![
        draft.provenance(&listed),
        draft.policy_note(),
        draft.words.say("scorecard-note-census"),
        draft.words.say("note-rounding"),
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
pub(super) const MOST: usize = 20;
/// Most quarters in a sparkline.
const SPARK_QUARTERS: usize = 8;

/// Scorecard metrics that could be computed in some quarter of the report, or whose columns are there and
/// hold nothing; of too many those with a
/// target first, then those with an industry figure, then in the order of the catalogue.
fn listed<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let known = |one: &&Definition| {
        let figures = draft.scene.periods.iter().filter_map(|period| draft.scene.total(&one.id, period.quarter));
        let is_blank =
            |found: &Measurement| matches!(&found.status, Status::Unavailable { reason } if is_blank(reason));
        let is_known = |found: &Measurement| !matches!(found.status, Status::Unavailable { .. } | Status::NoData);
        figures.into_iter().any(|found| is_known(found) || is_blank(found))
    };
    let all: Vec<&Definition> = draft.scene.scorecard().filter(known).collect();
    let rank = |one: &Definition| {
        let compared = draft.scene.compared(&one.id).and_then(benchmarks::usable).is_some();
        (draft.scene.target(&one.id).is_none(), !compared)
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (rank(all[*at]), *at));
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().map(|at| all[at]).collect()
}

fn title(draft: &Draft) -> String {
    let tally = tally(&draft.scene);
    let words = &draft.words;
    let number = |count: usize| count.to_string();
    if tally.with_target == 0 {
        return words.count("scorecard-title-no-targets", tally.shown as u64, &[("shown", &number(tally.shown))]);
    }
    let parts =
        draft.counts(&[("part-met", tally.met), ("part-missed", tally.missed), ("part-unclear", tally.unclear)]);
    let id = if tally.met == tally.with_target { "scorecard-title-all-met" } else { "scorecard-title" };
    words.count(id, tally.with_target as u64, &[("targets", &number(tally.with_target)), ("parts", &parts)])
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say("column-metric"), "start", 2.2),
        column(draft.dates.short(draft.quarter()), "end", 1.6),
        column(say("column-chart"), "center", 1.8),
        column(say("label-target"), "end", 1.0),
        column(say("column-industry"), "end", 1.1),
        column(say("column-qoq"), "end", 1.3),
        column(say("column-yoy"), "end", 1.3),
        column(say("column-status"), "start", 1.1),
        column(draft.words.with("column-recent-quarters", &[("n", &recent(draft).to_string())]), "center", 1.2),
    ]
}

fn family_rows(draft: &mut Draft, family: Family, listed: &[&Definition]) -> Vec<Row> {
    let mut members: Vec<&Definition> = listed.iter().copied().filter(|one| one.family == family).collect();
    members.sort_by_key(|one| standing_rank(draft.scene.standing(one)));
    if members.is_empty() {
        return Vec::new();
    }
    let name =
        serde_json::to_value(family).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let mut rows = vec![group(draft.words.say(&format!("family-{name}")))];
    for definition in members {
        rows.push(metric_row(draft, definition));
    }
    rows
}

/// 未达标 first.
fn standing_rank(standing: Standing) -> u8 {
    match standing {
        Standing::Missed => 0,
        Standing::Unclear => 1,
        Standing::Met => 2,
        Standing::NoTarget => 3,
        Standing::NoVerdict(NoVerdict::SmallBase) => 4,
        Standing::NoVerdict(_) => 5,
    }
}

fn metric_row(draft: &mut Draft, definition: &Definition) -> Row {
    let definition = draft.scene.definition(&definition.id).expect("listed metrics are defined");
    let standing = draft.scene.standing(definition);
    let (tone, symbol, word) = draft.standing(standing);
    let now = draft.scene.now(&definition.id);
    let value = now.map_or_else(|| plain(draft.words.say("no-figure")), |now| value_cell(draft, now));
    let industry = industry_cell(draft, &definition.id);
    let target = plain(draft.target(&definition.id).unwrap_or_else(|| draft.words.say("no-figure")));
    let quarter_on_quarter = draft.change_cell(&definition.id, draft.scene.quarter_on_quarter(definition));
    let year_on_year = draft.change_cell(&definition.id, draft.scene.year_on_year(definition));
    let name = draft.title_of(definition);
    let bullet = bullet(draft, definition, standing);
    let sparkline = sparkline(draft, definition, tone);
    row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(name) },
        value,
        bullet,
        target,
        industry,
        quarter_on_quarter,
        year_on_year,
        Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(word) },
        sparkline,
    ])
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
            let value = benchmarks::published(draft, metric, best.benchmark);
            let (tone, word) = benchmarks::verdict(draft, best);
            Cell { tone: Some(tone), ..with_detail(value, word) }
        }
        None if comparison.matches.is_empty() => muted(None),
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
        benchmark: draft.scene.compared(&definition.id).and_then(benchmarks::usable).map(|best| Labelled {
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

fn sparkline(draft: &mut Draft, definition: &Definition, tone: Tone) -> Cell {
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
