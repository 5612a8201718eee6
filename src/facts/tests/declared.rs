//! Every derived column is computed, in the type that it declares, and named once in SQL.

use super::*;
use crate::facts::derivation::Rust;
use crate::facts::derived::{declared, derived_columns, references};
use crate::facts::error::Error;
use crate::intake::arrow_type;
use std::collections::BTreeSet;

/// One row of every table that has derived columns.
const FILES: [(&str, &str); 12] = [
    ("customers.csv", "customer_id,tier\nC1,gold\n"),
    (
        "tickets.csv",
        "ticket_id,customer_id,category,channel,status,created_at,first_reply_at,resolved_at,reopened_at,due_at\n\
         T1,C1,a,phone,closed,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,2026-07-02T00:00:00Z,,2026-07-03T00:00:00Z\n",
    ),
    (
        "surveys.csv",
        "response_id,ticket_id,customer_id,metric,value,scale_min,scale_max,sent_at,responded_at\n\
      S1,T1,C1,csat,5,1,5,2026-07-02T00:00:00Z,2026-07-03T00:00:00Z\n",
    ),
    ("survey_sent.csv", "customer_id,ticket_id,sent_at\nC1,T1,2026-07-02T00:00:00Z\n"),
    (
        "orders.csv",
        "order_id,customer_id,ordered_at,amount,category\nO1,C1,2025-01-01T00:00:00Z,10,a\nO2,C1,2026-07-09T00:00:00Z,10,b\n",
    ),
    ("complaints.csv", "complaint_id,customer_id,received_at\nK1,C1,2026-07-01T00:00:00Z\n"),
    ("costs.csv", "period,category,amount\n2026-07-01,rent,10\n"),
    ("ticket_log.csv", "ticket_id,at,status\nT1,2026-07-01T00:00:00Z,open\n"),
    ("commitments.csv", "commitment_id,type,due_at\nM1,callback,2026-07-05T00:00:00Z\n"),
    ("sessions.csv", "session_id,customer_id,started_at,kind\nZ1,C1,2026-06-30T00:00:00Z,bot\n"),
    ("units.csv", "period,product,units_in_field\n2026-07-01,p,5\n"),
    ("invoices.csv", "invoice_id,customer_id,issued_at,amount\nN1,C1,2026-07-01T00:00:00Z,10\n"),
];

#[test]
fn every_declared_column_is_computed_in_its_type() {
    let case = built(&FILES, "");
    let mut tables = 0;
    for table in Table::ALL.into_iter().filter(|table| derived_columns(*table).next().is_some()) {
        let facts =
            case.facts.tables.get(&table).unwrap_or_else(|| panic!("{}: {:?}", table.name(), case.facts.rejects));
        assert!(facts.parts() > 0, "{}: {:?}", table.name(), case.facts.rejects);
        let columns: Vec<&str> = derived_columns(table).map(|column| column.name).collect();
        let batch = facts.read(0, &columns).unwrap();
        for (column, array) in derived_columns(table).zip(batch.columns()) {
            assert_eq!(*array.data_type(), arrow_type(column.kind), "{}.{}", table.name(), column.name);
            assert!(
                matches!(column.rust, Rust::Row(_) | Rust::Next | Rust::Previous)
                    || facts.computed.contains_key(column.name)
            );
        }
        tables += 1;
    }
    assert_eq!(tables, 11);
}

#[test]
fn what_nobody_computes_is_an_error_and_no_column_of_nothing() {
    let case = built(&FILES[..2], "");
    let tickets = &case.facts.tables[&Table::Tickets];
    for name in ["solved_when", "customer.shoe_size", "nobody.knows"] {
        let wrong = tickets.read(0, &[name]).unwrap_err();
        assert!(matches!(&wrong, Error::Uncomputed { column, .. } if column == name), "{wrong}");
    }
    assert_eq!(
        tickets.read(0, &["solved_when"]).unwrap_err().to_string(),
        "nobody computes the column `solved_when` of tickets"
    );
    let surveys = built(&[FILES[2]], "");
    let surveys = &surveys.facts.tables[&Table::Surveys];
    assert_eq!(
        surveys.read(0, &["customer.tier", "ticket.needs_visit"]).unwrap().num_rows(),
        1,
        "null without the other table"
    );
}

/// Columns of other tables are prepared for expressions that read them, not for texts that mention them.
#[test]
fn what_rows_carry_follows_from_what_expressions_read() {
    let metric = |hit: &str| {
        format!(
            "metrics:\n      - {{id: own_share, kind: proportion, family: volume, unit: percent, better: higher, \
             table: tickets, period: {{at: created_at}}, hit: \"{hit}\", title: A, definition: B, source: C}}\n    "
        )
    };
    let carried = |hit: &str| {
        let case = built(&FILES[..2], &metric(hit));
        case.facts.tables[&Table::Tickets].read(0, &["customer.service_plan"]).is_ok()
    };
    assert!(carried("customer.service_plan = 'a'"));
    assert!(!carried("category = 'customer.service_plan'"), "a text that only mentions it");
}

#[test]
fn names_are_unique_and_sql_has_a_layer_for_each() {
    for table in Table::ALL {
        let staged = crate::schema::columns(table).iter().map(|column| column.name);
        let helpers = declared(table).helpers.iter().map(|(name, _)| *name);
        let mut seen = BTreeSet::new();
        for name in staged.chain(derived_columns(table).map(|column| column.name)).chain(helpers) {
            assert!(!name.is_empty() && seen.insert(name), "{}.{name} twice", table.name());
        }
        for read in declared(table).reads {
            assert!(references(table).iter().all(|reference| reference.target != *read) || table == Table::SurveySent);
        }
    }
}
