//! What an expression may name: the columns of one table and their types.

use crate::domain::{BusinessCalendar, ColumnType};
use std::collections::BTreeMap;

/// Name of the instant at which the row's period starts.
pub const PERIOD_START: &str = "period_start";
/// Name of the instant at which the row's period ends (the first one after it).
pub const PERIOD_END: &str = "period_end";
/// Name of the instant at which the data were extracted.
pub const AS_OF: &str = "as_of";

/// The columns of a table by name, dotted ones such as `customer.tier` included. Any text is a name,
/// and only the very same text names the column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    columns: BTreeMap<String, ColumnType>,
    business_hours: bool,
    of_a_file: bool,
}

impl Schema {
    /// A schema of these columns, without a business calendar.
    pub fn new<N: Into<String>>(columns: impl IntoIterator<Item = (N, ColumnType)>) -> Self {
        let columns = columns.into_iter().map(|(name, kind)| (name.into(), kind)).collect();
        Self { columns, business_hours: false, of_a_file: false }
    }

    /// A schema of the columns of a client's file, named by its headers: it knows no period, so
    /// that `period_start`, `period_end` and `as_of` name columns at most.
    pub fn of_file<N: Into<String>>(columns: impl IntoIterator<Item = (N, ColumnType)>) -> Self {
        Self { of_a_file: true, ..Self::new(columns) }
    }

    /// The same, with `business_hours(…)` allowed when there is a calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Option<&BusinessCalendar>) -> Self {
        self.business_hours = calendar.is_some();
        self
    }

    /// Adds a column; a later one of the same name replaces the earlier.
    pub fn insert(&mut self, name: impl Into<String>, kind: ColumnType) {
        self.columns.insert(name.into(), kind);
    }

    /// The type of a column of the table.
    pub fn get(&self, name: &str) -> Option<ColumnType> {
        self.columns.get(name).copied()
    }

    /// The columns in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ColumnType)> {
        self.columns.iter().map(|(name, kind)| (name.as_str(), *kind))
    }

    /// Whether it is of a client's file, where no period is bound.
    pub fn is_of_a_file(&self) -> bool {
        self.of_a_file
    }

    /// Whether `business_hours` may be called.
    pub fn has_business_hours(&self) -> bool {
        self.business_hours
    }
}
