//! Staged parts and their records, kept by content, mapping, rules of time zones and program version.
//!
//! An entry is complete once its record exists; parts are renamed into place before it, so that
//! several threads and processes may stage the same file at once.

use super::decide::Decisions;
use super::evidence::Evidence;
use super::lookup::Lookups;
use super::part::joined;
use super::stager::Chunk;
use super::{Error, FileNotes, Reject, StagedFile};
use crate::cache;
use crate::config::Source;
use crate::diagnostic::Place;
use crate::domain::{ColumnType, Zone, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// What is kept beside the parts of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The value of `_file`.
    pub file: String,
    /// Data rows found.
    pub rows_in: u64,
    /// Its parts, in order.
    pub parts: Vec<KeptPart>,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// How it was read.
    pub notes: FileNotes,
    /// Columns that it supplies.
    pub mapped: BTreeSet<String>,
    /// What the cells of its columns show.
    pub evidence: BTreeMap<String, Evidence>,
}

/// One part of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptPart {
    /// Its rows.
    pub rows: u64,
    /// Its size, which shows whether it is whole.
    pub bytes: u64,
    /// The checksum of its bytes.
    pub checksum: u32,
}

/// The place of one file, read by one source, in the cache.
#[derive(Clone, Debug)]
pub struct Entry {
    folder: PathBuf,
    key: String,
    unique: u64,
}

impl Record {
    /// Rows staged.
    pub fn rows_staged(&self) -> u64 {
        self.parts.iter().map(|part| part.rows).sum()
    }
}

impl Entry {
    /// The entry of a file by its hash, its name, its mapping, what its columns have decided, the files that
    /// they are looked up in and the rules of time zones; where the mapping is written does not count.
    pub fn new(
        folder: &Path,
        sha256: &str,
        file: &str,
        (source, extra, decisions, lookups): (&Source, &[(String, ColumnType)], &Decisions, &Lookups),
    ) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let nowhere = Place::file("");
        let mapping = Source { place: nowhere, places: BTreeMap::new(), ..source.clone() };
        let text =
            format!("{}\n{}\n{sha256}\n{file}\n{mapping:?}\n{extra:?}\n{decisions:?}", cache::VERSION, Zone::rules());
        let hashes = lookups.iter().map(|(column, joined)| format!("\n{column} {}", joined.raw.sha256));
        let text = text + &hashes.collect::<String>();
        let digest = Sha256::digest(text.as_bytes());
        let key = hex(digest);
        Self { folder: folder.to_owned(), key, unique: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// The record, when the entry is complete and undamaged.
    pub fn load(&self) -> Option<Record> {
        let record: Record = serde_json::from_slice(&cache::read(&self.record_path())?).ok()?;
        let whole = |(index, part): (usize, &KeptPart)| {
            let path = self.part_path(index);
            fs::metadata(&path).is_ok_and(|found| found.len() == part.bytes)
                && cache::checksum_of(&path).is_ok_and(|sum| sum == part.checksum)
        };
        record.parts.iter().enumerate().all(whole).then_some(record)
    }

    /// The staged files of a record.
    pub fn files(&self, record: &Record, source: usize) -> Vec<StagedFile> {
        let file =
            |(index, part): (usize, &KeptPart)| StagedFile { path: self.part_path(index), rows: part.rows, source };
        record.parts.iter().enumerate().map(file).collect()
    }

    /// A name that nobody else writes to.
    pub fn temporary(&self, part: usize) -> PathBuf {
        let (process, unique) = (std::process::id(), self.unique);
        self.folder.join(format!("{}-{part:05}.{process}-{unique}.tmp", self.key))
    }

    /// A name for what was packed, until it has been read.
    pub fn unpacked(&self) -> PathBuf {
        let (process, unique) = (std::process::id(), self.unique);
        self.folder.join(format!("{}-unpacked.{process}-{unique}.tmp", self.key))
    }

    /// Renames the parts into place and then writes the record.
    pub fn keep(&self, chunks: Vec<Chunk>, mut record: Record) -> Result<Record, Error> {
        for mut chunk in chunks {
            record.rows_in += chunk.rows_in;
            record.notes.naive_timestamps += chunk.naive;
            record.rejects.append(&mut chunk.rejects);
            if let Some(part) = chunk.part {
                let path = self.part_path(record.parts.len());
                let failed = |source| Error::Io { action: "write", path: path.clone(), source };
                let checksum = cache::checksum_of(&part.path).map_err(failed)?;
                fs::rename(&part.path, &path).map_err(failed)?;
                record.notes.covers = joined(record.notes.covers, part.covers);
                record.parts.push(KeptPart { rows: part.rows, bytes: part.bytes, checksum });
            }
        }
        let bytes = serde_json::to_vec(&record).expect("a record has no map with other keys than text");
        let temporary = self.temporary(record.parts.len());
        let failed = |source| Error::Io { action: "write", path: self.record_path(), source };
        fs::write(&temporary, cache::seal(&bytes)).map_err(failed)?;
        fs::rename(&temporary, self.record_path()).map_err(failed)?;
        Ok(record)
    }

    /// Removes what a refused file left under temporary names.
    pub fn discard(&self, chunks: &[Chunk]) {
        for part in chunks.iter().filter_map(|chunk| chunk.part.as_ref()) {
            // A file that cannot be removed is never read: only its record would name it.
            let _ = fs::remove_file(&part.path);
        }
    }

    fn part_path(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{}-{index:05}.parquet", self.key))
    }

    fn record_path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.key))
    }
}
