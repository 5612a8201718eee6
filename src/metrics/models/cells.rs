//! Typed cells of fact rows.

use crate::domain::LocalClock;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};

/// A batch of fact rows whose cells are read one by one. A column that is absent or of another type
/// has no cells.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a>(pub(super) &'a RecordBatch);

impl<'a> Cells<'a> {
    pub(super) fn rows(self) -> usize {
        self.0.num_rows()
    }

    fn array(self, name: &str, row: usize) -> Option<&'a ArrayRef> {
        self.0.column_by_name(name).filter(|array| array.is_valid(row))
    }

    /// A text.
    pub(super) fn text(self, name: &str, row: usize) -> Option<&'a str> {
        Some(self.array(name, row)?.as_string_opt::<i32>()?.value(row))
    }

    /// An instant in microseconds.
    pub(super) fn instant(self, name: &str, row: usize) -> Option<i64> {
        Some(self.array(name, row)?.as_primitive_opt::<TimestampMicrosecondType>()?.value(row))
    }

    /// The wall clock of an instant in microseconds, on which days are days of the calendar.
    pub(super) fn wall(self, name: &str, row: usize, clock: &mut LocalClock) -> Option<i64> {
        self.instant(name, row).map(|at| clock.to_local(at))
    }

    /// Money in ten-thousandths.
    pub(super) fn money(self, name: &str, row: usize) -> Option<i128> {
        Some(self.array(name, row)?.as_primitive_opt::<Decimal128Type>()?.value(row))
    }

    /// A number.
    pub(super) fn number(self, name: &str, row: usize) -> Option<f64> {
        Some(self.array(name, row)?.as_primitive_opt::<Float64Type>()?.value(row))
    }

    /// True or false.
    pub(super) fn boolean(self, name: &str, row: usize) -> Option<bool> {
        Some(self.array(name, row)?.as_boolean_opt()?.value(row))
    }
}
