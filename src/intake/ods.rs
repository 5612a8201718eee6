//! OpenDocument spreadsheets (`.ods`), which say of every cell what it is.

use super::cell::Cell;
use super::grid::{Book, Damage, Ending, Flow, Line, Table, Take};
use super::package::Package;
use super::time::wall_clock;
use super::xlsx::{LAST_COLUMN, LAST_ROW, error};
use super::xml::{Tag, Token, Xml, unescape};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;

/// An open spreadsheet.
#[derive(Debug)]
pub struct Workbook {
    package: Package,
    tables: Vec<Table>,
}

impl Workbook {
    /// Opens a spreadsheet and lists its tables.
    pub fn open(file: File) -> Result<Self, Damage> {
        let mut package = Package::open(file)?;
        if let Some(mut manifest) = package.part("META-INF/manifest.xml")? {
            let mut text = Vec::new();
            manifest.read_to_end(&mut text)?;
            if memchr::memmem::find(&text, b"encryption-data").is_some() {
                return Err(Damage::new("it is protected by a password").with_hint("save it without one"));
            }
        }
        let tables = tables(content(&mut package)?)?;
        Ok(Self { package, tables })
    }
}

/// The tables of a spreadsheet; hidden ones by their style.
fn tables(content: impl Read) -> Result<Vec<Table>, Damage> {
    let mut xml = Xml::new(content);
    let (mut tables, mut style, mut hidden) = (Vec::new(), String::new(), BTreeSet::new());
    while let Some(token) = xml.next()? {
        let Token::Open(tag) = token else { continue };
        match tag.name {
            b"style" => style = tag.text("name").unwrap_or_default(),
            b"table-properties" if tag.attribute("display") == Some(b"false") => {
                hidden.insert(style.clone());
            }
            b"table" => {
                let shown = !tag.text("style-name").is_some_and(|style| hidden.contains(&style));
                tables.push(Table { name: tag.text("name").unwrap_or_default(), shown });
            }
            _ => {}
        }
    }
    Ok(tables)
}

fn content(package: &mut Package) -> Result<impl Read + use<'_>, Damage> {
    package.part("content.xml")?.ok_or_else(|| Damage::new("it has no spreadsheet inside"))
}

impl Book for Workbook {
    fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let mut xml = Xml::new(content(&mut self.package)?);
        let mut seen = 0;
        while let Some(token) = xml.next()? {
            if let Token::Open(tag) = token
                && tag.name == b"table"
            {
                seen += 1;
                if seen == table + 1 {
                    return if tag.empty { Ok(Ending::default()) } else { Rows::default().read(&mut xml, take) };
                }
            }
        }
        Ok(Ending::default())
    }
}

/// The rows of one table.
#[derive(Debug, Default)]
struct Rows {
    line: Line,
    /// The row being read, from 1.
    row: u64,
    /// How many times it stands there.
    rows: u64,
    column: usize,
    cell: Open,
    merged: Vec<u64>,
}

/// The cell being read.
#[derive(Debug, Default)]
struct Open {
    kind: Vec<u8>,
    value: String,
    formula: bool,
    columns: usize,
    text: String,
    paragraphs: usize,
    /// Within a paragraph of the cell itself.
    inside: bool,
}

impl Rows {
    fn read<R: Read>(mut self, xml: &mut Xml<R>, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let mut note = 0_u32;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) if note > 0 || tag.name == b"annotation" || tag.name == b"shapes" => {
                    note += u32::from(!tag.empty && matches!(tag.name, b"annotation" | b"shapes"));
                }
                Token::Close(b"annotation" | b"shapes") => note = note.saturating_sub(1),
                _ if note > 0 => {}
                Token::Open(tag) => self.open(&tag)?,
                Token::Text(raw) if self.cell.inside => unescape(raw, &mut self.cell.text),
                Token::Verbatim(raw) if self.cell.inside => self.cell.text.push_str(&String::from_utf8_lossy(raw)),
                Token::Close(b"p") => self.cell.inside = false,
                Token::Close(b"table-cell" | b"covered-table-cell") => self.end_cell(),
                Token::Close(b"table-row") if self.end_row(take)? == Flow::Enough => return Ok(Ending::default()),
                Token::Close(b"table") => return Ok(Ending { merged: self.merged, said: Vec::new() }),
                _ => {}
            }
        }
        Err(Damage::new("a sheet breaks off").with_hint("download or save it again"))
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Damage> {
        match tag.name {
            b"table-row" => {
                self.line.clear();
                self.column = 0;
                self.row += 1;
                self.rows = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                if tag.empty {
                    self.row += self.rows - 1;
                }
            }
            b"table-cell" | b"covered-table-cell" => {
                self.begin_cell(tag);
                if tag.empty {
                    self.end_cell();
                }
            }
            b"p" => {
                if self.cell.paragraphs > 0 {
                    self.cell.text.push('\n');
                }
                self.cell.paragraphs += 1;
                self.cell.inside = !tag.empty;
            }
            b"s" if self.cell.inside => {
                let blanks = tag.number("c").unwrap_or(1).min(1000);
                self.cell.text.extend(std::iter::repeat_n(' ', blanks as usize));
            }
            b"tab" if self.cell.inside => self.cell.text.push('\t'),
            b"line-break" if self.cell.inside => self.cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) {
        let cell = &mut self.cell;
        cell.kind.clear();
        // An extension of LibreOffice says of errors, which are texts otherwise, that they are.
        let error = tag.attributes().any(|(name, value)| name == b"value-type" && value == b"error");
        let kind = if error { Some(&b"error"[..]) } else { tag.attribute("value-type") };
        cell.kind.extend_from_slice(kind.unwrap_or_default());
        let value = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        cell.value = value.into_iter().find_map(|name| tag.text(name)).unwrap_or_default();
        cell.formula = tag.attribute("formula").is_some();
        cell.columns = tag.number("number-columns-repeated").unwrap_or(1).clamp(1, LAST_COLUMN) as usize;
        (cell.paragraphs, cell.inside) = (0, false);
        cell.text.clear();
        let rows = tag.number("number-rows-spanned").unwrap_or(1);
        if rows > 1 || tag.number("number-columns-spanned").unwrap_or(1) > 1 {
            self.merged.push(self.row + rows - 1);
        }
    }

    fn end_cell(&mut self) {
        let cell = &self.cell;
        let own = match cell.value() {
            Some(Cell::Blank) => {
                self.column += cell.columns;
                return;
            }
            own => own,
        };
        for _ in 0..cell.columns {
            if self.column >= LAST_COLUMN as usize {
                break;
            }
            match own {
                Some(own) => self.line.put(self.column, own),
                None => self.line.put_text(self.column, |text| text.push_str(cell.shown())),
            }
            self.column += 1;
        }
    }

    fn end_row(&mut self, take: &mut Take<'_>) -> Result<Flow, Damage> {
        let last = self.row + self.rows - 1;
        if self.line.is_empty() {
            self.row = last;
            return Ok(Flow::More);
        }
        if last > LAST_ROW {
            return Err(Damage::new("a row is beyond the last of a sheet, 1048576"));
        }
        for row in self.row..=last {
            if take(row, &self.line) == Flow::Enough {
                return Ok(Flow::Enough);
            }
        }
        self.row = last;
        Ok(Flow::More)
    }
}

impl Open {
    /// What a cell of text shows.
    fn shown(&self) -> &str {
        if self.paragraphs > 0 { &self.text } else { &self.value }
    }

    /// What the cell holds; `None` for its text.
    fn value(&self) -> Option<Cell<'static>> {
        let number = || self.value.parse().ok().filter(|number: &f64| number.is_finite());
        let unreadable = Cell::Fault("a value that is not of its own type");
        Some(match &self.kind[..] {
            b"float" | b"currency" => number().map_or(unreadable, |number| self.number(number)),
            b"percentage" => number().map_or(unreadable, Cell::Percent),
            b"boolean" => Cell::Boolean(self.value == "true"),
            b"date" => local(&self.value).map_or(unreadable, Cell::Local),
            b"time" => time(&self.value).unwrap_or(unreadable),
            b"error" => Cell::Fault(error(self.text.as_bytes())),
            b"string" if self.formula && is_error(&self.text) => Cell::Fault(error(self.text.as_bytes())),
            b"string" => return None,
            _ if self.formula => Cell::Uncalculated,
            _ if self.text.is_empty() => Cell::Blank,
            _ => return None,
        })
    }

    /// Zeros before a number stand in what is shown alone.
    fn number(&self, number: f64) -> Cell<'static> {
        let digits = self.text.len();
        let padded = digits > 1
            && self.text.starts_with('0')
            && self.text.bytes().all(|byte| byte.is_ascii_digit())
            && self.text.parse() == Ok(number);
        match u8::try_from(digits) {
            Ok(digits) if padded && number < 1e15 => Cell::Padded(number as i64, digits),
            _ => Cell::Float(number),
        }
    }
}

fn is_error(text: &str) -> bool {
    let code = text.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    code || error(text.as_bytes()) != "an Excel error"
}

/// `2026-07-03` or `2026-07-03T09:05:00`.
fn local(text: &str) -> Option<i64> {
    let date = || Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN));
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().or_else(date).map(wall_clock)
}

/// `PT152H30M00S`, which is a span as well as a time of day when it is less than a day.
fn time(text: &str) -> Option<Cell<'static>> {
    const DAY: i64 = 86_400_000_000;
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mut seconds, mut number) = (0.0, String::new());
    for letter in text.strip_prefix('P')?.chars() {
        let unit = match letter {
            'T' => continue,
            'D' => 86_400.0,
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            ',' => {
                number.push('.');
                continue;
            }
            digit => {
                number.push(digit);
                continue;
            }
        };
        seconds += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
    }
    let micros = (sign * seconds * 1e3).round() as i64 * 1_000;
    Some(if (0..DAY).contains(&micros) { Cell::TimeOfDay(micros) } else { Cell::Span(micros) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_less_than_a_day_are_either() {
        assert_eq!(time("PT00H03M12S"), Some(Cell::TimeOfDay(192_000_000)));
        assert_eq!(time("PT152H30M00.500000000S"), Some(Cell::Span(549_000_500_000)));
        assert_eq!(time("-PT00H01M00S"), Some(Cell::Span(-60_000_000)));
        assert_eq!(time("12:00"), None);
        assert_eq!(local("2026-07-03T09:05:00"), local("2026-07-03").map(|day| day + 32_700_000_000));
    }
}
