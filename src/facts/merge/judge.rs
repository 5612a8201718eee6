//! What is said about rows of one key that are no copies: a warning while they are few or only earlier
//! states, a refusal with the likely cure when they are many.
//!
//! The cure is read from the data: where only amounts differ, the rows are lines of one record; where the
//! record's own date differs, they are records of their own.

use super::compare::Sample;
use super::describe::{places, shown};
use super::rows::{FEW, Merged, TOLERATED, by_part};
use crate::config::{OnDuplicate, ReportConfig};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{ColumnType, Instant, Table};
use crate::facts::error::Error;
use crate::facts::quality::MergeKind;
use crate::facts::staged::Staged;
use crate::schema::{columns, is_register, key, main_date};
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef};
use std::collections::{BTreeMap, BTreeSet};

/// One table whose rows were merged.
#[derive(Clone, Copy)]
pub(in crate::facts) struct Asked<'a> {
    pub(in crate::facts) report: &'a ReportConfig,
    pub(in crate::facts) staged: &'a Staged,
    pub(in crate::facts) mapped: &'a BTreeSet<String>,
    pub(in crate::facts) merged: &'a Merged,
    pub(in crate::facts) rule: Option<&'a OnDuplicate>,
}

/// Errors and warnings about one table.
pub(in crate::facts) fn judge(asked: Asked<'_>) -> Result<Vec<Diagnostic>, Error> {
    let mut found = asked.unsupplied();
    found.extend(asked.earlier()?);
    found.extend(asked.conflicts()?);
    found.extend(asked.uneven());
    Ok(found)
}

impl Asked<'_> {
    fn table(&self) -> Table {
        self.staged.table
    }

    fn place(&self) -> Place {
        let own = self.report.sources.iter().find(|source| source.table == self.table());
        let key = key(self.table()).first().copied().unwrap_or_default();
        own.map_or_else(|| self.report.place.clone(), |own| own.places.get(key).unwrap_or(&own.place).clone())
    }

    /// The columns of the key that have a source.
    fn key(&self) -> String {
        let mapped = key(self.table()).iter().filter(|column| self.mapped.contains(**column));
        names(mapped.copied())
    }

    fn unsupplied(&self) -> Vec<Diagnostic> {
        let named: &[String] = match self.rule {
            Some(OnDuplicate::LatestBy(column)) => std::slice::from_ref(column),
            Some(OnDuplicate::Sum(columns)) => columns,
            _ => &[],
        };
        let unknown = named.iter().filter(|column| !self.mapped.contains(*column));
        let error = |column: &String| {
            let message =
                format!("`on_duplicate` of `{}` names `{column}`, which no file supplies", self.table().name());
            Diagnostic::error("on-duplicate", self.place(), message)
                .with_hint(format!("map `{column}` under `columns`"))
        };
        unknown.map(error).collect()
    }

    fn earlier(&self) -> Result<Option<Diagnostic>, Error> {
        let sample = &self.merged.differences.earlier;
        let Some((row, winner, _)) = &sample.first else { return Ok(None) };
        let [row, winner] = self.spots([*row, *winner])?;
        let message = format!(
            "{} {} of `{}` {} of another with the same {}, such as {row} of {winner}: the latest counts",
            sample.rows,
            plural(sample.rows, "row", "rows"),
            self.table().name(),
            plural(sample.rows, "is an earlier state", "are earlier states"),
            self.key(),
        );
        let hint = if 2 * sample.other_file >= sample.rows {
            "where files with later names are newer exports, `on_duplicate: last` in the source says so"
        } else {
            "`on_duplicate` in the source says which row counts: `first`, `last`, `latest_by(column)`"
        };
        Ok(Some(Diagnostic::warning("earlier-states", self.place(), message).with_hint(hint)))
    }

    fn conflicts(&self) -> Result<Option<Diagnostic>, Error> {
        let sample = &self.merged.differences.conflicts;
        let Some((row, winner, column)) = &sample.first else { return Ok(None) };
        let all = self.staged.rows();
        let is_tolerated = sample.rows <= FEW.max((TOLERATED * all as f64) as u64);
        let mut message = format!(
            "{} of {all} rows of `{}` {} from another with the same {}, and none is a later state: {}",
            sample.rows,
            self.table().name(),
            plural(sample.rows, "differs", "differ"),
            self.key(),
            self.example(*row, *winner, column)?,
        );
        if self.merged.differences.columns.len() > 1 {
            let mut differing: Vec<(&String, &u64)> = self.merged.differences.columns.iter().collect();
            differing.sort_by_key(|(name, rows)| (std::cmp::Reverse(**rows), *name));
            let differing = differing.iter().take(6).map(|(name, rows)| format!("`{name}` ({rows})"));
            message.push_str(&format!("; different are {}", differing.collect::<Vec<_>>().join(", ")));
        }
        let new = if is_tolerated { Diagnostic::warning } else { Diagnostic::error };
        Ok(Some(new("conflicting-rows", self.place(), message).with_hint(self.cure(sample))))
    }

    /// Two rows with their key and the first column in which they differ.
    fn example(&self, row: u64, winner: u64, column: &str) -> Result<String, Error> {
        let rows = [row.min(winner), row.max(winner)];
        let [one, other] = self.cells(column, rows)?;
        let [key, _] = self.key_cells(rows)?;
        let [row, winner] = self.spots(rows)?;
        let cell = |cell: Option<String>| cell.map_or("blank".to_owned(), |text| format!("`{text}`"));
        Ok(format!("{row} and {winner} are both `{key}`, with `{column}` {} and {}", cell(one), cell(other)))
    }

    fn spots(&self, rows: [u64; 2]) -> Result<[String; 2], Error> {
        let places = places(self.staged, rows.into_iter())?;
        Ok(rows.map(|row| format!("{}:{}", places[&row].0, places[&row].1)))
    }

    fn key_cells(&self, rows: [u64; 2]) -> Result<[String; 2], Error> {
        let mut keys = rows.map(|_| Vec::new());
        for column in key(self.table()) {
            for (key, cell) in keys.iter_mut().zip(self.cells(column, rows)?) {
                key.extend(cell);
            }
        }
        Ok(keys.map(|key| key.join(", ")))
    }

    fn cells(&self, column: &str, rows: [u64; 2]) -> Result<[Option<String>; 2], Error> {
        let mut found = BTreeMap::new();
        let mut sorted = rows;
        sorted.sort_unstable();
        for (part, numbers) in by_part(self.staged, &sorted) {
            let batch = self.staged.read(part, &[column], &[])?;
            let first = self.staged.parts[part].first;
            let cell = |row: &u64| {
                let text = self.shown(batch.column(0), (row - first) as usize);
                text.map(|text| self.report.privacy.cell(column, &text))
            };
            found.extend(numbers.iter().map(|row| (*row, cell(row))));
        }
        Ok(rows.map(|row| found.get(&row).cloned().flatten()))
    }

    /// A cell as the client would write it.
    fn shown(&self, array: &ArrayRef, row: usize) -> Option<String> {
        let Some(instants) = array.as_primitive_opt::<TimestampMicrosecondType>().filter(|_| array.is_valid(row))
        else {
            return shown(array, row);
        };
        let at = Instant(instants.value(row)).to_local(self.report.time_zone);
        let is_day = at.time() == chrono::NaiveTime::MIN;
        Some(at.format(if is_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string())
    }

    fn uneven(&self) -> Option<Diagnostic> {
        let uneven = &self.merged.uneven;
        let Some(OnDuplicate::Sum(sums)) = self.rule else { return None };
        let most = uneven.values().max()?;
        let all: Vec<&str> = sums.iter().chain(uneven.keys()).map(String::as_str).collect();
        let message = format!(
            "{} {} not summed and differ{} within up to {most} records of `{}`: the first line's value counts",
            names(uneven.keys().map(String::as_str)),
            if uneven.len() == 1 { "is" } else { "are" },
            if uneven.len() == 1 { "s" } else { "" },
            self.table().name(),
        );
        let hint = format!("if these are amounts as well, write `on_duplicate: sum({})`", all.join(", "));
        Some(Diagnostic::warning("folded-rows-differ", self.place(), message).with_hint(hint))
    }

    /// What the rows most likely are.
    fn cure(&self, sample: &Sample) -> String {
        let share = |column: &str| {
            let rows = self.merged.differences.columns.get(column).copied().unwrap_or(0);
            rows as f64 / sample.rows as f64
        };
        let date = main_date(self.table());
        let is_other_record = share(date) >= 0.5 || share("customer_id") >= 0.5;
        let sums: Vec<&str> = self.additive().filter(|column| share(column) >= 0.1).collect();
        let unmapped = key(self.table()).iter().filter(|column| !self.mapped.contains(**column)).copied();
        let parts: Vec<&str> = unmapped.collect();
        let later = self.later().filter(|column| share(column) >= 0.5).max_by(|a, b| share(a).total_cmp(&share(b)));
        if self.table() == Table::Surveys && is_other_record && parts.contains(&"wave") {
            return "if they are waves of one survey, map `wave`, or give each source its own by `constants: {wave: …}`: \
                    it is part of the key"
                .to_owned();
        }
        if !is_other_record && sums.iter().any(|column| share(column) >= 0.5) {
            let sum = format!("if they are lines of one record, write `on_duplicate: sum({})`", sums.join(", "));
            return format!("{sum} in the source; {}", self.own_record(&parts));
        }
        if is_register(self.table()) && later.is_none_or(|column| column == date) {
            return if 2 * sample.other_file >= sample.rows {
                let last = "where files with later names are newer exports, write `on_duplicate: last` in the source";
                format!("{last}; otherwise `first` or `latest_by({date})` says which row counts")
            } else {
                format!("`on_duplicate` in the source says which row counts: `first`, `last` or `latest_by({date})`")
            };
        }
        if is_other_record {
            let own = self.own_record(&parts);
            let id = key(self.table()).first().copied().unwrap_or_default();
            return if 2 * sample.other_file >= sample.rows && id.ends_with("_id") {
                format!(
                    "if the files count their rows on their own, tell them apart: `{id}: {{sql: \"'a-' || …\"}}`; {own}"
                )
            } else {
                format!("{own}; if only one of them counts, write `on_duplicate: first`")
            };
        }
        match later {
            Some(column) => {
                format!("if the latest row counts, write `on_duplicate: latest_by({column})` in the source")
            }
            None if 2 * sample.other_file >= sample.rows => {
                "if files with later names are newer exports, write `on_duplicate: last` in the source".to_owned()
            }
            None => {
                let first =
                    "write `on_duplicate: first`, `last` or `latest_by(column)` in the source if one row counts";
                format!("{first}; {}", self.own_record(&parts))
            }
        }
    }

    /// How rows that are records of their own get keys of their own.
    fn own_record(&self, unmapped: &[&str]) -> String {
        let id = key(self.table()).first().copied().unwrap_or_default();
        if !id.ends_with("_id") || self.table() == Table::TicketLog || self.table() == Table::SurveySent {
            return match unmapped {
                [] => "if each is a record of its own, correct the mapping of its key".to_owned(),
                parts => format!("if each is a record of its own, map {} as well", names(parts.iter().copied())),
            };
        }
        if self.table() == Table::Surveys {
            let parts: Vec<&str> = unmapped.iter().copied().filter(|part| *part != "stage").collect();
            let parts = parts.join("`, `");
            return format!(
                "map what tells the answers apart (`{parts}`), or number the rows: `{id}: {{sql: row_number}}`"
            );
        }
        format!(
            "if each is a record of its own, map another column as `{id}`, or number the rows: `{id}: {{sql: row_number}}`"
        )
    }

    /// Columns that may be summed over the lines of a record.
    fn additive(&self) -> impl Iterator<Item = &str> {
        let table = self.table();
        let totals = matches!(table, Table::CallTotals | Table::StaffTime | Table::Units | Table::Mentions);
        let adds = move |name: &str, kind: ColumnType| match kind {
            ColumnType::Money => true,
            ColumnType::Integer => totals,
            ColumnType::Number => {
                totals && (name.ends_with("_hours") || name.ends_with("_total") || name.starts_with("units"))
            }
            _ => false,
        };
        let own = columns(table).iter().filter(move |column| adds(column.name, column.kind)).map(|column| column.name);
        let quantities = ["quantity", "qty", "hours", "units", "pieces", "items"];
        let extra = self.staged.extra.iter().filter(move |(name, kind)| {
            *kind == ColumnType::Money
                || matches!(kind, ColumnType::Number | ColumnType::Integer)
                    && quantities.iter().any(|quantity| name.contains(quantity))
        });
        own.chain(extra.map(|(name, _)| name.as_str()))
    }

    /// Columns that may say which row is the latest.
    fn later(&self) -> impl Iterator<Item = &str> {
        let instants = columns(self.table()).iter().filter(|column| column.kind == ColumnType::Instant);
        let own = instants.map(|column| column.name).filter(|name| !name.ends_with("due_at"));
        let extra = self.staged.extra.iter().filter(|(_, kind)| *kind == ColumnType::Instant);
        own.chain(extra.map(|(name, _)| name.as_str()))
    }
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn plural<'w>(rows: u64, one: &'w str, many: &'w str) -> &'w str {
    if rows == 1 { one } else { many }
}

/// Rows that differed from the row that stands for them.
pub(in crate::facts) fn differing(merged: &Merged) -> u64 {
    [MergeKind::Earlier, MergeKind::Replaced, MergeKind::Conflicting].into_iter().map(|kind| merged.rows(kind)).sum()
}
