//! Adding the selected rows of a batch to the grids of a track.

use super::super::accumulate::Measure;
use super::compile::{Feed, Track};
use super::grid::{Grid, Sums};
use super::select::{COUNTED, Selection};
use crate::domain::{Clock, Instant};
use crate::expression::{Bindings, EvaluateError, Frame, TermId};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array, Float64Array, Int64Array};

/// Numbers beyond this are no business figures and count as missing.
const LARGEST: f64 = 4.6e18;

/// The selected rows with their final outcomes, and the values of those that count.
struct Fed {
    outcomes: Vec<u16>,
    values: Values,
}

/// Values per selected row; those of rows that do not count are not used.
enum Values {
    Nothing,
    Keys(Vec<i64>),
    WeightedKeys(Vec<i64>, Vec<f64>, Measure),
    Weighted(Vec<(f64, f64)>),
    Spans(Vec<(i64, bool)>),
    Pairs(Vec<(f64, f64)>),
}

/// The cells of the selected rows in one dimension.
pub(super) struct Places {
    /// Per selected row, by code of the dimension and period.
    of_rows: Vec<u32>,
    /// How many cells there must be.
    needed: usize,
}

impl Places {
    /// Of the codes per row of the batch; without codes there is one for all.
    pub fn new(selection: &Selection, codes: Option<&[u32]>, periods: usize) -> Self {
        let pairs = selection.rows.iter().zip(&selection.periods);
        let code = |row: u32| codes.map_or(0, |codes| codes[row as usize] as usize);
        let cell = |(row, period): (&u32, &u16)| (code(*row) * periods + usize::from(*period)) as u32;
        let of_rows: Vec<u32> = pairs.map(cell).collect();
        let needed = of_rows.iter().max().map_or(0, |largest| (*largest as usize / periods + 1) * periods);
        Self { of_rows, needed }
    }
}

/// Adds a selection to the track's grids, each by its cells. `held` is the number of outcomes by which the
/// base holds rows back.
pub(super) fn feed(
    frame: &mut Frame<'_>,
    (track, held): (&Track, usize),
    selection: &Selection,
    bindings: &Bindings<'_>,
    grids: (&mut [Grid], &[&Places]),
) -> Result<(), EvaluateError> {
    let fed = fed(frame, track, selection, held, bindings)?;
    let width = held + 1 + track.classes();
    let counted = u16::try_from(held + 1).expect("a plan has few exclusions");
    for (grid, cells) in grids.0.iter_mut().zip(grids.1) {
        grid.grow(cells.needed);
        for (cell, outcome) in cells.of_rows.iter().zip(&fed.outcomes) {
            grid.counts[*cell as usize * width + usize::from(*outcome)] += 1;
        }
        add(&mut grid.sums, &fed, &cells.of_rows, counted);
    }
    Ok(())
}

fn add(sums: &mut Sums, fed: &Fed, cells: &[u32], counted: u16) {
    let rows = cells.iter().zip(&fed.outcomes).enumerate();
    let rows = rows.filter(|(_, (_, outcome))| **outcome >= counted).map(|(at, (cell, _))| (at, *cell as usize));
    match (sums, &fed.values) {
        (Sums::Weighted(sums), Values::Weighted(pairs)) => {
            rows.for_each(|(at, cell)| sums[cell].add(pairs[at].0, pairs[at].1));
        }
        (Sums::Total(sums), Values::Keys(keys)) => rows.for_each(|(at, cell)| sums[cell].add(keys[at])),
        (Sums::Values(sums), Values::Keys(keys)) => rows.for_each(|(at, cell)| sums[cell].push(keys[at])),
        (Sums::WeightedValues(sums), Values::WeightedKeys(keys, weights, measure)) => rows.for_each(|(at, cell)| {
            sums[cell].0.push(keys[at]);
            sums[cell].1.add(measure.value(keys[at]), weights[at]);
        }),
        (Sums::Survival(sums), Values::Spans(spans)) => rows.for_each(|(at, cell)| match spans[at] {
            (micros, true) => sums[cell].push_ended(micros),
            (micros, false) => sums[cell].push_censored(micros),
        }),
        (Sums::Moments(sums), Values::Pairs(pairs)) => {
            rows.for_each(|(at, cell)| sums[cell].add(pairs[at].0, pairs[at].1));
        }
        _ => {}
    }
}

fn fed(
    frame: &mut Frame<'_>,
    track: &Track,
    selection: &Selection,
    held: usize,
    bindings: &Bindings<'_>,
) -> Result<Fed, EvaluateError> {
    let missing = u16::try_from(held).expect("a plan has few exclusions");
    let classified = Classified { selection, missing };
    Ok(match track.feed {
        Feed::Rows => classified.rows(|_| Some((0, ())), |_| Values::Nothing),
        Feed::Hits(hit, None) => {
            let hits = frame.rows(hit)?;
            let hits = hits.as_boolean();
            classified.rows(|row| hits.is_valid(row).then(|| (u16::from(hits.value(row)), ())), |_| Values::Nothing)
        }
        Feed::Hits(hit, Some(weight)) => {
            let (hits, weights) = (frame.rows(hit)?, weights(frame, weight)?);
            let hits = hits.as_boolean();
            let one = |row| {
                let (hit, weight) = (hits.is_valid(row).then(|| hits.value(row))?, at(&weights, row)?);
                Some((u16::from(hit), (f64::from(u8::from(hit)), weight)))
            };
            classified.rows(one, Values::Weighted)
        }
        Feed::Sum(value, measure) | Feed::Values(value, measure, None) => {
            let keys = keys(frame, value, measure)?;
            classified.rows(|row| keys.is_valid(row).then(|| (0, keys.value(row))), Values::Keys)
        }
        Feed::Values(value, measure, Some(weight)) => {
            let (keys, weights) = (keys(frame, value, measure)?, weights(frame, weight)?);
            let one = |row| Some((0, (keys.is_valid(row).then(|| keys.value(row))?, at(&weights, row)?)));
            classified.rows(one, |pairs: Vec<(i64, f64)>| {
                let (keys, weights) = pairs.into_iter().unzip();
                Values::WeightedKeys(keys, weights, measure)
            })
        }
        Feed::Survival(start, end, clock) => {
            let spans = Spans::new(frame, (start, end), clock, bindings)?;
            classified.rows(|row| spans.at(row).map(|span| (0, span)), Values::Spans)
        }
        Feed::Nps(value, measure, weight) => {
            let keys = keys(frame, value, measure)?;
            let weights = weight.map(|weight| weights(frame, weight)).transpose()?;
            let one = |row| {
                let (class, score) = answer(measure.value(keys.is_valid(row).then(|| keys.value(row))?))?;
                let weight = weights.as_ref().map_or(Some(1.0), |weights| at(weights, row))?;
                Some((class, (score, weight)))
            };
            classified.rows(one, Values::Weighted)
        }
        Feed::Ratio(numerator, denominator) => {
            let (over, under) = (numbers(frame, numerator)?, numbers(frame, denominator)?);
            classified.rows(|row| Some((0, (at(&over, row)?, at(&under, row)?))), Values::Pairs)
        }
    })
}

struct Classified<'a> {
    selection: &'a Selection,
    missing: u16,
}

impl Classified<'_> {
    /// Final outcomes: what the base held back stays, a row without a value is missing, the others
    /// get their class.
    fn rows<T: Default>(&self, one: impl Fn(usize) -> Option<(u16, T)>, values: impl FnOnce(Vec<T>) -> Values) -> Fed {
        let mut outcomes = Vec::with_capacity(self.selection.rows.len());
        let mut list = Vec::with_capacity(self.selection.rows.len());
        for (row, outcome) in self.selection.rows.iter().zip(&self.selection.outcomes) {
            let (outcome, value) = match *outcome {
                COUNTED => match one(*row as usize) {
                    Some((class, value)) => (self.missing + 1 + class, value),
                    None => (self.missing, T::default()),
                },
                held => (held, T::default()),
            };
            outcomes.push(outcome);
            list.push(value);
        }
        Fed { outcomes, values: values(list) }
    }
}

/// Class (promoter, passive, detractor) and score of an answer from 0 to 10.
fn answer(value: f64) -> Option<(u16, f64)> {
    match value {
        value if !(0.0..=10.0).contains(&value) => None,
        value if value >= 9.0 => Some((0, 1.0)),
        value if value > 6.0 => Some((1, 0.0)),
        _ => Some((2, -1.0)),
    }
}

fn keys(frame: &mut Frame<'_>, id: TermId, measure: Measure) -> Result<Int64Array, EvaluateError> {
    let array = frame.rows(id)?;
    Ok(match measure {
        Measure::Integer | Measure::Duration => array.as_primitive::<Int64Type>().clone(),
        Measure::Money => {
            array.as_primitive::<Decimal128Type>().unary_opt::<_, Int64Type>(|units| i64::try_from(units).ok())
        }
        Measure::Number => array
            .as_primitive::<Float64Type>()
            .unary_opt::<_, Int64Type>(|number| (number.abs() < LARGEST).then(|| Measure::key_of(number))),
    })
}

/// Numbers of any measure's physical type.
fn numbers(frame: &mut Frame<'_>, id: TermId) -> Result<Float64Array, EvaluateError> {
    let array = frame.rows(id)?;
    let sound = |number: f64| (number.abs() < LARGEST).then_some(number);
    Ok(array.as_primitive::<Float64Type>().unary_opt::<_, Float64Type>(sound))
}

/// Weights that are neither missing nor negative.
fn weights(frame: &mut Frame<'_>, id: TermId) -> Result<Float64Array, EvaluateError> {
    let array = frame.rows(id)?;
    let sound = |weight: f64| (0.0..LARGEST).contains(&weight).then_some(weight);
    Ok(array.as_primitive::<Float64Type>().unary_opt::<_, Float64Type>(sound))
}

fn at(numbers: &Float64Array, row: usize) -> Option<f64> {
    numbers.is_valid(row).then(|| numbers.value(row))
}

/// Spans from a start to an end, cut off at `as_of`.
struct Spans<'a> {
    start: Int64Array,
    end: Int64Array,
    clock: Clock,
    bindings: &'a Bindings<'a>,
}

impl<'a> Spans<'a> {
    fn new(
        frame: &mut Frame<'_>,
        (start, end): (TermId, TermId),
        clock: Clock,
        bindings: &'a Bindings<'a>,
    ) -> Result<Self, EvaluateError> {
        if clock == Clock::Business && bindings.calendar.is_none() {
            return Err(EvaluateError::NoCalendar);
        }
        let (start, end) = (frame.rows(start)?, frame.rows(end)?);
        let (start, end) = (start.as_primitive::<Int64Type>().clone(), end.as_primitive::<Int64Type>().clone());
        Ok(Self { start, end, clock, bindings })
    }

    /// Microseconds and whether the span ended; `None` without a start, when it would be negative, and
    /// when business time is not known all along it.
    fn at(&self, row: usize) -> Option<(i64, bool)> {
        let start = self.start.is_valid(row).then(|| self.start.value(row))?;
        let as_of = self.bindings.as_of.0;
        let ended = self.end.is_valid(row) && self.end.value(row) <= as_of;
        let end = if ended { self.end.value(row) } else { as_of };
        if end < start {
            return None;
        }
        let micros = match (self.clock, self.bindings.calendar) {
            (Clock::Business, Some(calendar)) => calendar.between(Instant(start), Instant(end))?,
            _ => end - start,
        };
        Some((micros, ended))
    }
}
