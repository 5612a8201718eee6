//! One Parquet file of staged rows, written under a temporary name.

use super::Error;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_schema::{DataType, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of one row group.
pub const ROW_GROUP: usize = 131_072;

/// Text columns with (nearly) as many values as rows, for which a dictionary is wasted work.
const DISTINCT: [&str; 6] = ["ticket_id", "response_id", "order_id", "complaint_id", "comment", "customer_id"];

/// A written part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its present name.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// The earliest and the latest time that places its rows, UTC microseconds.
    pub covers: Option<(i64, i64)>,
}

/// Writes a part.
#[derive(Debug)]
pub struct PartWriter {
    writer: ArrowWriter<File>,
    path: PathBuf,
    rows: u64,
    dated: &'static str,
    covers: Option<(i64, i64)>,
}

impl PartWriter {
    /// Creates the file of a table whose rows are placed in time by the column `dated`.
    pub fn create(path: &Path, schema: &Arc<Schema>, dated: &'static str) -> Result<Self, Error> {
        let file =
            File::create(path).map_err(|source| Error::Io { action: "create", path: path.to_owned(), source })?;
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties(schema)));
        let writer = writer.map_err(|source| failed(path, source))?;
        Ok(Self { writer, path: path.to_owned(), rows: 0, dated, covers: None })
    }

    /// Appends rows.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.rows += batch.num_rows() as u64;
        self.covers = joined(self.covers, span(batch, self.dated));
        self.writer.write(batch).map_err(|source| failed(&self.path, source))
    }

    /// Completes the file.
    pub fn finish(self) -> Result<Part, Error> {
        let Self { mut writer, path, rows, covers, .. } = self;
        writer.finish().map_err(|source| failed(&path, source))?;
        Ok(Part { rows, bytes: writer.bytes_written() as u64, path, covers })
    }
}

/// The earliest and the latest of two spans.
pub fn joined(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}

fn span(batch: &RecordBatch, column: &str) -> Option<(i64, i64)> {
    let times = batch.column_by_name(column)?.as_primitive_opt::<TimestampMicrosecondType>()?;
    let mut times = times.iter().flatten();
    let first = times.next()?;
    Some(times.fold((first, first), |(low, high), at| (low.min(at), high.max(at))))
}

fn failed(path: &Path, source: ParquetError) -> Error {
    Error::Parquet { path: path.to_owned(), source }
}

fn properties(schema: &Schema) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::None);
    for field in schema.fields() {
        let path = ColumnPath::from(field.name().as_str());
        match field.data_type() {
            DataType::Utf8 if !DISTINCT.contains(&field.name().as_str()) => {}
            DataType::Timestamp(_, _) | DataType::Int64 => {
                builder = builder.set_column_dictionary_enabled(path.clone(), false);
                builder = builder.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
            }
            _ => builder = builder.set_column_dictionary_enabled(path, false),
        }
    }
    builder.build()
}
