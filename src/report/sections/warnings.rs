//! Early warnings (R15): which rule fired on what, since when, how many chance brings, who acts.

use super::control::rule;
use super::{Written, finding, recommendations};
use crate::catalogue::definition::{Definition, Family};
use crate::insight::{Fired, Level, Since, Warning, Warnings};
use crate::report::draft::{Draft, column, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::rounded;

/// Most quarters whose values a missed target lists.
const MOST_QUARTERS: usize = 3;

/// The warnings; nothing when no metric is watched.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let found = &draft.inputs.insights.warnings;
    if found.runs + found.charts + found.targets == 0 {
        return None;
    }
    let mut blocks = vec![Block::Paragraph { text: expected(draft, found) }];
    let fired: Vec<&Warning> = found.list.iter().filter(|one| one.level > Level::Note).collect();
    let listed: Vec<&Definition> = fired.iter().map(|one| one.definition).collect();
    blocks.extend(table(Table {
        id: "warnings-table".to_owned(),
        caption: draft.words.with("warnings-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns: columns(draft),
        rows: fired.iter().map(|one| line(draft, one)).collect(),
        notes: vec![draft.provenance(&listed), draft.words.say("warnings-rules")],
    }));
    let notes: Vec<String> =
        found.list.iter().filter(|one| one.level == Level::Note).map(|one| note(draft, one)).collect();
    if !notes.is_empty() {
        blocks.push(Block::Heading { text: draft.words.say("warnings-notes"), id: "warnings-notes".to_owned() });
        blocks.push(Block::List { items: notes });
    }
    Some((title(draft, found), blocks))
}

fn title(draft: &Draft, found: &Warnings) -> String {
    let (red, yellow) = (found.count(Level::Red), found.count(Level::Yellow));
    let watched = found.runs.max(found.charts).max(found.targets);
    let Some(first) = found.list.first().filter(|one| one.level > Level::Note) else {
        return draft.words.with("warnings-title-none", &[("watched", &watched.to_string())]);
    };
    let metric = draft.title_of(first.definition);
    let args = [("red", red.to_string()), ("yellow", yellow.to_string()), ("metric", metric)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = match (red, yellow) {
        (_, 0) => "warnings-title-red",
        (0, _) => "warnings-title-yellow",
        _ => "warnings-title",
    };
    draft.words.with(id, &args)
}

/// What chance alone brings among what is watched.
fn expected(draft: &Draft, found: &Warnings) -> String {
    let args = [
        ("runs", found.runs.to_string()),
        ("false_runs", rounded(found.false_runs(), 2)),
        ("charts", found.charts.to_string()),
        ("false_signals", rounded(found.false_signals(), 2)),
        ("targets", found.targets.to_string()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("warnings-expected", &args)
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say("warnings-level"), "start", 0.9),
        column(say("column-metric"), "start", 2.1),
        column(say("warnings-rule"), "start", 3.4),
        column(say("warnings-since"), "start", 0.9),
        column(say("warnings-owner"), "start", 1.3),
        column(say("warnings-next"), "start", 2.3),
    ]
}

fn line(draft: &Draft, one: &Warning) -> Row {
    let (tone, symbol, word) = match one.level {
        Level::Red => (Tone::Bad, "●", "level-red"),
        Level::Yellow => (Tone::Caution, "▲", "level-yellow"),
        Level::Note => (Tone::Muted, "○", "level-note"),
    };
    let level = Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(draft.words.say(word)) };
    let also: Vec<String> = one.also.iter().map(|also| draft.title_of(also)).collect();
    let also = (!also.is_empty()).then(|| draft.words.with("warnings-also", &[("metrics", &draft.list(&also))]));
    let fired: Vec<String> = one.rules.iter().map(|fired| words(draft, one.definition, fired)).collect();
    let fired = fired.join(&draft.words.separator("warnings-between"));
    let because = one.because.as_ref().and_then(|cause| {
        let told = super::causes::told(draft, draft.scene.definition(&cause.metric)?, cause);
        Some(draft.words.with("warnings-because", &[("cause", &told)]))
    });
    row(vec![
        level,
        with_detail(draft.title_of(one.definition), also),
        with_detail(fired, because),
        plain(since(draft, one.since)),
        plain(owner(draft, one)),
        plain(next(draft, one)),
    ])
}

fn since(draft: &Draft, since: Since) -> String {
    match since {
        Since::Quarter(quarter) => draft.dates.short(quarter),
        Since::Month(month) => month.label(),
    }
}

/// A rule with its values.
fn words(draft: &Draft, definition: &Definition, fired: &Fired) -> String {
    let figure = draft.figure(&definition.id);
    let value = |value: f64| figure.value(value, &draft.words);
    let args: Vec<(&str, String)> = match fired {
        Fired::Run { values, whole, chance } => {
            let told: Vec<f64> = values.iter().map(|(_, one)| *one).collect();
            let whole = whole.map_or_else(String::new, |change| draft.change(&definition.id, &change));
            vec![
                ("rule", "run".to_owned()),
                ("k", (values.len() - 1).to_string()),
                ("values", figure.series(&told, &draft.words)),
                ("whole", whole),
                ("chance", finding::chance_text(*chance)),
            ]
        }
        Fired::Control { signal, months, last, centre } => vec![
            ("rule", "control".to_owned()),
            ("what", rule(draft, signal.rule)),
            ("month", months.1.label()),
            ("value", value(last.0)),
            ("limits", figure.range(last.1.0, last.1.1, &draft.words)),
            ("centre", value(*centre)),
        ],
        Fired::Missed { quarters } => {
            let told: Vec<String> = quarters[quarters.len().saturating_sub(MOST_QUARTERS)..]
                .iter()
                .map(|(quarter, one, _)| format!("{} {}", draft.dates.short(*quarter), value(*one)))
                .collect();
            let target = quarters.last().map_or_else(String::new, |(.., target)| value(*target));
            vec![
                ("rule", if quarters.len() == 1 { "missed-once" } else { "missed" }.to_owned()),
                ("from", quarters.first().map_or_else(String::new, |(quarter, ..)| draft.dates.short(*quarter))),
                ("k", quarters.len().to_string()),
                ("values", draft.list(&told)),
                ("target", target),
            ]
        }
    };
    let id = format!("warnings-rule-{}", args[0].1);
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(&id, &args)
}

/// A warning in one line: level, metric, rules.
pub fn told(draft: &Draft, one: &Warning) -> String {
    let level = draft.words.say(match one.level {
        Level::Red => "level-red",
        Level::Yellow => "level-yellow",
        Level::Note => "level-note",
    });
    let fired: Vec<String> = one.rules.iter().map(|fired| words(draft, one.definition, fired)).collect();
    let rule = fired.join(&draft.words.separator("warnings-between"));
    let text = draft.words.with("warnings-note", &[("metric", &draft.title_of(one.definition)), ("rule", &rule)]);
    draft.words.with("departments-warning", &[("level", &level), ("text", &text)])
}

/// Two declines are noted, no more.
fn note(draft: &Draft, one: &Warning) -> String {
    let first = one.rules.first().map_or_else(String::new, |fired| words(draft, one.definition, fired));
    draft.words.with("warnings-note", &[("metric", &draft.title_of(one.definition)), ("rule", &first)])
}

/// Who answers for what is warned of; where nobody is named, who is to do what is recommended on it.
fn owner(draft: &Draft, one: &Warning) -> String {
    let advised = || recommendations::on(draft, &about(one)).map(|(_, advice)| draft.foreign(&advice.rule.owner));
    draft.owner_of(one.definition).or_else(advised).unwrap_or_else(|| draft.words.say("warnings-no-owner"))
}

/// The metrics that a warning is about, its own first.
fn about<'a>(one: &Warning<'a>) -> Vec<&'a str> {
    std::iter::once(one.definition).chain(one.also.iter().copied()).map(|definition| definition.id.as_str()).collect()
}

/// What is recommended on it, in the same words; else what its family asks for.
fn next(draft: &Draft, one: &Warning) -> String {
    if let Some((number, advice)) = recommendations::on(draft, &about(one)) {
        let args = [("number", number.to_string()), ("text", recommendations::headline(draft, advice))];
        return draft.words.with("warnings-next-advice", &args.each_ref().map(|(name, text)| (*name, text.as_str())));
    }
    let about = match (one.definition.card.as_deref(), one.definition.family) {
        (Some("M12" | "M13"), _) => "complaints",
        (_, Family::Speed) => "speed",
        (_, Family::Quality) => "quality",
        (_, Family::Satisfaction) => "satisfaction",
        (_, Family::Loyalty) => "loyalty",
        (_, Family::Cost | Family::Volume) => "cost",
    };
    draft.words.say(&format!("warnings-next-{about}"))
}
