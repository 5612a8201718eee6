//! Rows as sparse rows of a regression: weekday, season, every value, every pair of values.

use super::found::Spot;
use super::rows::{CauseRows, Outcome};

/// Columns before those of the values: one for all, seven weekdays, three of the season.
const FIXED: usize = 11;
/// Rows that a pair needs, for its standing difference to be a column.
const LEAST_ROWS: usize = 6;

/// What a column of the regression stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// Values that a row must have; empty for the columns of all rows.
    pub(super) spot: Spot,
    /// Rows of the earlier and of the later period.
    pub(super) rows: (usize, usize),
}

/// Rows with a value, as a regression sees them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Design {
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// Columns of each row, `width` each.
    index: Vec<u32>,
    /// Columns of a row.
    width: usize,
    /// Whether a row is of the later period.
    pub(super) later: Vec<bool>,
    /// Day in its period.
    pub(super) day: Vec<u16>,
    /// Outcome: 0 or 1, or the logarithm.
    pub(super) value: Vec<f64>,
    /// Days of the later period.
    pub(super) days: usize,
    /// Whether outcomes are logarithms.
    pub(super) logarithm: bool,
    /// Positions of the rows among all.
    pub(super) kept: Vec<usize>,
}

impl Design {
    /// The rows of an outcome.
    pub(super) fn new(rows: &CauseRows, outcome: Outcome) -> Self {
        let value = |row: usize| match outcome {
            Outcome::Share(hits) => hits[row].map(|hit| f64::from(u8::from(hit))),
            Outcome::Time(times) => times[row].filter(|time| *time > 0.0).map(f64::ln),
            Outcome::Number(numbers) => numbers[row],
        };
        let kept: Vec<usize> = (0..rows.later.len()).filter(|row| value(*row).is_some()).collect();
        let mut made = Self {
            columns: vec![Column { spot: Vec::new(), rows: (0, 0) }; FIXED],
            index: Vec::new(),
            width: 0,
            later: kept.iter().map(|row| rows.later[*row]).collect(),
            day: kept.iter().map(|row| rows.day[*row]).collect(),
            value: kept.iter().filter_map(|row| value(*row)).collect(),
            days: 0,
            logarithm: matches!(outcome, Outcome::Time(_)),
            kept: Vec::new(),
        };
        made.days = made.day.iter().map(|day| usize::from(*day) + 1).max().unwrap_or(0);
        let mut parts: Vec<Vec<u32>> = vec![kept.iter().map(|row| 1 + u32::from(rows.weekday[*row])).collect()];
        let dimensions = rows.sizes.len();
        for one in 0..dimensions {
            let codes = kept.iter().map(|row| usize::from(rows.codes[one][*row])).collect();
            parts.push(made.block(codes, rows.sizes[one], 0, |code| vec![(one, code as u16)]));
        }
        for one in 0..dimensions {
            for two in one + 1..dimensions {
                let size = rows.sizes[two];
                let code = |row: &usize| usize::from(rows.codes[one][*row]) * size + usize::from(rows.codes[two][*row]);
                let spot = |code: usize| vec![(one, (code / size) as u16), (two, (code % size) as u16)];
                let codes = kept.iter().map(code).collect();
                parts.push(made.block(codes, rows.sizes[one] * size, LEAST_ROWS, spot));
            }
        }
        made.width = parts.len();
        made.index = (0..kept.len()).flat_map(|row| parts.iter().map(move |part| part[row])).collect();
        made.kept = kept;
        made
    }

    /// Adds a column per code that has enough rows; the others share no column.
    fn block(&mut self, codes: Vec<usize>, size: usize, least: usize, spot: impl Fn(usize) -> Spot) -> Vec<u32> {
        let mut counts = vec![(0, 0); size];
        for (code, later) in codes.iter().zip(&self.later) {
            let count = &mut counts[*code];
            if *later { count.1 += 1 } else { count.0 += 1 }
        }
        let mut place = vec![u32::MAX; size];
        for (code, rows) in counts.into_iter().enumerate() {
            if rows.0 + rows.1 > least {
                place[code] = self.columns.len() as u32;
                self.columns.push(Column { spot: spot(code), rows });
            }
        }
        codes.into_iter().map(|code| place[code]).collect()
    }

    /// Rows.
    pub(super) fn rows(&self) -> usize {
        self.value.len()
    }

    /// The columns of a row with their values, into a buffer.
    pub(super) fn entries(&self, row: usize, most: usize, into: &mut Vec<(usize, f64)>) {
        into.clear();
        let along = f64::from(self.day[row]) / self.days.max(1) as f64 - 0.5;
        into.extend([
            (0, 1.0),
            (8, along),
            (9, 4.0 * along * along - 1.0 / 3.0),
            (10, 20.0 * along.powi(3) - 3.0 * along),
        ]);
        let own = &self.index[row * self.width..(row + 1) * self.width];
        into.extend(own.iter().filter(|at| (**at as usize) < most).map(|at| (*at as usize, 1.0)));
    }

    /// Whether a row has a column.
    pub(super) fn has(&self, row: usize, column: usize) -> bool {
        column == 0 || self.index[row * self.width..(row + 1) * self.width].contains(&(column as u32))
    }

    /// Columns up to the pairs.
    pub(super) fn mains(&self) -> usize {
        self.columns.iter().position(|one| one.spot.len() == 2).unwrap_or(self.columns.len())
    }
}
