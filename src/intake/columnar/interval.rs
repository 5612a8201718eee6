//! Parquet's intervals: months, days and milliseconds in one value, of which the library reads either the
//! months or the rest. Both are read here, side by side.

use crate::intake::job::{Job, Stop};
use arrow_array::cast::AsArray;
use arrow_array::types::{IntervalDayTimeType, IntervalMonthDayNanoType, IntervalYearMonthType};
use arrow_array::{Array, ArrayRef, IntervalMonthDayNanoArray, RecordBatch};
use arrow_schema::{DataType, Field, IntervalUnit, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::sync::Arc;

/// Reads the months of the intervals of a file, batch by batch.
pub struct Months(ParquetRecordBatchReader);

impl Months {
    /// Beside a reader of these columns, in batches of the same size; `None` where no column holds intervals.
    pub fn beside(
        job: &Job<'_>,
        builder: &ParquetRecordBatchReaderBuilder<File>,
        inputs: &[usize],
        batch: usize,
    ) -> Result<Option<Self>, Stop> {
        let fields = builder.schema().fields();
        let is_interval = |field: &Field| matches!(field.data_type(), DataType::Interval(_));
        if !inputs.iter().any(|input| fields.get(*input).is_some_and(|field| is_interval(field))) {
            return Ok(None);
        }
        let months = |field: &Arc<Field>| match is_interval(field) {
            true => Arc::new(field.as_ref().clone().with_data_type(DataType::Interval(IntervalUnit::YearMonth))),
            false => Arc::clone(field),
        };
        let schema = Arc::new(Schema::new(fields.iter().map(months).collect::<Vec<_>>()));
        let metadata =
            ArrowReaderMetadata::try_new(Arc::clone(builder.metadata()), ArrowReaderOptions::new().with_schema(schema));
        let metadata = metadata.map_err(|error| job.damaged(&error))?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(job.open()?, metadata);
        let mask = ProjectionMask::roots(reader.parquet_schema(), inputs.iter().copied());
        let reader = reader.with_projection(mask).with_batch_size(batch).build();
        Ok(Some(Self(reader.map_err(|error| job.damaged(&error))?)))
    }

    /// The next batch with its months.
    pub fn join(&mut self, job: &Job<'_>, batch: &RecordBatch) -> Result<RecordBatch, Stop> {
        let months = self.0.next().transpose().map_err(|error| job.damaged(&error))?;
        let months = months.filter(|months| months.num_rows() == batch.num_rows());
        let months = months.ok_or_else(|| job.damaged(&"its columns have different numbers of rows"))?;
        let whole = |(rest, months): (&ArrayRef, &ArrayRef)| match rest.data_type() {
            DataType::Interval(IntervalUnit::DayTime) => Arc::new(joined(rest, months)) as ArrayRef,
            _ => Arc::clone(rest),
        };
        let columns: Vec<ArrayRef> = batch.columns().iter().zip(months.columns()).map(whole).collect();
        let field = |(field, column): (&Arc<Field>, &ArrayRef)| {
            field.as_ref().clone().with_data_type(column.data_type().clone())
        };
        let fields: Vec<Field> = batch.schema().fields().iter().zip(&columns).map(field).collect();
        Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).expect("columns of one length stay so"))
    }
}

fn joined(rest: &ArrayRef, months: &ArrayRef) -> IntervalMonthDayNanoArray {
    let (rest, months) = (rest.as_primitive::<IntervalDayTimeType>(), months.as_primitive::<IntervalYearMonthType>());
    let value = |row: usize| {
        let (days, millis) = IntervalDayTimeType::to_parts(rest.value(row));
        let nanos = i64::from(millis as u32) * 1_000_000;
        rest.is_valid(row).then(|| IntervalMonthDayNanoType::make_value(months.value(row), days, nanos))
    };
    (0..rest.len()).map(value).collect()
}
