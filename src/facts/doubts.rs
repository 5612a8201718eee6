//! What about the data a person should look at before the report is used.
//!
//! Warnings only: a run goes on, and the data-quality page counts the same facts.

use super::quality::{Crowded, Quality, TableQuality};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{Instant, LocalClock, Period, Table};
use crate::intake::{ColumnDoubt, Reject, RejectKind};
use crate::schema::is_register;
use std::collections::BTreeMap;

/// Rows that a table should have brought between its last row and the end of the quarter, at its
/// own pace, before their absence is called a gap: chance alone leaves out 10 once in 22,000 times.
const EXPECTED: f64 = 10.0;
/// Fewer rows in the quarter have no pace of their own.
const FEW: u64 = 30;
/// A shorter silence at the end of a quarter is never called a gap.
const SILENCE: i64 = 14 * Instant::DAY;
/// Most reasons that a warning about cells names.
const REASONS: usize = 3;
/// Events before this year are mistaken years, not data.
const FIRST_YEAR: i32 = 1990;

/// Doubts about one report's data, by table. The last period is the report's.
pub fn doubts(report: &ReportConfig, quality: &Quality, rejects: &[Reject], periods: &[Period]) -> Vec<Diagnostic> {
    let Some(period) = periods.last() else { return Vec::new() };
    let view = View { report, period };
    let mut found = Vec::new();
    found.extend(view.not_over());
    found.extend(view.outside_calendar());
    if empty_quarter(quality, period) {
        found.push(view.no_rows(quality));
    }
    for (table, counts) in &quality.tables {
        found.extend(view.rejected(*table, counts, rejects));
        found.extend(view.after_as_of(*table, counts));
        found.extend(view.ends_early(*table, counts));
        found.extend(view.long_ago(*table, counts));
        found.extend(view.blank(*table, counts));
        found.extend(view.joins(*table, counts));
        found.extend(view.crowds(*table, counts));
    }
    let notable = quality.notable(report.statistics.doubt_warning);
    let told = |one: &&ColumnDoubt| {
        let rejects_alone = one.unreadable + one.unknown == 0;
        rejects_alone && quality.tables.get(&one.table).is_some_and(|counts| view.many_rejects(counts))
    };
    let untold = quality.doubts.iter().filter(|one| !told(one));
    found.extend(untold.filter_map(|one| view.cells(one, notable.contains(&one))));
    found
}

/// Whether no table with events has a row in a quarter; also true when there are no rows at all.
pub fn empty_quarter(quality: &Quality, period: &Period) -> bool {
    let mut events = quality.tables.values().filter(|table| !table.rows_by_quarter.is_empty()).peekable();
    let rows = |table: &TableQuality| {
        table.rows_by_quarter.iter().find(|(quarter, _)| *quarter == period.quarter).map(|one| one.1)
    };
    match events.peek() {
        Some(_) => events.all(|table| rows(table) == Some(0)),
        None => quality.tables.values().all(|table| table.rows_used == 0),
    }
}

struct View<'a> {
    report: &'a ReportConfig,
    period: &'a Period,
}

impl View<'_> {
    fn warning(&self, code: &'static str, message: String) -> Diagnostic {
        Diagnostic::warning(code, self.report.place.clone(), message)
    }

    fn day(&self, at: Instant) -> String {
        at.to_local(self.report.time_zone).date().to_string()
    }

    fn not_over(&self) -> Option<Diagnostic> {
        let (quarter, as_of) = (self.period.quarter, self.report.as_of);
        let message = format!(
            "{quarter} was not over when the data were taken (`as_of` {}): its figures are part of a quarter",
            self.day(as_of)
        );
        (self.period.end > as_of).then(|| self.warning("quarter-not-over", message))
    }

    fn outside_calendar(&self) -> Option<Diagnostic> {
        let covers = self.report.calendar.as_ref()?.covers()?;
        let known = covers.reaches(self.period.start) && covers.reaches(self.period.end.min(self.report.as_of));
        let message = format!(
            "the business calendar covers {} to {} only: what needs business hours of other days is left out of {}, \
             and figures that lack too many rows for it are withheld",
            covers.first, covers.last, self.period.quarter
        );
        let hint = "extend `covers` of the calendar file, with the holidays and make-up days of those years";
        (!known).then(|| self.warning("outside-calendar", message).with_hint(hint))
    }

    fn no_rows(&self, quality: &Quality) -> Diagnostic {
        let id = &self.report.id;
        let firsts = quality.tables.values().filter_map(|table| table.first).min();
        let lasts = quality.tables.values().filter_map(|table| table.last.max(table.first)).max();
        let span = firsts.zip(lasts).map_or("there are no rows at all".to_owned(), |(first, last)| {
            format!("the data go from {} to {}", self.day(first), self.day(last))
        });
        let message = format!("report `{id}`: no row of any table falls into {}; {span}", self.period.quarter);
        self.warning("quarter-without-data", message).with_hint("check `--period`, `as_of` and the data folder")
    }

    fn many_rejects(&self, counts: &TableQuality) -> bool {
        let rows = counts.rows_in - counts.rows_aside;
        counts.rows_lost() as f64 / rows.max(1) as f64 > self.report.statistics.missing_warning
    }

    /// More rejected rows than missing cells are tolerated (G5).
    fn rejected(&self, table: Table, counts: &TableQuality, rejects: &[Reject]) -> Option<Diagnostic> {
        let rows = counts.rows_in - counts.rows_aside;
        if !self.many_rejects(counts) {
            return None;
        }
        let (usual, n) = most_usual(table, rejects)?;
        let column = if usual.column.is_empty() { String::new() } else { format!("`{}`: ", usual.column) };
        let message = format!(
            "{} of {} rows of `{}` were rejected; most often ({n}) {column}{}",
            counts.rows_lost(),
            rows,
            table.name(),
            usual.reason
        );
        let place = Place { file: usual.file.clone().into(), line: Some(usual.line), column: None };
        Some(
            Diagnostic::warning("many-rejects", place, message)
                .with_hint("every row and its reason is in the rejects folder"),
        )
    }

    fn after_as_of(&self, table: Table, counts: &TableQuality) -> Option<Diagnostic> {
        let lies_ahead = is_register(table) || table == Table::Commitments;
        let rows = if lies_ahead { 0 } else { counts.after_as_of };
        let as_of = self.day(self.report.as_of);
        let message =
            format!("{rows} of {} rows of `{}` are dated after `as_of` ({as_of})", counts.rows_used, table.name());
        let hint = "correct `as_of`, or the dates";
        (rows > 0).then(|| self.warning("dated-after-as-of", message).with_hint(hint))
    }

    /// A table that falls silent well before the quarter ends: an export taken too early.
    fn ends_early(&self, table: Table, counts: &TableQuality) -> Option<Diagnostic> {
        // Surveys come in waves, costs by month: their silence says nothing.
        let steady = [Table::Tickets, Table::Orders, Table::Complaints, Table::Calls, Table::Sessions];
        let (_, rows) = counts.rows_by_quarter.last().filter(|_| steady.contains(&table))?;
        let (last, end) = (counts.last?, self.period.end.min(self.report.as_of));
        let mut clock = LocalClock::new(self.report.time_zone);
        let (silence, lived) = (clock.between(last.0, end.0), last.0 - self.period.start.0);
        if *rows < FEW || silence < SILENCE || (*rows as f64) * silence as f64 / (lived as f64) < EXPECTED {
            return None;
        }
        let message = format!(
            "`{}` ends on {}, {} days before the end of {}",
            table.name(),
            self.day(last),
            silence / Instant::DAY,
            self.period.quarter
        );
        Some(self.warning("data-end-early", message).with_hint("was the export taken before the quarter was over?"))
    }

    /// What is not recorded is no bad service.
    fn blank(&self, table: Table, counts: &TableQuality) -> Option<Diagnostic> {
        let names: Vec<String> = counts.blank.iter().map(|name| format!("`{name}`")).collect();
        let (columns, hold) =
            if names.len() == 1 { ("column", "is there and holds") } else { ("columns", "are there and hold") };
        let message = format!(
            "`{}`: the {columns} {} {hold} (next to) nothing in {} rows; figures that need them are withheld",
            table.name(),
            names.join(", "),
            counts.rows_used
        );
        let hint = "map the columns that the system fills, or take the mapping out";
        (!names.is_empty()).then(|| self.warning("blank-columns", message).with_hint(hint))
    }

    /// Keys that were written differently in the two tables: leading zeros, prefixes, another system.
    fn joins(&self, table: Table, counts: &TableQuality) -> Vec<Diagnostic> {
        let from = table.name();
        let warning = |(target, keys, found): (Table, u64, u64)| {
            let target = target.name();
            let message = format!("`{from}`: of {keys} rows with a key, {found} are found in `{target}`");
            let hint =
                format!("are the ids written alike in `{from}` and `{target}` (leading zeros, prefixes, spaces)?");
            self.warning("keys-do-not-match", message).with_hint(hint)
        };
        counts.broken_joins(table).into_iter().map(warning).collect()
    }

    /// An id that stands for nobody in particular.
    fn crowds(&self, table: Table, counts: &TableQuality) -> Vec<Diagnostic> {
        let warning = |crowd: &Crowded| {
            let Crowded { column, id, rows, of } = crowd;
            let message = format!("`{}`: the id `{id}` stands in {rows} of {of} rows of `{column}`", table.name());
            let shown = match self.report.privacy.covers(column) {
                true => "; `privacy: {customer_ids: as_is}` shows which it is",
                false => "",
            };
            let hint = format!("if it means nobody, name it under `missing:` of `{column}`{shown}");
            self.warning("crowded-key", message).with_hint(hint)
        };
        counts.crowded.iter().map(warning).collect()
    }

    /// Cells that were lost: always when words are unknown, else beyond the stated share.
    fn cells(&self, doubt: &ColumnDoubt, notable: bool) -> Option<Diagnostic> {
        let ColumnDoubt { unreadable, unknown, rejected, rows, .. } = doubt;
        let parts = [
            (unreadable, "unreadable"),
            (unknown, "unknown words"),
            (rejected, if doubt.column.is_empty() { "rejected" } else { "rejected with the row" }),
        ];
        let parts = parts.into_iter().filter(|(count, _)| **count > 0).map(|(count, what)| format!("{count} {what}"));
        let reasons: Vec<String> =
            doubt.reasons.iter().take(REASONS).map(|(reason, count)| format!("{reason} ({count})")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
        let (table, column) = (doubt.table.name(), doubt.column.as_str());
        let (name, what) = match column {
            "" => (format!("`{table}`"), "rows"),
            column => (format!("`{table}.{column}`"), "cells"),
        };
        let sign = if notable { "; the figures that stand on them carry the sign †" } else { "" };
        let message = format!("{name}: of {rows} {what}, {}{reasons}{sign}", parts.collect::<Vec<_>>().join(", "));
        let place = match &doubt.first {
            Some((file, line, _)) => Place { file: file.into(), line: Some(*line), column: None },
            None => self.report.place.clone(),
        };
        let hint = match *unknown > 0 {
            true => "say what the words mean with `values:`",
            false if *rejected > 0 => "every row and its reason is in the rejects folder",
            false => "correct the cells, or name under `missing:` what means nothing",
        };
        (notable || *unknown > 0).then(|| Diagnostic::warning("cells-in-doubt", place, message).with_hint(hint))
    }

    fn long_ago(&self, table: Table, counts: &TableQuality) -> Option<Diagnostic> {
        let first = counts.first.filter(|_| !counts.rows_by_quarter.is_empty())?;
        let day = first.to_local(self.report.time_zone).date();
        let message = format!("the first row of `{}` is dated {day}", table.name());
        let hint = "is a year mistyped? the data-quality page counts rows by quarter";
        (chrono::Datelike::year(&day) < FIRST_YEAR).then(|| self.warning("dated-long-ago", message).with_hint(hint))
    }
}

/// The first reject of the commonest reason of a table, and how often it occurs.
fn most_usual(table: Table, rejects: &[Reject]) -> Option<(&Reject, u64)> {
    let mut kinds: BTreeMap<(&str, &str), (&Reject, u64)> = BTreeMap::new();
    for reject in rejects.iter().filter(|one| one.table == table && one.kind == RejectKind::Unreadable) {
        kinds.entry((&reject.column, &reject.reason)).or_insert((reject, 0)).1 += 1;
    }
    let first_of_most = |one: &(&Reject, u64), other: &(&Reject, u64)| {
        one.1.cmp(&other.1).then_with(|| (&other.0.file, other.0.line).cmp(&(&one.0.file, one.0.line)))
    };
    kinds.into_values().max_by(first_of_most)
}
