//! Files that hold tables of cells, opened by what they are.

use super::content::Content;
use super::grid::{Book, Damage};
use super::{biff, html, ods, spreadsheetml, xlsb, xlsx};
use std::fs::File;

/// Opens a workbook of any kind; `None` for what is no workbook or must be decoded first.
pub fn open(content: Content, file: File) -> Option<Result<Box<dyn Book>, Damage>> {
    fn boxed<B: Book + 'static>(book: Result<B, Damage>) -> Result<Box<dyn Book>, Damage> {
        book.map(|book| Box::new(book) as Box<dyn Book>)
    }
    Some(match content {
        Content::Xlsx => boxed(xlsx::Workbook::open(file)),
        Content::Xlsb => boxed(xlsb::Workbook::open(file)),
        Content::Ods => boxed(ods::Workbook::open(file)),
        Content::Xls => boxed(biff::Workbook::open(file)),
        _ => return None,
    })
}

/// The same of what is text; `None` for what is no text of tables.
pub fn of_text(content: Content, text: String) -> Option<Result<Box<dyn Book>, Damage>> {
    match content {
        Content::Html => Some(Ok(Box::new(html::Page::new(text)))),
        Content::SpreadsheetXml => Some(spreadsheetml::Workbook::new(text).map(|book| Box::new(book) as Box<dyn Book>)),
        _ => None,
    }
}
