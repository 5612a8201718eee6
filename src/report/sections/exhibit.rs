//! The exhibit of the summary: how the first finding came about, drawn, beside its parts.

use super::{causes, finding, mix, trends};
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::domain::{Quarter, Segment};
use crate::insight::{Cause, Finding, Mix, MixLine, Signal, decompose};
use crate::metrics::measurement::Measurement;
use crate::report::draft::{Draft, column, plain, row};
use crate::report::model::{Block, Cell, ChartBlock, ChartData, Table, TableColumn, Tone, Waterfall};
use crate::report::text::{grouped, rounded};
use crate::statistics::Decomposition;

/// Most parts in the table.
const MOST_PARTS: usize = 6;
/// Least quarters with a figure that make a line.
const LEAST_QUARTERS: usize = 3;
/// Most metrics beside the finding's own.
const MOST_OTHERS: usize = 1;

/// The exhibit of a finding: how its parts moved the total where they did, else its quarters beside its parts.
pub fn of(draft: &mut Draft, told: &Finding) -> Option<Block> {
    let definition = draft.scene.definition(&told.metric)?;
    match &told.signal {
        Signal::MixEffect(found) => Some(of_mix(draft, definition, found, None)),
        Signal::Causes(found) => match causes::mix_of(draft, &told.metric, found) {
            Some(mix) => Some(of_mix(draft, definition, &mix, found.first())),
            None => of_quarters(draft, definition, found.first()),
        },
        _ => of_quarters(draft, definition, None),
    }
}

/// The metric's quarters, and its parts then and now along the dimension of its cause, else along the first
/// that has them.
fn of_quarters(draft: &mut Draft, definition: &Definition, cause: Option<&Cause>) -> Option<Block> {
    let base = draft.quarter().year_before();
    let both = |found: &Mix| found.lines.iter().all(|line| line.before.is_some() && line.after.is_some());
    let place = cause.and_then(|one| one.place.first());
    let first = place.map(|place| &place.dimension);
    let dimensions: Vec<&String> = first.into_iter().chain(&definition.segments).collect();
    let mut taken = dimensions.iter().filter_map(|one| decompose(&draft.scene, definition, one, base));
    let found = taken.find(both).or_else(|| dimensions.iter().find_map(|one| beside(draft, definition, one)));
    if draft.scene.series(&definition.id, &Segment::Total).iter().flatten().count() < LEAST_QUARTERS {
        return None;
    }
    let table = match found {
        Some(found) => {
            let marked = place.filter(|place| place.dimension == found.dimension).map(|place| place.value.clone());
            parts(draft, (definition, &[]), &found, (marked, false))
        }
        None => quarters(draft, definition),
    };
    let chart = trends::chart(draft, definition);
    let mut data = draft.charts.remove(&chart.id)?;
    // The exhibit has no room for a legend of marks.
    if let ChartData::Trend(trend) = &mut data {
        trend.events.clear();
    }
    let title = draft.short_title(definition);
    let chart = ChartBlock { id: "exhibit".to_owned(), title, caption: String::new(), ..chart };
    draft.charts.insert(chart.id.clone(), data);
    Some(Block::Exhibit { chart, table })
}

/// The parts of a time along a dimension, with their figures and shares of the rows: a median is not the sum of
/// its parts, but stands beside them. `None` unless two parts have figures in both quarters.
fn beside(draft: &Draft, definition: &Definition, dimension: &str) -> Option<Mix> {
    if !matches!(definition.kind, Kind::Quantile | Kind::SurvivalQuantile) {
        return None;
    }
    let base = draft.quarter().year_before();
    let side = |part: &Segment, quarter| {
        let whole = draft.scene.total(&definition.id, quarter)?;
        let figure = draft.scene.measurements.get(&definition.id, part, quarter)?;
        let value = figure.value.filter(|_| crate::insight::has_figure(figure) && whole.n > 0)?;
        Some((value, 100.0 * figure.n as f64 / whole.n as f64))
    };
    let line = |one: &Measurement| {
        let Segment::Part { value, .. } = &one.segment else { return None };
        let before = Some(side(&one.segment, base)?);
        let after = Some(side(&one.segment, draft.quarter())?);
        Some(MixLine { name: Some(value.clone()), before, after, rate: 0.0 })
    };
    let parts = draft.scene.measurements.parts(&definition.id, dimension, draft.quarter());
    let lines: Vec<MixLine> = parts.into_iter().filter_map(line).collect();
    let whole = Decomposition::default();
    (lines.len() > 1).then(|| Mix { dimension: dimension.to_owned(), base, whole, lines })
}

/// The latest quarters with value and n, for a metric without parts.
fn quarters(draft: &Draft, definition: &Definition) -> Table {
    let series = draft.scene.series(&definition.id, &Segment::Total);
    let known = draft.scene.periods.iter().zip(series).filter_map(|(period, one)| Some((period.quarter, one?)));
    let mut known: Vec<(Quarter, &Measurement)> = known.collect();
    known.drain(..known.len().saturating_sub(MOST_PARTS));
    let say = |id: &str| draft.words.say(id);
    let figure = draft.figure(&definition.id);
    let line = |(quarter, one): &(Quarter, &Measurement)| {
        let value = one.value.map_or_else(|| say("no-figure"), |value| figure.apart(value, &draft.words).0);
        row(vec![plain(draft.dates.short(*quarter)), plain(value), plain(grouped(one.n))])
    };
    Table {
        id: "exhibit-quarters".to_owned(),
        caption: say("exhibit-quarters"),
        columns: vec![
            column(say("column-quarter"), "start", 1.0),
            metric_column(draft, definition),
            column(say("exhibit-n"), "end", 1.0),
        ],
        rows: known.iter().map(line).collect(),
        notes: Vec::new(),
    }
}

fn of_mix(draft: &mut Draft, definition: &Definition, found: &Mix, cause: Option<&Cause>) -> Block {
    let marked = match cause.and_then(|one| one.place.first()) {
        Some(place) => Some(place.value.clone()),
        None => finding::grown(found, found.whole.change > 0.0).and_then(|line| line.name.clone()),
    };
    let beside = others(draft, definition, &found.dimension);
    let table = parts(draft, (definition, &beside), found, (marked, true));
    let steps = mix::steps(draft, definition, found);
    let figure = draft.figure(&definition.id).clone();
    let words = &draft.words;
    let said: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.value.label)).collect();
    let change = |value: f64| figure.change(value, words);
    let (_, rate, structure) = mix::told(&figure, found);
    let chart = ChartBlock {
        id: "exhibit".to_owned(),
        title: words.with("waterfall-title", &[("rate", &change(rate)), ("mix", &change(structure))]),
        caption: String::new(),
        alt: words.with("waterfall-alt", &[("steps", &draft.list(&said))]),
    };
    let unit = figure.unit(words);
    draft.charts.insert(chart.id.clone(), ChartData::Bridge(Waterfall { steps, unit }));
    Block::Exhibit { chart, table }
}

/// Share and figures of each part, earlier → now, the largest first; a part that moved the total stands out.
fn parts(
    draft: &Draft,
    (definition, beside): (&Definition, &[&Definition]),
    found: &Mix,
    (marked, mixed): (Option<Option<String>>, bool),
) -> Table {
    let (before, now) = (draft.dates.short(found.base), draft.dates.short(draft.quarter()));
    let mut shown: Vec<&Definition> = vec![definition];
    shown.extend(beside);
    let mut columns = vec![
        column(draft.dimension(&found.dimension), "start", 1.2),
        column(draft.words.say("exhibit-share"), "end", 1.0),
    ];
    columns.extend(shown.iter().map(|one| metric_column(draft, one)));
    let mut lines: Vec<&MixLine> = found.lines.iter().filter(|line| line.name.is_some()).collect();
    let share = |line: &MixLine| line.after.or(line.before).map_or(0.0, |side| side.1);
    lines.sort_by(|a, b| share(b).total_cmp(&share(a)));
    lines.truncate(MOST_PARTS);
    let part_row = |line: &&MixLine| {
        let part = line.name.clone().flatten();
        let worsens = |line: &MixLine| {
            let own = line.after.zip(line.before).map_or(0.0, |(after, before)| after.0 - before.0);
            definition.better.improves(if mixed { found.whole.change } else { own }) == Some(false)
        };
        let is_marked = marked.is_some() && line.name == marked;
        let tone = is_marked.then_some(if worsens(line) { Tone::Bad } else { Tone::Good });
        let pair = |side: Option<(f64, f64)>| side.map(|side| rounded(side.1, 0));
        let mut cells = vec![
            Cell { tone, ..plain(draft.part(&found.dimension, part.as_deref())) },
            Cell { tone, ..plain(arrow(draft, pair(line.before), pair(line.after))) },
        ];
        for one in &shown {
            let segment = Segment::Part { dimension: found.dimension.clone(), value: part.clone() };
            let value = |quarter| {
                let figure = draft.scene.measurements.get(&one.id, &segment, quarter)?;
                let value = figure.value.filter(|_| crate::insight::has_figure(figure))?;
                let figure = draft.figure(&one.id);
                let text = figure.apart(value, &draft.words).0;
                // Three digits are enough to see what moved.
                let whole = text.split('.').next().is_some_and(|whole| whole.len() >= 3);
                Some(if whole { figure.clone().whole().apart(value, &draft.words).0 } else { text })
            };
            cells.push(Cell { tone, ..plain(arrow(draft, value(found.base), value(draft.quarter()))) });
        }
        row(cells)
    };
    Table {
        id: "exhibit-parts".to_owned(),
        caption: draft.words.with(
            "exhibit-parts",
            &[("dimension", &draft.dimension(&found.dimension)), ("before", &before), ("now", &now)],
        ),
        columns,
        rows: lines.iter().map(part_row).collect(),
        notes: Vec::new(),
    }
}

fn metric_column(draft: &Draft, definition: &Definition) -> TableColumn {
    let unit = draft.figure(&definition.id).unit(&draft.words);
    let title = draft.short_title(definition);
    let label = match unit.is_empty() {
        true => title,
        false => draft.words.with("exhibit-metric", &[("metric", &title), ("unit", &unit)]),
    };
    column(label, "end", 1.7)
}

/// Other main metrics of the same parts that worsened beyond chance.
fn others<'a>(draft: &Draft<'a>, definition: &Definition, dimension: &str) -> Vec<&'a Definition> {
    let alike = |one: &&Definition| one.card == definition.card || one.id == definition.id;
    let worse = |one: &&Definition| {
        one.segments.iter().any(|segment| segment == dimension)
            && one.family != Family::Volume
            && draft.scene.year_on_year(one).ok().and_then(|change| change.verdict()) == Some(false)
    };
    let mut found: Vec<&Definition> = Vec::new();
    for one in draft.scene.shown().filter(|one| !alike(one)).filter(worse) {
        if found.len() < MOST_OTHERS && !found.iter().any(|known| known.card == one.card) {
            found.push(one);
        }
    }
    found
}

/// `60→40`.
fn arrow(draft: &Draft, before: Option<String>, now: Option<String>) -> String {
    let nothing = || draft.words.say("no-figure");
    format!("{}→{}", before.unwrap_or_else(nothing), now.unwrap_or_else(nothing))
}
