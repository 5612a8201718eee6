//! Typed views of staged columns, and keys that stand for their values.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, DurationMicrosecondType, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DurationMicrosecondArray, Float64Array, Int64Array, RecordBatch,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::DataType;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A batch whose columns have the types of the schema; opening a staged file checks them.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a>(pub(super) &'a RecordBatch);

impl<'a> Columns<'a> {
    pub(super) fn rows(self) -> usize {
        self.0.num_rows()
    }

    fn array(self, name: &str) -> &'a ArrayRef {
        self.0.column_by_name(name).expect("the column was asked for when the batch was read")
    }

    pub(super) fn text(self, name: &str) -> &'a StringArray {
        self.array(name).as_string()
    }

    pub(super) fn instants(self, name: &str) -> &'a TimestampMicrosecondArray {
        self.array(name).as_primitive::<TimestampMicrosecondType>()
    }

    pub(super) fn numbers(self, name: &str) -> &'a Float64Array {
        self.array(name).as_primitive::<Float64Type>()
    }

    pub(super) fn integers(self, name: &str) -> &'a Int64Array {
        self.array(name).as_primitive::<Int64Type>()
    }

    pub(super) fn booleans(self, name: &str) -> &'a BooleanArray {
        self.array(name).as_boolean()
    }
}

/// The value of a text cell.
pub(super) fn text_at(array: &StringArray, row: usize) -> Option<&str> {
    array.is_valid(row).then(|| array.value(row))
}

/// The value of an instant cell in microseconds.
pub(super) fn instant_at(array: &TimestampMicrosecondArray, row: usize) -> Option<i64> {
    array.is_valid(row).then(|| array.value(row))
}

/// The value of a Boolean cell.
pub(super) fn boolean_at(array: &BooleanArray, row: usize) -> Option<bool> {
    array.is_valid(row).then(|| array.value(row))
}

/// An instant column.
pub(super) fn instants(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
}

/// A Boolean column.
pub(super) fn booleans(values: impl Iterator<Item = Option<bool>>) -> ArrayRef {
    Arc::new(values.collect::<BooleanArray>())
}

/// A text column.
pub(super) fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

/// A cell as a value that orders like DuckDB orders the cell, nulls first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Value {
    Null,
    Whole(i128),
    /// Bits of a number, ordered as the numbers are.
    Number(i64),
    Text(String),
}

/// The value of any staged cell.
pub(super) fn value_at(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => Value::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::Float64 => {
            Value::Number(crate::engine::accumulate::Measure::key_of(array.as_primitive::<Float64Type>().value(row)))
        }
        DataType::Boolean => Value::Whole(i128::from(array.as_boolean().value(row))),
        DataType::Decimal128(..) => Value::Whole(decimal(array).value(row)),
        DataType::Duration(..) => Value::Whole(array.as_primitive::<DurationMicrosecondType>().value(row).into()),
        DataType::Timestamp(..) => Value::Whole(array.as_primitive::<TimestampMicrosecondType>().value(row).into()),
        _ => Value::Whole(array.as_primitive::<Int64Type>().value(row).into()),
    }
}

/// Values of a column of a type.
pub(super) fn array_of(kind: &DataType, values: &[Value]) -> ArrayRef {
    let whole = |value: &Value| match value {
        Value::Whole(value) => Some(*value),
        _ => None,
    };
    let integers = || values.iter().map(|value| i64::try_from(whole(value)?).ok());
    let number = |value: &Value| match value {
        Value::Number(bits) => Some(crate::engine::accumulate::Measure::Number.value(*bits)),
        _ => None,
    };
    let text = |value: &'_ Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    match kind {
        DataType::Utf8 => Arc::new(values.iter().map(text).collect::<StringArray>()),
        DataType::Float64 => Arc::new(values.iter().map(number).collect::<Float64Array>()),
        DataType::Boolean => booleans(values.iter().map(|value| Some(whole(value)? != 0))),
        DataType::Decimal128(..) => {
            Arc::new(values.iter().map(whole).collect::<Decimal128Array>().with_data_type(kind.clone()))
        }
        DataType::Timestamp(..) => instants(integers()),
        DataType::Duration(..) => Arc::new(integers().collect::<DurationMicrosecondArray>()),
        _ => Arc::new(integers().collect::<Int64Array>()),
    }
}

fn decimal(array: &ArrayRef) -> &Decimal128Array {
    array.as_primitive::<Decimal128Type>()
}

/// A 128-bit key of a tuple of values; equal tuples have equal keys. Nothing that is written depends
/// on the key itself.
pub(super) fn key_of<T: Hash>(value: &T) -> u128 {
    let half = |salt: u8| {
        let mut hasher = std::hash::DefaultHasher::new();
        salt.hash(&mut hasher);
        value.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(1) << 64 | half(2)
}
