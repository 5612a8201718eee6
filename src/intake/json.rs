//! JSON: objects line by line, or the list of records somewhere in a document.
//!
//! A document is read as it comes, never as a whole. Where its records stand is named by `path`, or
//! found when only one list of objects is there.

mod records;
mod survey;

use super::cache::Entry;
use super::encoding::Decoding;
use super::job::{Job, Read, Stop};
use super::jsonl::{self, notes};
use super::mapping::Plan;
use super::text::Decoded;
use crate::config::FileFormat;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::intake::content::Content;
use serde::de::IgnoredAny;
use std::fs::File;
use std::io::{BufReader, Read as _};
use survey::{List, Survey};

/// Bytes in which the first line must end for a file to be read line by line.
const FIRST_LINE: u64 = 4 << 20;

/// Where the records of a document stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Every value is one.
    Values,
    /// In the list at this path.
    List(Vec<String>),
}

/// Reads a JSON file.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let decoding = job.decoding()?;
    if job.source.path.is_none() && is_lines(job, decoding)? {
        return jsonl::read(job, plan, decoding, entry);
    }
    let survey = survey::look(document(job, decoding)?).map_err(|error| bad(job, &error))?;
    let place = place(job, &survey)?;
    let (plan, chunks) = records::read(job, plan, entry, (|| document(job, decoding), &place))?;
    let mut notes = notes(decoding);
    if let (Where::List(path), None) = (&place, &job.source.path)
        && !path.is_empty()
    {
        notes.said.push(format!("the records are the list `{}`", path.join(".")));
    }
    let records = match &place {
        Where::List(path) => survey.lists.iter().find(|list| list.path == *path).map(|list| list.records),
        Where::Values => None,
    };
    notes.more_pages = survey.is_part(records.unwrap_or(u64::MAX));
    Ok(Read { file: job.file.relative.clone(), plan, chunks, notes })
}

fn document(job: &Job<'_>, decoding: Decoding) -> Result<BufReader<Decoded<File>>, Stop> {
    Ok(BufReader::with_capacity(64 << 10, Decoded::new(job.open()?, decoding)))
}

/// Whether one object stands on each line; a line may be damaged.
fn is_lines(job: &Job<'_>, decoding: Decoding) -> Result<bool, Stop> {
    let mut head = Vec::new();
    document(job, decoding)?.take(FIRST_LINE).read_to_end(&mut head).map_err(|source| job.unreadable(source))?;
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let named = Content::promised(&job.file.relative) == Some(FileFormat::Jsonl);
    let said = job.source.format.map_or(named, |format| format == FileFormat::Jsonl);
    let whole = serde_json::from_str::<IgnoredAny>(first).is_ok();
    Ok(first.starts_with('{') && lines.next().map_or(said && whole, |second| second.starts_with('{')))
}

fn place(job: &Job<'_>, survey: &Survey) -> Result<Where, Stop> {
    let named = |list: &List| list.path.join(".");
    let refuse = |code, message: String, hint: String| {
        Err(Diagnostic::error(code, job.source.place.clone(), message).with_hint(hint).into())
    };
    let listed = || {
        let one = |list: &List| format!("`{}` ({} records)", named(list), list.records);
        survey.lists.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let file = &job.file.relative;
    if let Some(path) = &job.source.path {
        if let Some(list) = survey.lists.iter().find(|list| named(list) == *path) {
            return Ok(Where::List(list.path.clone()));
        }
        let names: Vec<String> = survey.lists.iter().map(named).collect();
        let near = did_you_mean(path, names.iter().map(String::as_str)).map(|question| question + " ");
        let known = if names.is_empty() { "it has none".to_owned() } else { format!("its lists are {}", listed()) };
        let hint = format!("{}{known}", near.unwrap_or_default());
        return refuse("unknown-path", format!("`{file}` has no list of objects `{path}`"), hint);
    }
    match &survey.lists[..] {
        _ if survey.values > 1 => Ok(Where::Values),
        [only] => Ok(Where::List(only.path.clone())),
        [] if survey.objects > 0 => Ok(Where::Values),
        [] => refuse(
            "no-records",
            format!("`{file}` holds no list of objects"),
            "records are objects with a field for each column, such as [{\"id\": 1}]".to_owned(),
        ),
        _ => refuse(
            "several-lists",
            format!("`{file}` holds several lists of objects: {}", listed()),
            "name one with `path`".to_owned(),
        ),
    }
}

/// A document that breaks off or is none.
fn bad(job: &Job<'_>, error: &serde_json::Error) -> Stop {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    let place = Place::at(job.file.relative.clone(), error.line() as u64, error.column().max(1) as u64);
    Diagnostic::error("bad-json", place, format!("the JSON cannot be read on: {reason}")).into()
}
