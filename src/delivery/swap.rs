//! A finished folder takes the place of another by one rename, and what is found of a run that died in
//! between is set right.
//!
//! The new folder is complete, with its record written last, before anything is moved. Where the system can
//! exchange two folders, that is one step; elsewhere the old one steps aside first and is put back at the
//! next start if nothing has taken its place. Files that the program did not write are never removed.

use super::issue::{IssueRecord, RECORD, hash_of};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// Ending of a folder that is being written, or that another has just taken the place of.
pub(super) const PART: &str = ".quarterdeck-part";
/// Ending of a folder that has stepped aside.
pub(super) const OLD: &str = ".quarterdeck-old";
/// Beside the issues: files of people that stood where the program had to write.
const KEPT: &str = "kept";

/// How one folder takes another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swap {
    /// By one exchange where the system can, else by two renames.
    Best,
    /// By two renames.
    #[cfg(test)]
    TwoRenames,
}

/// The hidden name beside an issue's folder with an ending.
pub(super) fn beside(issue: &Path, ending: &str) -> PathBuf {
    let name = issue.file_name().unwrap_or_default().to_string_lossy();
    issue.with_file_name(format!(".{name}{ending}"))
}

/// Puts a finished folder in its place; what stood there then stands under the name of the finished one, or
/// under [`OLD`].
pub(super) fn into_place(part: &Path, issue: &Path, swap: Swap) -> io::Result<()> {
    if fs::symlink_metadata(issue).is_err() {
        return fs::rename(part, issue);
    }
    if swap == Swap::Best && exchange(part, issue)? {
        return Ok(());
    }
    fs::rename(issue, beside(issue, OLD))?;
    fs::rename(part, issue)
}

/// Whether the two were exchanged; false where the system or the disk cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Sets right what a run left beside an issue's folder, if anything.
pub(super) fn recover(issue: &Path) -> io::Result<()> {
    let (part, old) = (beside(issue, PART), beside(issue, OLD));
    if is_folder(&old) && fs::symlink_metadata(issue).is_err() {
        fs::rename(&old, issue)?;
    }
    for left in [old, part] {
        if is_folder(&left) {
            clear(&left, issue)?;
        }
    }
    Ok(())
}

/// Removes a folder that no issue needs any more: what the program wrote there goes, everything else is moved
/// into the issue's folder, or beside the issues where that place is taken.
pub(super) fn clear(left: &Path, issue: &Path) -> io::Result<()> {
    let record = left.join(RECORD);
    if fs::symlink_metadata(&record).is_err() {
        // It was never finished: the record is written last.
        return fs::remove_dir_all(left);
    }
    let written = written(&record);
    let files = WalkDir::new(left).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files: Vec<PathBuf> =
        files.filter(|entry| !entry.file_type().is_dir()).map(walkdir::DirEntry::into_path).collect();
    for file in files.iter().filter(|file| **file != record) {
        let relative = file.strip_prefix(left).expect("it was found there");
        let ours = written.get(relative);
        let plain = fs::symlink_metadata(file).is_ok_and(|about| about.is_file());
        match ours {
            Some(sha256) if plain && hash_of(&fs::read(file)?) == *sha256 => fs::remove_file(file)?,
            _ => keep(file, relative, issue, ours.is_some())?,
        }
    }
    let folders = WalkDir::new(left).contents_first(true).into_iter().filter_map(Result::ok);
    for folder in folders.filter(|entry| entry.file_type().is_dir() && entry.path() != left) {
        fs::remove_dir(folder.path())?;
    }
    fs::remove_file(&record)?;
    fs::remove_dir(left)
}

/// Moves a file that is not ours to where a person finds it: its own place in the issue, unless a file of the
/// program stands or stood there.
fn keep(file: &Path, relative: &Path, issue: &Path, edited: bool) -> io::Result<()> {
    let own = issue.join(relative);
    if !edited && is_folder(issue) && fs::symlink_metadata(&own).is_err() {
        return moved(file, &own);
    }
    let name = issue.file_name().unwrap_or_default();
    let beside = issue.with_file_name(KEPT).join(name).join(relative);
    let numbered = |number: u32| match number {
        0 => beside.clone(),
        _ => beside.with_file_name(format!("{}.{number}", beside.file_name().unwrap_or_default().to_string_lossy())),
    };
    let free = (0..).map(numbered).find(|path| fs::symlink_metadata(path).is_err());
    moved(file, &free.expect("names do not end"))
}

fn moved(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(from, to)
}

/// The files that a record names, with their hashes; paths that lead elsewhere are none.
fn written(record: &Path) -> BTreeMap<PathBuf, String> {
    let record: Option<IssueRecord> = fs::read(record).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let files = record.into_iter().flat_map(|record| record.files);
    let plain = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    files.map(|file| (PathBuf::from(file.path), file.sha256)).filter(|(path, _)| plain(path)).collect()
}

pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// Makes renames in a folder durable where the system lets folders be opened.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
