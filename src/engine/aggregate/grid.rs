//! The cells of an accumulator, by code of a dimension and period: numbers of rows by outcome, and sums.

use super::super::accumulate::{Damaged, Reader, Writer};
use super::accumulator::Accumulator;
use crate::expression::{Bindings, EvaluateError, Frame};
use std::any::Any;
use std::fmt::Debug;

/// A selected row that nothing held back.
pub const COUNTED: u16 = u16::MAX;

/// Rows of a batch with the outcome by which each is held back, or [`COUNTED`].
pub struct Selected<'a> {
    /// Positions in the batch.
    pub rows: &'a [u32],
    /// One per row.
    pub outcomes: &'a [u16],
}

/// The cells of selected rows in one dimension.
pub struct Places {
    /// One per row, by code of the dimension and period.
    pub of_rows: Vec<u32>,
    /// How many cells there must be.
    pub needed: usize,
}

/// Where the cells of one grid lie in another of the same dimension.
pub enum Placement<'a> {
    /// Where they are.
    Same,
    /// By the other grid's code of each code, and the number of periods.
    ByCode(&'a [u32], usize),
}

impl Placement<'_> {
    fn of(&self, cell: usize) -> usize {
        match self {
            Self::Same => cell,
            Self::ByCode(codes, periods) => codes[cell / periods] as usize * periods + cell % periods,
        }
    }
}

/// One finished cell.
pub struct Finished {
    /// Rows by outcome: those of the base, missing, then the classes.
    pub rows: Vec<u64>,
    /// The finished sums, as the accumulator's kind reads them.
    pub sums: Box<dyn Any + Send + Sync>,
}

impl Finished {
    /// Whether any row belongs to it.
    pub fn has_rows(&self) -> bool {
        self.rows.iter().any(|rows| *rows > 0)
    }
}

/// The grids of an accumulator of any type, one per dimension.
pub trait Grids: Any + Debug + Send {
    /// Adds selected rows to every grid, each by its places.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    fn feed(
        &mut self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
        selected: &Selected<'_>,
        places: &[&Places],
    ) -> Result<(), EvaluateError>;

    /// Adds other grids of the same accumulator and dimensions, each by its placement.
    fn merge(&mut self, others: Box<dyn Grids>, placements: &[Placement<'_>]);

    /// Brings every cell into its final form.
    fn compact(&mut self);

    /// Number of cells of a grid.
    fn cells(&self, grid: usize) -> usize;

    /// The grid of the same rows without a dimension: one code, `periods` cells. The grids are compacted.
    fn total(&self, periods: usize) -> Box<dyn Grids>;

    /// Takes a compacted cell out of a grid.
    fn take(&mut self, grid: usize, cell: usize) -> Finished;

    /// Writes compacted grids.
    fn write(&self, bytes: &mut Writer);

    /// Reads grids into these empty ones; `most` is the largest number of cells of each.
    ///
    /// # Errors
    /// The bytes are not those of such grids.
    fn read(&mut self, bytes: &mut Reader<'_>, most: &[usize]) -> Result<(), Damaged>;
}

/// The grids of an accumulator.
#[derive(Debug)]
pub struct GridsOf<A: Accumulator> {
    accumulator: A,
    held: usize,
    grids: Vec<Grid<A::Sums>>,
}

#[derive(Clone, Debug)]
struct Grid<S> {
    /// By cell and outcome.
    rows: Vec<u64>,
    /// By cell.
    sums: Vec<S>,
}

impl<A: Accumulator> GridsOf<A> {
    /// Empty grids; `held` is the number of outcomes by which rows are held back.
    pub fn new(accumulator: A, held: usize, dimensions: usize) -> Self {
        Self { accumulator, held, grids: vec![Grid { rows: Vec::new(), sums: Vec::new() }; dimensions] }
    }

    /// Outcomes per cell: those of the base, missing, and the classes.
    fn width(&self) -> usize {
        self.held + 1 + A::CLASSES
    }

    /// Makes room for this many cells.
    fn grow(&mut self, grid: usize, cells: usize) {
        let (width, accumulator, grid) = (self.width(), &self.accumulator, &mut self.grids[grid]);
        if grid.sums.len() < cells {
            grid.rows.resize(cells * width, 0);
            grid.sums.resize_with(cells, || accumulator.empty());
        }
    }

    fn merge_grid(&mut self, at: usize, other: Grid<A::Sums>, placement: &Placement<'_>) {
        let cells = other.sums.len();
        let Some(needed) = (0..cells).map(|cell| placement.of(cell) + 1).max() else { return };
        self.grow(at, needed);
        let (width, grid) = (self.width(), &mut self.grids[at]);
        for (cell, (rows, sums)) in other.rows.chunks_exact(width).zip(other.sums).enumerate() {
            let place = placement.of(cell);
            let mine = &mut grid.rows[place * width..(place + 1) * width];
            mine.iter_mut().zip(rows).for_each(|(mine, others)| *mine += others);
            A::merge(&mut grid.sums[place], sums);
        }
    }

    /// The cells of one code as a grid of their own.
    fn layer(&self, code: usize, periods: usize) -> Self {
        let (width, cells) = (self.width(), code * periods..(code + 1) * periods);
        let grid = &self.grids[0];
        let rows = grid.rows[cells.start * width..cells.end * width].to_vec();
        let grids = vec![Grid { rows, sums: grid.sums[cells].to_vec() }];
        Self { accumulator: self.accumulator.clone(), held: self.held, grids }
    }

    fn read_grid(&self, bytes: &mut Reader<'_>, most: usize) -> Result<Grid<A::Sums>, Damaged> {
        let cells = bytes.length()?;
        if cells > most {
            return Err(Damaged);
        }
        let mut grid = Grid { rows: Vec::new(), sums: Vec::new() };
        for _ in 0..cells {
            for _ in 0..self.width() {
                grid.rows.push(bytes.whole()?);
            }
            grid.sums.push(self.accumulator.read(bytes)?);
        }
        Ok(grid)
    }
}

/// Final outcomes and values of selected rows; the value of a row that does not count is not used.
struct Judged<V> {
    outcomes: Vec<u16>,
    values: Vec<V>,
}

/// What the base held back stays, a row without a value is missing, the others get their class.
fn judged<V: Copy + Default>(
    selected: &Selected<'_>,
    missing: u16,
    of_row: impl Fn(usize) -> Option<(u16, V)>,
) -> Judged<V> {
    let mut outcomes = Vec::with_capacity(selected.rows.len());
    let mut values = Vec::with_capacity(selected.rows.len());
    for (row, outcome) in selected.rows.iter().zip(selected.outcomes) {
        let (outcome, value) = match *outcome {
            COUNTED => match of_row(*row as usize) {
                Some((class, value)) => (missing + 1 + class, value),
                None => (missing, V::default()),
            },
            held => (held, V::default()),
        };
        outcomes.push(outcome);
        values.push(value);
    }
    Judged { outcomes, values }
}

impl<A: Accumulator> Grids for GridsOf<A> {
    fn feed(
        &mut self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
        selected: &Selected<'_>,
        places: &[&Places],
    ) -> Result<(), EvaluateError> {
        let missing = u16::try_from(self.held).expect("a plan has few exclusions");
        let Judged { outcomes, values } = judged(selected, missing, self.accumulator.rows(frame, bindings)?);
        let (width, first) = (self.width(), missing + 1);
        for (at, places) in places.iter().enumerate() {
            self.grow(at, places.needed);
            let grid = &mut self.grids[at];
            for (cell, outcome) in places.of_rows.iter().zip(&outcomes) {
                grid.rows[*cell as usize * width + usize::from(*outcome)] += 1;
            }
            // Nothing is added to sums that have no place.
            if size_of::<A::Sums>() == 0 {
                continue;
            }
            for ((cell, outcome), value) in places.of_rows.iter().zip(&outcomes).zip(&values) {
                if let Some(class) = outcome.checked_sub(first) {
                    self.accumulator.update(&mut grid.sums[*cell as usize], class, *value);
                }
            }
        }
        Ok(())
    }

    fn merge(&mut self, others: Box<dyn Grids>, placements: &[Placement<'_>]) {
        let others: Box<dyn Any> = others;
        let others = others.downcast::<Self>().expect("grids of one plan have one accumulator");
        for (at, (other, placement)) in others.grids.into_iter().zip(placements).enumerate() {
            self.merge_grid(at, other, placement);
        }
    }

    fn compact(&mut self) {
        self.grids.iter_mut().flat_map(|grid| &mut grid.sums).for_each(A::compact);
    }

    fn cells(&self, grid: usize) -> usize {
        self.grids[grid].sums.len()
    }

    fn total(&self, periods: usize) -> Box<dyn Grids> {
        let mut layers: Vec<Self> = (0..self.cells(0) / periods.max(1)).map(|code| self.layer(code, periods)).collect();
        while layers.len() > 1 {
            let mut next = Vec::with_capacity(layers.len().div_ceil(2));
            let mut pairs = layers.into_iter();
            while let Some(mut one) = pairs.next() {
                let other = pairs.next().and_then(|mut other| other.grids.pop());
                if let Some(other) = other {
                    one.merge_grid(0, other, &Placement::Same);
                }
                next.push(one);
            }
            layers = next;
        }
        let mut total = layers.pop().unwrap_or_else(|| Self::new(self.accumulator.clone(), self.held, 1));
        total.grow(0, periods);
        total.compact();
        Box::new(total)
    }

    fn take(&mut self, grid: usize, cell: usize) -> Finished {
        let (width, empty, grid) = (self.width(), self.accumulator.empty(), &mut self.grids[grid]);
        let sums = std::mem::replace(&mut grid.sums[cell], empty);
        let rows = grid.rows[cell * width..(cell + 1) * width].to_vec();
        Finished { rows, sums: Box::new(A::finish(sums)) }
    }

    fn write(&self, bytes: &mut Writer) {
        for grid in &self.grids {
            bytes.length(grid.sums.len());
            for (rows, sums) in grid.rows.chunks_exact(self.width()).zip(&grid.sums) {
                rows.iter().for_each(|rows| bytes.whole(*rows));
                A::write(sums, bytes);
            }
        }
    }

    fn read(&mut self, bytes: &mut Reader<'_>, most: &[usize]) -> Result<(), Damaged> {
        let read: Result<Vec<_>, Damaged> = most.iter().map(|most| self.read_grid(bytes, *most)).collect();
        self.grids = read?;
        Ok(())
    }
}
