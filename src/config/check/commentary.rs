//! Checks the commentary: its files, and the sections that they name.

use super::Checker;
use crate::config::commentary::{Commentary, passages};
use crate::config::written::{Entries, OneOrBySection, Written};
use crate::config::{FigureName, SECTIONS, figure_names};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{Locale, Localized, Segment};
use crate::metrics::definition::Definition;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

impl Checker<'_> {
    pub(super) fn commentary(
        &mut self,
        written: &Written<Entries<OneOrBySection>>,
        (metrics, own): (&[Definition], &[(String, Localized)]),
    ) -> BTreeMap<Locale, Vec<Commentary>> {
        let known: Vec<&str> = SECTIONS.into_iter().chain(own.iter().map(|(id, _)| id.as_str())).collect();
        let mut files: BTreeMap<Locale, Vec<Commentary>> = BTreeMap::new();
        for entry in written.entries() {
            let Some(locale) = Locale::from_tag(&entry.key) else {
                self.unknown_locale(&entry.key, entry.mark);
                continue;
            };
            let found = match entry.value.placed() {
                Some((OneOrBySection::One(text), mark)) => {
                    let file = self.existing_file(text, mark, "commentary");
                    file.map(|file| Commentary { section: None, file }).into_iter().collect()
                }
                Some((OneOrBySection::BySection(entries), _)) => self.by_section(entries, &known),
                None => Vec::new(),
            };
            for one in &found {
                let Ok(text) = fs::read_to_string(&one.file) else { continue };
                if one.section.is_none() {
                    self.named_sections(&one.file, &text, &known);
                }
                self.named_figures(&one.file, &text, metrics);
            }
            files.entry(locale).or_default().extend(found);
        }
        files
    }

    fn by_section(&mut self, entries: &Entries<String>, known: &[&str]) -> Vec<Commentary> {
        let mut found = Vec::new();
        for entry in &entries.0 {
            if !known.contains(&entry.key.as_str()) {
                self.unknown_name("unknown-section", entry.mark, ("section", &entry.key), known);
                continue;
            }
            if let Some((text, mark)) = entry.value.placed() {
                let file = self.existing_file(text, mark, "commentary");
                found.extend(file.map(|file| Commentary { section: Some(entry.key.clone()), file }));
            }
        }
        found
    }

    /// Every section that a heading of a commentary file names must exist.
    fn named_sections(&mut self, file: &Path, text: &str, known: &[&str]) {
        for (name, line) in passages(text).into_iter().filter_map(|one| Some((one.section?, one.line))) {
            if known.contains(&name.as_str()) {
                continue;
            }
            let hint = match did_you_mean(&name, known.iter().copied()) {
                Some(question) => question,
                None => "capitals or further words make it an ordinary heading".to_owned(),
            };
            let place = Place { file: file.to_owned(), line: Some(line), column: Some(1) };
            let message = format!("unknown section `{name}` in the commentary");
            self.problems.push(Diagnostic::error("unknown-section", place, message).with_hint(hint));
        }
    }

    /// Every figure that a commentary names must be one of the report's.
    fn named_figures(&mut self, file: &Path, text: &str, metrics: &[Definition]) {
        for (index, line) in text.lines().enumerate() {
            for (range, name) in figure_names(line) {
                let Some((code, message, hint)) = fault(name, metrics) else { continue };
                let column = line[..range.start].chars().count() as u64 + 1;
                let place = Place { file: file.to_owned(), line: Some(index as u64 + 1), column: Some(column) };
                self.problems.push(Diagnostic::error(code, place, message).with_hint(hint));
            }
        }
    }
}

/// What is wrong with a figure's name, and what would be right.
fn fault(name: Result<FigureName, String>, metrics: &[Definition]) -> Option<(&'static str, String, String)> {
    const FORM: &str = "write it as `{{ metric(\"csat_top2\", segment=\"channel=phone\") }}`";
    let name = match name {
        Ok(name) => name,
        Err(why) => return Some(("bad-placeholder", format!("this names no figure: {why}"), FORM.to_owned())),
    };
    let Some(definition) = metrics.iter().find(|one| one.id == name.metric) else {
        let hint = did_you_mean(&name.metric, metrics.iter().map(|one| one.id.as_str()));
        let hint = hint.unwrap_or_else(|| "`quarterdeck metrics` lists all".to_owned());
        return Some(("unknown-metric", format!("unknown metric `{}`", name.metric), hint));
    };
    let Segment::Part { dimension, .. } = &name.segment else { return None };
    if definition.segments.contains(dimension) {
        return None;
    }
    let message = format!("`{}` is not broken down by `{dimension}`", name.metric);
    let hint = match definition.segments.as_slice() {
        [] => "it has no parts: leave `segment` out".to_owned(),
        known => format!("its parts: `{}`", known.join("`, `")),
    };
    Some(("unknown-dimension", message, hint))
}
