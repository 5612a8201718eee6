//! Checks the limits of the gate.

use super::Checker;
use crate::config::written::Written;
use crate::config::{GateLimits, GateSettings, file};

impl Checker<'_> {
    /// The rules of the gate, each with what is written for it over its default.
    pub(super) fn gate(&mut self, written: &Written<file::Gate>) -> GateSettings {
        let usual = GateSettings::default();
        let Some(gate) = written.get() else { return usual };
        GateSettings {
            rows_fall: self.limits("rows_fall", &gate.rows_fall, usual.rows_fall),
            rows_rise: self.limits("rows_rise", &gate.rows_rise, usual.rows_rise),
            freshness: self.limits("freshness", &gate.freshness, usual.freshness),
            missing: self.limits("missing", &gate.missing, usual.missing),
            unreadable: self.limits("unreadable", &gate.unreadable, usual.unreadable),
            rejects: self.limits("rejects", &gate.rejects, usual.rejects),
            backlog: self.limits("backlog", &gate.backlog, usual.backlog),
            jumps: self.limits("jumps", &gate.jumps, usual.jumps),
            unmapped_cost: self.limits("unmapped_cost", &gate.unmapped_cost, usual.unmapped_cost),
            unchanged: gate.unchanged.get().copied().unwrap_or(usual.unchanged),
            schema_drift: gate.schema_drift.get().copied().unwrap_or(usual.schema_drift),
            same_file: gate.same_file.get().copied().unwrap_or(usual.same_file),
        }
    }

    fn limits(&mut self, name: &str, written: &Written<file::GateLimits>, usual: GateLimits) -> GateLimits {
        let Some((limits, mark)) = written.placed() else { return usual };
        let mut value = |key: &str, written: &Written<f64>, usual: f64| match written.placed() {
            Some((value, mark)) if !(value.is_finite() && *value >= 0.0) => {
                self.error("out-of-range", mark, format!("`{key}` is {value}; it must be 0 or more"));
                usual
            }
            Some((value, _)) => *value,
            None => usual,
        };
        let found = GateLimits {
            warn: value("warn", &limits.warn, usual.warn),
            hold: value("hold", &limits.hold, usual.hold),
            at_most: limits.at_most.get().copied().unwrap_or(usual.at_most),
        };
        if found.warn > found.hold {
            let message =
                format!("`{name}` would hold a report from {} on, before it warns from {} on", found.hold, found.warn);
            self.error_with_hint("inverted-range", mark, message, "write `warn` ≤ `hold`");
        }
        found
    }
}
