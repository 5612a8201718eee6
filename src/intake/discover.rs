//! Which raw files feed which source.

use crate::config::{FileFormat, ReportConfig, Source};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use globset::GlobBuilder;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Names that a message lists.
const LISTED: usize = 10;

/// A raw file under the data folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Relative to the data folder, with `/`.
    pub relative: String,
    /// Where it is.
    pub path: PathBuf,
}

/// All files under the data folder, sorted; hidden ones and lock files of office programs left out.
pub fn files(report: &ReportConfig) -> Result<Vec<Found>, Diagnostic> {
    let place = || report.sources.first().map_or_else(|| Place::file(&report.data), |source| source.place.clone());
    if !report.data.is_dir() {
        let message = format!("the data folder `{}` of report `{}` does not exist", report.data.display(), report.id);
        let hint = "create it, or correct `data` (relative paths start at the configuration file)";
        return Err(Diagnostic::error("missing-folder", place(), message).with_hint(hint));
    }
    let visible = |name: &str| !name.starts_with('.') && !name.starts_with("~$");
    let walk = WalkDir::new(&report.data).follow_links(true).min_depth(1).into_iter();
    let mut found = Vec::new();
    for entry in walk.filter_entry(|entry| visible(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| {
            let message = format!("cannot list the data folder `{}`: {error}", report.data.display());
            Diagnostic::error("unreadable-folder", place(), message)
        })?;
        if entry.file_type().is_file() {
            let relative = relative(entry.path(), &report.data);
            found.push(Found { relative, path: entry.into_path() });
        }
    }
    found.sort();
    Ok(found)
}

fn relative(path: &Path, folder: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The files of one source; none is a mistake.
pub fn matching(report: &ReportConfig, source: &Source, all: &[Found]) -> Result<Vec<Found>, Diagnostic> {
    let glob = GlobBuilder::new(&source.files).literal_separator(true).build().map_err(|error| {
        let message = format!("`{}` is not a file pattern: {}", source.files, error.kind());
        Diagnostic::error("file-pattern", source.place.clone(), message)
    })?;
    let matcher = glob.compile_matcher();
    let found: Vec<Found> = all.iter().filter(|file| matcher.is_match(&file.relative)).cloned().collect();
    if found.is_empty() { Err(nothing(report, source, all)) } else { Ok(found) }
}

fn nothing(report: &ReportConfig, source: &Source, all: &[Found]) -> Diagnostic {
    let folder = report.data.display();
    let message = format!("no file matches `{}` in `{folder}` (table `{}`)", source.files, source.table.name());
    let names = all.iter().map(|file| file.relative.as_str());
    let hint = match did_you_mean(&source.files, names.clone()) {
        Some(question) => question,
        None if all.is_empty() => "the folder is empty".to_owned(),
        None => {
            let listed: Vec<String> = names.take(LISTED).map(|name| format!("`{name}`")).collect();
            let more = all.len().checked_sub(LISTED).filter(|more| *more > 0);
            let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
            format!("the folder holds {}{more}", listed.join(", "))
        }
    };
    Diagnostic::error("no-files", source.place.clone(), message).with_hint(hint)
}

/// The format of a file: as configured, else by its ending.
pub fn format(source: &Source, file: &Found) -> Result<FileFormat, Diagnostic> {
    let ending = file.path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let by_ending = match ending.as_str() {
        "csv" | "tsv" | "txt" => Some(FileFormat::Csv),
        "xlsx" | "xlsm" => Some(FileFormat::Xlsx),
        "jsonl" | "ndjson" => Some(FileFormat::Jsonl),
        "parquet" => Some(FileFormat::Parquet),
        _ => None,
    };
    source.format.or(by_ending).ok_or_else(|| {
        let message = format!("the format of `{}` cannot be told from its ending", file.relative);
        let hint = match ending.as_str() {
            "xls" | "xlsb" | "et" | "ods" => "save it as an Excel workbook (.xlsx) or as CSV UTF-8",
            "json" => "if it has one JSON object per line, write `format: jsonl` in the mapping",
            "gz" | "zip" | "7z" | "rar" => "unpack it into the data folder",
            _ => "write `format: csv`, `xlsx`, `jsonl` or `parquet` in the mapping, or narrow the file pattern",
        };
        Diagnostic::error("unknown-format", source.place.clone(), message).with_hint(hint)
    })
}
