//! One table of a file with its header found and its columns apart.

use super::column::{Column, number};
use super::names::{Text, names};
use super::recognise::{Hit, recognise};
use crate::config::Profile;
use crate::domain::words::{self, Vocabulary};
use crate::intake::{Sample, is_instant};
use std::cell::OnceCell;
use std::ops::Range;

/// Rows among which the header is looked for.
const HEAD: usize = 40;

/// A table of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Look<'p> {
    /// Path relative to the folder.
    pub file: String,
    /// What was read of it.
    pub sample: Sample,
    /// The profile that knows it.
    pub profile: Option<&'p Profile>,
    /// Rows of the header, from 0; empty when there is none.
    pub header: Range<usize>,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl<'p> Look<'p> {
    /// Finds header and system of a table.
    pub fn of(file: &str, sample: Sample, profiles: &'p [Profile]) -> Self {
        let hit = recognise(file, &sample, profiles);
        let header = match &hit {
            Some(hit) => header_of(hit, &sample),
            None if sample.names.is_some() => 0..0,
            None => found(&sample),
        };
        let width = sample.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let names = match (&hit, &sample.names) {
            (Some(Hit { names: Some(names), .. }), _) => names.iter().take(width).cloned().collect(),
            (_, Some(names)) => names.clone(),
            _ => sample.titles(header.clone()),
        };
        let profile = hit.map(|hit| hit.profile);
        let further = further(&sample, header.end);
        let columns = columns(&sample, header.end..further, &names);
        Self { file: file.to_owned(), sample, profile, header, columns }
    }

    /// A column by its name, exactly, else as a person reads it.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let exact = self.columns.iter().find(|column| column.name == name.trim());
        exact.or_else(|| {
            self.columns.iter().find(|column| words::fold(&column.name) == words::fold(name) && !name.is_empty())
        })
    }

    /// File and sheet.
    pub fn title(&self) -> String {
        match &self.sample.sheet {
            Some(sheet) => format!("{} (sheet {sheet})", self.file),
            None => self.file.clone(),
        }
    }

    /// A cell above the header, by its line and column from 0.
    pub fn cell_above(&self, line: u64, column: usize) -> Option<&str> {
        let (_, cells) = self.sample.rows.iter().find(|(at, _)| *at == line)?;
        cells.get(column).map(String::as_str)
    }
}

fn header_of(hit: &Hit<'_>, sample: &Sample) -> Range<usize> {
    let Some(row) = hit.row else { return 0..0 };
    let rows = hit.profile.header_rows().max(1);
    row..(row + rows).min(sample.rows.len())
}

/// The row that is most of names that are known, else the first full row of words.
fn found(sample: &Sample) -> Range<usize> {
    let width = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let widest = sample.rows.iter().take(HEAD).map(|(_, cells)| width(cells)).max().unwrap_or(0);
    let score = |cells: &[String]| {
        let figures = cells.iter().filter(|cell| number(cell).is_some() || is_instant(cell)).count();
        let known = cells.iter().filter(|cell| names().knows(cell)).count();
        let full = width(cells);
        if full * 2 < widest || full == 0 { -1.0 } else { (known * 4 + full) as f64 - 3.0 * figures as f64 }
    };
    let rows = sample.rows.iter().take(HEAD).enumerate().map(|(at, (_, cells))| (at, score(cells)));
    let best = rows.rev().max_by(|(_, one), (_, other)| one.total_cmp(other)).map_or(0, |(at, _)| at);
    let end = best + 1 + usize::from(divides(sample, best));
    best..end.min(sample.rows.len())
}

/// Whether the row below names columns of groups that a header row leaves blank.
fn divides(sample: &Sample, header: usize) -> bool {
    let (Some((_, upper)), Some((_, lower))) = (sample.rows.get(header), sample.rows.get(header + 1)) else {
        return false;
    };
    let blank = |cells: &[String], at: usize| cells.get(at).is_none_or(String::is_empty);
    let width = upper.len().max(lower.len());
    let figures = lower.iter().any(|cell| number(cell).is_some() || is_instant(cell));
    let below = (0..width).filter(|at| blank(upper, *at) && !blank(lower, *at)).count();
    let open = (0..width).any(|at| !blank(upper, at) && blank(lower, at));
    !figures && below > 0 && open
}

/// Where the rows end that a survey tool puts below its names: texts of the questions, ids of the import.
fn further(sample: &Sample, first: usize) -> usize {
    let below = sample.rows.get(first..).unwrap_or_default();
    let import = below.iter().take(3).position(|(_, cells)| cells.iter().any(|cell| cell.starts_with("{\"ImportId\"")));
    import.map_or(first, |at| first + at + 1)
}

fn columns(sample: &Sample, further: Range<usize>, names: &[String]) -> Vec<Column> {
    let texts = &sample.rows[further.clone()];
    let records: Vec<&Vec<String>> = sample.rows[further.end..].iter().map(|(_, cells)| cells).collect();
    let records: Vec<&&Vec<String>> = records.iter().filter(|cells| is_record(cells, names)).collect();
    let column = |(at, name): (usize, &String)| {
        let cells = records.iter().filter_map(|cells| cells.get(at));
        let said = texts.iter().filter_map(|(_, cells)| cells.get(at)).filter(|cell| !cell.starts_with('{'));
        let asked = std::iter::once(name).chain(said).map(|text| text.trim()).collect::<Vec<_>>().join(" / ");
        Column {
            name: name.trim().to_owned(),
            asked,
            text: Text::of(name.trim()),
            at,
            repeated: names.iter().filter(|other| other.trim() == name.trim()).count() > 1,
            cells: cells.filter(|cell| !cell.is_empty() && !words::is_missing(cell)).cloned().collect(),
            rows: records.len(),
            form: OnceCell::new(),
        }
    };
    names.iter().enumerate().map(column).collect()
}

/// Whether a row may be a record: no repeated header, no second header of a survey, no total, no footer.
fn is_record(cells: &[String], names: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let repeated =
        cells.iter().zip(names).filter(|(cell, name)| !cell.is_empty() && cell.trim() == name.trim()).count();
    let import = filled.first().is_some_and(|cell| cell.starts_with("{\"ImportId\""));
    let total = filled.first().is_some_and(|cell| words::canonical(Vocabulary::Total, cell).is_some());
    let footer = names.len() > 4 && filled.len() * 4 < names.len() && filled.len() <= 2;
    let types = filled.iter().all(|cell| {
        let word = cell.split('(').next().unwrap_or_default();
        ["INTEGER", "VARCHAR", "UNIQUEIDENTIFIER", "BIGINT", "SMALLINT", "CHAR"].contains(&word)
    });
    repeated * 3 < filled.len().max(1) * 2 && !import && !total && !footer && !types
}
