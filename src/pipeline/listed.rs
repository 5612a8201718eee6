//! Published figures as a list: what `quarterdeck benchmarks list` prints.

use crate::benchmarks::{self, Benchmark, ORIGIN_UNKNOWN};
use crate::config::{Config, ReportConfig};
use crate::diagnostic::Diagnostic;
use chrono::NaiveDate;
use serde::Serialize;
use std::path::Path;

/// One published figure with its provenance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Name of the entry.
    pub id: String,
    /// Metric beside which it stands.
    pub metric: String,
    /// Metric that computes its definition from a client's data; empty when none does.
    pub twin: String,
    /// Industry key.
    pub industry: String,
    /// Value.
    pub value: f64,
    /// Unit of the value.
    pub unit: String,
    /// When it was taken.
    pub period: String,
    /// Whole and tenth years since; `None` when undated.
    pub age_years: Option<f64>,
    /// Region code; empty when not stated.
    pub region: String,
    /// Level of complaints; empty for anything else.
    pub level: String,
    /// Evidence: A, A-, B or S.
    pub grade: String,
    /// What was seen of the publisher, and when.
    pub seen: String,
    /// Licence; empty when none was stated.
    pub licence: String,
    /// Publisher and publication.
    pub source: String,
}

/// The figures of the configuration's reports, or without one those that are shipped, in the order of their files;
/// `industry` and `metric` choose among them, the metric also by its twin.
///
/// # Errors
/// Everything that is wrong in the benchmark files of the configuration.
pub fn benchmarks_listed(
    config: Option<(&Config, &[String])>,
    (industry, metric): (Option<&str>, Option<&str>),
    day: NaiveDate,
) -> Result<Vec<Listed>, Vec<Diagnostic>> {
    let figures = match config {
        Some((config, chosen)) => {
            let reports = config.reports.iter().filter(|one| chosen.is_empty() || chosen.contains(&one.id));
            of_reports(reports)?
        }
        None => shipped(),
    };
    let fits = |one: &&Benchmark| {
        industry.is_none_or(|key| one.industry.eq_ignore_ascii_case(key))
            && metric.is_none_or(|id| one.metric == id || one.twin.as_deref() == Some(id))
    };
    Ok(figures.iter().filter(fits).map(|one| line(one, day)).collect())
}

fn of_reports<'a>(reports: impl Iterator<Item = &'a ReportConfig>) -> Result<Vec<Benchmark>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    for file in reports.flat_map(|one| &one.benchmarks) {
        if !files.contains(file) {
            files.push(file.clone());
        }
    }
    let (figures, problems) = benchmarks::load(&files);
    if problems.is_empty() { Ok(figures) } else { Err(problems) }
}

fn shipped() -> Vec<Benchmark> {
    let (last, known): (Vec<_>, Vec<_>) =
        benchmarks::shipped_files().iter().partition(|(name, _)| *name == ORIGIN_UNKNOWN);
    known.into_iter().chain(last).flat_map(|(name, text)| benchmarks::parse(text, Path::new(name)).0).collect()
}

fn line(one: &Benchmark, day: NaiveDate) -> Listed {
    let when = one.seen_on.as_ref().map(|month| format!(" {month}")).unwrap_or_default();
    Listed {
        id: one.id.clone(),
        metric: one.metric.clone(),
        twin: one.twin.clone().unwrap_or_default(),
        industry: one.industry.clone(),
        value: one.value,
        unit: one.unit.to_string(),
        period: one.period.label.clone(),
        age_years: one.period.years_before(day).map(|years| (years * 10.0).round() / 10.0),
        region: one.region.clone().unwrap_or_default(),
        level: one.level.map_or("", benchmarks::Level::word).to_owned(),
        grade: one.grade.letter().to_owned(),
        seen: format!("{}{when}", one.seen.word()),
        licence: one.licence.clone().unwrap_or_default(),
        source: one.source.clone(),
    }
}
