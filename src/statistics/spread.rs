//! Quantiles of the distributions by which an uncertain input is described: low, mode and high.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::inv_beta_reg;

/// The quantile `share` in [0, 1] of the triangular distribution between `low` and `high` with its mode
/// at `mode`; `mode` itself when the range has no extent.
pub fn triangular_quantile((low, mode, high): (f64, f64, f64), share: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return mode;
    }
    let below = (mode - low) / width;
    if share < below {
        low + (share * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - share) * width * (high - mode)).sqrt()
    }
}

/// The same of the PERT distribution: the beta distribution on [low, high] with shape
/// 1 + 4 (mode − low)/(high − low) and 1 + 4 (high − mode)/(high − low).
pub fn pert_quantile((low, mode, high): (f64, f64, f64), share: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return mode;
    }
    if share <= 0.0 {
        return low;
    }
    if share >= 1.0 {
        return high;
    }
    let (first, second) = (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width);
    low + width * inv_beta_reg(first, second, share)
}

/// The quantile of the standard normal distribution; `share` strictly between 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// P(Z ≤ z) of the standard normal distribution.
pub fn normal_cumulative(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: [f64; 7] = [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999];

    /// `scipy.stats.triang(c, loc, scale).ppf`, SciPy 1.17.1.
    #[test]
    fn triangular_quantiles_are_those_of_scipy() {
        for (share, expected) in SHARES.into_iter().zip(TRIANGULAR) {
            let found = triangular_quantile((210.0, 260.0, 300.0), share);
            assert!((found - expected).abs() < 1e-9, "{share}: {found} {expected}");
        }
        assert_eq!(triangular_quantile((5.0, 5.0, 5.0), 0.3), 5.0);
    }

    /// `scipy.stats.beta(a, b, loc, scale).ppf`, SciPy 1.17.1.
    #[test]
    fn pert_quantiles_are_those_of_scipy() {
        for (share, expected) in SHARES.into_iter().zip(PERT) {
            let found = pert_quantile((1.0, 2.0, 4.0), share);
            assert!((found - expected).abs() < 1e-7, "{share}: {found} {expected}");
        }
        let ends = [0.0, 1.0].map(|share| pert_quantile((1.0, 1.0, 4.0), share));
        assert_eq!(ends, [1.0, 4.0]);
    }

    const TRIANGULAR: [f64; 7] = [
        212.12132034355963,
        225.0,
        243.54101966249684,
        257.4341649025257,
        270.0,
        286.58359213500125,
        298.10263340389895,
    ];
    const PERT: [f64; 7] = [
        1.056982239454149,
        1.328497175994983,
        1.7396671274906472,
        2.127437521012363,
        2.5559900661574773,
        3.139862159639643,
        3.7227274707356024,
    ];
}
