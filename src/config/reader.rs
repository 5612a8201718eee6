//! Reads a tree into types that derive `Deserialize`, and goes on after every mistake.
//!
//! Unknown keys are found here, where the tree, its places and the known names meet; what is wrong
//! inside a [`super::written::Written`] costs only that field.

mod access;

use super::tree::{Key, Mark, Node, Value};
use super::written::list;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use access::{List, Map, Placed, Short};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserializer, Visitor};
use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};

/// Types that may be written as a plain text or number, with the keys that it stands for; without keys, the
/// type reads the text itself.
pub(super) const SHORTHANDS: [(&str, &[&str]); 6] = [
    ("Localized", &[]),
    ("Column", &["from"]),
    ("Source", &["files"]),
    ("Target", &["value"]),
    ("Days", &["from", "to"]),
    ("WorkingDay", &["day"]),
];

/// A file, and those that it includes.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) own: &'a Path,
    pub(super) included: &'a [PathBuf],
}

impl Files<'_> {
    /// Where a mark is.
    pub(super) fn place(self, mark: Mark) -> Place {
        let at = usize::try_from(mark.file).ok().and_then(|file| self.included.get(file.checked_sub(1)?));
        Place::at(at.map_or(self.own, PathBuf::as_path), mark.line, mark.column)
    }
}

/// Reads a tree; every mistake is added to `problems`. `None` when the whole is unusable.
pub(super) fn read<T: de::DeserializeOwned>(node: &Node, file: &Path, problems: &mut Vec<Diagnostic>) -> Option<T> {
    read_of(node, Files { own: file, included: &[] }, problems)
}

/// The same of a tree that is joined from several files.
pub(super) fn read_of<T: de::DeserializeOwned>(
    node: &Node,
    files: Files<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    let collected = RefCell::new(Vec::new());
    let value = T::deserialize(Reader { node, files, problems: &collected }).ok();
    problems.append(&mut collected.into_inner());
    value
}

/// Why a value was refused; once reported, only the fact travels upward.
#[derive(Debug)]
enum Refusal {
    Reported,
    Message { code: &'static str, message: String },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => f.write_str("already reported"),
            Self::Message { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self::Message { code: "invalid-value", message: message.to_string() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Message { code: "missing-key", message: format!("`{field}` is missing") }
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    files: Files<'a>,
    problems: &'a RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    fn place(&self, mark: Mark) -> Place {
        self.files.place(mark)
    }

    fn refuse(&self, expected: &str) -> Refusal {
        let message = format!("expected {expected}, found {}", self.node.described());
        self.report(Diagnostic::error("wrong-type", self.place(self.node.mark), message));
        Refusal::Reported
    }

    /// Reports a refusal that came from a visitor at this node.
    fn settle<V>(&self, result: Result<V, Refusal>) -> Result<V, Refusal> {
        result.map_err(|refusal| {
            if let Refusal::Message { code, message } = refusal {
                self.report(Diagnostic::error(code, self.place(self.node.mark), message));
            }
            Refusal::Reported
        })
    }

    fn at(&self, node: &'a Node) -> Reader<'a> {
        Reader { node, ..*self }
    }

    fn number<N: std::str::FromStr>(&self, expected: &str) -> Result<N, Refusal> {
        match &self.node.value {
            Value::Number(text) | Value::Text(text) => text.parse().map_err(|_| self.refuse(expected)),
            _ => Err(self.refuse(expected)),
        }
    }

    /// The entries that a struct knows; unknown and repeated keys are reported and left out.
    fn known_entries(
        &self,
        entries: &'a [(Key, Node)],
        known: Option<&'static [&'static str]>,
    ) -> Vec<(&'a Key, &'a Node)> {
        let mut kept: Vec<(&Key, &Node)> = Vec::new();
        for (key, node) in entries {
            let text = key.text.as_str();
            if known.is_some_and(|known| !known.contains(&text)) {
                self.report(unknown_key(self.place(key.mark), text, known.unwrap_or_default()));
            } else if let Some((first, _)) = kept.iter().find(|(other, _)| other.text == text) {
                let message = format!("`{text}` is written twice; the first is on line {}", first.mark.line);
                self.report(Diagnostic::error("duplicate-key", self.place(key.mark), message));
            } else {
                kept.push((key, node));
            }
        }
        kept
    }

    fn map_access(&self, entries: Vec<(&'a Key, &'a Node)>) -> Map<'a> {
        Map { reader: *self, entries: entries.into_iter(), value: None }
    }
}

fn unknown_key(place: Place, key: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-key", place, format!("unknown key `{key}`"));
    match did_you_mean(key, known.iter().copied()) {
        Some(question) => diagnostic.with_hint(question),
        None => diagnostic.with_hint(format!("known keys: {}", list(known))),
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty, $expected:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            let number: $kind = self.number($expected)?;
            self.settle(visitor.$visit(number))
        }
    )*};
}

impl<'de, 'a: 'de> Deserializer<'de> for Reader<'a> {
    type Error = Refusal;

    numbers! {
        deserialize_i8 visit_i8 i8, "a whole number";
        deserialize_i16 visit_i16 i16, "a whole number";
        deserialize_i32 visit_i32 i32, "a whole number";
        deserialize_i64 visit_i64 i64, "a whole number";
        deserialize_u8 visit_u8 u8, "a whole number from 0 to 255";
        deserialize_u16 visit_u16 u16, "a whole number from 0";
        deserialize_u32 visit_u32 u32, "a whole number from 0";
        deserialize_u64 visit_u64 u64, "a whole number from 0";
        deserialize_f32 visit_f32 f32, "a number";
        deserialize_f64 visit_f64 f64, "a number";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Null => self.settle(visitor.visit_unit()),
            Value::Bool(truth, _) => self.settle(visitor.visit_bool(*truth)),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::Text(text) => self.settle(visitor.visit_borrowed_str(text)),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Bool(truth, _) => self.settle(visitor.visit_bool(*truth)),
            _ => Err(self.refuse("`true` or `false`")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => {
                self.settle(visitor.visit_borrowed_str(text))
            }
            _ => Err(self.refuse("a text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Null => self.settle(visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        match (name, &self.node.value) {
            ("Written", Value::Null) => visitor.visit_unit(),
            ("Written", _) => visitor.visit_seq(Placed { reader: self, step: 0 }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::List(items) => self.settle(visitor.visit_seq(List { reader: self, items: items.iter() })),
            _ => Err(self.refuse("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::List(_) => self.deserialize_seq(visitor),
            _ if name == "OneOrMany" => {
                self.settle(visitor.visit_seq(List { reader: self, items: std::slice::from_ref(self.node).iter() }))
            }
            _ => Err(self.refuse("a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Map(entries) => self.settle(visitor.visit_map(self.map_access(self.known_entries(entries, None)))),
            _ => Err(self.refuse("a map")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let shorthand = SHORTHANDS.iter().find(|(of, _)| *of == name);
        match (&self.node.value, shorthand) {
            (Value::Map(entries), _) => {
                let entries = self.known_entries(entries, Some(fields));
                self.settle(visitor.visit_map(self.map_access(entries)))
            }
            (Value::Text(_) | Value::Number(_) | Value::Bool(..), Some((_, []))) => self.deserialize_str(visitor),
            (Value::Text(_) | Value::Number(_) | Value::Bool(..), Some((_, keys))) => {
                self.settle(visitor.visit_map(Short { reader: self, keys: keys.iter() }))
            }
            (_, Some(_)) => Err(self.refuse("a text or a map")),
            _ => Err(self.refuse("a map")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let known = |text: &str, mark: Mark| {
            if variants.contains(&text) {
                return Ok(());
            }
            let diagnostic = Diagnostic::error("unknown-value", self.place(mark), format!("unknown value `{text}`"));
            self.report(match did_you_mean(text, variants.iter().copied()) {
                Some(question) => diagnostic.with_hint(question),
                None => diagnostic.with_hint(format!("one of {}", list(variants))),
            });
            Err(Refusal::Reported)
        };
        match &self.node.value {
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => {
                known(text, self.node.mark)?;
                self.settle(visitor.visit_enum(BorrowedStrDeserializer::new(text)))
            }
            Value::Map(entries) if entries.len() == 1 => {
                known(&entries[0].0.text, entries[0].0.mark)?;
                let access =
                    de::value::MapAccessDeserializer::new(self.map_access(vec![(&entries[0].0, &entries[0].1)]));
                self.settle(visitor.visit_enum(access))
            }
            _ => Err(self.refuse(&format!("one of {}", list(variants)))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct }
}
