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
}

impl Table {
    /// All tables, in the order in which they are read and listed.
    pub const ALL: [Self; 6] =
        [Self::Tickets, Self::Surveys, Self::Customers, Self::Orders, Self::Complaints, Self::Costs];

    /// The name used in YAML, SQL, file names and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Surveys => "surveys",
            Self::Customers => "customers",
            Self::Orders => "orders",
            Self::Complaints => "complaints",
            Self::Costs => "costs",
        }
    }
}
