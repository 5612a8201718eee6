//! Excel 97–2003 workbooks (`.xls`): records in a stream, read from beginning to end.
//!
//! Reads Excel 5 to 2003. Formulas are not calculated; a column of formulas none of which has a value
//! is known as such.

mod cells;
mod records;
mod texts;

pub use cells::{error, short};

use super::compound::{Compound, u16_at, u32_at};
use super::grid::{Book, Damage, Ending, Table, Take};
use super::number_format::{Epoch, Shown};
use super::xlsx::Strings;
use records::{Record, Records};
use std::collections::BTreeMap;
use std::io::Read;
use texts::Texts;

/// An old workbook beyond this is refused: Excel itself could not write it.
const LARGEST: u64 = 2 << 30;

/// An open workbook.
#[derive(Debug)]
pub struct Workbook {
    stream: Vec<u8>,
    sheets: Vec<Sheet>,
    globals: Globals,
}

#[derive(Clone, Debug)]
struct Sheet {
    table: Table,
    position: usize,
}

/// What the sheets have in common.
#[derive(Debug, Default)]
struct Globals {
    texts: Texts,
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
}

impl Workbook {
    /// Reads a workbook into memory.
    pub fn open(mut file: impl Read) -> Result<Self, Damage> {
        let mut bytes = Vec::new();
        file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            return Err(Damage::new("it takes more than 2 GiB"));
        }
        let stream = if Compound::is(&bytes) { workbook_stream(&bytes)? } else { bytes };
        let mut book = Self { stream, sheets: Vec::new(), globals: Globals::default() };
        book.read_globals()?;
        Ok(book)
    }

    fn read_globals(&mut self) -> Result<(), Damage> {
        let mut codes: BTreeMap<u16, Shown> = BTreeMap::new();
        let mut formats = Vec::new();
        let mut sheets = Vec::new();
        let globals = &mut self.globals;
        for record in Records::new(&self.stream, 0) {
            let data = record.data();
            match record.kind {
                Record::BOF => globals.texts.version(u16_at(data, 0).unwrap_or_default()),
                Record::FILE_PASS => {
                    return Err(Damage::new("it is protected by a password").with_hint("save it without one"));
                }
                Record::CODE_PAGE => globals.texts.code_page(u16_at(data, 0).unwrap_or_default()),
                Record::DATE_MODE if u16_at(data, 0) == Some(1) => globals.epoch = Epoch::From1904,
                Record::FORMAT => {
                    if let (Some(id), Some(code)) = (u16_at(data, 0), globals.texts.format_code(data)) {
                        codes.insert(id, Shown::of(&code));
                    }
                }
                Record::XF => formats.push(u16_at(data, 2).unwrap_or_default()),
                Record::SHEET => sheets.extend(sheet(data, &globals.texts)),
                Record::SHARED => globals.strings = texts::shared(&record)?,
                Record::EOF => break,
                _ => {}
            }
        }
        let shown = |id: &u16| codes.get(id).copied().unwrap_or_else(|| Shown::built_in((*id).into()));
        globals.styles = formats.iter().map(shown).collect();
        if sheets.is_empty() {
            // Excel 4 and older, and some small writers, have one sheet and nothing around it.
            sheets.push(Sheet { table: Table { name: String::new(), shown: true }, position: 0 });
        }
        self.sheets = sheets;
        Ok(())
    }
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let compound = Compound::open(bytes)?;
    if compound.has("EncryptedPackage") {
        return Err(Damage::new("it is protected by a password").with_hint("save it without one"));
    }
    let stream = compound.stream("Workbook").or_else(|| compound.stream("Book"));
    stream.ok_or_else(|| {
        let what = if compound.has("WordDocument") { "a Word document" } else { "an office file without a workbook" };
        Damage::new(format!("it is {what}")).with_hint("export the table as CSV or as an Excel workbook")
    })
}

/// A sheet of cells; those of charts and macros are left out.
fn sheet(data: &[u8], texts: &Texts) -> Option<Sheet> {
    let position = u32_at(data, 0)? as usize;
    let (hidden, kind) = (data.get(4)? & 3, data.get(5)?);
    let name = texts.short(data, 6)?;
    (*kind == 0).then_some(Sheet { table: Table { name, shown: hidden == 0 }, position })
}

impl Book for Workbook {
    fn tables(&self) -> Vec<Table> {
        self.sheets.iter().map(|sheet| sheet.table.clone()).collect()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let records = Records::new(&self.stream, self.sheets[table].position);
        cells::rows(records, &self.globals, take)
    }
}

/// Whether bytes begin like a stream of workbook records without a container.
pub fn is_bare(head: &[u8]) -> bool {
    matches!(head, [0x09, 0x08, 0x10 | 0x08, 0x00, 0x00, 0x05 | 0x06, ..])
}
