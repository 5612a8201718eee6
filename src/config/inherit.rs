//! Lays reports over the defaults and metrics over the built-in catalogue, as trees, so that
//! every value keeps the place where it is written.

use super::tree::{Key, Mark, Node, Value};
use crate::catalogue::definition::Definition;
use std::collections::BTreeMap;

/// Where a report's own metrics are written, by `id` and by `id.key`.
pub(super) type MetricPlaces = BTreeMap<String, Mark>;

/// What reports inherit: `defaults`, or a group laid over them.
struct Base {
    completed: Node,
    places: MetricPlaces,
}

/// Completes every report of the file in place; yields where each report's own metrics are written.
pub(super) fn resolve(file: &mut Node, catalogue: &[Definition]) -> Vec<MetricPlaces> {
    let Value::Map(entries) = &mut file.value else { return Vec::new() };
    let defaults = entry(entries, "defaults").map(|node| {
        let mut places = MetricPlaces::new();
        note_places(node, &mut places);
        complete_metrics(node, catalogue);
        Base { completed: node.clone(), places }
    });
    let mut groups: BTreeMap<String, Base> = BTreeMap::new();
    if let Some(Node { value: Value::Map(written), .. }) = entry(entries, "groups") {
        for (name, node) in written {
            let mut completed = node.clone();
            let places = inherit(&mut completed, defaults.as_ref(), catalogue);
            complete_metrics(node, catalogue);
            groups.insert(name.text.clone(), Base { completed, places });
        }
    }
    let Some(Node { value: Value::List(reports), .. }) = entry(entries, "reports") else { return Vec::new() };
    let base = |report: &Node| match report.get("group") {
        Some(Node { value: Value::Text(name), .. }) => groups.get(name).or(defaults.as_ref()),
        _ => defaults.as_ref(),
    };
    reports
        .iter_mut()
        .map(|report| {
            let base = base(report);
            inherit(report, base, catalogue)
        })
        .collect()
}

fn entry<'e>(entries: &'e mut [(Key, Node)], name: &str) -> Option<&'e mut Node> {
    entries.iter_mut().find(|(key, _)| key.text == name).map(|(_, node)| node)
}

fn inherit(report: &mut Node, base: Option<&Base>, catalogue: &[Definition]) -> MetricPlaces {
    let mut places = MetricPlaces::new();
    let written = report.clone();
    complete_metrics(report, catalogue);
    if let Some(Base { completed, places: inherited }) = base {
        places.clone_from(inherited);
        let metrics = joined_metrics(report, completed);
        *report = report.over(completed);
        if let (Some(metrics), Value::Map(entries)) = (metrics, &mut report.value)
            && let Some((_, node)) = entries.iter_mut().find(|(key, _)| key.text == "metrics")
        {
            *node = metrics;
        }
    }
    note_places(&written, &mut places);
    places
}

/// The report's metrics after those of the defaults that it does not define itself.
fn joined_metrics(report: &Node, defaults: &Node) -> Option<Node> {
    let (own, inherited) = (report.get("metrics")?, defaults.get("metrics")?);
    let (Value::List(own_items), Value::List(inherited_items)) = (&own.value, &inherited.value) else { return None };
    let id = |node: &Node| node.get("id").map(Node::described);
    let mut items: Vec<Node> = inherited_items.clone();
    items.retain(|item| !own_items.iter().any(|own| id(own) == id(item)));
    items.extend(own_items.iter().cloned());
    Some(Node { mark: own.mark, value: Value::List(items) })
}

/// Fills what a metric with a built-in id leaves open from the built-in entry.
fn complete_metrics(report: &mut Node, catalogue: &[Definition]) {
    let Value::Map(entries) = &mut report.value else { return };
    let Some((_, metrics)) = entries.iter_mut().find(|(key, _)| key.text == "metrics") else { return };
    let Value::List(items) = &mut metrics.value else { return };
    for item in items {
        let Some(Node { value: Value::Text(id), .. }) = item.get("id") else { continue };
        if let Some(definition) = catalogue.iter().find(|definition| definition.id == *id) {
            *item = completed(item, definition);
        }
    }
}

fn completed(item: &Node, definition: &Definition) -> Node {
    let json = serde_json::to_value(definition).expect("a definition is plain data");
    let Value::Map(base) = Node::from_json(&json, item.mark).value else { return item.clone() };
    let Value::Map(own) = &item.value else { return item.clone() };
    let mut entries: Vec<(Key, Node)> = own.clone();
    entries.extend(base.into_iter().filter(|(key, _)| !own.iter().any(|(mine, _)| mine.text == key.text)));
    Node { mark: item.mark, value: Value::Map(entries) }
}

fn note_places(report: &Node, places: &mut MetricPlaces) {
    let Some(Node { value: Value::List(items), .. }) = report.get("metrics") else { return };
    for item in items {
        let Some(Node { value: Value::Text(id), .. }) = item.get("id") else { continue };
        let inner = format!("{id}.");
        places.retain(|path, _| path != id && !path.starts_with(&inner));
        note(id.clone(), item, places);
    }
}

/// Notes a node and all below it, the names joined by dots.
fn note(path: String, node: &Node, places: &mut MetricPlaces) {
    match &node.value {
        Value::Map(entries) => {
            entries.iter().for_each(|(key, below)| note(format!("{path}.{}", key.text), below, places))
        }
        Value::List(items) => {
            items.iter().enumerate().for_each(|(at, below)| note(format!("{path}.{at}"), below, places));
        }
        _ => {}
    }
    places.insert(path, node.mark);
}
