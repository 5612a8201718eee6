//! Data of the chart of recommendations.

use super::Labelled;
use serde::{Deserialize, Serialize};

/// Impact against effort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpactEffort {
    /// What the upright axis says.
    pub impact: String,
    /// What the bands say.
    pub effort: String,
    /// Names of the bands, least effort first.
    pub efforts: Vec<String>,
    /// Marks of the upright axis.
    pub ticks: Vec<Labelled>,
    /// Recommendations in their printed order.
    pub points: Vec<ImpactPoint>,
}

/// One recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpactPoint {
    /// Its number in the list.
    pub number: String,
    /// Its name.
    pub label: String,
    /// Its band, from 0.
    pub effort: usize,
    /// Its expected effect; `None` when it is not quantified.
    pub impact: Option<f64>,
    /// Interval of the effect.
    pub interval: Option<(f64, f64)>,
}
