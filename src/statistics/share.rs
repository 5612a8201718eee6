//! Intervals of shares (T1).

use super::{Bounds, normal_critical};

/// A share estimated with survey weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedShare {
    /// Σ weight of hits.
    pub hits: f64,
    /// Σ weight.
    pub total: f64,
    /// Σ weight².
    pub total_squares: f64,
}

impl WeightedShare {
    /// The weighted share, 0 to 1; `None` without weight.
    pub fn share(self) -> Option<f64> {
        (self.total > 0.0).then(|| (self.hits / self.total).clamp(0.0, 1.0))
    }

    /// Kish's effective sample size (Σw)²/Σw²; `None` without weight.
    pub fn effective_n(self) -> Option<f64> {
        (self.total_squares > 0.0).then(|| self.total * self.total / self.total_squares)
    }
}

/// Wilson's score interval of `hits` among `n` (T1), as shares.
///
/// Centre (p + z²/2n)/(1 + z²/n), half-width z/(1 + z²/n)·√(p(1 − p)/n + z²/4n²). At 0 hits the
/// lower end is exactly 0, at n hits the upper end exactly 1. `None` when n is 0 or hits > n.
pub fn wilson(hits: u64, n: u64, level: f64) -> Option<Bounds> {
    if n == 0 || hits > n {
        return None;
    }
    let bounds = score(hits as f64 / n as f64, n as f64, level);
    Some(Bounds { low: if hits == 0 { 0.0 } else { bounds.low }, high: if hits == n { 1.0 } else { bounds.high } })
}

/// Wilson's interval of a weighted share with Kish's effective sample size in place of n.
pub fn wilson_weighted(share: WeightedShare, level: f64) -> Option<Bounds> {
    Some(score(share.share()?, share.effective_n()?, level))
}

/// Newcombe's hybrid score interval (method 10) of the difference `a` − `b` of two independent
/// shares, each given as (hits, n); positive means that `a` is larger. In shares, −1 to 1.
pub fn newcombe(a: (u64, u64), b: (u64, u64), level: f64) -> Option<Bounds> {
    let (one, two) = (wilson(a.0, a.1, level)?, wilson(b.0, b.1, level)?);
    let (p, q) = (a.0 as f64 / a.1 as f64, b.0 as f64 / b.1 as f64);
    let difference = p - q;
    Some(Bounds {
        low: difference - (p - one.low).hypot(two.high - q),
        high: difference + (one.high - p).hypot(q - two.low),
    })
}

fn score(share: f64, n: f64, level: f64) -> Bounds {
    let z = normal_critical(level);
    let (square, shrink) = (z * z / n, 1.0 + z * z / n);
    let centre = (share + square / 2.0) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    Bounds { low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_percent(bounds: Option<Bounds>, low: f64, high: f64) {
        let bounds = bounds.unwrap().scaled(100.0);
        assert!((bounds.low - low).abs() < 5e-4 && (bounds.high - high).abs() < 5e-4, "{bounds:?} is not {low}–{high}");
    }

    #[test]
    fn wilson_matches_the_handbook() {
        assert_percent(wilson(170, 200, 0.95), 79.394, 89.286);
        assert_percent(wilson(8, 10, 0.95), 49.016, 94.332);
        assert_percent(wilson(45, 50, 0.95), 78.640, 95.652);
        assert_percent(wilson(0, 20, 0.95), 0.0, 16.113);
        assert_percent(wilson(12, 600, 0.95), 1.148, 3.463);
    }

    #[test]
    fn the_ends_are_exact_and_empty_bases_have_none() {
        assert_eq!(wilson(0, 7, 0.95).unwrap().low, 0.0);
        assert_eq!(wilson(7, 7, 0.95).unwrap().high, 1.0);
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(3, 2, 0.95), None);
    }

    #[test]
    fn newcombe_matches_the_handbook() {
        assert_percent(newcombe((170, 200), (150, 200), 0.95), 2.153, 17.731);
    }

    #[test]
    fn equal_weights_change_nothing_and_unequal_ones_widen() {
        let plain = wilson(30, 100, 0.95).unwrap();
        let equal = WeightedShare { hits: 60.0, total: 200.0, total_squares: 400.0 };
        let same = wilson_weighted(equal, 0.95).unwrap();
        assert!((same.low - plain.low).abs() < 1e-15 && (same.high - plain.high).abs() < 1e-15);
        let unequal = WeightedShare { total_squares: 800.0, ..equal };
        assert_eq!(unequal.effective_n(), Some(50.0));
        let wide = wilson_weighted(unequal, 0.95).unwrap();
        assert!(wide.low < plain.low && plain.high < wide.high);
    }
}
