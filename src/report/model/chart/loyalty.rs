//! Charts of loyalty: curves of return, and the ladder from satisfaction to loyalty.

use super::Labelled;
use serde::{Deserialize, Serialize};

/// Step curves of the share that something has happened to by a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Survival {
    /// Name of the vertical axis.
    pub unit: String,
    /// Name of the horizontal axis.
    pub base: String,
    /// Curves; the emphasised one is drawn last.
    pub curves: Vec<SurvivalLine>,
    /// A vertical line at a time, with its label.
    pub mark: Option<Labelled>,
    /// Ticks of the vertical axis.
    pub ticks: Vec<Labelled>,
    /// Ticks of the horizontal axis.
    pub base_ticks: Vec<Labelled>,
}

/// A step curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurvivalLine {
    /// Name with the value at its end.
    pub label: String,
    /// (time, value) of every step, ascending, first and last time included.
    pub points: Vec<(f64, f64)>,
    /// (time, lower end, upper end) of the interval, where there is one.
    pub band: Vec<(f64, f64, f64)>,
    /// The own quarter: drawn thick, with its band.
    pub emphasis: bool,
}

/// A share per score, from the worst to the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    /// Name of the vertical axis.
    pub unit: String,
    /// Scores.
    pub steps: Vec<LadderStep>,
    /// Ticks of the vertical axis, from 0.
    pub ticks: Vec<Labelled>,
}

/// A score of a ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderStep {
    /// Name.
    pub label: String,
    /// A line below it, such as its n.
    pub note: String,
    /// Share; `None` when it may not be shown.
    pub value: Option<Labelled>,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Weakly founded: drawn hollow.
    pub weak: bool,
    /// Counts as satisfied: drawn dark.
    pub satisfied: bool,
}
