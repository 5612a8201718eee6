//! Locales of the project's own: the folders below `locales` of its templates that have a `locale.yaml`.
//!
//! They are made known before any text is read, since their tags are keys of texts.

use super::Checker;
use crate::config::tree::{Node, Value};
use crate::config::written::list;
use crate::config::yaml;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{Locale, LocaleData};
use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = "locale.yaml";
/// Texts of the program's data by the fallback's text; may be left out.
const TEXTS: &str = "texts.yaml";

impl Checker<'_> {
    /// Makes the project's own locales known, and asks for those of the command line.
    pub(super) fn own_locales(&mut self, tree: &Node) {
        if let Some(Value::Text(folder)) = tree.get("templates").map(|node| &node.value) {
            let folders = folders(&self.folder.join(folder).join("locales"));
            let added: Vec<_> = folders.iter().filter_map(|folder| self.own_locale(folder)).collect();
            for (locale, file) in added {
                self.own_fallback(locale, &file);
            }
        }
        for tag in &self.overrides.locales {
            if Locale::from_tag(tag).is_none() {
                let message = format!("unknown locale `{tag}` in `--locale`");
                let hint = match did_you_mean(tag, Locale::tags().iter().copied()) {
                    Some(question) => question,
                    None => format!("known: {}", list(Locale::tags())),
                };
                let place = Place::file(self.file);
                self.problems.push(Diagnostic::error("unknown-locale", place, message).with_hint(hint));
            }
        }
    }

    /// A folder without the file only changes words of a locale that is known without it.
    fn own_locale(&mut self, folder: &Path) -> Option<(Locale, PathBuf)> {
        let name = folder.file_name()?.to_string_lossy().into_owned();
        let file = folder.join(FILE);
        if !file.exists() && Locale::tags().contains(&name.as_str()) {
            return None;
        }
        let mut wrong = |message: String, hint: String| {
            self.problems.push(Diagnostic::error("invalid-locale", Place::file(&file), message).with_hint(hint));
        };
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) => {
                let hint =
                    "a locale has a `locale.yaml` beside its messages; copy that of a built-in locale, and change it";
                wrong(format!("cannot read it: {error}"), hint.to_owned());
                return None;
            }
        };
        let mut data: LocaleData = yaml::read(&text, &file, &mut self.problems)?;
        let texts = folder.join(TEXTS);
        if let Ok(text) = fs::read_to_string(&texts) {
            data.texts = yaml::read(&text, &texts, &mut self.problems).unwrap_or_default();
        }
        let mut wrong = |message: String, hint: String| {
            self.problems.push(Diagnostic::error("invalid-locale", Place::file(&file), message).with_hint(hint));
        };
        let well_formed = name
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if data.tag != name || !well_formed {
            wrong(
                format!("`tag` is `{}` in the folder `{name}`", data.tag),
                "both are the BCP 47 tag, such as `fr` or `pt-BR`".to_owned(),
            );
            return None;
        }
        for (key, pattern, needed) in [
            ("quarter", &data.quarter, ["{year}", "{short}"]),
            ("reference", &data.reference, ["{section}", "{section}"]),
        ] {
            if !needed.iter().any(|name| pattern.contains(name)) {
                wrong(format!("`{key}` lacks `{}`", needed[0]), format!("see the comments of the built-in `{FILE}`"));
            }
        }
        Some((Locale::add(data), file))
    }

    fn own_fallback(&mut self, locale: Locale, file: &Path) {
        let known = |tag: &str| Locale::from_tag(tag).is_some_and(|other| other != locale);
        let Some(tag) = locale.data().fallback.as_deref() else {
            if locale == Locale::of_messages() {
                return;
            }
            let message = "`fallback` is missing".to_owned();
            let hint = "name the locale that stands in for messages which this one lacks, such as `en`";
            self.problems.push(Diagnostic::error("invalid-locale", Place::file(file), message).with_hint(hint));
            return;
        };
        if !known(tag) {
            let message = format!("unknown locale `{tag}` in `fallback`");
            let hint = format!("known: {}", list(Locale::tags()));
            self.problems.push(Diagnostic::error("unknown-locale", Place::file(file), message).with_hint(hint));
        }
    }
}

/// The folders of locales, sorted; none when there is no such folder.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
