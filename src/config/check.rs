//! From what is written to what is valid: every default inherited, every name and path known.
//!
//! Goes on to the end of the file, so that all mistakes are reported together. Reads the files
//! that the configuration names, never client data.

mod actions;
mod calendar;
mod commentary;
mod comparisons;
mod competitors;
mod complaint_clock;
mod date_formats;
mod delivery;
mod duplicates;
mod economics;
mod folders;
mod gate;
mod goals;
mod groups;
mod include;
mod initiatives;
mod locales;
mod look;
mod metrics;
mod owners;
mod peers;
mod privacy;
mod profiles;
mod quality;
mod report;
pub(super) mod rules;
mod self_assessment;
mod source_columns;
mod sources;
mod voice;

pub(in crate::config) use self_assessment::csv_rows;

use super::file::{self, File};
use super::fingerprint::{self, Contents};
use super::inherit::{self, MetricPlaces};
use super::profile::Library;
use super::reader;
use super::tree::{self, Mark, Node};
use super::written::Written;
use super::{Config, Known, Overrides, ReportConfig};
use crate::catalogue::definition::Definition;
use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use crate::domain::hex;
use owners::{Candidate, Told};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads and checks a configuration against a catalogue of built-in metrics.
pub(super) fn load(
    path: &Path,
    overrides: &Overrides,
    catalogue: &[Definition],
) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    let bytes = fs::read(path).map_err(|error| vec![unreadable(path, &error)])?;
    let text = String::from_utf8(bytes).map_err(|error| vec![not_utf8(path, error.as_bytes())])?;
    let mut checker = Checker::new(path, overrides, catalogue);
    let config = checker.read(&text);
    let mut problems: Vec<Diagnostic> = checker.problems;
    problems.sort();
    problems.dedup();
    match config {
        Some(config) if problems.iter().all(|one| one.severity == Severity::Warning) => Ok((config, problems)),
        config => {
            problems.extend(config.into_iter().flat_map(|config| config.faulty).flat_map(|faulty| faulty.problems));
            problems.sort();
            problems.dedup();
            Err(problems)
        }
    }
}

/// Every file of a folder of templates.
fn template_files(folder: Option<&Path>) -> Vec<PathBuf> {
    let walk = folder.into_iter().flat_map(walkdir::WalkDir::new).flatten();
    walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "the configuration does not exist".to_owned(),
        _ => format!("cannot read the configuration: {error}"),
    };
    let diagnostic = Diagnostic::error("unreadable-configuration", Place::file(path), message);
    diagnostic.with_hint("name it with `--config FILE`, or write a sample project with `quarterdeck init`")
}

/// Editors on a Chinese system save GB18030 when they are not told otherwise.
fn not_utf8(path: &Path, bytes: &[u8]) -> Diagnostic {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| bytes.len());
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    let diagnostic =
        Diagnostic::error("not-utf-8", Place::at(path, line, column), "the configuration is not UTF-8 text");
    diagnostic.with_hint("save it as UTF-8 in your editor")
}

/// What all checks share: the file, the folder that paths are relative to, and the mistakes so far.
struct Checker<'a> {
    file: &'a Path,
    folder: PathBuf,
    /// Files with further reports, in the order of their marks.
    included: Vec<PathBuf>,
    /// Names of groups.
    groups: Vec<String>,
    overrides: &'a Overrides,
    catalogue: &'a [Definition],
    problems: Vec<Diagnostic>,
    /// Files that the report at hand names.
    named_files: BTreeSet<PathBuf>,
    contents: Contents,
    profiles: Library,
    /// Patterns by which recipients name reports, each with its place.
    recipient_patterns: Vec<(String, Place)>,
}

impl<'a> Checker<'a> {
    fn new(file: &'a Path, overrides: &'a Overrides, catalogue: &'a [Definition]) -> Self {
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        Self {
            file,
            folder,
            included: Vec::new(),
            groups: Vec::new(),
            overrides,
            catalogue,
            problems: Vec::new(),
            named_files: BTreeSet::new(),
            contents: Contents::default(),
            profiles: Library::default(),
            recipient_patterns: Vec::new(),
        }
    }

    fn read(&mut self, text: &str) -> Option<Config> {
        self.profiles = Library::of(&self.folder, &mut self.problems);
        let mut tree = match tree::parse(text) {
            Ok(tree) => tree,
            Err(error) => {
                self.problems.push(error.diagnostic(self.file));
                return None;
            }
        };
        let texts = self.include(&mut tree);
        let mut unset = Vec::new();
        tree.expand(&self.overrides.environment, &mut |mark, name| unset.push((mark, name.to_owned())));
        for (mark, name) in unset {
            self.error_with_hint(
                "unset-variable",
                mark,
                format!("the environment variable `{name}` is not set"),
                "set it, or write `$${` for a plain `${`",
            );
        }
        self.empty_deliveries(&tree);
        self.own_locales(&tree);
        let places = inherit::resolve(&mut tree, self.catalogue);
        self.lay_over_profiles(&mut tree);
        let files = reader::Files { own: self.file, included: &self.included };
        let file: File = reader::read_of(&tree, files, &mut self.problems)?;
        self.config(&file, (places, &tree), &(text.to_owned() + &texts))
    }

    fn config(&mut self, file: &File, (places, tree): (Vec<MetricPlaces>, &Node), text: &str) -> Option<Config> {
        self.version(&file.version);
        if let Some(defaults) = file.defaults.get() {
            self.defaults_only(defaults);
        }
        self.groups(file);
        let templates = file.templates.placed().and_then(|(text, mark)| self.existing_folder(text, mark, "templates"));
        let profiles = std::mem::take(&mut self.named_files);
        let shared: BTreeSet<PathBuf> = profiles.into_iter().chain(template_files(templates.as_deref())).collect();
        let mut all = shared.clone();
        let mut reports = self.reports(file, (places, tree), (&shared, &mut all));
        let mut mail_owners = self.recipients_of_others(file, &mut reports);
        let readable = reports.iter().filter(|one| one.known == Known::Data).map(|one| &one.report);
        let (output, cache) = self.written_folders(file, &readable.collect::<Vec<_>>());
        let hash = self.hash(text, &all);
        let keep_quarters = self.keep_quarters(&file.keep_quarters);
        let ledger = self.folder.join(file.ledger.get().map_or("deliveries.sqlite", String::as_str));
        let (notices, pseudonym_key) = (self.notices(file), self.pseudonym_key(file));
        self.of_broken_files(&reports);
        let Told { sound: reports, faulty } = self.told_apart(reports, tree);
        // What was not understood may have said whose a domain is, where anybody says that at all.
        let may_lack = faulty.iter().any(|one| mail_owners.may_lack(&one.report.id, &one.problems));
        mail_owners.unread |= may_lack && text.contains("domain");
        let file = self.file.to_owned();
        Some(Config {
            file,
            hash,
            output,
            cache,
            templates,
            keep_quarters,
            pseudonym_key,
            pseudonyms: None,
            notices,
            ledger,
            mail_owners,
            reports,
            faulty,
        })
    }

    fn version(&mut self, version: &Written<u32>) {
        match version.placed() {
            Some((1, _)) => {}
            Some((other, mark)) => self.error_with_hint(
                "unknown-version",
                mark,
                format!("version {other} is not known"),
                "this program reads version 1",
            ),
            None if version.is_absent() => self.error_with_hint(
                "missing-key",
                Mark::TOP,
                "`version` is missing".to_owned(),
                "write `version: 1` at the top",
            ),
            None => {}
        }
    }

    fn keep_quarters(&mut self, written: &Written<u32>) -> Option<u16> {
        let (quarters, mark) = written.placed()?;
        let kept = u16::try_from(*quarters).ok().filter(|quarters| (1..=400).contains(quarters));
        if kept.is_none() {
            self.error("out-of-range", mark, format!("`keep_quarters` is {quarters}; it must be 1 to 400"));
        }
        kept
    }

    fn defaults_only(&mut self, defaults: &file::Report) {
        let mark = |written: Option<Mark>, key: &'static str| written.map(|mark| (mark, key));
        let misplaced = [
            mark(defaults.id.placed().map(|(_, mark)| mark), "id"),
            mark(defaults.client.placed().map(|(_, mark)| mark), "client"),
            mark(defaults.data.placed().map(|(_, mark)| mark), "data"),
            mark(defaults.group.placed().map(|(_, mark)| mark), "group"),
        ];
        for (mark, key) in misplaced.into_iter().flatten() {
            self.error_with_hint(
                "misplaced-key",
                mark,
                format!("`{key}` cannot be a default"),
                "write it in each report",
            );
        }
    }

    /// The reports; every file that they name is added to `all`.
    fn reports(
        &mut self,
        file: &File,
        (places, tree): (Vec<MetricPlaces>, &Node),
        (shared, all): (&BTreeSet<PathBuf>, &mut BTreeSet<PathBuf>),
    ) -> Vec<Candidate> {
        let Some((list, mark)) = file.reports.placed() else {
            if file.reports.is_absent() {
                let message = "`reports` is missing".to_owned();
                self.error("missing-key", Mark::TOP, message);
            }
            return Vec::new();
        };
        if list.is_empty() {
            self.error("no-reports", mark, "`reports` is empty".to_owned());
        }
        self.duplicate_ids(list);
        let mut reports = Vec::new();
        for (at, ((written, node), places)) in list.iter().zip(tree.items("reports")).zip(places).enumerate() {
            if let Some((report, mark)) = written.placed() {
                let before = self.problems.len();
                let (report, known) = self.report(report, mark, places);
                let found = self.problems[before..].to_vec();
                let named: BTreeSet<PathBuf> = std::mem::take(&mut self.named_files);
                all.extend(named.iter().cloned());
                let files = &named | shared;
                let more = self.overrides.as_of.clone().unwrap_or_default();
                let hash = fingerprint::of_report(node, &files, (&self.folder, &mut self.contents), &more);
                let mut without = |keys: &[&str]| {
                    let rest = fingerprint::without(node, keys);
                    fingerprint::of_report(&rest, &named, (&self.folder, &mut self.contents), "")
                };
                let (written, settings) = (without(&["as_of"]), without(&["metrics", "skip_metrics", "as_of"]));
                let report = ReportConfig { hash, written, settings, ..report };
                reports.push(Candidate { report, known, at, found, files: named });
            }
        }
        reports
    }

    fn duplicate_ids(&mut self, list: &[Written<file::Report>]) {
        let mut seen: BTreeMap<String, (&str, Mark)> = BTreeMap::new();
        for (id, mark) in list.iter().filter_map(|report| report.get()?.id.placed()) {
            match seen.get(&id.to_lowercase()) {
                None => {
                    seen.insert(id.to_lowercase(), (id, mark));
                }
                Some((first, at)) => {
                    let how = if first == id { "" } else { ", written in other case" };
                    let file = if at.file == mark.file {
                        String::new()
                    } else {
                        format!(" of `{}`", self.place(*at).file.display())
                    };
                    let message =
                        format!("the report id `{id}` is used twice; the first is on line {}{file}{how}", at.line);
                    self.error("duplicate-report", mark, message);
                }
            }
        }
    }

    /// SHA-256 over the configuration and every file that it names, each with its name and length.
    fn hash(&mut self, text: &str, files: &BTreeSet<PathBuf>) -> String {
        let mut hash = Sha256::new();
        hash.update(text.as_bytes());
        for file in files {
            let content = self.contents.of(file).unwrap_or_else(|error| {
                let message = format!("cannot read `{}`: {error}", file.display());
                self.problems.push(Diagnostic::error("unreadable-file", Place::file(file), message));
                String::new()
            });
            let name = file.strip_prefix(&self.folder).unwrap_or(file);
            hash.update(format!("\n{}\n{content}\n", name.display()).as_bytes());
        }
        if let Some(as_of) = &self.overrides.as_of {
            hash.update(as_of.as_bytes());
        }
        hex(hash.finalize())
    }

    fn place(&self, mark: Mark) -> Place {
        reader::Files { own: self.file, included: &self.included }.place(mark)
    }

    fn error(&mut self, code: &'static str, mark: Mark, message: String) {
        self.problems.push(Diagnostic::error(code, self.place(mark), message));
    }

    fn error_with_hint(&mut self, code: &'static str, mark: Mark, message: String, hint: impl Into<String>) {
        self.problems.push(Diagnostic::error(code, self.place(mark), message).with_hint(hint));
    }

    fn warning(&mut self, code: &'static str, mark: Mark, message: String) {
        self.problems.push(Diagnostic::warning(code, self.place(mark), message));
    }

    /// A name that is none of the known ones: the nearest is the hint, else all of them.
    fn unknown_name(&mut self, code: &'static str, mark: Mark, (what, name): (&str, &str), known: &[&str]) {
        self.unknown_name_in(code, mark, (what, name, ""), known);
    }

    /// The same with where it was looked for, such as ` of `tickets``.
    fn unknown_name_in(&mut self, code: &'static str, mark: Mark, words: (&str, &str, &str), known: &[&str]) {
        let (what, name, whose) = words;
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(question) => question,
            None => format!("known: {}", super::written::list(known)),
        };
        self.error_with_hint(code, mark, format!("unknown {what} `{name}`{whose}"), hint);
    }

    /// A file that the configuration names; reported when it is not there.
    fn existing_file(&mut self, text: &str, mark: Mark, what: &str) -> Option<PathBuf> {
        let path = self.folder.join(text);
        if path.is_file() {
            self.named_files.insert(path.clone());
            return Some(path);
        }
        let problem = if path.is_dir() { "is a folder, not a file" } else { "does not exist" };
        self.error("missing-file", mark, format!("the {what} file `{}` {problem}", path.display()));
        None
    }

    fn existing_folder(&mut self, text: &str, mark: Mark, what: &str) -> Option<PathBuf> {
        let path = self.folder.join(text);
        if path.is_dir() {
            return Some(path);
        }
        let problem = if path.exists() { "is not a folder" } else { "does not exist" };
        self.error("missing-folder", mark, format!("the {what} folder `{}` {problem}", path.display()));
        None
    }
}
