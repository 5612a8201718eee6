//! The rows of a batch that a plan counts, one by one, with what each says by itself.

use super::super::aggregate::Selected;
use super::super::plan::{Periods, Plan};
use super::SLICE;
use super::compile::Compiled;
use super::error::ScanError;
use super::select::selections;
use crate::domain::Period;
use crate::expression::{Bindings, Frame};
use arrow_array::RecordBatch;

/// A row that counts in a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Its position in the batch.
    pub row: usize,
    /// The position of the period.
    pub period: usize,
    /// What it says by itself, in the natural unit of the plan's values; of a share 0 or 1, of a duration that still
    /// runs what it is by now.
    pub value: f64,
}

/// The rows that a plan counts, by period and then in their order; segments are not looked at.
///
/// # Errors
/// A plan whose expressions have wrong types, or one that cannot be evaluated.
pub fn each(
    plan: &Plan,
    batch: &RecordBatch,
    periods: &[Period],
    bindings: &Bindings<'_>,
) -> Result<Vec<Counted>, ScanError> {
    plan.check().map_err(|source| ScanError::Plan { plan: 0, source })?;
    let compiled = Compiled::new(std::slice::from_ref(plan));
    let accumulator = &compiled.accumulations[0].accumulator;
    let (bindings, periods) = (Bindings { period: None, ..*bindings }, Periods { quarters: periods, months: &[] });
    let mut counted = Vec::new();
    for start in (0..batch.num_rows()).step_by(SLICE) {
        let slice = batch.slice(start, SLICE.min(batch.num_rows() - start));
        let mut frame = Frame::new(&compiled.program, &slice, &bindings);
        let added = selections(&compiled, &mut frame, periods, |frame, _, selection| {
            let selected = Selected { rows: &selection.rows, outcomes: &selection.outcomes };
            let values = accumulator.singles(frame, &bindings, &selected)?;
            let rows = selection.rows.iter().zip(&selection.periods).zip(values);
            counted.extend(rows.filter_map(|((row, period), value)| {
                Some(Counted { row: start + *row as usize, period: usize::from(*period), value: value? })
            }));
            Ok(())
        });
        added.map_err(|source| ScanError::Evaluate { part: 0, source })?;
    }
    counted.sort_by_key(|one| (one.period, one.row));
    Ok(counted)
}
