//! Which rows of a batch a base counts, in which period, and what became of them.

use super::super::aggregate::{COUNTED, Places};
use super::super::plan::{Grain, Periods};
use super::compile::{Base, Compiled, When};
use crate::domain::Period;
use crate::expression::{EvaluateError, Frame, PeriodBinding, TermId};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array};
use arrow_buffer::BooleanBuffer;

/// No period.
const NONE: u16 = u16::MAX;

/// Rows with their period and outcome: the position of the exclusion, then immature, then outside,
/// or [`COUNTED`].
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    pub rows: Vec<u32>,
    pub periods: Vec<u16>,
    pub outcomes: Vec<u16>,
}

/// Hands each base with its rows on, in every period; the periods of the rows are bound meanwhile.
pub(super) fn selections(
    compiled: &Compiled,
    frame: &mut Frame<'_>,
    periods: Periods<'_>,
    mut take: impl FnMut(&mut Frame<'_>, usize, &Selection) -> Result<(), EvaluateError>,
) -> Result<(), EvaluateError> {
    let mut bound: Option<((Grain, When), Vec<u16>)> = None;
    for at in compiled.base_order() {
        let base = &compiled.bases[at];
        let (key, periods) = ((base.grain, base.when), periods.of(base.grain));
        if let When::At(instant) = base.when {
            if bound.as_ref().is_none_or(|(known, _)| *known != key) {
                bound = Some((key, bind_rows(frame, instant, periods)?));
            }
            let positions = bound.as_ref().map_or(&[][..], |(_, positions)| positions);
            let selection = by_row(frame, base, positions)?;
            take(frame, at, &selection)?;
            continue;
        }
        bound = None;
        for (position, period) in (0_u16..).zip(periods) {
            let selection = in_period(frame, base, position, period)?;
            take(frame, at, &selection)?;
        }
    }
    Ok(())
}

/// Binds each row's own period by an instant, and returns the position of that period per row.
fn bind_rows(frame: &mut Frame<'_>, at: TermId, periods: &[Period]) -> Result<Vec<u16>, EvaluateError> {
    let instants = frame.rows(at)?;
    let instants = instants.as_primitive::<Int64Type>();
    let starts: Vec<i64> = periods.iter().map(|period| period.start.0).collect();
    let find = |at: i64| -> u16 {
        let position = starts.partition_point(|start| *start <= at);
        match position.checked_sub(1) {
            Some(position) if at < periods[position].end.0 => u16::try_from(position).unwrap_or(NONE),
            _ => NONE,
        }
    };
    let found: Vec<u16> =
        (0..instants.len()).map(|row| if instants.is_null(row) { NONE } else { find(instants.value(row)) }).collect();
    let bound = |edge: fn(&Period) -> i64| -> Int64Array {
        found.iter().map(|position| periods.get(usize::from(*position)).map(edge)).collect()
    };
    frame.bind(PeriodBinding::PerRow(bound(|period| period.start.0), bound(|period| period.end.0)));
    Ok(found)
}

/// The selection of a base whose rows each have their period already bound.
fn by_row(frame: &mut Frame<'_>, base: &Base, positions: &[u16]) -> Result<Selection, EvaluateError> {
    let counts = truths(frame, base.rows)?;
    let counted = |row: usize| positions[row] != NONE && counts.as_ref().is_none_or(|counts| counts.value(row));
    Selection::of(frame, base, where_true(positions.len(), counted), |row| positions[row])
}

/// The selection of a base in one period, which is bound here.
fn in_period(frame: &mut Frame<'_>, base: &Base, position: u16, period: &Period) -> Result<Selection, EvaluateError> {
    let (start, end) = (period.start.0, period.end.0);
    frame.bind(PeriodBinding::One(start, end));
    let (from, until, begins_before, ends_from) = match base.when {
        When::PresentAtStart(from, until) => (from, until, start, start),
        When::Overlaps(from, until) => (from, until, end, start + 1),
        When::PresentAtEnd(from, until) => (from, until, end, end),
        When::At(_) => return Ok(Selection::default()),
    };
    let (from, until) = (frame.rows(from)?, frame.rows(until)?);
    let (from, until) = (from.as_primitive::<Int64Type>(), until.as_primitive::<Int64Type>());
    let counts = truths(frame, base.rows)?;
    let present = |row: usize| {
        let begun = from.is_valid(row) && from.value(row) < begins_before;
        let present = begun && (until.is_null(row) || until.value(row) >= ends_from);
        present && counts.as_ref().is_none_or(|counts| counts.value(row))
    };
    Selection::of(frame, base, where_true(from.len(), present), |_| position)
}

fn where_true(rows: usize, holds: impl Fn(usize) -> bool) -> Vec<u32> {
    let rows = u32::try_from(rows).expect("a part has fewer than 2^32 rows");
    (0..rows).filter(|row| holds(*row as usize)).collect()
}

impl Selection {
    /// The cells of the rows by the codes of a dimension per row of the batch; without codes there is one for all.
    pub fn places(&self, codes: Option<&[u32]>, periods: usize) -> Places {
        let pairs = self.rows.iter().zip(&self.periods);
        let code = |row: u32| codes.map_or(0, |codes| codes[row as usize] as usize);
        let cell = |(row, period): (&u32, &u16)| (code(*row) * periods + usize::from(*period)) as u32;
        let of_rows: Vec<u32> = pairs.map(cell).collect();
        let needed = of_rows.iter().max().map_or(0, |largest| (*largest as usize / periods + 1) * periods);
        Places { of_rows, needed }
    }

    fn of(
        frame: &mut Frame<'_>,
        base: &Base,
        rows: Vec<u32>,
        period: impl Fn(usize) -> u16,
    ) -> Result<Self, EvaluateError> {
        let periods = rows.iter().map(|row| period(*row as usize)).collect();
        Ok(Self { outcomes: outcomes(frame, base, &rows)?, periods, rows })
    }
}

/// What the exclusions, maturity and base make of some rows; the first step that applies wins.
fn outcomes(frame: &mut Frame<'_>, base: &Base, rows: &[u32]) -> Result<Vec<u16>, EvaluateError> {
    let mut outcomes = vec![COUNTED; rows.len()];
    if rows.is_empty() {
        return Ok(outcomes);
    }
    let count = u16::try_from(base.exclusions.len()).expect("a plan has few exclusions");
    if let Some(among) = truths(frame, base.among)? {
        assign((rows, &mut outcomes), count + 1, &!&among);
    }
    if let Some(matured) = base.matured {
        let matured = frame.rows(matured)?;
        let matured = matured.as_boolean();
        assign((rows, &mut outcomes), count, &known(!matured.values(), matured));
    }
    for (position, exclusion) in (0..count).zip(&base.exclusions).rev() {
        if let Some(excluded) = truths(frame, Some(*exclusion))? {
            assign((rows, &mut outcomes), position, &excluded);
        }
    }
    Ok(outcomes)
}

fn assign((rows, outcomes): (&[u32], &mut [u16]), outcome: u16, applies: &BooleanBuffer) {
    if applies.count_set_bits() == 0 {
        return;
    }
    for (row, slot) in rows.iter().zip(outcomes) {
        if applies.value(*row as usize) {
            *slot = outcome;
        }
    }
}

/// Per row of the batch, whether a condition is true; neither false nor unknown.
fn truths(frame: &mut Frame<'_>, id: Option<TermId>) -> Result<Option<BooleanBuffer>, EvaluateError> {
    let of = |array: ArrayRef| known(array.as_boolean().values().clone(), array.as_boolean());
    id.map(|id| frame.rows(id).map(of)).transpose()
}

/// What holds and belongs to a value that is not missing.
fn known(holds: BooleanBuffer, values: &BooleanArray) -> BooleanBuffer {
    match values.nulls() {
        Some(valid) => &holds & valid.inner(),
        None => holds,
    }
}
