//! Canonical tables: their schema, keys, and the columns derived from other rows and tables.
//!
//! Merges duplicate keys (G6), computes derived columns once per report and appends them on read,
//! and collects the facts of the data-quality page. Computes no metric.

mod blank;
mod build;
mod collected;
mod column;
mod complaints;
mod computed;
mod conditions;
mod context;
mod cost_row;
mod count;
mod coverage;
mod derivation;
mod derived;
mod doubts;
mod due;
mod error;
mod folds;
mod keys;
mod literal;
mod lookup;
mod merge;
mod merging;
mod orders;
pub mod quality;
mod query;
mod related;
mod sequence;
mod staged;
mod surveys;
pub mod table;
#[cfg(test)]
pub(crate) mod tests;
mod tickets;
mod valid;
mod value_tier;
mod values;
mod veiled;
mod zeros;

pub use crate::intake::ColumnDoubt;
pub use build::build;
pub use collected::Facts;
pub use conditions::unmet;
pub use context::class_name;
pub use cost_row::CostRow;
pub use coverage::{Coverage, LookBack, Span, Uncovered};
pub use derivation::Derived;
pub use derived::{Reference, derived_columns, full_schema, references, sources, what_follows};
pub use doubts::{doubts, empty_quarter};
pub use error::Error;
pub use quality::{Crowded, FileQuality, LeadingZeros, MergeKind, MergedGroup, MergedRow, Quality, TableQuality};
pub use query::StagedRows;
pub use table::FactTable;
pub use value_tier::{ValueTier, Worth, value_tiers};
