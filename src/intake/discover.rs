//! Which raw files feed which source.

use crate::config::{ReportConfig, Source};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::source::{self, Found, Limits, ListError};
use globset::GlobBuilder;
use std::collections::BTreeSet;

/// Names that a message lists.
const LISTED: usize = 10;

/// All files under the data folder.
pub fn files(report: &ReportConfig) -> Result<Vec<Found>, Diagnostic> {
    let place = || report.sources.first().map_or_else(|| Place::file(&report.data), |source| source.place.clone());
    let folder = report.data.display();
    source::list(&report.data, &Limits::STATED).map_err(|error| match error {
        ListError::Missing => {
            let message = format!("the data folder `{folder}` of report `{}` does not exist", report.id);
            let hint = "create it, or correct `data` (relative paths start at the configuration file)";
            Diagnostic::error("missing-folder", place(), message).with_hint(hint)
        }
        ListError::Unreadable(error) => {
            let message = format!("cannot list the data folder `{folder}`: {error}");
            let hint = "take away the link that leads nowhere or back, or let the program read what stands there";
            Diagnostic::error("unreadable-folder", place(), message).with_hint(hint)
        }
        ListError::TooMany(limit) => {
            let message = format!("the data folder `{folder}` holds more than {limit} files");
            let hint = "name the folder with the exports alone as `data`";
            Diagnostic::error("too-many-files", place(), message).with_hint(hint)
        }
    })
}

/// The files that a report reads, those that it looks others up in included; `None` when they cannot be told.
pub fn read_by(report: &ReportConfig) -> Option<Vec<Found>> {
    let all = files(report).ok()?;
    let mut read = BTreeSet::new();
    for source in &report.sources {
        read.extend(matching(report, source, &all).ok()?);
        for lookup in source.lookups() {
            read.insert(all.iter().find(|file| file.relative == lookup.file)?.clone());
        }
    }
    Some(read.into_iter().collect())
}

/// The files of one source; none is a mistake.
pub fn matching(report: &ReportConfig, source: &Source, all: &[Found]) -> Result<Vec<Found>, Diagnostic> {
    let glob = GlobBuilder::new(&source.files).literal_separator(true).build().map_err(|error| {
        let message = format!("`{}` is not a file pattern: {}", source.files, error.kind());
        Diagnostic::error("invalid-pattern", source.place.clone(), message)
    })?;
    let matcher = glob.compile_matcher();
    let found: Vec<Found> = all.iter().filter(|file| matcher.is_match(&file.relative)).cloned().collect();
    if found.is_empty() { Err(nothing(report, source, all)) } else { Ok(found) }
}

fn nothing(report: &ReportConfig, source: &Source, all: &[Found]) -> Diagnostic {
    let folder = report.data.display();
    let message = format!("no file matches `{}` in `{folder}` (table `{}`)", source.files, source.table.name());
    Diagnostic::error("no-files", source.place.clone(), message).with_hint(near(&source.files, all))
}

/// Which file may be meant by a name or pattern that none has.
pub fn near(wanted: &str, all: &[Found]) -> String {
    let names = all.iter().map(|file| file.relative.as_str());
    match did_you_mean(wanted, names.clone()) {
        Some(question) => question,
        None if all.is_empty() => "the folder is empty".to_owned(),
        None => {
            let listed: Vec<String> = names.take(LISTED).map(|name| format!("`{name}`")).collect();
            let more = all.len().checked_sub(LISTED).filter(|more| *more > 0);
            let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
            format!("the folder holds {}{more}", listed.join(", "))
        }
    }
}
