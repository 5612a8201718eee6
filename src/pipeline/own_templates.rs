//! A project's own templates: the built-in files to begin from, and a trial with what was made last.

use super::{edition, templates};
use crate::config::{Config, Format, ReportConfig};
use crate::delivery::stored;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Locale;
use crate::render::{self, Drawn, Templates};
use crate::report::model::Report;
use std::path::PathBuf;

/// Where the fonts stand: 20 MB that few want to edit.
const FONTS: &str = "fonts/";

/// What came of a trial.
#[derive(Debug, Default)]
pub struct Tried {
    /// Mistakes and warnings.
    pub found: Vec<Diagnostic>,
    /// Documents of which the templates were tried, by report and language.
    pub documents: Vec<String>,
    /// Issues that stand and could not be read, with the reason.
    pub unread: Vec<String>,
}

/// The built-in files whose path begins with one of `chosen`; none chosen: all but fonts and messages. Messages stand
/// below `locales/`.
pub fn built_in_templates(chosen: &[String]) -> Vec<(PathBuf, Vec<u8>)> {
    let wanted = |name: &str| match chosen {
        [] => !name.starts_with(FONTS) && !name.starts_with("locales/"),
        some => some.iter().any(|one| name.starts_with(one.as_str())),
    };
    let files = Templates::built_in();
    let own = files.names("").filter_map(|name| Some((name.to_owned(), files.bytes(name)?.to_owned())));
    let messages = Locale::built_in_files().map(|(name, text)| (name, text.as_bytes().to_owned()));
    let all = own.chain(messages).filter(|(name, _)| wanted(name));
    all.map(|(name, bytes)| (PathBuf::from(name), bytes)).collect()
}

/// Checks the templates of a configuration: as files, then by rendering the current issue of each report in each
/// language once more, from its `report.json`. A report without one is not tried.
pub fn try_templates(config: &Config, reports: &[String]) -> Tried {
    let mut tried = Tried::default();
    let templates = match templates(config) {
        Ok(templates) => templates,
        Err(failure) => {
            let place = Place::file(&config.file);
            tried.found.push(Diagnostic::error("unreadable-templates", place, failure.lines().join("; ")));
            return tried;
        }
    };
    tried.found.extend(render::check(&templates));
    tried.found.extend(edition::check_words(&templates));
    if !tried.found.is_empty() {
        return tried;
    }
    for report in config.written().into_iter().filter(|one| reports.is_empty() || reports.contains(&one.id)) {
        let views = match views(config, report) {
            Ok(views) => views,
            Err(why) => {
                tried.unread.push(format!("{}: {why}", report.id));
                continue;
            }
        };
        for view in views {
            tried.found.extend(rendered(&view, &templates));
            tried.documents.push(format!("{} {}", report.id, view.language));
        }
    }
    tried.found.sort();
    tried.found.dedup();
    tried
}

/// The view models of the current issue of a report, one per language; none where there is none.
fn views(config: &Config, report: &ReportConfig) -> Result<Vec<Report>, String> {
    let quarter = report.fiscal.last_complete(report.as_of, report.time_zone).to_string();
    let latest = stored::latest(&config.output, &quarter, &report.id).map_err(|error| error.to_string())?;
    let Some(number) = latest.and_then(|latest| latest.issue) else { return Ok(Vec::new()) };
    let issue = stored::Issue::open(&config.output, (&quarter, number), report).map_err(|error| error.to_string())?;
    let files = issue.record.files.iter().filter(|file| file.path.ends_with("/report.json"));
    let view = |file| {
        let bytes = issue.read(file).map_err(|error| error.to_string())?;
        serde_json::from_slice(&bytes).map_err(|error| format!("`{}` is of another version: {error}", file.path))
    };
    files.map(view).collect()
}

/// Mistakes that show when a view model is rendered.
fn rendered(view: &Report, templates: &Templates) -> Vec<Diagnostic> {
    let drawn = Drawn::new((view, None), "");
    let parts = drawn.parts();
    let jobs = [Format::Html, Format::Pdf].into_iter().flat_map(|format| parts.iter().map(move |part| (format, *part)));
    let render = |(format, part)| render::renderer(format).render((&drawn, part), templates).err();
    jobs.filter_map(render).flat_map(|error| error.diagnostics).collect()
}
