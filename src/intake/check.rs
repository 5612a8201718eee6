//! What a canonical row must satisfy by itself: no negative durations, answers within their scale.

use super::buffer::{ColumnBuffer, Value};
use crate::domain::{Instant, LocalClock, Table};
use crate::schema::{columns, is_share};

/// The checks that apply to one table.
#[derive(Clone, Debug)]
pub struct Checks {
    orders: Vec<Order>,
    survey: Option<Survey>,
    scales: Vec<RowScale>,
    shares: Vec<usize>,
}

/// The columns of a value and of its scale's ends.
#[derive(Clone, Debug)]
struct RowScale {
    value: usize,
    low: Option<usize>,
    high: usize,
    reason: &'static str,
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

/// A percentage on the scale of its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// The column has no scale: the share is the value.
    None,
    /// The value on the scale.
    Value(f64),
    /// The row does not say its scale.
    Unknown(&'static str),
}

/// A value and the end of its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// Index of the value's staged column.
    pub target: usize,
    /// The value.
    pub value: f64,
    /// Where the scale ends, above 1.
    pub end: f64,
}

/// What is wrong with a row, and which staged columns show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Index of the staged column at fault.
    pub target: usize,
    /// Index of the column that it contradicts, or its own.
    pub other: usize,
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
        let scales = match table {
            Table::Reviews => vec![RowScale {
                value: index("score"),
                low: None,
                high: index("score_max"),
                reason: "a percentage, but the row has no `score_max`",
            }],
            Table::Surveys => vec![RowScale {
                value: index("value"),
                low: Some(index("scale_min")),
                high: index("scale_max"),
                reason: "a percentage, but the row has no `scale_max`",
            }],
            _ => Vec::new(),
        };
        let shares = columns(table).iter().enumerate().filter(|(_, column)| is_share(table, column.name));
        Self { orders: ours.map(order).collect(), survey, scales, shares: shares.map(|(index, _)| index).collect() }
    }

    /// The share in the row appended last as a value on the row's scale.
    pub fn on_scale(&self, buffers: &[Option<ColumnBuffer>], target: usize) -> Scale {
        let Some(scale) = self.scales.iter().find(|scale| scale.value == target) else { return Scale::None };
        let number = |target: usize| match last(buffers, target) {
            Value::Number(value) | Value::Share(value) => Some(value),
            _ => None,
        };
        let low = scale.low.map_or(Some(0.0), number);
        match (number(target), low, number(scale.high)) {
            (Some(share), low, Some(high)) => {
                let low = low.unwrap_or(0.0);
                Scale::Value(rounded(low + share * (high - low)))
            }
            _ => Scale::Unknown(scale.reason),
        }
    }

    /// A plain number in the row appended last that may be a share of the row's scale or a value on it.
    pub fn beside_scale(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Beside> {
        let number = |target: usize| match last(buffers, target) {
            Value::Number(value) => Some(value),
            _ => None,
        };
        self.scales.iter().find_map(|scale| {
            let (value, end) = (number(scale.value)?, number(scale.high)?);
            // On a scale that begins above 0 no share would be a value.
            let from_nothing = scale.low.and_then(number).is_none_or(|low| low == 0.0);
            Some(Beside { target: scale.value, value, end }).filter(|_| end > 1.0 && from_nothing)
        })
    }

    /// Dates alone that seem to precede another time of their own day: they count from that time.
    pub fn same_day(&self, buffers: &[Option<ColumnBuffer>], clock: &mut LocalClock) -> Vec<(usize, i64)> {
        let mut found = Vec::new();
        for order in &self.orders {
            let instant = |target: usize| buffers.get(target)?.as_ref()?.last_instant();
            let Some((earlier, later)) = instant(order.earlier.0).zip(instant(order.later.0)) else { continue };
            if later >= earlier {
                continue;
            }
            let (day, local) = (clock.to_local(earlier).div_euclid(Instant::DAY), clock.to_local(later));
            if local.rem_euclid(Instant::DAY) == 0 && local.div_euclid(Instant::DAY) == day {
                found.push((order.later.0, earlier));
            }
        }
        found
    }

    /// Checks the row appended last.
    pub fn last_row(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let ordered = self.orders.iter().find_map(|order| order.check(buffers));
        let survey = || self.survey.as_ref().and_then(|survey| survey.check(buffers));
        let beyond = |target: &usize| match last(buffers, *target) {
            Value::Number(value) if !(0.0..=1.0).contains(&value) => Some(Fault {
                target: *target,
                other: *target,
                reason: "a share is from 0 to 1: write `factor: 0.01` for percentages".to_owned(),
            }),
            _ => None,
        };
        let scales = || self.scales.iter().find_map(|scale| scale.check(buffers));
        ordered.or_else(survey).or_else(scales).or_else(|| self.shares.iter().find_map(beyond))
    }
}

/// Fifteen digits: a percentage in a workbook has no more.
fn rounded(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

fn last(buffers: &[Option<ColumnBuffer>], target: usize) -> Value<'_> {
    buffers.get(target).and_then(Option::as_ref).map_or(Value::Null, ColumnBuffer::last)
}

impl RowScale {
    /// A value beyond the end of a scale that begins at nothing; answers of surveys have a check of their own.
    fn check(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let number = |target: usize| match last(buffers, target) {
            Value::Number(value) | Value::Share(value) => Some(value),
            _ => None,
        };
        let (value, high) = number(self.value).zip(number(self.high)).filter(|_| self.low.is_none())?;
        let reason = || format!("outside the scale 0 to {high}: another `score_max`, or a `factor` for percentages");
        let outside = value < 0.0 || value > high;
        outside.then(|| Fault { target: self.value, other: self.value, reason: reason() })
    }
}

impl Order {
    fn check(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let instant = |target: usize| buffers.get(target)?.as_ref()?.last_instant();
        let (earlier, later) = instant(self.earlier.0).zip(instant(self.later.0))?;
        let reason = || format!("`{}` is before `{}`: negative duration", self.later.1, self.earlier.1);
        (later < earlier).then(|| Fault { target: self.later.0, other: self.earlier.0, reason: reason() })
    }
}

impl Survey {
    fn check(&self, buffers: &[Option<ColumnBuffer>]) -> Option<Fault> {
        let number = |target| match last(buffers, target) {
            Value::Number(value) | Value::Share(value) => Some(value),
            _ => None,
        };
        let (value, low, high) = (number(self.value), number(self.low), number(self.high));
        let nps = matches!(last(buffers, self.metric), Value::Text(metric) if metric.eq_ignore_ascii_case("nps"));
        let other_scale = low.is_some_and(|low| low != 0.0) || high.is_some_and(|high| high != 10.0);
        if nps && other_scale {
            let target = if low.is_some_and(|low| low != 0.0) { self.low } else { self.high };
            let reason = "nps needs 0–10, the scale is another".to_owned();
            return value.map(|_| Fault { target: self.value, other: target, reason });
        }
        let value = value?;
        if nps && !(0.0..=10.0).contains(&value) {
            return Some(Fault { target: self.value, other: self.value, reason: "nps needs 0–10".to_owned() });
        }
        let outside = low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high);
        let edge = |edge: Option<f64>| edge.map_or_else(|| "…".to_owned(), |edge| edge.to_string());
        let reason = || format!("outside the scale {} to {}", edge(low), edge(high));
        outside.then(|| Fault { target: self.value, other: self.value, reason: reason() })
    }
}
