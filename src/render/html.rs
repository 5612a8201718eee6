//! HTML by Tera: view model, drawings and templates → one self-contained page.
//!
//! Every text is escaped; only the style sheet, the script and the drawings go in as they are. The page needs no
//! network, and its security policy allows none, and no script but this one, by its hash. Everything can be read
//! without it.

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::charts::{Drawings, NARROW, Theme};
use crate::config::Format;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::report::model::{ChartData, Report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Error, ErrorKind, Kwargs, ReportError, State, Tera, TeraResult, Value};

const FOLDER: &str = "html/";
const MAIN: &str = "html/report.html";
const STYLE: &str = "theme.css";
const SCRIPT: &str = "html/page.js";

/// `html`.
pub struct Html;

impl Renderer for Html {
    fn parts(&self, edition: &Drawn) -> Vec<Part> {
        edition.parts()
    }

    fn render(&self, (edition, part): (&Drawn, Part), templates: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let bytes = render(edition.document(part), edition.charts(), templates)?;
        Ok(vec![(edition.path(Format::Html, part), bytes)])
    }

    fn check(&self, templates: &Templates) -> Vec<Diagnostic> {
        check(templates)
    }
}

/// The report as a page.
///
/// # Errors
/// Mistakes in the templates, each with its place; charts that are missing.
pub fn render(report: &Report, drawings: &Drawings, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let mut tera = compile(templates)?;
    tera.register_function("chart", chart_function(report, drawings));
    let mut context = Context::from_serialize(report).expect("the view model is a map with string keys");
    context.insert("theme", &colors(&Theme::of(&report.brand)));
    context.insert("running", &running(report));
    tera.render(MAIN, &context)
        .map(String::into_bytes)
        .map_err(|error| RenderError { diagnostics: vec![located(&error, templates)] })
}

/// What stands at the foot of every printed page: who may read it, and which issue it is.
fn running(report: &Report) -> String {
    let lines = [report.cover.confidentiality.as_str(), report.meta.issue.as_str()];
    lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A text as a string of a style sheet: whatever has a meaning there or in HTML is written by its number.
fn css_string(text: &str) -> String {
    let mut string = "\"".to_owned();
    for letter in text.chars() {
        match letter.is_alphanumeric() || letter == ' ' {
            true => string.push(letter),
            false => string += &format!("\\{:x} ", u32::from(letter)),
        }
    }
    string + "\""
}

/// All mistakes in the page's templates that show without a report.
pub fn check(templates: &Templates) -> Vec<Diagnostic> {
    compile(templates).err().map_or_else(Vec::new, |error| error.diagnostics)
}

/// Parses all templates; every file with a mistake is reported, not only the first.
fn compile(templates: &Templates) -> Result<Tera, RenderError> {
    let inline = Inline { style: whole(STYLE, "</style", templates)?, script: whole(SCRIPT, "</script", templates)? };
    let mut tera = functions(&inline);
    let mut files: Vec<(&str, &str)> = Vec::new();
    let mut diagnostics = Vec::new();
    for name in templates.names(FOLDER).filter(|name| name.ends_with(".html")) {
        match templates.text(name) {
            Some(text) => files.push((name, text)),
            None => diagnostics.push(not_text(name, templates)),
        }
    }
    for (name, text) in &files {
        if let Err(error) = functions(&inline).add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.push(located(&error, templates));
        }
    }
    if diagnostics.is_empty()
        && let Err(error) = tera.add_raw_templates(files)
    {
        diagnostics.push(located(&error, templates));
    }
    if diagnostics.is_empty() { Ok(tera) } else { Err(RenderError { diagnostics }) }
}

/// What stands in the page as it is.
#[derive(Clone)]
struct Inline {
    style: Arc<str>,
    script: Arc<str>,
}

/// A file that goes into the page as it is, which must not end its element.
fn whole(name: &str, end: &str, templates: &Templates) -> Result<Arc<str>, RenderError> {
    let wrong = |diagnostic| Err(RenderError { diagnostics: vec![diagnostic] });
    let Some(text) = templates.text(name) else {
        return wrong(not_text(name, templates));
    };
    if let Some(at) = text.to_ascii_lowercase().find(end) {
        let line = text[..at].matches('\n').count() as u64 + 1;
        let place = Place { line: Some(line), ..Place::file(templates.origin(name)) };
        return wrong(Diagnostic::error("template", place, format!("`{end}` would end the file inside the page")));
    }
    Ok(Arc::from(text))
}

pub(super) fn not_text(name: &str, templates: &Templates) -> Diagnostic {
    Diagnostic::error("template", Place::file(templates.origin(name)), "the template is not UTF-8 text")
        .with_hint("save it as UTF-8")
}

/// A Tera with the functions that templates may call.
fn functions(inline: &Inline) -> Tera {
    let mut tera = Tera::new();
    let Inline { style, script } = inline.clone();
    // As the policy of the page names it (CSP, level 3).
    let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(script.as_bytes())));
    tera.register_function("stylesheet", move |_: Kwargs, _: &State<'_>| Value::safe_string(&style));
    tera.register_function("script", move |_: Kwargs, _: &State<'_>| Value::safe_string(&script));
    tera.register_function("script_hash", move |_: Kwargs, _: &State<'_>| Value::safe_string(&hash));
    tera.register_function("css_string", |arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Ok(Value::safe_string(&css_string(arguments.must_get::<&str>("text")?)))
    });
    tera.register_function("chart", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Err(Error::message("charts are drawn with a report only"))
    });
    tera
}

/// `chart(id=…, alt=…, form="wide"|"narrow")`: a drawing as an accessible picture. Small charts
/// bring their own alternative text.
fn chart_function(
    report: &Report,
    drawings: &Drawings,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    let drawings = drawings.clone();
    let own: BTreeMap<String, String> =
        report.charts.iter().filter_map(|(id, data)| Some((id.clone(), own_alt(data)?))).collect();
    move |arguments, _| {
        let id = arguments.must_get::<&str>("id")?;
        let narrow = arguments.get::<&str>("form")? == Some("narrow");
        let name = if narrow { format!("{id}{NARROW}") } else { id.to_owned() };
        let missing = || Error::message(format!("there is no drawing of the chart `{id}`"));
        let svg = drawings.get(&name).or_else(|| drawings.get(id)).ok_or_else(missing)?;
        let given = arguments.get::<&str>("alt")?.filter(|alt| !alt.trim().is_empty());
        let alt = given.or_else(|| own.get(id).map(String::as_str)).unwrap_or(id);
        let mut label = Vec::new();
        tera::escape_html(alt, &mut label)?;
        let label = String::from_utf8(label)?;
        let picture = svg.trim_end().replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{label}\" "), 1);
        Ok(Value::safe_string(&picture))
    }
}

fn own_alt(data: &ChartData) -> Option<String> {
    match data {
        ChartData::Bullet(data) => Some(data.alt.clone()),
        ChartData::Sparkline(data) => Some(data.alt.clone()),
        ChartData::OffTarget(data) => Some(data.alt.clone()),
        _ => None,
    }
}

/// The colours that a style sheet may use; checked colours, never the text of the configuration.
pub(super) fn colors(theme: &Theme) -> BTreeMap<&'static str, String> {
    [
        ("primary", theme.primary),
        ("accent", theme.accent),
        ("good", theme.good),
        ("bad", theme.bad),
        ("neutral", theme.neutral),
        ("muted", theme.muted),
        ("ink", theme.ink),
        ("soft", theme.soft),
        ("grid", theme.grid),
        ("past", theme.past),
    ]
    .into_iter()
    .map(|(name, color)| (name, color.to_string()))
    .collect()
}

/// A mistake of a template with its place.
pub(super) fn located(error: &Error, templates: &Templates) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => placed(report, templates),
        ErrorKind::MissingParent { current, parent } => {
            let place = Place::file(templates.origin(current));
            Diagnostic::error("template", place, format!("the parent template `{parent}` is missing"))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Diagnostic::error("template", Place::file(templates.origin(tpl)), "the template leads back to itself")
        }
        other => Diagnostic::error("template", Place::file(templates.origin(MAIN)), lower(&other.to_string())),
    }
}

fn placed(report: &ReportError, templates: &Templates) -> Diagnostic {
    let span = report.span();
    let place = Place::at(templates.origin(report.filename()), span.start_line as u64, span.start_col as u64 + 1);
    let (message, known) = match report.message().split_once(" Available ") {
        Some((message, known)) => (message, known.split_once(": ").map(|(_, names)| names)),
        None => (report.message(), None),
    };
    let message = lower(message.trim().trim_end_matches('.'));
    let asked = message.split('`').nth(1).map(str::to_owned);
    let diagnostic = Diagnostic::error("template", place, message);
    match known {
        Some(names) => diagnostic.with_hint(hint(asked.as_deref(), names)),
        None => diagnostic,
    }
}

fn hint(asked: Option<&str>, names: &str) -> String {
    match asked.and_then(|asked| did_you_mean(asked, names.split(", "))) {
        Some(question) => format!("{question} there are: {names}"),
        None => format!("there are: {names}"),
    }
}

/// The message as the house writes it: lower case at the start.
fn lower(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests;
