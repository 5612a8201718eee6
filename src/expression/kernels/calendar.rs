//! Time by the business calendar.

use super::Computed;
use crate::domain::{BusinessCalendar, Instant};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array};
use std::sync::Arc;

/// Business hours between two instants; null where the calendar does not cover one of them.
pub(super) fn business_hours(from: &ArrayRef, to: &ArrayRef, calendar: &BusinessCalendar) -> Computed {
    let hours = |(from, to)| Some(calendar.between(from, to)? as f64 / Instant::HOUR as f64);
    let found: Float64Array = pairs(from, to).map(|pair| pair.and_then(hours)).collect();
    Ok(Arc::new(found))
}

/// Whether the calendar does not cover one of two instants; null where one of them is.
pub(super) fn outside(from: &ArrayRef, to: &ArrayRef, calendar: &BusinessCalendar) -> Computed {
    let outside = |(from, to)| calendar.between(from, to).is_none();
    let found: BooleanArray = pairs(from, to).map(|pair| pair.map(outside)).collect();
    Ok(Arc::new(found))
}

fn pairs<'a>(from: &'a ArrayRef, to: &'a ArrayRef) -> impl Iterator<Item = Option<(Instant, Instant)>> + 'a {
    let (from, to) = (from.as_primitive::<Int64Type>(), to.as_primitive::<Int64Type>());
    let at = |row| (from.is_valid(row) && to.is_valid(row)).then(|| (Instant(from.value(row)), Instant(to.value(row))));
    (0..from.len()).map(at)
}
