//! Queries of the tables whose derived columns stand on other tables or on all rows of a customer:
//! what [`super::super::computed`] computes, written out as SQL.

use crate::facts::tickets::human_contact_sql;

/// Commitments with the first due date; `rows` selects all staged rows, duplicates included.
pub(super) fn commitments(rows: &str) -> String {
    format!(
        "SELECT c.*, f.first_due AS counted_due_at FROM commitments_unique c LEFT JOIN (\n  \
         SELECT commitment_id AS due_of, min(coalesce(original_due_at, due_at)) AS first_due FROM ({rows}) \
         GROUP BY commitment_id) f ON f.due_of = c.commitment_id"
    )
}

/// Invitations with the first answer.
pub(super) fn survey_sent(with_surveys: bool) -> String {
    if !with_surveys {
        return "SELECT *, NULL::TIMESTAMPTZ AS answered_at FROM survey_sent_unique".to_owned();
    }
    "SELECT i.*, coalesce(\n  \
     (SELECT min(s.responded_at) FROM surveys_unique s WHERE s.ticket_id = i.ticket_id AND s.responded_at >= i.sent_at),\n  \
     (SELECT min(s.responded_at) FROM surveys_unique s WHERE i.ticket_id IS NULL AND s.ticket_id IS NULL \
     AND s.customer_id = i.customer_id AND s.wave IS NOT DISTINCT FROM i.wave AND s.responded_at >= i.sent_at)\n) \
     AS answered_at FROM survey_sent_unique i"
        .to_owned()
}

/// Sessions with the next contact of their customer with a person.
pub(super) fn sessions(with_tickets: bool) -> String {
    if !with_tickets {
        return "SELECT *, NULL::TIMESTAMPTZ AS next_human_contact_at FROM sessions_unique".to_owned();
    }
    format!(
        "SELECT s.*, (SELECT min(t.created_at) FROM tickets_unique t WHERE t.customer_id = s.customer_id \
         AND t.created_at >= s.started_at AND {}) AS next_human_contact_at FROM sessions_unique s",
        human_contact_sql()
    )
}

/// Invoices with what their customer was invoiced in the quarter and in the next one.
pub(super) fn invoices(quarters: &str) -> String {
    format!(
        "SELECT * EXCLUDE (quarter_at, counts, at_rank, quarter_sum),\n  \
         coalesce(counts AND at_rank = 1, false) AS first_in_quarter,\n  \
         CASE WHEN counts AND at_rank = 1 THEN quarter_sum END AS quarter_amount,\n  \
         CASE WHEN counts AND at_rank = 1 THEN coalesce((SELECT sum(n.amount) FROM invoices_unique n \
         WHERE n.customer_id = b.customer_id AND n.recurring IS NOT FALSE AND n.issued_at >= b.next_quarter_at \
         AND n.issued_at < (SELECT min(q.ends) FROM (VALUES {quarters}) q(starts, ends) WHERE q.starts = b.next_quarter_at)), 0) \
         END AS next_quarter_amount\n\
         FROM (SELECT i.*, q.starts AS quarter_at, q.ends AS next_quarter_at, i.recurring IS NOT FALSE AS counts,\n  \
         row_number() OVER (PARTITION BY i.customer_id, q.starts, i.recurring IS NOT FALSE \
         ORDER BY i.issued_at, i.invoice_id) AS at_rank,\n  \
         sum(i.amount) OVER (PARTITION BY i.customer_id, q.starts, i.recurring IS NOT FALSE) AS quarter_sum\n  \
         FROM invoices_unique i LEFT JOIN (VALUES {quarters}) q(starts, ends) \
         ON i.issued_at >= q.starts AND i.issued_at < q.ends) b"
    )
}
