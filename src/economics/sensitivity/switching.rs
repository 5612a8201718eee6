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
