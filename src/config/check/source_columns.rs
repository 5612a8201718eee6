//! Checks how one column of a file is read, and the shape of the file around the columns.

use super::Checker;
use super::date_formats::Days;
use super::sources::{texts, values};
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entries, OneOrMany, Written};
use crate::config::{DecimalMark, Delimiter, Header, Lookup, Scaling, SourceColumn};
use crate::domain::{ColumnType, SpanUnit, Table};
use crate::schema;

/// A column as written, canonical or extra.
pub(super) trait ColumnWritten {
    fn keys(&self) -> Keys<'_>;
}

/// The keys that canonical and extra columns share.
pub(super) struct Keys<'k> {
    from: &'k Written<OneOrMany<String>>,
    position: &'k Written<u64>,
    sql: &'k Written<String>,
    values: &'k Written<Entries<String>>,
    missing: &'k Written<OneOrMany<String>>,
    date_formats: &'k Written<OneOrMany<String>>,
    unit: &'k Written<SpanUnit>,
    hours_per_day: &'k Written<f64>,
    factor: &'k Written<String>,
    decimal: &'k Written<DecimalMark>,
    after: &'k Written<String>,
    time_zone: &'k Written<String>,
    lookup: &'k Written<file::Lookup>,
}

macro_rules! column_written {
    ($kind:ty) => {
        impl ColumnWritten for $kind {
            fn keys(&self) -> Keys<'_> {
                Keys {
                    from: &self.from,
                    position: &self.position,
                    sql: &self.sql,
                    values: &self.values,
                    missing: &self.missing,
                    date_formats: &self.date_formats,
                    unit: &self.unit,
                    hours_per_day: &self.hours_per_day,
                    factor: &self.factor,
                    decimal: &self.decimal,
                    after: &self.after,
                    time_zone: &self.time_zone,
                    lookup: &self.lookup,
                }
            }
        }
    };
}

column_written!(file::Column);
column_written!(file::ExtraColumn);

impl Checker<'_> {
    /// One column's reading.
    pub(super) fn source_column(
        &mut self,
        table: Table,
        (name, mark): (&str, Mark),
        written: &impl ColumnWritten,
    ) -> SourceColumn {
        let keys = written.keys();
        let mut names = texts(keys.from);
        let sql = keys.sql.get().cloned();
        if sql.is_some() && !names.is_empty() {
            self.error("column-twice", mark, format!("`{name}` has both `from` and `sql`"));
        }
        let from = match (names.is_empty(), &sql) {
            (false, _) => names.remove(0),
            (true, None) => name.to_owned(),
            (true, Some(_)) => String::new(),
        };
        let lookup = self.lookup(name, keys.lookup);
        if lookup.is_some() && (sql.is_some() || !names.is_empty() || !keys.position.is_absent()) {
            let message = format!("`{name}` is looked up by key: it has one `from`, and neither `sql` nor `position`");
            self.error("column-twice", mark, message);
        }
        SourceColumn {
            from,
            fallbacks: names,
            lookup,
            position: self.position(keys.position),
            sql,
            values: values(keys.values),
            missing: texts(keys.missing),
            date_formats: self
                .date_formats(keys.date_formats, if name == "period" { Days::Periods } else { Days::Needed }),
            unit: keys.unit.get().copied(),
            hours_per_day: self.hours_per_day(keys.hours_per_day),
            factor: self.scaling(keys.factor),
            decimal: keys.decimal.get().copied(),
            after: self.after(table, keys.after),
            time_zone: self.time_zone(keys.time_zone),
        }
    }

    fn hours_per_day(&mut self, written: &Written<f64>) -> Option<f64> {
        let (hours, mark) = written.placed()?;
        let fits = *hours > 0.0 && *hours <= 24.0;
        if !fits {
            self.error("out-of-range", mark, format!("`hours_per_day` is {hours}; it must be above 0 and at most 24"));
        }
        fits.then_some(*hours)
    }

    fn lookup(&mut self, name: &str, written: &Written<file::Lookup>) -> Option<Lookup> {
        let (lookup, mark) = written.placed()?;
        let (Some(file), Some(key)) = (lookup.file.get(), lookup.key.get()) else {
            if lookup.file.is_absent() || lookup.key.is_absent() {
                let message = format!("the lookup of `{name}` needs `file` and `key`");
                let hint = "as in `lookup: {file: customers.csv, key: customer_no, on: Kundennummer}`";
                self.error_with_hint("missing-key", mark, message, hint);
            }
            return None;
        };
        let on = lookup.on.get().unwrap_or(key).clone();
        Some(Lookup { file: file.clone(), key: key.clone(), on, sheet: lookup.sheet.get().cloned() })
    }

    fn position(&mut self, written: &Written<u64>) -> Option<usize> {
        let (number, mark) = written.placed()?;
        let found = usize::try_from(*number).ok().filter(|number| *number > 0);
        if found.is_none() {
            self.error("out-of-range", mark, "`position` counts columns from 1".to_owned());
        }
        found
    }

    fn scaling(&mut self, written: &Written<String>) -> Option<Scaling> {
        let (text, mark) = written.placed()?;
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = format!("{whole}{fraction}");
        let units = digits.parse().ok().filter(|units| *units != 0 && fraction.len() <= 9);
        if units.is_none() {
            let hint = "write a number such as 10000 or 0.001";
            self.error_with_hint("invalid-factor", mark, format!("`{text}` cannot be a factor"), hint);
        }
        Some(Scaling { units: units?, decimals: fraction.len() as u8 })
    }

    fn after(&mut self, table: Table, written: &Written<String>) -> Option<String> {
        let (name, mark) = written.placed()?;
        let instants = schema::columns(table).iter().filter(|column| column.kind == ColumnType::Instant);
        let names: Vec<&str> = instants.map(|column| column.name).collect();
        if names.contains(&name.as_str()) {
            return Some(name.clone());
        }
        self.unknown_name_in(
            "unknown-column",
            mark,
            ("column of times", name, &format!(" of `{}`", table.name())),
            &names,
        );
        None
    }

    pub(super) fn delimiter(&mut self, written: &Written<String>) -> Option<Delimiter> {
        let (text, mark) = written.placed()?;
        let fits = |byte: &u8| {
            byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\'' | b'\n' | b'\r')
        };
        match text.as_bytes() {
            b"tab" | b"\\t" => Some(Delimiter::Byte(b'\t')),
            b"blanks" => Some(Delimiter::Blanks),
            [byte] if fits(byte) => Some(Delimiter::Byte(*byte)),
            [_, _, ..] if text.bytes().all(|byte| fits(&byte)) => Some(Delimiter::Text(text.clone())),
            _ => {
                let message = format!("`{text}` cannot be a delimiter");
                let hint = "write one character such as `;`, several such as `||`, `tab`, or `blanks`";
                self.error_with_hint("invalid-delimiter", mark, message, hint);
                None
            }
        }
    }

    pub(super) fn header(&mut self, source: &file::Source) -> Header {
        let names: Vec<String> =
            source.header.get().into_iter().flatten().filter_map(|name| name.get().cloned()).collect();
        let rows = source.header_rows.get().copied().unwrap_or(1).clamp(1, 9);
        let row = source.header_row.placed();
        match row.map(|(text, mark)| (text.trim().parse::<u64>(), text.as_str(), mark)) {
            None | Some((_, "none", _)) if !names.is_empty() => Header::Named(names),
            None if source.header_rows.is_absent() => Header::Found,
            None => Header::Rows { first: 1, rows },
            Some((Ok(first), _, _)) if first > 0 && names.is_empty() => Header::Rows { first, rows },
            Some((_, text, mark)) => {
                let message = format!("`{text}` is no row of column names");
                let hint = "write the row's number from 1, or list the names of a file without them under `header`";
                self.error_with_hint("header-row", mark, message, hint);
                Header::Found
            }
        }
    }
}
