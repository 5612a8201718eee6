//! A sheet of the workbook as typed values: what stands in which cell, and what the cell is.
//!
//! Numbers are raw, texts final. Formulas are made of addresses, defined names and numbers only, each with its
//! result; no text of a user ever becomes one.

use super::address::At;
use super::line_chart::LineChart;
use super::width;
use crate::report::model::Tone;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, never a formula.
    Text(String),
    /// A number; one that is not finite leaves the cell empty.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// A formula without its equals sign, with its result.
    Formula(String, Outcome),
    /// Nothing, in a look.
    Blank,
}

/// The result of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A number.
    Number(f64),
    /// A text, such as the word for no result.
    Text(String),
}

/// What a cell is; decides over its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Title of the sheet.
    Title,
    /// The line under a title.
    Subtitle,
    /// The verdict of the report.
    Verdict,
    /// A heading within a sheet.
    Heading,
    /// Head of a column.
    Header,
    /// Head of a column of numbers, which stand at its end.
    HeaderEnd,
    /// A text on one line.
    Text,
    /// A text of several lines.
    Prose,
    /// A number or day that was measured, stated or computed elsewhere.
    Figure,
    /// What a reader may change: an assumption.
    Input,
    /// What a formula computes.
    Computed,
    /// A sum at the foot of a block.
    Total,
    /// A result: a number, or the word for none.
    Result,
    /// A number that an icon stands for.
    Icon,
    /// Small print.
    Note,
}

/// The look of a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Style {
    /// What it is.
    pub role: Role,
    /// How it is judged; a word or symbol always says it too.
    pub tone: Option<Mark>,
    /// Number format; empty is the general one.
    pub form: String,
}

/// A judgement as a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Better.
    Good,
    /// Worth watching.
    Caution,
    /// Worse.
    Bad,
    /// Weakly founded or missing.
    Muted,
}

/// A cell in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Where.
    pub at: At,
    /// Over how many columns it stretches.
    pub across: u16,
    /// What.
    pub value: Value,
    /// How.
    pub style: Style,
    /// The sheet that it leads to.
    pub link: Option<String>,
}

/// A cell of a list: nothing, or a value with its look.
pub type Entry = Option<(Value, Style)>;

/// A list with filters: one head row, then records.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its name in the workbook.
    pub name: String,
    /// The cell of its first head.
    pub from: At,
    /// Its last cell.
    pub to: At,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name, as wanted; the workbook makes it valid and unique.
    pub name: String,
    /// Cells.
    pub cells: Vec<Placed>,
    /// Widths of columns in characters.
    pub widths: Vec<f64>,
    /// Heights in lines of the rows that have more than one.
    pub heights: Vec<(u32, f64)>,
    /// Rows before which a printed page ends.
    pub breaks: Vec<u32>,
    /// Columns that are printed, from the first; 0 is all.
    pub printed: u16,
    /// Rows above and columns left of this cell stand still.
    pub frozen: At,
    /// First and last row that are repeated on every printed page.
    pub repeated: Option<(u32, u32)>,
    /// Lists.
    pub lists: Vec<List>,
    /// Cells with 1 (worse), 2 (worth watching) or 3 (better) that are shown as an icon.
    pub icons: Vec<(At, At)>,
    /// Charts.
    pub charts: Vec<LineChart>,
    /// Cells with a name in the workbook.
    pub names: Vec<(String, At)>,
}

impl Style {
    /// A look without judgement and number format.
    pub fn of(role: Role) -> Self {
        Self { role, tone: None, form: String::new() }
    }

    /// With a number format.
    pub fn form(role: Role, form: &str) -> Self {
        Self { form: form.to_owned(), ..Self::of(role) }
    }

    /// With a judgement.
    #[must_use]
    pub fn judged(self, tone: Option<Mark>) -> Self {
        Self { tone, ..self }
    }
}

impl Mark {
    /// The colour of a tone.
    pub fn of(tone: Option<Tone>) -> Option<Self> {
        match tone? {
            Tone::Good => Some(Self::Good),
            Tone::Bad => Some(Self::Bad),
            Tone::Caution => Some(Self::Caution),
            Tone::Muted => Some(Self::Muted),
            Tone::Neutral => None,
        }
    }

    /// The number that an icon stands for; none where nothing is judged.
    pub fn icon(self) -> Option<f64> {
        match self {
            Self::Good => Some(3.0),
            Self::Caution => Some(2.0),
            Self::Bad => Some(1.0),
            Self::Muted => None,
        }
    }
}

/// A text on one line; nothing for an empty one.
pub fn text(text: impl Into<String>) -> Entry {
    filled(text, Style::of(Role::Text))
}

/// A text of several lines; nothing for an empty one.
pub fn prose(text: impl Into<String>) -> Entry {
    filled(text, Style::of(Role::Prose))
}

/// A text in a look of its own; nothing for an empty one.
pub fn filled(text: impl Into<String>, style: Style) -> Entry {
    let text = text.into();
    (!text.is_empty()).then_some((Value::Text(text), style))
}

/// A figure with its number format; nothing where there is none.
pub fn figure(value: Option<f64>, form: &str) -> Entry {
    value.map(|value| (Value::Number(value), Style::form(Role::Figure, form)))
}

/// A count; nothing where there is none.
pub fn count(value: Option<u64>) -> Entry {
    figure(value.map(|count| count as f64), "#,##0")
}

/// A day.
pub fn day(day: NaiveDate) -> Entry {
    Some((Value::Date(day), Style::form(Role::Figure, "yyyy-mm-dd")))
}

/// An icon of a judgement.
pub fn icon(mark: Option<Mark>) -> Entry {
    mark.and_then(Mark::icon).map(|icon| (Value::Number(icon), Style::of(Role::Icon)))
}

impl Sheet {
    /// An empty sheet with a title and a line under it.
    pub fn titled(name: String, title: String, subtitle: String) -> Self {
        let mut sheet = Self { name, ..Self::default() };
        sheet.put((0, 0), filled(title, Style::of(Role::Title)));
        sheet.put((1, 0), filled(subtitle, Style::of(Role::Subtitle)));
        sheet
    }

    /// Puts a cell in its place.
    pub fn put(&mut self, at: At, entry: Entry) {
        self.stretch(at, 1, entry);
    }

    /// Puts a text over several columns.
    pub fn across(&mut self, at: At, columns: u16, entry: Entry) {
        self.stretch(at, columns, entry);
    }

    fn stretch(&mut self, at: At, across: u16, entry: Entry) {
        if let Some((value, style)) = entry {
            self.cells.push(Placed { at, across, value, style, link: None });
        }
    }

    /// Puts a text that leads to another sheet.
    pub fn link(&mut self, at: At, to: &str, entry: Entry) {
        if let Some((value, style)) = entry {
            self.cells.push(Placed { at, across: 1, value, style, link: Some(to.to_owned()) });
        }
    }

    /// Looks without a value from a place on.
    pub fn blank(&mut self, (row, column): At, columns: u16, style: &Style) {
        for at in column..column + columns {
            self.put((row, at), Some((Value::Blank, style.clone())));
        }
    }

    /// A record of a list: what is missing is an empty cell in the look of the others.
    pub fn record(&mut self, (row, column): At, entries: Vec<Entry>) {
        let empty = || Some((Value::Blank, Style::of(Role::Text)));
        self.row((row, column), entries.into_iter().map(|entry| entry.or_else(empty)).collect());
    }

    /// A row of cells from a place on.
    pub fn row(&mut self, (row, column): At, entries: Vec<Entry>) {
        for (at, entry) in entries.into_iter().enumerate() {
            self.put((row, column + at as u16), entry);
        }
    }

    /// Heads of columns.
    pub fn heads(&mut self, (row, column): At, heads: &[String]) {
        let head = |text: &String| filled(text.clone(), Style::of(Role::Header));
        self.row((row, column), heads.iter().map(head).collect());
    }

    /// A list with filters; the row after its last one. A list without records has one empty row, which a workbook
    /// wants.
    pub fn list(&mut self, name: &str, from: At, heads: &[String], records: Vec<Vec<Entry>>) -> u32 {
        self.heads(from, heads);
        let last = from.0 + (records.len() as u32).max(1);
        for (at, record) in records.into_iter().enumerate() {
            self.record((from.0 + 1 + at as u32, from.1), record);
        }
        let to = (last, from.1 + heads.len() as u16 - 1);
        self.lists.push(List { name: name.to_owned(), from, to });
        last + 1
    }

    /// A formula with a number for its result.
    pub fn formula(&mut self, at: At, text: String, result: f64, style: Style) {
        self.put(at, Some((Value::Formula(text, Outcome::Number(result)), style)));
    }

    /// Finds the widths of the columns, at most `widest` characters each (those of `given` stand), then the heights
    /// of the rows, and puts heads of numbers where these stand.
    pub fn fit(&mut self, widest: f64, given: &[(u16, f64)]) {
        let columns = self.cells.iter().map(|cell| cell.at.1 + cell.across).max().unwrap_or(0);
        let mut widths = vec![4.0_f64; usize::from(columns)];
        for cell in self.cells.iter().filter(|cell| cell.across == 1) {
            let own = &mut widths[usize::from(cell.at.1)];
            *own = own.max(width::of(&cell.value, &cell.style).min(widest));
        }
        for (column, width) in given {
            if let Some(own) = widths.get_mut(usize::from(*column)) {
                *own = *width;
            }
        }
        self.widths = widths;
        self.align();
        self.rise();
    }

    /// Heads of columns of numbers stand at their end.
    fn align(&mut self) {
        let heads = |column: u16| {
            let of = self.cells.iter().filter(move |cell| cell.at.1 == column && cell.style.role == Role::Header);
            of.map(|cell| cell.at.0).collect::<Vec<u32>>()
        };
        let mut numbers: BTreeSet<At> = BTreeSet::new();
        for column in 0..self.widths.len() as u16 {
            let heads = heads(column);
            let is_number =
                |cell: &&Placed| cell.at.1 == column && !matches!(cell.value, Value::Text(_) | Value::Blank);
            for cell in self.cells.iter().filter(is_number) {
                numbers.extend(heads.iter().rev().find(|head| **head <= cell.at.0).map(|head| (*head, column)));
            }
        }
        for cell in self.cells.iter_mut().filter(|cell| cell.style.role == Role::Header) {
            if numbers.contains(&cell.at) {
                cell.style.role = Role::HeaderEnd;
            }
        }
    }

    /// Rows are as high as their texts: programs find that out for rows of their own only.
    fn rise(&mut self) {
        let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
        for cell in &self.cells {
            let columns = usize::from(cell.at.1)..usize::from(cell.at.1 + cell.across).min(self.widths.len());
            let lines = width::lines_of(&cell.value, &cell.style, self.widths[columns].iter().sum());
            let own = heights.entry(cell.at.0).or_insert(1.0);
            *own = own.max(lines);
        }
        self.heights = heights.into_iter().filter(|(_, lines)| *lines > 1.0).collect();
    }
}

/// A sheet of one row of values, for tests of writers.
#[cfg(test)]
pub fn sheet_of_cells(name: &str, values: Vec<Value>) -> Sheet {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    sheet.row((0, 0), values.into_iter().map(|value| Some((value, Style::of(Role::Text)))).collect());
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_leaves_no_cell() {
        let mut sheet = Sheet::default();
        sheet.row((0, 0), vec![text(""), figure(None, ""), count(None), icon(Some(Mark::Muted))]);
        assert!(sheet.cells.is_empty());
        sheet.put((0, 0), icon(Some(Mark::Bad)));
        assert_eq!(sheet.cells[0].value, Value::Number(1.0));
    }

    #[test]
    fn a_list_without_records_has_an_empty_row() {
        let mut sheet = Sheet::default();
        assert_eq!(sheet.list("x", (2, 0), &["a".to_owned(), "b".to_owned()], Vec::new()), 4);
        assert_eq!((sheet.lists[0].from, sheet.lists[0].to), ((2, 0), (3, 1)));
    }
}
