//! The cells of one track in one dimension: counts of outcomes, and what the feed adds up.

use super::super::accumulate::{Distribution, Moments, Survival, Total, Weighted};
use super::compile::Feed;
use std::sync::Arc;

/// Sums per cell beside the counts of outcomes.
#[derive(Clone, Debug)]
pub(super) enum Sums {
    Nothing,
    Weighted(Vec<Weighted>),
    Total(Vec<Total>),
    Values(Vec<Distribution>),
    WeightedValues(Vec<(Distribution, Weighted)>),
    Survival(Vec<Survival>),
    Moments(Vec<Moments>),
}

/// The sums of one finished cell.
pub(super) enum Taken {
    Nothing,
    Weighted(Weighted),
    Total(Total),
    Values(Arc<Distribution>),
    WeightedValues(Arc<Distribution>, Weighted),
    Survival(Arc<Survival>),
    Moments(Moments),
}

/// Cells by code of the dimension and period.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    feed: Feed,
    /// Outcomes per cell.
    width: usize,
    pub counts: Vec<u64>,
    pub sums: Sums,
}

impl Grid {
    /// A grid without cells.
    pub fn new(feed: Feed, width: usize) -> Self {
        let sums = match feed {
            Feed::Rows | Feed::Hits(_, None) | Feed::Nps(_, _, None) => Sums::Nothing,
            Feed::Hits(_, Some(_)) | Feed::Nps(_, _, Some(_)) => Sums::Weighted(Vec::new()),
            Feed::Sum(..) => Sums::Total(Vec::new()),
            Feed::Values(_, _, None) => Sums::Values(Vec::new()),
            Feed::Values(_, _, Some(_)) => Sums::WeightedValues(Vec::new()),
            Feed::Survival(..) => Sums::Survival(Vec::new()),
            Feed::Ratio(..) => Sums::Moments(Vec::new()),
        };
        Self { feed, width, counts: Vec::new(), sums }
    }

    /// Makes room for this many cells.
    pub fn grow(&mut self, cells: usize) {
        if self.counts.len() >= cells * self.width {
            return;
        }
        self.counts.resize(cells * self.width, 0);
        match (&mut self.sums, self.feed) {
            (Sums::Weighted(sums), _) => sums.resize(cells, Weighted::default()),
            (Sums::Total(sums), Feed::Sum(_, measure)) => sums.resize(cells, Total::new(measure)),
            (Sums::Values(sums), Feed::Values(_, measure, _)) => {
                sums.resize_with(cells, || Distribution::new(measure));
            }
            (Sums::WeightedValues(sums), Feed::Values(_, measure, _)) => {
                sums.resize_with(cells, || (Distribution::new(measure), Weighted::default()));
            }
            (Sums::Survival(sums), _) => sums.resize_with(cells, Survival::default),
            (Sums::Moments(sums), _) => sums.resize(cells, Moments::default()),
            _ => {}
        }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.counts.len() / self.width
    }

    /// The counts of outcomes of a cell.
    pub fn counts_of(&self, cell: usize) -> &[u64] {
        &self.counts[cell * self.width..(cell + 1) * self.width]
    }

    /// Adds another grid of the same track and dimension, whose cell `c` is this grid's
    /// `place(c)`.
    pub fn merge(&mut self, other: Self, place: impl Fn(usize) -> usize) {
        let cells = other.cells();
        let Some(needed) = (0..cells).map(&place).max() else { return };
        self.grow(needed + 1);
        for cell in 0..cells {
            let (mine, others) = (place(cell) * self.width, cell * self.width);
            for outcome in 0..self.width {
                self.counts[mine + outcome] += other.counts[others + outcome];
            }
        }
        match (&mut self.sums, other.sums) {
            (Sums::Weighted(mine), Sums::Weighted(others)) => fold(mine, others, place, |a, b| a.merge(&b)),
            (Sums::Total(mine), Sums::Total(others)) => fold(mine, others, place, |a, b| a.merge(&b)),
            (Sums::Values(mine), Sums::Values(others)) => fold(mine, others, place, Distribution::merge),
            (Sums::WeightedValues(mine), Sums::WeightedValues(others)) => fold(mine, others, place, |a, b| {
                a.0.merge(b.0);
                a.1.merge(&b.1);
            }),
            (Sums::Survival(mine), Sums::Survival(others)) => fold(mine, others, place, Survival::merge),
            (Sums::Moments(mine), Sums::Moments(others)) => fold(mine, others, place, |a, b| a.merge(&b)),
            _ => {}
        }
    }

    /// Brings every cell into its final form.
    pub fn compact(&mut self) {
        match &mut self.sums {
            Sums::Values(sums) => sums.iter_mut().for_each(Distribution::compact),
            Sums::WeightedValues(sums) => sums.iter_mut().for_each(|sum| sum.0.compact()),
            Sums::Survival(sums) => sums.iter_mut().for_each(Survival::compact),
            _ => {}
        }
    }

    /// Takes the sums of a cell out of the grid.
    pub fn take(&mut self, cell: usize) -> Taken {
        match (&mut self.sums, self.feed) {
            (Sums::Weighted(sums), _) => Taken::Weighted(sums[cell]),
            (Sums::Total(sums), _) => Taken::Total(sums[cell]),
            (Sums::Values(sums), Feed::Values(_, measure, _)) => {
                Taken::Values(Arc::new(std::mem::replace(&mut sums[cell], Distribution::new(measure))))
            }
            (Sums::WeightedValues(sums), Feed::Values(_, measure, _)) => {
                let taken = std::mem::replace(&mut sums[cell].0, Distribution::new(measure));
                Taken::WeightedValues(Arc::new(taken), sums[cell].1)
            }
            (Sums::Survival(sums), _) => Taken::Survival(Arc::new(std::mem::take(&mut sums[cell]))),
            (Sums::Moments(sums), _) => Taken::Moments(sums[cell]),
            _ => Taken::Nothing,
        }
    }

    /// The grid of the same rows without the dimension: one code, `periods` cells.
    pub fn total(&self, periods: usize) -> Self {
        let mut layers: Vec<Self> = (0..self.cells() / periods.max(1)).map(|code| self.layer(code, periods)).collect();
        while layers.len() > 1 {
            let mut next = Vec::with_capacity(layers.len().div_ceil(2));
            let mut pairs = layers.into_iter();
            while let Some(mut one) = pairs.next() {
                if let Some(other) = pairs.next() {
                    one.merge(other, |cell| cell);
                }
                next.push(one);
            }
            layers = next;
        }
        let mut total = layers.pop().unwrap_or_else(|| Self::new(self.feed, self.width));
        total.grow(periods);
        total.compact();
        total
    }

    fn layer(&self, code: usize, periods: usize) -> Self {
        let cells = code * periods..(code + 1) * periods;
        let counts = self.counts[cells.start * self.width..cells.end * self.width].to_vec();
        let sums = match &self.sums {
            Sums::Nothing => Sums::Nothing,
            Sums::Weighted(sums) => Sums::Weighted(sums[cells].to_vec()),
            Sums::Total(sums) => Sums::Total(sums[cells].to_vec()),
            Sums::Values(sums) => Sums::Values(sums[cells].to_vec()),
            Sums::WeightedValues(sums) => Sums::WeightedValues(sums[cells].to_vec()),
            Sums::Survival(sums) => Sums::Survival(sums[cells].to_vec()),
            Sums::Moments(sums) => Sums::Moments(sums[cells].to_vec()),
        };
        Self { feed: self.feed, width: self.width, counts, sums }
    }
}

fn fold<T>(mine: &mut [T], others: Vec<T>, place: impl Fn(usize) -> usize, merge: impl Fn(&mut T, T)) {
    for (cell, other) in others.into_iter().enumerate() {
        merge(&mut mine[place(cell)], other);
    }
}
