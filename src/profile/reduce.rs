//! One column's entry of a mapping, reduced to what the file has and adjusted to what its cells are.

use super::Placed;
use super::column::{Column, is_epoch};
use super::look::Look;
use super::vendor::{absent, named, object, texts};
use crate::domain::{ColumnType, Table};
use crate::intake::is_instant;
use crate::schema;
use serde_json::{Map, Value};

/// What became of an entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// The file has none of its columns.
    Nothing,
    /// Its columns are there and empty.
    Blank(Vec<String>),
    /// The entry for this file, and the columns that it reads.
    Found(Value, Vec<String>),
}

/// An entry for this file.
pub(super) fn reduced(look: &Look<'_>, (table, name): (Table, &str), entry: &Value, missing: &[String]) -> Entry {
    if let Some(sql) = entry.get("sql").and_then(Value::as_str) {
        return if absent(look, sql).is_empty() { Entry::Found(entry.clone(), named(sql)) } else { Entry::Nothing };
    }
    let wanted = match entry {
        Value::String(text) => vec![text.clone()],
        other => texts(other.get("from")),
    };
    let columns: Vec<&Column> = wanted.iter().filter_map(|name| look.column(name)).collect();
    if columns.is_empty() {
        return Entry::Nothing;
    }
    let own: Vec<String> = texts(entry.get("missing")).into_iter().chain(missing.iter().cloned()).collect();
    let kept: Vec<&Column> = useful(&columns, &own);
    if kept.is_empty() {
        return Entry::Blank(columns.iter().take(1).map(|column| column.name.clone()).collect());
    }
    let kind = schema::columns(table).iter().find(|column| column.name == name).map(|column| column.kind);
    let mut map = entry.as_object().cloned().unwrap_or_default();
    adjust(&mut map, (table, kind), &kept, look);
    Entry::Found(simple(origin(map, &kept, look)), kept.iter().map(|column| column.name.clone()).collect())
}

/// The first column that has anything, and those after it that fill its gaps.
fn useful<'c>(columns: &[&'c Column], missing: &[String]) -> Vec<&'c Column> {
    let cells = |column: &Column| column.cells.iter().filter(|cell| !missing.contains(cell)).count();
    let mut kept: Vec<&Column> = Vec::new();
    for column in columns.iter().filter(|column| cells(column) > 0) {
        let full = kept.last().is_some_and(|last| cells(last) * 50 >= last.rows * 49);
        if !full && !kept.iter().any(|one| one.at == column.at) {
            kept.push(column);
        }
    }
    kept
}

fn origin(mut map: Map<String, Value>, kept: &[&Column], look: &Look<'_>) -> Map<String, Value> {
    let names: Vec<Value> = kept.iter().map(|column| column.name.clone().into()).collect();
    let from = if names.len() == 1 { names[0].clone() } else { Value::Array(names) };
    let mut entry = Map::new();
    entry.insert("from".to_owned(), from);
    if kept.len() == 1 && kept[0].repeated {
        let first = look.columns.iter().find(|column| column.name == kept[0].name && !column.cells.is_empty());
        entry.insert("position".to_owned(), (first.map_or(kept[0].at, |column| column.at) + 1).into());
    }
    map.remove("from");
    entry.extend(map);
    entry
}

/// A map with nothing but `from` is written as the name.
fn simple(map: Map<String, Value>) -> Value {
    match (map.len(), map.get("from")) {
        (1, Some(Value::String(name))) => name.clone().into(),
        _ => Value::Object(map),
    }
}

/// Keys that the cells contradict go, keys that they need come.
fn adjust(map: &mut Map<String, Value>, (table, kind): (Table, Option<ColumnType>), kept: &[&Column], look: &Look<'_>) {
    if kind == Some(ColumnType::Instant) {
        times(map, table, kept[0], look);
    }
    for key in ["missing", "values"] {
        let occurs = |word: &str| kept.iter().any(|column| column.cells.iter().any(|cell| cell == word));
        match map.get_mut(key) {
            Some(Value::Array(items)) => items.retain(|item| item.as_str().is_some_and(occurs)),
            Some(Value::Object(entries)) => entries.retain(|word, _| occurs(word)),
            _ => {}
        }
        let empty =
            |value: &Value| value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
        if map.get(key).is_some_and(empty) {
            map.remove(key);
        }
    }
    if map.get("factor").and_then(Value::as_str) == Some("-1") {
        let numbers: Vec<f64> = kept.iter().flat_map(|column| column.numbers()).filter(|value| *value != 0.0).collect();
        if numbers.iter().filter(|value| **value < 0.0).count() * 2 <= numbers.len() {
            map.remove("factor");
        }
    }
}

/// Whether a time stands as such or as a span.
fn times(map: &mut Map<String, Value>, table: Table, column: &Column, look: &Look<'_>) {
    let formats: Vec<String> = texts(map.get("date_formats"));
    let fits = |format: &String| column.share(|cell| chrono::NaiveDateTime::parse_from_str(cell, format).is_ok()) > 0.0;
    let kept: Vec<Value> = formats.iter().filter(|format| fits(format)).map(|format| format.clone().into()).collect();
    match kept.is_empty() {
        true => drop(map.remove("date_formats")),
        false => drop(map.insert("date_formats".to_owned(), kept.into())),
    }
    let spans = column.is_of_spans();
    let start = schema::main_date(table);
    let own = look.column(start).is_some_and(|one| one.at == column.at);
    if map.contains_key("after") {
        let clear = column.share(|cell| is_instant(cell) && !super::column::is_span(cell) || is_epoch(cell)) > 0.9;
        if clear {
            map.remove("after");
            map.remove("unit");
        } else if spans {
            map.remove("unit");
        }
    } else if spans && !own {
        map.insert("after".to_owned(), start.into());
    }
}

/// The order of day and month that a file's own dates show, with a date that shows it.
pub(super) fn date_order<'l>(look: &'l Look<'_>, placed: &[Placed]) -> Option<(&'static str, &'l str)> {
    let columns = placed.iter().flat_map(|one| &one.from).filter_map(|name| look.column(name));
    columns.flat_map(|column| &column.cells).find_map(|cell| Some((order(cell)?, cell.as_str())))
}

/// The order of day and month that one date can only have.
pub(super) fn order(cell: &str) -> Option<&'static str> {
    let date = cell.split([' ', 'T', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    if year.len() != 4 && year.len() != 2 || date.split(['/', '-', '.']).next().is_some_and(|part| part.len() > 2) {
        return None;
    }
    match (first, second) {
        (13..=31, 1..=12) => Some("day_first"),
        (1..=12, 13..=31) => Some("month_first"),
        _ => None,
    }
}

/// Whether a date could be read in either order.
pub(super) fn either_way(cell: &str) -> bool {
    let date = cell.split([' ', 'T', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [first, second, year] = parts.as_slice() else { return false };
    let small = |part: &str| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| (1..=12).contains(&number));
    small(first) && small(second) && matches!(year.len(), 2 | 4)
}

/// The values of an entry with those of another added.
pub(super) fn with_values(entry: &Value, more: &[(String, String)]) -> Value {
    let mut map = match entry {
        Value::String(name) => Map::from_iter([("from".to_owned(), name.clone().into())]),
        other => other.as_object().cloned().unwrap_or_default(),
    };
    let mut values: Map<String, Value> =
        object(map.get("values")).map(|(key, value)| (key.clone(), value.clone())).collect();
    values.extend(more.iter().map(|(word, value)| (word.clone(), value.clone().into())));
    map.insert("values".to_owned(), values.into());
    Value::Object(map)
}
