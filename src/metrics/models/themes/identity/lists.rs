//! Lists of names, words and patterns, read once.

use regex::{Regex, RegexBuilder};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// Embeds a file of `data/privacy/`.
macro_rules! list {
    ($name:literal) => {
        include_str!(concat!("../../../../../data/privacy/", $name))
    };
}

/// What identifies by its form.
pub static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let lines = list!("patterns.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let regex = |line| RegexBuilder::new(line).case_insensitive(true).build().expect("the shipped patterns are tested");
    lines.map(regex).collect()
});

/// Given names of people in Latin letters, in lower case, without accents.
pub static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| list!("names-en.txt").lines().collect());
/// Family names that are no ordinary words, in lower case.
pub static FAMILY_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| list!("surnames-en.txt").lines().collect());
/// Ordinary English words, in lower case.
pub static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| list!("words-en.txt").lines().collect());
/// Chinese words with a character that may also be a part of a name.
pub static CHINESE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| list!("words-zh.txt").lines().collect());
/// Short lists for Latin letters.
pub static LATIN: LazyLock<Lists> = LazyLock::new(|| Lists::read(list!("lists-en.txt")));
/// Short lists for Chinese.
pub static CHINESE: LazyLock<Lists> = LazyLock::new(|| Lists::read(list!("lists-zh.txt")));

/// Named lists: `[name]` on a line, then words or characters.
pub struct Lists(BTreeMap<&'static str, &'static str>);

impl Lists {
    fn read(text: &'static str) -> Self {
        let pieces = text.split('[').skip(1).filter_map(|piece| piece.split_once(']'));
        Self(pieces.map(|(name, content)| (name, content.trim_matches('\n'))).collect())
    }

    /// The words of a list.
    pub fn words(&self, name: &str) -> HashSet<&'static str> {
        self.content(name).split_whitespace().collect()
    }

    /// The characters of a list.
    pub fn characters(&self, name: &str) -> HashSet<char> {
        self.content(name).chars().collect()
    }

    fn content(&self, name: &str) -> &'static str {
        self.0.get(name).copied().expect("the shipped lists are tested")
    }
}
