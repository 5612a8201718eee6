//! Excel 2003 spreadsheets in XML, which many systems export under the name of a workbook.

use super::cell::Cell;
use super::grid::{Book, Damage, Ending, Flow, Line, Table, Take};
use super::number_format::Shown;
use super::time::wall_clock;
use super::xlsx::{LAST_COLUMN, LAST_ROW, error};
use super::xml::{Tag, Token, Xml, unescape};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// A spreadsheet in memory, as UTF-8.
#[derive(Debug)]
pub struct Workbook {
    text: String,
    tables: Vec<Table>,
    styles: BTreeMap<String, Shown>,
}

impl Workbook {
    /// Finds the sheets of a spreadsheet.
    pub fn new(text: String) -> Result<Self, Damage> {
        let (mut tables, mut styles) = (Vec::new(), BTreeMap::new());
        let mut style = String::new();
        let mut xml = Xml::new(text.as_bytes());
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            match tag.name {
                b"Worksheet" => tables.push(Table { name: tag.text("Name").unwrap_or_default(), shown: true }),
                b"Style" => style = tag.text("ID").unwrap_or_default(),
                b"NumberFormat" => {
                    let code = tag.text("Format").unwrap_or_default();
                    styles.insert(style.clone(), named(&code));
                }
                _ => {}
            }
        }
        Ok(Self { text, tables, styles })
    }
}

/// What a format shows, by its name or code.
fn named(code: &str) -> Shown {
    match code {
        "Percent" => Shown::Percent,
        "Short Time" | "Medium Time" | "Long Time" => Shown::TimeOfDay,
        "General Date" => Shown::DateTime,
        "Short Date" | "Medium Date" | "Long Date" => Shown::Date,
        _ => Shown::of(code),
    }
}

impl Book for Workbook {
    fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let mut xml = Xml::new(self.text.as_bytes());
        let mut seen = 0;
        while seen <= table {
            match xml.next()? {
                Some(Token::Open(tag)) if tag.name == b"Worksheet" => seen += 1,
                Some(_) => {}
                None => return Ok(Ending::default()),
            }
        }
        Rows {
            styles: &self.styles,
            line: Line::default(),
            row: 0,
            column: 0,
            cell: Open::default(),
            merged: Vec::new(),
        }
        .read(&mut xml, take)
    }
}

struct Rows<'s> {
    styles: &'s BTreeMap<String, Shown>,
    line: Line,
    row: u64,
    column: u64,
    cell: Open,
    merged: Vec<u64>,
}

#[derive(Debug, Default)]
struct Open {
    kind: Vec<u8>,
    shown: Shown,
    formula: bool,
    text: String,
    inside: bool,
    across: u64,
}

impl Rows<'_> {
    fn read(mut self, xml: &mut Xml<&[u8]>, take: &mut Take<'_>) -> Result<Ending, Damage> {
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name {
                    b"Row" => {
                        self.row = tag.number("Index").unwrap_or(self.row + 1);
                        self.column = 0;
                        self.line.clear();
                        if self.row == 0 || self.row > LAST_ROW {
                            return Err(Damage::new("a row is beyond the last of a sheet, 1048576"));
                        }
                    }
                    b"Cell" => self.begin_cell(&tag)?,
                    b"Data" => {
                        self.cell.kind = tag.attribute("Type").unwrap_or_default().to_vec();
                        self.cell.inside = !tag.empty;
                    }
                    _ => {}
                },
                Token::Text(raw) if self.cell.inside => unescape(raw, &mut self.cell.text),
                Token::Verbatim(raw) if self.cell.inside => self.cell.text.push_str(&String::from_utf8_lossy(raw)),
                Token::Close(b"Data") => self.cell.inside = false,
                Token::Close(b"Cell") => self.end_cell(),
                Token::Close(b"Row") if !self.line.is_empty() && take(self.row, &self.line) == Flow::Enough => {
                    return Ok(Ending::default());
                }
                Token::Close(b"Worksheet") => break,
                _ => {}
            }
        }
        Ok(Ending { merged: self.merged, said: Vec::new() })
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<(), Damage> {
        self.column = tag.number("Index").unwrap_or(self.column + 1);
        if self.column == 0 || self.column > LAST_COLUMN {
            return Err(Damage::new("a cell is beyond the last column of a sheet, XFD"));
        }
        let shown = tag.text("StyleID").and_then(|style| self.styles.get(&style)).copied().unwrap_or_default();
        let across = tag.number("MergeAcross").unwrap_or_default().min(LAST_COLUMN);
        let down = tag.number("MergeDown").unwrap_or_default();
        if across > 0 || down > 0 {
            self.merged.push(self.row + down);
        }
        let formula = tag.attribute("Formula").is_some();
        self.cell = Open { shown, formula, across, ..Open::default() };
        if tag.empty {
            self.end_cell();
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let column = self.column as usize - 1;
        match self.cell.value() {
            Some(Cell::Blank) => {}
            Some(own) => self.line.put(column, own),
            None => self.line.put_text(column, |text| text.push_str(&self.cell.text)),
        }
        self.column += self.cell.across;
    }
}

impl Open {
    /// What the cell holds; `None` for its text.
    fn value(&self) -> Option<Cell<'static>> {
        let text = self.text.trim();
        Some(match &self.kind[..] {
            b"Number" => match text.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => self.shown.cell(number, Default::default()),
                None => return None,
            },
            b"DateTime" => moment(text)?,
            b"Boolean" => Cell::Boolean(text == "1"),
            b"Error" => Cell::Fault(error(text.as_bytes())),
            b"String" => return None,
            _ if self.formula => Cell::Uncalculated,
            _ => Cell::Blank,
        })
    }
}

/// A time; those before 1900 are spans, counted from the last day of 1899.
fn moment(text: &str) -> Option<Cell<'static>> {
    const DAY: i64 = 86_400_000_000;
    let at = wall_clock(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?);
    let start = wall_clock(NaiveDate::from_ymd_opt(1899, 12, 31)?.and_hms_opt(0, 0, 0)?);
    let span = at - start;
    // Spans of more than a year are no spans: 1900 was over when spreadsheets came.
    Some(match span {
        _ if !(0..366 * DAY).contains(&span) => Cell::Local(at),
        _ if span < DAY => Cell::TimeOfDay(span),
        _ => Cell::Span(span),
    })
}
