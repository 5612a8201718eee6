//! Until when a complaint must be acknowledged and closed, and the same in DuckDB's SQL.

use super::column::{Columns, instant_at, instants, text_at};
use super::context::Context;
use super::query::{days_after, text_literal};
use crate::config::ComplaintClock;
use crate::domain::{Instant, LocalClock, Offset};
use arrow_array::ArrayRef;

/// Complexities with the second term of the clock, lower case.
const COMPLEX: [&str; 3] = ["complex", "复杂", "情况复杂"];

/// Complexities with the longest term, lower case.
const SPECIAL: [&str; 4] = ["special", "特殊", "特别复杂", "特殊情况"];

/// Days allowed to close a complaint; one without a known complexity has the base term.
pub(super) fn days_allowed(clock: &ComplaintClock, complexity: Option<&str>) -> Option<i64> {
    let complexity = complexity.map(str::to_lowercase);
    let is = |words: &[&str]| complexity.as_deref().is_some_and(|found| words.contains(&found));
    let extended = match () {
        () if is(&SPECIAL) => clock.special_days.or(clock.complex_days),
        () if is(&COMPLEX) => clock.complex_days,
        () => None,
    };
    extended.or(clock.close_days).map(i64::from)
}

/// The derived column `acknowledge_due_at` or `close_due_at`.
pub(super) fn column(name: &str, batch: Columns<'_>, context: &Context) -> ArrayRef {
    let clock = &context.complaint_clock;
    let received = batch.instants("received_at");
    let rows = 0..batch.rows();
    if name == "acknowledge_due_at" {
        let hours = clock.acknowledge_hours;
        return instants(rows.map(|row| Some(instant_at(received, row)? + acknowledge_micros(hours?))));
    }
    let (due, complexity) = (batch.instants("due_at"), batch.text("complexity"));
    let mut local = LocalClock::new(context.zone);
    instants(rows.map(|row| {
        let by_clock = || {
            let days = days_allowed(clock, text_at(complexity, row))?;
            Some(local.plus_days(instant_at(received, row)?, days))
        };
        instant_at(due, row).or_else(by_clock)
    }))
}

fn acknowledge_micros(hours: f64) -> i64 {
    (hours * Instant::HOUR as f64).round() as i64
}

/// SQL of both columns, ending with a comma.
pub(super) fn sql(context: &Context, offsets: &[Offset]) -> String {
    let clock = &context.complaint_clock;
    let none = || "NULL::TIMESTAMPTZ".to_owned();
    let after = |micros: i64| format!("received_at + to_microseconds({micros})");
    let in_days = |days: i64| days_after("received_at", days, offsets);
    let days = |word: Option<&str>| days_allowed(clock, word).map_or_else(none, in_days);
    let list = |words: &[&str]| words.iter().map(|word| text_literal(word)).collect::<Vec<_>>().join(", ");
    format!(
        "{acknowledge} AS acknowledge_due_at,\n  coalesce(due_at, CASE WHEN lower(complexity) IN ({specials}) THEN {special} \
         WHEN lower(complexity) IN ({complexes}) THEN {complex} ELSE {simple} END) AS close_due_at,",
        acknowledge = clock.acknowledge_hours.map_or_else(none, |hours| after(acknowledge_micros(hours))),
        specials = list(&SPECIAL),
        special = days(Some(SPECIAL[0])),
        complexes = list(&COMPLEX),
        complex = days(Some(COMPLEX[0])),
        simple = days(None),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statutory_clock_has_three_terms() {
        let clock = ComplaintClock::china_banking_insurance();
        assert_eq!(days_allowed(&clock, None), Some(15));
        assert_eq!(days_allowed(&clock, Some("simple")), Some(15));
        assert_eq!(days_allowed(&clock, Some("Complex")), Some(30));
        assert_eq!(days_allowed(&clock, Some("特殊")), Some(60));
        let one = ComplaintClock { close_days: Some(7), ..ComplaintClock::default() };
        assert_eq!(days_allowed(&one, Some("special")), Some(7), "a clock of one term knows no extension");
        assert_eq!(days_allowed(&ComplaintClock::default(), None), None);
    }
}
