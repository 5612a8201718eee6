//! One parallel pass over the parts of a table for many plans.

mod cells;
mod compile;
mod each;
mod error;
mod partial;
mod segments;
mod select;
mod stored;

pub use cells::Cells;
pub use each::{Counted, each};
pub use error::{ScanError, StoredError};
pub use partial::Partial;

use super::plan::{Periods, Plan};
use crate::expression::Bindings;
use arrow_array::RecordBatch;
use compile::Compiled;
use rayon::prelude::*;
use segments::Dimension;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows evaluated at a time, so that what is computed in between stays in the cache.
const SLICE: usize = 1 << 15;

/// Plans over the periods of a table, ready to add rows up.
///
/// What was added up is a value, [`Partial`]: partials of the same scan merge in any order, and go through bytes
/// unchanged.
pub struct Scan<'a> {
    plans: &'a [Plan],
    periods: Periods<'a>,
    bindings: Bindings<'a>,
    compiled: Compiled,
}

impl<'a> Scan<'a> {
    /// Checks and compiles the plans. `bindings.period` is ignored.
    ///
    /// # Errors
    /// A plan whose expressions have wrong types.
    pub fn new(plans: &'a [Plan], periods: Periods<'a>, bindings: &Bindings<'a>) -> Result<Self, ScanError> {
        for (plan, one) in plans.iter().enumerate() {
            one.check().map_err(|source| ScanError::Plan { plan, source })?;
        }
        let bindings = Bindings { period: None, ..*bindings };
        Ok(Self { plans, periods, bindings, compiled: Compiled::new(plans) })
    }

    /// Reads each part once, evaluates all plans on it and adds up their cells. Parts are read in parallel, one per
    /// thread at a time; the result does not depend on how rows are split or ordered.
    ///
    /// # Errors
    /// The error of the first part that failed.
    pub fn partial<E>(
        &self,
        parts: usize,
        read: impl Fn(usize) -> Result<RecordBatch, E> + Sync,
    ) -> Result<Partial, ScanError>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let one = |partial: &mut Partial, part: usize| -> Result<(), ScanError> {
            let batch = read(part).map_err(|source| ScanError::Read { part, source: Box::new(source) })?;
            for start in (0..batch.num_rows()).step_by(SLICE) {
                let slice = batch.slice(start, SLICE.min(batch.num_rows() - start));
                let added = partial.add(&self.compiled, &slice, self.periods, &self.bindings);
                added.map_err(|source| ScanError::Evaluate { part, source })?;
                self.uncrowded(partial)?;
            }
            Ok(())
        };
        let empty = || Partial::new(&self.compiled, self.periods);
        Ok(in_parallel(parts, &self.compiled, empty, one)?.unwrap_or_else(empty))
    }

    /// Adds the rows of another partial of this scan.
    pub fn merge(&self, partial: &mut Partial, other: Partial) {
        partial.merge(other, &self.compiled);
    }

    /// The cells of every plan.
    ///
    /// # Errors
    /// A segment column that has more values than its plan allows.
    pub fn cells(&self, partial: Partial) -> Result<Cells, ScanError> {
        self.uncrowded(&partial)?;
        Ok(partial.cells(&self.compiled, self.plans))
    }

    fn uncrowded(&self, partial: &Partial) -> Result<(), ScanError> {
        let crowded = |at: usize| ScanError::Crowded { column: self.compiled.dimensions[at].clone() };
        partial.crowded().map_or(Ok(()), |at| Err(crowded(at)))
    }
}

/// All plans over all parts of a table, see [`Scan`].
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
    let scan = Scan::new(plans, periods, bindings)?;
    scan.cells(scan.partial(parts, read)?)
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
    empty: impl Fn() -> Partial + Sync,
    one: impl Fn(&mut Partial, usize) -> Result<(), ScanError> + Sync,
) -> Result<Option<Partial>, ScanError> {
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
    let states: Vec<Result<Partial, (usize, ScanError)>> = (0..workers).into_par_iter().map(worker).collect();
    let mut merged: Option<Partial> = None;
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
