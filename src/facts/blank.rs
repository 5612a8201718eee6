//! Columns that are there and hold nothing: what is not recorded is no bad service.
//!
//! Such a column counts as absent, so that figures which need it are withheld with that reason. Over
//! the whole table only: a table of few rows, or one that began late, says nothing.

use crate::domain::Table;
use crate::schema::columns;
use std::collections::BTreeSet;

/// Fewer rows may all be blank by chance.
const FEW: u64 = 30;

/// Fewer rows without any case of what happens seldom are no surprise.
const SELDOM_FEW: u64 = 300;

/// An expected cell that less than this share of the rows has was never recorded in earnest.
const ALMOST_NOTHING: f64 = 0.01;

/// What most rows of any service have: of each set, at least one column.
const EXPECTED: [(Table, &[&str]); 10] = [
    (Table::Tickets, &["status"]),
    (Table::Tickets, &["first_reply_at"]),
    (Table::Tickets, &["first_resolved_at", "resolved_at"]),
    (Table::Surveys, &["value"]),
    (Table::Complaints, &["acknowledged_at"]),
    (Table::Complaints, &["closed_at"]),
    (Table::Calls, &["answered_at"]),
    (Table::Calls, &["wait_seconds"]),
    (Table::Commitments, &["fulfilled_at"]),
    (Table::Invoices, &["paid_at"]),
];

/// Columns whose blank is an answer: it did not happen, and seldom does.
const SELDOM: [(Table, &str); 18] = [
    (Table::Tickets, "reopened_at"),
    (Table::Tickets, "merged_into"),
    (Table::Tickets, "spam"),
    (Table::Tickets, "parts_ordered_at"),
    (Table::Tickets, "parts_received_at"),
    (Table::Customers, "end_date"),
    (Table::Customers, "end_reason"),
    (Table::Orders, "refunded"),
    (Table::Orders, "cancelled"),
    (Table::Orders, "referral_of"),
    (Table::Orders, "offer_id"),
    (Table::Complaints, "repeat_of"),
    (Table::Complaints, "escalated"),
    (Table::Complaints, "compensation"),
    (Table::Commitments, "cancelled"),
    (Table::Offers, "accepted_at"),
    (Table::Staff, "end_date"),
    (Table::Staff, "end_reason"),
];

/// The mapped columns of a table that hold nothing, given the missing cells of each among its rows.
pub(super) fn blank(table: Table, nulls: &[(String, u64)], rows: u64) -> BTreeSet<String> {
    let of = |name: &str| nulls.iter().find(|(column, _)| column == name).map(|(_, nulls)| *nulls);
    let filled = |name: &str| rows - of(name).unwrap_or(0).min(rows);
    let required = |name: &str| columns(table).iter().any(|column| column.name == name && column.required);
    let empty = |name: &&String| {
        let enough = if SELDOM.contains(&(table, name.as_str())) { SELDOM_FEW } else { FEW };
        rows >= enough && filled(name) == 0 && !required(name)
    };
    let mut found: BTreeSet<String> = nulls.iter().map(|(name, _)| name).filter(empty).cloned().collect();
    for (_, set) in EXPECTED.iter().filter(|(of, _)| *of == table && rows >= FEW) {
        let mapped: Vec<&str> = set.iter().copied().filter(|name| of(name).is_some()).collect();
        let sparse = |name: &&str| (filled(name) as f64) < ALMOST_NOTHING * rows as f64;
        let one_is_filled = !mapped.iter().all(sparse);
        for name in mapped {
            if one_is_filled {
                // The other column of the set says when.
                found.remove(name);
            } else {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: Table, nulls: &[(&str, u64)], rows: u64) -> Vec<String> {
        let nulls: Vec<(String, u64)> = nulls.iter().map(|(name, nulls)| ((*name).to_owned(), *nulls)).collect();
        blank(table, &nulls, rows).into_iter().collect()
    }

    #[test]
    fn nothing_over_the_whole_table_is_not_recorded() {
        let nothing = [("status", 40), ("first_reply_at", 40), ("resolved_at", 40), ("created_at", 0), ("team", 40)];
        assert_eq!(found(Table::Tickets, &nothing, 40), ["first_reply_at", "resolved_at", "status", "team"]);
        assert!(found(Table::Tickets, &nothing.map(|(name, nulls)| (name, nulls.min(29))), 29).is_empty());
        assert_eq!(found(Table::Calls, &[("answered_at", 200), ("abandoned_at", 100)], 200), ["answered_at"]);
    }

    #[test]
    fn almost_nothing_counts_for_what_most_rows_have() {
        assert_eq!(found(Table::Tickets, &[("first_reply_at", 995), ("team", 995)], 1000), ["first_reply_at"]);
        assert!(found(Table::Tickets, &[("first_reply_at", 990)], 1000).is_empty());
    }

    #[test]
    fn one_time_of_solution_is_enough() {
        assert!(found(Table::Tickets, &[("first_resolved_at", 100), ("resolved_at", 20)], 100).is_empty());
    }

    #[test]
    fn what_happens_seldom_may_be_blank() {
        assert!(found(Table::Customers, &[("end_date", 200), ("start_date", 0)], 200).is_empty());
        assert_eq!(found(Table::Customers, &[("end_date", 300), ("start_date", 0)], 300), ["end_date"]);
        assert!(found(Table::Tickets, &[("reopened_at", 299)], 300).is_empty());
    }
}
