//! Intervals of event counts and of the ratio of two event rates (T3).

use super::Bounds;
use super::discrete::clopper_pearson;
use statrs::distribution::{Continuous, ContinuousCDF, Gamma};

/// Garwood's exact interval of a Poisson mean from one observed count: χ²(α/2; 2k)/2 to
/// χ²(1 − α/2; 2k + 2)/2. In events; divide by the exposure for a rate.
pub fn garwood(count: u64, level: f64) -> Bounds {
    let tail = (1.0 - level) / 2.0;
    let low = if count == 0 { 0.0 } else { gamma_quantile(count as f64, tail) };
    Bounds { low, high: gamma_quantile(count as f64 + 1.0, 1.0 - tail) }
}

/// The library's quantile stops at ten digits; two Newton steps give the rest.
fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    let gamma = Gamma::new(shape, 1.0).expect("a positive shape");
    let newton = |at: f64| at - (gamma.cdf(at) - probability) / gamma.pdf(at);
    newton(newton(gamma.inverse_cdf(probability)))
}

/// The ratio of two event rates `a`/`b`, each (events, exposure), with its exact conditional
/// interval: given the total, the events of `a` are binomial with probability
/// ρ·Eₐ/(ρ·Eₐ + E_b); its Clopper–Pearson ends are turned into ratios. The upper end is infinite
/// when `b` has no events. `None` without exposure or without any event.
pub fn rate_ratio(a: (u64, f64), b: (u64, f64), level: f64) -> Option<(f64, Bounds)> {
    let usable = a.1 > 0.0 && b.1 > 0.0 && a.1.is_finite() && b.1.is_finite() && a.0 + b.0 > 0;
    usable.then(|| {
        let share = clopper_pearson(a.0, a.0 + b.0, level);
        let ratio = |share: f64| share / (1.0 - share) * (b.1 / a.1);
        let value = (a.0 as f64 / a.1) / (b.0 as f64 / b.1);
        let high = if b.0 == 0 { f64::INFINITY } else { ratio(share.high) };
        (value, Bounds { low: ratio(share.low), high })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garwood_matches_the_handbook() {
        let cases = [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (8, 3.4538, 15.7632), (24, 15.3773, 35.7101)];
        for (count, low, high) in cases {
            let bounds = garwood(count, 0.95);
            assert!((bounds.low - low).abs() < 5e-5 && (bounds.high - high).abs() < 5e-5, "{count}: {bounds:?}");
        }
    }

    #[test]
    fn ratios_without_events_on_one_side() {
        let (value, bounds) = rate_ratio((0, 10.0), (5, 10.0), 0.95).unwrap();
        assert!(value == 0.0 && bounds.low == 0.0 && bounds.high.is_finite());
        let (value, bounds) = rate_ratio((5, 10.0), (0, 10.0), 0.95).unwrap();
        assert!(value.is_infinite() && bounds.low > 0.0 && bounds.high.is_infinite());
        assert_eq!(rate_ratio((0, 1.0), (0, 1.0), 0.95), None);
        assert_eq!(rate_ratio((1, 0.0), (1, 1.0), 0.95), None);
    }
}
