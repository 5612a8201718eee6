//! Where the header and the records of a table stand in a file, for every format that has rows.
//!
//! The header is found by the names that the mapping wants, below titles, filters and blank lines;
//! it may take several rows. Rows that are no records (repeated headers, totals, footers) are told by
//! what stands in them. Everything that was recognised is said; nothing is dropped without a reason.

mod aside;
mod further;
mod header;
mod names;
mod nested;
#[cfg(test)]
pub(super) mod tests;
mod totals;
mod zone;

pub use aside::{Look, below_the_table, said};
use names::same;
pub use names::shown;
pub use totals::{Summed, Totals};
pub use zone::named_zone;

use super::cell::trim;
use super::heading::{self, NamedZone};
use crate::config::{Header, Source};
use crate::diagnostic::Diagnostic;
use header::{Fit, Titles};
use std::ops::Range;

/// Rows with anything in them that are looked at to find the header.
const HEAD: usize = 200;

/// Marks of lines that are remarks.
const COMMENTS: [char; 4] = ['#', '%', '*', ';'];

/// One row of the head of a file: its line and its cells as text.
pub type HeadRow = (u64, Vec<String>);

/// A column that the mapping cannot do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The canonical or extra column, for messages; empty for a name that only helps to find the header.
    pub column: String,
    /// Names that it may have, of which one is enough.
    pub names: Vec<String>,
}

/// How a file is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Names of the columns for the mapping: where a wanted name stood in another spelling or in one
    /// of several header rows only, as the mapping wants it.
    pub names: Vec<String>,
    /// Names of the columns in full, as the file has them.
    pub titles: Vec<String>,
    /// Line of the first header row; 0 when there is none.
    pub at: u64,
    /// Line of the first row that may be a record.
    pub first: u64,
    /// Zone of times without an offset that the file names in its head.
    pub zone: Option<String>,
    /// A zone that the head of the file names by a word that several zones share, and its line.
    pub shared_zone: Option<(u64, String)>,
    /// Units of the columns that stand in a row of their own below the header.
    pub units: Vec<String>,
    /// What a line above the header says that all amounts are in, and which line.
    pub amounts: Option<(u64, String)>,
    /// What was recognised, in words.
    pub said: Vec<String>,
    /// The first header row as it stands, by which repetitions are known.
    header: Vec<String>,
    /// The mark that lines above the header begin with.
    comment: Option<char>,
    /// Column of an online survey that says which answers are previews.
    preview: Option<usize>,
}

/// Names of the columns under a header of these rows.
pub fn titles(header: &[HeadRow]) -> Vec<String> {
    Titles::of(header).full
}

/// How many rows of a file with anything in them [`find`] wants to see.
pub fn head_rows(source: &Source) -> usize {
    let skipped = source.skip_rows as usize;
    match source.header {
        Header::Rows { first, rows } => HEAD.max((first + rows) as usize) + skipped,
        _ => HEAD + skipped,
    }
}

/// Finds the header and the first record in the first rows of a file ([`head_rows`]; rows without
/// anything in them left out). Where the header cannot be found by names, the first row is taken, and
/// binding the mapping to it says what is missing.
pub fn find(head: &[HeadRow], source: &Source, wanted: &[Wanted]) -> Result<Layout, Diagnostic> {
    let header = match &source.header {
        Header::Named(names) => return named(head, source, names),
        Header::Rows { first, rows } => {
            let start = row_at(head, source, *first)?;
            start..(start + *rows as usize).min(head.len())
        }
        Header::Found => header::choose(head, wanted),
    };
    let titles = Titles::of(&head[header.clone()]);
    let mut layout = Layout {
        names: titles.full.clone(),
        at: head.get(header.start).map_or(0, |(line, _)| *line),
        header: head
            .get(header.start)
            .map(|(_, cells)| cells.iter().map(|cell| trim(cell).to_owned()).collect())
            .unwrap_or_default(),
        ..Layout::default()
    };
    layout.say_where(head, &header);
    layout.rename(&titles, source, wanted)?;
    layout.titles = titles.full;
    layout.above(&head[..header.start]);
    let below = head.get(header.end..).unwrap_or_default();
    let further = layout.further(&head[header], below);
    layout.begin(&below[further..], source)?;
    Ok(layout)
}

/// A file whose names the mapping gives; a first row that has nothing but such names is passed over.
fn named(head: &[HeadRow], source: &Source, names: &[String]) -> Result<Layout, Diagnostic> {
    let cells = |row: &HeadRow| {
        row.1.iter().filter(|cell| !cell.is_empty()).all(|cell| names.iter().any(|name| same(name, cell)))
    };
    let above = usize::from(head.first().is_some_and(cells));
    let said = match head.first() {
        Some((line, _)) if above == 1 => format!("the names are those of the mapping instead of row {line}"),
        _ => "the file has no header: the names are those of the mapping".to_owned(),
    };
    let (names, header) = (names.to_vec(), names.to_vec());
    let mut layout = Layout { titles: names.clone(), names, header, said: vec![said], ..Layout::default() };
    layout.begin(&head[above..], source)?;
    Ok(layout)
}

fn row_at(head: &[HeadRow], source: &Source, line: u64) -> Result<usize, Diagnostic> {
    head.iter().position(|(at, _)| *at == line).ok_or_else(|| {
        let message = format!("`header_row` is {line}, and nothing stands in that row");
        let rows: Vec<String> = head.iter().take(5).map(|(at, _)| at.to_string()).collect();
        let hint = format!("the first rows with anything in them are {}", rows.join(", "));
        Diagnostic::error("header-row", source.place.clone(), message).with_hint(hint)
    })
}

impl Layout {
    /// Whether the format has rows among which others than records may stand.
    pub fn has_rows(&self) -> bool {
        !self.header.is_empty()
    }

    fn say_where(&mut self, head: &[HeadRow], header: &Range<usize>) {
        let Some((first, _)) = head.get(header.start) else { return };
        let above = if header.start > 0 { ", what stands above it is no record" } else { "" };
        match header.len() {
            0 => {}
            1 if header.start == 0 => {}
            1 => self.said.push(format!("the header is row {first}{above}")),
            rows => self.said.push(format!("the header takes {rows} rows from row {first} on{above}")),
        }
    }

    /// Gives columns that the mapping wants under another spelling the name that it wants.
    fn rename(&mut self, titles: &Titles, source: &Source, wanted: &[Wanted]) -> Result<(), Diagnostic> {
        for wish in wanted.iter().filter(|wish| !wish.column.is_empty()) {
            let fits: Vec<(&String, Fit)> = wish.names.iter().map(|name| (name, titles.fit(name))).collect();
            if fits.iter().any(|(_, fit)| *fit == Fit::Exact) {
                continue;
            }
            for (name, fit) in fits {
                match fit {
                    Fit::Part(column) | Fit::Loose(column) => self.rename_one(column, name),
                    Fit::Several(columns) => return Err(several(source, wish, name, &columns, titles)),
                    Fit::Exact | Fit::Nothing => {}
                }
            }
        }
        Ok(())
    }

    fn rename_one(&mut self, column: usize, name: &str) {
        if self.names[column] == name {
            return;
        }
        let stands = shown(&self.names[column]);
        self.said.push(format!("`{name}` is column {}, `{stands}`", column + 1));
        name.clone_into(&mut self.names[column]);
    }

    /// Zone and comment mark of the rows above the header.
    fn above(&mut self, rows: &[HeadRow]) {
        for (line, cells) in rows {
            if let Some(zone) = cells.iter().find_map(|cell| named_zone(cell)).filter(|_| self.zone.is_none()) {
                self.in_zone(&zone, *line);
            }
            match heading::zone_after_label(cells).filter(|_| self.zone.is_none()) {
                Some(NamedZone::Known(zone, _)) => self.in_zone(zone.name(), *line),
                Some(NamedZone::Shared(word)) => self.shared_zone = Some((*line, word)),
                None => {}
            }
            let amounts = cells.iter().find(|cell| heading::of_amounts(cell).is_some());
            if let Some(cell) = amounts {
                self.amounts = Some((*line, trim(cell).to_owned()));
            }
        }
        let mark = |(_, cells): &HeadRow| cells.iter().find_map(|cell| trim(cell).chars().next());
        let mark = rows.first().and_then(mark);
        self.comment = mark.filter(|mark| COMMENTS.contains(mark));
    }

    fn in_zone(&mut self, zone: &str, line: u64) {
        self.said.push(format!("times without an offset are in {zone}, as row {line} says"));
        self.zone = Some(zone.to_owned());
    }

    /// Where the records begin.
    fn begin(&mut self, below: &[HeadRow], source: &Source) -> Result<(), Diagnostic> {
        let skipped = source.skip_rows as usize;
        if skipped > below.len() {
            let message = format!("`skip_rows` is {skipped}, and below the header are {} rows", below.len());
            return Err(Diagnostic::error("skip-rows", source.place.clone(), message));
        }
        if skipped > 0 {
            self.said.push(format!("{skipped} rows below the header are left out, as `skip_rows` says"));
        }
        let after = below.last().map_or(self.at, |(line, _)| *line) + 1;
        self.first = below.get(skipped).map_or(after, |(line, _)| *line);
        Ok(())
    }
}

fn several(source: &Source, wish: &Wanted, name: &str, columns: &[usize], titles: &Titles) -> Diagnostic {
    let place = source.places.get(&wish.column).unwrap_or(&source.place).clone();
    let listed: Vec<String> = columns.iter().map(|column| format!("`{}`", shown(&titles.full[*column]))).collect();
    let message = format!("`{name}` could be any of {}", listed.join(", "));
    let hint = "write one of these names in full, or the number of the column as `position`";
    Diagnostic::error("ambiguous-column", place, message).with_hint(hint)
}
