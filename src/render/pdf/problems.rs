//! Typst's errors and warnings → diagnostics with file:line:column of the template.

use super::world::ReportWorld;
use crate::diagnostic::{Diagnostic, Place, Severity};
use std::path::PathBuf;
use typst::World;
use typst::diag::{self, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind, Source};

/// The diagnostics in their order, each at its place.
pub fn located(world: &ReportWorld<'_>, found: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let one = |problem: &SourceDiagnostic| {
        let id = problem.span.id();
        let source = id.and_then(|id| world.source(id).ok());
        diagnostic(problem, source.as_ref(), world.origin(id.unwrap_or(world.main())))
    };
    found.iter().map(one).collect()
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
    let start = match span.get() {
        DiagSpanKind::Detached => return None,
        DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range)?.start,
        DiagSpanKind::Range { range, .. } => range.start,
    };
    let (line, column) = source.lines().byte_to_line_column(start)?;
    Some((line as u64 + 1, column as u64 + 1))
}
