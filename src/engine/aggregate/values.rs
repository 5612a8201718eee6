//! Values, how often each occurs.

use super::super::accumulate::{Damaged, Distribution, Measure, Reader, Writer};
use super::accumulator::{Accumulator, Classed};
use super::columns::{key, keys};
use super::weight::Weighable;
use crate::expression::{Bindings, EvaluateError, Frame, TermId};
use std::sync::Arc;

/// The values of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The values.
    pub value: TermId,
    /// Their measure.
    pub measure: Measure,
}

impl Accumulator for Values {
    type Value = i64;
    type Sums = Distribution;
    type Finished = Arc<Distribution>;
    const CLASSES: usize = 1;

    fn rows(&self, frame: &mut Frame<'_>, _: &Bindings<'_>) -> Result<impl Fn(usize) -> Classed<i64>, EvaluateError> {
        let keys = keys(frame, self.value, self.measure)?;
        Ok(move |row| Some((0, key(&keys, row)?)))
    }

    fn single(&self, _: u16, key: i64) -> f64 {
        self.measure.value(key)
    }

    fn empty(&self) -> Distribution {
        Distribution::new(self.measure)
    }

    fn update(&self, sums: &mut Distribution, _: u16, key: i64) {
        sums.push(key);
    }

    fn merge(sums: &mut Distribution, others: Distribution) {
        sums.merge(others);
    }

    fn compact(sums: &mut Distribution) {
        sums.compact();
    }

    fn finish(sums: Distribution) -> Arc<Distribution> {
        Arc::new(sums)
    }

    fn write(sums: &Distribution, bytes: &mut Writer) {
        sums.write(bytes);
    }

    fn read(&self, bytes: &mut Reader<'_>) -> Result<Distribution, Damaged> {
        Distribution::read(self.measure, bytes)
    }
}

impl Weighable for Values {}
