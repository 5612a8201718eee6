//! Typst's errors and warnings → diagnostics with file:line:column of the template.

use super::world::{ReportWorld, file_name};
use crate::diagnostic::{Diagnostic, Place, Severity};
use typst::diag::{self, SourceDiagnostic};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

/// The diagnostics in their order, each at its place.
pub fn located(world: &ReportWorld<'_>, found: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    found.iter().map(|problem| diagnostic(world, problem)).collect()
}

fn diagnostic(world: &ReportWorld<'_>, problem: &SourceDiagnostic) -> Diagnostic {
    let (severity, code) = match problem.severity {
        diag::Severity::Error => (Severity::Error, "pdf-template"),
        diag::Severity::Warning => (Severity::Warning, "pdf-template"),
    };
    let hints: Vec<&str> = problem.hints.iter().map(|hint| hint.v.as_str()).collect();
    Diagnostic {
        place: place(world, problem.span),
        severity,
        code,
        message: problem.message.to_string(),
        hint: (!hints.is_empty()).then(|| hints.join("; ")),
    }
}

fn place(world: &ReportWorld<'_>, span: DiagSpan) -> Place {
    let Some(id) = span.id() else { return Place::file(world.origin(world.main())) };
    let file = world.origin(id);
    let position = || {
        let source = world.source(id).ok()?;
        let start = world.range(span)?.start;
        source.lines().byte_to_line_column(start)
    };
    match position() {
        Some((line, column)) => Place::at(file, line as u64 + 1, column as u64 + 1),
        None if file.as_os_str().is_empty() => Place::file(file_name(id)),
        None => Place::file(file),
    }
}
