//! The stages of a run on one screen: one report fails, the others go on.
//!
//! Holds no state and knows no format. Every stage is a function from values to values; between
//! two stages the run can be stopped.

mod account;
mod deliver;
mod edition;
mod outcome;
mod reuse;
mod stage;

pub use outcome::{Cells, Ending, Failure, Made, Outcome, Rows, Run, chain};
pub use stage::{Event, Stage, Watch};

use crate::benchmarks;
use crate::cache;
use crate::config::{Config, ReportConfig};
use crate::delivery::{self, Outbox};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{Instant, Period, Quarter, Zone};
use crate::facts::{self, Facts};
use crate::intake::{self, Intake, RawFile};
use crate::metrics::{self, Monthly, measurement::Measurements, models::Study};
use crate::render::{self, Templates};
use crate::run_record::local_time;
use rayon::prelude::*;
use stage::Stages;
use std::sync::atomic::AtomicBool;

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Reports to make, by id; empty means all.
    pub reports: Vec<String>,
    /// The quarter; `None` is the last complete one before each report's `as_of`.
    pub quarter: Option<Quarter>,
    /// Whether reports are written, or only tried.
    pub mode: Mode,
    /// Whether the first failure stops the run.
    pub on_failure: OnFailure,
    /// Warnings about the configuration, for the record of the run.
    pub warnings: Vec<Diagnostic>,
    /// The present, for the record of the run.
    pub now: Instant,
    /// Whether files are known again by their bytes alone.
    pub verify: Verify,
    /// Raised when the run shall stop; looked at between stages.
    pub stop: &'a AtomicBool,
}

impl Request<'_> {
    /// What is said to another run that wants to write into the same folder.
    fn holder(&self) -> String {
        format!("process {}, since {}", std::process::id(), local_time(self.now, Zone::utc()))
    }
}

/// Whether reports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only the data are read: definitions are known to be wrong.
    DataOnly,
    /// Everything is computed and rendered, nothing is written but the cache.
    DryRun,
    /// Reports are written.
    Write,
}

/// How raw files and finished outputs of an earlier run are known again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verify {
    /// By size, time and inode; by their bytes where one of these differs.
    #[default]
    State,
    /// By their bytes.
    Bytes,
}

/// What a failed report means for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// They are made.
    KeepGoing,
    /// Those not yet begun are left out.
    Stop,
}

/// Why nothing can be written at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The output folder.
    #[error(transparent)]
    Output(#[from] delivery::Error),
    /// The cache folder.
    #[error(transparent)]
    Cache(#[from] cache::Error),
}

/// Checks what can be checked before any data are read: the metrics and benchmarks of every report,
/// and the templates.
pub fn check(config: &Config) -> Vec<Diagnostic> {
    let of_report = |report: &ReportConfig| {
        let mut found = metrics::check(report, &report.metric_places);
        let (figures, problems) = benchmarks::load(&report.benchmarks);
        found.extend(problems);
        found.extend(report.industry.iter().filter_map(|one| benchmarks::doubt(one, &figures, &report.place)));
        found
    };
    let mut found: Vec<Diagnostic> = config.reports.iter().flat_map(of_report).collect();
    match templates(config) {
        Ok(templates) => {
            found.extend(render::html::check(&templates).into_iter().chain(render::pdf::check(&templates)));
            found.extend(edition::check_words(&templates));
        }
        Err(failure) => {
            found.push(Diagnostic::error("unreadable-templates", Place::file(&config.file), failure.lines().join("; ")))
        }
    }
    found.extend(intake::shared_files(&config.reports));
    found.sort();
    found.dedup();
    found
}

/// Makes the reports of a request in parallel, and writes the record of the run last.
///
/// # Errors
/// When nothing can be written at all; what befalls single reports is in their outcomes.
pub fn run(config: &Config, request: &Request, watch: Watch) -> Result<Run, Error> {
    let outbox = match request.mode {
        Mode::Write => Some(Outbox::open(&config.output, &request.holder())?),
        Mode::DryRun | Mode::DataOnly => None,
    };
    let (_cache, dropped) = cache::Folder::open(&config.cache, request.now)?;
    let dropped = dropped.map(|told| Diagnostic::warning("cache-version", Place::file(&config.cache), told));
    let stages = Stages::new(request, watch);
    let chosen = |report: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&report.id);
    let reports: Vec<&ReportConfig> = config.reports.iter().filter(chosen).collect();
    let job = Job { config, request, outbox: outbox.as_ref() };
    let attempt = |report: &&ReportConfig| {
        let outcome = stages.attempt(report, |stages| make(&job, report, stages));
        deliver::failed(&job, &outcome);
        outcome
    };
    let outcomes: Vec<Outcome> = reports.par_iter().map(attempt).collect();
    let run = Run { outcomes, warnings: dropped.into_iter().collect(), seconds: stages.seconds() };
    if let Some(outbox) = &outbox {
        deliver::records(config, request, &run, outbox)?;
    }
    Ok(run)
}

/// What all reports of a run share.
struct Job<'a> {
    config: &'a Config,
    request: &'a Request<'a>,
    outbox: Option<&'a Outbox>,
}

/// One report, from raw files to finished files.
fn make(job: &Job, report: &ReportConfig, stages: &mut Stages) -> Result<Made, Failure> {
    let periods = begun(report, job.request.quarter)?;
    let quarter = periods.last().expect("a report has its own period").quarter;
    let kept = reuse::Kept::of(job, report, quarter);
    if let Some(made) = stages.time(Stage::Reuse, || reuse::standing(job, kept.as_ref()))? {
        return Ok(made);
    }
    let measured = measure(job.config, report, &periods, stages)?;
    let key = reuse::key(report, quarter);
    let identity = (key.clone(), job.request.now);
    if job.request.mode == Mode::DataOnly {
        return Ok(Made::new(measured, (None, Vec::new()), report.time_zone, identity));
    }
    let templates = templates(job.config)?;
    let material = stages.time(Stage::Judge, || edition::material(report, &measured, &templates))?;
    let economics = stages.time(Stage::Judge, || account::assess(report, &measured, &periods))?;
    let editions = stages
        .time(Stage::Build, || Ok(edition::build(report, &measured, &material, (&periods, economics.as_ref()))))?;
    let mut files = stages.time(Stage::Render, || edition::render(report, &measured, &editions, &templates))?;
    let written = match job.outbox {
        Some(outbox) => {
            files.extend(deliver::data_files(report, &measured, economics.as_ref()));
            let data_hash = edition::data_hash(&measured);
            let origin = deliver::Origin { report, quarter, key, data_hash, now: job.request.now };
            let delivered = stages.time(Stage::Deliver, || deliver::report(outbox, &origin, &files))?;
            (Some(delivered.issue), delivered.outputs)
        }
        None => (None, Vec::new()),
    };
    let raw = measured.raw.clone();
    let made = Made::new(measured, written, report.time_zone, identity);
    kept.iter().for_each(|kept| kept.keep(&made, raw.clone()));
    Ok(made)
}

/// A report's figures with all that they stand on.
#[derive(Debug)]
pub struct Measured {
    /// The quarter of the report.
    pub quarter: Quarter,
    /// Warnings about the data.
    pub warnings: Vec<Diagnostic>,
    /// Tables with their quality.
    pub facts: Facts,
    /// All figures.
    pub measurements: Measurements,
    /// The main metrics by month.
    pub monthly: Monthly,
    /// What the models found beside their figures.
    pub study: Study,
    /// Tables that models read after the scan, in order.
    pub reads: Vec<metrics::models::ModelRead>,
    /// The raw files behind it.
    pub raw: Vec<RawFile>,
}

/// Reads a report's data and measures it.
fn measure(
    config: &Config,
    report: &ReportConfig,
    periods: &[Period],
    stages: &mut Stages,
) -> Result<Measured, Failure> {
    let intake = stages.time(Stage::Intake, || staged(config, report))?;
    let facts = stages.time(Stage::Facts, || facts::build(report, &intake, periods).map_err(Failure::world))?;
    let (mut warnings, raw) = (intake.diagnostics, intake.raw);
    warnings.extend(facts.diagnostics.iter().cloned());
    Failure::of_diagnostics(&warnings).map_or(Ok(()), Err)?;
    outcome::reconcile(&facts)?;
    warnings.extend(facts::doubts(report, &facts.quality, &facts.rejects, periods));
    warnings.extend(facts::unmet(report, &facts));
    let results = match stages.mode() {
        Mode::DataOnly => metrics::Results::default(),
        Mode::DryRun | Mode::Write => {
            stages.time(Stage::Measure, || metrics::measure(report, &facts, periods).map_err(Failure::of_metrics))?
        }
    };
    let quarter = periods.last().expect("a report has its own period").quarter;
    let metrics::Results { measurements, monthly, study, reads } = results;
    Ok(Measured { quarter, warnings, facts, measurements, monthly, study, reads, raw })
}

/// What a report of a quarter depends on beside its data, as one hash: `key` in `run.json`.
pub fn report_key(report: &ReportConfig, quarter: Quarter) -> String {
    reuse::key(report, quarter)
}

/// Reads one report's data and measures it, outside a run.
///
/// # Errors
/// When its data cannot be used or read.
pub fn measure_one(
    config: &Config,
    report: &ReportConfig,
    request: &Request,
) -> Result<(Measured, Vec<Period>), Failure> {
    let periods = begun(report, request.quarter)?;
    let measured = measure(config, report, &periods, &mut Stages::new(request, &|_| {}))?;
    Ok((measured, periods))
}

fn staged(config: &Config, report: &ReportConfig) -> Result<Intake, Failure> {
    let intake = intake::stage(report, &config.cache).map_err(Failure::world)?;
    Failure::of_diagnostics(&intake.diagnostics).map_or(Ok(intake), Err)
}

fn templates(config: &Config) -> Result<Templates, Failure> {
    config
        .templates
        .as_deref()
        .map_or_else(|| Ok(Templates::built_in()), Templates::with_folder)
        .map_err(Failure::world)
}

/// The quarters to measure, unless the report's own begins only after its data were taken.
fn begun(report: &ReportConfig, quarter: Option<Quarter>) -> Result<Vec<Period>, Failure> {
    let periods = periods(report, quarter);
    let own = periods.last().expect("a report has its own period");
    if own.start <= report.as_of {
        return Ok(periods);
    }
    let as_of = report.as_of.to_local(report.time_zone).date();
    let message = format!(
        "{} begins on {}, after the data of report `{}` were taken (`as_of` {as_of})",
        own.quarter, own.first_day, report.id
    );
    let hint = "choose an earlier quarter, or correct `as_of`";
    Err(Failure::Input(vec![Diagnostic::error("quarter-not-begun", Place::file("--period"), message).with_hint(hint)]))
}

/// The quarters to measure, oldest first; the last is the report's own.
fn periods(report: &ReportConfig, quarter: Option<Quarter>) -> Vec<Period> {
    let last = quarter.unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
    (-i32::from(report.history_quarters)..=0)
        .map(|back| report.fiscal.period(last.plus(back), report.time_zone))
        .collect()
}
