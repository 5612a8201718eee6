//! A project of the test data in a folder of its own, and the built program run in it.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Data made up for a test of something else are no affair of the gate.
pub const UNGATED: &str = "gate: {rows_fall: {at_most: off}, rows_rise: {at_most: off}, freshness: {at_most: off}, \
    unreadable: {at_most: off}, rejects: {at_most: off}, backlog: {at_most: off}}";

/// A copy of a project's folder; it disappears when dropped.
pub struct Project {
    folder: TempDir,
}

/// How a command ended.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Project {
    /// A copy of a folder below `tests/`.
    pub fn of(name: &str) -> Self {
        Self::copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name))
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn copied(from: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
            let target = folder.path().join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).unwrap();
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program with the words of a line.
    pub fn run(&self, line: &str) -> Ended {
        self.run_words(&line.split_whitespace().collect::<Vec<_>>(), "C.UTF-8")
    }

    /// Runs the program with these words, for somebody whose environment names a language.
    pub fn run_words(&self, words: &[&str], language: &str) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
            .args(words)
            .current_dir(self.path())
            .env_remove("NO_COLOR")
            .env_remove("LC_MESSAGES")
            .env("LC_ALL", language)
            .output()
            .unwrap();
        Ended {
            code: output.status.code().expect("the program ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn text(&self, file: &str) -> String {
        String::from_utf8(self.bytes(file)).unwrap()
    }

    pub fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&self.bytes(file)).unwrap()
    }

    /// All files below a folder, as paths relative to it.
    pub fn files(&self, below: &str) -> BTreeSet<String> {
        let root = self.path().join(below);
        let entries =
            WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
        let name = |path: PathBuf| path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
        entries.map(|entry| name(entry.into_path())).collect()
    }
}
