//! Derived columns of surveys, each a small pure function, and the same in DuckDB's SQL.

use super::column::{Columns, booleans, instant_at, instants, text_at, texts};
use super::lookup::{Interactions, TicketTimes};
use super::query::days_after;
use crate::domain::{LocalClock, Offset, Zone};
use arrow_array::ArrayRef;

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

/// A derived column that needs the row and its ticket only.
pub(super) fn column(name: &str, batch: Columns<'_>, tickets: Option<&Interactions>, zone: Zone) -> ArrayRef {
    let (given, sent) = (batch.instants("interaction_at"), batch.instants("sent_at"));
    let (responded, ticket) = (batch.instants("responded_at"), batch.text("ticket_id"));
    let interaction_of = |row: usize| {
        let times = tickets.and_then(|tickets| tickets.get(text_at(ticket, row)));
        interaction(instant_at(given, row), times, instant_at(responded, row))
    };
    let rows = 0..batch.rows();
    match name {
        "rated_at" => instants(rows.map(|row| interaction_of(row).or(instant_at(responded, row)))),
        "late_response" => {
            let mut clock = LocalClock::new(zone);
            let began = |row| instant_at(sent, row).or_else(|| interaction_of(row));
            booleans(rows.map(|row| late_response(&mut clock, began(row), instant_at(responded, row))))
        }
        _ => texts(rows.map(|row| {
            let transactional = text_at(ticket, row).is_some() || instant_at(given, row).is_some();
            Some(if transactional { TRANSACTIONAL } else { RELATIONSHIP })
        })),
    }
}

/// The query of surveys with their derived columns, from `surveys_unique` and, when there are
/// tickets, `tickets_unique`.
pub(super) fn sql(with_tickets: bool, offsets: &[Offset]) -> String {
    let (known, join) = if with_tickets {
        let of_ticket = |column: &str| format!("CASE WHEN t.{column} <= s.responded_at THEN t.{column} END");
        let columns = ["resolved_at", "first_resolved_at", "created_at"].map(of_ticket).join(", ");
        let keys = "SELECT ticket_id AS joined_ticket, created_at, first_resolved_at, resolved_at FROM tickets_unique";
        (format!(", {columns}"), format!(" LEFT JOIN ({keys}) t ON t.joined_ticket = s.ticket_id"))
    } else {
        (String::new(), String::new())
    };
    format!(
        "SELECT *, coalesce(interaction, responded_at) AS rated_at,\n  \
         responded_at > {ends} AS late_response,\n  \
         CASE WHEN ticket_id IS NOT NULL OR interaction_at IS NOT NULL THEN '{TRANSACTIONAL}' ELSE '{RELATIONSHIP}' END \
         AS series\n\
         FROM (SELECT s.*, coalesce(s.interaction_at{known}) AS interaction FROM surveys_unique s{join})",
        ends = days_after("coalesce(sent_at, interaction)", RESPONSE_DAYS, offsets),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
