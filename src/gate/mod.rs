//! Whether a report is fit to leave the house: pass, warn or hold, each with its reason and cure.
//!
//! Stands between the figures and the pages: facts, measurements and the last quarter's state in, findings out.
//! Hides nothing and changes no figure; what it finds is marked in the report, or keeps it from being made.

mod figures;
mod rows;
mod snapshot;
mod tables;
#[cfg(test)]
mod tests;
mod verdict;

pub use snapshot::{Snapshot, TableState};
pub use verdict::{Finding, Outcome, Override, Rule, Strictness, Verdict};

use crate::config::{GateLevel, GateLimits, ReportConfig};
use crate::domain::{Period, Table};
use crate::facts::Quality;
use crate::metrics::measurement::Measurements;

/// What the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The report.
    pub report: &'a ReportConfig,
    /// The quarters that were measured, oldest first; the last is the report's.
    pub periods: &'a [Period],
    /// What was read and what was wrong with it.
    pub quality: &'a Quality,
    /// All figures.
    pub measurements: &'a Measurements,
    /// Costs that no class fits ÷ all costs of the quarter; `None` without costs.
    pub unmapped_cost: Option<f64>,
    /// The data of the last quarter's report; `None` when there is none: what is compared with it is not judged.
    pub before: Option<&'a Snapshot>,
    /// Files, by their path in the data folder, that another client's report reads as well.
    pub twins: &'a [String],
}

/// Everything that the rules find, in no order.
pub fn findings(inputs: &Inputs) -> Vec<Finding> {
    let mut found = rows::findings(inputs);
    found.extend(tables::findings(inputs));
    found.extend(figures::findings(inputs));
    found
}

/// What a value means under the limits of a rule, and which of them it reached.
fn reached(value: f64, limits: GateLimits) -> Option<(Outcome, f64)> {
    let (outcome, limit) =
        if value >= limits.hold { (Outcome::Hold, limits.hold) } else { (Outcome::Warn, limits.warn) };
    (value >= limits.warn && value > 0.0).then_some(())?;
    Some((at_most(outcome, limits.at_most)?, if limits.at_most == GateLevel::Hold { limit } else { limits.warn }))
}

fn at_most(outcome: Outcome, level: GateLevel) -> Option<Outcome> {
    match level {
        GateLevel::Off => None,
        GateLevel::Warn => Some(outcome.min(Outcome::Warn)),
        GateLevel::Hold => Some(outcome),
    }
}

/// A finding about a value that reached a limit.
fn measured(
    rule: Rule,
    limits: GateLimits,
    (table, subject): (Option<Table>, &str),
    (value, message, cure): (f64, String, &str),
) -> Option<Finding> {
    let (outcome, limit) = reached(value, limits)?;
    let (subject, cure) = (subject.to_owned(), cure.to_owned());
    Some(Finding { rule, outcome, table, subject, value: Some(value), limit: Some(limit), message, cure })
}

/// A finding about something that is so or not.
fn stated(
    rule: Rule,
    level: GateLevel,
    (table, subject): (Option<Table>, &str),
    (message, cure): (String, &str),
) -> Option<Finding> {
    let outcome = at_most(Outcome::Hold, level)?;
    let (subject, cure) = (subject.to_owned(), cure.to_owned());
    Some(Finding { rule, outcome, table, subject, value: None, limit: None, message, cure })
}

/// A share in percent, for messages.
fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share).replace(".0 %", " %")
}
