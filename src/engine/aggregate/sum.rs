//! Σ value.

use super::super::accumulate::{Damaged, Measure, Reader, State, Total, Writer};
use super::super::sql::{Bound, COUNTED, Parts, per_unit, sound};
use super::accumulator::{Accumulator, Classed};
use super::columns::{key, keys};
use super::kind::{Compiled, Kind, Terms, Wanted};
use crate::expression::{Bindings, EvaluateError, Expression, Frame, TermId};

/// The sum of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The value.
    pub value: Expression,
}

impl Kind for Sum {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        vec![(&self.value, Wanted::Value)]
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let (value, measure) = terms.value(&self.value);
        Compiled::new(Totals { value, measure }, |_, total| State::Sum { total: *total })
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let numerator = format!("coalesce(sum(value) {COUNTED}, 0){}", per_unit(self.value.kind()));
        let inputs = vec![("value", sound(&self.value, bound))];
        Parts { inputs, value: "numerator", ..Parts::of(numerator, "NULL".to_owned()) }
    }
}

/// Sums of values.
#[derive(Clone, Debug, PartialEq)]
struct Totals {
    value: TermId,
    measure: Measure,
}

impl Accumulator for Totals {
    type Value = i64;
    type Sums = Total;
    type Finished = Total;
    const CLASSES: usize = 1;

    fn rows(&self, frame: &mut Frame<'_>, _: &Bindings<'_>) -> Result<impl Fn(usize) -> Classed<i64>, EvaluateError> {
        let keys = keys(frame, self.value, self.measure)?;
        Ok(move |row| Some((0, key(&keys, row)?)))
    }

    fn single(&self, _: u16, key: i64) -> f64 {
        self.measure.value(key)
    }

    fn empty(&self) -> Total {
        Total::new(self.measure)
    }

    fn update(&self, sums: &mut Total, _: u16, key: i64) {
        sums.add(key);
    }

    fn merge(sums: &mut Total, others: Total) {
        sums.merge(&others);
    }

    fn compact(_: &mut Total) {}

    fn finish(sums: Total) -> Total {
        sums
    }

    fn write(sums: &Total, bytes: &mut Writer) {
        sums.write(bytes);
    }

    fn read(&self, bytes: &mut Reader<'_>) -> Result<Total, Damaged> {
        Total::read(self.measure, bytes)
    }
}
