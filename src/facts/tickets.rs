//! Derived columns of tickets, each a small pure function, and the same in DuckDB's SQL.

use super::column::{Columns, boolean_at, booleans, instant_at, instants, text_at, texts};
use super::context::{Allowed, Context};
use super::query::{days_after, instant_literal, text_literal};
use super::values::{Values, channel_key, channel_kind, word_key};
use crate::domain::words::{self, UNKNOWN, Vocabulary};
use crate::domain::{BusinessCalendar, Clock, LocalClock, Offset, Table};
use arrow_array::ArrayRef;
use std::cell::RefCell;
use std::collections::HashMap;

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

/// Words as a list of SQL.
fn sql_list(words: &[&str]) -> String {
    words.iter().map(|word| text_literal(word)).collect::<Vec<_>>().join(", ")
}

fn contact_sql() -> String {
    format!("spam IS NOT TRUE AND (origin IS NULL OR origin NOT IN ({}))", sql_list(&NOT_INBOUND))
}

/// The same as an SQL condition over `tickets_unique`.
pub(super) fn human_contact_sql() -> String {
    format!("{} AND (handled_by IS NULL OR handled_by NOT IN ({}))", contact_sql(), sql_list(&MACHINES))
}

/// A derived column that needs the row's own cells only.
pub(super) fn column(name: &str, batch: Columns<'_>, context: &Context) -> ArrayRef {
    let rows = 0..batch.rows();
    let mut clock = LocalClock::new(context.zone);
    let at = |column: &'static str| {
        let cells = batch.instants(column);
        move |row: usize| instant_at(cells, row)
    };
    let solved = || {
        let (first, last) = (at("first_resolved_at"), at("resolved_at"));
        move |row: usize| solved_at(first(row), last(row))
    };
    match name {
        "solved_at" => instants(rows.map(solved())),
        "finished_at" => {
            let (first, last, reopened) = (at("first_resolved_at"), at("resolved_at"), at("reopened_at"));
            instants(rows.map(|row| finished_at(first(row), last(row), reopened(row))))
        }
        "replied_at" => {
            let (reply, kind) = (at("first_reply_at"), batch.text("first_reply_type"));
            instants(rows.map(|row| replied_at(reply(row), text_at(kind, row))))
        }
        "reopened_within_7d" => {
            let (solved, reopened) = (solved(), at("reopened_at"));
            booleans(rows.map(|row| reopened_within_7d(&mut clock, solved(row), reopened(row))))
        }
        "resolution_due_at" => instants(rows.map(due(batch, context))),
        "resolved_within_target" => {
            let (solved, reopened, due) = (solved(), at("reopened_at"), due(batch, context));
            booleans(rows.map(|row| resolved_within_target(&mut clock, (solved(row), due(row)), reopened(row))))
        }
        "channel_kind" => {
            let channel = batch.text("channel");
            texts(rows.map(|row| text_at(channel, row).map(channel_kind)))
        }
        _ => {
            let status = batch.text("status");
            booleans(rows.map(|row| is_open_by_status(text_at(status, row))))
        }
    }
}

fn due<'a>(batch: Columns<'a>, context: &'a Context) -> impl Fn(usize) -> Option<i64> + 'a {
    let (due, created) = (batch.instants("due_at"), batch.instants("created_at"));
    let (priority, channel) = (batch.text("priority"), batch.text("channel"));
    let keys = RefCell::new(Keys::default());
    move |row| {
        instant_at(due, row).or_else(|| {
            let created = instant_at(created, row)?;
            let mut keys = keys.borrow_mut();
            let Keys { priorities, channels } = &mut *keys;
            let priority = text_at(priority, row).map(|text| Keys::get(priorities, text, word_key));
            let channel = text_at(channel, row).map(|text| Keys::get(channels, text, channel_key));
            context.due(created, priority, channel)
        })
    }
}

/// Keys of the few values that a batch holds in many rows.
#[derive(Default)]
struct Keys<'a> {
    priorities: HashMap<&'a str, String>,
    channels: HashMap<&'a str, String>,
}

impl<'a> Keys<'a> {
    fn get<'k>(known: &'k mut HashMap<&'a str, String>, text: &'a str, key: fn(&str) -> String) -> &'k str {
        known.entry(text).or_insert_with(|| key(text))
    }
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

/// The query of tickets with their derived columns, from the relation `tickets_unique`.
pub(super) fn sql(context: &Context, values: &Values, offsets: &[Offset]) -> String {
    let open = words::meanings(Vocabulary::Status).into_iter().filter(|status| words::is_open(status) == Some(true));
    let open: Vec<&str> = open.collect();
    let neighbour = |function: &str| {
        format!(
            "CASE WHEN customer_id IS NOT NULL AND category IS NOT NULL AND is_contact THEN {function}(created_at) OVER \
             (PARTITION BY customer_id, category, is_contact ORDER BY created_at, ticket_id) END"
        )
    };
    format!(
        "SELECT *, {next} AS next_contact_at, {previous} AS previous_contact_at,\n  \
         CASE WHEN solved_at IS NULL THEN NULL WHEN reopened_at IS NULL THEN false WHEN reopened_at < solved_at THEN NULL \
         ELSE reopened_at <= {reopening_ends} END AS reopened_within_7d,\n  \
         CASE WHEN resolution_due_at IS NULL THEN NULL WHEN solved_at IS NULL OR solved_at > resolution_due_at THEN false \
         WHEN reopened_at IS NULL THEN true WHEN reopened_at < solved_at THEN NULL \
         ELSE reopened_at > {reopening_ends} END AS resolved_within_target\n\
         FROM (SELECT *, coalesce(first_resolved_at, resolved_at) AS solved_at,\n  \
         CASE WHEN reopened_at IS NULL THEN coalesce(resolved_at, first_resolved_at) \
         WHEN resolved_at >= reopened_at THEN resolved_at END AS finished_at,\n  \
         CASE WHEN first_reply_type IS NULL OR first_reply_type NOT IN ({idle}) THEN first_reply_at END AS replied_at,\n  \
         CASE WHEN status IN ({closed}) THEN false WHEN status IN ({open}) THEN true END AS is_open_by_status,\n  \
         {kind} AS channel_kind,\n  \
         {contact} AS is_contact,\n  \
         coalesce(due_at, {due}) AS resolution_due_at\n  FROM tickets_unique)",
        next = neighbour("lead"),
        previous = neighbour("lag"),
        idle = sql_list(&NOT_SUBSTANTIVE),
        closed = sql_list(&words::NOT_OPEN),
        open = sql_list(&open),
        kind = channel_kind_sql(values),
        contact = contact_sql(),
        due = due_sql(context, values),
        reopening_ends = days_after("solved_at", REOPENING_DAYS, offsets),
    )
}

/// The kinds of the channels that the data hold.
fn channel_kind_sql(values: &Values) -> String {
    let channels = values.of(Table::Tickets, "channel").into_iter().flatten();
    let cases: String = channels
        .map(|(value, _)| format!(" WHEN {} THEN {}", text_literal(value), text_literal(channel_kind(value))))
        .collect();
    if cases.is_empty() { "NULL::VARCHAR".to_owned() } else { format!("CASE channel{cases} END") }
}

fn due_sql(context: &Context, values: &Values) -> String {
    let usable = |allowed: &&Allowed| allowed.clock == Clock::Calendar || context.calendar.is_some();
    let mut cases = String::new();
    for allowed in &context.targets {
        let among = |column: &str, key: fn(&str) -> String, wanted: &Option<String>| {
            let wanted = wanted.as_ref()?;
            let known = values.of(Table::Tickets, column).into_iter().flatten();
            let same: Vec<&str> =
                known.map(|(value, _)| value.as_str()).filter(|value| key(value) == *wanted).collect();
            Some(if same.is_empty() { "false".to_owned() } else { format!("{column} IN ({})", sql_list(&same)) })
        };
        let when = [
            among("priority", word_key, &allowed.priority),
            among("channel", channel_key, &allowed.channel),
            Some(format!("created_at >= {}", instant_literal(allowed.from))),
        ];
        let when = when.into_iter().flatten().collect::<Vec<_>>().join(" AND ");
        let then = match (usable(&allowed), allowed.clock) {
            (false, _) => "NULL".to_owned(),
            (true, Clock::Calendar) => format!("created_at + to_microseconds({})", allowed.micros),
            (true, Clock::Business) => business_due_sql(allowed.micros, context),
        };
        cases.push_str(&format!(" WHEN {when} THEN {then}"));
    }
    if cases.is_empty() { "NULL::TIMESTAMPTZ".to_owned() } else { format!("CASE{cases} END") }
}

/// Business time elapsed at creation plus what is allowed, turned back into an instant.
fn business_due_sql(micros: i64, context: &Context) -> String {
    let covers = context.calendar.as_ref().and_then(BusinessCalendar::covers);
    let (start, end) = covers.map_or((0, 0), |covers| (covers.start.0, covers.end.0));
    let elapsed = "coalesce((SELECT max_by(o.before + least(epoch_us(created_at), o.closes) - o.opens, o.opens) \
                   FROM business_openings o WHERE o.opens <= epoch_us(created_at)), 0)";
    format!(
        "make_timestamptz((SELECT min_by(o.opens + {elapsed} + {micros} - o.before, o.opens) FROM business_openings o \
         WHERE epoch_us(created_at) BETWEEN {start} AND {end} AND o.before + o.closes - o.opens >= {elapsed} + {micros}))"
    )
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
