//! The columns of the canonical tables (domain handbook 2.6).

mod operations;

use crate::domain::words::Vocabulary;
use crate::domain::{ColumnType, SpanUnit, Table};

/// One canonical column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, the same in YAML, SQL and reports.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Whether a source must supply it (by mapping or constant) and each row must have it.
    pub required: bool,
}

/// Name of the staged provenance column: the line (CSV, JSON Lines), row (XLSX) or record
/// number (Parquet) in the raw file, from 1; Arrow `Int64`.
pub const LINE: &str = "_line";

/// Name of the staged provenance column: the raw file relative to the report's data folder, with
/// `#sheet` appended for a workbook; Arrow `Utf8`.
pub const FILE: &str = "_file";

const fn must(name: &'static str, kind: ColumnType) -> Column {
    Column { name, kind, required: true }
}

const fn may(name: &'static str, kind: ColumnType) -> Column {
    Column { name, kind, required: false }
}

use ColumnType::{Boolean, Instant, Integer, Money, Number, Text};

const TICKETS: &[Column] = &[
    must("ticket_id", Text),
    may("customer_id", Text),
    must("created_at", Instant),
    may("channel", Text),
    may("status", Text),
    may("first_reply_at", Instant),
    may("first_reply_type", Text),
    may("first_resolved_at", Instant),
    may("resolved_at", Instant),
    may("reopened_at", Instant),
    may("due_at", Instant),
    may("origin", Text),
    may("merged_into", Text),
    may("spam", Boolean),
    may("needs_visit", Boolean),
    may("category", Text),
    may("priority", Text),
    may("team", Text),
    may("agent", Text),
    may("product", Text),
    may("process", Text),
    may("region", Text),
    may("customised", Boolean),
    may("contacts_n", Integer),
    // How it was handled.
    may("handled_by", Text),
    may("proactive", Boolean),
    may("progress_updates_n", Integer),
    may("channels_n", Integer),
    may("reopened_n", Integer),
    may("first_contact_solved", Boolean),
    may("paused_hours", Number),
    // Visits and parts.
    may("visits_n", Integer),
    may("parts_ordered_at", Instant),
    may("parts_received_at", Instant),
];

const SURVEYS: &[Column] = &[
    must("response_id", Text),
    may("customer_id", Text),
    must("metric", Text),
    may("value", Number),
    may("scale_min", Number),
    may("scale_max", Number),
    must("responded_at", Instant),
    may("interaction_at", Instant),
    may("sent_at", Instant),
    may("ticket_id", Text),
    may("channel", Text),
    may("wave", Text),
    may("item", Text),
    may("role", Text),
    may("stage", Text),
    may("version", Text),
    may("weight", Number),
    may("comment", Text),
];

const CUSTOMERS: &[Column] = &[
    must("customer_id", Text),
    must("start_date", Instant),
    may("end_date", Instant),
    may("end_reason", Text),
    may("segment", Text),
    may("tier", Text),
    may("region", Text),
    may("industry", Text),
    may("service_plan", Text),
    may("margin", Money),
];

const ORDERS: &[Column] = &[
    must("order_id", Text),
    may("customer_id", Text),
    must("ordered_at", Instant),
    must("amount", Money),
    may("margin", Money),
    may("category", Text),
    may("is_service", Boolean),
    may("refunded", Boolean),
    may("cancelled", Boolean),
    may("referral_of", Text),
    may("offer_id", Text),
    may("product", Text),
];

const COMPLAINTS: &[Column] = &[
    must("complaint_id", Text),
    may("customer_id", Text),
    must("received_at", Instant),
    may("acknowledged_at", Instant),
    may("closed_at", Instant),
    may("channel", Text),
    may("level", Text),
    may("category", Text),
    may("product", Text),
    may("root_cause", Text),
    may("valid", Boolean),
    may("outcome", Text),
    may("compensation", Money),
    may("repeat_of", Text),
    may("due_at", Instant),
    may("complexity", Text),
    may("escalated", Boolean),
    may("solved_at_first_point", Boolean),
    may("team", Text),
];

const COSTS: &[Column] = &[
    must("period", Instant),
    must("category", Text),
    must("amount", Money),
    may("process", Text),
    may("team", Text),
    may("product", Text),
    may("channel", Text),
    may("fixed_or_variable", Text),
];

/// The canonical columns of a table, in staged order. A staged file holds all of them (null when
/// not mapped), then the user's extra columns, then [`FILE`] and [`LINE`].
pub fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::Tickets => TICKETS,
        Table::Surveys => SURVEYS,
        Table::Customers => CUSTOMERS,
        Table::Orders => ORDERS,
        Table::Complaints => COMPLAINTS,
        Table::Costs => COSTS,
        Table::TicketLog => operations::TICKET_LOG,
        Table::Commitments => operations::COMMITMENTS,
        Table::SurveySent => operations::SURVEY_SENT,
        Table::Calls => operations::CALLS,
        Table::CallTotals => operations::CALL_TOTALS,
        Table::Sessions => operations::SESSIONS,
        Table::Reviews => operations::REVIEWS,
        Table::Offers => operations::OFFERS,
        Table::Invoices => operations::INVOICES,
        Table::Staff => operations::STAFF,
        Table::StaffTime => operations::STAFF_TIME,
        Table::Units => operations::UNITS,
        Table::Mentions => operations::MENTIONS,
    }
}

/// The unit of a column that holds spans of time; `None` for all others.
pub fn span_unit(table: Table, column: &str) -> Option<SpanUnit> {
    let known = columns(table).iter().find(|known| known.name == column && known.kind == ColumnType::Number)?;
    if known.name.contains("_seconds") {
        Some(SpanUnit::Seconds)
    } else {
        known.name.ends_with("_hours").then_some(SpanUnit::Hours)
    }
}

/// Whether the days of a column of spans are days of work, of which nothing says how long they are.
pub fn is_working_time(table: Table, column: &str) -> bool {
    table == Table::StaffTime && span_unit(table, column).is_some()
}

/// Whether a column holds answers on a scale.
pub fn is_answer(table: Table, column: &str) -> bool {
    matches!((table, column), (Table::Surveys, "value") | (Table::Reviews, "score"))
}

/// Whether a column holds shares from 0 to 1.
pub fn is_share(table: Table, column: &str) -> bool {
    table == Table::CallTotals && column == "service_level"
}

/// The columns that identify a row (convention G6); empty when a table has no key.
pub fn key(table: Table) -> &'static [&'static str] {
    match table {
        Table::Tickets => &["ticket_id"],
        Table::Surveys => &["response_id", "metric", "wave", "item", "role", "stage"],
        Table::Customers => &["customer_id"],
        Table::Orders => &["order_id"],
        Table::Complaints => &["complaint_id"],
        Table::Costs => &[],
        Table::TicketLog => &["ticket_id", "status", "at"],
        Table::Commitments => &["commitment_id"],
        Table::SurveySent => &["customer_id", "wave", "ticket_id", "metric", "sent_at"],
        Table::Calls => &["call_id"],
        Table::CallTotals => &["period", "queue"],
        Table::Sessions => &["session_id"],
        Table::Reviews => &["review_id"],
        Table::Offers => &["offer_id"],
        Table::Invoices => &["invoice_id"],
        Table::Staff => &["staff_id"],
        Table::StaffTime => &["period", "team"],
        Table::Units => &["period", "product"],
        Table::Mentions => &["period", "source", "theme", "channel", "product"],
    }
}

/// The date that places a row of a table in time.
pub fn main_date(table: Table) -> &'static str {
    match table {
        Table::Tickets => "created_at",
        Table::Surveys => "responded_at",
        Table::Customers | Table::Staff => "start_date",
        Table::Orders => "ordered_at",
        Table::Complaints => "received_at",
        Table::TicketLog => "at",
        Table::Commitments => "due_at",
        Table::SurveySent => "sent_at",
        Table::Calls | Table::Sessions => "started_at",
        Table::Reviews => "reviewed_at",
        Table::Offers => "offered_at",
        Table::Invoices => "issued_at",
        Table::Costs | Table::CallTotals | Table::StaffTime | Table::Units | Table::Mentions => "period",
    }
}

/// The closed vocabulary of a column: intake stages the meaning of its words, a word without one as
/// [`UNKNOWN`](crate::domain::words::UNKNOWN), and a blank as nothing.
pub fn vocabulary(table: Table, column: &str) -> Option<Vocabulary> {
    match (table, column) {
        (Table::Tickets, "status") => Some(Vocabulary::Status),
        (Table::Tickets, "origin") => Some(Vocabulary::Origin),
        (Table::Tickets, "first_reply_type" | "handled_by") | (Table::Sessions, "kind") => Some(Vocabulary::Handling),
        (Table::Calls, "direction") => Some(Vocabulary::Direction),
        _ => None,
    }
}

/// The vocabulary of which a column's words are staged as their meanings while any others stay as they are.
pub fn spelled(table: Table, column: &str) -> Option<Vocabulary> {
    ((table, column) == (Table::Surveys, "metric")).then_some(Vocabulary::Question)
}

/// Derived columns that speak of quarters: no metric over them can be measured by month.
pub const QUARTERLY: [&str; 2] = ["first_in_quarter", "next_quarter_at"];

/// Whether the rows of a table are members of a list rather than events: a quarter in which none
/// began is then an ordinary quarter.
pub fn is_register(table: Table) -> bool {
    matches!(table, Table::Customers | Table::Staff)
}
