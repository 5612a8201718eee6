//! Rows, and which of them are hits: nothing but numbers of rows is kept.

use super::super::accumulate::{Damaged, Reader, Writer};
use super::accumulator::{Accumulator, Classed};
use super::weight::Weighable;
use crate::expression::{Bindings, EvaluateError, Frame, TermId};
use arrow_array::Array;
use arrow_array::cast::AsArray;

/// Every row, of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows;

/// Rows that are no hit, and rows that are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// Boolean.
    pub hit: TermId,
}

/// Implements what follows from keeping no sums.
macro_rules! no_sums {
    () => {
        type Value = ();
        type Sums = ();
        type Finished = ();

        fn empty(&self) {}

        fn update(&self, (): &mut (), _: u16, (): ()) {}

        fn merge((): &mut (), (): ()) {}

        fn compact((): &mut ()) {}

        fn finish((): ()) {}

        fn write((): &(), _: &mut Writer) {}

        fn read(&self, _: &mut Reader<'_>) -> Result<(), Damaged> {
            Ok(())
        }
    };
}
pub(super) use no_sums;

impl Accumulator for Rows {
    no_sums!();
    const CLASSES: usize = 1;

    fn rows(&self, _: &mut Frame<'_>, _: &Bindings<'_>) -> Result<impl Fn(usize) -> Classed<()>, EvaluateError> {
        Ok(|_| Some((0, ())))
    }

    fn single(&self, _: u16, (): ()) -> f64 {
        1.0
    }
}

impl Accumulator for Hits {
    no_sums!();
    const CLASSES: usize = 2;

    fn rows(&self, frame: &mut Frame<'_>, _: &Bindings<'_>) -> Result<impl Fn(usize) -> Classed<()>, EvaluateError> {
        let hits = frame.rows(self.hit)?.as_boolean().clone();
        Ok(move |row| hits.is_valid(row).then(|| (u16::from(hits.value(row)), ())))
    }

    fn single(&self, class: u16, (): ()) -> f64 {
        f64::from(class)
    }
}

impl Weighable for Hits {}
