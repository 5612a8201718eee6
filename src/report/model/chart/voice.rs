//! Chart data of the sections about teams, the customer's journey and drivers.

use super::Labelled;
use crate::report::model::Tone;
use serde::{Deserialize, Serialize};

/// Funnel plot: teams by size and value between control limits; no ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// What the vertical axis shows, with its unit.
    pub unit: String,
    /// What the horizontal axis shows.
    pub base: String,
    /// The line in the middle: the company's value.
    pub center: Labelled,
    /// Limits, the inner ones first.
    pub limits: Vec<FunnelLimit>,
    /// Teams.
    pub points: Vec<FunnelPoint>,
    /// Ticks of the vertical axis.
    pub ticks: Vec<Labelled>,
    /// Ticks of the horizontal axis.
    pub base_ticks: Vec<Labelled>,
}

/// One pair of control limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunnelLimit {
    /// Name, such as `95%`.
    pub label: String,
    /// Size, lower and upper limit; sizes ascending.
    pub curve: Vec<(f64, f64, f64)>,
}

/// One team of a funnel plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunnelPoint {
    /// Name.
    pub label: String,
    /// Cases.
    pub size: f64,
    /// Value on the vertical axis.
    pub value: f64,
    /// Judgement; `Muted` below the minimum for a verdict.
    pub tone: Tone,
    /// What a page tells of the point: name, value and cases.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tip: String,
}

/// Satisfaction along the customer journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    /// What the vertical axis shows, with its unit.
    pub unit: String,
    /// Stages in their order.
    pub stages: Vec<JourneyPoint>,
    /// Mean over all stages: a dashed line.
    pub mean: Option<Labelled>,
    /// Ticks of the vertical axis.
    pub ticks: Vec<Labelled>,
    /// What the diamond means.
    pub moment: String,
}

/// One stage of a journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JourneyPoint {
    /// Name.
    pub label: String,
    /// Mean; `None` is a gap.
    pub value: Option<Labelled>,
    /// Interval of the mean.
    pub interval: Option<(f64, f64)>,
    /// Lines below the name, such as `n=212`.
    pub notes: Vec<String>,
    /// A moment of truth: a diamond.
    pub is_moment: bool,
    /// Word above the value, such as `峰值`.
    pub tag: Option<String>,
    /// Weakly founded: drawn hollow.
    pub weak: bool,
}

/// Importance against performance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quadrant {
    /// Name and unit of the horizontal axis (importance).
    pub across: String,
    /// Name and unit of the vertical axis (performance).
    pub up: String,
    /// Ticks of the horizontal axis.
    pub across_ticks: Vec<Labelled>,
    /// Ticks of the vertical axis.
    pub up_ticks: Vec<Labelled>,
    /// Where the quadrants meet.
    pub cross: (f64, f64),
    /// Names of the quadrants: upper left, upper right, lower left, lower right.
    pub corners: [String; 4],
    /// Items.
    pub points: Vec<QuadrantPoint>,
}

/// One item of a quadrant chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuadrantPoint {
    /// Name.
    pub label: String,
    /// Importance.
    pub across: f64,
    /// Performance.
    pub up: f64,
    /// Interval of the importance.
    pub across_interval: Option<(f64, f64)>,
    /// Interval of the performance.
    pub up_interval: Option<(f64, f64)>,
    /// Judgement of its quadrant; `Neutral` where its intervals reach into another.
    pub tone: Tone,
}
