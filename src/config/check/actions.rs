//! Reads the file of agreed actions: CSV in UTF-8 or GB18030, every mistake with line and column.

use super::Checker;
use crate::catalogue::definition::Definition;
use crate::config::action::{Action, Done};
use crate::config::rule::Lever;
use crate::config::tree::Mark;
use crate::config::written::{Written, list};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{Locale, Localized};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Columns that the file must have.
const NEEDED: [&str; 7] = ["id", "lever", "owner", "due", "metric", "expected_effect", "done"];
/// The column that it may have beside them, and those of titles: `title` and the tag of a locale.
const STARTED: &str = "started";
const TITLE: &str = "title ";
const YES: [&str; 6] = ["yes", "true", "1", "done", "是", "已完成"];
const NO: [&str; 7] = ["", "no", "false", "0", "open", "否", "未完成"];

impl Checker<'_> {
    pub(super) fn actions(&mut self, written: &Written<String>, metrics: &[Definition]) -> Option<Vec<Action>> {
        let (text, mark) = written.placed()?;
        let path = self.existing_file(text, mark, "actions")?;
        let text = self.action_text(&path, mark)?;
        let mut records = records(&text).into_iter();
        let (line, header) = records.next().unwrap_or((1, Vec::new()));
        let mut file = ActionFile { path, columns: BTreeMap::new(), metrics, problems: Vec::new() };
        file.header(line, &header);
        let mut seen = BTreeSet::new();
        let mut actions = Vec::new();
        if file.problems.is_empty() {
            for (line, cells) in records {
                let action = file.action(line, &cells, header.len());
                if let Some(again) = action.as_ref().filter(|action| !seen.insert(action.id.clone())) {
                    file.error("duplicate-action", (line, "id"), format!("the action `{}` is listed twice", again.id));
                }
                actions.extend(action);
            }
        }
        self.problems.append(&mut file.problems);
        Some(actions)
    }

    pub(super) fn action_text(&mut self, path: &Path, mark: Mark) -> Option<String> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.error("unreadable-file", mark, format!("cannot read `{}`: {error}", path.display()));
                return None;
            }
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = std::str::from_utf8(bytes).map(str::to_owned).ok();
        let text = text.or_else(|| {
            let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
            text.map(std::borrow::Cow::into_owned)
        });
        if text.is_none() {
            let message = "the file is neither UTF-8 nor GB18030".to_owned();
            self.problems.push(Diagnostic::error("wrong-encoding", Place::file(path), message));
        }
        text
    }
}

/// The records with the line on which each begins, cells trimmed; empty lines are no records.
fn records(text: &str) -> Vec<(u64, Vec<String>)> {
    let mut reader = Records { line: 1, start: 1, ..Records::default() };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if reader.quoted && letters.peek() == Some(&'"') => {
                letters.next();
                reader.cell.push('"');
            }
            '"' => reader.quoted = !reader.quoted,
            ',' if !reader.quoted => reader.end_cell(),
            '\r' if !reader.quoted => {}
            '\n' if !reader.quoted => reader.end_record(),
            other => reader.cell.push(other),
        }
        if letter == '\n' {
            reader.line += 1;
            if reader.cells.is_empty() && reader.cell.is_empty() {
                reader.start = reader.line;
            }
        }
    }
    reader.end_record();
    reader.found
}

#[derive(Default)]
struct Records {
    found: Vec<(u64, Vec<String>)>,
    cells: Vec<String>,
    cell: String,
    quoted: bool,
    line: u64,
    start: u64,
}

impl Records {
    fn end_cell(&mut self) {
        self.cells.push(self.cell.trim().to_owned());
        self.cell.clear();
    }

    fn end_record(&mut self) {
        if !self.cells.is_empty() || !self.cell.trim().is_empty() {
            self.end_cell();
            self.found.push((self.start, std::mem::take(&mut self.cells)));
        }
        self.cell.clear();
    }
}

/// The file while it is read.
struct ActionFile<'a> {
    path: PathBuf,
    columns: BTreeMap<String, usize>,
    metrics: &'a [Definition],
    problems: Vec<Diagnostic>,
}

impl ActionFile<'_> {
    fn place(&self, line: u64, column: &str) -> Place {
        // The column of a place is the number of the cell: what a spreadsheet shows.
        Place { file: self.path.clone(), line: Some(line), column: self.columns.get(column).map(|at| *at as u64 + 1) }
    }

    fn error(&mut self, code: &'static str, at: (u64, &str), message: String) {
        let place = self.place(at.0, at.1);
        self.problems.push(Diagnostic::error(code, place, message));
    }

    fn error_with_hint(&mut self, code: &'static str, at: (u64, &str), message: String, hint: String) {
        let place = self.place(at.0, at.1);
        self.problems.push(Diagnostic::error(code, place, message).with_hint(hint));
    }

    fn header(&mut self, line: u64, names: &[String]) {
        for (at, name) in names.iter().enumerate() {
            self.columns.insert(name.clone(), at);
            let titles: Vec<String> = Locale::tags().iter().map(|tag| format!("{TITLE}{tag}")).collect();
            let known: Vec<&str> =
                NEEDED.into_iter().chain([STARTED]).chain(titles.iter().map(String::as_str)).collect();
            if !known.contains(&name.as_str()) {
                let hint = match did_you_mean(name, known.iter().copied()) {
                    Some(question) => question,
                    None => format!("known columns: {}", list(&known)),
                };
                self.error_with_hint("unknown-column", (line, name), format!("unknown column `{name}`"), hint);
            }
        }
        let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !self.columns.contains_key(*name)).collect();
        if !missing.is_empty() {
            self.error("missing-column", (line, ""), format!("missing columns: {}", list(&missing)));
        }
    }

    fn action(&mut self, line: u64, cells: &[String], width: usize) -> Option<Action> {
        if cells.len() != width {
            let message = format!("the row has {} cells, the header {width}", cells.len());
            self.error("ragged-row", (line, ""), message);
            return None;
        }
        let cell = |name: &str| self.columns.get(name).map(|at| cells[*at].clone()).unwrap_or_default();
        let (id, owner, metric) = (cell("id"), cell("owner"), cell("metric"));
        let (lever, due, started) = (cell("lever"), cell("due"), cell(STARTED));
        let (effect, done) = (cell("expected_effect"), cell("done"));
        let titles = Locale::all().into_iter().map(|locale| (locale, cell(&format!("{TITLE}{}", locale.tag()))));
        let titles: Vec<_> = titles.filter(|(_, title)| !title.is_empty()).collect();
        let title = if titles.is_empty() { Localized::plain(&id) } else { titles.into_iter().collect() };
        let before = self.problems.len();
        for (name, text) in [("id", &id), ("owner", &owner), ("due", &due), ("metric", &metric)] {
            if text.is_empty() {
                self.error("missing-cell", (line, name), format!("`{name}` is empty"));
            }
        }
        let lever = self.lever(line, &lever);
        self.known_metric(line, &metric);
        let due = if due.is_empty() { None } else { self.day(line, "due", &due) };
        let started = if started.is_empty() { None } else { self.day(line, "started", &started) };
        let expected_effect = self.effect(line, &effect);
        let done = self.done(line, &done);
        if self.problems.len() > before {
            return None;
        }
        Some(Action { id, title, lever: lever?, owner, due: due?, metric, expected_effect, done: done?, started })
    }

    fn lever(&mut self, line: u64, name: &str) -> Option<Lever> {
        let lever = Lever::from_name(name);
        if lever.is_none() {
            let names = Lever::ALL.map(|(_, name)| name);
            let hint = match did_you_mean(name, names) {
                Some(question) => question,
                None => format!("one of {}", list(&names)),
            };
            self.error_with_hint("unknown-lever", (line, "lever"), format!("unknown lever `{name}`"), hint);
        }
        lever
    }

    fn known_metric(&mut self, line: u64, id: &str) {
        if id.is_empty() || self.metrics.iter().any(|metric| metric.id == id) {
            return;
        }
        let hint = match did_you_mean(id, self.metrics.iter().map(|metric| metric.id.as_str())) {
            Some(question) => question,
            None => "`quarterdeck metrics` lists them all".to_owned(),
        };
        self.error_with_hint("unknown-metric", (line, "metric"), format!("unknown metric `{id}`"), hint);
    }

    fn day(&mut self, line: u64, column: &str, text: &str) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            let hint = "write it as `2026-10-15`".to_owned();
            self.error_with_hint("invalid-date", (line, column), format!("`{text}` is not a date"), hint);
        }
        day
    }

    fn effect(&mut self, line: u64, text: &str) -> Option<f64> {
        if text.is_empty() {
            return None;
        }
        let number = text.replace('−', "-").parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            let hint = "write the signed change in the metric's unit, such as `-0.5`".to_owned();
            let message = format!("`{text}` is not a number");
            self.error_with_hint("invalid-number", (line, "expected_effect"), message, hint);
        }
        number
    }

    /// `yes`, `no`, or the day on which it was done.
    fn done(&mut self, line: u64, text: &str) -> Option<Done> {
        let lower = text.to_lowercase();
        if YES.contains(&lower.as_str()) {
            return Some(Done::Yes(None));
        }
        if NO.contains(&lower.as_str()) {
            return Some(Done::No);
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            let hint = "write `yes`, `no`, or the day on which it was done".to_owned();
            self.error_with_hint(
                "invalid-done",
                (line, "done"),
                format!("`{text}` does not say whether it was done"),
                hint,
            );
        }
        day.map(|day| Done::Yes(Some(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_keep_their_lines_over_quotes_and_empty_lines() {
        let found = records("a,b\r\n\r\n\"x\ny\",2\n\n3,\"4,5\"");
        let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(found, [(1, cells(&["a", "b"])), (3, cells(&["x\ny", "2"])), (6, cells(&["3", "4,5"]))]);
        assert_eq!(records(""), []);
    }
}
