//! The program's own words in the language of who reads them: help, messages, labels of the reference.
//!
//! A language is a folder of Fluent files in `templates/program`. English is what the code says, and the default.
//! Codes of messages and everything that programs read stay as they are.

mod translator;

pub use translator::Translator;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use std::fmt;

/// A folder below `templates/program`, with the names and texts of its files.
struct Folder {
    tag: &'static str,
    files: &'static [(&'static str, &'static str)],
}

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The language of what the code itself says.
const DEFAULT: &str = "en";

/// A language that the program speaks.
#[derive(Clone, Copy)]
pub struct Language(&'static Folder);

impl Language {
    /// All of them, by tag.
    pub fn all() -> impl Iterator<Item = Self> {
        FOLDERS.iter().map(Self)
    }

    /// The language of a BCP 47 tag, whatever its capitals; else the first that shares its main part, as `zh` and
    /// `zh-TW` do with `zh-CN`; `None` when none does.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let exact = Self::all().find(|language| language.tag().eq_ignore_ascii_case(tag));
        exact.or_else(|| Self::all().find(|language| main(language.tag()) == main(tag)))
    }

    /// The language that the environment asks for by `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set, such
    /// as `zh_CN.UTF-8`; the default where that is none of ours.
    pub fn of_environment(environment: &BTreeMap<String, String>) -> Self {
        let set = |name: &&str| environment.get(*name).filter(|value| !value.is_empty());
        let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).map_or("", String::as_str);
        let name = asked.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        Self::of_tag(&name).unwrap_or_default()
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// Whether it is what the code itself says.
    pub fn is_default(self) -> bool {
        self.tag() == DEFAULT
    }

    /// The text of a file of its folder; empty when it has none of this name.
    pub fn file(self, name: &str) -> &'static str {
        self.0.files.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text)
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::all().find(|language| language.is_default()).expect("the default is one of the folders")
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The messages of one Fluent file in one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Which language.
    pub language: Language,
}

impl Words {
    /// The messages of a file of a language.
    ///
    /// # Panics
    /// When the file has a mistake: one of ours, that every test of it shows.
    pub fn new(language: Language, file: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(language.file(file).to_owned());
        let resource = resource.unwrap_or_else(|(_, errors)| panic!("built-in {language:?}/{file}: {errors:?}"));
        bundle.add_resource_overriding(resource);
        Self { bundle, language }
    }

    /// A message without placeables; an unknown id shows as `⟦id⟧`.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with its placeables filled.
    pub fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.find(id, values).unwrap_or_else(|| format!("⟦{id}⟧"))
    }

    /// The same, if there is a message by this id.
    pub fn find(&self, id: &str, values: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut filled = FluentArgs::with_capacity(values.len());
        for (name, text) in values {
            // Plurals depend on it; any other number, such as `007`, stays as it is written.
            let count = text.parse::<u64>().ok().filter(|_| *name == "count");
            filled.set(*name, count.map_or_else(|| FluentValue::from(*text), FluentValue::from));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        Some(if errors.is_empty() { text } else { format!("⟦{id}: {text}⟧") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_environments_name_languages() {
        let tag = |text: &str| Language::of_tag(text).map(Language::tag);
        assert_eq!(tag("zh-cn"), Some("zh-CN"));
        assert_eq!(tag("zh"), Some("zh-CN"));
        assert_eq!(tag("en-GB"), Some("en"));
        assert_eq!(tag("fr"), None);
        let of = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Language::of_environment(&pairs.collect()).tag()
        };
        assert_eq!(of(&[]), "en");
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), "zh-CN");
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), "en");
        assert_eq!(of(&[("LANG", "en_GB"), ("LC_MESSAGES", "zh_TW@x"), ("LC_ALL", "")]), "zh-CN");
    }

    #[test]
    fn every_file_has_the_same_messages_in_every_language() {
        let ids = |language: Language, file: &str| -> Vec<String> {
            let id = |line: &str| line.split_once(" =").map(|(id, _)| id.to_owned());
            let starts = |line: &&str| line.starts_with(|first: char| first.is_ascii_alphabetic());
            language.file(file).lines().filter(starts).filter_map(id).collect()
        };
        let all: Vec<Language> = Language::all().collect();
        assert!(all.len() > 1);
        for file in all[0].0.files.iter().map(|(name, _)| *name).filter(|name| name.ends_with(".ftl")) {
            for language in &all {
                assert!(ids(*language, file).len() > 3, "{language:?}/{file}");
                assert_eq!(ids(*language, file), ids(Language::default(), file), "{language:?}/{file}");
                let words = Words::new(*language, file);
                assert_eq!(words.say("no-such-message"), "⟦no-such-message⟧");
            }
        }
    }
}
