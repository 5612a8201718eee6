//! What is in doubt about a staged column: cells that could not be read, words that no list holds,
//! rows that were rejected for it.

use crate::domain::Table;

/// The doubts about one column of one table, over all files.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnDoubt {
    /// The table.
    pub table: Table,
    /// The canonical or extra column.
    pub column: String,
    /// Cells that became missing because they could not be read.
    pub unreadable: u64,
    /// Cells of a closed vocabulary whose word no list holds; staged as `unknown`.
    pub unknown: u64,
    /// Rows rejected because of this column; rows that are no records are left out.
    pub rejected: u64,
    /// Rows of the table that were read, those rejected included, those that are no records left out.
    pub rows: u64,
    /// Why, with how often, the commonest first.
    pub reasons: Vec<(String, u64)>,
    /// The first such cell: file, line and what stood there.
    pub first: Option<(String, u64, String)>,
}

impl ColumnDoubt {
    /// Cells in doubt.
    pub fn cells(&self) -> u64 {
        self.unreadable + self.unknown + self.rejected
    }

    /// The share of the rows whose cell is in doubt, 0 to 1.
    pub fn share(&self) -> f64 {
        self.cells() as f64 / self.rows.max(1) as f64
    }
}
