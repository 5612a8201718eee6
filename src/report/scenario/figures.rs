//! Measurements made by hand.

use crate::domain::{Instant, Quarter, Segment};
use crate::facts::{FileQuality, TableQuality};
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement, Status};
use crate::statistics::{NetPromoter, garwood, nps_interval, wilson};
use std::collections::BTreeSet;

/// The quarter `back` quarters before 2026-Q3.
pub fn quarter(back: i32) -> Quarter {
    "2026-Q3".parse::<Quarter>().unwrap().plus(-back)
}

pub fn part(dimension: &str, value: &str) -> Segment {
    Segment::Part { dimension: dimension.to_owned(), value: Some(value.to_owned()) }
}

fn base(metric: &str, segment: Segment, quarter: Quarter, n: u64) -> Measurement {
    let status = match n {
        0 => Status::NoData,
        1..10 => Status::Suppressed,
        10..30 => Status::LowBase,
        _ => Status::Ok,
    };
    Measurement { n, ..Measurement::empty(metric, segment, quarter, status) }
}

fn interval(low: f64, high: f64, method: IntervalMethod) -> Option<Interval> {
    Some(Interval { low, high, level: 0.95, method })
}

pub fn share(metric: &str, segment: Segment, quarter: Quarter, (hits, n): (u64, u64)) -> Measurement {
    let mut made = base(metric, segment, quarter, n);
    if n >= 10 {
        made.value = Some(100.0 * hits as f64 / n as f64);
        (made.numerator, made.denominator) = (Some(hits as f64), Some(n as f64));
        let bounds = wilson(hits, n, 0.95).unwrap().scaled(100.0);
        made.interval = interval(bounds.low, bounds.high, IntervalMethod::Wilson);
    }
    made
}

pub fn nps(quarter: Quarter, (promoters, passives, detractors): (u64, u64, u64)) -> Measurement {
    let answers = NetPromoter { promoters, passives, detractors };
    let mut made = base("nps", Segment::Total, quarter, promoters + passives + detractors);
    made.value = answers.score();
    let bounds = nps_interval(answers, 0.95).unwrap();
    made.interval = interval(bounds.low, bounds.high, IntervalMethod::NpsNormal);
    made
}

pub fn rate(metric: &str, segment: Segment, quarter: Quarter, (events, exposure): (u64, f64)) -> Measurement {
    let mut made = base(metric, segment, quarter, exposure as u64);
    let bounds = garwood(events, 0.95).scaled(100.0 / exposure);
    made.value = Some(100.0 * events as f64 / exposure);
    (made.numerator, made.denominator) = (Some(events as f64), Some(exposure));
    made.interval = interval(bounds.low, bounds.high, IntervalMethod::Garwood);
    made
}

/// A duration in hours whose interval is ± 4 %.
pub fn hours(metric: &str, segment: Segment, quarter: Quarter, (value, n): (f64, u64)) -> Measurement {
    let mut made = base(metric, segment, quarter, n);
    if n >= 10 {
        made.value = Some(value);
        made.censored = n / 100;
        made.interval = interval(value * 0.96, value * 1.04, IntervalMethod::Greenwood);
    }
    made
}

/// A count, sum or derived figure: no interval.
pub fn amount(metric: &str, quarter: Quarter, (value, n): (f64, u64)) -> Measurement {
    let mut made = base(metric, Segment::Total, quarter, n);
    made.status = Status::Ok;
    made.value = Some(value);
    made
}

pub(super) fn unavailable(metric: &str, reason: &str) -> Measurement {
    let mut made = base(metric, Segment::Total, quarter(0), 0);
    made.status = Status::Unavailable { reason: reason.to_owned() };
    made
}

pub fn table_quality(files: &[(&str, u64, u64)], by_quarter: &[u64]) -> TableQuality {
    let line = |(path, rows_in, rejected): &(&str, u64, u64)| FileQuality {
        path: (*path).to_owned(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        bytes: rows_in * 90,
        encoding: Some("UTF-8".to_owned()),
        rows_in: *rows_in,
        rows_used: rows_in - rejected,
        rows_rejected: *rejected,
        duplicates_merged: 0,
        rows_folded: 0,
        covers: None,
        said: Vec::new(),
        query: None,
        looked_up: BTreeSet::new(),
    };
    let sum = |of: fn(&(&str, u64, u64)) -> u64| files.iter().map(of).sum::<u64>();
    let quarters = by_quarter.iter().enumerate();
    TableQuality {
        files: files.iter().map(line).collect(),
        rows_in: sum(|file| file.1),
        rows_used: sum(|file| file.1 - file.2),
        rows_rejected: sum(|file| file.2),
        naive_timestamps: sum(|file| file.1),
        missing: vec![("customer_id".to_owned(), 31), ("agent".to_owned(), 0)],
        last: Some(Instant(1_790_700_000_000_000)),
        rows_by_quarter: quarters.map(|(at, rows)| (quarter(8 - i32::try_from(at).unwrap()), *rows)).collect(),
        ..TableQuality::default()
    }
}
