//! The stages of a run on one screen: one report fails, the others go on.
//!
//! Holds no state and knows no format. Every stage is a function from values to values; between
//! two stages the run can be stopped.

mod account;
mod check;
mod deliver;
mod edition;
mod examine;
mod frozen;
mod issues;
mod listed;
mod log;
mod outcome;
mod own_templates;
mod peers;
mod portfolio;
mod restate;
mod reuse;
mod stage;
mod stop;
mod told;

pub use crate::delivery::{Extent, Purged};
pub use crate::insight::insights_schema;
pub use check::{Checked, check};
pub use deliver::quarter_of;
pub use issues::{diff, purge};
pub use listed::{Listed, benchmarks_listed};
pub use outcome::{Cells, Ending, Failure, Held, Made, Outcome, Rows, Run, chain};
pub use own_templates::{Tried, built_in_templates, try_templates};
pub use peers::peers_file;
pub use portfolio::{NoPortfolio, PORTFOLIO_FORMATS, PortfolioMade, PortfolioRequest, portfolio};
pub use stage::{Event, Stage, Watch};

use crate::cache;
use crate::config::{Config, Faulty, Known, ReportConfig};
use crate::delivery::{self, IssueRecord, Outbox};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{Instant, Period, Quarter, Zone};
use crate::facts::{self, Facts};
use crate::gate::{Snapshot, Strictness, Verdict};
use crate::intake::{self, Intake, RawFile, Twin};
use crate::metrics::{self, Monthly, measurement::Measurements, models::Study};
use crate::render::Templates;
use crate::report::Changes;
use crate::run_record::local_time;
use stage::Stages;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

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
    /// The same moment by the steady clock.
    pub since: std::time::Instant,
    /// Whether files are known again by their bytes alone.
    pub verify: Verify,
    /// How strictly the gate takes what it finds.
    pub strictness: Strictness,
    /// Reasons to make reports although they are held, by id.
    pub overrides: BTreeMap<String, String>,
    /// Reports of which a new issue is made although only the program is another, by id.
    pub reissue: BTreeSet<String>,
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

impl Error {
    /// Whether another run writes there.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::Output(delivery::Error::Busy { .. }))
    }
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
    if let (Some(outbox), Some(fingerprint)) = (&outbox, &config.pseudonyms) {
        delivery::same_key(outbox, fingerprint)?;
    }
    let (_cache, dropped) = cache::Folder::open(&config.cache, request.now)?;
    let dropped = dropped.map(|told| Diagnostic::warning("cache-version", Place::file(&config.cache), told));
    let stages = Stages::new(request, watch);
    let chosen = |report: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&report.id);
    let reports: Vec<&ReportConfig> = config.written().into_iter().filter(chosen).collect();
    let twins = intake::twins(&config.written());
    let told = twins.values().flatten().filter(|twin| reports.iter().any(|report| report.id == twin.report));
    let pool = peers::Pool::of(config, request, &reports);
    let dropped = dropped.into_iter().chain(pool.warnings.iter().cloned());
    let told: Vec<Diagnostic> = dropped.chain(told.map(|twin| twin.warning.clone())).collect();
    let job = Job { config, request, outbox: outbox.as_ref(), twins, pool };
    let unsaid: Mutex<Option<delivery::Error>> = Mutex::new(None);
    let told_once = |error: delivery::Error| {
        unsaid.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    };
    log::began(&job, &reports)?;
    let attempt = |report: &&ReportConfig| {
        let outcome = stages.attempt(report, |stages| match config.fault(&report.id) {
            None => make(&job, report, stages),
            Some(faulty) => Err(Failure::Input(found_in(faulty, &job, stages))),
        });
        deliver::failed(&job, &outcome).unwrap_or_else(told_once);
        log::ended(&job, &outcome).unwrap_or_else(told_once);
        outcome
    };
    let ended = stop::watched(&job, &reports, (&stages, watch), &attempt);
    let run = Run { outcomes: ended, warnings: told, seconds: stages.seconds() };
    if let Some(outbox) = &outbox {
        deliver::records(config, request, &run, outbox)?;
        log::over(&job, &reports, run.seconds)?;
    }
    watch(Event::Over);
    let unsaid = unsaid.into_inner().unwrap_or_else(PoisonError::into_inner);
    unsaid.map_or(Ok(run), |error| Err(error.into()))
}

/// What all reports of a run share.
struct Job<'a> {
    config: &'a Config,
    request: &'a Request<'a>,
    outbox: Option<&'a Outbox>,
    /// Files that two clients' reports read, by report.
    twins: BTreeMap<String, Vec<Twin>>,
    /// The reports that are peers of each other.
    pool: peers::Pool,
}

/// What is wrong with a report; its data are looked at as well where reports are only checked.
fn found_in(faulty: &Faulty, job: &Job, stages: &mut Stages) -> Vec<Diagnostic> {
    let mut found = faulty.problems.clone();
    if job.request.mode != Mode::Write && faulty.known == Known::Data {
        let of_data = begun(&faulty.report, job.request.quarter)
            .and_then(|periods| measure(job.config, &faulty.report, &periods, (stages, Mode::DataOnly)));
        match of_data {
            Ok(measured) => found.extend(measured.warnings),
            Err(Failure::Input(more)) => found.extend(more),
            Err(_) => {}
        }
        found.sort();
        found.dedup();
    }
    found
}

/// One report, from raw files to finished files.
fn make(job: &Job, report: &ReportConfig, stages: &mut Stages) -> Result<Made, Failure> {
    let periods = begun(report, job.request.quarter)?;
    let quarter = periods.last().expect("a report has its own period").quarter;
    let base = examine::Base::of(job, report, quarter)?;
    let kept =
        reuse::Kept::of(job, report, (quarter, base.hash() + &job.pool.hash(report) + &report.privacy.fingerprint()));
    let reissue = job.request.reissue.contains(&report.id);
    if !reissue && let Some(made) = stages.time(Stage::Reuse, || reuse::standing(job, kept.as_ref()))? {
        return Ok(made);
    }
    let mut measured = measure(job.config, report, &periods, (stages, job.request.mode))?;
    let key = reuse::key(report, quarter);
    let identity = (key.clone(), job.request.now);
    if job.request.mode == Mode::DataOnly {
        return Ok(Made::new(measured, (None, Vec::new()), Verdict::default(), identity));
    }
    let economics = stages.time(Stage::Judge, || account::assess(report, &measured, &periods))?;
    let data_hash = edition::data_hash(&measured);
    let of_data = (&measured, economics.as_ref());
    let verdict =
        stages.time(Stage::Gate, || examine::verdict(job, report, of_data, (&periods, &base), (&key, &data_hash)))?;
    let templates = templates(job.config)?;
    let material =
        stages.time(Stage::Judge, || edition::material(report, &measured, (&templates, job.pool.around(report))))?;
    let mut said: Vec<Diagnostic> = edition::unnamed(report, &measured, &material).into_iter().collect();
    let mut draw = |changes: Option<&Changes>, issue: u32| {
        let judged = (economics.as_ref(), &verdict, changes);
        let editions = stages
            .time(Stage::Build, || Ok(edition::build(report, &measured, (&material, issue), (&periods, judged))))?;
        said.extend(edition::stand_ins(report, &editions));
        let files = stages.time(Stage::Render, || edition::render(report, &editions, &templates))?;
        Ok::<_, Failure>(deliver::Drafted { files, told: editions.told(report) })
    };
    let written = match job.outbox {
        Some(outbox) => {
            let shelf = deliver::shelf(outbox, report, quarter);
            let snapshot = Snapshot::of(report, &measured.facts.quality);
            let (made_by, gate) = (restate::made_by(report, &templates), verdict.clone());
            let (now, figures) = (job.request.now, &measured.measurements);
            let origin =
                deliver::Origin { report, quarter, key, data_hash, now, made_by, gate, snapshot, reissue, figures };
            let mut make = |earlier: Option<&IssueRecord>, issue: u32| {
                let now = (&measured.measurements, &origin.snapshot, &origin.made_by);
                let changes = earlier.map(|one| restate::changes(&shelf, (one, issue), now)).transpose()?;
                let mut drafted = draw(changes.as_ref(), issue)?;
                drafted.files.extend(deliver::data_files(report, &measured, economics.as_ref()));
                Ok(drafted)
            };
            let delivered = deliver::report(outbox, &origin, &mut make)?;
            measured.warnings.extend(delivered.said);
            (Some(delivered.issue), delivered.outputs)
        }
        None => {
            draw(None, 1)?;
            (None, Vec::new())
        }
    };
    measured.warnings.extend(said);
    let (raw, made) = (measured.raw.clone(), Made::new(measured, written, verdict, identity));
    kept.iter().for_each(|kept| kept.keep(&made, raw.clone()));
    Ok(made)
}

/// A report's figures with all that they stand on.
#[derive(Debug)]
pub struct Measured {
    /// The quarter of the report.
    pub quarter: Quarter,
    /// The report's zone.
    pub time_zone: Zone,
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
    (stages, mode): (&mut Stages, Mode),
) -> Result<Measured, Failure> {
    let intake = stages.time(Stage::Intake, || staged(config, report))?;
    let facts = stages.time(Stage::Facts, || facts::build(report, &intake, periods).map_err(Failure::world))?;
    let (mut warnings, raw) = (intake.diagnostics, intake.raw);
    warnings.extend(facts.diagnostics.iter().cloned());
    Failure::of_diagnostics(&warnings).map_or(Ok(()), Err)?;
    outcome::reconcile(&facts)?;
    warnings.extend(facts::doubts(report, &facts.quality, &facts.rejects, periods));
    warnings.extend(facts::unmet(report, &facts));
    let results = match mode {
        Mode::DataOnly => metrics::Results::default(),
        Mode::DryRun | Mode::Write => {
            stages.time(Stage::Measure, || metrics::measure(report, &facts, periods).map_err(Failure::of_metrics))?
        }
    };
    let quarter = periods.last().expect("a report has its own period").quarter;
    let metrics::Results { measurements, monthly, study, reads } = results;
    warnings.extend(metrics::withheld(report, &measurements, quarter));
    Ok(Measured { quarter, time_zone: report.time_zone, warnings, facts, measurements, monthly, study, reads, raw })
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
    let measured = measure(config, report, &periods, (&mut Stages::new(request, &|_| {}), request.mode))?;
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
