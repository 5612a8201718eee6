//! Reads the file with values of competitors: each needs a name, a metric, a value, a source and a date.

use super::Checker;
use crate::catalogue::definition::Definition;
use crate::config::tree::{self, Mark};
use crate::config::written::Written;
use crate::config::{CompetitorValue, file, reader};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use chrono::NaiveDate;
use std::fs;
use std::path::Path;

impl Checker<'_> {
    /// The values in the order written; none without a file.
    pub(super) fn competitors(&mut self, written: &Written<String>, metrics: &[Definition]) -> Vec<CompetitorValue> {
        let Some((text, mark)) = written.placed() else { return Vec::new() };
        let Some(path) = self.existing_file(text, mark, "competitors") else { return Vec::new() };
        let mut reading = Reading { file: &path, metrics, problems: Vec::new() };
        let values = reading.values();
        self.problems.append(&mut reading.problems);
        values
    }
}

struct Reading<'a> {
    file: &'a Path,
    metrics: &'a [Definition],
    problems: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn values(&mut self) -> Vec<CompetitorValue> {
        let parsed = fs::read_to_string(self.file)
            .map_err(|error| (Mark::TOP, format!("cannot read the file: {error}")))
            .and_then(|text| tree::parse(&text).map_err(|error| (error.mark, error.message)));
        let tree = match parsed {
            Ok(tree) => tree,
            Err((mark, message)) => {
                self.error("invalid-yaml", mark, message);
                return Vec::new();
            }
        };
        let Some(written) = reader::read::<file::Competitors>(&tree, self.file, &mut self.problems) else {
            return Vec::new();
        };
        let entries = written.values.get().into_iter().flatten().filter_map(Written::placed);
        entries.filter_map(|(entry, mark)| self.value(entry, mark)).collect()
    }

    fn value(&mut self, entry: &file::Competitor, mark: Mark) -> Option<CompetitorValue> {
        let keys = [
            ("name", entry.name.is_absent()),
            ("metric", entry.metric.is_absent()),
            ("value", entry.value.is_absent()),
            ("source", entry.source.is_absent()),
            ("date", entry.date.is_absent()),
        ];
        for (key, _) in keys.iter().filter(|(_, absent)| *absent) {
            self.error("missing-key", mark, format!("`{key}` is missing in this value of a competitor"));
        }
        let metric = entry.metric.placed().and_then(|(id, mark)| self.metric(id, mark));
        let date = entry.date.placed().and_then(|(text, mark)| self.day(text, mark));
        let value = entry.value.placed().and_then(|(value, mark)| {
            if !value.is_finite() {
                self.error("out-of-range", mark, format!("`{value}` is not a finite number"));
            }
            value.is_finite().then_some(*value)
        });
        Some(CompetitorValue {
            name: entry.name.get()?.clone(),
            metric: metric?,
            value: value?,
            source: entry.source.get()?.clone(),
            date: date?,
        })
    }

    fn metric(&mut self, id: &str, mark: Mark) -> Option<String> {
        if self.metrics.iter().any(|metric| metric.id == id) {
            return Some(id.to_owned());
        }
        let hint = match did_you_mean(id, self.metrics.iter().map(|metric| metric.id.as_str())) {
            Some(question) => question,
            None => "`quarterdeck metrics` lists them all".to_owned(),
        };
        let place = Place::at(self.file, mark.line, mark.column);
        let problem = Diagnostic::error("unknown-metric", place, format!("unknown metric `{id}`"));
        self.problems.push(problem.with_hint(hint));
        None
    }

    fn day(&mut self, text: &str, mark: Mark) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            self.error("invalid-date", mark, format!("`{text}` is not a date; write it as `2026-10-15`"));
        }
        day
    }

    fn error(&mut self, code: &'static str, mark: Mark, message: String) {
        let place = Place::at(self.file, mark.line, mark.column);
        self.problems.push(Diagnostic::error(code, place, message));
    }
}
