//! One map of the parts: which channels, teams, products … stand out in which metric. The figures with
//! n and tests stand in the annex's tables.

use super::segments;
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::domain::Segment;
use crate::insight::{PartVerdict, part_verdicts, shown_dimensions};
use crate::metrics::measurement::Status;
use crate::report::draft::{Draft, column, group, plain, row, total};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use std::collections::BTreeMap;

/// Most metrics across.
const MOST_METRICS: usize = 6;
/// Most parts of a dimension.
const MOST_PARTS: usize = 6;
/// Most dimensions.
const MOST_DIMENSIONS: usize = 3;

type Verdicts<'a> = BTreeMap<Segment, PartVerdict<'a>>;

/// The map; nothing when no dimension has two parts with figures.
pub fn block(draft: &Draft) -> Option<Block> {
    let dimensions: Vec<String> = segments::dimensions(draft).into_iter().take(MOST_DIMENSIONS).collect();
    let metrics = metrics(draft, &dimensions);
    let mut rows: Vec<Row> = Vec::new();
    for dimension in &dimensions {
        let found: Vec<Verdicts> = metrics.iter().map(|one| verdicts(draft, one, dimension)).collect();
        let parts = parts(&found);
        if parts.len() < 2 {
            continue;
        }
        rows.push(group(draft.dimension(dimension)));
        rows.extend(parts.iter().map(|segment| part_row(draft, segment, (&metrics, &found))));
    }
    if rows.is_empty() {
        return None;
    }
    let whole = |one: &&Definition| draft.scene.now(&one.id).map_or_else(Cell::default, |now| plain(draft.value(now)));
    rows.push(total(std::iter::once(plain(draft.words.say("total"))).chain(metrics.iter().map(whole)).collect()));
    let mut columns = vec![column(draft.words.say("column-part"), "start", 1.5)];
    columns.extend(metrics.iter().map(|one| column(draft.title_of(one), "end", 1.3)));
    let caption = draft.words.with("heat-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    let notes = vec![draft.words.say("heat-note"), draft.provenance(&metrics)];
    Some(Block::Heat(Table { id: "segments-heat".to_owned(), caption, columns, rows, notes }))
}

/// Metrics with parts in these dimensions: those in which parts stand out first, then in their order.
fn metrics<'a>(draft: &Draft<'a>, dimensions: &[String]) -> Vec<&'a Definition> {
    let has_parts = |one: &&Definition| {
        let shown = shown_dimensions(&draft.scene, one);
        dimensions.iter().any(|dimension| shown.contains(&dimension.as_str()))
    };
    let all: Vec<&Definition> =
        draft.scene.shown().filter(|one| one.family != Family::Volume).filter(has_parts).collect();
    let stand_out = |one: &Definition| -> usize {
        let of =
            |dimension: &String| verdicts(draft, one, dimension).values().filter(|part| part.better.is_some()).count();
        dimensions.iter().map(of).sum()
    };
    let mut order: Vec<(bool, usize)> = all.iter().enumerate().map(|(at, one)| (stand_out(one) == 0, at)).collect();
    order.sort_unstable();
    order.truncate(MOST_METRICS);
    order.sort_by_key(|(_, at)| *at);
    order.into_iter().map(|(_, at)| all[at]).collect()
}

fn verdicts<'a>(draft: &Draft<'a>, definition: &Definition, dimension: &str) -> Verdicts<'a> {
    let (parts, _) = part_verdicts(&draft.scene, definition, dimension);
    parts.into_iter().map(|part| (part.measurement.segment.clone(), part)).collect()
}

/// The parts that are listed: what stands out first, then the largest; in the order of their size.
fn parts(found: &[Verdicts]) -> Vec<Segment> {
    let mut sizes: BTreeMap<&Segment, (bool, u64)> = BTreeMap::new();
    for (segment, part) in found.iter().flatten() {
        let entry = sizes.entry(segment).or_default();
        entry.0 |= part.better.is_some();
        entry.1 = entry.1.max(part.measurement.n);
    }
    let mut order: Vec<(&Segment, (bool, u64))> = sizes.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    order.truncate(MOST_PARTS);
    order.sort_by(|a, b| b.1.1.cmp(&a.1.1).then_with(|| a.0.cmp(b.0)));
    order.into_iter().map(|(segment, _)| segment.clone()).collect()
}

fn part_row(draft: &Draft, segment: &Segment, (metrics, found): (&[&Definition], &[Verdicts])) -> Row {
    let few = draft.inputs.config.statistics.minimum_n;
    let cell = |(definition, parts): (&&Definition, &Verdicts)| {
        let muted = |text: String| Cell { tone: Some(Tone::Muted), ..plain(text) };
        let Some(part) = parts.get(segment) else { return muted(draft.words.say("no-figure")) };
        let one = part.measurement;
        let few = definition.kind == Kind::Derived && one.n < few;
        match (part.better, &one.status) {
            _ if few => muted(draft.words.say("no-figure")),
            (Some(good), _) => {
                let (tone, symbol) = if good { (Tone::Good, "▲") } else { (Tone::Bad, "▼") };
                Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(draft.value(one)) }
            }
            (None, Status::Ok) => plain(draft.value(one)),
            _ => muted(draft.value(one)),
        }
    };
    let cells = metrics.iter().zip(found).map(cell);
    row(std::iter::once(plain(draft.segment(segment))).chain(cells).collect())
}
