//! Staged Parquet files of one table, read row group by row group.

use super::column::{Columns, text_at, texts};
use super::error::Error;
use crate::domain::{ColumnType, Table};
use crate::intake::{self, StagedTable, staged_schema};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The staged files of one table. Rows are numbered across all parts in reading order.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) table: Table,
    pub(super) extra: Vec<(String, ColumnType)>,
    pub(super) files: Vec<StagedFile>,
    pub(super) parts: Vec<Part>,
    /// Spellings of channels → the one that is shown.
    labels: Arc<BTreeMap<String, String>>,
    schema: Arc<Schema>,
    /// Cells that stand in for those of the files, by column.
    patches: BTreeMap<String, Patch>,
    /// Widths up to which ids are read with leading zeros, by column.
    pads: BTreeMap<String, usize>,
}

/// Cells of one column that stand in for those of the files.
#[derive(Debug)]
pub(super) struct Patch {
    /// Their rows, ascending.
    pub(super) rows: Vec<u64>,
    /// One for each.
    pub(super) values: ArrayRef,
}

/// Files whose footer is kept in memory, at some 40 kB each; those beyond are opened anew for every
/// reading.
const KEPT: usize = 500;

#[derive(Debug)]
pub(super) struct StagedFile {
    pub(super) path: PathBuf,
    pub(super) source: usize,
    metadata: Option<ArrowReaderMetadata>,
}

/// One row group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) file: usize,
    row_group: usize,
    /// Number of its first row.
    pub(super) first: u64,
    pub(super) rows: u64,
}

impl Staged {
    pub(super) fn open(staged: &StagedTable) -> Result<Self, Error> {
        let schema = Arc::new(staged_schema(staged.table, &staged.extra));
        let open = |(at, file): (usize, &intake::StagedFile)| -> Result<(StagedFile, Vec<u64>), Error> {
            let metadata = open_file(&file.path, &schema)?;
            let groups = metadata.metadata().row_groups().iter();
            let rows = groups.map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).collect();
            let metadata = (at < KEPT).then_some(metadata);
            Ok((StagedFile { path: file.path.clone(), source: file.source, metadata }, rows))
        };
        let opened: Vec<Result<_, Error>> = staged.files.par_iter().enumerate().map(open).collect();
        let (mut files, mut parts) = (Vec::new(), Vec::new());
        let mut first = 0;
        for opened in opened {
            let (file, groups) = opened?;
            for (row_group, rows) in groups.into_iter().enumerate() {
                parts.push(Part { file: files.len(), row_group, first, rows });
                first += rows;
            }
            files.push(file);
        }
        Ok(Self {
            table: staged.table,
            extra: staged.extra.clone(),
            files,
            parts,
            schema,
            labels: Arc::default(),
            patches: BTreeMap::new(),
            pads: BTreeMap::new(),
        })
    }

    /// From now on these cells stand in for those of the files; their rows are never among those dropped.
    pub(super) fn patch(&mut self, patches: BTreeMap<String, Patch>) {
        self.patches = patches;
    }

    /// Rows of all parts, dropped ones included.
    pub(super) fn rows(&self) -> usize {
        self.parts.last().map_or(0, |part| part.first + part.rows) as usize
    }

    pub(super) fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Reads columns of a part without the rows whose numbers are in `dropped` (ascending).
    pub(super) fn read(&self, part: usize, columns: &[&str], dropped: &[u64]) -> Result<RecordBatch, Error> {
        let mut batch = self.read_files(part, columns, dropped)?;
        if !self.pads.is_empty() {
            batch = self.padded(batch, part)?;
        }
        let batch = if self.patches.is_empty() { batch } else { self.patched(batch, part, dropped)? };
        Ok(self.relabelled(batch))
    }

    /// From now on the ids of a column are read with leading zeros up to a width.
    pub(super) fn pad(&mut self, column: &str, width: usize) {
        self.pads.insert(column.to_owned(), width);
    }

    /// Columns whose ids are read with leading zeros, with the width.
    pub(super) fn pads(&self) -> &BTreeMap<String, usize> {
        &self.pads
    }

    fn padded(&self, batch: RecordBatch, part: usize) -> Result<RecordBatch, Error> {
        let (schema, mut columns, rows) = batch.into_parts();
        for (field, column) in schema.fields().iter().zip(&mut columns) {
            let Some(width) = self.pads.get(field.name()) else { continue };
            let ids = column.as_string::<i32>().iter().map(|id| id.map(|id| format!("{id:0>width$}")));
            *column = Arc::new(ids.collect::<StringArray>());
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema, columns, &options)
            .map_err(|error| self.layout(self.parts[part].file, &error.to_string()))
    }

    fn patched(&self, batch: RecordBatch, part: usize, dropped: &[u64]) -> Result<RecordBatch, Error> {
        let Part { file, first, rows, .. } = self.parts[part];
        let gone = within(first, rows, dropped);
        let (schema, mut columns, count) = batch.into_parts();
        for (field, column) in schema.fields().iter().zip(&mut columns) {
            let Some(patch) = self.patches.get(field.name()) else { continue };
            let from = patch.rows.partition_point(|row| *row < first);
            let own = within(first, rows, &patch.rows);
            let mut cells: Vec<(usize, usize)> = (0..column.len()).map(|row| (0, row)).collect();
            for (at, row) in own.iter().enumerate() {
                cells[(row - first) as usize - gone.partition_point(|gone| gone < row)] = (1, from + at);
            }
            if !own.is_empty() {
                *column = arrow_select::interleave::interleave(&[column, &patch.values], &cells)
                    .map_err(|error| self.layout(file, &error.to_string()))?;
            }
        }
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        RecordBatch::try_new_with_options(schema, columns, &options)
            .map_err(|error| self.layout(file, &error.to_string()))
    }

    fn layout(&self, file: usize, message: &str) -> Error {
        Error::Layout { path: self.files[file].path.clone(), message: message.to_owned() }
    }

    fn read_files(&self, part: usize, columns: &[&str], dropped: &[u64]) -> Result<RecordBatch, Error> {
        let Part { file, row_group, first, rows } = self.parts[part];
        let file = &self.files[file];
        let failed = |source| Error::Parquet { path: file.path.clone(), source };
        let input = File::open(&file.path).map_err(|source| Error::Open { path: file.path.clone(), source })?;
        let metadata = match &file.metadata {
            Some(metadata) => metadata.clone(),
            None => footer(&file.path, &input)?,
        };
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(input, metadata);
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        let selection = selection(first, rows, dropped);
        let kept = selection.as_ref().map_or(rows, |selection| selection.row_count() as u64);
        let mut builder = builder.with_row_groups(vec![row_group]).with_projection(mask);
        builder = builder.with_batch_size(usize::try_from(kept.max(1)).unwrap_or(usize::MAX));
        if let Some(selection) = selection {
            builder = builder.with_row_selection(selection);
        }
        let mut reader = builder.build().map_err(failed)?;
        let batch = match reader.next() {
            None => RecordBatch::new_empty(self.schema.clone()),
            Some(batch) => batch.map_err(|source| Error::Parquet { path: file.path.clone(), source: source.into() })?,
        };
        if batch.num_rows() as u64 != kept {
            let message = format!("{} rows where {kept} were expected", batch.num_rows());
            return Err(Error::Layout { path: file.path.clone(), message });
        }
        Ok(batch)
    }

    /// From now on every channel is read in the spelling that is shown.
    pub(super) fn relabel(&mut self, labels: Arc<BTreeMap<String, String>>) {
        self.labels = labels;
    }

    /// Spellings of channels that are read as others.
    pub(super) fn labels(&self) -> &BTreeMap<String, String> {
        &self.labels
    }

    fn relabelled(&self, batch: RecordBatch) -> RecordBatch {
        let Some((at, _)) = batch.schema().column_with_name("channel").filter(|_| !self.labels.is_empty()) else {
            return batch;
        };
        let cells = Columns(&batch).text("channel");
        let label = |row| text_at(cells, row).map(|text| self.labels.get(text).map_or(text, String::as_str));
        let mut columns = batch.columns().to_vec();
        columns[at] = texts((0..batch.num_rows()).map(label));
        RecordBatch::try_new(batch.schema(), columns).expect("a text column stays a text column")
    }

    /// Numbers of the rows of a part that are not dropped, ascending.
    pub(super) fn kept_rows<'a>(&self, part: usize, dropped: &'a [u64]) -> impl Iterator<Item = u64> + use<'a> {
        let Part { first, rows, .. } = self.parts[part];
        let mut dropped = within(first, rows, dropped).iter().peekable();
        (first..first + rows).filter(move |row| dropped.next_if(|gone| *gone == row).is_none())
    }

    /// The raw file of a part, as an index into those of the intake.
    pub(super) fn source_of(&self, part: usize) -> usize {
        self.files[self.parts[part].file].source
    }

    /// Applies a function to the named columns of every part, in parallel; results in order.
    pub(super) fn map<T: Send>(
        &self,
        columns: &[&str],
        dropped: &[u64],
        each: impl Fn(usize, &RecordBatch) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        let all: Vec<Result<T, Error>> = (0..self.parts.len())
            .into_par_iter()
            .map(|part| self.read(part, columns, dropped).map(|batch| each(part, &batch)))
            .collect();
        all.into_iter().collect()
    }

    /// Missing cells of each column over all rows of the files, from the files' own statistics where they have them.
    pub(super) fn null_counts(&self, columns: &[&str]) -> Result<Vec<u64>, Error> {
        let recorded: Option<Vec<u64>> = columns.iter().map(|column| self.recorded_nulls(column)).collect();
        if let Some(counts) = recorded {
            return Ok(counts);
        }
        let counted: Vec<Result<Vec<u64>, Error>> = (0..self.parts.len())
            .into_par_iter()
            .map(|part| {
                let batch = self.read_files(part, columns, &[])?;
                let nulls = |column: &&str| batch.column_by_name(column).map_or(0, |array| array.null_count() as u64);
                Ok(columns.iter().map(nulls).collect())
            })
            .collect();
        let counted = counted.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok((0..columns.len()).map(|at| counted.iter().map(|part| part[at]).sum()).collect())
    }

    fn recorded_nulls(&self, column: &str) -> Option<u64> {
        let at = self.schema.index_of(column).ok()?;
        let of = |file: &StagedFile| -> Option<u64> {
            let groups = file.metadata.as_ref()?.metadata().row_groups();
            groups.iter().map(|group| group.column(at).statistics()?.null_count_opt()).sum()
        };
        self.files.iter().map(of).sum()
    }
}

/// The footer of a staged file, whose columns must be those of the table.
fn open_file(path: &Path, schema: &Schema) -> Result<ArrowReaderMetadata, Error> {
    let input = File::open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
    let metadata = footer(path, &input)?;
    for (at, field) in schema.fields().iter().enumerate() {
        let found = metadata.schema().fields().get(at);
        if !found.is_some_and(|found| found.name() == field.name() && found.data_type() == field.data_type()) {
            let message = format!("column {} is not `{}` of type {}", at + 1, field.name(), field.data_type());
            return Err(Error::Layout { path: path.to_owned(), message });
        }
    }
    Ok(metadata)
}

fn footer(path: &Path, input: &File) -> Result<ArrowReaderMetadata, Error> {
    ArrowReaderMetadata::load(input, ArrowReaderOptions::new())
        .map_err(|source| Error::Parquet { path: path.to_owned(), source })
}

fn within(first: u64, rows: u64, dropped: &[u64]) -> &[u64] {
    let from = dropped.partition_point(|row| *row < first);
    let to = dropped.partition_point(|row| *row < first + rows);
    &dropped[from..to]
}

fn selection(first: u64, rows: u64, dropped: &[u64]) -> Option<RowSelection> {
    let dropped = within(first, rows, dropped);
    if dropped.is_empty() {
        return None;
    }
    let mut selectors = Vec::new();
    let mut next = first;
    for row in dropped {
        if *row > next {
            selectors.push(RowSelector::select((row - next) as usize));
        }
        selectors.push(RowSelector::skip(1));
        next = row + 1;
    }
    if next < first + rows {
        selectors.push(RowSelector::select((first + rows - next) as usize));
    }
    Some(RowSelection::from(selectors))
}
