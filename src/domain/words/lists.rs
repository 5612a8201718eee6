//! The embedded word files as one table of look-ups.

use super::Vocabulary;
use super::fold::{fold, fold_as_written, narrow};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// Name and text of every word file.
pub(super) const FILES: [(&str, &str); 7] = [
    ("de.yaml", include_str!("../../../data/words/de.yaml")),
    ("en.yaml", include_str!("../../../data/words/en.yaml")),
    ("es.yaml", include_str!("../../../data/words/es.yaml")),
    ("fr.yaml", include_str!("../../../data/words/fr.yaml")),
    ("ja.yaml", include_str!("../../../data/words/ja.yaml")),
    ("pt.yaml", include_str!("../../../data/words/pt.yaml")),
    ("zh.yaml", include_str!("../../../data/words/zh.yaml")),
];

/// One word file: meanings with their words, by vocabulary.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordFile {
    #[serde(rename = "language")]
    _language: String,
    pub(super) joints: Vec<String>,
    #[serde(default)]
    direction: Meanings,
    #[serde(default)]
    status: Meanings,
    #[serde(default)]
    channel: Meanings,
    #[serde(default)]
    handling: Meanings,
    #[serde(default)]
    origin: Meanings,
    #[serde(default)]
    boolean: Meanings,
    #[serde(default)]
    month: Meanings,
    #[serde(default)]
    weekday: Meanings,
    #[serde(default)]
    time_unit: Meanings,
    #[serde(default)]
    missing: Meanings,
    #[serde(default)]
    total: Meanings,
    #[serde(default)]
    nobody: Meanings,
    #[serde(default)]
    unstated: Meanings,
    #[serde(default)]
    praise: Meanings,
    #[serde(default)]
    order: Meanings,
    #[serde(default)]
    question: Meanings,
}

type Meanings = BTreeMap<String, Vec<String>>;

impl WordFile {
    pub(super) fn parse(name: &str, text: &str) -> Self {
        serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("built-in words `{name}`: {error}"))
    }

    pub(super) fn meanings(&self, vocabulary: Vocabulary) -> &Meanings {
        match vocabulary {
            Vocabulary::Direction => &self.direction,
            Vocabulary::Status => &self.status,
            Vocabulary::Channel => &self.channel,
            Vocabulary::Handling => &self.handling,
            Vocabulary::Origin => &self.origin,
            Vocabulary::Boolean => &self.boolean,
            Vocabulary::Month => &self.month,
            Vocabulary::Weekday => &self.weekday,
            Vocabulary::TimeUnit => &self.time_unit,
            Vocabulary::Missing => &self.missing,
            Vocabulary::Total => &self.total,
            Vocabulary::Nobody => &self.nobody,
            Vocabulary::Unstated => &self.unstated,
            Vocabulary::Praise => &self.praise,
            Vocabulary::Order => &self.order,
            Vocabulary::Question => &self.question,
        }
    }
}

/// The word as its vocabulary compares it.
pub(super) fn key(vocabulary: Vocabulary, word: &str) -> String {
    match vocabulary {
        Vocabulary::Missing => narrow(word),
        // 時間 is "hours" in Japanese and "time" in Chinese.
        Vocabulary::TimeUnit => fold_as_written(word),
        _ => fold(word),
    }
}

/// All words of all languages.
#[derive(Debug, Default)]
pub(super) struct Lists {
    words: HashMap<Vocabulary, HashMap<String, &'static str>>,
    joints: BTreeSet<String>,
    meanings: BTreeMap<Vocabulary, BTreeSet<&'static str>>,
}

impl Lists {
    fn new() -> Self {
        let mut lists = Self::default();
        let mut names: BTreeMap<String, &'static str> = BTreeMap::new();
        for (name, text) in FILES {
            let file = WordFile::parse(name, text);
            lists.joints.extend(file.joints.iter().map(|word| fold(word)));
            for vocabulary in Vocabulary::ALL {
                for (meaning, words) in file.meanings(vocabulary) {
                    let meaning = *names.entry(meaning.clone()).or_insert_with(|| meaning.clone().leak());
                    lists.meanings.entry(vocabulary).or_default().insert(meaning);
                    let known = lists.words.entry(vocabulary).or_default();
                    known.extend(words.iter().map(|word| (key(vocabulary, word), meaning)));
                    // What is staged reads as itself.
                    known.insert(key(vocabulary, meaning), meaning);
                }
            }
        }
        lists
    }

    pub(super) fn get(&self, vocabulary: Vocabulary, key: &str) -> Option<&'static str> {
        self.words.get(&vocabulary)?.get(key).copied()
    }

    pub(super) fn is_joint(&self, word: &str) -> bool {
        self.joints.contains(word)
    }

    /// Whether a vocabulary has a meaning.
    pub(super) fn has(&self, vocabulary: Vocabulary, meaning: &str) -> bool {
        self.meanings.get(&vocabulary).is_some_and(|meanings| meanings.contains(meaning))
    }

    pub(super) fn meanings(&self, vocabulary: Vocabulary) -> Vec<&'static str> {
        self.meanings.get(&vocabulary).into_iter().flatten().copied().collect()
    }
}

/// The lists, read once.
pub(super) fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(Lists::new)
}
