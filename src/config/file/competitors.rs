//! A file with values of competitors, as written.

use crate::config::written::Written;
use crate::domain::Localized;
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Competitors {
    /// The values.
    pub(in crate::config) values: Written<Vec<Written<Competitor>>>,
}

/// One value.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Competitor {
    /// Competitor or market.
    pub(in crate::config) name: Written<Localized>,
    /// Metric id.
    pub(in crate::config) metric: Written<String>,
    /// Value in the metric's unit.
    pub(in crate::config) value: Written<f64>,
    /// Where it was published.
    pub(in crate::config) source: Written<String>,
    /// Day of publication.
    pub(in crate::config) date: Written<String>,
}
