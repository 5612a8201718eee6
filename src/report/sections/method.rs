//! The method appendix (R18): each metric as run, the policy, the files; a stranger can recompute it.

use super::Written;
use crate::catalogue::definition::{Attribution, Definition, Kind};
use crate::domain::{Locale, Zone};
use crate::metrics::measurement::{IntervalMethod, Measurement, Status};
use crate::report::draft::{Draft, column, plain, row, slug, table};
use crate::report::model::{Block, DefinitionEntry, Fact, Table};
use crate::report::text::{grouped, rounded};

/// Terms of the glossary, by message id `glossary-<term>` and `glossary-<term>-text`.
const GLOSSARY: [&str; 12] = [
    "yoy",
    "qoq",
    "pp",
    "interval",
    "n",
    "censored",
    "immature",
    "mix",
    "significant",
    "average",
    "as-of",
    "suppressed",
];

/// The appendix; it exists for every report.
pub fn write(draft: &mut Draft) -> Written {
    let mut blocks = vec![Block::Paragraph { text: draft.words.say("method-intro") }];
    blocks.push(heading(draft, "method-conventions"));
    blocks.push(Block::List { items: conventions(draft) });
    if let Some(all) = super::metric_table::all(draft) {
        blocks.push(heading(draft, "method-all-metrics"));
        blocks.push(all);
    }
    blocks.push(heading(draft, "method-metrics"));
    blocks.push(Block::Definitions { items: definitions(draft) });
    blocks.push(heading(draft, "method-glossary"));
    blocks.push(Block::Definitions { items: glossary(draft) });
    if let Some(files) = files(draft) {
        blocks.push(heading(draft, "method-files"));
        blocks.push(files);
    }
    (draft.words.say("method-title"), blocks)
}

fn heading(draft: &Draft, id: &str) -> Block {
    Block::Heading { text: draft.words.say(id), id: id.to_owned() }
}

fn conventions(draft: &Draft) -> Vec<String> {
    let (config, words) = (draft.inputs.config, &draft.words);
    let policy = &config.statistics;
    let percent = |share: f64| format!("{}%", rounded(100.0 * share, 0));
    let last = draft.dates.span(draft.scene.period(), words);
    let calendar = match (&config.calendar, &config.calendar_note) {
        (None, _) => words.say("convention-no-calendar"),
        (Some(_), None) => words.say("convention-calendar"),
        (Some(_), Some(note)) => words.with("convention-calendar-note", &[("note", note.get(draft.locale()))]),
    };
    vec![
        words.with(
            "convention-period",
            &[("span", &last), ("zone", config.time_zone.name()), ("rules", &Zone::rules())],
        ),
        words.with("convention-as-of", &[("as_of", &draft.dates.instant(config.as_of, words))]),
        words.say("convention-rates"),
        words.say("convention-quantiles"),
        words.with(
            "convention-small",
            &[("minimum_n", &grouped(policy.minimum_n)), ("verdict_n", &grouped(policy.verdict_n))],
        ),
        words.with(
            "convention-missing",
            &[("warning", &percent(policy.missing_warning)), ("withheld", &percent(policy.missing_withheld))],
        ),
        words.with(
            "convention-intervals",
            &[
                ("level", &draft.level()),
                ("draws", &grouped(u64::from(policy.bootstrap_draws))),
                ("seed", &policy.seed.to_string()),
            ],
        ),
        words.with("convention-changes", &[("level", &draft.level())]),
        words.say("convention-verdicts"),
        words.say("convention-runs"),
        words.say("convention-control"),
        words.say("convention-segments"),
        calendar,
        words.say("note-rounding"),
        words.say("scorecard-note-census"),
    ]
}

/// Every metric that was computed, in catalogue order.
fn definitions(draft: &Draft) -> Vec<DefinitionEntry> {
    let computed = |one: &&Definition| {
        let figures = draft.scene.periods.iter().filter_map(|period| draft.scene.total(&one.id, period.quarter));
        figures.into_iter().any(|found| !matches!(found.status, Status::Unavailable { .. } | Status::NoData))
    };
    let entry = |one: &Definition| DefinitionEntry {
        id: format!("def-{}", slug(&one.id)),
        term: draft.title_of(one),
        text: draft.foreign(&one.definition),
        facts: facts(draft, one),
    };
    draft.scene.definitions.iter().filter(computed).map(entry).collect()
}

fn facts(draft: &Draft, definition: &Definition) -> Vec<Fact> {
    let words = &draft.words;
    let mut facts = Vec::new();
    let mut add = |id: &str, value: String| facts.push(Fact { label: words.say(id), value });
    add("fact-id", definition.id.clone());
    add("fact-unit", draft.figure(&definition.id).unit(words));
    add("fact-attribution", attribution(draft, definition));
    if let Some(now) = draft.scene.now(&definition.id) {
        add("fact-n", counts(draft, now));
        if !now.excluded.is_empty() {
            let reason = |(name, count): &(String, u64)| {
                let label = words.find(&format!("reason-{}", slug(name))).unwrap_or_else(|| name.replace('_', " "));
                format!("{label} {}", grouped(*count))
            };
            let all: Vec<String> = now.excluded.iter().map(reason).collect();
            add("fact-excluded", draft.list(&all));
        }
        add("fact-interval", words.say(method(now)));
    }
    add("fact-formula", formula(definition));
    let source =
        if words.locale == Locale::of_messages() { definition.source.clone() } else { works(&definition.source) };
    if !source.is_empty() {
        add("fact-source", source);
    }
    facts
}

/// Standards and works that a source names, without what it says of them in the language of messages:
/// `M02; Kaplan & Meier 1958` stays, of `M12; form of the returns` the first part.
fn works(source: &str) -> String {
    let starts_small = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let named = |part: &str| {
        let own = part.split_whitespace().skip_while(starts_small).take_while(|word| !starts_small(word));
        let name = own.collect::<Vec<_>>().join(" ").trim_end_matches(',').to_owned();
        // Behind words of the language stands a name only where it has its number: `as in ISO 10002`.
        if part.starts_with(&name) || name.contains(|one: char| one.is_ascii_digit()) { name } else { String::new() }
    };
    let named: Vec<String> = source.split("; ").map(named).filter(|name| !name.is_empty()).collect();
    named.join("; ")
}

/// `n=4,812;缺失 12;未到期 40;删失 3`.
fn counts(draft: &Draft, now: &Measurement) -> String {
    let mut parts = vec![draft.words.with("n-is", &[("n", &grouped(now.n))])];
    for (id, count) in
        [("count-missing", now.missing), ("count-immature", now.immature), ("count-censored", now.censored)]
    {
        if count > 0 {
            parts.push(draft.words.with(id, &[("n", &grouped(count))]));
        }
    }
    parts.join(&draft.words.separator("clause-separator"))
}

pub fn method(now: &Measurement) -> &'static str {
    match now.interval.map(|interval| interval.method) {
        Some(IntervalMethod::Wilson) => "method-wilson",
        Some(IntervalMethod::NpsNormal) => "method-nps-normal",
        Some(IntervalMethod::Bootstrap) => "method-bootstrap",
        Some(IntervalMethod::StudentT) => "method-student-t",
        Some(IntervalMethod::OrderStatistic) => "method-order-statistic",
        Some(IntervalMethod::Greenwood) => "method-greenwood",
        Some(IntervalMethod::Garwood) => "method-garwood",
        Some(IntervalMethod::Delta) => "method-delta",
        Some(IntervalMethod::Newcombe) => "method-newcombe",
        Some(IntervalMethod::MatchedPairs) => "method-matched-pairs",
        Some(IntervalMethod::Propagated) => "method-propagated",
        None => "method-none",
    }
}

/// A column with a time in words, or one with days after it: `ordered_at + interval '365 days'`.
fn moment(draft: &Draft, written: &str) -> String {
    let after = written.strip_suffix(" days'").and_then(|rest| rest.split_once(" + interval '"));
    match after {
        Some((column, days)) => {
            draft.words.with("field-days-after", &[("column", &draft.words.field(column)), ("days", days)])
        }
        None => draft.words.field(written),
    }
}

pub fn attribution(draft: &Draft, definition: &Definition) -> String {
    let presence = |id: &str, from: &str, until: &str| {
        draft.words.with(id, &[("from", &moment(draft, from)), ("until", &moment(draft, until))])
    };
    match &definition.period {
        None => draft.words.say("attribution-derived"),
        Some(Attribution::At(column)) => draft.words.with("attribution-at", &[("column", &draft.words.field(column))]),
        Some(Attribution::PresentAtEnd(span)) => presence("attribution-present-end", &span.from, &span.until),
        Some(Attribution::PresentAtStart(span)) => presence("attribution-present-start", &span.from, &span.until),
        Some(Attribution::Overlaps(span)) => presence("attribution-overlaps", &span.from, &span.until),
    }
}

/// The metric's own expressions, as run.
pub fn formula(definition: &Definition) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            parts.push(format!("{name}: {}", value.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    };
    add("rows", &definition.rows);
    add("among", &definition.among);
    add("hit", &definition.hit);
    add("value", &definition.value);
    add("denominator", &definition.denominator);
    add("weight", &definition.weight);
    add("start", &definition.start);
    add("end", &definition.end);
    add("matured", &definition.matured);
    add("formula", &definition.formula);
    add("base", &definition.base);
    if let (Kind::Rate, Some(per)) = (definition.kind, definition.per) {
        parts.push(format!("per: {}", rounded(per, 0)));
    }
    if let Some(quantile) = definition.quantile {
        parts.push(format!("quantile: {quantile}"));
    }
    if parts.is_empty() { "count(*)".to_owned() } else { parts.join("; ") }
}

fn glossary(draft: &Draft) -> Vec<DefinitionEntry> {
    let entry = |term: &&str| DefinitionEntry {
        id: format!("glossary-{term}"),
        term: draft.words.say(&format!("glossary-{term}")),
        text: draft.words.say(&format!("glossary-{term}-text")),
        facts: Vec::new(),
    };
    GLOSSARY.iter().map(entry).collect()
}

/// Files that the appendix lists; all of them stand in `run.json`.
const FILES_LISTED: usize = 300;

fn files(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-table"), "start", 1.0),
        column(say("column-file"), "start", 2.4),
        column(say("column-rows"), "end", 0.9),
        column(say("column-encoding"), "start", 1.1),
        column("SHA-256", "start", 3.0),
    ];
    let mut rows = Vec::new();
    let mut unlisted = 0_u64;
    for (source, one) in &draft.inputs.quality.tables {
        let name = say(&format!("table-{}", source.name()));
        for file in &one.files {
            if rows.len() == FILES_LISTED {
                unlisted += 1;
                continue;
            }
            rows.push(row(vec![
                plain(name.clone()),
                plain(file.path.clone()),
                plain(grouped(file.rows_in)),
                plain(file.encoding.clone().unwrap_or_else(|| say("no-figure"))),
                plain(file.sha256.clone()),
            ]));
        }
    }
    let edition = draft.inputs.edition;
    let args = [("config", edition.config_hash.as_str()), ("data", &edition.data_hash)];
    let mut notes = vec![draft.words.with("files-note", &args)];
    if unlisted > 0 {
        notes.insert(0, draft.words.with("files-unlisted", &[("n", grouped(unlisted).as_str())]));
    }
    table(Table { id: "files-table".to_owned(), caption: say("files-caption"), columns, rows, notes })
}
