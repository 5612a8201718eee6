//! What a format is: a [`Renderer`], which turns an edition whose charts are drawn into files.

use super::error::RenderError;
use super::templates::Templates;
use crate::charts::{self, Drawings};
use crate::config::{FileName, Format};
use crate::diagnostic::Diagnostic;
use crate::report;
use crate::report::Handover;
use crate::report::glyphs::Glyphs;
use crate::report::handover::Handed;
use crate::report::model::Report;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file of an issue: its path within it, and its bytes.
pub type Rendered = (PathBuf, Vec<u8>);

/// Makes the files of one format.
pub trait Renderer: Sync {
    /// The documents that it makes of an edition, each rendered on its own.
    fn parts(&self, _: &Drawn) -> Vec<Part> {
        vec![Part::Pages]
    }

    /// The files of one document.
    ///
    /// # Errors
    /// Mistakes in templates, texts or charts.
    fn render(&self, edition: (&Drawn, Part), templates: &Templates) -> Result<Vec<Rendered>, RenderError>;

    /// What it needs of the values behind the edition.
    fn reads(&self) -> &[Handed] {
        &[]
    }

    /// The characters that it can show.
    ///
    /// # Errors
    /// When a font of the templates cannot be read.
    fn glyphs(&self, _: &Templates) -> Result<Glyphs, RenderError> {
        Ok(Glyphs::all())
    }

    /// All mistakes in its templates that show without a report.
    fn check(&self, _: &Templates) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// Which document of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is read.
    Pages,
    /// What is looked up.
    Annex,
}

impl Part {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Pages, Self::Annex];
}

/// An edition and its charts: all formats, pages and annex show the same pictures.
pub struct Drawn<'a> {
    /// The whole edition.
    pub report: &'a Report,
    /// The values behind it, where a format reads them.
    pub handover: Option<&'a Handover>,
    /// The last lines of messages.
    pub footer: &'a str,
    charts: OnceLock<Drawings>,
    pages: Report,
    annex: Option<Report>,
}

impl<'a> Drawn<'a> {
    /// An edition; `footer` are the last lines of messages about it.
    pub fn new((report, handover): (&'a Report, Option<&'a Handover>), footer: &'a str) -> Self {
        let (pages, annex) = report::documents(report);
        Self { report, handover, footer, pages, annex, charts: OnceLock::new() }
    }

    /// Its charts, drawn for the first format that shows them.
    pub fn charts(&self) -> &Drawings {
        self.charts.get_or_init(|| charts::draw_all(self.report))
    }

    /// A document of it; the pages stand for an annex that there is not.
    pub fn document(&self, part: Part) -> &Report {
        match part {
            Part::Pages => &self.pages,
            Part::Annex => self.annex.as_ref().unwrap_or(&self.pages),
        }
    }

    /// The documents that there are.
    pub fn parts(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| *part == Part::Pages || self.annex.is_some()).collect()
    }

    /// The file of a format: `<language>/<report>_<period>_<language>.<ending>`, the annex as
    /// `…_annex.<ending>`, or a name of its own.
    pub fn path(&self, format: Format, part: Part) -> PathBuf {
        let (meta, language) = (&self.report.meta, self.report.language.as_str());
        let annex = if part == Part::Annex { "_annex" } else { "" };
        match format.file_name() {
            FileName::Document(ending) => {
                self.in_folder(&format!("{}_{}_{language}{annex}.{ending}", meta.report, meta.quarter))
            }
            FileName::PerLanguage(name) => self.in_folder(name),
            FileName::Once(name) => PathBuf::from(name),
        }
    }

    /// A file in the folder of its language.
    pub fn in_folder(&self, name: &str) -> PathBuf {
        Path::new(&self.report.language).join(name)
    }
}
