//! What each figure was made from: its definition, the rows it counts, and the files these came from.

use super::figures::{is_shown, key};
use crate::catalogue::definition::Definition;
use crate::domain::{Answered, Quarter};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::Draft;
use crate::report::model::Report;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the layout.
const VERSION: u32 = 1;

/// The lineage of all figures of a report: `lineage.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lineage {
    /// Version of the layout.
    pub version: u32,
    /// Report id.
    pub report: String,
    /// Its quarter.
    pub quarter: String,
    /// When the data were taken, ISO 8601.
    pub as_of: String,
    /// Hash of the configuration.
    pub config_hash: String,
    /// Hash over all raw files.
    pub data_hash: String,
    /// Tables by name.
    pub tables: BTreeMap<String, TableLineage>,
    /// Metrics by id.
    pub metrics: BTreeMap<String, MetricLineage>,
    /// Every figure, in the order of `measurements.json`.
    pub figures: Vec<FigureLineage>,
}

/// A table: its rows add up to those of its files.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TableLineage {
    /// Rows found in raw files.
    pub rows_read: u64,
    /// Rows that figures may count.
    pub rows_used: u64,
    /// Rows refused.
    pub rows_rejected: u64,
    /// Rows for which another one of the same key stands.
    pub rows_merged: u64,
    /// Lines added to the record of which they are a part.
    pub rows_folded: u64,
    /// Its raw files.
    pub files: Vec<FileLineage>,
}

/// A raw file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileLineage {
    /// Path in the data folder.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows found in it.
    pub rows_read: u64,
    /// Rows of it that figures may count.
    pub rows_used: u64,
    /// The query that a database was asked, and what it yielded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Answered>,
    /// Files that columns were looked up in, with their SHA-256.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub looked_up: BTreeMap<String, String>,
}

/// A metric as run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricLineage {
    /// The tables that it stands on.
    pub tables: Vec<String>,
    /// Its definition.
    pub definition: Definition,
}

/// A figure and the rows that it counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureLineage {
    /// Metric id, a key of `metrics`.
    pub metric: String,
    /// Of whom, as the command line writes it.
    pub segment: String,
    /// When.
    pub quarter: Quarter,
    /// The value; null where none is shown.
    pub value: Option<f64>,
    /// Rows that it stands on; null where they would give away what is not shown.
    pub n: Option<u64>,
    /// Rows whose value is missing; likewise.
    pub missing: Option<u64>,
    /// Rows left out by reason; empty likewise.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub excluded: BTreeMap<String, u64>,
    /// Rows whose window is still open; null likewise.
    pub immature: Option<u64>,
}

/// The lineage of the figures of an edition; the same in every language.
pub fn of(draft: &Draft, report: &Report) -> Lineage {
    let meta = report.meta.clone();
    let metric = |one: &Definition| {
        let tables = draft.tables_of(one).into_iter().map(|table| table.name().to_owned()).collect();
        (one.id.clone(), MetricLineage { tables, definition: one.clone() })
    };
    Lineage {
        version: VERSION,
        report: meta.report,
        quarter: meta.quarter,
        as_of: meta.as_of,
        config_hash: meta.config_hash,
        data_hash: meta.data_hash,
        tables: tables(draft),
        metrics: draft.scene.definitions.iter().map(metric).collect(),
        figures: draft.scene.measurements.iter().map(figure).collect(),
    }
}

fn tables(draft: &Draft) -> BTreeMap<String, TableLineage> {
    let tables = draft.inputs.quality.tables.iter().map(|(table, one)| {
        let file = |file: &crate::facts::quality::FileQuality| FileLineage {
            path: file.path.clone(),
            sha256: file.sha256.clone(),
            rows_read: file.rows_in,
            rows_used: file.rows_used,
            query: file.query.clone(),
            looked_up: file.looked_up.iter().cloned().collect(),
        };
        let lineage = TableLineage {
            rows_read: one.rows_in,
            rows_used: one.rows_used,
            rows_rejected: one.rows_rejected,
            rows_merged: one.duplicates_merged,
            rows_folded: one.rows_folded,
            files: one.files.iter().map(file).collect(),
        };
        (table.name().to_owned(), lineage)
    });
    tables.collect()
}

fn figure(one: &Measurement) -> FigureLineage {
    let open = matches!(one.status, Status::Ok | Status::LowBase | Status::Suppressed);
    let excluded = one.excluded.iter().filter(|(_, rows)| open && *rows > 0);
    FigureLineage {
        metric: one.metric.clone(),
        segment: key(&one.segment),
        quarter: one.quarter,
        value: one.value.filter(|_| is_shown(one)),
        n: open.then_some(one.n),
        missing: open.then_some(one.missing),
        excluded: excluded.cloned().collect(),
        immature: open.then_some(one.immature),
    }
}
