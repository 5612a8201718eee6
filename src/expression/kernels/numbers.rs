//! Arithmetic. Whole numbers, instants and durations are checked for overflow; a division by zero
//! is null.

use super::{Call, Column, Computed, money};
use crate::domain::{ColumnType, Instant};
use crate::expression::Op;
use arrow_arith::numeric;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array};
use arrow_schema::ArrowError;
use std::sync::Arc;

/// `+ - * /`, negation and absolute value.
pub(super) fn arithmetic(call: &Call, arguments: &[Column]) -> Computed {
    match call.op {
        Op::Add => numeric::add(&arguments[0], &arguments[1]).map(|sum| as_money(sum, call.kind)),
        Op::Subtract => numeric::sub(&arguments[0], &arguments[1]).map(|sum| as_money(sum, call.kind)),
        Op::Multiply => numeric::mul(&arguments[0], &arguments[1]).map(|product| without_negative_zero(product, call)),
        Op::Divide => {
            let zero = arrow_ord::cmp::eq(&arguments[1], &Float64Array::new_scalar(0.0))?;
            let divisor = Column {
                array: arrow_select::nullif::nullif(&arguments[1].array, &zero)?,
                constant: arguments[1].constant,
            };
            numeric::div(&arguments[0], &divisor).map(|ratio| without_negative_zero(ratio, call))
        }
        _ => signed(call, &arguments[0].array),
    }
}

/// Conversions to numbers and money.
pub(super) fn convert(call: &Call, arguments: &[Column]) -> Computed {
    let subject = &arguments[0].array;
    let divided = |unit: i64| -> ArrayRef {
        Arc::new(subject.as_primitive::<Int64Type>().unary::<_, Float64Type>(|span| span as f64 / unit as f64))
    };
    Ok(match (call.op, call.argument) {
        (Op::Hours, _) => divided(Instant::HOUR),
        (Op::Days, _) => divided(Instant::DAY),
        (Op::ToMoney, _) => Arc::new(money(
            subject.as_primitive::<Int64Type>().unary::<_, Decimal128Type>(|whole| i128::from(whole) * 10_000),
        )),
        (_, Some(ColumnType::Money)) => {
            Arc::new(subject.as_primitive::<Decimal128Type>().unary::<_, Float64Type>(|units| units as f64 / 10_000.0))
        }
        _ => divided(1),
    })
}

fn signed(call: &Call, subject: &ArrayRef) -> Computed {
    let negate = call.op == Op::Negate;
    let range = || ArrowError::ArithmeticOverflow("a whole number left its range".to_owned());
    Ok(match call.kind {
        ColumnType::Number => Arc::new(
            subject
                .as_primitive::<Float64Type>()
                .unary::<_, Float64Type>(|number| if negate { -number + 0.0 } else { number.abs() }),
        ),
        ColumnType::Money => Arc::new(money(
            subject
                .as_primitive::<Decimal128Type>()
                .unary::<_, Decimal128Type>(|units| if negate { -units } else { units.abs() }),
        )),
        _ => {
            let one = |whole: i64| if negate { whole.checked_neg() } else { whole.checked_abs() }.ok_or_else(range);
            let changed: Int64Array = subject.as_primitive::<Int64Type>().try_unary(one)?;
            Arc::new(changed)
        }
    })
}

fn as_money(array: ArrayRef, kind: ColumnType) -> ArrayRef {
    match kind {
        ColumnType::Money => Arc::new(money(array.as_primitive::<Decimal128Type>().clone())),
        _ => array,
    }
}

fn without_negative_zero(array: ArrayRef, call: &Call) -> ArrayRef {
    match call.kind {
        ColumnType::Number => {
            debug_assert!(array.data_type().is_floating());
            Arc::new(array.as_primitive::<Float64Type>().unary::<_, Float64Type>(|number| number + 0.0))
        }
        _ => array,
    }
}
