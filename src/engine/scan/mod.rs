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
use segments::Dimension;
use state::State;
use std::collections::BTreeMap;
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
    /// A segment column has more values than [`MOST_PARTS`](super::plan::MOST_PARTS), and no fold.
    #[error("`{column}` has too many values")]
    Crowded {
        /// Which column.
        column: String,
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
            state.crowded().map_or(Ok(()), |at| Err(crowded(&compiled, at)))?;
        }
        Ok(())
    };
    let empty = || State::new(&compiled, periods);
    let total = in_parallel(parts, &compiled, empty, one)?.unwrap_or_else(empty);
    match total.crowded() {
        Some(at) => Err(crowded(&compiled, at)),
        None => Ok(total.cells(&compiled, plans)),
    }
}

fn crowded(compiled: &Compiled, at: usize) -> ScanError {
    ScanError::Crowded { column: compiled.dimensions[at].clone() }
}

/// Rows of each value of segment columns over the parts of a table, in any order; missing ones left out.
///
/// # Errors
/// The error of the first part that failed.
pub fn count_values<E>(
    parts: usize,
    read: impl Fn(usize) -> Result<RecordBatch, E> + Sync,
    columns: &[&str],
) -> Result<Vec<Vec<(String, u64)>>, E>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let one = |part: usize| -> Result<Vec<BTreeMap<String, u64>>, E> {
        let batch = read(part)?;
        Ok(columns.iter().map(|column| values_of(&batch, column)).collect())
    };
    let found: Vec<Result<_, E>> = (0..parts).into_par_iter().map(one).collect();
    let mut all: Vec<BTreeMap<String, u64>> = vec![BTreeMap::new(); columns.len()];
    for part in found {
        for (sum, counts) in all.iter_mut().zip(part?) {
            counts.into_iter().for_each(|(value, rows)| *sum.entry(value).or_default() += rows);
        }
    }
    Ok(all.into_iter().map(|counts| counts.into_iter().collect()).collect())
}

/// A column that cannot be a segment has no values.
fn values_of(batch: &RecordBatch, column: &str) -> BTreeMap<String, u64> {
    let mut dimension = Dimension::default();
    let Ok(codes) = dimension.encode(batch, column) else { return BTreeMap::new() };
    let mut rows = vec![0_u64; dimension.values().len()];
    codes.into_iter().for_each(|code| rows[code as usize] += 1);
    dimension.values().iter().cloned().zip(rows).filter_map(|(value, rows)| Some((value?, rows))).collect()
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
