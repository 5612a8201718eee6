//! Response efficiency in its three dimensions: time, quality, resources.

use super::heading;
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::report::draft::{Draft, column, group, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table};

/// Metrics of each dimension: M01–M04; M07–M09 and M32; M24.
const DIMENSIONS: [(&str, &[&str]); 3] = [
    (
        "rel-time",
        &[
            ids::FIRST_RESPONSE_MEDIAN,
            ids::RESOLUTION_TIME_MEDIAN,
            ids::RESOLUTION_RATE_WITHIN_TARGET,
            ids::PROMISE_KEPT_RATE,
        ],
    ),
    (
        "rel-quality",
        &[
            ids::FIRST_CONTACT_RESOLUTION,
            ids::REOPEN_RATE,
            ids::CSAT_TOP2,
            ids::CSAT_SCORE,
            ids::QUALITY_SCORE,
            ids::CRITICAL_ERROR_RATE,
        ],
    ),
    ("rel-resources", &[ids::COST_PER_CONTACT, ids::COST_PER_RESOLUTION, ids::HOURS_PER_RESOLUTION]),
];

/// Metrics of a dimension that are shown in the report's quarter.
fn shown<'a>(draft: &Draft<'a>, metrics: &[&str]) -> Vec<&'a Definition> {
    let known = metrics.iter().filter_map(|id| draft.scene.definition(id));
    known.filter(|one| draft.scene.now(&one.id).is_some_and(crate::insight::has_figure)).collect()
}

/// Whether every dimension has a figure.
pub fn is_full(draft: &Draft) -> bool {
    DIMENSIONS.iter().all(|(_, metrics)| !shown(draft, metrics).is_empty())
}

/// The first figure of each dimension in one sentence.
pub fn title(draft: &Draft) -> String {
    let first = |(_, metrics): &(&str, &[&str])| {
        let one = *shown(draft, metrics).first()?;
        Some(format!("{} {}", draft.title_of(one), draft.value(draft.scene.now(&one.id)?)))
    };
    let parts: Vec<String> = DIMENSIONS.iter().filter_map(first).collect();
    draft.words.with("rel-panel-title", &[("parts", &draft.list(&parts))])
}

/// The panel; nothing when no dimension has a figure.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let words = &draft.words;
    let mut rows: Vec<Row> = Vec::new();
    let mut missing = Vec::new();
    for (name, metrics) in DIMENSIONS {
        let there = shown(draft, metrics);
        rows.push(group(words.say(name)));
        if there.is_empty() {
            let nothing = || plain(words.say("no-figure"));
            rows.push(row(vec![plain(words.say("rel-dimension-without")), nothing(), nothing(), nothing(), nothing()]));
        }
        rows.extend(there.iter().map(|one| line(draft, one)));
        let absent = metrics.iter().filter(|id| !there.iter().any(|one| one.id == **id));
        missing.extend(absent.filter_map(|id| Some(draft.title_of(draft.scene.definition(id)?))));
    }
    if rows.len() == 2 * DIMENSIONS.len() && !DIMENSIONS.iter().any(|(_, metrics)| !shown(draft, metrics).is_empty()) {
        return Vec::new();
    }
    let columns = vec![
        column(words.say("column-metric"), "start", 2.2),
        column(draft.dates.short(draft.quarter()), "end", 1.5),
        column(words.say("label-target"), "end", 1.0),
        column(words.say("column-status"), "start", 1.3),
        column(words.say("column-yoy"), "end", 1.3),
    ];
    let mut notes = vec![words.say("rel-panel-note")];
    if !missing.is_empty() {
        notes.push(words.with("rel-panel-missing", &[("metrics", &draft.list(&missing))]));
    }
    notes.extend([draft.provenance(&[]), draft.policy_note()]);
    let caption = words.say("rel-panel-caption");
    let table = table(Table { id: "efficiency-panel".to_owned(), caption, columns, rows, notes });
    std::iter::once(heading(draft, "rel-efficiency")).chain(table).collect()
}

/// One metric: value, target, status, change against last year.
pub fn line(draft: &Draft, one: &Definition) -> Row {
    let [value, target, status, change] = cells(draft, one);
    row(vec![plain(draft.title_of(one)), value, target, status, change])
}

/// Value with n and interval, target, status, change against last year.
pub fn cells(draft: &Draft, one: &Definition) -> [Cell; 4] {
    let nothing = || plain(draft.words.say("no-figure"));
    let Some(now) = draft.scene.now(&one.id) else { return [nothing(), nothing(), nothing(), nothing()] };
    let (tone, symbol, word) = draft.standing(draft.scene.standing(one));
    [
        with_detail(draft.value(now), draft.base_line(now)),
        plain(draft.target(&one.id).unwrap_or_else(|| draft.words.say("no-figure"))),
        Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(word) },
        draft.change_cell(&one.id, draft.scene.year_on_year(one)),
    ]
}
