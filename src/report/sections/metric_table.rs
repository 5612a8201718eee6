//! A compact table of metrics: this quarter with n and interval, against last quarter and last year.

use crate::catalogue::definition::{Definition, Family};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, column, group, plain, row, slug, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};

/// Families in printed order with the ending of their message.
const FAMILIES: [(Family, &str); 6] = [
    (Family::Speed, "speed"),
    (Family::Quality, "quality"),
    (Family::Satisfaction, "satisfaction"),
    (Family::Loyalty, "loyalty"),
    (Family::Cost, "cost"),
    (Family::Volume, "volume"),
];

/// The named metrics that have a figure in the report's quarter, in the order given; nothing without any.
pub fn named(draft: &Draft, id: &str, caption: String, metrics: &[&str]) -> Option<Block> {
    let known: Vec<&Definition> = metrics.iter().filter_map(|metric| draft.scene.definition(metric)).collect();
    let known: Vec<&Definition> = known.into_iter().filter(|one| has_figure(draft, one)).collect();
    let rows = known.iter().map(|one| metric_row(draft, one)).collect();
    let notes = vec![draft.provenance(&known), draft.policy_note()];
    table(Table { id: id.to_owned(), caption, columns: columns(draft), rows, notes })
}

/// Every metric with a figure in the report's quarter, by family.
pub fn all(draft: &Draft) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    for (family, name) in FAMILIES {
        let members = draft.scene.definitions.iter().filter(|one| one.family == family && has_figure(draft, one));
        let members: Vec<Row> = members.map(|one| metric_row(draft, one)).collect();
        if !members.is_empty() {
            rows.push(group(draft.words.say(&format!("family-{name}"))));
            rows.extend(members);
        }
    }
    let caption = draft.words.with("all-metrics-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    let notes = vec![draft.provenance(&[]), draft.policy_note()];
    table(Table { id: "all-metrics".to_owned(), caption, columns: columns(draft), rows, notes })
}

/// Whether a metric has something to print for the report's quarter.
pub fn has_figure(draft: &Draft, definition: &Definition) -> bool {
    let hidden = |one: &Measurement| matches!(one.status, Status::Unavailable { .. } | Status::NoData);
    draft.scene.now(&definition.id).is_some_and(|now| !hidden(now))
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    vec![
        column(draft.words.say("column-metric"), "start", 2.6),
        column(draft.dates.short(draft.quarter()), "end", 2.3),
        column(draft.words.say("column-qoq"), "end", 1.7),
        column(draft.words.say("column-yoy"), "end", 1.6),
    ]
}

fn metric_row(draft: &Draft, definition: &Definition) -> Row {
    let value = draft.scene.now(&definition.id).map_or_else(Cell::default, |now| {
        let muted = now.status != Status::Ok;
        Cell { tone: muted.then_some(Tone::Muted), ..with_detail(draft.value(now), draft.base_line(now)) }
    });
    let change = |change| draft.change_cell(&definition.id, change);
    row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(draft.title_of(definition)) },
        value,
        change(draft.scene.quarter_on_quarter(definition)),
        change(draft.scene.year_on_year(definition)),
    ])
}
