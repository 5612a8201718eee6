//! What of a report's data the next quarter is compared with.

use crate::config::ReportConfig;
use crate::domain::{Instant, Table};
use crate::facts::Quality;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The state of a report's data when it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Time of extraction, in microseconds since 1970, UTC.
    pub as_of: i64,
    /// By table.
    pub tables: BTreeMap<Table, TableState>,
}

/// The state of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableState {
    /// Rows that figures stand on.
    pub rows: u64,
    /// Mapped columns, with their missing cells.
    pub columns: BTreeMap<String, u64>,
    /// Raw files by path, with their SHA-256.
    pub files: BTreeMap<String, String>,
}

impl Snapshot {
    /// Describes the data of a report.
    pub fn of(report: &ReportConfig, quality: &Quality) -> Self {
        let tables = quality.tables.iter().map(|(table, one)| {
            let state = TableState {
                rows: one.rows_used,
                columns: one.missing.iter().cloned().collect(),
                files: one.files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect(),
            };
            (*table, state)
        });
        Self { as_of: report.as_of.0, tables: tables.collect() }
    }

    /// Time of extraction.
    pub fn taken(&self) -> Instant {
        Instant(self.as_of)
    }
}

impl TableState {
    /// Hashes of the files, whatever they are called.
    pub(super) fn hashes(&self) -> BTreeSet<&str> {
        self.files.values().map(String::as_str).collect()
    }
}
