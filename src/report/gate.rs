//! What the gate found, said to the reader: a notice on the cover, a table on the data page. The cures are the
//! operator's affair and stand elsewhere.

use super::draft::{Draft, column, plain, row, table};
use super::model::{Block, Callout, Fact, Table};
use super::text::{capital, rounded};
use crate::gate::{Finding, Rule};

/// Findings that the cover names before it says how many more there are.
const NAMED: usize = 3;

/// The notice of the cover: why the report was made although it was held, else what the gate warns of.
pub fn on_cover(draft: &Draft) -> Option<Callout> {
    let verdict = draft.inputs.gate;
    let callout = |tone: &str, title: &str, text: String| {
        Some(Callout { tone: tone.to_owned(), title: draft.words.say(title), text })
    };
    let named: Vec<String> = verdict.rules.iter().take(NAMED).map(|finding| sentence(draft, finding)).collect();
    let more = verdict.rules.len().saturating_sub(NAMED) as u64;
    let more = (more > 0).then(|| draft.words.count("gate-more", more, &[("n", &more.to_string())]));
    let text = named.into_iter().chain(more).collect::<Vec<_>>().join(&draft.words.separator("cover-doubt-separator"));
    match &verdict.overridden {
        Some(overridden) => {
            let reason = draft.words.with("gate-override", &[("reason", &overridden.reason)]);
            let text = [reason, text].join(&draft.words.separator("cover-doubt-separator"));
            callout("fault", "gate-override-title", text)
        }
        None if verdict.rules.is_empty() => None,
        None => callout("warning", "gate-cover-title", text),
    }
}

/// The fact of the cover that a person decided to make the report.
pub fn fact(draft: &Draft) -> Option<Fact> {
    let overridden = draft.inputs.gate.overridden.as_ref()?;
    Some(Fact { label: draft.words.say("gate-override-label"), value: overridden.reason.clone() })
}

/// All findings, the gravest first.
pub fn findings_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let line = |finding: &Finding| {
        let cells = vec![plain(say(&format!("gate-rule-{}", word(finding.rule)))), plain(sentence(draft, finding))];
        row(cells)
    };
    let rows: Vec<_> = draft.inputs.gate.rules.iter().map(line).collect();
    if rows.is_empty() {
        return None;
    }
    let columns = vec![column(say("gate-column-rule"), "start", 1.2), column(say("gate-column-found"), "start", 4.0)];
    let notes = vec![say("gate-note")];
    table(Table { id: "gate-table".to_owned(), caption: say("gate-caption"), columns, rows, notes })
}

/// A rule as the keys of the locale files spell it.
fn word(rule: Rule) -> String {
    rule.name().replace('_', "-")
}

/// A finding as a sentence with its figures.
pub(super) fn sentence(draft: &Draft, finding: &Finding) -> String {
    let words = &draft.words;
    let source = finding.table.map(|table| words.say(&format!("table-{}", table.name()))).unwrap_or_default();
    let metric = draft.scene.definitions.iter().find(|one| one.id == finding.subject);
    let subject = metric.map_or_else(|| finding.subject.clone(), |metric| draft.title_of(metric));
    let of = |value: Option<f64>| value.map(|value| measure(finding.rule, value)).unwrap_or_default();
    let (value, limit) = (of(finding.value), of(finding.limit));
    let whole = if finding.subject.is_empty() { "whole" } else { "part" };
    let args = [("table", source.as_str()), ("subject", &subject), ("value", &value), ("limit", &limit), ("of", whole)];
    capital(&words.with(&format!("gate-{}", word(finding.rule)), &args))
}

/// A value in the measure of its rule.
fn measure(rule: Rule, value: f64) -> String {
    match rule {
        Rule::Freshness | Rule::Jumps => rounded(value, 0),
        _ => format!("{}%", rounded(100.0 * value, 1)),
    }
}
