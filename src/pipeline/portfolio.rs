//! The board pack over all reports of a quarter: what stands in the output folder and in the ledger → documents.
//!
//! Reads finished issues only, each file against the list of its issue, and measures nothing. What it writes stands in a
//! folder of its own, `portfolio/<period>/` below the output folder, which no report, delivery or purge looks into.

use super::{Error, Failure, periods, templates};
use crate::config::{Brand, Config, Format, ReportConfig};
use crate::delivery::ledger::{Delivery, Ledger, State};
use crate::delivery::release::{self, Released};
use crate::delivery::schedule::due;
use crate::delivery::stored::{self, Issue};
use crate::delivery::{LatestStatus, Outbox};
use crate::domain::{Instant, Locale, Quarter};
use crate::gate::Verdict;
use crate::metrics::measurement::Measurements;
use crate::render::{self, Drawn, Part, Rendered, Templates};
use crate::report::portfolio::{self, Approval, Client, Deliveries, NAME, Portfolio, Stand};
use crate::run_record::gate_of;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file of an issue that holds its figures.
const FIGURES: &str = "measurements.json";
/// Formats that a pack is made in.
pub const PORTFOLIO_FORMATS: [Format; 2] = [Format::Html, Format::Pdf];

/// What a pack is asked to be.
#[derive(Clone, Debug)]
pub struct PortfolioRequest {
    /// Reports that it speaks of, by id; empty means all.
    pub reports: Vec<String>,
    /// The quarter; `None` is the newest that was complete before the data of some report.
    pub quarter: Option<Quarter>,
    /// Formats, of [`PORTFOLIO_FORMATS`].
    pub formats: Vec<Format>,
    /// The present: what is overdue.
    pub now: Instant,
}

/// A pack that was written.
#[derive(Clone, Debug)]
pub struct PortfolioMade {
    /// Its quarter.
    pub quarter: Quarter,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// How many reports it speaks of.
    pub reports: usize,
    /// How many of them have no current issue.
    pub without: usize,
    /// Why the ledger cannot be trusted.
    pub ledger_doubt: Option<String>,
}

/// Why there is no pack.
#[derive(Debug)]
pub enum NoPortfolio {
    /// The output folder cannot be written to, or another run holds it.
    Output(Error),
    /// Mistakes in templates, or a file that cannot be read or written.
    Failed(Failure),
}

impl From<Failure> for NoPortfolio {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Makes the board pack and writes it.
///
/// # Errors
/// Mistakes in templates, or an output folder that cannot be written to.
pub fn portfolio(config: &Config, request: &PortfolioRequest) -> Result<PortfolioMade, NoPortfolio> {
    let chosen = |report: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&report.id);
    let reports: Vec<&ReportConfig> = config.written().into_iter().filter(chosen).collect();
    let newest = reports.iter().map(|one| one.fiscal.last_complete(one.as_of, one.time_zone)).max();
    let quarter = request.quarter.or(newest).ok_or_else(|| Failure::World("there is no report".to_owned()))?;
    // Nobody may change an issue while it is read.
    let holder = format!("portfolio, process {}", std::process::id());
    let outbox = Outbox::open(&config.output, &holder).map_err(|error| NoPortfolio::Output(error.into()))?;
    let doubt = crate::delivery::known(config, request.now).err().map(|error| error.to_string());
    let known = Ledger::look(&config.ledger, &config.output);
    let rows = known.and_then(|ledger| ledger.map_or(Ok(Vec::new()), |ledger| ledger.rows(None)));
    let rows = rows.map_err(Failure::world)?;
    let run = outbox.earlier(&Path::new(&quarter.to_string()).join("run.json")).unwrap_or_default();
    let gathered: Vec<Client> =
        reports.par_iter().map(|report| client(config, report, (quarter, request.now), (&rows, &run))).collect();
    let templates = templates(config)?;
    let pack = Portfolio {
        quarter,
        ledger_doubt: doubt,
        brand: brand(&reports),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        words: super::edition::words(&templates),
        glyphs: super::edition::glyphs(&request.formats, &templates)?,
        clients: gathered,
    };
    let files = documents(&pack, (&locales(&reports), &request.formats), &templates)?;
    let below = Path::new(NAME).join(quarter.to_string());
    let mut batch = outbox.batch();
    let mut written = Vec::new();
    for (path, bytes) in &files {
        written.push(batch.add(&below.join(path), bytes).map_err(Failure::world)?);
    }
    batch.commit().map_err(Failure::world)?;
    // A language or format that is no longer asked for leaves no file behind.
    for path in possible(quarter).into_iter().filter(|path| files.iter().all(|(new, _)| new != path)) {
        outbox.remove_own(&below.join(path)).map_err(Failure::world)?;
    }
    Ok(PortfolioMade {
        quarter,
        files: written,
        reports: pack.clients.len(),
        without: pack.clients.iter().filter(|one| one.stand != Stand::Current).count(),
        ledger_doubt: pack.ledger_doubt,
    })
}

/// Every file that a pack of a quarter can have.
fn possible(quarter: Quarter) -> Vec<PathBuf> {
    let of = |locale: Locale| {
        let tag = locale.tag();
        PORTFOLIO_FORMATS.map(|format| {
            let name = format!("{NAME}_{quarter}_{tag}.{}", format.name());
            Path::new(tag).join(name)
        })
    };
    Locale::all().into_iter().flat_map(of).collect()
}

/// The languages of the reports, each once, in the order in which they occur.
fn locales(reports: &[&ReportConfig]) -> Vec<Locale> {
    let mut all: Vec<Locale> = Vec::new();
    for locale in reports.iter().flat_map(|report| &report.locales) {
        if !all.contains(locale) {
            all.push(*locale);
        }
    }
    all
}

fn documents(
    pack: &Portfolio,
    (locales, formats): (&[Locale], &[Format]),
    templates: &Templates,
) -> Result<Vec<Rendered>, Failure> {
    let views: Vec<_> = locales.par_iter().map(|locale| portfolio::build(pack, *locale)).collect();
    let drawn: Vec<Drawn> = views.iter().map(|view| Drawn::new((view, None), "")).collect();
    let jobs: Vec<(&Drawn, Format)> =
        drawn.iter().flat_map(|one| formats.iter().map(move |format| (one, *format))).collect();
    let made: Vec<_> = jobs
        .par_iter()
        .map(|(drawn, format)| render::renderer(*format).render((drawn, Part::Pages), templates))
        .collect();
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for one in made {
        match one {
            Ok(rendered) => files.extend(rendered),
            Err(error) => problems.extend(error.diagnostics),
        }
    }
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(files) } else { Err(Failure::Input(problems)) }
}

/// The look that all reports share: the house's own. Where they differ the pack takes none of a client's.
fn brand<'a>(reports: &[&'a ReportConfig]) -> Option<&'a Brand> {
    let first = reports.first().map(|report| &report.brand)?;
    reports.iter().all(|report| report.brand == *first).then_some(first)
}

/// A report as it stands.
fn client<'a>(
    config: &Config,
    report: &'a ReportConfig,
    (quarter, now): (Quarter, Instant),
    (rows, run): (&[Delivery], &[u8]),
) -> Client<'a> {
    let period = quarter.to_string();
    let mut client = Client {
        config: report,
        stand: Stand::Missing,
        reasons: Vec::new(),
        issue: None,
        outdated: false,
        gate: None,
        periods: periods(report, Some(quarter)),
        measurements: Measurements::default(),
        definitions: BTreeMap::new(),
        deliveries: Deliveries::default(),
    };
    let latest = match stored::latest(&config.output, &period, &report.id) {
        Ok(latest) => latest,
        Err(error) => {
            client.stand = Stand::Unreadable;
            client.reasons = vec![error.to_string()];
            return client;
        }
    };
    if let Some(faulty) = config.fault(&report.id).filter(|_| latest.is_none()) {
        client.stand = Stand::Failed;
        client.reasons = faulty.problems.iter().map(ToString::to_string).collect();
    }
    let mut opened = None;
    if let Some(latest) = latest {
        client.stand = match latest.status {
            LatestStatus::Current => Stand::Current,
            LatestStatus::Held => Stand::Held,
            LatestStatus::Failed => Stand::Failed,
        };
        client.reasons = latest.reasons;
        match latest.issue.map(|number| read(&config.output, (&period, number), report)).transpose() {
            Ok(found) => opened = found,
            Err(error) => {
                client.stand = Stand::Unreadable;
                client.reasons = vec![error];
            }
        }
        // What holds a report is recorded by the run that held it.
        client.gate = if client.stand == Stand::Held { gate_of(run, &report.id) } else { None };
    }
    if let Some((issue, measurements)) = &mut opened {
        client.issue = Some(issue.record.issue);
        client.outdated = issue.record.made_by.settings != report.settings;
        client.definitions = std::mem::take(&mut issue.record.made_by.definitions);
        client.measurements = std::mem::take(measurements);
        let made: Verdict = issue.record.gate.clone();
        client.gate.get_or_insert(made);
    }
    client.deliveries = deliveries(config, report, opened.map(|(issue, _)| issue).as_ref(), (quarter, now), rows);
    client
}

/// An issue with its figures, as they were written; otherwise why they cannot be read.
fn read(output: &Path, of: (&str, u32), report: &ReportConfig) -> Result<(Issue, Measurements), String> {
    let issue = Issue::open(output, of, report).map_err(|error| error.to_string())?;
    let file = issue.file(FIGURES).ok_or_else(|| format!("issue {} lists no `{FIGURES}`", of.1))?;
    let bytes = issue.read(file).map_err(|error| error.to_string())?;
    let figures = serde_json::from_slice(&bytes).map_err(|error| format!("cannot read `{FIGURES}`: {error}"))?;
    Ok((issue, figures))
}

fn deliveries(
    config: &Config,
    report: &ReportConfig,
    issue: Option<&Issue>,
    (quarter, now): (Quarter, Instant),
    rows: &[Delivery],
) -> Deliveries {
    let Some(delivery) = &report.delivery else { return Deliveries::default() };
    let (period, number) = (quarter.to_string(), issue.map(|issue| issue.record.issue));
    // Of this issue only: one that came before it served nobody with what is current.
    let of_issue =
        |row: &&Delivery| row.key.report == report.id && row.key.period == period && Some(row.key.issue) == number;
    let own: Vec<&Delivery> = rows.iter().filter(of_issue).collect();
    let count = |states: &[State]| own.iter().filter(|row| states.contains(&row.state)).count();
    let addresses: BTreeSet<&str> = delivery.recipients.iter().map(|one| one.mailbox.address.as_str()).collect();
    let day = due(report, quarter).at;
    let mut found = Deliveries {
        recipients: addresses.len().max(own.len()),
        approval: issue.and_then(|issue| release::released(&config.output, (report, delivery), issue).ok()).map(
            |(released, _)| match released {
                Released::NotNeeded => Approval::NotNeeded,
                Released::Waiting => Approval::Waiting,
                Released::Approved => Approval::Approved,
                Released::Outdated => Approval::Outdated,
            },
        ),
        sent: count(&[State::Sent]),
        failed: count(&[State::Failed]),
        // What is being sent now is unknown until the answer is there.
        unknown: count(&[State::Unknown, State::Sending]),
        due: Some(day),
        overdue: false,
    };
    found.overdue = day < now && found.sent < found.recipients;
    found
}
