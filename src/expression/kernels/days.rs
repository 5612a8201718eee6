//! Days of the calendar: wall-clock time of the report's zone.

use super::{Column, Computed};
use crate::domain::{LocalClock, Zone};
use arrow_arith::numeric;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array};
use std::sync::Arc;

/// Instants at the same wall-clock time a constant number of days later.
pub(super) fn plus_days(arguments: &[Column], zone: Zone) -> Computed {
    let days = arguments[1].array.as_primitive::<Int64Type>();
    let days = if days.is_valid(0) { days.value(0) } else { 0 };
    let mut clock = LocalClock::new(zone);
    Ok(changed(&arguments[0].array, |at| clock.plus_days(at, days)))
}

/// Wall-clock time of the first instants less that of the second ones.
pub(super) fn wall_difference(arguments: &[Column], zone: Zone) -> Computed {
    let mut clock = LocalClock::new(zone);
    let mut local = |of: &Column| Column { array: changed(&of.array, |at| clock.to_local(at)), constant: of.constant };
    numeric::sub(&local(&arguments[0]), &local(&arguments[1]))
}

fn changed(subject: &ArrayRef, change: impl FnMut(i64) -> i64) -> ArrayRef {
    let subject = subject.as_primitive::<Int64Type>();
    let values = subject.values().iter().copied().map(change).collect();
    Arc::new(Int64Array::new(values, subject.nulls().cloned()))
}
