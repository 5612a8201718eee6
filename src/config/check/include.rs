//! Brings the reports of included files into the tree; every value keeps its file and line. A file that cannot be
//! read costs its own reports only.

use super::owners::Candidate;
use super::{Checker, not_utf8};
use crate::config::tree::{self, Key, Mark, Node, Value};
use crate::diagnostic::{Diagnostic, Place};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl Checker<'_> {
    /// Adds the reports of the files that `include` names to those of the tree; yields the texts of the files.
    pub(super) fn include(&mut self, tree: &mut Node) -> String {
        let written = match tree.get("include") {
            Some(Node { value: Value::List(items), .. }) => items.clone(),
            Some(one) => vec![one.clone()],
            None => return String::new(),
        };
        let mut texts = String::new();
        let mut reports = Vec::new();
        for node in written {
            // What is no text is told when the whole is read.
            let Value::Text(pattern) = &node.value else { continue };
            for path in self.matching(pattern, node.mark) {
                if self.included.contains(&path) {
                    continue;
                }
                self.included.push(path.clone());
                let (text, found) = self.reports_of(&path, self.included.len() as u64);
                texts += &format!("\n{}\n{text}", path.strip_prefix(&self.folder).unwrap_or(&path).display());
                reports.extend(found);
            }
        }
        add(tree, reports);
        texts
    }

    /// The files that a pattern means, sorted.
    fn matching(&mut self, pattern: &str, mark: Mark) -> Vec<PathBuf> {
        let plain = self.folder.join(pattern);
        if plain.is_file() {
            return vec![plain];
        }
        let found = match globset::GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(true).build() {
            Ok(glob) => match files_like(&self.folder, pattern, &glob.compile_matcher()) {
                Ok(found) => found,
                Err(error) => {
                    let at = error.path().unwrap_or(&self.folder).display().to_string();
                    let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.error("unreadable-file", mark, format!("`include`: cannot look into `{at}`: {cause}"));
                    return Vec::new();
                }
            },
            Err(error) => {
                self.error("invalid-pattern", mark, format!("`{pattern}` is not a pattern: {}", error.kind()));
                return Vec::new();
            }
        };
        let found: Vec<PathBuf> = found.into_iter().filter(|path| path != self.file).collect();
        if found.is_empty() {
            let message = format!("`include`: there is no file `{}`", plain.display());
            self.error("missing-file", mark, message);
        }
        found
    }

    /// The text of a file and its reports: the file itself is one, or lists them.
    fn reports_of(&mut self, path: &Path, file: u64) -> (String, Vec<Node>) {
        // Its reports stand for it where it cannot be read: they fail, and no other.
        let broken = Node { mark: Mark { file, ..Mark::TOP }, value: Value::Map(Vec::new()) };
        let text = match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => {
                self.problems.push(not_utf8(path, error.as_bytes()));
                return (String::new(), vec![broken]);
            }
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", path.display());
                self.problems.push(Diagnostic::error("unreadable-file", Place::file(path), message));
                return (String::new(), vec![broken]);
            }
        };
        let tree = match tree::parse(&text) {
            Ok(tree) => tree.of_file(file),
            Err(error) => {
                self.problems.push(error.diagnostic(path));
                return (text, vec![broken]);
            }
        };
        let reports = match tree.get("reports") {
            Some(Node { value: Value::List(reports), .. }) => {
                self.nothing_else(&tree);
                reports.clone()
            }
            _ => vec![tree],
        };
        (text, reports)
    }

    /// A file that lists reports says nothing else.
    fn nothing_else(&mut self, tree: &Node) {
        let Value::Map(entries) = &tree.value else { return };
        for (key, _) in entries.iter().filter(|(key, _)| key.text != "reports") {
            let message = format!("`{}` stands beside the reports of an included file", key.text);
            self.error_with_hint("misplaced-key", key.mark, message, "write it in the file that includes this one");
        }
    }

    /// Of a file that is no YAML nothing else is told: not what it lacks, nor what its reports would inherit.
    pub(super) fn of_broken_files(&mut self, candidates: &[Candidate]) {
        let broken = |one: &Diagnostic| ["invalid-yaml", "not-utf-8", "unreadable-file"].contains(&one.code.as_ref());
        let files: BTreeSet<PathBuf> =
            self.problems.iter().filter(|one| broken(one)).map(|one| one.place.file.clone()).collect();
        let in_broken = |one: &&Candidate| files.contains(&one.report.place.file);
        let (lost, others): (Vec<&Candidate>, Vec<&Candidate>) = candidates.iter().partition(in_broken);
        let has = |some: &[&Candidate], problem: &Diagnostic| some.iter().any(|one| one.found.contains(problem));
        let included = &self.included;
        self.problems.retain(|one| {
            let own = included.contains(&one.place.file) && files.contains(&one.place.file);
            broken(one) || !(own || has(&lost, one) && !has(&others, one))
        });
    }
}

/// Adds reports behind those that are there.
fn add(tree: &mut Node, reports: Vec<Node>) {
    let mark = reports.first().map_or(tree.mark, |report| report.mark);
    let Value::Map(entries) = &mut tree.value else { return };
    match entries.iter_mut().find(|(key, _)| key.text == "reports") {
        Some((_, Node { value: Value::List(known), .. })) => known.extend(reports),
        Some(_) => {}
        None if reports.is_empty() => {}
        None => {
            let node = Node { mark, value: Value::List(reports) };
            entries.push((Key { mark, text: "reports".to_owned() }, node));
        }
    }
}

/// The files below the fixed part of a pattern that are like it. A folder that cannot be looked into is an error:
/// the clients in it would be left out in silence.
fn files_like(folder: &Path, pattern: &str, glob: &globset::GlobMatcher) -> Result<Vec<PathBuf>, walkdir::Error> {
    let fixed = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect::<Vec<_>>();
    let root = folder.join(fixed.join("/"));
    let depth = if pattern.contains("**") { usize::MAX } else { pattern.split('/').count() - fixed.len() };
    let walk = walkdir::WalkDir::new(&root).follow_links(true).max_depth(depth).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    for entry in walk {
        let entry = match entry {
            // The fixed part is not there: no file is like the pattern.
            Err(error)
                if error.depth() == 0 && error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) =>
            {
                continue;
            }
            entry => entry?,
        };
        let is_like = glob.is_match(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
        found.extend((entry.file_type().is_file() && is_like).then(|| entry.into_path()));
    }
    Ok(found)
}
