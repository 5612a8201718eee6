//! Which named system a table comes from: by the names in one of its first rows, exactly before nearly;
//! files without a header by the look of their rows.

use super::column::is_epoch;
use crate::config::{CellForm, Profile, Shape};
use crate::domain::words::fold;
use crate::intake::{Sample, is_instant};
use globset::GlobBuilder;
use std::collections::BTreeSet;

/// Rows among which the header is looked for.
const HEAD: usize = 40;

/// Rows whose look is compared.
const COMPARED: usize = 60;

/// A profile that knows a table.
#[derive(Clone, Debug)]
pub(super) struct Hit<'p> {
    /// The profile.
    pub profile: &'p Profile,
    /// The row of the names, from 0; `None` when the format or the profile names the columns.
    pub row: Option<usize>,
    /// The profile's names of a file without a header.
    pub names: Option<Vec<String>>,
}

/// How well a set of names fits: exactly, how many of them, how many names of the mapping besides, and
/// how high up the row stands.
type Rank = (bool, bool, usize, usize, std::cmp::Reverse<usize>);

/// The profile of a table.
pub(super) fn recognise<'p>(file: &str, sample: &Sample, profiles: &'p [Profile]) -> Option<Hit<'p>> {
    let rows: Vec<(Option<usize>, &[String])> = match &sample.names {
        Some(names) => vec![(None, names)],
        None => {
            sample.rows.iter().take(HEAD).enumerate().map(|(at, (_, cells))| (Some(at), cells.as_slice())).collect()
        }
    };
    let mut best: Option<(Rank, Hit<'p>)> = None;
    for profile in profiles {
        let named = profile.file.as_deref().is_some_and(|pattern| matches(pattern, file));
        for (row, cells) in &rows {
            let Some((exact, size)) = fits(profile, cells, named) else { continue };
            let rank = (exact, named, size, known(profile, cells), std::cmp::Reverse(row.unwrap_or(0)));
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, Hit { profile, row: *row, names: None }));
            }
        }
    }
    best.map(|(_, hit)| hit).or_else(|| shaped(sample, profiles))
}

fn matches(pattern: &str, file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(name))
}

/// The largest set of names that stands in a row, and whether exactly so. A single name needs the file's.
fn fits(profile: &Profile, cells: &[String], named: bool) -> Option<(bool, usize)> {
    let exact: BTreeSet<&str> = cells.iter().map(|cell| cell.trim()).collect();
    let sets = || profile.recognise.iter().filter(|set| set.len() > 1 || named);
    let found = sets().filter(|set| set.iter().all(|name| exact.contains(name.as_str()))).map(Vec::len).max();
    if let Some(size) = found {
        return Some((true, size));
    }
    let near: BTreeSet<String> = cells.iter().map(|cell| loosely(cell)).collect();
    let found = sets().filter(|set| set.iter().all(|name| near.contains(&loosely(name)))).map(Vec::len).max();
    found.map(|size| (false, size))
}

/// A name without case, width, blanks and punctuation; one that is all punctuation stays.
fn loosely(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.trim().to_owned() } else { folded }
}

/// How many of the names that a profile's mappings speak of stand in a row.
fn known(profile: &Profile, cells: &[String]) -> usize {
    let mapped = profile.mapped_names();
    cells.iter().filter(|cell| mapped.contains(cell.trim())).count()
}

fn shaped<'p>(sample: &Sample, profiles: &'p [Profile]) -> Option<Hit<'p>> {
    let fits = |profile: &&Profile| profile.shape.as_ref().is_some_and(|shape| looks(shape, sample));
    let profile = profiles.iter().find(fits)?;
    Some(Hit { profile, row: None, names: Some(profile.header_names()) })
}

/// Whether every one of the first rows has the form.
fn looks(shape: &Shape, sample: &Sample) -> bool {
    let (least, most) = shape.columns;
    let form = |form: CellForm, cell: &str| match form {
        CellForm::Instant => is_instant(cell),
        CellForm::Epoch => is_epoch(cell),
        CellForm::Whole => !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()),
    };
    let fits = |cells: &Vec<String>| {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        (least..=most).contains(&cells.len())
            && shape.cells.iter().all(|(at, wanted)| form(*wanted, cell(*at)))
            && shape.words.iter().all(|(at, words)| words.iter().any(|word| word == cell(*at)))
    };
    let rows = sample.rows.iter().take(COMPARED);
    !sample.rows.is_empty() && sample.names.is_none() && rows.map(|(_, cells)| cells).all(fits)
}
