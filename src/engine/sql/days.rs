//! Days of the calendar in SQL: a zone's offsets as a relation, so that a query counts days by the same
//! rules as the program, whatever rules the other engine has. A zone without changes needs no relation.

use super::dialect::Dialect;
use super::steps::{self, FOREVER};
use crate::domain::{ColumnType, Instant, Offset};

/// Name of the relation of a zone's offsets, in microseconds.
const ZONE_OFFSETS: &str = "zone_offsets";

/// The common table expression `zone_offsets AS (…)`; `None` when a zone has one offset only.
pub fn zone_offsets(offsets: &[Offset], dialect: Dialect) -> Option<String> {
    let since = |offset: &Offset| offset.since.max(-FOREVER);
    let ends = |at: usize| offsets.get(at + 1).map_or(FOREVER, |next| next.since + offsets[at].micros);
    let relation = if dialect == Dialect::DuckDb {
        let line = |(at, offset): (usize, &Offset)| {
            format!("(({})::BIGINT, ({})::BIGINT, ({})::BIGINT)", since(offset), offset.micros, ends(at))
        };
        let lines = offsets.iter().enumerate().map(line).collect::<Vec<_>>().join(",\n    ");
        format!("{ZONE_OFFSETS} AS (\n  SELECT * FROM (VALUES\n    {lines}\n  ) AS v(since, micros, ends)\n)")
    } else {
        let begins = (0..offsets.len()).map(|at| at.checked_sub(1).map_or(-FOREVER, ends)).collect();
        let since: Vec<i64> = offsets.iter().map(since).collect();
        let micros = offsets.iter().map(|offset| offset.micros).collect();
        steps::relation(ZONE_OFFSETS, &[("since", since), ("micros", micros), ("begins", begins)], dialect)
    };
    (offsets.len() > 1).then_some(relation)
}

/// The same wall-clock time days later; `at` yields microseconds. A time that the clocks skip becomes the
/// first instant after the gap; of two, the first counts.
pub fn plus_days(at: &str, days: i64, offsets: &[Offset], dialect: Dialect) -> String {
    let span = dialect.constant(days * Instant::DAY, ColumnType::Integer);
    if offsets.len() <= 1 {
        return format!("({at} + {span})");
    }
    let later = format!("({} + {span})", local(at, offsets, dialect));
    if dialect == Dialect::DuckDb {
        return format!(
            "(SELECT min(greatest(o.since, {later} - o.micros)) FROM {ZONE_OFFSETS} AS o WHERE o.ends > {later})"
        );
    }
    let [since, micros] =
        ["since", "micros"].map(|values| steps::at(&later, (ZONE_OFFSETS, "begins", values), dialect));
    format!("(CASE WHEN {at} IS NOT NULL THEN greatest({since}, {later} - {micros}) END)")
}

/// Microseconds on the wall clock of an instant in microseconds.
pub(super) fn local(at: &str, offsets: &[Offset], dialect: Dialect) -> String {
    if offsets.len() <= 1 {
        return at.to_owned();
    }
    if dialect == Dialect::DuckDb {
        return format!("({at} + (SELECT max_by(c.micros, c.since) FROM {ZONE_OFFSETS} AS c WHERE c.since <= {at}))");
    }
    format!("({at} + {})", steps::at(at, (ZONE_OFFSETS, "since", "micros"), dialect))
}
