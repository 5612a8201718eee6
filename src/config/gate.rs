//! From when on the gate warns of data, and from when on it holds a report.

/// What may follow at most from a rule.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum GateLevel {
    /// Nothing: the rule is not looked at.
    Off,
    /// The report is made and marked.
    Warn,
    /// The report is not made.
    Hold,
}

/// From which value on a rule warns, and from which it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateLimits {
    /// Warns from here on.
    pub warn: f64,
    /// Holds from here on.
    pub hold: f64,
    /// What follows at most.
    pub at_most: GateLevel,
}

impl GateLimits {
    const fn new(warn: f64, hold: f64, at_most: GateLevel) -> Self {
        Self { warn, hold, at_most }
    }
}

/// The rules of the gate for one report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateSettings {
    /// Share by which a table has fewer rows than in the quarter before.
    pub rows_fall: GateLimits,
    /// Share by which a table has more rows than in the quarter before.
    pub rows_rise: GateLimits,
    /// Days from the last record of a steady table to the quarter's end.
    pub freshness: GateLimits,
    /// By how much the share of missing cells of a column has risen since the last quarter's report.
    pub missing: GateLimits,
    /// Share of the cells of a column that could not be read or understood.
    pub unreadable: GateLimits,
    /// Share of the rows of a table that were rejected.
    pub rejects: GateLimits,
    /// Tickets by which the backlog identity is off, as a share of the quarter's tickets.
    pub backlog: GateLimits,
    /// How many times its usual change from quarter to quarter a main figure has moved.
    pub jumps: GateLimits,
    /// Share of the costs that no class fits.
    pub unmapped_cost: GateLimits,
    /// A table whose files are those of the last quarter's report.
    pub unchanged: GateLevel,
    /// A table or column that the last quarter's report had.
    pub schema_drift: GateLevel,
    /// A file that is another client's as well.
    pub same_file: GateLevel,
}

impl Default for GateSettings {
    fn default() -> Self {
        use GateLevel::{Hold, Warn};
        Self {
            rows_fall: GateLimits::new(0.3, 0.6, Hold),
            rows_rise: GateLimits::new(0.5, 2.0, Hold),
            freshness: GateLimits::new(7.0, 21.0, Hold),
            missing: GateLimits::new(0.1, 0.4, Hold),
            unreadable: GateLimits::new(0.01, 0.2, Hold),
            rejects: GateLimits::new(0.01, 0.1, Hold),
            backlog: GateLimits::new(0.0, 0.02, Hold),
            jumps: GateLimits::new(10.0, 50.0, Warn),
            unmapped_cost: GateLimits::new(0.02, 0.25, Warn),
            unchanged: Warn,
            schema_drift: Warn,
            same_file: Hold,
        }
    }
}
