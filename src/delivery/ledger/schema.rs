//! The forms of the ledger: each step leads from one to the next, and none leads back.

use super::{Error, refused, with_ending};
use crate::domain::{Instant, hex};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::time::Duration;

/// What leads from each form to the next; their number is the present form.
const STEPS: [&str; 3] = [
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
     CREATE TABLE delivery (
       report TEXT NOT NULL, period TEXT NOT NULL, issue INTEGER NOT NULL, recipient TEXT NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'failed', 'unknown')),
       temporary INTEGER NOT NULL, message_id TEXT NOT NULL UNIQUE, dated_at INTEGER NOT NULL,
       copy INTEGER NOT NULL, attempts INTEGER NOT NULL, sha256 TEXT NOT NULL, body_sha256 TEXT NOT NULL,
       reply TEXT NOT NULL, updated_at INTEGER NOT NULL,
       PRIMARY KEY (report, period, issue, recipient)) STRICT;
     CREATE TABLE event (
       sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL,
       issue INTEGER NOT NULL, recipient TEXT NOT NULL, event TEXT NOT NULL, detail TEXT NOT NULL) STRICT;",
    "CREATE TABLE suppression (address TEXT PRIMARY KEY, since INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;",
    "ALTER TABLE delivery ADD COLUMN made TEXT NOT NULL DEFAULT '';",
];

/// The present form.
pub(super) const PRESENT: i64 = STEPS.len() as i64;

/// The form of a ledger.
pub(super) fn version(database: &Connection, path: &Path) -> Result<i64, Error> {
    let found: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(refused(path))?;
    match found > PRESENT {
        true => Err(Error::Newer { path: path.to_owned(), found, known: PRESENT }),
        false => Ok(found),
    }
}

/// What tells one ledger from another.
pub(super) fn id(database: &Connection) -> rusqlite::Result<Option<String>> {
    database.query_row("SELECT value FROM meta WHERE key = 'id'", [], |row| row.get(0)).optional()
}

/// Moves a ledger to the present form; one that holds deliveries is copied before.
pub(super) fn prepare(database: &Connection, path: &Path, now: Instant) -> Result<(), Error> {
    database.busy_timeout(Duration::from_secs(10)).map_err(refused(path))?;
    let found = version(database, path)?;
    if found == PRESENT {
        return durable(database).map_err(refused(path));
    }
    if found > 0 {
        let copy = with_ending(path, &format!(".form-{found}"));
        if !copy.exists() {
            database.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).map_err(refused(path))?;
        }
    }
    let move_on = || -> rusqlite::Result<()> {
        durable(database)?;
        let transaction = database.unchecked_transaction()?;
        for step in &STEPS[usize::try_from(found).unwrap_or_default()..] {
            transaction.execute_batch(step)?;
        }
        if id(&transaction)?.is_none() {
            // Two computers may make one at the same moment, under the same name, as the same process.
            let chance = RandomState::new().build_hasher().finish();
            let text = format!("{}\n{}\n{}\n{chance}", path.display(), now.0, std::process::id());
            let name = hex(&Sha256::digest(text)[..8]);
            transaction.execute("INSERT INTO meta (key, value) VALUES ('id', ?1)", [name])?;
        }
        transaction.pragma_update(None, "user_version", PRESENT)?;
        transaction.commit()
    };
    move_on().map_err(refused(path))
}

/// What is committed is on disk before anything else happens.
fn durable(database: &Connection) -> rusqlite::Result<()> {
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.pragma_update(None, "foreign_keys", "ON")
}
