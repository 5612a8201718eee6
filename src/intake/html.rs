//! Tables of web pages, which many systems export under the name of a workbook.
//!
//! Reads what browsers read: tags left open, entities, cells over several columns and rows. A cell's
//! text is taken as it stands; tables within cells are tables of their own.

mod entities;
mod tags;

use super::cell::Cell;
use super::grid::{Book, Damage, Ending, Flow, Line, Table, Take};
use super::number_format::Shown;
use crate::config::Encoding;
use std::collections::BTreeMap;
use tags::{Tag, Tags, Token};

/// Columns and rows that one cell may take.
const WIDEST: u64 = 1_000;

/// A page in memory.
#[derive(Debug)]
pub struct Page {
    text: String,
    /// Where each table begins.
    tables: Vec<usize>,
    /// Number formats that its style sheet gives to classes.
    formats: BTreeMap<String, Shown>,
}

impl Page {
    /// Finds the tables of a page.
    pub fn new(text: String) -> Self {
        let mut tables = Vec::new();
        let mut tags = Tags::new(&text, 0);
        while let Some(token) = tags.next() {
            if let Token::Open(tag) = token
                && tag.name == "table"
            {
                tables.push(tags.position());
            }
        }
        let formats = formats(&text);
        Self { text, tables, formats }
    }
}

/// The encoding that a page or an XML file says it is in, by its first bytes.
pub fn declared(head: &[u8]) -> Option<Encoding> {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let after = ["charset=", "encoding="].into_iter().find_map(|key| text.find(key).map(|at| &text[at + key.len()..]));
    let label = after?.trim_start_matches(['"', '\'', ' ']);
    let end =
        label.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:.".contains(letter)).unwrap_or(label.len());
    Encoding::named(&label[..end])
}

/// `.xl24 {mso-number-format:"\@";}`: what a spreadsheet that wrote the page says about its cells.
fn formats(text: &str) -> BTreeMap<String, Shown> {
    let mut found = BTreeMap::new();
    for (at, name) in text.match_indices("mso-number-format:") {
        let before = &text[..at];
        let class = before.rfind('{').map(|open| before[..open].trim_end()).and_then(|names| names.rsplit('.').next());
        if let Some(class) = class.filter(|class| !class.is_empty() && class.len() < 64) {
            found.insert(class.to_lowercase(), format(&text[at + name.len()..]));
        }
    }
    found
}

/// What the format that a style names shows; CSS escapes characters by backslashes.
fn format(style: &str) -> Shown {
    let end = style.find([';', '}']).unwrap_or(style.len());
    let code: String = style[..end].trim().trim_matches(['"', '\'']).replace("\\", "");
    match code.to_lowercase().as_str() {
        "percent" => Shown::Percent,
        _ => Shown::of(&code),
    }
}

impl Book for Page {
    fn tables(&self) -> Vec<Table> {
        self.tables.iter().map(|_| Table { name: String::new(), shown: true }).collect()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let rows = Rows::new(&self.formats);
        Ok(rows.read(Tags::new(&self.text, self.tables[table]), take))
    }

    fn noun(&self) -> &'static str {
        "table"
    }
}

/// A cell that reaches into the rows below.
#[derive(Clone, Debug)]
struct Hanging {
    rows: u64,
    text: String,
}

struct Rows<'p> {
    formats: &'p BTreeMap<String, Shown>,
    line: Line,
    row: u64,
    column: usize,
    hanging: BTreeMap<usize, Hanging>,
    cell: Option<Open>,
    merged: Vec<u64>,
}

/// The cell being read.
#[derive(Debug, Default)]
struct Open {
    text: String,
    columns: u64,
    rows: u64,
    shown: Shown,
}

impl<'p> Rows<'p> {
    fn new(formats: &'p BTreeMap<String, Shown>) -> Self {
        Self {
            formats,
            line: Line::default(),
            row: 0,
            column: 0,
            hanging: BTreeMap::new(),
            cell: None,
            merged: Vec::new(),
        }
    }

    fn read(mut self, mut tags: Tags<'_>, take: &mut Take<'_>) -> Ending {
        let mut depth = 0_u32;
        let mut in_row = false;
        while let Some(token) = tags.next() {
            match token {
                Token::Open(tag) if tag.name == "table" => depth += 1,
                Token::Close("table") if depth > 0 => depth -= 1,
                Token::Close("table") => break,
                _ if depth > 0 => {}
                Token::Open(tag) => match tag.name.as_str() {
                    "tr" => {
                        if in_row && self.end_row(take) == Flow::Enough {
                            return Ending::default();
                        }
                        self.begin_row();
                        in_row = true;
                    }
                    "td" | "th" => {
                        if !in_row {
                            self.begin_row();
                            in_row = true;
                        }
                        self.end_cell();
                        self.begin_cell(&tag);
                    }
                    "br" | "p" | "div" | "li" => self.push_break(),
                    _ => {}
                },
                Token::Close("td" | "th") => self.end_cell(),
                Token::Close("tr") => {
                    if in_row && self.end_row(take) == Flow::Enough {
                        return Ending::default();
                    }
                    in_row = false;
                }
                Token::Text(raw) => {
                    if let Some(cell) = &mut self.cell {
                        entities::push(raw, &mut cell.text);
                    }
                }
                Token::Close(_) => {}
            }
        }
        if in_row && self.end_row(take) == Flow::Enough {
            return Ending::default();
        }
        Ending { merged: self.merged, said: Vec::new() }
    }

    fn begin_row(&mut self) {
        self.row += 1;
        self.line.clear();
        self.column = 0;
        self.hang();
    }

    /// Fills the columns that cells above reach into.
    fn hang(&mut self) {
        while let Some(above) = self.hanging.get_mut(&self.column) {
            let text = above.text.clone();
            above.rows -= 1;
            if above.rows == 0 {
                self.hanging.remove(&self.column);
            }
            self.line.put_text(self.column, |into| into.push_str(&text));
            self.column += 1;
        }
    }

    fn begin_cell(&mut self, tag: &Tag) {
        let number = |name: &str| tag.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        let of_class = |class: String| self.formats.get(&class.to_lowercase()).copied();
        let style = tag.attribute("style").and_then(|style| {
            let at = style.find("mso-number-format:")?;
            Some(format(&style[at + "mso-number-format:".len()..]))
        });
        let shown = style.or_else(|| tag.attribute("class").and_then(of_class)).unwrap_or_default();
        let (columns, rows) = (number("colspan").clamp(1, WIDEST), number("rowspan").clamp(1, WIDEST * WIDEST));
        self.cell = Some(Open { text: String::new(), columns, rows, shown });
    }

    fn push_break(&mut self) {
        if let Some(cell) = &mut self.cell
            && !cell.text.trim().is_empty()
        {
            cell.text.push('\n');
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.hang();
        let text = blanks_joined(&cell.text);
        if cell.rows > 1 || cell.columns > 1 {
            self.merged.extend((cell.columns > 1).then_some(self.row));
        }
        for column in 0..cell.columns {
            if column == 0 {
                put(&mut self.line, self.column, &text, cell.shown);
            }
            if cell.rows > 1 {
                let text = if column == 0 { text.clone() } else { String::new() };
                self.hanging.insert(self.column, Hanging { rows: cell.rows - 1, text });
            }
            self.column += 1;
        }
        self.hang();
    }

    fn end_row(&mut self, take: &mut Take<'_>) -> Flow {
        self.end_cell();
        if self.line.is_empty() { Flow::More } else { take(self.row, &self.line) }
    }
}

/// A text as it stands; a share where its format says that it is one.
fn put(line: &mut Line, column: usize, text: &str, shown: Shown) {
    match text.parse::<f64>() {
        Ok(number) if shown == Shown::Percent => line.put(column, Cell::Percent(number)),
        _ => line.put_text(column, |into| into.push_str(text)),
    }
}

/// White space as a browser shows it: line breaks of the page are blanks, those of `<br>` stay.
fn blanks_joined(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split(['\t', '\r', ' ']).filter(|word| !word.is_empty()));
    let lines: Vec<String> = lines.map(|words| words.collect::<Vec<_>>().join(" ")).collect();
    lines.join("\n").trim_matches(['\n', ' ', '\u{A0}']).to_owned()
}
