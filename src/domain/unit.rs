//! Units of metrics (convention G10).

use serde::{Deserialize, Serialize};

/// The unit in which a metric's value is kept and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share, 0 to 100. Changes are in percentage points.
    Percent,
    /// The difference of two shares, −100 to 100, 个百分点; never %.
    PercentagePoints,
    /// Hours of calendar or business time.
    Hours,
    /// Seconds.
    Seconds,
    /// Days.
    Days,
    /// A score on its own scale, 分.
    Score,
    /// Net promoter points, −100 to 100, 分; never %.
    NpsPoints,
    /// A number of things.
    Count,
    /// Money in the report's currency.
    Money,
    /// Events per 100 of the base.
    PerHundred,
    /// Events per 10,000 of the base.
    PerTenThousand,
    /// Events per million of the base.
    PerMillion,
    /// A pure ratio.
    Ratio,
}
