//! The ledger of deliveries: one SQLite file that knows what was sent to whom.
//!
//! One row per report, period, issue and recipient: planned → sending → sent, failed or unknown. What is
//! written here is on disk before a message leaves, so that a run that dies can never send twice. Beside
//! it every change goes as a line into the receipts of its issue; a ledger that knows less than these
//! receipts is refused.

mod receipts;
mod rows;
mod schema;
#[cfg(test)]
mod tests;

pub use receipts::Receipt;
pub use rows::{Delivery, Key, State, Suppressed};

use crate::domain::Instant;
use receipts::{Others, Receipts};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What stands beside a ledger while it is made anew.
const REBUILDING: &str = ".rebuilding";

/// Why the ledger cannot be used; nothing is sent then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or the database in it.
    #[error("cannot use the ledger `{}`: {source}{}", path.display(), room(is_full(source)))]
    Database {
        /// The ledger.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A file beside it.
    #[error("cannot {action} `{}`: {source}{}", path.display(), room(source.kind() == std::io::ErrorKind::StorageFull))]
    Io {
        /// What was tried.
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It was being made anew when a run died.
    #[error(
        "the ledger `{}` was being made anew and is not whole; nothing is sent: run `quarterdeck send --rebuild-ledger` again",
        path.display()
    )]
    Half {
        /// The ledger.
        path: PathBuf,
    },
    /// A later program has written it.
    #[error(
        "the ledger `{}` was written by a later version of the program (form {found}, this one knows {known}); nothing is \
         sent: use that version",
        path.display()
    )]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its form.
        found: i64,
        /// The last form that this program knows.
        known: i64,
    },
    /// Receipts speak of deliveries that the ledger does not know.
    #[error(
        "the ledger `{}` {what}, but `{}` tells of deliveries; nothing is sent, as somebody might receive a report twice: \
         put the ledger back from a copy, or make it anew from all receipts with `quarterdeck send --rebuild-ledger`",
        path.display(),
        receipt.display()
    )]
    Behind {
        /// The ledger.
        path: PathBuf,
        /// How it is behind.
        what: String,
        /// The receipts that know more.
        receipt: PathBuf,
    },
    /// A line of receipts that nobody can read.
    #[error("`{}`, line {line}: {why}; nothing is sent before it can be read", path.display())]
    Receipt {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// Whether a disk is full, by what SQLite says.
fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

/// What helps when it is.
fn room(full: bool) -> &'static str {
    if full {
        "; nothing more is sent: make room on that disk and run `quarterdeck send` again; what left before its end was \
         known is `unknown`, and is not sent again before `quarterdeck send --resolve`"
    } else {
        ""
    }
}

/// The ledger, with the output folder whose issues it speaks of.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    receipts: Receipts,
    database: Connection,
    /// Tells one ledger from another.
    id: String,
}

impl Ledger {
    /// Opens the ledger for sending, makes it when there are no receipts either, and moves it to the
    /// present form after a copy. What was being sent when a run died becomes unknown.
    ///
    /// # Errors
    /// When it cannot be read or written, is newer than the program, or knows less than the receipts.
    pub fn open(path: &Path, output: &Path, now: Instant) -> Result<Self, Error> {
        whole(path)?;
        let receipts = Receipts::of(output);
        let known = receipts.read()?;
        if let Some(known) = known.first().filter(|_| !path.exists()) {
            return Err(behind(path, "is missing".to_owned(), &known.file));
        }
        let ledger = Self::connect(path, receipts, now)?;
        ledger.agrees(&known)?;
        ledger.interrupted(now)?;
        Ok(ledger)
    }

    /// Whether sending could begin, without changing anything.
    ///
    /// # Errors
    /// As of [`Ledger::open`].
    pub fn check(path: &Path, output: &Path) -> Result<Option<Self>, Error> {
        whole(path)?;
        let known = Receipts::of(output).read()?;
        let ledger = Self::look(path, output)?;
        match (&ledger, known.first()) {
            (Some(ledger), _) => ledger.agrees(&known)?,
            (None, Some(first)) => return Err(behind(path, "is missing".to_owned(), &first.file)),
            (None, None) => {}
        }
        Ok(ledger)
    }

    /// A ledger that knows less than the receipts would send twice.
    fn agrees(&self, known: &[receipts::Found]) -> Result<(), Error> {
        let last = self.last_sequence()?;
        for receipt in known {
            let (id, sequence) = (&receipt.line.ledger, receipt.line.sequence);
            if *id != self.id {
                return Err(behind(&self.path, "is another one".to_owned(), &receipt.file));
            }
            if sequence > last {
                let what = format!("ends with event {last} and is older than event {sequence}");
                return Err(behind(&self.path, what, &receipt.file));
            }
        }
        Ok(())
    }

    /// Makes a ledger from all receipts of an output folder, and from the one that is there where it is the same; a
    /// copy of that one stays aside. What was planned or being sent becomes unknown, and so does what failed for now where the
    /// receipts alone tell of it: nobody can say what has left since. A mark stands beside the ledger meanwhile: one that
    /// was made in part is not used.
    ///
    /// # Errors
    /// When receipts cannot be read or the ledger not be written.
    pub fn rebuild(path: &Path, output: &Path, now: Instant) -> Result<(Self, usize), Error> {
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let receipts = Receipts::of(output);
        let known = receipts.read()?;
        let mark = with_ending(path, REBUILDING);
        // The ledger that an interrupted attempt began with.
        let begun = std::fs::read_to_string(&mark).unwrap_or_default();
        let mut ids: BTreeSet<&str> = known.iter().map(|one| one.line.ledger.as_str()).collect();
        ids.extend(Some(begun.trim()).filter(|id| !id.is_empty()));
        let old = match Self::look(path, output) {
            // A file that is no ledger any more tells nothing; one of a later program would tell something.
            Err(Error::Database { .. }) if !ids.is_empty() => None,
            found => found?.filter(|old| ids.is_empty() || ids.contains(old.id.as_str())),
        };
        let others = match &old {
            Some(old) => Others { id: old.id.clone(), last: old.last_sequence()?, rows: old.rows(None)? },
            None => Others::default(),
        };
        let suppressed = old.as_ref().map_or(Ok(Vec::new()), Self::suppressed)?;
        drop(old);
        let io = |action: &'static str, path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { action, path, source }
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(io("make the folder", folder))?;
        }
        if begun.is_empty() {
            let write = |mut file: std::fs::File| file.write_all(others.id.as_bytes()).and_then(|()| file.sync_all());
            std::fs::File::create(&mark).and_then(write).map_err(io("write", &mark))?;
        }
        let part = with_ending(path, ".quarterdeck-part");
        for ending in ["", "-wal", "-shm"] {
            let left = with_ending(&part, ending);
            if left.exists() {
                std::fs::remove_file(&left).map_err(io("remove", &left))?;
            }
        }
        let made = {
            let ledger = Self::connect(&part, receipts, now)?;
            for one in suppressed {
                ledger.suppress(&one.address, &one.reason, one.since)?;
            }
            let made = ledger.take(known, others, now)?;
            ledger.database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(refused(&part))?;
            made
        };
        if path.exists() {
            // Kept in a copy, so that at no moment there is none.
            let aside = with_ending(path, &format!(".before-{}", now.0));
            let all = Connection::open(path).and_then(|old| old.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
            drop(all);
            std::fs::copy(path, &aside).map_err(io("keep aside", path))?;
            for ending in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(with_ending(path, ending));
            }
        }
        std::fs::rename(&part, path).map_err(io("write", path))?;
        std::fs::remove_file(&mark).map_err(io("remove", &mark))?;
        Ok((Self::connect(path, Receipts::of(output), now)?, made))
    }

    /// Reads the ledger without changing it; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read or is newer than the program.
    pub fn look(path: &Path, output: &Path) -> Result<Option<Self>, Error> {
        if !path.exists() {
            return Ok(None);
        }
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags).map_err(refused(path))?;
        schema::version(&database, path)?;
        let id = schema::id(&database).map_err(refused(path))?.unwrap_or_default();
        Ok(Some(Self { path: path.to_owned(), receipts: Receipts::of(output), database, id }))
    }

    fn connect(path: &Path, receipts: Receipts, now: Instant) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let failed = |source| Error::Io { action: "make the folder", path: folder.to_owned(), source };
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let database = Connection::open(path).map_err(refused(path))?;
        schema::prepare(&database, path, now)?;
        let id = schema::id(&database).map_err(refused(path))?.unwrap_or_default();
        Ok(Self { path: path.to_owned(), receipts, database, id })
    }

    /// The last event that the ledger knows.
    fn last_sequence(&self) -> Result<i64, Error> {
        let query = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
        let last = self.database.query_row(query, [], |row| row.get(0)).optional();
        Ok(last.map_err(refused(&self.path))?.unwrap_or(0))
    }

    /// What was being sent when a run died: nobody knows whether it arrived.
    fn interrupted(&self, now: Instant) -> Result<(), Error> {
        for row in self.rows(Some(State::Sending))? {
            let reply = "the program ended before the answer came";
            self.change(&row.key, State::Unknown, (now, reply), |_| {})?;
        }
        Ok(())
    }

    /// Remembers that an address takes no mail.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn suppress(&self, address: &str, reason: &str, now: Instant) -> Result<(), Error> {
        let text =
            "INSERT INTO suppression (address, since, reason) VALUES (?1, ?2, ?3) ON CONFLICT (address) DO NOTHING";
        self.database.execute(text, params![address, now.0, reason]).map_err(refused(&self.path)).map(drop)
    }

    /// Clears an address; whether it was suppressed.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn clear(&self, address: &str) -> Result<bool, Error> {
        let cleared = self.database.execute("DELETE FROM suppression WHERE address = ?1", [address]);
        Ok(cleared.map_err(refused(&self.path))? > 0)
    }

    /// Every address that takes no mail, by address.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn suppressed(&self) -> Result<Vec<Suppressed>, Error> {
        let query = || -> rusqlite::Result<Vec<Suppressed>> {
            let mut statement =
                self.database.prepare("SELECT address, since, reason FROM suppression ORDER BY address")?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(Suppressed { address: row.get(0)?, since: Instant(row.get(1)?), reason: row.get(2)? })
            };
            statement.query_map([], row)?.collect()
        };
        query().map_err(refused(&self.path))
    }
}

/// A ledger of which a part was made anew is not used.
fn whole(path: &Path) -> Result<(), Error> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match with_ending(path, REBUILDING).exists() {
        true => Err(Error::Half { path: path.to_owned() }),
        false => Ok(()),
    }
}

fn behind(path: &Path, what: String, receipt: &Path) -> Error {
    Error::Behind { path: path.to_owned(), what, receipt: receipt.to_owned() }
}

fn refused(path: &Path) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |source| Error::Database { path: path.to_owned(), source }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
