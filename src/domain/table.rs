//! The canonical tables.

use serde::{Deserialize, Serialize};

/// A canonical input table (domain handbook 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// One row per customer request.
    Tickets,
    /// One row per answer to one question.
    Surveys,
    /// One row per customer or contract.
    Customers,
    /// One row per order.
    Orders,
    /// One row per complaint.
    Complaints,
    /// One row per cost line and accounting period.
    Costs,
    /// One row per change of a ticket's status (M06).
    TicketLog,
    /// One row per promise to a customer (M04).
    Commitments,
    /// One row per invitation to a survey (M09).
    SurveySent,
    /// One row per telephone call (M33).
    Calls,
    /// One row per day (or other period) and queue of telephone calls (M33).
    CallTotals,
    /// One row per bot or self-service session (M33).
    Sessions,
    /// One row per quality review of a contact (M32).
    Reviews,
    /// One row per offer made to a customer (M19).
    Offers,
    /// One row per invoice (M14, M37).
    Invoices,
    /// One row per member of the service staff (M34).
    Staff,
    /// One row per accounting period and team of the service staff (M34).
    StaffTime,
    /// One row per period and product: units in the field (M35).
    Units,
    /// One row per period, source and theme: how often interviews and the public spoke of it (M30).
    Mentions,
}

impl Table {
    /// All tables, in the order in which they are read and listed.
    pub const ALL: [Self; 19] = [
        Self::Tickets,
        Self::Surveys,
        Self::Customers,
        Self::Orders,
        Self::Complaints,
        Self::Costs,
        Self::TicketLog,
        Self::Commitments,
        Self::SurveySent,
        Self::Calls,
        Self::CallTotals,
        Self::Sessions,
        Self::Reviews,
        Self::Offers,
        Self::Invoices,
        Self::Staff,
        Self::StaffTime,
        Self::Units,
        Self::Mentions,
    ];

    /// The name used in YAML, SQL, file names and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Surveys => "surveys",
            Self::Customers => "customers",
            Self::Orders => "orders",
            Self::Complaints => "complaints",
            Self::Costs => "costs",
            Self::TicketLog => "ticket_log",
            Self::Commitments => "commitments",
            Self::SurveySent => "survey_sent",
            Self::Calls => "calls",
            Self::CallTotals => "call_totals",
            Self::Sessions => "sessions",
            Self::Reviews => "reviews",
            Self::Offers => "offers",
            Self::Invoices => "invoices",
            Self::Staff => "staff",
            Self::StaffTime => "staff_time",
            Self::Units => "units",
            Self::Mentions => "mentions",
        }
    }
}
