//! What an evaluation needs beside the columns, and what can go wrong in it.

use crate::domain::{BusinessCalendar, Instant, Zone};
use arrow_schema::ArrowError;

/// Values that the run supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings<'a> {
    /// When the data were extracted.
    pub as_of: Instant,
    /// Whose calendar days count.
    pub zone: Zone,
    /// Business hours.
    pub calendar: Option<&'a BusinessCalendar>,
    /// Start and end of the period that `period_start` and `period_end` mean. A scan binds it
    /// itself.
    pub period: Option<(Instant, Instant)>,
}

/// An evaluation that failed.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The batch has no such column.
    #[error("the table has no column `{0}`")]
    NoColumn(String),
    /// The column has another type than the schema says.
    #[error("column `{name}` is of Arrow type `{found}`, not of the schema's type")]
    ColumnType {
        /// The column.
        name: String,
        /// Its Arrow type.
        found: String,
    },
    /// `period_start` or `period_end` outside a period.
    #[error("`period_start` and `period_end` have no value here")]
    NoPeriod,
    /// `business_hours` without a calendar.
    #[error("`business_hours` needs a business calendar")]
    NoCalendar,
    /// A kernel failed, for instance because a whole number left its range.
    #[error("an expression could not be computed")]
    Arrow(#[source] ArrowError),
}
