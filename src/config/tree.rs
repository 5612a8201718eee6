//! YAML as a tree whose every node knows its line and column.
//!
//! serde stops at the first mistake; a tree can be read to the end and every mistake reported.

mod raw;

use crate::diagnostic::{Diagnostic, Place};
use raw::Raw;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;
use std::path::Path;

/// A position in the file, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// 0 is the file itself, 1 the first of those that it includes.
    pub(crate) file: u64,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Mark {
    /// The beginning of the file.
    pub(crate) const TOP: Mark = Mark { file: 0, line: 1, column: 1 };
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) mark: Mark,
    pub(super) value: Value,
}

/// What a node holds. Numbers and truth values keep their spelling.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool, String),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) mark: Mark,
    pub(super) text: String,
}

/// A text that is not YAML.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SyntaxError {
    pub(super) mark: Mark,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl SyntaxError {
    fn new(mark: Mark, message: &str, text: &str) -> Self {
        if message.starts_with("multiple YAML documents") {
            let (message, hint) = ("the file holds more than one YAML document", "remove the line `---`");
            return Self { mark, message: message.to_owned(), hint: Some(hint.to_owned()) };
        }
        let message = match message.starts_with("budget breached") {
            true => "its aliases unfold to more than a configuration can hold",
            false => message,
        };
        // A value goes on to the next line: what is wrong may stand there.
        let from = usize::try_from(mark.line).unwrap_or_default().saturating_sub(1);
        let hint = text.lines().skip(from).take(2).find_map(hint);
        Self { mark, message: message.to_owned(), hint }
    }

    /// The mistake at its place in a file.
    pub(super) fn diagnostic(self, file: &Path) -> Diagnostic {
        let found = Diagnostic::error("invalid-yaml", Place::at(file, self.mark.line, self.mark.column), self.message);
        match self.hint {
            Some(hint) => found.with_hint(hint),
            None => found,
        }
    }
}

/// What people type into YAML by habit: tabs, and the full-width punctuation of Chinese keyboards.
fn hint(line: &str) -> Option<String> {
    const WIDE: [(char, &str); 8] =
        [('：', ":"), ('，', ","), ('｛', "{"), ('｝', "}"), ('［', "["), ('］', "]"), ('“', "\""), ('”', "\"")];
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        return Some("indent with spaces; YAML allows no tabs there".to_owned());
    }
    if indent.contains('\u{3000}') {
        return Some("indent with plain spaces, not with full-width ones".to_owned());
    }
    let (wide, plain) = WIDE.into_iter().find(|(wide, _)| line.contains(*wide))?;
    Some(format!("the line has a full-width `{wide}`; YAML knows `{plain}` only"))
}

/// Reads one YAML document.
pub(super) fn parse(text: &str) -> Result<Node, SyntaxError> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let at = error.location();
        let mark = at.map_or(Mark::TOP, mark_of);
        SyntaxError::new(mark, &one_line(&error.without_snippet().to_string()), text)
    })?;
    Ok(node_of(raw, text))
}

impl Node {
    /// The value of a key, when this is a map that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The items of the list under a name; none when there is no such list.
    pub(super) fn items(&self, name: &str) -> &[Node] {
        match self.get(name) {
            Some(Node { value: Value::List(items), .. }) => items,
            _ => &[],
        }
    }

    /// What a person would call this value.
    pub(super) fn described(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(_, text) | Value::Number(text) | Value::Text(text) => format!("`{text}`"),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }

    /// This node with what it leaves open taken from `base`: maps are merged key by key, anything
    /// else stands as it is.
    pub(super) fn over(&self, base: &Node) -> Node {
        let (Value::Map(own), Value::Map(inherited)) = (&self.value, &base.value) else { return self.clone() };
        let mut entries: Vec<(Key, Node)> = own
            .iter()
            .map(|(key, node)| {
                (key.clone(), base.get(&key.text).map_or_else(|| node.clone(), |below| node.over(below)))
            })
            .collect();
        let missing = |key: &Key| !own.iter().any(|(mine, _)| mine.text == key.text);
        entries.extend(inherited.iter().filter(|(key, _)| missing(key)).cloned());
        Node { mark: self.mark, value: Value::Map(entries) }
    }

    /// A JSON value as a tree whose every node has one place.
    pub(super) fn from_json(json: &serde_json::Value, mark: Mark) -> Node {
        let value = match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(truth) => Value::Bool(*truth, truth.to_string()),
            serde_json::Value::Number(number) => Value::Number(number.to_string()),
            serde_json::Value::String(text) => Value::Text(text.clone()),
            serde_json::Value::Array(items) => {
                Value::List(items.iter().map(|item| Node::from_json(item, mark)).collect())
            }
            serde_json::Value::Object(entries) => {
                let entry = |(key, value): (&String, &serde_json::Value)| {
                    (Key { mark, text: key.clone() }, Node::from_json(value, mark))
                };
                Value::Map(entries.iter().map(entry).collect())
            }
        };
        Node { mark, value }
    }

    /// The tree as JSON, without its places; numbers that JSON cannot hold as written stay texts.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(truth, _) => (*truth).into(),
            Value::Number(text) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == *text => number.into(),
                _ => text.clone().into(),
            },
            Value::Text(text) => text.clone().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries.iter().map(|(key, node)| (key.text.clone(), node.to_json())).collect(),
        }
    }

    /// The same tree as that of another file.
    pub(super) fn of_file(mut self, file: u64) -> Node {
        self.mark.file = file;
        self.value = match self.value {
            Value::List(items) => Value::List(items.into_iter().map(|item| item.of_file(file)).collect()),
            Value::Map(entries) => {
                let entry =
                    |(key, node): (Key, Node)| (Key { mark: Mark { file, ..key.mark }, ..key }, node.of_file(file));
                Value::Map(entries.into_iter().map(entry).collect())
            }
            other => other,
        };
        self
    }

    /// Replaces `${NAME}` in every text by the environment's value; names that are not set are
    /// handed to `unknown` with their place. `$${` stands for a plain `${`.
    pub(super) fn expand(&mut self, environment: &BTreeMap<String, String>, unknown: &mut dyn FnMut(Mark, &str)) {
        let mark = self.mark;
        match &mut self.value {
            Value::Text(text) if text.contains("${") => {
                *text = expand_text(text, environment, &mut |name| unknown(mark, name));
            }
            Value::List(items) => items.iter_mut().for_each(|item| item.expand(environment, unknown)),
            Value::Map(entries) => entries.iter_mut().for_each(|(_, node)| node.expand(environment, unknown)),
            _ => {}
        }
    }
}

fn expand_text(text: &str, environment: &BTreeMap<String, String>, unknown: &mut dyn FnMut(&str)) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        if rest[..at].ends_with('$') {
            done.push_str(&rest[..at - 1]);
            done.push_str("${");
            rest = &rest[at + 2..];
            continue;
        }
        done.push_str(&rest[..at]);
        let inner = &rest[at + 2..];
        let Some(end) = inner.find('}') else {
            unknown(inner);
            return done;
        };
        match environment.get(&inner[..end]) {
            Some(value) => done.push_str(value),
            None => unknown(&inner[..end]),
        }
        rest = &inner[end + 1..];
    }
    done + rest
}

fn mark_of(at: serde_saphyr::Location) -> Mark {
    Mark { file: 0, line: at.line().max(1), column: at.column().max(1) }
}

fn one_line(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default().trim();
    let first = first.rsplit_once(" at line ").map_or(first, |(words, _)| words);
    let mut letters = first.chars();
    let lowered = letters.next().map(|letter| letter.to_lowercase().chain(letters).collect::<String>());
    lowered.unwrap_or_default().trim_end_matches('.').to_owned()
}

fn node_of(raw: Spanned<Raw>, text: &str) -> Node {
    let mark = mark_of(raw.referenced);
    let span = raw.defined.span();
    let spelling = || -> Option<String> {
        let (from, length) = (span.byte_offset()?, span.byte_len()?);
        let (from, length) = (usize::try_from(from).ok()?, usize::try_from(length).ok()?);
        text.get(from..from + length).map(|found| found.trim().to_owned())
    };
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(truth) => Value::Bool(truth, spelling().unwrap_or_else(|| truth.to_string())),
        Raw::Number(number) => {
            let written = spelling().filter(|text| text.parse::<f64>().is_ok());
            Value::Number(written.unwrap_or(number))
        }
        Raw::Text(text) => Value::Text(text),
        Raw::List(items) => Value::List(items.into_iter().map(|item| node_of(item, text)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (Key { mark: mark_of(key.referenced), text: key.value }, node_of(value, text)))
                .collect(),
        ),
    };
    Node { mark, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(line: u64, column: u64) -> Mark {
        Mark { file: 0, line, column }
    }

    #[test]
    fn knows_places_and_spellings() {
        let tree = parse("a: 1.50\nb:\n  - x\n  - {工单: true}\n1: \"2\"\nc: 007\n").unwrap();
        assert_eq!(tree.get("a"), Some(&Node { mark: mark(1, 4), value: Value::Number("1.50".to_owned()) }));
        let Value::List(items) = &tree.get("b").unwrap().value else { panic!("a list") };
        assert_eq!(items[0], Node { mark: mark(3, 5), value: Value::Text("x".to_owned()) });
        let truth = items[1].get("工单").unwrap();
        assert_eq!(*truth, Node { mark: mark(4, 10), value: Value::Bool(true, "true".to_owned()) });
        assert_eq!(tree.get("1").unwrap().value, Value::Text("2".to_owned()));
        assert_eq!(tree.get("c").unwrap().value, Value::Text("007".to_owned()));
    }

    #[test]
    fn keeps_both_of_two_equal_keys() {
        let Value::Map(entries) = parse("a: 1\na: 2\n").unwrap().value else { panic!("a map") };
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[1].0.mark, mark(2, 1));
    }

    #[test]
    fn says_where_the_syntax_breaks() {
        let error = parse("a: [1, 2\nb: 3\n").unwrap_err();
        assert!(error.mark.line >= 1 && !error.message.is_empty(), "{error:?}");
    }

    #[test]
    fn merges_maps_and_replaces_lists() {
        let base = parse("brand: {name: A, primary: '#000000'}\nlocales: [en]\n").unwrap();
        let own = parse("brand: {name: B}\nlocales: [zh-CN]\n").unwrap();
        let merged = own.over(&base);
        let text = |path: [&str; 2]| merged.get(path[0]).and_then(|node| node.get(path[1])).map(Node::described);
        assert_eq!(text(["brand", "name"]).as_deref(), Some("`B`"));
        assert_eq!(text(["brand", "primary"]).as_deref(), Some("`#000000`"));
        let Value::List(locales) = &merged.get("locales").unwrap().value else { panic!("a list") };
        assert_eq!(locales.len(), 1);
    }

    #[test]
    fn expands_the_environment() {
        let environment = BTreeMap::from([("HOME_TEAM".to_owned(), "灯塔".to_owned())]);
        let mut tree = parse("a: 'x ${HOME_TEAM} $${y}'\nb: '${NOPE}'\n").unwrap();
        let mut unknown = Vec::new();
        tree.expand(&environment, &mut |mark, name| unknown.push((mark, name.to_owned())));
        assert_eq!(tree.get("a").unwrap().value, Value::Text("x 灯塔 ${y}".to_owned()));
        assert_eq!(unknown, [(mark(2, 4), "NOPE".to_owned())]);
    }
}
