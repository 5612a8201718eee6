//! Instants and wall clocks. Expected seconds come from Python 3.11 `zoneinfo` with the package
//! `tzdata` 2026.6 (IANA 2026f).

use super::*;
use crate::domain::FiscalCalendar;
use chrono::NaiveDateTime;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn micros(text: &str) -> i64 {
    local(text).and_utc().timestamp_micros()
}

fn seconds(name: &str, text: &str) -> i64 {
    Instant::from_local(local(text), zone(name)).0 / SECOND
}

#[test]
fn quarters_end_by_the_rules_of_2026() {
    let end = |name: &str, quarter: &str| {
        FiscalCalendar::default().period(quarter.parse().unwrap(), zone(name)).end.0 / SECOND
    };
    assert_eq!(
        ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].map(|quarter| end("Africa/Casablanca", quarter)),
        [1_767_222_000, 1_774_998_000, 1_782_860_400, 1_790_812_800, 1_798_761_600],
        "Morocco went back to UTC in September 2026"
    );
    assert_eq!(
        [end("America/Edmonton", "2026-Q4"), end("America/Edmonton", "2027-Q1")],
        [1_798_783_200, 1_806_559_200]
    );
    assert_eq!(
        [end("America/Winnipeg", "2026-Q4"), end("America/Winnipeg", "2027-Q1")],
        [1_798_779_600, 1_806_555_600]
    );
    assert_eq!(
        [end("America/New_York", "2026-Q4"), end("America/New_York", "2027-Q1")],
        [1_798_779_600, 1_806_552_000]
    );
}

#[test]
fn china_had_summer_time_from_1986_to_1991() {
    let july = |year: i32| seconds("Asia/Shanghai", &format!("{year}-07-01 00:00"));
    assert_eq!(
        [1985, 1986, 1987, 1988, 1989, 1990, 1991, 1992].map(july),
        [488_995_200, 520_527_600, 552_063_600, 583_686_000, 615_222_000, 646_758_000, 678_294_000, 709_920_000]
    );
    assert_eq!(seconds("Asia/Shanghai", "1900-01-01 00:00"), -2_209_017_943, "local mean time");
}

#[test]
fn half_an_hour_is_skipped_and_doubled_on_lord_howe() {
    let name = "Australia/Lord_Howe";
    assert_eq!([seconds(name, "2026-10-01 00:00"), seconds(name, "2027-01-01 00:00")], [1_790_775_000, 1_798_722_000]);
    let mut clock = LocalClock::new(zone(name));
    let (first, second) = (1_775_313_900 * SECOND, 1_775_315_700 * SECOND);
    assert_eq!(clock.read(micros("2026-04-05 01:45")), WallTime::Twice(first, second));
    assert_eq!(clock.read(micros("2026-04-05 02:00")), WallTime::Once(1_775_316_600 * SECOND));
    assert_eq!(clock.read(micros("2026-10-04 02:10")), WallTime::Skipped(1_791_041_400 * SECOND));
    assert_eq!(clock.read(micros("2026-10-04 02:30")), WallTime::Once(1_791_041_400 * SECOND));
}

#[test]
fn days_are_days_of_the_calendar() {
    let new_york = zone("America/New_York");
    let later = |text: &str, days: i64| Instant::from_local(local(text), new_york).plus_days(days, new_york);
    let at = |text: &str| Instant::from_local(local(text), new_york);
    assert_eq!(later("2025-09-01 00:00", 90), at("2025-11-30 00:00"), "2160 hours and one more");
    assert_eq!(later("2025-11-30 00:00", -90), at("2025-09-01 00:00"));
    assert_eq!(later("2026-03-07 02:30", 1), at("2026-03-08 03:00"), "the clocks skip 2:30");
    assert_eq!(later("2025-11-01 01:30", 1), at("2025-11-02 01:30"), "the first of two");
    let second = Instant(at("2025-11-02 01:30").0 + Instant::HOUR);
    assert_eq!((second.plus_days(0, new_york), second.plus_days(1, new_york)), (second, at("2025-11-03 01:30")));
    let mut clock = LocalClock::new(new_york);
    assert_eq!(clock.between(at("2025-09-01 00:00").0, at("2025-11-30 00:00").0), 90 * Instant::DAY);
}

#[test]
fn names_are_read_in_any_case_and_written_as_the_database_has_them() {
    assert_eq!(zone("asia/shanghai"), Zone::default());
    assert_eq!(format!("{:?} {}", zone("america/NEW_YORK"), zone("utc").name()), "America/New_York UTC");
    assert_eq!("Asia/Peking".parse::<Zone>(), Err(UnknownZone));
    assert!(Zone::names().any(|name| name == "Europe/Berlin") && Zone::names().count() > 500);
    assert!(Zone::rules().starts_with("IANA 20"), "{}", Zone::rules());
}

/// What makes the search by binary steps right: every stretch of every zone ends later than the one
/// before, by its own clock too.
#[test]
fn stretches_of_every_zone_follow_each_other() {
    for name in Zone::names() {
        let offsets = zone(name).offsets();
        let ends = |pair: &[Offset]| pair[1].since.saturating_add(pair[0].micros);
        assert!(offsets.windows(2).all(|pair| pair[0].since < pair[1].since && pair[0].micros != pair[1].micros));
        let ascending = offsets.windows(3).all(|three| ends(&three[..2]) < ends(&three[1..]));
        assert!(ascending, "{name}");
    }
}

#[test]
fn offsets_of_a_span_begin_before_it() {
    let within = |from: &str, until: &str| {
        zone("Asia/Shanghai").offsets_between(Instant(micros(from)), Instant(micros(until))).len()
    };
    assert_eq!(
        (within("1992-01-01 00:00", "2100-01-01 00:00"), within("1991-06-01 00:00", "1991-12-01 00:00")),
        (1, 2)
    );
    assert_eq!(zone("UTC").offsets(), [Offset { since: i64::MIN, micros: 0 }]);
}

proptest! {
    /// One clock for many times in any order gives what a fresh one gives, and the way back.
    #[test]
    fn a_clock_forgets_nothing(times in prop::collection::vec(-5_000_000_000_i64..20_000_000_000, 1..20), at in 0_usize..500) {
        let zone = zone(Zone::names().nth(at).unwrap());
        let mut clock = LocalClock::new(zone);
        for time in times.into_iter().map(|seconds| seconds * SECOND) {
            let local = clock.to_local(time);
            prop_assert_eq!(local, zone.to_local(Instant(time)));
            prop_assert_eq!(clock.read(local), LocalClock::new(zone).read(local));
            match clock.read(local) {
                WallTime::Once(at) => prop_assert_eq!(at, time),
                WallTime::Twice(first, second) => prop_assert!(first < second && (first == time || second == time)),
                WallTime::Skipped(at) => prop_assert!(false, "{} is on no clock", at),
            }
            let Some(day) = chrono::DateTime::from_timestamp_micros(time) else { continue };
            let midnight = day.date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_micros();
            let (here, later) = (clock.to_utc(midnight), clock.to_utc(midnight + 90 * Instant::DAY));
            if let (WallTime::Once(_), WallTime::Once(_)) = (clock.read(midnight), clock.read(midnight + 90 * Instant::DAY)) {
                prop_assert_eq!(clock.between(here, later), 90 * Instant::DAY);
                prop_assert_eq!(clock.plus_days(here, 90), later);
            }
        }
    }
}
