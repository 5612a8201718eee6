//! Whether a row that differs from the row that stays is an earlier state of it, or contradicts it.
//!
//! It is an earlier state when the row that stays is later, or only says more, and nothing differs that
//! does not change with time: the date of the record, whose it is, first events, amounts. Texts and
//! truth values may change, what was blank may be filled, plans may move, and a solution, a reopening or
//! an end may come later or be taken back.

use super::rows::by_part;
use crate::facts::column::{key_of, value_at};
use crate::facts::error::Error;
use crate::facts::quality::MergeKind;
use crate::facts::staged::Staged;
use crate::schema::{FILE, LINE, columns, key, main_date};
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A row and the row of the same key that stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) row: u64,
    pub(super) winner: u64,
    /// Whether the latest instant of the row that stays is later.
    pub(super) is_earlier: bool,
}

/// How rows differ from the rows that stay.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Differences {
    /// Rows that contradict the row that stays.
    pub(super) conflicts: Sample,
    /// Earlier states of the row that stays.
    pub(super) earlier: Sample,
    /// Conflicts that differ in a column.
    pub(super) columns: BTreeMap<String, u64>,
}

/// Rows of one kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    pub(super) rows: u64,
    /// How many of them stand in another file than the row that stays.
    pub(super) other_file: u64,
    /// The first row, the row that stays, and the first column in which they differ.
    pub(super) first: Option<(u64, u64, String)>,
}

impl Sample {
    fn add(&mut self, pair: &Pair, is_other_file: bool, column: &str) {
        self.rows += 1;
        self.other_file += u64::from(is_other_file);
        if self.first.as_ref().is_none_or(|(row, ..)| pair.row < *row) {
            self.first = Some((pair.row, pair.winner, column.to_owned()));
        }
    }
}

/// The kind of every pair.
pub(super) fn compare(staged: &Staged, pairs: &[Pair], differences: &mut Differences) -> Result<Vec<MergeKind>, Error> {
    let columns = compared(staged);
    let mut rows: Vec<u64> = pairs.iter().flat_map(|pair| [pair.row, pair.winner]).collect();
    rows.sort_unstable();
    rows.dedup();
    let cells = packed(staged, &columns, &rows)?;
    let of = |row: u64| {
        let at = rows.partition_point(|known| *known < row) * columns.len();
        &cells[at..at + columns.len()]
    };
    let file = |row: u64| {
        let part = staged.parts.partition_point(|part| part.first <= row) - 1;
        staged.files[staged.parts[part].file].source
    };
    let mut kinds = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let changes: Vec<(usize, Change)> = of(pair.row)
            .iter()
            .zip(of(pair.winner))
            .enumerate()
            .filter(|(_, (a, b))| a != b)
            .map(|(at, (a, b))| (at, columns[at].1.change(*a, *b)))
            .collect();
        let first = changes.first().map_or("", |(at, _)| &columns[*at].0);
        let is_other_file = file(pair.row) != file(pair.winner);
        let is_earlier = changes.iter().all(|(_, change)| match change {
            Change::Filled | Change::Planned => true,
            Change::Later => pair.is_earlier,
            Change::Contradicts => false,
        });
        if is_earlier {
            differences.earlier.add(pair, is_other_file, first);
        } else {
            differences.conflicts.add(pair, is_other_file, first);
            for (at, _) in &changes {
                *differences.columns.entry(columns[*at].0.clone()).or_default() += 1;
            }
        }
        kinds.push(if is_earlier { MergeKind::Earlier } else { MergeKind::Conflicting });
    }
    Ok(kinds)
}

/// What it means that two cells of a column differ.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// The row that stays says more.
    Filled,
    /// Another due date.
    Planned,
    /// What changes in the life of a record.
    Later,
    /// What does not.
    Contradicts,
}

/// How the cells of a column may differ between states of one record.
#[derive(Clone, Copy, Debug)]
enum Habit {
    /// Not at all.
    Fixed,
    /// In any way.
    Free,
    /// An instant that may come later or be taken back.
    Moves,
    /// A plan.
    Plan,
}

impl Habit {
    fn of(staged: &Staged, name: &str, kind: &DataType) -> Self {
        let fixed = name == main_date(staged.table) || name.ends_with("_id");
        let is_extra = columns(staged.table).iter().all(|column| column.name != name);
        match kind {
            _ if fixed => Self::Fixed,
            DataType::Utf8 | DataType::Boolean => Self::Free,
            DataType::Timestamp(..) if is_extra => Self::Free,
            DataType::Timestamp(..) => match name {
                "due_at" => Self::Plan,
                "resolved_at" | "reopened_at" | "closed_at" | "end_date" | "paid_at" | "fulfilled_at" => Self::Moves,
                _ => Self::Fixed,
            },
            _ => Self::Fixed,
        }
    }

    /// Cells are packed: 0 is missing, instants keep their order.
    fn change(self, lost: u64, kept: u64) -> Change {
        match self {
            _ if lost == 0 => Change::Filled,
            Self::Plan => Change::Planned,
            Self::Free => Change::Later,
            Self::Moves if kept == 0 || kept > lost => Change::Later,
            Self::Moves | Self::Fixed => Change::Contradicts,
        }
    }
}

fn compared(staged: &Staged) -> Vec<(String, Habit)> {
    let key = key(staged.table);
    let fields = staged.schema().fields().iter();
    let own = fields.filter(|field| field.name() != FILE && field.name() != LINE);
    own.filter(|field| !key.contains(&field.name().as_str()))
        .map(|field| (field.name().clone(), Habit::of(staged, field.name(), field.data_type())))
        .collect()
}

/// The cells of rows (ascending), one after the other.
fn packed(staged: &Staged, columns: &[(String, Habit)], rows: &[u64]) -> Result<Vec<u64>, Error> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let parts: Vec<Result<Vec<u64>, Error>> = by_part(staged, rows)
        .into_par_iter()
        .map(|(part, rows)| {
            let batch = staged.read(part, &names, &[])?;
            let first = staged.parts[part].first;
            let arrays: Vec<&ArrayRef> = names.iter().filter_map(|name| batch.column_by_name(name)).collect();
            let cells = rows.iter().flat_map(|row| arrays.iter().map(move |array| pack(array, (row - first) as usize)));
            Ok(cells.collect())
        })
        .collect();
    Ok(parts.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}

fn pack(array: &ArrayRef, row: usize) -> u64 {
    if array.is_null(row) {
        return 0;
    }
    match array.as_primitive_opt::<TimestampMicrosecondType>() {
        Some(instants) => (instants.value(row) as u64 ^ 1 << 63).max(1),
        None => key_of(&value_at(array, row)) as u64 | 1,
    }
}
