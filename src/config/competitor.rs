//! Published values of competitors or of the market (M36), as the client collected them.

use crate::domain::Localized;
use chrono::NaiveDate;

/// One value. It is shown beside the client's own and never judged: definitions may differ.
#[derive(Clone, Debug, PartialEq)]
pub struct CompetitorValue {
    /// Competitor or market.
    pub name: Localized,
    /// Metric id.
    pub metric: String,
    /// Value in the metric's unit.
    pub value: f64,
    /// Where it was published.
    pub source: String,
    /// When.
    pub date: NaiveDate,
}
