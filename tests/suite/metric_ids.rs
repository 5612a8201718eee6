//! The program names metrics by constants of one list, each of which the catalogue knows.

use crate::imports::Sources;
use quarterdeck::catalogue::{built_in, ids};
use regex::Regex;
use std::collections::BTreeSet;

/// Where a word is written that is also a metric's id, and means something else.
const OTHER_WORDS: [(&str, &str); 24] = [
    // Names of tables and of their columns.
    ("domain/table.rs", "complaints"),
    ("domain/table.rs", "orders"),
    ("sample/water.rs", "complaints"),
    ("sample/water.rs", "orders"),
    ("schema/operations.rs", "units_in_field"),
    ("intake/layout/totals.rs", "units_in_field"),
    ("sample/operations.rs", "units_in_field"),
    // Which question an answer belongs to.
    ("intake/check.rs", "nps"),
    ("intake/mapping.rs", "nps"),
    ("profile/names.rs", "nps"),
    ("profile/questions.rs", "nps"),
    ("sample/saas.rs", "nps"),
    ("sample/telecom.rs", "nps"),
    // Sections of a report, and kinds of signals.
    ("config/section.rs", "complaints"),
    ("report/annex.rs", "complaints"),
    ("report/sections/mod.rs", "complaints"),
    ("report/sections/finding.rs", "complaints"),
    ("report/sections/warnings.rs", "complaints"),
    ("insight/export.rs", "complaints"),
    // Keys of settings, of an export and of a text.
    ("config/check/initiatives.rs", "complaints"),
    ("config/figure_names.rs", "customers_at_start"),
    ("config/refused.rs", "revenue"),
    ("economics/export.rs", "contacts"),
    ("report/sections/voice/precision.rs", "contacts"),
];

#[test]
fn every_id_in_code_is_a_metric_of_the_catalogue() {
    let known: BTreeSet<String> = built_in().iter().map(|metric| metric.id.clone()).collect();
    let lost: Vec<_> = ids::ALL.iter().filter(|id| !known.contains(**id)).collect();
    assert!(lost.is_empty(), "no metric of the catalogue: {lost:?}");
    let each: BTreeSet<_> = ids::ALL.iter().collect();
    assert!(each.len() == ids::ALL.len() && each.len() > 100, "{} ids, {} of them differ", ids::ALL.len(), each.len());
}

#[test]
fn no_id_is_written_as_text_outside_the_list() {
    let known: BTreeSet<String> = built_in().iter().map(|metric| metric.id.clone()).collect();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in Sources::of_project().files.values() {
        let path = file.path.display().to_string();
        for literal in literals(&file.code).into_iter().filter(|literal| known.contains(literal)) {
            match OTHER_WORDS.iter().find(|(other, word)| *other == path && *word == literal) {
                Some(other) => drop(seen.insert(*other)),
                None if path == "catalogue/ids.rs" => {}
                None => wrong.push(format!("{path}: `{literal}` is a metric's id: write `catalogue::ids`")),
            }
        }
    }
    let idle = OTHER_WORDS.iter().filter(|other| !seen.contains(*other));
    wrong.extend(idle.map(|(path, word)| format!("{path}: `{word}` is not written there any more")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_id_of_the_list_is_used() {
    let sources = Sources::of_project();
    let code: Vec<&str> = sources.files.values().map(|file| file.code.as_str()).collect();
    let used = |id: &str| code.iter().any(|code| code.contains(&format!("ids::{}", id.to_uppercase())));
    let idle: Vec<_> = ids::ALL.iter().filter(|id| !used(id)).collect();
    assert!(idle.is_empty(), "nobody uses {idle:?}");
}

#[test]
fn the_search_finds_literals() {
    let code =
        "let a = \"one\"; let b = '\"'; let c = \"t\\\"w\\\"o\"; fn f<'a>(x: &'a str) {} r#\"th\"ree\"#; \"four\"";
    assert_eq!(literals(code), ["one", "t\\\"w\\\"o", "four"]);
}

/// What stands between quotation marks, raw strings left out.
pub fn literals(code: &str) -> Vec<String> {
    let literal = Regex::new(r###"(?s)r#".*?"#|'(?:\\.|[^'\\\n])'|"((?:[^"\\]|\\.)*)""###).unwrap();
    literal.captures_iter(code).filter_map(|found| Some(found.get(1)?.as_str().to_owned())).collect()
}
