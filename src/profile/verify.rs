//! A proposal tried on the files themselves: what the reader refuses becomes a comment.

use super::write::{Head, Written};
use super::{Confidence, Proposal};
use crate::config::{self, Overrides, ReportConfig};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Table;
use crate::intake::{self, Intake, RejectKind};
use crate::schema;
use std::path::Path;

/// Files above this size are not read to the end: they are only looked at.
const LARGEST: u64 = 16 << 20;

/// Hints that are longer list what stands in the file anyway.
const LONGEST_HINT: usize = 160;

/// Times that a proposal is corrected.
const ROUNDS: usize = 12;

/// The proposal without what the reader refuses, as written. `file` is where it is tried; it is removed again.
///
/// # Errors
/// When it cannot be written.
pub fn verified(proposal: &mut Proposal, head: &Head, file: &Path) -> std::io::Result<Written> {
    let mut written = Written::of(proposal, head);
    for _ in 0..ROUNDS {
        std::fs::write(file, &written.text)?;
        let changed = tried(proposal, &written, file);
        std::fs::remove_file(file)?;
        written = Written::of(proposal, head);
        if !changed {
            break;
        }
    }
    Ok(written)
}

/// One attempt; whether something was taken out.
fn tried(proposal: &mut Proposal, written: &Written, file: &Path) -> bool {
    let config = match config::load(file, &Overrides::default()).and_then(|(config, _)| config.sound()) {
        Ok(config) => config,
        Err(problems) => return correct(proposal, written, &problems),
    };
    let Some(mut report) = config.reports.into_iter().next() else { return false };
    let small = |source: &config::Source| sized(&report.data, &source.files);
    let kept: Vec<bool> = report.sources.iter().map(small).collect();
    let mut kept = kept.into_iter();
    report.sources.retain(|_| kept.next() == Some(true));
    match intake::stage(&report, &config.cache) {
        Ok(found) if correct(proposal, written, &found.diagnostics) => true,
        Ok(found) => counted(proposal, written, &report, &found),
        Err(_) => false,
    }
}

/// Whether a source's files are small enough; patterns are tried on their first file.
fn sized(data: &Path, files: &str) -> bool {
    std::fs::metadata(data.join(files)).map_or(!files.contains('*'), |about| about.len() <= LARGEST)
}

/// Takes out what the diagnostics speak of.
fn correct(proposal: &mut Proposal, written: &Written, problems: &[Diagnostic]) -> bool {
    let mut changed = false;
    // What only a person can say stays as the question that it is.
    let open = |problem: &&Diagnostic| problem.severity == Severity::Error && problem.code != "ambiguous-dates";
    for problem in problems.iter().filter(open) {
        let why = match &problem.hint {
            Some(hint) if hint.chars().count() <= LONGEST_HINT => format!("{} ({hint})", problem.message),
            _ => problem.message.clone(),
        };
        let place = problem.place.line.and_then(|line| written.places.iter().find(|(at, ..)| *at == line));
        match place {
            Some((_, file, source, column)) => changed |= take_out(proposal, (*file, *source), column.as_deref(), &why),
            // A mistake in a file itself: every source of that file.
            None => changed |= refuse_file(proposal, &problem.place.file.to_string_lossy(), &why),
        }
    }
    changed
}

fn take_out(proposal: &mut Proposal, (file, source): (usize, usize), column: Option<&str>, why: &str) -> bool {
    let Some(mapping) = proposal.files.get_mut(file).and_then(|file| file.sources.get_mut(source)) else {
        return false;
    };
    if mapping.refused.is_some() {
        return false;
    }
    let required = |table: Option<Table>, name: &str| {
        table.is_some_and(|table| schema::columns(table).iter().any(|column| column.required && column.name == name))
    };
    match column {
        Some(name) if !required(mapping.table, name) => {
            let before = mapping.placed.len();
            mapping.placed.retain(|one| one.canonical != name);
            mapping.remarks.push(format!("`{name}` is left out: {why}"));
            mapping.placed.len() < before
        }
        _ => {
            mapping.refused = Some(why.to_owned());
            true
        }
    }
}

fn refuse_file(proposal: &mut Proposal, name: &str, why: &str) -> bool {
    let name = name.split('#').next().unwrap_or(name);
    let mut changed = false;
    for mapping in proposal.files.iter_mut().filter(|file| file.file == name).flat_map(|file| &mut file.sources) {
        if mapping.refused.is_none() {
            mapping.refused = Some(why.to_owned());
            changed = true;
        }
    }
    changed
}

/// What the reader found becomes remarks; a source of which no row can be used is taken out.
fn counted(proposal: &mut Proposal, written: &Written, report: &ReportConfig, found: &Intake) -> bool {
    let mut changed = false;
    for input in &found.files {
        let Some(line) = report.sources.get(input.mapping).and_then(|source| source.place.line) else { continue };
        let Some((_, file, source, _)) = written.places.iter().find(|(at, ..)| *at == line) else { continue };
        let first = found.rejects.iter().find(|reject| {
            reject.table == input.table
                && reject.file.split('#').next() == Some(&input.path)
                && reject.kind == RejectKind::Unreadable
        });
        let why = first.map(|reject| format!("line {}, `{}`: {}", reject.line, reject.column, reject.reason));
        if input.rows_staged == 0 && input.rows_in > 0 {
            let why = why.clone().unwrap_or_else(|| "no row can be used".to_owned());
            changed |= take_out(proposal, (*file, *source), None, &why);
            continue;
        }
        let Some(mapping) = proposal.files.get_mut(*file).and_then(|file| file.sources.get_mut(*source)) else {
            continue;
        };
        let rows = format!("read: {} rows, {} of them used", input.rows_in, input.rows_staged);
        mapping.remarks.retain(|remark| !remark.starts_with("read: ") && !remark.starts_with("left out: "));
        mapping.remarks.push(rows);
        mapping.remarks.extend(input.notes.said.iter().map(|said| format!("read: {said}")));
        if let Some(why) = why {
            mapping.remarks.push(format!("left out: {} rows, the first is {why}", input.rows_rejected));
            mapping.placed.iter_mut().for_each(|one| one.confidence = one.confidence.max(Confidence::Fair));
        }
    }
    changed
}
