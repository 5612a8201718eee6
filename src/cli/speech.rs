//! What the program says, and how: to a person, to a file, or as JSON lines.
//!
//! Results go to standard output, everything else to standard error.

use super::{LogFormat, Options, Surroundings, Terminal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::Finding;
use crate::pipeline::{Ending, Event, Failure, Outcome, Stage};
use crate::translation::{Language, Translator};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// An error before anything is known but that lines of JSON are wanted.
pub(super) fn json_error(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{}", json!({ "event": "error", "message": text }));
}

/// The program's voice.
pub(super) struct Speech {
    json: bool,
    quiet: bool,
    terminal: bool,
    colour: bool,
    /// What it says to people is said in this language; in the code's own without one.
    translator: Option<Translator>,
    /// Raised when a result could not be written.
    lost: AtomicBool,
}

impl Speech {
    pub(super) fn new(options: &Options, surroundings: &Surroundings, language: Language) -> Self {
        let no_colour = options.no_color || surroundings.environment.get("NO_COLOR").is_some_and(|set| !set.is_empty());
        let terminal = surroundings.terminal == Terminal::Attached;
        let json = options.log_format == LogFormat::Json;
        Self {
            json,
            quiet: options.quiet,
            terminal: terminal && !json,
            colour: terminal && !no_colour,
            translator: if json { None } else { Translator::new(language) },
            lost: AtomicBool::new(false),
        }
    }

    /// What the code says, in the language of who reads it.
    fn said<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.translator.as_ref().and_then(|one| one.say(text)).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// A word around messages: `error`, `warning`, `hint`, `here`.
    fn word(&self, english: &'static str) -> Cow<'static, str> {
        self.translator.as_ref().and_then(|one| one.say(english)).map_or(Cow::Borrowed(english), Cow::Owned)
    }

    /// The result of a command in lines for people.
    pub(super) fn told(&self, text: &str) {
        match &self.translator {
            Some(translator) => self.result(&translator.lines(text)),
            None => self.result(text),
        }
    }

    /// The result of a command, as it is.
    pub(super) fn result(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        match writeln!(out, "{text}").and_then(|()| out.flush()) {
            Ok(()) => {}
            // Who reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            Err(error) => {
                if !self.lost.swap(true, Ordering::SeqCst) {
                    self.error(&format!("cannot write the result: {error}"));
                }
            }
        }
    }

    /// Whether a result could not be written.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    /// Whether the result should be a JSON object.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// What went wrong.
    pub(super) fn error(&self, text: &str) {
        match self.json {
            true => self.line(&json!({ "event": "error", "message": text }).to_string()),
            false => self.line(&format!("{}: {}", self.word("error"), self.said(text))),
        }
    }

    /// What the gate found of a report, and what follows from it.
    pub(super) fn gate(&self, report: &str, (finding, follows): (&Finding, &str)) {
        if self.json {
            let mut entry = json!({ "event": "gate", "report": report, "follows": follows });
            entry["finding"] = serde_json::to_value(finding).expect("a finding is plain data");
            self.line(&entry.to_string());
        } else if !self.quiet || follows == "hold" {
            self.line(&format!("{report}: {follows}[{}]: {}", finding.rule.name(), self.said(&finding.message)));
            self.line(&format!("  {}: {}", self.word("hint"), self.said(&finding.cure)));
        }
    }

    /// Something that a person should know, which is no error.
    pub(super) fn note(&self, text: &str) {
        match self.json {
            true => self.line(&json!({ "event": "note", "message": text }).to_string()),
            false => self.line(&self.said(text)),
        }
    }

    /// Mistakes and warnings in users' files, with the lines concerned on a terminal.
    pub(super) fn problems(&self, problems: &[Diagnostic]) {
        let mut sources = BTreeMap::new();
        for problem in problems.iter().filter(|one| !self.quiet || one.severity == Severity::Error) {
            if self.json {
                let mut entry = json!({ "event": "diagnostic" });
                entry["diagnostic"] = serde_json::to_value(problem).expect("a diagnostic is plain data");
                self.line(&entry.to_string());
            } else if self.terminal {
                self.line(self.pictured(&self.translated(problem), &mut sources).trim_end());
            } else {
                self.line(&self.shown(problem));
            }
        }
    }

    /// A diagnostic as text, its code as it is.
    fn shown(&self, problem: &Diagnostic) -> String {
        let english = problem.to_string();
        if self.translator.is_none() {
            return english;
        }
        let told = self.translated(problem);
        let severity = self.word(if problem.severity == Severity::Error { "error" } else { "warning" });
        let hint = told.hint.as_ref().map(|hint| format!("\n  {}: {hint}", self.word("hint"))).unwrap_or_default();
        format!("{}: {severity}[{}]: {}{hint}", told.place, told.code, told.message)
    }

    fn translated<'p>(&self, problem: &'p Diagnostic) -> Cow<'p, Diagnostic> {
        if self.translator.is_none() {
            return Cow::Borrowed(problem);
        }
        let mut told = problem.clone();
        told.message = self.said(&problem.message).into_owned();
        told.hint = problem.hint.as_deref().map(|hint| self.said(hint).into_owned());
        Cow::Owned(told)
    }

    fn pictured(&self, problem: &Diagnostic, sources: &mut BTreeMap<PathBuf, Option<String>>) -> String {
        let path = &problem.place.file;
        let source = sources.entry(path.clone()).or_insert_with(|| fs::read_to_string(path).ok());
        let theme = if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let picture = Picture::new(problem, source.as_deref(), &self.word("here"));
        let mut text = String::new();
        let drawn = GraphicalReportHandler::new_themed(theme).render_report(&mut text, &picture);
        if drawn.is_ok() { text } else { problem.to_string() }
    }

    /// A bar for the stages of so many reports, on a terminal.
    pub(super) fn bar(&self, reports: usize) -> ProgressBar {
        let length = (reports * Stage::ALL.len()) as u64;
        let shown = self.terminal && !self.quiet;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{bar:32} {percent:>3} %  {msg}").expect("a fixed template");
        ProgressBar::with_draw_target(Some(length), target).with_style(style)
    }

    /// What happens in a run.
    pub(super) fn event(&self, event: Event<'_>, bar: &ProgressBar) {
        match event {
            Event::Enters { report, stage } => {
                bar.inc(1);
                bar.set_message(format!("{report}: {}", stage.name()));
                if self.json && !self.quiet {
                    self.line(&json!({ "event": "stage", "report": report, "stage": stage.name() }).to_string());
                }
            }
            Event::Ended(outcome) if !self.quiet => bar.suspend(|| self.ended(outcome)),
            Event::Overdue => {
                bar.finish_and_clear();
                std::process::exit(i32::from(super::Exit::Interrupted.code()));
            }
            Event::Ended(_) | Event::Over => {}
        }
    }

    fn ended(&self, outcome: &Outcome) {
        let status = match &outcome.ending {
            Ending::Made(_) => "done",
            Ending::Failed(Failure::Interrupted) => "interrupted",
            Ending::Failed(Failure::LeftOut) => "left out",
            Ending::Failed(Failure::Held(_)) => "held",
            Ending::Failed(_) => "failed",
        };
        if self.json {
            let stages: serde_json::Map<_, _> =
                outcome.stages.iter().map(|(stage, seconds)| (stage.name().to_owned(), json!(seconds))).collect();
            let entry = json!({ "event": "report", "report": outcome.report, "status": status, "seconds": outcome.seconds, "stages": stages });
            self.line(&entry.to_string());
        } else {
            let line = format!("{}: {status} in {:.1} s", outcome.report, outcome.seconds);
            self.line(&self.said(&line));
        }
    }

    fn line(&self, text: &str) {
        let mut out = std::io::stderr().lock();
        let _ = writeln!(out, "{text}");
    }
}

/// A diagnostic with the text that it speaks of.
#[derive(Debug)]
struct Picture<'a> {
    problem: &'a Diagnostic,
    source: Option<NamedSource<String>>,
    label: Option<LabeledSpan>,
}

impl<'a> Picture<'a> {
    fn new(problem: &'a Diagnostic, text: Option<&str>, here: &str) -> Self {
        let at = text.and_then(|text| span(text, problem.place.line?, problem.place.column?));
        let label = at.map(|(offset, length)| LabeledSpan::new(Some(here.to_owned()), offset, length));
        let name = |path: &Path| path.display().to_string();
        let source =
            text.filter(|_| label.is_some()).map(|text| NamedSource::new(name(&problem.place.file), text.to_owned()));
        Self { problem, source, label }
    }
}

/// The word at a place, as byte offset and length.
fn span(text: &str, line: u64, column: u64) -> Option<(usize, usize)> {
    let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let row = text.get(start..)?.lines().next()?;
    let offset: usize = row.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
    let rest = row.get(offset..)?;
    let length = match rest.strip_prefix('"') {
        Some(inner) => inner.find('"').map_or(rest.len(), |end| end + 2),
        None => rest.find([':', ',', ' ', ']', '}']).unwrap_or(rest.len()),
    };
    Some((start + offset, length.max(usize::from(!rest.is_empty()))))
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label {
            Some(_) => f.write_str(&self.problem.message),
            None => write!(f, "{}: {}", self.problem.place, self.problem.message),
        }
    }
}

impl std::error::Error for Picture<'_> {}

impl miette::Diagnostic for Picture<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(&self.problem.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.problem.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn fmt::Display + 'b>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.label.clone().into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn speaking(language: Language) -> Speech {
        let (translator, lost) = (Translator::new(language), AtomicBool::new(false));
        Speech { json: false, quiet: false, terminal: true, colour: false, translator, lost }
    }

    #[test]
    fn a_diagnostic_keeps_its_code_and_place_in_another_language() {
        let problem = Diagnostic::error("unknown-key", Place::at("reports.yaml", 4, 5), "unknown key `datum`")
            .with_hint("did you mean `data`?");
        let chinese = speaking(Language::of_tag("zh-CN").unwrap());
        let told = "reports.yaml:4:5: 错误[unknown-key]: 不认识的键 `datum`\n  办法: 是不是 `data`？";
        assert_eq!(chinese.shown(&problem), told);
        assert_eq!(speaking(Language::default()).shown(&problem), problem.to_string());
        let nobody = Diagnostic::warning("x", Place::file("a"), "said by nobody");
        assert_eq!(chinese.shown(&nobody), "a: 警告[x]: said by nobody");
    }

    #[test]
    fn shows_the_line_with_the_mistake() {
        let text = "version: 1\nreports:\n  - 客户: x\n    datum: y\n";
        let problem = Diagnostic::error("unknown-key", Place::at("reports.yaml", 4, 5), "unknown key `datum`")
            .with_hint("did you mean `data`?");
        let speech = speaking(Language::default());
        let mut sources = BTreeMap::from([(PathBuf::from("reports.yaml"), Some(text.to_owned()))]);
        let picture = speech.pictured(&problem, &mut sources);
        for part in ["unknown-key", "unknown key `datum`", "reports.yaml:4:5", "datum: y", "did you mean `data`?"] {
            assert!(picture.contains(part), "{part} in\n{picture}");
        }
        assert!(!picture.contains('\u{1b}'), "no colours");
    }

    #[test]
    fn spans_count_characters_and_yield_bytes() {
        let text = "a: 1\n客户: 示例电信\n";
        assert_eq!(span(text, 2, 5), Some((5 + 8, 12)));
        assert_eq!(span(text, 9, 1), None);
    }
}
