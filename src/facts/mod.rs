//! Canonical tables: their schema, keys, and the columns derived from other rows and tables.
//!
//! Merges duplicate keys (G6), computes derived columns once per report and appends them on read,
//! and collects the facts of the data-quality page. Computes no metric.

mod blank;
mod build;
mod column;
mod complaints;
mod computed;
mod conditions;
mod context;
mod cost_row;
mod count;
mod coverage;
mod derived;
mod doubts;
mod folds;
mod keys;
mod lookup;
mod merge;
mod orders;
pub mod quality;
mod query;
mod sequence;
mod staged;
mod surveys;
pub mod table;
#[cfg(test)]
pub(crate) mod tests;
mod tickets;
mod value_tier;
mod values;
mod veiled;
mod zeros;

pub use crate::intake::ColumnDoubt;
pub use build::build;
pub use conditions::unmet;
pub use context::class_name;
pub use cost_row::CostRow;
pub use coverage::{Coverage, LookBack, Span, Uncovered};
pub use derived::{Derived, Reference, derived_columns, full_schema, references, sources, what_follows};
pub use doubts::{doubts, empty_quarter};
pub use quality::{Crowded, FileQuality, LeadingZeros, MergeKind, MergedGroup, MergedRow, Quality, TableQuality};
pub use table::FactTable;
pub use value_tier::{ValueTier, Worth, value_tiers};

use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::intake::Reject;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The tables of one report, ready to be measured.
#[derive(Debug, Default)]
pub struct Facts {
    /// Every table that has staged rows or a source.
    pub tables: BTreeMap<Table, FactTable>,
    /// Intake's rejects by table, file and line.
    pub rejects: Vec<Reject>,
    /// Rows for which another of the same key stands, by table and in reading order; of many the first.
    pub merged: Vec<MergedRow>,
    /// Doubts about keys; with an error among them there are no tables.
    pub diagnostics: Vec<Diagnostic>,
    /// What an order is worth.
    pub worth: Worth,
    /// What is known of the data itself (section R17).
    pub quality: Quality,
    folds: folds::FoldCache,
}

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
}
