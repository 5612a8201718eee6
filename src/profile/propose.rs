//! All files of a folder, one after the other, put together to a proposal.

use super::infer::by_names;
use super::look::Look;
use super::times::settle;
use super::twins::leave_out;
use super::vendor::by_profile;
use super::{FileProposal, Mapping, Proposal};
use crate::config::Profile;
use crate::domain::Zone;
use crate::intake::samples;
use crate::source::Found;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The files, with paths relative to their folder.
    pub files: Vec<Found>,
    /// The profiles that are known.
    pub profiles: &'r [Profile],
    /// The zone of times without an offset.
    pub zone: Zone,
}

/// Looks at every file.
pub fn propose(request: &Request<'_>) -> Proposal {
    let looked: Vec<_> = request.files.par_iter().map(|found| (found, samples(found))).collect();
    let (mut looks, mut files) = (Vec::new(), Vec::new());
    for (found, tables) in looked {
        match tables {
            Ok(tables) => {
                for look in tables.into_iter().map(|sample| Look::of(&found.relative, sample, request.profiles)) {
                    files.push(of(&look, request));
                    looks.push(look);
                }
            }
            Err(why) => {
                looks.push(Look { file: found.relative.clone(), ..Look::default() });
                files.push(FileProposal {
                    file: found.relative.clone(),
                    remarks: vec![why],
                    ..FileProposal::default()
                });
            }
        }
    }
    leave_out(&looks, &mut files);
    let currency = currency(&looks);
    join(&mut files, &request.files);
    Proposal { files, currency }
}

fn of(look: &Look<'_>, request: &Request<'_>) -> FileProposal {
    let rows = look.columns.first().map_or(0, |column| column.rows);
    let mut proposal = FileProposal {
        file: look.file.clone(),
        sheet: look.sample.sheet.clone(),
        form: look.sample.form.clone(),
        rows: (rows, look.sample.whole),
        ..FileProposal::default()
    };
    if let Some(profile) = look.profile {
        proposal.system = Some((profile.id.clone(), profile.title.for_messages().to_owned()));
        by_profile(look, profile, &mut proposal);
    }
    let refused = look.profile.is_some_and(|profile| profile.refuse.is_some());
    if look.profile.is_none() && rows > 0 {
        by_names(look, &mut proposal);
    }
    for mapping in &mut proposal.sources {
        settle(look, mapping, request.zone);
    }
    if !refused {
        proposal.unplaced = unplaced(look, &proposal.sources);
    }
    proposal
}

fn unplaced(look: &Look<'_>, sources: &[Mapping]) -> Vec<(String, String)> {
    let used: BTreeSet<&String> = sources.iter().flat_map(|one| &one.placed).flat_map(|one| &one.from).collect();
    let free = look.columns.iter().filter(|column| !column.name.is_empty() && !used.contains(&column.name));
    let mut seen = BTreeSet::new();
    free.filter(|column| seen.insert(column.name.clone()))
        .map(|column| (column.name.clone(), column.described()))
        .collect()
}

/// The currency that a column names in every row; else that of the language.
fn currency(looks: &[Look<'_>]) -> (String, String) {
    const NAMES: [&str; 8] =
        ["currency", "currencycode", "wkzumsatz", "waehrung", "wahrung", "币种", "货币种类", "devise"];
    let columns = || looks.iter().flat_map(|look| look.columns.iter().map(move |column| (look, column)));
    let code = |cell: &str| cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_alphabetic());
    let named = columns().filter(|(_, column)| NAMES.contains(&crate::domain::words::fold(&column.name).as_str()));
    for (look, column) in named {
        let distinct = column.distinct();
        if let (1, Some(cell)) = (distinct.len(), distinct.keys().next())
            && code(cell)
        {
            return (cell.to_uppercase(), format!("as `{}` of {} says", column.name, look.title()));
        }
    }
    let chinese =
        columns().any(|(_, column)| column.name.chars().any(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter)));
    let code = if chinese { "CNY" } else { "EUR" };
    (code.to_owned(), "please check: the files name none".to_owned())
}

/// Files of one kind, told apart by digits in their names, become one source with a pattern.
fn join(files: &mut [FileProposal], all: &[Found]) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let running = file.sources.iter().any(|mapping| mapping.refused.is_none());
        if running {
            groups.entry(pattern(&file.file)).or_default().push(at);
        }
    }
    for (pattern, members) in groups.into_iter().filter(|(_, members)| members.len() > 1) {
        let Ok(glob) = globset::GlobBuilder::new(&pattern).literal_separator(true).build() else { continue };
        let matcher = glob.compile_matcher();
        let matched = all.iter().filter(|found| matcher.is_match(&found.relative)).count();
        let plain = |at: &usize| -> Vec<Mapping> {
            files[*at]
                .sources
                .iter()
                .cloned()
                .map(|mapping| Mapping { files: String::new(), remarks: Vec::new(), ..mapping })
                .collect()
        };
        let first = plain(&members[0]);
        let same = members.iter().all(|at| same_mappings(&plain(at), &first));
        if matched != members.len() || !same {
            continue;
        }
        files[members[0]].sources.iter_mut().for_each(|mapping| mapping.files.clone_from(&pattern));
        for at in &members[1..] {
            files[*at].sources.clear();
            files[*at].unplaced.clear();
            files[*at].remarks = vec![format!("read with {} as `{pattern}`", files[members[0]].file)];
        }
    }
}

fn same_mappings(one: &[Mapping], other: &[Mapping]) -> bool {
    let same = |(one, other): (&Mapping, &Mapping)| {
        one.table == other.table
            && one.keys == other.keys
            && one.refused == other.refused
            && one.placed.len() == other.placed.len()
            && one
                .placed
                .iter()
                .zip(&other.placed)
                .all(|(one, other)| one.canonical == other.canonical && one.entry == other.entry)
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// A file's name with a star for every run of digits.
fn pattern(file: &str) -> String {
    let mut pattern = String::new();
    for letter in file.chars() {
        match letter {
            digit if digit.is_ascii_digit() => {
                if !pattern.ends_with('*') {
                    pattern.push('*');
                }
            }
            '*' | '?' | '[' | ']' | '{' | '}' => pattern.push('?'),
            letter => pattern.push(letter),
        }
    }
    pattern
}
