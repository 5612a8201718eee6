//! What a derived column says of itself, in one declaration: its name and type, what it is computed from and when
//! it is known, how it is computed, and the same in SQL.

use super::column::Columns;
use super::computed::ComputedColumns;
use super::context::Context;
use super::error::Error;
use super::lookup::Interactions;
use super::merging::{Merging, Tables};
use super::sequence::Sequence;
use super::values::Values;
use crate::domain::{ColumnType, Offset, Table};
use crate::engine::sql::Dialect;
use arrow_array::ArrayRef;
use std::collections::{BTreeMap, BTreeSet};

/// One derived column.
#[derive(Debug)]
pub struct Derived {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Columns of its own row that it is computed from.
    pub(super) inputs: &'static [&'static str],
    /// Staged columns of other rows that it is computed from.
    pub(super) elsewhere: &'static [(Table, &'static str)],
    /// It is known when all columns of one of these sets are mapped…
    pub(super) needs: &'static [&'static [&'static str]],
    /// …and this holds.
    pub(super) given: fn(&Given<'_>) -> bool,
    /// How it is computed.
    pub(super) rust: Rust,
    /// The same in SQL.
    pub(super) sql: Sql,
}

/// How a derived column is computed.
#[derive(Debug)]
pub(super) enum Rust {
    /// From the cells of its own row.
    Row(fn(&Rows<'_>) -> ArrayRef),
    /// When the next event of the row's sequence was.
    Next,
    /// When the event before it was.
    Previous,
    /// For all rows at once, together with the columns that share the computation; `None` when a table that it
    /// reads is not there.
    Once(fn(&Whole<'_>) -> Result<Option<ComputedColumns>, Error>),
    /// As `Once`, if an expression names it.
    OnceIfNamed(fn(&Whole<'_>) -> Result<Option<ComputedColumns>, Error>),
}

/// A derived column in SQL: an expression over the table's unique rows, `own`, and what the table's
/// [`joins`](Declared::joins) bring; or over those and the columns of the layers before.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sql {
    /// In layer 0, 1 or 2.
    Layer(usize, fn(&Asked<'_>) -> String),
    /// In layer 0 where the database is not DuckDB.
    Elsewhere(fn(&Asked<'_>) -> String),
    /// Over what is joined to the derived rows.
    Joined(fn(&Asked<'_>) -> String),
}

/// The derived columns of a table.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) columns: &'static [&'static Derived],
    /// Columns that only the SQL of others needs.
    pub(super) helpers: &'static [(&'static str, Sql)],
    /// What stands beside the unique rows in SQL's `FROM`.
    pub(super) joins: fn(&Asked<'_>) -> String,
    /// Tables beside the references whose unique rows the SQL reads.
    pub(super) reads: &'static [Table],
}

impl Declared {
    /// Nothing is derived.
    pub(super) const NOTHING: Self = Self::of(&[]);

    /// Columns that need nothing else.
    pub(super) const fn of(columns: &'static [&'static Derived]) -> Self {
        Self { columns, helpers: &[], joins: |_| String::new(), reads: &[] }
    }
}

/// For every report.
pub(super) fn always(_: &Given<'_>) -> bool {
    true
}

/// What a report has: staged columns, and what it configures that derived columns rest on.
pub(super) struct Given<'a> {
    pub(super) staged: &'a BTreeMap<Table, BTreeSet<String>>,
    /// The table of the column.
    pub(super) table: Table,
    pub(super) configured: Configured,
}

impl Given<'_> {
    /// Whether a table has a staged column.
    pub(super) fn supplies(&self, table: Table, column: &str) -> bool {
        self.staged.get(&table).is_some_and(|columns| columns.contains(column))
    }

    /// Whether the column's own table has a staged column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.supplies(self.table, column)
    }
}

/// What a report configures that derived columns rest on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Configured {
    pub(super) targets: bool,
    pub(super) economics: bool,
    pub(super) acknowledge: bool,
    pub(super) close: bool,
}

/// Rows of a part, with what a column may take from them.
pub(super) struct Rows<'a> {
    pub(super) batch: Columns<'a>,
    /// Their numbers among the staged rows.
    pub(super) numbers: Vec<u64>,
    pub(super) context: &'a Context,
    pub(super) sequence: Option<&'a Sequence>,
    pub(super) interactions: Option<&'a Interactions>,
}

/// A whole table, with what a column may take from it and the others.
pub(super) struct Whole<'a> {
    pub(super) table: Table,
    pub(super) own: &'a Merging,
    pub(super) all: &'a Tables,
    pub(super) context: &'a Context,
    /// Valid orders: customer, time, value.
    pub(super) purchases: &'a [(u128, i64, i128)],
}

/// What SQL is told of a table.
pub(super) struct Asked<'a> {
    /// The database that is asked.
    pub(super) dialect: Dialect,
    pub(super) context: &'a Context,
    pub(super) values: &'a Values,
    pub(super) offsets: &'a [Offset],
    /// Earliest and latest main date.
    pub(super) span: Option<(i64, i64)>,
    /// Tables that are there.
    pub(super) present: BTreeSet<Table>,
    /// A query of all staged rows, duplicates included.
    pub(super) all_rows: String,
    /// Whether customers have value tiers.
    pub(super) has_tiers: bool,
}
