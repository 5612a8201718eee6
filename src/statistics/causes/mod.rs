//! Why a figure moved between two periods: which part changed by itself, which pair of parts, which
//! mix, since which day.
//!
//! One regression over all dimensions holds the others fixed; every candidate pays for the number of
//! candidates, and standing differences are estimated from both periods, so that they are no change.
//! Pure: rows in, causes out; knows no metric and no word.

mod contribution;
mod design;
mod fit;
mod found;
mod matrix;
mod mix;
mod part;
mod rows;
mod search;
mod space;
mod terms;
#[cfg(test)]
mod tests;

pub use contribution::Statistic;
pub use found::{CauseKind, FoundCause, Spot};
pub use rows::{CauseRows, Outcome};

/// What is behind the movement of a figure, the strongest first: mixes, own changes, interactions and
/// events, each with its contribution to the statistic. `figures` is the number of figures that are
/// searched alike: the chance of a false cause is shared among them. Empty below sixty rows in either period.
pub fn causes(rows: &CauseRows, outcome: Outcome, (statistic, figures): (Statistic, usize)) -> Vec<FoundCause> {
    let design = design::Design::new(rows, outcome);
    let later = design.later.iter().filter(|later| **later).count();
    if later < LEAST_ROWS || design.rows() - later < LEAST_ROWS {
        return Vec::new();
    }
    let share = SEARCHED / figures.max(1) as f64;
    let mut found = part::changes(&design, outcome, (statistic, share));
    found.extend(mix::mixes(&design, rows, (statistic, share)));
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    found
}

/// Figures for which the chances of a false cause are stated.
const SEARCHED: f64 = 2.0;
/// Rows of either period below which nothing is searched.
const LEAST_ROWS: usize = 60;
