//! Trends (R4): the main metrics over the report's quarters, with target and interval; by month
//! between control limits; volumes over equal working days and without
//! their season.

use super::events;
use super::finding::change_clause;
use super::scorecard::round_up;
use super::{Written, control, season, working_days};
use crate::catalogue::definition::{Definition, Family};
use crate::domain::{Segment, Unit};
use crate::insight::{Finding, Mix, Signal};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, sign, slug};
use crate::report::model::{Block, ChartBlock, ChartData, Labelled, Trend, TrendPoint};
use crate::report::text::Figure;

/// Most charts.
const MOST: usize = 8;
/// Least quarters with a figure that make a trend.
const LEAST_POINTS: usize = 3;
/// Most thin lines of parts.
const MOST_PARTS: usize = 4;
/// Most metrics that the title names on either side.
const MOST_NAMED: usize = 3;

/// The trend charts; nothing when no metric has three quarters.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let chosen = chosen(draft);
    if chosen.is_empty() {
        return None;
    }
    let mut charts: Vec<ChartBlock> = chosen.iter().map(|one| chart(draft, one)).collect();
    let title = title(draft, &charts);
    if moved(draft).is_none() && draft.findings.is_empty() {
        set_aside(draft, &mut charts);
    }
    let mut blocks = Vec::new();
    let mut charts = charts.into_iter().peekable();
    while let Some(first) = charts.next() {
        match charts.next() {
            Some(second) => blocks.push(Block::ChartRow { items: vec![first, second] }),
            None => blocks.push(Block::Chart(first)),
        }
    }
    blocks.push(Block::Paragraph { text: draft.words.with("trends-note", &[("level", &draft.level())]) });
    blocks.extend(control::blocks(draft));
    blocks.extend(working_days::block(draft));
    blocks.extend(season::blocks(draft));
    Some((title, blocks))
}

/// Where nothing differs one row says so; the charts after it are for the annex, by their ids.
fn set_aside(draft: &mut Draft, charts: &mut [ChartBlock]) {
    for chart in charts.iter_mut().skip(2) {
        let id = format!("further-{}", chart.id);
        if let Some(data) = draft.charts.remove(&chart.id) {
            draft.charts.insert(id.clone(), data);
            chart.id = id;
        }
    }
}

/// Metrics of the findings first, then those with a target, then the rest; two per card at most.
fn chosen<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let points = |one: &Definition| draft.scene.series(&one.id, &Segment::Total).iter().flatten().count();
    let told = draft.findings.iter().filter_map(|one| draft.scene.definition(&one.metric));
    let with_target = draft.scene.scorecard().filter(|one| draft.scene.target(&one.id).is_some());
    let rest = draft.scene.scorecard().filter(|one| one.family != Family::Volume);
    let mut chosen: Vec<&Definition> = Vec::new();
    for definition in told.chain(with_target).chain(rest) {
        let shown = draft.scene.shown().any(|one| one.id == definition.id);
        let of_card = |one: &&&Definition| one.card.is_some() && one.card == definition.card;
        let full = chosen.iter().filter(of_card).count() >= 2;
        if shown && !full && points(definition) >= LEAST_POINTS && !chosen.iter().any(|one| one.id == definition.id) {
            chosen.push(definition);
        }
    }
    chosen.truncate(MOST);
    chosen
}

fn title(draft: &Draft, charts: &[ChartBlock]) -> String {
    let declining = |one: &&Finding| matches!(one.signal, Signal::Decline { .. });
    if let Some(found) = draft.findings.iter().find(declining) {
        let id = format!("trend-{}", slug(&found.metric));
        if let Some(chart) = charts.iter().find(|chart| chart.id == id) {
            return chart.title.clone();
        }
    }
    moved(draft).unwrap_or_else(|| draft.words.say("trends-title-quiet"))
}

/// Which main metrics are better and which worse than a year ago, by name; `None` when none is.
pub fn moved(draft: &Draft) -> Option<String> {
    let names = |good: bool| -> String {
        let moved =
            |one: &&Definition| draft.scene.year_on_year(one).ok().and_then(|change| change.verdict()) == Some(good);
        let all: Vec<String> = draft.scene.shown().filter(moved).map(|one| draft.short_title(one)).collect();
        let more = all.len().saturating_sub(MOST_NAMED);
        let listed = draft.list(&all[..all.len().min(MOST_NAMED)]);
        if more == 0 { listed } else { draft.words.with("and-more", &[("names", &listed), ("n", &more.to_string())]) }
    };
    let (better, worse) = (names(true), names(false));
    let args = [("better", better.as_str()), ("worse", worse.as_str())];
    match (better.is_empty(), worse.is_empty()) {
        (true, true) => None,
        (false, true) => Some(draft.words.with("trends-title-better", &args)),
        (true, false) => Some(draft.words.with("trends-title-worse", &args)),
        (false, false) => Some(draft.words.with("trends-title", &args)),
    }
}

/// The trend of a metric, as chart `trend-<metric>`.
pub fn chart(draft: &mut Draft, definition: &Definition) -> ChartBlock {
    let id = format!("trend-{}", slug(&definition.id));
    let series = draft.scene.series(&definition.id, &Segment::Total);
    let figure = draft.figure(&definition.id).clone();
    let points: Vec<TrendPoint> = draft
        .scene
        .periods
        .iter()
        .zip(&series)
        .map(|(period, one)| point(draft, (definition, period.quarter), *one))
        .collect();
    let target = draft.scene.target(&definition.id).map(|target| Labelled {
        value: target.value,
        label: draft.words.with("target-is", &[("target", &within(draft, definition, &figure, target.value))]),
    });
    let parts = parts(draft, definition);
    let (low, high) = extent(&points, target.as_ref(), &parts);
    let ticks = ticks(definition.unit, low, high);
    let finer = figure.for_ticks(&ticks);
    let labelled = |value: f64| Labelled { value, label: within(draft, definition, &finer, value) };
    let ticks = ticks.into_iter().map(labelled).collect();
    let unit = figure.unit(&draft.words);
    let (events, told) = events::marks(draft, definition);
    let trend = Trend { unit, points, target, parts, events, ticks };
    let block = ChartBlock {
        id: id.clone(),
        title: chart_title(draft, definition),
        caption: format!("{}{}{told}", caption(draft, definition), draft.scene.now(&definition.id).map_or("", sign)),
        alt: alt(draft, definition, &series),
    };
    draft.charts.insert(id, ChartData::Trend(trend));
    block
}

/// A value inside a chart, which prints the unit once above its axis unless it is the percent sign.
pub fn within(draft: &Draft, definition: &Definition, figure: &Figure, value: f64) -> String {
    match definition.unit {
        Unit::Percent => figure.value(value, &draft.words),
        _ => figure.apart(value, &draft.words).0,
    }
}

fn point(
    draft: &Draft,
    (definition, quarter): (&Definition, crate::domain::Quarter),
    one: Option<&Measurement>,
) -> TrendPoint {
    let figure = draft.figure(&definition.id);
    let value = one.and_then(|one| one.value);
    let value = value.map(|value| Labelled { value, label: within(draft, definition, figure, value) });
    TrendPoint {
        period: draft.dates.tiny(quarter),
        value,
        interval: one.and_then(|one| one.interval).map(|interval| (interval.low, interval.high)),
        weak: one.is_some_and(|one| one.status == Status::LowBase),
    }
}

/// The parts of a mix finding as thin lines.
fn parts(draft: &Draft, definition: &Definition) -> Vec<(String, Vec<Option<f64>>)> {
    let Some(mix) = mix_of(draft, definition) else { return Vec::new() };
    let mut lines: Vec<_> = mix.lines.iter().filter(|line| line.name.is_some()).collect();
    lines.sort_by(|a, b| b.after.map_or(0.0, |side| side.1).total_cmp(&a.after.map_or(0.0, |side| side.1)));
    lines.truncate(MOST_PARTS);
    let line = |line: &&crate::insight::MixLine| {
        let value = line.name.clone().flatten();
        let name = draft.part(&mix.dimension, value.as_deref());
        let segment = Segment::Part { dimension: mix.dimension.clone(), value };
        let series = draft.scene.series(&definition.id, &segment);
        (name, series.into_iter().map(|one| one.and_then(|one| one.value)).collect())
    };
    lines.iter().map(line).collect()
}

fn mix_of(draft: &Draft, definition: &Definition) -> Option<Mix> {
    draft.findings.iter().filter(|one| one.metric == definition.id).find_map(|one| match &one.signal {
        Signal::MixEffect(mix) => Some(mix.clone()),
        Signal::Causes(behind) => super::causes::mix_of(draft, &one.metric, behind),
        _ => None,
    })
}

fn extent(points: &[TrendPoint], target: Option<&Labelled>, parts: &[(String, Vec<Option<f64>>)]) -> (f64, f64) {
    let values = points.iter().filter_map(|point| point.value.as_ref().map(|value| value.value));
    let ends = points.iter().filter_map(|point| point.interval).flat_map(|(low, high)| [low, high]);
    let lines = parts.iter().flat_map(|(_, line)| line.iter().flatten().copied());
    let all = values.chain(ends).chain(lines).chain(target.map(|target| target.value));
    all.filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// Four to seven round ticks round the extent; amounts and times start at 0, shares stay in 0–100.
pub fn ticks(unit: Unit, low: f64, high: f64) -> Vec<f64> {
    if !low.is_finite() || !high.is_finite() {
        return vec![0.0, 1.0];
    }
    let from_zero = !matches!(unit, Unit::Percent | Unit::Score | Unit::NpsPoints);
    let low = if from_zero { low.min(0.0) } else { low };
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let step = round_up(span / 5.0);
    let mut tick = (low / step).floor();
    let mut ticks = Vec::new();
    while ticks.last().is_none_or(|last| *last < high - step * 1e-9) && ticks.len() < 12 {
        ticks.push(tidy(tick * step));
        tick += 1.0;
    }
    if ticks.len() == 1 {
        ticks.push(tidy(tick * step));
    }
    if unit == Unit::Percent {
        ticks.retain(|tick| (-1e-9..=100.0 + 1e-9).contains(tick));
        if ticks.last().is_some_and(|last| *last < high) {
            ticks.push(100.0);
        }
    }
    ticks
}

/// Without the dust of binary multiplication.
fn tidy(tick: f64) -> f64 {
    (tick * 1e9).round() / 1e9
}

fn chart_title(draft: &Draft, definition: &Definition) -> String {
    let metric = draft.title_of(definition);
    let value = draft.scene.now(&definition.id).map_or_else(String::new, |now| draft.value(now));
    let declining = draft.findings.iter().find_map(|one| match &one.signal {
        Signal::Decline { values, whole, .. } if one.metric == definition.id => Some((values.len() - 1, whole)),
        _ => None,
    });
    if let Some((count, whole)) = declining {
        let movement = draft.movement_alone(definition, whole.difference);
        let args = [("metric", metric.as_str()), ("value", &value), ("k", &count.to_string()), ("movement", &movement)];
        return draft.words.with("headline-decline", &args);
    }
    match draft.scene.year_on_year(definition) {
        Ok(change) => {
            let clause = change_clause(draft, definition, &change, draft.quarter().year_before());
            draft.words.with("headline-moved", &[("metric", &metric), ("value", &value), ("change", &clause)])
        }
        Err(_) => draft.words.with("headline-plain", &[("metric", &metric), ("value", &value)]),
    }
}

fn caption(draft: &Draft, definition: &Definition) -> String {
    let n = draft.scene.now(&definition.id).map_or(0, |now| now.n);
    let first = draft.scene.periods.first().map_or_else(|| draft.quarter(), |period| period.quarter);
    let first = draft.dates.short(first);
    let args = [
        ("from", first.as_str()),
        ("to", &draft.dates.short(draft.quarter())),
        ("n", &crate::report::text::grouped(n)),
        ("provenance", &draft.provenance(&[definition])),
    ];
    draft.words.with("trend-caption", &args)
}

fn alt(draft: &Draft, definition: &Definition, series: &[Option<&Measurement>]) -> String {
    let points: Vec<String> = draft
        .scene
        .periods
        .iter()
        .zip(series)
        .map(|(period, one)| {
            let value = one.map_or_else(|| draft.words.say("label-no-value"), |one| draft.value(one));
            format!("{} {value}", draft.dates.short(period.quarter))
        })
        .collect();
    let target = draft.target(&definition.id).unwrap_or_else(|| draft.words.say("label-no-value"));
    let args = [("metric", draft.title_of(definition)), ("points", draft.list(&points)), ("target", target)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("trend-alt", &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_extent() {
        assert_eq!(ticks(Unit::Percent, 78.9, 85.0), vec![78.0, 79.5, 81.0, 82.5, 84.0, 85.5]);
        assert_eq!(ticks(Unit::Hours, 2.3, 3.3), vec![0.0, 0.8, 1.6, 2.4, 3.2, 4.0]);
        assert_eq!(ticks(Unit::Percent, 97.2, 99.9).last(), Some(&100.2_f64.min(100.0)));
        assert_eq!(ticks(Unit::Count, 0.0, 0.0), vec![0.0, 0.2]);
        for unit in [Unit::NpsPoints, Unit::Money, Unit::Days] {
            let found = ticks(unit, -14.0, 45.3);
            assert!(found[0] <= -14.0 && *found.last().unwrap() >= 45.3 && found.len() <= 12, "{found:?}");
        }
    }
}
