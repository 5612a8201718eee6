//! The number formats of a workbook's cells.

use crate::intake::grid::Damage;
use crate::intake::number_format::Shown;
use crate::intake::xml::{Token, Xml};
use std::collections::BTreeMap;
use std::io::Read;

/// What each cell style shows, by its number.
pub fn read(part: impl Read) -> Result<Vec<Shown>, Damage> {
    let mut xml = Xml::new(part);
    let mut codes: BTreeMap<u64, Shown> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut of_cells = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) => match tag.name {
                b"numFmt" => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.text("formatCode")) {
                        codes.insert(id, Shown::of(&code));
                    }
                }
                b"cellXfs" => of_cells = !tag.empty,
                b"xf" if of_cells => {
                    let id = tag.number("numFmtId").unwrap_or_default();
                    let built_in = || Shown::built_in(id.try_into().unwrap_or_default());
                    styles.push(codes.get(&id).copied().unwrap_or_else(built_in));
                }
                _ => {}
            },
            Token::Close(b"cellXfs") => of_cells = false,
            _ => {}
        }
    }
    Ok(styles)
}
