//! Typed data of the charts about complaints.

use super::Labelled;
use serde::{Deserialize, Serialize};

/// Causes by number of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pareto {
    /// Most frequent first.
    pub bars: Vec<ParetoBar>,
    /// What bars and labels mean.
    pub legend: String,
}

/// A cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParetoBar {
    /// Name.
    pub label: String,
    /// Cases, printed with the running share.
    pub value: Labelled,
    /// Whether it belongs to the causes that together reach the mark.
    pub vital: bool,
}
