//! Names of the pages, and how their entries are found from others.

use super::page::Inline;
use crate::benchmarks::Benchmark;
use crate::catalogue::built_in;
use crate::domain::Table;
use crate::schema::columns;

pub(super) const KEYS: &str = "keys";
pub(super) const TABLES: &str = "tables";
pub(super) const METRICS: &str = "metrics";
pub(super) const CODES: &str = "codes";
pub(super) const PROFILES: &str = "profiles";
pub(super) const BENCHMARKS: &str = "benchmarks";

/// A metric, when there is one of this id; else the id.
pub(super) fn metric(id: &str) -> Inline {
    match built_in().iter().any(|metric| metric.id == id) {
        true => Inline::Entry(METRICS, id.to_owned(), id.to_owned()),
        false => Inline::Code(id.to_owned()),
    }
}

/// A table.
pub(super) fn table(table: Table) -> Inline {
    Inline::Entry(TABLES, table.name().to_owned(), table.name().to_owned())
}

/// A column of a table, or of the customer that its rows point to (`customer.tier`), when there is one of this name;
/// else the name.
pub(super) fn column(table: Option<Table>, name: &str) -> Inline {
    let (table, own) = match name.strip_prefix("customer.") {
        Some(own) => (Some(Table::Customers), own),
        None => (table, name),
    };
    let known = table.filter(|table| columns(*table).iter().any(|column| column.name == own));
    known.map_or_else(
        || Inline::Code(name.to_owned()),
        |table| Inline::Entry(TABLES, format!("{}.{own}", table.name()), name.to_owned()),
    )
}

/// A published figure.
pub(super) fn figure(figure: &Benchmark) -> Inline {
    Inline::Entry(BENCHMARKS, figure_id(figure), figure.id.clone())
}

/// Where a published figure stands on its page: ids are unique in one file only.
pub(super) fn figure_id(figure: &Benchmark) -> String {
    format!("{}.{}", figure_file(figure), figure.id)
}

/// The file that a published figure stands in, without its ending.
pub(super) fn figure_file(figure: &Benchmark) -> String {
    figure.place.file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
