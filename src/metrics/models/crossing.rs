//! A metric's own rows counted by several columns at once, for what needs a cross-table: the mix of
//! cases of a team, the cells of a weighting. The metric's definition decides which rows count and
//! which are hits; nothing is defined twice.

use super::super::measure::{plan, unavailable};
use super::Ground;
use super::cells::Cells;
use crate::catalogue::definition::Definition;
use crate::domain::{Period, Segment, Table};
use crate::engine::{self, Bindings, Periods, Plan, State};
use crate::facts::{self, FactTable};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::Arc;

/// Name of the column that holds a row's key while it is scanned.
const KEY: &str = "crossing.key";
/// Separates the parts of a key.
const BREAK: char = '\u{1f}';
/// Stands for a missing part of a key.
const MISSING: &str = "\u{1e}";

/// What one part of a key is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key<'a> {
    /// The text of a column.
    Column(&'a str),
    /// `yes` when an instant is known by `as_of`, else `no`.
    Reached(&'a str),
    /// What is known of the text of a column; missing when nothing is.
    Known(&'a str, &'a HashMap<String, bool>),
}

impl Key<'_> {
    fn column(&self) -> &str {
        match self {
            Self::Column(name) | Self::Reached(name) | Self::Known(name, _) => name,
        }
    }

    fn of<'b>(&self, cells: Cells<'b>, row: usize, as_of: i64) -> Option<&'b str> {
        let yes = |is: bool| Some(if is { "yes" } else { "no" });
        match self {
            Self::Column(name) => cells.text(name, row),
            Self::Reached(name) => yes(cells.instant(name, row).is_some_and(|at| at <= as_of)),
            Self::Known(name, known) => yes(*known.get(cells.text(name, row)?)?),
        }
    }
}

/// Rows that count and hits among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Hits; for a count without condition, all rows.
    pub hits: u64,
    /// Rows of the base with a value.
    pub n: u64,
}

impl Tally {
    /// Adds another.
    pub(super) fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.n += other.n;
    }
}

/// A key with its parts in order; `None` is a missing part.
pub(super) type Parts = Vec<Option<String>>;

/// Tallies by period (position) and key.
pub(super) type Crossing = BTreeMap<(usize, Parts), Tally>;

/// Counts a metric of kind proportion or count by the keys; `None` when the data do not have it.
pub(super) fn cross(
    ground: &Ground<'_>,
    metric: &str,
    keys: &[Key<'_>],
    periods: &[Period],
) -> Result<Option<Crossing>, facts::Error> {
    let Some(metric) = ground.report.metrics.iter().find(|one| one.id == metric) else { return Ok(None) };
    let Some((facts, plan)) = prepared(ground, metric, &[KEY]) else { return Ok(None) };
    let columns: BTreeSet<String> =
        plan.columns().into_iter().chain(keys.iter().map(|key| key.column().to_owned())).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).filter(|name| *name != KEY).collect();
    ground.note(facts, &columns);
    let parts: Vec<Result<Crossing, facts::Error>> = (0..facts.parts())
        .into_par_iter()
        .map(|part| Ok(tallied(ground, &plan, with_key(facts.read(part, &columns)?, keys, ground), periods)))
        .collect();
    let mut crossing = Crossing::new();
    for part in parts {
        part?.into_iter().for_each(|(key, tally)| crossing.entry(key).or_default().add(tally));
    }
    Ok(Some(crossing))
}

/// Whether a column of a table has a source in the data.
pub(super) fn has(ground: &Ground<'_>, table: Table, column: &str) -> bool {
    ground.facts.tables.get(&table).is_some_and(|facts| facts.mapped.contains(column))
}

/// The table of a metric that can be computed, and its plan with these segments.
pub(super) fn prepared<'a>(
    ground: &Ground<'a>,
    metric: &Definition,
    segments: &[&str],
) -> Option<(&'a FactTable, Plan)> {
    if unavailable(metric, ground.report, ground.facts).is_some() {
        return None;
    }
    let facts = ground.facts.tables.get(&metric.table?)?;
    let mut plan = plan(metric, ground.facts, ground.compiled)?;
    plan.segments = segments.iter().map(|name| (*name).to_owned()).collect();
    plan.folds = None;
    Some((facts, plan))
}

/// The batch with the key of each row as a further column.
fn with_key(batch: RecordBatch, keys: &[Key<'_>], ground: &Ground<'_>) -> RecordBatch {
    let cells = Cells(&batch);
    let mut made = StringBuilder::new();
    let mut text = String::new();
    for row in 0..batch.num_rows() {
        text.clear();
        for (at, key) in keys.iter().enumerate() {
            if at > 0 {
                text.push(BREAK);
            }
            text.push_str(key.of(cells, row, ground.report.as_of.0).unwrap_or(MISSING));
        }
        made.append_value(&text);
    }
    let made: ArrayRef = Arc::new(made.finish());
    let mut fields: Vec<Field> = batch.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
    fields.push(Field::new(KEY, DataType::Utf8, true));
    let mut columns = batch.columns().to_vec();
    columns.push(made);
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).expect("one more column of the same length")
}

fn tallied(ground: &Ground<'_>, plan: &Plan, batch: RecordBatch, periods: &[Period]) -> Crossing {
    let bindings = Bindings {
        as_of: ground.report.as_of,
        zone: ground.report.time_zone,
        calendar: ground.report.calendar.as_ref(),
        period: None,
    };
    let read = |_| Ok::<_, Infallible>(batch.clone());
    let cells =
        engine::scan(1, read, std::slice::from_ref(plan), Periods { quarters: periods, months: &[] }, &bindings)
            .expect("the same plan has already run over these rows");
    let mut crossing = Crossing::new();
    for (segment, by_period) in cells.segments(0) {
        let Segment::Part { value: Some(key), .. } = segment else { continue };
        let parts: Parts = key.split(BREAK).map(|part| (part != MISSING).then(|| part.to_owned())).collect();
        for (period, cell) in by_period.iter().enumerate().filter(|(_, cell)| cell.n > 0) {
            let hits = match &cell.state {
                State::Count { hits } | State::Proportion { hits, .. } => *hits,
                _ => 0,
            };
            crossing.insert((period, parts.clone()), Tally { hits, n: cell.n });
        }
    }
    crossing
}
