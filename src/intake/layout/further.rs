//! Rows below the header that belong to it: texts of questions, identifiers of an import, types of
//! columns, units.

use super::header::filled;
use super::names::{plain, same};
use super::{HeadRow, Layout};
use crate::domain::words;
use crate::intake::cell::trim;

/// Types that databases write under the names of their columns.
const TYPES: [&str; 20] = [
    "bigint",
    "bit",
    "blob",
    "boolean",
    "char",
    "date",
    "datetime",
    "decimal",
    "double",
    "float",
    "int",
    "integer",
    "nvarchar",
    "real",
    "smallint",
    "text",
    "timestamp",
    "tinyint",
    "uniqueidentifier",
    "varchar",
];

/// Units that stand alone in a row below the header, beside those of time.
const UNITS: [&str; 14] =
    ["%", "元", "万元", "千元", "亿元", "€", "$", "£", "¥", "eur", "usd", "cny", "hh:mm:ss", "次"];

/// Rows of identifiers of an import below the header, at most.
const IMPORT: usize = 2;

impl Layout {
    /// How many rows below the header belong to it; takes what they say.
    pub(super) fn further(&mut self, header: &[HeadRow], below: &[HeadRow]) -> usize {
        let Some(upper) = header.last() else { return 0 };
        let import = below.iter().take(IMPORT).position(is_import);
        if let Some(at) = import {
            self.import(&below[at]);
            return self.say_further(&below[..=at], "of an online survey");
        }
        let Some(first) = below.first() else { return 0 };
        if is_of_types(first) {
            return self.say_further(&below[..1], "with the types of the columns");
        }
        if is_of_units(first) {
            self.units = first.1.iter().map(|cell| trim(cell).to_owned()).collect();
            return self.say_further(&below[..1], "with units");
        }
        if repeats(upper, first) {
            return self.say_further(&below[..1], "with the names again");
        }
        0
    }

    fn say_further(&mut self, rows: &[HeadRow], what: &str) -> usize {
        let lines: Vec<String> = rows.iter().map(|(line, _)| line.to_string()).collect();
        let (noun, verb) =
            if rows.len() == 1 { ("row", "is a further header row") } else { ("rows", "are further header rows") };
        self.said.push(format!("{noun} {} {verb} {what}", lines.join(" and ")));
        rows.len()
    }

    /// Zone and previews of an online survey.
    fn import(&mut self, (line, cells): &HeadRow) {
        let zones: Vec<&str> = cells.iter().filter_map(|cell| quoted_after(cell, "timeZone")).collect();
        let zone = zones.first().filter(|zone| zones.iter().all(|other| other == *zone));
        if let Some(zone) = zone {
            let zone = if *zone == "Z" { "UTC" } else { zone };
            if super::zone::is_zone(zone) {
                self.in_zone(zone, *line);
            }
        }
        self.preview = self.header.iter().position(|name| same(name, "Status"));
    }
}

/// The text that follows a key in a small JSON object.
fn quoted_after<'c>(cell: &'c str, key: &str) -> Option<&'c str> {
    let rest = &cell[cell.find(&format!("\"{key}\""))? + key.len() + 2..];
    rest.trim_start_matches([':', ' ']).strip_prefix('"')?.split('"').next()
}

fn is_import(row: &HeadRow) -> bool {
    let marked = row.1.iter().filter(|cell| cell.contains("\"ImportId\"")).count();
    marked > 0 && marked * 2 >= filled(row)
}

fn is_of_types(row: &HeadRow) -> bool {
    let named = |cell: &String| {
        let lower = trim(cell).to_ascii_lowercase();
        let word = lower.split('(').next().unwrap_or_default();
        TYPES.contains(&word.trim())
    };
    let cells: Vec<&String> = row.1.iter().filter(|cell| !trim(cell).is_empty()).collect();
    cells.len() > 1 && cells.iter().all(|cell| named(cell))
}

fn is_of_units(row: &HeadRow) -> bool {
    let unit = |cell: &&String| {
        let word = trim(cell).trim_matches(['(', ')', '（', '）', '[', ']']).to_lowercase();
        let word: String = word.chars().map(words::simplified).collect();
        UNITS.contains(&word.as_str()) || words::unit_micros(&word).is_some()
    };
    let cells: Vec<&String> = row.1.iter().filter(|cell| !trim(cell).is_empty()).collect();
    !cells.is_empty() && cells.len() < row.1.len() && cells.iter().all(unit)
}

/// Whether the second row of a header is the first one in other words; exact repetitions are left to
/// be counted.
fn repeats(upper: &HeadRow, lower: &HeadRow) -> bool {
    let pairs = || upper.1.iter().zip(&lower.1).filter(|(one, other)| !trim(one).is_empty() && !trim(other).is_empty());
    let alike = pairs().filter(|(one, other)| plain(one) == plain(other)).count();
    let exact = pairs().all(|(one, other)| trim(one) == trim(other));
    alike > 1 && alike * 3 >= filled(lower) && !exact
}
