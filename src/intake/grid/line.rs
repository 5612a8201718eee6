//! One row of a table, reused from row to row.

use crate::intake::cell::{Cell, trim};
use crate::intake::stager::Row;

/// Text of a cell beyond which it is refused.
pub const LONGEST_CELL: usize = 64 << 10;

const TOO_LONG: Cell<'static> = Cell::Fault("a text of more than 64 KiB");

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub struct Line {
    slots: Vec<Slot>,
    text: String,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    Own(Cell<'static>),
    Text(usize, usize),
}

impl Line {
    /// Forgets the cells.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.text.clear();
    }

    /// How many cells, blank ones between others included.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no cell with anything in it.
    pub fn is_empty(&self) -> bool {
        self.slots.iter().all(|slot| match slot {
            Slot::Own(cell) => cell.is_blank(),
            Slot::Text(start, end) => trim(&self.text[*start..*end]).is_empty(),
        })
    }

    /// Puts a cell that is no text of its own. A second one in the same place is a fault.
    pub fn put(&mut self, column: usize, cell: Cell<'static>) {
        self.place(column, Slot::Own(cell));
    }

    /// Puts a text, which is built by `write` at the end of what is given to it.
    pub fn put_text(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() - start > LONGEST_CELL {
            self.text.truncate(start);
            return self.place(column, Slot::Own(TOO_LONG));
        }
        self.place(column, Slot::Text(start, self.text.len()));
    }

    fn place(&mut self, column: usize, slot: Slot) {
        if self.slots.len() <= column {
            self.slots.resize(column + 1, Slot::Own(Cell::Blank));
        }
        self.slots[column] = match self.slots[column] {
            Slot::Own(Cell::Blank) => slot,
            _ => Slot::Own(Cell::Fault("two cells in one place")),
        };
    }

    /// All cells as a person would write them.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|column| self.cell(column).to_text()).collect()
    }
}

impl Row for Line {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.slots.get(column) {
            None => Cell::Blank,
            Some(Slot::Own(cell)) => *cell,
            Some(Slot::Text(start, end)) => Cell::Text(&self.text[*start..*end]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_cells_in_their_places() {
        let mut line = Line::default();
        line.put_text(2, |text| text.push_str("电话"));
        line.put(0, Cell::Float(1.5));
        assert_eq!(line.texts(), ["1.5", "", "电话"]);
        line.put(0, Cell::Float(2.0));
        assert_eq!(line.cell(0), Cell::Fault("two cells in one place"));
        assert!(!line.is_empty());
        line.clear();
        line.put_text(0, |text| text.push_str(" \u{3000}"));
        assert!(line.is_empty());
    }

    #[test]
    fn a_cell_that_is_too_long_is_refused_alone() {
        let mut line = Line::default();
        line.put_text(0, |text| text.push_str(&"x".repeat(LONGEST_CELL + 1)));
        line.put_text(1, |text| text.push_str(&"x".repeat(LONGEST_CELL)));
        assert_eq!(line.cell(0), TOO_LONG);
        assert!(matches!(line.cell(1), Cell::Text(text) if text.len() == LONGEST_CELL));
    }
}
