//! Where a comparison group comes from, as written.

use crate::config::written::{OneOrMany, Written};
use schemars::JsonSchema;
use serde::Deserialize;

/// An anonymous comparison group: clients of the same industry, region and quarter, of whom only aggregates are known.
/// Figures are compared where at least five others have them by the same definition.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Peers {
    /// Files that `quarterdeck peers export` wrote.
    pub(in crate::config) files: Written<OneOrMany<String>>,
    /// Whether the reports of the same industry in this configuration are peers of each other; default false.
    pub(in crate::config) reports: Written<bool>,
}
