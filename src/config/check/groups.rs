//! Checks groups of reports, and the words by which reports are chosen.

use super::Checker;
use crate::config::file::{self, File};
use crate::config::tree::Mark;
use crate::config::written::Written;
use std::collections::BTreeSet;

impl Checker<'_> {
    /// What groups may not say, and their names for the reports.
    pub(super) fn groups(&mut self, file: &File) {
        for group in file.groups.entries() {
            if let Some(settings) = group.value.get() {
                self.defaults_only(settings);
            }
            self.groups.push(group.key.clone());
        }
    }

    /// The words of a report; its group is one of them.
    pub(super) fn tags(&mut self, report: &file::Report) -> BTreeSet<String> {
        let mut tags = BTreeSet::new();
        if let Some((group, mark)) = report.group.placed() {
            if self.groups.contains(group) {
                tags.insert(group.clone());
            } else {
                let groups = self.groups.clone();
                let known: Vec<&str> = groups.iter().map(String::as_str).collect();
                self.unknown_name("unknown-group", mark, ("group", group), &known);
            }
        }
        for (tag, mark) in report.tags.items().iter().filter_map(Written::placed) {
            if tag.trim().is_empty() || tag.trim() != tag || tag.chars().any(char::is_control) {
                let message = format!("`{}` cannot be a tag", tag.escape_debug());
                self.error_with_hint("unsafe-tag", mark, message, "write a word without spaces around it");
            } else {
                tags.insert(tag.clone());
            }
        }
        tags
    }

    /// What a report without an id is called: by its line, and by its file where that is another one.
    pub(super) fn nameless(&self, mark: Mark) -> String {
        match mark.file {
            0 => format!("line {}", mark.line),
            _ => format!("line {} of {}", mark.line, self.place(mark).file.display()),
        }
    }
}
