//! Parquet and Arrow files: their columns as cells, whatever their types.
//!
//! What a column means stands in the file's schema and, of durations, only in the note that its writer
//! left beside it; the note is read with care, since anybody can write one.

mod arrow;
mod cells;
mod interval;
mod note;
mod plain;

use super::FileNotes;
use super::cache::Entry;
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind};
use super::stager::{Row, Stager};
use crate::diagnostic::{Diagnostic, Place};
use crate::intake::cell::Cell;
pub use arrow::read as read_arrow;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use cells::cell;
use interval::Months;
use note::{Meaning, Note};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, LogicalType, Type};
use parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::sync::Arc;

const BATCH: usize = 8_192;

/// Reads a Parquet file; only the columns that the plan wants.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let (builder, note) = open(job)?;
    if let Some(codec) = unread_codec(builder.metadata()) {
        let message = format!("the file is compressed with {codec}, which is not read");
        return Err(Diagnostic::error("unreadable-file", Place::file(job.file.relative.clone()), message)
            .with_hint("write it with Zstandard, Snappy, gzip, LZ4 or without compression")
            .into());
    }
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let (plan, inputs) = projected(bind(plan, job.source, &job.file.relative, &names)?);
    let meanings: Vec<Meaning> = inputs.iter().map(|input| note.meaning(*input)).collect();
    let mut months = Months::beside(job, &builder, &inputs, BATCH)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), inputs);
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|error| job.damaged(&error))?;
    let mut table = Staging::new(job, plan, entry, meanings);
    for batch in reader {
        let batch = batch.map_err(|error| job.damaged(&error))?;
        match &mut months {
            Some(months) => table.take(&months.join(job, &batch)?)?,
            None => table.take(&batch)?,
        }
    }
    table.finish()
}

/// Opens the file. Old timestamps of twelve bytes are UTC by the rules of those who still write them,
/// and are read to the microsecond, in which the year 9999 has room.
fn open(job: &Job<'_>) -> Result<(ParquetRecordBatchReaderBuilder<File>, Note), Stop> {
    let file = job.open()?;
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = ArrowReaderMetadata::load(&file, options).map_err(|error| job.damaged(&error))?;
    let note = note(&metadata);
    let columns = metadata.parquet_schema().root_schema().get_fields();
    let old = |index: usize| columns[index].is_primitive() && columns[index].get_physical_type() == Type::INT96;
    let fields = metadata.schema().fields().iter().enumerate().map(|(index, field)| {
        if !old(index) {
            return Arc::clone(field);
        }
        let zone = (!note.is_local(index)).then(|| "UTC".into());
        let kind = DataType::Timestamp(TimeUnit::Microsecond, zone);
        Arc::new(Field::new(field.name(), kind, field.is_nullable()))
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = ArrowReaderOptions::new().with_schema(schema);
    let any = (0..columns.len()).any(old);
    let metadata = match any {
        true => ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)
            .map_err(|error| job.damaged(&error))?,
        false => metadata,
    };
    Ok((ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata), note))
}

/// What the file says about its columns beside their types.
fn note(metadata: &ArrowReaderMetadata) -> Note {
    let schema = metadata.parquet_schema().root_schema().get_fields();
    let names: Vec<&str> = schema.iter().map(|column| column.name()).collect();
    let notes = metadata.metadata().file_metadata().key_value_metadata();
    let notes = notes.into_iter().flatten().filter_map(|note| Some((note.key.as_str(), note.value.as_deref()?)));
    let mut note = Note::read(&names, notes);
    for (index, column) in schema.iter().enumerate() {
        if column.is_primitive() && column.get_basic_info().logical_type_ref() == Some(&LogicalType::Uuid) {
            note.set(index, Meaning::Uuid);
        }
    }
    note
}

/// The name of a codec that the program was not built with, if a column is written with one.
fn unread_codec(metadata: &ParquetMetaData) -> Option<&'static str> {
    metadata.row_groups().iter().flat_map(|group| group.columns()).find_map(|column| match column.compression() {
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZO => Some("LZO"),
        _ => None,
    })
}

/// The plan over the columns that it wants alone, and these, in order.
fn projected(mut plan: Plan) -> (Plan, Vec<usize>) {
    let inputs = plan.inputs();
    plan.renumber(&inputs);
    (plan, inputs)
}

/// Stages batches.
struct Staging {
    file: String,
    plan: Arc<Plan>,
    stager: Stager,
    meanings: Vec<Meaning>,
    number: u64,
}

impl Staging {
    fn new(job: &Job<'_>, plan: Plan, entry: &Entry, meanings: Vec<Meaning>) -> Self {
        let (file, plan) = (job.file.relative.clone(), Arc::new(plan));
        let stager = Stager::new(job.target(&plan, &file), entry.temporary(0));
        Self { file, plan, stager, meanings, number: 0 }
    }

    fn take(&mut self, batch: &RecordBatch) -> Result<(), super::Error> {
        let columns: Vec<(ArrayRef, Meaning)> =
            batch.columns().iter().zip(&self.meanings).map(|(array, meaning)| plain::plain(array, *meaning)).collect();
        for row in 0..batch.num_rows() {
            self.number += 1;
            self.stager.row(self.number, &Record { columns: &columns, row })?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Read, Stop> {
        let chunks = vec![self.stager.finish()?];
        Ok(Read { file: self.file, plan: self.plan, chunks, notes: FileNotes::default() })
    }
}

struct Record<'b> {
    columns: &'b [(ArrayRef, Meaning)],
    row: usize,
}

impl Row for Record<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.columns.get(column).map_or(Cell::Blank, |(array, meaning)| cell(array, self.row, *meaning))
    }
}
