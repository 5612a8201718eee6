//! Models: what fits no kind of metric. One pure file each, fed by the same facts.
//!
//! A model reads fact rows or other figures and gives a typed study and, for every catalogue entry
//! of kind `model` that it supplies, measurements. It reads no raw files and renders nothing.

use super::definition::{Definition, Kind};
use super::measurement::{Measurement, Measurements};
use crate::config::ReportConfig;
use crate::domain::Period;
use crate::facts::{self, Facts};

/// What every model reads.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The checked configuration of the report.
    pub report: &'a ReportConfig,
    /// The tables.
    pub facts: &'a Facts,
    /// Quarters with bounds, ascending; the last is the report's.
    pub periods: &'a [Period],
    /// Figures of all metrics that are no models.
    pub known: &'a Measurements,
}

/// What the models of one report found, beside their figures. A part is `None` when its data are absent.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Study {}

/// What the models of one report yield.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The typed parts.
    pub(super) study: Study,
    /// Figures of the catalogue entries of kind `model`.
    pub(super) figures: Vec<Measurement>,
}

/// Runs every model whose data are there.
pub(super) fn run(_ground: &Ground<'_>) -> Result<Found, facts::Error> {
    Ok(Found::default())
}

/// Whether a metric's figures come from a model.
pub(super) fn is_model(metric: &Definition) -> bool {
    metric.kind == Kind::Model
}
