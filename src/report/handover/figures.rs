//! The figures of an edition as rows: every metric, part and quarter with exact values, as workbook and data
//! files hold them.

use crate::benchmarks::Comparison;
use crate::catalogue::definition::{Definition, Family};
use crate::domain::{Period, Quarter, Segment, Unit};
use crate::facts::Uncovered;
use crate::insight::has_figure;
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, is_blank};
use crate::report::sections::{benchmarks, data_quality};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// Metric id.
    pub metric: String,
    /// Its printed name.
    pub title: String,
    /// Its topic, printed.
    pub family: String,
    /// Of whom, as written on the command line: `total`, `channel=phone`, `channel=` for what has no value.
    pub segment: String,
    /// Printed name of the dimension; empty for everyone.
    pub dimension: String,
    /// Printed name of the part.
    pub part: String,
    /// When.
    pub quarter: Quarter,
    /// First day of the quarter; `None` for one that the report does not print.
    pub first_day: Option<NaiveDate>,
    /// The value in the metric's unit, unrounded; `None` where none is shown.
    pub value: Option<f64>,
    /// What the value is at least, where a survival curve does not reach it.
    pub at_least: Option<f64>,
    /// Rows that it stands on; `None` where they would give away what is not shown.
    pub n: Option<u64>,
    /// Lower and upper end of its interval.
    pub interval: Option<(f64, f64)>,
    /// Confidence level of the interval.
    pub level: Option<f64>,
    /// Unit, as in `quarterdeck metrics`.
    pub unit: Unit,
    /// Unit, printed.
    pub unit_title: String,
    /// Target on the quarter's first day, for everyone; its upper edge where it is a range.
    pub target: Option<(f64, Option<f64>)>,
    /// Industry average beside the report's quarter, for everyone.
    pub industry: Option<f64>,
    /// State of the figure in a stable word: `ok`, `low_base`, `suppressed`, `suppressed_secondary`, `withheld`,
    /// `no_data`, `unavailable`, `not_due`.
    pub state: &'static str,
    /// The same in words, with the reason; of the report's quarter how it stands to its target.
    pub status: String,
    /// Whether cells that it stands on are in doubt, or its window is not covered.
    pub marked: bool,
}

/// A figure, for tests of writers.
#[cfg(test)]
pub fn figure_row() -> FigureRow {
    FigureRow {
        metric: "fcr".to_owned(),
        title: "First contact resolution".to_owned(),
        family: "Quality".to_owned(),
        segment: "channel=phone".to_owned(),
        dimension: "Channel".to_owned(),
        part: "Phone".to_owned(),
        quarter: "2026-Q3".parse().expect("a quarter"),
        first_day: NaiveDate::from_ymd_opt(2026, 7, 1),
        value: None,
        at_least: None,
        n: Some(40),
        interval: None,
        level: None,
        unit: Unit::Percent,
        unit_title: "%".to_owned(),
        target: None,
        industry: None,
        state: "ok",
        status: String::new(),
        marked: false,
    }
}

/// Every figure that was measured, in the order of `measurements.json`.
pub fn rows(draft: &Draft) -> Vec<FigureRow> {
    let definitions: BTreeMap<&str, &Definition> =
        draft.scene.definitions.iter().map(|one| (one.id.as_str(), one)).collect();
    let periods: BTreeMap<Quarter, &Period> = draft.scene.periods.iter().map(|one| (one.quarter, one)).collect();
    let row = |one: &Measurement| {
        let definition = definitions.get(one.metric.as_str())?;
        Some(row(draft, definition, one, periods.get(&one.quarter).copied()))
    };
    draft.scene.measurements.iter().filter_map(row).collect()
}

fn row(draft: &Draft, definition: &Definition, one: &Measurement, period: Option<&Period>) -> FigureRow {
    let (dimension, part) = match &one.segment {
        Segment::Total => (String::new(), draft.words.say("total")),
        Segment::Part { dimension, value } => (draft.dimension(dimension), draft.part(dimension, value.as_deref())),
    };
    let everyone = one.segment == Segment::Total;
    let shown = is_shown(one);
    let target = period.filter(|_| everyone).and_then(|period| draft.scene.target_on(&definition.id, period.first_day));
    FigureRow {
        metric: one.metric.clone(),
        title: draft.title_of(definition),
        family: family(draft, definition.family),
        segment: key(&one.segment),
        dimension,
        part,
        quarter: one.quarter,
        first_day: period.map(|period| period.first_day),
        value: one.value.filter(|_| shown),
        at_least: one.at_least.filter(|_| shown && one.value.is_none()),
        n: matches!(one.status, Status::Ok | Status::LowBase | Status::Suppressed).then_some(one.n),
        interval: one.interval.filter(|_| shown).map(|found| (found.low, found.high)),
        level: one.interval.filter(|_| shown).map(|found| found.level),
        unit: definition.unit,
        unit_title: super::forms::unit(draft, definition),
        target: target.map(|target| (target.value, target.upper)),
        industry: (everyone && one.quarter == draft.quarter()).then(|| industry(draft, &definition.id)).flatten(),
        state: state(one),
        status: status(draft, definition, one),
        marked: !one.doubts.is_empty() || !one.uncovered.is_empty(),
    }
}

/// Whether its number is printed.
pub fn is_shown(one: &Measurement) -> bool {
    has_figure(one) && !(one.value.is_some() && one.uncovered.contains(&Uncovered::NotDue))
}

/// The part that a figure speaks of, as the command line writes it.
pub fn key(segment: &Segment) -> String {
    match segment {
        Segment::Total => "total".to_owned(),
        Segment::Part { dimension, value } => format!("{dimension}={}", value.as_deref().unwrap_or_default()),
    }
}

/// Printed name of a topic.
pub fn family(draft: &Draft, family: Family) -> String {
    draft.words.say(&format!("family-{}", family.name()))
}

/// The industry average in the metric's own unit, where one may stand beside it.
pub fn industry(draft: &Draft, metric: &str) -> Option<f64> {
    let found: &Comparison = draft.scene.compared(metric)?;
    let best = benchmarks::drawable(found)?;
    let definition = draft.scene.definition(metric)?;
    let same = best.benchmark.unit.matches(definition.unit, &draft.inputs.config.currency);
    same.then_some(best.benchmark.value)
}

fn state(one: &Measurement) -> &'static str {
    match &one.status {
        Status::Ok | Status::LowBase if !is_shown(one) => "not_due",
        Status::Ok => "ok",
        Status::LowBase => "low_base",
        Status::Suppressed => "suppressed",
        Status::SuppressedSecondary => "suppressed_secondary",
        Status::Withheld => "withheld",
        Status::NoData => "no_data",
        Status::Unavailable { .. } => "unavailable",
    }
}

/// The state of a figure in words: how it stands to its target, that its base is small, or why there is none.
pub fn status(draft: &Draft, definition: &Definition, one: &Measurement) -> String {
    let everyone_now = one.segment == Segment::Total && one.quarter == draft.quarter();
    match &one.status {
        _ if !is_shown(one) => {
            let is_blank = matches!(&one.status, Status::Unavailable { reason } if is_blank(reason));
            let reason = data_quality::reason(draft, Some(one)).filter(|_| !is_blank);
            reason.unwrap_or_else(|| draft.value(one))
        }
        Status::LowBase => draft.words.say("standing-small-base"),
        _ if everyone_now && draft.scene.target(&definition.id).is_some() => {
            draft.standing(draft.scene.standing(definition)).2
        }
        _ => String::new(),
    }
}
