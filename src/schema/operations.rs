//! The columns of the tables about operations, offers and invoices.

use super::ColumnType::{Boolean, Instant, Integer, Money, Number, Text};
use super::{Column, may, must};

/// Status history. `stage` names one of the standard stages (`queue`, `first_line`, `second_line`,
/// `parts`, `customer`, `approval`, `done`): map it from the status with `values`.
pub(super) const TICKET_LOG: &[Column] = &[
    must("ticket_id", Text),
    must("status", Text),
    must("at", Instant),
    may("stage", Text),
    may("team", Text),
    may("agent", Text),
];

/// Promises. When a due date was moved, `original_due_at` holds the first one; of several rows of a
/// commitment the earliest due date counts.
pub(super) const COMMITMENTS: &[Column] = &[
    must("commitment_id", Text),
    may("ticket_id", Text),
    may("customer_id", Text),
    may("type", Text),
    may("promised_at", Instant),
    may("due_at", Instant),
    may("original_due_at", Instant),
    may("fulfilled_at", Instant),
    may("cancelled", Boolean),
    may("channel", Text),
    may("team", Text),
    may("priority", Text),
    may("product", Text),
];

/// Invitations.
pub(super) const SURVEY_SENT: &[Column] = &[
    must("customer_id", Text),
    may("wave", Text),
    must("sent_at", Instant),
    may("ticket_id", Text),
    may("channel", Text),
    may("metric", Text),
];

/// Telephone calls. `wait_seconds` is the time in the queue until the answer or the abandonment.
pub(super) const CALLS: &[Column] = &[
    must("call_id", Text),
    must("started_at", Instant),
    may("customer_id", Text),
    may("ticket_id", Text),
    may("queue", Text),
    may("team", Text),
    may("agent", Text),
    may("product", Text),
    may("direction", Text),
    may("answered_at", Instant),
    may("abandoned_at", Instant),
    may("ended_at", Instant),
    may("wait_seconds", Number),
];

/// Telephone calls per period and queue. Averages are accepted beside totals: `average_wait_seconds`
/// of the answered calls, `service_level` as a share from 0 to 1 of the answered calls.
pub(super) const CALL_TOTALS: &[Column] = &[
    must("period", Instant),
    may("queue", Text),
    may("team", Text),
    must("offered", Integer),
    may("answered", Integer),
    may("abandoned", Integer),
    may("answered_within_threshold", Integer),
    may("threshold_seconds", Number),
    may("wait_seconds_total", Number),
    may("average_wait_seconds", Number),
    may("service_level", Number),
];

/// Sessions with a bot or self-service: `kind` is `bot` or `self_service`.
pub(super) const SESSIONS: &[Column] = &[
    must("session_id", Text),
    must("started_at", Instant),
    may("customer_id", Text),
    may("kind", Text),
    may("channel", Text),
    may("category", Text),
    may("product", Text),
    may("solved", Boolean),
    may("handed_over", Boolean),
];

/// Quality reviews of contacts. `random` is false for contacts that were picked on purpose.
pub(super) const REVIEWS: &[Column] = &[
    must("review_id", Text),
    must("reviewed_at", Instant),
    may("ticket_id", Text),
    may("team", Text),
    may("agent", Text),
    may("channel", Text),
    may("score", Number),
    may("score_max", Number),
    may("critical_error", Boolean),
    may("random", Boolean),
];

/// Offers of further products or paid service.
pub(super) const OFFERS: &[Column] = &[
    must("offer_id", Text),
    must("offered_at", Instant),
    may("customer_id", Text),
    may("accepted_at", Instant),
    may("category", Text),
    may("product", Text),
    may("channel", Text),
    may("team", Text),
    may("ticket_id", Text),
    may("amount", Money),
    may("margin", Money),
];

/// Invoices. `recurring` is false for one-off items.
pub(super) const INVOICES: &[Column] = &[
    must("invoice_id", Text),
    must("customer_id", Text),
    must("issued_at", Instant),
    may("due_at", Instant),
    may("paid_at", Instant),
    must("amount", Money),
    may("recurring", Boolean),
    may("product", Text),
];

/// Members of the service staff.
pub(super) const STAFF: &[Column] = &[
    must("staff_id", Text),
    must("start_date", Instant),
    may("end_date", Instant),
    may("end_reason", Text),
    may("team", Text),
    may("role", Text),
];

/// Working time and satisfaction of the staff per accounting period and team. `esat` is the mean
/// employee satisfaction of `esat_n` answers, on its own scale.
pub(super) const STAFF_TIME: &[Column] = &[
    must("period", Instant),
    may("team", Text),
    may("scheduled_hours", Number),
    may("absence_hours", Number),
    may("training_hours", Number),
    may("esat", Number),
    may("esat_n", Integer),
];

/// Units in the field per product; a figure holds until the next one of the product.
pub(super) const UNITS: &[Column] = &[must("period", Instant), may("product", Text), must("units_in_field", Number)];

/// What interviews and the public spoke of, counted elsewhere: mentions of a theme per accounting period and source
/// (`interview`, `social`, or any other), and how many of them were negative.
pub(super) const MENTIONS: &[Column] = &[
    must("period", Instant),
    must("source", Text),
    may("theme", Text),
    may("channel", Text),
    may("product", Text),
    must("mentions", Integer),
    may("negative", Integer),
];
