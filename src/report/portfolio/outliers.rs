//! Which clients lie outside what chance explains: funnel limits round the share of all, metric by metric. No ranks.

use super::{Board, Member, Written};
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Direction, Unit};
use crate::insight::may_judge;
use crate::metrics::measurement::Measurement;
use crate::report::draft::{column, group, plain, row, slug, with_detail};
use crate::report::model::{
    Block, Cell, ChartBlock, ChartData, Funnel, FunnelLimit, FunnelPoint, Labelled, Row, Table, Tone,
};
use crate::report::sections::ticks;
use crate::report::text::{Figure, grouped, rounded};
use crate::statistics::{self, FunnelPlace, FunnelUnit, funnel, funnel_limits};
use std::collections::BTreeMap;

/// Fewest reports among which one can lie outside.
pub(super) const LEAST: usize = 5;
/// Most metrics that are drawn.
const MOST: usize = 6;
/// Most lines of a metric in the list.
const MOST_LINES: usize = 12;
/// Points of each curve.
const STEPS: u32 = 48;

/// A metric of which enough reports have a share by one definition.
struct Compared<'d> {
    metric: &'d Definition,
    title: String,
    /// Reports by their place, with what each did.
    units: Vec<(usize, FunnelUnit)>,
    found: statistics::Funnel,
}

impl Compared<'_> {
    /// Reports outside the 95 % limits, the farthest first.
    fn outside(&self) -> Vec<(usize, FunnelUnit, statistics::FunnelPoint)> {
        let points = self.units.iter().zip(&self.found.points);
        let mut outside: Vec<_> = points
            .filter_map(|((member, unit), point)| Some((*member, *unit, (*point)?)))
            .filter(|(.., point)| point.place != FunnelPlace::Inside)
            .collect();
        outside.sort_by(|a, b| b.2.z.abs().total_cmp(&a.2.z.abs()));
        outside
    }
}

/// Charts of the metrics in which some client stands out, and the list of these clients.
pub(super) fn write(board: &mut Board) -> Written {
    let compared = compared(board);
    if compared.is_empty() {
        let text = board.voice().words.with("portfolio-outliers-few", &[("least", &LEAST.to_string())]);
        return (board.say("portfolio-outliers-title-few"), vec![Block::Paragraph { text }]);
    }
    let mut standing_out: Vec<&Compared> = compared.iter().filter(|one| !one.outside().is_empty()).collect();
    standing_out.sort_by(|a, b| b.outside()[0].2.z.abs().total_cmp(&a.outside()[0].2.z.abs()));
    let inside: Vec<String> =
        compared.iter().filter(|one| one.outside().is_empty()).map(|one| one.title.clone()).collect();
    let mut blocks = Vec::new();
    let mut charts = Vec::new();
    for one in standing_out.iter().take(MOST) {
        let (block, data) = chart(board, one);
        charts.push((block.id.clone(), data));
        blocks.push(block);
    }
    board.charts.extend(charts);
    let mut blocks = if blocks.is_empty() { Vec::new() } else { vec![Block::ChartRow { items: blocks }] };
    blocks.extend(listed(board, &standing_out));
    if !inside.is_empty() {
        let text = board.voice().words.with("portfolio-outliers-inside", &[("metrics", &board.voice().list(&inside))]);
        blocks.push(Block::Paragraph { text });
    }
    let clients: std::collections::BTreeSet<usize> =
        standing_out.iter().flat_map(|one| one.outside()).map(|(member, ..)| member).collect();
    let count = clients.len() as u64;
    let args = [("n", grouped(count)), ("metrics", grouped(standing_out.len() as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    let title = match count {
        0 => board.say("portfolio-outliers-title-none"),
        _ => board.voice().words.count("portfolio-outliers-title", count, &args),
    };
    (title, blocks)
}

/// Shares that at least [`LEAST`] reports have by the same definition and on rows enough, in the order found.
fn compared<'d>(board: &Board<'d, '_>) -> Vec<Compared<'d>> {
    type Family<'d> = (usize, &'d Definition, String, Vec<(usize, FunnelUnit)>);
    let mut families: BTreeMap<(String, String), Family<'d>> = BTreeMap::new();
    let mut order = 0;
    for (at, one) in board.members.iter().enumerate() {
        for metric in one.metrics().into_iter().filter(|metric| is_share(metric)) {
            let Some(unit) = one.draft.scene.now(&metric.id).and_then(|now| unit(one, metric, now)) else { continue };
            let definition = one.client.definitions.get(&metric.id).cloned().unwrap_or_default();
            let family = families.entry((metric.id.clone(), definition)).or_insert_with(|| {
                order += 1;
                (order, metric, one.draft.title_of(metric), Vec::new())
            });
            family.3.push((at, unit));
        }
    }
    let mut families: Vec<Family> = families.into_values().filter(|family| family.3.len() >= LEAST).collect();
    families.sort_by_key(|family| family.0);
    let compared = |(_, metric, title, units): Family<'d>| {
        let found = funnel(&units.iter().map(|(_, unit)| *unit).collect::<Vec<_>>())?;
        Some(Compared { metric, title, units, found })
    };
    families.into_iter().filter_map(compared).collect()
}

/// Whether a metric counts whole cases of which some are hits, and one side is better.
fn is_share(metric: &Definition) -> bool {
    metric.kind == Kind::Proportion && metric.weight.is_none() && metric.better != Direction::TargetRange
}

/// Hits and cases of a report, where it may be judged.
fn unit(one: &Member, metric: &Definition, now: &Measurement) -> Option<FunnelUnit> {
    let whole = |value: f64| (value >= 0.0 && value.fract() == 0.0).then_some(value as u64);
    let judged = may_judge(now, metric, &one.draft.inputs.config.statistics);
    let (hits, n) = (whole(now.numerator?)?, whole(now.denominator?)?);
    (judged && n > 0 && hits <= n).then_some(FunnelUnit { hits, expected: None, n })
}

/// Whether a place outside the limits is the better side.
fn is_better(metric: &Definition, z: f64) -> bool {
    (z > 0.0) == (metric.better == Direction::Higher)
}

fn tone(metric: &Definition, point: &statistics::FunnelPoint) -> Tone {
    match (point.place, is_better(metric, point.z)) {
        (FunnelPlace::Inside, _) => Tone::Neutral,
        (_, true) => Tone::Good,
        (_, false) => Tone::Bad,
    }
}

fn chart(board: &Board, one: &Compared) -> (ChartBlock, ChartData) {
    let (voice, percent) = (board.voice(), Figure::percent());
    let words = &voice.words;
    let labelled = |value: f64, label: String| Labelled { value, label };
    let share = |value: f64| 100.0 * value;
    let points: Vec<_> =
        one.units.iter().zip(&one.found.points).filter_map(|(unit, point)| Some((unit, (*point)?))).collect();
    let values = points.iter().flat_map(|(_, point)| [point.value, point.inner.low, point.inner.high]);
    let ends =
        values.chain([one.found.centre]).fold((1.0_f64, 0.0_f64), |ends, value| (ends.0.min(value), ends.1.max(value)));
    let at = ticks(Unit::Percent, share(ends.0), share(ends.1));
    let tick = percent.for_ticks(&at);
    let (least, most) =
        one.units.iter().fold((u64::MAX, 1), |ends, (_, unit)| (ends.0.min(unit.n), ends.1.max(unit.n)));
    let sizes: Vec<u64> = (0..=STEPS).map(|step| curve_size((least, most), step)).collect();
    let curve = |outer: bool| {
        let limits = |n: u64| {
            let (inner, far) = funnel_limits(one.found.centre, n, one.found.widening);
            let limits = if outer { far } else { inner };
            (n as f64, share(limits.low), share(limits.high))
        };
        sizes.iter().copied().map(limits).collect()
    };
    let limit = |label: &str, outer: bool| FunnelLimit {
        label: words.with("teams-limit", &[("level", label)]),
        curve: curve(outer),
    };
    let told = |member: usize, n: u64, value: f64| {
        let text = format!("{} {}", board.members[member].name(), percent.value(share(value), words));
        words.with("with-verdict", &[("text", &text), ("verdict", &format!("n={}", grouped(n)))])
    };
    let centre = percent.value(share(one.found.centre), words);
    let data = Funnel {
        unit: one.title.clone(),
        base: board.say("teams-axis-n"),
        center: labelled(share(one.found.centre), words.with("portfolio-centre", &[("value", &centre)])),
        limits: vec![limit("95%", false), limit("99.8%", true)],
        points: points
            .iter()
            .map(|((member, unit), point)| FunnelPoint {
                // Those inside are dots: sixty names would cover each other.
                label: match point.place {
                    FunnelPlace::Inside => String::new(),
                    _ => board.members[*member].name(),
                },
                tip: told(*member, unit.n, point.value),
                size: unit.n as f64,
                value: share(point.value),
                tone: tone(one.metric, point),
            })
            .collect(),
        ticks: at.into_iter().map(|at| labelled(at, tick.value(at, words))).collect(),
        base_ticks: ticks(Unit::Count, 0.0, most as f64).into_iter().map(|at| labelled(at, rounded(at, 0))).collect(),
    };
    (texts(board, one, &centre), ChartData::Funnel(data))
}

/// Title, caption and words of the funnel of a metric, with those who stand outside.
fn texts(board: &Board, one: &Compared, centre: &str) -> ChartBlock {
    let (voice, percent) = (board.voice(), Figure::percent());
    let words = &voice.words;
    let outside = one.outside();
    let named = |better: bool| -> Vec<String> {
        let side = outside.iter().filter(|(.., point)| is_better(one.metric, point.z) == better);
        side.map(|(member, _, point)| {
            format!("{} {}", board.members[*member].name(), percent.value(100.0 * point.value, words))
        })
        .collect()
    };
    let (worse, better) = (named(false), named(true));
    let n = grouped(one.units.iter().map(|(_, unit)| unit.n).sum());
    let args = [
        ("metric", one.title.clone()),
        ("worse", worse.len().to_string()),
        ("better", better.len().to_string()),
        ("n", n),
        ("clients", grouped(one.units.len() as u64)),
        ("names", voice.list(&worse.into_iter().chain(better).take(MOST_LINES).collect::<Vec<_>>())),
        ("centre", centre.to_owned()),
    ];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    ChartBlock {
        id: format!("portfolio-funnel-{}", slug(&one.metric.id)),
        title: words.with("portfolio-funnel-title", &args),
        caption: words.with("portfolio-funnel-caption", &args),
        alt: words.with("portfolio-funnel-alt", &args),
    }
}

/// Sizes of a curve, closer where it is steep.
fn curve_size((least, most): (u64, u64), step: u32) -> u64 {
    let (from, to) = ((least as f64 * 0.8).max(1.0), most as f64 * 1.02);
    let along = f64::from(step) / f64::from(STEPS);
    (from * (to / from).powf(along)).round().max(1.0) as u64
}

fn listed(board: &Board, standing_out: &[&Compared]) -> Option<Block> {
    if standing_out.is_empty() {
        return None;
    }
    let (words, percent) = (&board.voice().words, Figure::percent());
    let mut rows: Vec<Row> = Vec::new();
    let mut hidden = 0;
    for one in standing_out {
        let centre = percent.value(100.0 * one.found.centre, words);
        let wide = (one.found.widening > 1.0).then(|| rounded(one.found.widening, 1));
        let args =
            [("metric", one.title.as_str()), ("centre", centre.as_str()), ("by", wide.as_deref().unwrap_or_default())];
        rows.push(group(words.with(if wide.is_some() { "portfolio-group-wide" } else { "portfolio-group" }, &args)));
        let outside = one.outside();
        hidden += outside.len().saturating_sub(MOST_LINES);
        rows.extend(outside.iter().take(MOST_LINES).map(|found| line(board, one, found)));
    }
    let mut notes = vec![board.say("portfolio-outliers-note")];
    if hidden > 0 {
        notes.push(words.count("portfolio-more-lines", hidden as u64, &[("n", &grouped(hidden as u64))]));
    }
    let columns = vec![
        column(board.say("portfolio-column-client"), "start", 1.8),
        column(board.say("column-cases"), "end", 1.0),
        column(board.say("portfolio-column-share"), "end", 1.0),
        column(board.say("column-limits"), "end", 1.5),
        column(board.say("column-position"), "start", 1.7),
    ];
    let caption = board.say("portfolio-outliers-caption");
    Some(Block::Table(Table { id: "portfolio-outliers-table".to_owned(), caption, columns, rows, notes }))
}

fn line(board: &Board, one: &Compared, (member, unit, point): &(usize, FunnelUnit, statistics::FunnelPoint)) -> Row {
    let (words, percent) = (&board.voice().words, Figure::percent());
    let (symbol, id) = match (is_better(one.metric, point.z), point.place) {
        (true, FunnelPlace::Beyond998) => ("▲", "teams-clearly-better"),
        (true, _) => ("▲", "teams-better"),
        (false, FunnelPlace::Beyond998) => ("▼", "teams-clearly-worse"),
        (false, _) => ("▼", "teams-worse"),
    };
    let client = &board.members[*member];
    let range = percent.range(100.0 * point.inner.low, 100.0 * point.inner.high, words);
    let position =
        Cell { tone: Some(tone(one.metric, point)), symbol: Some(symbol.to_owned()), ..plain(board.say(id)) };
    row(vec![
        with_detail(client.name(), Some(client.client.config.id.clone())),
        plain(grouped(unit.n)),
        plain(percent.value(100.0 * point.value, words)),
        plain(range),
        position,
    ])
}
