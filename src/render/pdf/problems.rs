//! Typst's errors and warnings → diagnostics with file:line:column of the template.

use super::world::ReportWorld;
use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use std::path::PathBuf;
use typst::World;
use typst::diag::{self, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind, Source};

/// The diagnostics in their order, each at its place.
pub fn located(world: &ReportWorld<'_>, found: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let one = |problem: &SourceDiagnostic| {
        let id = problem.span.id();
        let source = id.and_then(|id| world.source(id).ok());
        let told = diagnostic(problem, source.as_ref(), world.origin(id.unwrap_or(world.main())));
        match source.as_ref().and_then(|source| fields(world, source, problem)) {
            Some(hint) if told.hint.is_none() => told.with_hint(hint),
            _ => told,
        }
    };
    found.iter().map(one).collect()
}

/// What there is in the place of a field that there is not.
fn fields(world: &ReportWorld<'_>, source: &Source, problem: &SourceDiagnostic) -> Option<String> {
    let asked = problem.message.strip_prefix("dictionary does not contain key \"")?.split('"').next()?;
    let start = start(source, problem.span)?;
    let before = source.text().get(..start)?;
    let path = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let from = before.rfind(|letter| !path(letter)).map_or(0, |at| at + 1);
    // The span is that of the field, or of the whole expression.
    let expression = match before[from..].strip_suffix('.') {
        Some(owner) => owner.to_owned(),
        None => {
            let whole: String = source.text()[start..].chars().take_while(|letter| path(*letter)).collect();
            whole.strip_suffix(asked)?.strip_suffix('.')?.to_owned()
        }
    };
    let mut known = world.fields(&expression);
    known.sort_unstable();
    let listed = (!known.is_empty()).then(|| format!("there are: {}", known.join(", ")))?;
    Some(match did_you_mean(asked, known.iter().copied()) {
        Some(question) => format!("{question} {listed}"),
        None => listed,
    })
}

/// A diagnostic at its place in a file; without the source it has no line.
pub fn diagnostic(problem: &SourceDiagnostic, source: Option<&Source>, origin: PathBuf) -> Diagnostic {
    let severity = match problem.severity {
        diag::Severity::Error => Severity::Error,
        diag::Severity::Warning => Severity::Warning,
    };
    let place = match source.and_then(|source| position(source, problem.span)) {
        Some((line, column)) => Place::at(origin, line, column),
        None => Place::file(origin),
    };
    let hints: Vec<&str> = problem.hints.iter().map(|hint| hint.v.as_str()).collect();
    Diagnostic {
        place,
        severity,
        code: "pdf-template".into(),
        message: problem.message.to_string(),
        hint: (!hints.is_empty()).then(|| hints.join("; ")),
    }
}

/// Line and column from 1.
fn position(source: &Source, span: DiagSpan) -> Option<(u64, u64)> {
    let start = start(source, span)?;
    let (line, column) = source.lines().byte_to_line_column(start)?;
    Some((line as u64 + 1, column as u64 + 1))
}

/// Where a span begins, in bytes.
fn start(source: &Source, span: DiagSpan) -> Option<usize> {
    match span.get() {
        DiagSpanKind::Detached => None,
        DiagSpanKind::Number { num, sub_range, .. } => Some(source.range(num, sub_range)?.start),
        DiagSpanKind::Range { range, .. } => Some(range.start),
    }
}
