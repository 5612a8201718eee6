//! Removes the files of issues that are no longer kept. Records, receipts, approvals and what people put beside
//! stay: who got what, and its hash, is known for ever.

use super::issue::hash_of;
use super::outbox::{Error, Outbox, entries, failed};
use super::shelf::Shelf;
use crate::domain::Quarter;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Whether files are removed, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Counted.
    Told,
    /// Removed.
    Removed,
}

/// What left the folder of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// Quarter.
    pub period: Quarter,
    /// Report id.
    pub report: String,
    /// Issue.
    pub issue: u32,
    /// The folder.
    pub folder: PathBuf,
    /// How many files.
    pub files: u64,
    /// How large.
    pub bytes: u64,
}

/// Removes the files of all issues of quarters before the one that `oldest` yields for a report.
///
/// # Errors
/// When a folder cannot be listed or a file cannot be removed.
pub fn purge(held: &Outbox, oldest: &dyn Fn(&str) -> Quarter, extent: Extent) -> Result<Vec<Purged>, Error> {
    let mut purged = Vec::new();
    for quarter in folders(held.root())? {
        let Ok(period) = quarter.parse::<Quarter>() else { continue };
        for report in folders(&held.root().join(&quarter))? {
            if period >= oldest(&report) {
                continue;
            }
            let shelf = Shelf::at(held.root(), period, &report);
            for issue in shelf.issues()? {
                let one = clear(&shelf, (period, &report, issue), extent)?;
                purged.extend(Some(one).filter(|one| one.files > 0));
            }
        }
    }
    Ok(purged)
}

/// Removes the files of an issue that stand as they were written.
fn clear(shelf: &Shelf, (period, report, issue): (Quarter, &str, u32), extent: Extent) -> Result<Purged, Error> {
    let folder = shelf.issue_folder(issue);
    let report = report.to_owned();
    let mut purged = Purged { period, report, issue, folder: folder.clone(), files: 0, bytes: 0 };
    let files = shelf.record(issue).into_iter().flat_map(|record| record.files);
    for file in files {
        let relative = Path::new(&file.path);
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        let path = folder.join(relative);
        let there = plain && fs::symlink_metadata(&path).is_ok_and(|about| about.is_file());
        if !there || !fs::read(&path).is_ok_and(|bytes| hash_of(&bytes) == file.sha256) {
            continue;
        }
        if extent == Extent::Removed {
            fs::remove_file(&path).map_err(failed("remove", &path))?;
            // A folder that holds something else stays.
            let above = path.ancestors().skip(1).take_while(|above| *above != folder);
            above.for_each(|above| drop(fs::remove_dir(above)));
        }
        purged.files += 1;
        purged.bytes += file.bytes as u64;
    }
    Ok(purged)
}

/// Names of the folders in a folder, sorted.
fn folders(folder: &Path) -> Result<Vec<String>, Error> {
    Ok(entries(folder)?.into_iter().filter(|(_, kind)| kind.is_dir()).map(|(name, _)| name).collect())
}
