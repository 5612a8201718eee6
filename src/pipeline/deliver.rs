//! Where finished files go, and the record of the run.

use super::frozen::{self, Again, Other, again};
use super::told;
use super::{Ending, Failure, Job, Measured, Outcome, Request, Run};
use crate::config::{Config, EditionKind, Known, ReportConfig};
use crate::delivery::{
    self, Finished, IssueFile, IssueRecord, Latest, LatestStatus, MadeBy, Outbox, RECORD_VERSION, Shelf, list_file,
    reject_file,
};
use crate::diagnostic::Diagnostic;
use crate::domain::{Instant, Quarter, Table, Zone};
use crate::economics::{self, EconomicResult};
use crate::facts::{Facts, MergedRow};
use crate::gate::{Snapshot, Verdict};
use crate::metrics::measurement::Measurements;
use crate::run_record::{OutputRecord, ReportRecord, RunRecord, Status, local_time, outputs_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A finished report: its issue, and all files of it.
pub(super) struct Delivered {
    pub(super) issue: u32,
    pub(super) outputs: Vec<OutputRecord>,
    /// That an issue stands which would be made otherwise now, or that one follows another that was sent.
    pub(super) said: Option<Diagnostic>,
}

/// What an issue is made from, beside its files.
pub(super) struct Origin<'a> {
    pub(super) report: &'a ReportConfig,
    pub(super) quarter: Quarter,
    pub(super) key: String,
    pub(super) data_hash: String,
    pub(super) now: Instant,
    pub(super) made_by: MadeBy,
    pub(super) gate: Verdict,
    pub(super) snapshot: Snapshot,
    /// Whether a new issue is asked for where only the program is another.
    pub(super) reissue: bool,
    pub(super) figures: &'a Measurements,
}

/// The files of an issue, and hashes of what it tells by language.
pub(super) struct Drafted {
    pub(super) files: Vec<Finished>,
    pub(super) told: BTreeMap<String, String>,
}

/// Makes the files of an issue of this number; where an earlier issue is given, with the page that sets it against that.
pub(super) type Make<'a> = dyn FnMut(Option<&IssueRecord>, u32) -> Result<Drafted, Failure> + 'a;

/// The shelf on which the issues of a report stand.
pub(super) fn shelf(outbox: &Outbox, report: &ReportConfig, quarter: Quarter) -> Shelf {
    Shelf::at(outbox.root(), quarter, &report.id)
}

/// All files of a report beside its documents: its figures, its assessment of costs and benefits, its rejected
/// and its merged rows.
pub(super) fn data_files(
    report: &ReportConfig,
    measured: &Measured,
    economics: Option<&EconomicResult>,
) -> Vec<Finished> {
    let mut files = vec![(PathBuf::from("measurements.json"), pretty(&measured.measurements))];
    if let Some(economics) = economics {
        let value = economics::export(economics, measured.quarter, report.currency.code());
        files.push((PathBuf::from("economics.json"), pretty(&value)));
    }
    for table in Table::ALL {
        let name = format!("{}.csv", table.name());
        let rejected = reject_file(table, &measured.facts.rejects);
        files.extend(rejected.map(|bytes| (Path::new("rejects").join(&name), bytes)));
        let merged = merged_file(table, &measured.facts);
        files.extend(merged.map(|bytes| (Path::new("merged").join(&name), bytes)));
    }
    files
}

/// Makes the files of a report and puts them on its shelf: as they stand when they are those of the newest
/// issue, else in the place of one that was neither sent nor approved, else as a new issue. What is current is
/// said last.
pub(super) fn report(outbox: &Outbox, origin: &Origin, make: &mut Make) -> Result<Delivered, Failure> {
    let shelf = shelf(outbox, origin.report, origin.quarter);
    let frozen = shelf.newest_frozen().map_err(Failure::world)?.and_then(|issue| shelf.record(issue));
    if let Some(frozen) = frozen.as_ref().filter(|frozen| !origin.report.is_client(&frozen.client)) {
        // Nothing of it may be compared with, or stand beside, another client's.
        let folder = shelf.issue_folder(frozen.issue);
        let error =
            delivery::stored::foreign(&folder, (&frozen.client, &origin.report.id), &origin.report.client_names());
        return Err(Failure::world(error));
    }
    let mut said = None;
    let (record, files) = match frozen {
        Some(frozen) => match again(&shelf, origin, &frozen, make)? {
            Again::Changed => {
                let number = shelf.next().map_err(Failure::world)?;
                let next = next(&shelf, origin, make(Some(&frozen), number)?, Some(frozen.issue))?;
                said = Some(frozen::follows(origin, &frozen, number));
                next
            }
            Again::Added(files) => {
                withdraw_after(outbox, &shelf, frozen.issue)?;
                let (record, files) = added(&shelf, origin, frozen, files)?;
                said = Some(frozen::stands_as_sent(origin, (&record, Other::More(files.1))));
                (record, files.0)
            }
            same => {
                withdraw_after(outbox, &shelf, frozen.issue)?;
                let files = match same {
                    Again::Same(files) => files,
                    Again::Stands(other) => {
                        said = Some(frozen::stands_as_sent(origin, (&frozen, other)));
                        Vec::new()
                    }
                    Again::Changed | Again::Added(_) => Vec::new(),
                };
                if files.is_empty() {
                    shelf.whole(&frozen).map_err(Failure::world)?;
                }
                (frozen, files)
            }
        },
        None => {
            let number = shelf.next().map_err(Failure::world)?;
            next(&shelf, origin, make(None, number)?, None)?
        }
    };
    if !shelf.stands(&record) {
        shelf.put(outbox, &record, &files).map_err(Failure::world)?;
    }
    remove_unshelved(outbox, origin)?;
    let issue = record.issue;
    let delivered = Delivered { issue, outputs: outputs(&shelf, &record)?, said };
    shelf.point(outbox, &latest(origin.report, origin.quarter, issue, origin.now)).map_err(Failure::world)?;
    Ok(delivered)
}

/// Takes back what was made after an issue that stands.
fn withdraw_after(outbox: &Outbox, shelf: &Shelf, stands: u32) -> Result<(), Failure> {
    for later in shelf.issues().map_err(Failure::world)?.into_iter().filter(|issue| *issue > stands) {
        shelf.withdraw(outbox, later).map_err(Failure::world)?;
    }
    Ok(())
}

/// An issue that stands, with files of further languages and formats: its record, all its files, and how many are new.
fn added(
    shelf: &Shelf,
    origin: &Origin,
    frozen: IssueRecord,
    more: Vec<Finished>,
) -> Result<(IssueRecord, (Vec<Finished>, usize)), Failure> {
    shelf.whole(&frozen).map_err(Failure::world)?;
    let folder = shelf.issue_folder(frozen.issue);
    let read = |file: &IssueFile| {
        let path = folder.join(&file.path);
        let bytes = fs::read(&path);
        let bytes = bytes.map_err(|error| Failure::World(format!("cannot read `{}`: {error}", path.display())))?;
        Ok::<_, Failure>((PathBuf::from(&file.path), bytes))
    };
    let mut files: Vec<Finished> = frozen.files.iter().map(read).collect::<Result<_, _>>()?;
    let (described, count) = (described(origin.report, &more), more.len());
    files.extend(more);
    Ok((IssueRecord { files: [frozen.files, described].concat(), ..frozen }, (files, count)))
}

/// The next issue, or the one that stands where it is the same.
fn next(
    shelf: &Shelf,
    origin: &Origin,
    drafted: Drafted,
    follows: Option<u32>,
) -> Result<(IssueRecord, Vec<Finished>), Failure> {
    let Drafted { files, told } = drafted;
    let (issue, described) = (shelf.next().map_err(Failure::world)?, described(origin.report, &files));
    let standing = shelf.record(issue).filter(|record| record.files == described);
    Ok((standing.unwrap_or_else(|| record(origin, (issue, follows), (described, told))), files))
}

pub(super) fn described(report: &ReportConfig, files: &[Finished]) -> Vec<IssueFile> {
    let edition = match report.edition {
        EditionKind::Full => "full",
        EditionKind::Management => "management",
    };
    files.iter().map(|(path, bytes)| IssueFile::of(path, bytes, edition)).collect()
}

fn record(
    origin: &Origin,
    (issue, follows): (u32, Option<u32>),
    (files, told): (Vec<IssueFile>, BTreeMap<String, String>),
) -> IssueRecord {
    IssueRecord {
        record_version: RECORD_VERSION,
        report: origin.report.id.clone(),
        period: origin.quarter,
        issue,
        client: origin.report.client_names(),
        key: origin.key.clone(),
        data_hash: origin.data_hash.clone(),
        created_at: local_time(origin.now, Zone::utc()),
        follows,
        made_by: origin.made_by.clone(),
        gate: origin.gate.clone(),
        snapshot: origin.snapshot.clone(),
        told,
        files,
    }
}

/// The files of an issue as the record of the run names them, its own record with them.
fn outputs(shelf: &Shelf, record: &IssueRecord) -> Result<Vec<OutputRecord>, Failure> {
    let folder = shelf.issue_path(record.issue);
    let of = |file: &IssueFile| OutputRecord {
        path: format!("{folder}/{}", file.path),
        sha256: file.sha256.clone(),
        bytes: file.bytes,
    };
    let mut outputs: Vec<OutputRecord> = record.files.iter().map(of).collect();
    let own = shelf.issue_folder(record.issue).join("issue.json");
    let bytes = fs::read(&own).map_err(|error| Failure::World(format!("cannot read `{}`: {error}", own.display())))?;
    outputs.push(OutputRecord::of(format!("{folder}/issue.json"), &bytes));
    Ok(outputs)
}

/// That an issue is the current one.
pub(super) fn latest(report: &ReportConfig, quarter: Quarter, issue: u32, now: Instant) -> Latest {
    Latest {
        record_version: RECORD_VERSION,
        report: report.id.clone(),
        period: quarter,
        issue: Some(issue),
        status: LatestStatus::Current,
        attempted_at: local_time(now, Zone::utc()),
        reasons: Vec::new(),
    }
}

/// Says beside the issues of a report that the newest attempt at it failed or was held.
///
/// # Errors
/// When an earlier issue would still be called the current one.
pub(super) fn failed(job: &Job, outcome: &Outcome) -> Result<(), delivery::Error> {
    let (Some(outbox), Some(failure)) =
        (job.outbox, outcome.failure().filter(|failure| failure.is_own() || failure.held().is_some()))
    else {
        return Ok(());
    };
    if job.config.fault(&outcome.report).is_some_and(|faulty| faulty.known == Known::Line) {
        return Ok(());
    }
    let quarter = quarter_of(job.config, job.request, outcome);
    let shelf = Shelf::at(outbox.root(), quarter, &outcome.report);
    let known = shelf.latest().and_then(|latest| latest.issue);
    let latest = Latest {
        record_version: RECORD_VERSION,
        report: outcome.report.clone(),
        period: quarter,
        issue: known.filter(|issue| shelf.record(*issue).is_some()),
        status: if failure.held().is_some() { LatestStatus::Held } else { LatestStatus::Failed },
        attempted_at: local_time(job.request.now, Zone::utc()),
        reasons: told::own_words(job.config, &outcome.report, failure.lines()),
    };
    shelf.disown(outbox, &latest)
}

/// Removes what a run of before there were issues wrote for the report, as long as nobody has changed it.
fn remove_unshelved(outbox: &Outbox, origin: &Origin) -> Result<(), Failure> {
    let period = PathBuf::from(origin.quarter.to_string());
    let earlier = outbox.earlier(&period.join("run.json")).map(|bytes| outputs_of(&bytes, &origin.report.id));
    for (path, sha256) in earlier.into_iter().flatten() {
        let own = Path::new(&path).strip_prefix(&origin.report.id);
        if own.is_ok_and(|own| !own.to_string_lossy().starts_with("issue-")) {
            outbox.remove_written(&period.join(&path), &sha256).map_err(Failure::world)?;
        }
    }
    Ok(())
}

/// The rows of a table for which another row stands; of very many the first, and how many more there are.
fn merged_file(table: Table, facts: &Facts) -> Option<Vec<u8>> {
    let listed: Vec<&MergedRow> = facts.merged.iter().filter(|row| row.table == table).collect();
    let row = |row: &&MergedRow| {
        let ((file, line), (kept, kept_line)) = (row.place.clone(), row.kept.clone());
        [file, line.to_string(), row.key.clone(), row.kind.name().to_owned(), kept, kept_line.to_string()]
    };
    let all: u64 = facts.quality.tables.get(&table)?.merged.iter().map(|group| group.rows).sum();
    let more = all - listed.len() as u64;
    let note = format!("and {more} more rows");
    let rest = (more > 0).then(|| [&note, "", "", "", "", ""].map(str::to_owned));
    list_file(["file", "line", "key", "kind", "kept_file", "kept_line"], listed.iter().map(row).chain(rest))
}

fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("figures are plain data");
    bytes.push(b'\n');
    bytes
}

/// Writes `run.json` into the folder of every quarter that the run made reports for. A report that
/// failed before its quarter was known stands in the record of the quarter that was asked for.
pub(super) fn records(config: &Config, request: &Request, run: &Run, outbox: &Outbox) -> Result<(), delivery::Error> {
    let quarters: BTreeSet<Quarter> = run.outcomes.iter().map(|outcome| quarter_of(config, request, outcome)).collect();
    let ids = config.ids();
    for quarter in quarters {
        let path = Path::new(&quarter.to_string()).join("run.json");
        let of_quarter = |outcome: &&Outcome| quarter_of(config, request, outcome) == quarter;
        let record = RunRecord {
            record_version: 4,
            version: env!("CARGO_PKG_VERSION"),
            time_zone_rules: Zone::rules(),
            config: config.file.clone(),
            config_hash: config.hash.clone(),
            period: quarter,
            started_at: local_time(request.now, Zone::utc()),
            seconds: run.seconds,
            reports: run
                .outcomes
                .iter()
                .filter(of_quarter)
                .map(|outcome| report_record(config, request, outcome))
                .collect(),
            warnings: request.warnings.clone(),
        };
        outbox.write(&path, &record.merged(outbox.earlier(&path).as_deref(), &ids))?;
    }
    Ok(())
}

/// The quarter that a report was made of, or was to be.
pub fn quarter_of(config: &Config, request: &Request, outcome: &Outcome) -> Quarter {
    let of_report = || {
        let report = configured(config, &outcome.report);
        report.map(|report| report.fiscal.last_complete(report.as_of, report.time_zone))
    };
    request.quarter.or_else(of_report).expect("outcomes are of configured reports")
}

fn hash_of(config: &Config, id: &str) -> String {
    configured(config, id).map(|report| report.hash.clone()).unwrap_or_default()
}

fn configured<'c>(config: &'c Config, id: &str) -> Option<&'c ReportConfig> {
    config.written().into_iter().find(|report| report.id == id)
}

fn report_record(config: &Config, request: &Request, outcome: &Outcome) -> ReportRecord {
    let made = outcome.made();
    let rows = made.map(|made| made.rows).unwrap_or_default();
    let mut seconds: Vec<(String, f64)> =
        outcome.stages.iter().map(|(stage, seconds)| (stage.name().to_owned(), *seconds)).collect();
    seconds.push(("all".to_owned(), outcome.seconds));
    ReportRecord {
        id: outcome.report.clone(),
        status: match &outcome.ending {
            Ending::Made(_) => Status::Done,
            Ending::Failed(Failure::Interrupted) => Status::Interrupted,
            Ending::Failed(Failure::Held(_)) => Status::Held,
            Ending::Failed(Failure::LeftOut) => Status::LeftOut,
            Ending::Failed(_) => Status::Failed,
        },
        started_at: made.map_or_else(|| local_time(request.now, Zone::utc()), |made| made.started_at.clone()),
        version: env!("CARGO_PKG_VERSION"),
        time_zone_rules: Zone::rules(),
        config_hash: hash_of(config, &outcome.report),
        key: made.map(|made| made.key.clone()).unwrap_or_default(),
        reused: made.map(|made| made.reused).unwrap_or_default(),
        issue: made.and_then(|made| made.issue),
        gate: made.map(|made| &made.verdict).or_else(|| outcome.failure()?.held()).cloned(),
        errors: outcome.failure().map(Failure::lines).unwrap_or_default(),
        as_of: local_time(outcome.as_of, outcome.time_zone),
        seconds,
        rows_read: rows.read,
        rows_used: rows.used,
        rows_folded: rows.folded,
        rows_merged: rows.merged,
        rows_rejected: rows.rejected,
        doubts: made.map(|made| made.doubts.clone()).unwrap_or_default(),
        inputs: made.map(|made| made.inputs.clone()).unwrap_or_default(),
        outputs: made.map(|made| made.outputs.clone()).unwrap_or_default(),
        warnings: made.map(|made| made.warnings.clone()).unwrap_or_default(),
    }
}
