//! What a canonical row must satisfy by itself: no negative durations, answers within their scale.

use super::buffer::{ColumnBuffer, Value};
use crate::domain::Table;
use crate::facts::schema::columns;

/// The checks that apply to one table.
#[derive(Clone, Debug)]
pub struct Checks {
    orders: Vec<Order>,
    survey: Option<Survey>,
}

#[derive(Clone, Debug)]
struct Order {
    earlier: (usize, &'static str),
    later: (usize, &'static str),
}

#[derive(Clone, Debug)]
struct Survey {
    metric: usize,
    value: usize,
    low: usize,
    high: usize,
}

/// What is wrong with a row, and which staged column shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Index of the staged column.
    pub target: usize,
    /// Why.
    pub reason: String,
}

const ORDERS: [(Table, &str, &str); 14] = [
    (Table::Tickets, "created_at", "first_reply_at"),
    (Table::Tickets, "created_at", "first_resolved_at"),
    (Table::Tickets, "created_at", "resolved_at"),
    (Table::Surveys, "sent_at", "responded_at"),
    (Table::Customers, "start_date", "end_date"),
    (Table::Complaints, "received_at", "acknowledged_at"),
    (Table::Complaints, "received_at", "closed_at"),
    (Table::Tickets, "parts_ordered_at", "parts_received_at"),
    (Table::Commitments, "promised_at", "fulfilled_at"),
    (Table::Calls, "started_at", "answered_at"),
    (Table::Calls, "started_at", "abandoned_at"),
    (Table::Calls, "started_at", "ended_at"),
    (Table::Offers, "offered_at", "accepted_at"),
    (Table::Staff, "start_date", "end_date"),
];

impl Checks {
    /// The checks of a table.
    pub fn of(table: Table) -> Self {
        let index = |name: &str| columns(table).iter().position(|column| column.name == name).unwrap_or(usize::MAX);
        let ours = ORDERS.iter().filter(|(of, _, _)| *of == table);
        let order = |(_, earlier, later): &(Table, &'static str, &'static str)| Order {
            earlier: (index(earlier), earlier),
            later: (index(later), later),
        };
        let survey = (table == Table::Surveys).then(|| Survey {
            metric: index("metric"),
            value: index("value"),
            low: index("scale_min"),
            high: index("scale_max"),
        });
        Self { orders: ours.map(order).collect(), survey }
    }

    /// Checks the row appended last.
    pub fn last_row(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let ordered = self.orders.iter().find_map(|order| order.check(buffers));
        ordered.or_else(|| self.survey.as_ref().and_then(|survey| survey.check(buffers)))
    }
}

fn last(buffers: &[Option<ColumnBuffer>], target: usize) -> Value<'_> {
    buffers.get(target).and_then(Option::as_ref).map_or(Value::Null, ColumnBuffer::last)
}

impl Order {
    fn check(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let instant = |target: usize| buffers.get(target)?.as_ref()?.last_instant();
        let (earlier, later) = instant(self.earlier.0).zip(instant(self.later.0))?;
        let reason = format!("`{}` is before `{}`: negative duration", self.later.1, self.earlier.1);
        (later < earlier).then_some(Fault { target: self.later.0, reason })
    }
}

impl Survey {
    fn check(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let number = |target| match last(buffers, target) {
            Value::Number(value) => Some(value),
            _ => None,
        };
        let (value, low, high) = (number(self.value), number(self.low), number(self.high));
        let nps = matches!(last(buffers, self.metric), Value::Text(metric) if metric.eq_ignore_ascii_case("nps"));
        let other_scale = low.is_some_and(|low| low != 0.0) || high.is_some_and(|high| high != 10.0);
        if nps && other_scale {
            let target = if low.is_some_and(|low| low != 0.0) { self.low } else { self.high };
            return Some(Fault { target, reason: "nps needs 0–10, the scale is another".to_owned() });
        }
        let value = value?;
        if nps && !(0.0..=10.0).contains(&value) {
            return Some(Fault { target: self.value, reason: "nps needs 0–10".to_owned() });
        }
        let outside = low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high);
        let edge = |edge: Option<f64>| edge.map_or_else(|| "…".to_owned(), |edge| edge.to_string());
        outside
            .then(|| Fault { target: self.value, reason: format!("outside the scale {} to {}", edge(low), edge(high)) })
    }
}
