//! The view model → bytes of one format: one file per format, behind a [`Renderer`]. Renderers write no files
//! and do no arithmetic on figures.

mod built_in;
pub mod csv;
pub mod email;
mod error;
pub mod html;
pub mod json;
mod language;
pub mod lineage;
pub mod parquet;
pub mod pdf;
pub mod pptx;
mod renderer;
pub mod templates;
pub mod xlsx;

pub use error::RenderError;
pub use renderer::{Drawn, Part, Rendered, Renderer};
pub use templates::{Templates, TemplatesError};

use crate::config::Format;
use crate::diagnostic::Diagnostic;

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
