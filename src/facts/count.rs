//! Counts the facts of the data-quality section.

use super::column::{Columns, boolean_at, instant_at, text_at};
use super::derived::references;
use super::error::Error;
use super::merge::{Merged, differing};
use super::quality::{FileQuality, Quality, TableQuality};
use super::staged::Staged;
use super::table::FactTable;
use crate::domain::{Instant, Period, Table};
use crate::intake::{Intake, Reject, RejectKind};
use crate::schema::{FILE, LINE, is_register, main_date};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// When a customer leaves.
const END: &str = "end_date";

/// Counts one table into the quality facts and notes its span of main dates.
pub(super) fn table(
    quality: &mut Quality,
    facts: &mut FactTable,
    (merged, nulls): (&Merged, Vec<(String, u64)>),
    (intake, periods): (&Intake, &[Period]),
) -> Result<(), Error> {
    let table = facts.table;
    let mut counts = files_only(table, intake);
    counts.duplicates_conflicting = differing(merged);
    counts.merged.clone_from(&merged.groups);
    count_merged(&mut counts, facts, merged, intake);
    counts.missing = nulls;
    counts.blank =
        counts.missing.iter().map(|(name, _)| name.clone()).filter(|name| facts.blank.contains(name)).collect();
    counts.unmatched = unmatched(facts)?;
    counts.crowded = super::keys::crowded(facts)?;
    count_dates(&mut counts, facts, periods)?;
    quality.tables.insert(table, counts);
    match table {
        Table::Tickets => count_tickets(quality, facts),
        Table::Surveys => count_scales(quality, facts),
        _ => Ok(()),
    }
}

/// What the raw files of a table brought, before duplicates.
pub(super) fn files_only(table: Table, intake: &Intake) -> TableQuality {
    let mut counts = TableQuality::default();
    for file in intake.files.iter().filter(|file| file.table == table) {
        counts.rows_in += file.rows_in;
        counts.rows_rejected += file.rows_rejected;
        counts.rows_used += file.rows_staged;
        counts.naive_timestamps += file.notes.naive_timestamps;
        let [skipped, doubled] = file.odd_times();
        counts.skipped_times += skipped;
        counts.doubled_times += doubled;
        counts.files.push(FileQuality {
            path: file.path.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
            encoding: file.notes.encoding.clone(),
            rows_in: file.rows_in,
            rows_used: file.rows_staged,
            rows_rejected: file.rows_rejected,
            duplicates_merged: 0,
            rows_folded: 0,
            covers: file.notes.covers,
            said: file.notes.said.clone(),
            query: file.notes.query.clone(),
            looked_up: file.notes.looked_up.clone(),
        });
    }
    let aside = |reject: &&Reject| reject.table == table && reject.kind == RejectKind::NotARecord;
    counts.rows_aside = intake.rejects.iter().filter(aside).count() as u64;
    counts
}

fn count_merged(counts: &mut TableQuality, facts: &FactTable, merged: &Merged, intake: &Intake) {
    let of_table: Vec<usize> =
        (0..intake.files.len()).filter(|source| intake.files[*source].table == facts.table).collect();
    for (file, (copies, folded)) in &merged.by_file {
        let source = facts.staged.files[*file].source;
        counts.duplicates_merged += copies;
        counts.rows_folded += folded;
        counts.rows_used -= copies + folded;
        if let Ok(at) = of_table.binary_search(&source) {
            let own = &mut counts.files[at];
            own.duplicates_merged += copies;
            own.rows_folded += folded;
            own.rows_used -= copies + folded;
        }
    }
}

/// Missing cells of the mapped columns of a table among the rows that stay.
pub(super) fn missing(
    staged: &Staged,
    merged: &Merged,
    mapped: &BTreeSet<String>,
) -> Result<Vec<(String, u64)>, Error> {
    let names = staged.schema().fields().iter().map(|field| field.name().as_str());
    let mapped: Vec<&str> = names.filter(|name| mapped.contains(*name) && *name != FILE && *name != LINE).collect();
    let nulls = staged.null_counts(&mapped)?;
    let dropped = |name: &str| merged.nulls.get(name).copied().unwrap_or(0);
    Ok(mapped.iter().zip(nulls).map(|(name, nulls)| ((*name).to_owned(), nulls - dropped(name))).collect())
}

fn unmatched(facts: &FactTable) -> Result<Vec<(Table, u64)>, Error> {
    let mut all = Vec::new();
    for reference in references(facts.table) {
        let Some(lookup) = facts.lookups.get(reference.prefix) else { continue };
        let parts = facts.staged.map(&[reference.key], &facts.dropped, |_, batch| {
            let keys = Columns(batch).text(reference.key);
            let unknown = |row: &usize| text_at(keys, *row).is_some_and(|key| !lookup.knows(key));
            (0..batch.num_rows()).filter(unknown).count() as u64
        })?;
        all.push((reference.target, parts.iter().sum()));
    }
    Ok(all)
}

/// Span, freshness and rows per quarter of the main date.
fn count_dates(counts: &mut TableQuality, facts: &mut FactTable, periods: &[Period]) -> Result<(), Error> {
    let column = main_date(facts.table);
    let as_of = facts.context.as_of.0;
    let ends = (facts.table == Table::Customers && facts.mapped.contains(END)).then_some(END);
    let columns: Vec<&str> = std::iter::once(column).chain(ends).collect();
    let parts = facts.staged.map(&columns, &facts.dropped, |_, batch| {
        let dates = Columns(batch).instants(column);
        let mut found = Dates { by_period: vec![0; periods.len()], ..Dates::default() };
        (0..batch.num_rows()).filter_map(|row| instant_at(dates, row)).for_each(|at| found.add(at, as_of, periods));
        if ends.is_some() {
            let ends = Columns(batch).instants(END);
            let known = |at: &i64| *at <= as_of;
            (0..batch.num_rows()).filter_map(|row| instant_at(ends, row)).filter(known).for_each(|at| found.day(at));
        }
        found
    })?;
    let mut all = Dates { by_period: vec![0; periods.len()], ..Dates::default() };
    parts.iter().for_each(|part| all.merge(part));
    facts.span = all.first.zip(all.last);
    counts.first = all.first.map(Instant);
    counts.last = all.last_known.map(Instant);
    counts.after_as_of = all.after;
    counts.days = all.days;
    if !is_register(facts.table) {
        counts.rows_by_quarter = periods.iter().map(|period| period.quarter).zip(all.by_period).collect();
    }
    Ok(())
}

#[derive(Default)]
struct Dates {
    first: Option<i64>,
    last: Option<i64>,
    last_known: Option<i64>,
    after: u64,
    by_period: Vec<u64>,
    days: BTreeMap<i64, u64>,
}

impl Dates {
    fn day(&mut self, at: i64) {
        *self.days.entry(at.div_euclid(Instant::DAY)).or_default() += 1;
    }

    fn add(&mut self, at: i64, as_of: i64, periods: &[Period]) {
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = self.last.max(Some(at));
        if at > as_of {
            self.after += 1;
        } else {
            self.last_known = self.last_known.max(Some(at));
            self.day(at);
        }
        let after = periods.partition_point(|period| period.start.0 <= at);
        if let Some(period) = after.checked_sub(1).filter(|period| at < periods[*period].end.0) {
            self.by_period[period] += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
        self.last_known = self.last_known.max(other.last_known);
        self.after += other.after;
        self.by_period.iter_mut().zip(&other.by_period).for_each(|(sum, rows)| *sum += rows);
        other.days.iter().for_each(|(day, rows)| *self.days.entry(*day).or_default() += rows);
    }
}

fn count_tickets(quality: &mut Quality, facts: &FactTable) -> Result<(), Error> {
    let columns = ["created_at", "previous_contact_at", "solved_at", "finished_at", "reopened_at", "is_open_by_status"];
    let parts: Vec<Result<[u64; 3], Error>> = (0..facts.parts())
        .into_par_iter()
        .map(|part| {
            let batch = facts.read(part, &columns)?;
            let batch = Columns(&batch);
            let [created, previous, solved, finished, reopened] =
                ["created_at", "previous_contact_at", "solved_at", "finished_at", "reopened_at"]
                    .map(|c| batch.instants(c));
            let open = batch.booleans("is_open_by_status");
            let near = |row: usize| {
                let gap = instant_at(created, row)? - instant_at(previous, row)?;
                Some(gap <= Instant::DAY)
            };
            let reopened_first = |row: usize| Some(instant_at(reopened, row)? < instant_at(solved, row)?);
            let no_time = |row: usize| instant_at(finished, row).is_none() && boolean_at(open, row) == Some(false);
            let count = |test: &dyn Fn(usize) -> bool| (0..batch.rows()).filter(|row| test(*row)).count() as u64;
            Ok([
                count(&|row| near(row) == Some(true)),
                count(&|row| reopened_first(row) == Some(true)),
                count(&no_time),
            ])
        })
        .collect();
    for part in parts {
        let [near, reopened, no_time] = part?;
        quality.near_duplicate_tickets += near;
        quality.reopened_without_first_resolution += reopened;
        quality.closed_without_time += no_time;
    }
    Ok(())
}

fn count_scales(quality: &mut Quality, facts: &FactTable) -> Result<(), Error> {
    let columns = ["metric", "scale_min", "scale_max"];
    let parts = facts.staged.map(&columns, &facts.dropped, |_, batch| {
        let batch = Columns(batch);
        let (metrics, low, high) = (batch.text("metric"), batch.numbers("scale_min"), batch.numbers("scale_max"));
        let mut found: BTreeSet<(String, i64, i64)> = BTreeSet::new();
        let key = crate::engine::accumulate::Measure::key_of;
        let number =
            |array: &arrow_array::Float64Array, row| arrow_array::Array::is_valid(array, row).then(|| array.value(row));
        for row in 0..batch.rows() {
            if let (Some(metric), Some(low), Some(high)) = (text_at(metrics, row), number(low, row), number(high, row))
            {
                found.insert((metric.to_lowercase(), key(low), key(high)));
            }
        }
        found
    })?;
    let all: BTreeSet<(String, i64, i64)> = parts.into_iter().flatten().collect();
    let value = |key| crate::engine::accumulate::Measure::Number.value(key);
    let mut scales: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (metric, low, high) in all {
        scales.entry(metric).or_default().push((value(low), value(high)));
    }
    quality.scales = scales;
    Ok(())
}
