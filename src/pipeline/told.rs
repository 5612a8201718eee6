//! What a report tells its readers, and what it tells of nobody else.

use crate::config::{Config, ReportConfig};
use serde_json::Value;

/// Sections of the files and rows that were read, with their hashes, and of what is another than in an earlier issue: its
/// figures follow from those of both.
const OF_FILES: [&str; 3] = ["data-quality", "method", "changes"];

/// What a view model tells of the client.
pub(super) fn told(mut view: Value) -> Option<Value> {
    for key in ["data_hash", "config_hash", "as_of", "as_of_parts"] {
        view["meta"].as_object_mut()?.remove(key);
    }
    view.as_object_mut()?.remove("cover");
    for part in ["sections", "annex"] {
        let Some(sections) = view.get_mut(part) else { continue };
        sections.as_array_mut()?.retain(|section| !OF_FILES.iter().any(|id| section["id"] == *id));
    }
    Some(view)
}

/// Why a report failed, without a word of another client: what stands beside the issues may be handed on with them.
pub(super) fn own_words(config: &Config, report: &str, lines: Vec<String>) -> Vec<String> {
    let own = config.written().into_iter().find(|one| one.id == report);
    let is_other = |one: &&ReportConfig| one.id != report;
    let others = || config.written().into_iter().filter(is_other);
    let names = |one: &ReportConfig| -> Vec<String> { one.client.written().map(|(_, name)| name.to_owned()).collect() };
    let known = own.map(names).unwrap_or_default();
    let told = |line: &str| {
        others().any(|one| {
            let is_named = |name: &String| {
                !known.contains(name) && (line.contains(&format!("`{name}`")) || name.len() > 3 && line.contains(name))
            };
            line.contains(&format!("`{}`", one.id)) || names(one).iter().any(is_named)
        })
    };
    let cure =
        format!("`quarterdeck check --report {report}` tells what is wrong; another report is concerned as well");
    let line = |line: String| if told(&line) { cure.clone() } else { line };
    lines.into_iter().map(line).collect()
}
