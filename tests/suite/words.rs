//! Every message that the code names exists, in every language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// What stands before the id of a message: it is said at once, or chosen by a match.
const CALLS: [&str; 5] = ["say(\"", "separator(\"", "with(\"", "=> \"", "=> Some(\""];

#[test]
fn every_message_that_the_report_names_exists() {
    let known = messages("en");
    let mut missing = Vec::new();
    for entry in WalkDir::new(root().join("src/report")).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(entry.path()).unwrap();
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let unknown = named(code).into_iter().filter(|id| !known.contains(id));
            missing.extend(unknown.map(|id| format!("{}: {id}", entry.path().display())));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Texts that are said, and look like the id of a message: lower-case words with hyphens between them.
fn named(code: &str) -> BTreeSet<String> {
    let is_id = |text: &&str| {
        let sound = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
        text.contains('-') && text.chars().all(sound) && !text.ends_with('-')
    };
    let after = |call: &str| code.split(call).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
    CALLS.into_iter().flat_map(after).filter(is_id).map(str::to_owned).collect()
}

fn messages(locale: &str) -> BTreeSet<String> {
    let folder = root().join("templates/locales").join(locale);
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let ids = files.flat_map(|text| text.lines().filter_map(id).collect::<Vec<_>>());
    ids.collect()
}

fn id(line: &str) -> Option<String> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let sound = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
    (line.starts_with(|first: char| first.is_ascii_alphabetic()) && id.chars().all(sound)).then(|| id.to_owned())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
