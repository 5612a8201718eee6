//! A point in time: microseconds since 1970-01-01T00:00:00Z.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A UTC instant in whole microseconds, the only form in which the program keeps time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Microseconds in one hour.
    pub const HOUR: i64 = 3_600_000_000;
    /// Microseconds in a day of 24 hours; a day of a zone's calendar may be shorter or longer.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This instant as a chrono value; instants outside chrono's range become the epoch.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}
