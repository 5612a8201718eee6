//! Tickets with a rating in a column of theirs: the ratings are answers to a survey, too.

use super::column::Column;
use super::look::Look;
use super::names::names;
use super::{Confidence, Mapping, Placed};
use crate::domain::Table;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The answers in a file of tickets.
pub(super) fn rating(look: &Look<'_>, tickets: &Mapping) -> Option<Mapping> {
    let used: BTreeSet<&String> = tickets.placed.iter().flat_map(|one| &one.from).collect();
    let asks = |column: &&Column| {
        names().asks("csat", &column.name) || names().fit(Table::Surveys, "value", &column.text) > 0.9
    };
    let scores = |column: &&Column| {
        let numbers = column.numbers();
        let highest = numbers.iter().copied().fold(0.0, f64::max);
        column.is_of_numbers()
            && numbers.iter().all(|value| *value >= 1.0 && *value <= 5.0 && value.fract() == 0.0)
            && highest > 3.0
    };
    let mut free = look.columns.iter().filter(|column| !used.contains(&column.name) && !column.cells.is_empty());
    let column = free.find(|column| asks(column) && scores(column))?;
    let find = |name: &str| tickets.placed.iter().find(|one| one.canonical == name && one.from.len() == 1);
    let (id, created) = (find("ticket_id")?, find("created_at")?);
    let at = find("resolved_at").filter(|one| one.entry.is_string()).unwrap_or(created);
    let mut mapping = Mapping {
        table: Some(Table::Surveys),
        files: look.file.clone(),
        keys: tickets.keys.clone(),
        ..Mapping::default()
    };
    let name = column.name.replace('"', "\"\"");
    mapping.keys.push(("where".to_owned(), format!("\"{name}\" <> ''").into()));
    let known: BTreeMap<&str, &Placed> =
        [("response_id", id), ("ticket_id", id), ("responded_at", at), ("interaction_at", at)].into();
    for (canonical, like) in known {
        let reason = "the ticket's".to_owned();
        mapping.placed.push(Placed {
            canonical: canonical.to_owned(),
            confidence: Confidence::Fair,
            reason,
            ..like.clone()
        });
    }
    if let Some(customer) = find("customer_id") {
        mapping.placed.push(Placed { reason: "the ticket's".to_owned(), ..customer.clone() });
    }
    mapping.placed.push(Placed {
        canonical: "value".to_owned(),
        entry: Value::from(column.name.clone()),
        from: vec![column.name.clone()],
        confidence: Confidence::Good,
        reason: "asks about satisfaction, answers from 1 to 5".to_owned(),
    });
    for (name, value) in [("metric", "csat"), ("scale_min", "1"), ("scale_max", "5")] {
        mapping.constants.push((name.to_owned(), value.to_owned(), String::new()));
    }
    Some(mapping)
}
