//! A recognised system's profile, laid onto the columns that a file really has.

use super::look::Look;
use super::reduce::{Entry, reduced};
use super::{Confidence, FileProposal, Mapping, Placed};
use crate::config::{Profile, Question};
use crate::domain::Table;
use crate::schema;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a profile proposes for a file.
pub(super) fn by_profile(look: &Look<'_>, profile: &Profile, proposal: &mut FileProposal) {
    if let Some(reason) = &profile.refuse {
        proposal.remarks.push(reason.for_messages().to_owned());
        return;
    }
    for table in profile.tables() {
        for source in profile.sources(table) {
            let mapping = mapping(look, profile, (table, &source));
            let unread = table == Table::Surveys && !mapping.placed.iter().any(|one| one.canonical == "value");
            if unread {
                proposal.sources.extend(super::questions::by_question(look, &mapping));
            } else {
                proposal.sources.push(mapping);
            }
        }
    }
    proposal.remarks.extend(profile.asks.iter().filter_map(|question| asked(*question, look)));
}

/// One source of the profile.
fn mapping(look: &Look<'_>, profile: &Profile, (table, source): (Table, &Value)) -> Mapping {
    let mut mapping = Mapping { table: Some(table), files: look.file.clone(), ..Mapping::default() };
    let missing = missing_of(source);
    for (name, entry) in object(source.get("columns")) {
        let entry = filled(look, profile, entry.clone());
        match reduced(look, (table, name), &entry, &missing) {
            Entry::Nothing => {}
            Entry::Blank(from) => {
                mapping
                    .remarks
                    .push(format!("`{name}`: the column `{}` is there and empty in every row", from.join("`, `")));
                let entry = Value::from(from[0].clone());
                mapping.placed.push(placed(name, entry, from, "empty in every row looked at"));
            }
            Entry::Found(entry, from) => mapping.placed.push(placed(name, entry, from, "")),
        }
    }
    for (name, text) in object(source.get("constants")) {
        let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
        mapping.constants.push((name.clone(), text, "as the profile says".to_owned()));
    }
    keys(look, profile, source, &mut mapping);
    demand(look, table, &mut mapping);
    mapping
}

fn placed(name: &str, entry: Value, from: Vec<String>, reason: &str) -> Placed {
    Placed { canonical: name.to_owned(), entry, from, confidence: Confidence::Known, reason: reason.to_owned() }
}

/// The keys of a source beside its columns, as far as they fit this file.
fn keys(look: &Look<'_>, profile: &Profile, source: &Value, mapping: &mut Mapping) {
    if let Some(path) = &look.sample.path {
        mapping.keys.push(("path".to_owned(), path.clone().into()));
    }
    for (key, value) in object(Some(source)) {
        match key.as_str() {
            "columns" | "constants" => {}
            "where" => {
                let filter = filled(look, profile, value.clone());
                let unknown: Vec<String> = absent(look, filter.as_str().unwrap_or_default());
                if unknown.is_empty() {
                    mapping.keys.push((key.clone(), filter));
                } else {
                    let what = unknown.join("`, `");
                    mapping.remarks.push(format!("rows are not filtered: the file has no column `{what}`"));
                }
            }
            "sheet" if look.sample.sheet.as_deref() != value.as_str() => {}
            "header_row" | "header_rows" => {}
            "header" => {
                mapping.keys.push((key.clone(), texts(Some(value)).into_iter().take(look.columns.len()).collect()))
            }
            "date_order" if contradicted(look, value, mapping) => {}
            "on_duplicate" => mapping.keys.extend(summed(value, mapping).map(|value| (key.clone(), value))),
            _ => mapping.keys.push((key.clone(), value.clone())),
        }
    }
    if look.header.len() > 1 {
        let row = look.sample.rows[look.header.start].0;
        mapping.keys.push(("header_row".to_owned(), row.into()));
        mapping.keys.push(("header_rows".to_owned(), look.header.len().into()));
    }
    if let Some(sheet) = look.sample.sheet.as_ref().filter(|_| !mapping.keys.iter().any(|(key, _)| key == "sheet")) {
        mapping.keys.push(("sheet".to_owned(), sheet.clone().into()));
    }
}

/// `sum(…)` over the columns that there are.
fn summed(value: &Value, mapping: &Mapping) -> Option<Value> {
    let text = value.as_str()?;
    let Some(inside) = text.strip_prefix("sum(").and_then(|text| text.strip_suffix(')')) else {
        return Some(value.clone());
    };
    let has = |name: &&str| mapping.placed.iter().any(|one| one.canonical == name.trim());
    let kept: Vec<&str> = inside.split(',').filter(has).map(str::trim).collect();
    Some(if kept.is_empty() { "first".into() } else { format!("sum({})", kept.join(", ")).into() })
}

/// Whether the file's own dates contradict the order that the profile expects.
fn contradicted(look: &Look<'_>, order: &Value, mapping: &mut Mapping) -> bool {
    let evident = super::reduce::date_order(look, &mapping.placed);
    let Some((found, example)) = evident else { return false };
    let other = order.as_str() != Some(found);
    if other {
        mapping
            .remarks
            .push(format!("`{example}` is read as `date_order: {found}`, unlike other files of this system"));
        mapping.keys.push(("date_order".to_owned(), found.into()));
    }
    other
}

/// A source without what its table requires cannot be read.
fn demand(look: &Look<'_>, table: Table, mapping: &mut Mapping) {
    let has: BTreeSet<&str> = mapping
        .placed
        .iter()
        .map(|one| one.canonical.as_str())
        .chain(mapping.constants.iter().map(|(name, _, _)| name.as_str()))
        .collect();
    let open = |name: &str| table == Table::Surveys && name == "metric";
    let required = schema::columns(table).iter().filter(|column| column.required);
    let missing: Vec<&str> =
        required.map(|column| column.name).filter(|name| !has.contains(name) && !open(name)).collect();
    if !missing.is_empty() {
        mapping.refused = Some(format!("no column for `{}`", missing.join("`, `")));
    }
    let undated = mapping.placed.iter().find(|one| one.canonical == schema::main_date(table));
    let blank = |one: &Placed| {
        let columns = one.from.iter().filter_map(|name| look.column(name));
        columns
            .into_iter()
            .all(|column| column.cells.is_empty() || column.distinct().len() == 1 && is_placeholder(&column.cells[0]))
    };
    if let Some(one) = undated.filter(|one| !one.from.is_empty() && blank(one)) {
        mapping.refused =
            Some(format!("`{}` says no date in any row: nothing can be put into a quarter", one.from.join("`, `")));
    }
}

/// A date that stands for none in every row.
fn is_placeholder(cell: &str) -> bool {
    ["1980-01-01", "1970-01-01", "1900-01-01", "0000-00-00"].iter().any(|start| cell.starts_with(start))
}

/// Texts with the cells above the header that they name.
fn filled(look: &Look<'_>, profile: &Profile, value: Value) -> Value {
    if profile.head.is_empty() {
        return value;
    }
    match value {
        Value::String(text) => {
            let mut text = text;
            for (name, row, column) in &profile.head {
                let cell = look.cell_above(*row, *column).unwrap_or_default().replace('\'', "''");
                text = text.replace(&format!("{{{name}}}"), &cell);
            }
            text.into()
        }
        Value::Object(entries) => entries.into_iter().map(|(key, value)| (key, filled(look, profile, value))).collect(),
        other => other,
    }
}

/// Columns that an SQL text names and the file lacks.
pub(super) fn absent(look: &Look<'_>, sql: &str) -> Vec<String> {
    named(sql).into_iter().filter(|name| !look.columns.iter().any(|column| column.name == *name)).collect()
}

/// The quoted names in an SQL text.
pub(super) fn named(sql: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut literal = false;
    let mut rest = sql;
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = &rest[at..=at];
        rest = &rest[at + 1..];
        if quote == "'" {
            literal = !literal;
            continue;
        }
        if literal {
            continue;
        }
        let Some(end) = rest.find('"') else { break };
        if !names.iter().any(|name| name == &rest[..end]) {
            names.push(rest[..end].to_owned());
        }
        rest = &rest[end + 1..];
    }
    names
}

fn missing_of(source: &Value) -> Vec<String> {
    texts(source.get("missing"))
}

/// One text or a list of them.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().flat_map(|item| texts(Some(item))).collect(),
        Some(Value::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// The entries of a map.
pub(super) fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// The question in words, when the file leaves it open.
fn asked(question: Question, look: &Look<'_>) -> Option<String> {
    let text = match question {
        Question::TimeZone if has_offsets(look) => return None,
        Question::TimeZone => {
            "in which zone are its times? Nothing in the file says so; they are read in the report's zone (`time_zone:` in the source settles it)"
        }
        Question::DateOrder => "order of day and month follow the settings of whoever exported it",
        Question::Year => "its dates have no year",
        Question::Accounts => "which accounts are the service's own? `where:` keeps those",
        Question::Direction => {
            "which calls came from outside is told by names that your installation may have chosen otherwise"
        }
        Question::Currency => "amounts may be in several currencies; they are read in the report's",
    };
    Some(text.to_owned())
}

/// Whether the times carry their offset.
fn has_offsets(look: &Look<'_>) -> bool {
    let offset = |cell: &str| cell.ends_with('Z') || cell.len() > 19 && cell[19..].contains(['+', '-']);
    look.columns
        .iter()
        .filter(|column| column.is_of_instants())
        .any(|column| column.share(|cell| cell.is_char_boundary(19.min(cell.len())) && offset(cell)) > 0.9)
}
