//! Facts about the data themselves, for the data-quality section (R17).

use crate::domain::{Answered, Instant, Quarter, Table};
use crate::intake::ColumnDoubt;
use std::collections::{BTreeMap, BTreeSet};

/// Facts about the data of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    /// By table.
    pub tables: BTreeMap<Table, TableQuality>,
    /// Tickets of the same customer and category within 24 hours of another; flagged, not merged (G6).
    pub near_duplicate_tickets: u64,
    /// Tickets reopened before their known time of resolution: the first resolution is unknown.
    pub reopened_without_first_resolution: u64,
    /// Tickets closed by status without a time of resolution.
    pub closed_without_time: u64,
    /// Columns with cells that could not be read, unknown words or rejected rows, by table and column.
    pub doubts: Vec<ColumnDoubt>,
    /// Survey scales in use by metric (lower case): (minimum, maximum), ascending.
    pub scales: BTreeMap<String, Vec<(f64, f64)>>,
    /// Ids that differ by leading zeros, by column.
    pub zeros: Vec<LeadingZeros>,
}

/// Ids of one kind that some files write with leading zeros and others without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadingZeros {
    /// The column that holds them.
    pub column: &'static str,
    /// How many are written in both ways.
    pub ids: u64,
    /// Whether they were read alike, as the same ids.
    pub restored: bool,
    /// Digits with all zeros.
    pub width: usize,
    /// Table and text of the first of them without zeros.
    pub short: (Table, String),
    /// The same with zeros.
    pub long: (Table, String),
}

/// Facts about one table. rows in = used + folded + merged + rejected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableQuality {
    /// By raw file, in reading order.
    pub files: Vec<FileQuality>,
    /// Data rows found in raw files.
    pub rows_in: u64,
    /// Rows that metrics see.
    pub rows_used: u64,
    /// Rows rejected by intake.
    pub rows_rejected: u64,
    /// Of those, rows that are no records, such as totals: nothing is lost with them.
    pub rows_aside: u64,
    /// Rows left out because another row of the same key stands for them (G6).
    pub duplicates_merged: u64,
    /// Of those, rows that differed from the row that was kept.
    pub duplicates_conflicting: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// Merged and folded rows by kind.
    pub merged: Vec<MergedGroup>,
    /// Timestamps without offset, read in the source's zone (G1).
    pub naive_timestamps: u64,
    /// Times of day that the zone's clocks never showed: summer time skipped them.
    pub skipped_times: u64,
    /// Times of day that the zone's clocks showed twice.
    pub doubled_times: u64,
    /// Missing cells of each mapped column among the rows used, by column.
    pub missing: Vec<(String, u64)>,
    /// Mapped columns that hold nothing, or next to nothing where most rows should.
    pub blank: Vec<String>,
    /// Ids of customers or tickets that stand in an implausible share of the rows.
    pub crowded: Vec<Crowded>,
    /// Rows whose customer (or ticket, for surveys) is given but not found, by referenced table.
    pub unmatched: Vec<(Table, u64)>,
    /// Earliest and latest main date.
    pub first: Option<Instant>,
    /// Freshness: the latest main date not after `as_of`.
    pub last: Option<Instant>,
    /// Rows whose main date lies after `as_of`.
    pub after_as_of: u64,
    /// Rows used per measured quarter by main date, ascending; a quarter without rows has 0.
    pub rows_by_quarter: Vec<(Quarter, u64)>,
    /// Rows up to `as_of` by day of their main date, in days since 1970 (UTC); of customers their
    /// beginnings and ends.
    pub days: BTreeMap<i64, u64>,
}

/// One id in an implausible share of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowded {
    /// The column.
    pub column: &'static str,
    /// The id.
    pub id: String,
    /// Rows that have it.
    pub rows: u64,
    /// All rows.
    pub of: u64,
}

/// Facts about one raw file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileQuality {
    /// Path relative to the data folder.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// How it was read, such as `UTF-8`.
    pub encoding: Option<String>,
    /// Data rows found.
    pub rows_in: u64,
    /// Rows that metrics see.
    pub rows_used: u64,
    /// Rows rejected by intake.
    pub rows_rejected: u64,
    /// Rows left out because another row of the same key stands for them.
    pub duplicates_merged: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// The earliest and the latest time that places its rows, UTC microseconds.
    pub covers: Option<(i64, i64)>,
    /// What was recognised in it, in words.
    pub said: Vec<String>,
    /// The query that a database was asked, and what it yielded.
    pub query: Option<Answered>,
    /// Files that its columns are looked up in, with their SHA-256.
    pub looked_up: BTreeSet<(String, String)>,
}

/// What a row that does not stand for itself is to the row that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergeKind {
    /// Equal in every mapped column.
    Copy,
    /// The same record at an earlier time.
    Earlier,
    /// Another row of the key counts, as `on_duplicate` says.
    Replaced,
    /// It differs, and nothing says which of them is right.
    Conflicting,
    /// A line of the same record.
    Folded,
}

/// Merged rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedGroup {
    /// What they are.
    pub kind: MergeKind,
    /// How many.
    pub rows: u64,
    /// File and line of the first of them, and of the row that stands for it.
    pub example: [(String, u64); 2],
}

/// One row that does not stand for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedRow {
    /// Its table.
    pub table: Table,
    /// Its file and line.
    pub place: (String, u64),
    /// Its key as text.
    pub key: String,
    /// What it is to the row that stands for it.
    pub kind: MergeKind,
    /// File and line of the row that stands for it.
    pub kept: (String, u64),
}

impl MergeKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Copy, Self::Earlier, Self::Replaced, Self::Conflicting, Self::Folded];

    /// Its name in files and locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Earlier => "earlier-state",
            Self::Replaced => "replaced",
            Self::Conflicting => "conflicting",
            Self::Folded => "folded",
        }
    }
}

impl Quality {
    /// The doubts that touch more than a share of a table's rows, with what of each lost whole rows.
    pub fn notable(&self, share: f64) -> Vec<&ColumnDoubt> {
        let lost = |table: Table| {
            let of_table = self.doubts.iter().filter(|one| one.table == table);
            of_table.fold((0, 1), |sum, one| (sum.0 + one.rejected, sum.1.max(one.rows)))
        };
        let touches = |one: &&ColumnDoubt| {
            let (rejected, rows) = lost(one.table);
            one.share() > share || one.rejected > 0 && rejected as f64 > share * rows as f64
        };
        self.doubts.iter().filter(touches).collect()
    }
}

impl TableQuality {
    /// Measured quarters without any row.
    pub fn quarters_without_data(&self) -> impl Iterator<Item = Quarter> + '_ {
        self.rows_by_quarter.iter().filter(|(_, rows)| *rows == 0).map(|(quarter, _)| *quarter)
    }

    /// Records that were rejected.
    pub fn rows_lost(&self) -> u64 {
        self.rows_rejected.saturating_sub(self.rows_aside)
    }

    /// Whether every row that came in is accounted for.
    pub fn reconciles(&self) -> bool {
        self.rows_in == self.rows_used + self.rows_rejected + self.duplicates_merged + self.rows_folded
    }
}
