//! Folders of raw files in, staged columns and messages out.

mod columns;
mod databases;
mod formats;
mod kinds;
mod layout;
mod limits;
mod lookups;
mod meant;
mod messages;
mod moving;
mod packed;
mod said;
mod silent;
mod stability;

use super::{Intake, stage};
use crate::config::{self, Overrides, ReportConfig};
use crate::domain::{Instant, Table};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// A project of one report in a temporary folder.
struct Project {
    folder: Arc<TempDir>,
    report: ReportConfig,
}

/// What staging gave, while the folder with the staged files lives.
struct Staged {
    intake: Intake,
    _folder: Arc<TempDir>,
}

impl Deref for Staged {
    type Target = Intake;

    fn deref(&self) -> &Intake {
        &self.intake
    }
}

impl Project {
    /// `tables` is the YAML below `tables:`, indented by eight blanks.
    fn new(tables: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        for (name, bytes) in files {
            let path = folder.path().join("data").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let yaml = format!(
            "version: 1\nreports:\n  - id: client\n    client: Client\n    data: data\n    time_zone: Asia/Shanghai\n    \
             as_of: 2026-10-15 09:00\n    tables:\n{tables}\n"
        );
        let path = folder.path().join("reports.yaml");
        fs::write(&path, &yaml).unwrap();
        let overrides = Overrides::default();
        let config = config::load(&path, &overrides).and_then(|(config, _)| config.sound());
        let config = config.unwrap_or_else(|problems| panic!("{yaml}\n{problems:#?}"));
        Self { folder: Arc::new(folder), report: config.reports.into_iter().next().unwrap() }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn stage(&self) -> Staged {
        Staged { intake: stage(&self.report, &self.cache()).unwrap(), _folder: Arc::clone(&self.folder) }
    }

    /// The diagnostics without the place of the temporary folder.
    fn messages(&self) -> Vec<String> {
        let folder = format!("{}/", self.folder.path().canonicalize().unwrap().display());
        let other = format!("{}/", self.folder.path().display());
        let intake = self.stage();
        intake.diagnostics.iter().map(|found| found.to_string().replace(&folder, "").replace(&other, "")).collect()
    }
}

/// `file:line column=value: reason` of every reject.
fn rejects(intake: &Intake) -> Vec<String> {
    let text = |reject: &super::Reject| {
        format!("{}:{} {}={}: {}", reject.file, reject.line, reject.column, reject.value, reject.reason)
    };
    intake.rejects.iter().map(text).collect()
}

/// `file:line column=value: reason` of the first of every kind of cell that became missing.
fn unreadable(intake: &Intake) -> Vec<String> {
    let mut found = Vec::new();
    for file in &intake.files {
        for (column, evidence) in &file.evidence {
            for (reason, tally) in &evidence.unreadable {
                let (line, text) = tally.first.clone().unwrap_or_default();
                found.push((file.path.clone(), line, format!("{}:{line} {column}={text}: {reason}", file.path)));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, _, text)| text).collect()
}

/// The staged values of a column as text; null is `-`.
fn column(intake: &Intake, table: Table, name: &str) -> Vec<String> {
    let mut values = Vec::new();
    for part in &intake.tables[&table].files {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(&part.path).unwrap()).unwrap().build().unwrap();
        for batch in reader {
            let batch = batch.unwrap();
            let array = batch.column_by_name(name).unwrap();
            values.extend((0..array.len()).map(|row| text(array, row)));
        }
    }
    values
}

fn text(array: &ArrayRef, row: usize) -> String {
    if array.is_null(row) {
        return "-".to_owned();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Timestamp(_, _) => {
            let at = Instant(array.as_primitive::<TimestampMicrosecondType>().value(row)).to_utc();
            at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
        }
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Decimal128(20, 4) => array.as_primitive::<Decimal128Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        other => panic!("unexpected type {other}"),
    }
}
