//! Checks definitions before any data are read.

use super::definition::Definition;
use crate::config::{ReportConfig, Target};
use crate::diagnostic::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Checks all metrics of a report against the full schema of its tables (canonical, derived and the
/// user's extra columns): every SQL expression, every formula, base and target. `places` says where
/// a user's metric is written, by metric id, or by `id.key` for single entries; metrics without a
/// place are placed in the built-in catalogue.
pub fn check(report: &ReportConfig, places: &BTreeMap<String, Place>) -> Vec<Diagnostic> {
    let _: (&[Definition], &[Target]) = (&report.metrics, &report.targets);
    let _ = places;
    todo!("next commit")
}
