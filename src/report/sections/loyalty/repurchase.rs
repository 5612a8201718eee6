//! The return of buyers: curves of three quarters and the table of cohorts (M15).

use super::{heading, share_cell, source};
use crate::catalogue::ids;
use crate::domain::Unit;
use crate::metrics::models::repurchase::{Cohort, CurvePoint, Repurchase};
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::model::{Block, Cell, ChartBlock, ChartData, Labelled, Survival, SurvivalLine, Table, Tone};
use crate::report::sections::trends::ticks;
use crate::report::text::{Figure, grouped};

const METRIC: &str = ids::REPURCHASE_SURVIVAL_90_DAYS;
/// The window that the chart marks.
const WINDOW: usize = 90;
const DAYS: [usize; 7] = [0, 30, 60, 90, 120, 150, 180];

/// Curve and cohorts.
pub(super) fn blocks(draft: &mut Draft) -> Vec<Block> {
    let Some(study) = draft.inputs.study.repurchase.as_ref() else { return Vec::new() };
    let mut blocks = vec![heading(draft, "repurchase")];
    blocks.extend(chart(draft, study));
    blocks.extend(cohorts(draft, study));
    if blocks.len() == 1 { Vec::new() } else { blocks }
}

/// Points that stand on enough buyers.
fn followed<'c>(cohort: &'c Cohort, draft: &Draft) -> Vec<&'c CurvePoint> {
    let least = draft.inputs.config.statistics.minimum_n.max(1);
    cohort.curve.iter().take_while(|point| point.at_risk >= least).collect()
}

fn chart(draft: &mut Draft, study: &Repurchase) -> Option<Block> {
    let now = draft.quarter();
    let wanted = [now.year_before(), now.previous(), now];
    let cohort = |quarter| study.cohorts.iter().find(|one| one.quarter == quarter);
    let cohorts: Vec<&Cohort> = wanted.into_iter().filter_map(cohort).collect();
    let own = *cohorts.last().filter(|one| one.quarter == now)?;
    let curves: Vec<SurvivalLine> = cohorts.iter().filter_map(|one| line(draft, one, now == one.quarter)).collect();
    if !curves.iter().any(|curve| curve.emphasis) {
        return None;
    }
    let highest = curves.iter().flat_map(|curve| &curve.band).map(|band| band.2).fold(0.0, f64::max);
    let figure = Figure::percent();
    let tick = |value: f64| Labelled { value, label: figure.value(value, &draft.words) };
    let last = curves.iter().filter_map(|curve| curve.points.last()).map(|point| point.0).fold(0.0, f64::max);
    let day = |day: &usize| Labelled { value: *day as f64, label: day.to_string() };
    let data = Survival {
        unit: draft.words.say("loyalty-curve-unit"),
        base: draft.words.say("loyalty-curve-base"),
        curves,
        mark: Some(Labelled { value: WINDOW as f64, label: draft.words.say("loyalty-curve-mark") }),
        ticks: ticks(Unit::Percent, 0.0, highest.max(1.0)).into_iter().map(tick).collect(),
        base_ticks: DAYS.iter().filter(|day| **day as f64 <= last.max(30.0)).map(day).collect(),
    };
    let id = "loyalty-curve".to_owned();
    let names: Vec<String> = data.curves.iter().map(|curve| curve.label.clone()).collect();
    let block = ChartBlock {
        id: id.clone(),
        title: chart_title(draft, own),
        caption: caption(draft, own, study),
        alt: draft.words.with("loyalty-curve-alt", &[("curves", &draft.list(&names))]),
    };
    draft.charts.insert(id, ChartData::Survival(data));
    Some(Block::Chart(block))
}

fn line(draft: &Draft, cohort: &Cohort, emphasis: bool) -> Option<SurvivalLine> {
    let points = followed(cohort, draft);
    let last = points.last()?;
    let at = points.iter().find(|point| point.day == WINDOW).unwrap_or(last);
    let args = [
        ("quarter", draft.dates.short(cohort.quarter)),
        ("value", Figure::percent().value(100.0 * at.share, &draft.words)),
        ("days", at.day.to_string()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Only the steps: a point where the share moves, and the ends.
    let mut steps: Vec<&CurvePoint> = Vec::new();
    for point in &points {
        if steps.last().is_none_or(|before| before.share < point.share) || point.day == last.day {
            steps.push(point);
        }
    }
    let band = |point: &&CurvePoint| point.interval.map(|(low, high)| (point.day as f64, 100.0 * low, 100.0 * high));
    Some(SurvivalLine {
        label: draft.words.with("loyalty-curve-label", &args),
        points: steps.iter().map(|point| (point.day as f64, 100.0 * point.share)).collect(),
        band: if emphasis { steps.iter().filter_map(band).collect() } else { Vec::new() },
        emphasis,
    })
}

fn chart_title(draft: &Draft, own: &Cohort) -> String {
    let now = draft.scene.now(METRIC);
    let interval = now.and_then(|now| draft.interval(now));
    let value = now.map_or_else(|| draft.words.say("no-figure"), |now| draft.value(now));
    let quarter = draft.dates.short(own.quarter);
    let level = draft.level();
    match interval {
        Some(interval) => draft.words.with(
            "loyalty-curve-title",
            &[("quarter", &quarter), ("value", &value), ("level", &level), ("interval", &interval)],
        ),
        None => draft.words.with("loyalty-curve-title-plain", &[("quarter", &quarter), ("value", &value)]),
    }
}

fn caption(draft: &Draft, own: &Cohort, study: &Repurchase) -> String {
    let args = [
        ("n", grouped(own.customers)),
        ("open", grouped(own.censored)),
        ("until", draft.dates.instant(study.until, &draft.words)),
        ("level", draft.level()),
        ("provenance", source(draft, &[METRIC])),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("loyalty-curve-caption", &args)
}

fn cohorts(draft: &Draft, study: &Repurchase) -> Option<Block> {
    let words = &draft.words;
    let windows = &study.cohorts.first()?.windows;
    let mut columns = vec![column(words.say("loyalty-column-cohort"), "start", 1.4)];
    columns.push(column(words.say("loyalty-column-buyers"), "end", 1.0));
    let name = |days: i64| words.with("loyalty-column-within", &[("days", &days.to_string())]);
    columns.extend(windows.iter().map(|window| column(name(window.days), "end", 1.0)));
    let open = || Cell { text: words.say("loyalty-open"), tone: Some(Tone::Muted), ..Cell::default() };
    let line = |cohort: &Cohort| {
        let mut cells = vec![plain(draft.dates.short(cohort.quarter)), plain(grouped(cohort.customers))];
        let cell = |again: Option<u64>| match again {
            Some(again) => Cell { detail: None, ..share_cell(draft, again, cohort.customers) },
            None => open(),
        };
        cells.extend(cohort.windows.iter().map(|window| cell(window.again)));
        row(cells)
    };
    table(Table {
        id: "loyalty-cohorts".to_owned(),
        caption: words.say("loyalty-cohorts-caption"),
        columns,
        rows: study.cohorts.iter().map(line).collect(),
        notes: vec![words.say("loyalty-cohorts-note"), source(draft, &[METRIC])],
    })
}
