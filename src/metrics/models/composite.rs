//! Composite score of the relationship's quality (M21): weighted sub-scores between fixed edges.
//!
//! s = clamp((x − worst)/(best − worst)) × 100 per metric, a component is the mean of its metrics,
//! the score Σ weight × component. A missing component withholds the score, or, when the client
//! wants it so, re-weights the others under another metric id, so that nothing ever compares an
//! incomplete score with a complete one.

mod sensitivity;

pub use sensitivity::{DirichletResult, OtherWeighting, OtherWeights, WeightSensitivity, WeightShift};

use super::customisation::Customisation;
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::config::{ComponentInput, ComponentName, ComponentSettings, InputNeed, OnMissing, Weighting};
use crate::domain::{Period, Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement, Measurements, Status};
use serde::Serialize;

/// The score of complete quarters.
pub const SCORE: &str = ids::RELATIONSHIP_SCORE;
/// The re-weighted score of quarters with a missing component.
pub const INCOMPLETE: &str = ids::RELATIONSHIP_SCORE_INCOMPLETE;

/// The composite score, quarter by quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Composite {
    /// Whose weights they are.
    pub weighting: Weighting,
    /// Consistency ratio of the comparisons that the weights come from.
    pub consistency_ratio: Option<f64>,
    /// What happens to quarters with a missing component.
    pub on_missing: OnMissing,
    /// All quarters, ascending; the last is the report's.
    pub quarters: Vec<CompositeQuarter>,
    /// The change since last quarter, or why there is none.
    pub change: Result<CompositeChange, NoChange>,
    /// How much the report's score depends on its weights; `None` without a score.
    pub sensitivity: Option<WeightSensitivity>,
}

/// One quarter's score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompositeQuarter {
    /// Which.
    pub quarter: Quarter,
    /// The score; `None` when a component is missing and the score is withheld.
    pub score: Option<f64>,
    /// Whether every component is there.
    pub is_complete: bool,
    /// Components in printed order.
    pub components: Vec<ComponentResult>,
    /// Smallest n among the metrics used.
    pub n: u64,
}

/// A component in a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComponentResult {
    /// Which.
    pub name: ComponentName,
    /// Configured weight in percent.
    pub weight: f64,
    /// Weight in this quarter's score, in percent: re-weighted when components are missing, 0 when it
    /// is missing itself.
    pub effective_weight: f64,
    /// Mean of the sub-scores of its metrics; `None` when it is missing.
    pub score: Option<f64>,
    /// Its metrics.
    pub inputs: Vec<InputResult>,
}

/// A metric of a component in a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputResult {
    /// Metric id.
    pub metric: String,
    /// Its value, when it is shown.
    pub value: Option<f64>,
    /// Value that scores 0.
    pub worst: f64,
    /// Value that scores 100.
    pub best: f64,
    /// Sub-score, 0 to 100.
    pub score: Option<f64>,
    /// Whether the component can do without it.
    pub need: InputNeed,
    /// What it is itself made of, where that can differ between quarters.
    pub parts: Vec<String>,
}

/// What moved the score since last quarter. The contributions sum to the change exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompositeChange {
    /// The quarter compared with.
    pub base: Quarter,
    /// Score of that quarter.
    pub before: f64,
    /// Score now − score then.
    pub total: f64,
    /// Weight × change of the component, in points of the score, in printed order.
    pub contributions: Vec<(ComponentName, f64)>,
}

/// Why two quarters are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoChange {
    /// One of them has no score.
    NoScore,
    /// They stand on different components or metrics: one is incomplete, or an optional metric came
    /// or went.
    OtherInputs,
}

/// Scores all quarters and gives [`SCORE`] and [`INCOMPLETE`].
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(settings) = &ground.report.quality.composite else { return Ok(Vec::new()) };
    let reader = Reader { known: ground.known, customisation: study.customisation.as_ref() };
    let quarter = |period: &Period| {
        let components = settings.components.iter().map(|one| reader.component(one, period.quarter)).collect();
        scored(period.quarter, components, settings.on_missing, reader.smallest(&settings.components, period.quarter))
    };
    let quarters: Vec<CompositeQuarter> = ground.periods.iter().map(quarter).collect();
    let Some(now) = quarters.last() else { return Ok(Vec::new()) };
    let base = quarters.iter().rev().nth(1);
    let change = change(now, base);
    let sensitivity = sensitivity::of(ground, settings.weighting, &quarters, base.filter(|_| change.is_ok()));
    let figures = quarters.iter().flat_map(|one| figures(ground, one, now)).collect();
    study.composite = Some(Composite {
        weighting: settings.weighting,
        consistency_ratio: settings.consistency_ratio,
        on_missing: settings.on_missing,
        change,
        sensitivity,
        quarters: quarters.clone(),
    });
    Ok(figures)
}

/// What components are read from.
struct Reader<'a> {
    known: &'a Measurements,
    customisation: Option<&'a Customisation>,
}

impl Reader<'_> {
    fn shown(&self, metric: &str, quarter: Quarter) -> Option<&Measurement> {
        let figure = self.known.total(metric, quarter)?;
        (figure.value.is_some() && matches!(figure.status, Status::Ok | Status::LowBase)).then_some(figure)
    }

    fn component(&self, settings: &ComponentSettings, quarter: Quarter) -> ComponentResult {
        let inputs: Vec<InputResult> = settings.inputs.iter().map(|input| self.input(input, quarter)).collect();
        let is_missing = inputs.iter().any(|input| input.score.is_none() && input.need == InputNeed::Always);
        let scores: Vec<f64> = inputs.iter().filter_map(|input| input.score).collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let score = (!is_missing && !scores.is_empty()).then_some(mean);
        ComponentResult { name: settings.name, weight: settings.weight, effective_weight: 0.0, score, inputs }
    }

    fn input(&self, input: &ComponentInput, quarter: Quarter) -> InputResult {
        let value = self.shown(&input.metric, quarter).and_then(|figure| figure.value);
        let of_customisation =
            self.customisation.filter(|_| value.is_some() && input.metric == ids::CUSTOMISATION_SCORE);
        let parts = of_customisation.and_then(|found| found.quarters.iter().find(|one| one.quarter == quarter));
        InputResult {
            metric: input.metric.clone(),
            value,
            worst: input.worst,
            best: input.best,
            score: value.map(|value| sub_score(value, input.worst, input.best)),
            need: input.need,
            parts: parts
                .map_or_else(Vec::new, |one| one.parts.iter().map(|part| part.part.name().to_owned()).collect()),
        }
    }

    fn smallest(&self, components: &[ComponentSettings], quarter: Quarter) -> u64 {
        let inputs = components.iter().flat_map(|component| &component.inputs);
        inputs.filter_map(|input| Some(self.shown(&input.metric, quarter)?.n)).min().unwrap_or(0)
    }
}

/// clamp((x − worst)/(best − worst)) × 100.
fn sub_score(value: f64, worst: f64, best: f64) -> f64 {
    100.0 * ((value - worst) / (best - worst)).clamp(0.0, 1.0)
}

/// Weighs the components of a quarter.
fn scored(quarter: Quarter, mut components: Vec<ComponentResult>, on_missing: OnMissing, n: u64) -> CompositeQuarter {
    let is_complete = components.iter().all(|one| one.score.is_some());
    let available: f64 = components.iter().filter(|one| one.score.is_some()).map(|one| one.weight).sum();
    let is_given = available > 0.0 && (is_complete || on_missing == OnMissing::Reweight);
    for one in components.iter_mut().filter(|one| is_given && one.score.is_some()) {
        one.effective_weight = if is_complete { one.weight } else { 100.0 * one.weight / available };
    }
    let weights: Vec<f64> = components.iter().map(|one| one.effective_weight).collect();
    let score = is_given.then(|| weighed(&components, &weights));
    CompositeQuarter { quarter, score, is_complete, components, n }
}

/// Σ weight × score ÷ Σ weight over the components that are there.
fn weighed(components: &[ComponentResult], weights: &[f64]) -> f64 {
    let pairs = || components.iter().zip(weights).filter_map(|(one, weight)| Some((one.score?, weight)));
    pairs().map(|(score, weight)| score * weight).sum::<f64>() / pairs().map(|(_, weight)| weight).sum::<f64>()
}

/// What a quarter's score is made of: scores are compared only when this is the same.
fn inputs(quarter: &CompositeQuarter) -> Vec<(ComponentName, &str, &[String])> {
    let there = quarter.components.iter().filter(|one| one.score.is_some());
    there
        .flat_map(|one| one.inputs.iter().map(move |input| (one.name, input)))
        .filter(|(_, input)| input.score.is_some())
        .map(|(name, input)| (name, input.metric.as_str(), input.parts.as_slice()))
        .collect()
}

fn change(now: &CompositeQuarter, base: Option<&CompositeQuarter>) -> Result<CompositeChange, NoChange> {
    let base = base.ok_or(NoChange::NoScore)?;
    let (after, before) = now.score.zip(base.score).ok_or(NoChange::NoScore)?;
    if now.is_complete != base.is_complete || inputs(now) != inputs(base) {
        return Err(NoChange::OtherInputs);
    }
    let contribution = |(one, other): (&ComponentResult, &ComponentResult)| {
        let moved = one.score? - other.score?;
        Some((one.name, one.effective_weight / 100.0 * moved))
    };
    let contributions = now.components.iter().zip(&base.components).filter_map(contribution).collect();
    Ok(CompositeChange { base: base.quarter, before, total: after - before, contributions })
}

/// The figures of a quarter: an incomplete one has no [`SCORE`], and says what is missing. Quarters that
/// stand on other inputs than the report's have none, so that no trend or change sets them side by side.
fn figures(ground: &Ground<'_>, quarter: &CompositeQuarter, now: &CompositeQuarter) -> Vec<Measurement> {
    let empty = |id: &str, reason: String| {
        let mut figure = ground.figure(id, &Segment::Total, quarter.quarter)?;
        figure.n = quarter.n;
        figure.status = Status::Unavailable { reason };
        Some(figure)
    };
    let missing = quarter.components.iter().filter(|one| one.score.is_none());
    let names: Vec<&str> = missing.map(|one| one.name.name()).collect();
    let mut figures = Vec::new();
    if !quarter.is_complete {
        figures.extend(empty(SCORE, format!("missing_components: {}", names.join(", "))));
    }
    let Some(score) = quarter.score else { return figures };
    let id = if quarter.is_complete { SCORE } else { INCOMPLETE };
    let same = quarter.is_complete == now.is_complete && inputs(quarter) == inputs(now);
    figures.extend(empty(id, "other_inputs".to_owned()).map(|mut figure| {
        if same {
            figure.status = Status::Ok;
            figure.value = Some(score);
            figure.interval = interval(ground, quarter, score);
        }
        figure
    }));
    figures
}

/// The intervals of the metrics carried through weights and edges as if the metrics were independent;
/// `None` when a metric has no interval.
fn interval(ground: &Ground<'_>, quarter: &CompositeQuarter, score: f64) -> Option<Interval> {
    let mut squares = 0.0;
    for component in quarter.components.iter().filter(|one| one.score.is_some()) {
        let used: Vec<&InputResult> = component.inputs.iter().filter(|input| input.score.is_some()).collect();
        for input in &used {
            let of = ground.known.total(&input.metric, quarter.quarter)?.interval?;
            let ends = [of.low, of.high].map(|end| sub_score(end, input.worst, input.best));
            let half = (ends[1] - ends[0]).abs() / 2.0;
            squares += (component.effective_weight / 100.0 * half / used.len() as f64).powi(2);
        }
    }
    let half = squares.sqrt();
    let level = ground.report.statistics.confidence;
    let (low, high) = ((score - half).max(0.0), (score + half).min(100.0));
    Some(Interval { low, high, level, method: IntervalMethod::Delta })
}

#[cfg(test)]
mod tests;
