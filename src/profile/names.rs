//! What columns, tables, questions and answers are called, in several languages.

use crate::domain::Table;
use crate::domain::words::fold;
use crate::facts::schema;
use std::collections::BTreeMap;
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

/// The embedded names.
#[derive(Debug)]
pub(super) struct Names(NamesFile);

/// The embedded names, read once.
pub(super) fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let file: NamesFile = serde_saphyr::from_str(FILE).unwrap_or_else(|error| panic!("built-in names: {error}"));
        Names(file)
    })
}

impl Names {
    /// How well a name fits a canonical column, from 0 to 1.
    pub fn fit(&self, table: Table, column: &str, name: &str) -> f64 {
        let canonical = if fold(name) == fold(column) { 1.0 } else { 0.0 };
        let listed = self.0.tables.get(table.name()).and_then(|table| table.columns.get(column));
        listed.map_or(canonical, |names| best(names, name).max(canonical))
    }

    /// How well a name fits a span that stands for a canonical time.
    pub fn span_fit(&self, table: Table, column: &str, name: &str) -> f64 {
        let listed = self.0.tables.get(table.name()).and_then(|table| table.spans.get(column));
        listed.map_or(0.0, |names| best(names, name))
    }

    /// Whether the name of a file, sheet or folder speaks of a table.
    pub fn speaks_of(&self, table: Table, name: &str) -> bool {
        let words = self.0.tables.get(table.name()).map_or(&[][..], |table| &table.files);
        words.iter().any(|word| stands_in(word, name))
    }

    /// Whether any table knows the name.
    pub fn knows(&self, name: &str) -> bool {
        let tables = Table::ALL.into_iter().flat_map(|table| schema::columns(table).iter().map(move |one| (table, one)));
        !name.is_empty() && tables.into_iter().any(|(table, column)| self.fit(table, column.name, name) >= 0.99)
    }

    /// The survey question that a text asks: `nps`, `csat`, `fcr` or `ces`.
    pub fn question(&self, text: &str) -> Option<&str> {
        const ORDER: [&str; 4] = ["nps", "fcr", "ces", "csat"];
        let asks = |kind: &&str| self.0.questions.get(*kind).is_some_and(|words| words.iter().any(|word| stands_in(word, text)));
        ORDER.into_iter().find(asks)
    }

    /// Whether a text asks a question of this kind.
    pub fn asks(&self, kind: &str, text: &str) -> bool {
        self.0.questions.get(kind).is_some_and(|words| words.iter().any(|word| stands_in(word, text)))
    }

    /// The scale of answers on which all these words stand, worst first.
    pub fn scale(&self, cells: &[&str]) -> Option<&[String]> {
        let on = |scale: &&Vec<String>| {
            cells.iter().all(|cell| scale.iter().any(|word| fold(word) == fold(cell)))
        };
        self.0.answers.iter().find(on).map(Vec::as_slice)
    }
}

fn best(names: &[String], name: &str) -> f64 {
    let folded = fold(name);
    let mut best: f64 = 0.0;
    for (rank, known) in names.iter().enumerate() {
        let other = fold(known);
        let worth = if other == folded {
            1.0 - 0.002 * rank as f64
        } else if stands_in(known, name) {
            PART * (other.chars().count() as f64 / folded.chars().count().max(1) as f64).sqrt() - 0.002 * rank as f64
        } else {
            0.0
        };
        best = best.max(worth);
    }
    best
}

/// Whether a word stands in a text as a word; Chinese and Japanese have no blanks between words.
fn stands_in(word: &str, text: &str) -> bool {
    let folded = fold(word);
    if folded.chars().any(|letter| u32::from(letter) >= 0x2E80) {
        return folded.chars().count() >= 2 && fold(text).contains(&folded);
    }
    let (words, text) = (cut(word), cut(text));
    !words.is_empty() && folded.len() >= 2 && text.windows(words.len()).any(|window| window == words)
}

/// The words of a text, folded; a change of case within a word begins a new one.
fn cut(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for letter in text.chars() {
        if before.is_lowercase() && letter.is_uppercase() || before.is_ascii_digit() != letter.is_ascii_digit() && letter.is_alphanumeric() && before.is_alphanumeric() {
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
        for (table, known) in &names().0.tables {
            let table = Table::ALL.into_iter().find(|one| one.name() == table).unwrap_or_else(|| panic!("{table}"));
            for column in known.columns.keys().chain(known.spans.keys()) {
                assert!(schema::columns(table).iter().any(|one| one.name == *column), "{}.{column}", table.name());
            }
        }
        assert!(names().0.answers.iter().all(|scale| scale.len() == 5));
    }

    #[test]
    fn names_fit_whole_before_in_part() {
        let fit = |column: &str, name: &str| names().fit(Table::Tickets, column, name);
        assert!(fit("created_at", "创建时间") > 0.9 && fit("created_at", "Created At") > 0.9);
        assert!(fit("created_at", "工单创建时间（系统）") > 0.4 && fit("created_at", "Priority") == 0.0);
        assert!(fit("resolved_at", "resolved_at") > fit("resolved_at", "Resolved at (local)"));
        assert_eq!(names().question("How likely are you to recommend us?"), Some("nps"));
        assert_eq!(names().question("2、您对本次服务的总体满意度"), Some("csat"));
        assert_eq!(names().question("5、问题是否在首次联系时得到解决"), Some("fcr"));
        assert!(names().scale(&["Very satisfied", "Neither"]).is_some_and(|scale| scale.len() == 5));
    }
}
