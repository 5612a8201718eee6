//! Rows that share their key with others, each with its rank among them.

use crate::config::OnDuplicate;
use crate::facts::column::{Columns, Value, instant_at, key_of, text_at, value_at};
use crate::facts::error::Error;
use crate::facts::staged::Staged;
use crate::schema::{FILE, LINE};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch};
use rayon::prelude::*;

use super::rows::{AT_ONCE, content_columns, content_of, state_columns};

/// One row that shares its key with others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) key: u128,
    /// Its number.
    pub(super) row: u64,
    /// Of the rows of a key the one with the highest rank stays.
    pub(super) rank: Value,
    /// What it says, its place left out.
    pub(super) content: u128,
}

/// All of them, by key.
pub(super) fn find(staged: &Staged, key: &[&str], rule: Option<&OnDuplicate>) -> Result<Vec<Candidate>, Error> {
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let shared = shared_keys(staged, key)?;
    if shared.is_empty() {
        return Ok(Vec::new());
    }
    let ranking = Ranking { rule, states: state_columns(staged.table).collect(), files: file_ranks(staged)? };
    let content: Vec<&str> = content_columns(staged);
    let read: Vec<&str> = content.iter().copied().chain([LINE]).collect();
    let parts = staged.map(&read, &[], |part, batch| {
        let first = staged.parts[part].first;
        let is_shared = |key: u128| shared.binary_search(&(key as u64)).is_ok();
        let rows = row_keys(batch, key).enumerate().filter(|(_, key)| is_shared(*key));
        let candidate = |(row, key): (usize, u128)| Candidate {
            key,
            row: first + row as u64,
            rank: ranking.of(batch, staged.parts[part].file, row),
            content: key_of(&content_of(batch, &content, row)),
        };
        rows.map(candidate).collect::<Vec<_>>()
    })?;
    let mut candidates = parts.concat();
    candidates.par_sort_unstable();
    Ok(candidates)
}

/// Rows of one key each, those first whose first row comes first: neighbours are read together.
pub(super) fn groups(candidates: &[Candidate]) -> Vec<&[Candidate]> {
    let mut groups: Vec<&[Candidate]> =
        candidates.chunk_by(|a, b| a.key == b.key).filter(|group| group.len() > 1).collect();
    groups.sort_unstable_by_key(|group| group[0].row);
    groups
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

/// How the rows of a key are ranked.
struct Ranking<'a> {
    rule: Option<&'a OnDuplicate>,
    states: Vec<&'static str>,
    /// Place of every staged file's raw file by path.
    files: Vec<u32>,
}

impl Ranking<'_> {
    fn of(&self, batch: &RecordBatch, file: usize, row: usize) -> Value {
        let reading = || i128::from(self.files[file]) << 64 | i128::from(Columns(batch).integers(LINE).value(row));
        match self.rule {
            None => self.latest(batch, row).map_or(Value::Null, |at| Value::Whole(at.into())),
            Some(OnDuplicate::LatestBy(column)) => {
                batch.column_by_name(column).map_or(Value::Null, |array| value_at(array, row))
            }
            Some(OnDuplicate::Last) => Value::Whole(reading()),
            Some(OnDuplicate::First | OnDuplicate::Every | OnDuplicate::Sum(_)) => Value::Whole(-reading()),
        }
    }

    fn latest(&self, batch: &RecordBatch, row: usize) -> Option<i64> {
        self.states.iter().filter_map(|column| instant_at(Columns(batch).instants(column), row)).max()
    }
}

/// The place of each staged file's raw file among all by path.
fn file_ranks(staged: &Staged) -> Result<Vec<u32>, Error> {
    let mut paths = vec![String::new(); staged.files.len()];
    for (part, place) in staged.parts.iter().enumerate() {
        if paths[place.file].is_empty() {
            let batch = staged.read(part, &[FILE], &[])?;
            text_at(Columns(&batch).text(FILE), 0).unwrap_or_default().clone_into(&mut paths[place.file]);
        }
    }
    let mut sorted: Vec<&String> = paths.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |path: &String| u32::try_from(sorted.partition_point(|other| *other < path)).unwrap_or(u32::MAX);
    Ok(paths.iter().map(rank).collect())
}

/// Groups in turns, so that not all contents are in memory at once.
pub(super) fn chunks<'g, 'c>(groups: &'g [&'c [Candidate]]) -> impl Iterator<Item = &'g [&'c [Candidate]]> {
    let mut rest = groups;
    std::iter::from_fn(move || {
        let mut rows = 0;
        let within = rest.iter().take_while(|group| {
            let begun = rows > 0;
            rows += group.len();
            !begun || rows <= AT_ONCE
        });
        let (some, others) = rest.split_at(within.count());
        rest = others;
        (!some.is_empty()).then_some(some)
    })
}
