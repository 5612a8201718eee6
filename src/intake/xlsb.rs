//! Binary Excel workbooks (`.xlsb`): parts of records in an archive.

use super::biff::{error, short};
use super::cell::Cell;
use super::compound::{f64_at, u16_at, u32_at};
use super::grid::{Book, Damage, Ending, Flow, Line, Table, Take};
use super::number_format::{Epoch, Shown};
use super::package::Package;
use super::xlsx::{LAST_COLUMN, LAST_ROW, Strings};
use super::xml::{Token, Xml};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};

/// A record longer than this is damage.
const LONGEST: usize = 64 << 20;

/// An open workbook.
#[derive(Debug)]
pub struct Workbook {
    package: Package,
    sheets: Vec<(Table, String)>,
    shared: Shared,
}

/// What the sheets have in common.
#[derive(Debug, Default)]
struct Shared {
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
}

impl Workbook {
    /// Opens a workbook and reads what its sheets have in common.
    pub fn open(file: File) -> Result<Self, Damage> {
        let mut book = Self { package: Package::open(file)?, sheets: Vec::new(), shared: Shared::default() };
        let targets = book.targets()?;
        let epoch = &mut book.shared.epoch;
        let sheets = &mut book.sheets;
        each(book.package.part("xl/workbook.bin")?, |kind, data| {
            match kind {
                0x99 if u32_at(data, 0).unwrap_or_default() & 1 == 1 => *epoch = Epoch::From1904,
                0x9C => sheets.extend(sheet(data, &targets)),
                _ => {}
            }
            Flow::More
        })?;
        book.styles()?;
        let strings = &mut book.shared.strings;
        each(book.package.part("xl/sharedStrings.bin")?, |kind, data| {
            if kind == 0x13 {
                strings.push(&text(data, 1).map(|(text, _)| text).unwrap_or_default());
            }
            Flow::More
        })?;
        Ok(book)
    }

    /// Paths of sheets by the id of their relationship.
    fn targets(&mut self) -> Result<BTreeMap<String, String>, Damage> {
        let mut found = BTreeMap::new();
        let Some(part) = self.package.part("xl/_rels/workbook.bin.rels")? else { return Ok(found) };
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            let worksheet = tag.text("Type").is_some_and(|kind| kind.ends_with("/worksheet"));
            if let Some((id, target)) = tag.text("Id").zip(tag.text("Target")).filter(|_| worksheet) {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                found.insert(id, path);
            }
        }
        Ok(found)
    }

    fn styles(&mut self) -> Result<(), Damage> {
        let mut codes: BTreeMap<u16, Shown> = BTreeMap::new();
        let styles = &mut self.shared.styles;
        let mut of_cells = false;
        each(self.package.part("xl/styles.bin")?, |kind, data| {
            match kind {
                0x2C => {
                    if let Some((id, (code, _))) = u16_at(data, 0).zip(text(data, 2)) {
                        codes.insert(id, Shown::of(&code));
                    }
                }
                0x269 => of_cells = true,
                0x26A => of_cells = false,
                0x2F if of_cells => {
                    let id = u16_at(data, 2).unwrap_or_default();
                    styles.push(codes.get(&id).copied().unwrap_or_else(|| Shown::built_in(id.into())));
                }
                _ => {}
            }
            Flow::More
        })
    }
}

impl Shared {
    fn cell(&self, kind: u32, data: &[u8], line: &mut Line) {
        let Some(column) = u32_at(data, 0).filter(|column| u64::from(*column) < LAST_COLUMN) else { return };
        let column = column as usize;
        let style = u32_at(data, 4).unwrap_or_default() & 0x00FF_FFFF;
        let shown = self.styles.get(style as usize).copied().unwrap_or_default();
        let number = |line: &mut Line, value: Option<f64>| {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                line.put(column, shown.cell(value, self.epoch));
            }
        };
        match kind {
            0x02 => number(line, u32_at(data, 8).map(short)),
            0x05 | 0x09 => number(line, f64_at(data, 8)),
            0x03 | 0x0B => line.put(column, Cell::Fault(error(data.get(8).copied().unwrap_or_default()))),
            0x04 | 0x0A => line.put(column, Cell::Boolean(data.get(8).is_some_and(|value| *value != 0))),
            0x06 | 0x08 | 0x3E => {
                let at = if kind == 0x3E { 9 } else { 8 };
                if let Some((found, _)) = text(data, at) {
                    line.put_text(column, |into| into.push_str(&found));
                }
            }
            0x07 => match u32_at(data, 8).and_then(|index| self.strings.get(index as usize)) {
                Some(shared) => line.put_text(column, |into| into.push_str(shared)),
                None => line.put(column, Cell::Fault("a text that the workbook has not")),
            },
            _ => {}
        }
    }
}

/// A sheet by its record.
fn sheet(data: &[u8], targets: &BTreeMap<String, String>) -> Option<(Table, String)> {
    let (id, after) = text(data, 8)?;
    let (name, _) = text(data, after)?;
    Some((Table { name, shown: u32_at(data, 0)? == 0 }, targets.get(&id)?.clone()))
}

impl Book for Workbook {
    fn tables(&self) -> Vec<Table> {
        self.sheets.iter().map(|(table, _)| table.clone()).collect()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let shared = &self.shared;
        let (mut row, mut line, mut merged) = (None, Line::default(), Vec::new());
        let mut refused = None;
        each(self.package.part(&self.sheets[table].1)?, |kind, data| {
            match kind {
                0x00 | 0x92 => {
                    let flow = match row.take() {
                        Some(row) if !line.is_empty() => take(row, &line),
                        _ => Flow::More,
                    };
                    line.clear();
                    row = u32_at(data, 0).map(|row| u64::from(row) + 1).filter(|_| kind == 0x00);
                    if row.is_some_and(|row| row > LAST_ROW) {
                        refused = Some(Damage::new("a row is beyond the last of a sheet, 1048576"));
                        return Flow::Enough;
                    }
                    return flow;
                }
                0xB0 => merged.extend(u32_at(data, 4).map(|last| u64::from(last) + 1)),
                _ if row.is_some() => shared.cell(kind, data, &mut line),
                _ => {}
            }
            Flow::More
        })?;
        refused.map_or(Ok(Ending { merged, said: Vec::new() }), Err)
    }
}

/// Hands over the records of a part, if there is one, until enough are taken.
fn each(part: Option<impl Read>, mut take: impl FnMut(u32, &[u8]) -> Flow) -> Result<(), Damage> {
    let Some(part) = part else { return Ok(()) };
    let mut part = BufReader::with_capacity(64 << 10, part);
    let mut data = Vec::new();
    loop {
        let Some(kind) = variable(&mut part, 2)? else { return Ok(()) };
        let length = variable(&mut part, 4)?.unwrap_or_default() as usize;
        if length > LONGEST {
            return Err(Damage::new("one of its records takes more than 64 MiB"));
        }
        data.clear();
        if part.by_ref().take(length as u64).read_to_end(&mut data)? < length {
            return Err(Damage::new("a sheet breaks off").with_hint("download or save it again"));
        }
        if take(kind, &data) == Flow::Enough {
            return Ok(());
        }
    }
}

/// A number of up to so many bytes, seven bits of each, the lowest first; a kind keeps its marks.
fn variable(part: &mut impl Read, most: u32) -> Result<Option<u32>, Damage> {
    let mut value = 0;
    for place in 0..most {
        let mut byte = [0];
        if part.read(&mut byte)? == 0 {
            return Ok((place > 0).then_some(value));
        }
        value |= u32::from(byte[0] & 0x7F) << (7 * place);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(Some(value))
}

/// A text with a length of four bytes, and the offset after it.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(data, at)?;
    if length == u32::MAX {
        return Some((String::new(), at + 4));
    }
    let end = at + 4 + (length as usize).checked_mul(2)?;
    let units = data.get(at + 4..end)?.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two));
    Some((String::from_utf16_lossy(&units.collect::<Vec<_>>()), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_by_numbers_of_variable_length() {
        let bytes: &[u8] = &[0x93, 0x01, 0x02, 7, 8, 0x00, 0x00];
        let mut found = Vec::new();
        each(Some(bytes), |kind, data| {
            found.push((kind, data.to_vec()));
            Flow::More
        })
        .unwrap();
        assert_eq!(found, [(0x93, vec![7, 8]), (0, vec![])]);
        assert!(each(Some(&[0x05, 0x09, 1][..]), |_, _| Flow::More).is_err());
    }
}
