//! Where the rows of a table come from and how its columns map, as valid.

use super::Encoding;
use crate::diagnostic::Place;
use crate::domain::{ColumnType, Currency, FiscalCalendar, SpanUnit, Table, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// Files that feed one table, with one mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The table that they feed.
    pub table: Table,
    /// Glob over paths relative to the data folder.
    pub files: String,
    /// The profile of a vendor's export that the mapping was laid over.
    pub profile: Option<String>,
    /// File format; `None` goes by the content.
    pub format: Option<FileFormat>,
    /// Text encoding; `None` is detected.
    pub encoding: Option<Encoding>,
    /// Delimiter of text files; `None` detects among `,` `;` tab and `|`.
    pub delimiter: Option<Delimiter>,
    /// How cells are quoted in text files.
    pub quote: Quote,
    /// Workbook sheet; `None` is the first.
    pub sheet: Option<String>,
    /// Path of the list of records in a JSON file, such as `tickets` or `data.items`.
    pub path: Option<String>,
    /// SQL query of a database, whose answer is read.
    pub query: Option<String>,
    /// Where the names of the columns stand.
    pub header: Header,
    /// Rows below the header that are no records, counted from the header.
    pub skip_rows: u64,
    /// SQL condition over the file's own columns; rows for which it does not hold are left out and counted.
    pub filter: Option<String>,
    /// What rows are whose amounts are the sums of others; `None` refuses them.
    pub totals: Option<SummedRows>,
    /// Header of the currency of a row's amounts, or `none`; `None` is found by its name.
    pub currency_column: Option<String>,
    /// Decimal mark of all numbers of the source; `None` is decided by each column.
    pub decimal: Option<DecimalMark>,
    /// Canonical column → source column. Canonical columns that are not listed are taken from a
    /// source column of the same name when there is one.
    pub columns: BTreeMap<String, SourceColumn>,
    /// Columns beyond the canonical ones, for the user's own metrics.
    pub extra: BTreeMap<String, (ColumnType, SourceColumn)>,
    /// Canonical columns with one value for every row (written as text, typed like a cell).
    pub constants: BTreeMap<String, String>,
    /// What several rows of one key are.
    pub on_duplicate: Option<OnDuplicate>,
    /// Cells that mean "missing", beside the empty cell.
    pub missing: Vec<String>,
    /// chrono formats tried in order for instants; empty means ISO 8601 and unambiguous forms.
    pub date_formats: Vec<String>,
    /// Order of day and month in dates such as 3/4/2026; `None` is decided by each column or refused.
    pub date_order: Option<DateOrder>,
    /// Zone of timestamps without offset; default the report's.
    pub time_zone: Zone,
    /// Whether the zone is the source's own word and not the report's default.
    pub zone_is_named: bool,
    /// Columns of the mapping that only the profile names: a file may lack them.
    pub from_profile: BTreeSet<String>,
    /// What such a timestamp means in the hour that occurs twice when summer time ends.
    pub doubled_hour: DoubledHour,
    /// The report's currency: an amount marked with another one is refused, never converted.
    pub currency: Currency,
    /// The report's fiscal quarters, for accounting periods written as quarters.
    pub fiscal: FiscalCalendar,
    /// Where the mapping is written, for messages: file, line, column.
    pub place: Place,
    /// Where single entries are written: canonical or extra column name → place.
    pub places: BTreeMap<String, Place>,
}

/// Where one canonical column's cells come from.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SourceColumn {
    /// Header in the source, or in the file of the lookup; empty for an expression.
    pub from: String,
    /// Headers that are tried where the first one's cell is blank, in order.
    pub fallbacks: Vec<String>,
    /// Number of the column in the file, from 1, where a name stands twice.
    pub position: Option<usize>,
    /// SQL expression over the file's own columns instead of a header; `row_number` is the place of the row.
    pub sql: Option<String>,
    /// Cell → canonical value (for example 1 → resolved). Cells not listed stay as they are.
    pub values: BTreeMap<String, String>,
    /// Cells of this column that mean "missing", beside the source's.
    pub missing: Vec<String>,
    /// chrono formats of this column, before the source's; `excel` and `excel_1904` are serial numbers of days.
    pub date_formats: Vec<String>,
    /// Unit of plain numbers in a span of time; `None` goes by the header, else by the canonical column.
    pub unit: Option<SpanUnit>,
    /// Hours of a day in a span of time, above 0 and up to 24; `None` is 24, but for working time, where it is not said.
    pub hours_per_day: Option<f64>,
    /// What numbers are multiplied with, such as 10000 for 万元; `None` goes by the header.
    pub factor: Option<Scaling>,
    /// Decimal mark of this column.
    pub decimal: Option<DecimalMark>,
    /// For a time that the file gives as a span: the canonical time from which it is counted.
    pub after: Option<String>,
    /// Zone of this column's times without offset; `None` goes by the header, else by the source.
    pub time_zone: Option<Zone>,
    /// The file from which the cells are taken by a key.
    pub lookup: Option<Lookup>,
}

impl Source {
    /// Files that its columns are looked up in.
    pub fn lookups(&self) -> impl Iterator<Item = &Lookup> {
        let extra = self.extra.values().map(|(_, entry)| entry);
        self.columns.values().chain(extra).filter_map(|entry| entry.lookup.as_ref())
    }
}

impl SourceColumn {
    /// The headers that a file of the source has for it.
    pub fn headers(&self) -> impl Iterator<Item = &String> {
        let looked_up = self.lookup.as_ref().map(|lookup| &lookup.on);
        std::iter::once(looked_up.unwrap_or(&self.from)).chain(&self.fallbacks)
    }
}

/// Another file, one column of which is joined by a key that stands in both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lookup {
    /// Path relative to the data folder.
    pub file: String,
    /// Its key column.
    pub key: String,
    /// The source's own column that holds the key.
    pub on: String,
    /// Workbook sheet; `None` is the first.
    pub sheet: Option<String>,
}

/// A factor as an exact decimal: `units` / 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scaling {
    /// Units.
    pub units: i64,
    /// Decimals.
    pub decimals: u8,
}

/// Which of its two instants a wall-clock time means that the clocks showed twice.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DoubledHour {
    /// The one before the clocks were put back.
    #[default]
    First,
    /// The one after it.
    Last,
}

/// Decimal mark of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub enum DecimalMark {
    /// `1,234.5`
    #[serde(rename = ".")]
    Point,
    /// `1.234,5`
    #[serde(rename = ",")]
    Comma,
}

/// What separates cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// One character.
    Byte(u8),
    /// Several characters.
    Text(String),
    /// Runs of blanks.
    Blanks,
}

/// What rows are whose amounts are the sums of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SummedRows {
    /// Rows like any other.
    Records,
}

/// How cells are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// `"`, doubled inside.
    #[default]
    Double,
    /// `"`, with a backslash before it inside.
    Backslash,
    /// `'`, doubled inside.
    Single,
    /// Quotes are characters like any other.
    None,
}

/// Where the names of the columns stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// Found by the names that the mapping wants, else the first row with anything in it.
    #[default]
    Found,
    /// In these rows of the file, from 1; names of several rows are joined by ` / `.
    Rows {
        /// First.
        first: u64,
        /// How many.
        rows: u64,
    },
    /// Nowhere: these are the names, in order.
    Named(Vec<String>),
}

/// What several rows of one key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDuplicate {
    /// The first row in reading order counts.
    First,
    /// The last row in reading order counts.
    Last,
    /// The row with the latest value of this canonical column counts.
    LatestBy(String),
    /// Every row counts, though equal ones stand in several files of a table without a key.
    Every,
    /// One record: these canonical columns are summed, the others taken from the first row that has them.
    Sum(Vec<String>),
}

/// Raw file formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Delimited text.
    Csv,
    /// Excel workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// Binary Excel workbook.
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
    /// Tables of a web page.
    Html,
    /// A list of records in a JSON document.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow, or Feather of version 2.
    Arrow,
    /// SPSS data.
    Spss,
    /// SQLite database, read by a query.
    Sqlite,
}

/// Order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 3/4 is 3 April.
    DayFirst,
    /// 3/4 is 4 March.
    MonthFirst,
}
