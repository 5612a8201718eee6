//! Derived columns of tables that have few: from other rows, from other tables, or from the configuration; and the
//! same in SQL.

use super::column::{Columns, boolean_at, instant_at, key_of, text_at, texts};
use super::computed::{Computed, ComputedColumns, Diary, moments, spread};
use super::context::Context;
use super::derivation::{Asked, Declared, Derived, Rust, Sql, always};
use super::error::Error;
use super::literal::{nothing, shape_of};
use super::merging::{Merging, linked_events};
use super::orders::{in_quarter, quarter_rows};
use super::sequence::in_order;
use super::tickets::{self, human_contact_sql};
use crate::domain::ColumnType::{Boolean, Instant, Money, Text};
use crate::domain::Table;
use crate::engine::sql::Dialect;
use crate::schema::{FILE, LINE};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use std::collections::{BTreeMap, HashMap};

/// Of the costs.
pub(super) static COSTS: Declared = Declared::of(&[&Derived {
    name: "cost_class",
    kind: Text,
    inputs: &["category"],
    elsewhere: &[],
    needs: &[&["category"]],
    given: |given| given.configured.economics,
    rust: Rust::Row(|rows| {
        let categories = rows.batch.text("category");
        texts((0..rows.batch.rows()).map(|row| Some(rows.context.cost_class(text_at(categories, row)))))
    }),
    sql: Sql::Layer(0, |asked| {
        let dialect = asked.dialect;
        let case = |(pattern, class)| match dialect {
            Dialect::DuckDb => format!(" WHEN category GLOB {} THEN '{class}'", dialect.text(pattern)),
            _ => format!(" WHEN {} THEN '{class}'", dialect.matches("category", &shape_of(pattern))),
        };
        let cases: String = asked.context.cost_patterns().map(case).collect();
        if cases.is_empty() { "'unmapped'".to_owned() } else { format!("CASE{cases} ELSE 'unmapped' END") }
    }),
}]);

/// Of the log of states.
pub(super) static TICKET_LOG: Declared = Declared::of(&[&Derived {
    name: "left_at",
    kind: Instant,
    inputs: &[],
    elsewhere: &[],
    needs: &[&["ticket_id", "at"]],
    given: always,
    rust: Rust::Next,
    sql: Sql::Layer(0, |_| "lead(\"at\") OVER (PARTITION BY ticket_id ORDER BY \"at\", status)".to_owned()),
}]);

/// Of the products in use.
pub(super) static UNITS: Declared = Declared::of(&[&Derived {
    name: "next_period_at",
    kind: Instant,
    inputs: &[],
    elsewhere: &[],
    needs: &[&["period"]],
    given: always,
    rust: Rust::Next,
    sql: Sql::Layer(0, |_| "lead(period) OVER (PARTITION BY product ORDER BY period)".to_owned()),
}]);

/// Of the commitments.
pub(super) static COMMITMENTS: Declared = Declared {
    joins: |asked| {
        format!(
            " LEFT JOIN (\n  SELECT commitment_id AS due_of, min(coalesce(original_due_at, due_at)) AS first_due \
             FROM ({}){} GROUP BY commitment_id) f ON f.due_of = own.commitment_id",
            asked.all_rows,
            asked.dialect.alias("all_rows")
        )
    },
    ..Declared::of(&[&Derived {
        name: "counted_due_at",
        kind: Instant,
        inputs: &[],
        elsewhere: &[],
        needs: &[&["due_at"], &["original_due_at"]],
        given: always,
        rust: Rust::Once(|whole| counted_due(whole.own).map(Some)),
        sql: Sql::Layer(0, |_| "f.first_due".to_owned()),
    }])
};

/// M04: the first due date counts, whatever was said later and in whichever row.
fn counted_due(own: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["commitment_id", "due_at", "original_due_at"];
    let due = |batch: Columns<'_>, row: usize| {
        let due = instant_at(batch.instants("original_due_at"), row).or(instant_at(batch.instants("due_at"), row));
        Some((key_of(&text_at(batch.text("commitment_id"), row)?), due?))
    };
    let dues = moments(own, &columns, &[], due)?;
    let mut first: HashMap<u128, i64> = HashMap::new();
    for (_, key, at) in &dues {
        first.entry(*key).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
    }
    let ids = |batch: Columns<'_>, row: usize| Some((key_of(&text_at(batch.text("commitment_id"), row)?), 0));
    let rows = moments(own, &["commitment_id"], &own.merged.dropped, ids)?;
    let known = rows.iter().filter_map(|(row, key, _)| Some((*row, *first.get(key)?)));
    Ok(BTreeMap::from([("counted_due_at", spread(own.staged.rows(), known))]))
}

/// Of the invitations.
pub(super) static SURVEY_SENT: Declared = Declared {
    reads: &[Table::Surveys],
    joins: |asked| match asked.dialect == Dialect::DuckDb || !asked.present.contains(&Table::Surveys) {
        true => String::new(),
        false => [
            ("by_ticket", "s.ticket_id = own.ticket_id", ""),
            (
                "by_customer",
                "s.customer_id = own.customer_id AND s.wave IS NOT DISTINCT FROM own.wave",
                " WHERE own.ticket_id IS NULL AND s.ticket_id IS NULL",
            ),
        ]
        .map(|(name, same, only)| {
            first_after(name, "survey_sent", ("surveys_unique", "responded_at", "sent_at"), (same, only))
        })
        .concat(),
    },
    ..Declared::of(&[&Derived {
        name: "answered_at",
        kind: Instant,
        inputs: &[],
        elsewhere: &[(Table::Surveys, "responded_at"), (Table::Surveys, "ticket_id"), (Table::Surveys, "customer_id")],
        needs: &[&["sent_at"]],
        // Answers can be told from the invitations: by ticket, or by customer.
        given: |given| {
            let both = |column| given.has(column) && given.supplies(Table::Surveys, column);
            both("ticket_id") || both("customer_id")
        },
        rust: Rust::Once(|whole| {
            whole.all.get(&Table::Surveys).map(|surveys| answered(whole.own, surveys)).transpose()
        }),
        sql: Sql::Layer(0, answered_sql),
    }])
};

/// M09: the first answer to an invitation: of the same ticket when it names one, else of the same
/// customer in the same wave to a survey about no ticket.
fn answered(own: &Merging, surveys: &Merging) -> Result<ComputedColumns, Error> {
    let key = |batch: Columns<'_>, row: usize, date: &str| {
        let at = instant_at(batch.instants(date), row)?;
        let key = match text_at(batch.text("ticket_id"), row) {
            Some(ticket) => key_of(&("ticket", ticket)),
            None => key_of(&(text_at(batch.text("customer_id"), row)?, text_at(batch.text("wave"), row))),
        };
        Some((key, at))
    };
    let columns = |date: &'static str| ["ticket_id", "customer_id", "wave", date];
    let answer = |batch: Columns<'_>, row| key(batch, row, "responded_at");
    let answers = Diary::new(moments(surveys, &columns("responded_at"), &surveys.merged.dropped, answer)?);
    let invitation = |batch: Columns<'_>, row| key(batch, row, "sent_at");
    let sent = moments(own, &columns("sent_at"), &own.merged.dropped, invitation)?;
    let found = sent.iter().filter_map(|(row, key, at)| Some((*row, answers.from(*key, *at)?)));
    Ok(BTreeMap::from([("answered_at", spread(own.staged.rows(), found))]))
}

fn answered_sql(asked: &Asked<'_>) -> String {
    if !asked.present.contains(&Table::Surveys) {
        return nothing(Instant, asked.dialect);
    }
    if asked.dialect != Dialect::DuckDb {
        return "coalesce(by_ticket.at, by_customer.at)".to_owned();
    }
    "coalesce(\n  \
     (SELECT min(s.responded_at) FROM surveys_unique s WHERE s.ticket_id = own.ticket_id AND s.responded_at >= own.sent_at),\n  \
     (SELECT min(s.responded_at) FROM surveys_unique s WHERE own.ticket_id IS NULL AND s.ticket_id IS NULL \
     AND s.customer_id = own.customer_id AND s.wave IS NOT DISTINCT FROM own.wave AND s.responded_at >= own.sent_at)\n)"
        .to_owned()
}

/// The first moment of other rows at or after a row's own, beside each row: grouped, because a database may look
/// through all other rows for each one of a sub-query.
fn first_after(
    name: &str,
    table: &str,
    (others, theirs, own): (&str, &str, &str),
    (same, only): (&str, &str),
) -> String {
    format!(
        "\nLEFT JOIN (SELECT own.{FILE} AS of_file, own.{LINE} AS of_line, min(s.{theirs}) AS at \
         FROM {table}_unique AS own JOIN {others} AS s ON {same} AND s.{theirs} >= own.{own}{only} \
         GROUP BY own.{FILE}, own.{LINE}) AS {name} ON {name}.of_file = own.{FILE} AND {name}.of_line = own.{LINE}"
    )
}

/// Of the sessions of self-service.
pub(super) static SESSIONS: Declared = Declared {
    reads: &[Table::Tickets],
    joins: |asked| match asked.dialect == Dialect::DuckDb || !asked.present.contains(&Table::Tickets) {
        true => String::new(),
        false => {
            let human = human_contact_sql(asked.dialect);
            let human_tickets = format!("(SELECT customer_id, created_at FROM tickets_unique WHERE {human})");
            let same = ("s.customer_id = own.customer_id", "");
            first_after("human_tickets", "sessions", (&human_tickets, "created_at", "started_at"), same)
        }
    },
    ..Declared::of(&[&Derived {
        name: "next_human_contact_at",
        kind: Instant,
        inputs: &[],
        elsewhere: &[
            (Table::Tickets, "customer_id"),
            (Table::Tickets, "created_at"),
            (Table::Tickets, "spam"),
            (Table::Tickets, "origin"),
            (Table::Tickets, "handled_by"),
        ],
        needs: &[&["customer_id", "started_at"]],
        given: |given| given.supplies(Table::Tickets, "customer_id"),
        rust: Rust::Once(|whole| {
            whole.all.get(&Table::Tickets).map(|tickets| human_contacts(whole.own, tickets)).transpose()
        }),
        sql: Sql::Layer(0, |asked| match asked.present.contains(&Table::Tickets) {
            false => nothing(Instant, asked.dialect),
            true if asked.dialect != Dialect::DuckDb => "human_tickets.at".to_owned(),
            true => format!(
                "(SELECT min(t.created_at) FROM tickets_unique t WHERE t.customer_id = own.customer_id \
                 AND t.created_at >= own.started_at AND {})",
                human_contact_sql(asked.dialect)
            ),
        }),
    }])
};

/// M33: the first contact of the session's customer with a person from the session on.
fn human_contacts(own: &Merging, tickets: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "created_at", "spam", "origin", "handled_by"];
    let contact = |batch: Columns<'_>, row: usize| {
        let human = tickets::is_human_contact(
            boolean_at(batch.booleans("spam"), row),
            text_at(batch.text("origin"), row),
            text_at(batch.text("handled_by"), row),
        );
        let customer = text_at(batch.text("customer_id"), row).filter(|_| human)?;
        Some((key_of(&customer), instant_at(batch.instants("created_at"), row)?))
    };
    let contacts = Diary::new(moments(tickets, &columns, &tickets.merged.dropped, contact)?);
    let session = |batch: Columns<'_>, row: usize| {
        let customer = text_at(batch.text("customer_id"), row)?;
        Some((key_of(&customer), instant_at(batch.instants("started_at"), row)?))
    };
    let sessions = moments(own, &["customer_id", "started_at"], &own.merged.dropped, session)?;
    let found = sessions.iter().filter_map(|(row, key, at)| Some((*row, contacts.from(*key, *at)?)));
    Ok(BTreeMap::from([("next_human_contact_at", spread(own.staged.rows(), found))]))
}

/// Of the invoices.
pub(super) static INVOICES: Declared = Declared {
    columns: &[
        &Derived {
            name: "next_quarter_at",
            needs: &[&["issued_at"]],
            sql: Sql::Layer(0, |_| "q.ends".to_owned()),
            ..INVOICED
        },
        &Derived {
            name: "first_in_quarter",
            kind: Boolean,
            needs: &[&["customer_id", "issued_at"]],
            sql: Sql::Layer(2, |_| "coalesce(counts AND at_rank = 1, false)".to_owned()),
            ..INVOICED
        },
        &Derived {
            name: "quarter_amount",
            kind: Money,
            sql: Sql::Layer(2, |_| "CASE WHEN counts AND at_rank = 1 THEN quarter_sum END".to_owned()),
            ..INVOICED
        },
        &Derived {
            name: "next_quarter_amount",
            kind: Money,
            sql: Sql::Layer(2, |asked| {
                if asked.dialect != Dialect::DuckDb {
                    return "CASE WHEN counts AND at_rank = 1 THEN coalesce(next_sum, 0) END".to_owned();
                }
                format!(
                    "CASE WHEN counts AND at_rank = 1 THEN coalesce((SELECT sum(n.amount) FROM invoices_unique n \
                     WHERE n.customer_id = b.customer_id AND n.recurring IS NOT FALSE AND n.issued_at >= b.next_quarter_at \
                     AND n.issued_at < (SELECT min(q.ends) FROM (VALUES {}) q(starts, ends) \
                     WHERE q.starts = b.next_quarter_at)), 0) END",
                    quarter_rows(asked)
                )
            }),
            ..INVOICED
        },
    ],
    helpers: &[
        ("quarter_at", Sql::Layer(0, |_| "q.starts".to_owned())),
        ("next_sum", Sql::Elsewhere(|_| "following.next_sum".to_owned())),
        ("counts", Sql::Layer(0, |_| "own.recurring IS NOT FALSE".to_owned())),
        (
            "at_rank",
            Sql::Layer(1, |_| {
                "row_number() OVER (PARTITION BY customer_id, quarter_at, counts ORDER BY issued_at, invoice_id)"
                    .to_owned()
            }),
        ),
        (
            "quarter_sum",
            Sql::Layer(1, |_| "sum(amount) OVER (PARTITION BY customer_id, quarter_at, counts)".to_owned()),
        ),
    ],
    joins: |asked| {
        let quarter = in_quarter("own.issued_at", asked);
        if asked.dialect == Dialect::DuckDb {
            return quarter;
        }
        format!(
            "{quarter}\nLEFT JOIN (SELECT n.customer_id AS next_customer, v.starts AS next_starts, sum(n.amount) AS next_sum \
             FROM invoices_unique AS n JOIN (VALUES {}) AS v(starts, ends) ON n.issued_at >= v.starts AND n.issued_at < v.ends \
             WHERE n.recurring IS NOT FALSE GROUP BY n.customer_id, v.starts) AS following \
             ON following.next_customer = own.customer_id AND following.next_starts = q.ends",
            quarter_rows(asked)
        )
    },
    reads: &[],
};

/// What the columns of invoices have in common.
const INVOICED: Derived = Derived {
    name: "",
    kind: Instant,
    inputs: &[],
    elsewhere: &[],
    needs: &[&["customer_id", "issued_at", "amount"]],
    given: always,
    rust: Rust::Once(|whole| quarter_amounts(whole.own, whole.context).map(Some)),
    sql: Sql::Layer(0, |_| String::new()),
};

/// M14, money form: what a customer was invoiced in the quarter and in the one that follows, on the
/// customer's first recurring invoice of the quarter.
fn quarter_amounts(own: &Merging, context: &Context) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "issued_at", "recurring"];
    let events = linked_events(own, &columns, |batch| {
        let (customer, issued) = (batch.text("customer_id"), batch.instants("issued_at"));
        let recurring = batch.booleans("recurring");
        let rows = (0..batch.rows()).filter(|row| boolean_at(recurring, *row) != Some(false));
        rows.filter_map(|row| Some((row, key_of(&text_at(customer, row)?), instant_at(issued, row)?))).collect()
    })?;
    let events = in_order(&own.staged, events, "invoice_id")?;
    let amounts = amounts(own)?;
    let rows = own.staged.rows();
    let mut first = vec![Some(false); rows];
    let (mut now, mut after) = (vec![None; rows], vec![None; rows]);
    for group in events.chunk_by(|a, b| a.group == b.group) {
        let quarters: Vec<_> = group.iter().filter_map(|event| Some((context.quarter_of(event.at)?, event))).collect();
        let sums: Vec<_> = quarters
            .chunk_by(|a, b| a.0 == b.0)
            .map(|quarter| (quarter[0], quarter.iter().filter_map(|(_, one)| amounts.get(&one.row)).sum::<i128>()))
            .collect();
        for (at, ((bounds, event), sum)) in sums.iter().enumerate() {
            let follows = sums.get(at + 1).filter(|((next, _), _)| next.0 == bounds.1);
            let row = event.row as usize;
            first[row] = Some(true);
            now[row] = Some(*sum);
            after[row] = Some(follows.map_or(0, |(_, sum)| *sum));
        }
    }
    let issued = |batch: Columns<'_>, row: usize| Some((0, instant_at(batch.instants("issued_at"), row)?));
    let dates = moments(own, &["issued_at"], &own.merged.dropped, issued)?;
    let ends = dates.iter().filter_map(|(row, _, at)| Some((*row, context.quarter_of(*at)?.1)));
    Ok(BTreeMap::from([
        ("next_quarter_at", spread(rows, ends)),
        ("first_in_quarter", Computed::Booleans(first)),
        ("quarter_amount", Computed::Money(now)),
        ("next_quarter_amount", Computed::Money(after)),
    ]))
}

fn amounts(own: &Merging) -> Result<HashMap<u64, i128>, Error> {
    let dropped = &own.merged.dropped;
    let parts = own.staged.map(&["amount"], dropped, |part, batch| {
        let amounts = batch.column(0).as_primitive::<Decimal128Type>();
        let numbers = own.staged.kept_rows(part, dropped).enumerate();
        let known = numbers.filter(|(row, _)| amounts.is_valid(*row));
        known.map(|(row, number)| (number, amounts.value(row))).collect::<Vec<_>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}
