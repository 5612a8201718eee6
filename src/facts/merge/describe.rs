//! Writes down which rows were merged or folded, and where the rows are that stand for them.

use super::{Loser, Merged, Outcome, by_part, content_columns};
use crate::domain::Instant;
use crate::engine::accumulate::Measure;
use crate::facts::Error;
use crate::facts::column::{Columns, Value, text_at, value_at};
use crate::facts::quality::{MergeKind, MergedGroup, MergedRow};
use crate::facts::staged::Staged;
use crate::privacy::Veil;
use crate::schema::{FILE, LINE};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many rows of a table are listed one by one.
const LISTED: usize = 50_000;

/// Counts all rows (ascending) and lists the first of them.
pub(super) fn describe(staged: &Staged, (key, veil): (&[&str], &Veil), outcome: Outcome) -> Result<Merged, Error> {
    let losers = &outcome.losers;
    let mut merged = Merged { dropped: losers.iter().map(|loser| loser.row).collect(), ..Merged::default() };
    let firsts: Vec<Loser> =
        MergeKind::ALL.iter().filter_map(|kind| losers.iter().find(|one| one.kind == *kind)).copied().collect();
    let listed: Vec<Loser> = losers.iter().take(LISTED).copied().collect();
    let places = places(staged, firsts.iter().chain(&listed).flat_map(|one| [one.row, one.winner]))?;
    let keys = keys(staged, (key, veil), &listed)?;
    merged.groups = firsts
        .iter()
        .map(|first| MergedGroup {
            kind: first.kind,
            rows: losers.iter().filter(|one| one.kind == first.kind).count() as u64,
            example: [places[&first.row].clone(), places[&first.winner].clone()],
        })
        .collect();
    merged.listed = listed
        .iter()
        .zip(keys)
        .map(|(one, key)| MergedRow {
            table: staged.table,
            place: places[&one.row].clone(),
            key,
            kind: one.kind,
            kept: places[&one.winner].clone(),
        })
        .collect();
    for loser in losers {
        let part = staged.parts.partition_point(|part| part.first <= loser.row) - 1;
        let (copies, folded) = merged.by_file.entry(staged.parts[part].file).or_default();
        *(if loser.kind == MergeKind::Folded { folded } else { copies }) += 1;
    }
    merged.nulls = nulls(staged, &merged.dropped)?;
    for (column, cells) in outcome.filled {
        *merged.nulls.entry(column).or_default() += cells;
    }
    (merged.differences, merged.uneven) = (outcome.differences, outcome.uneven);
    Ok(merged)
}

/// Missing cells of the rows, by column.
fn nulls(staged: &Staged, rows: &[u64]) -> Result<BTreeMap<String, u64>, Error> {
    let columns = content_columns(staged);
    let parts: Vec<Result<Vec<u64>, Error>> = by_part(staged, rows)
        .into_par_iter()
        .map(|(part, rows)| {
            let batch = staged.read(part, &columns, &[])?;
            let first = staged.parts[part].first;
            let count = |array: &ArrayRef| rows.iter().filter(|row| array.is_null((**row - first) as usize)).count();
            Ok(columns.iter().map(|name| batch.column_by_name(name).map_or(0, count) as u64).collect())
        })
        .collect();
    let mut nulls: BTreeMap<String, u64> = BTreeMap::new();
    for part in parts {
        for (name, count) in columns.iter().zip(part?) {
            *nulls.entry((*name).to_owned()).or_default() += count;
        }
    }
    Ok(nulls)
}

fn keys(staged: &Staged, (key, veil): (&[&str], &Veil), listed: &[Loser]) -> Result<Vec<String>, Error> {
    let rows: Vec<u64> = listed.iter().map(|one| one.row).collect();
    let mut keys = Vec::new();
    for (part, rows) in by_part(staged, &rows) {
        let batch = staged.read(part, key, &[])?;
        for number in rows {
            let row = (number - staged.parts[part].first) as usize;
            let cells =
                key.iter().filter_map(|column| Some(veil.cell(column, &shown(batch.column_by_name(column)?, row)?)));
            keys.push(cells.collect::<Vec<_>>().join(", "));
        }
    }
    Ok(keys)
}

/// A cell as text; `None` when it is missing.
pub(super) fn shown(array: &ArrayRef, row: usize) -> Option<String> {
    match (value_at(array, row), array.data_type()) {
        (Value::Null, _) => None,
        (Value::Text(text), _) => Some(text),
        (Value::Number(bits), _) => Some(Measure::Number.value(bits).to_string()),
        (Value::Whole(at), DataType::Timestamp(..)) => {
            Some(Instant(i64::try_from(at).ok()?).to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        (Value::Whole(value), DataType::Boolean) => Some((value != 0).to_string()),
        (Value::Whole(value), DataType::Decimal128(_, scale)) => {
            let amount = rust_decimal::Decimal::try_from_i128_with_scale(value, u32::from(scale.unsigned_abs()));
            Some(amount.ok()?.normalize().to_string())
        }
        (Value::Whole(value), _) => Some(value.to_string()),
    }
}

/// Raw file and line of every row named.
pub(super) fn places(staged: &Staged, rows: impl Iterator<Item = u64>) -> Result<BTreeMap<u64, (String, u64)>, Error> {
    let mut numbers: Vec<u64> = rows.collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut places = BTreeMap::new();
    for (part, rows) in by_part(staged, &numbers) {
        let batch = staged.read(part, &[FILE, LINE], &[])?;
        let (files, lines) = (Columns(&batch).text(FILE), Columns(&batch).integers(LINE));
        for number in rows {
            let row = (number - staged.parts[part].first) as usize;
            let line = u64::try_from(lines.value(row)).unwrap_or(0);
            places.insert(number, (text_at(files, row).unwrap_or_default().to_owned(), line));
        }
    }
    Ok(places)
}
