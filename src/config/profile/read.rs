//! A profile's file → a checked profile; every mistake with its place.

use super::{Evidence, Profile, Shape};
use crate::config::file;
use crate::config::reader;
use crate::config::tree::{self, Key, Mark, Node, Value};
use crate::config::written::{Entries, OneOrMany, Written};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::Table;
use std::path::Path;

/// Reads one profile; `None` when it cannot be used.
pub(super) fn profile(text: &str, path: &Path, problems: &mut Vec<Diagnostic>) -> Option<Profile> {
    let mut tree = match tree::parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            problems.push(error.diagnostic(path));
            return None;
        }
    };
    let before = problems.len();
    let tables = take_tables(&mut tree);
    let written: file::Profile = reader::read(&tree, path, problems)?;
    let mut reading = Reading { path, problems };
    let tables = reading.tables(tables);
    let found = reading.checked(&written, tables);
    (problems.len() == before).then_some(found).flatten()
}

fn take_tables(tree: &mut Node) -> Option<(Key, Node)> {
    let Value::Map(entries) = &mut tree.value else { return None };
    let at = entries.iter().position(|(key, _)| key.text == "tables")?;
    Some(entries.remove(at))
}

struct Reading<'r> {
    path: &'r Path,
    problems: &'r mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn error(&mut self, code: &'static str, mark: Mark, message: String) {
        let place = Place::at(self.path, mark.line, mark.column);
        self.problems.push(Diagnostic::error(code, place, message));
    }

    fn tables(&mut self, written: Option<(Key, Node)>) -> Vec<(Table, Vec<Node>)> {
        let Some((_, Node { value: Value::Map(entries), .. })) = written else { return Vec::new() };
        let mut tables = Vec::new();
        for (key, node) in entries {
            let Some(table) = Table::ALL.into_iter().find(|table| table.name() == key.text) else {
                let question = did_you_mean(&key.text, Table::ALL.iter().map(|table| table.name()));
                let hint = question.map(|question| format!("; {question}")).unwrap_or_default();
                self.error("unknown-table", key.mark, format!("unknown table `{}`{hint}", key.text));
                continue;
            };
            let nodes = match node.value {
                Value::List(items) => items,
                _ => vec![node],
            };
            tables.push((table, nodes));
        }
        tables.sort_by_key(|(table, _)| *table);
        tables
    }

    fn checked(&mut self, written: &file::Profile, tables: Vec<(Table, Vec<Node>)>) -> Option<Profile> {
        let start = Mark::TOP;
        for (missing, key) in [
            (written.id.is_absent(), "id"),
            (written.title.is_absent(), "title"),
            (written.evidence.is_absent(), "evidence"),
            (tables.is_empty() && written.refuse.is_absent(), "tables"),
            (written.recognise.is_absent() && written.shape.is_absent(), "recognise"),
        ] {
            if missing {
                self.error("missing-key", start, format!("`{key}` is missing in this profile"));
            }
        }
        let name = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some((id, mark)) = written.id.placed().filter(|(id, _)| **id != name) {
            self.error("profile-name", mark, format!("the profile `{id}` stands in a file named `{name}.yaml`"));
        }
        Some(Profile {
            id: written.id.get()?.clone(),
            title: written.title.get()?.clone(),
            evidence: self.evidence(&written.evidence),
            unverified: texts(&written.unverified),
            recognise: recognise(&written.recognise),
            file: written.file.get().cloned(),
            shape: written.shape.get().map(|shape| self.shape(shape)),
            asks: written.asks.items().iter().filter_map(Written::get).copied().collect(),
            before: texts(&written.before),
            head: self.head(&written.head),
            refuse: written.refuse.get().cloned(),
            tables,
        })
    }

    fn evidence(&mut self, written: &Written<Vec<Written<file::ProfileEvidence>>>) -> Vec<Evidence> {
        let mut found = Vec::new();
        for (one, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            match (one.kind.get(), one.source.get()) {
                (Some(kind), Some(source)) => found.push(Evidence { kind: *kind, source: source.clone() }),
                _ => self.error("missing-key", mark, "evidence needs `kind` and `source`".to_owned()),
            }
        }
        found
    }

    fn head(&mut self, written: &Written<Entries<file::HeadCell>>) -> Vec<(String, u64, usize)> {
        let mut found = Vec::new();
        for entry in written.entries() {
            let Some((cell, mark)) = entry.value.placed() else { continue };
            let column = cell.column.get().and_then(|column| usize::try_from(*column).ok()?.checked_sub(1));
            match (cell.row.get(), column) {
                (Some(row), Some(column)) if *row > 0 => found.push((entry.key.clone(), *row, column)),
                _ => self.error("missing-key", mark, "a cell needs `row` and `column`, from 1".to_owned()),
            }
        }
        found
    }

    fn shape(&mut self, written: &file::Shape) -> Shape {
        let number = |written: &Written<u64>| written.get().and_then(|number| usize::try_from(*number).ok());
        let least = number(&written.least).unwrap_or(1);
        let most = number(&written.most).unwrap_or(least);
        Shape { columns: (least, most), cells: self.positions(&written.cells), words: self.positions(&written.words) }
    }

    fn positions<T: Clone>(&mut self, written: &Written<Entries<T>>) -> Vec<(usize, T)> {
        let mut found = Vec::new();
        for entry in written.entries() {
            match (entry.key.parse::<usize>().ok().and_then(|number| number.checked_sub(1)), entry.value.get()) {
                (Some(at), Some(value)) => found.push((at, value.clone())),
                (None, _) => self.error("out-of-range", entry.mark, "columns are counted from 1".to_owned()),
                (_, None) => {}
            }
        }
        found
    }
}

fn texts(written: &Written<OneOrMany<String>>) -> Vec<String> {
    written.items().iter().filter_map(|text| text.get().cloned()).collect()
}

fn recognise(written: &Written<Vec<Written<Vec<Written<String>>>>>) -> Vec<Vec<String>> {
    let names = |set: &Vec<Written<String>>| set.iter().filter_map(|name| name.get().cloned()).collect();
    written.get().into_iter().flatten().filter_map(Written::get).map(names).collect()
}
