//! What is known of one metric in one segment and period, exact and mergeable in any order.

mod bytes;
mod distribution;
mod exact;
mod measure;
mod survival;
mod weighted;

pub use bytes::{Damaged, Reader, Writer};
pub use distribution::{Distribution, EXACT_LIMIT, SKETCH_ERROR};
pub use exact::{Exact, Moments, Total};
pub use measure::Measure;
pub use survival::Survival;
pub use weighted::Weighted;

use std::sync::Arc;

/// One metric in one segment and period.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Rows attributed to the period: excluded + immature + outside + missing + n.
    pub rows: u64,
    /// Rows left out, in the order of the plan's exclusions.
    pub excluded: Vec<u64>,
    /// Rows whose follow-up window is open.
    pub immature: u64,
    /// Rows outside the base (`among` is not true).
    pub outside: u64,
    /// Rows of the base without a value.
    pub missing: u64,
    /// Rows that the state stands on.
    pub n: u64,
    /// What was added up.
    pub state: State,
}

/// What was added up, by the plan's aggregate.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Number of hits; n − hits rows are known not to be one.
    Count {
        /// Hits.
        hits: u64,
    },
    /// Hits among n.
    Proportion {
        /// Unweighted hits.
        hits: u64,
        /// Sums over weights, x = 1 for a hit and 0 otherwise.
        weighted: Option<Weighted>,
    },
    /// Σ value in its natural unit (money in currency units, durations in hours).
    Sum {
        /// The sum.
        total: Total,
    },
    /// All values.
    Mean {
        /// The unweighted values.
        distribution: Arc<Distribution>,
        /// Sums over weights, x = value.
        weighted: Option<Weighted>,
    },
    /// All values.
    Quantile {
        /// The values.
        distribution: Arc<Distribution>,
    },
    /// All durations, ended and censored.
    Survival(Arc<Survival>),
    /// Answers by class.
    Nps {
        /// 9 and 10.
        promoters: u64,
        /// 7 and 8.
        passives: u64,
        /// 0 to 6.
        detractors: u64,
        /// Sums over weights, x = 1, 0, −1.
        weighted: Option<Weighted>,
    },
    /// Sums of pairs.
    RatioOfSums(Moments),
}
