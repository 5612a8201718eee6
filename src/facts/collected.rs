//! All that is known of one report's data before it is measured.

use super::folds::FoldCache;
use super::quality::{MergedRow, Quality};
use super::table::FactTable;
use super::value_tier::Worth;
use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::intake::Reject;
use std::collections::BTreeMap;

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
    pub(super) folds: FoldCache,
}
