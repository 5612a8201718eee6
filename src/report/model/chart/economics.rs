//! Chart data of the sections about cost, benefit and their uncertainty.

use super::Labelled;
use crate::report::model::Tone;
use serde::{Deserialize, Serialize};

/// Tornado: what one uncertain input at a time does to the result, widest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tornado {
    /// One bar per input.
    pub bars: Vec<TornadoBar>,
    /// The result at the base values: the line through all bars.
    pub base: Labelled,
    /// Unit of the result.
    pub unit: String,
    /// Legend words: input at its low end, input at its high end.
    pub legend: [String; 2],
}

/// One input of a tornado.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TornadoBar {
    /// Name with its range.
    pub label: String,
    /// Result with the input at its low end.
    pub low: Labelled,
    /// Result with the input at its high end.
    pub high: Labelled,
}

/// Histogram of simulated results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Ends and count of each bar, ascending.
    pub bars: Vec<(f64, f64, u64)>,
    /// Vertical lines with a name, such as the median.
    pub marks: Vec<Labelled>,
    /// Words over the results below zero and over those above: their shares.
    pub shares: [String; 2],
    /// Ticks of the horizontal axis.
    pub ticks: Vec<Labelled>,
    /// Ticks of the vertical axis: counts.
    pub count_ticks: Vec<Labelled>,
    /// Name of the horizontal axis with its unit.
    pub unit: String,
    /// Name of the vertical axis.
    pub count: String,
}

/// Marginal benefit against marginal cost over spend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarginalCurve {
    /// Observed steps: from spend, to spend, benefit per unit of further spend.
    pub steps: Vec<(f64, f64, f64)>,
    /// Fitted marginal benefit over the observed spend; empty when none may be told.
    pub curve: Vec<(f64, f64)>,
    /// The line where marginal benefit is marginal cost.
    pub one: Labelled,
    /// Optimal spend with its interval.
    pub optimum: Option<(Labelled, (f64, f64))>,
    /// Ticks of the horizontal axis.
    pub ticks: Vec<Labelled>,
    /// Ticks of the vertical axis.
    pub ratio_ticks: Vec<Labelled>,
    /// Name of the horizontal axis with its unit.
    pub spend: String,
    /// Name of the vertical axis.
    pub ratio: String,
}

/// Values with intervals against one reference line, on a common scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalBars {
    /// One row per item, in printed order.
    pub rows: Vec<IntervalBar>,
    /// The reference line.
    pub reference: Labelled,
    /// What the values are.
    pub unit: String,
}

/// A row of interval bars.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalBar {
    /// Name.
    pub label: String,
    /// Value, printed with what is said beside it.
    pub value: Labelled,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Judgement.
    pub tone: Tone,
}
