//! What is behind the movement of a figure: a mix, a value's own change, a pair of values, a day.

use crate::domain::Direction;
use schemars::JsonSchema;
use serde::Serialize;

/// What kind of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// The share of a value among the rows changed.
    Mix,
    /// A value's own figure changed.
    Own,
    /// The figure of a pair of values changed, beyond what either did.
    Interaction,
    /// The figure differs from a day on.
    Event,
}

/// A value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// Column.
    pub dimension: String,
    /// Value; none where the column is empty.
    pub value: Option<String>,
}

/// What the search for causes found in one report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Searched<'s> {
    /// The causes, the strongest first.
    pub causes: &'s [Cause],
    /// Ids of the metrics whose rows were searched.
    pub metrics: &'s [String],
}

impl<'s> Searched<'s> {
    /// Whether the rows of a metric were searched.
    pub fn knows(&self, metric: &str) -> bool {
        self.metrics.iter().any(|one| one == metric)
    }

    /// The causes that are told under a metric.
    pub fn of(&self, metric: &str) -> impl Iterator<Item = &'s Cause> {
        self.causes.iter().filter(move |one| one.metric == metric)
    }

    /// Whether one cause moved both metrics.
    pub fn joins(&self, one: &str, other: &str) -> bool {
        self.causes.iter().any(|cause| cause.moved(one) && cause.moved(other))
    }
}

/// What a cause adds to the change of a metric.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// Metric id.
    pub metric: String,
    /// Contribution to the change, in the metric's unit.
    pub contribution: f64,
    /// Its interval, in the metric's unit, at the level of the report.
    pub interval: (f64, f64),
    /// The change of the metric against the same quarter last year, in its unit.
    pub change: f64,
}

/// An explanation that was rejected.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Rival {
    /// Kind.
    pub kind: CauseKind,
    /// Where; empty when all rows are concerned.
    #[serde(rename = "where")]
    pub place: Vec<Place>,
    /// How much weaker it is: the difference of the likelihood ratios (χ²), costs included.
    pub weaker_by: f64,
}

/// One cause with everything that it moved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Cause {
    /// The metric that it is told under: the one that it moved most, measured by its error.
    pub metric: String,
    /// Kind.
    pub kind: CauseKind,
    /// Where; empty when all rows are concerned.
    #[serde(rename = "where")]
    pub place: Vec<Place>,
    /// First day of an event, `2026-08-14`.
    pub from: Option<String>,
    /// Whether an event grows from that day on instead of setting in at once.
    pub gradual: bool,
    /// Share of the rows in percent that are concerned, in the earlier and in the later quarter.
    pub rows: (f64, f64),
    /// Contribution to the change of the metric, in its unit.
    pub contribution: f64,
    /// Its interval, in the metric's unit.
    pub interval: (f64, f64),
    /// The change of the metric against the same quarter last year, in its unit.
    pub change: f64,
    /// Likelihood ratio (χ² with one degree of freedom) with the other causes held fixed.
    pub strength: f64,
    /// Other metrics that the same cause moved.
    pub explains: Vec<Share>,
    /// Explanations of about the same place that were rejected, the nearest first.
    pub rivals_rejected: Vec<Rival>,
}

impl Cause {
    /// Whether a metric is among those that it moved.
    pub fn moved(&self, metric: &str) -> bool {
        self.metric == metric || self.explains.iter().any(|share| share.metric == metric)
    }

    /// Whether what it adds to its metric is an improvement; `None` where neither side is better.
    pub fn improves(&self, better: Direction) -> Option<bool> {
        better.improves(self.contribution)
    }
}
