//! The value of an input at which the net present value is 0.

use super::{ends, with};
use crate::economics::model::Model;

/// How far from base a switching value is looked for, in ranges (or sizes) of the input.
const REACH: f64 = 10.0;
/// Steps of the search on each side of base.
const STEPS: u32 = 400;

/// The switching value of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switching {
    /// Index in the model's inputs.
    pub input: usize,
    /// The value nearest to base at which the net present value is 0, all others at base; `None` when
    /// there is none within ten times the larger of the input's range and size.
    pub value: Option<f64>,
    /// How far that is from base, relative to base, signed; `None` at a base of 0.
    pub distance: Option<f64>,
    /// Whether it lies inside the range of the input.
    pub inside: bool,
}

pub(super) fn switching(model: &Model, input: usize, base: &[f64], net: &impl Fn(&[f64]) -> f64) -> Switching {
    let middle = base[input];
    let (low, high) = ends(model, input);
    let reach = REACH * (high - low).max(middle.abs());
    let at = |value: f64| net(&with(base, input, value));
    let floor = if input == 0 { -0.9 } else { f64::NEG_INFINITY };
    let search = |side: f64| root(&at, middle, (middle + side * reach).max(floor));
    let found: Vec<f64> = [-1.0, 1.0].into_iter().filter_map(search).collect();
    let value = found.into_iter().min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
    Switching {
        input,
        value,
        distance: value.filter(|_| middle != 0.0).map(|value| (value - middle) / middle.abs()),
        inside: value.is_some_and(|value| low <= value && value <= high),
    }
}

/// The first change of sign on the way from one value to another, by steps and bisection.
fn root(at: &impl Fn(f64) -> f64, from: f64, to: f64) -> Option<f64> {
    let first = at(from);
    if first == 0.0 {
        return Some(from);
    }
    let mut before = from;
    for step in 1..=STEPS {
        let next = from + (to - from) * f64::from(step) / f64::from(STEPS);
        let value = at(next);
        if !value.is_finite() {
            return None;
        }
        if (value > 0.0) != (first > 0.0) {
            return Some(bisect(at, (before, next), first > 0.0));
        }
        before = next;
    }
    None
}

fn bisect(at: &impl Fn(f64) -> f64, (mut near, mut far): (f64, f64), positive: bool) -> f64 {
    for _ in 0..100 {
        let middle = f64::midpoint(near, far);
        if (at(middle) > 0.0) == positive {
            near = middle;
        } else {
            far = middle;
        }
    }
    f64::midpoint(near, far)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Distribution;
    use crate::domain::Localized;
    use crate::economics::model::{Input, InputKind};
    use rust_decimal::Decimal;

    /// The switching value of the second input of this base and range, of a worth that it alone decides.
    fn switch(base: i64, (low, high): (i64, i64), net: impl Fn(f64) -> f64) -> Switching {
        let input = |low: i64, base: i64, high: i64| Input {
            key: "k".to_owned(),
            kind: InputKind::Assumed,
            title: None,
            low: Decimal::from(low),
            base: Decimal::from(base),
            high: Decimal::from(high),
            unit: Localized::default(),
            source: Localized::default(),
            distribution: Distribution::Triangular,
        };
        let model = Model { inputs: vec![input(0, 0, 0), input(low, base, high)], ..Model::default() };
        switching(&model, 1, &[0.0, base as f64], &|values: &[f64]| net(values[1]))
    }

    #[test]
    fn the_nearer_of_two_roots_is_the_switching_value() {
        let found = switch(5, (0, 8), |x| (x - 2.0) * (x - 9.0));
        assert!((found.value.unwrap() - 2.0).abs() < 1e-9 && found.inside, "{found:?}");
        assert!((found.distance.unwrap() + 0.6).abs() < 1e-9);
        let found = switch(7, (6, 8), |x| (x - 2.0) * (x - 9.0));
        assert!((found.value.unwrap() - 9.0).abs() < 1e-9 && !found.inside, "{found:?}");
    }

    #[test]
    fn the_way_from_a_negative_base_has_its_own_sign() {
        let found = switch(-4, (-5, -3), |x| x + 2.0);
        assert!((found.distance.unwrap() - 0.5).abs() < 1e-9, "up by half of it: {found:?}");
        assert_eq!(switch(4, (3, 5), |_| 1.0).value, None);
    }
}
