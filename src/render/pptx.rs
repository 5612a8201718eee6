//! The slides as a PowerPoint file: real tables, native charts each with a workbook of its own values, notes.
//!
//! The parts of the file are written here; no text is ever markup, and the same slides give the same bytes.

mod chart;
mod frame;
mod slide;
#[cfg(test)]
mod tests;

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::charts::Theme;
use crate::config::Format;
use crate::diagnostic::{Diagnostic, Place};
use crate::report::handover::{Content, Handed, Handover, Slide};
use crate::report::model::Report;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// `pptx`.
pub struct Pptx;

/// What all parts share: language, font and colours.
pub struct Style<'a> {
    /// BCP 47 tag.
    language: &'a str,
    font: &'a str,
    theme: &'a Theme,
}

impl Renderer for Pptx {
    fn reads(&self) -> &[Handed] {
        &[Handed::Slides]
    }

    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let Some(handover) = edition.handover else { return Ok(Vec::new()) };
        Ok(vec![(edition.path(Format::Pptx, part), render(edition.report, handover)?)])
    }
}

/// The slides of an edition.
///
/// # Errors
/// When the values of a chart are more than a workbook can hold.
pub fn render(report: &Report, handover: &Handover) -> Result<Vec<u8>, RenderError> {
    let theme = Theme::of(&report.brand);
    let style = Style { language: &report.language, font: &handover.font, theme: &theme };
    let failed = |error: String| RenderError {
        diagnostics: vec![Diagnostic::error(
            "slides",
            Place::file("pptx"),
            format!("the slides cannot be written: {error}"),
        )],
    };
    let parts = parts(report, &handover.slides, &style).map_err(|error| failed(error.to_string()))?;
    pack(parts).map_err(|error| failed(error.to_string()))
}

/// A part of the file: its name and bytes.
type Piece = (String, Vec<u8>);

fn parts(report: &Report, slides: &[Slide], style: &Style) -> Result<Vec<Piece>, rust_xlsxwriter::XlsxError> {
    let charts: usize = slides.iter().map(|slide| charts_of(slide).len()).sum();
    let mut parts = frame::parts(report, (slides.len(), charts), style);
    let mut text = |name: String, body: String| parts.push((name, body.into_bytes()));
    let mut number = 0;
    let mut books = Vec::new();
    for (at, slide) in slides.iter().enumerate() {
        let first = number + 1;
        for data in charts_of(slide) {
            number += 1;
            text(format!("ppt/charts/chart{number}.xml"), chart::part(data, style));
            text(format!("ppt/charts/_rels/chart{number}.xml.rels"), chart::links(number));
            books.push((format!("ppt/embeddings/workbook{number}.xlsx"), chart::workbook(data)?));
        }
        let foot = (report.meta.title.as_str(), report.cover.confidentiality.as_str());
        text(format!("ppt/slides/slide{}.xml", at + 1), slide::part((at, slide), foot, style));
        text(format!("ppt/slides/_rels/slide{}.xml.rels", at + 1), slide::links((at, slide), first));
        text(format!("ppt/notesSlides/notesSlide{}.xml", at + 1), slide::notes(slide, style));
        text(format!("ppt/notesSlides/_rels/notesSlide{}.xml.rels", at + 1), slide::notes_relations(at));
    }
    parts.extend(books);
    Ok(parts)
}

fn charts_of(slide: &Slide) -> &[crate::report::handover::DeckChart] {
    match &slide.content {
        Content::Charts(charts) => charts,
        _ => &[],
    }
}

/// The parts as an archive, all of one fixed date.
fn pack(parts: Vec<Piece>) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A text in XML: no control character, no markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(' '),
            control if control.is_control() => {}
            '\u{fffe}' | '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

/// A part's first line.
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The name spaces of slides.
const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
/// Where kinds of relations are named.
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Relations of a part: kind and target, numbered from 1.
fn relations(list: &[(&str, String)]) -> String {
    let one = |(at, (kind, target)): (usize, &(&str, String))| {
        let kind = if kind.starts_with("http") { (*kind).to_owned() } else { format!("{KIND}/{kind}") };
        format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", at + 1)
    };
    let list: String = list.iter().enumerate().map(one).collect();
    format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
    )
}

impl Style<'_> {
    /// A colour without its sign.
    fn color(color: crate::charts::color::Color) -> String {
        color.to_string().trim_start_matches('#').to_uppercase()
    }

    /// Properties of a text: size in points, weight, colour, language and fonts for letters of both kinds.
    fn run(&self, (size, bold): (f64, bool), color: crate::charts::color::Color) -> String {
        let (language, font, color) = (self.language, escaped(self.font), Self::color(color));
        let (size, bold) = ((size * 100.0).round() as u32, u8::from(bold));
        format!(
            "lang=\"{language}\" altLang=\"en-US\" sz=\"{size}\" b=\"{bold}\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill><a:latin typeface=\"{font}\"/><a:ea typeface=\"{font}\"/><a:cs typeface=\"{font}\"/>"
        )
    }
}
