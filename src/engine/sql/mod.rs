//! The same metric as one DuckDB query, so that any number can be recomputed without us.

use super::plan::Plan;
use crate::domain::{BusinessCalendar, Instant, Period};

/// Name of the relation of opening intervals that `business_hours` reads.
pub const BUSINESS_CALENDAR: &str = "business_calendar";

/// Where a query reads its rows.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Common table expressions in order, each `name AS (…)`.
    pub with: &'a [String],
    /// A relation with the columns of the schema in their types (instants as TIMESTAMPTZ, money as
    /// DECIMAL, numbers as DOUBLE, whole numbers as BIGINT): a table, a CTE or `read_parquet(…)`.
    pub from: &'a str,
}

/// The DuckDB query of a plan. Its rows: `quarter, dimension, segment, rows, missing, immature, n,
/// numerator, denominator, value` and one column `excluded_<reason>` per exclusion, ordered by
/// quarter, dimension and segment; the total has a null dimension. Money is in currency units, a
/// duration in hours, a proportion between 0 and 100.
pub fn query(plan: &Plan, source: &Source<'_>, periods: &[Period], as_of: Instant) -> String {
    let _ = (plan, source, periods, as_of);
    todo!("next commit")
}

/// The common table expression `business_calendar AS (…)` of a calendar, in microseconds.
pub fn calendar(calendar: &BusinessCalendar) -> String {
    let _ = calendar;
    todo!("next commit")
}
