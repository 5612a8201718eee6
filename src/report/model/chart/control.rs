//! Typed data of control charts.

use super::{Labelled, Tone};
use serde::{Deserialize, Serialize};

/// Control chart of one metric by month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Unit of the axis.
    pub unit: String,
    /// Oldest first.
    pub points: Vec<ControlPoint>,
    /// Centre line with its label.
    pub center: Labelled,
    /// Labels of the upper and the lower limit at the last point.
    pub limit_labels: [String; 2],
    /// First and last point of the baseline, which has a pale ground.
    pub baseline: Option<(usize, usize)>,
    /// Label of the baseline.
    pub baseline_label: String,
    /// Ticks of the axis.
    pub ticks: Vec<Labelled>,
}

/// A point of a control chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlPoint {
    /// Short label of the month, such as `26-07`.
    pub period: String,
    /// Value; `None` is a gap.
    pub value: Option<Labelled>,
    /// Lower and upper limit.
    pub limits: Option<(f64, f64)>,
    /// Weakly founded: drawn hollow, never a signal.
    pub weak: bool,
    /// Part of a signal: which side it lies on.
    pub signal: Option<Tone>,
}
