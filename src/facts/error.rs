//! Why facts could not be built or read.

use crate::domain::Table;
use std::path::PathBuf;

/// Why facts could not be built or read: staged files are ours, so these are failures of the world.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A staged file could not be opened.
    #[error("cannot open staged file `{path}`")]
    Open {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A staged file could not be read.
    #[error("cannot read staged file `{path}`")]
    Parquet {
        /// Where.
        path: PathBuf,
        /// What the reader said.
        source: parquet::errors::ParquetError,
    },
    /// A staged file does not have the columns that the schema promises.
    #[error("staged file `{path}`: {message}")]
    Layout {
        /// Where.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A column was asked for that nobody computes: our mistake, and never a column of nothing.
    #[error("nobody computes the column `{column}` of {}", table.name())]
    Uncomputed {
        /// Of which table.
        table: Table,
        /// Which.
        column: String,
    },
}
