//! Checks where the rows of each table come from.

use super::Checker;
use super::date_formats::has_periods;
use super::report::is_name;
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entries, OneOrMany, Written};
use crate::config::{Source, SourceColumn};
use crate::domain::{ColumnType, Currency, FiscalCalendar, Table, Zone};
use crate::schema;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// The sources of a report in the order of the tables, then as written.
    pub(super) fn sources(&mut self, report: &file::Report, mark: Mark, zone: Zone) -> Vec<Source> {
        let entries = report.tables.entries();
        if entries.is_empty() && !matches!(report.tables, Written::Wrong) {
            let hint = "add `tables:` with at least one table, such as `tickets: tickets*.csv`";
            self.error_with_hint("missing-key", mark, "`tables` is missing in this report".to_owned(), hint);
        }
        let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        let calendars = (zone, self.fiscal(&report.fiscal_year));
        let mut sources = Vec::new();
        for entry in entries {
            let Some(table) = Table::ALL.into_iter().find(|table| table.name() == entry.key) else {
                self.unknown_name("unknown-table", entry.mark, ("table", &entry.key), &names);
                continue;
            };
            for (source, mark) in entry.value.items().iter().filter_map(Written::placed) {
                sources.extend(self.source(table, (source, mark), calendars));
            }
            self.one_answer(table, entry.value.items());
        }
        sources.sort_by_key(|source: &Source| source.table);
        // A wrong code is reported with the report's own key.
        let currency = report.currency.get().and_then(|code| Currency::new(code)).unwrap_or_default();
        sources.iter_mut().for_each(|source| source.currency.clone_from(&currency));
        sources
    }

    fn source(
        &mut self,
        table: Table,
        (source, mark): (&file::Source, Mark),
        (zone, fiscal): (Zone, FiscalCalendar),
    ) -> Option<Source> {
        if source.files.is_absent() {
            self.error_with_hint(
                "missing-key",
                mark,
                format!("`files` is missing in this source of `{}`", table.name()),
                "name the files by a pattern such as `files: \"tickets*.csv\"`",
            );
        }
        let mut places = BTreeMap::new();
        let columns = self.columns(table, &source.columns, &mut places);
        let extra = self.extra(table, &source.extra, &mut places);
        let constants = self.constants(table, &source.constants, &columns);
        let time_zone = self.time_zone(&source.time_zone);
        if let Some((_, mark)) = source.filter.placed() {
            places.insert("where".to_owned(), mark);
        }
        if let Some((_, mark)) = source.query.placed() {
            places.insert("query".to_owned(), mark);
        }
        let place = self.place(mark);
        let profile = source.profile.placed();
        let of_profile = |mark: &Mark| profile.is_some_and(|(_, own)| own == *mark);
        let from_profile = places.iter().filter(|(_, mark)| of_profile(mark)).map(|(name, _)| name.clone()).collect();
        Some(Source {
            table,
            files: self.pattern(&source.files)?,
            profile: profile.map(|(id, _)| id.clone()),
            format: source.format.get().copied(),
            encoding: source.encoding.get().copied(),
            delimiter: self.delimiter(&source.delimiter),
            quote: source.quote.get().copied().unwrap_or_default(),
            sheet: source.sheet.get().cloned(),
            path: source.path.get().cloned(),
            query: self.query(source),
            header: self.header(source),
            skip_rows: source.skip_rows.get().copied().unwrap_or(0),
            filter: source.filter.get().cloned(),
            totals: source.totals.get().copied(),
            currency_column: source.currency_column.get().cloned(),
            decimal: source.decimal.get().copied(),
            columns,
            constants,
            on_duplicate: self.on_duplicate(table, &source.on_duplicate, &extra),
            extra,
            missing: texts(&source.missing),
            date_formats: self.date_formats(&source.date_formats, has_periods(table)),
            date_order: source.date_order.get().copied(),
            time_zone: time_zone.unwrap_or(zone),
            zone_is_named: time_zone.is_some(),
            from_profile,
            doubled_hour: source.doubled_hour.get().copied().unwrap_or_default(),
            currency: Currency::default(),
            fiscal,
            place,
            places: places.into_iter().map(|(name, mark)| (name, self.place(mark))).collect(),
        })
    }

    /// The query of a database; keys for the layout of a file say nothing about an answer.
    fn query(&mut self, source: &file::Source) -> Option<String> {
        let (query, _) = source.query.placed()?;
        let beside = [
            ("sheet", mark(&source.sheet)),
            ("path", mark(&source.path)),
            ("header_row", mark(&source.header_row)),
            ("header_rows", mark(&source.header_rows)),
            ("header", mark(&source.header)),
            ("skip_rows", mark(&source.skip_rows)),
            ("encoding", mark(&source.encoding)),
            ("delimiter", mark(&source.delimiter)),
            ("quote", mark(&source.quote)),
        ];
        for (key, mark) in beside {
            let Some(mark) = mark else { continue };
            let message = format!("`{key}` says nothing about the answer to a `query`");
            self.error_with_hint(
                "query",
                mark,
                message,
                format!("remove `{key}`; choose rows and columns in the query"),
            );
        }
        Some(query.clone())
    }

    fn pattern(&mut self, files: &Written<String>) -> Option<String> {
        let (pattern, mark) = files.placed()?;
        if let Err(error) = globset::Glob::new(pattern) {
            self.error("invalid-pattern", mark, format!("`{pattern}` is not a file pattern: {}", error.kind()));
            return None;
        }
        Some(pattern.clone())
    }

    fn columns(
        &mut self,
        table: Table,
        written: &Written<Entries<file::Column>>,
        places: &mut BTreeMap<String, Mark>,
    ) -> BTreeMap<String, SourceColumn> {
        let mut columns = BTreeMap::new();
        for entry in written.entries() {
            self.canonical(table, &entry.key, entry.mark);
            let Some((column, mark)) = entry.value.placed() else { continue };
            places.insert(entry.key.clone(), mark);
            let checked = self.source_column(table, (&entry.key, mark), column);
            columns.insert(entry.key.clone(), checked);
        }
        columns
    }

    fn canonical(&mut self, table: Table, name: &str, mark: Mark) {
        let names: Vec<&str> = schema::columns(table).iter().map(|column| column.name).collect();
        if !names.contains(&name) {
            let whose = format!(" of `{}`", table.name());
            self.unknown_name_in("unknown-column", mark, ("column", name, &whose), &names);
        }
    }

    fn extra(
        &mut self,
        table: Table,
        written: &Written<Entries<file::ExtraColumn>>,
        places: &mut BTreeMap<String, Mark>,
    ) -> BTreeMap<String, (ColumnType, SourceColumn)> {
        let mut extra = BTreeMap::new();
        for entry in written.entries() {
            let name = &entry.key;
            if !is_name(name) {
                let message = format!("`{name}` cannot be a column name");
                self.error_with_hint("invalid-column-name", entry.mark, message, "use `a-z`, `0-9` and `_`");
            }
            if schema::columns(table).iter().any(|column| column.name == name) {
                let message = format!("`{name}` is a canonical column of `{}`", table.name());
                self.error_with_hint("canonical-column", entry.mark, message, "map it under `columns`");
            }
            let Some((column, mark)) = entry.value.placed() else { continue };
            let kind = match column.kind.get() {
                Some(kind) => *kind,
                None if column.kind.is_absent() => {
                    self.error("missing-key", mark, format!("`type` is missing for the extra column `{name}`"));
                    continue;
                }
                None => continue,
            };
            places.insert(name.clone(), mark);
            let source = self.source_column(table, (name, mark), column);
            extra.insert(name.clone(), (kind, source));
        }
        extra
    }

    fn constants(
        &mut self,
        table: Table,
        written: &Written<Entries<String>>,
        columns: &BTreeMap<String, SourceColumn>,
    ) -> BTreeMap<String, String> {
        for entry in written.entries() {
            self.canonical(table, &entry.key, entry.mark);
            if columns.contains_key(&entry.key) {
                let message = format!("`{}` has both a source column and a constant", entry.key);
                self.error("column-twice", entry.mark, message);
            }
        }
        self.constant_keys(table, written.entries());
        values(written)
    }
}

fn mark<T>(written: &Written<T>) -> Option<Mark> {
    written.placed().map(|(_, mark)| mark)
}

pub(super) fn texts(written: &Written<OneOrMany<String>>) -> Vec<String> {
    written.items().iter().filter_map(|text| text.get().cloned()).collect()
}

pub(super) fn values(written: &Written<Entries<String>>) -> BTreeMap<String, String> {
    let entry = |entry: &crate::config::written::Entry<String>| Some((entry.key.clone(), entry.value.get()?.clone()));
    written.entries().iter().filter_map(entry).collect()
}
