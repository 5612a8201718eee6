//! One record from the lines of a key: some columns summed exactly, the others from the first line that
//! has them.
//!
//! Lines of one file all count, however alike. A line that several files hold counts as often as in the
//! file that has it most often: exports overlap.

use super::candidates::Candidate;
use super::{AT_ONCE, Loser, Outcome, by_part, chunks, content_columns};
use crate::engine::accumulate::Measure;
use crate::facts::Error;
use crate::facts::column::{Value, array_of, value_at};
use crate::facts::quality::MergeKind;
use crate::facts::schema::key;
use crate::facts::staged::{Patch, Staged};
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
        for column in &columns {
            let is_sum = sums.iter().any(|sum| sum == column);
            let changed = column_of(staged, column, (is_sum, &records), &mut outcome)?;
            cells.entry(column).or_default().extend(changed);
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

/// The cells of a column in which records differ from their first lines.
fn column_of(
    staged: &Staged,
    column: &str,
    (is_sum, records): (bool, &[Vec<u64>]),
    outcome: &mut Outcome,
) -> Result<Vec<(u64, Value)>, Error> {
    let mut rows: Vec<u64> = records.concat();
    rows.sort_unstable();
    let values = values(staged, column, &rows)?;
    let field = staged.schema().field_with_name(column).expect("a column of the schema");
    let is_number = field.data_type().is_numeric() || matches!(field.data_type(), DataType::Duration(_));
    let mut changed = Vec::new();
    for lines in records {
        let cells: Vec<&Value> = lines.iter().map(|row| &values[rows.partition_point(|known| known < row)]).collect();
        let mut known = cells.iter().filter(|cell| ***cell != Value::Null);
        let Some(first) = known.next() else { continue };
        if !is_sum && is_number && known.any(|cell| cell != first) {
            *outcome.uneven.entry(column.to_owned()).or_default() += 1;
        }
        let value = if is_sum { sum(&cells) } else { (*first).clone() };
        if *cells[0] == Value::Null {
            *outcome.filled.entry(column.to_owned()).or_default() += 1;
        }
        if value != *cells[0] {
            changed.push((lines[0], value));
        }
    }
    Ok(changed)
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

/// The cells of a column in rows (ascending).
fn values(staged: &Staged, column: &str, rows: &[u64]) -> Result<Vec<Value>, Error> {
    let parts: Vec<Result<Vec<Value>, Error>> = by_part(staged, rows)
        .into_par_iter()
        .map(|(part, rows)| {
            let batch = staged.read(part, &[column], &[])?;
            let first = staged.parts[part].first;
            Ok(rows.iter().map(|row| value_at(batch.column(0), (row - first) as usize)).collect())
        })
        .collect();
    let mut all = Vec::with_capacity(rows.len().min(AT_ONCE));
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}
