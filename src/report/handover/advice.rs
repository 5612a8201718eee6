//! What is advised, warned of and followed up: the tables of the edition, as texts.

use super::sheet::{Entry, Mark, Role, Sheet, Style, filled};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Report, Table};

/// The tables that the sheet holds, in order.
const TABLES: [&str; 3] = ["recommendations-table", "follow-up-table", "warnings-table"];
/// Characters of a column that is 1 wide.
const WIDE: f64 = 13.0;

/// The sheet; nothing where the edition has none of the tables.
pub fn sheet(draft: &Draft, report: &Report) -> Option<Sheet> {
    let of = |id: &str| -> Option<&Table> {
        report.all_blocks().find_map(|block| match block {
            Block::Table(table) if table.id == id => Some(table),
            _ => None,
        })
    };
    let tables: Vec<&Table> = TABLES.into_iter().filter_map(of).collect();
    if tables.is_empty() {
        return None;
    }
    let name = draft.words.say("book-advice");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, String::new());
    let mut widths: Vec<(u16, f64)> = Vec::new();
    let mut row = 3;
    for table in tables {
        row = place(&mut sheet, table, row) + 1;
        for (at, column) in table.columns.iter().enumerate() {
            let at = at as u16;
            let width = (column.width * WIDE).max(12.0);
            match widths.iter_mut().find(|(known, _)| *known == at) {
                Some((_, known)) => *known = known.max(width),
                None => widths.push((at, width)),
            }
        }
    }
    sheet.fit(30.0, &widths);
    Some(sheet)
}

/// A table of an edition as texts, with its caption and notes; the row after it.
pub fn place(sheet: &mut Sheet, table: &Table, row: u32) -> u32 {
    sheet.put((row, 0), filled(table.caption.clone(), Style::of(Role::Heading)));
    let heads: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    sheet.heads((row + 1, 0), &heads);
    let mut row = row + 2;
    for one in &table.rows {
        match one.kind.as_str() {
            "group" => sheet.row(
                (row, 0),
                one.cells.iter().map(|cell| filled(cell.text.clone(), Style::of(Role::Heading))).collect(),
            ),
            _ => sheet.row((row, 0), one.cells.iter().map(told).collect()),
        }
        row += 1;
    }
    for note in &table.notes {
        sheet.put((row, 0), filled(note.clone(), Style::of(Role::Note)));
        row += 1;
    }
    row
}

/// A cell with its symbol and second line.
fn told(cell: &Cell) -> Entry {
    let symbol = cell.symbol.as_ref().map_or_else(String::new, |symbol| format!("{symbol} "));
    let detail = cell.detail.as_ref().map_or_else(String::new, |detail| format!("\n{detail}"));
    filled(format!("{symbol}{}{detail}", cell.text), Style::of(Role::Prose).judged(Mark::of(cell.tone)))
}
