//! One fact table: staged row groups with the derived columns appended on read.

use super::Error;
use crate::domain::Table;
use crate::engine::Schema;
use arrow_array::RecordBatch;
use std::collections::BTreeSet;

/// One table that metrics read, part by part.
#[derive(Debug)]
pub struct FactTable {
    /// Which table.
    pub table: Table,
    /// Columns that have a source: canonical, extra, and derived ones whose inputs are mapped
    /// (`customer.tier` when tickets carry customers and customers carry tiers).
    pub mapped: BTreeSet<String>,
    /// All columns that an expression may name.
    pub schema: Schema,
}

impl FactTable {
    /// Number of parts (Parquet row groups).
    pub fn parts(&self) -> usize {
        todo!("next commit")
    }

    /// Reads the named columns of a part, duplicates left out, in the order asked for.
    ///
    /// # Errors
    /// When the staged file cannot be read.
    pub fn read(&self, part: usize, columns: &[&str]) -> Result<RecordBatch, Error> {
        let _ = (part, columns);
        todo!("next commit")
    }

    /// All columns that an expression may name, with their types.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }
}
