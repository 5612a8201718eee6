//! Raw files that reports of different clients read: the mistake of a copied configuration by which
//! one client's data reach another client's report.

use super::discover;
use crate::config::{GateLevel, ReportConfig};
use crate::diagnostic::Diagnostic;
use crate::source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// A file of one client's report that another client's report reads as well, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The report.
    pub report: String,
    /// Path relative to its data folder.
    pub file: String,
    /// What the operator is told; it names the other client, so it stands in no report.
    pub warning: Diagnostic,
}

/// Files of the same bytes in reports of different clients, by report; those with mistakes of their own count, for
/// their data are somebody's. That a file is shared is allowed where both reports say so. Only files of the same size
/// are read.
pub fn twins(reports: &[&ReportConfig]) -> BTreeMap<String, Vec<Twin>> {
    let mut by_size: BTreeMap<u64, Vec<(usize, String, PathBuf)>> = BTreeMap::new();
    let allowed = |index: usize| reports[index].gate.same_file == GateLevel::Off;
    for (index, report) in reports.iter().enumerate() {
        for (file, real) in files(report) {
            let size = fs::metadata(&real).map_or(0, |about| about.len());
            by_size.entry(size).or_default().push((index, file, real));
        }
    }
    let mut found: BTreeMap<String, Vec<Twin>> = BTreeMap::new();
    let client = |index: usize| &reports[index].client;
    let several = |alike: &&Vec<(usize, String, PathBuf)>| {
        alike.iter().any(|one| client(one.0) != client(alike[0].0)) && !alike.iter().all(|one| allowed(one.0))
    };
    for alike in by_size.iter().filter(|(size, _)| **size > 0).map(|(_, alike)| alike).filter(several) {
        let hashed = alike.iter().filter_map(|one| Some((source::inspect(&one.2, |_| 0).ok()?.sha256, one)));
        let hashed: Vec<_> = hashed.collect();
        for (hash, (index, file, real)) in &hashed {
            let strange = |one: usize| client(one) != client(*index) && !(allowed(one) && allowed(*index));
            let other = hashed.iter().find(|(other, one)| other == hash && strange(one.0));
            let Some((_, (at, theirs, path))) = other else { continue };
            let (mine, other) = (reports[*index], reports[*at]);
            let warning = same_bytes((mine, file), (other, theirs), path == real);
            found.entry(mine.id.clone()).or_default().push(Twin {
                report: mine.id.clone(),
                file: file.clone(),
                warning,
            });
        }
    }
    found
}

/// The files of all sources of a report: as named in it, and where they really are.
fn files(report: &ReportConfig) -> Vec<(String, PathBuf)> {
    // What cannot be listed is told when it is read.
    let all = discover::files(report).unwrap_or_default();
    let of = |source| discover::matching(report, source, &all).unwrap_or_default();
    let found: BTreeSet<_> = report.sources.iter().flat_map(of).collect();
    found.into_iter().map(|file| (file.relative, fs::canonicalize(&file.path).unwrap_or(file.path))).collect()
}

fn same_bytes((mine, file): (&ReportConfig, &str), (other, theirs): (&ReportConfig, &str), same: bool) -> Diagnostic {
    let (code, how) = if same { ("shared-file", "is") } else { ("same-file", "has the same bytes as") };
    let message = format!(
        "`{file}` of report `{}` (client `{}`) {how} `{theirs}` of report `{}` (client `{}`)",
        mine.id,
        mine.client.for_messages(),
        other.id,
        other.client.for_messages()
    );
    Diagnostic::warning(code, mine.place.clone(), message).with_hint(
        "correct `data` or `tables`; two reports about one client have the same `client`; what clients really share: \
         `gate: {same_file: off}`",
    )
}
