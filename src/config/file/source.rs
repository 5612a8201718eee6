//! The files of a table and how their columns map, as written.

use crate::config::written::{Entries, OneOrMany, Written};
use crate::config::{DateOrder, DecimalMark, DoubledHour, Encoding, FileFormat, Quote, SummedRows};
use crate::domain::{ColumnType, Localized, SpanUnit};
use schemars::JsonSchema;
use serde::Deserialize;

/// Files that feed one table. A plain text is the file pattern.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Source {
    /// Pattern of the files, relative to the data folder, such as `tickets*.csv`.
    pub(in crate::config) files: Written<String>,
    /// Profile of a vendor's export, such as `zendesk`: its mapping holds where this one says nothing.
    pub(in crate::config) profile: Written<String>,
    /// Format; default by the file's content.
    pub(in crate::config) format: Written<FileFormat>,
    /// Text encoding, such as `utf-8`, `gb18030` or `windows-1252`; default detected.
    pub(in crate::config) encoding: Written<Encoding>,
    /// Delimiter of text files: a character or several, `tab`, or `blanks` for runs of blanks; default detected.
    pub(in crate::config) delimiter: Written<String>,
    /// How cells are quoted in text files: `double` (default), `backslash`, `single` or `none`.
    pub(in crate::config) quote: Written<Quote>,
    /// Sheet of a workbook; default the first.
    pub(in crate::config) sheet: Written<String>,
    /// Path of the list of records in a JSON file, such as `tickets` or `data.items`.
    pub(in crate::config) path: Written<String>,
    /// SQL query of an SQLite database, such as `SELECT * FROM tickets`: the columns of its answer are mapped.
    pub(in crate::config) query: Written<String>,
    /// Row of the file that holds the column names, from 1, or `none` with `header`; default found.
    pub(in crate::config) header_row: Written<String>,
    /// Rows that the header takes, whose names are joined by ` / `; default 1.
    pub(in crate::config) header_rows: Written<u64>,
    /// Names of the columns of a file without a header, in order.
    pub(in crate::config) header: Written<Vec<Written<String>>>,
    /// Rows below the header that are no records.
    pub(in crate::config) skip_rows: Written<u64>,
    /// SQL condition over the file's own columns; other rows are left out and counted.
    #[serde(rename = "where")]
    pub(in crate::config) filter: Written<String>,
    /// What rows are whose amounts are the sums of others: `records`. Without it they are refused.
    pub(in crate::config) totals: Written<SummedRows>,
    /// Column that says the currency of a row's amounts, or `none`; default found by its name.
    pub(in crate::config) currency_column: Written<String>,
    /// Decimal mark of numbers: `.` or `,`; default decided by each column.
    pub(in crate::config) decimal: Written<DecimalMark>,
    /// Canonical column: the source's column, or a map with `from`, `sql`, `values`, `missing`, `date_formats`.
    pub(in crate::config) columns: Written<Entries<Column>>,
    /// Further columns for own metrics.
    pub(in crate::config) extra: Written<Entries<ExtraColumn>>,
    /// Canonical columns with one value for every row.
    pub(in crate::config) constants: Written<Entries<String>>,
    /// What several rows of one key are: `first`, `last`, `latest_by(column)` or `sum(column, …)`.
    pub(in crate::config) on_duplicate: Written<String>,
    /// Cells that mean "missing", such as `?` or `N/A`.
    pub(in crate::config) missing: Written<OneOrMany<String>>,
    /// Date formats, such as `%d/%m/%Y %H:%M`.
    pub(in crate::config) date_formats: Written<OneOrMany<String>>,
    /// Order of day and month in dates such as 3/4/2026.
    pub(in crate::config) date_order: Written<DateOrder>,
    /// Zone of times without an offset; default the report's.
    pub(in crate::config) time_zone: Written<String>,
    /// Which of the two instants of the hour that occurs twice when summer time ends: `first` (default) or `last`.
    pub(in crate::config) doubled_hour: Written<DoubledHour>,
}

/// Where a canonical column comes from. A plain text is the source's column.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Column {
    /// Column of the source; of several the first whose cell is not blank.
    pub(in crate::config) from: Written<OneOrMany<String>>,
    /// Number of the column in the file, from 1, where a name stands twice.
    pub(in crate::config) position: Written<u64>,
    /// SQL expression over the file's own columns, such as `Date || ' ' || Time`, or `row_number`.
    pub(in crate::config) sql: Written<String>,
    /// Cell: canonical value, such as `"1": resolved`.
    pub(in crate::config) values: Written<Entries<String>>,
    /// Cells that mean "missing" in this column.
    pub(in crate::config) missing: Written<OneOrMany<String>>,
    /// Date formats of this column, such as `%d/%m/%Y`; `excel` (or `excel_1904`) reads plain numbers as
    /// a workbook's serial numbers of days, beside the usual forms.
    pub(in crate::config) date_formats: Written<OneOrMany<String>>,
    /// Unit of plain numbers in a span of time: `seconds`, `minutes`, `hours`, …; default by the header.
    pub(in crate::config) unit: Written<SpanUnit>,
    /// How long a day is in a span of time, such as 8 for days of work; default 24, but for staff time, where a
    /// day must be said.
    pub(in crate::config) hours_per_day: Written<f64>,
    /// What numbers are multiplied with, such as 10000; default by the header.
    pub(in crate::config) factor: Written<String>,
    /// Decimal mark of this column: `.` or `,`.
    pub(in crate::config) decimal: Written<DecimalMark>,
    /// For a time that is given as a span: the canonical time from which it is counted.
    pub(in crate::config) after: Written<String>,
    /// Zone of this column's times without an offset.
    pub(in crate::config) time_zone: Written<String>,
    /// Another file from which `from` is taken by a key.
    pub(in crate::config) lookup: Written<Lookup>,
}

/// A column beyond the canonical ones.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct ExtraColumn {
    /// Type: `text`, `instant`, `duration`, `number`, `integer`, `money` or `boolean`.
    #[serde(rename = "type")]
    pub(in crate::config) kind: Written<ColumnType>,
    /// How the column is called in reports; default its name.
    pub(in crate::config) title: Written<Localized>,
    /// Column of the source; default the same name. Of several the first whose cell is not blank.
    pub(in crate::config) from: Written<OneOrMany<String>>,
    /// Number of the column in the file, from 1, where a name stands twice.
    pub(in crate::config) position: Written<u64>,
    /// SQL expression over the file's own columns.
    pub(in crate::config) sql: Written<String>,
    /// Cell: value.
    pub(in crate::config) values: Written<Entries<String>>,
    /// Cells that mean "missing" in this column.
    pub(in crate::config) missing: Written<OneOrMany<String>>,
    /// Date formats of this column.
    pub(in crate::config) date_formats: Written<OneOrMany<String>>,
    /// Unit of plain numbers in a span of time.
    pub(in crate::config) unit: Written<SpanUnit>,
    /// How long a day is in a span of time, such as 8 for days of work; default 24.
    pub(in crate::config) hours_per_day: Written<f64>,
    /// What numbers are multiplied with.
    pub(in crate::config) factor: Written<String>,
    /// Decimal mark of this column.
    pub(in crate::config) decimal: Written<DecimalMark>,
    /// For a time that is given as a span: the canonical time from which it is counted.
    pub(in crate::config) after: Written<String>,
    /// Zone of this column's times without an offset.
    pub(in crate::config) time_zone: Written<String>,
    /// Another file from which `from` is taken by a key.
    pub(in crate::config) lookup: Written<Lookup>,
}

/// Another file whose column `from` is joined by key.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Lookup {
    /// Its path, relative to the data folder.
    pub(in crate::config) file: Written<String>,
    /// Its key column.
    pub(in crate::config) key: Written<String>,
    /// The source's own column that holds the key; default the same name.
    pub(in crate::config) on: Written<String>,
    /// Sheet of a workbook; default the first.
    pub(in crate::config) sheet: Written<String>,
}
