//! Funnel limits of many units against one rate, without ranks (T10, Spiegelhalter 2005).

use super::Bounds;
use super::discrete::Binomial;
use statrs::distribution::{ContinuousCDF, Normal};

/// Standard errors of the inner limits (95 %).
const INNER: f64 = 1.96;
/// Standard errors of the outer limits (99.8 %).
const OUTER: f64 = 3.09;
/// Bases below which the limits are exact binomial ones.
const SMALL: u64 = 30;
/// Dispersion above which limits are widened.
const DISPERSED: f64 = 1.5;
/// Share of units at each end whose z is pulled in before the dispersion is taken.
const WINSORISED: f64 = 0.1;

/// What one unit did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelUnit {
    /// Hits observed.
    pub hits: u64,
    /// Hits expected from its mix of cases; `None` expects the common rate.
    pub expected: Option<f64>,
    /// Cases.
    pub n: u64,
}

/// A funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// The common rate: Σ hits / Σ n.
    pub centre: f64,
    /// φ: mean z² of the units, a tenth at each end pulled in.
    pub dispersion: f64,
    /// √φ where limits were widened, else 1.
    pub widening: f64,
    /// One per unit, in their order; `None` without cases or expectation.
    pub points: Vec<Option<FunnelPoint>>,
}

/// A unit in a funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelPoint {
    /// Its share; with an expectation, common rate × observed ÷ expected, which may pass 1.
    pub value: f64,
    /// Standard errors off the centre, before widening.
    pub z: f64,
    /// 95 % limits at its n.
    pub inner: Bounds,
    /// 99.8 % limits at its n.
    pub outer: Bounds,
    /// Where it lies.
    pub place: FunnelPlace,
}

/// Where a unit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunnelPlace {
    /// Inside the 95 % limits: chance explains it.
    Inside,
    /// Between the limits.
    Beyond95,
    /// Outside the 99.8 % limits.
    Beyond998,
}

/// The funnel of shares of several units. `None` without cases, or when all or none are hits.
pub fn funnel(units: &[FunnelUnit]) -> Option<Funnel> {
    let (hits, n) = units.iter().fold((0, 0), |sum, unit| (sum.0 + unit.hits, sum.1 + unit.n));
    if hits == 0 || hits >= n {
        return None;
    }
    let centre = hits as f64 / n as f64;
    let own = |unit: &FunnelUnit| {
        let rate = unit.expected.map_or(centre, |expected| expected / unit.n as f64);
        (unit.n > 0 && rate > 0.0 && rate < 1.0).then_some(rate)
    };
    let z = |unit: &FunnelUnit| {
        let rate = own(unit)?;
        Some((unit.hits as f64 / unit.n as f64 - rate) / error(rate, unit.n))
    };
    let dispersion = dispersion(units.iter().filter_map(z).collect());
    let widening = if dispersion > DISPERSED { dispersion.sqrt() } else { 1.0 };
    let point = |unit: &FunnelUnit| {
        let rate = own(unit)?;
        let share = unit.hits as f64 / unit.n as f64;
        let limits = |z: f64| limits(rate, unit.n, z, widening);
        let (inner, outer) = (limits(INNER), limits(OUTER));
        let place = match (inner.contains(share), outer.contains(share)) {
            (true, _) => FunnelPlace::Inside,
            (false, true) => FunnelPlace::Beyond95,
            (false, false) => FunnelPlace::Beyond998,
        };
        // Limits and value of a unit with its own mix are brought to the common rate.
        let scale = centre / rate;
        let (inner, outer) = (inner.scaled(scale), outer.scaled(scale));
        Some(FunnelPoint { value: share * scale, z: z(unit)?, inner, outer, place })
    };
    Some(Funnel { centre, dispersion, widening, points: units.iter().map(point).collect() })
}

/// The 95 % and 99.8 % limits at a base of `n`, for drawing the funnel. `centre` in (0, 1).
pub fn funnel_limits(centre: f64, n: u64, widening: f64) -> (Bounds, Bounds) {
    (limits(centre, n, INNER, widening), limits(centre, n, OUTER, widening))
}

fn limits(rate: f64, n: u64, z: f64, widening: f64) -> Bounds {
    let half = z * widening * error(rate, n);
    let bounds = match n {
        0..SMALL if widening <= 1.0 => {
            let tail = Normal::standard().cdf(-z);
            Bounds { low: exact(rate, n, tail), high: exact(rate, n, 1.0 - tail) }
        }
        _ => Bounds { low: rate - half, high: rate + half },
    };
    Bounds { low: bounds.low.max(0.0), high: bounds.high.min(1.0) }
}

/// Spiegelhalter's interpolated binomial limit: (r − α)/n with r the quantile of the tail and
/// α = (P(X ≤ r) − tail)/P(X = r).
fn exact(rate: f64, n: u64, tail: f64) -> f64 {
    let binomial = Binomial::new(n, rate);
    let count = binomial.quantile(tail);
    let (at, below) = (binomial.at_most(count), count.checked_sub(1).map_or(0.0, |below| binomial.at_most(below)));
    (count as f64 - (at - tail) / (at - below)) / n as f64
}

fn error(rate: f64, n: u64) -> f64 {
    (rate * (1.0 - rate) / n as f64).sqrt()
}

fn dispersion(mut z: Vec<f64>) -> f64 {
    if z.is_empty() {
        return 1.0;
    }
    z.sort_by(f64::total_cmp);
    let cut = (z.len() as f64 * WINSORISED).floor() as usize;
    let (low, high) = (z[cut], z[z.len() - 1 - cut]);
    z.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / z.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_the_handbook() {
        let cases = [
            (30, (72.22, 97.78), (64.85, 100.0)),
            (100, (78.00, 92.00), (73.97, 96.03)),
            (400, (81.50, 88.50), (79.48, 90.52)),
        ];
        for (n, inner, outer) in cases {
            let (a, b) = funnel_limits(0.85, n, 1.0);
            for (found, wanted) in [(a.low, inner.0), (a.high, inner.1), (b.low, outer.0), (b.high, outer.1)] {
                assert!((100.0 * found - wanted).abs() < 6e-3, "n = {n}: {found} is not {wanted}");
            }
        }
    }

    /// SciPy 1.17.1 `binom.ppf` and `binom.cdf`, interpolated as in Spiegelhalter 2005, A.1.1.
    #[test]
    fn small_bases_have_exact_limits() {
        let cases = [
            (
                20,
                0.85,
                (0.653_375_138_124_019_3, 0.967_752_583_108_251_4),
                (0.534_816_386_270_21, 0.998_708_985_314_564_4),
            ),
            (12, 0.3, (0.013_060_806_187_309_306, 0.538_939_253_751_416_3), (0.0, 0.705_428_905_650_022_6)),
            (25, 0.02, (0.0, 0.073_764_346_896_591_18), (0.0, 0.133_445_104_891_557_48)),
        ];
        for (n, rate, inner, outer) in cases {
            let (a, b) = funnel_limits(rate, n, 1.0);
            for (found, wanted) in [(a.low, inner.0), (a.high, inner.1), (b.low, outer.0), (b.high, outer.1)] {
                assert!((found - wanted).abs() < 1e-11, "n = {n}: {found} is not {wanted}");
            }
        }
    }

    #[test]
    fn places_follow_the_limits_and_the_mix() {
        let unit = |hits, n| FunnelUnit { hits, expected: None, n };
        let mut units: Vec<FunnelUnit> = (0..10).map(|at| unit(850 + 4 * at - 18, 1_000)).collect();
        units.push(unit(810, 1_000));
        let plain = funnel(&units).unwrap();
        assert_eq!(plain.widening, 1.0);
        assert_eq!(plain.points[10].unwrap().place, FunnelPlace::Beyond998);
        assert_eq!(plain.points[4].unwrap().place, FunnelPlace::Inside);
        units[10].expected = Some(812.0);
        let adjusted = funnel(&units).unwrap();
        assert_eq!(adjusted.points[10].unwrap().place, FunnelPlace::Inside, "its cases were hard");
        assert!((adjusted.points[10].unwrap().value - adjusted.centre * 810.0 / 812.0).abs() < 1e-12);
    }

    #[test]
    fn dispersed_units_widen_the_funnel() {
        let hits = [700, 900, 760, 940, 850, 820, 880, 720, 930, 850];
        let units = hits.map(|hits| FunnelUnit { hits, expected: None, n: 1_000 });
        let funnel = funnel(&units).unwrap();
        assert!(funnel.dispersion > 1.5 && (funnel.widening - funnel.dispersion.sqrt()).abs() < 1e-12);
        assert!(funnel.points.iter().flatten().all(|point| point.place == FunnelPlace::Inside), "{funnel:?}");
        assert_eq!(super::funnel(&[]), None);
        assert_eq!(super::funnel(&[FunnelUnit { hits: 5, expected: None, n: 5 }]), None);
    }

    /// z² of 500 ± d hits of 1,000 is d²/250; limits widen by √φ from φ above 1.5 on, and so widened they
    /// are normal ones at any n.
    #[test]
    fn limits_widen_from_a_dispersion_of_one_and_a_half() {
        let widening = |d: u64| {
            let units = [500 + d, 500 - d].map(|hits| FunnelUnit { hits, expected: None, n: 1_000 });
            funnel(&units).unwrap().widening
        };
        assert_eq!(widening(19), 1.0, "φ = 1.444");
        assert!((widening(20) - 1.6_f64.sqrt()).abs() < 1e-12);
        let half = 1.96 * 1.5 * (0.85_f64 * 0.15 / 20.0).sqrt();
        assert!((funnel_limits(0.85, 20, 1.5).0.low - (0.85 - half)).abs() < 1e-12);
    }
}
