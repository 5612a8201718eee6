//! The data behind the figures: rows of each table that add up, what was refused, and every raw file.

use super::address::address;
use super::advice::place;
use super::sheet::{Entry, Role, Sheet, Style, count, day, filled, prose, text};
use crate::domain::Table as Source;
use crate::facts::quality::TableQuality;
use crate::report::draft::Draft;
use crate::report::model::{Block, Report};

/// Tables of the edition's section that hold no rows of their own here.
const TABLES: [&str; 2] = ["gate-table", "doubts-table"];

/// The sheet.
pub fn sheet(draft: &Draft, report: &Report) -> Sheet {
    let say = |id: &str| draft.words.say(id);
    let name = say("book-data");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let section = report.all_sections().find(|section| section.id == "data-quality");
    let said = section.map_or_else(String::new, |section| section.title.clone());
    let mut sheet = Sheet::titled(name, title, said);
    let mut row = rows(&mut sheet, draft, 3) + 1;
    for table in report.all_blocks() {
        match table {
            Block::Table(table) if TABLES.contains(&table.id.as_str()) => row = place(&mut sheet, table, row) + 1,
            _ => {}
        }
    }
    row = refused(&mut sheet, draft, row) + 1;
    files(&mut sheet, draft, row);
    sheet.fit(34.0, &[]);
    sheet
}

fn source(draft: &Draft, table: Source) -> Entry {
    text(draft.words.say(&format!("table-{}", table.name())))
}

/// Rows of each table, with their sums as formulas.
fn rows(sheet: &mut Sheet, draft: &Draft, row: u32) -> u32 {
    let say = |id: &str| draft.words.say(id);
    sheet.put((row, 0), filled(say("rows-caption"), Style::of(Role::Heading)));
    let heads = [
        say("column-table"),
        say("column-files"),
        say("column-rows-in"),
        say("column-rows-used"),
        say("column-rows-rejected"),
        say("column-rows-merged"),
        say("column-rows-folded"),
        say("column-latest"),
    ];
    sheet.heads((row + 1, 0), &heads);
    let zone = draft.inputs.config.time_zone;
    let tables = &draft.inputs.quality.tables;
    let counts = |one: &TableQuality| {
        [one.files.len() as u64, one.rows_in, one.rows_used, one.rows_rejected, one.duplicates_merged, one.rows_folded]
    };
    let first = row + 2;
    for (at, (table, one)) in tables.iter().enumerate() {
        let mut entries = vec![source(draft, *table)];
        entries.extend(counts(one).map(|rows| count(Some(rows))));
        entries.push(one.last.and_then(|last| day(last.to_local(zone).date())));
        sheet.row((first + at as u32, 0), entries);
    }
    let foot = first + tables.len() as u32;
    if !tables.is_empty() {
        sheet.put((foot, 0), filled(say("sum"), Style::of(Role::Total)));
        for at in 0..6 {
            let column = at as u16 + 1;
            let total: u64 = tables.values().map(|one| counts(one)[at]).sum();
            let formula = format!("SUM({}:{})", address((first, column)), address((foot - 1, column)));
            sheet.formula((foot, column), formula, total as f64, Style::form(Role::Total, "#,##0"));
        }
    }
    sheet.put((foot + 1, 0), filled(say("rows-note"), Style::of(Role::Note)));
    foot + 2
}

/// Rejected rows by reason; nothing where there are none.
fn refused(sheet: &mut Sheet, draft: &Draft, row: u32) -> u32 {
    if draft.inputs.rejects.is_empty() {
        return row;
    }
    let say = |id: &str| draft.words.say(id);
    sheet.put((row, 0), filled(say("rejects-caption"), Style::of(Role::Heading)));
    let heads = [say("column-table"), say("column-rows"), say("column-source-column"), say("column-reason")];
    sheet.heads((row + 1, 0), &heads);
    let refusals = crate::report::refusals::Refusals::new();
    for (at, line) in draft.inputs.rejects.iter().enumerate() {
        let column = if line.column.is_empty() { say("whole-row") } else { draft.words.field(&line.column) };
        let reason = refusals.told(&line.reason, &draft.words);
        let reason = filled(reason, Style::of(Role::Note));
        sheet.row(
            (row + 2 + at as u32, 0),
            vec![source(draft, line.table), count(Some(line.rows)), text(column), reason],
        );
    }
    row + 2 + draft.inputs.rejects.len() as u32
}

/// Every raw file with its hash.
fn files(sheet: &mut Sheet, draft: &Draft, row: u32) {
    let say = |id: &str| draft.words.say(id);
    sheet.put((row, 0), filled(say("files-caption"), Style::of(Role::Heading)));
    let heads =
        [say("column-table"), say("column-rows"), say("column-encoding"), say("column-file"), "SHA-256".to_owned()];
    let tables = draft.inputs.quality.tables.iter();
    let records = tables.flat_map(|(table, one)| one.files.iter().map(move |file| (*table, file)));
    let records: Vec<Vec<Entry>> = records
        .map(|(table, file)| {
            let hash = filled(file.sha256.clone(), Style::of(Role::Note));
            let encoding = text(file.encoding.clone().unwrap_or_default());
            vec![source(draft, table), count(Some(file.rows_in)), encoding, prose(file.path.clone()), hash]
        })
        .collect();
    sheet.list("files", (row + 1, 0), &heads, records);
}
