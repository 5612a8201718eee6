//! Which rows of a batch a base counts, in which period, and what became of them.

use super::super::expression::{EvaluateError, Frame, PeriodBinding, TermId};
use super::compile::{Base, When};
use crate::domain::Period;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, BooleanArray, Int64Array};

/// No period.
const NONE: u16 = u16::MAX;

/// A row that no step of the base held back.
pub(super) const COUNTED: u16 = u16::MAX;

/// Rows with their period and outcome: the position of the exclusion, then immature, then outside,
/// or [`COUNTED`].
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    pub rows: Vec<u32>,
    pub periods: Vec<u16>,
    pub outcomes: Vec<u16>,
}

/// Binds each row's own period by an instant, and returns the position of that period per row.
pub(super) fn bind_rows(frame: &mut Frame<'_>, at: TermId, periods: &[Period]) -> Result<Vec<u16>, EvaluateError> {
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
pub(super) fn by_row(frame: &mut Frame<'_>, base: &Base, positions: &[u16]) -> Result<Selection, EvaluateError> {
    let counts = mask(frame, base.rows)?;
    let outcomes = outcomes(frame, base, positions.len())?;
    let mut selection = Selection::default();
    for (row, position) in positions.iter().enumerate() {
        if *position != NONE && counts.as_ref().is_none_or(|counts| is_true(counts, row)) {
            selection.push(row, *position, outcomes[row]);
        }
    }
    Ok(selection)
}

/// The selection of a base in one period, which is bound here.
pub(super) fn in_period(
    frame: &mut Frame<'_>,
    base: &Base,
    position: u16,
    period: &Period,
) -> Result<Selection, EvaluateError> {
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
    let counts = mask(frame, base.rows)?;
    let outcomes = outcomes(frame, base, from.len())?;
    let mut selection = Selection::default();
    for (row, outcome) in outcomes.iter().enumerate() {
        let begun = from.is_valid(row) && from.value(row) < begins_before;
        let present = begun && (until.is_null(row) || until.value(row) >= ends_from);
        if present && counts.as_ref().is_none_or(|counts| is_true(counts, row)) {
            selection.push(row, position, *outcome);
        }
    }
    Ok(selection)
}

impl Selection {
    fn push(&mut self, row: usize, position: u16, outcome: u16) {
        self.rows.push(u32::try_from(row).expect("a part has fewer than 2^32 rows"));
        self.periods.push(position);
        self.outcomes.push(outcome);
    }
}

/// What the exclusions, maturity and base make of each row; the first step that applies wins.
fn outcomes(frame: &mut Frame<'_>, base: &Base, rows: usize) -> Result<Vec<u16>, EvaluateError> {
    let mut outcomes = vec![COUNTED; rows];
    let count = u16::try_from(base.exclusions.len()).expect("a plan has few exclusions");
    if let Some(among) = mask(frame, base.among)? {
        assign(&mut outcomes, count + 1, |row| !is_true(&among, row));
    }
    if let Some(matured) = mask(frame, base.matured)? {
        assign(&mut outcomes, count, |row| matured.is_valid(row) && !matured.value(row));
    }
    for (position, exclusion) in (0..count).zip(&base.exclusions).rev() {
        if let Some(excluded) = mask(frame, Some(*exclusion))? {
            assign(&mut outcomes, position, |row| is_true(&excluded, row));
        }
    }
    Ok(outcomes)
}

fn assign(outcomes: &mut [u16], outcome: u16, applies: impl Fn(usize) -> bool) {
    for (row, slot) in outcomes.iter_mut().enumerate() {
        if applies(row) {
            *slot = outcome;
        }
    }
}

fn mask(frame: &mut Frame<'_>, id: Option<TermId>) -> Result<Option<BooleanArray>, EvaluateError> {
    id.map(|id| frame.rows(id).map(|array| array.as_boolean().clone())).transpose()
}

fn is_true(mask: &BooleanArray, row: usize) -> bool {
    mask.value(row) && mask.is_valid(row)
}
