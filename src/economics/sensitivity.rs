//! How sure the worth of the programmes is (T7): one-way swings, switching values, a two-way table,
//! extremes, a simulation, and which input is worth measuring first.

mod simulation;
mod switching;

pub use simulation::{ProgrammeDraws, Simulation};
pub use switching::Switching;

use super::model::{Model, Worth};
use crate::config::{Correlation, Economics};
use rust_decimal::prelude::ToPrimitive;

/// The sensitivity analysis of the programmes of [`Model::subject`] together.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Indices of the programmes in the model.
    pub subject: Vec<usize>,
    /// Worth at the base values.
    pub base: Worth,
    /// One bar per uncertain input, largest swing first.
    pub bars: Vec<Swing>,
    /// Switching value of each bar's input, in the same order.
    pub switching: Vec<Switching>,
    /// The two inputs with the largest swing together; `None` with fewer than two.
    pub two_way: Option<TwoWay>,
    /// Net present value with every input at its worse, and at its better end.
    pub extremes: (f64, f64),
    /// The simulation.
    pub simulation: Simulation,
    /// Rank correlations of inputs that are drawn; all others are drawn independently.
    pub correlations: Vec<Correlation>,
}

/// One input at its ends, all others at base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Index in [`Model::inputs`].
    pub input: usize,
    /// Net present value at the low end.
    pub at_low: f64,
    /// Net present value at the high end.
    pub at_high: f64,
}

impl Swing {
    /// Width of the bar; at an input whose base is best or worst the base is one of its ends.
    pub fn width(&self, base: f64) -> f64 {
        self.at_low.max(self.at_high).max(base) - self.at_low.min(self.at_high).min(base)
    }
}

/// Net present values over a grid of two inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWay {
    /// Index of the input whose values head the rows.
    pub rows: usize,
    /// Index of the input whose values head the columns.
    pub columns: usize,
    /// Values of the rows, ascending.
    pub row_values: Vec<f64>,
    /// Values of the columns, ascending.
    pub column_values: Vec<f64>,
    /// Net present value per row and column.
    pub cells: Vec<Vec<f64>>,
}

/// Analyses a model; `None` when no formula has an uncertain input.
pub(super) fn analyse(model: &Model, settings: &Economics, seed: u64) -> Option<Sensitivity> {
    let mut subject = model.subject();
    if model.uncertain(&subject).is_empty() {
        // The initiatives are sure, the service as a whole may not be.
        subject = (0..model.programmes.len()).collect();
    }
    let uncertain = model.uncertain(&subject);
    if uncertain.is_empty() {
        return None;
    }
    let net = |values: &[f64]| model.worth(&subject, values).net();
    let base_values = numbers(model);
    let base = model.worth(&subject, &base_values);
    let mut bars: Vec<Swing> = uncertain.iter().map(|at| swing(model, *at, &base_values, &net)).collect();
    bars.sort_by(|a, b| b.width(base.net()).total_cmp(&a.width(base.net())).then(a.input.cmp(&b.input)));
    let switching = bars.iter().map(|bar| switching::switching(model, bar.input, &base_values, &net)).collect();
    let two_way = match bars[..] {
        [first, second, ..] => Some(grid(model, (first.input, second.input), &base_values, &net)),
        _ => None,
    };
    Some(Sensitivity {
        extremes: extremes(model, &bars, &base_values, &net),
        simulation: simulation::simulate(model, (&subject, &uncertain), settings, seed),
        correlations: drawn_together(model, settings),
        subject,
        base,
        bars,
        switching,
        two_way,
    })
}

/// The configured correlations between inputs that are drawn.
fn drawn_together(model: &Model, settings: &Economics) -> Vec<Correlation> {
    let all: Vec<usize> = (0..model.programmes.len()).collect();
    let drawn = model.uncertain(&all);
    let is_drawn = |name: &String| drawn.iter().any(|at| model.inputs[*at].key == *name);
    let both = |one: &&Correlation| is_drawn(&one.between.0) && is_drawn(&one.between.1);
    settings.correlations.iter().filter(both).cloned().collect()
}

/// Base values as floating-point numbers.
pub(super) fn numbers(model: &Model) -> Vec<f64> {
    model.inputs.iter().map(|input| input.base.to_f64().unwrap_or(f64::NAN)).collect()
}

/// Low and high of an input.
fn ends(model: &Model, input: usize) -> (f64, f64) {
    let one = &model.inputs[input];
    (one.low.to_f64().unwrap_or(f64::NAN), one.high.to_f64().unwrap_or(f64::NAN))
}

fn with(values: &[f64], input: usize, value: f64) -> Vec<f64> {
    let mut changed = values.to_vec();
    changed[input] = value;
    changed
}

fn swing(model: &Model, input: usize, base: &[f64], net: &impl Fn(&[f64]) -> f64) -> Swing {
    let (low, high) = ends(model, input);
    Swing { input, at_low: net(&with(base, input, low)), at_high: net(&with(base, input, high)) }
}

fn grid(model: &Model, (rows, columns): (usize, usize), base: &[f64], net: &impl Fn(&[f64]) -> f64) -> TwoWay {
    let values = |input: usize| -> Vec<f64> {
        let ((low, high), middle) = (ends(model, input), base[input]);
        let mut values = vec![low, f64::midpoint(low, middle), middle, f64::midpoint(middle, high), high];
        values.dedup();
        values
    };
    let (row_values, column_values) = (values(rows), values(columns));
    let cell = |row: f64, column: f64| net(&with(&with(base, rows, row), columns, column));
    let line = |row: &f64| column_values.iter().map(|column| cell(*row, *column)).collect();
    TwoWay { rows, columns, cells: row_values.iter().map(line).collect(), row_values, column_values }
}

/// Every input at the end of its range that is worse (better) by itself, jointly.
fn extremes(model: &Model, bars: &[Swing], base: &[f64], net: &impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let (mut worst, mut best) = (base.to_vec(), base.to_vec());
    for bar in bars {
        let (low, high) = ends(model, bar.input);
        let (worse, better) = if bar.at_low <= bar.at_high { (low, high) } else { (high, low) };
        (worst[bar.input], best[bar.input]) = (worse, better);
    }
    (net(&worst), net(&best))
}
