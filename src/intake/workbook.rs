//! Excel workbooks, cell by cell: the first row with anything in it is the header.
//!
//! Without a named sheet the first visible one is read; when another one has the same columns, the
//! file is refused rather than read in part.

use super::FileNotes;
use super::cache::Entry;
use super::cell::Cell;
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind};
use super::stager::{Row, Stager};
use super::time::wall_clock;
use crate::diagnostic::{Diagnostic, did_you_mean};
use calamine::{CellErrorType, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use chrono::NaiveDate;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

type Book = Xlsx<BufReader<File>>;

/// Reads one sheet of a workbook.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let mut workbook = Book::new(BufReader::new(job.open()?)).map_err(|error| job.damaged(&error))?;
    let sheet = sheet(job, &workbook)?;
    refuse_several(job, &plan, &mut workbook, &sheet)?;
    let file = format!("{}#{sheet}", job.file.relative);
    let merged = merged(&mut workbook, &sheet);
    let others: Vec<String> = visible(&workbook).into_iter().filter(|name| *name != sheet).collect();
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| job.damaged(&error))?;
    let mut rows = Rows { next: None, ended: false };
    let nothing = Plan::nothing(plan.table);
    let mut next = || cells.next_cell().map_err(|error| job.damaged(&error));
    let Some((top, header)) = rows.read(&mut next)? else {
        return Ok(Read { file, plan: Arc::new(nothing), chunks: Vec::new(), notes: FileNotes::default() });
    };
    let names: Vec<String> = header.iter().map(|cell| raw(cell).to_text()).collect();
    let bound = bind(plan, job.source, &file, &names);
    let plan = Arc::new(bound.map_err(|problems| naming_sheets(job, problems, &others))?);
    let mut stager = Stager::new(job.target(&plan, &file), entry.temporary(0));
    while let Some((line, row)) = rows.read(&mut next)? {
        stager.row(line, &SheetRow(row))?;
    }
    let merged_cells = merged.iter().filter(|area| u64::from(area.end.0) + 1 > top).count() as u64;
    let notes = FileNotes { merged_cells, ..FileNotes::default() };
    Ok(Read { file, plan, chunks: vec![stager.finish()?], notes })
}

/// Areas of merged cells: only the first cell of each holds its value. None when they cannot be told.
fn merged(workbook: &mut Book, sheet: &str) -> Vec<Dimensions> {
    workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default()
}

/// A workbook of one sheet per month looks to its reader like one table.
fn refuse_several(job: &Job<'_>, plan: &Plan, workbook: &mut Book, sheet: &str) -> Result<(), Stop> {
    let others: Vec<String> = visible(workbook).into_iter().filter(|name| name != sheet).collect();
    if job.source.sheet.is_some() {
        return Ok(());
    }
    let mut alike = Vec::new();
    for name in others {
        let headers = header(job, workbook, &name)?;
        if bind(plan.clone(), job.source, &name, &headers).is_ok() {
            alike.push(format!("`{name}`"));
        }
    }
    let own = header(job, workbook, sheet)?;
    if alike.is_empty() || bind(plan.clone(), job.source, sheet, &own).is_err() {
        return Ok(());
    }
    let message =
        format!("`{}` has more than one sheet with these columns: `{sheet}`, {}", job.file.relative, alike.join(", "));
    let hint = "name one with `sheet`; to read several, list the file once for each";
    Err(Diagnostic::error("several-sheets", job.source.place.clone(), message).with_hint(hint).into())
}

fn header(job: &Job<'_>, workbook: &mut Book, sheet: &str) -> Result<Vec<String>, Stop> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| job.damaged(&error))?;
    let mut rows = Rows { next: None, ended: false };
    let mut next = || cells.next_cell().map_err(|error| job.damaged(&error));
    let first = rows.read(&mut next)?;
    Ok(first.map_or_else(Vec::new, |(_, row)| row.iter().map(|cell| raw(cell).to_text()).collect()))
}

/// Mistakes in a mapping, with the sheets that were not looked at.
fn naming_sheets(job: &Job<'_>, mut problems: Vec<Diagnostic>, others: &[String]) -> Vec<Diagnostic> {
    if job.source.sheet.is_none() && !others.is_empty() {
        let listed: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
        for problem in &mut problems {
            let hint = problem.hint.take().unwrap_or_default();
            problem.hint =
                Some(format!("{hint}; other sheets are {}: name the right one with `sheet`", listed.join(", ")));
        }
    }
    problems
}

/// Sheets of cells that a person sees, or all sheets of cells when all are hidden.
fn visible(workbook: &Book) -> Vec<String> {
    let sheets = workbook.sheets_metadata();
    let cells = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let shown: Vec<String> =
        cells().filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect();
    if shown.is_empty() { cells().map(|sheet| sheet.name.clone()).collect() } else { shown }
}

fn sheet(job: &Job<'_>, workbook: &Book) -> Result<String, Stop> {
    let names = workbook.sheet_names();
    let Some(wanted) = &job.source.sheet else {
        return visible(workbook).into_iter().next().ok_or_else(|| job.damaged(&"it has no sheet"));
    };
    if names.contains(wanted) {
        return Ok(wanted.clone());
    }
    let near = did_you_mean(wanted, names.iter().map(String::as_str));
    let near = near.map(|question| question + " ").unwrap_or_default();
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("`{}` has no sheet `{wanted}`", job.file.relative);
    let hint = format!("{near}its sheets are {}", listed.join(", "));
    Err(Diagnostic::error("unknown-sheet", job.source.place.clone(), message).with_hint(hint).into())
}

type Located<'a> = calamine::Cell<DataRef<'a>>;

struct SheetRow<'a>(Vec<DataRef<'a>>);

impl Row for SheetRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.0.get(column).map_or(Cell::Blank, raw)
    }
}

/// Groups cells into rows.
struct Rows<'a> {
    next: Option<Located<'a>>,
    ended: bool,
}

impl<'a> Rows<'a> {
    /// The next row with anything in it, and its number from 1.
    fn read(
        &mut self,
        next: &mut impl FnMut() -> Result<Option<Located<'a>>, Stop>,
    ) -> Result<Option<(u64, Vec<DataRef<'a>>)>, Stop> {
        let mut cells: Vec<DataRef<'a>> = Vec::new();
        let mut current = None;
        loop {
            let cell = match self.next.take() {
                Some(cell) => Some(cell),
                None if self.ended => None,
                None => next()?,
            };
            let Some(cell) = cell else {
                self.ended = true;
                break;
            };
            if raw(cell.get_value()).is_blank() {
                continue;
            }
            let (row, column) = cell.get_position();
            if current.is_some_and(|current| current != row) {
                self.next = Some(cell);
                break;
            }
            current = Some(row);
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, DataRef::Empty);
            }
            cells[column] = cell.get_value().clone();
        }
        Ok(current.map(|row| (u64::from(row) + 1, cells)))
    }
}

fn raw<'c>(cell: &'c DataRef<'_>) -> Cell<'c> {
    match cell {
        DataRef::Empty => Cell::Blank,
        DataRef::Int(value) => Cell::Integer(*value),
        DataRef::Float(value) => Cell::Float(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::DateTime(at) => date(at),
        DataRef::Error(error) => Cell::Fault(fault(error)),
    }
}

/// Excel keeps a wall-clock time as days; milliseconds are as fine as it goes.
fn date(at: &ExcelDateTime) -> Cell<'static> {
    if at.is_duration() {
        return Cell::Float(at.as_f64());
    }
    if at.as_f64() < 1.0 {
        return Cell::Fault("a time of day without a date");
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    let time = date.and_then(|date| {
        date.and_hms_milli_opt(u32::from(hour), u32::from(minute), u32::from(second), u32::from(milli))
    });
    time.map_or(Cell::Fault("a date that does not exist"), |time| Cell::Local(wall_clock(time)))
}

fn fault(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "an Excel error",
    }
}
