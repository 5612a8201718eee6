//! A figure with all that is known about it. Everything after `metrics/` reads these only.

use crate::domain::{Quarter, Segment};
pub use crate::facts::Uncovered;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One metric in one segment and quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Metric id.
    pub metric: String,
    /// Of whom.
    pub segment: Segment,
    /// When.
    pub quarter: Quarter,
    /// The value in the metric's unit (percent 0–100, hours, …); `None` when there is none.
    pub value: Option<f64>,
    /// A survival quantile that the curve does not reach: the value is at least this.
    pub at_least: Option<f64>,
    /// Rows (or answers, or events) that the value stands on.
    pub n: u64,
    /// Proportion, rate, ratio: what is above the line.
    pub numerator: Option<f64>,
    /// What is below the line.
    pub denominator: Option<f64>,
    /// Rows whose value is missing (G5).
    pub missing: u64,
    /// Rows left out, by named reason, in the definition's order.
    pub excluded: Vec<(String, u64)>,
    /// Rows whose follow-up window is still open (G4).
    pub immature: u64,
    /// Rows still open at `as_of` (censored).
    pub censored: u64,
    /// Uncertainty.
    pub interval: Option<Interval>,
    /// May it be shown, and how.
    pub status: Status,
    /// Mean and NPS on small whole-number scales: value → count, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distribution: Vec<(f64, u64)>,
    /// A part of the report's quarter against all other rows of the quarter; `None` for shares, whose test
    /// needs no more than hits and bases, and where there is no test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_rest: Option<GroupTest>,
    /// Columns that it stands on of which more cells are in doubt than `statistics.doubt_warning` allows,
    /// as `table.column`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
    /// Why the data do not cover what the figure speaks of; such a figure is marked where it is printed, and
    /// neither judged nor compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncovered: Vec<Uncovered>,
}

/// A test of a part against the rest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupTest {
    /// Which.
    pub method: TestMethod,
    /// Two-sided p.
    pub p: f64,
    /// How far apart they are, in the method's own measure.
    pub effect: f64,
}

/// Tests of two groups, with the measure of their effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestMethod {
    /// Welch's t: mean of the part − mean of the rest (T3).
    Welch,
    /// Mann–Whitney: probability that a value of the part is the larger one, ties half (T3).
    MannWhitney,
    /// Log-rank: what ended in the part ÷ what would have ended on the common curve; below 1 the part takes
    /// longer (T13).
    LogRank,
}

impl GroupTest {
    /// The effect as a signed difference: above 0 the part's values are larger.
    pub fn direction(&self) -> f64 {
        match self.method {
            TestMethod::Welch => self.effect,
            TestMethod::MannWhitney => self.effect - 0.5,
            TestMethod::LogRank => 1.0 - self.effect,
        }
    }
}

impl Measurement {
    /// A measurement without rows and without a value.
    pub fn empty(metric: &str, segment: Segment, quarter: Quarter, status: Status) -> Self {
        Self {
            metric: metric.to_owned(),
            segment,
            quarter,
            value: None,
            at_least: None,
            n: 0,
            numerator: None,
            denominator: None,
            missing: 0,
            excluded: Vec::new(),
            immature: 0,
            censored: 0,
            interval: None,
            status,
            distribution: Vec::new(),
            against_rest: None,
            doubts: Vec::new(),
            uncovered: Vec::new(),
        }
    }
}

/// An interval estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end, in the metric's unit.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
    /// How it was found.
    pub method: IntervalMethod,
}

/// Methods of interval estimation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson score interval of a share (T1).
    Wilson,
    /// Normal interval of NPS (T2).
    NpsNormal,
    /// Percentile bootstrap (T3).
    Bootstrap,
    /// Student's t (T3).
    StudentT,
    /// Order statistics of a quantile (T3).
    OrderStatistic,
    /// Greenwood's variance of a Kaplan–Meier curve, log-log, inverted (T13).
    Greenwood,
    /// Garwood's exact Poisson interval of a count (T3).
    Garwood,
    /// Delta method for a ratio of sums (G7).
    Delta,
    /// Newcombe's interval of a difference of two shares (T1).
    Newcombe,
    /// Normal interval of a difference between matched pairs (M19).
    MatchedPairs,
    /// The formula at both ends of the interval of one of its inputs, such as retention in M17.
    Propagated,
}

/// May a figure be shown, and how (G5, G11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Status {
    /// Shown with its interval.
    Ok,
    /// Shown greyed, no verdict: n below the configured verdict minimum.
    LowBase,
    /// Not shown: n below the configured minimum.
    Suppressed,
    /// Not shown because it would give away a suppressed neighbour by subtraction.
    SuppressedSecondary,
    /// Not shown: more than half of the base is missing.
    Withheld,
    /// No rows in the period.
    NoData,
    /// Cannot be computed; the reason is a stable word with its details.
    Unavailable {
        /// For example `missing_columns: first_reply_at`.
        reason: String,
    },
}

/// All measurements of one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Measurement>", into = "Vec<Measurement>")]
pub struct Measurements(Vec<Measurement>, Index);

/// Where a measurement stands in the list: by metric, quarter and segment.
type Index = BTreeMap<String, BTreeMap<Quarter, BTreeMap<Segment, usize>>>;

impl From<Vec<Measurement>> for Measurements {
    fn from(list: Vec<Measurement>) -> Self {
        Self::new(list)
    }
}

impl From<Measurements> for Vec<Measurement> {
    fn from(measurements: Measurements) -> Self {
        measurements.0
    }
}

impl Measurements {
    /// Indexes measurements; a later one with the same metric, segment and quarter wins.
    pub fn new(list: Vec<Measurement>) -> Self {
        let mut all = Self::default();
        all.extend(list);
        all
    }

    /// Adds measurements; a later one with the same metric, segment and quarter wins.
    pub fn extend(&mut self, list: Vec<Measurement>) {
        self.0.reserve(list.len());
        for one in list {
            if !self.1.contains_key(&one.metric) {
                self.1.insert(one.metric.clone(), BTreeMap::new());
            }
            let of_metric = self.1.get_mut(&one.metric).expect("it was put there");
            of_metric.entry(one.quarter).or_default().insert(one.segment.clone(), self.0.len());
            self.0.push(one);
        }
    }

    /// One measurement.
    pub fn get(&self, metric: &str, segment: &Segment, quarter: Quarter) -> Option<&Measurement> {
        self.segments(metric, quarter)?.get(segment).map(|at| &self.0[*at])
    }

    fn segments(&self, metric: &str, quarter: Quarter) -> Option<&BTreeMap<Segment, usize>> {
        self.1.get(metric)?.get(&quarter)
    }

    /// The measurement of everyone.
    pub fn total(&self, metric: &str, quarter: Quarter) -> Option<&Measurement> {
        self.get(metric, &Segment::Total, quarter)
    }

    /// All parts of a dimension in a quarter, ordered by value.
    pub fn parts(&self, metric: &str, dimension: &str, quarter: Quarter) -> Vec<&Measurement> {
        let of_dimension =
            |segment: &Segment| matches!(segment, Segment::Part { dimension: of, .. } if of == dimension);
        let segments = self.segments(metric, quarter).into_iter().flatten();
        segments.filter(|(segment, _)| of_dimension(segment)).map(|(_, at)| &self.0[*at]).collect()
    }

    /// All of them, by value.
    pub fn into_list(self) -> Vec<Measurement> {
        self.0
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Measurement> {
        self.0.iter()
    }
}
