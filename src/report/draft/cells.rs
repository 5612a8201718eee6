//! Cells, rows and tables, as sections write them.

use crate::report::model::{Block, Cell, Row, Table, TableColumn};

/// A cell with text only.
pub fn plain(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

/// A cell with text and a second, smaller line.
pub fn with_detail(text: impl Into<String>, detail: Option<String>) -> Cell {
    Cell { text: text.into(), detail, ..Cell::default() }
}

/// A column.
pub fn column(label: impl Into<String>, align: &str, width: f64) -> TableColumn {
    TableColumn { label: label.into(), align: align.to_owned(), width }
}

/// A body row.
pub fn row(cells: Vec<Cell>) -> Row {
    Row { kind: "body".to_owned(), cells }
}

/// A group row.
pub fn group(text: impl Into<String>) -> Row {
    Row { kind: "group".to_owned(), cells: vec![plain(text)] }
}

/// A total row.
pub fn total(cells: Vec<Cell>) -> Row {
    Row { kind: "total".to_owned(), cells }
}

/// A table without rows is no table.
pub fn table(table: Table) -> Option<Block> {
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

/// A table without some of its columns, by their places.
pub fn without_columns(table: Table, left_out: &[usize]) -> Table {
    fn kept<T>(all: Vec<T>, left_out: &[usize]) -> Vec<T> {
        all.into_iter().enumerate().filter(|(at, _)| !left_out.contains(at)).map(|(_, one)| one).collect()
    }
    let rows = table.rows.into_iter().map(|row| Row { cells: kept(row.cells, left_out), ..row }).collect();
    Table { columns: kept(table.columns, left_out), rows, ..table }
}
