//! Until when a complaint must be acknowledged and closed, and the same in SQL.

use super::column::{Columns, instant_at, instants, key_of, text_at};
use super::derivation::{Asked, Declared, Derived, Rows, Rust, Sql, always};
use super::literal::{days_after, nothing, text_list};
use super::value_tier::VALUE_TIER;
use crate::config::ComplaintClock;
use crate::domain::{ColumnType, Instant, LocalClock};
use arrow_array::ArrayRef;

/// Levels of complaints that are appeals to a regulator (M12), lower case.
const APPEALS: [&str; 4] = ["regulator", "appeal", "申诉", "监管"];

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

/// A start for declarations.
const OF_COMPLAINT: Derived = Derived {
    name: "",
    kind: ColumnType::Instant,
    inputs: &[],
    elsewhere: &[],
    needs: &[&["received_at"]],
    given: always,
    rust: Rust::Previous,
    sql: Sql::Layer(0, |_| String::new()),
};

/// Of the complaints.
pub(super) static COMPLAINTS: Declared = Declared {
    helpers: &[(
        "counts",
        Sql::Layer(0, |asked| {
            let (level, appeals) = (asked.dialect.lower("level"), text_list(&APPEALS, asked.dialect));
            format!("(level IS NULL OR {level} NOT IN ({appeals})) AND repeat_of IS NULL")
        }),
    )],
    ..Declared::of(&[
        &Derived {
            name: "previous_complaint_at",
            needs: &[&["customer_id", "received_at"]],
            sql: Sql::Layer(1, |_| {
                "CASE WHEN customer_id IS NOT NULL AND counts THEN lag(received_at) OVER \
                 (PARTITION BY customer_id, counts ORDER BY received_at, complaint_id) END"
                    .to_owned()
            }),
            ..OF_COMPLAINT
        },
        &Derived {
            name: "acknowledge_due_at",
            inputs: &["received_at"],
            given: |given| given.configured.acknowledge,
            rust: Rust::Row(acknowledge_due),
            sql: Sql::Layer(0, |asked| {
                let hours = asked.context.complaint_clock.acknowledge_hours;
                let after = |hours| asked.dialect.later("received_at", acknowledge_micros(hours));
                hours.map_or_else(|| nothing(ColumnType::Instant, asked.dialect), after)
            }),
            ..OF_COMPLAINT
        },
        &Derived {
            name: "close_due_at",
            inputs: &["received_at", "due_at", "complexity"],
            given: |given| given.has("due_at") || given.configured.close,
            rust: Rust::Row(close_due),
            sql: Sql::Layer(0, close_due_sql),
            ..OF_COMPLAINT
        },
        &VALUE_TIER,
    ])
};

fn acknowledge_due(rows: &Rows<'_>) -> ArrayRef {
    let (received, hours) = (rows.batch.instants("received_at"), rows.context.complaint_clock.acknowledge_hours);
    let due = |row| Some(instant_at(received, row)? + acknowledge_micros(hours?));
    instants((0..rows.batch.rows()).map(due))
}

fn close_due(rows: &Rows<'_>) -> ArrayRef {
    let (received, clock) = (rows.batch.instants("received_at"), &rows.context.complaint_clock);
    let (due, complexity) = (rows.batch.instants("due_at"), rows.batch.text("complexity"));
    let mut local = LocalClock::new(rows.context.zone);
    instants((0..rows.batch.rows()).map(|row| {
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

fn close_due_sql(asked: &Asked<'_>) -> String {
    let in_days = |days: i64| days_after("received_at", days, asked);
    let days = |word: Option<&str>| {
        let days = days_allowed(&asked.context.complaint_clock, word);
        days.map_or_else(|| nothing(ColumnType::Instant, asked.dialect), in_days)
    };
    format!(
        "coalesce(due_at, CASE WHEN {complexity} IN ({specials}) THEN {special} \
         WHEN {complexity} IN ({complexes}) THEN {complex} ELSE {simple} END)",
        complexity = asked.dialect.lower("complexity"),
        specials = text_list(&SPECIAL, asked.dialect),
        special = days(Some(SPECIAL[0])),
        complexes = text_list(&COMPLEX, asked.dialect),
        complex = days(Some(COMPLEX[0])),
        simple = days(None),
    )
}

/// Customers and times of complaints to the company that repeat no other.
pub(super) fn complaints(batch: Columns<'_>) -> impl Iterator<Item = (usize, u128, i64)> {
    let (customer, received) = (batch.text("customer_id"), batch.instants("received_at"));
    let (level, repeat) = (batch.text("level"), batch.text("repeat_of"));
    (0..batch.rows()).filter_map(move |row| {
        let appeal = text_at(level, row).is_some_and(|level| APPEALS.contains(&level.to_lowercase().as_str()));
        let counts = !appeal && text_at(repeat, row).is_none();
        counts.then_some((row, key_of(&text_at(customer, row)?), instant_at(received, row)?))
    })
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
