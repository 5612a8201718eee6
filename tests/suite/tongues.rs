//! Each edition speaks its own language: what is Chinese in an English edition, or an English or system word in a
//! Chinese one, is a value of the client's data, a name, or code.

use crate::sample;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

const CLIENTS: [&str; 6] = ["telecom", "saas", "credit-union", "shop", "water", "appliance"];

/// Fields of the view model that no page shows as text.
const UNSEEN: [&str; 17] = [
    "id",
    "link",
    "section",
    "chart",
    "block",
    "tone",
    "kind",
    "align",
    "signal",
    "stand_ins",
    "doubts",
    "report",
    "language",
    "locale",
    "keywords",
    "logo",
    "paper",
];
/// Labels of facts that are code, for machines and auditors: formula and id of a metric.
const CODE: [&str; 4] = ["算式", "标识", "Expressions", "Identifier"];

/// What of a view model is seen, each text with its path.
fn seen(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| seen(item, path, found)),
        Value::Object(fields) => {
            let label = fields.get("label").and_then(Value::as_str).unwrap_or_default();
            let is_table = |id: &str| fields.get("id").and_then(Value::as_str) == Some(id);
            // Quoted comments are the clients' own words, in their own language.
            if is_table("voice-verbatims") || CODE.contains(&label) {
                return;
            }
            for (name, value) in fields.iter().filter(|(name, _)| !UNSEEN.contains(&name.as_str())) {
                seen(value, &format!("{path}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// All texts of an edition that a page, a chart or the annex shows.
fn texts(client: &str, locale: &str) -> Vec<(String, String)> {
    let report = serde_json::to_value(sample::report(client, locale)).unwrap();
    let mut found = Vec::new();
    seen(&report, "", &mut found);
    assert!(found.len() > 500, "{client}: {} texts", found.len());
    found
}

/// The words of a client's data and of the publishers, without the names of columns.
fn data(client: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut all = String::new();
    for folder in [root.join(client), root.join("benchmarks")] {
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            all.push_str(&name);
            let headed = name.ends_with(".csv");
            text.lines().skip(usize::from(headed)).for_each(|line| all.extend([line, "\n"]));
        }
    }
    all
}

/// A word that the data must write for a reply, which the definition of its metric names.
const WRITTEN: &str = "bot_substantive";

/// Settings that the definitions of metrics name as the configuration calls them.
fn settings() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/program/keys.yaml")).unwrap()
}

/// Files, their sheets, and hashes.
fn is_a_file(path: &str, text: &str) -> bool {
    path == "/meta/annex"
        || Regex::new(r"\.(csv|xlsx|jsonl|parquet|yaml)([#:]|$)|^[0-9a-f]{40,}$").unwrap().is_match(text)
}

/// Words of the other language in a text of an edition, but for those of the data.
fn strangers(locale: &str, text: &str, data: &str) -> Vec<String> {
    let words = |pattern: &str| {
        let pattern = Regex::new(pattern).unwrap();
        pattern.find_iter(text).map(|one| one.as_str().to_owned()).collect::<Vec<_>>()
    };
    let found = if locale == "en" {
        words(r"\p{Han}+")
    } else {
        // System names, and sentences without a word of the edition's own language.
        let mut found = words(r"\b[A-Za-z]+(?:_[A-Za-z0-9]+)+\b");
        found.extend(words(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}"));
        found
    };
    found.into_iter().filter(|word| !data.contains(word.as_str())).collect()
}

fn all_strangers(locale: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for client in CLIENTS {
        let (data, settings) = (data(client), settings());
        for (path, text) in texts(client, locale).into_iter().filter(|(path, text)| !is_a_file(path, text)) {
            let is_named = |word: &str| word == WRITTEN || settings.contains(&format!(".{word}"));
            let is_setting = |word: &String| path == "/annex/blocks/items/text" && is_named(word);
            let words = strangers(locale, &text, &data).into_iter().filter(|word| !is_setting(word));
            found.extend(words.map(|word| format!("{client}{path}: {word}: {text}")));
        }
    }
    found
}

#[test]
fn an_english_edition_has_chinese_only_from_the_data() {
    let found = all_strangers("en");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_chinese_edition_has_no_system_names_and_no_english_sentences() {
    let found = all_strangers("zh-CN");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn strangers_are_found() {
    let told = |locale, text| strangers(locale, text, "Ann 王磊 do not call");
    assert_eq!(told("zh-CN", "工单·created_at：2 处"), ["created_at"]);
    assert_eq!(told("zh-CN", "剔除 outside the company 0"), ["outside the company"]);
    assert_eq!(told("zh-CN", "按时解决率 80.4%（n=12，P90）do not call"), [""; 0]);
    assert_eq!(told("en", "Owner 王磊, 客服运营部"), ["客服运营部"]);
}

#[test]
fn the_columns_of_all_tables_have_words() {
    let columns = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/profiles/columns.yaml");
    let columns = fs::read_to_string(columns).unwrap();
    let name = Regex::new(r"(?m)^      ([a-z_]+): \[").unwrap();
    let names: BTreeSet<String> = name.captures_iter(&columns).map(|one| one[1].replace('_', "-")).collect();
    assert!(names.len() > 90);
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales/zh-CN/columns.ftl");
    let words = fs::read_to_string(words).unwrap();
    let missing: Vec<&String> = names.iter().filter(|name| !words.contains(&format!("\nfield-{name} = "))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
