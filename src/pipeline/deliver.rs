//! Where finished files go, and the record of the run.

use super::{Ending, Failure, Measured, Outcome, Request, Run};
use crate::config::{Config, ReportConfig};
use crate::delivery::{self, Outbox, list_file, reject_file};
use crate::domain::{Quarter, Table, Zone};
use crate::economics::{self, EconomicResult};
use crate::facts::{Facts, MergedRow};
use crate::run_record::{OutputRecord, ReportRecord, RunRecord, Status, local_time, outputs_of};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A finished file: path relative to the report's folder, and its bytes.
pub(super) type Finished = (PathBuf, Vec<u8>);

/// Writes the files of a report, its figures, its assessment of costs and benefits, its rejected and its
/// merged rows: all of them, or none when one cannot be written.
pub(super) fn report(
    outbox: &Outbox,
    report: &ReportConfig,
    (measured, economics): (&Measured, Option<&EconomicResult>),
    files: Vec<Finished>,
) -> Result<Vec<OutputRecord>, Failure> {
    let period = PathBuf::from(measured.quarter.to_string());
    let folder = period.join(&report.id);
    let mut outputs = Vec::new();
    let mut batch = outbox.batch();
    let mut write = |relative: &Path, bytes: &[u8]| -> Result<(), Failure> {
        batch.add(&folder.join(relative), bytes).map_err(Failure::world)?;
        let name = Path::new(&report.id).join(relative).to_string_lossy().replace('\\', "/");
        outputs.push(OutputRecord::of(name, bytes));
        Ok(())
    };
    for (relative, bytes) in &files {
        write(relative, bytes)?;
    }
    write(Path::new("measurements.json"), &measurements(measured))?;
    if let Some(economics) = economics {
        let value = economics::export(economics, measured.quarter, report.currency.code());
        write(Path::new("economics.json"), &pretty(&value))?;
    }
    for table in Table::ALL {
        let name = format!("{}.csv", table.name());
        if let Some(bytes) = reject_file(table, &measured.facts.rejects) {
            write(&Path::new("rejects").join(&name), &bytes)?;
        }
        if let Some(bytes) = merged_file(table, &measured.facts) {
            write(&Path::new("merged").join(&name), &bytes)?;
        }
    }
    batch.commit().map_err(Failure::world)?;
    // What an earlier run wrote and this one does not, as long as nobody has changed it.
    let earlier = outbox.earlier(&period.join("run.json")).map(|bytes| outputs_of(&bytes, &report.id));
    for (path, sha256) in earlier.into_iter().flatten() {
        let own = Path::new(&path).strip_prefix(&report.id).is_ok();
        if own && !outputs.iter().any(|output| output.path == path) {
            outbox.remove_written(&period.join(&path), &sha256).map_err(Failure::world)?;
        }
    }
    Ok(outputs)
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

fn measurements(measured: &Measured) -> Vec<u8> {
    pretty(&measured.measurements)
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
    let ids: Vec<&str> = config.reports.iter().map(|report| report.id.as_str()).collect();
    for quarter in quarters {
        let path = Path::new(&quarter.to_string()).join("run.json");
        let of_quarter = |outcome: &&Outcome| quarter_of(config, request, outcome) == quarter;
        let record = RunRecord {
            record_version: 3,
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

fn quarter_of(config: &Config, request: &Request, outcome: &Outcome) -> Quarter {
    let of_report = || {
        let report = config.reports.iter().find(|report| report.id == outcome.report);
        report.map(|report| report.fiscal.last_complete(report.as_of, report.time_zone))
    };
    request.quarter.or_else(of_report).expect("outcomes are of configured reports")
}

fn hash_of(config: &Config, id: &str) -> String {
    config.reports.iter().find(|report| report.id == id).map(|report| report.hash.clone()).unwrap_or_default()
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
            Ending::Failed(Failure::LeftOut) => Status::LeftOut,
            Ending::Failed(_) => Status::Failed,
        },
        started_at: made.map_or_else(|| local_time(request.now, Zone::utc()), |made| made.started_at.clone()),
        version: env!("CARGO_PKG_VERSION"),
        time_zone_rules: Zone::rules(),
        config_hash: hash_of(config, &outcome.report),
        key: made.map(|made| made.key.clone()).unwrap_or_default(),
        reused: made.map(|made| made.reused).unwrap_or_default(),
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
