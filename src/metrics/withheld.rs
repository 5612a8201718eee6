//! Which main figures are withheld because most of their rows hold nothing: a blank page has a cause.

use super::estimate::is_withheld;
use super::measurement::{Measurement, Measurements, Status};
use crate::catalogue::definition::Kind;
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::{Quarter, Segment};

/// Most figures that the warning names.
const NAMED: usize = 5;

/// A warning that names the figures of the whole report in a quarter which are withheld for missing cells,
/// each with how many of its rows hold nothing; nothing when there are none.
pub fn withheld(report: &ReportConfig, measurements: &Measurements, quarter: Quarter) -> Option<Diagnostic> {
    let policy = &report.statistics;
    let of_quarter = |one: &&Measurement| one.quarter == quarter && one.segment == Segment::Total;
    // What a model misses is no cell: an answer of somebody who was no customer then, say.
    let scanned = |id: &str| report.metrics.iter().any(|metric| metric.id == id && metric.kind != Kind::Model);
    let empty = |one: &&Measurement| one.status == Status::Withheld && is_withheld(one, policy) && scanned(&one.metric);
    let found: Vec<&Measurement> = measurements.iter().filter(of_quarter).filter(empty).collect();
    let name = |one: &&Measurement| format!("`{}` ({} of {})", one.metric, one.missing, one.n + one.missing);
    let mut names: Vec<String> = found.iter().take(NAMED).map(name).collect();
    if found.len() > NAMED {
        names.push(format!("{} more", found.len() - NAMED));
    }
    let message = format!(
        "figures of {quarter} are withheld, since more than {} % of their rows hold no value: {}",
        100.0 * policy.missing_withheld,
        names.join(", ")
    );
    let hint = "rows that are no cases (offered, never answered) are left out with `where:` in the source; \
                else map a fuller column, or raise `statistics: missing_withheld`";
    (!found.is_empty()).then(|| Diagnostic::warning("figures-withheld", report.place.clone(), message).with_hint(hint))
}
