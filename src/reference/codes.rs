//! The page of the codes of messages: cause, cure and an example of each.

use super::link;
use super::page::{Block, Entry, Group, Page, prose};
use super::voice::Voice;
use crate::translation::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Area and example of every code.
const COMMON: &str = include_str!("../../templates/program/codes.yaml");

/// File of causes and cures in each language's folder.
const WORDS: &str = "codes.yaml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    area: Area,
    example: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Area {
    Configuration,
    Expressions,
    Files,
    Data,
    Benchmarks,
    Delivery,
    Making,
}

impl Area {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Configuration, "configuration"),
        (Self::Expressions, "expressions"),
        (Self::Files, "files"),
        (Self::Data, "data"),
        (Self::Benchmarks, "benchmarks"),
        (Self::Delivery, "delivery"),
        (Self::Making, "making"),
    ];
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    cause: String,
    cure: String,
}

/// All codes, by the part of the work that says them.
pub(super) fn page(voice: &Voice) -> Page {
    let common = common();
    let said = said(voice.words.language);
    let group = |(area, name): (Area, &str)| {
        let codes = common.iter().filter(|(_, one)| one.area == area);
        Group {
            id: format!("area-{name}"),
            title: voice.say(&format!("area-{name}")),
            lead: prose(&voice.say(&format!("area-{name}-lead"))),
            entries: codes.map(|(code, one)| entry(code, one, said.get(code), voice)).collect(),
        }
    };
    Page {
        name: link::CODES,
        title: voice.say("codes"),
        lead: prose(&voice.say("codes-lead")),
        groups: Area::ALL.into_iter().map(group).collect(),
    }
}

fn entry(code: &str, common: &Common, said: Option<&Said>, voice: &Voice) -> Entry {
    let missing = || Said { cause: format!("⟦{code}⟧"), cure: format!("⟦{code}⟧") };
    let known = said.is_none().then(missing);
    let said = said.or(known.as_ref()).expect("one of both");
    let facts = vec![voice.fact("cause", prose(&said.cause)), voice.fact("cure", prose(&said.cure))];
    Entry {
        id: code.to_owned(),
        title: String::new(),
        code: code.to_owned(),
        blocks: vec![Block::Facts(facts), Block::Code(common.example.clone())],
    }
}

fn common() -> BTreeMap<String, Common> {
    serde_saphyr::from_str(COMMON).unwrap_or_else(|error| panic!("built-in codes.yaml: {error}"))
}

fn said(language: Language) -> BTreeMap<String, Said> {
    let text = language.file(WORDS);
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("built-in {language:?}/{WORDS}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_every_language() {
        let codes: Vec<String> = common().into_keys().collect();
        for language in Language::all() {
            let said = said(language);
            assert_eq!(said.keys().cloned().collect::<Vec<_>>(), codes, "{language:?}");
            let short = said.iter().find(|(_, one)| one.cause.len() < 12 || one.cure.len() < 6);
            assert!(short.is_none(), "{language:?}: {:?}", short.map(|(code, _)| code));
        }
    }

    #[test]
    fn an_example_is_a_message_of_its_code() {
        for (code, one) in common() {
            assert!(one.example.contains(&format!("[{code}]: ")), "{code}: {}", one.example);
        }
    }
}
