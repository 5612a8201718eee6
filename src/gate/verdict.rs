//! What the gate says of a report.

use serde::{Deserialize, Serialize};

/// Whether a report may leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing speaks against it.
    #[default]
    Pass,
    /// It is made, and marked.
    Warn,
    /// It is not made: a person has to look first.
    Hold,
}

/// One rule that found something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the rule, as it is written under `gate:`.
    pub rule: String,
    /// What follows from it.
    pub outcome: Outcome,
    /// What it is about: a table, a column, a metric or a file.
    pub subject: String,
    /// What was found, with its figures.
    pub message: String,
    /// What to do about it.
    pub cure: String,
}

/// A person's decision to make a held report all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Why.
    pub reason: String,
}

/// What the gate says of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The gravest of its findings, before any override.
    pub outcome: Outcome,
    /// What was found, the gravest first.
    pub rules: Vec<Finding>,
    /// Why it was made although it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}
