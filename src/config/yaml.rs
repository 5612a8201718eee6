//! YAML files beside the configuration, read by the same rules: every mistake with its place.

pub(crate) use super::tree::Mark;
pub(crate) use super::written::{Entries, Written};

use super::{reader, tree};
use crate::diagnostic::Diagnostic;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Reads a file's text; every mistake is added to `problems`. `None` when nothing is usable.
pub(crate) fn read<T: DeserializeOwned>(text: &str, file: &Path, problems: &mut Vec<Diagnostic>) -> Option<T> {
    match tree::parse(text) {
        Ok(tree) => reader::read(&tree, file, problems),
        Err(error) => {
            problems.push(error.diagnostic(file));
            None
        }
    }
}
