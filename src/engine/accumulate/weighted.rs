//! Weighted sums, exact and mergeable.

use super::Exact;

/// Sums over rows with a weight w and a value x: what a weighted mean and its linearised variance
/// Σ w²(x − m)² / (Σ w)² need.
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
    /// Σ w² x.
    pub value_squared_weight: Exact,
    /// Σ w² x².
    pub square_squared_weight: Exact,
}

impl Weighted {
    /// Adds a value with its weight.
    pub fn add(&mut self, value: f64, weight: f64) {
        let squared = weight * weight;
        self.weight.add(weight);
        self.weight_squared.add(squared);
        self.value.add(weight * value);
        self.square.add(weight * value * value);
        self.value_squared_weight.add(squared * value);
        self.square_squared_weight.add(squared * value * value);
    }

    /// Adds other rows.
    pub fn merge(&mut self, other: &Self) {
        self.weight.merge(other.weight);
        self.weight_squared.merge(other.weight_squared);
        self.value.merge(other.value);
        self.square.merge(other.square);
        self.value_squared_weight.merge(other.value_squared_weight);
        self.square_squared_weight.merge(other.square_squared_weight);
    }

    /// Σ w x / Σ w; `None` without weight.
    pub fn mean(&self) -> Option<f64> {
        (self.weight.value() > 0.0).then(|| self.value.value() / self.weight.value())
    }

    /// Σ w²(x − m)² / (Σ w)², the linearised variance of the mean; `None` without weight.
    pub fn variance_of_mean(&self) -> Option<f64> {
        let mean = self.mean()?;
        let deviations = self.square_squared_weight.value() - 2.0 * mean * self.value_squared_weight.value()
            + mean * mean * self.weight_squared.value();
        Some(deviations.max(0.0) / self.weight.value().powi(2))
    }

    /// Kish's effective number of rows, (Σ w)² / Σ w²; `None` without weight.
    pub fn effective_n(&self) -> Option<f64> {
        let squares = self.weight_squared.value();
        (squares > 0.0).then(|| self.weight.value().powi(2) / squares)
    }
}
