//! The changes that may explain a movement: of a value, of a pair, from a day on.

use super::design::Design;
use super::found::{CauseKind, Spot};

/// A change of the later period against the earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Term {
    /// All rows alike.
    Level,
    /// All rows alike, more with every day.
    Trend,
    /// All rows alike, on a curve over the period.
    Curve,
    /// The rows of a column.
    Part(usize),
    /// All rows from a day on.
    Step(u16),
    /// All rows, growing from a day on.
    Ramp(u16),
}

impl Term {
    /// The factor of a row in this change.
    pub(super) fn value(self, design: &Design, row: usize) -> f64 {
        if !design.later[row] {
            return 0.0;
        }
        let day = design.day[row];
        match self {
            Self::Part(column) => f64::from(u8::from(design.has(row, column))),
            time => time.at(day, design.days),
        }
    }

    /// The factor of a day, for changes of all rows.
    pub(super) fn at(self, day: u16, days: usize) -> f64 {
        let length = days.max(1) as f64;
        match self {
            Self::Level => 1.0,
            Self::Trend => f64::from(day) / length - 0.5,
            Self::Curve => 4.0 * (f64::from(day) / length - 0.5).powi(2) - 1.0 / 3.0,
            Self::Step(from) => f64::from(u8::from(day >= from)),
            Self::Ramp(from) => f64::from(day.saturating_sub(from)) / length,
            Self::Part(_) => 0.0,
        }
    }

    /// What it is told as; `None` for what only stands beside causes.
    pub(super) fn kind(self, design: &Design) -> Option<CauseKind> {
        Some(match self {
            Self::Level | Self::Trend | Self::Curve => return None,
            Self::Part(column) if design.columns[column].spot.len() == 2 => CauseKind::Interaction,
            Self::Part(_) => CauseKind::Own,
            Self::Step(_) | Self::Ramp(_) => CauseKind::Event,
        })
    }

    /// Where.
    pub(super) fn spot(self, design: &Design) -> Spot {
        match self {
            Self::Part(column) => design.columns[column].spot.clone(),
            _ => Vec::new(),
        }
    }

    /// Its first day.
    pub(super) fn from(self) -> Option<u16> {
        match self {
            Self::Step(from) | Self::Ramp(from) => Some(from),
            _ => None,
        }
    }
}
