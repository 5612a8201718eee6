//! The kinds of findings, each with the figures that it stands on.

use super::cause::Cause;
use super::complaint::Spike;
use super::judge::{Change, Standing};
use super::mix::Mix;
use crate::domain::Quarter;

/// Good, bad or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Neither.
    Neutral,
}

/// Something worth telling.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What.
    pub signal: Signal,
    /// The metric that it is told under.
    pub metric: String,
    /// Further metrics that it mentions.
    pub also: Vec<String>,
    /// Good, bad or neither.
    pub judgement: Judgement,
    /// Rank: larger is told earlier.
    pub weight: f64,
}

/// Kinds of findings.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// A target met or missed with the whole interval.
    Target {
        /// Where it stands.
        standing: Standing,
        /// 同比.
        change: Option<Change>,
    },
    /// A significant change against the same quarter last year.
    Moved {
        /// The change.
        change: Change,
    },
    /// What is behind the movement of the metric, the one that moved it most in its direction first.
    Causes(Vec<Cause>),
    /// Worsening quarter after quarter (T5).
    Decline {
        /// The values of the run, oldest first, one more than changes.
        values: Vec<(Quarter, f64)>,
        /// Chance of such a run under pure noise.
        chance: f64,
        /// The change over the whole run.
        whole: Change,
    },
    /// The total moves against its parts (T8).
    MixEffect(Mix),
    /// More complaints than chance explains.
    Complaints(Spike),
    /// Significantly off the industry average; the place in the list of comparisons.
    Benchmark(usize),
    /// Unit cost beside satisfaction, never alone (M24).
    CostBesideSatisfaction {
        /// Change of unit cost.
        cost: Change,
        /// Change of satisfaction.
        satisfaction: Change,
    },
}

/// How many scorecard metrics stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Figures shown.
    pub shown: usize,
    /// Targets that hold in the report's quarter.
    pub with_target: usize,
    /// Targets met.
    pub met: usize,
    /// Targets missed.
    pub missed: usize,
    /// Targets met, with the target inside the interval.
    pub met_narrowly: usize,
    /// Targets missed, with the target inside the interval.
    pub just_missed: usize,
    /// Targets without a verdict.
    pub unjudged: usize,
    /// Metrics without a target that are shown but not judged for lack of rows.
    pub small_base: usize,
}
