//! A folder of exports → a proposal how to read it: which file feeds which table, which column is what,
//! and why.
//!
//! Looks at the first rows of every file, recognises named systems by their column names, infers the rest
//! from names and values, and says what it does not know. Computes no figure and writes no file.

mod clocks;
mod column;
mod infer;
mod look;
mod names;
mod propose;
mod questions;
mod rating;
mod recognise;
mod reduce;
mod states;
#[cfg(test)]
mod tests;
mod times;
mod twins;
mod unlocks;
mod vendor;
mod verify;
mod write;

pub use propose::{Request, propose};
pub use verify::verified;
pub use write::{Head, Written};

use crate::domain::Table;
use serde_json::Value;

/// How a folder of exports could be read.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// Every file, in the order of their names; a workbook once for each sheet.
    pub files: Vec<FileProposal>,
    /// Code of the currency of all amounts, and why.
    pub currency: (String, String),
}

/// What one file is taken for.
#[derive(Clone, Debug, Default)]
pub struct FileProposal {
    /// Path relative to the folder, with `/`.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What it is, in words.
    pub form: String,
    /// Rows that were looked at, and whether these are all.
    pub rows: (usize, bool),
    /// Profile and title of the system whose export it is.
    pub system: Option<(String, String)>,
    /// What it feeds; nothing when `remark` says why.
    pub sources: Vec<Mapping>,
    /// Columns that no table takes, and what they look like.
    pub unplaced: Vec<(String, String)>,
    /// What a person should know: questions, what was left out and why.
    pub remarks: Vec<String>,
}

/// One source of a table.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The table.
    pub table: Option<Table>,
    /// Pattern of its files.
    pub files: String,
    /// Keys beside `files` and `columns`, in order.
    pub keys: Vec<(String, Value)>,
    /// Its columns.
    pub placed: Vec<Placed>,
    /// Columns with one value.
    pub constants: Vec<(String, String, String)>,
    /// Why it cannot be read as it stands: it is written as a comment.
    pub refused: Option<String>,
    /// What a person should know.
    pub remarks: Vec<String>,
}

/// One canonical column with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The canonical column.
    pub canonical: String,
    /// Its entry in the configuration.
    pub entry: Value,
    /// The columns of the file that it reads.
    pub from: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, in a few words.
    pub reason: String,
}

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It could be something else.
    Fair,
    /// Name and values agree.
    Good,
    /// A profile says so.
    Known,
}

impl Confidence {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fair => "please check",
            Self::Good => "likely",
            Self::Known => "known",
        }
    }
}
