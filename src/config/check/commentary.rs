//! Checks the commentary: its files, and the sections that they name.

use super::Checker;
use crate::config::SECTIONS;
use crate::config::commentary::{Commentary, passages};
use crate::config::written::{Entries, OneOrBySection, Written};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::Locale;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

impl Checker<'_> {
    pub(super) fn commentary(
        &mut self,
        written: &Written<Entries<OneOrBySection>>,
    ) -> BTreeMap<Locale, Vec<Commentary>> {
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
                Some((OneOrBySection::BySection(entries), _)) => self.by_section(entries),
                None => Vec::new(),
            };
            for one in found.iter().filter(|one| one.section.is_none()) {
                self.named_sections(&one.file);
            }
            files.entry(locale).or_default().extend(found);
        }
        files
    }

    fn by_section(&mut self, entries: &Entries<String>) -> Vec<Commentary> {
        let mut found = Vec::new();
        for entry in &entries.0 {
            if !SECTIONS.contains(&entry.key.as_str()) {
                self.unknown_name("unknown-section", entry.mark, ("section", &entry.key), &SECTIONS);
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
    fn named_sections(&mut self, file: &Path) {
        let Ok(text) = fs::read_to_string(file) else { return };
        for (name, line) in passages(&text).into_iter().filter_map(|one| Some((one.section?, one.line))) {
            if SECTIONS.contains(&name.as_str()) {
                continue;
            }
            let hint = match did_you_mean(&name, SECTIONS) {
                Some(question) => question,
                None => "capitals or further words make it an ordinary heading".to_owned(),
            };
            let place = Place { file: file.to_owned(), line: Some(line), column: Some(1) };
            let message = format!("unknown section `{name}` in the commentary");
            self.problems.push(Diagnostic::error("unknown-section", place, message).with_hint(hint));
        }
    }
}
