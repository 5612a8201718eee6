//! The rows of one sheet of an old workbook.

use super::Globals;
use super::records::{Record, Records};
use crate::intake::cell::Cell;
use crate::intake::compound::{f64_at, u16_at, u32_at};
use crate::intake::grid::{Damage, Ending, Flow, Line, Take};
use std::collections::BTreeMap;

/// Hands over the rows of a sheet that have anything in them.
pub fn rows(records: Records<'_>, globals: &Globals, take: &mut Take<'_>) -> Result<Ending, Damage> {
    let start = records.position();
    let never = never_calculated(Records::new(records.stream(), start));
    let mut sheet = Sheet { globals, never, line: Line::default(), row: None, text: None, merged: Vec::new() };
    let mut depth = 0_u32;
    for record in records {
        match record.kind {
            Record::BOF => depth += 1,
            Record::EOF if depth <= 1 => {
                sheet.end(take);
                return Ok(Ending { merged: sheet.merged, said: Vec::new() });
            }
            Record::EOF => depth -= 1,
            // Charts in a sheet have cells of their own.
            _ if depth > 1 => {}
            _ => {
                if sheet.record(&record, take) == Flow::Enough {
                    return Ok(Ending::default());
                }
            }
        }
    }
    Err(Damage::new("a sheet breaks off").with_hint("download or save it again"))
}

struct Sheet<'g> {
    globals: &'g Globals,
    never: Vec<usize>,
    line: Line,
    row: Option<u16>,
    /// Column of the formula whose text comes next.
    text: Option<usize>,
    merged: Vec<u64>,
}

impl Sheet<'_> {
    fn record(&mut self, record: &Record<'_>, take: &mut Take<'_>) -> Flow {
        let data = record.data();
        match record.kind {
            Record::MERGED => self.merged.extend(merged(data)),
            Record::STRING => {
                if let Some((column, text)) = self.text.take().zip(self.globals.texts.long(&record.parts, 0)) {
                    self.line.put_text(column, |into| into.push_str(&text));
                }
            }
            Record::LABEL_SHARED
            | Record::LABEL
            | Record::LABEL_RICH
            | Record::NUMBER
            | Record::SHORT_NUMBER
            | Record::SHORT_NUMBERS
            | Record::BOOLEAN
            | Record::FORMULA => {
                let Some((row, column)) = u16_at(data, 0).zip(u16_at(data, 2)) else { return Flow::More };
                if self.row != Some(row) && self.end(take) == Flow::Enough {
                    return Flow::Enough;
                }
                self.row = Some(row);
                self.cell(record, usize::from(column));
            }
            _ => {}
        }
        Flow::More
    }

    /// Hands the row over.
    fn end(&mut self, take: &mut Take<'_>) -> Flow {
        let flow = match self.row {
            Some(row) if !self.line.is_empty() => take(u64::from(row) + 1, &self.line),
            _ => Flow::More,
        };
        self.line.clear();
        (self.row, self.text) = (None, None);
        flow
    }

    fn cell(&mut self, record: &Record<'_>, column: usize) {
        let data = record.data();
        match record.kind {
            Record::LABEL_SHARED => match u32_at(data, 6).and_then(|index| self.globals.strings.get(index as usize)) {
                Some(shared) => self.line.put_text(column, |text| text.push_str(shared)),
                None => self.line.put(column, Cell::Fault("a text that the workbook has not")),
            },
            Record::LABEL | Record::LABEL_RICH => {
                if let Some(found) = self.globals.texts.long(&record.parts, 6) {
                    self.line.put_text(column, |text| text.push_str(&found));
                }
            }
            Record::NUMBER => self.number(column, u16_at(data, 4), f64_at(data, 6)),
            Record::SHORT_NUMBER => self.number(column, u16_at(data, 4), u32_at(data, 6).map(short)),
            Record::SHORT_NUMBERS => {
                let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().as_chunks::<6>().0;
                for (offset, pair) in pairs.iter().enumerate() {
                    self.number(column + offset, u16_at(pair, 0), u32_at(pair, 2).map(short));
                }
            }
            Record::BOOLEAN => match data.get(6..8) {
                Some([value, 0]) => self.line.put(column, Cell::Boolean(*value != 0)),
                Some([code, _]) => self.line.put(column, Cell::Fault(error(*code))),
                _ => {}
            },
            _ => self.formula(column, data),
        }
    }

    fn number(&mut self, column: usize, style: Option<u16>, value: Option<f64>) {
        if let Some((style, value)) = style.zip(value).filter(|(_, value)| value.is_finite()) {
            let shown = self.globals.styles.get(usize::from(style)).copied().unwrap_or_default();
            self.line.put(column, shown.cell(value, self.globals.epoch));
        }
    }

    fn formula(&mut self, column: usize, data: &[u8]) {
        match result(data) {
            Some(Kept::Number(value)) => self.number(column, u16_at(data, 4), Some(value)),
            Some(Kept::Text) => self.text = Some(column),
            Some(Kept::Boolean(value)) => self.line.put(column, Cell::Boolean(value)),
            Some(Kept::Error(code)) => self.line.put(column, Cell::Fault(error(code))),
            Some(Kept::Nothing) if self.never.contains(&column) => self.line.put(column, Cell::Uncalculated),
            Some(Kept::Nothing) | None => {}
        }
    }
}

/// The value that a formula keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kept {
    Number(f64),
    Text,
    Boolean(bool),
    Error(u8),
    Nothing,
}

fn result(data: &[u8]) -> Option<Kept> {
    let value = data.get(6..14)?;
    if value[6..] != [0xFF, 0xFF] {
        return f64_at(value, 0).map(Kept::Number);
    }
    Some(match value[0] {
        0 => Kept::Text,
        1 => Kept::Boolean(value[2] != 0),
        2 => Kept::Error(value[2]),
        _ => Kept::Nothing,
    })
}

/// Columns with formulas, none of which has a value.
fn never_calculated(records: Records<'_>) -> Vec<usize> {
    let mut nothing: BTreeMap<u16, bool> = BTreeMap::new();
    let mut depth = 0_u32;
    for record in records {
        match record.kind {
            Record::BOF => depth += 1,
            Record::EOF if depth <= 1 => break,
            Record::EOF => depth -= 1,
            Record::FORMULA if depth <= 1 => {
                let data = record.data();
                if let Some((column, kept)) = u16_at(data, 2).zip(result(data)) {
                    *nothing.entry(column).or_insert(true) &= kept == Kept::Nothing;
                }
            }
            _ => {}
        }
    }
    nothing.into_iter().filter(|(_, nothing)| *nothing).map(|(column, _)| usize::from(column)).collect()
}

/// A number in four bytes: thirty bits of a whole or of a floating-point number, possibly hundredths.
pub fn short(bits: u32) -> f64 {
    let value = if bits & 2 == 2 { f64::from(bits as i32 >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 == 1 { value / 100.0 } else { value }
}

/// An error by its code.
pub fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "an Excel error",
    }
}

fn merged(data: &[u8]) -> Vec<u64> {
    let areas = data.get(2..).unwrap_or_default().as_chunks::<8>().0;
    areas.iter().filter_map(|area| u16_at(area, 2)).map(|last| u64::from(last) + 1).collect()
}
