//! Weighted sums, exact and mergeable.

use super::{Damaged, Exact, Reader, Writer};

/// Sums over rows with a weight w and a value x: what a weighted mean, its variance and its effective number
/// of rows need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weighted {
    /// Σ w.
    pub weight: Exact,
    /// Σ w².
    pub weight_squared: Exact,
    /// Σ w x.
    pub value: Exact,
    /// Σ w x².
    pub square: Exact,
}

impl Weighted {
    /// Adds a value with its weight.
    pub fn add(&mut self, value: f64, weight: f64) {
        self.weight.add(weight);
        self.weight_squared.add(weight * weight);
        self.value.add(weight * value);
        self.square.add(weight * value * value);
    }

    /// Adds other rows.
    pub fn merge(&mut self, other: &Self) {
        self.weight.merge(other.weight);
        self.weight_squared.merge(other.weight_squared);
        self.value.merge(other.value);
        self.square.merge(other.square);
    }

    /// Writes the sums.
    pub fn write(&self, bytes: &mut Writer) {
        [self.weight, self.weight_squared, self.value, self.square].into_iter().for_each(|sum| sum.write(bytes));
    }

    /// Reads sums.
    ///
    /// # Errors
    /// The bytes end.
    pub fn read(bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut next = || Exact::read(bytes);
        Ok(Self { weight: next()?, weight_squared: next()?, value: next()?, square: next()? })
    }

    /// Σ w x / Σ w; `None` without weight.
    pub fn mean(&self) -> Option<f64> {
        (self.weight.value() > 0.0).then(|| self.value.value() / self.weight.value())
    }
}
