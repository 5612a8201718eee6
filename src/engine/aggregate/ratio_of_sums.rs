//! Σ numerator / Σ denominator; a null on either side is missing.

use super::super::accumulate::{Damaged, Moments, Reader, State, Writer};
use super::super::sql::{Bound, COUNTED, Parts, RATIO, natural};
use super::accumulator::{Accumulator, Classed};
use super::columns::{number, numbers};
use super::kind::{Compiled, Kind, Terms, Wanted};
use crate::expression::{Bindings, EvaluateError, Expression, Frame, TermId};

/// The ratio of two sums.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioOfSums {
    /// Above the line.
    pub numerator: Expression,
    /// Below the line.
    pub denominator: Expression,
}

impl Kind for RatioOfSums {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        vec![(&self.numerator, Wanted::Value), (&self.denominator, Wanted::Value)]
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let pairs = Pairs { above: terms.number(&self.numerator), below: terms.number(&self.denominator) };
        Compiled::new(pairs, |_, moments| State::RatioOfSums(*moments))
    }

    fn sql(&self, bound: &Bound) -> Parts {
        Parts {
            inputs: vec![("value", natural(&self.numerator, bound)), ("base", natural(&self.denominator, bound))],
            missing: "value IS NULL OR base IS NULL",
            value: RATIO,
            ..Parts::of(format!("sum(value) {COUNTED}"), format!("sum(base) {COUNTED}"))
        }
    }
}

/// Sums over pairs of numbers.
#[derive(Clone, Debug, PartialEq)]
struct Pairs {
    above: TermId,
    below: TermId,
}

impl Accumulator for Pairs {
    type Value = (f64, f64);
    type Sums = Moments;
    type Finished = Moments;
    const CLASSES: usize = 1;

    fn rows(
        &self,
        frame: &mut Frame<'_>,
        _: &Bindings<'_>,
    ) -> Result<impl Fn(usize) -> Classed<(f64, f64)>, EvaluateError> {
        let (above, below) = (numbers(frame, self.above)?, numbers(frame, self.below)?);
        Ok(move |row| Some((0, (number(&above, row)?, number(&below, row)?))))
    }

    fn single(&self, _: u16, (above, below): (f64, f64)) -> f64 {
        above / below
    }

    fn empty(&self) -> Moments {
        Moments::default()
    }

    fn update(&self, sums: &mut Moments, _: u16, (above, below): (f64, f64)) {
        sums.add(above, below);
    }

    fn merge(sums: &mut Moments, others: Moments) {
        sums.merge(&others);
    }

    fn compact(_: &mut Moments) {}

    fn finish(sums: Moments) -> Moments {
        sums
    }

    fn write(sums: &Moments, bytes: &mut Writer) {
        sums.write(bytes);
    }

    fn read(&self, bytes: &mut Reader<'_>) -> Result<Moments, Damaged> {
        Moments::read(bytes)
    }
}
