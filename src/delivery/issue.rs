//! What stands beside the files of an issue: `issue.json` in its folder, and `latest.json` beside the issues.

use crate::domain::{Quarter, hex};
use crate::gate::{Snapshot, Verdict};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the record in the folder of an issue.
pub const RECORD: &str = "issue.json";
/// Name of the pointer beside the issues.
pub const LATEST: &str = "latest.json";
/// Version of the form of both.
pub const RECORD_VERSION: u32 = 1;

/// One issue of a report: what it was made from, and its files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueRecord {
    /// Version of this file's form.
    pub record_version: u32,
    /// Report id.
    pub report: String,
    /// Its quarter.
    pub period: Quarter,
    /// Its number, from 1.
    pub issue: u32,
    /// The client that it was made for; empty in records of earlier versions.
    #[serde(default)]
    pub client: String,
    /// What all of it depends on beside the data, as one hash.
    pub key: String,
    /// SHA-256 over the names and hashes of all raw files, hexadecimal.
    pub data_hash: String,
    /// When the run that made it started, UTC.
    pub created_at: String,
    /// The issue that it takes the place of and is compared with.
    #[serde(default)]
    pub follows: Option<u32>,
    /// What it was made by.
    #[serde(default)]
    pub made_by: MadeBy,
    /// What the gate said of it.
    pub gate: Verdict,
    /// The data that it was made from, for the next quarter to be compared with.
    #[serde(default)]
    pub snapshot: Snapshot,
    /// Hashes of what it tells its readers, by language; empty in records of earlier versions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, String>,
    /// Its files.
    pub files: Vec<IssueFile>,
}

/// What decides over a report beside its data, each for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Program version.
    pub version: String,
    /// What the program is built from, as the first letters of a hash.
    pub build: String,
    /// The rules of time zones.
    pub time_zone_rules: String,
    /// Hash of the report's part of the configuration but for its time of extraction; empty in records of earlier
    /// versions.
    #[serde(default)]
    pub written: String,
    /// Hash of the same without what has a place of its own here.
    pub settings: String,
    /// Hash of the project's own templates.
    pub templates: String,
    /// Hashes of the definitions of all metrics, by id.
    pub definitions: BTreeMap<String, String>,
}

impl IssueRecord {
    /// What tells it from another issue of its number, as one hash: for whom, of which data and when it was made. Files
    /// that are added to it later do not change that.
    pub fn made(&self) -> String {
        let Self { report, period, issue, client, data_hash, created_at, .. } = self;
        let text = format!("{report}\n{period}\n{issue}\n{client}\n{data_hash}\n{created_at}");
        hash_of(text.as_bytes())[..40].to_owned()
    }
}

impl MadeBy {
    /// Whether it is another program that makes the same from the same: neither what is written in the configuration
    /// and in the files that it names differs, nor the project's templates.
    pub fn differs_by_program_alone(&self, other: &Self) -> bool {
        self.is_written_alike(other) && self.program() != other.program()
    }

    /// Whether configuration, the files that it names, and the project's templates are the same; unknown of records of
    /// earlier versions.
    pub fn is_written_alike(&self, other: &Self) -> bool {
        !self.written.is_empty() && self.written == other.written && self.templates == other.templates
    }

    /// Whether all metrics are defined the same, and the project's templates are the same.
    pub fn is_defined_alike(&self, other: &Self) -> bool {
        self.definitions == other.definitions && self.templates == other.templates
    }

    fn program(&self) -> [&str; 3] {
        [&self.version, &self.build, &self.time_zone_rules]
    }
}

/// One file of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueFile {
    /// Path relative to the folder of the issue, with `/`.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: usize,
    /// Language of a document, such as `zh-CN`.
    pub language: Option<String>,
    /// Edition of a document, `full` or `management`.
    pub edition: Option<String>,
    /// Format by its ending, such as `pdf`.
    pub format: String,
}

/// Which issue of a report is the current one, and how the newest attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// Version of this file's form.
    pub record_version: u32,
    /// Report id.
    pub report: String,
    /// Its quarter.
    pub period: Quarter,
    /// The current issue; `None` when there is none yet.
    pub issue: Option<u32>,
    /// How the newest attempt ended.
    pub status: LatestStatus,
    /// When the run of that attempt started, UTC.
    pub attempted_at: String,
    /// Why it failed or was held, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// How the newest attempt at a report ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LatestStatus {
    /// The current issue is what that attempt made, or found to stand.
    Current,
    /// It failed; the current issue is of an earlier run.
    Failed,
    /// It was held; the current issue is of an earlier run.
    Held,
}

impl IssueFile {
    /// Describes a file; `edition` is that of the documents.
    pub fn of(path: &Path, bytes: &[u8], edition: &str) -> Self {
        let name = path.to_string_lossy().replace('\\', "/");
        let language =
            name.split_once('/').map(|(first, _)| first).filter(|first| crate::domain::Locale::tags().contains(first));
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        Self {
            language: language.map(str::to_owned),
            edition: language.map(|_| edition.to_owned()),
            format: ending,
            sha256: hash_of(bytes),
            bytes: bytes.len(),
            path: name,
        }
    }
}

/// SHA-256 in small hexadecimal letters.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// A record as it is written.
pub(super) fn pretty(record: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(record).expect("a record is plain data");
    bytes.push(b'\n');
    bytes
}
