//! The view model → bytes of one format: one file per format, behind a [`Renderer`]. Renderers write no files
//! and do no arithmetic on figures.

mod built_in;
pub mod csv;
pub mod email;
pub mod html;
pub mod json;
pub mod lineage;
pub mod parquet;
pub mod pdf;
pub mod pptx;
mod renderer;
pub mod templates;
pub mod xlsx;

pub use renderer::{Drawn, Part, Rendered, Renderer};
pub use templates::{Templates, TemplatesError};

use crate::config::Format;
use crate::diagnostic::Diagnostic;
use crate::domain::Locale;
use crate::report::model::Report;

/// The list of formats.
pub fn renderer(format: Format) -> &'static dyn Renderer {
    match format {
        Format::Html => &html::Html,
        Format::Pdf => &pdf::Pdf,
        Format::Json => &json::Json,
        Format::Xlsx => &xlsx::Xlsx,
        Format::Pptx => &pptx::Pptx,
        Format::Csv => &csv::Csv,
        Format::Parquet => &parquet::Parquet,
        Format::Lineage => &lineage::Lineage,
    }
}

/// What is made beside the formats when a report is delivered: the bodies of its messages.
pub const MESSAGE: &dyn Renderer = &email::Email;

/// All mistakes in the templates of all formats that show without a report.
pub fn check(templates: &Templates) -> Vec<Diagnostic> {
    let all = Format::ALL.into_iter().map(renderer).chain([MESSAGE]);
    all.flat_map(|one| one.check(templates)).collect()
}

/// Why an edition could not be rendered: the mistakes found in templates, texts or charts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct RenderError {
    /// What is wrong, at least one entry.
    pub diagnostics: Vec<Diagnostic>,
}

/// What templates may ask of an edition's language: the keys of its `locale.yaml`.
fn locale_of(report: &Report) -> serde_json::Value {
    let locale = Locale::from_tag(&report.language).unwrap_or_else(Locale::of_messages);
    serde_json::to_value(locale.data()).expect("texts by text are JSON")
}
