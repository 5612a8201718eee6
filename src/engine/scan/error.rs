//! What can go wrong in a scan.

use super::super::plan::PlanError;
use crate::expression::EvaluateError;

/// A scan that failed.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// A plan does not fit together.
    #[error("plan {plan} does not fit together")]
    Plan {
        /// Which plan, from 0.
        plan: usize,
        /// Why.
        #[source]
        source: PlanError,
    },
    /// A segment column has more values than [`MOST_PARTS`](super::super::plan::MOST_PARTS), and no fold.
    #[error("`{column}` has too many values")]
    Crowded {
        /// Which column.
        column: String,
    },
    /// A part could not be read.
    #[error("part {part} of the table could not be read")]
    Read {
        /// Which part, from 0.
        part: usize,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An expression could not be evaluated on a part.
    #[error("part {part} of the table could not be evaluated")]
    Evaluate {
        /// Which part, from 0.
        part: usize,
        /// Why.
        #[source]
        source: EvaluateError,
    },
}

/// Bytes from which no partial can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// Another version wrote them.
    #[error("the sums were stored by another version")]
    Version,
    /// They belong to other metrics, columns, periods, or to another date, zone or calendar.
    #[error("the sums are those of another scan")]
    Scan,
    /// They are not whole.
    #[error("the stored sums are damaged")]
    Damaged,
}
