//! What was lost on the way to the pages: cells in doubt, characters that cannot be shown.

use serde::{Deserialize, Serialize};

/// A column with cells in doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Table.
    pub table: String,
    /// Column; empty when whole rows are meant.
    pub column: String,
    /// Cells that could not be read.
    pub unreadable: u64,
    /// Cells whose word no list holds.
    pub unknown: u64,
    /// Rows rejected because of it.
    pub rejected: u64,
    /// Rows of the table.
    pub rows: u64,
    /// The same in words.
    pub text: String,
}
