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
