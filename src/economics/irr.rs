//! The internal rate of return, where it exists and is unique.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Rates per period between which a root is looked for.
const RANGE: (f64, f64) = (-0.99, 100.0);

/// The internal rate of return of net flows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InternalRate {
    /// The one rate per period at which the net present value is 0.
    Unique(f64),
    /// The flows never change sign: no rate makes them 0.
    NoSignChange,
    /// The flows change sign more than once: several rates may do, none is given.
    Ambiguous,
    /// The one rate lies outside −99 % to 10,000 % per period.
    OutOfRange,
}

/// The internal rate of net flows per period. Descartes' rule: one change of sign means exactly one
/// rate above −100 %; with more changes none is given, because it could not be interpreted.
pub fn internal_rate(net: &[Decimal]) -> InternalRate {
    let flows: Vec<f64> = net.iter().map(|flow| flow.to_f64().unwrap_or(f64::NAN)).collect();
    let signs: Vec<bool> = flows.iter().filter(|flow| **flow != 0.0).map(|flow| *flow > 0.0).collect();
    let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    match changes {
        0 => InternalRate::NoSignChange,
        1 => root(&flows).map_or(InternalRate::OutOfRange, InternalRate::Unique),
        _ => InternalRate::Ambiguous,
    }
}

/// Bisection of the net present value over the logarithm of growth.
fn root(flows: &[f64]) -> Option<f64> {
    let value = |growth: f64| flows.iter().rev().fold(0.0, |sum, flow| sum / growth + flow);
    let (mut low, mut high) = ((1.0 + RANGE.0).ln(), (1.0 + RANGE.1).ln());
    let (first, last) = (value(low.exp()), value(high.exp()));
    if !(first.is_finite() && last.is_finite()) || (first > 0.0) == (last > 0.0) {
        return None;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if (value(middle.exp()) > 0.0) == (first > 0.0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high).exp() - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(flows: &[i64]) -> InternalRate {
        internal_rate(&flows.iter().copied().map(Decimal::from).collect::<Vec<_>>())
    }

    /// `numpy_financial.irr`, numpy-financial 1.0.0 on NumPy 2.4.6.
    #[test]
    fn agrees_with_numpy_financial() {
        for (flows, expected) in IRR {
            let InternalRate::Unique(found) = rate(flows) else { panic!("{flows:?}") };
            assert!((found - expected).abs() < 1e-9, "{flows:?}: {found}");
        }
    }

    const IRR: [(&[i64], f64); 3] = [
        (&[-1000, 400, 500, 600], 0.216_477_854_184_289_33),
        (&[-1000, 300, 300, 300], -0.050_885_441_372_620_63),
        (&[-250_000, 100_000, 150_000, 200_000, 250_000, 300_000], 0.567_230_334_435_853_6),
    ];

    #[test]
    fn no_rate_is_made_up() {
        assert_eq!(rate(&[]), InternalRate::NoSignChange);
        assert_eq!(rate(&[0, 5, 5]), InternalRate::NoSignChange);
        assert_eq!(rate(&[-100, 230, -132]), InternalRate::Ambiguous, "10 % and 20 % both do");
        assert_eq!(rate(&[-1, 1_000_000]), InternalRate::OutOfRange);
        assert_eq!(rate(&[-5, 0, 0]), InternalRate::NoSignChange);
    }
}
