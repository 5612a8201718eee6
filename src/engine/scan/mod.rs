//! One parallel pass over the parts of a table for many plans.

mod cells;

pub use cells::Cells;

use super::expression::{Bindings, EvaluateError};
use super::plan::Plan;
use crate::domain::Period;
use arrow_array::RecordBatch;

/// A scan that failed.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
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

/// Reads each part once, evaluates all plans on it and adds up their cells. Parts are read in
/// parallel, one per thread at a time; the result does not depend on how rows are split or ordered.
/// `periods` are ascending and disjoint; `bindings.period` is ignored.
///
/// # Errors
/// The error of the first part that failed.
pub fn scan<E>(
    parts: usize,
    read: impl Fn(usize) -> Result<RecordBatch, E> + Sync,
    plans: &[Plan],
    periods: &[Period],
    bindings: &Bindings<'_>,
) -> Result<Cells, ScanError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let _ = (parts, read, plans, periods, bindings);
    todo!("next commit")
}
