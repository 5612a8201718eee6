//! Operations on physical columns. Text is `Utf8` or a dictionary of it; instants, durations and
//! whole numbers are `Int64`; numbers `Float64` without −0; money `Decimal128(38, 4)`.

use super::bindings::{Bindings, EvaluateError};
use super::{Op, Value};
use crate::domain::ColumnType;
use arrow_array::cast::AsArray;
use arrow_array::types::{DurationMicrosecondType, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Datum, Decimal128Array, Float64Array, Int64Array, StringArray, UInt32Array,
    new_null_array,
};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use std::sync::Arc;

mod calendar;
mod days;
mod logic;
mod numbers;
mod text;

/// Values of a term: one per row, or one for all rows.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    array: ArrayRef,
    constant: bool,
}

/// An operation with the type of its result and of its first argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub op: Op,
    pub kind: ColumnType,
    pub argument: Option<ColumnType>,
}

impl Column {
    /// One value per row.
    pub fn array(array: ArrayRef) -> Self {
        Self { array, constant: false }
    }

    /// The same value for every row, given as an array of length 1.
    pub fn constant(array: ArrayRef) -> Self {
        Self { array, constant: true }
    }

    /// One value per row.
    pub fn expanded(&self, rows: usize) -> Result<ArrayRef, EvaluateError> {
        if !self.constant {
            return Ok(Arc::clone(&self.array));
        }
        arrow_select::take::take(&self.array, &UInt32Array::from_value(0, rows), None).map_err(EvaluateError::Arrow)
    }
}

impl Datum for Column {
    fn get(&self) -> (&dyn Array, bool) {
        (&self.array, self.constant)
    }
}

/// The Arrow type in which a kind is computed.
fn physical_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Instant | ColumnType::Duration | ColumnType::Integer => DataType::Int64,
        ColumnType::Number => DataType::Float64,
        ColumnType::Money => DataType::Decimal128(38, 4),
        ColumnType::Boolean => DataType::Boolean,
    }
}

/// A constant as a column.
pub(super) fn constant(kind: ColumnType, value: &Value) -> Column {
    Column::constant(match value {
        Value::Null => new_null_array(&physical_type(kind), 1),
        Value::Text(text) => Arc::new(StringArray::from(vec![text.as_str()])),
        Value::Whole(whole) => Arc::new(Int64Array::from(vec![*whole])),
        Value::Days(days, micros) => Arc::new(Int64Array::from(vec![Value::micros_of_days(*days, *micros)])),
        Value::Number(bits) => Arc::new(Float64Array::from(vec![f64::from_bits(*bits) + 0.0])),
        Value::Money(units) => Arc::new(money(Decimal128Array::from(vec![*units]))),
        Value::Boolean(truth) => Arc::new(BooleanArray::from(vec![*truth])),
    })
}

fn money(array: Decimal128Array) -> Decimal128Array {
    array.with_precision_and_scale(38, 4).expect("38 and 4 are a valid precision and scale")
}

/// A column of the table in its physical type.
pub(super) fn physical(array: &ArrayRef, kind: ColumnType, name: &str) -> Result<ArrayRef, EvaluateError> {
    let wrong = || EvaluateError::ColumnType { name: name.to_owned(), found: array.data_type().to_string() };
    Ok(match (kind, array.data_type()) {
        (_, DataType::Null) => new_null_array(&physical_type(kind), array.len()),
        (ColumnType::Instant, DataType::Timestamp(TimeUnit::Microsecond, _)) => {
            Arc::new(array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>())
        }
        (ColumnType::Duration, DataType::Duration(TimeUnit::Microsecond)) => {
            Arc::new(array.as_primitive::<DurationMicrosecondType>().reinterpret_cast::<Int64Type>())
        }
        (ColumnType::Number, DataType::Float64) => {
            Arc::new(array.as_primitive::<Float64Type>().unary::<_, Float64Type>(|number| number + 0.0))
        }
        (ColumnType::Money, DataType::Decimal128(_, 4)) => {
            Arc::new(money(array.as_primitive::<arrow_array::types::Decimal128Type>().clone()))
        }
        (ColumnType::Text, DataType::Dictionary(_, values)) if **values == DataType::Utf8 => Arc::clone(array),
        (ColumnType::Text, DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)) => {
            arrow_cast::cast(array, &DataType::Utf8).map_err(|_| wrong())?
        }
        (ColumnType::Text, DataType::Utf8)
        | (ColumnType::Integer, DataType::Int64)
        | (ColumnType::Boolean, DataType::Boolean) => Arc::clone(array),
        _ => return Err(wrong()),
    })
}

/// A physical column in the Arrow type of its kind.
pub(super) fn natural(array: &ArrayRef, kind: ColumnType) -> Result<ArrayRef, EvaluateError> {
    Ok(match kind {
        ColumnType::Instant => Arc::new(
            array.as_primitive::<Int64Type>().reinterpret_cast::<TimestampMicrosecondType>().with_timezone("UTC"),
        ),
        ColumnType::Duration => {
            Arc::new(array.as_primitive::<Int64Type>().reinterpret_cast::<DurationMicrosecondType>())
        }
        ColumnType::Text => plain_text(array)?,
        _ => Arc::clone(array),
    })
}

/// Applies an operation.
pub(super) fn call(
    call: &Call,
    arguments: &[Column],
    rows: usize,
    bindings: &Bindings<'_>,
) -> Result<Column, EvaluateError> {
    let constant = !arguments.is_empty() && arguments.iter().all(|argument| argument.constant);
    let rows = if constant { 1 } else { rows };
    if !constant && let Some(lifted) = over_dictionary(call, arguments, bindings)? {
        return Ok(Column::array(lifted));
    }
    let plain = |argument: &Column| -> Result<Column, EvaluateError> {
        Ok(Column { array: plain_text(&argument.array)?, constant: argument.constant && !constant })
    };
    let arguments: Vec<Column> = arguments.iter().map(plain).collect::<Result<_, _>>()?;
    let array = match call.op {
        Op::Like => arrow_string::like::like(&arguments[0], &arguments[1]).map(|found| Arc::new(found) as ArrayRef),
        Op::ToText => text::written(&arguments[0].array),
        op if op.is_of_text() => text::call(op, &arguments, rows),
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Negate | Op::Abs => {
            numbers::arithmetic(call, &arguments)
        }
        Op::ToNumber | Op::ToMoney | Op::Hours | Op::Days => numbers::convert(call, &arguments),
        Op::PlusDays => days::plus_days(&arguments, bindings.zone),
        Op::WallDifference => days::wall_difference(&arguments, bindings.zone),
        Op::BusinessHours | Op::OutsideCalendar => {
            let calendar = bindings.calendar.ok_or(EvaluateError::NoCalendar)?;
            let (from, to) = (arguments[0].expanded(rows)?, arguments[1].expanded(rows)?);
            match call.op {
                Op::BusinessHours => calendar::business_hours(&from, &to, calendar),
                _ => calendar::outside(&from, &to, calendar),
            }
        }
        _ => logic::call(call.op, &arguments, rows),
    };
    Ok(Column { array: array.map_err(EvaluateError::Arrow)?, constant })
}

/// Applies an operation of one dictionary column and constants to the dictionary's values only.
fn over_dictionary(
    call: &Call,
    arguments: &[Column],
    bindings: &Bindings<'_>,
) -> Result<Option<ArrayRef>, EvaluateError> {
    if !matches!(call.op, Op::Compare(_) | Op::In) && !call.op.is_of_text() {
        return Ok(None);
    }
    let mut varying = arguments.iter().enumerate().filter(|(_, argument)| !argument.constant);
    let (Some((at, column)), None) = (varying.next(), varying.next()) else { return Ok(None) };
    let Some(dictionary) = column.array.as_any_dictionary_opt() else { return Ok(None) };
    if matches!(call.op, Op::Compare(super::Comparison::Distinct | super::Comparison::NotDistinct)) {
        return Ok(None);
    }
    let mut arguments = arguments.to_vec();
    arguments[at] = Column::array(Arc::clone(dictionary.values()));
    let values = self::call(call, &arguments, dictionary.values().len(), bindings)?;
    let taken = arrow_select::take::take(&values.array, dictionary.keys(), None);
    taken.map(Some).map_err(EvaluateError::Arrow)
}

fn plain_text(array: &ArrayRef) -> Result<ArrayRef, EvaluateError> {
    match array.data_type() {
        DataType::Dictionary(..) => arrow_cast::cast(array, &DataType::Utf8).map_err(EvaluateError::Arrow),
        _ => Ok(Arc::clone(array)),
    }
}

type Computed = Result<ArrayRef, ArrowError>;
