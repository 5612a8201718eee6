//! Files that say the same once more: twin exports of the same records, and files that another kind
//! of file of the system makes needless.

use super::look::Look;
use super::{FileProposal, Mapping};
use crate::config::Profile;
use crate::domain::Table;
use crate::schema;
use std::collections::BTreeSet;

/// Share of common records from which two files are twins.
const ALIKE: f64 = 0.8;

/// Leaves out all but one of files that hold the same records.
pub(super) fn leave_out(looks: &[Look<'_>], files: &mut [FileProposal]) {
    superseded(looks, files);
    for at in 0..files.len() {
        for other in 0..at {
            let same = |one: usize, two: usize| -> Option<bool> {
                let (first, second) = (records(&looks[one], &files[one])?, records(&looks[two], &files[two])?);
                (first.0 == second.0).then(|| alike(&first.1, &second.1))
            };
            if same(at, other) != Some(true) {
                continue;
            }
            let (kept, left) = if worth(&looks[at], &files[at]) > worth(&looks[other], &files[other]) {
                (at, other)
            } else {
                (other, at)
            };
            let title = looks[kept].title();
            drop_file(&mut files[left], &format!("holds the same records as {title}: read once"));
        }
    }
}

fn drop_file(file: &mut FileProposal, why: &str) {
    file.remarks = vec![why.to_owned()];
    file.sources.clear();
    file.unplaced.clear();
}

/// Profiles that name others which their files make needless.
fn superseded(looks: &[Look<'_>], files: &mut [FileProposal]) {
    let running = |at: &usize| files[*at].sources.iter().any(|mapping| mapping.refused.is_none());
    let here: Vec<usize> = (0..files.len()).filter(running).collect();
    let mut left = Vec::new();
    for at in &here {
        let Some(profile) = looks[*at].profile else { continue };
        for other in &here {
            let needless = looks[*other].profile.is_some_and(|other| profile.before.contains(&other.id));
            if needless {
                left.push((*other, looks[*at].title()));
            }
        }
    }
    for at in &here {
        let named = looks[*at].profile.and_then(sheet_of);
        if named.is_none() || named != looks[*at].sample.sheet {
            continue;
        }
        let same = |other: &&usize| {
            let id = |at: usize| looks[at].profile.map(|profile| &profile.id);
            *other != at && looks[**other].file == looks[*at].file && id(**other) == id(*at)
        };
        left.extend(here.iter().filter(same).map(|other| (*other, looks[*at].title())));
    }
    for (at, title) in left {
        drop_file(&mut files[at], &format!("{title} holds the same money: use one of the two"));
    }
}

/// The sheet that a profile reads of a workbook.
fn sheet_of(profile: &Profile) -> Option<String> {
    let mut sources = profile.tables().into_iter().flat_map(|table| profile.sources(table));
    sources.find_map(|source| source.get("sheet").and_then(serde_json::Value::as_str).map(str::to_owned))
}

/// Keys and times of the first table that a file feeds.
fn records(look: &Look<'_>, file: &FileProposal) -> Option<(Table, BTreeSet<String>)> {
    let mapping = file.sources.iter().find(|mapping| mapping.refused.is_none())?;
    let table = mapping.table?;
    let key = schema::key(table).first().and_then(|name| cells(look, mapping, name));
    let time = cells(look, mapping, schema::main_date(table))?;
    let rows = match key {
        Some(key) if key.len() == time.len() => {
            key.iter().zip(&time).map(|(key, time)| format!("{key}\t{}", digits(time))).collect()
        }
        _ => return None,
    };
    Some((table, rows))
}

/// The digits of a time: spreadsheets write the same one in other forms.
fn digits(time: &str) -> String {
    time.chars().filter(char::is_ascii_digit).collect()
}

fn cells<'l>(look: &'l Look<'_>, mapping: &Mapping, name: &str) -> Option<Vec<&'l str>> {
    let from = &mapping.placed.iter().find(|one| one.canonical == name)?.from;
    let column = look.column(from.first()?)?;
    Some(column.cells.iter().map(String::as_str).collect())
}

fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count() as f64;
    let larger = one.len().max(other.len());
    larger > 0 && common / larger as f64 >= ALIKE
}

/// Of twins the one whose answers are words, then that with more columns placed, then the plainer format.
fn worth(look: &Look<'_>, file: &FileProposal) -> (usize, usize, usize) {
    let words = look.columns.iter().filter(|column| !column.is_of_numbers() && !column.is_of_instants()).count();
    let placed = file.sources.iter().map(|mapping| mapping.placed.len()).sum();
    let ending = look.file.rsplit('.').next().unwrap_or_default().to_lowercase();
    let plain = match ending.as_str() {
        "xlsx" => 2,
        "csv" => 1,
        _ => 0,
    };
    (words, placed, plain)
}
