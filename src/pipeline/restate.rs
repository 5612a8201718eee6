//! What an issue is made by, and what is different from an earlier one.

use super::Failure;
use crate::catalogue::definition::Definition;
use crate::config::ReportConfig;
use crate::delivery::{IssueRecord, MadeBy, Shelf};
use crate::domain::{Zone, hex};
use crate::gate::Snapshot;
use crate::metrics::{self, measurement::Measurements};
use crate::render::Templates;
use crate::report::{Changes, FileChange};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What decides over a report beside its data, each for itself.
pub(super) fn made_by(report: &ReportConfig, templates: &Templates) -> MadeBy {
    // A few letters tell two definitions apart; the whole hash of each would fill pages.
    let definition = |one: &Definition| -> (String, String) {
        let whole = hash(&serde_json::to_vec(one).expect("a definition is plain data"));
        (one.id.clone(), whole.chars().take(12).collect())
    };
    let mut own = Sha256::new();
    for name in templates.names("").filter(|name| templates.static_bytes(name).is_none()) {
        own.update(format!("{name}\n{}\n", hash(templates.bytes(name).unwrap_or_default())));
    }
    MadeBy {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: super::reuse::BUILD.chars().take(12).collect(),
        time_zone_rules: Zone::rules(),
        written: report.written.clone(),
        settings: report.settings.clone(),
        templates: hex(own.finalize()),
        definitions: report.metrics.iter().map(definition).collect(),
    }
}

/// What is different from an earlier issue.
pub(super) fn changes(
    shelf: &Shelf,
    (earlier, issue): (&IssueRecord, u32),
    (after, snapshot, by): (&Measurements, &Snapshot, &MadeBy),
) -> Result<Changes, Failure> {
    let before = measurements(shelf, earlier.issue)?;
    let program = |by: &MadeBy| format!("Quarterdeck {} ({}), {}", by.version, by.build, by.time_zone_rules);
    let (old, new) = (program(&earlier.made_by), program(by));
    Ok(Changes {
        issue,
        follows: earlier.issue,
        files: files(&earlier.snapshot, snapshot),
        taken_again: earlier.snapshot.as_of != snapshot.as_of,
        definitions: differing(&earlier.made_by.definitions, &by.definitions),
        settings: earlier.made_by.settings != by.settings,
        templates: earlier.made_by.templates != by.templates,
        program: (old != new).then_some((old, new)),
        figures: metrics::moves(&before, after),
    })
}

/// The figures of an issue.
pub(super) fn measurements(shelf: &Shelf, issue: u32) -> Result<Measurements, Failure> {
    let path = shelf.issue_folder(issue).join("measurements.json");
    let unreadable = |why: String| Failure::World(format!("cannot compare with `{}`: {why}", path.display()));
    let bytes = std::fs::read(&path).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))
}

/// Keys whose values are not the same in both, or that only one of them has.
fn differing(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
}

fn files(before: &Snapshot, after: &Snapshot) -> Vec<FileChange> {
    let mut found = Vec::new();
    let tables: std::collections::BTreeSet<_> = before.tables.keys().chain(after.tables.keys()).copied().collect();
    for table in tables {
        let of = |snapshot: &Snapshot| snapshot.tables.get(&table).map(|one| one.files.clone()).unwrap_or_default();
        let (old, new) = (of(before), of(after));
        for path in differing(&old, &new) {
            found.push(match (old.contains_key(&path), new.contains_key(&path)) {
                (false, _) => FileChange::Added(table, path),
                (true, false) => FileChange::Removed(table, path),
                (true, true) => FileChange::Changed(table, path),
            });
        }
    }
    found
}

fn hash(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}
