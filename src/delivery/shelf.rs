//! The issues of one report in one quarter: `<output>/<period>/<report>/issue-<n>/`, and `latest.json`.
//!
//! An issue whose receipts or approval stand beside it is frozen: nothing takes its place. An issue appears as
//! one folder by one rename; a run that dies leaves the old one or the new one, whole.

use super::issue::{IssueFile, IssueRecord, LATEST, Latest, RECORD, hash_of, pretty};
use super::outbox::{Error, Outbox, entries, failed, write_through};
use super::swap::{self, Swap, beside, is_folder, sync_folder};
use crate::domain::Quarter;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where mail leaves what it sent, by issue.
const RECEIPTS: &str = "receipts";
/// Where approvals stand, by issue.
const APPROVALS: &str = "approvals";

/// The issues of a report.
#[derive(Clone, Debug)]
pub struct Shelf {
    period: Quarter,
    report: String,
    folder: PathBuf,
}

/// A file of an issue: path relative to the issue's folder, and its bytes.
pub type Finished = (PathBuf, Vec<u8>);

impl Shelf {
    /// The shelf of a report below an output folder; it need not exist.
    pub fn at(output: &Path, period: Quarter, report: &str) -> Self {
        let folder = output.join(period.to_string()).join(report);
        Self { period, report: report.to_owned(), folder }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of an issue.
    pub fn issue_folder(&self, issue: u32) -> PathBuf {
        self.folder.join(format!("issue-{issue}"))
    }

    /// The path of an issue's folder relative to that of the quarter, with `/`.
    pub fn issue_path(&self, issue: u32) -> String {
        format!("{}/issue-{issue}", self.report)
    }

    /// The issues that stand, ascending: folders with a record that can be read.
    ///
    /// # Errors
    /// When its folder is there and cannot be listed.
    pub fn issues(&self) -> Result<Vec<u32>, Error> {
        Ok(self.taken()?.into_iter().filter(|issue| self.record(*issue).is_some()).collect())
    }

    /// The record of an issue.
    pub fn record(&self, issue: u32) -> Option<IssueRecord> {
        let folder = self.issue_folder(issue);
        let record: IssueRecord = serde_json::from_slice(&fs::read(folder.join(RECORD)).ok()?).ok()?;
        let own = (record.period, record.issue, record.report.as_str()) == (self.period, issue, self.report.as_str());
        (is_folder(&folder) && own).then_some(record)
    }

    /// The newest issue that stands and of which something was sent or approved: it is never written again.
    ///
    /// # Errors
    /// When its folder, or that of receipts or approvals, is there and cannot be listed; when the newest of which there
    /// are receipts is gone or damaged: another one in its place would be sent to everybody again.
    pub fn newest_frozen(&self) -> Result<Option<u32>, Error> {
        if let Some(newest) = self.newest_sent()?.filter(|newest| self.record(*newest).is_none()) {
            return Err(self.lost(newest));
        }
        let frozen = self.frozen()?;
        Ok(self.issues()?.into_iter().rev().find(|issue| frozen.contains(issue)))
    }

    /// The number of the next issue that is made: that of the newest one while it is not frozen, else one that
    /// was never used, also when the folder that had it is gone.
    ///
    /// # Errors
    /// When its folder, or that of receipts or approvals, is there and cannot be listed.
    pub fn next(&self) -> Result<u32, Error> {
        let frozen = self.frozen()?;
        let newest = self.taken()?.into_iter().chain(frozen.iter().copied()).max();
        Ok(match newest {
            None => 1,
            Some(newest) if !frozen.contains(&newest) && self.record(newest).is_some() => newest,
            Some(newest) => newest + 1,
        })
    }

    /// The newest issue of which there are receipts, whether it stands or not.
    ///
    /// # Errors
    /// When the folder of receipts is there and cannot be listed.
    pub fn newest_sent(&self) -> Result<Option<u32>, Error> {
        Ok(numbered(&self.folder.join(RECEIPTS), receipts_of)?.last().copied())
    }

    /// Which issue is current.
    pub fn latest(&self) -> Option<Latest> {
        serde_json::from_slice(&fs::read(self.folder.join(LATEST)).ok()?).ok()
    }

    /// Whether all files of an issue stand as they were written.
    pub fn stands(&self, record: &IssueRecord) -> bool {
        let folder = self.issue_folder(record.issue);
        let as_written =
            |file: &IssueFile| fs::read(folder.join(&file.path)).is_ok_and(|bytes| hash_of(&bytes) == file.sha256);
        record.files.iter().all(as_written)
    }

    /// Nothing when all files of an issue stand as they were written.
    ///
    /// # Errors
    /// When one is gone or was changed.
    pub fn whole(&self, record: &IssueRecord) -> Result<(), Error> {
        if self.stands(record) { Ok(()) } else { Err(self.lost(record.issue)) }
    }

    fn lost(&self, issue: u32) -> Error {
        let receipts = self.folder.join(RECEIPTS).join(format!("issue-{issue}.ndjson"));
        let approval = self.folder.join(APPROVALS).join(format!("issue-{issue}.json"));
        let proof = if receipts.exists() { receipts } else { approval };
        Error::Lost { issue: self.issue_folder(issue), proof }
    }

    /// Writes an issue as one folder, in the place of an older one of that number if there is one. Files that
    /// people put into that one are carried over.
    ///
    /// # Errors
    /// When it cannot be written in full: the older one then stands as it was.
    pub fn put(&self, _held: &Outbox, record: &IssueRecord, files: &[Finished]) -> Result<(), Error> {
        self.put_by(record, files, Swap::Best)
    }

    pub(super) fn put_by(&self, record: &IssueRecord, files: &[Finished], swap: Swap) -> Result<(), Error> {
        let folder = self.issue_folder(record.issue);
        let part = beside(&folder, swap::PART);
        fs::create_dir_all(&self.folder).map_err(failed("make the folder", &self.folder))?;
        swap::recover(&folder).map_err(failed("clear what an earlier run left beside", &folder))?;
        let written = self.stage(&part, record, files);
        if let Err(error) = written {
            // What stays is removed at the next start.
            let _ = fs::remove_dir_all(&part);
            return Err(error);
        }
        swap::into_place(&part, &folder, swap).map_err(failed("write", &folder))?;
        sync_folder(&self.folder);
        swap::recover(&folder).map_err(failed("clear what stood before in", &folder))
    }

    /// Writes all files of an issue under a hidden name, its record last.
    pub(super) fn stage(&self, part: &Path, record: &IssueRecord, files: &[Finished]) -> Result<(), Error> {
        let folder = self.issue_folder(record.issue);
        fs::create_dir(part).map_err(failed("write", &folder))?;
        let mut folders = BTreeSet::from([part.to_owned()]);
        for (relative, bytes) in files {
            let path = part.join(relative);
            let parent = path.parent().unwrap_or(part);
            fs::create_dir_all(parent).map_err(failed("make the folder", parent))?;
            folders.extend(parent.ancestors().take_while(|one| *one != part).map(Path::to_owned));
            write_through(&path, bytes).map_err(failed("write", &folder.join(relative)))?;
        }
        write_through(&part.join(RECORD), &pretty(record)).map_err(failed("write", &folder.join(RECORD)))?;
        folders.iter().for_each(|folder| sync_folder(folder));
        Ok(())
    }

    /// Takes back an issue that was neither sent nor approved; files of people stay beside the issues.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn withdraw(&self, _held: &Outbox, issue: u32) -> Result<(), Error> {
        assert!(!self.frozen()?.contains(&issue), "an issue that was sent is never taken back");
        let folder = self.issue_folder(issue);
        let aside = beside(&folder, swap::PART);
        swap::recover(&folder).map_err(failed("clear what an earlier run left beside", &folder))?;
        fs::rename(&folder, &aside).map_err(failed("remove", &folder))?;
        swap::clear(&aside, &folder).map_err(failed("remove", &folder))
    }

    /// Says which issue is current and how the newest attempt ended, unless it is said already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn point(&self, held: &Outbox, latest: &Latest) -> Result<(), Error> {
        let said = self.latest();
        let current = |latest: &Latest| Latest { attempted_at: String::new(), ..latest.clone() };
        if said.as_ref().map(current) == Some(current(latest)) && latest.reasons.is_empty() {
            return Ok(());
        }
        let relative = Path::new(&self.period.to_string()).join(&self.report).join(LATEST);
        held.write(&relative, &pretty(latest)).map(drop)
    }

    /// Says that the newest attempt failed or was held. Where that cannot be written the pointer goes, which
    /// needs no room: one that still called an earlier issue current would let it be sent.
    ///
    /// # Errors
    /// When neither can be done.
    pub fn disown(&self, held: &Outbox, latest: &Latest) -> Result<(), Error> {
        let path = self.folder.join(LATEST);
        self.point(held, latest).or_else(|error| {
            let is_gone = fs::remove_file(&path).is_ok() || self.latest().is_none();
            if is_gone { Ok(()) } else { Err(error) }
        })
    }

    /// Issues with receipts or an approval: they are never written again.
    fn frozen(&self) -> Result<BTreeSet<u32>, Error> {
        let mut frozen = numbered(&self.folder.join(RECEIPTS), receipts_of)?;
        frozen
            .extend(numbered(&self.folder.join(APPROVALS), |file| file.strip_prefix("issue-")?.strip_suffix(".json"))?);
        Ok(frozen)
    }

    /// Numbers that something stands under, whatever it is.
    fn taken(&self) -> Result<BTreeSet<u32>, Error> {
        numbered(&self.folder, |name| name.strip_prefix("issue-"))
    }
}

/// The number in the name of a file of receipts.
fn receipts_of(name: &str) -> Option<&str> {
    name.strip_prefix("issue-")?.strip_suffix(".ndjson")
}

/// The numbers in the names of a folder.
fn numbered(folder: &Path, number: impl Fn(&str) -> Option<&str>) -> Result<BTreeSet<u32>, Error> {
    let parsed = |name: &str| number(name)?.parse::<u32>().ok().filter(|number| *number > 0);
    Ok(entries(folder)?.iter().filter_map(|(name, _)| parsed(name)).collect())
}
