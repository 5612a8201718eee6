//! All candidates with their scores and the covariance of these: what the search walks through.

use super::design::Design;
use super::fit::{Fit, gram};
use super::matrix::{Matrix, dot};
use super::terms::Term;

/// Rows of a value or pair in either period, for its change to be a candidate.
const LEAST_ROWS: usize = 8;
/// Days at either end of the period at which no event is looked for.
const MARGIN: u16 = 3;

/// Candidates with scores and covariance, what stands being projected out.
pub(super) struct Space {
    /// The candidates.
    pub(super) terms: Vec<Term>,
    /// Score of each candidate where no candidate has an effect.
    pub(super) score: Vec<f64>,
    /// Covariance of the scores: the information on the effects.
    pub(super) information: Matrix,
}

impl Space {
    /// The candidates beside a fit in which `chosen` have the given effects.
    pub(super) fn new(design: &Design, fit: &Fit, chosen: &[(Term, f64)]) -> Self {
        let terms = candidates(design);
        let most = design.columns.len();
        let now = gram(design, most, &fit.weight, |row| design.later[row], &vec![0.0; most]);
        let (by_day, weights) = days(design, fit);
        let time: Vec<Vec<f64>> = terms.iter().map(|term| profile(*term, design)).collect();
        let crossed = |at: usize| -> Vec<f64> {
            match terms[at] {
                Term::Part(column) => now.row(column).to_vec(),
                _ => along(&by_day, &time[at]),
            }
        };
        let crossed: Vec<Vec<f64>> = (0..terms.len()).map(crossed).collect();
        let projected: Vec<Vec<f64>> = crossed.iter().map(|line| fit.lower.forward(line)).collect();
        let both = |one: usize, two: usize| match (terms[one], terms[two]) {
            (_, Term::Part(column)) => crossed[one][column],
            (Term::Part(column), _) => crossed[two][column],
            _ => (0..design.days).map(|day| time[one][day] * time[two][day] * weights[day]).sum(),
        };
        let mut information = Matrix::zero(terms.len(), terms.len());
        for one in 0..terms.len() {
            for two in one..terms.len() {
                information.add(one, two, both(one, two) - dot(&projected[one], &projected[two]));
            }
        }
        information.mirror();
        let score = scores(design, fit, &terms, &time);
        let mut made = Self { terms, score, information };
        made.return_to_zero(chosen);
        made
    }

    /// Scores as they are where `chosen` have no effect (to the second order).
    fn return_to_zero(&mut self, chosen: &[(Term, f64)]) {
        for (term, effect) in chosen {
            let Some(at) = self.terms.iter().position(|one| one == term) else { continue };
            for other in 0..self.terms.len() {
                self.score[other] += self.information.at(other, at) * effect;
            }
        }
    }
}

fn candidates(design: &Design) -> Vec<Term> {
    let mut terms = vec![Term::Level, Term::Trend, Term::Curve];
    let parts =
        design.columns.iter().enumerate().filter(|(_, column)| {
            !column.spot.is_empty() && column.rows.0 >= LEAST_ROWS && column.rows.1 >= LEAST_ROWS
        });
    terms.extend(parts.map(|(at, _)| Term::Part(at)));
    let last = (design.days as u16).saturating_sub(MARGIN);
    terms.extend((MARGIN..last).map(Term::Step));
    terms.extend((0..last.saturating_sub(4 * MARGIN)).map(Term::Ramp));
    terms
}

/// A change of all rows as a factor by day; empty for the others.
fn profile(term: Term, design: &Design) -> Vec<f64> {
    match term {
        Term::Part(_) => Vec::new(),
        _ => (0..design.days as u16).map(|day| term.at(day, design.days)).collect(),
    }
}

/// Weights of the later period by day and column, and by day.
fn days(design: &Design, fit: &Fit) -> (Matrix, Vec<f64>) {
    let most = design.columns.len();
    let (mut by_day, mut weights) = (Matrix::zero(design.days, most), vec![0.0; design.days]);
    let mut entries = Vec::new();
    for row in (0..design.rows()).filter(|row| design.later[*row]) {
        let day = usize::from(design.day[row]);
        weights[day] += fit.weight[row];
        design.entries(row, most, &mut entries);
        for (at, value) in &entries {
            by_day.add(day, *at, value * fit.weight[row]);
        }
    }
    (by_day, weights)
}

fn along(by_day: &Matrix, time: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; by_day.columns];
    for (day, factor) in time.iter().enumerate().filter(|(_, factor)| **factor != 0.0) {
        for (sum, cell) in sum.iter_mut().zip(by_day.row(day)) {
            *sum += factor * cell;
        }
    }
    sum
}

fn scores(design: &Design, fit: &Fit, terms: &[Term], time: &[Vec<f64>]) -> Vec<f64> {
    let most = design.columns.len();
    let (mut by_column, mut by_day) = (vec![0.0; most], vec![0.0; design.days]);
    let mut entries = Vec::new();
    for row in (0..design.rows()).filter(|row| design.later[*row]) {
        by_day[usize::from(design.day[row])] += fit.score[row];
        design.entries(row, most, &mut entries);
        for (at, value) in &entries {
            by_column[*at] += value * fit.score[row];
        }
    }
    let score = |(term, time): (&Term, &Vec<f64>)| match term {
        Term::Part(column) => by_column[*column],
        _ => dot(time, &by_day),
    };
    terms.iter().zip(time).map(score).collect()
}
