//! Excel workbooks (`.xlsx`, `.xlsm`), cell by cell, as they are unpacked.
//!
//! A cell's number format gives its number a meaning; formulas without a stored value are known as
//! such. Nothing is calculated, and no style beyond the number format is looked at.

mod sheet;
mod strings;
mod styles;

use super::grid::{Book, Damage, Ending, Table, Take};
use super::number_format::{Epoch, Shown};
use super::package::Package;
use super::xml::{Token, Xml};
pub use sheet::{LAST_COLUMN, LAST_ROW, error};
use std::collections::BTreeMap;
use std::fs::File;
pub use strings::Strings;

/// An open workbook.
#[derive(Debug)]
pub struct Workbook {
    package: Package,
    sheets: Vec<Sheet>,
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
    /// Whether it asks to be calculated when it is opened: its writer did not calculate.
    uncalculated: bool,
}

#[derive(Clone, Debug)]
struct Sheet {
    table: Table,
    path: String,
}

/// Targets of relationships with their kinds, by id.
type Relations = BTreeMap<String, (String, String)>;

impl Workbook {
    /// Opens a workbook and reads what its sheets have in common.
    pub fn open(file: File) -> Result<Self, Damage> {
        let mut package = Package::open(file)?;
        let top = relations(&mut package, "_rels/.rels", "")?;
        let document = top.into_values().find(|(_, kind)| kind.ends_with("/officeDocument"));
        let path = document.map_or_else(|| "xl/workbook.xml".to_owned(), |(path, _)| path);
        let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let related = relations(&mut package, &format!("{folder}_rels/{name}.rels"), &folder)?;
        let mut book = Self {
            sheets: Vec::new(),
            strings: Strings::default(),
            styles: Vec::new(),
            epoch: Epoch::From1900,
            uncalculated: false,
            package,
        };
        book.workbook(&path, &related)?;
        let part = |kind: &str, usual: &str| {
            let found = related.values().find(|(_, found)| found.ends_with(kind)).map(|(path, _)| path.clone());
            found.unwrap_or_else(|| format!("{folder}{usual}"))
        };
        if let Some(part) = book.package.part(&part("/styles", "styles.xml"))? {
            book.styles = styles::read(part)?;
        }
        if let Some(part) = book.package.part(&part("/sharedStrings", "sharedStrings.xml"))? {
            book.strings = Strings::read(part)?;
        }
        Ok(book)
    }

    fn workbook(&mut self, path: &str, related: &Relations) -> Result<(), Damage> {
        let part = self.package.part(path)?.ok_or_else(|| Damage::new("it has no workbook inside"))?;
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            match tag.name {
                b"workbookPr" if tag.says("date1904") => self.epoch = Epoch::From1904,
                b"calcPr" => self.uncalculated |= tag.says("fullCalcOnLoad"),
                b"sheet" => {
                    let name = tag.text("name").unwrap_or_default();
                    let related = tag.text("id").and_then(|id| related.get(&id));
                    let shown = !matches!(tag.attribute("state"), Some(b"hidden" | b"veryHidden"));
                    // Sheets of charts and dialogs have no cells.
                    if let Some((path, _)) = related.filter(|(_, kind)| kind.ends_with("/worksheet")) {
                        self.sheets.push(Sheet { table: Table { name, shown }, path: path.clone() });
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Book for Workbook {
    fn tables(&self) -> Vec<Table> {
        self.sheets.iter().map(|sheet| sheet.table.clone()).collect()
    }

    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage> {
        let path = self.sheets[table].path.clone();
        let mut context =
            sheet::Context { strings: &self.strings, styles: &self.styles, epoch: self.epoch, zeros: Vec::new() };
        let missing = || Damage::new(format!("its sheet `{}` is missing", self.sheets[table].table.name));
        if self.uncalculated && sheet::has_formulas(self.package.part(&path)?.ok_or_else(missing)?)? {
            let part = self.package.part(&path)?.ok_or_else(missing)?;
            context.zeros = sheet::zero_formulas(part)?;
        }
        let part = self.package.part(&path)?.ok_or_else(missing)?;
        sheet::rows(part, &context, take)
    }
}

/// The relationships of a part; none when it has none.
fn relations(package: &mut Package, path: &str, folder: &str) -> Result<Relations, Damage> {
    let mut found = Relations::new();
    let Some(part) = package.part(path)? else { return Ok(found) };
    let mut xml = Xml::new(part);
    while let Some(token) = xml.next()? {
        let Token::Open(tag) = token else { continue };
        if let (Some(id), Some(kind), Some(target)) = (tag.text("Id"), tag.text("Type"), tag.text("Target")) {
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{}", target.trim_start_matches("./")),
            };
            found.insert(id, (target, kind));
        }
    }
    Ok(found)
}
