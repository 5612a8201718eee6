//! Means with Student's t (T3).

use super::{Bounds, student_critical};

/// Count, mean and spread of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Number of values.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Σ (value − mean)².
    pub squared_deviations: f64,
}

/// Count, mean and spread of values with survey weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedMoments {
    /// Σ weight.
    pub total: f64,
    /// Σ weight².
    pub total_squares: f64,
    /// Σ weight · value.
    pub sum: f64,
    /// Σ weight · value².
    pub sum_of_squares: f64,
}

impl Moments {
    /// From n, Σ value and Σ value². Loses digits when the mean is large against the spread: then
    /// use [`Moments::from_distribution`]. `None` when n is 0.
    pub fn from_sums(n: u64, sum: f64, sum_of_squares: f64) -> Option<Self> {
        let mean = sum / n as f64;
        (n > 0).then(|| Self { n, mean, squared_deviations: (sum_of_squares - sum * mean).max(0.0) })
    }

    /// From a distribution value → count, in two passes. `None` when it is empty.
    pub fn from_distribution(distribution: &[(f64, u64)]) -> Option<Self> {
        let n: u64 = distribution.iter().map(|(_, count)| count).sum();
        let sum: f64 = distribution.iter().map(|(value, count)| value * *count as f64).sum();
        let mean = sum / n as f64;
        let squared_deviations = distribution.iter().map(|(value, count)| (value - mean).powi(2) * *count as f64).sum();
        (n > 0).then_some(Self { n, mean, squared_deviations })
    }

    /// The sample variance (n − 1 below); `None` below two values.
    pub fn variance(self) -> Option<f64> {
        (self.n > 1).then(|| self.squared_deviations / (self.n - 1) as f64)
    }

    /// √(variance / n); `None` below two values.
    pub fn standard_error(self) -> Option<f64> {
        Some((self.variance()? / self.n as f64).sqrt())
    }
}

/// Mean ± t·SE with n − 1 degrees of freedom. `None` below two values. Values without any spread
/// give an interval of zero width: the caller decides whether to print it.
pub fn student_t(moments: Moments, level: f64) -> Option<Bounds> {
    let half = moments.standard_error()? * student_critical((moments.n - 1) as f64, level);
    Some(Bounds { low: moments.mean - half, high: moments.mean + half })
}

/// Weighted mean ± t·√(s²/n′) with Kish's effective size n′ = (Σw)²/Σw² and n′ − 1 degrees of
/// freedom. `None` unless n′ is above 1.
pub fn student_t_weighted(moments: WeightedMoments, level: f64) -> Option<Bounds> {
    let n = moments.total * moments.total / moments.total_squares;
    if !(n > 1.0 && moments.total > 0.0) {
        return None;
    }
    let mean = moments.sum / moments.total;
    let variance = (moments.sum_of_squares / moments.total - mean * mean).max(0.0) * n / (n - 1.0);
    let half = (variance / n).sqrt() * student_critical(n - 1.0, level);
    Some(Bounds { low: mean - half, high: mean + half })
}

/// Welch's interval of the difference of two means `a` − `b` with Satterthwaite's degrees of
/// freedom. `None` when a group has fewer than two values or neither has any spread.
pub fn welch(a: Moments, b: Moments, level: f64) -> Option<Bounds> {
    let (one, two) = (a.variance()? / a.n as f64, b.variance()? / b.n as f64);
    let both = one + two;
    if both <= 0.0 {
        return None;
    }
    let freedom = both * both / (one * one / (a.n - 1) as f64 + two * two / (b.n - 1) as f64);
    let half = both.sqrt() * student_critical(freedom, level);
    let difference = a.mean - b.mean;
    Some(Bounds { low: difference - half, high: difference + half })
}
