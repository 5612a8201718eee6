//! Typed data of charts, beside the words that go round them.

mod advice;
mod complaints;
mod control;
mod economics;
mod loyalty;
mod relationship;
mod voice;

pub use advice::*;
pub use complaints::*;
pub use control::*;
pub use economics::*;
pub use loyalty::*;
pub use relationship::*;
pub use voice::*;

use super::Tone;
use serde::{Deserialize, Serialize};

/// Typed data of a chart. Numbers are raw, texts final; labels of values come formatted so that a
/// chart never disagrees with its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "chart", rename_all = "snake_case")]
pub enum ChartData {
    /// Scorecard and findings: value against target, industry and last year, one line high.
    Bullet(Bullet),
    /// The last quarters, eight at most, in a table cell.
    Sparkline(Sparkline),
    /// Quarters with target and interval.
    Trend(Trend),
    /// Own value with interval against averages, one row per metric.
    BenchmarkDots(BenchmarkDots),
    /// Composition: one stacked bar per period.
    Composition(Composition),
    /// From a start through steps to an end.
    Waterfall(Waterfall),
    /// Distance from a target, for a cell.
    OffTarget(OffTarget),
    /// The same on a scale of its own, side by side, with levels as lines.
    Bridge(Waterfall),
    /// First and last value of several parts.
    Slope(Slope),
    /// Horizontal bars.
    Bars(Bars),
    /// Causes by number of cases, with their running share.
    Pareto(Pareto),
    /// Months between control limits.
    Control(Control),
    /// Teams by size and value between control limits.
    Funnel(Funnel),
    /// Satisfaction along the customer journey.
    Journey(Journey),
    /// Importance against performance.
    Quadrant(Quadrant),
    /// Expectation and perception by dimension.
    Gap(Gap),
    /// Impact of recommendations against their effort.
    ImpactEffort(ImpactEffort),
    /// Shares that something has happened to by a time.
    Survival(Survival),
    /// A share per score.
    Ladder(Ladder),
    /// What one uncertain input at a time does to a result.
    Tornado(Tornado),
    /// Simulated results.
    Histogram(Histogram),
    /// Marginal benefit against marginal cost.
    MarginalCurve(MarginalCurve),
    /// Values with intervals against one reference.
    IntervalBars(IntervalBars),
}

/// A value with its printed form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Labelled {
    /// Value.
    pub value: f64,
    /// As printed, with unit.
    pub label: String,
}

/// Bullet chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bullet {
    /// This quarter.
    pub value: Labelled,
    /// Interval of the value.
    pub interval: Option<(f64, f64)>,
    /// Target: a line.
    pub target: Option<Labelled>,
    /// Industry average: a grey diamond.
    pub benchmark: Option<Labelled>,
    /// Same quarter last year: a lighter bar.
    pub last_year: Option<Labelled>,
    /// Axis from 0 (or less, for scores below zero) to this.
    pub axis: (f64, f64),
    /// Judgement against the target.
    pub tone: Tone,
    /// Alternative text.
    pub alt: String,
}

/// Sparkline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sparkline {
    /// Oldest first; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// Target.
    pub target: Option<f64>,
    /// Judgement of the last point.
    pub tone: Tone,
    /// Alternative text.
    pub alt: String,
}

/// Trend of one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Unit of the axis.
    pub unit: String,
    /// Oldest first.
    pub points: Vec<TrendPoint>,
    /// Target with its label.
    pub target: Option<Labelled>,
    /// Further thin lines (parts of a mix), oldest first, same length as `points`.
    pub parts: Vec<(String, Vec<Option<f64>>)>,
    /// What happened, by its mark and its place on the axis of quarters, 0 being the middle of the first.
    #[serde(default)]
    pub events: Vec<(String, f64)>,
    /// Axis bounds and ticks with labels, chosen by `report/` so that labels are localised.
    pub ticks: Vec<Labelled>,
}

/// A point of a trend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// Short period label, such as `25Q3`.
    pub period: String,
    /// Value; `None` is a gap.
    pub value: Option<Labelled>,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Weakly founded: drawn hollow.
    pub weak: bool,
}

/// Dot plot against averages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchmarkDots {
    /// One per metric; each row has its own scale.
    pub rows: Vec<BenchmarkDot>,
    /// Legend words: own value, interval, average.
    pub legend: [String; 3],
}

/// A row of the dot plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchmarkDot {
    /// Metric name.
    pub label: String,
    /// Own value.
    pub value: Labelled,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Average.
    pub average: Labelled,
    /// Judgement; `Neutral` when not significant.
    pub tone: Tone,
    /// Scale of this row.
    pub axis: (f64, f64),
}

/// Stacked composition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Composition {
    /// Names of the parts, in stacking order.
    pub parts: Vec<String>,
    /// One bar per period: label, value of each part, printed total.
    pub bars: Vec<CompositionBar>,
    /// Unit of the axis.
    pub unit: String,
}

/// A bar of a composition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompositionBar {
    /// Period label.
    pub label: String,
    /// One value per part.
    pub values: Vec<Labelled>,
    /// Total.
    pub total: Labelled,
}

/// How far off its target a figure is, in percent of the target; better is positive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OffTarget {
    /// The figure.
    pub share: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The same quarter last year.
    pub last_year: Option<f64>,
    /// End of the scale on both sides.
    pub limit: f64,
    /// Judgement.
    pub tone: Tone,
    /// Alternative text.
    pub alt: String,
}

/// Waterfall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    /// Steps in order.
    pub steps: Vec<WaterfallStep>,
    /// Unit of the axis.
    pub unit: String,
}

/// A step of a waterfall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// Name.
    pub label: String,
    /// Change, or level for a total.
    pub value: Labelled,
    /// Whether the bar stands on zero.
    pub total: bool,
    /// Judgement.
    pub tone: Tone,
}

/// Slope graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// Names of the two periods.
    pub periods: [String; 2],
    /// Lines.
    pub lines: Vec<SlopeLine>,
}

/// A line of a slope graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlopeLine {
    /// Name.
    pub label: String,
    /// First value.
    pub from: Labelled,
    /// Last value.
    pub to: Labelled,
    /// The total: drawn thick.
    pub emphasis: bool,
    /// Judgement of the change.
    pub tone: Tone,
}

/// Horizontal bars.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// Name and value, in printed order.
    pub bars: Vec<(String, Labelled, Tone)>,
    /// A reference line.
    pub reference: Option<Labelled>,
}
