//! Derived columns of orders and complaints, each a small pure function, and the same in DuckDB's SQL.

use super::column::{Columns, boolean_at, booleans, instant_at, instants, key_of, text_at};
use super::context::Context;
use super::query::{instant_literal, text_literal};
use crate::domain::Offset;
use arrow_array::ArrayRef;

/// Levels of complaints that are appeals to a regulator (M12), lower case.
const APPEALS: [&str; 4] = ["regulator", "appeal", "申诉", "监管"];

/// Whether an order counts: neither cancelled nor fully refunded.
pub(super) fn is_valid(cancelled: Option<bool>, refunded: Option<bool>) -> bool {
    cancelled != Some(true) && refunded != Some(true)
}

/// Whether a valid order is the customer's first in its quarter.
pub(super) fn first_in_quarter(valid: bool, previous: Option<i64>, quarter_start: Option<i64>) -> Option<bool> {
    let start = quarter_start?;
    Some(valid && previous.is_none_or(|previous| previous < start))
}

/// A derived column of orders; `previous` gives the customer's previous valid order by row.
pub(super) fn column(
    name: &str,
    batch: Columns<'_>,
    context: &Context,
    previous: impl Fn(usize) -> Option<i64>,
) -> ArrayRef {
    let (ordered, cancelled) = (batch.instants("ordered_at"), batch.booleans("cancelled"));
    let refunded = batch.booleans("refunded");
    let valid = |row: usize| is_valid(boolean_at(cancelled, row), boolean_at(refunded, row));
    let quarter = |row: usize| context.quarter_of(instant_at(ordered, row)?);
    let rows = 0..batch.rows();
    match name {
        "is_valid" => booleans(rows.map(|row| Some(valid(row)))),
        "next_quarter_at" => instants(rows.map(|row| quarter(row).map(|bounds| bounds.1))),
        _ => booleans(rows.map(|row| first_in_quarter(valid(row), previous(row), quarter(row).map(|bounds| bounds.0)))),
    }
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

/// The query of orders with their derived columns, from `orders_unique`; `span` is the first and last
/// order.
pub(super) fn sql(context: &Context, span: Option<(i64, i64)>) -> String {
    let rows = quarter_rows(context, span);
    let neighbour = |function: &str| {
        format!(
            "CASE WHEN is_valid AND customer_id IS NOT NULL THEN {function}(ordered_at) OVER \
             (PARTITION BY customer_id, is_valid ORDER BY ordered_at, order_id) END"
        )
    };
    // A run of orders in one category begins after an order in another.
    let categorised = "PARTITION BY customer_id, categorised ORDER BY ordered_at, order_id";
    format!(
        "SELECT * EXCLUDE (quarter_at, categorised, other_at), \
         is_valid AND (previous_order_at IS NULL OR previous_order_at < quarter_at) AS first_in_quarter,\n  \
         CASE WHEN categorised THEN max(other_at) OVER ({categorised}) END AS previous_other_category_at\n\
         FROM (SELECT *, {next} AS next_order_at, {previous} AS previous_order_at,\n  \
         CASE WHEN categorised THEN lead(ordered_at) OVER ({categorised}) END AS next_categorised_order_at,\n  \
         CASE WHEN categorised AND category <> lag(category) OVER ({categorised}) \
         THEN lag(ordered_at) OVER ({categorised}) END AS other_at FROM (\n  \
         SELECT o.*, o.cancelled IS NOT TRUE AND o.refunded IS NOT TRUE AND o.category IS NOT NULL AND o.customer_id IS NOT NULL AS categorised, \
         o.cancelled IS NOT TRUE AND o.refunded IS NOT TRUE AS is_valid, q.starts AS quarter_at, \
         q.ends AS next_quarter_at\n  \
         FROM orders_unique o LEFT JOIN (VALUES {rows}) q(starts, ends) \
         ON o.ordered_at >= q.starts AND o.ordered_at < q.ends))",
        next = neighbour("lead"),
        previous = neighbour("lag"),
    )
}

/// Starts and ends of the quarters that overlap a span, as rows of SQL values.
pub(super) fn quarter_rows(context: &Context, span: Option<(i64, i64)>) -> String {
    let quarters = span.map(|(first, last)| context.quarters_between(first, last)).unwrap_or_default();
    let row = |bounds: &(i64, i64)| format!("({}, {})", instant_literal(bounds.0), instant_literal(bounds.1));
    let rows: Vec<String> = quarters.iter().map(row).collect();
    if rows.is_empty() { "(NULL::TIMESTAMPTZ, NULL::TIMESTAMPTZ)".to_owned() } else { rows.join(", ") }
}

/// The query of complaints with their derived columns, from `complaints_unique`.
pub(super) fn complaints_sql(context: &Context, offsets: &[Offset]) -> String {
    let appeals = APPEALS.map(text_literal).join(", ");
    format!(
        "SELECT * EXCLUDE (counts), {clock}\n  CASE WHEN customer_id IS NOT NULL AND counts THEN lag(received_at) OVER \
         (PARTITION BY customer_id, counts ORDER BY received_at, complaint_id) END AS previous_complaint_at\n\
         FROM (SELECT *, (level IS NULL OR lower(level) NOT IN ({appeals})) AND repeat_of IS NULL AS counts \
         FROM complaints_unique)",
        clock = super::complaints::sql(context, offsets),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelled_and_refunded_orders_do_not_count() {
        assert!(is_valid(None, None) && is_valid(Some(false), Some(false)));
        assert!(!is_valid(Some(true), None) && !is_valid(None, Some(true)));
    }

    #[test]
    fn the_first_order_of_a_quarter_has_no_earlier_one_in_it() {
        assert_eq!(first_in_quarter(true, None, Some(100)), Some(true));
        assert_eq!(first_in_quarter(true, Some(99), Some(100)), Some(true));
        assert_eq!(first_in_quarter(true, Some(100), Some(100)), Some(false));
        assert_eq!(first_in_quarter(false, None, Some(100)), Some(false));
    }
}
