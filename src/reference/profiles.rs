//! The page of the profiles of vendors' exports: how each is recognised and read, and what that stands on.

use super::link;
use super::page::{Block, Entry, Group, Inline, Page, code, joined, prose, text};
use super::voice::Voice;
use crate::config::{Profile, Support, built_in_profile_files, built_in_profiles};
use crate::domain::Table;

/// All built-in profiles, by the table that each feeds first; those whose files are refused last.
pub(super) fn page(voice: &Voice) -> Page {
    let profiles = built_in_profiles();
    let first = |profile: &Profile| profile.refuse.is_none().then(|| profile.tables().first().copied()).flatten();
    let group = |table: Option<Table>| {
        let entries: Vec<Entry> =
            profiles.iter().filter(|one| first(one) == table).map(|one| entry(one, voice)).collect();
        let name = table.map_or("refused", Table::name);
        Group {
            id: format!("table-{name}"),
            title: table
                .map_or_else(|| voice.say("refused"), |table| voice.words.with("feeds", &[("table", table.name())])),
            lead: Vec::new(),
            entries,
        }
    };
    let groups = Table::ALL.into_iter().map(Some).chain([None]).map(group);
    Page {
        name: link::PROFILES,
        title: voice.say("profiles"),
        lead: prose(&voice.say("profiles-lead")),
        groups: groups.filter(|group| !group.entries.is_empty()).collect(),
    }
}

fn entry(profile: &Profile, voice: &Voice) -> Entry {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: Vec<Inline>| facts.push(voice.fact(name, value));
    if let Some(reason) = &profile.refuse {
        add("refusal", text(reason.get(voice.locale)));
    }
    let fed: Vec<Vec<Inline>> = profile.tables().into_iter().map(|table| vec![link::table(table)]).collect();
    if !fed.is_empty() {
        add("tables", joined(fed, ", "));
    }
    let sets = profile.recognise.iter().map(|names| joined(names.iter().map(code).collect(), " + "));
    let or = voice.say("or");
    if !profile.recognise.is_empty() {
        add("recognised", joined(sets.collect(), &format!(" {or} ")));
    }
    if let Some(pattern) = &profile.file {
        add("file-name", code(pattern));
    }
    if profile.shape.is_some() {
        add("shape", text(voice.say("shape-says")));
    }
    let asks = profile.asks.iter().map(|question| {
        let name = format!("{question:?}");
        let name: String = name
            .chars()
            .flat_map(|letter| {
                let dash = letter.is_uppercase().then_some('-');
                dash.into_iter().chain(letter.to_lowercase())
            })
            .collect();
        text(voice.say(&format!("asks{name}")))
    });
    if !profile.asks.is_empty() {
        add("asks", joined(asks.collect(), "; "));
    }
    for evidence in &profile.evidence {
        let kind = match evidence.kind {
            Support::Real => "evidence-real",
            Support::Vendor => "evidence-vendor",
            Support::Code => "evidence-code",
        };
        add(kind, prose(&evidence.source));
    }
    if !profile.unverified.is_empty() {
        add("unverified", joined(profile.unverified.iter().map(|one| prose(one)).collect(), "; "));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if let Some(file) = built_in_profile_files().iter().find(|(id, _)| *id == profile.id) {
        blocks.push(Block::Folded(format!("data/profiles/{}.yaml", profile.id), file.1.to_owned()));
    }
    Entry {
        id: profile.id.clone(),
        title: profile.title.get(voice.locale).to_owned(),
        code: profile.id.clone(),
        blocks,
    }
}
