//! Messages of a locale: Fluent files, built in and overridable by a project folder.

use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Locale;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::path::Path;

/// Names and values that a message's placeables take. Values are final text.
pub type Args<'a> = &'a [(&'a str, &'a str)];

/// The messages of one locale.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Which locale.
    pub locale: Locale,
}

impl Words {
    /// The built-in messages, then a project's own files, whose messages replace them. A file that
    /// does not parse contributes what could be read; [`check_words`] reports it beforehand.
    pub fn new(locale: Locale, overrides: &[String]) -> Self {
        // A tag of a project's own that is not well-formed is told when its folder is read.
        let tag = locale.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        bundle.set_use_isolating(false);
        for source in locale.messages() {
            bundle.add_resource_overriding(parse(source));
        }
        for source in overrides {
            bundle.add_resource_overriding(parse(source));
        }
        Self { bundle, locale }
    }

    /// A message without placeables. An unknown id shows as `⟦id⟧`.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message that stands between others; a space at its end is written `_`, as Fluent drops it.
    pub fn separator(&self, id: &str) -> String {
        self.say(id).replace('_', " ")
    }

    /// A message with its placeables filled.
    pub fn with(&self, id: &str, args: Args) -> String {
        self.resolve(id, args, None)
    }

    /// A message that depends on a number (`$count`), for English plurals.
    pub fn count(&self, id: &str, count: u64, args: Args) -> String {
        self.resolve(id, args, Some(count))
    }

    /// A message, if there is one by this id.
    pub fn find(&self, id: &str) -> Option<String> {
        self.bundle.has_message(id).then(|| self.say(id))
    }

    /// A column of a table in words; one of a project's own has none and is called as it is.
    pub fn field(&self, column: &str) -> String {
        self.find(&format!("field-{}", column.replace('_', "-"))).unwrap_or_else(|| column.to_owned())
    }

    fn resolve(&self, id: &str, args: Args, count: Option<u64>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return format!("⟦{id}⟧");
        };
        let mut values = FluentArgs::with_capacity(args.len() + 1);
        for (name, value) in args {
            values.set(*name, FluentValue::from(*value));
        }
        if let Some(count) = count {
            values.set("count", FluentValue::from(count));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        match (errors.is_empty(), self.locale.is_wide()) {
            // A full-width bracket brings its own space.
            (true, true) => text.replace("\u{ff09} ", "\u{ff09}"),
            (true, false) => text.into_owned(),
            (false, _) => format!("⟦{id}: {text}⟧"),
        }
    }
}

/// Checks a project's own `.ftl` file: syntax, and that each message replaces a built-in one.
pub fn check_words(locale: Locale, file: &Path, source: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
        for error in errors {
            let before = &source[..error.pos.start.min(source.len())];
            let line = 1 + before.matches('\n').count() as u64;
            let column = 1 + before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) as u64;
            let message = format!("`{}`: {}", file.display(), error.kind);
            found.push(Diagnostic::error("locale-syntax", Place::at(file, line, column), message));
        }
    }
    let known = Words::new(locale, &[]);
    for (index, line) in source.lines().enumerate() {
        if let Some(id) = message_id(line)
            && !known.bundle.has_message(id)
        {
            let place = Place::at(file, index as u64 + 1, 1);
            found.push(Diagnostic::error("unknown-message", place, format!("unknown message `{id}`")));
        }
    }
    found
}

fn parse(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource)
}

fn message_id(line: &str) -> Option<&str> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    (id.starts_with(|first: char| first.is_ascii_alphabetic()) && id.chars().all(plain)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// id → the placeables of its message.
    fn messages(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in locale.messages() {
            let mut current = String::new();
            for line in source.lines().filter(|line| !line.starts_with('#')) {
                if let Some(id) = message_id(line) {
                    current = id.to_owned();
                    assert!(!found.contains_key(id), "{id} is defined twice");
                    found.insert(current.clone(), BTreeSet::new());
                }
                for part in line.split('$').skip(1) {
                    let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    if name != "count" {
                        found.get_mut(&current).expect("a placeable stands in a message").insert(name);
                    }
                }
            }
        }
        found
    }

    #[test]
    fn all_locales_have_the_same_messages_with_the_same_placeables() {
        let pattern = messages(Locale::of_messages());
        assert!(pattern.len() > 100 && Locale::all().len() > 2);
        for locale in Locale::all() {
            let own = messages(locale);
            for (id, names) in &pattern {
                assert_eq!(Some(names), own.get(id), "{id} in {locale:?}");
            }
            for id in own.keys() {
                assert!(pattern.contains_key(id), "{id} is only in {locale:?}");
            }
        }
    }

    #[test]
    fn every_file_parses() {
        for locale in Locale::defaults() {
            for source in locale.messages() {
                assert!(FluentResource::try_new((*source).to_owned()).is_ok());
            }
        }
    }

    #[test]
    fn one_thing_lost_is_told_in_the_singular() {
        let words = Words::new(Locale::known("en"), &[]);
        let told = |id: &str, n: u64| words.count(id, n, &[("n", &n.to_string())]);
        assert_eq!(told("lost-unreadable", 1), "1 cell unreadable");
        assert_eq!(told("lost-unreadable", 2), "2 cells unreadable");
        assert_eq!(told("doubt-rejected", 1), "1 row rejected");
        assert_eq!(told("doubt-more", 3), "3 more columns");
    }

    #[test]
    fn a_project_file_replaces_messages_and_is_checked() {
        let words = Words::new(Locale::known("en"), &["topic-summary = In short\n".to_owned()]);
        assert_eq!(words.say("topic-summary"), "In short");
        assert_eq!(words.say("no-such"), "⟦no-such⟧");
        let wrong = check_words(Locale::known("en"), Path::new("en/own.ftl"), "topic-sumary = x\ntopic-summary = { \n");
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong.iter().any(|one| one.message == "unknown message `topic-sumary`"));
    }
}
