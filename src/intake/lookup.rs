//! Columns of other files, joined by a key that stands in both.
//!
//! The other file is staged like any, so that it may have any format, encoding and header; it feeds no
//! table. A key that stands there with two values is refused. A key that does not stand there is no
//! blank: its cell cannot be read, and is counted as such.

use super::cell::Cell;
use super::computed::KeptCell;
use super::identity::{Identity, LOST, LOST_HINT, identity};
use super::job::Job;
use super::mapping::{NO_COLUMN, Plan};
use super::schema::staged_schema;
use super::stager::{LOST_DIGITS, has_lost_digits};
use super::{Error, RawFile, RejectKind, StagedFile, budget, discover, inspect, mapping};
use crate::config::{Header, Lookup, Quote, ReportConfig, Source, SourceColumn};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{ColumnType, Table};
use crate::schema::{LINE, columns};
use crate::source::{Found, Limits};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::btree_map::Entry as Slot;
use std::collections::hash_map::Entry as Key;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A table without rules for its rows, whose place the other file takes while it is read.
const STANDS_FOR: Table = Table::Costs;

/// The columns of the other file, as messages name them.
const COLUMNS: [&str; 2] = ["key", "from"];

/// What the columns of a source are looked up in, by canonical or extra column.
pub type Lookups = BTreeMap<String, Arc<Joined>>;

/// The keys of a file, and what one of its columns says of each.
#[derive(Debug)]
pub struct Joined {
    /// Its path, with the sheet.
    pub file: String,
    /// The file as it was read.
    pub raw: RawFile,
    key: String,
    values: HashMap<String, Option<String>>,
    unknown: Arc<str>,
}

impl Joined {
    /// What stands beside a key.
    pub fn find(&self, cell: Cell<'_>) -> KeptCell {
        if cell.is_blank() {
            return KeptCell::of(Cell::Blank);
        }
        if matches!(cell, Cell::Float(value) if has_lost_digits(value)) {
            return KeptCell::Refused(cell.to_text(), LOST_DIGITS.into());
        }
        if matches!(cell, Cell::Fault(_) | Cell::Refused { .. } | Cell::Uncalculated) {
            return KeptCell::of(cell);
        }
        let text = cell.to_text();
        let found = match identity(&text) {
            Identity::Nothing => return KeptCell::of(Cell::Blank),
            Identity::Lost => return KeptCell::Refused(text, LOST.into()),
            Identity::Id(id) => self.values.get(id),
        };
        match found {
            Some(Some(value)) => KeptCell::Text(value.clone()),
            Some(None) => KeptCell::of(Cell::Blank),
            None => KeptCell::Refused(text, Arc::clone(&self.unknown)),
        }
    }

    /// What is said of a column that is looked up in it.
    pub fn said(&self, column: &str) -> String {
        let Self { file, key, values, .. } = self;
        format!("`{column}` is looked up in `{file}` by `{key}`, which has {} values", values.len())
    }
}

/// What the sources of a report look up.
#[derive(Debug, Default)]
pub struct Loaded {
    /// By source.
    pub lookups: Vec<Lookups>,
    /// Sources that must not be read, because something is wrong with what they look up.
    pub refused: BTreeSet<usize>,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
}

/// What is to be looked up, whatever the source calls the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wish {
    file: String,
    sheet: Option<String>,
    key: String,
    from: String,
}

/// Reads all that the sources of a report look up.
pub fn load(report: &ReportConfig, cache: &Path, all: &[Found], limits: &Limits) -> Result<Loaded, Error> {
    let mut known: BTreeMap<Wish, Option<Arc<Joined>>> = BTreeMap::new();
    let mut loaded = Loaded::default();
    for (mapping, source) in report.sources.iter().enumerate() {
        let mut own = Lookups::new();
        for (name, entry, lookup) in wishes(source) {
            let wish = Wish {
                file: lookup.file.clone(),
                sheet: lookup.sheet.clone(),
                key: lookup.key.clone(),
                from: entry.from.clone(),
            };
            let joined = match known.entry(wish) {
                Slot::Occupied(known) => known.get().clone(),
                Slot::Vacant(slot) => {
                    let place = mapping::place(source, name);
                    let found = match one(report, (slot.key(), name, &place), source, (cache, all, limits))? {
                        Ok(joined) => Some(Arc::new(joined)),
                        Err(wrong) => {
                            loaded.problems.extend(wrong);
                            None
                        }
                    };
                    slot.insert(found).clone()
                }
            };
            match joined {
                Some(joined) => drop(own.insert(name.to_owned(), joined)),
                None => drop(loaded.refused.insert(mapping)),
            }
        }
        loaded.lookups.push(own);
    }
    Ok(loaded)
}

fn wishes(source: &Source) -> impl Iterator<Item = (&str, &SourceColumn, &Lookup)> {
    let columns = source.columns.iter().map(|(name, entry)| (name.as_str(), entry));
    let extra = source.extra.iter().map(|(name, (_, entry))| (name.as_str(), entry));
    columns.chain(extra).filter_map(|(name, entry)| Some((name, entry, entry.lookup.as_ref()?)))
}

/// Reads one file that is looked up.
fn one(
    report: &ReportConfig,
    (wish, name, place): (&Wish, &str, &Place),
    of: &Source,
    (cache, all, limits): (&Path, &[Found], &Limits),
) -> Result<Result<Joined, Vec<Diagnostic>>, Error> {
    let Some(file) = all.iter().find(|file| file.relative == wish.file) else {
        let message = format!("no file `{}` in `{}` (lookup of `{name}`)", wish.file, report.data.display());
        let problem = Diagnostic::error("no-files", place.clone(), message);
        return Ok(Err(vec![problem.with_hint(discover::near(&wish.file, all))]));
    };
    let found = match inspect::inspect(&file.path) {
        Ok(found) => found,
        Err(Error::Changed { .. }) => return Ok(Err(vec![super::job::file_changed(file)])),
        Err(error) => return Err(error),
    };
    let extra: Vec<(String, ColumnType)> = COLUMNS.map(|name| (name.to_owned(), ColumnType::Text)).to_vec();
    let source = as_source(wish, of, place);
    let job = Job {
        source: &source,
        mapping: 0,
        file: file.clone(),
        found: &found,
        schema: Arc::new(staged_schema(STANDS_FOR, &extra)),
        extra,
        cache: cache.to_owned(),
        lanes: rayon::current_num_threads(),
        decisions: super::decide::Decisions::default(),
        lookups: Lookups::new(),
        is_lookup: true,
    };
    let settled = budget::run(report, &[&job], limits)?.pop().expect("one job has one result");
    let (entry, record) = match settled {
        Ok(settled) => settled,
        Err(problems) => return Ok(Err(problems)),
    };
    let unreadable = record.evidence.values().flat_map(|column| &column.unreadable);
    let unreadable = unreadable.filter_map(|(why, tally)| Some((tally.first.as_ref()?.0, why.to_string())));
    let rejects = record.rejects.iter().filter(|reject| reject.kind == RejectKind::Unreadable);
    let rejects = rejects.map(|reject| (reject.line, reject.reason.clone()));
    if let Some((line, why)) = unreadable.chain(rejects).min() {
        let place = Place { file: record.file.into(), line: Some(line), column: None };
        let message = format!("a row of a file that is looked up cannot be read: {why}");
        let problem = Diagnostic::error("lookup-row", place, message);
        let hint = if why == LOST { LOST_HINT } else { "correct the file: every row of it may be meant" };
        return Ok(Err(vec![problem.with_hint(hint)]));
    }
    let joined = Joined {
        file: record.file.clone(),
        raw: RawFile { path: file.relative.clone(), identity: found.identity.clone(), sha256: found.sha256.clone() },
        key: wish.key.clone(),
        values: HashMap::new(),
        unknown: format!("the key does not stand in `{}` of `{}`", wish.key, record.file).into(),
    };
    read(joined, &entry.files(&record, 0), (wish, place), limits)
}

/// The other file as if it were a source of its own.
fn as_source(wish: &Wish, of: &Source, place: &Place) -> Source {
    let column = |name: &str| SourceColumn { from: name.to_owned(), ..SourceColumn::default() };
    let extra = COLUMNS.iter().zip([&wish.key, &wish.from]);
    Source {
        table: STANDS_FOR,
        files: wish.file.clone(),
        profile: None,
        format: None,
        encoding: None,
        delimiter: None,
        quote: Quote::default(),
        sheet: wish.sheet.clone(),
        path: None,
        header: Header::Found,
        skip_rows: 0,
        query: None,
        filter: None,
        totals: None,
        currency_column: Some(NO_COLUMN.to_owned()),
        decimal: None,
        columns: BTreeMap::new(),
        extra: extra.map(|(name, from)| ((*name).to_owned(), (ColumnType::Text, column(from)))).collect(),
        constants: BTreeMap::new(),
        on_duplicate: None,
        missing: Vec::new(),
        date_formats: Vec::new(),
        from_profile: BTreeSet::new(),
        place: place.clone(),
        places: BTreeMap::new(),
        ..of.clone()
    }
}

/// Leaves the two columns of a file that is looked up; keys are ids.
pub fn reduce(plan: &mut Plan) {
    let canonical = columns(STANDS_FOR).len();
    plan.columns.retain(|column| column.target >= canonical);
    plan.columns.iter_mut().filter(|column| column.name == COLUMNS[0]).for_each(|column| column.identity = true);
}

fn read(
    mut joined: Joined,
    files: &[StagedFile],
    (wish, place): (&Wish, &Place),
    limits: &Limits,
) -> Result<Result<Joined, Vec<Diagnostic>>, Error> {
    let mut lines: HashMap<String, i64> = HashMap::new();
    for file in files {
        let failed = |source| Error::Parquet { path: file.path.clone(), source };
        let opened = std::fs::File::open(&file.path);
        let opened = opened.map_err(|source| Error::Io { action: "read", path: file.path.clone(), source })?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(opened).and_then(|found| found.build());
        for batch in reader.map_err(failed)? {
            let batch = batch.map_err(|error| failed(error.into()))?;
            if let Some((line, first, key)) = add(&batch, &mut joined, &mut lines) {
                let message = format!(
                    "`{}` has two values of `{}` for the key `{key}` of `{}`: in rows {first} and {line}",
                    joined.file, wish.from, wish.key
                );
                let hint = "look up a column that is the same for all rows of a key, or leave one row for each key";
                return Ok(Err(vec![Diagnostic::error("lookup-key", place.clone(), message).with_hint(hint)]));
            }
            if joined.values.len() > limits.lookup_keys {
                let message = format!("`{}` has more than {} keys to look up", joined.file, limits.lookup_keys);
                let hint = "leave the rows that are needed, or join the files before they are exported";
                return Ok(Err(vec![Diagnostic::error("lookup-size", place.clone(), message).with_hint(hint)]));
            }
        }
    }
    Ok(Ok(joined))
}

/// Adds rows; the line of a key's other value, that of its first one, and the key.
fn add(batch: &RecordBatch, joined: &mut Joined, lines: &mut HashMap<String, i64>) -> Option<(i64, i64, String)> {
    let text = |name: &str| batch.column_by_name(name).map(|array| array.as_string::<i32>());
    let (keys, values) = text(COLUMNS[0]).zip(text(COLUMNS[1]))?;
    let line = batch.column_by_name(LINE)?.as_primitive::<Int64Type>();
    for row in (0..batch.num_rows()).filter(|row| keys.is_valid(*row)) {
        let value = values.is_valid(row).then(|| values.value(row));
        match joined.values.entry(keys.value(row).to_owned()) {
            Key::Vacant(slot) => {
                lines.insert(slot.key().clone(), line.value(row));
                slot.insert(value.map(str::to_owned));
            }
            Key::Occupied(known) if known.get().as_deref() == value => {}
            Key::Occupied(known) => {
                let first = lines.get(known.key()).copied().unwrap_or_default();
                return Some((line.value(row), first, known.key().clone()));
            }
        }
    }
    None
}
