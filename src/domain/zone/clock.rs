//! Wall-clock time of one zone, back and forth, for many instants in a row.

use super::{Offset, Zone};
use crate::domain::Instant;
use chrono::{DateTime, FixedOffset, NaiveDateTime};

/// How a wall-clock time lies in its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallTime {
    /// It occurs once, at this instant (microseconds).
    Once(i64),
    /// The clocks skipped it; this is the first instant after the gap.
    Skipped(i64),
    /// It occurs twice, at these instants.
    Twice(i64, i64),
}

/// A zone that remembers where it looked last, because what comes next mostly lies near.
#[derive(Clone, Debug)]
pub struct LocalClock {
    zone: Zone,
    offsets: &'static [Offset],
    utc: Stretch,
    local: Stretch,
}

/// Times from `from` until before `until` that have the same offset.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: i64,
    until: i64,
    micros: i64,
}

impl Stretch {
    const EMPTY: Self = Self { from: 0, until: 0, micros: 0 };

    fn contains(self, time: i64) -> bool {
        self.from <= time && time < self.until
    }
}

impl LocalClock {
    /// A clock of a zone.
    pub fn new(zone: Zone) -> Self {
        Self { zone, offsets: zone.offsets(), utc: Stretch::EMPTY, local: Stretch::EMPTY }
    }

    /// Its zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The wall clock at an instant, both in microseconds.
    pub fn to_local(&mut self, at: i64) -> i64 {
        if !self.utc.contains(at) {
            let next = self.offsets.partition_point(|offset| offset.since <= at);
            let one = self.offsets[next.saturating_sub(1)];
            self.utc = Stretch { from: one.since, until: self.since(next), micros: one.micros };
        }
        at.saturating_add(self.utc.micros)
    }

    /// The instant of a wall-clock time: the first one after a gap, the first of two.
    pub fn to_utc(&mut self, local: i64) -> i64 {
        match self.read(local) {
            WallTime::Once(at) | WallTime::Skipped(at) | WallTime::Twice(at, _) => at,
        }
    }

    /// The instants of a wall-clock time.
    pub fn read(&mut self, local: i64) -> WallTime {
        if self.local.contains(local) {
            return WallTime::Once(local.saturating_sub(self.local.micros));
        }
        // The first stretch that is not over by this time on its own clock.
        let index = self.first(|index| self.ends_on_own_clock(index) > local);
        let one = self.offsets[index];
        let begins = one.since.saturating_add(one.micros);
        let ends = self.ends_on_own_clock(index);
        let next = self.offsets.get(index + 1);
        let twice_from = next.map_or(ends, |next| next.since.saturating_add(next.micros)).min(ends);
        let before = index.checked_sub(1).map_or(i64::MIN, |before| self.ends_on_own_clock(before));
        self.local = Stretch { from: begins.max(before), until: twice_from, micros: one.micros };
        let at = local.saturating_sub(one.micros);
        match next {
            _ if local < begins => WallTime::Skipped(one.since),
            Some(next) if local >= twice_from => WallTime::Twice(at, local.saturating_sub(next.micros)),
            _ => WallTime::Once(at),
        }
    }

    /// The same wall-clock time days later (earlier when negative).
    pub fn plus_days(&mut self, at: i64, days: i64) -> i64 {
        if days == 0 {
            return at;
        }
        let local = self.to_local(at);
        self.to_utc(local.saturating_add(days.saturating_mul(Instant::DAY)))
    }

    /// Wall-clock time passed from one instant to another: a multiple of 24 hours between midnights.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let from = self.to_local(from);
        self.to_local(to).saturating_sub(from)
    }

    fn since(&self, index: usize) -> i64 {
        self.offsets.get(index).map_or(i64::MAX, |offset| offset.since)
    }

    /// When a stretch ends by its own clock, which the next one may have put forward or back.
    fn ends_on_own_clock(&self, index: usize) -> i64 {
        let next = self.offsets.get(index + 1);
        next.map_or(i64::MAX, |next| next.since.saturating_add(self.offsets[index].micros))
    }

    /// The first stretch that fulfils a condition which all later ones do too, else the last.
    fn first(&self, holds: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.offsets.len() - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }
}

impl Zone {
    /// The wall clock at an instant, microseconds as if they were UTC.
    pub fn to_local(self, at: Instant) -> i64 {
        LocalClock::new(self).to_local(at.0)
    }

    /// The instant of a wall-clock time given as if it were UTC. A time that the zone skips becomes the
    /// first instant after the gap; one that occurs twice means its first occurrence.
    pub fn to_utc(self, local: i64) -> Instant {
        Instant(LocalClock::new(self).to_utc(local))
    }
}

impl Instant {
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
}
