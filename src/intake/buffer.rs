//! Columns under construction: rows are appended cell by cell and can be taken back.

use super::schema::arrow_type;
use crate::domain::ColumnType;
use arrow_array::types::{DurationMicrosecondType, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int64Array, PrimitiveArray, StringArray, new_null_array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;
use std::sync::Arc;

/// A typed value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// Missing.
    Null,
    /// Text.
    Text(&'v str),
    /// UTC microseconds.
    Instant(i64),
    /// A date that stands for none: missing, and counted.
    Placeholder,
    /// A span of time in microseconds.
    Span(i64),
    /// Number.
    Number(f64),
    /// A percentage as a share; a plain number where its column has no scale.
    Share(f64),
    /// Whole number.
    Integer(i64),
    /// Units of 1/10,000.
    Money(i128),
    /// Truth value.
    Boolean(bool),
}

impl Value<'_> {
    /// The value, text left out.
    pub fn without_text(self) -> Value<'static> {
        match self {
            Self::Null | Self::Text(_) => Value::Null,
            Self::Instant(at) => Value::Instant(at),
            Self::Placeholder => Value::Placeholder,
            Self::Span(micros) => Value::Span(micros),
            Self::Number(value) => Value::Number(value),
            Self::Share(share) => Value::Share(share),
            Self::Integer(value) => Value::Integer(value),
            Self::Money(value) => Value::Money(value),
            Self::Boolean(value) => Value::Boolean(value),
        }
    }
}

/// The values of one column, of one type.
#[derive(Clone, Debug)]
pub struct ColumnBuffer {
    values: Values,
    valid: Vec<bool>,
}

#[derive(Clone, Debug)]
enum Values {
    Text { bytes: Vec<u8>, ends: Vec<i32> },
    Instant(Vec<i64>),
    Span(Vec<i64>),
    Number(Vec<f64>),
    Integer(Vec<i64>),
    Money(Vec<i128>),
    Boolean(Vec<bool>),
}

impl ColumnBuffer {
    /// Empty.
    pub fn new(kind: ColumnType) -> Self {
        let values = match kind {
            ColumnType::Text => Values::Text { bytes: Vec::new(), ends: vec![0] },
            ColumnType::Instant => Values::Instant(Vec::new()),
            ColumnType::Number => Values::Number(Vec::new()),
            ColumnType::Duration => Values::Span(Vec::new()),
            ColumnType::Integer => Values::Integer(Vec::new()),
            ColumnType::Money => Values::Money(Vec::new()),
            ColumnType::Boolean => Values::Boolean(Vec::new()),
        };
        Self { values, valid: Vec::new() }
    }

    /// Appends a value of the column's type; any other becomes null.
    pub fn push(&mut self, value: Value<'_>) {
        let valid = match (&mut self.values, value) {
            (Values::Text { bytes, ends }, Value::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len() as i32);
                true
            }
            (Values::Instant(values), Value::Instant(value)) => keep(values, value),
            (Values::Span(values), Value::Span(value)) => keep(values, value),
            (Values::Number(values), Value::Number(value) | Value::Share(value)) => keep(values, value),
            (Values::Integer(values), Value::Integer(value)) => keep(values, value),
            (Values::Money(values), Value::Money(value)) => keep(values, value),
            (Values::Boolean(values), Value::Boolean(value)) => keep(values, value),
            _ => {
                self.push_default();
                false
            }
        };
        self.valid.push(valid);
    }

    /// Appends text to a text column.
    #[inline]
    pub fn push_text(&mut self, text: &str) {
        match &mut self.values {
            Values::Text { bytes, ends } => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len() as i32);
                self.valid.push(true);
            }
            _ => self.push_null(),
        }
    }

    /// Appends a time to a column of times.
    #[inline]
    pub fn push_instant(&mut self, at: i64) {
        match &mut self.values {
            Values::Instant(values) => {
                values.push(at);
                self.valid.push(true);
            }
            _ => self.push_null(),
        }
    }

    /// Appends nothing.
    pub fn push_null(&mut self) {
        self.push_default();
        self.valid.push(false);
    }

    /// The time in the row appended last.
    pub fn last_instant(&self) -> Option<i64> {
        match &self.values {
            Values::Instant(values) if self.valid.last() == Some(&true) => values.last().copied(),
            _ => None,
        }
    }

    fn push_default(&mut self) {
        match &mut self.values {
            Values::Text { bytes, ends } => ends.push(bytes.len() as i32),
            Values::Instant(values) | Values::Span(values) | Values::Integer(values) => values.push(0),
            Values::Number(values) => values.push(0.0),
            Values::Money(values) => values.push(0),
            Values::Boolean(values) => values.push(false),
        }
    }

    /// Forgets all rows after the first `rows`.
    pub fn truncate(&mut self, rows: usize) {
        self.valid.truncate(rows);
        match &mut self.values {
            Values::Text { bytes, ends } => {
                ends.truncate(rows + 1);
                bytes.truncate(ends.last().map_or(0, |end| *end as usize));
            }
            Values::Instant(values) | Values::Span(values) | Values::Integer(values) => values.truncate(rows),
            Values::Number(values) => values.truncate(rows),
            Values::Money(values) => values.truncate(rows),
            Values::Boolean(values) => values.truncate(rows),
        }
    }

    /// Replaces the value of the row appended last by nothing, or by another of the column's type.
    pub fn replace_last(&mut self, value: Value<'_>) {
        let rows = self.valid.len().saturating_sub(1);
        self.truncate(rows);
        self.push(value);
    }

    /// The value of the row appended last.
    pub fn last(&self) -> Value<'_> {
        let Some(row) = self.valid.len().checked_sub(1).filter(|row| self.valid[*row]) else {
            return Value::Null;
        };
        match &self.values {
            Values::Text { bytes, ends } => {
                let text = std::str::from_utf8(&bytes[ends[row] as usize..ends[row + 1] as usize]);
                Value::Text(text.expect("only whole strings are appended"))
            }
            Values::Instant(values) => Value::Instant(values[row]),
            Values::Span(values) => Value::Span(values[row]),
            Values::Number(values) => Value::Number(values[row]),
            Values::Integer(values) => Value::Integer(values[row]),
            Values::Money(values) => Value::Money(values[row]),
            Values::Boolean(values) => Value::Boolean(values[row]),
        }
    }

    /// Bytes of text held.
    pub fn text_bytes(&self) -> usize {
        if let Values::Text { bytes, .. } = &self.values { bytes.len() } else { 0 }
    }

    /// Hands the rows over as an Arrow array and starts again empty.
    pub fn take(&mut self) -> ArrayRef {
        let valid = emptied(&mut self.valid);
        let nulls = (!valid.iter().all(|valid| *valid)).then(|| NullBuffer::new(BooleanBuffer::from(valid)));
        match &mut self.values {
            Values::Text { bytes, ends } => {
                let mut next = Vec::with_capacity(ends.len());
                next.push(0);
                let ends = std::mem::replace(ends, next);
                let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(StringArray::new(offsets, Buffer::from_vec(emptied(bytes)), nulls))
            }
            Values::Instant(values) => {
                let values = ScalarBuffer::from(emptied(values));
                Arc::new(PrimitiveArray::<TimestampMicrosecondType>::new(values, nulls).with_timezone("UTC"))
            }
            Values::Span(values) => {
                let values = ScalarBuffer::from(emptied(values));
                Arc::new(PrimitiveArray::<DurationMicrosecondType>::new(values, nulls))
            }
            Values::Number(values) => Arc::new(Float64Array::new(ScalarBuffer::from(emptied(values)), nulls)),
            Values::Integer(values) => Arc::new(Int64Array::new(ScalarBuffer::from(emptied(values)), nulls)),
            Values::Money(values) => {
                let values = ScalarBuffer::from(emptied(values));
                Arc::new(Decimal128Array::new(values, nulls).with_data_type(arrow_type(ColumnType::Money)))
            }
            Values::Boolean(values) => Arc::new(BooleanArray::new(BooleanBuffer::from(std::mem::take(values)), nulls)),
        }
    }
}

/// A column without a value in any row.
pub fn nulls(kind: &DataType, rows: usize) -> ArrayRef {
    new_null_array(kind, rows)
}

/// A text column with the same value in every row.
pub fn repeated(text: &str, rows: usize) -> ArrayRef {
    let ends: Vec<i32> = (0..=rows).map(|row| (row * text.len()) as i32).collect();
    let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
    Arc::new(StringArray::new(offsets, Buffer::from_vec(text.as_bytes().repeat(rows)), None))
}

/// The values; as much room is left for the next as these took.
fn emptied<T>(values: &mut Vec<T>) -> Vec<T> {
    let room = values.len();
    std::mem::replace(values, Vec::with_capacity(room))
}

fn keep<T>(values: &mut Vec<T>, value: T) -> bool {
    values.push(value);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    #[test]
    fn rows_can_be_taken_back() {
        let mut column = ColumnBuffer::new(ColumnType::Text);
        for value in [Value::Text("a"), Value::Null, Value::Text("中")] {
            column.push(value);
        }
        assert_eq!(column.last(), Value::Text("中"));
        column.truncate(2);
        assert_eq!(column.last(), Value::Null);
        column.push(Value::Text("b"));
        let array = column.take();
        let found: Vec<Option<&str>> = array.as_string::<i32>().iter().collect();
        assert_eq!(found, [Some("a"), None, Some("b")]);
        assert_eq!(column.take().len(), 0);
    }

    #[test]
    fn every_type_yields_its_arrow_type() {
        for (kind, value) in [
            (ColumnType::Text, Value::Text("a")),
            (ColumnType::Instant, Value::Instant(1)),
            (ColumnType::Duration, Value::Span(1)),
            (ColumnType::Number, Value::Number(1.5)),
            (ColumnType::Integer, Value::Integer(1)),
            (ColumnType::Money, Value::Money(1)),
            (ColumnType::Boolean, Value::Boolean(true)),
        ] {
            let mut column = ColumnBuffer::new(kind);
            column.push(value);
            assert_eq!(column.last(), value);
            column.push(Value::Null);
            let array = column.take();
            assert_eq!(array.data_type(), &arrow_type(kind));
            assert_eq!(array.null_count(), 1);
            assert_eq!(nulls(&arrow_type(kind), 2).data_type(), &arrow_type(kind));
        }
        assert_eq!(repeated("ab", 2).as_string::<i32>().value(1), "ab");
    }
}
