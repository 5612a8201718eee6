//! Receipts: what the ledger knows of an issue, kept beside the issue, one JSON object a line.
//!
//! They outlive a lost ledger, and freeze the issue that they speak of.

use super::Error;
use super::rows::{Delivery, Key, State};
use crate::domain::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One change of a delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The ledger that it is written in.
    pub ledger: String,
    /// Its number there.
    pub sequence: i64,
    /// When, UTC.
    pub at: String,
    /// The delivery as it then was.
    #[serde(flatten)]
    pub delivery: Delivery,
}

/// The receipts of an output folder.
#[derive(Debug)]
pub(super) struct Receipts {
    output: PathBuf,
}

/// A receipt with the file that holds it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) file: PathBuf,
    pub(super) line: Receipt,
}

impl Receipts {
    pub(super) fn of(output: &Path) -> Self {
        Self { output: output.to_owned() }
    }

    /// The output folder.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    /// Where the receipts of an issue stand.
    pub(super) fn file(&self, key: &Key) -> PathBuf {
        let folder = self.output.join(&key.period).join(&key.report).join("receipts");
        folder.join(format!("issue-{}.ndjson", key.issue))
    }

    /// Adds one, and does not return before it is on disk.
    pub(super) fn add(&self, receipt: &Receipt) -> Result<(), Error> {
        let path = self.file(&receipt.delivery.key);
        let mut line = serde_json::to_vec(receipt).expect("a receipt is plain data");
        line.push(b'\n');
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let new = !path.exists();
            let mut file = File::options().create(true).truncate(false).read(true).write(true).open(&path)?;
            // What a died run left of a line: the ledger has it whole, and nothing left before it was written.
            let mut before = Vec::new();
            file.read_to_end(&mut before)?;
            let whole = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            file.set_len(whole as u64)?;
            file.seek(SeekFrom::Start(whole as u64))?;
            file.write_all(&line)?;
            file.sync_data()?;
            // The name of a new file is in its folder.
            if let Some(folder) = path.parent().filter(|_| new) {
                File::open(folder).and_then(|folder| folder.sync_all()).ok();
            }
            Ok(())
        };
        write().map_err(|source| Error::Io { action: "write the receipt", path: path.clone(), source })
    }

    /// Writes the receipts of a ledger that was made anew, each file whole in the place of the former one, which is kept
    /// beside it: at no moment is a file missing.
    pub(super) fn replace(&self, files: &BTreeSet<PathBuf>, lines: &[Receipt], now: Instant) -> Result<(), Error> {
        let mut texts: BTreeMap<PathBuf, Vec<u8>> = files.iter().map(|file| (file.clone(), Vec::new())).collect();
        for receipt in lines {
            let text = texts.entry(self.file(&receipt.delivery.key)).or_default();
            serde_json::to_writer(&mut *text, receipt).expect("a receipt is plain data");
            text.push(b'\n');
        }
        for (path, text) in texts {
            let failed = |action: &'static str| {
                let path = path.clone();
                move |source| Error::Io { action, path, source }
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let part = path.with_file_name(format!(".{name}.quarterdeck-part"));
            let aside = path.with_extension(format!("before-{}", now.0));
            let folder = path.parent().unwrap_or(&self.output);
            fs::create_dir_all(folder).map_err(failed("make the folder of"))?;
            let write =
                || File::create(&part).and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
            write().map_err(failed("write the receipts"))?;
            if path.exists() && !aside.exists() {
                fs::copy(&path, &aside).map_err(failed("keep aside"))?;
            }
            fs::rename(&part, &path).map_err(failed("write the receipts"))?;
        }
        Ok(())
    }

    /// Every receipt of the folder, file by file. A last line without its end is what a died run left.
    pub(super) fn read(&self) -> Result<Vec<Found>, Error> {
        let mut found = Vec::new();
        let walk = WalkDir::new(&self.output).follow_links(true).min_depth(4).max_depth(4).sort_by_file_name();
        for entry in walk {
            let entry = match entry {
                // Nothing was ever written, or a run has taken away its temporary folder.
                Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
                // A receipt that is not seen is a message sent again.
                entry => entry.map_err(|error| Error::Io {
                    action: "look for receipts in",
                    path: error.path().unwrap_or(&self.output).to_owned(),
                    source: error.into(),
                })?,
            };
            let path = entry.path();
            if !entry.file_type().is_file() {
                continue;
            }
            let inside = path.parent().and_then(Path::file_name).is_some_and(|name| name == "receipts");
            if !inside || path.extension().is_none_or(|ending| ending != "ndjson") {
                continue;
            }
            let failed = |source| Error::Io { action: "read the receipts", path: path.to_owned(), source };
            let bytes = fs::read(path).map_err(failed)?;
            let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            for (number, line) in bytes[..whole].split(|byte| *byte == b'\n').enumerate() {
                if line.is_empty() {
                    continue;
                }
                let wrong = |error: serde_json::Error| Error::Receipt {
                    path: path.to_owned(),
                    line: number + 1,
                    why: error.to_string(),
                };
                found.push(Found { file: path.to_owned(), line: serde_json::from_slice(line).map_err(wrong)? });
            }
        }
        Ok(found)
    }
}

impl super::Ledger {
    /// Takes the last state of every delivery of the receipts and of another ledger, the more advanced one of two, into
    /// this empty one, in one step; then the receipts of this ledger take the place of the others, file by file, which
    /// are kept under another name. Yields how many there are.
    pub(super) fn take(&self, mut known: Vec<Found>, others: Others, now: Instant) -> Result<usize, Error> {
        known.sort_by_key(|one| one.line.sequence);
        let files: BTreeSet<PathBuf> = known.iter().map(|one| one.file.clone()).collect();
        let mut last: BTreeMap<Key, Delivery> = BTreeMap::new();
        // What the other ledger has seen itself: its row is the later one.
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        for one in known {
            let key = one.line.delivery.key.clone();
            match one.line.ledger == others.id && one.line.sequence <= others.last {
                true => _ = seen.insert(key.clone()),
                false => _ = seen.remove(&key),
            }
            last.insert(key, one.line.delivery);
        }
        let told: BTreeSet<Key> = others.rows.iter().map(|row| row.key.clone()).collect();
        for row in others.rows {
            match last.get(&row.key) {
                Some(one) if !seen.contains(&row.key) && advanced(one) >= advanced(&row) => {}
                _ => _ = last.insert(row.key.clone(), row),
            }
        }
        for row in last.values_mut() {
            // Without a ledger a later attempt may have been forgotten.
            let forgotten = row.state == State::Failed && row.temporary && !told.contains(&row.key);
            if forgotten || matches!(row.state, State::Planned | State::Sending) {
                row.state = State::Unknown;
                row.reply = "the ledger was made anew from receipts".to_owned();
            }
        }
        let lines = self.record_all(last.values(), now, "rebuilt")?;
        self.receipts.replace(&files, &lines, now)?;
        Ok(last.len())
    }
}

/// What another ledger tells.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Its name; empty where there is none.
    pub(super) id: String,
    /// The number of its last event.
    pub(super) last: i64,
    pub(super) rows: Vec<Delivery>,
}

/// How much is known to have happened.
fn advanced(row: &Delivery) -> u8 {
    match (row.state, row.temporary) {
        (State::Planned, _) => 0,
        (State::Failed, true) => 1,
        (State::Failed, false) => 2,
        (State::Sending | State::Unknown, _) => 3,
        (State::Sent, _) => 4,
    }
}
