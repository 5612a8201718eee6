//! The cover, the document's metadata and the fixed words of the frame (R1).

use super::draft::Draft;
use super::model::{BrandView, Callout, Cover, Fact, Meta};
use super::text::{grouped, rounded};
use crate::catalogue::ids;
use crate::facts;
use chrono::Datelike;
use std::collections::BTreeMap;

/// Share of rejected rows, in percent, above which the cover says so.
const NOTABLE_REJECTS: f64 = 1.0;

const LABELS: [&str; 28] = [
    "about",
    "annex",
    "fold",
    "here",
    "sort-by",
    "contents",
    "more-in-annex",
    "page",
    "of",
    "page-end",
    "see",
    "decision-cost",
    "decision-owner",
    "decision-due",
    "notes",
    "as-of",
    "target",
    "last-year",
    "industry",
    "value",
    "back-to-top",
    "skip",
    "no-value",
    "consequence",
    "total",
    "figure",
    "table",
    "key-figures",
];

/// Identity and provenance.
pub fn meta(draft: &Draft) -> Meta {
    let (inputs, config) = (draft.inputs, draft.inputs.config);
    let client = config.client.get(draft.locale()).to_owned();
    let quarter = draft.dates.quarter(draft.quarter());
    let author = config.prepared_by.as_ref().or(config.brand.name.as_ref());
    Meta {
        report: config.id.clone(),
        title: draft.words.with("document-title", &[("client", &client), ("quarter", &quarter)]),
        quarter: draft.quarter().to_string(),
        issue: inputs.issue.map_or_else(String::new, |issue| draft.words.with("issue-n", &[("n", &issue.to_string())])),
        paper: config.paper.name().to_owned(),
        as_of: draft.dates.iso(config.as_of),
        as_of_parts: draft.dates.parts(config.as_of),
        // Whoever names no author is the author.
        author: author.map_or_else(|| client.clone(), |name| name.get(draft.locale()).to_owned()),
        client,
        version: inputs.edition.version.clone(),
        credit: credit(draft),
        config_hash: inputs.edition.config_hash.clone(),
        data_hash: inputs.edition.data_hash.clone(),
        annex: format!("{}_{}_{}_annex", config.id, draft.quarter(), draft.locale().tag()),
        keywords: vec![
            draft.words.say("keyword-service-quality"),
            draft.words.say("keyword-quarterly"),
            draft.quarter().to_string(),
        ],
    }
}

/// Name and version of the program, where the brand wants documents to name it.
fn credit(draft: &Draft) -> Option<String> {
    draft.inputs.config.brand.credit.then(|| format!("Quarterdeck {}", draft.inputs.edition.version))
}

/// Look.
pub fn brand(draft: &Draft) -> BrandView {
    let (brand, locale) = (&draft.inputs.config.brand, draft.locale());
    let name = brand.name.as_ref().map_or_else(String::new, |name| name.get(locale).to_owned());
    let logo = draft.inputs.edition.logo.clone().map(|mut logo| {
        logo.alt = draft.words.with("logo-alt", &[("name", &name)]);
        logo
    });
    BrandView {
        logo,
        primary: brand.primary.clone(),
        accent: brand.accent.clone(),
        footer: brand.footer.as_ref().map_or_else(String::new, |footer| footer.get(locale).to_owned()),
        name,
    }
}

/// Fixed words, with `_` for `-` in their keys.
pub fn labels(draft: &Draft) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, String> = LABELS
        .iter()
        .map(|key| (key.replace('-', "_"), draft.words.say(&format!("label-{key}")).trim().to_owned()))
        .collect();
    labels.insert("interval".to_owned(), draft.words.with("label-interval", &[("level", &draft.level())]));
    labels.insert("findings".to_owned(), draft.words.say("label-findings"));
    labels
}

/// The front page.
pub fn cover(draft: &Draft) -> Cover {
    let (config, words) = (draft.inputs.config, &draft.words);
    let quarter = draft.dates.quarter(draft.quarter());
    let span = draft.dates.span(draft.scene.period(), words);
    let confidentiality = config.confidentiality.as_ref();
    let facts = facts(draft, &span);
    Cover {
        kicker: words.say("cover-kicker"),
        title: config.client.get(draft.locale()).to_owned(),
        subtitle: words.with("cover-subtitle", &[("quarter", &quarter), ("span", &span)]),
        main_facts: facts.len(),
        facts: [facts, made(draft)].concat(),
        confidentiality: confidentiality.map_or_else(String::new, |text| text.get(draft.locale()).to_owned()),
        notice: joined(draft, [notice(draft), super::doubts::on_cover(draft), super::gate::on_cover(draft)]),
    }
}

/// What every reader has to know.
fn facts(draft: &Draft, span: &str) -> Vec<Fact> {
    let (config, words) = (draft.inputs.config, &draft.words);
    let mut facts = Vec::new();
    let mut add = |id: &str, value: String| facts.push(Fact { label: words.say(id), value });
    add("cover-period", span.to_owned());
    add("cover-as-of", draft.dates.instant(config.as_of, words));
    if config.fiscal.start_month() != 1 {
        let month = config.fiscal.start_month().to_string();
        let natural = config.fiscal.first_day(draft.quarter()).year();
        let named = if natural == draft.quarter().year() { "start" } else { "end" };
        add("cover-fiscal", words.with("cover-fiscal-from", &[("month", &month), ("named", named)]));
    }
    if let Some(lost) = super::doubts::lost(draft) {
        add("cover-lost", lost);
    }
    facts.extend(super::gate::fact(draft));
    facts
}

/// How the report was made.
fn made(draft: &Draft) -> Vec<Fact> {
    let (inputs, config, words) = (draft.inputs, draft.inputs.config, &draft.words);
    let mut facts = Vec::new();
    let mut add = |id: &str, value: String| facts.push(Fact { label: words.say(id), value });
    add("cover-zone", config.time_zone.name().to_owned());
    add("cover-compared", words.say("cover-compared-text"));
    if let Some(prepared) = &config.prepared_by {
        add("cover-prepared", prepared.get(draft.locale()).to_owned());
    }
    add("cover-version", credit(draft).unwrap_or_else(|| inputs.edition.version.clone()));
    add("cover-config", short_hash(&inputs.edition.config_hash));
    add("cover-data", short_hash(&inputs.edition.data_hash));
    facts
}

/// The first twelve digits of a hash; the appendix prints the rest.
pub fn short_hash(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// All notices in one box: what is in doubt is never left out for another fault.
fn joined(draft: &Draft, notices: [Option<Callout>; 3]) -> Option<Callout> {
    let mut notices: Vec<Callout> = notices.into_iter().flatten().collect();
    // What a person decided stands first: it is the gravest.
    notices.sort_by_key(|one| one.tone != "fault");
    let texts: Vec<String> = notices.iter().map(|one| one.text.clone()).collect();
    let first = notices.into_iter().next()?;
    Some(Callout { text: texts.join(&draft.words.separator("cover-doubt-separator")), ..first })
}

fn notice(draft: &Draft) -> Option<Callout> {
    let (words, quality) = (&draft.words, draft.inputs.quality);
    let callout = |tone: &str, title: String, text: String| Some(Callout { tone: tone.to_owned(), title, text });
    let (quarter, as_of) = (draft.dates.quarter(draft.quarter()), draft.inputs.config.as_of);
    if facts::empty_quarter(quality, draft.scene.period()) {
        let text = words.with("cover-empty-text", &[("quarter", &quarter)]);
        return callout("fault", words.say("cover-empty-title"), text);
    }
    if draft.scene.period().end > as_of {
        let text = words.with("cover-partial-text", &[("as_of", &draft.dates.instant(as_of, words))]);
        return callout("warning", words.say("cover-partial-title"), text);
    }
    if let Some(difference) = backlog_fault(draft) {
        let difference = rounded(difference, 0);
        let title = words.with("cover-fault-title", &[("difference", &difference)]);
        return callout("fault", title, words.say("cover-fault-text"));
    }
    let missing = draft.scene.missing_quarters();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|quarter| draft.dates.short(*quarter)).collect();
        let title = words.with("cover-missing-title", &[("quarters", &draft.list(&names))]);
        return callout("warning", title, words.say("cover-missing-text"));
    }
    let (rows, rejected) =
        quality.tables.values().fold((0, 0), |sum, one| (sum.0 + one.rows_in, sum.1 + one.rows_lost()));
    let share = 100.0 * rejected as f64 / (rows.max(1)) as f64;
    if share < NOTABLE_REJECTS {
        return None;
    }
    let title = words.with("cover-rejects-title", &[("share", &format!("{}%", rounded(share, 1)))]);
    let text = words.with("cover-rejects-text", &[("rows", &grouped(rows)), ("rejected", &grouped(rejected))]);
    callout("warning", title, text)
}

/// How far the backlog identity is off (M05), when it is.
pub fn backlog_fault(draft: &Draft) -> Option<f64> {
    draft.scene.now(ids::BACKLOG_IDENTITY_DIFFERENCE)?.value.filter(|difference| difference.abs() >= 0.5)
}
