//! Which way is good (convention G9).

use serde::{Deserialize, Serialize};

/// The direction in which a metric improves. All arrows, colours, verdicts and verbs follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Inside a band is good; no verdict without a target.
    TargetRange,
}

impl Direction {
    /// Whether a change of this sign is an improvement; `None` when it is zero or the direction
    /// has no better side.
    pub fn improves(self, change: f64) -> Option<bool> {
        match self {
            _ if change == 0.0 || change.is_nan() => None,
            Self::Higher => Some(change > 0.0),
            Self::Lower => Some(change < 0.0),
            Self::TargetRange => None,
        }
    }
}
