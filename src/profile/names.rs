//! What columns, tables, questions and answers are called, in several languages.

use crate::domain::Table;
use crate::domain::words::fold;
use crate::schema;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

const FILE: &str = include_str!("../../data/profiles/columns.yaml");

/// What a name is worth that stands in a longer one.
const PART: f64 = 0.72;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    tables: BTreeMap<String, TableNames>,
    questions: BTreeMap<String, Vec<String>>,
    answers: Vec<Vec<String>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TableNames {
    files: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    spans: BTreeMap<String, Vec<String>>,
}

/// A text made ready to be compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    folded: String,
    /// Its words, folded; Chinese and Japanese have no blanks between words.
    words: Vec<String>,
    length: usize,
    unspaced: bool,
}

impl Text {
    /// A text as it stands.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let unspaced = folded.chars().any(|letter| u32::from(letter) >= 0x2E80);
        Self { words: cut(text), length: folded.chars().count(), unspaced, folded }
    }

    /// Whether it stands in another text as a word.
    fn stands_in(&self, other: &Text) -> bool {
        if self.length < 2 {
            return false;
        }
        if self.unspaced {
            return other.folded.contains(&self.folded);
        }
        !self.words.is_empty() && other.words.windows(self.words.len()).any(|window| window == self.words)
    }
}

/// The embedded names.
#[derive(Debug)]
pub(super) struct Names {
    files: BTreeMap<Table, Vec<Text>>,
    columns: BTreeMap<(Table, &'static str), Vec<Text>>,
    spans: BTreeMap<(Table, &'static str), Vec<Text>>,
    questions: BTreeMap<String, Vec<Text>>,
    answers: Vec<Vec<String>>,
    known: HashSet<String>,
}

/// The embedded names, read once.
pub(super) fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let file: NamesFile = serde_saphyr::from_str(FILE).unwrap_or_else(|error| panic!("built-in names: {error}"));
        Names::of(file)
    })
}

fn texts(names: &[String]) -> Vec<Text> {
    names.iter().map(|name| Text::of(name)).collect()
}

impl Names {
    fn of(file: NamesFile) -> Self {
        let questions = file.questions.iter().map(|(kind, words)| (kind.clone(), texts(words))).collect();
        let (mut files, mut columns, mut spans) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut known = HashSet::new();
        for table in Table::ALL {
            let written = file.tables.get(table.name());
            files.insert(table, written.map(|written| texts(&written.files)).unwrap_or_default());
            for column in schema::columns(table) {
                let mut own = vec![Text::of(column.name)];
                own.extend(
                    written
                        .and_then(|written| written.columns.get(column.name))
                        .map(|names| texts(names))
                        .unwrap_or_default(),
                );
                known.extend(own.iter().map(|text| text.folded.clone()));
                columns.insert((table, column.name), own);
                if let Some(names) = written.and_then(|written| written.spans.get(column.name)) {
                    spans.insert((table, column.name), texts(names));
                }
            }
        }
        Self { files, columns, spans, questions, answers: file.answers, known }
    }

    /// How well a name fits a canonical column, from 0 to 1.
    pub fn fit(&self, table: Table, column: &'static str, name: &Text) -> f64 {
        self.columns.get(&(table, column)).map_or(0.0, |names| best(names, name))
    }

    /// How well a name fits a span that stands for a canonical time.
    pub fn span_fit(&self, table: Table, column: &'static str, name: &Text) -> f64 {
        self.spans.get(&(table, column)).map_or(0.0, |names| best(names, name))
    }

    /// Whether the name of a file, sheet or folder speaks of a table.
    pub fn speaks_of(&self, table: Table, name: &str) -> bool {
        let name = Text::of(name);
        self.files.get(&table).is_some_and(|words| words.iter().any(|word| word.stands_in(&name)))
    }

    /// Whether any table knows the name.
    pub fn knows(&self, name: &str) -> bool {
        !name.is_empty() && self.known.contains(&fold(name))
    }

    /// The survey question that a text asks: `nps`, `csat`, `fcr` or `ces`.
    pub fn question(&self, text: &str) -> Option<&'static str> {
        const ORDER: [&str; 4] = ["nps", "fcr", "ces", "csat"];
        ORDER.into_iter().find(|kind| self.asks(kind, text))
    }

    /// Whether a text asks a question of this kind.
    pub fn asks(&self, kind: &str, text: &str) -> bool {
        let text = Text::of(text);
        self.questions.get(kind).is_some_and(|words| words.iter().any(|word| word.stands_in(&text)))
    }

    /// The scale of answers on which all these words stand, worst first.
    pub fn scale(&self, cells: &[&str]) -> Option<&[String]> {
        let on = |scale: &&Vec<String>| cells.iter().all(|cell| scale.iter().any(|word| fold(word) == fold(cell)));
        self.answers.iter().find(on).map(Vec::as_slice)
    }
}

fn best(names: &[Text], name: &Text) -> f64 {
    let mut best: f64 = 0.0;
    for (rank, known) in names.iter().enumerate() {
        let worth = if known.folded == name.folded {
            1.0 - 0.002 * rank as f64
        } else if known.stands_in(name) {
            PART * (known.length as f64 / name.length.max(1) as f64).sqrt() - 0.002 * rank as f64
        } else {
            continue;
        };
        best = best.max(worth);
    }
    best
}

/// The words of a text, folded; a change of case within a word begins a new one.
fn cut(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for letter in text.chars() {
        let digits =
            before.is_ascii_digit() != letter.is_ascii_digit() && letter.is_alphanumeric() && before.is_alphanumeric();
        if digits || before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if letter.is_alphanumeric() { letter } else { ' ' });
        before = letter;
    }
    spaced.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_a_canonical_column() {
        let file: NamesFile = serde_saphyr::from_str(FILE).unwrap();
        for (table, known) in &file.tables {
            let table = Table::ALL.into_iter().find(|one| one.name() == table).unwrap_or_else(|| panic!("{table}"));
            for column in known.columns.keys().chain(known.spans.keys()) {
                assert!(schema::columns(table).iter().any(|one| one.name == *column), "{}.{column}", table.name());
            }
        }
        assert!(file.answers.iter().all(|scale| scale.len() == 5));
    }

    #[test]
    fn names_fit_whole_before_in_part() {
        let fit = |column: &'static str, name: &str| names().fit(Table::Tickets, column, &Text::of(name));
        assert!(fit("created_at", "创建时间") > 0.9 && fit("created_at", "Created At") > 0.9);
        assert!(fit("created_at", "工单创建时间（系统）") > 0.4 && fit("created_at", "Priority") == 0.0);
        assert!(fit("resolved_at", "resolved_at") > fit("resolved_at", "Resolved at (local)"));
        assert_eq!(names().question("How likely are you to recommend us?"), Some("nps"));
        assert_eq!(names().question("2、您对本次服务的总体满意度"), Some("csat"));
        assert_eq!(names().question("5、问题是否在首次联系时得到解决"), Some("fcr"));
        assert!(names().scale(&["Very satisfied", "Neither"]).is_some_and(|scale| scale.len() == 5));
    }
}
