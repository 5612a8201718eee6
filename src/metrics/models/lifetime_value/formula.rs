//! The formulas of customer lifetime value, and the value of a group with its interval.

use super::super::purchases::{UNITS, currency};
use crate::statistics;
use serde::Serialize;

/// Quarters of the finite horizon: five years.
const HORIZON: i32 = 20;

/// The value of a customer of a group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Value {
    /// Customers in the base, on whom retention stands.
    pub customers: u64,
    /// Contribution margin per customer and quarter.
    pub margin: f64,
    /// Share retained in the quarter, 0 to 1.
    pub retention: f64,
    /// m·r/(1 + d − r): the margin of this quarter is already earned.
    pub future: f64,
    /// m·(1 + d)/(1 + d − r): this quarter's margin is counted too.
    pub with_first: f64,
    /// The first formula cut off after five years.
    pub five_years: f64,
    /// Interval of the first formula. From orders by the delta method over customers, each with the margin
    /// of the quarter and whether it stayed; with an assumed margin, the formula at both ends of the
    /// interval of retention.
    pub range: Option<(f64, f64)>,
}

/// m·r/(1 + d − r); `None` when the sum does not converge.
pub fn future_value(margin: f64, retention: f64, discount: f64) -> Option<f64> {
    let below = 1.0 + discount - retention;
    (below > 0.0).then(|| margin * retention / below)
}

/// m·(1 + d)/(1 + d − r), the first margin included.
pub fn value_with_first(margin: f64, retention: f64, discount: f64) -> Option<f64> {
    let below = 1.0 + discount - retention;
    (below > 0.0).then(|| margin * (1.0 + discount) / below)
}

/// Σ m·(r/(1 + d))^t over t = 1 … periods.
pub fn value_within(margin: f64, retention: f64, discount: f64, periods: i32) -> f64 {
    let step = retention / (1.0 + discount);
    (1..=periods).map(|period| margin * step.powi(period)).sum()
}

/// The rate per quarter of a rate per year.
pub fn quarterly(annual: f64) -> f64 {
    (1.0 + annual).sqrt().sqrt() - 1.0
}

impl Value {
    /// `None` when the sum does not converge.
    pub(super) fn new(customers: u64, (margin, retention): (f64, f64), discount: f64) -> Option<Self> {
        Some(Self {
            customers,
            margin,
            retention,
            future: future_value(margin, retention, discount)?,
            with_first: value_with_first(margin, retention, discount)?,
            five_years: value_within(margin, retention, discount, HORIZON),
            range: None,
        })
    }
}

/// Customers of a group with the margin of the quarter and whether they stayed: sums for means and
/// covariances.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    n: u64,
    kept: u64,
    worth: i128,
    worth_of_kept: i128,
    squares: i128,
}

impl Sums {
    pub(super) fn add(&mut self, worth: i128, kept: bool) {
        self.n += 1;
        self.kept += u64::from(kept);
        self.worth += worth;
        self.worth_of_kept += if kept { worth } else { 0 };
        self.squares += worth * worth;
    }

    /// The value with its interval by the delta method: ∂/∂m = r/(1 + d − r),
    /// ∂/∂r = m·(1 + d)/(1 + d − r)², variances and covariance with n − 1.
    pub(super) fn value(self, discount: f64, level: f64) -> Option<Value> {
        let n = self.n as f64;
        let (margin, retention) = (currency(self.worth) / n, self.kept as f64 / n);
        let value = Value::new(self.n, (margin, retention), discount)?;
        // Exact sums of products: n·Σxy − Σx·Σy.
        let products = |xy: i128, x: i128, y: i128| (self.n as i128 * xy - x * y) as f64 / (n * (n - 1.0));
        let kept = i128::from(self.kept);
        let (of_margin, both) =
            (products(self.squares, self.worth, self.worth), products(self.worth_of_kept, self.worth, kept));
        let (of_margin, both) = (of_margin / (UNITS * UNITS), both / UNITS);
        let of_retention = products(kept, kept, kept);
        let below = 1.0 + discount - retention;
        let (a, b) = (retention / below, margin * (1.0 + discount) / (below * below));
        let variance = (a * a * of_margin + 2.0 * a * b * both + b * b * of_retention) / n;
        let half = statistics::normal_critical(level) * variance.max(0.0).sqrt();
        let range = (self.n > 1).then_some((value.future - half, value.future + half));
        Some(Value { range, ..value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: Option<f64>, expected: f64) {
        assert!((value.unwrap() - expected).abs() < 0.005, "{value:?} is not {expected}");
    }

    #[test]
    fn the_handbook_vectors() {
        near(future_value(400.0, 0.8, 0.1), 1_066.67);
        near(value_with_first(400.0, 0.8, 0.1), 1_466.67);
    }

    #[test]
    fn the_second_formula_counts_one_margin_more_and_the_horizon_less() {
        let (m, r, d) = (123.0, 0.9, 0.02);
        let future = future_value(m, r, d).unwrap();
        assert!((value_with_first(m, r, d).unwrap() - future - m).abs() < 1e-9);
        assert!(value_within(m, r, d, 20) < future);
        assert!((value_within(m, r, d, 2_000) - future).abs() < 1e-9);
        // NumPy 2.4.6: sum(400 * (0.8/1.1)**np.arange(1, 6)).
        assert!((value_within(400.0, 0.8, 0.1, 5) - 849.638_934_250_641_2).abs() < 1e-9);
        assert_eq!(future_value(10.0, 1.0, 0.0), None, "nobody leaves and nothing is discounted: no sum");
    }

    /// Trap 8: a quarterly retention belongs to a quarterly rate.
    #[test]
    fn margin_retention_and_discount_are_of_the_same_period() {
        assert!(((1.0 + quarterly(0.08)).powi(4) - 1.08).abs() < 1e-12);
        let value = Value::new(100, (260.0, 0.95), quarterly(0.08)).unwrap();
        let wrong = future_value(260.0, 0.95, 0.08).unwrap();
        assert!((value.future - 260.0 * 0.95 / (0.05 + quarterly(0.08))).abs() < 1e-9);
        assert!(value.future > 1.7 * wrong, "an annual rate on quarterly margins loses nearly half");
    }

    /// NumPy 2.4.6: x = [10, 0, 25, 5, 40, 0], kept = [1, 0, 1, 1, 1, 1], d = 0.02, gradient and np.cov(ddof=1).
    #[test]
    fn the_interval_takes_margins_and_retention_together() {
        let mut sums = Sums::default();
        for (worth, kept) in [(10, true), (0, false), (25, true), (5, true), (40, true), (0, true)] {
            sums.add(worth * 10_000, kept);
        }
        let value = sums.value(0.02, 0.95).unwrap();
        let (low, high) = value.range.unwrap();
        assert!(
            (low + 100.102_275_955_469_03).abs() < 1e-9 && (high - 219.149_895_003_088_12).abs() < 1e-9,
            "{low} {high}"
        );
    }
}
