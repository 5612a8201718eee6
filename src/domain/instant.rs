//! A point in time: microseconds since 1970-01-01T00:00:00Z.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A UTC instant in whole microseconds, the only form in which the program keeps time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Microseconds in one hour.
    pub const HOUR: i64 = 3_600_000_000;
    /// Microseconds in one day of 24 hours.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// Reads a wall-clock time in a zone. A time that a zone skips (spring forward) moves to the
    /// first instant after the gap; one that occurs twice means its first occurrence.
    pub fn from_local(local: NaiveDateTime, zone: Tz) -> Self {
        let found = zone.from_local_datetime(&local).earliest();
        let found = found.or_else(|| {
            (1..=8).find_map(|quarters| {
                let later = local + chrono::Duration::minutes(15 * quarters);
                zone.from_local_datetime(&later).earliest()
            })
        });
        Self(found.map_or_else(|| local.and_utc().timestamp_micros(), |at| at.timestamp_micros()))
    }

    /// The wall-clock time of this instant in a zone.
    pub fn to_local(self, zone: Tz) -> NaiveDateTime {
        self.to_utc().with_timezone(&zone).naive_local()
    }

    /// This instant as a chrono value; instants outside chrono's range become the epoch.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}
