//! How rows are added up in a cell.

use super::super::accumulate::{Damaged, Reader, Writer};
use crate::expression::{Bindings, EvaluateError, Frame};
use std::fmt::Debug;

/// Class and value of a row that is not missing.
pub type Classed<V> = Option<(u16, V)>;

/// Adds up rows: mergeable in any order, and the same for every split of the rows.
pub trait Accumulator: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// What a row brings beside its class.
    type Value: Copy + Default;
    /// What is kept of a cell beside the number of its rows by class.
    type Sums: Clone + Debug + Send + Sync + 'static;
    /// The sums in the form in which several metrics share them.
    type Finished: Send + Sync + 'static;

    /// Number of classes of a row that counts.
    const CLASSES: usize;

    /// Class and value by row of a batch; a row without is missing.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    fn rows(
        &self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
    ) -> Result<impl Fn(usize) -> Classed<Self::Value>, EvaluateError>;

    /// What a row says by itself, in the natural unit of its value.
    fn single(&self, class: u16, value: Self::Value) -> f64;

    /// The sums of no row.
    fn empty(&self) -> Self::Sums;

    /// Adds a row.
    fn update(&self, sums: &mut Self::Sums, class: u16, value: Self::Value);

    /// Adds the rows of other sums.
    fn merge(sums: &mut Self::Sums, others: Self::Sums);

    /// Brings sums into the form that depends on the rows only.
    fn compact(sums: &mut Self::Sums);

    /// Hands compacted sums out.
    fn finish(sums: Self::Sums) -> Self::Finished;

    /// Writes compacted sums.
    fn write(sums: &Self::Sums, bytes: &mut Writer);

    /// Reads what was written.
    ///
    /// # Errors
    /// The bytes are not those of such sums.
    fn read(&self, bytes: &mut Reader<'_>) -> Result<Self::Sums, Damaged>;
}
