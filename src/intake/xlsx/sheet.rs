//! The rows of one sheet.

use super::strings::{Strings, unescape_text};
use crate::intake::cell::Cell;
use crate::intake::grid::{Damage, Ending, Flow, Line, Take};
use crate::intake::number_format::{Epoch, Shown};
use crate::intake::xml::{Tag, Token, Xml, unescape};
use memchr::memmem;
use std::io::Read;

/// Excel's last column, XFD.
pub const LAST_COLUMN: u64 = 16_384;
/// Excel's last row.
pub const LAST_ROW: u64 = 1_048_576;

/// What cells refer to.
#[derive(Debug)]
pub struct Context<'c> {
    /// Shared texts.
    pub strings: &'c Strings,
    /// What each style shows.
    pub styles: &'c [Shown],
    /// From which day dates count.
    pub epoch: Epoch,
    /// Columns whose formulas all hold 0 in a workbook that was never calculated.
    pub zeros: Vec<usize>,
}

/// How a cell's value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
}

/// The cell being read.
#[derive(Debug, Default)]
struct Open {
    column: usize,
    style: usize,
    kind: Kind,
    formula: bool,
    /// Its value as written, entities included.
    value: Vec<u8>,
}

/// What the text that comes next belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Text,
    Guide,
}

/// Hands over the rows of a sheet that have anything in them.
pub fn rows(part: impl Read, context: &Context<'_>, take: &mut Take<'_>) -> Result<Ending, Damage> {
    let mut merged = Vec::new();
    walk(part, |event| match event {
        Event::Merged(area) => {
            merged.extend(last_row(area));
            Ok(Flow::More)
        }
        Event::Cell(cell, line) => {
            put(cell, context, line);
            Ok(Flow::More)
        }
        Event::Row(number, line) => Ok(if line.is_empty() { Flow::More } else { take(number, line) }),
    })?;
    Ok(Ending { merged, said: Vec::new() })
}

/// Whether a sheet has formulas at all, which is quickly seen.
pub fn has_formulas(mut part: impl Read) -> Result<bool, Damage> {
    let mut block = vec![0; 256 << 10];
    let mut kept = 0;
    loop {
        let read = part.read(&mut block[kept..])?;
        let filled = kept + read;
        if [&b"<f>"[..], b"<f ", b"<f/"].into_iter().any(|tag| memmem::find(&block[..filled], tag).is_some()) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        kept = filled.min(2);
        block.copy_within(filled - kept..filled, 0);
    }
}

/// Columns with formulas, all of which hold exactly 0.
pub fn zero_formulas(part: impl Read) -> Result<Vec<usize>, Damage> {
    let mut zeros: Vec<Option<bool>> = Vec::new();
    walk(part, |event| {
        if let Event::Cell(cell, _) = event
            && cell.formula
        {
            if zeros.len() <= cell.column {
                zeros.resize(cell.column + 1, None);
            }
            let zero = cell.value == b"0";
            zeros[cell.column] = Some(zeros[cell.column].unwrap_or(true) && zero);
        }
        Ok(Flow::More)
    })?;
    Ok((0..zeros.len()).filter(|column| zeros[*column] == Some(true)).collect())
}

enum Event<'e> {
    Cell(&'e Open, &'e mut Line),
    Row(u64, &'e Line),
    Merged(&'e [u8]),
}

/// Reads a sheet; ends early when no more is wanted.
fn walk(part: impl Read, mut take: impl FnMut(Event<'_>) -> Result<Flow, Damage>) -> Result<(), Damage> {
    let mut xml = Xml::new(part);
    let mut place = Place::default();
    let mut line = Line::default();
    let mut cell = Open::default();
    let mut inside = Inside::Nothing;
    let mut whole = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) => match tag.name {
                b"row" => {
                    place.row(&tag)?;
                    line.clear();
                }
                b"c" => {
                    cell.begin(&tag, place.cell(&tag)?);
                    if tag.empty {
                        take(Event::Cell(&cell, &mut line))?;
                    }
                }
                b"v" if !tag.empty && cell.kind != Kind::Inline => inside = Inside::Value,
                b"t" if !tag.empty && cell.kind == Kind::Inline && inside != Inside::Guide => inside = Inside::Text,
                b"rPh" if !tag.empty => inside = Inside::Guide,
                b"f" => cell.formula = true,
                b"mergeCell" => {
                    take(Event::Merged(tag.attribute("ref").unwrap_or_default()))?;
                }
                _ => {}
            },
            Token::Text(raw) if matches!(inside, Inside::Value | Inside::Text) => cell.take(raw)?,
            Token::Verbatim(raw) if matches!(inside, Inside::Value | Inside::Text) => cell.take(raw)?,
            Token::Close(b"v" | b"rPh") => inside = Inside::Nothing,
            Token::Close(b"t") if inside == Inside::Text => inside = Inside::Nothing,
            Token::Close(b"c") => {
                take(Event::Cell(&cell, &mut line))?;
            }
            Token::Close(b"row") if take(Event::Row(place.row, &line))? == Flow::Enough => return Ok(()),
            Token::Close(b"worksheet") => whole = true,
            _ => {}
        }
    }
    if whole { Ok(()) } else { Err(Damage::new("a sheet breaks off").with_hint("download or save it again")) }
}

/// Where the next cell stands.
#[derive(Debug, Default)]
struct Place {
    row: u64,
    named: bool,
    column: u64,
}

impl Place {
    fn row(&mut self, tag: &Tag<'_>) -> Result<(), Damage> {
        let named = tag.number("r");
        (self.row, self.named, self.column) = (named.unwrap_or(self.row + 1), named.is_some(), 0);
        if self.row == 0 || self.row > LAST_ROW {
            return Err(beyond(&format!("row {}", self.row)));
        }
        Ok(())
    }

    /// The column of a cell, from 0.
    fn cell(&mut self, tag: &Tag<'_>) -> Result<usize, Damage> {
        if let Some(reference) = tag.attribute("r") {
            let text = || String::from_utf8_lossy(&reference[..reference.len().min(20)]).into_owned();
            let (column, row) = coordinates(reference).ok_or_else(|| beyond(&format!("cell `{}`", text())))?;
            if !self.named && self.column == 0 {
                self.row = row;
            }
            if row != self.row {
                return Err(Damage::new(format!("cell `{}` stands in row {}", text(), self.row)));
            }
            self.column = column;
        } else {
            self.column += 1;
        }
        if self.column > LAST_COLUMN {
            return Err(beyond(&format!("column {}", self.column)));
        }
        Ok(self.column as usize - 1)
    }
}

fn beyond(what: &str) -> Damage {
    Damage::new(format!("{what} is beyond the last cell of a sheet, XFD1048576"))
        .with_hint("the file is damaged or was written by a faulty program; save it again in Excel")
}

/// Column and row of a reference such as `AB12`, from 1, within the limits of a sheet.
fn coordinates(reference: &[u8]) -> Option<(u64, u64)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let column = letters.iter().fold(0, |sum, letter| sum * 26 + u64::from(letter.to_ascii_uppercase() - b'A' + 1));
    let row: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    ((1..=LAST_COLUMN).contains(&column) && (1..=LAST_ROW).contains(&row)).then_some((column, row))
}

/// The last row of an area such as `A1:B2`.
fn last_row(area: &[u8]) -> Option<u64> {
    let last = area.rsplit(|byte| *byte == b':').next()?;
    coordinates(last).map(|(_, row)| row)
}

impl Open {
    fn begin(&mut self, tag: &Tag<'_>, column: usize) {
        self.column = column;
        self.style = tag.number("s").unwrap_or_default() as usize;
        self.kind = match tag.attribute("t") {
            Some(b"s") => Kind::Shared,
            Some(b"str" | b"d") => Kind::Text,
            Some(b"inlineStr" | b"is") => Kind::Inline,
            Some(b"b") => Kind::Boolean,
            Some(b"e") => Kind::Error,
            _ => Kind::Number,
        };
        self.formula = false;
        self.value.clear();
    }

    /// Longer values than a cell can have are cut off where they are known to be refused.
    fn take(&mut self, raw: &[u8]) -> Result<(), Damage> {
        const ENOUGH: usize = 1 << 20;
        if self.value.len() < ENOUGH {
            self.value.extend_from_slice(raw);
        }
        Ok(())
    }
}

fn put(open: &Open, context: &Context<'_>, line: &mut Line) {
    let value = open.value.trim_ascii();
    let uncalculated = match open.kind {
        Kind::Number => open.formula && (value.is_empty() || context.zeros.contains(&open.column)),
        _ => false,
    };
    if uncalculated {
        return line.put(open.column, Cell::Uncalculated);
    }
    match open.kind {
        Kind::Text | Kind::Inline => line.put_text(open.column, |text| {
            let start = text.len();
            unescape(&open.value, text);
            unescape_text(text, start);
        }),
        _ if value.is_empty() => {}
        Kind::Shared => match number(value).and_then(|index| context.strings.get(index as usize)) {
            Some(shared) => line.put_text(open.column, |text| text.push_str(shared)),
            None => line.put(open.column, Cell::Fault("a text that the workbook has not")),
        },
        Kind::Boolean => line.put(open.column, boolean(value)),
        Kind::Error => line.put(open.column, Cell::Fault(error(value))),
        Kind::Number => match number(value) {
            Some(number) => {
                let shown = context.styles.get(open.style).copied().unwrap_or_default();
                line.put(open.column, shown.cell(number, context.epoch));
            }
            None => line.put_text(open.column, |text| unescape(value, text)),
        },
    }
}

fn number(value: &[u8]) -> Option<f64> {
    std::str::from_utf8(value).ok()?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn boolean(value: &[u8]) -> Cell<'static> {
    match value {
        b"1" | b"true" | b"TRUE" => Cell::Boolean(true),
        b"0" | b"false" | b"FALSE" => Cell::Boolean(false),
        _ => Cell::Fault("a truth value that is neither true nor false"),
    }
}

/// An error by its name.
pub fn error(name: &[u8]) -> &'static str {
    const KNOWN: [&str; 14] = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
    ];
    KNOWN.into_iter().find(|known| memmem::find(name, known.as_bytes()) == Some(0)).unwrap_or("an Excel error")
}
