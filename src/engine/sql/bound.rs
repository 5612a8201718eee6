//! What a query is told of the run.

use super::dialect::Dialect;
use crate::domain::{Covers, Instant, Offset};

/// Name of the relation of opening intervals that `business_hours` reads.
pub const BUSINESS_CALENDAR: &str = "business_calendar";

/// What the run binds in a query.
#[derive(Clone, Debug)]
pub struct Bound {
    /// When the data were extracted.
    pub as_of: Instant,
    /// Offsets of the zone whose calendar days count, over all instants of the table.
    pub offsets: Vec<Offset>,
    /// The days that the business calendar covers.
    pub covers: Option<Covers>,
    /// The database that is asked.
    pub dialect: Dialect,
}
