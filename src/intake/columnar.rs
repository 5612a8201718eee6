//! Parquet files: their columns as cells, whatever their types.

use super::FileNotes;
use super::cache::Entry;
use super::cell::Cell;
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind};
use super::stager::{Row, Stager};
use super::time::midnight;
use crate::diagnostic::{Diagnostic, Place};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use chrono::NaiveDate;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use std::sync::Arc;

const BATCH: usize = 8_192;

/// Reads a Parquet file; only the columns that the plan wants.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let opened = job.open()?;
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(opened, options).map_err(|error| job.damaged(&error))?;
    if let Some(codec) = unread_codec(builder.metadata()) {
        let message = format!("the file is compressed with {codec}, which is not read");
        return Err(Diagnostic::error("unreadable-file", Place::file(job.file.relative.clone()), message)
            .with_hint("write it with Zstandard, Snappy, gzip, LZ4 or without compression")
            .into());
    }
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let file = job.file.relative.clone();
    let mut plan = bind(plan, job.source, &file, &names)?;
    let inputs = plan.inputs();
    plan.renumber(&inputs);
    let mask = ProjectionMask::roots(builder.parquet_schema(), inputs);
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|error| job.damaged(&error))?;
    let plan = Arc::new(plan);
    let mut stager = Stager::new(job.target(&plan, &file), entry.temporary(0));
    let mut number = 0;
    for batch in reader {
        rows(&batch.map_err(|error| job.damaged(&error))?, &mut number, &mut stager)?;
    }
    Ok(Read { file, plan, chunks: vec![stager.finish()?], notes: FileNotes::default() })
}

/// The name of a codec that the program was not built with, if a column is written with one.
fn unread_codec(metadata: &ParquetMetaData) -> Option<&'static str> {
    metadata.row_groups().iter().flat_map(|group| group.columns()).find_map(|column| match column.compression() {
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZO => Some("LZO"),
        _ => None,
    })
}

struct Record<'b> {
    batch: &'b RecordBatch,
    row: usize,
}

impl Row for Record<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.batch.columns().get(column).map_or(Cell::Blank, |array| cell(array, self.row))
    }
}

fn rows(batch: &RecordBatch, number: &mut u64, stager: &mut Stager) -> Result<(), super::Error> {
    for row in 0..batch.num_rows() {
        *number += 1;
        stager.row(*number, &Record { batch, row })?;
    }
    Ok(())
}

fn cell(array: &ArrayRef, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Blank;
    }
    match array.data_type() {
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row)),
        DataType::Binary => text(array.as_binary::<i32>().value(row)),
        DataType::BinaryView => text(array.as_binary_view().value(row)),
        DataType::Boolean => Cell::Boolean(array.as_boolean().value(row)),
        DataType::Float32 => Cell::Float(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(_, scale) => Cell::Decimal(array.as_primitive::<Decimal128Type>().value(row), *scale),
        DataType::Date32 => date(array.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(unit, zone) => timestamp(array, row, *unit, zone.is_some()),
        DataType::Null => Cell::Blank,
        _ => integer(array, row),
    }
}

fn integer(array: &ArrayRef, row: usize) -> Cell<'_> {
    match array.data_type() {
        DataType::Int8 => Cell::Integer(array.as_primitive::<Int8Type>().value(row).into()),
        DataType::Int16 => Cell::Integer(array.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int32 => Cell::Integer(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Cell::Integer(array.as_primitive::<Int64Type>().value(row)),
        DataType::UInt8 => Cell::Integer(array.as_primitive::<UInt8Type>().value(row).into()),
        DataType::UInt16 => Cell::Integer(array.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt32 => Cell::Integer(array.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt64 => Cell::Decimal(array.as_primitive::<UInt64Type>().value(row).into(), 0),
        DataType::List(_) | DataType::LargeList(_) => Cell::Fault("a list"),
        DataType::Struct(_) | DataType::Map(_, _) => Cell::Fault("a record"),
        _ => Cell::Fault("a value of an unknown Parquet type"),
    }
}

fn text(bytes: &[u8]) -> Cell<'_> {
    std::str::from_utf8(bytes).map_or(Cell::Fault("bytes that are not UTF-8"), Cell::Text)
}

fn date(days: i32) -> Cell<'static> {
    let date = NaiveDate::from_epoch_days(days);
    date.map_or(Cell::Fault("a date that does not exist"), |date| Cell::Local(midnight(date)))
}

fn timestamp(array: &ArrayRef, row: usize, unit: TimeUnit, zoned: bool) -> Cell<'static> {
    let micros = match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row).checked_mul(1_000_000),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row).checked_mul(1_000),
        TimeUnit::Microsecond => Some(array.as_primitive::<TimestampMicrosecondType>().value(row)),
        TimeUnit::Nanosecond => Some(array.as_primitive::<TimestampNanosecondType>().value(row).div_euclid(1_000)),
    };
    match micros.filter(|micros| chrono::DateTime::from_timestamp_micros(*micros).is_some()) {
        None => Cell::Fault("a time out of range"),
        Some(micros) if zoned => Cell::Instant(micros),
        Some(micros) => Cell::Local(micros),
    }
}
