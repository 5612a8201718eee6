//! `run.json`: what a run read, decided and made. Written last, and before a failure is reported.
//!
//! Timings stand here and nowhere else, so that the reports stay the same byte for byte. Never
//! holds secrets or client rows. Reports that a run did not make keep the entry of the run that did.
//! [`events`] are the log beside it.

pub mod events;
mod merge;

pub use merge::{gate_of, outputs_of};

use crate::diagnostic::Diagnostic;
use crate::domain::{Answered, Instant, Quarter, Table, Zone, hex};
use crate::facts::{ColumnDoubt, TableQuality};
use crate::gate::Verdict;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One run, for one period folder.
#[derive(Clone, Debug, Serialize)]
pub struct RunRecord {
    /// Version of this file's form.
    pub record_version: u32,
    /// Program version.
    pub version: &'static str,
    /// The rules of time zones, such as `IANA 2026f`.
    pub time_zone_rules: String,
    /// The configuration file.
    pub config: PathBuf,
    /// SHA-256 of the configuration and the files that it names.
    pub config_hash: String,
    /// The quarter of this folder.
    pub period: Quarter,
    /// When the run started, UTC.
    pub started_at: String,
    /// How long it took.
    pub seconds: f64,
    /// The reports of this run, in the order of the configuration.
    pub reports: Vec<ReportRecord>,
    /// Warnings about the configuration.
    pub warnings: Vec<Diagnostic>,
}

/// One report of a run.
#[derive(Clone, Debug, Serialize)]
pub struct ReportRecord {
    /// Report id.
    pub id: String,
    /// How it ended.
    pub status: Status,
    /// When the run that made it started, UTC.
    pub started_at: String,
    /// Version of the program that made it.
    pub version: &'static str,
    /// The rules of time zones by which it was made.
    pub time_zone_rules: String,
    /// SHA-256 of the part of the configuration that it was made from, with the files that it names.
    pub config_hash: String,
    /// What all of it depends on, as one hash.
    pub key: String,
    /// How much of an earlier run was used again.
    pub reused: Reused,
    /// The issue that its files stand in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<u32>,
    /// What the gate said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Verdict>,
    /// Why it failed or was held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// Time of extraction in the report's zone.
    pub as_of: String,
    /// Seconds by stage, in order, then in all.
    pub seconds: Vec<(String, f64)>,
    /// Data rows found in raw files.
    pub rows_read: u64,
    /// Rows that figures stand on.
    pub rows_used: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// Rows for which another row of the same key stands.
    pub rows_merged: u64,
    /// Rows rejected.
    pub rows_rejected: u64,
    /// Columns with cells in doubt, without what stood in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<DoubtRecord>,
    /// Raw files.
    pub inputs: Vec<InputRecord>,
    /// Files made.
    pub outputs: Vec<OutputRecord>,
    /// What a person should look at.
    pub warnings: Vec<Diagnostic>,
}

/// How a report ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All its files are written.
    Done,
    /// It could not be made.
    Failed,
    /// The gate holds it back.
    Held,
    /// The run was interrupted before it was finished.
    Interrupted,
    /// It was not begun, because another report had failed before.
    LeftOut,
}

/// How much of an earlier run was used again for a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reused {
    /// Nothing but staged files that had not changed.
    #[default]
    StagedFiles,
    /// All of it: nothing that it depends on had changed, and its files stood as they were written.
    Everything,
}

/// A column with cells in doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoubtRecord {
    /// Table.
    pub table: Table,
    /// Column; empty when whole rows are meant.
    pub column: String,
    /// Cells that could not be read.
    pub unreadable: u64,
    /// Cells whose word no list holds.
    pub unknown: u64,
    /// Rows rejected because of it.
    pub rejected: u64,
    /// Rows of the table.
    pub rows: u64,
    /// Why, the commonest first.
    pub reasons: Vec<(String, u64)>,
    /// The first such cell: file and line.
    pub first: Option<(String, u64)>,
}

impl DoubtRecord {
    /// Describes a doubt.
    pub fn of(doubt: &ColumnDoubt) -> Self {
        Self {
            table: doubt.table,
            column: doubt.column.clone(),
            unreadable: doubt.unreadable,
            unknown: doubt.unknown,
            rejected: doubt.rejected,
            rows: doubt.rows,
            reasons: doubt.reasons.clone(),
            first: doubt.first.as_ref().map(|(file, line, _)| (file.clone(), *line)),
        }
    }
}

/// A raw file behind a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Path relative to the data folder.
    pub path: String,
    /// Table that it feeds.
    pub table: Table,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// Data rows found.
    pub rows_read: u64,
    /// Rows that figures stand on.
    pub rows_used: u64,
    /// Rows rejected.
    pub rows_rejected: u64,
    /// Rows for which another row of the same key stands.
    pub rows_merged: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// The earliest and the latest time that places its rows, in the report's zone.
    pub covers: Option<[String; 2]>,
    /// The columns that identify a row.
    pub key: Vec<String>,
    /// How its text is encoded.
    pub encoding: Option<String>,
    /// What was recognised in it, in words.
    pub said: Vec<String>,
    /// The query that a database was asked, and what it yielded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<Answered>,
    /// Files that its columns are looked up in, by path: their SHA-256.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub looked_up: BTreeMap<String, String>,
}

/// A file made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputRecord {
    /// Path relative to the period folder.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: usize,
}

impl OutputRecord {
    /// Describes a file.
    pub fn of(path: String, bytes: &[u8]) -> Self {
        let sha256 = hex(Sha256::digest(bytes));
        Self { path, sha256, bytes: bytes.len() }
    }
}

/// The raw files of a report, table by table.
pub fn inputs(tables: &BTreeMap<Table, TableQuality>, zone: Zone) -> Vec<InputRecord> {
    let local = |at: i64| local_time(Instant(at), zone);
    let file = |(table, file): (&Table, &crate::facts::FileQuality)| InputRecord {
        path: file.path.clone(),
        table: *table,
        sha256: file.sha256.clone(),
        bytes: file.bytes,
        rows_read: file.rows_in,
        rows_used: file.rows_used,
        rows_rejected: file.rows_rejected,
        rows_merged: file.duplicates_merged,
        rows_folded: file.rows_folded,
        covers: file.covers.map(|(first, last)| [local(first), local(last)]),
        key: crate::schema::key(*table).iter().map(|column| (*column).to_owned()).collect(),
        encoding: file.encoding.clone(),
        said: file.said.clone(),
        query: file.query.clone(),
        looked_up: file.looked_up.iter().cloned().collect(),
    };
    tables.iter().flat_map(|(table, quality)| quality.files.iter().map(move |one| (table, one))).map(file).collect()
}

/// An instant in a zone, with its offset.
pub fn local_time(at: Instant, zone: Zone) -> String {
    at.in_zone(zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}
