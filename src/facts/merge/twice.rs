//! Rows of a table without a key that stand in several of its files, and would count twice: files are
//! compared period by period, so that two that overlap are seen like two that are the same.

use super::rows::{content_columns, content_of};
use crate::config::{OnDuplicate, ReportConfig};
use crate::diagnostic::Diagnostic;
use crate::facts::error::Error;
use crate::facts::staged::Staged;
use crate::intake::InputFile;
use crate::schema::{key, main_date};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Share of a file's rows in a period from which on they are no chance.
const SHARE: f64 = 0.5;

/// The rows of a file in one period.
type Stretch = (usize, Option<i64>);

/// Two files of which most rows of one stand in the other; the first such pair.
pub(in crate::facts) fn twice(
    report: &ReportConfig,
    staged: &Staged,
    (files, rule): (&[InputFile], Option<&OnDuplicate>),
) -> Result<Option<Diagnostic>, Error> {
    if !key(staged.table).is_empty() || rule == Some(&OnDuplicate::Every) {
        return Ok(None);
    }
    if files.iter().filter(|file| file.table == staged.table && file.rows_staged > 0).count() < 2 {
        return Ok(None);
    }
    let columns = content_columns(staged);
    let parts = staged.map(&columns, &[], |part, batch| {
        let periods =
            batch.column_by_name(main_date(staged.table)).map(|array| array.as_primitive::<TimestampMicrosecondType>());
        let row = |row| {
            let mut hasher = DefaultHasher::new();
            content_of(batch, &columns, row).hash(&mut hasher);
            let period = periods.filter(|periods| periods.is_valid(row)).map(|periods| periods.value(row));
            (period, hasher.finish())
        };
        (staged.source_of(part), (0..batch.num_rows()).map(row).collect::<Vec<_>>())
    })?;
    // By row: how often it stands in each file.
    let mut places: HashMap<u64, BTreeMap<Stretch, u64>> = HashMap::new();
    let mut rows: BTreeMap<Stretch, u64> = BTreeMap::new();
    for (file, found) in parts {
        for (period, hash) in found {
            *rows.entry((file, period)).or_default() += 1;
            *places.entry(hash).or_default().entry((file, period)).or_default() += 1;
        }
    }
    let mut shared: BTreeMap<(Stretch, Stretch), u64> = BTreeMap::new();
    for files in places.values().filter(|files| files.len() > 1) {
        let files: Vec<(&Stretch, &u64)> = files.iter().collect();
        for (at, (one, first)) in files.iter().enumerate() {
            for (other, second) in &files[at + 1..] {
                *shared.entry((**one, **other)).or_default() += (**first).min(**second);
            }
        }
    }
    // Two files over all periods in which most rows of one stand in the other.
    let mut pairs: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for ((one, other), equal) in &shared {
        if *equal as f64 >= SHARE * rows[one].min(rows[other]) as f64 {
            *pairs.entry((one.0, other.0)).or_default() += equal;
        }
    }
    let Some((&(one, other), equal)) = pairs.iter().max_by_key(|(_, equal)| **equal) else { return Ok(None) };
    let all: u64 = rows.iter().filter(|((file, _), _)| *file == other).map(|(_, rows)| rows).sum();
    let (first, second) = (&files[one], &files[other]);
    let what = if first.sha256 == second.sha256 { "the same file" } else { "a file with the same rows" };
    let message = format!(
        "{equal} of the {all} rows of `{}` stand in `{}` as well and would count twice: {what}, read by two patterns or \
         under two names",
        second.path, first.path
    );
    let hint = "remove one of the two, narrow `files`, or leave what both cover out by `where`; where all of them count, \
                `on_duplicate: every` in the source says so";
    let place = report.sources.get(second.mapping).map_or_else(|| report.place.clone(), |source| source.place.clone());
    Ok(Some(Diagnostic::error("rows-twice", place, message).with_hint(hint)))
}
