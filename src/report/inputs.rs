//! Everything that a report is built from, as values. Nothing is read from disk here.

use super::model::Logo;
use crate::config::ReportConfig;
use crate::domain::{Instant, Locale, Period, Table};
use crate::insight::Scene;
use crate::insight::pending::Comparison;
use crate::metrics::measurement::Measurements;
use std::collections::BTreeMap;

/// One report's results, the same for all its languages.
#[derive(Clone, Copy, Debug)]
pub struct ReportInputs<'a> {
    /// The checked configuration of the report.
    pub config: &'a ReportConfig,
    /// Quarters with bounds, oldest first (eight or nine); the last one is the report's.
    pub periods: &'a [Period],
    /// All figures.
    pub measurements: &'a Measurements,
    /// Comparisons with industry averages, in catalogue order.
    pub comparisons: &'a [Comparison],
    /// What was read and what was wrong with it.
    pub quality: &'a Quality,
    /// Who made this edition from what.
    pub edition: &'a Edition,
    /// Commentary in Markdown per language.
    pub commentary: &'a BTreeMap<Locale, String>,
    /// A project's own Fluent files per language, later ones win.
    pub words: &'a BTreeMap<Locale, Vec<String>>,
}

impl<'a> ReportInputs<'a> {
    /// The figures ready to be judged.
    pub fn scene(&self) -> Scene<'a> {
        Scene {
            definitions: &self.config.metrics,
            targets: &self.config.targets,
            policy: &self.config.statistics,
            measurements: self.measurements,
            periods: self.periods,
            comparisons: self.comparisons,
        }
    }
}

/// Provenance of an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edition {
    /// Program version.
    pub version: String,
    /// SHA-256 of the configuration, hexadecimal.
    pub config_hash: String,
    /// SHA-256 over all input files, hexadecimal.
    pub data_hash: String,
    /// Logo of the brand.
    pub logo: Option<Logo>,
}

/// The data as read, for the data-quality page and the file list of the appendix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    /// One line per table, in table order.
    pub tables: Vec<TableRows>,
    /// One line per input file and source, in reading order.
    pub files: Vec<FileLine>,
    /// Rejected rows grouped by table and reason, most frequent first.
    pub rejects: Vec<RejectLine>,
    /// Share of missing cells of mapped columns, table by table.
    pub missing: Vec<MissingLine>,
    /// The backlog identity (M05), when the columns allow it.
    pub backlog: Option<BacklogIdentity>,
    /// Groups of tickets of one customer and category within 24 hours: flagged, never merged (G6).
    pub possible_duplicates: u64,
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRows {
    /// Which table.
    pub table: Table,
    /// Files that feed it.
    pub files: u64,
    /// Data rows found; `rows_used` + `rows_rejected`.
    pub rows_in: u64,
    /// Rows that the figures stand on.
    pub rows_used: u64,
    /// Rows rejected on reading or as duplicates.
    pub rows_rejected: u64,
    /// Latest business date in it, such as the last creation.
    pub latest: Option<Instant>,
    /// Timestamps without an offset, read in the report's zone (G1).
    pub naive_timestamps: u64,
}

/// One input file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileLine {
    /// Relative path.
    pub path: String,
    /// Its table.
    pub table: Table,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Data rows found.
    pub rows_in: u64,
    /// Encoding, where it is text.
    pub encoding: Option<String>,
}

/// Rejected rows of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectLine {
    /// Table.
    pub table: Table,
    /// Column concerned; empty when the whole row is meant.
    pub column: String,
    /// Reason as `intake` or `facts` words it, in English.
    pub reason: String,
    /// Rows.
    pub rows: u64,
}

/// Missing cells of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingLine {
    /// Table.
    pub table: Table,
    /// Column.
    pub column: String,
    /// Rows without a value.
    pub missing: u64,
    /// All rows.
    pub rows: u64,
}

/// open at end = open at start + created + reopened − resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BacklogIdentity {
    /// Open at the start of the period.
    pub open_start: i64,
    /// Created in it.
    pub created: i64,
    /// Reopened in it.
    pub reopened: i64,
    /// Resolved in it.
    pub resolved: i64,
    /// Open at its end.
    pub open_end: i64,
}

impl BacklogIdentity {
    /// Counted minus expected; anything but 0 is a data fault.
    pub fn difference(self) -> i64 {
        self.open_end - (self.open_start + self.created + self.reopened - self.resolved)
    }
}
