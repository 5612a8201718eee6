//! The reference is complete, its links lead somewhere, and what it shows as an example is one.

use crate::codes::codes;
use crate::project::Project;
use quarterdeck::catalogue::built_in;
use quarterdeck::domain::Table;
use quarterdeck::schema::columns;
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

fn written(language: &str) -> BTreeMap<String, String> {
    let project = Project::empty();
    let ended = project.run(&format!("reference pages --language {language}"));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let names = project.files("pages").into_iter().filter(|name| !name.starts_with('.'));
    names.map(|name| (name.clone(), project.text(&format!("pages/{name}")))).collect()
}

fn ids(html: &str) -> BTreeSet<String> {
    let id = Regex::new(r#"<(?:article|section) id="([^"]+)""#).unwrap();
    id.captures_iter(html).map(|found| found[1].to_owned()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn everything_has_its_entry_in_every_language() {
    let figure = Regex::new(r"(?m)^  - id: (\S+)").unwrap();
    for language in ["en", "zh-CN"] {
        let pages = written(language);
        let missing = |page: &str, wanted: Vec<String>, at_least: usize| {
            assert!(wanted.len() >= at_least, "only {} are wanted on {page}", wanted.len());
            let found = ids(&pages[&format!("{page}.html")]);
            let missing: Vec<&String> = wanted.iter().filter(|id| !found.contains(*id)).collect();
            assert!(missing.is_empty(), "{language} {page} lacks {missing:?}");
            let markdown = &pages[&format!("{page}.md")];
            let missing: Vec<&String> =
                wanted.iter().filter(|id| !markdown.contains(&format!("<a id=\"{id}\"></a>"))).collect();
            assert!(missing.is_empty(), "{language} {page}.md lacks {missing:?}");
        };
        missing("metrics", built_in().iter().map(|metric| metric.id.clone()).collect(), 200);
        missing("codes", codes().into_keys().collect(), 200);
        missing("keys", keys(), 300);
        let columns = Table::ALL
            .into_iter()
            .flat_map(|table| columns(table).iter().map(move |column| format!("{}.{}", table.name(), column.name)));
        missing("tables", columns.collect(), 150);
        let names = |folder: &str| -> Vec<String> {
            let entries = WalkDir::new(root().join(folder)).into_iter().map(Result::unwrap);
            let files = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"));
            files.map(|entry| entry.path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
        };
        missing("profiles", names("data/profiles").into_iter().filter(|name| name != "columns").collect(), 70);
        let figures = names("data/benchmarks").into_iter().flat_map(|name| {
            let text = fs::read_to_string(root().join(format!("data/benchmarks/{name}.yaml"))).unwrap();
            figure.captures_iter(&text).map(|found| format!("{name}.{}", &found[1])).collect::<Vec<_>>()
        });
        missing("benchmarks", figures.collect(), 40);
    }
}

/// Every key of the schema, as `Type.key`; the whole file is `File`.
fn keys() -> Vec<String> {
    let schema = quarterdeck::config::schema_json();
    let mut keys = Vec::new();
    let of = |name: &str, definition: &Value, keys: &mut Vec<String>| {
        let empty = Map::new();
        let own = definition.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        keys.extend(own.keys().map(|key| format!("{name}.{key}")));
    };
    of("File", &schema, &mut keys);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        of(name, definition, &mut keys);
        for key in ["anyOf", "oneOf"] {
            let parts = definition.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            parts.iter().for_each(|part| of(name, part, &mut keys));
        }
    }
    keys
}

#[test]
fn every_link_leads_to_something() {
    let pages = written("en");
    let link = Regex::new(r#"href="([^"]+)""#).unwrap();
    let all: BTreeMap<&String, BTreeSet<String>> = pages.iter().map(|(name, text)| (name, ids(text))).collect();
    let mut followed = 0;
    for (name, text) in pages.iter().filter(|(name, _)| name.ends_with(".html")) {
        for target in link.captures_iter(text).map(|found| found[1].to_owned()) {
            if target.starts_with("http") || target == "#main" {
                continue;
            }
            let (page, id) = target.split_once('#').unwrap_or((&target, ""));
            let page = if page.is_empty() { name.clone() } else { page.to_owned() };
            let ids = all.get(&page).unwrap_or_else(|| panic!("{name} links to {target}"));
            assert!(id.is_empty() || ids.contains(id), "{name} links to {target}");
            followed += 1;
        }
    }
    let link = Regex::new(r"\]\(([\w-]+\.md)?(?:#([^)]+))?\)").unwrap();
    for (name, text) in pages.iter().filter(|(name, _)| name.ends_with(".md")) {
        for found in link.captures_iter(text) {
            let page = found.get(1).map_or(name.as_str(), |page| page.as_str());
            let text = pages.get(page).unwrap_or_else(|| panic!("{name} links to {}", &found[0]));
            let id = found.get(2).map_or("", |id| id.as_str());
            assert!(id.is_empty() || text.contains(&format!("<a id=\"{id}\"></a>")), "{name} links to {}", &found[0]);
            followed += 1;
        }
    }
    assert!(followed > 2_000, "{followed}");
}

#[test]
fn ids_are_there_once() {
    let id = Regex::new(r#" id="([^"]+)""#).unwrap();
    for (name, text) in written("zh-CN").iter().filter(|(name, _)| name.ends_with(".html")) {
        let mut seen = BTreeSet::new();
        for found in id.captures_iter(text) {
            assert!(seen.insert(found[1].to_owned()), "{name}: {} stands twice", &found[1]);
        }
    }
}

#[test]
fn pages_are_written_anew_over_their_own_and_over_nothing_else() {
    let project = Project::empty();
    fs::create_dir(project.path().join("mine")).unwrap();
    fs::write(project.path().join("mine/index.html"), "my page").unwrap();
    let refused = project.run("reference mine");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("was not written by `quarterdeck reference`"), "{}", refused.err);
    assert_eq!(project.text("mine/index.html"), "my page");
    assert_eq!(project.files("mine").len(), 1);
    assert_eq!(project.run("reference pages").code, 0);
    let first = project.text("pages/index.html");
    assert_eq!(project.run("reference pages --language zh-CN").code, 0);
    assert_ne!(project.text("pages/index.html"), first);
    assert_eq!(project.run("reference pages").code, 0);
    assert_eq!(project.text("pages/index.html"), first, "the same bytes each time");
}

#[test]
fn examples_of_keys_fit_the_schema() {
    let schema = quarterdeck::config::schema_json();
    let text = fs::read_to_string(root().join("templates/program/keys.yaml")).unwrap();
    let known: BTreeMap<String, BTreeMap<String, String>> = serde_saphyr::from_str(&text).unwrap();
    let wanted: BTreeSet<String> = keys().into_iter().collect();
    let idle: Vec<&String> = known.keys().filter(|key| !wanted.contains(*key)).collect();
    assert!(idle.is_empty(), "there is no such key: {idle:?}");
    let mut wrong = Vec::new();
    for (key, known) in &known {
        let (holder, name) = key.split_once('.').unwrap();
        let holder = if holder == "File" { schema.clone() } else { full(&schema["$defs"][holder]) };
        let example: Map<String, Value> = serde_saphyr::from_str(&known["example"])
            .unwrap_or_else(|error| panic!("the example of {key} is no YAML: {error}"));
        if !example.contains_key(name) {
            wrong.push(format!("{key}: the example does not show it"));
        }
        for (name, value) in &example {
            let Some(form) = holder["properties"].get(name) else {
                wrong.push(format!("{key}: `{name}` is not one of its keys"));
                continue;
            };
            if let Err(why) = fits(value, form, &schema) {
                wrong.push(format!("{key}: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_of_examples_sees_mistakes() {
    let schema = quarterdeck::config::schema_json();
    let report = full(&schema["$defs"]["Report"]);
    let fits = |key: &str, value: Value| fits(&value, &report["properties"][key], &schema);
    assert!(fits("history_quarters", 8.into()).is_ok());
    assert!(fits("history_quarters", "many".into()).is_err());
    assert!(fits("edition", "management".into()).is_ok() && fits("edition", "short".into()).is_err());
    assert!(fits("brand", serde_json::json!({ "nmae": "x" })).is_err());
    assert!(fits("tables", serde_json::json!({ "tickets": { "files": ["a", "b"] } })).is_err());
}

/// A definition without its shorthand; of a choice between maps the keys of all.
fn full(definition: &Value) -> Value {
    let mut keys = Map::new();
    for part in std::iter::once(definition).chain(
        ["anyOf", "oneOf"].iter().flat_map(|key| definition.get(key).and_then(Value::as_array).into_iter().flatten()),
    ) {
        keys.extend(part.get("properties").and_then(Value::as_object).cloned().unwrap_or_default());
    }
    serde_json::json!({ "properties": keys })
}

/// Whether a value is what a schema allows, as far as this configuration's schema goes.
fn fits(value: &Value, form: &Value, schema: &Value) -> Result<(), String> {
    if let Some(name) = form.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return fits(value, &schema["$defs"][name], schema);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(parts) = form.get(key).and_then(Value::as_array) {
            let tried: Vec<_> = parts.iter().map(|part| fits(value, part, schema)).collect();
            return match tried.iter().any(Result::is_ok) {
                true => Ok(()),
                false => Err(tried.into_iter().filter_map(Result::err).collect::<Vec<_>>().join(" / ")),
            };
        }
    }
    // The reader of this test takes the word `off` for false, the program for a word.
    let off = Value::from("off");
    let is_word = admits(form, &off) || form.get("const") == Some(&off);
    let value = if *value == Value::Bool(false) && is_word { &off } else { value };
    if let Some(word) = form.get("const") {
        return if word == value { Ok(()) } else { Err(format!("{value} is not {word}")) };
    }
    if let Some(words) = form.get("enum").and_then(Value::as_array) {
        return if words.contains(value) { Ok(()) } else { Err(format!("{value} is none of {words:?}")) };
    }
    let types: Vec<&str> = match form.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let is = |name: &&str| match *name {
        // What is written as a number or a date may stand for text.
        "string" => value.is_string() || value.is_number() || value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    if !types.iter().any(is) {
        return Err(format!("{value} is no {}", types.join(" or ")));
    }
    if let (Some(items), Some(form)) = (value.as_array(), form.get("items")) {
        items.iter().try_for_each(|item| fits(item, form, schema))?;
    }
    if let Some(map) = value.as_object() {
        let known = form.get("properties").and_then(Value::as_object);
        for (key, value) in map {
            match (known.and_then(|known| known.get(key)), form.get("additionalProperties")) {
                (Some(form), _) => fits(value, form, schema)?,
                (None, Some(Value::Bool(false))) => return Err(format!("`{key}` is not known here")),
                (None, Some(form)) if form.is_object() => fits(value, form, schema)?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether a word is one of those that a schema lists.
fn admits(form: &Value, word: &Value) -> bool {
    form.get("const") == Some(word) || form.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(word))
}

#[test]
fn examples_of_codes_are_messages_of_the_program() {
    let text = fs::read_to_string(root().join("templates/program/codes.yaml")).unwrap();
    let known: BTreeMap<String, BTreeMap<String, String>> = serde_saphyr::from_str(&text).unwrap();
    let said = codes();
    let idle: Vec<&String> = known.keys().filter(|code| !said.contains_key(*code)).collect();
    assert!(idle.is_empty(), "nobody says {idle:?} any more");
    let mut pinned = String::new();
    for entry in WalkDir::new(root().join("tests/invalid")).into_iter().map(Result::unwrap) {
        if entry.path().ends_with("expected.txt") {
            pinned += &fs::read_to_string(entry.path()).unwrap();
        }
    }
    let mut real = 0;
    for (code, known) in &known {
        let example = known["example"].as_str();
        // A code that a case pins is shown by what the program really said there.
        if pinned.contains(&format!("[{code}]: ")) {
            assert!(pinned.contains(example), "{code}: no case says\n{example}");
            real += 1;
        }
    }
    assert!(real > 130, "{real}");
}
