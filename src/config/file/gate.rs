//! The gate as written.

use crate::config::GateLevel;
use crate::config::written::Written;
use schemars::JsonSchema;
use serde::Deserialize;

/// When the data of a report are doubtful enough to mark it, or to hold it back.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Gate {
    /// Share by which a table has fewer rows than in the quarter before; default 0.3 and 0.6.
    pub(in crate::config) rows_fall: Written<GateLimits>,
    /// Share by which a table has more rows than in the quarter before; default 0.5 and 2.
    pub(in crate::config) rows_rise: Written<GateLimits>,
    /// Days from the last record of a steady table to the quarter's end; default 7 and 21.
    pub(in crate::config) freshness: Written<GateLimits>,
    /// Rise of the share of missing cells of a column since the last quarter's report; default 0.1 and 0.4.
    pub(in crate::config) missing: Written<GateLimits>,
    /// Share of a column's cells that could not be read or understood; default 0.01 and 0.2.
    pub(in crate::config) unreadable: Written<GateLimits>,
    /// Share of a table's rows that were rejected; default 0.01 and 0.1.
    pub(in crate::config) rejects: Written<GateLimits>,
    /// Tickets by which the backlog identity is off, as a share of the quarter's tickets; default 0 and 0.02.
    pub(in crate::config) backlog: Written<GateLimits>,
    /// How many times its usual change a main figure has moved; default 10 and 50, and at most a warning.
    pub(in crate::config) jumps: Written<GateLimits>,
    /// Share of the costs that no class fits; default 0.02 and 0.25, and at most a warning.
    pub(in crate::config) unmapped_cost: Written<GateLimits>,
    /// A table whose files are those of the last quarter's report: `off`, `warn` (default) or `hold`.
    pub(in crate::config) unchanged: Written<GateLevel>,
    /// A table or column that the last quarter's report had: `off`, `warn` (default) or `hold`.
    pub(in crate::config) schema_drift: Written<GateLevel>,
    /// A file that is another client's as well: `off`, `warn` or `hold` (default).
    pub(in crate::config) same_file: Written<GateLevel>,
}

/// From when on a rule warns and holds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct GateLimits {
    /// Warns from here on.
    pub(in crate::config) warn: Written<f64>,
    /// Holds from here on.
    pub(in crate::config) hold: Written<f64>,
    /// What follows at most: `off`, `warn` or `hold`.
    pub(in crate::config) at_most: Written<GateLevel>,
}
