//! Columns of a batch as accumulators read them.

use super::super::accumulate::Measure;
use crate::expression::{EvaluateError, Frame, TermId};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array, Float64Array, Int64Array};

/// Numbers beyond this are no business figures and count as missing.
const LARGEST: f64 = 4.6e18;

/// Quantities as keys of their measure.
pub fn keys(frame: &mut Frame<'_>, id: TermId, measure: Measure) -> Result<Int64Array, EvaluateError> {
    let array = frame.rows(id)?;
    Ok(match measure {
        Measure::Integer | Measure::Duration => array.as_primitive::<Int64Type>().clone(),
        Measure::Money => {
            array.as_primitive::<Decimal128Type>().unary_opt::<_, Int64Type>(|units| i64::try_from(units).ok())
        }
        Measure::Number => array
            .as_primitive::<Float64Type>()
            .unary_opt::<_, Int64Type>(|number| (number.abs() < LARGEST).then(|| Measure::key_of(number))),
    })
}

/// Numbers of any measure's physical type.
pub fn numbers(frame: &mut Frame<'_>, id: TermId) -> Result<Float64Array, EvaluateError> {
    let array = frame.rows(id)?;
    let sound = |number: f64| (number.abs() < LARGEST).then_some(number);
    Ok(array.as_primitive::<Float64Type>().unary_opt::<_, Float64Type>(sound))
}

/// Weights that are neither missing nor negative.
pub fn weights(frame: &mut Frame<'_>, id: TermId) -> Result<Float64Array, EvaluateError> {
    let array = frame.rows(id)?;
    let sound = |weight: f64| (0.0..LARGEST).contains(&weight).then_some(weight);
    Ok(array.as_primitive::<Float64Type>().unary_opt::<_, Float64Type>(sound))
}

/// The number of a row, unless it is missing.
pub fn number(numbers: &Float64Array, row: usize) -> Option<f64> {
    numbers.is_valid(row).then(|| numbers.value(row))
}

/// The key of a row, unless it is missing.
pub fn key(keys: &Int64Array, row: usize) -> Option<i64> {
    keys.is_valid(row).then(|| keys.value(row))
}
