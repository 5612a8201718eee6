//! One record from the lines of a key: some columns summed exactly, the others from the first line that
//! has them.
//!
//! Lines of one file all count, however alike. A line that several files hold counts as often as in the
//! file that has it most often: exports overlap.

use super::candidates::{Candidate, chunks};
use super::rows::{Loser, Outcome, by_part, content_columns};
use crate::engine::accumulate::Measure;
use crate::facts::column::{Value, array_of, value_at};
use crate::facts::error::Error;
use crate::facts::quality::MergeKind;
use crate::facts::staged::{Patch, Staged};
use crate::schema::key;
use arrow_array::ArrayRef;
use arrow_schema::DataType;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Folds the rows of every group.
pub(super) fn fold(staged: &Staged, groups: &[&[Candidate]], sums: &[String]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut cells: BTreeMap<&str, Vec<(u64, Value)>> = BTreeMap::new();
    let key = key(staged.table);
    let columns: Vec<&str> = content_columns(staged).into_iter().filter(|name| !key.contains(name)).collect();
    for some in chunks(groups) {
        let records: Vec<Vec<u64>> = some.iter().map(|group| lines(group, &mut outcome.losers)).collect();
        let records: Vec<Vec<u64>> = records.into_iter().filter(|lines| lines.len() > 1).collect();
        for lines in &records {
            let folded = |row: &u64| Loser { row: *row, winner: lines[0], kind: MergeKind::Folded };
            outcome.losers.extend(lines[1..].iter().map(folded));
        }
        let mut rows: Vec<u64> = records.concat();
        rows.sort_unstable();
        for (column, values) in columns.iter().zip(values(staged, &columns, &rows)?) {
            let is_sum = sums.iter().any(|sum| sum == column);
            let cell = |row: &u64| &values[rows.partition_point(|known| known < row)];
            let records = records.iter().map(|lines| (lines[0], lines.iter().map(cell).collect::<Vec<_>>()));
            let folded = Folding { staged, column, is_sum, outcome: &mut outcome };
            cells.entry(column).or_default().extend(folded.changed(records));
        }
    }
    for (column, mut cells) in cells.into_iter().filter(|(_, cells)| !cells.is_empty()) {
        cells.sort_unstable();
        let (rows, values): (Vec<u64>, Vec<Value>) = cells.into_iter().unzip();
        let field = staged.schema().field_with_name(column).expect("a column of the schema");
        outcome.patches.insert(column.to_owned(), Patch { rows, values: array_of(field.data_type(), &values) });
    }
    Ok(outcome)
}

/// The lines of a record in reading order; those that another file holds as well are copies.
fn lines(group: &[Candidate], losers: &mut Vec<Loser>) -> Vec<u64> {
    let mut sorted: Vec<&Candidate> = group.iter().collect();
    sorted.sort_unstable_by(|a, b| b.rank.cmp(&a.rank).then(a.row.cmp(&b.row)));
    let mut seen: HashMap<u128, Seen> = HashMap::new();
    let mut lines = Vec::new();
    for candidate in sorted {
        let seen = seen.entry(candidate.content).or_default();
        match seen.again(file_of(candidate), candidate.row) {
            Some(winner) => losers.push(Loser { row: candidate.row, winner, kind: MergeKind::Copy }),
            None => lines.push(candidate.row),
        }
    }
    lines
}

fn file_of(candidate: &Candidate) -> i128 {
    match candidate.rank {
        Value::Whole(place) => -place >> 64,
        _ => 0,
    }
}

/// The lines of one content that count, and how many of them the file at hand has shown.
#[derive(Default)]
struct Seen {
    counted: Vec<u64>,
    file: Option<i128>,
    shown: usize,
}

impl Seen {
    /// The line that this one is a copy of, if it is one.
    fn again(&mut self, file: i128, row: u64) -> Option<u64> {
        if self.file != Some(file) {
            (self.file, self.shown) = (Some(file), 0);
        }
        self.shown += 1;
        let known = self.counted.get(self.shown - 1).copied();
        if known.is_none() {
            self.counted.push(row);
        }
        known
    }
}

/// One column of records that are folded.
struct Folding<'a> {
    staged: &'a Staged,
    column: &'a str,
    is_sum: bool,
    outcome: &'a mut Outcome,
}

impl Folding<'_> {
    /// The cells in which records (first line, cells of all lines) differ from their first lines.
    fn changed<'v>(self, records: impl Iterator<Item = (u64, Vec<&'v Value>)>) -> Vec<(u64, Value)> {
        let field = self.staged.schema().field_with_name(self.column).expect("a column of the schema");
        let is_number = field.data_type().is_numeric() || matches!(field.data_type(), DataType::Duration(_));
        let name = || self.column.to_owned();
        let mut changed = Vec::new();
        for (line, cells) in records {
            let mut known = cells.iter().filter(|cell| ***cell != Value::Null);
            let Some(first) = known.next() else { continue };
            if !self.is_sum && is_number && known.any(|cell| cell != first) {
                *self.outcome.uneven.entry(name()).or_default() += 1;
            }
            let value = if self.is_sum { sum(&cells) } else { (*first).clone() };
            if *cells[0] == Value::Null {
                *self.outcome.filled.entry(name()).or_default() += 1;
            }
            if value != *cells[0] {
                changed.push((line, value));
            }
        }
        changed
    }
}

/// The sum of the cells that are there: whole units exactly, numbers with the rounding errors carried along
/// (Neumaier).
fn sum(cells: &[&Value]) -> Value {
    let (mut whole, mut total, mut lost) = (None, None, 0.0);
    for cell in cells {
        match cell {
            Value::Whole(value) => whole = Some(whole.unwrap_or(0) + value),
            Value::Number(bits) => {
                let (value, before) = (Measure::Number.value(*bits), total.unwrap_or(0.0));
                let after: f64 = before + value;
                lost += if before.abs() >= value.abs() { before - after + value } else { value - after + before };
                total = Some(after);
            }
            Value::Null | Value::Text(_) => {}
        }
    }
    match (whole, total) {
        (Some(whole), _) => Value::Whole(whole),
        (None, Some(total)) => Value::Number(Measure::key_of(total + lost)),
        (None, None) => Value::Null,
    }
}

/// The cells of columns in rows (ascending), column by column.
fn values(staged: &Staged, columns: &[&str], rows: &[u64]) -> Result<Vec<Vec<Value>>, Error> {
    let parts: Vec<Result<Vec<Vec<Value>>, Error>> = by_part(staged, rows)
        .into_par_iter()
        .map(|(part, rows)| {
            let batch = staged.read(part, columns, &[])?;
            let first = staged.parts[part].first;
            let cell = |array: &ArrayRef, row: &u64| value_at(array, (row - first) as usize);
            let cells = |name: &&str| match batch.column_by_name(name) {
                Some(array) => rows.iter().map(|row| cell(array, row)).collect(),
                None => vec![Value::Null; rows.len()],
            };
            Ok(columns.iter().map(cells).collect())
        })
        .collect();
    let mut all = vec![Vec::new(); columns.len()];
    for part in parts {
        all.iter_mut().zip(part?).for_each(|(all, cells)| all.extend(cells));
    }
    Ok(all)
}
