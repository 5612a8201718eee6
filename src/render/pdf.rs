//! PDF by Typst: view model, drawings and Typst templates → a tagged PDF/A-2a + PDF/UA-1 file.
//!
//! All input comes from memory: no network, no packages, no system fonts, no clock. The same input
//! gives the same bytes. A character without a glyph is an error that names it and its text.

mod apart;
mod coverage;
mod cuts;
mod fill;
mod fonts;
mod problems;
mod world;

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::charts::Drawings;
use crate::config::Format;
use crate::diagnostic::{Diagnostic, Place};
use crate::report::glyphs::Glyphs;
use crate::report::model::Report;
use fill::{Look, Way, most_pages};
use fonts::Fonts;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::ReportWorld;

/// `pdf`.
pub struct Pdf;

impl Renderer for Pdf {
    fn parts(&self, edition: &Drawn) -> Vec<Part> {
        edition.parts()
    }

    fn render(&self, (edition, part): (&Drawn, Part), templates: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let bytes = render(edition.document(part), edition.charts(), templates)?;
        Ok(vec![(edition.path(Format::Pdf, part), bytes)])
    }

    fn glyphs(&self, templates: &Templates) -> Result<Glyphs, RenderError> {
        glyphs(templates)
    }

    fn check(&self, templates: &Templates) -> Vec<Diagnostic> {
        check(templates)
    }
}

/// A finished PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What a person should look at in the templates.
    pub warnings: Vec<Diagnostic>,
}

/// The report as a PDF file.
///
/// # Errors
/// Mistakes in templates, texts without glyphs, charts that are missing or cannot be read.
pub fn render(report: &Report, drawings: &Drawings, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    compose(report, drawings, templates).map(|document| document.bytes)
}

/// The report as a PDF file, with its number of pages and the warnings about its templates.
///
/// # Errors
/// As [`render`].
pub fn compose(report: &Report, drawings: &Drawings, templates: &Templates) -> Result<Document, RenderError> {
    apart::apart(|| composed(report, drawings, templates))
}

fn composed(report: &Report, drawings: &Drawings, templates: &Templates) -> Result<Document, RenderError> {
    let _memory = Memory;
    let fonts = Fonts::of(templates)?;
    let mut view = serde_json::to_value(report).expect("the view model has string keys only");
    if let Some(fields) = view.as_object_mut() {
        // For machines only: the characters themselves, which no page shows.
        fields.remove("stand_ins");
    }
    let missing = coverage::missing(&view, &fonts.covered);
    if !missing.is_empty() {
        return Err(RenderError { diagnostics: missing });
    }
    let mut world = ReportWorld::new(report, &view, drawings, templates, &fonts)?;
    typeset(&mut world, (&options(report), (!report.is_annex).then(|| most_pages(report))))
}

/// The characters that the pages of a PDF can show.
///
/// # Errors
/// When a font of the templates cannot be read.
pub fn glyphs(templates: &Templates) -> Result<Glyphs, RenderError> {
    Ok(Fonts::of(templates)?.covered.clone())
}

/// All mistakes in the PDF's templates and fonts that show without a report.
pub fn check(templates: &Templates) -> Vec<Diagnostic> {
    let mut diagnostics = Fonts::of(templates).err().map_or_else(Vec::new, |error| error.diagnostics);
    diagnostics.extend(world::syntax_errors(templates));
    diagnostics
}

/// Sets the document in the usual way; where that does not look good, once more with page breaks that fill the
/// pages, and where it is too long, both closer together. An annex is looked up and not read: the usual way will do.
fn typeset(
    world: &mut ReportWorld<'_>,
    (options, most): (&PdfOptions, Option<usize>),
) -> Result<Document, RenderError> {
    let (mut best, warnings) = set(world)?;
    let mut look = Look::of(&best, most.unwrap_or(usize::MAX));
    for (at, way) in Way::all().into_iter().enumerate() {
        let Some(most) = most.filter(|_| !look.is_good()) else { break };
        if at > 0 {
            world.set_in(&way);
        }
        let plain = if at == 0 { best.clone() } else { set(world)?.0 };
        world.set_in(&way.cut(&plain, most));
        for other in [plain, set(world)?.0] {
            let found = Look::of(&other, most);
            if found < look {
                (best, look) = (other, found);
            }
        }
    }
    let bytes = typst_pdf::pdf(&best, options).map_err(|errors| failed(world, &errors, &warnings))?;
    Ok(Document { bytes, pages: best.pages().len(), warnings })
}

/// One setting, with the warnings about its templates.
fn set(world: &ReportWorld<'_>) -> Result<(PagedDocument, Vec<Diagnostic>), RenderError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let warnings = problems::located(world, &compiled.warnings);
    match compiled.output {
        Ok(document) => Ok((document, warnings)),
        Err(errors) => Err(failed(world, &errors, &warnings)),
    }
}

fn failed(world: &ReportWorld<'_>, errors: &[SourceDiagnostic], warnings: &[Diagnostic]) -> RenderError {
    let mut diagnostics = problems::located(world, errors);
    diagnostics.extend(warnings.iter().cloned());
    RenderError { diagnostics }
}

/// Gives Typst's memory back at the end of a document, also of one that failed.
struct Memory;

impl Drop for Memory {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

fn options(report: &Report) -> PdfOptions {
    let meta = &report.meta;
    PdfOptions {
        ident: Smart::Custom(format!("{}/{}/{}", meta.report, meta.quarter, report.language)),
        creator: Smart::Custom(meta.credit.clone()),
        timestamp: timestamp(report),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("both standards allow PDF 1.7"),
        ..PdfOptions::default()
    }
}

/// The date of the data in the report's zone; the offset stands in `as_of`.
fn timestamp(report: &Report) -> Option<Timestamp> {
    let date = moment(report)?;
    let offset = chrono::DateTime::parse_from_rfc3339(&report.meta.as_of)
        .map_or(0, |moment| moment.offset().local_minus_utc() / 60);
    Timestamp::new_local(date, offset)
}

fn moment(report: &Report) -> Option<Datetime> {
    let [year, month, day, hour, minute] = report.meta.as_of_parts;
    let small = |part: i32| u8::try_from(part).ok();
    Datetime::from_ymd_hms(year, small(month)?, small(day)?, small(hour)?, small(minute)?, 0)
}

/// Where a mistake in the view model stands.
fn model_place() -> Place {
    Place::file("report.json")
}

#[cfg(test)]
mod tests;
