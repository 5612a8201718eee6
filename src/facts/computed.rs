//! Columns that need other rows or other tables and no neighbour alone: computed once when the facts
//! are built, one value per staged row.

use super::column::{Columns, booleans, instants, texts};
use super::error::Error;
use super::merging::Merging;
use arrow_array::{ArrayRef, Decimal128Array};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// An absent instant.
const NONE: i64 = i64::MIN;

/// Precision and scale of money.
const MONEY: (u8, i8) = (20, 4);

/// One computed column, by number of the staged row.
#[derive(Debug)]
pub(super) enum Computed {
    Instants(Vec<i64>),
    Booleans(Vec<Option<bool>>),
    Money(Vec<Option<i128>>),
    Texts(Vec<Option<&'static str>>),
}

/// Computed columns by name.
pub(super) type ComputedColumns = BTreeMap<&'static str, Computed>;

impl Computed {
    /// The values of some rows.
    pub(super) fn array(&self, rows: impl Iterator<Item = u64>) -> ArrayRef {
        let at = |row: u64| row as usize;
        match self {
            Self::Instants(values) => instants(rows.map(|row| values.get(at(row)).copied().filter(|at| *at != NONE))),
            Self::Booleans(values) => booleans(rows.map(|row| values.get(at(row)).copied().flatten())),
            Self::Texts(values) => texts(rows.map(|row| values.get(at(row)).copied().flatten())),
            Self::Money(values) => {
                let money: Decimal128Array = rows.map(|row| values.get(at(row)).copied().flatten()).collect();
                Arc::new(money.with_precision_and_scale(MONEY.0, MONEY.1).expect("sums of money fit money"))
            }
        }
    }
}

/// Instants by row: `NONE` everywhere but where given.
pub(super) fn spread(rows: usize, values: impl Iterator<Item = (u64, i64)>) -> Computed {
    let mut all = vec![NONE; rows];
    values.for_each(|(row, at)| all[row as usize] = at);
    Computed::Instants(all)
}

/// Keys and instants of a table's rows, duplicates left out; `dropped` rows too when asked for.
pub(super) fn moments(
    merging: &Merging,
    columns: &[&str],
    dropped: &[u64],
    each: impl Fn(Columns<'_>, usize) -> Option<(u128, i64)> + Sync,
) -> Result<Vec<(u64, u128, i64)>, Error> {
    let parts = merging.staged.map(columns, dropped, |part, batch| {
        let numbers = merging.staged.kept_rows(part, dropped);
        let row = |(row, number): (usize, u64)| each(Columns(batch), row).map(|(key, at)| (number, key, at));
        numbers.enumerate().filter_map(row).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

/// Instants by key, ascending, in which the first one from an instant on can be found.
pub(super) struct Diary(HashMap<u128, Vec<i64>>);

impl Diary {
    /// Of rows with their keys and instants.
    pub(super) fn new(entries: Vec<(u64, u128, i64)>) -> Self {
        let mut diary: HashMap<u128, Vec<i64>> = HashMap::new();
        for (_, key, at) in entries {
            diary.entry(key).or_default().push(at);
        }
        diary.values_mut().for_each(|all| all.sort_unstable());
        Self(diary)
    }

    /// The first instant of a key from another on.
    pub(super) fn from(&self, key: u128, at: i64) -> Option<i64> {
        let all = self.0.get(&key)?;
        all.get(all.partition_point(|one| *one < at)).copied()
    }
}
