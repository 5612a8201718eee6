//! YAML files beside the configuration, read by the same rules: every mistake with its place.

pub(crate) use super::tree::Mark;
pub(crate) use super::written::{Entries, Written};

use super::check::csv_rows;
use super::tree::{Key, Node, Value};
use super::{reader, tree};
use crate::diagnostic::{Diagnostic, Place};
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

/// Reads a table whose columns are keys: the same as a map `rows` with one map per line, every cell with its line and
/// column. An empty cell is a key that is not written. Every mistake is added to `problems`.
pub(crate) fn read_rows<T: DeserializeOwned>(text: &str, file: &Path, problems: &mut Vec<Diagnostic>) -> Option<T> {
    let mut lines = match csv_rows(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(lines) => lines.into_iter(),
        Err((mark, message)) => {
            problems.push(Diagnostic::error("invalid-csv", Place::at(file, mark.line, mark.column), message));
            return None;
        }
    };
    let header = lines.next().unwrap_or_default();
    let mut rows = Vec::new();
    for line in lines.filter(|line| line.iter().any(|(_, cell)| !cell.is_empty())) {
        let mark = line[0].0;
        let cells = header.iter().zip(&line).filter(|(_, (_, cell))| !cell.is_empty());
        let entries = cells.map(|((at, name), (place, cell))| {
            let value = match cell.to_lowercase().as_str() {
                "true" | "yes" | "是" => Value::Bool(true, cell.clone()),
                "false" | "no" | "否" => Value::Bool(false, cell.clone()),
                _ if cell.parse::<f64>().is_ok() => Value::Number(cell.clone()),
                _ => Value::Text(cell.clone()),
            };
            (Key { mark: *at, text: name.clone() }, Node { mark: *place, value })
        });
        rows.push(Node { mark, value: Value::Map(entries.collect()) });
    }
    let top = Mark::TOP;
    let rows = (Key { mark: top, text: "rows".to_owned() }, Node { mark: top, value: Value::List(rows) });
    reader::read(&Node { mark: top, value: Value::Map(vec![rows]) }, file, problems)
}

/// The text of bytes in UTF-8, with or without its mark, or in GB18030, as a Chinese Excel saves it; `None` when they
/// are neither.
pub(crate) fn text_of(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let chinese = || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    std::str::from_utf8(bytes).map(str::to_owned).ok().or_else(|| chinese().map(std::borrow::Cow::into_owned))
}

/// A text in GB18030.
#[cfg(test)]
pub(crate) fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}
