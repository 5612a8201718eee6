//! Chart data of the section about the quality of the relationship.

use super::Labelled;
use crate::report::model::Tone;
use serde::{Deserialize, Serialize};

/// Gap plot: expectation and perception of each dimension on one scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What the axis shows, with its unit.
    pub unit: String,
    /// Dimensions in printed order.
    pub rows: Vec<GapRow>,
    /// Ticks of the axis; the first and last are its ends.
    pub ticks: Vec<Labelled>,
    /// Legend words: perception, and expectation where it was asked.
    pub legend: Vec<String>,
}

/// A row of a gap plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapRow {
    /// Name.
    pub label: String,
    /// Mean expectation: a ring.
    pub expected: Option<f64>,
    /// Mean perception: a disc.
    pub perceived: Option<f64>,
    /// Interval of the perception, where no expectation was asked.
    pub interval: Option<(f64, f64)>,
    /// The gap (or the perception) as printed, at the end of the row.
    pub printed: String,
    /// Judgement: `Bad` when the whole interval of the gap is below zero, `Good` above.
    pub tone: Tone,
}
