//! The ledger of deliveries: one SQLite file that knows what was sent to whom.
//!
//! One row per report, period, issue and recipient: planned → sending → sent, failed or unknown. What is
//! written here is on disk before a message leaves, so that a run that dies can never send twice. Beside
//! it every change goes as a line into the receipts of its issue; a ledger that knows less than these
//! receipts is refused.

mod error;
mod receipts;
mod rows;
mod schema;
mod suppressions;
#[cfg(test)]
mod tests;

pub use error::{ACCEPT, Error};
pub use receipts::Receipt;
pub use rows::{Delivery, Key, State};
pub use suppressions::Suppressed;

use crate::domain::{Instant, Zone};
use receipts::{Others, Receipts};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What stands beside a ledger while it is made anew.
const REBUILDING: &str = ".rebuilding";

/// Clocks of two computers may differ by so much; microseconds.
const SKEW: i64 = 60_000_000;

/// The ledger, with the output folder whose issues it speaks of.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    receipts: Receipts,
    database: Connection,
    /// Tells one ledger from another.
    id: String,
    /// The form in which it is read.
    form: i64,
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
        ledger.belongs(&known)?;
        ledger.is_past(now)?;
        ledger.set("output", &here(output))?;
        ledger.share_suppressed()?;
        ledger.interrupted(now)?;
        Ok(ledger)
    }

    /// Takes a ledger as the one of this output folder, made anew where there is none: what was another folder's, is new
    /// or was written by a wrong clock goes on from here.
    ///
    /// # Errors
    /// As of [`Ledger::open`], but for these.
    pub fn accept(path: &Path, output: &Path, now: Instant) -> Result<Self, Error> {
        whole(path)?;
        let receipts = Receipts::of(output);
        let known = receipts.read()?;
        if let Some(known) = known.first().filter(|_| !path.exists()) {
            return Err(behind(path, "is missing".to_owned(), &known.file));
        }
        let ledger = Self::connect(path, receipts, now)?;
        ledger.agrees(&known)?;
        ledger.set("output", &here(output))?;
        ledger.set("accepted", &ledger.last_sequence()?.to_string())?;
        ledger.share_suppressed()?;
        ledger.interrupted(now)?;
        Ok(ledger)
    }

    /// Whether sending could begin, without changing anything.
    ///
    /// # Errors
    /// As of [`Ledger::open`].
    pub fn check(path: &Path, output: &Path, now: Instant) -> Result<Option<Self>, Error> {
        whole(path)?;
        let known = Receipts::of(output).read()?;
        let ledger = Self::look(path, output)?;
        match (&ledger, known.first()) {
            (Some(ledger), _) => {
                ledger.agrees(&known)?;
                ledger.belongs(&known)?;
                ledger.is_past(now)?;
            }
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

    /// The ledger of another output folder knows nothing of this one: the same ids may mean other reports.
    fn belongs(&self, known: &[receipts::Found]) -> Result<(), Error> {
        let here = here(self.receipts.output());
        let elsewhere = |output: &str| Error::Elsewhere { path: self.path.clone(), output: PathBuf::from(output) };
        match self.get("output")? {
            Some(output) if output == here => Ok(()),
            // One that was moved has its receipts with it, and none are left where it was.
            Some(output) if known.is_empty() => Err(elsewhere(&output)),
            Some(output) => match Receipts::of(Path::new(&output)).read()?.iter().any(|one| one.line.ledger == self.id)
            {
                true => Err(elsewhere(&output)),
                false => Ok(()),
            },
            // Ledgers of earlier forms do not say whose they are.
            None if known.is_empty() && !self.rows(None)?.is_empty() => Err(elsewhere("(unknown)")),
            None => Ok(()),
        }
    }

    /// By a clock that was set back nothing is due, and a message would be dated before the one that it follows.
    fn is_past(&self, now: Instant) -> Result<(), Error> {
        let accepted: i64 = self.get("accepted")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let query = "SELECT max(at) FROM event WHERE sequence > ?1";
        let last: Option<i64> =
            self.database.query_row(query, [accepted], |row| row.get(0)).map_err(refused(&self.path))?;
        let said = |at: i64| Instant(at).in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        match last.filter(|last| *last > now.0.saturating_add(SKEW)) {
            Some(last) => Err(Error::Later { path: self.path.clone(), last: said(last), now: said(now.0) }),
            None => Ok(()),
        }
    }

    /// What a ledger says of itself; none in one of before the first form.
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        let found = self.database.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0));
        found.optional().map_err(refused(&self.path))
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Error> {
        if self.get(key)?.as_deref() == Some(value) {
            return Ok(());
        }
        let text =
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.database.execute(text, [key, value]).map_err(refused(&self.path)).map(drop)
    }

    /// What tells this ledger from another.
    pub fn id(&self) -> &str {
        &self.id
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
            ledger.share_suppressed()?;
            for one in suppressed {
                ledger.suppress(&one.address, &one.reason, one.since)?;
            }
            let made = ledger.take(known, others, now)?;
            ledger.set("output", &here(output))?;
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
        let form = schema::version(&database, path)?;
        let id = schema::id(&database).map_err(refused(path))?.unwrap_or_default();
        Ok(Some(Self { path: path.to_owned(), receipts: Receipts::of(output), database, id, form }))
    }

    fn connect(path: &Path, receipts: Receipts, now: Instant) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let failed = |source| Error::Io { action: "make the folder", path: folder.to_owned(), source };
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let database = Connection::open(path).map_err(refused(path))?;
        schema::prepare(&database, path, now)?;
        let id = schema::id(&database).map_err(refused(path))?.unwrap_or_default();
        Ok(Self { path: path.to_owned(), receipts, database, id, form: schema::PRESENT })
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
}

/// A ledger of which a part was made anew is not used.
fn whole(path: &Path) -> Result<(), Error> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match with_ending(path, REBUILDING).exists() {
        true => Err(Error::Half { path: path.to_owned() }),
        false => Ok(()),
    }
}

/// An output folder by its name on this computer.
fn here(output: &Path) -> String {
    let whole = output.canonicalize().or_else(|_| std::path::absolute(output));
    whole.unwrap_or_else(|_| output.to_owned()).display().to_string()
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
