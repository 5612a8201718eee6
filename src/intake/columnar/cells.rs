//! One value of an array as a cell.

use super::note::Meaning;
use crate::intake::cell::Cell;
use crate::intake::time::midnight;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, IntervalDayTimeType,
    IntervalMonthDayNanoType, IntervalYearMonthType, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use chrono::NaiveDate;

/// The value in a row.
pub fn cell(array: &ArrayRef, row: usize, meaning: Meaning) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Blank;
    }
    match array.data_type() {
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row)),
        DataType::Binary => text(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => text(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => text(array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => text(array.as_fixed_size_binary().value(row)),
        DataType::Boolean => Cell::Boolean(array.as_boolean().value(row)),
        DataType::Float32 => Cell::Float(array.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(_, scale) => Cell::Decimal(array.as_primitive::<Decimal128Type>().value(row), *scale),
        DataType::Date32 => date(array.as_primitive::<Date32Type>().value(row)),
        DataType::Date64 => time(array.as_primitive::<Date64Type>().value(row).checked_mul(1_000), Cell::Local),
        DataType::Timestamp(unit, zone) => {
            time(timestamp(array, row, *unit), if zone.is_some() { Cell::Instant } else { Cell::Local })
        }
        DataType::Duration(unit) => span(duration(array, row, *unit)),
        DataType::Time32(_) | DataType::Time64(_) => Cell::TimeOfDay(of_day(array, row)),
        DataType::Null => Cell::Blank,
        _ => match (integer(array, row), meaning) {
            (Cell::Integer(value), Meaning::Span(unit)) => span(micros(value, unit)),
            (cell, _) => cell,
        },
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
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(_, _)
        | DataType::ListView(_)
        | DataType::LargeListView(_) => Cell::Fault("a list: write one row or one column for each of its values"),
        DataType::Struct(_) | DataType::Map(_, _) => Cell::Fault("a record: write its fields as columns of their own"),
        DataType::Interval(unit) => interval(array, row, *unit),
        DataType::Decimal256(_, _) => Cell::Fault("a decimal number of more than 38 digits"),
        DataType::Union(_, _) => Cell::Fault("a union of several types: write one column for each"),
        _ => Cell::Fault("a value of a type that is not read: write it as text or number"),
    }
}

/// An interval without months is a span of time, a day of which has 24 hours.
fn interval(array: &ArrayRef, row: usize, unit: IntervalUnit) -> Cell<'static> {
    let (months, days, micros) = match unit {
        IntervalUnit::YearMonth => (array.as_primitive::<IntervalYearMonthType>().value(row), 0, 0),
        IntervalUnit::DayTime => {
            let (days, millis) = IntervalDayTimeType::to_parts(array.as_primitive::<IntervalDayTimeType>().value(row));
            (0, days, i64::from(millis) * 1_000)
        }
        IntervalUnit::MonthDayNano => {
            let value = array.as_primitive::<IntervalMonthDayNanoType>().value(row);
            (value.months, value.days, value.nanoseconds.div_euclid(1_000))
        }
    };
    match months {
        0 => span((i64::from(days) * 86_400_000_000).checked_add(micros)),
        _ => Cell::Fault("an interval of months, which have no fixed length: write it in days or seconds"),
    }
}

/// Text that fills a fixed length by zeros or blanks ends before these.
fn text(bytes: &[u8]) -> Cell<'_> {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    std::str::from_utf8(&bytes[..end]).map_or(Cell::Fault("bytes that are not UTF-8"), Cell::Text)
}

fn date(days: i32) -> Cell<'static> {
    let date = NaiveDate::from_epoch_days(days);
    date.map_or(Cell::Fault("a date that does not exist"), |date| Cell::Local(midnight(date)))
}

/// A number of units as microseconds.
fn micros(value: i64, unit: TimeUnit) -> Option<i64> {
    match unit {
        TimeUnit::Second => value.checked_mul(1_000_000),
        TimeUnit::Millisecond => value.checked_mul(1_000),
        TimeUnit::Microsecond => Some(value),
        TimeUnit::Nanosecond => Some(value.div_euclid(1_000)),
    }
}

fn timestamp(array: &ArrayRef, row: usize, unit: TimeUnit) -> Option<i64> {
    let value = match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(row),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(row),
    };
    micros(value, unit)
}

fn duration(array: &ArrayRef, row: usize, unit: TimeUnit) -> Option<i64> {
    let value = match unit {
        TimeUnit::Second => array.as_primitive::<DurationSecondType>().value(row),
        TimeUnit::Millisecond => array.as_primitive::<DurationMillisecondType>().value(row),
        TimeUnit::Microsecond => array.as_primitive::<DurationMicrosecondType>().value(row),
        TimeUnit::Nanosecond => array.as_primitive::<DurationNanosecondType>().value(row),
    };
    micros(value, unit)
}

fn of_day(array: &ArrayRef, row: usize) -> i64 {
    match array.data_type() {
        DataType::Time32(TimeUnit::Second) => {
            i64::from(array.as_primitive::<Time32SecondType>().value(row)) * 1_000_000
        }
        DataType::Time32(_) => i64::from(array.as_primitive::<Time32MillisecondType>().value(row)) * 1_000,
        DataType::Time64(TimeUnit::Microsecond) => array.as_primitive::<Time64MicrosecondType>().value(row),
        _ => array.as_primitive::<Time64NanosecondType>().value(row).div_euclid(1_000),
    }
}

fn time(micros: Option<i64>, cell: fn(i64) -> Cell<'static>) -> Cell<'static> {
    let known = micros.filter(|micros| chrono::DateTime::from_timestamp_micros(*micros).is_some());
    known.map_or(Cell::Fault("a time out of range"), cell)
}

fn span(micros: Option<i64>) -> Cell<'static> {
    micros.map_or(Cell::Fault("a span of time out of range"), Cell::Span)
}
