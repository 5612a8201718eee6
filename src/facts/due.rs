//! Until when a ticket must be solved: its own term, else what is agreed for its priority and channel; and the same
//! in DuckDB's SQL.

use super::column::{Columns, instant_at, text_at};
use super::context::{Allowed, Context};
use super::literal::{instant_literal, text_list};
use super::values::{Values, channel_key, word_key};
use crate::domain::{BusinessCalendar, Clock, Table};
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
pub(super) fn due_sql(context: &Context, values: &Values) -> String {
    let usable = |allowed: &&Allowed| allowed.clock == Clock::Calendar || context.calendar.is_some();
    let mut cases = String::new();
    for allowed in &context.targets {
        let among = |column: &str, key: fn(&str) -> String, wanted: &Option<String>| {
            let wanted = wanted.as_ref()?;
            let known = values.of(Table::Tickets, column).into_iter().flatten();
            let same: Vec<&str> =
                known.map(|(value, _)| value.as_str()).filter(|value| key(value) == *wanted).collect();
            Some(if same.is_empty() { "false".to_owned() } else { format!("{column} IN ({})", text_list(&same)) })
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

/// The opening intervals of the business calendar with the business time before each, microseconds; `None` when no term
/// counts business time.
pub(super) fn openings(context: &Context) -> Option<String> {
    if context.targets.iter().all(|target| target.clock == Clock::Calendar) {
        return None;
    }
    let calendar = context.calendar.as_ref()?;
    let mut before = 0;
    let rows = calendar.intervals().map(|(opens, closes)| {
        let row = format!("({}, {}, {before})", opens.0, closes.0);
        before += closes.0 - opens.0;
        row
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    Some(format!("business_openings(opens, closes, before) AS (VALUES {rows})"))
}
