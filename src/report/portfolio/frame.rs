//! What surrounds the pack: its cover, how it is to be read, and the word "internal" on every page.

use super::{Board, Stand, Written};
use crate::config::Brand;
use crate::report::model::{Block, BrandView, Cover, Fact, Meta};
use crate::report::text::grouped;

/// Name of the pack in the names of its files, where that of a report stands.
pub const NAME: &str = "portfolio";

/// Identity; the pack is dated by the newest of its data.
pub(super) fn meta(board: &Board) -> Meta {
    let newest = newest(board);
    let (config, draft) = (newest.client.config, newest.draft);
    let quarter = draft.dates.quarter(board.portfolio.quarter);
    let house = house(board);
    Meta {
        report: NAME.to_owned(),
        title: draft.words.with("portfolio-document", &[("quarter", &quarter)]),
        client: house.clone(),
        quarter: board.portfolio.quarter.to_string(),
        issue: String::new(),
        paper: config.paper.name().to_owned(),
        as_of: draft.dates.iso(config.as_of),
        as_of_parts: draft.dates.parts(config.as_of),
        author: if house.is_empty() { board.say("portfolio-author") } else { house },
        version: board.portfolio.version.clone(),
        credit: None,
        config_hash: String::new(),
        data_hash: String::new(),
        annex: String::new(),
        keywords: vec![board.say("portfolio-internal-word"), board.portfolio.quarter.to_string()],
    }
}

/// The look; the footer of every page says that it is internal.
pub(super) fn brand(board: &Board) -> BrandView {
    let colour = |of: fn(&Brand) -> &String| board.portfolio.brand.map_or_else(String::new, |brand| of(brand).clone());
    BrandView {
        name: house(board),
        logo: None,
        primary: colour(|brand| &brand.primary),
        accent: colour(|brand| &brand.accent),
        footer: board.say("portfolio-internal"),
    }
}

/// The name of the house, where all reports bear the same.
fn house(board: &Board) -> String {
    let name = board.portfolio.brand.and_then(|brand| brand.name.as_ref());
    name.map_or_else(String::new, |name| name.get(board.voice().locale()).to_owned())
}

/// The front page.
pub(super) fn cover(board: &Board) -> Cover {
    let (draft, words) = (board.voice(), &board.voice().words);
    let count = board.members.len() as u64;
    let taken = |pick: fn(Vec<String>) -> Option<String>| {
        pick(board.members.iter().map(|one| one.draft.dates.day(one.client.config.as_of)).collect()).unwrap_or_default()
    };
    let (first, last) = (taken(|days| days.into_iter().min()), taken(|days| days.into_iter().max()));
    let span = if first == last { first } else { words.with("span", &[("from", &first), ("to", &last)]) };
    let fact = |label: &str, value: String| Fact { label: board.say(label), value };
    let mut facts = vec![
        fact("portfolio-reports", words.count("portfolio-reports-n", count, &[("n", &grouped(count))])),
        fact("cover-as-of", span),
    ];
    if board.members.iter().any(|one| one.client.config.fiscal.start_month() != 1) {
        facts.push(fact("cover-fiscal", board.say("portfolio-fiscal-own")));
    }
    Cover {
        kicker: board.say("portfolio-kicker"),
        title: board.say("portfolio-title"),
        subtitle: draft.dates.quarter(board.portfolio.quarter),
        main_facts: facts.len(),
        facts,
        confidentiality: board.say("portfolio-internal"),
        notice: None,
    }
}

/// How signs, limits and sums are to be read.
pub(super) fn reading(board: &Board) -> Written {
    let config = board.voice().inputs.config;
    let level = board.voice().level();
    let args = [
        ("level", level.as_str()),
        ("verdict_n", &grouped(config.statistics.verdict_n)),
        ("least", &super::outliers::LEAST.to_string()),
    ];
    let items = ["figures", "signs", "worse", "outliers", "money", "deliveries"];
    let items = items.map(|id| board.voice().words.with(&format!("portfolio-reading-{id}"), &args)).to_vec();
    (board.say("portfolio-reading-title"), vec![Block::List { items }])
}

/// The report whose data were taken last.
fn newest<'b, 'd, 'a>(board: &'b Board<'d, 'a>) -> &'b super::Member<'d, 'a> {
    let known = board.members.iter().filter(|one| one.client.stand != Stand::Missing);
    let newest = known.max_by_key(|one| one.client.config.as_of.0);
    newest.unwrap_or(&board.members[0])
}
