//! The first rows of every table of a workbook, web page or the like as text.

use super::{Sample, Unknown};
use crate::intake::content::Content;
use crate::intake::grid::{Book, Damage, Flow};
use crate::intake::stager::Row;
use crate::intake::{books, html};
use crate::source::{self, Found};

/// The tables of a file that holds such, those that a person sees; `None` when it is no file of tables.
pub fn samples(found: &Found, bytes: &[u8], most: usize) -> Option<Result<Vec<Sample>, Unknown>> {
    let open = || source::open(&found.path).map(|(file, _)| file);
    let content = Content::of(bytes, || open().ok());
    let book = match content {
        Content::Delimited | Content::Json | Content::Unknown => return None,
        Content::Sqlite => return Some(Err("an SQLite database: name it in `files` with a `query`".to_owned())),
        Content::Html | Content::SpreadsheetXml => books::of_text(content, text(bytes)),
        _ => open().ok().and_then(|file| books::open(content, file)),
    };
    let Some(book) = book else { return Some(Err(content.named().to_owned())) };
    Some(book.and_then(|mut book| tables(book.as_mut(), content, most)).map_err(|damage| damage.reason))
}

fn text(bytes: &[u8]) -> String {
    match html::declared(bytes) {
        Some(declared) => declared.rules().decode_with_bom_removal(bytes).0.into_owned(),
        None => super::decoded(bytes).0,
    }
}

fn tables(book: &mut dyn Book, content: Content, most: usize) -> Result<Vec<Sample>, Damage> {
    let all = book.tables();
    let shown = all.iter().any(|table| table.shown);
    let mut samples = Vec::new();
    for (index, table) in all.iter().enumerate().filter(|(_, table)| !shown || table.shown) {
        let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
        book.rows(index, &mut |number, line| {
            rows.push((number, (0..line.len()).map(|column| line.cell(column).to_text()).collect()));
            if rows.len() < most { Flow::More } else { Flow::Enough }
        })?;
        let whole = rows.len() < most;
        if !rows.is_empty() {
            let sheet = (!table.name.is_empty()).then(|| table.name.clone());
            samples.push(Sample { sheet, form: form(content).to_owned(), rows, whole, ..Sample::default() });
        }
    }
    Ok(samples)
}

fn form(content: Content) -> &'static str {
    match content {
        Content::Html => "web page",
        _ => "workbook",
    }
}
