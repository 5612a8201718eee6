//! SERVQUAL: 22 items, expectation against perception (M20); SERVPERF when only perceptions were asked.

mod score;

use super::answers::{Answer, LeftOut, by_respondent, read, within};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::config::ServqualSettings;
use crate::domain::{Period, Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics::{Bounds, Resampling};
use serde::Serialize;
use std::collections::BTreeMap;

/// The survey metric of the items.
const METRIC: &str = "servqual";
/// The survey metric of the 100-point question: one answer per dimension.
const WEIGHT: &str = "servqual_weight";
/// Ends of the scale of every item.
const SCALE: (f64, f64) = (1.0, 7.0);
/// Number of items.
pub const ITEMS: usize = 22;

/// The five dimensions with their items, in the order of the questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// 有形性, items 1–4.
    Tangibles,
    /// 可靠性, items 5–9.
    Reliability,
    /// 响应性, items 10–13.
    Responsiveness,
    /// 保证性, items 14–17.
    Assurance,
    /// 移情性, items 18–22.
    Empathy,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Tangibles, Self::Reliability, Self::Responsiveness, Self::Assurance, Self::Empathy];

    /// Name in data, settings and metric ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tangibles => "tangibles",
            Self::Reliability => "reliability",
            Self::Responsiveness => "responsiveness",
            Self::Assurance => "assurance",
            Self::Empathy => "empathy",
        }
    }

    /// Its items, counted from 0.
    pub(super) fn items(self) -> std::ops::Range<usize> {
        match self {
            Self::Tangibles => 0..4,
            Self::Reliability => 4..9,
            Self::Responsiveness => 9..13,
            Self::Assurance => 13..17,
            Self::Empathy => 17..ITEMS,
        }
    }
}

/// What the SERVQUAL answers say, quarter by quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Servqual {
    /// Items that were reversed before scoring.
    pub reversed: Vec<u32>,
    /// Quarters with answers, ascending.
    pub quarters: Vec<ServqualQuarter>,
}

/// One quarter's answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServqualQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Gaps, or perceptions only.
    pub form: Form,
    /// Respondents with at least one answer that counts.
    pub respondents: u64,
    /// By dimension.
    pub dimensions: Vec<DimensionResult>,
    /// By item, 1 to 22.
    pub items: Vec<ItemResult>,
    /// Mean of the five dimensions with equal weights; `None` when a dimension has no value.
    pub overall: Option<Estimate>,
    /// Σ weight × dimension; `None` without weights.
    pub weighted: Option<Estimate>,
    /// The weights used.
    pub weights: Option<DimensionWeights>,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Expectation and perception of the same respondents: SERVQUAL.
    Gap,
    /// Perception only: SERVPERF.
    Performance,
}

/// One dimension. Only respondents who answered all its items (in both roles for a gap) count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionResult {
    /// Which.
    pub dimension: Dimension,
    /// Respondents that count.
    pub n: u64,
    /// Respondents left out for a missing answer.
    pub incomplete: u64,
    /// Mean expectation, 1 to 7; `None` in the form `Performance`.
    pub expectation: Option<f64>,
    /// Mean perception, 1 to 7.
    pub perception: Option<f64>,
    /// Mean of perception − expectation, or of perception.
    pub score: Option<Estimate>,
    /// Cronbach's α of the item scores that `score` is made of.
    pub alpha: Option<f64>,
}

/// One item, over the respondents who answered it (in both roles for a gap).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemResult {
    /// 1 to 22.
    pub item: u32,
    /// Respondents.
    pub n: u64,
    /// Mean expectation.
    pub expectation: Option<f64>,
    /// Mean perception.
    pub perception: Option<f64>,
    /// Mean of perception − expectation, or of perception.
    pub score: Option<f64>,
}

/// A mean with its bootstrap interval over respondents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Value.
    pub value: f64,
    /// BCa interval; `None` below two respondents.
    pub interval: Option<Bounds>,
}

/// Weights of the dimensions in points that sum to 100.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionWeights {
    /// Points in the order of [`Dimension::ALL`].
    pub points: [f64; 5],
    /// Respondents of the 100-point question; `None` when the weights were configured.
    pub respondents: Option<u64>,
    /// Respondents left out because their points do not sum to 100.
    pub unusable: u64,
}

/// One respondent's scores after reversing.
#[derive(Clone, Debug, Default)]
struct Respondent {
    at: i64,
    expectation: [Option<f64>; ITEMS],
    perception: [Option<f64>; ITEMS],
}

/// Finds gaps and gives `servqual_gap_*`, `servqual_weighted_gap` and `servperf_score`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(answers) = read(ground, &[METRIC, WEIGHT])? else { return Ok(Vec::new()) };
    let settings = &ground.report.quality.servqual;
    let has_roles = answers.iter().any(|answer| answer.role.is_some());
    let mut left_out: BTreeMap<Quarter, LeftOut> = BTreeMap::new();
    let mut respondents: BTreeMap<Quarter, Vec<Respondent>> = BTreeMap::new();
    let mut points: BTreeMap<Quarter, (Vec<[f64; 5]>, u64)> = BTreeMap::new();
    for group in by_respondent(&answers) {
        let Some(period) = period_of(group, ground.periods) else { continue };
        let out = left_out.entry(period.quarter).or_default();
        if let Some(found) = respondent(group, settings, has_roles, out) {
            respondents.entry(period.quarter).or_default().push(found);
        }
        let spent = points.entry(period.quarter).or_default();
        match hundred_points(group) {
            Points::Spent(parts) => spent.0.push(parts),
            Points::Unusable => spent.1 += 1,
            Points::None => {}
        }
    }
    let policy = &ground.report.statistics;
    let how = Resampling { draws: policy.bootstrap_draws, seed: policy.seed, level: policy.confidence };
    let mut found = Servqual { reversed: settings.reversed.clone(), quarters: Vec::new() };
    let mut figures = Vec::new();
    for (quarter, people) in &respondents {
        let weights = weights(settings, points.get(quarter));
        let result = score::quarter(*quarter, people, weights, how);
        let out = left_out.get(quarter).cloned().unwrap_or_default();
        figures.extend(of_quarter(ground, &result, &out));
        found.quarters.push(result);
    }
    study.servqual = Some(found).filter(|found| !found.quarters.is_empty());
    Ok(figures)
}

/// The period of a respondent's latest answer.
fn period_of<'a>(group: &[Answer], periods: &'a [Period]) -> Option<&'a Period> {
    let at = group.iter().map(|answer| answer.at).max()?;
    periods.iter().find(|period| within(at, period))
}

/// A respondent's item scores; `None` when no answer counts.
fn respondent(group: &[Answer], settings: &ServqualSettings, has_roles: bool, out: &mut LeftOut) -> Option<Respondent> {
    let mut found = Respondent::default();
    let mut any = false;
    for answer in group.iter().filter(|answer| answer.metric == METRIC) {
        if !out.admits(answer) {
            continue;
        }
        let Some(value) = answer.value else { continue };
        let Some(item) = item_number(&answer.item, settings) else {
            out.count("unknown_item");
            continue;
        };
        let is_expectation = match answer.role.as_deref().map(str::to_lowercase).as_deref() {
            Some("e" | "expectation") => true,
            Some("p" | "perception") => false,
            None if !has_roles => false,
            _ => {
                out.count("unknown_role");
                continue;
            }
        };
        if answer.scale.is_some_and(|scale| scale != SCALE) || !(SCALE.0..=SCALE.1).contains(&value) {
            out.count("out_of_scale");
            continue;
        }
        let value = if settings.reversed.contains(&item) { SCALE.0 + SCALE.1 - value } else { value };
        let side = if is_expectation { &mut found.expectation } else { &mut found.perception };
        side[item as usize - 1] = Some(value);
        found.at = found.at.max(answer.at);
        any = true;
    }
    any.then_some(found)
}

/// 1 to 22, by the client's names or as written.
fn item_number(name: &str, settings: &ServqualSettings) -> Option<u32> {
    let named = settings.items.iter().find(|(own, _)| own == name).map(|(_, number)| *number);
    named.or_else(|| name.parse().ok()).filter(|number| (1..=ITEMS as u32).contains(number))
}

/// A respondent's answer to the 100-point question.
enum Points {
    Spent([f64; 5]),
    Unusable,
    None,
}

fn hundred_points(group: &[Answer]) -> Points {
    let mut parts = [None; 5];
    let mut any = false;
    for answer in group.iter().filter(|answer| answer.metric == WEIGHT && answer.fate.reason().is_none()) {
        any = true;
        let name = answer.item.to_lowercase();
        if let Some(at) = Dimension::ALL.iter().position(|dimension| dimension.name() == name) {
            parts[at] = answer.value.filter(|value| *value >= 0.0);
        }
    }
    match parts.iter().copied().collect::<Option<Vec<f64>>>() {
        Some(all) if (all.iter().sum::<f64>() - 100.0).abs() < 1e-6 => {
            Points::Spent([all[0], all[1], all[2], all[3], all[4]])
        }
        _ if any => Points::Unusable,
        _ => Points::None,
    }
}

/// Configured weights, else the mean answer to the 100-point question of the quarter.
fn weights(settings: &ServqualSettings, asked: Option<&(Vec<[f64; 5]>, u64)>) -> Option<DimensionWeights> {
    if let Some(points) = settings.weights {
        return Some(DimensionWeights { points, respondents: None, unusable: 0 });
    }
    let (spent, unusable) = asked.filter(|(spent, _)| !spent.is_empty())?;
    let mean = |at: usize| spent.iter().map(|parts| parts[at]).sum::<f64>() / spent.len() as f64;
    let points = [0, 1, 2, 3, 4].map(mean);
    Some(DimensionWeights { points, respondents: Some(spent.len() as u64), unusable: *unusable })
}

fn of_quarter(ground: &Ground<'_>, result: &ServqualQuarter, out: &LeftOut) -> Vec<Measurement> {
    let complete = result.dimensions.iter().map(|one| one.n).min().unwrap_or(0);
    let figure = |id: &str, estimate: Option<Estimate>, n: u64, missing: u64| {
        let mut figure = ground.figure(id, &Segment::Total, result.quarter)?;
        let estimate = estimate?;
        (figure.value, figure.n, figure.missing) = (Some(estimate.value), n, missing);
        figure.interval = estimate.interval.map(|Bounds { low, high }| Interval {
            low,
            high,
            level: ground.report.statistics.confidence,
            method: IntervalMethod::Bootstrap,
        });
        figure.excluded = out.list();
        figure.immature = out.immature;
        Some(figure)
    };
    let missing = result.respondents - complete;
    let mut figures = Vec::new();
    if result.form == Form::Performance {
        figures.extend(figure(ids::SERVPERF_SCORE, result.overall, complete, missing));
        return figures;
    }
    for one in &result.dimensions {
        let id = format!("servqual_gap_{}", one.dimension.name());
        figures.extend(figure(&id, one.score, one.n, one.incomplete));
    }
    figures.extend(figure(ids::SERVQUAL_GAP, result.overall, complete, missing));
    figures.extend(figure(ids::SERVQUAL_WEIGHTED_GAP, result.weighted, complete, missing));
    figures
}

#[cfg(test)]
mod tests;
