//! The program speaks Chinese where somebody wants that, and says the same codes, places and numbers.

use crate::project::{Ended, Project};
use quarterdeck::translation::{Language, Translator};
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn said(project: &Project, line: &str, language: &str) -> Ended {
    project.run_words(&line.split_whitespace().collect::<Vec<_>>(), language)
}

#[test]
fn the_environment_or_the_option_choose_the_language() {
    let project = Project::of("invalid/misspelt-key");
    let english = said(&project, "check", "C.UTF-8");
    let chinese = said(&project, "check", "zh_CN.UTF-8");
    let asked = said(&project, "check --language zh-CN", "C.UTF-8");
    let back = said(&project, "check --language en", "zh_CN.UTF-8");
    assert_eq!(chinese.code, english.code);
    let untimed = |ended: &Ended| Regex::new(r"[\d.]+ (秒|s)").unwrap().replace_all(&ended.err, "").into_owned();
    assert_eq!(untimed(&chinese), untimed(&asked));
    assert_eq!(untimed(&english), untimed(&back));
    assert!(chinese.err.contains("错误[unknown-key]: 不认识的键 `asof`\n  办法: 是不是 `as_of`？"), "{}", chinese.err);
    assert!(english.err.contains("error[unknown-key]: unknown key `asof`\n  hint: did you mean `as_of`?"));
    let refused = said(&project, "check --language fr", "C.UTF-8");
    assert!(refused.code == 2 && refused.err.contains("known are `en`, `zh-CN`"), "{}", refused.err);
}

#[test]
fn help_is_chinese_and_complete() {
    let project = Project::empty();
    for line in ["--help", "run --help", "schedule print --help", "send --help", "explain --help", "help init"] {
        let help = said(&project, line, "zh_CN.UTF-8");
        assert_eq!(help.code, 0);
        let prose = help.out.lines().filter(|line| !line.starts_with("用法"));
        let english: Vec<&str> = prose.filter(|line| speaks_english(line)).collect();
        assert!(english.is_empty(), "{line}: {english:#?}");
    }
}

/// Whether three words of English follow each other outside of code.
fn speaks_english(line: &str) -> bool {
    let code = Regex::new(r"`[^`]*`|\[[^\]]*\]|<[^>]*>|--[\w-]+").unwrap();
    Regex::new(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}").unwrap().is_match(&code.replace_all(line, ""))
}

#[test]
fn json_stays_as_it_is() {
    let project = Project::of("invalid/misspelt-key");
    let line = "check --log-format json";
    let (english, chinese) = (said(&project, line, "C.UTF-8"), said(&project, line, "zh_CN.UTF-8"));
    let untimed = |text: &str| Regex::new(r"\d+\.\d+(e-\d+)?").unwrap().replace_all(text, "0").into_owned();
    assert_eq!(untimed(&english.err), untimed(&chinese.err));
    assert_eq!(untimed(&english.out), untimed(&chinese.out));
    let schema = |language| said(&project, "schema", language).out;
    assert_eq!(schema("C.UTF-8"), schema("zh_CN.UTF-8"));
}

/// Messages and hints of the pinned cases that have no Chinese yet, by code; hints under `hint`. May only shrink.
const WITHOUT: &str = include_str!("language.txt");

#[test]
fn what_has_no_chinese_yet_is_listed_and_only_shrinks() {
    let translator = Translator::new(Language::of_tag("zh-CN").unwrap()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let message = Regex::new(r"^(?:.*?): (?:error|warning)\[([a-z0-9-]+)\]: (.*)$").unwrap();
    let (mut found, mut all) = (BTreeSet::new(), 0);
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let Ok(text) = fs::read_to_string(entry.path().join("expected.txt")) else { continue };
        for line in text.lines() {
            let (code, said) = match (message.captures(line), line.strip_prefix("  hint: ")) {
                (Some(found), _) => (found[1].to_owned(), found[2].to_owned()),
                (None, Some(hint)) => ("hint".to_owned(), hint.to_owned()),
                (None, None) => continue,
            };
            all += 1;
            if translator.say(&said).is_none() {
                found.insert(format!("{code}: {said}"));
            }
        }
    }
    assert!(all > 400, "{all}");
    let known: BTreeSet<String> = WITHOUT.lines().map(str::to_owned).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    assert!(new.is_empty(), "these need Chinese in templates/program/zh-CN/messages.ftl:\n{}", join(&new));
    let idle: Vec<&String> = known.difference(&found).collect();
    assert!(idle.is_empty(), "these have Chinese now, take them off the list:\n{}", join(&idle));
}

fn join(lines: &[&String]) -> String {
    lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n")
}
