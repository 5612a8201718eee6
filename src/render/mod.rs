//! The view model → bytes of one format: one file per format. Renderers write no files and do no
//! arithmetic on figures.

mod built_in;
pub mod email;
pub mod html;
pub mod json;
pub mod pdf;
pub mod templates;

pub use templates::{Templates, TemplatesError};

use crate::diagnostic::Diagnostic;

/// Why an edition could not be rendered: the mistakes found in templates, texts or charts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct RenderError {
    /// What is wrong, at least one entry.
    pub diagnostics: Vec<Diagnostic>,
}
