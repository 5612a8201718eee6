//! What a person should know of a file that was read.

use super::cache::Record;
use super::evidence;
use super::inspect::Inspection;
use crate::diagnostic::{Diagnostic, Place};

/// Warnings about one file.
pub fn of(record: &Record, found: &Inspection) -> impl Iterator<Item = Diagnostic> {
    let of_rows = [no_rows(record, found), merged_cells(record), more_pages(record)];
    let of_text = [mixed_encodings(record), doubtful_totals(record), untold(record)];
    of_rows.into_iter().chain(of_text).flatten().chain(impossible_times(record))
}

/// A value that a person sees beside many rows stands in the first of them only.
fn merged_cells(record: &Record) -> Option<Diagnostic> {
    let areas = record.notes.merged_cells;
    let place = Place::file(record.file.clone());
    let message = format!(
        "{areas} merged areas below the header: only the first cell of each has a value, the others are missing"
    );
    let hint = "unmerge them in the workbook and fill the value down";
    (areas > 0).then(|| Diagnostic::warning("merged-cells", place, message).with_hint(hint))
}

/// An interface hands out its records page by page, and a saved answer is one of them.
fn more_pages(record: &Record) -> Option<Diagnostic> {
    let field = record.notes.more_pages.as_ref()?;
    let message = format!("the file is one page of several, as its `{field}` says");
    let hint = "save the other pages as files of their own, and match them by the pattern";
    Some(Diagnostic::warning("more-pages", Place::file(record.file.clone()), message).with_hint(hint))
}

/// Text of one encoding read as another is nonsense that nothing else would notice.
fn mixed_encodings(record: &Record) -> Option<Diagnostic> {
    let line = record.notes.mixed_from?;
    let place = Place { file: record.file.clone().into(), line: Some(line), column: None };
    let encoding = record.notes.encoding.as_deref().unwrap_or("GB18030");
    let message = format!("this line is UTF-8, but the file is read as {encoding}: its text comes out wrong");
    let hint = "the file was put together from two; convert one of them, or keep both as files";
    Some(Diagnostic::warning("mixed-encodings", place, message).with_hint(hint))
}

/// A comparison with a blank cell is neither true nor false.
fn untold(record: &Record) -> Option<Diagnostic> {
    let rows = record.notes.untold;
    let message = format!("{rows} rows are left out because a blank cell leaves open whether `where` holds for them");
    let hint = "say what a blank means, as in `coalesce(Type, '') <> 'Spam'`";
    let place = Place::file(record.file.clone());
    (rows > 0).then(|| Diagnostic::warning("where-blank", place, message).with_hint(hint))
}

/// A total that is counted as a record doubles what it sums up.
fn doubtful_totals(record: &Record) -> Option<Diagnostic> {
    let (line, label) = record.notes.doubtful_totals.first()?;
    let rows = record.notes.doubtful_totals.len();
    let others = if rows > 1 { format!(", and {} more such rows", rows - 1) } else { String::new() };
    let place = Place { file: record.file.clone().into(), line: Some(*line), column: None };
    let message =
        format!("this row is labelled `{label}`, but is not the sum of the rows above it{others}: read as a record");
    let hint = "if it is a total all the same, leave such rows out with `where`";
    Some(Diagnostic::warning("doubtful-total", place, message).with_hint(hint))
}

fn no_rows(record: &Record, found: &Inspection) -> Option<Diagnostic> {
    let place = || Place::file(record.file.clone());
    match (found.bytes, record.rows_in) {
        (0, _) => Some(Diagnostic::warning("empty-file", place(), "the file is empty")),
        (_, 0) if record.notes.left_out > 0 => {
            let message = format!("`where` holds for none of the {} rows", record.notes.left_out);
            let hint = "compare with what stands in the file, letter for letter";
            Some(Diagnostic::warning("where-nothing", place(), message).with_hint(hint))
        }
        (_, 0) => Some(Diagnostic::warning("no-rows", place(), "the file has a header at most, and no rows")),
        _ => None,
    }
}

/// Times that never were come from another zone or from no clock at all; once for each column.
fn impossible_times(record: &Record) -> Vec<Diagnostic> {
    let warning = |(column, evidence): (&String, &evidence::Evidence)| {
        let [skipped, _] = &evidence.odd_times;
        let (line, text) = skipped.first.as_ref()?;
        let place = Place { file: record.file.clone().into(), line: Some(*line), column: None };
        let message = format!(
            "`{text}` never was: the clocks of its zone were put forward over it; {} such in `{column}`, read as the \
             first instant afterwards",
            skipped.n
        );
        let hint = "are the times in another zone? name it by `time_zone`";
        Some(Diagnostic::warning("impossible-time", place, message).with_hint(hint))
    };
    record.evidence.iter().filter_map(warning).collect()
}
