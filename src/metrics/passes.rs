//! What a measurement reads: the passes over the tables, for `explain --plan`.

use super::measure::{Error, compiled, passes};
use super::monthly::months;
use crate::config::ReportConfig;
use crate::domain::{Period, Table};
use crate::facts::Facts;

/// One pass over a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ScanPlan {
    /// The table; no other pass reads it for catalogue metrics.
    pub table: Table,
    /// Parts (row groups of the staged files) that are read once each.
    pub parts: usize,
    /// Columns that are read or derived, in order of their names.
    pub columns: Vec<String>,
    /// Metrics that are added up by quarter and segment, in catalogue order.
    pub metrics: Vec<String>,
    /// Those of them that are added up by month, too.
    pub monthly: Vec<String>,
    /// First and last quarter, and how many.
    pub quarters: (String, String, usize),
    /// First and last month, and how many.
    pub months: (String, String, usize),
}

/// The passes that measure a report, one per table that has a metric whose columns are there.
///
/// # Errors
/// When definitions are wrong.
pub fn scan_plans(report: &ReportConfig, facts: &Facts, periods: &[Period]) -> Result<Vec<ScanPlan>, Error> {
    let compiled = compiled(report)?;
    let months = months(report, periods);
    let span = |of: &[Period]| {
        let label = |period: Option<&Period>| period.map_or_else(String::new, Period::label);
        (label(of.first()), label(of.last()), of.len())
    };
    let plan = |pass: super::measure::Pass| ScanPlan {
        parts: facts.tables.get(&pass.table).map_or(0, crate::facts::FactTable::parts),
        table: pass.table,
        columns: pass.columns.into_iter().collect(),
        quarters: span(periods),
        months: if pass.monthly.is_empty() { span(&[]) } else { span(&months) },
        metrics: pass.metrics,
        monthly: pass.monthly,
    };
    Ok(passes(report, facts, &compiled).into_iter().map(plan).collect())
}
