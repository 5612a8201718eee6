//! What one worker has added up: mergeable, and independent of the order of rows once it is turned
//! into cells.

use super::super::accumulate::{Cell, State as Sum};
use super::super::plan::{Aggregate, Grain, Periods, Plan};
use super::cells::Cells;
use super::compile::{Compiled, Track, When};
use super::feed::{Places, feed};
use super::grid::{Grid, Taken as Sums};
use super::segments::Dimension;
use super::select::{Selection, bind_rows, by_row, in_period};
use crate::domain::Segment;
use crate::expression::{Bindings, EvaluateError, Frame};
use arrow_array::RecordBatch;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The grids of all tracks so far.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Number of periods of each track.
    periods: Vec<usize>,
    /// By position in [`Compiled::dimensions`], codes are those of this state.
    dimensions: Vec<Dimension>,
    /// Per track, one grid per dimension; a track without dimensions has one grid of code 0.
    grids: Vec<Vec<Grid>>,
}

impl State {
    /// Nothing added up.
    pub fn new(compiled: &Compiled, periods: Periods<'_>) -> Self {
        let grids = compiled.tracks.iter().map(|track| {
            let width = compiled.held(track) + 1 + track.classes();
            vec![Grid::new(track.feed, width); track.dimensions.len().max(1)]
        });
        let dimensions = compiled.limits.iter().cloned().map(Dimension::new).collect();
        let of = |track: &Track| periods.of(compiled.bases[track.base].grain).len();
        Self { periods: compiled.tracks.iter().map(of).collect(), dimensions, grids: grids.collect() }
    }

    /// The first segment column that has more values than its limit allows.
    pub fn crowded(&self) -> Option<usize> {
        self.dimensions.iter().position(Dimension::is_crowded)
    }

    /// Adds the rows of a batch; nothing when a segment column is crowded.
    pub fn add(
        &mut self,
        compiled: &Compiled,
        batch: &RecordBatch,
        periods: Periods<'_>,
        bindings: &Bindings<'_>,
    ) -> Result<(), EvaluateError> {
        let mut codes = Vec::new();
        for (dimension, name) in self.dimensions.iter_mut().zip(&compiled.dimensions) {
            codes.push(dimension.encode(batch, name)?);
        }
        if self.crowded().is_some() {
            return Ok(());
        }
        let mut pass = Pass { compiled, periods: &self.periods, bindings, codes: &codes, grids: &mut self.grids };
        let mut frame = Frame::new(&compiled.program, batch, bindings);
        let mut bound: Option<((Grain, When), Vec<u16>)> = None;
        for at in compiled.base_order() {
            let base = &compiled.bases[at];
            let (key, periods) = ((base.grain, base.when), periods.of(base.grain));
            if let When::At(instant) = base.when {
                if bound.as_ref().is_none_or(|(known, _)| *known != key) {
                    bound = Some((key, bind_rows(&mut frame, instant, periods)?));
                }
                let positions = bound.as_ref().map_or(&[][..], |(_, positions)| positions);
                let selection = by_row(&mut frame, base, positions)?;
                pass.feed(&mut frame, at, &selection)?;
                continue;
            }
            bound = None;
            for (position, period) in (0_u16..).zip(periods) {
                let selection = in_period(&mut frame, base, position, period)?;
                pass.feed(&mut frame, at, &selection)?;
            }
        }
        Ok(())
    }

    /// Adds another state of the same plans.
    pub fn merge(&mut self, other: Self, compiled: &Compiled) {
        let places: Vec<Vec<u32>> = self
            .dimensions
            .iter_mut()
            .zip(&other.dimensions)
            .map(|(mine, others)| others.values().iter().map(|value| mine.code(value.as_deref())).collect())
            .collect();
        let tracks = compiled.tracks.iter().zip(&self.periods).zip(self.grids.iter_mut().zip(other.grids));
        for ((track, periods), (mine, others)) in tracks {
            let periods = *periods.max(&1);
            for (at, (mine, others)) in mine.iter_mut().zip(others).enumerate() {
                match track.dimensions.get(at).map(|dimension| &places[*dimension]) {
                    None => mine.merge(others, |cell| cell),
                    Some(codes) => mine.merge(others, |cell| codes[cell / periods] as usize * periods + cell % periods),
                }
            }
        }
    }

    /// The cells of every plan.
    pub fn cells(mut self, compiled: &Compiled, plans: &[Plan]) -> Cells {
        let mut totals = Vec::new();
        for (grids, periods) in self.grids.iter_mut().zip(&self.periods) {
            grids.iter_mut().for_each(Grid::compact);
            totals.push(grids.first().map(|grid| grid.total(*periods)));
        }
        let mut shared: Vec<Segments> = Vec::new();
        for (at, track) in compiled.tracks.iter().enumerate() {
            shared.push(self.shared(compiled, track, (at, totals[at].take())));
        }
        let by_plan = plans.iter().zip(&compiled.of_plan).map(|(plan, track)| {
            let segments = shared[*track].iter();
            segments.map(|(segment, cells)| (segment.clone(), finished(cells, plan))).collect::<BTreeMap<_, _>>()
        });
        Cells::new(by_plan.collect())
    }

    fn shared(&mut self, compiled: &Compiled, track: &Track, (at, total): (usize, Option<Grid>)) -> Segments {
        let held = compiled.held(track);
        let periods = self.periods[at];
        let of = |grid: &mut Grid, code: usize| -> Vec<Shared> {
            (code * periods..(code + 1) * periods).map(|cell| Shared::take(grid, cell, held)).collect()
        };
        let mut all = Vec::new();
        if let Some(mut total) = total {
            all.push((Segment::Total, of(&mut total, 0)));
        }
        for (position, dimension) in track.dimensions.iter().enumerate() {
            let grid = &mut self.grids[at][position];
            for (code, value) in self.dimensions[*dimension].values().iter().enumerate() {
                if (code + 1) * periods > grid.cells() {
                    break;
                }
                let cells = of(grid, code);
                if cells.iter().any(|cell| cell.rows > 0) {
                    let dimension = compiled.dimensions[*dimension].clone();
                    all.push((Segment::Part { dimension, value: value.clone() }, cells));
                }
            }
        }
        all
    }
}

/// One batch on its way into the grids.
struct Pass<'a> {
    compiled: &'a Compiled,
    periods: &'a [usize],
    bindings: &'a Bindings<'a>,
    codes: &'a [Vec<u32>],
    grids: &'a mut [Vec<Grid>],
}

impl Pass<'_> {
    fn feed(&mut self, frame: &mut Frame<'_>, base: usize, selection: &Selection) -> Result<(), EvaluateError> {
        if selection.rows.is_empty() {
            return Ok(());
        }
        let tracks = self.compiled.tracks.iter().zip(self.periods).zip(self.grids.iter_mut());
        // What several tracks of a base have in common: where its rows go in each dimension.
        let mut places: BTreeMap<Option<usize>, Places> = BTreeMap::new();
        for ((track, periods), grids) in tracks.filter(|((track, _), _)| track.base == base) {
            let dimensions: Vec<Option<usize>> = match track.dimensions.is_empty() {
                true => vec![None],
                false => track.dimensions.iter().copied().map(Some).collect(),
            };
            for dimension in &dimensions {
                let codes = dimension.map(|dimension| self.codes[dimension].as_slice());
                places.entry(*dimension).or_insert_with(|| Places::new(selection, codes, *periods));
            }
            let cells: Vec<&Places> = dimensions.iter().map(|dimension| &places[dimension]).collect();
            let held = self.compiled.held(track);
            feed(frame, (track, held), selection, self.bindings, (grids, &cells))?;
        }
        Ok(())
    }
}

/// The segments of a track with their cells per period.
type Segments = Vec<(Segment, Vec<Shared>)>;

/// A finished cell before it is read by one plan or another.
struct Shared {
    rows: u64,
    held: Vec<u64>,
    missing: u64,
    classes: Vec<u64>,
    sums: Sums,
}

impl Shared {
    fn take(grid: &mut Grid, cell: usize, held: usize) -> Self {
        let counts = grid.counts_of(cell).to_vec();
        let sums = grid.take(cell);
        let (before, counted) = counts.split_at(held + 1);
        Self {
            rows: counts.iter().sum(),
            held: before[..held].to_vec(),
            missing: before[held],
            classes: counted.to_vec(),
            sums,
        }
    }
}

fn finished(cells: &[Shared], plan: &Plan) -> Vec<Cell> {
    let one = |shared: &Shared| {
        let (excluded, others) = shared.held.split_at(plan.exclusions.len());
        Cell {
            rows: shared.rows,
            excluded: excluded.to_vec(),
            immature: others[0],
            outside: others[1],
            missing: shared.missing,
            n: shared.classes.iter().sum(),
            state: state(shared, &plan.aggregate),
        }
    };
    cells.iter().map(one).collect()
}

fn state(shared: &Shared, aggregate: &Aggregate) -> Sum {
    let hits = shared.classes.last().copied().unwrap_or(0);
    let weighted = match &shared.sums {
        Sums::Weighted(weighted) | Sums::WeightedValues(_, weighted) => Some(*weighted),
        _ => None,
    };
    match (aggregate, &shared.sums) {
        (Aggregate::Proportion { .. }, _) => Sum::Proportion { hits, weighted },
        (Aggregate::Sum { .. }, Sums::Total(total)) => Sum::Sum { total: *total },
        (Aggregate::Mean { .. }, Sums::Values(distribution) | Sums::WeightedValues(distribution, _)) => {
            Sum::Mean { distribution: Arc::clone(distribution), weighted }
        }
        (Aggregate::Quantile { .. }, Sums::Values(distribution)) => {
            Sum::Quantile { distribution: Arc::clone(distribution) }
        }
        (Aggregate::SurvivalQuantile { .. }, Sums::Survival(survival)) => Sum::Survival(Arc::clone(survival)),
        (Aggregate::Nps { .. }, _) => Sum::Nps {
            promoters: shared.classes[0],
            passives: shared.classes[1],
            detractors: shared.classes[2],
            weighted,
        },
        (Aggregate::RatioOfSums { .. }, Sums::Moments(moments)) => Sum::RatioOfSums(*moments),
        _ => Sum::Count { hits },
    }
}
