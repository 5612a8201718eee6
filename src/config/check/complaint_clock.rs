//! Checks the terms for complaints.

use super::Checker;
use crate::config::written::Written;
use crate::config::{ComplaintClock, file};

impl Checker<'_> {
    /// The terms: the preset's, each overridden by its own key. They must not shrink as complaints
    /// get harder.
    pub(super) fn complaint_clock(&mut self, written: &Written<file::ComplaintClock>) -> ComplaintClock {
        let Some((terms, mark)) = written.placed() else { return ComplaintClock::default() };
        let preset = terms.preset.get().map_or_else(ComplaintClock::default, |preset| preset.clock());
        let hours = terms.acknowledge_hours.placed();
        if let Some((hours, mark)) = hours
            && !(hours.is_finite() && *hours > 0.0)
        {
            self.error("out-of-range", mark, format!("`acknowledge_hours` is {hours}; it must be above 0"));
        }
        let mut days = |key: &str, written: &Written<u32>, preset: Option<u32>| {
            if let Some((0, mark)) = written.placed() {
                self.error("out-of-range", mark, format!("`{key}` is 0; it must be above 0"));
            }
            written.get().copied().or(preset)
        };
        let clock = ComplaintClock {
            acknowledge_hours: hours.map(|(hours, _)| *hours).or(preset.acknowledge_hours),
            close_days: days("close_days", &terms.close_days, preset.close_days),
            complex_days: days("complex_days", &terms.complex_days, preset.complex_days),
            special_days: days("special_days", &terms.special_days, preset.special_days),
        };
        let given: Vec<u32> =
            [clock.close_days, clock.complex_days, clock.special_days].into_iter().flatten().collect();
        if given.windows(2).any(|pair| pair[1] < pair[0]) {
            let listed = given.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            let message = format!("the terms shrink as complaints get harder: {listed} days");
            self.error_with_hint(
                "inverted-range",
                mark,
                message,
                "write `close_days` ≤ `complex_days` ≤ `special_days`",
            );
        }
        if clock.close_days.is_none() && !given.is_empty() {
            self.error("missing-key", mark, "`close_days` is missing in this complaint clock".to_owned());
        }
        clock
    }
}
