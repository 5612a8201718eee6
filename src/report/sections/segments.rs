//! Segments (R5): main metrics by channel, region, tier and product with n; mix against rate where
//! it matters; where additional complaints come from.

use super::{Written, causes, finding, heat, mix};
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::domain::{Segment, Unit};
use crate::insight::{Concentration, Finding, PartVerdict, Signal, Spike, part_verdicts, shown_dimensions};
use crate::metrics::measurement::{Status, TestMethod};
use crate::report::draft::{Draft, column, plain, row, slug, table, total, with_detail};
use crate::report::model::{Bars, Block, Cell, ChartBlock, ChartData, Row, Table, Tone};
use crate::report::text::{grouped, rounded};
use std::collections::{BTreeMap, BTreeSet};

/// Most dimensions that get a table.
const MOST_DIMENSIONS: usize = 4;
/// Most metrics per table.
const MOST_METRICS: usize = 5;
/// Most effects told below a table.
const MOST_EFFECTS: usize = 3;
/// Most parts per table.
const MOST_PARTS: usize = 12;

/// The segments section; nothing when no dimension has two parts with figures.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let mut blocks = Vec::new();
    let told = draft.findings;
    for found in told {
        match &found.signal {
            Signal::MixEffect(taken) => blocks.extend(mix::blocks(draft, &found.metric, taken)),
            Signal::Causes(behind) => {
                if let Some(taken) = causes::mix_of(draft, &found.metric, behind) {
                    blocks.extend(mix::blocks(draft, &found.metric, &taken));
                }
            }
            Signal::Complaints(spike) => blocks.extend(concentration(draft, found, spike)),
            _ => {}
        }
    }
    blocks.extend(heat::block(draft));
    let mut tests = 0;
    for dimension in dimensions(draft) {
        let (found, made) = dimension_table(draft, &dimension);
        tests += made;
        blocks.extend(found);
    }
    if blocks.is_empty() {
        return None;
    }
    if tests > 0 {
        blocks.push(Block::Paragraph { text: draft.words.with("segments-note", &[("tests", &grouped(tests as u64))]) });
    }
    Some((title(draft, told, tests), blocks))
}

fn title(draft: &mut Draft, told: &[Finding], tests: usize) -> String {
    let of_section = |one: &&Finding| match &one.signal {
        Signal::MixEffect(_) => true,
        Signal::Causes(behind) => behind.first().is_some_and(|one| !one.place.is_empty()),
        Signal::Complaints(spike) => spike.concentration.is_some(),
        _ => false,
    };
    if let Some(found) = told.iter().find(of_section)
        && let Some(written) = finding::write(draft, found)
    {
        return written.headline;
    }
    widest(draft, false)
        .or_else(|| widest(draft, true))
        .unwrap_or_else(|| draft.words.say(if tests > 0 { "segments-title" } else { "segments-title-unjudged" }))
}

/// The metrics of a dimension's table.
fn listed<'a>(draft: &Draft<'a>, dimension: &str) -> Vec<&'a Definition> {
    parted(draft, dimension).take(MOST_METRICS).collect()
}

/// The metrics that have parts in a dimension.
fn parted<'a>(draft: &Draft<'a>, dimension: &str) -> impl Iterator<Item = &'a Definition> {
    let has_parts = move |one: &&Definition| shown_dimensions(&draft.scene, one).contains(&dimension);
    draft.scene.shown().filter(|one| one.family != Family::Volume).filter(has_parts)
}

/// The part that is worst, or best, by effect and certainty among all that the map may mark, as a sentence: the
/// distance from the whole that is sure, in hundredths for shares, else as a share of the whole.
fn widest(draft: &Draft, better: bool) -> Option<String> {
    let mut best: Option<(f64, String)> = None;
    for dimension in &dimensions(draft) {
        for definition in parted(draft, dimension) {
            let (parts, _) = part_verdicts(&draft.scene, definition, dimension);
            let Some(first) = PartVerdict::most(&parts, better) else { continue };
            let whole = draft.scene.now(&definition.id).and_then(|now| now.value).unwrap_or_default().abs();
            let scale = if matches!(definition.unit, Unit::Percent | Unit::NpsPoints) { 100.0 } else { whole };
            let effect = if scale > 0.0 { (first.surely / scale).min(1.0) } else { 0.0 };
            if best.as_ref().is_some_and(|(most, _)| effect <= *most) {
                continue;
            }
            let args = [
                ("metric", draft.title_of(definition)),
                ("dimension", draft.dimension_within(dimension)),
                ("part", draft.segment(&first.measurement.segment)),
                ("value", draft.value(first.measurement)),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            best = Some((
                effect,
                draft.words.with(if better { "segments-title-better" } else { "segments-title-worse" }, &args),
            ));
        }
    }
    best.map(|(_, text)| text)
}

/// Dimensions by how many shown scorecard metrics have parts in them, most first.
pub fn dimensions(draft: &Draft) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for definition in draft.scene.shown().filter(|one| one.family != Family::Volume) {
        for dimension in shown_dimensions(&draft.scene, definition) {
            let place = definition.segments.iter().position(|one| one == dimension).unwrap_or(usize::MAX);
            let entry = counts.entry(dimension).or_insert((0, place));
            entry.0 += 1;
        }
    }
    let mut order: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    order.sort_by_key(|(name, (count, place))| (std::cmp::Reverse(*count), *place, *name));
    order.into_iter().take(MOST_DIMENSIONS).map(|(name, _)| name.to_owned()).collect()
}

fn dimension_table(draft: &Draft, dimension: &str) -> (Option<Block>, usize) {
    let metrics = listed(draft, dimension);
    let mut tests = 0;
    let mut sizes: BTreeMap<Segment, u64> = BTreeMap::new();
    let mut found: Vec<BTreeMap<Segment, PartVerdict>> = Vec::new();
    let mut notable: BTreeSet<Segment> = BTreeSet::new();
    let segment_of = |part: &PartVerdict| part.measurement.segment.clone();
    for definition in &metrics {
        let (parts, made) = part_verdicts(&draft.scene, definition, dimension);
        tests += made;
        for part in &parts {
            let size = sizes.entry(part.measurement.segment.clone()).or_default();
            *size = (*size).max(part.measurement.n);
        }
        notable
            .extend([false, true].into_iter().filter_map(|better| PartVerdict::most(&parts, better)).map(segment_of));
        found.push(parts.into_iter().map(|part| (part.measurement.segment.clone(), part)).collect());
    }
    let mut order: Vec<(Segment, u64)> = sizes.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let hidden = order.len().saturating_sub(MOST_PARTS);
    // The best and the worst stay in a table that is cut.
    order.sort_by_key(|(segment, _)| !notable.contains(segment));
    order.truncate(MOST_PARTS);
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let name = draft.dimension(dimension);
    let mut columns = vec![column(&name, "start", 1.6)];
    columns.extend(metrics.iter().map(|one| column(draft.title_of(one), "end", 1.4)));
    let mut rows: Vec<Row> = order.iter().map(|(segment, _)| part_row(draft, segment, (&metrics, &found))).collect();
    rows.push(total_row(draft, &metrics));
    let mut notes = vec![draft.provenance(&metrics), draft.policy_note()];
    notes.extend(effects(draft, &metrics, &found));
    if hidden > 0 {
        notes.push(draft.words.count("segments-hidden", hidden as u64, &[("hidden", &hidden.to_string())]));
    }
    let caption = draft.words.with(
        "segments-caption",
        &[("dimension", &draft.dimension_within(dimension)), ("quarter", &draft.dates.short(draft.quarter()))],
    );
    let made = Table { id: format!("segments-{}", slug(dimension)), caption, columns, rows, notes };
    (table(made), tests)
}

/// How far the clearest parts are from the rest, in the measure of their test.
fn effects(draft: &Draft, metrics: &[&Definition], found: &[BTreeMap<Segment, PartVerdict>]) -> Option<String> {
    let mut told: Vec<(f64, String)> = Vec::new();
    for (definition, parts) in metrics.iter().zip(found) {
        for (segment, part) in parts.iter().filter(|(_, part)| part.better.is_some()) {
            let Some(test) = part.measurement.against_rest else { continue };
            let (id, effect) = match test.method {
                TestMethod::Welch => {
                    ("segments-effect-welch", draft.figure(&definition.id).change(test.effect, &draft.words))
                }
                TestMethod::MannWhitney => {
                    ("segments-effect-mann-whitney", format!("{}%", rounded(100.0 * test.effect, 0)))
                }
                TestMethod::LogRank => ("segments-effect-log-rank", rounded(test.effect, 2)),
            };
            let (name, metric) = (draft.segment(segment), draft.title_of(definition));
            let args = [("part", name.as_str()), ("metric", metric.as_str()), ("effect", effect.as_str())];
            told.push((test.p, draft.words.with(id, &args)));
        }
    }
    told.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    told.truncate(MOST_EFFECTS);
    let list: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
    let joint = draft.words.separator("clause-separator");
    (!list.is_empty()).then(|| draft.words.with("segments-effects", &[("list", &list.join(&joint))]))
}

fn part_row(
    draft: &Draft,
    segment: &Segment,
    (metrics, found): (&[&Definition], &[BTreeMap<Segment, PartVerdict>]),
) -> Row {
    let mut cells = vec![plain(draft.segment(segment))];
    let few = draft.inputs.config.statistics.minimum_n;
    for (definition, parts) in metrics.iter().zip(found) {
        cells.push(match parts.get(segment) {
            // Counts are facts, but what is derived from a handful of them is an estimate like any other.
            Some(part) if definition.kind == Kind::Derived && part.measurement.n < few => {
                Cell { tone: Some(Tone::Muted), ..plain(draft.words.with("suppressed", &[("n", &grouped(few))])) }
            }
            Some(part) => part_cell(draft, part),
            None => Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) },
        });
    }
    row(cells)
}

fn part_cell(draft: &Draft, part: &PartVerdict) -> Cell {
    let one = part.measurement;
    let n = draft.words.with("n-is", &[("n", &grouped(one.n))]);
    let shown = matches!(one.status, Status::Ok | Status::LowBase);
    let cell = with_detail(draft.value(one), shown.then_some(n));
    let (tone, symbol) = match (part.better, &one.status) {
        (Some(true), _) => (Some(Tone::Good), Some("▲")),
        (Some(false), _) => (Some(Tone::Bad), Some("▼")),
        (None, Status::Ok) => (None, None),
        _ => (Some(Tone::Muted), None),
    };
    Cell { tone, symbol: symbol.map(str::to_owned), ..cell }
}

fn total_row(draft: &Draft, metrics: &[&Definition]) -> Row {
    let mut cells = vec![plain(draft.words.say("total"))];
    for definition in metrics {
        let now = draft.scene.now(&definition.id);
        cells.push(now.map_or_else(Cell::default, |now| {
            with_detail(draft.value(now), Some(draft.words.with("n-is", &[("n", &grouped(now.n))])))
        }));
    }
    total(cells)
}

/// Bars of the complaint rate by the dimension in which the additional complaints concentrate.
fn concentration(draft: &mut Draft, found: &Finding, spike: &Spike) -> Vec<Block> {
    let Some(Concentration { dimension, part, .. }) = &spike.concentration else { return Vec::new() };
    let Some(definition) = draft.scene.definition(&found.metric) else { return Vec::new() };
    let figure = draft.figure(&found.metric).clone();
    let mut parts = draft.scene.measurements.parts(&found.metric, dimension, draft.quarter());
    parts.retain(|one| one.value.is_some() && matches!(one.status, Status::Ok | Status::LowBase));
    parts.sort_by(|a, b| {
        b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)).then_with(|| a.segment.cmp(&b.segment))
    });
    parts.truncate(MOST_PARTS);
    let bars: Vec<_> = parts
        .iter()
        .filter_map(|one| {
            let peak = matches!(&one.segment, Segment::Part { value: Some(value), .. } if value == part);
            let tone = if peak { Tone::Bad } else { Tone::Neutral };
            Some((draft.segment(&one.segment), figure.labelled(one.value?, &draft.words), tone))
        })
        .collect();
    if bars.len() < 2 {
        return Vec::new();
    }
    let id = format!("bars-{}-{}", slug(&found.metric), slug(dimension));
    let peak =
        parts.iter().find(|one| matches!(&one.segment, Segment::Part { value: Some(value), .. } if value == part));
    let value = peak.map_or_else(String::new, |one| draft.value(one));
    let (metric, name) = (draft.title_of(definition), draft.part(dimension, Some(part)));
    let highest = bars.first().is_some_and(|(.., tone)| *tone == Tone::Bad);
    let id_of_title = if highest { "bars-title" } else { "bars-title-part" };
    let title = draft.words.with(id_of_title, &[("metric", &metric), ("part", &name), ("value", &value)]);
    let listed: Vec<String> = bars.iter().map(|(label, value, _)| format!("{label} {}", value.label)).collect();
    let alt = draft.words.with("bars-alt", &[("metric", &metric), ("bars", &draft.list(&listed))]);
    draft.charts.insert(id.clone(), ChartData::Bars(Bars { bars, reference: None }));
    vec![Block::Chart(ChartBlock { id, title, caption: draft.provenance(&[definition]), alt })]
}
