//! What a cause adds to a figure, from the rows themselves: the figure as it is against the figure
//! without the cause.

use super::design::Design;
use super::fit::Fit;
use super::rows::Outcome;
use super::terms::Term;

/// Groups of rows that are left out one after the other for a standard error (jackknife).
const GROUPS: usize = 20;

/// How rows make a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// The mean of the outcomes; of hits their share, 0 to 1.
    Mean,
    /// A quantile of the outcomes, its place in (0, 1).
    Quantile(f64),
}

/// The figure of the later period less what it would be without a change.
pub(super) fn removed(
    design: &Design,
    fit: &Fit,
    (outcome, statistic): (Outcome, Statistic),
    (term, effect): (Term, f64),
) -> f64 {
    let later: Vec<usize> = (0..design.rows()).filter(|row| design.later[*row]).collect();
    let mut pairs: Vec<(f64, f64)> = Vec::with_capacity(later.len());
    for row in later {
        let (value, felt) = (design.value[row], effect * term.value(design, row));
        pairs.push(match outcome {
            Outcome::Share(_) => {
                let chance = (value - fit.score[row]).clamp(1e-9, 1.0 - 1e-9);
                let odds = (chance / (1.0 - chance)).ln();
                (chance, 1.0 / (1.0 + (felt - odds).exp()))
            }
            Outcome::Time(_) => (value.exp(), (value - felt).exp()),
            Outcome::Number(_) => (value, value - felt),
        });
    }
    let one = |side: fn(&(f64, f64)) -> f64| {
        figure(pairs.iter().map(|pair| (side(pair), 1.0)).collect(), statistic).unwrap_or(0.0)
    };
    one(|pair| pair.0) - one(|pair| pair.1)
}

/// What changed shares of rows add to the earlier figure, with its standard error from the rows: the log odds
/// of each row rise by its `tilt`.
pub(super) fn tilted(design: &Design, tilt: &[f64], statistic: Statistic) -> Option<(f64, f64)> {
    let earlier: Vec<usize> = (0..design.rows()).filter(|row| !design.later[*row]).collect();
    let value = |row: usize| if design.logarithm { design.value[row].exp() } else { design.value[row] };
    let added = |left_out: Option<usize>| {
        let kept = earlier.iter().enumerate().filter(|(at, _)| left_out != Some(at % GROUPS)).map(|(_, row)| *row);
        let kept: Vec<usize> = kept.collect();
        let plain = figure(kept.iter().map(|row| (value(*row), 1.0)).collect(), statistic)?;
        let weight = |row: usize| tilt[row].exp();
        let after = figure(kept.iter().map(|row| (value(*row), weight(*row))).collect(), statistic)?;
        Some(after - plain)
    };
    let whole = added(None)?;
    let parts: Vec<f64> = (0..GROUPS).filter_map(|group| added(Some(group))).collect();
    let mean = parts.iter().sum::<f64>() / parts.len().max(1) as f64;
    let squares: f64 = parts.iter().map(|part| (part - mean).powi(2)).sum();
    Some((whole, (squares * (GROUPS - 1) as f64 / GROUPS as f64).sqrt()))
}

/// A figure of weighted values; `None` without any.
fn figure(mut values: Vec<(f64, f64)>, statistic: Statistic) -> Option<f64> {
    let all: f64 = values.iter().map(|(_, weight)| weight).sum();
    if all <= 0.0 {
        return None;
    }
    match statistic {
        Statistic::Mean => Some(values.iter().map(|(value, weight)| value * weight).sum::<f64>() / all),
        Statistic::Quantile(place) => {
            values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let mut seen = 0.0;
            let reached = values.iter().find(|(_, weight)| {
                seen += weight;
                seen >= place * all
            });
            reached.or(values.last()).map(|(value, _)| *value)
        }
    }
}
