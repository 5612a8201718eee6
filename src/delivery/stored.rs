//! Finished issues as they lie in the output folder, each file checked against the issue's own list.

use super::issue::{IssueFile, IssueRecord, LATEST, Latest, RECORD, hash_of};
use crate::config::ReportConfig;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A finished issue.
#[derive(Clone, Debug)]
pub struct Issue {
    /// What it says of itself.
    pub record: IssueRecord,
    /// SHA-256 of `issue.json`, and by it of all its files.
    pub sha256: String,
    folder: PathBuf,
}

/// Why an issue cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("`{}` {why}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// An approval could not be signed.
    #[error("the approval `{}` was not signed and does not stand: {why}", path.display())]
    Signature {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// What the newest attempt was; `None` when the report was never made in that period.
///
/// # Errors
/// When `latest.json` is there and cannot be read.
pub fn latest(output: &Path, period: &str, report: &str) -> Result<Option<Latest>, Error> {
    let path = output.join(period).join(report).join(LATEST);
    match fs::read(&path) {
        Ok(bytes) => parsed(&path, &bytes).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path, source }),
    }
}

impl Issue {
    /// Opens an issue of a report.
    ///
    /// # Errors
    /// When `issue.json` cannot be read, speaks of another issue, or was made for another client.
    pub fn open(output: &Path, (period, number): (&str, u32), of: &ReportConfig) -> Result<Self, Error> {
        let report = of.id.as_str();
        let folder = output.join(period).join(report).join(format!("issue-{number}"));
        let path = folder.join(RECORD);
        let bytes = fs::read(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        let record: IssueRecord = parsed(&path, &bytes)?;
        if (record.report.as_str(), record.period.to_string().as_str(), record.issue) != (report, period, number) {
            let why = format!("speaks of `{}`, {}, issue {}", record.report, record.period, record.issue);
            return Err(Error::Damaged { path, why });
        }
        if !of.is_client(&record.client) {
            return Err(foreign(&path, (&record.client, report), &of.client_names()));
        }
        Ok(Self { record, sha256: hash_of(&bytes), folder })
    }

    /// A file's bytes as they were made.
    ///
    /// # Errors
    /// When it cannot be read, or somebody has changed it since.
    pub fn read(&self, file: &IssueFile) -> Result<Vec<u8>, Error> {
        let relative = Path::new(&file.path);
        let path = self.folder.join(relative);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Error::Damaged { path, why: "lies outside its issue".to_owned() });
        }
        let bytes = fs::read(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        match hash_of(&bytes) == file.sha256 {
            true => Ok(bytes),
            false => {
                Err(Error::Damaged { path, why: "was changed after it was made; run the report again".to_owned() })
            }
        }
    }

    /// A file of the issue by its path.
    pub fn file(&self, path: &str) -> Option<&IssueFile> {
        self.record.files.iter().find(|file| file.path == path)
    }
}

/// That an issue was made for another client than its report is for by now.
pub fn foreign(path: &Path, (client, report): (&str, &str), now: &str) -> Error {
    let why = format!(
        "was made for `{client}`, and `{report}` is `{now}` by now: give each client an id of its own; if it is the same \
         client under a new name, write `client_was: {client}`"
    );
    Error::Damaged { path: path.to_owned(), why }
}

fn parsed<T: serde::de::DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, Error> {
    let damaged =
        |error: serde_json::Error| Error::Damaged { path: path.to_owned(), why: format!("cannot be read: {error}") };
    serde_json::from_slice(bytes).map_err(damaged)
}
