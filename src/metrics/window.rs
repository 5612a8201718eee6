//! Which figures speak of a window that the data do not cover: a quarter that is not over, a table that
//! begins late, ends early or is silent, a register that no longer changes, a look-back of a year into
//! data of ten months.
//!
//! Marks figures only; never changes one.

use super::check::Compiled;
use super::formula::inputs;
use super::measurement::Measurement;
use crate::catalogue::definition::{Attribution, Definition, Kind};
use crate::config::ReportConfig;
use crate::domain::{Instant, Period};
use crate::facts::{Coverage, Facts, LookBack, Uncovered};
use std::collections::BTreeMap;

/// Days that a metric looks back which takes customers for new that it never saw before.
const NEVER_SEEN: i64 = 365;

/// Share of cases whose follow-up is still open above which a figure speaks of the early ones only.
const OPEN: f64 = 0.1;

/// What is needed to mark figures.
pub(super) struct Windows<'a> {
    report: &'a ReportConfig,
    compiled: &'a Compiled,
    coverage: Coverage,
}

impl<'a> Windows<'a> {
    pub(super) fn new(report: &'a ReportConfig, facts: &Facts, compiled: &'a Compiled) -> Self {
        Self { report, compiled, coverage: Coverage::of(&facts.quality) }
    }

    /// Marks figures of periods in place; each belongs to the period of its quarter.
    pub(super) fn mark(&self, periods: &[Period], figures: &mut [Measurement]) {
        let mut known: BTreeMap<(String, usize), Vec<Uncovered>> = BTreeMap::new();
        for figure in figures {
            let Some(at) = periods.iter().position(|period| period.quarter == figure.quarter) else { continue };
            let key = (figure.metric.clone(), at);
            let found = known.entry(key).or_insert_with(|| self.lacks(&figure.metric, &periods[at]));
            figure.uncovered.clone_from(found);
            if !self.is_model(&figure.metric) && figure.immature as f64 > OPEN * (figure.n + figure.immature) as f64 {
                figure.uncovered.push(Uncovered::NotDue);
            }
        }
    }

    /// Models take the cases whose windows are closed from as far back as they need.
    fn is_model(&self, metric: &str) -> bool {
        self.report.metrics.iter().any(|one| one.id == metric && one.kind == Kind::Model)
    }

    /// What of a metric's window in a period the data do not cover, those of its inputs included.
    pub(super) fn lacks(&self, metric: &str, period: &Period) -> Vec<Uncovered> {
        let Some(metric) = self.report.metrics.iter().find(|one| one.id == metric) else { return Vec::new() };
        let mut found = Vec::new();
        if period.end > self.report.as_of {
            found.push(Uncovered::NotOver);
        }
        if let Some(table) = metric.table {
            let (from, until, looks_back) = self.window(metric, period);
            found.extend(self.coverage.lacks(table, (from, until.min(self.report.as_of)), looks_back));
        }
        for input in inputs(metric, &self.compiled.formulas) {
            found.extend(self.lacks(&input, period));
        }
        found.sort();
        found.dedup();
        found
    }

    /// The stretch of time whose rows a metric needs for a period.
    fn window(&self, metric: &Definition, period: &Period) -> (Instant, Instant, LookBack) {
        let back = |from: Instant, days: i64| from.plus_days(-days, self.report.time_zone);
        let (from, own) = match &metric.period {
            Some(Attribution::At(at)) if at == "next_quarter_at" => {
                let before = self.report.fiscal.period(period.quarter.previous(), self.report.time_zone);
                (before.start, true)
            }
            Some(Attribution::PresentAtEnd(presence)) => match days_of(&presence.until) {
                Some(days) => (back(period.end, days), true),
                None => (period.start, false),
            },
            Some(Attribution::PresentAtStart(presence)) => match days_of(&presence.until) {
                Some(days) => (back(period.start, days), true),
                None => (period.start, false),
            },
            _ => (period.start, false),
        };
        let never_seen = texts(metric).any(|text| text.contains("previous_order_at is null"));
        let from = if never_seen { from.min(back(period.start, NEVER_SEEN)) } else { from };
        (from, period.end, if own || never_seen { LookBack::Yes } else { LookBack::No })
    }
}

/// The days of `x + interval '365 days'`.
fn days_of(text: &str) -> Option<i64> {
    let (_, rest) = text.split_once("interval '")?;
    let (days, _) = rest.split_once(" day")?;
    days.trim().parse().ok()
}

fn texts(metric: &Definition) -> impl Iterator<Item = &str> {
    [&metric.rows, &metric.among, &metric.hit, &metric.value].into_iter().flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_presence_are_read() {
        assert_eq!(days_of("ordered_at + interval '365 days'"), Some(365));
        assert_eq!(days_of("end_date"), None);
    }
}
