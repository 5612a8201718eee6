//! Finds characters that no font can draw, before anything is set.

use super::model_place;
use crate::diagnostic::Diagnostic;
use crate::report::glyphs::{Glyphs, needs_no_glyph};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many characters are told about; a text in a script without a font would list hundreds.
const MOST: usize = 20;
/// How much of the text round a character is quoted.
const CONTEXT: usize = 12;

/// One error per character that no font has, with the first text that holds it.
pub fn missing(view: &Value, covered: &Glyphs) -> Vec<Diagnostic> {
    let mut found = BTreeMap::new();
    walk(view, covered, &mut Vec::new(), &mut found);
    found.into_iter().take(MOST).map(|(character, text)| diagnostic(character, &text)).collect()
}

/// Where a character was found, and the words round it.
struct Found {
    path: String,
    context: String,
}

fn walk<'a>(value: &'a Value, covered: &Glyphs, path: &mut Vec<Step<'a>>, found: &mut BTreeMap<char, Found>) {
    match value {
        Value::String(text) => look(text, covered, path, found),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                walk(item, covered, path, found);
                path.pop();
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                path.push(Step::Field(name));
                walk(field, covered, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A step of the way to a text.
enum Step<'a> {
    Index(usize),
    Field(&'a str),
}

fn look(text: &str, covered: &Glyphs, path: &[Step<'_>], found: &mut BTreeMap<char, Found>) {
    for (at, character) in text.char_indices() {
        if covered.contains(character) || needs_no_glyph(character) || found.contains_key(&character) {
            continue;
        }
        let before: Vec<char> = text[..at].chars().rev().take(CONTEXT).collect();
        let after = text[at..].chars().take(CONTEXT + 1);
        let context = before.into_iter().rev().chain(after).collect();
        found.insert(character, Found { path: written(path), context });
    }
}

fn written(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Index(index) => text.push_str(&format!("[{index}]")),
            Step::Field(name) if text.is_empty() => text.push_str(name),
            Step::Field(name) => text.push_str(&format!(".{name}")),
        }
    }
    text
}

fn diagnostic(character: char, found: &Found) -> Diagnostic {
    let shown = if character.is_control() { String::new() } else { format!("`{character}` ") };
    let message = format!(
        "no font has the character {shown}(U+{:04X}) in `{}`: `{}`",
        u32::from(character),
        found.path,
        found.context.escape_debug()
    );
    Diagnostic::error("missing-glyph", model_place(), message)
        .with_hint("put a font that has it into `fonts/` of the template folder, or write the text in another way")
}
