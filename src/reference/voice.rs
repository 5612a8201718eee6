//! In which language a page is written.

use super::page::Inline;
use crate::domain::Locale;
use crate::translation::{Language, Words};

/// Fluent file of the labels.
const LABELS: &str = "reference.ftl";

/// A language with the labels, and the locale of texts that the program's data have in several.
pub(super) struct Voice {
    pub(super) words: Words,
    pub(super) locale: Locale,
}

impl Voice {
    /// The labels of a language; texts that the program's data have in others only are shown in these.
    pub(super) fn new(language: Language) -> Self {
        let locale = Locale::from_tag(language.tag()).unwrap_or_else(Locale::of_messages);
        Self { words: Words::new(language, LABELS), locale }
    }

    pub(super) fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    /// A label of an entry's fact.
    pub(super) fn fact(&self, id: &str, value: Vec<Inline>) -> (String, Vec<Inline>) {
        (self.say(id), value)
    }
}
