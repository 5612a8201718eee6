//! What can be checked before any data are read.

use super::{edition, templates};
use crate::benchmarks::{self, Benchmark};
use crate::config::{Config, ReportConfig};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::{catalogue, metrics, render};

/// What is found before any data are read.
#[derive(Debug, Default)]
pub struct Checked {
    /// What concerns all reports.
    pub whole: Vec<Diagnostic>,
    /// What concerns one report, by its id.
    pub own: Vec<(String, Vec<Diagnostic>)>,
}

/// Checks what can be checked before any data are read: the metrics and benchmarks of the chosen reports (none
/// chosen: of all), and the templates.
pub fn check(config: &Config, chosen: &[String]) -> Checked {
    let of_report = |report: &ReportConfig| {
        let mut found = metrics::check(report, &report.metric_places);
        let (figures, problems) = benchmarks::load(&report.benchmarks);
        found.extend(problems);
        found.extend(benchmarks::load_peers(&report.peers.files).1);
        found.extend(figures.iter().filter_map(|one| unknown_metric(report, one)));
        found.extend(report.industry.iter().filter_map(|one| benchmarks::doubt(one, &figures, &report.place)));
        found.sort();
        found.dedup();
        (report.id.clone(), found)
    };
    let reports = config.reports.iter().filter(|report| chosen.is_empty() || chosen.contains(&report.id));
    let own = reports.map(of_report).collect();
    let mut found = Vec::new();
    match templates(config) {
        Ok(templates) => {
            found.extend(render::check(&templates));
            found.extend(edition::check_words(&templates));
        }
        Err(failure) => {
            found.push(Diagnostic::error("unreadable-templates", Place::file(&config.file), failure.lines().join("; ")))
        }
    }
    found.sort();
    found.dedup();
    Checked { whole: found, own }
}

/// A figure whose twin, or an own average whose metric, no metric of the report or the catalogue is.
fn unknown_metric(report: &ReportConfig, one: &Benchmark) -> Option<Diagnostic> {
    let own = (one.industry == benchmarks::OWN_INDUSTRY).then_some(&one.metric);
    let known = || report.metrics.iter().chain(catalogue::built_in()).map(|metric| metric.id.as_str());
    let unknown = one.twin.iter().chain(own).find(|id| known().all(|known| known != id.as_str()))?;
    let hint = did_you_mean(unknown, known()).unwrap_or_else(|| "`quarterdeck metrics` lists them all".to_owned());
    let message = format!("unknown metric `{unknown}`");
    Some(Diagnostic::error("unknown-metric", one.place.clone(), message).with_hint(hint))
}
