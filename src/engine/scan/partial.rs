//! What has been added up of some rows: mergeable, independent of the order of rows once it is turned into cells,
//! and the same after a way through bytes.

use super::super::accumulate::{Cell, Damaged, Reader, Writer};
use super::super::aggregate::{Evaluate, Finished, Grids, Placement, Places, Selected};
use super::super::plan::{Periods, Plan};
use super::cells::Cells;
use super::compile::{Accumulation, Compiled};
use super::segments::Dimension;
use super::select::{Selection, selections};
use crate::domain::Segment;
use crate::expression::{Bindings, EvaluateError, Frame};
use arrow_array::RecordBatch;
use std::collections::BTreeMap;

/// Sums of some rows, by accumulation, segment and period.
#[derive(Debug)]
pub struct Partial {
    /// Number of periods of each accumulation.
    periods: Vec<usize>,
    /// By position in [`Compiled::dimensions`], codes are those of this value.
    dimensions: Vec<Dimension>,
    /// Per accumulation, one grid per dimension; without dimensions one grid of code 0.
    grids: Vec<Box<dyn Grids>>,
}

impl Partial {
    /// Nothing added up.
    pub(super) fn new(compiled: &Compiled, periods: Periods<'_>) -> Self {
        let grids = compiled.accumulations.iter().map(|accumulation| {
            accumulation.accumulator.grids(compiled.held(accumulation), accumulation.dimensions.len().max(1))
        });
        let dimensions = compiled.limits.iter().cloned().map(Dimension::new).collect();
        let of = |one: &Accumulation| periods.of(compiled.bases[one.base].grain).len();
        Self { periods: compiled.accumulations.iter().map(of).collect(), dimensions, grids: grids.collect() }
    }

    /// The first segment column that has more values than its limit allows.
    pub(super) fn crowded(&self) -> Option<usize> {
        self.dimensions.iter().position(Dimension::is_crowded)
    }

    /// Adds the rows of a batch; nothing when a segment column is crowded.
    pub(super) fn add(
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
        selections(compiled, &mut frame, periods, |frame, base, selection| pass.feed(frame, base, selection))
    }

    /// Adds the rows of another partial of the same plans.
    pub(super) fn merge(&mut self, other: Self, compiled: &Compiled) {
        let codes: Vec<Vec<u32>> = self
            .dimensions
            .iter_mut()
            .zip(&other.dimensions)
            .map(|(mine, others)| others.values().iter().map(|value| mine.code(value.as_deref())).collect())
            .collect();
        let accumulations =
            compiled.accumulations.iter().zip(&self.periods).zip(self.grids.iter_mut().zip(other.grids));
        for ((accumulation, periods), (mine, others)) in accumulations {
            let by_code = |dimension: &usize| Placement::ByCode(&codes[*dimension], (*periods).max(1));
            let placements: Vec<Placement<'_>> = match accumulation.dimensions.is_empty() {
                true => vec![Placement::Same],
                false => accumulation.dimensions.iter().map(by_code).collect(),
            };
            mine.merge(others, &placements);
        }
    }

    /// The cells of every plan.
    pub(super) fn cells(mut self, compiled: &Compiled, plans: &[Plan]) -> Cells {
        let mut finished: Vec<Segments> = Vec::new();
        for at in 0..compiled.accumulations.len() {
            finished.push(self.finished(compiled, at));
        }
        let by_plan = plans.iter().zip(&compiled.of_plan).map(|(plan, (accumulation, evaluate))| {
            let segments = finished[*accumulation].iter();
            let cells = |found: &[Finished]| -> Vec<Cell> {
                found.iter().map(|one| cell(one, plan.exclusions.len(), evaluate)).collect()
            };
            segments.map(|(segment, found)| (segment.clone(), cells(found))).collect::<BTreeMap<_, _>>()
        });
        Cells::new(by_plan.collect())
    }

    fn finished(&mut self, compiled: &Compiled, at: usize) -> Segments {
        let (accumulation, periods, grids) = (&compiled.accumulations[at], self.periods[at], &mut self.grids[at]);
        let of = |grids: &mut Box<dyn Grids>, grid: usize, code: usize| -> Vec<Finished> {
            let cells = code * periods..(code + 1) * periods;
            cells.map(|cell| grids.take(grid, cell)).collect()
        };
        grids.compact();
        let mut total = grids.total(periods);
        let mut all = vec![(Segment::Total, of(&mut total, 0, 0))];
        for (grid, dimension) in accumulation.dimensions.iter().enumerate() {
            for (code, value) in self.dimensions[*dimension].values().iter().enumerate() {
                if (code + 1) * periods > grids.cells(grid) {
                    break;
                }
                let cells = of(grids, grid, code);
                if cells.iter().any(Finished::has_rows) {
                    let dimension = compiled.dimensions[*dimension].clone();
                    all.push((Segment::Part { dimension, value: value.clone() }, cells));
                }
            }
        }
        all
    }

    /// Writes the sums in their final form.
    pub(super) fn write(&mut self, bytes: &mut Writer) {
        for dimension in &self.dimensions {
            bytes.length(dimension.values().len());
            dimension.values().iter().for_each(|value| bytes.text(value.as_deref()));
        }
        for grids in &mut self.grids {
            grids.compact();
            grids.write(bytes);
        }
    }

    /// Reads sums of the same plans and periods.
    pub(super) fn read(bytes: &mut Reader<'_>, compiled: &Compiled, periods: Periods<'_>) -> Result<Self, Damaged> {
        let mut read = Self::new(compiled, periods);
        for dimension in &mut read.dimensions {
            for code in 0..bytes.length()? {
                // Each value has the code of its position, as it had where it was written.
                if dimension.code(bytes.text()?) as usize != code {
                    return Err(Damaged);
                }
            }
        }
        for ((grids, one), periods) in read.grids.iter_mut().zip(&compiled.accumulations).zip(&read.periods) {
            let of = |dimension: &usize| read.dimensions[*dimension].values().len() * periods;
            let most: Vec<usize> = match one.dimensions.is_empty() {
                true => vec![*periods],
                false => one.dimensions.iter().map(of).collect(),
            };
            grids.read(bytes, &most)?;
        }
        Ok(read)
    }
}

/// One batch on its way into the grids.
struct Pass<'a> {
    compiled: &'a Compiled,
    periods: &'a [usize],
    bindings: &'a Bindings<'a>,
    codes: &'a [Vec<u32>],
    grids: &'a mut [Box<dyn Grids>],
}

impl Pass<'_> {
    fn feed(&mut self, frame: &mut Frame<'_>, base: usize, selection: &Selection) -> Result<(), EvaluateError> {
        if selection.rows.is_empty() {
            return Ok(());
        }
        let selected = Selected { rows: &selection.rows, outcomes: &selection.outcomes };
        let accumulations = self.compiled.accumulations.iter().zip(self.periods).zip(self.grids.iter_mut());
        // What several accumulations of a base have in common: where its rows go in each dimension.
        let mut places: BTreeMap<Option<usize>, Places> = BTreeMap::new();
        for ((accumulation, periods), grids) in accumulations.filter(|((one, _), _)| one.base == base) {
            let dimensions: Vec<Option<usize>> = match accumulation.dimensions.is_empty() {
                true => vec![None],
                false => accumulation.dimensions.iter().copied().map(Some).collect(),
            };
            for dimension in &dimensions {
                let codes = dimension.map(|dimension| self.codes[dimension].as_slice());
                places.entry(*dimension).or_insert_with(|| selection.places(codes, *periods));
            }
            let places: Vec<&Places> = dimensions.iter().map(|dimension| &places[dimension]).collect();
            grids.feed(frame, self.bindings, &selected, &places)?;
        }
        Ok(())
    }
}

/// The segments of an accumulation with their cells per period.
type Segments = Vec<(Segment, Vec<Finished>)>;

/// A finished cell as one plan reads it.
fn cell(finished: &Finished, exclusions: usize, evaluate: &Evaluate) -> Cell {
    let (excluded, others) = finished.rows.split_at(exclusions);
    let (held, classes) = others.split_at(3);
    Cell {
        rows: finished.rows.iter().sum(),
        excluded: excluded.to_vec(),
        immature: held[0],
        outside: held[1],
        missing: held[2],
        n: classes.iter().sum(),
        state: evaluate(classes, &*finished.sums),
    }
}
