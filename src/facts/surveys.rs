//! Derived columns of surveys, each a small pure function, and the same in SQL.

use super::column::{booleans, instant_at, instants, text_at, texts};
use super::derivation::{Asked, Declared, Derived, Rows, Rust, Sql, always};
use super::literal::days_after;
use super::lookup::TicketTimes;
use super::value_tier::VALUE_TIER;
use crate::domain::{ColumnType, LocalClock, Table};

/// How long after the interaction (or the invitation) an answer is accepted (M09).
const RESPONSE_DAYS: i64 = 14;

/// Answers about one interaction.
pub(super) const TRANSACTIONAL: &str = "transactional";

/// Answers about the relationship as a whole.
pub(super) const RELATIONSHIP: &str = "relationship";

/// The interaction that an answer rates: as given, else the latest solution or the creation of its
/// ticket that does not lie after the answer; `None` for a relationship survey.
pub(super) fn interaction(given: Option<i64>, ticket: Option<TicketTimes>, responded: Option<i64>) -> Option<i64> {
    let ticket = ticket.unwrap_or_default();
    let before = |at: &i64| responded.is_none_or(|responded| *at <= responded);
    let from_ticket = || {
        let known = [ticket.resolved_at, ticket.first_resolved_at, ticket.created_at];
        known.into_iter().flatten().find(before)
    };
    given.or_else(from_ticket)
}

/// Whether an answer came more than 14 days after the invitation, else the interaction; unknown
/// without either.
pub(super) fn late_response(clock: &mut LocalClock, began: Option<i64>, responded: Option<i64>) -> Option<bool> {
    Some(responded? > clock.plus_days(began?, RESPONSE_DAYS))
}

/// A start for declarations: the row, and its ticket.
const OF_SURVEY: Derived = Derived {
    name: "",
    kind: ColumnType::Instant,
    inputs: &["interaction_at", "sent_at", "responded_at", "ticket_id"],
    elsewhere: &[
        (Table::Tickets, "created_at"),
        (Table::Tickets, "first_resolved_at"),
        (Table::Tickets, "resolved_at"),
    ],
    needs: &[&["responded_at"]],
    given: always,
    rust: Rust::Next,
    sql: Sql::Layer(0, |_| String::new()),
};

/// Of the surveys.
pub(super) static SURVEYS: Declared = Declared {
    columns: &[
        &Derived {
            name: "rated_at",
            rust: Rust::Row(|rows| {
                let (responded, interaction) = (rows.batch.instants("responded_at"), interaction_of(rows));
                instants((0..rows.batch.rows()).map(|row| interaction(row).or(instant_at(responded, row))))
            }),
            sql: Sql::Layer(1, |_| "coalesce(interaction, responded_at)".to_owned()),
            ..OF_SURVEY
        },
        &Derived {
            name: "late_response",
            kind: ColumnType::Boolean,
            needs: &[&["interaction_at"], &["sent_at"], &["ticket_id"]],
            rust: Rust::Row(|rows| {
                let (sent, responded) = (rows.batch.instants("sent_at"), rows.batch.instants("responded_at"));
                let (mut clock, interaction) = (LocalClock::new(rows.context.zone), interaction_of(rows));
                let began = |row| instant_at(sent, row).or_else(|| interaction(row));
                let late = |row| late_response(&mut clock, began(row), instant_at(responded, row));
                booleans((0..rows.batch.rows()).map(late))
            }),
            sql: Sql::Layer(1, |asked| {
                let ends = days_after("coalesce(sent_at, interaction)", RESPONSE_DAYS, asked);
                format!("responded_at > {ends}")
            }),
            ..OF_SURVEY
        },
        &Derived {
            name: "series",
            kind: ColumnType::Text,
            rust: Rust::Row(|rows| {
                let (given, ticket) = (rows.batch.instants("interaction_at"), rows.batch.text("ticket_id"));
                let one = |row| text_at(ticket, row).is_some() || instant_at(given, row).is_some();
                let series = |row| Some(if one(row) { TRANSACTIONAL } else { RELATIONSHIP });
                texts((0..rows.batch.rows()).map(series))
            }),
            sql: Sql::Layer(1, |_| {
                format!(
                    "CASE WHEN ticket_id IS NOT NULL OR interaction_at IS NOT NULL THEN '{TRANSACTIONAL}' \
                     ELSE '{RELATIONSHIP}' END"
                )
            }),
            ..OF_SURVEY
        },
        &VALUE_TIER,
    ],
    helpers: &[("interaction", Sql::Layer(0, interaction_sql))],
    joins: |asked| match asked.present.contains(&Table::Tickets) {
        true => " LEFT JOIN (SELECT ticket_id AS joined_ticket, created_at, first_resolved_at, resolved_at \
                 FROM tickets_unique) t ON t.joined_ticket = own.ticket_id"
            .to_owned(),
        false => String::new(),
    },
    reads: &[],
};

fn interaction_of<'a>(rows: &Rows<'a>) -> impl Fn(usize) -> Option<i64> + 'a {
    let (given, responded) = (rows.batch.instants("interaction_at"), rows.batch.instants("responded_at"));
    let (ticket, tickets) = (rows.batch.text("ticket_id"), rows.interactions);
    move |row| {
        let times = tickets.and_then(|tickets| tickets.get(text_at(ticket, row)));
        interaction(instant_at(given, row), times, instant_at(responded, row))
    }
}

fn interaction_sql(asked: &Asked<'_>) -> String {
    if !asked.present.contains(&Table::Tickets) {
        return "own.interaction_at".to_owned();
    }
    let of_ticket = |column: &str| format!("CASE WHEN t.{column} <= own.responded_at THEN t.{column} END");
    let known = ["resolved_at", "first_resolved_at", "created_at"].map(of_ticket).join(", ");
    format!("coalesce(own.interaction_at, {known})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Zone;

    const DAY: i64 = crate::domain::Instant::DAY;

    #[test]
    fn an_answer_rates_the_last_solution_before_it() {
        let ticket = TicketTimes { created_at: Some(1), first_resolved_at: Some(5), resolved_at: Some(9) };
        assert_eq!(interaction(None, Some(ticket), Some(10)), Some(9));
        assert_eq!(interaction(None, Some(ticket), Some(9)), Some(9), "answered at once");
        assert_eq!(interaction(None, Some(ticket), Some(7)), Some(5), "answered before the second solution");
        assert_eq!(interaction(None, Some(ticket), Some(2)), Some(1));
        assert_eq!(interaction(None, Some(ticket), Some(0)), None, "the ticket lies after the answer");
        assert_eq!(interaction(Some(3), Some(ticket), Some(10)), Some(3));
        assert_eq!(interaction(None, None, Some(10)), None);
    }

    #[test]
    fn answers_count_for_fourteen_days() {
        let mut clock = LocalClock::new(Zone::utc());
        let mut late = |began, responded| late_response(&mut clock, began, Some(responded));
        assert_eq!(late(Some(0), 14 * DAY), Some(false));
        assert_eq!(late(Some(0), 14 * DAY + 1), Some(true));
        assert_eq!(late(None, 99 * DAY), None);
    }
}
