//! The page of the keys of `reports.yaml`, from the JSON Schema that editors use: type, default, example, version.

use super::link;
use super::page::{Block, Entry, Group, Inline, Page, code, joined, prose, text};
use super::voice::Voice;
use crate::config::schema_json;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, VecDeque};

/// What the schema does not know of a key: since when it is there, and how it is written.
const KEYS: &str = include_str!("../../templates/program/keys.yaml");

/// The whole file, where types are named by the schema.
const ROOT: &str = "File";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    since: String,
    #[serde(default)]
    needed: bool,
    example: String,
}

/// A map of keys in the schema.
struct Type {
    name: String,
    schema: Value,
    /// Where it is written, such as `reports[].brand`.
    path: String,
    /// All places: the type that has it, and under which key.
    places: Vec<(String, String)>,
}

/// All keys, by the map that they stand in, in the order of the schema.
pub(super) fn page(voice: &Voice) -> Page {
    let schema = schema_json();
    let known: BTreeMap<String, Known> =
        serde_saphyr::from_str(KEYS).unwrap_or_else(|error| panic!("built-in keys.yaml: {error}"));
    let types = types(&schema);
    Page {
        name: link::KEYS,
        title: voice.say("keys"),
        lead: prose(&voice.say("keys-lead")),
        groups: types.iter().map(|one| group(one, (&schema, &known), voice)).collect(),
    }
}

fn group(one: &Type, (schema, known): (&Value, &BTreeMap<String, Known>), voice: &Voice) -> Group {
    let mut lead = Vec::new();
    if let Some(about) = one.schema.get("description").and_then(Value::as_str) {
        lead.extend(prose(about));
    }
    if let Some(short) = shorthand(&one.name, schema) {
        lead.push(Inline::Text(format!(" {}", voice.words.with("shorthand", &[("types", &short)]))));
    }
    if one.places.len() > 1 {
        let places = one.places.iter().map(|(holder, key)| vec![place(holder, key)]);
        lead.push(Inline::Text(format!(" {} ", voice.say("written-in"))));
        lead.extend(joined(places.collect(), ", "));
        lead.push(Inline::Text(voice.say("full-stop")));
    }
    let needed = one.schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let empty = Map::new();
    let keys = one.schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let entries = keys.iter().map(|(key, value)| {
        let id = id(&one.name, key);
        let must = needed.iter().any(|needed| needed == key) || known.get(&id).is_some_and(|known| known.needed);
        entry((&id, key, value), (schema, known.get(&id), must), voice)
    });
    Group {
        id: one.name.clone(),
        title: if one.path.is_empty() { "reports.yaml".to_owned() } else { one.path.clone() },
        lead,
        entries: entries.collect(),
    }
}

fn entry(
    (id, key, value): (&str, &str, &Value),
    (schema, known, must): (&Value, Option<&Known>, bool),
    voice: &Voice,
) -> Entry {
    let about = value.get("description").and_then(Value::as_str).unwrap_or_default();
    let mut facts = vec![voice.fact("type", joined(kinds(value, schema, voice), &format!(" {} ", voice.say("or"))))];
    let default =
        default_of(about).map_or_else(|| text(voice.say(if must { "required" } else { "no-default" })), prose);
    facts.push(voice.fact("default", default));
    let missing = || format!("⟦{id}⟧");
    facts.push(voice.fact("since", text(known.map_or_else(missing, |known| known.since.clone()))));
    let example = known.map_or_else(missing, |known| known.example.clone());
    let mut blocks = vec![Block::Paragraph(prose(about)), Block::Facts(facts)];
    let words = words(value, schema);
    if words.iter().any(|(_, meaning)| !meaning.is_empty()) {
        let row = |(word, meaning): &(String, String)| vec![code(word), prose(meaning)];
        let rows = words.iter().map(row).collect();
        blocks.push(Block::Table(vec![voice.say("word"), voice.say("meaning")], rows));
    }
    blocks.push(Block::Code(example));
    Entry { id: id.to_owned(), title: String::new(), code: key.to_owned(), blocks }
}

/// The id of a key's entry.
fn id(holder: &str, key: &str) -> String {
    format!("{holder}.{key}")
}

fn place(holder: &str, key: &str) -> Inline {
    Inline::Entry(link::KEYS, id(holder, key), id(holder, key))
}

/// Every type with keys, the whole file first, then as it is met.
fn types(schema: &Value) -> Vec<Type> {
    let mut found: Vec<Type> =
        vec![Type { name: ROOT.to_owned(), schema: schema.clone(), path: String::new(), places: Vec::new() }];
    let mut open: VecDeque<usize> = VecDeque::from([0]);
    while let Some(at) = open.pop_front() {
        let (holder, path) = (found[at].name.clone(), found[at].path.clone());
        let keys = found[at].schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        // A report is met as one of `reports`, not as what all inherit.
        let mut keys: Vec<(String, Value)> = keys.into_iter().collect();
        keys.sort_by_key(|(key, _)| at == 0 && key != "reports");
        for (key, value) in keys {
            for (name, ending) in targets(&value, "") {
                let place = (holder.clone(), key.clone());
                if let Some(known) = found.iter_mut().find(|one| one.name == name) {
                    if !known.places.contains(&place) {
                        known.places.push(place);
                    }
                    continue;
                }
                let Some(full) = full(&name, schema) else { continue };
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{key}{ending}");
                open.push_back(found.len());
                found.push(Type { name, schema: full, path, places: vec![place] });
            }
        }
    }
    found
}

/// Types that a value may hold, with how they are reached: `[]` in a list, `.*` under any name.
fn targets(value: &Value, ending: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let Some(name) = reference(value) {
        all.push((name.to_owned(), ending.to_owned()));
    }
    for one in choices(value) {
        all.extend(targets(one, ending));
    }
    if let Some(items) = value.get("items") {
        all.extend(targets(items, &format!("{ending}[]")));
    }
    if let Some(values) = value.get("additionalProperties").filter(|values| values.is_object()) {
        all.extend(targets(values, &format!("{ending}.*")));
    }
    all
}

fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.rsplit('/').next()
}

fn choices(value: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"].into_iter().filter_map(|key| value.get(key)?.as_array()).flatten()
}

/// The definition of a type with keys of its own, shorthand left aside; of a choice between maps the keys of all.
fn full(name: &str, schema: &Value) -> Option<Value> {
    let definition = schema.get("$defs")?.get(name)?;
    let parts: Vec<&Value> = std::iter::once(definition).chain(choices(definition)).collect();
    let with_keys: Vec<&Value> = parts.into_iter().filter(|part| part.get("properties").is_some()).collect();
    let (first, others) = with_keys.split_first()?;
    let mut all = (*first).clone();
    for other in others {
        let keys = other["properties"].as_object()?.clone();
        all["properties"].as_object_mut()?.extend(keys);
        // One of them is written, so none must be.
        all["required"] = Value::Null;
    }
    if let Some(about) = definition.get("description") {
        all["description"] = about.clone();
    }
    Some(all)
}

/// What may stand for a type in short, where something may.
fn shorthand(name: &str, schema: &Value) -> Option<String> {
    let definition = schema.get("$defs")?.get(name)?;
    definition.get("properties").is_none().then_some(())?;
    let plain = choices(definition).find_map(|part| part.get("type")?.as_array().cloned())?;
    let names: Vec<&str> = plain.iter().filter_map(Value::as_str).collect();
    Some(names.join(", "))
}

/// What a value may be, in words and links.
fn kinds(value: &Value, schema: &Value, voice: &Voice) -> Vec<Vec<Inline>> {
    let words = words(value, schema);
    if !words.is_empty() {
        return vec![joined(words.into_iter().map(|(word, _)| code(word)).collect(), ", ")];
    }
    if let Some(name) = reference(value) {
        if full(name, schema).is_some() {
            let keys = vec![
                Inline::Text(format!("{} ", voice.say("type-map"))),
                Inline::Entry(link::KEYS, name.to_owned(), name.to_owned()),
            ];
            return vec![keys];
        }
        return match schema.get("$defs").and_then(|all| all.get(name)) {
            Some(definition) => kinds(definition, schema, voice),
            None => vec![code(name)],
        };
    }
    let choices: Vec<&Value> = choices(value).collect();
    if !choices.is_empty() {
        return choices.into_iter().flat_map(|one| kinds(one, schema, voice)).collect();
    }
    let of = |inner: &Value, label: &str| {
        let mut parts = vec![Inline::Text(format!("{} ", voice.say(label)))];
        parts.extend(joined(kinds(inner, schema, voice), &format!(" {} ", voice.say("or"))));
        vec![parts]
    };
    if let Some(items) = value.get("items") {
        return of(items, "type-list");
    }
    if let Some(values) = value.get("additionalProperties").filter(|values| values.is_object()) {
        return of(values, "type-names");
    }
    let names: Vec<&str> = match value.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect(),
        _ => Vec::new(),
    };
    if names.is_empty() {
        return vec![text(voice.say("type-any"))];
    }
    names.into_iter().map(|name| text(voice.say(&format!("type-{name}")))).collect()
}

/// The words that a value is one of, each with its meaning.
fn words(value: &Value, schema: &Value) -> Vec<(String, String)> {
    if let Some(name) = reference(value) {
        return schema.get("$defs").and_then(|all| all.get(name)).map_or_else(Vec::new, |one| words(one, schema));
    }
    let meaning = value.get("description").and_then(Value::as_str).unwrap_or_default();
    if let Some(word) = value.get("const").and_then(Value::as_str) {
        return vec![(word.to_owned(), meaning.to_owned())];
    }
    if let Some(all) = value.get("enum").and_then(Value::as_array) {
        return all.iter().filter_map(Value::as_str).map(|word| (word.to_owned(), String::new())).collect();
    }
    let parts: Vec<Vec<(String, String)>> = choices(value).map(|one| words(one, schema)).collect();
    if parts.iter().any(Vec::is_empty) { Vec::new() } else { parts.concat() }
}

/// What a description says of the default: the words after `default`, up to the end of their clause.
fn default_of(about: &str) -> Option<&str> {
    let start = about.find("default ")? + "default ".len();
    let rest = &about[start..];
    let ends = |(at, letter): (usize, char)| match letter {
        ';' | '\n' => true,
        '.' => rest[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => false,
    };
    let end = rest.char_indices().find(|one| ends(*one)).map_or(rest.len(), |(at, _)| at);
    Some(rest[..end].trim()).filter(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_tell_defaults() {
        assert_eq!(default_of("Confidence level; default 0.95."), Some("0.95"));
        assert_eq!(default_of("Month (1 to 12); default 1. More."), Some("1"));
        assert_eq!(default_of("Folder; default `output`."), Some("`output`"));
        assert_eq!(default_of("The client's name."), None);
    }
}
