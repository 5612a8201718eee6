//! Raw files → typed, canonical, staged Parquet and rejects. Knows no metric and no report page.
//!
//! A cell is read right, or it is refused with the cure; nothing is guessed in silence:
//!
//! - What a cell means comes from its value, its cell format, its whole column and its header together.
//!   Where two readings fit, a diagnostic gives both and names the one key that settles it.
//! - No class is a drain for words that nobody knows. A blank is blank; an unknown word is unknown:
//!   counted, named, warned about, and in no figure that would need to know it.
//! - A row whose required cell cannot be read is rejected. An optional cell that cannot be read is
//!   missing, counted and kept with its reason, and its row stays. A figure that stands on a column with
//!   more unreadable, unknown or rejected cells than a stated share is marked wherever it is printed.
//! - What changes a count is said where people look: in the last lines of the terminal, in `run.json`,
//!   on the cover and at the figure, not on the data page alone.
//! - Rows in = rows staged + rows rejected, for every file; a rejected row has its line, column, value
//!   and reason.
//! - What is staged is what was hashed. A file that changes while it is read fails its report and leaves
//!   nothing in the cache. What a report may read at all is in [`source::Limits`], and is
//!   judged before its files are opened.

mod biff;
mod books;
mod budget;
mod buffer;
mod cache;
mod cell;
mod check;
mod columnar;
mod compound;
mod computed;
mod container;
mod content;
mod csv;
mod database;
mod decide;
mod dialect;
mod discover;
mod doubt;
mod encoding;
mod evidence;
mod formats;
mod grid;
mod heading;
mod html;
mod identity;
mod inspect;
mod job;
mod json;
mod jsonl;
mod layout;
mod lookup;
mod mapping;
mod number;
mod number_format;
mod ods;
mod package;
mod part;
mod records;
mod remarks;
mod sample;
mod schema;
mod shared;
mod span;
mod spreadsheetml;
mod spss;
mod stage;
mod stager;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod typing;
mod xlsb;
mod xlsx;
mod xml;

pub use discover::read_by;
pub use doubt::ColumnDoubt;
pub use number::labelled;
pub use sample::{Sample, is_instant, is_month, samples};
pub use schema::{arrow_type, staged_schema};

use crate::diagnostic::Diagnostic;
use crate::domain::{Answered, ColumnType, Table};
use crate::source::{self, Identity};
pub use shared::{Twin, twins};
pub use stage::stage;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

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
    /// Columns with cells in doubt, by table and column.
    pub doubts: Vec<ColumnDoubt>,
    /// Every file that was read, once, by its path.
    pub raw: Vec<RawFile>,
}

/// A raw file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RawFile {
    /// Path relative to the data folder.
    pub path: String,
    /// What tells its state without reading it.
    pub identity: Identity,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
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
    /// What the cells of its columns show, by canonical or extra column.
    pub(crate) evidence: BTreeMap<String, evidence::Evidence>,
}

impl InputFile {
    /// Times of day that the clocks of their zone never showed, and those that they showed twice.
    pub fn odd_times(&self) -> [u64; 2] {
        [0, 1].map(|kind| self.evidence.values().map(|column| column.odd_times[kind].n).sum())
    }
}

/// How a file was read; for the data-quality page.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileNotes {
    /// The encoding, such as `UTF-8`, `UTF-8 with BOM` or `GB18030`; `None` for what is no text.
    pub encoding: Option<String>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Timestamps with a time of day but without offset, read in the source's time zone (G1).
    pub naive_timestamps: u64,
    /// First line of a file read as GB18030 that is UTF-8.
    pub mixed_from: Option<u64>,
    /// The field by which a JSON document says that it is one page of several.
    #[serde(default)]
    pub more_pages: Option<String>,
    /// Areas of merged cells below a workbook's header; only the first cell of each has the value.
    pub merged_cells: u64,
    /// Rows for which the source's `where` does not hold; they are not counted as rows of the table.
    #[serde(default)]
    pub left_out: u64,
    /// Those among them for which a blank cell leaves it open.
    #[serde(default)]
    pub untold: u64,
    /// Rows whose label is a word for a total and whose amounts are no sum, read as records: line, label.
    #[serde(default)]
    pub doubtful_totals: Vec<(u64, String)>,
    /// Files that columns are looked up in, with their SHA-256.
    #[serde(default)]
    pub looked_up: BTreeSet<(String, String)>,
    /// Labels all of whose rows hold the sums of others, read as records: first line, label, rows.
    #[serde(default)]
    pub suspected_totals: Vec<(u64, String, u64)>,
    /// What was recognised in the file, in short English sentences.
    #[serde(default)]
    pub said: Vec<String>,
    /// The query that a database was asked, and what it yielded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<Answered>,
    /// The earliest and the latest time that places its rows, UTC microseconds.
    #[serde(default)]
    pub covers: Option<(i64, i64)>,
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
    /// Whether data were lost.
    #[serde(default)]
    pub kind: RejectKind,
}

/// What a rejected row was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectKind {
    /// A record that could not be read, as far as can be told.
    #[default]
    Unreadable,
    /// No record: the header again, a total, a line below the table. Nothing is lost with it.
    NotARecord,
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
    /// A raw file is not what it was when it was hashed.
    #[error("`{path}` changed while it was read")]
    Changed {
        /// Where.
        path: PathBuf,
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

impl From<source::Error> for Error {
    fn from(error: source::Error) -> Self {
        match error {
            source::Error::Io { path, source } => Self::Io { action: "read", path, source },
            source::Error::Changed { path } => Self::Changed { path },
        }
    }
}
