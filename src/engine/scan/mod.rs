//! One parallel pass over the parts of a table for many plans.

mod cells;
mod compile;
mod feed;
mod grid;
mod segments;
mod select;
mod state;

pub use cells::Cells;

use super::plan::{Periods, Plan, PlanError};
use crate::expression::{Bindings, EvaluateError};
use arrow_array::RecordBatch;
use compile::Compiled;
use rayon::prelude::*;
use state::State;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows evaluated at a time, so that what is computed in between stays in the cache.
const SLICE: usize = 1 << 15;

/// A scan that failed.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// A plan does not fit together.
    #[error("plan {plan} does not fit together")]
    Plan {
        /// Which plan, from 0.
        plan: usize,
        /// Why.
        #[source]
        source: PlanError,
    },
    /// A part could not be read.
    #[error("part {part} of the table could not be read")]
    Read {
        /// Which part, from 0.
        part: usize,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An expression could not be evaluated on a part.
    #[error("part {part} of the table could not be evaluated")]
    Evaluate {
        /// Which part, from 0.
        part: usize,
        /// Why.
        #[source]
        source: EvaluateError,
    },
}

/// Reads each part once, evaluates all plans on it and adds up their cells. Parts are read in
/// parallel, one per thread at a time; the result does not depend on how rows are split or ordered.
/// `bindings.period` is ignored.
///
/// # Errors
/// A plan whose expressions have wrong types; else the error of the first part that failed.
pub fn scan<E>(
    parts: usize,
    read: impl Fn(usize) -> Result<RecordBatch, E> + Sync,
    plans: &[Plan],
    periods: Periods<'_>,
    bindings: &Bindings<'_>,
) -> Result<Cells, ScanError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    for (plan, one) in plans.iter().enumerate() {
        one.check().map_err(|source| ScanError::Plan { plan, source })?;
    }
    let compiled = Compiled::new(plans);
    let bindings = Bindings { period: None, ..*bindings };
    let one = |state: &mut State, part: usize| -> Result<(), ScanError> {
        let batch = read(part).map_err(|source| ScanError::Read { part, source: Box::new(source) })?;
        for start in (0..batch.num_rows()).step_by(SLICE) {
            let slice = batch.slice(start, SLICE.min(batch.num_rows() - start));
            let added = state.add(&compiled, &slice, periods, &bindings);
            added.map_err(|source| ScanError::Evaluate { part, source })?;
        }
        Ok(())
    };
    let empty = || State::new(&compiled, periods);
    let total = in_parallel(parts, &compiled, empty, one)?.unwrap_or_else(empty);
    Ok(total.cells(&compiled, plans))
}

/// Hands the parts in order to as many workers as there are threads, and merges their states.
fn in_parallel(
    parts: usize,
    compiled: &Compiled,
    empty: impl Fn() -> State + Sync,
    one: impl Fn(&mut State, usize) -> Result<(), ScanError> + Sync,
) -> Result<Option<State>, ScanError> {
    let next = AtomicUsize::new(0);
    let worker = |_| {
        let mut state = empty();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                return Ok(state);
            }
            one(&mut state, part).map_err(|wrong| (part, wrong))?;
        }
    };
    let workers = rayon::current_num_threads().min(parts);
    let states: Vec<Result<State, (usize, ScanError)>> = (0..workers).into_par_iter().map(worker).collect();
    let mut merged: Option<State> = None;
    let mut first: Option<(usize, ScanError)> = None;
    for state in states {
        match state {
            Ok(state) => match &mut merged {
                None => merged = Some(state),
                Some(merged) => merged.merge(state, compiled),
            },
            Err(wrong) => {
                if first.as_ref().is_none_or(|first| wrong.0 < first.0) {
                    first = Some(wrong);
                }
            }
        }
    }
    first.map_or(Ok(merged), |(_, wrong)| Err(wrong))
}

#[cfg(test)]
mod tests;
