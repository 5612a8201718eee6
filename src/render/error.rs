//! Why nothing was drawn.

use crate::diagnostic::Diagnostic;

/// Why an edition could not be rendered: the mistakes found in templates, texts or charts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct RenderError {
    /// What is wrong, at least one entry.
    pub diagnostics: Vec<Diagnostic>,
}
