//! Raw files that reports of different clients read: the mistake of a copied configuration by which
//! one client's data reach another client's report.

use super::discover;
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// One warning for every two reports of different clients that read the same file.
pub fn shared_files(reports: &[ReportConfig]) -> Vec<Diagnostic> {
    let mut readers: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut found = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for (file, real) in files(report) {
            let first = *readers.entry(real).or_insert(index);
            if reports[first].client != report.client && told.insert((first, index)) {
                found.push(warning(&reports[first], report, &file));
            }
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

fn warning(first: &ReportConfig, second: &ReportConfig, file: &str) -> Diagnostic {
    let message = format!(
        "report `{}` (client `{}`) reads `{file}`, which belongs to report `{}` (client `{}`) as well",
        second.id, second.client.en, first.id, first.client.en
    );
    let hint = "correct `data` or `tables`; two reports about one client have the same `client`";
    Diagnostic::warning("shared-file", second.place.clone(), message).with_hint(hint)
}
