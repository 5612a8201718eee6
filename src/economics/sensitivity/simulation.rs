//! Monte Carlo: every uncertain input drawn from its distribution, the worth of all programmes per draw.
//!
//! Each input has a stream of its own, seeded by the report's seed and named by the input, so that
//! neither the order of inputs nor a further input changes its draws. One thread draws.

use super::numbers;
use crate::config::{Correlation, Distribution, Economics};
use crate::economics::model::{Input, Model};
use crate::statistics::{identity, normal_critical, normal_cumulative, pert_quantile, quantile, triangular_quantile};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rust_decimal::prelude::ToPrimitive;

/// Bars of the histogram.
const BARS: usize = 24;
/// Groups of draws by which the worth of measuring an input is estimated.
const GROUPS: usize = 20;
/// Largest difference of the medians of both halves, in shares of P95 − P5, that counts as converged.
const CONVERGED: f64 = 0.05;

/// What the simulation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Simulation {
    /// Draws.
    pub draws: u32,
    /// Seed.
    pub seed: u64,
    /// Mean net present value.
    pub mean: f64,
    /// Its 5 %, 50 % and 95 % quantiles.
    pub quantiles: [f64; 3],
    /// Share of draws with a net present value above 0.
    pub positive: f64,
    /// Ends and count of each bar of the histogram, ascending, all draws inside.
    pub histogram: Vec<(f64, f64, u64)>,
    /// Difference of the medians of the first and the second half of the draws, in shares of P95 − P5.
    pub drift: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// What knowing an input exactly would be worth before the decision (expected value of perfect
    /// information), largest first: index of the input, amount.
    pub information: Vec<(usize, f64)>,
    /// Every programme by itself, in the model's order.
    pub programmes: Vec<ProgrammeDraws>,
}

impl Simulation {
    /// Whether both halves of the draws tell the same.
    pub fn converged(&self) -> bool {
        self.drift <= CONVERGED
    }
}

/// The draws of one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeDraws {
    /// 5 %, 50 % and 95 % quantiles of the net present value.
    pub net: [f64; 3],
    /// The same of the benefit-cost ratio; `None` when the costs are not positive in every draw.
    pub ratio: Option<[f64; 3]>,
    /// Share of draws with a net present value above 0.
    pub positive: f64,
}

/// Draws a model. `subject` are the programmes whose joint worth is told, `uncertain` their inputs.
pub(super) fn simulate(
    model: &Model,
    (subject, uncertain): (&[usize], &[usize]),
    settings: &Economics,
    seed: u64,
) -> Simulation {
    let all: Vec<usize> = (0..model.programmes.len()).collect();
    let drawn = draw(model, &model.uncertain(&all), settings, seed);
    let draws = settings.draws as usize;
    let mut values = numbers(model);
    let mut net = Vec::with_capacity(draws);
    let mut single: Vec<Vec<(f64, Option<f64>)>> = vec![Vec::with_capacity(draws); model.programmes.len()];
    for at in 0..draws {
        for (input, column) in &drawn {
            values[*input] = column[at];
        }
        net.push(model.worth(subject, &values).net());
        for (programme, list) in single.iter_mut().enumerate() {
            let worth = model.worth(&[programme], &values);
            list.push((worth.net(), worth.ratio()));
        }
    }
    let count = net.len() as f64;
    let mean = net.iter().sum::<f64>() / count;
    let variance = net.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let sorted = ascending(&net);
    let three = quantiles(&sorted);
    let information = information(&drawn, uncertain, &net);
    Simulation {
        draws: settings.draws,
        seed,
        mean,
        quantiles: three,
        positive: positive(&net),
        histogram: histogram(&sorted),
        drift: drift(&net, three[2] - three[0]),
        standard_error: (variance / count).sqrt(),
        information,
        programmes: single.iter().map(|list| programme(list)).collect(),
    }
}

/// Per uncertain input its draws.
fn draw(model: &Model, uncertain: &[usize], settings: &Economics, seed: u64) -> Vec<(usize, Vec<f64>)> {
    let mut named: Vec<usize> = uncertain.to_vec();
    named.sort_by(|a, b| model.inputs[*a].key.cmp(&model.inputs[*b].key));
    let normals: Vec<Vec<f64>> =
        named.iter().map(|at| standard_normals(&model.inputs[*at].key, settings.draws, seed)).collect();
    let names: Vec<&str> = named.iter().map(|at| model.inputs[*at].key.as_str()).collect();
    // An inconsistent list is refused with the configuration; here it would be independent draws.
    let factor = Correlation::factor(&names, &settings.correlations).unwrap_or_else(|| identity(names.len()));
    let mixed = |row: usize, at: usize| (0..=row).map(|column| factor[row][column] * normals[column][at]).sum::<f64>();
    let draws = settings.draws as usize;
    let column = |row: usize, input: usize| -> Vec<f64> {
        (0..draws).map(|at| value(&model.inputs[input], mixed(row, at))).collect()
    };
    named.iter().enumerate().map(|(row, input)| (*input, column(row, *input))).collect()
}

/// Standard normal draws by the polar method, from the input's own stream.
fn standard_normals(key: &str, draws: u32, seed: u64) -> Vec<f64> {
    let mut generator = ChaCha12Rng::seed_from_u64(seed);
    generator.set_stream(fingerprint(key));
    let mut uniform = || (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut found = Vec::with_capacity(draws as usize + 1);
    while found.len() < draws as usize {
        let (x, y) = (2.0 * uniform() - 1.0, 2.0 * uniform() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            let scale = (-2.0 * square.ln() / square).sqrt();
            found.extend([x * scale, y * scale]);
        }
    }
    found.truncate(draws as usize);
    found
}

/// FNV-1a of a name.
fn fingerprint(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The value of an input at a standard normal draw: its quantile at P(Z ≤ z).
fn value(input: &Input, z: f64) -> f64 {
    let number = |value: rust_decimal::Decimal| value.to_f64().unwrap_or(f64::NAN);
    let (low, base, high) = (number(input.low), number(input.base), number(input.high));
    match input.distribution {
        Distribution::Fixed => base,
        Distribution::Normal => base + z * (high - low) / (2.0 * normal_critical(0.95)),
        Distribution::Triangular => triangular_quantile((low, base, high), normal_cumulative(z)),
        Distribution::Pert => pert_quantile((low, base, high), normal_cumulative(z)),
    }
}

fn ascending(values: &[f64]) -> Vec<(f64, u64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.into_iter().map(|value| (value, 1)).collect()
}

fn quantiles(sorted: &[(f64, u64)]) -> [f64; 3] {
    [0.05, 0.5, 0.95].map(|share| quantile(sorted, share).unwrap_or(f64::NAN))
}

fn positive(net: &[f64]) -> f64 {
    net.iter().filter(|one| **one > 0.0).count() as f64 / net.len().max(1) as f64
}

fn programme(list: &[(f64, Option<f64>)]) -> ProgrammeDraws {
    let net: Vec<f64> = list.iter().map(|(net, _)| *net).collect();
    let ratios: Option<Vec<f64>> = list.iter().map(|(_, ratio)| *ratio).collect();
    ProgrammeDraws {
        net: quantiles(&ascending(&net)),
        ratio: ratios.map(|ratios| quantiles(&ascending(&ratios))),
        positive: positive(&net),
    }
}

/// Equal bars with an edge at 0 when draws lie on both sides of it.
fn histogram(sorted: &[(f64, u64)]) -> Vec<(f64, f64, u64)> {
    let (Some((low, _)), Some((high, _))) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let width = (high - low) / BARS as f64;
    if width <= 0.0 {
        return vec![(*low, *high, sorted.len() as u64)];
    }
    let start = if *low < 0.0 && *high > 0.0 { (low / width).floor() * width } else { *low };
    let bars = ((high - start) / width).floor() as usize + 1;
    let mut counts = vec![0_u64; bars];
    for (value, _) in sorted {
        counts[(((value - start) / width).floor().max(0.0) as usize).min(bars - 1)] += 1;
    }
    if counts.len() > 1 && counts.last() == Some(&0) {
        counts.pop();
    }
    let edge = |at: usize| start + width * at as f64;
    counts.into_iter().enumerate().map(|(at, count)| (edge(at), edge(at + 1), count)).collect()
}

fn drift(net: &[f64], spread: f64) -> f64 {
    let (first, second) = net.split_at(net.len() / 2);
    let median = |half: &[f64]| quantile(&ascending(half), 0.5).unwrap_or(f64::NAN);
    if spread > 0.0 { (median(first) - median(second)).abs() / spread } else { 0.0 }
}

/// E[max(0, E[net | input])] − max(0, E[net]) by groups of draws of nearly the same input.
fn information(drawn: &[(usize, Vec<f64>)], uncertain: &[usize], net: &[f64]) -> Vec<(usize, f64)> {
    let sure = (net.iter().sum::<f64>() / net.len() as f64).max(0.0);
    let of = |column: &[f64]| {
        let mut order: Vec<usize> = (0..net.len()).collect();
        order.sort_by(|a, b| column[*a].total_cmp(&column[*b]).then(a.cmp(b)));
        let gain = |group: &[usize]| group.iter().map(|at| net[*at]).sum::<f64>().max(0.0);
        let known: f64 = order.chunks(net.len().div_ceil(GROUPS)).map(gain).sum();
        (known / net.len() as f64 - sure).max(0.0)
    };
    let wanted = drawn.iter().filter(|(input, _)| uncertain.contains(input));
    let mut found: Vec<(usize, f64)> = wanted.map(|(input, column)| (*input, of(column))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Localized;
    use crate::economics::model::InputKind;

    /// Low and high of a normal input are its 95 % interval.
    #[test]
    fn a_normal_input_reaches_its_ends_at_1_96() {
        let input = Input {
            key: "k".to_owned(),
            kind: InputKind::Assumed,
            title: None,
            low: 10.into(),
            base: 20.into(),
            high: 30.into(),
            unit: Localized::default(),
            source: Localized::default(),
            distribution: Distribution::Normal,
        };
        assert!((value(&input, 1.959_963_984_540_054) - 30.0).abs() < 1e-9);
        assert!((value(&input, 0.0) - 20.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_gained_is_not_positive_and_halves_that_differ_have_not_converged() {
        assert_eq!(positive(&[0.0, 1.0, -1.0, 2.0]), 0.5);
        let drifted = Simulation { drift: drift(&[1.0, 1.0, 2.0, 2.0], 10.0), ..Simulation::default() };
        assert!((drifted.drift - 0.1).abs() < 1e-12 && !drifted.converged());
        assert!(Simulation { drift: 0.05, ..drifted }.converged());
    }
}
