//! Which hours a duration counts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The clock of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// All hours.
    #[default]
    Calendar,
    /// Hours of the business calendar (G12).
    Business,
}
