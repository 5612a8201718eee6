//! Every code of a message occurs in a test. The list is read from the sources, so that a new code needs its case.

use crate::imports::Sources;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

#[test]
fn every_code_occurs_in_a_test() {
    let codes = codes();
    assert!(codes.len() > 200, "only {} codes were found", codes.len());
    let tested = tested();
    let pinned = |code: &str| {
        let forms = [format!("[{code}]"), format!("\"{code}\""), format!("`{code}`")];
        forms.iter().any(|form| tested.contains(form))
    };
    let missing: BTreeMap<_, _> = codes.iter().filter(|(code, _)| !pinned(code)).collect();
    let known: BTreeSet<&str> = WITHOUT.into_iter().collect();
    let new: Vec<_> = missing.iter().filter(|(code, _)| !known.contains(code.as_str())).collect();
    assert!(new.is_empty(), "no test shows {new:?}");
    let idle: Vec<_> = known.iter().filter(|code| !missing.keys().any(|missing| missing == *code)).collect();
    assert!(idle.is_empty(), "a test shows {idle:?}, or nobody says it any more: take it off the list");
}

#[test]
fn the_search_finds_codes() {
    let code = "fn wrong(&mut self, code: &'static str, x: u8) {}\nself.wrong(\n\"a-b\", 1); other(\"c-d\", 2);\n\
                let (code, hint) = match x { 1 => (\"e-f\", \"some text\"), _ => (\"g-h\", \"\") };\n\
                let spot = |code, at| 1; spot(\"i\", 2); Refusal { code: \"j-k\" }";
    let found: Vec<String> = codes_in(&[code]).into_iter().collect();
    assert_eq!(found, ["a-b", "e-f", "g-h", "i", "j-k"]);
}

/// Codes that no test shows yet.
const WITHOUT: [&str; 0] = [];

/// Each code with the files that say it.
pub fn codes() -> BTreeMap<String, Vec<String>> {
    let sources = Sources::of_project();
    let all: Vec<&str> = sources.files.values().map(|file| file.code.as_str()).collect();
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in codes_in(&all) {
        let literal = format!("\"{code}\"");
        let files = sources.files.values().filter(|file| file.code.contains(&literal));
        said.insert(code, files.map(|file| file.path.display().to_string()).collect());
    }
    said
}

/// What is handed to a function or closure whose first parameter is a code, and what is named `code`.
fn codes_in(sources: &[&str]) -> BTreeSet<String> {
    let function = Regex::new(r"fn (\w+)(?:<[^>]*>)?\(\s*(?:&(?:mut )?self,\s*)?code: &'static str").unwrap();
    let closure = Regex::new(r"let (?:mut )?(\w+) = (?:move )?\|code\b").unwrap();
    let each = |pattern: &Regex, code: &str| -> Vec<String> {
        pattern.captures_iter(code).map(|found| found[1].to_owned()).collect()
    };
    let functions: BTreeSet<String> =
        sources.iter().flat_map(|code| [each(&function, code), each(&closure, code)].concat()).collect();
    let call = Regex::new(r#"\b(\w+)\(\s*"([a-z][a-z0-9-]*)"\s*,"#).unwrap();
    let named = Regex::new(r"let \(?code\b[^;]*?;").unwrap();
    let kebab = Regex::new(r#""([a-z][a-z0-9]*(?:-[a-z0-9]+)+)""#).unwrap();
    let field = Regex::new(r#"\bcode: "([a-z0-9-]+)""#).unwrap();
    let mut codes = BTreeSet::new();
    for code in sources {
        let calls = call.captures_iter(code).filter(|found| functions.contains(&found[1]));
        codes.extend(calls.map(|found| found[2].to_owned()));
        codes.extend(named.find_iter(code).flat_map(|found| each(&kebab, found.as_str())));
        codes.extend(each(&field, code));
    }
    codes
}

/// All expected messages, and all code of tests.
fn tested() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str, ending: &str| -> Vec<String> {
        let entries = WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap);
        let paths = entries.filter(|entry| entry.path().to_string_lossy().ends_with(ending));
        paths
            .filter(|entry| !entry.path().ends_with("suite/codes.rs"))
            .map(|entry| fs::read_to_string(entry.path()).unwrap())
            .collect()
    };
    let mut text = files("tests/invalid", "expected.txt").concat() + &files("tests/suite", ".rs").concat();
    let sources = Sources::of_project();
    let program: BTreeSet<_> = sources.files.values().map(|file| root.join("src").join(&file.path)).collect();
    for entry in WalkDir::new(root.join("src")).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let whole = fs::read_to_string(entry.path()).unwrap();
            match program.contains(entry.path()) {
                true => text.push_str(whole.split_once("#[cfg(test)]\nmod tests {").map_or("", |(_, tests)| tests)),
                false => text.push_str(&whole),
            }
        }
    }
    text
}
