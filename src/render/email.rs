//! The body of a message by Tera: verdict, headline figures and scorecard as real text, in HTML and plain.
//!
//! Mail programs know tables and styles on each element, no drawings and no style sheets: a few charts come as
//! pictures that the message carries, with their words; of the others words and figures stay.

mod picture;

use super::error::RenderError;
use super::html::{colors, located, not_text};
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::charts::{Drawings, NARROW, Theme};
use crate::diagnostic::Diagnostic;
use crate::domain::hex;
use crate::report::model::{Block, Callout, Cell, ChartBlock, DecisionOption, KeyFigure, Report, Table};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tera::{Context, ErrorKind, Tera};

const HTML: &str = "email/body.html";
const PLAIN: &str = "email/body.txt";
/// Columns of a table that stay: so many of the first and of the last.
const FIRST_AND_LAST: (usize, usize) = (3, 2);
/// Sections of which the first chart is shown.
const SHOWN: [&str; 3] = ["trends", "segments", "economics"];
/// Headline figures in a row.
const IN_A_ROW: usize = 3;

/// Bodies of messages: a part of the issue like any other file.
pub struct Email;

impl Renderer for Email {
    fn render(&self, (edition, _): (&Drawn, Part), templates: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let body = render(edition.report, (edition.charts(), edition.footer), templates)?;
        let path = |name: &str| edition.in_folder(name);
        let pictures = body.pictures.into_iter().enumerate();
        let pictures = pictures.map(|(at, png)| (path(&format!("mail-{}.png", at + 1)), png));
        Ok([(path("mail.html"), body.html), (path("mail.txt"), body.plain)].into_iter().chain(pictures).collect())
    }

    fn check(&self, templates: &Templates) -> Vec<Diagnostic> {
        check(templates)
    }
}

/// The body of a message in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// HTML.
    pub html: Vec<u8>,
    /// Plain text; its first line is the title.
    pub plain: Vec<u8>,
    /// Pictures that the HTML shows as `cid:`, by the [`content_id`] of their bytes, in order; PNG.
    pub pictures: Vec<Vec<u8>>,
}

/// What the templates see beside the report's own `meta`, `cover`, `brand` and `labels`.
#[derive(Debug, Serialize)]
struct View<'r> {
    /// The message of the summary.
    verdict: &'r str,
    /// The rest of that message.
    leads: Vec<&'r str>,
    callouts: Vec<&'r Callout>,
    /// Headline figures, row by row.
    tiles: Vec<Vec<&'r KeyFigure>>,
    messages: Vec<Said<'r>>,
    decision: Option<Decision<'r>>,
    scorecard: Option<Scorecard<'r>>,
    charts: Vec<Shown<'r>>,
    /// Last lines, such as a signature.
    footer: Vec<&'r str>,
    theme: BTreeMap<&'static str, String>,
}

/// A chart with its words.
#[derive(Debug, Serialize)]
struct Shown<'r> {
    #[serde(flatten)]
    words: &'r ChartBlock,
    /// Identity of its picture.
    cid: String,
}

/// A message of the summary in a bold line and one more.
#[derive(Debug, Serialize)]
struct Said<'r> {
    headline: &'r str,
    text: &'r str,
}

#[derive(Debug, Serialize)]
struct Decision<'r> {
    title: &'r str,
    options: &'r [DecisionOption],
}

#[derive(Debug, Serialize)]
struct Scorecard<'r> {
    caption: &'r str,
    columns: Vec<Heading<'r>>,
    rows: Vec<Line<'r>>,
}

#[derive(Debug, Serialize)]
struct Heading<'r> {
    label: &'r str,
    align: &'static str,
}

#[derive(Debug, Serialize)]
struct Line<'r> {
    is_group: bool,
    cells: Vec<Entry<'r>>,
}

#[derive(Debug, Serialize)]
struct Entry<'r> {
    cell: &'r Cell,
    align: &'static str,
}

/// The identity of a picture within a message, without brackets: by its SHA-256, so that no two pictures share one.
pub fn content_id(sha256: &str) -> String {
    format!("{}@report.invalid", sha256.get(..32).unwrap_or(sha256))
}

/// The body of a message about a report whose charts are drawn, with the last lines of the sender.
///
/// # Errors
/// Mistakes in the templates, each with its place; a chart that cannot be read.
pub fn render(
    report: &Report,
    (drawings, footer): (&Drawings, &str),
    templates: &Templates,
) -> Result<Body, RenderError> {
    let tera = compile(templates)?;
    let mut context = Context::from_serialize(report).expect("the view model is a map with string keys");
    let (mut charts, mut pictures) = (Vec::new(), Vec::new());
    for words in shown(report) {
        let Some(drawing) = drawings.get(&format!("{}{NARROW}", words.id)) else { continue };
        let drawn = picture::picture(&words.id, drawing, templates)?;
        let sha256 = hex(Sha256::digest(&drawn));
        charts.push(Shown { words, cid: content_id(&sha256) });
        pictures.push(drawn);
    }
    context.insert("locale", &super::language::locale_of(report));
    context.insert("mail", &View { charts, ..view(report, footer) });
    let render = |name: &str| {
        let text = tera.render(name, &context).map(String::into_bytes);
        text.map_err(|error| RenderError { diagnostics: vec![located(&error, templates)] })
    };
    Ok(Body { html: render(HTML)?, plain: render(PLAIN)?, pictures })
}

/// All mistakes in the templates of messages that show without a report.
pub fn check(templates: &Templates) -> Vec<Diagnostic> {
    compile(templates).err().map_or_else(Vec::new, |error| error.diagnostics)
}

fn compile(templates: &Templates) -> Result<Tera, RenderError> {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for name in [HTML, PLAIN] {
        match templates.text(name) {
            Some(text) => files.push((name, text)),
            None => diagnostics.push(not_text(name, templates)),
        }
    }
    for (name, text) in &files {
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.push(located(&error, templates));
        }
    }
    let mut tera = Tera::new();
    if diagnostics.is_empty()
        && let Err(error) = tera.add_raw_templates(files)
    {
        diagnostics.push(located(&error, templates));
    }
    if diagnostics.is_empty() { Ok(tera) } else { Err(RenderError { diagnostics }) }
}

/// The charts that a message shows.
fn shown(report: &Report) -> impl Iterator<Item = &ChartBlock> {
    let first = |id: &&str| {
        let section = report.sections.iter().find(|section| section.id == *id)?;
        section.blocks.iter().find_map(|block| match block {
            Block::Chart(chart) | Block::Exhibit { chart, .. } => Some(chart),
            Block::ChartRow { items } => items.first(),
            _ => None,
        })
    };
    SHOWN.iter().filter_map(first)
}

fn view<'r>(report: &'r Report, footer: &'r str) -> View<'r> {
    let section = |id: &str| report.sections.iter().find(|section| section.id == id);
    let summary = section("summary").or(report.sections.first());
    let blocks = summary.map_or(&[][..], |section| &section.blocks);
    let mut view = View {
        verdict: summary.map_or("", |section| &section.title),
        callouts: report.cover.notice.iter().collect(),
        tiles: Vec::new(),
        leads: Vec::new(),
        messages: Vec::new(),
        decision: None,
        scorecard: None,
        charts: Vec::new(),
        footer: footer.lines().collect(),
        theme: colors(&Theme::of(&report.brand)),
    };
    for block in blocks {
        match block {
            Block::Callout(callout) => view.callouts.push(callout),
            Block::KeyFigures { items } => {
                // Two and two rather than one alone in a second row.
                let in_a_row = if items.len() == IN_A_ROW + 1 { 2 } else { IN_A_ROW };
                view.tiles = items.chunks(in_a_row).map(|row| row.iter().collect()).collect();
            }
            Block::Lead { text } => view.leads.push(text),
            Block::Messages { items } => {
                view.messages.extend(items.iter().map(|one| Said { headline: &one.headline, text: &one.text }));
            }
            Block::Findings { items } => {
                view.messages.extend(items.iter().map(|one| Said { headline: &one.headline, text: &one.consequence }));
            }
            Block::Decision { title, options } => view.decision = Some(Decision { title, options }),
            _ => {}
        }
    }
    let tables = section("scorecard").into_iter().flat_map(|section| &section.blocks);
    view.scorecard = tables.into_iter().find_map(|block| match block {
        Block::Table(table) => Some(scorecard(table)),
        _ => None,
    });
    view
}

/// A table as narrow as a message: without its drawings, and of many columns the first and the last.
fn scorecard(table: &Table) -> Scorecard<'_> {
    let drawn =
        |column: usize| table.rows.iter().any(|row| row.cells.get(column).is_some_and(|cell| cell.chart.is_some()));
    let written: Vec<usize> = (0..table.columns.len()).filter(|column| !drawn(*column)).collect();
    let (first, last) = FIRST_AND_LAST;
    let kept = |place: usize| place < first || place + last >= written.len();
    let columns: Vec<usize> =
        written.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, column)| *column).collect();
    let heading = |column: &usize| Heading { label: &table.columns[*column].label, align: align(table, *column) };
    let line = |row: &'_ crate::report::model::Row| row.kind == "group";
    let rows = table.rows.iter().map(|row| Line {
        is_group: line(row),
        cells: match line(row) {
            true => row.cells.iter().take(1).map(|cell| Entry { cell, align: "left" }).collect(),
            false => columns
                .iter()
                .filter_map(|column| Some(Entry { cell: row.cells.get(*column)?, align: align(table, *column) }))
                .collect(),
        },
    });
    Scorecard { caption: &table.caption, columns: columns.iter().map(heading).collect(), rows: rows.collect() }
}

fn align(table: &Table, column: usize) -> &'static str {
    match table.columns[column].align.as_str() {
        "end" => "right",
        "center" => "center",
        _ => "left",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::draw_all;

    fn report(name: &str) -> Report {
        let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn says_verdict_figures_and_scorecard_as_text_in_both_forms() {
        for name in ["report-zh-CN", "report-en", "report-small-zh-CN", "report-small-en"] {
            let report = report(name);
            let body =
                render(&report, (&draw_all(&report), "灯塔咨询\n+86 21 0000 0000"), &Templates::built_in()).unwrap();
            let (html, plain) = (String::from_utf8(body.html).unwrap(), String::from_utf8(body.plain).unwrap());
            assert_eq!(plain.lines().next(), Some(report.meta.title.as_str()));
            let summary = &report.sections[0];
            for text in [&html, &plain] {
                assert!(text.contains(&summary.title), "{name}: {}", summary.title);
                assert!(text.contains("+86 21 0000 0000"), "{name}: the footer");
            }
            for figure in summary.blocks.iter().flat_map(figures) {
                assert!(plain.contains(&format!("{} {}", figure.value, figure.unit)), "{name}: {}", figure.label);
                assert!(html.contains(&figure.value), "{name}: {}", figure.label);
            }
        }
    }

    fn rendered(report: &Report) -> Body {
        render(report, (&draw_all(report), "x"), &Templates::built_in()).unwrap()
    }

    #[test]
    fn charts_are_pictures_that_the_message_carries_with_words_for_those_who_see_none() {
        let report = report("report-en");
        let body = rendered(&report);
        let html = String::from_utf8(body.html.clone()).unwrap();
        let words: Vec<&ChartBlock> = shown(&report).collect();
        assert_eq!((words.len(), body.pictures.len(), html.matches("<img ").count()), (3, 3, 3));
        for (words, png) in words.iter().zip(&body.pictures) {
            let sha256 = hex(Sha256::digest(png));
            assert!(html.contains(&format!("src=\"cid:{}\"", content_id(&sha256))), "{}", words.id);
            let alt = words.alt.get(..30).unwrap_or_default();
            assert!(alt.len() == 30 && html.contains(&format!("alt=\"{alt}")), "the figures as text: {alt}");
            assert!(png.starts_with(b"\x89PNG") && png.len() < 300_000, "{}: {} bytes", words.id, png.len());
        }
        assert_eq!(rendered(&report), body, "the same bytes every time");
    }

    fn figures(block: &Block) -> &[KeyFigure] {
        match block {
            Block::KeyFigures { items } => items,
            _ => &[],
        }
    }

    /// What Outlook and Gmail do not show, or cut off.
    #[test]
    fn keeps_to_what_mail_programs_show() {
        for name in ["report-zh-CN", "report-en"] {
            let html = rendered(&report(name)).html;
            assert!(html.len() < 100_000, "{name}: {} bytes", html.len());
            let html = String::from_utf8(html).unwrap();
            for banned in
                ["<svg", "<script", "<link", "display:flex", "display:grid", "data:", "url(", "position:", "<div"]
            {
                assert!(!html.contains(banned), "{name}: {banned}");
            }
            for table in
                html.match_indices("<table").map(|(at, _)| &html[at..html[at..].find('>').map_or(at, |end| at + end)])
            {
                assert!(table.contains("role=\"presentation\"") || table.contains("data-table"), "{table}");
            }
        }
    }

    #[test]
    fn what_others_wrote_is_escaped() {
        let mut report = report("report-en");
        report.sections[0].title = "<b>&\"".to_owned();
        let body = render(&report, (&draw_all(&report), "<i>x</i>"), &Templates::built_in()).unwrap();
        let html = String::from_utf8(body.html).unwrap();
        assert!(html.contains("&lt;b&gt;&amp;") && html.contains("&lt;i&gt;x&lt;"), "{html}");
        assert!(String::from_utf8(body.plain).unwrap().contains("<b>&\""), "plain text is as it is");
    }
}
