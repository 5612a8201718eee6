//! Days of the calendar in SQL: a zone's offsets as a relation, so that a query counts days by the same
//! rules as the program, whatever rules the other engine has. A zone without changes needs no relation.

use crate::domain::{Instant, Offset};

/// Name of the relation of a zone's offsets, in microseconds.
const ZONE_OFFSETS: &str = "zone_offsets";

/// Stands for the beginning and the end of time.
const FOREVER: i64 = 9_000_000_000_000_000_000;

/// The common table expression `zone_offsets AS (…)`; `None` when a zone has one offset only.
pub fn zone_offsets(offsets: &[Offset]) -> Option<String> {
    let line = |(at, offset): (usize, &Offset)| {
        let ends = offsets.get(at + 1).map_or(FOREVER, |next| next.since + offset.micros);
        format!("(({})::BIGINT, ({})::BIGINT, ({ends})::BIGINT)", offset.since.max(-FOREVER), offset.micros)
    };
    let lines = offsets.iter().enumerate().map(line).collect::<Vec<_>>().join(",\n    ");
    let relation =
        format!("{ZONE_OFFSETS} AS (\n  SELECT * FROM (VALUES\n    {lines}\n  ) AS v(since, micros, ends)\n)");
    (offsets.len() > 1).then_some(relation)
}

/// The same wall-clock time days later; `at` yields microseconds. A time that the clocks skip becomes the
/// first instant after the gap; of two, the first counts.
pub fn plus_days(at: &str, days: i64, offsets: &[Offset]) -> String {
    let span = days * Instant::DAY;
    if offsets.len() <= 1 {
        return format!("({at} + ({span})::BIGINT)");
    }
    let later = format!("({} + ({span})::BIGINT)", local(at, offsets));
    format!("(SELECT min(greatest(o.since, {later} - o.micros)) FROM {ZONE_OFFSETS} AS o WHERE o.ends > {later})")
}

/// Microseconds on the wall clock of an instant in microseconds.
pub(super) fn local(at: &str, offsets: &[Offset]) -> String {
    if offsets.len() <= 1 {
        return at.to_owned();
    }
    format!("({at} + (SELECT max_by(c.micros, c.since) FROM {ZONE_OFFSETS} AS c WHERE c.since <= {at}))")
}
