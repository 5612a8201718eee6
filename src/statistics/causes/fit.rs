//! The regression of what stands: weekday, season, values and pairs, with random differences of pairs.

use super::design::Design;
use super::matrix::Matrix;
use super::terms::Term;

/// Steps of Newton's method for shares.
const STEPS: usize = 6;
/// Prior standard deviations of weekdays, seasons and values.
const PRIOR: [f64; 3] = [0.3, 0.3, 2.0];
/// Least prior standard deviation of standing differences of pairs.
const LEAST_PAIR: f64 = 0.08;
/// A logarithm further off than this many standard deviations counts as if it stood there.
const FAR: f64 = 3.5;

/// A fitted regression. Effects are in log odds or standard deviations of the logarithm.
pub(super) struct Fit {
    /// Z'WZ + Λ, its Cholesky triangle.
    pub(super) lower: Matrix,
    /// Weight of each row.
    pub(super) weight: Vec<f64>,
    /// Score of each row: weight × (outcome − expectation) in working units.
    pub(super) score: Vec<f64>,
    /// What a unit of effect is in log odds, logarithms or numbers.
    pub(super) unit: f64,
}

/// What is fitted: shares by log odds, or logarithms by least squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Hits by log odds.
    Share,
    /// Logarithms or numbers by least squares.
    Number,
}

/// Fits what stands beside given changes (`chosen`, each with its effect held fixed).
pub(super) fn fit(design: &Design, family: Family, chosen: &[(Term, f64)]) -> Fit {
    let offset: Vec<f64> = (0..design.rows())
        .map(|row| chosen.iter().map(|(term, effect)| effect * term.value(design, row)).sum())
        .collect();
    let mains = design.mains();
    let simple = solve(design, family, &offset, (mains, LEAST_PAIR));
    let pair = pair_spread(design, &simple);
    solve(design, family, &offset, (design.columns.len(), pair))
}

/// One fit with the first columns and a prior spread of pairs.
fn solve(design: &Design, family: Family, offset: &[f64], (most, pair): (usize, f64)) -> Fit {
    let rows = design.rows();
    let unit = if family == Family::Number { residual_spread(design) } else { 1.0 };
    let outcome: Vec<f64> = match family {
        Family::Share => design.value.clone(),
        Family::Number => design.value.iter().zip(offset).map(|(value, offset)| value / unit - offset).collect(),
    };
    let penalty: Vec<f64> = (0..most).map(|at| prior(design, at, pair).powi(-2)).collect();
    // A step of Newton's method must not run away; least squares needs one step, however long.
    let limit = if family == Family::Share { 3.0 } else { f64::INFINITY };
    let mut beta = vec![0.0; most];
    let (mut weight, mut score, mut lower) = (vec![1.0; rows], vec![0.0; rows], Matrix::zero(0, 0));
    let mut entries = Vec::new();
    for step in 0..if family == Family::Share { STEPS } else { 2 } {
        let mut linear = vec![0.0; rows];
        for (row, line) in linear.iter_mut().enumerate() {
            design.entries(row, most, &mut entries);
            *line = entries.iter().map(|(at, value)| beta[*at] * value).sum();
        }
        let mut right: Vec<f64> = beta.iter().zip(&penalty).map(|(beta, penalty)| -beta * penalty).collect();
        for row in 0..rows {
            let (own_weight, own_score) = match family {
                Family::Share => {
                    let chance = 1.0 / (1.0 + (-(linear[row] + offset[row])).exp());
                    ((chance * (1.0 - chance)).max(1e-6), outcome[row] - chance)
                }
                Family::Number => {
                    let off = outcome[row] - linear[row];
                    (1.0, if step > 0 { off.clamp(-FAR, FAR) } else { off })
                }
            };
            (weight[row], score[row]) = (own_weight, own_score);
            design.entries(row, most, &mut entries);
            for (at, value) in &entries {
                right[*at] += value * own_score;
            }
        }
        if step == 0 || family == Family::Share {
            lower = gram(design, most, &weight, |_| true, &penalty).cholesky();
        }
        let last = right.iter().fold(0.0_f64, |most, one| most.max(one.abs())) < 1e-3;
        let change = lower.backward(&lower.forward(&right));
        if last {
            break;
        }
        for (beta, change) in beta.iter_mut().zip(change) {
            *beta += change.clamp(-limit, limit);
        }
    }
    Fit { lower, weight, score, unit }
}

/// Z'WZ of some rows, with a penalty on its diagonal.
pub(super) fn gram(
    design: &Design,
    most: usize,
    weight: &[f64],
    wanted: impl Fn(usize) -> bool,
    penalty: &[f64],
) -> Matrix {
    let mut gram = Matrix::zero(most, most);
    let mut entries = Vec::new();
    for row in (0..design.rows()).filter(|row| wanted(*row)) {
        design.entries(row, most, &mut entries);
        entries.sort_unstable_by_key(|(at, _)| *at);
        for (place, (one, value)) in entries.iter().enumerate() {
            let scaled = weight[row] * value;
            let line = gram.row_mut(*one);
            for (other, factor) in &entries[place..] {
                line[*other] += scaled * factor;
            }
        }
    }
    for (at, penalty) in penalty.iter().enumerate() {
        gram.add(at, at, *penalty);
    }
    gram.mirror();
    gram
}

fn prior(design: &Design, column: usize, pair: f64) -> f64 {
    match column {
        0 => 30.0,
        1..=7 => PRIOR[0],
        8..=10 => PRIOR[1],
        _ if design.columns[column].spot.len() == 2 => pair,
        _ => PRIOR[2],
    }
}

/// Standard deviation of the outcomes within the values of the dimensions.
fn residual_spread(design: &Design) -> f64 {
    let mains = design.mains();
    let ones = vec![1.0; design.rows()];
    let penalty: Vec<f64> = vec![1e-3; mains];
    let lower = gram(design, mains, &ones, |_| true, &penalty).cholesky();
    let centre = design.value.iter().sum::<f64>() / design.rows().max(1) as f64;
    let mut right = vec![0.0; mains];
    let mut entries = Vec::new();
    for row in 0..design.rows() {
        design.entries(row, mains, &mut entries);
        for (at, value) in &entries {
            right[*at] += value * (design.value[row] - centre);
        }
    }
    let beta = lower.backward(&lower.forward(&right));
    let mut squares = 0.0;
    for row in 0..design.rows() {
        design.entries(row, mains, &mut entries);
        let rest = design.value[row] - centre - entries.iter().map(|(at, value)| beta[*at] * value).sum::<f64>();
        squares += rest * rest;
    }
    (squares / design.rows().max(2) as f64).sqrt().max(1e-9)
}

/// How much pairs differ from what their values say, from the sums of scores by pair: the method of
/// moments for a random effect.
fn pair_spread(design: &Design, simple: &Fit) -> f64 {
    let most = design.columns.len();
    let mut sums = vec![(0.0, 0.0); most];
    let mut entries = Vec::new();
    for row in 0..design.rows() {
        design.entries(row, most, &mut entries);
        for (at, _) in &entries {
            sums[*at].0 += simple.score[row];
            sums[*at].1 += simple.weight[row];
        }
    }
    let pairs = &sums[design.mains()..];
    let over: f64 = pairs.iter().map(|(score, weight)| score * score - weight).sum();
    let scale: f64 = pairs.iter().map(|(_, weight)| weight * weight).sum();
    if scale > 0.0 { (over / scale).max(0.0).sqrt().clamp(LEAST_PAIR, 1.0) } else { LEAST_PAIR }
}
