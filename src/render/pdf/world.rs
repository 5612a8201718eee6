//! All that Typst may see of one report: templates, data, drawings, fonts, one date.

use super::fill::Way;
use super::fonts::{Fonts, bytes};
use super::{model_place, problems};
use crate::charts::{Drawings, NARROW};
use crate::diagnostic::{Diagnostic, Place};
use crate::render::error::RenderError;
use crate::render::templates::Templates;
use crate::report::model::{Logo, Report};
use base64::Engine as _;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// What the templates read about how the document is set.
const WAY: &str = "way.json";

/// With the functions that mark the headers of rows.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The built-in templates, parsed once per process.
static BUILT_IN: LazyLock<BTreeMap<String, Source>> = LazyLock::new(|| {
    let templates = Templates::built_in();
    let names = templates.names("pdf/").filter(|name| name.ends_with(".typ"));
    names.filter_map(|name| Some((name.to_owned(), parsed(name, templates.text(name)?)))).collect()
});

/// Syntax errors of all templates, each at its place; also files that are not UTF-8.
pub fn syntax_errors(templates: &Templates) -> Vec<Diagnostic> {
    let sources = match sources(templates) {
        Ok(sources) => sources,
        Err(error) => return error.diagnostics,
    };
    let errors = |(name, source): (&String, &Source)| {
        let (errors, _) = source.root().errors_and_warnings();
        let origin = templates.origin(name);
        let located = move |error| problems::diagnostic(&SourceDiagnostic::from(error), Some(source), origin.clone());
        errors.into_iter().map(located).collect::<Vec<_>>()
    };
    sources.iter().flat_map(errors).collect()
}

/// One report's world.
pub struct ReportWorld<'a> {
    view: &'a serde_json::Value,
    fonts: &'a Fonts,
    templates: &'a Templates,
    sources: BTreeMap<String, Source>,
    data: BTreeMap<String, Bytes>,
    main: FileId,
    today: Option<Datetime>,
}

impl<'a> ReportWorld<'a> {
    /// The world of a report, whose view model is also given as JSON.
    pub fn new(
        report: &Report,
        view: &'a serde_json::Value,
        drawings: &Drawings,
        templates: &'a Templates,
        fonts: &'a Fonts,
    ) -> Result<Self, RenderError> {
        let json = |value: &serde_json::Value| Bytes::new(value.to_string().into_bytes());
        let shown = |id: &&String| report.charts.contains_key(id.strip_suffix(NARROW).unwrap_or(id));
        let drawings: BTreeMap<&String, &String> = drawings.iter().filter(|(id, _)| shown(id)).collect();
        let drawings = serde_json::to_value(drawings).expect("texts by text are JSON");
        let mut data = BTreeMap::new();
        data.insert("report.json".to_owned(), json(view));
        data.insert("charts.json".to_owned(), json(&drawings));
        data.insert("locale.json".to_owned(), json(&crate::render::language::locale_of(report)));
        data.insert(WAY.to_owned(), Bytes::new(Way::all()[0].json().into_bytes()));
        if let Some(logo) = &report.brand.logo {
            data.insert(format!("logo.{}", logo.kind), logo_bytes(logo)?);
        }
        let [year, month, day, ..] = report.meta.as_of_parts;
        let today = u8::try_from(month).ok().zip(u8::try_from(day).ok());
        Ok(Self {
            view,
            fonts,
            templates,
            sources: sources(templates)?,
            data,
            main: file_id("pdf/main.typ"),
            today: today.and_then(|(month, day)| Datetime::from_ymd(year, month, day)),
        })
    }

    /// From now on the document is set in this way.
    pub fn set_in(&mut self, way: &Way) {
        self.data.insert(WAY.to_owned(), Bytes::new(way.json().into_bytes()));
    }

    /// The fields of the view model at a path such as `report.meta`; none where it leads to nothing with fields.
    pub fn fields(&self, path: &str) -> Vec<&str> {
        let mut steps = path.split('.');
        let of_report = steps.next() == Some("report");
        let found = steps.try_fold(self.view, |value, step| value.get(step)).filter(|_| of_report);
        let fields = found.and_then(|value| value.as_object());
        fields.map_or_else(Vec::new, |fields| fields.keys().map(String::as_str).collect())
    }

    /// Where a person finds a file.
    pub fn origin(&self, id: FileId) -> PathBuf {
        let name = file_name(id);
        if self.data.contains_key(name) { PathBuf::from(name) } else { self.templates.origin(name) }
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = file_name(id);
        match self.sources.get(name) {
            Some(source) if is_own(id) => Ok(source.clone()),
            _ => Err(FileError::NotFound(PathBuf::from(name))),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = file_name(id);
        if !is_own(id) {
            return Err(FileError::Other(Some(
                "packages are not available; copy the file into the template folder".into(),
            )));
        }
        match self.data.get(name) {
            Some(bytes) => Ok(bytes.clone()),
            None if self.templates.bytes(name).is_some() => Ok(bytes(self.templates, name)),
            None => Err(FileError::NotFound(PathBuf::from(name))),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// The name of a file as the templates' folder has it, such as `pdf/main.typ`.
pub fn file_name(id: FileId) -> &'static str {
    id.get().vpath().get_without_slash()
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names of templates are relative paths below their folder");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn parsed(name: &str, text: &str) -> Source {
    Source::new(file_id(name), text.to_owned())
}

fn sources(templates: &Templates) -> Result<BTreeMap<String, Source>, RenderError> {
    let mut sources = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for name in templates.names("pdf/").filter(|name| name.ends_with(".typ")) {
        let built_in = templates.static_bytes(name).and_then(|_| BUILT_IN.get(name));
        match (built_in, templates.text(name)) {
            (Some(source), _) => drop(sources.insert(name.to_owned(), source.clone())),
            (None, Some(text)) => drop(sources.insert(name.to_owned(), parsed(name, text))),
            (None, None) => {
                let place = Place::file(templates.origin(name));
                diagnostics.push(Diagnostic::error("template-encoding", place, "the template is not UTF-8"));
            }
        }
    }
    if diagnostics.is_empty() { Ok(sources) } else { Err(RenderError { diagnostics }) }
}

fn logo_bytes(logo: &Logo) -> Result<Bytes, RenderError> {
    base64::engine::general_purpose::STANDARD.decode(&logo.data).map(Bytes::new).map_err(|error| {
        let message = format!("the logo is not valid base64: {error}");
        RenderError { diagnostics: vec![Diagnostic::error("unreadable-logo", model_place(), message)] }
    })
}

/// Whether a file belongs to the templates and not to a package.
fn is_own(id: FileId) -> bool {
    matches!(id.get().root(), VirtualRoot::Project)
}
