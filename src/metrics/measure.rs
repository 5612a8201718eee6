//! From definitions and facts to measurements: one scan per table.

use super::measurement::Measurements;
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::Period;
use crate::engine::ScanError;
use crate::facts::Facts;

/// Why a report could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A definition is wrong; [`super::check`] finds these before any data are read.
    #[error("{} metric definitions are wrong", .0.len())]
    Definitions(Vec<Diagnostic>),
    /// A table could not be scanned.
    #[error("table `{table}` could not be measured")]
    Scan {
        /// Which table.
        table: &'static str,
        /// Why.
        source: ScanError,
    },
}

/// Measures all metrics of a report for each period (ascending), in total and by segment.
///
/// # Errors
/// When definitions are wrong or staged files cannot be read.
pub fn measure(report: &ReportConfig, facts: &Facts, periods: &[Period]) -> Result<Measurements, Error> {
    let _ = (report, facts, periods);
    todo!("next commit")
}
