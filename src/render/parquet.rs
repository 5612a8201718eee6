//! `figures.parquet`: every figure with its exact values in typed columns, the same for all languages.

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::config::Format;
use crate::report::handover::{FigureRow, Handed};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use chrono::NaiveDate;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

/// `parquet`.
pub struct Parquet;

impl Renderer for Parquet {
    fn reads(&self) -> &[Handed] {
        &[Handed::Figures]
    }

    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let Some(handover) = edition.handover else { return Ok(Vec::new()) };
        Ok(vec![(edition.path(Format::Parquet, part), render(&handover.figures))])
    }
}

/// The rows as a file.
pub fn render(rows: &[FigureRow]) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns(rows)).expect("columns of one length");
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a plain schema");
    writer.write(&batch).expect("memory takes it");
    writer.into_inner().expect("memory takes it")
}

fn columns(rows: &[FigureRow]) -> Vec<(&'static str, ArrayRef)> {
    let texts = |of: fn(&FigureRow) -> String| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(of(row))).collect::<StringArray>())
    };
    let numbers =
        |of: fn(&FigureRow) -> Option<f64>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<Float64Array>()) };
    let unit = |row: &FigureRow| {
        let unit = serde_json::to_value(row.unit).unwrap_or_default();
        unit.as_str().unwrap_or_default().to_owned()
    };
    let days = rows.iter().map(|row| row.first_day.map(since_1970)).collect::<Date32Array>();
    let counts = rows.iter().map(|row| row.n.and_then(|n| i64::try_from(n).ok())).collect::<Int64Array>();
    let marks = rows.iter().map(|row| Some(row.marked)).collect::<BooleanArray>();
    vec![
        ("metric", texts(|row| row.metric.clone())),
        ("segment", texts(|row| row.segment.clone())),
        ("quarter", texts(|row| row.quarter.to_string())),
        ("first_day", Arc::new(days)),
        ("value", numbers(|row| row.value)),
        ("at_least", numbers(|row| row.at_least)),
        ("n", Arc::new(counts)),
        ("low", numbers(|row| row.interval.map(|ends| ends.0))),
        ("high", numbers(|row| row.interval.map(|ends| ends.1))),
        ("level", numbers(|row| row.level)),
        ("unit", texts(unit)),
        ("target", numbers(|row| row.target.map(|target| target.0))),
        ("target_upper", numbers(|row| row.target.and_then(|target| target.1))),
        ("industry", numbers(|row| row.industry)),
        ("state", texts(|row| row.state.to_owned())),
        ("marked", Arc::new(marks)),
    ]
}

fn since_1970(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::handover::figure_row;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type};

    #[test]
    fn reads_back_exactly() {
        let bytes =
            render(&[FigureRow { value: Some(0.1 + 0.2), ..figure_row() }, FigureRow { n: None, ..figure_row() }]);
        let reader =
            parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(bytes_of(bytes), 10).expect("a file");
        let batch = reader.into_iter().next().expect("a batch").expect("rows");
        let values = batch["value"].as_primitive::<Float64Type>();
        assert_eq!((values.value(0).to_bits(), values.is_null(1)), ((0.1_f64 + 0.2).to_bits(), true));
        assert!(batch["n"].is_null(1) && !batch["n"].is_null(0));
        let day = batch["first_day"].as_primitive::<Date32Type>().value_as_date(0);
        assert_eq!(day, figure_row().first_day);
        assert_eq!(batch["state"].as_string::<i32>().value(0), "ok");
    }

    fn bytes_of(bytes: Vec<u8>) -> std::fs::File {
        use std::io::{Seek, Write};
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&bytes).and_then(|()| file.rewind()).expect("a file");
        file
    }
}
