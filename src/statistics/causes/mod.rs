//! Why a figure moved between two periods: which part changed by itself, which pair of parts, which
//! mix, since which day.
//!
//! One regression over all dimensions holds the others fixed; every candidate pays for the number of
//! candidates, and standing differences are estimated from both periods, so that they are no change.
//! Pure: rows in, causes out; knows no metric and no word.

mod contribution;
mod design;
mod fit;
mod matrix;
mod mix;
mod part;
mod search;
mod space;
mod terms;
#[cfg(test)]
mod tests;

pub use contribution::Statistic;

/// Rows of two periods, one code per dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CauseRows {
    /// Values that each dimension has.
    pub sizes: Vec<usize>,
    /// By dimension, the code of each row, below the dimension's size.
    pub codes: Vec<Vec<u16>>,
    /// Whether a row belongs to the later period.
    pub later: Vec<bool>,
    /// Days since the beginning of its period.
    pub day: Vec<u16>,
    /// Day of the week, 0 to 6.
    pub weekday: Vec<u8>,
}

/// What is measured at each row; a row without a value is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome<'a> {
    /// Hit or not.
    Share(&'a [Option<bool>]),
    /// A positive time or amount, judged by its logarithm.
    Time(&'a [Option<f64>]),
    /// A number that is judged as it is.
    Number(&'a [Option<f64>]),
}

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

/// Standard errors to either side of a 95 % interval.
const CRITICAL: f64 = 1.96;
/// Figures for which the chances of a false cause are stated.
const SEARCHED: f64 = 2.0;
/// Rows of either period below which nothing is searched.
const LEAST_ROWS: usize = 60;

/// Which values of which dimensions, in the order of the dimensions.
pub type Spot = Vec<(usize, u16)>;

/// What kind of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// The share of a value among the rows.
    Mix,
    /// A value's own figure.
    Own,
    /// The figure of a pair of values, beyond what either does.
    Interaction,
    /// A day from which the figure differs.
    Event,
}

/// A cause with its strength.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCause {
    /// Kind.
    pub kind: CauseKind,
    /// Where; empty for an event that concerns all.
    pub spot: Spot,
    /// First day of an event in the later period, counted from 0.
    pub from: Option<u16>,
    /// Whether an event grows from that day on instead of setting in at once.
    pub gradual: bool,
    /// Change of the log odds (shares, mixes), of the logarithm (times) or of the number; of a gradual
    /// event over a whole period.
    pub effect: f64,
    /// Standard error of the effect.
    pub error: f64,
    /// Likelihood ratio (χ² with one degree of freedom) with the other causes held fixed.
    pub strength: f64,
    /// What it adds to the change of the statistic.
    pub contribution: f64,
    /// The contribution at both ends of the effect's 95 % interval, low before high.
    pub interval: (f64, f64),
    /// Share of the rows that are concerned, 0 to 1, in the earlier and in the later period.
    pub rows: (f64, f64),
    /// Explanations of about the same place that were rejected, the nearest first, with how much
    /// weaker they are.
    pub rivals: Vec<(CauseKind, Spot, f64)>,
}
