//! The same rows by a survey weight beside: a row without a weight is missing.

use super::super::accumulate::{Damaged, Reader, Weighted, Writer};
use super::accumulator::{Accumulator, Classed};
use super::columns::{number, weights};
use crate::expression::{Bindings, EvaluateError, Frame, TermId};

/// An accumulator for whose rows a weight has a meaning: it is laid on what each says by itself.
pub trait Weighable: Accumulator {}

/// What an accumulator adds up, and the sums over weights.
#[derive(Clone, Debug, PartialEq)]
pub struct ByWeight<A> {
    /// Without weights.
    pub unweighted: A,
    /// Null and negative ones are missing.
    pub weight: TermId,
}

impl<A: Weighable> Accumulator for ByWeight<A> {
    type Value = (A::Value, f64);
    type Sums = (A::Sums, Weighted);
    type Finished = (A::Finished, Weighted);
    const CLASSES: usize = A::CLASSES;

    fn rows(
        &self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
    ) -> Result<impl Fn(usize) -> Classed<Self::Value>, EvaluateError> {
        let weights = weights(frame, self.weight)?;
        let unweighted = self.unweighted.rows(frame, bindings)?;
        Ok(move |row| {
            let (class, value) = unweighted(row)?;
            Some((class, (value, number(&weights, row)?)))
        })
    }

    fn single(&self, class: u16, (value, _): Self::Value) -> f64 {
        self.unweighted.single(class, value)
    }

    fn empty(&self) -> Self::Sums {
        (self.unweighted.empty(), Weighted::default())
    }

    fn update(&self, (sums, weighted): &mut Self::Sums, class: u16, (value, weight): Self::Value) {
        weighted.add(self.unweighted.single(class, value), weight);
        self.unweighted.update(sums, class, value);
    }

    fn merge((sums, weighted): &mut Self::Sums, others: Self::Sums) {
        A::merge(sums, others.0);
        weighted.merge(&others.1);
    }

    fn compact((sums, _): &mut Self::Sums) {
        A::compact(sums);
    }

    fn finish((sums, weighted): Self::Sums) -> Self::Finished {
        (A::finish(sums), weighted)
    }

    fn write((sums, weighted): &Self::Sums, bytes: &mut Writer) {
        A::write(sums, bytes);
        weighted.write(bytes);
    }

    fn read(&self, bytes: &mut Reader<'_>) -> Result<Self::Sums, Damaged> {
        Ok((self.unweighted.read(bytes)?, Weighted::read(bytes)?))
    }
}
