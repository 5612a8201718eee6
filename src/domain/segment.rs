//! The part of a population that a figure speaks of.

use serde::{Deserialize, Serialize};

/// The whole population or one value of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// Everyone.
    Total,
    /// Rows whose `dimension` has this `value`; a missing value is its own part, `value: None`.
    Part {
        /// A canonical column, such as `channel` or `customer.tier`.
        dimension: String,
        /// The value of that column.
        value: Option<String>,
    },
}

/// What the name of the part begins with that holds all values beyond the largest.
pub const OTHERS: char = '…';

impl Segment {
    /// The name of the part that holds so many values.
    pub fn others(values: u64) -> String {
        format!("{OTHERS}{values}")
    }

    /// How many values a part holds, when it is the one of the others.
    pub fn folded(value: &str) -> Option<u64> {
        value.strip_prefix(OTHERS)?.parse().ok()
    }

    /// Whether it is the part of the others.
    pub fn is_others(&self) -> bool {
        matches!(self, Self::Part { value: Some(value), .. } if Self::folded(value).is_some())
    }
}
