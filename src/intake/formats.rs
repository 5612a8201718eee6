//! Which reader reads a file: decided by what the file is, whatever its name and the mapping say.

use super::cache::Entry;
use super::content::Content;
use super::grid::{self, Damage};
use super::job::{Job, Read, Stop};
use super::mapping::Plan;
use super::{FileNotes, books, columnar, container, csv, database, html, json, spss};
use crate::config::FileFormat;
use crate::diagnostic::{Diagnostic, Place};
use std::io::Read as _;
use std::sync::Arc;

/// Pages and spreadsheets in XML are read into memory; larger ones are refused.
const LARGEST_PAGE: u64 = 1 << 30;

/// Reads a file by the reader of its format.
pub fn read(job: &Job<'_>, entry: &Entry) -> Result<Read, Stop> {
    match content(job) {
        packed @ (Content::Gzip | Content::Zip) => container::read(job, entry, packed),
        _ => read_unpacked(job, entry),
    }
}

/// What the file is. Bytes that nothing is known about are text when the name says so.
fn content(job: &Job<'_>) -> Content {
    let text = job.source.format.or_else(|| Content::promised(&job.file.relative)) == Some(FileFormat::Csv);
    match Content::of(&job.found.head, || job.open().ok()) {
        Content::Unknown if text => Content::Delimited,
        found => found,
    }
}

/// Reads a file that is no archive.
pub fn read_unpacked(job: &Job<'_>, entry: &Entry) -> Result<Read, Stop> {
    let plan = job.plan()?;
    if job.found.bytes == 0 {
        let plan = Plan::nothing(job.source.table);
        let file = job.file.relative.clone();
        return Ok(Read { file, plan: Arc::new(plan), chunks: Vec::new(), notes: FileNotes::default() });
    }
    let content = content(job);
    let said = agreed(job, content)?;
    if job.source.query.is_some() && content != Content::Sqlite {
        return Err(database::unanswered(job, content.named()));
    }
    let mut read = match content {
        Content::Delimited => csv::read(job, plan, entry)?,
        Content::Json => json::read(job, plan, entry)?,
        Content::Parquet => columnar::read(job, plan, entry)?,
        Content::Arrow => columnar::read_arrow(job, plan, entry)?,
        Content::Spss => spss::read(job, plan, entry)?,
        Content::Sqlite => database::read(job, plan, entry)?,
        Content::Html | Content::SpreadsheetXml => of_text(job, plan, entry, content)?,
        _ => match books::open(content, job.open()?) {
            Some(book) => grid::read(job, plan, entry, &mut *book.map_err(|damage| job.broken(damage))?)?,
            None => return Err(foreign(job, content)),
        },
    };
    read.notes.said.splice(0..0, said);
    Ok(read)
}

/// Pages, and spreadsheets in XML.
fn of_text(job: &Job<'_>, plan: Plan, entry: &Entry, content: Content) -> Result<Read, Stop> {
    let (text, said) = text(job)?;
    let Some(book) = books::of_text(content, text) else { return Err(foreign(job, content)) };
    let mut book = book.map_err(|damage| job.broken(damage))?;
    if book.tables().is_empty() {
        let message = format!("the file is {} without a table", content.named());
        let hint = "systems answer like this when a login has expired: download the export again";
        let place = Place::file(job.file.relative.clone());
        return Err(Diagnostic::error("unreadable-file", place, message).with_hint(hint).into());
    }
    let mut read = grid::read(job, plan, entry, &mut *book)?;
    read.notes.said.extend(said);
    Ok(read)
}

/// All of a text, decoded as it says itself, and what is to be said about that.
fn text(job: &Job<'_>) -> Result<(String, Option<String>), Stop> {
    if job.found.bytes > LARGEST_PAGE {
        return Err(job.broken(Damage::new("it takes more than 1 GiB").with_hint("export it as CSV")));
    }
    let decoding = job.decoding_of(html::declared(&job.found.head))?;
    let mut bytes = Vec::new();
    job.open()?.take(LARGEST_PAGE).read_to_end(&mut bytes).map_err(|source| job.unreadable(source))?;
    let (text, _) = decoding.encoding.rules().decode_with_bom_removal(&bytes);
    Ok((text.into_owned(), decoding.said()))
}

/// What is said when name or mapping promise another format; refused when the mapping cannot be right.
fn agreed(job: &Job<'_>, content: Content) -> Result<Option<String>, Stop> {
    let named = content.named();
    if let Some(format) = job.source.format {
        if matches!(content, Content::Foreign(_) | Content::Unknown) || content.is(format) {
            return Ok(None);
        }
        if content.may_be(format) {
            return Ok(Some(format!("the file is {named}, not `{}`, and was read as what it is", label(format))));
        }
        let message = format!("the file is {named}, but the mapping says `format: {}`", label(format));
        let place = Place::file(job.file.relative.clone());
        return Err(Diagnostic::error("other-format", place, message).with_hint("remove `format`").into());
    }
    let promised = Content::promised(&job.file.relative).filter(|promised| !content.is(*promised));
    Ok(promised.map(|_| format!("the file is {named}, whatever its ending says")))
}

fn label(format: FileFormat) -> String {
    serde_json::to_value(format).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What is not read, by its name.
fn foreign(job: &Job<'_>, content: Content) -> Stop {
    let named = content.named();
    let hint = match content {
        Content::Gzip | Content::Zip => "an archive within an archive is not opened: unpack it into the data folder",
        Content::Foreign(named) if named.contains("archive") => "unpack it into the data folder",
        _ => "export the table as CSV, Excel workbook, JSON or Parquet, or narrow the file pattern",
    };
    let message = format!("the file is {named}, which is not read");
    Diagnostic::error("unknown-format", Place::file(job.file.relative.clone()), message).with_hint(hint).into()
}
