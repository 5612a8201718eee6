//! Merging of duplicate keys (G6): exact duplicates are merged, of conflicting rows the latest known
//! state stays. The rule looks at contents only, never at the order of files.

use super::Error;
use super::column::{Columns, Value, key_of, text_at, value_at};
use super::schema::{FILE, LINE, columns, key};
use super::staged::Staged;
use crate::domain::Instant;
use crate::facts::schema::ColumnType;
use crate::intake::{Reject, RejectKind};
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{ArrayRef, RecordBatch};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Rows that lost to another row of the same key.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Their numbers, ascending.
    pub(super) dropped: Vec<u64>,
    /// One for each, in the same order.
    pub(super) rejects: Vec<Reject>,
    /// How many of them differed from the row that stays.
    pub(super) conflicting: u64,
    /// Missing cells among them, by column of the staged schema.
    pub(super) nulls: BTreeMap<String, u64>,
    /// How many of them each staged file holds.
    pub(super) by_file: BTreeMap<usize, u64>,
}

/// One row that shares its key with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    key: u128,
    /// Latest known instant.
    latest: Option<i64>,
    content: u128,
    row: u64,
}

/// Canonical instants that say when something happened; due dates are plans.
pub(super) fn state_columns(table: crate::domain::Table) -> impl Iterator<Item = &'static str> {
    columns(table)
        .iter()
        .filter(|column| column.kind == ColumnType::Instant && !column.name.ends_with("due_at"))
        .map(|column| column.name)
}

/// Finds the rows to drop.
pub(super) fn merge(staged: &Staged) -> Result<Merged, Error> {
    let key = key(staged.table);
    let shared = shared_keys(staged, key)?;
    if key.is_empty() || shared.is_empty() {
        return Ok(Merged::default());
    }
    let mut candidates = candidates(staged, key, &shared)?;
    candidates.par_sort_unstable();
    let groups: Vec<&[Candidate]> =
        candidates.chunk_by(|a, b| a.key == b.key).filter(|group| group.len() > 1).collect();
    let contents = tied_contents(staged, &groups)?;
    let mut losers: Vec<(u64, u64, bool)> = Vec::new();
    for group in groups {
        let winner = winner(group, &contents);
        let lost = group.iter().filter(|candidate| candidate.row != winner.row);
        losers.extend(lost.map(|candidate| (candidate.row, winner.row, candidate.content != winner.content)));
    }
    losers.sort_unstable();
    describe(staged, key, &losers)
}

/// Keys (64 bits) that occur more than once, ascending.
fn shared_keys(staged: &Staged, key: &[&str]) -> Result<Vec<u64>, Error> {
    let keys = staged.map(key, &[], |_, batch| row_keys(batch, key).map(|key| key as u64).collect::<Vec<_>>())?;
    let mut keys = keys.concat();
    keys.par_sort_unstable();
    let mut shared: Vec<u64> = keys.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).map(|run| run[0]).collect();
    shared.shrink_to_fit();
    Ok(shared)
}

/// One cell of a key.
#[derive(Hash)]
enum KeyCell<'a> {
    Text(Option<&'a str>),
    Other(Value),
}

fn row_keys<'a>(batch: &'a RecordBatch, key: &'a [&'a str]) -> impl Iterator<Item = u128> + 'a {
    let arrays: Vec<&ArrayRef> = key.iter().filter_map(|column| batch.column_by_name(column)).collect();
    (0..batch.num_rows()).map(move |row| {
        let cell = |array: &&'a ArrayRef| match array.as_string_opt::<i32>() {
            Some(texts) => KeyCell::Text(text_at(texts, row)),
            None => KeyCell::Other(value_at(array, row)),
        };
        key_of(&arrays.iter().map(cell).collect::<Vec<_>>())
    })
}

fn candidates(staged: &Staged, key: &[&str], shared: &[u64]) -> Result<Vec<Candidate>, Error> {
    let content: Vec<&str> = content_columns(staged);
    let states: Vec<&str> = state_columns(staged.table).collect();
    let parts = staged.map(&content, &[], |part, batch| {
        let first = staged.parts[part].first;
        let is_shared = |key: u128| shared.binary_search(&(key as u64)).is_ok();
        let rows = row_keys(batch, key).enumerate().filter(|(_, key)| is_shared(*key));
        let candidate = |(row, key): (usize, u128)| Candidate {
            key,
            latest: latest(batch, &states, row),
            content: key_of(&content_of(batch, &content, row)),
            row: first + row as u64,
        };
        rows.map(candidate).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

fn content_columns(staged: &Staged) -> Vec<&str> {
    let names = staged.schema().fields().iter().map(|field| field.name().as_str());
    names.filter(|name| *name != FILE && *name != LINE).collect()
}

fn content_of(batch: &RecordBatch, columns: &[&str], row: usize) -> Vec<Value> {
    let cell = |column: &&str| batch.column_by_name(column).map_or(Value::Null, |array| value_at(array, row));
    columns.iter().map(cell).collect()
}

fn latest(batch: &RecordBatch, states: &[&str], row: usize) -> Option<i64> {
    let at = |column: &&str| super::column::instant_at(Columns(batch).instants(column), row);
    states.iter().filter_map(at).max()
}

/// Rows of a group with the latest instant.
fn finalists(group: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    let latest = group.iter().map(|candidate| candidate.latest).max().flatten();
    group.iter().filter(move |candidate| candidate.latest == latest)
}

/// Contents of the rows that tie for the latest instant with different contents, by row number.
fn tied_contents(staged: &Staged, groups: &[&[Candidate]]) -> Result<BTreeMap<u64, Vec<Value>>, Error> {
    let mut tied: Vec<u64> = Vec::new();
    for group in groups {
        let first = finalists(group).next().map(|candidate| candidate.content);
        if finalists(group).any(|candidate| Some(candidate.content) != first) {
            tied.extend(finalists(group).map(|candidate| candidate.row));
        }
    }
    tied.sort_unstable();
    let columns = content_columns(staged);
    let mut contents = BTreeMap::new();
    for (part, rows) in by_part(staged, &tied) {
        let batch = staged.read(part, &columns, &[])?;
        for number in rows {
            let row = (number - staged.parts[part].first) as usize;
            contents.insert(number, content_of(&batch, &columns, row));
        }
    }
    Ok(contents)
}

/// The row that stays: latest instant, then greatest content, then first in reading order (rows that
/// are then still equal are identical).
fn winner(group: &[Candidate], contents: &BTreeMap<u64, Vec<Value>>) -> Candidate {
    let best = |a: &&Candidate, b: &&Candidate| {
        contents.get(&a.row).cmp(&contents.get(&b.row)).then_with(|| b.row.cmp(&a.row))
    };
    *finalists(group).max_by(best).expect("a group has rows")
}

/// Writes down what was dropped, and why.
fn describe(staged: &Staged, key: &[&str], losers: &[(u64, u64, bool)]) -> Result<Merged, Error> {
    let places = places(staged, losers)?;
    let columns = content_columns(staged);
    let mut merged = Merged { dropped: losers.iter().map(|loser| loser.0).collect(), ..Merged::default() };
    for (part, rows) in by_part(staged, &merged.dropped) {
        let batch = staged.read(part, &columns, &[])?;
        let first = staged.parts[part].first;
        *merged.by_file.entry(staged.parts[part].file).or_default() += rows.len() as u64;
        for number in rows {
            let at = losers.partition_point(|loser| loser.0 < number);
            let (_, winner, conflicting) = losers[at];
            let row = (number - first) as usize;
            for column in &columns {
                let null = batch.column_by_name(column).is_some_and(|array| arrow_array::Array::is_null(array, row));
                *merged.nulls.entry((*column).to_owned()).or_default() += u64::from(null);
            }
            let cells = key.iter().filter_map(|column| shown(batch.column_by_name(column)?, row));
            let value = cells.collect::<Vec<_>>().join(", ");
            let (file, line) = places[&number].clone();
            let (kept_file, kept_line) = &places[&winner];
            let what = if conflicting { "an earlier state" } else { "a copy" };
            let reason = format!("{what} of the row at {kept_file}:{kept_line}, which has the same {}", key.join(", "));
            merged.conflicting += u64::from(conflicting);
            merged.rejects.push(Reject {
                table: staged.table,
                file,
                line,
                column: key[0].to_owned(),
                value,
                reason,
                kind: RejectKind::default(),
            });
        }
    }
    Ok(merged)
}

/// A cell of a key as text.
fn shown(array: &ArrayRef, row: usize) -> Option<String> {
    match value_at(array, row) {
        Value::Null => None,
        Value::Text(text) => Some(text),
        Value::Whole(at) if array.as_primitive_opt::<TimestampMicrosecondType>().is_some() => {
            Some(Instant(i64::try_from(at).ok()?).to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        Value::Whole(value) => Some(value.to_string()),
        Value::Number(_) => None,
    }
}

/// Raw file and line of every row named.
fn places(staged: &Staged, losers: &[(u64, u64, bool)]) -> Result<BTreeMap<u64, (String, u64)>, Error> {
    let mut numbers: Vec<u64> = losers.iter().flat_map(|loser| [loser.0, loser.1]).collect();
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

fn by_part(staged: &Staged, numbers: &[u64]) -> Vec<(usize, Vec<u64>)> {
    let mut groups: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for number in numbers {
        let part = staged.parts.partition_point(|part| part.first <= *number) - 1;
        groups.entry(part).or_default().push(*number);
    }
    groups.into_iter().collect()
}
