//! `init --from`: a proposal for a folder of exports.

use super::super::arguments::Init;
use super::super::speech::Speech;
use super::super::{Exit, Options};
use crate::config::Library;
use crate::diagnostic::did_you_mean;
use crate::domain::{Table, Zone};
use crate::profile::{Head, Proposal, Request, propose, verified};
use crate::source::{Found, Limits, list};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

pub(super) fn run(target: &Init, exports: &Path, options: &Options, speech: &Speech) -> Exit {
    match written(target, exports, options, speech) {
        Ok(summary) => {
            speech.told(&summary);
            Exit::Done
        }
        Err(message) => {
            speech.error(&message);
            Exit::Usage
        }
    }
}

/// Writes the proposal; what was found, in words.
fn written(target: &Init, exports: &Path, options: &Options, speech: &Speech) -> Result<String, String> {
    let files = list(exports, &Limits::STATED).map_err(|error| format!("`{}`: {error}", exports.display()))?;
    let files = own_files(files, &target.folder);
    if files.is_empty() {
        return Err(format!("`{}` holds no files; nothing was written", exports.display()));
    }
    let mut problems = Vec::new();
    let profiles = Library::of(&target.folder, &mut problems).all(&mut problems);
    speech.problems(&problems);
    let (zone, why) = zone(target, &files)?;
    let mut proposal = propose(&Request { files, profiles: &profiles, zone });
    let head = Head {
        id: "client".to_owned(),
        client: target.client.clone().unwrap_or_else(|| "Client".to_owned()),
        zone: (zone.name().to_owned(), why),
        as_of: options.as_of.clone(),
        data: path_from(&target.folder, exports)?,
        output: output(&target.folder, exports)?,
    };
    fs::create_dir_all(&target.folder)
        .map_err(|error| format!("cannot create `{}`: {error}", target.folder.display()))?;
    let file = target.folder.join("reports.yaml");
    let trial = target.folder.join(".reports.yaml.trial");
    let failed = |error: std::io::Error| format!("cannot write `{}`: {error}", file.display());
    let text = verified(&mut proposal, &head, &trial).map_err(failed)?.text;
    if sources(&proposal).is_empty() {
        return Err(format!(
            "no file of `{}` can be read as a table; nothing was written\n{}",
            exports.display(),
            told(&proposal)
        ));
    }
    fs::File::create_new(&file)
        .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
        .map_err(failed)?;
    let zone = format!("times without an offset are read in {} ({})", head.zone.0, head.zone.1);
    Ok(format!(
        "{}\n{zone}\nwrote {}\nnext: quarterdeck check --config {}",
        told(&proposal),
        file.display(),
        file.display()
    ))
}

/// Files that the program itself writes are none of the client's.
fn own_files(files: Vec<Found>, project: &Path) -> Vec<Found> {
    let own = |found: &Found| {
        let inside = |name: &str| found.path.starts_with(project.join(name));
        inside("output") || inside(".quarterdeck") || inside("profiles") || found.path == project.join("reports.yaml")
    };
    files.into_iter().filter(|found| !own(found)).collect()
}

/// The zone asked for; else that of Chinese files, else UTC.
fn zone(target: &Init, files: &[Found]) -> Result<(Zone, String), String> {
    if let Some(name) = &target.time_zone {
        let zone = name.parse().map_err(|_| {
            let places = Zone::names().filter(|name| name.contains('/') && !name.starts_with("Etc/"));
            let hint =
                did_you_mean(name, places).unwrap_or_else(|| "write an IANA name such as `Asia/Shanghai`".to_owned());
            format!("`--time-zone {name}`: there is no such zone; {hint}")
        })?;
        return Ok((zone, "as asked".to_owned()));
    }
    let chinese = |text: &str| text.chars().any(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter));
    let name = if files.iter().any(|found| chinese(&found.relative)) { "Asia/Shanghai" } else { "UTC" };
    let zone = name.parse().map_err(|_| format!("no zone {name}"))?;
    Ok((zone, "please check: `--time-zone` was not given".to_owned()))
}

fn sources(proposal: &Proposal) -> BTreeMap<Table, usize> {
    let mut found = BTreeMap::new();
    let running = proposal.files.iter().flat_map(|file| &file.sources).filter(|mapping| mapping.refused.is_none());
    running.filter_map(|mapping| mapping.table).for_each(|table| *found.entry(table).or_default() += 1);
    found
}

/// One line per file: what it is and what it feeds.
fn told(proposal: &Proposal) -> String {
    let mut lines = Vec::new();
    for file in &proposal.files {
        let sheet = file.sheet.as_ref().map(|sheet| format!(" ({sheet})")).unwrap_or_default();
        let system = file.system.as_ref().map_or_else(|| "no known system".to_owned(), |(_, title)| title.clone());
        let mut tables: Vec<String> = Vec::new();
        for mapping in file.sources.iter().filter(|mapping| mapping.refused.is_none()) {
            let name = mapping.table.map_or("?", Table::name);
            let columns = mapping.placed.len() + mapping.constants.len();
            tables.push(format!("{name} ({columns} columns)"));
        }
        let refused = file.sources.iter().find_map(|mapping| mapping.refused.clone());
        let what = match (tables.is_empty(), refused.or_else(|| file.remarks.first().cloned())) {
            (false, _) => tables.join(", "),
            (true, Some(why)) => format!("not read: {why}"),
            (true, None) => "not read".to_owned(),
        };
        lines.push(format!("{}{sheet}: {system}: {what}", file.file));
    }
    lines.join("\n")
}

/// Where reports are written: what lies in the data folder would be read as data the next time.
fn output(project: &Path, exports: &Path) -> Result<String, String> {
    let way = path_from(exports, project)?;
    if way.starts_with("..") || Path::new(&way).is_absolute() {
        return Ok("output".to_owned());
    }
    let name = whole(exports)?.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let up = "../".repeat(if way == "." { 1 } else { way.split('/').count() + 1 });
    Ok(format!("{up}{name}-reports"))
}

fn whole(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map(|path| plain(&path)).map_err(|error| format!("`{}`: {error}", path.display()))
}

/// The way from one folder to another, as a relative path where they share one.
fn path_from(project: &Path, exports: &Path) -> Result<String, String> {
    let (from, to) = (whole(project)?, whole(exports)?);
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), from.components().count() - common)
        .chain(to.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned()))
        .collect();
    if common <= 1 {
        return Ok(to.to_string_lossy().into_owned());
    }
    Ok(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// Without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_folders() {
        let way = |from: &str, to: &str| path_from(Path::new(from), Path::new(to)).unwrap();
        assert_eq!(way("/home/a/project", "/home/a/project/data/x"), "data/x");
        assert_eq!(way("/home/a/project", "/home/a/exports"), "../exports");
        assert_eq!(way("/home/a/project", "/home/a/project"), ".");
        assert_eq!(way("/home/a", "/mnt/x"), "/mnt/x");
        let out = |from: &str, to: &str| output(Path::new(from), Path::new(to)).unwrap();
        assert_eq!(out("/home/a/project", "/home/a/exports"), "output");
        assert_eq!(out("/home/a/exports", "/home/a/exports"), "../exports-reports");
        assert_eq!(out("/home/a/exports/project", "/home/a/exports"), "../../exports-reports");
    }
}
