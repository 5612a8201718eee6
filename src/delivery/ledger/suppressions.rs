//! Addresses that take no mail: in the ledger, and in a file of the output folder that outlives it.

use super::{Error, Ledger, refused};
use crate::domain::Instant;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// Where they are kept beside the ledger, in the output folder.
const FILE: &str = "suppressed.json";

/// An address that takes no mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// Address in small letters.
    pub address: String,
    /// Since when.
    pub since: Instant,
    /// Why.
    pub reason: String,
}

impl Ledger {
    /// Remembers that an address takes no mail.
    ///
    /// # Errors
    /// When the ledger or the file beside it cannot be written.
    pub fn suppress(&self, address: &str, reason: &str, now: Instant) -> Result<(), Error> {
        let one = Suppressed { address: address.to_owned(), since: now, reason: reason.to_owned() };
        let mut all = self.suppressed()?;
        if all.iter().all(|known| known.address != address) {
            all.push(one.clone());
            // First: what a run that dies leaves here is taken over by the next.
            self.keep(&all)?;
        }
        self.insert(&one)
    }

    /// Clears an address; whether it was suppressed.
    ///
    /// # Errors
    /// When the ledger or the file beside it cannot be written.
    pub fn clear(&self, address: &str) -> Result<bool, Error> {
        let cleared = self.database.execute("DELETE FROM suppression WHERE address = ?1", [address]);
        let cleared = cleared.map_err(refused(&self.path))? > 0;
        if cleared {
            self.keep(&self.suppressed()?)?;
        }
        Ok(cleared)
    }

    /// Every address that takes no mail, by address.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn suppressed(&self) -> Result<Vec<Suppressed>, Error> {
        let query = || -> rusqlite::Result<Vec<Suppressed>> {
            let mut statement =
                self.database.prepare("SELECT address, since, reason FROM suppression ORDER BY address")?;
            let row = |row: &Row<'_>| {
                Ok(Suppressed { address: row.get(0)?, since: Instant(row.get(1)?), reason: row.get(2)? })
            };
            statement.query_map([], row)?.collect()
        };
        query().map_err(refused(&self.path))
    }

    /// Ledger and file tell of the same addresses afterwards: all that one of them knows.
    pub(super) fn share_suppressed(&self) -> Result<(), Error> {
        let kept = self.kept()?;
        kept.iter().try_for_each(|one| self.insert(one))?;
        let all = self.suppressed()?;
        if all.len() > kept.len() { self.keep(&all) } else { Ok(()) }
    }

    fn insert(&self, one: &Suppressed) -> Result<(), Error> {
        let text =
            "INSERT INTO suppression (address, since, reason) VALUES (?1, ?2, ?3) ON CONFLICT (address) DO NOTHING";
        let done = self.database.execute(text, params![one.address, one.since.0, one.reason]);
        done.map_err(refused(&self.path)).map(drop)
    }

    fn file(&self) -> PathBuf {
        self.receipts.output().join(FILE)
    }

    /// What the file tells; nothing when there is none.
    fn kept(&self) -> Result<Vec<Suppressed>, Error> {
        let path = self.file();
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| Error::Receipt {
                path,
                line: error.line(),
                why: error.to_string(),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(Error::Io { action: "read", path, source }),
        }
    }

    /// Writes the file whole or not at all.
    fn keep(&self, all: &[Suppressed]) -> Result<(), Error> {
        let path = self.file();
        let part = path.with_file_name(format!(".{FILE}.quarterdeck-part"));
        let mut bytes = serde_json::to_vec_pretty(all).expect("addresses are plain data");
        bytes.push(b'\n');
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(self.receipts.output())?;
            let mut file = File::create(&part)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        write().map_err(|source| Error::Io { action: "write", path: path.clone(), source })
    }
}
