//! Derived columns of orders, each a small pure function, and the same in SQL.

use super::column::{Columns, boolean_at, booleans, instant_at, instants, key_of, text_at};
use super::computed::{ComputedColumns, moments, spread};
use super::derivation::{Asked, Declared, Derived, Rows, Rust, Sql, always};
use super::error::Error;
use super::literal::nothing;
use super::merging::{Merging, linked_events};
use super::sequence::in_order;
use super::valid::is_valid;
use super::value_tier::VALUE_TIER;
use crate::domain::ColumnType::{Boolean, Instant};
use crate::engine::sql::Dialect;
use arrow_array::Array;
use std::collections::{BTreeMap, HashMap};

const BOUGHT: &[&str] = &["ordered_at", "cancelled", "refunded"];
const BY_CUSTOMER: &[&[&str]] = &[&["customer_id", "ordered_at"]];

/// A run of orders in one category begins after an order in another.
const CATEGORISED: &str = "PARTITION BY customer_id, categorised ORDER BY ordered_at, order_id";

/// A column that a row's own cells tell; a start for declarations.
const OF_ORDER: Derived = Derived {
    name: "",
    kind: Instant,
    inputs: BOUGHT,
    elsewhere: &[],
    needs: &[&["ordered_at"]],
    given: always,
    rust: Rust::Next,
    sql: Sql::Layer(0, |_| String::new()),
};

/// A column from the customer's other orders that name a category.
const OF_CATEGORIES: Derived = Derived {
    inputs: &[],
    needs: &[&["customer_id", "ordered_at", "category"]],
    rust: Rust::Once(|whole| other_categories(whole.own).map(Some)),
    ..OF_ORDER
};

/// Of the orders.
pub(super) static ORDERS: Declared = Declared {
    columns: &[
        &Derived {
            name: "is_valid",
            kind: Boolean,
            rust: Rust::Row(|rows| {
                let valid = valid(rows.batch);
                booleans((0..rows.batch.rows()).map(|row| Some(valid(row))))
            }),
            sql: Sql::Layer(0, |_| VALID.to_owned()),
            ..OF_ORDER
        },
        &Derived {
            name: "next_order_at",
            inputs: &[],
            needs: BY_CUSTOMER,
            rust: Rust::Next,
            sql: Sql::Layer(1, |_| neighbour("lead")),
            ..OF_ORDER
        },
        &Derived {
            name: "previous_order_at",
            inputs: &[],
            needs: BY_CUSTOMER,
            rust: Rust::Previous,
            sql: Sql::Layer(1, |_| neighbour("lag")),
            ..OF_ORDER
        },
        &Derived {
            name: "first_in_quarter",
            kind: Boolean,
            needs: BY_CUSTOMER,
            rust: Rust::Row(|rows| {
                let (valid, quarter) = (valid(rows.batch), quarter(rows));
                let previous = |row: usize| rows.sequence.and_then(|sequence| sequence.previous(rows.numbers[row]));
                let first = |row| first_in_quarter(valid(row), previous(row), quarter(row).map(|bounds| bounds.0));
                booleans((0..rows.batch.rows()).map(first))
            }),
            sql: Sql::Layer(2, |_| {
                "is_valid AND (previous_order_at IS NULL OR previous_order_at < quarter_at)".to_owned()
            }),
            ..OF_ORDER
        },
        &Derived {
            name: "next_quarter_at",
            rust: Rust::Row(|rows| {
                let quarter = quarter(rows);
                instants((0..rows.batch.rows()).map(|row| quarter(row).map(|bounds| bounds.1)))
            }),
            sql: Sql::Layer(0, |_| "q.ends".to_owned()),
            ..OF_ORDER
        },
        &Derived {
            name: "next_categorised_order_at",
            sql: Sql::Layer(1, |_| format!("CASE WHEN categorised THEN lead(ordered_at) OVER ({CATEGORISED}) END")),
            ..OF_CATEGORIES
        },
        &Derived {
            name: "previous_other_category_at",
            sql: Sql::Layer(2, |_| format!("CASE WHEN categorised THEN max(other_at) OVER ({CATEGORISED}) END")),
            ..OF_CATEGORIES
        },
        &VALUE_TIER,
    ],
    helpers: &[
        ("quarter_at", Sql::Layer(0, |_| "q.starts".to_owned())),
        (
            "categorised",
            Sql::Layer(0, |_| format!("{VALID} AND own.category IS NOT NULL AND own.customer_id IS NOT NULL")),
        ),
        (
            "other_at",
            Sql::Layer(1, |_| {
                format!(
                    "CASE WHEN categorised AND category <> lag(category) OVER ({CATEGORISED}) \
                     THEN lag(ordered_at) OVER ({CATEGORISED}) END"
                )
            }),
        ),
    ],
    joins: |asked| in_quarter("own.ordered_at", asked),
    reads: &[],
};

const VALID: &str = "own.cancelled IS NOT TRUE AND own.refunded IS NOT TRUE";

fn neighbour(function: &str) -> String {
    format!(
        "CASE WHEN is_valid AND customer_id IS NOT NULL THEN {function}(ordered_at) OVER \
         (PARTITION BY customer_id, is_valid ORDER BY ordered_at, order_id) END"
    )
}

/// Whether a valid order is the customer's first in its quarter.
pub(super) fn first_in_quarter(valid: bool, previous: Option<i64>, quarter_start: Option<i64>) -> Option<bool> {
    let start = quarter_start?;
    Some(valid && previous.is_none_or(|previous| previous < start))
}

fn valid(batch: Columns<'_>) -> impl Fn(usize) -> bool {
    let (cancelled, refunded) = (batch.booleans("cancelled"), batch.booleans("refunded"));
    move |row| is_valid(boolean_at(cancelled, row), boolean_at(refunded, row))
}

fn quarter<'a>(rows: &Rows<'a>) -> impl Fn(usize) -> Option<(i64, i64)> + 'a {
    let (ordered, context) = (rows.batch.instants("ordered_at"), rows.context);
    move |row| context.quarter_of(instant_at(ordered, row)?)
}

/// M19: of valid orders that name a category, the customer's next one, and the last earlier one in
/// another category.
fn other_categories(own: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "ordered_at", "cancelled", "refunded", "category"];
    let events = linked_events(own, &columns, |batch| {
        let categories = batch.text("category");
        purchases(batch).filter(|(row, ..)| categories.is_valid(*row)).collect()
    })?;
    let events = in_order(&own.staged, events, "order_id")?;
    let category = |batch: Columns<'_>, row: usize| Some((key_of(&text_at(batch.text("category"), row)?), 0));
    let categories: HashMap<u64, u128> = moments(own, &["category"], &own.merged.dropped, category)?
        .into_iter()
        .map(|(row, category, _)| (row, category))
        .collect();
    let (mut next, mut other) = (Vec::new(), Vec::new());
    for group in events.chunk_by(|a, b| a.group == b.group) {
        let mut last_other = None;
        for pair in group.windows(2) {
            next.push((pair[0].row, pair[1].at));
            if categories.get(&pair[0].row) != categories.get(&pair[1].row) {
                last_other = Some(pair[0].at);
            }
            other.extend(last_other.map(|at| (pair[1].row, at)));
        }
    }
    let rows = own.staged.rows();
    Ok(BTreeMap::from([
        ("next_categorised_order_at", spread(rows, next.into_iter())),
        ("previous_other_category_at", spread(rows, other.into_iter())),
    ]))
}

/// Customers and times of valid orders.
pub(super) fn purchases(batch: Columns<'_>) -> impl Iterator<Item = (usize, u128, i64)> {
    let (customer, ordered) = (batch.text("customer_id"), batch.instants("ordered_at"));
    let (cancelled, refunded) = (batch.booleans("cancelled"), batch.booleans("refunded"));
    (0..batch.rows()).filter_map(move |row| {
        let valid = is_valid(boolean_at(cancelled, row), boolean_at(refunded, row));
        valid.then_some((row, key_of(&text_at(customer, row)?), instant_at(ordered, row)?))
    })
}

/// The quarters `q(starts, ends)` beside each row, by its date.
pub(super) fn in_quarter(date: &str, asked: &Asked<'_>) -> String {
    let rows = quarter_rows(asked);
    let during = format!("{date} >= q.starts AND {date} < q.ends");
    match asked.dialect {
        // A join to the left needs something equal; a row without a date has no quarter anyway.
        Dialect::ClickHouse => {
            format!(
                " LEFT JOIN (SELECT *, false AS dateless FROM (VALUES {rows}) AS v(starts, ends)) AS q \
                 ON ({date} IS NULL) = q.dateless AND {during}"
            )
        }
        _ => format!(" LEFT JOIN (VALUES {rows}) q(starts, ends) ON {during}"),
    }
}

/// Starts and ends of the quarters that overlap the span of the rows, as rows of SQL values.
pub(super) fn quarter_rows(asked: &Asked<'_>) -> String {
    let dialect = asked.dialect;
    let quarters = asked.span.map(|(first, last)| asked.context.quarters_between(first, last)).unwrap_or_default();
    let row =
        |bounds: &(i64, i64)| format!("({}, {})", dialect.instant_literal(bounds.0), dialect.instant_literal(bounds.1));
    let rows: Vec<String> = quarters.iter().map(row).collect();
    let never = nothing(Instant, dialect);
    if rows.is_empty() { format!("({never}, {never})") } else { rows.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_order_of_a_quarter_has_no_earlier_one_in_it() {
        assert_eq!(first_in_quarter(true, None, Some(100)), Some(true));
        assert_eq!(first_in_quarter(true, Some(99), Some(100)), Some(true));
        assert_eq!(first_in_quarter(true, Some(100), Some(100)), Some(false));
        assert_eq!(first_in_quarter(false, None, Some(100)), Some(false));
    }
}
