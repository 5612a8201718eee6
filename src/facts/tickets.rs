//! Derived columns of tickets, each a small pure function, and the same in SQL.

use super::column::{Columns, boolean_at, booleans, instant_at, instants, text_at, texts};
use super::derivation::{Asked, Declared, Derived, Rust, Sql, always};
use super::due::{due, due_sql};
use super::literal::{days_after, nothing, text_list};
use super::value_tier::VALUE_TIER;
use super::values::channel_kind;
use crate::domain::words::{self, UNKNOWN, Vocabulary};
use crate::domain::{ColumnType, LocalClock, Table};
use crate::engine::sql::Dialect;

/// How long a reopening counts against the solution (M03, M07, M08).
const REOPENING_DAYS: i64 = 7;

/// First reply types that stop no clock (M01); whether an unknown one does is not known.
const NOT_SUBSTANTIVE: [&str; 4] = ["automatic", "bot", "self_service", UNKNOWN];

/// Origins of tickets that no customer opened (M01).
const NOT_INBOUND: [&str; 4] = ["agent", "outbound", "internal", "system"];

/// Values of `handled_by` that are no person. An unknown one may be a person, which speaks against
/// the machine that was asked before.
const MACHINES: [&str; 4] = ["automatic", "bot", "bot_substantive", "self_service"];

/// First resolution: the time of the first, else of the only known resolution.
pub(super) fn solved_at(first_resolved: Option<i64>, resolved: Option<i64>) -> Option<i64> {
    first_resolved.or(resolved)
}

/// Last resolution that was not undone by a later reopening; `None` while the ticket is open.
pub(super) fn finished_at(first_resolved: Option<i64>, resolved: Option<i64>, reopened: Option<i64>) -> Option<i64> {
    match reopened {
        None => resolved.or(first_resolved),
        Some(reopened) => resolved.filter(|resolved| *resolved >= reopened),
    }
}

/// First substantive reply: automatic replies and bots that are not flagged do not count.
pub(super) fn replied_at(first_reply: Option<i64>, kind: Option<&str>) -> Option<i64> {
    let idle = kind.is_some_and(|kind| NOT_SUBSTANTIVE.contains(&kind));
    first_reply.filter(|_| !idle)
}

/// Whether a solved ticket was reopened within 7 days; unknown when it was reopened before the known
/// resolution, because the first resolution is then not in the data.
pub(super) fn reopened_within_7d(clock: &mut LocalClock, solved: Option<i64>, reopened: Option<i64>) -> Option<bool> {
    let solved = solved?;
    match reopened {
        None => Some(false),
        Some(reopened) if reopened < solved => None,
        Some(reopened) => Some(reopened <= clock.plus_days(solved, REOPENING_DAYS)),
    }
}

/// M03: solved by the due time and not reopened within 7 days; unknown without a due time.
pub(super) fn resolved_within_target(
    clock: &mut LocalClock,
    (solved, due): (Option<i64>, Option<i64>),
    reopened: Option<i64>,
) -> Option<bool> {
    let due = due?;
    match solved {
        Some(solved) if solved <= due => reopened_within_7d(clock, Some(solved), reopened).map(|reopened| !reopened),
        _ => Some(false),
    }
}

/// Whether the status says that work goes on; unknown without a status that means something.
pub(super) fn is_open_by_status(status: Option<&str>) -> Option<bool> {
    status.and_then(words::is_open)
}

/// Whether a ticket is a contact made by a customer, or may be one.
pub(super) fn is_contact(spam: Option<bool>, origin: Option<&str>) -> bool {
    spam != Some(true) && !origin.is_some_and(|origin| NOT_INBOUND.contains(&origin))
}

/// Whether a ticket is a contact made by a customer and handled by a person (M33).
pub(super) fn is_human_contact(spam: Option<bool>, origin: Option<&str>, handled_by: Option<&str>) -> bool {
    is_contact(spam, origin) && !handled_by.is_some_and(|handled_by| MACHINES.contains(&handled_by))
}

fn contact_sql(dialect: Dialect) -> String {
    format!("spam IS NOT TRUE AND (origin IS NULL OR origin NOT IN ({}))", text_list(&NOT_INBOUND, dialect))
}

/// The same as an SQL condition over `tickets_unique`.
pub(super) fn human_contact_sql(dialect: Dialect) -> String {
    let machines = text_list(&MACHINES, dialect);
    format!("{} AND (handled_by IS NULL OR handled_by NOT IN ({machines}))", contact_sql(dialect))
}

/// A start for declarations.
const OF_TICKET: Derived = Derived {
    name: "",
    kind: ColumnType::Instant,
    inputs: &["first_resolved_at", "resolved_at", "reopened_at"],
    elsewhere: &[],
    needs: &[&["first_resolved_at"], &["resolved_at"]],
    given: always,
    rust: Rust::Next,
    sql: Sql::Layer(0, |_| String::new()),
};

/// A column from the neighbours of a contact.
const OF_CONTACT: Derived = Derived {
    inputs: &[],
    elsewhere: &[(Table::Tickets, "created_at"), (Table::Tickets, "spam"), (Table::Tickets, "origin")],
    needs: &[&["customer_id", "category"]],
    ..OF_TICKET
};

/// Of the tickets.
pub(super) static TICKETS: Declared = Declared {
    helpers: &[("is_contact", Sql::Layer(0, |asked| contact_sql(asked.dialect)))],
    ..Declared::of(&[
        &Derived {
            name: "solved_at",
            inputs: &["first_resolved_at", "resolved_at"],
            rust: Rust::Row(|rows| instants((0..rows.batch.rows()).map(solved(rows.batch)))),
            sql: Sql::Layer(0, |_| "coalesce(first_resolved_at, resolved_at)".to_owned()),
            ..OF_TICKET
        },
        &Derived {
            name: "finished_at",
            rust: Rust::Row(|rows| {
                let at = |column| at(rows.batch, column);
                let (first, last, reopened) = (at("first_resolved_at"), at("resolved_at"), at("reopened_at"));
                instants((0..rows.batch.rows()).map(|row| finished_at(first(row), last(row), reopened(row))))
            }),
            sql: Sql::Layer(0, |_| {
                "CASE WHEN reopened_at IS NULL THEN coalesce(resolved_at, first_resolved_at) \
                 WHEN resolved_at >= reopened_at THEN resolved_at END"
                    .to_owned()
            }),
            ..OF_TICKET
        },
        &Derived {
            name: "replied_at",
            inputs: &["first_reply_at", "first_reply_type"],
            needs: &[&["first_reply_at"]],
            rust: Rust::Row(|rows| {
                let (reply, kind) = (at(rows.batch, "first_reply_at"), rows.batch.text("first_reply_type"));
                instants((0..rows.batch.rows()).map(|row| replied_at(reply(row), text_at(kind, row))))
            }),
            sql: Sql::Layer(0, |asked| {
                let idle = text_list(&NOT_SUBSTANTIVE, asked.dialect);
                format!(
                    "CASE WHEN first_reply_type IS NULL OR first_reply_type NOT IN ({idle}) THEN first_reply_at END"
                )
            }),
            ..OF_TICKET
        },
        &Derived {
            name: "reopened_within_7d",
            kind: ColumnType::Boolean,
            needs: &[&["first_resolved_at", "reopened_at"], &["resolved_at", "reopened_at"]],
            rust: Rust::Row(|rows| {
                let (solved, reopened) = (solved(rows.batch), at(rows.batch, "reopened_at"));
                let mut clock = LocalClock::new(rows.context.zone);
                let within = |row| reopened_within_7d(&mut clock, solved(row), reopened(row));
                booleans((0..rows.batch.rows()).map(within))
            }),
            sql: Sql::Layer(1, |asked| {
                format!(
                    "CASE WHEN solved_at IS NULL THEN NULL WHEN reopened_at IS NULL THEN false \
                     WHEN reopened_at < solved_at THEN NULL ELSE reopened_at <= {} END",
                    days_after("solved_at", REOPENING_DAYS, asked)
                )
            }),
            ..OF_TICKET
        },
        &Derived {
            name: "resolution_due_at",
            inputs: &["due_at", "priority", "channel", "created_at"],
            needs: &[&["due_at"], &[]],
            given: |given| given.has("due_at") || given.configured.targets,
            rust: Rust::Row(|rows| instants((0..rows.batch.rows()).map(due(rows.batch, rows.context)))),
            sql: Sql::Layer(0, |asked| format!("coalesce(due_at, {})", due_sql(asked))),
            ..OF_TICKET
        },
        &Derived {
            name: "resolved_within_target",
            kind: ColumnType::Boolean,
            inputs: &["due_at", "priority", "channel", "created_at", "first_resolved_at", "resolved_at", "reopened_at"],
            given: |given| given.has("due_at") || given.configured.targets,
            rust: Rust::Row(|rows| {
                let (solved, reopened) = (solved(rows.batch), at(rows.batch, "reopened_at"));
                let (due, mut clock) = (due(rows.batch, rows.context), LocalClock::new(rows.context.zone));
                let within = |row| resolved_within_target(&mut clock, (solved(row), due(row)), reopened(row));
                booleans((0..rows.batch.rows()).map(within))
            }),
            sql: Sql::Layer(1, |asked| {
                format!(
                    "CASE WHEN resolution_due_at IS NULL THEN NULL \
                     WHEN solved_at IS NULL OR solved_at > resolution_due_at THEN false \
                     WHEN reopened_at IS NULL THEN true WHEN reopened_at < solved_at THEN NULL ELSE reopened_at > {} END",
                    days_after("solved_at", REOPENING_DAYS, asked)
                )
            }),
            ..OF_TICKET
        },
        &Derived {
            name: "channel_kind",
            kind: ColumnType::Text,
            inputs: &["channel"],
            needs: &[&["channel"]],
            rust: Rust::Row(|rows| {
                let channel = rows.batch.text("channel");
                texts((0..rows.batch.rows()).map(|row| text_at(channel, row).map(channel_kind)))
            }),
            sql: Sql::Layer(0, channel_kind_sql),
            ..OF_TICKET
        },
        &Derived {
            name: "is_open_by_status",
            kind: ColumnType::Boolean,
            inputs: &["status"],
            needs: &[&["status"]],
            rust: Rust::Row(|rows| {
                let status = rows.batch.text("status");
                booleans((0..rows.batch.rows()).map(|row| is_open_by_status(text_at(status, row))))
            }),
            sql: Sql::Layer(0, |asked| {
                let known = words::meanings(Vocabulary::Status).into_iter();
                let open: Vec<&str> = known.filter(|status| words::is_open(status) == Some(true)).collect();
                let (closed, open) = (text_list(&words::NOT_OPEN, asked.dialect), text_list(&open, asked.dialect));
                format!("CASE WHEN status IN ({closed}) THEN false WHEN status IN ({open}) THEN true END")
            }),
            ..OF_TICKET
        },
        &Derived { name: "next_contact_at", rust: Rust::Next, sql: Sql::Layer(1, |_| neighbour("lead")), ..OF_CONTACT },
        &Derived {
            name: "previous_contact_at",
            rust: Rust::Previous,
            sql: Sql::Layer(1, |_| neighbour("lag")),
            ..OF_CONTACT
        },
        &VALUE_TIER,
    ])
};

fn neighbour(function: &str) -> String {
    format!(
        "CASE WHEN customer_id IS NOT NULL AND category IS NOT NULL AND is_contact THEN {function}(created_at) OVER \
         (PARTITION BY customer_id, category, is_contact ORDER BY created_at, ticket_id) END"
    )
}

fn at<'a>(batch: Columns<'a>, column: &str) -> impl Fn(usize) -> Option<i64> + use<'a> {
    let cells = batch.instants(column);
    move |row| instant_at(cells, row)
}

fn solved(batch: Columns<'_>) -> impl Fn(usize) -> Option<i64> {
    let (first, last) = (at(batch, "first_resolved_at"), at(batch, "resolved_at"));
    move |row| solved_at(first(row), last(row))
}

/// Keys and times of the tickets that are contacts, for the sequence of contacts.
pub(super) fn contacts(batch: Columns<'_>) -> impl Iterator<Item = (usize, u128, i64)> {
    let (customer, category) = (batch.text("customer_id"), batch.text("category"));
    let (created, spam, origin) = (batch.instants("created_at"), batch.booleans("spam"), batch.text("origin"));
    (0..batch.rows()).filter_map(move |row| {
        let group = (text_at(customer, row)?, text_at(category, row)?);
        let contact = is_contact(boolean_at(spam, row), text_at(origin, row));
        contact.then_some((row, super::column::key_of(&group), instant_at(created, row)?))
    })
}

/// The kinds of the channels that the data hold.
fn channel_kind_sql(asked: &Asked<'_>) -> String {
    let dialect = asked.dialect;
    let channels = asked.values.of(Table::Tickets, "channel").into_iter().flatten();
    let cases: String = channels
        .map(|(value, _)| format!(" WHEN {} THEN {}", dialect.text(value), dialect.text(channel_kind(value))))
        .collect();
    if cases.is_empty() { nothing(ColumnType::Text, dialect) } else { format!("CASE channel{cases} END") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Instant, Zone};

    const DAY: i64 = Instant::DAY;

    fn reopened_within_7d(solved: Option<i64>, reopened: Option<i64>) -> Option<bool> {
        super::reopened_within_7d(&mut LocalClock::new(Zone::utc()), solved, reopened)
    }

    fn resolved_within_target(solved: Option<i64>, due: Option<i64>, reopened: Option<i64>) -> Option<bool> {
        super::resolved_within_target(&mut LocalClock::new(Zone::utc()), (solved, due), reopened)
    }

    #[test]
    fn first_and_last_solution() {
        assert_eq!(solved_at(Some(3), Some(9)), Some(3));
        assert_eq!(solved_at(None, Some(9)), Some(9));
        assert_eq!(finished_at(Some(3), None, None), Some(3));
        assert_eq!(finished_at(Some(3), Some(9), None), Some(9), "the last one without a reopening on record");
        assert_eq!(finished_at(Some(3), Some(9), Some(5)), Some(9), "solved again");
        assert_eq!(finished_at(Some(3), Some(5), Some(5)), Some(5), "at the time of the reopening");
        assert_eq!(finished_at(Some(3), Some(3), Some(5)), None, "reopened and still open");
        assert_eq!(finished_at(None, None, None), None);
    }

    #[test]
    fn automatic_replies_do_not_stop_the_clock() {
        assert_eq!(replied_at(Some(4), None), Some(4));
        assert_eq!(replied_at(Some(4), Some("human")), Some(4));
        assert_eq!(replied_at(Some(4), Some("automatic")), None);
        assert_eq!(replied_at(Some(4), Some(UNKNOWN)), None, "perhaps a machine");
        assert_eq!(replied_at(Some(4), Some("bot")), None);
        assert_eq!(replied_at(Some(4), Some("bot_substantive")), Some(4));
    }

    #[test]
    fn reopening_counts_for_seven_days_inclusive() {
        assert_eq!(reopened_within_7d(Some(0), Some(7 * DAY)), Some(true));
        assert_eq!(reopened_within_7d(Some(0), Some(7 * DAY + 1)), Some(false));
        assert_eq!(reopened_within_7d(Some(0), None), Some(false));
        assert_eq!(reopened_within_7d(None, None), None, "never solved");
        assert_eq!(reopened_within_7d(Some(5), Some(4)), None, "the first solution is unknown");
    }

    #[test]
    fn within_target_needs_a_lasting_solution_in_time() {
        assert_eq!(resolved_within_target(Some(2), Some(3), None), Some(true));
        assert_eq!(resolved_within_target(Some(3), Some(3), None), Some(true), "at the very last instant");
        assert_eq!(resolved_within_target(Some(4), Some(3), None), Some(false));
        assert_eq!(resolved_within_target(None, Some(3), None), Some(false), "overdue or not yet due: `matured` tells");
        assert_eq!(resolved_within_target(Some(2), Some(3), Some(2 + DAY)), Some(false), "reopened");
        assert_eq!(resolved_within_target(Some(2), Some(3), Some(2 + 8 * DAY)), Some(true));
        assert_eq!(resolved_within_target(Some(2), None, None), None, "no target");
    }

    #[test]
    fn contacts_are_made_by_customers() {
        assert!(is_contact(None, None) && is_contact(Some(false), Some("inbound")));
        assert!(!is_contact(Some(true), None) && !is_contact(None, Some("agent")));
        assert!(is_human_contact(None, None, Some("human")) && !is_human_contact(None, None, Some("bot")));
        assert_eq!(is_open_by_status(Some("closed")), Some(false));
        assert_eq!(is_open_by_status(Some("pending")), Some(true));
        assert_eq!((is_open_by_status(None), is_open_by_status(Some(UNKNOWN))), (None, None));
    }
}
