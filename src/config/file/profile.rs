//! A profile of a vendor's export, as written, without its tables.

use crate::config::Support;
use crate::config::profile::{CellForm, Question};
use crate::config::written::{Entries, OneOrMany, Written};
use crate::domain::Localized;
use serde::Deserialize;

/// One profile file; its `tables` are read apart, as sources of a configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Profile {
    /// Its name, the same as the file's.
    pub(in crate::config) id: Written<String>,
    /// What the export is called.
    pub(in crate::config) title: Written<Localized>,
    /// What each fact stands on.
    pub(in crate::config) evidence: Written<Vec<Written<ProfileEvidence>>>,
    /// What is assumed without evidence.
    pub(in crate::config) unverified: Written<OneOrMany<String>>,
    /// Sets of column names; a header row that holds all of one set is this system's.
    pub(in crate::config) recognise: Written<Vec<Written<Vec<Written<String>>>>>,
    /// Pattern of the file's name: a hint beside the names, or with `shape` for files without a header.
    pub(in crate::config) file: Written<String>,
    /// How the rows of a file without a header look.
    pub(in crate::config) shape: Written<Shape>,
    /// What stands nowhere in the file and has to be asked.
    pub(in crate::config) asks: Written<OneOrMany<Question>>,
    /// Profiles whose files say the same once more, and are left out beside this one's.
    pub(in crate::config) before: Written<OneOrMany<String>>,
    /// Cells above the header that the mapping names as `{name}`.
    pub(in crate::config) head: Written<Entries<HeadCell>>,
    /// Why such a file is not read.
    pub(in crate::config) refuse: Written<Localized>,
}

/// What a fact stands on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct ProfileEvidence {
    /// Of which kind it is.
    pub(in crate::config) kind: Written<Support>,
    /// The public source, in a sentence.
    pub(in crate::config) source: Written<String>,
}

/// The look of rows without a header.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Shape {
    /// Least number of columns.
    pub(in crate::config) least: Written<u64>,
    /// Greatest number of columns.
    pub(in crate::config) most: Written<u64>,
    /// Number of a column, from 1: what its cells hold.
    pub(in crate::config) cells: Written<Entries<CellForm>>,
    /// Number of a column, from 1: words of which each of its cells is one.
    pub(in crate::config) words: Written<Entries<Vec<String>>>,
}

/// A cell above the header.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct HeadCell {
    /// Its row, from 1.
    pub(in crate::config) row: Written<u64>,
    /// Its column, from 1.
    pub(in crate::config) column: Written<u64>,
}
