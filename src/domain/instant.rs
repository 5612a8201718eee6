//! A point in time: microseconds since 1970-01-01T00:00:00Z.

use super::{LocalClock, Zone};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

/// A UTC instant in whole microseconds, the only form in which the program keeps time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Microseconds in one hour.
    pub const HOUR: i64 = 3_600_000_000;
    /// Microseconds in a day of 24 hours; a day of a zone's calendar may be shorter or longer.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// Reads a wall-clock time in a zone. A time that a zone skips (spring forward) moves to the
    /// first instant after the gap; one that occurs twice means its first occurrence.
    pub fn from_local(local: NaiveDateTime, zone: Zone) -> Self {
        zone.to_utc(local.and_utc().timestamp_micros())
    }

    /// The wall-clock time of this instant in a zone.
    pub fn to_local(self, zone: Zone) -> NaiveDateTime {
        Self(zone.to_local(self)).to_utc().naive_utc()
    }

    /// This instant as a chrono value with the offset of a zone.
    pub fn in_zone(self, zone: Zone) -> DateTime<FixedOffset> {
        let seconds = (zone.to_local(self) - self.0) / 1_000_000;
        let offset = i32::try_from(seconds).ok().and_then(FixedOffset::east_opt);
        self.to_utc().with_timezone(&offset.expect("no zone is a day away from UTC"))
    }

    /// The same wall-clock time in a zone days later (earlier when negative).
    #[must_use]
    pub fn plus_days(self, days: i64, zone: Zone) -> Self {
        Self(LocalClock::new(zone).plus_days(self.0, days))
    }

    /// This instant as a chrono value; instants outside chrono's range become the epoch.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}
