//! Until when a ticket must be solved: its own term, else what is agreed for its priority and channel; and the same
//! in SQL.

use super::column::{Columns, instant_at, text_at};
use super::context::{Allowed, Context};
use super::derivation::Asked;
use super::literal::{nothing, text_list};
use super::values::{channel_key, word_key};
use crate::domain::{BusinessCalendar, Clock, ColumnType, Table};
use crate::engine::sql::{self, Dialect};
use std::cell::RefCell;
use std::collections::HashMap;

/// When each ticket of a batch is due.
pub(super) fn due<'a>(batch: Columns<'a>, context: &'a Context) -> impl Fn(usize) -> Option<i64> + 'a {
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

/// What is agreed, as SQL over the rows of tickets.
pub(super) fn due_sql(asked: &Asked<'_>) -> String {
    let (context, dialect) = (asked.context, asked.dialect);
    let usable = |allowed: &&Allowed| allowed.clock == Clock::Calendar || context.calendar.is_some();
    let mut cases = String::new();
    for allowed in &context.targets {
        let among = |column: &str, key: fn(&str) -> String, wanted: &Option<String>| {
            let wanted = wanted.as_ref()?;
            let known = asked.values.of(Table::Tickets, column).into_iter().flatten();
            let same: Vec<&str> =
                known.map(|(value, _)| value.as_str()).filter(|value| key(value) == *wanted).collect();
            Some(if same.is_empty() {
                "false".to_owned()
            } else {
                format!("{column} IN ({})", text_list(&same, dialect))
            })
        };
        let when = [
            among("priority", word_key, &allowed.priority),
            among("channel", channel_key, &allowed.channel),
            Some(format!("created_at >= {}", dialect.instant_literal(allowed.from))),
        ];
        let when = when.into_iter().flatten().collect::<Vec<_>>().join(" AND ");
        let then = match (usable(&allowed), allowed.clock) {
            (false, _) => "NULL".to_owned(),
            (true, Clock::Calendar) => dialect.later("created_at", allowed.micros),
            (true, Clock::Business) => business_due_sql(allowed.micros, asked),
        };
        cases.push_str(&format!(" WHEN {when} THEN {then}"));
    }
    if cases.is_empty() { nothing(ColumnType::Instant, dialect) } else { format!("CASE{cases} END") }
}

/// Business time elapsed at creation plus what is allowed, turned back into an instant.
fn business_due_sql(micros: i64, asked: &Asked<'_>) -> String {
    let covers = asked.context.calendar.as_ref().and_then(BusinessCalendar::covers);
    let (start, end) = covers.map_or((0, 0), |covers| (covers.start.0, covers.end.0));
    if asked.dialect != Dialect::DuckDb {
        let dialect = asked.dialect;
        let created = dialect.micros("created_at");
        let reached = format!("({} + {micros})", sql::opened_until(&created, OPENINGS, dialect));
        let shift = sql::step(&reached, (OPENINGS, "reached", "resumes"), dialect);
        // Business time beyond the last opening is never reached.
        let due = dialect.instant(&format!("{reached} + {shift}"));
        return format!(
            "(CASE WHEN {created} BETWEEN {start} AND {end} AND {reached} <= {} THEN {due} END)",
            asked.context.calendar.as_ref().map_or(0, total)
        );
    }
    let elapsed = "coalesce((SELECT max_by(o.before + least(epoch_us(created_at), o.closes) - o.opens, o.opens) \
                   FROM business_openings o WHERE o.opens <= epoch_us(created_at)), 0)";
    format!(
        "make_timestamptz((SELECT min_by(o.opens + {elapsed} + {micros} - o.before, o.opens) FROM business_openings o \
         WHERE epoch_us(created_at) BETWEEN {start} AND {end} AND o.before + o.closes - o.opens >= {elapsed} + {micros}))"
    )
}

/// Name of the relation of opening intervals.
const OPENINGS: &str = "business_openings";

/// Microseconds for which a calendar is open.
fn total(calendar: &BusinessCalendar) -> i64 {
    calendar.intervals().map(|(opens, closes)| closes.0 - opens.0).sum()
}

/// The opening intervals of the business calendar with the business time before each, microseconds; `None` when no term
/// counts business time.
pub(super) fn openings(context: &Context, dialect: Dialect) -> Option<String> {
    if context.targets.iter().all(|target| target.clock == Clock::Calendar) {
        return None;
    }
    let calendar = context.calendar.as_ref()?;
    if dialect != Dialect::DuckDb {
        return Some(steps(calendar, dialect));
    }
    let mut before = 0;
    let rows = calendar.intervals().map(|(opens, closes)| {
        let row = format!("({}, {}, {before})", opens.0, closes.0);
        before += closes.0 - opens.0;
        row
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    Some(format!("business_openings(opens, closes, before) AS (VALUES {rows})"))
}

/// The same as functions that change at given points: business time up to an instant, and what is added to business
/// time, from a microsecond after each closing on, to come to the instant at which it is over.
fn steps(calendar: &BusinessCalendar, dialect: Dialect) -> String {
    let (mut reached, mut resumes, mut before) = (Vec::new(), Vec::new(), 0);
    for (opens, closes) in calendar.intervals() {
        reached.push(if before == 0 { -sql::FOREVER } else { before + 1 });
        resumes.push(opens.0 - before);
        before += closes.0 - opens.0;
    }
    let inverse = [("reached", reached), ("resumes", resumes)];
    let columns: Vec<_> = sql::openings(calendar).into_iter().chain(inverse).collect();
    sql::steps(OPENINGS, &columns, dialect)
}
