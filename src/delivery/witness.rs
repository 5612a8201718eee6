//! What tells, in the cache, that a project has sent: a ledger that is gone together with the output folder is missed.
//!
//! A share that is not mounted looks like a project that never sent anything.

use super::issue::hash_of;
use super::ledger::{Error, Ledger};
use crate::config::Config;
use crate::domain::{Instant, Zone};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

/// What is known of the ledger with which a project last sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// What tells that ledger from another.
    ledger: String,
    /// When it was last sent with, UTC.
    since: String,
}

/// Whether a ledger may be begun or used: this project has not sent with another one.
///
/// # Errors
/// When it has.
pub(super) fn agrees(config: &Config, ledger: Option<&Ledger>) -> Result<(), Error> {
    let witness = file(config);
    let known = fs::read(&witness).ok().and_then(|bytes| serde_json::from_slice::<Known>(&bytes).ok());
    let Some(known) = known.filter(|known| ledger.is_none_or(|ledger| known.ledger != ledger.id())) else {
        return Ok(());
    };
    let what = if ledger.is_some() { "is another one" } else { "is missing" };
    Err(Error::Gone { path: config.ledger.clone(), what, since: known.since, witness })
}

/// Says that the project sends with this ledger. Where that cannot be written, the next loss is not noticed by it.
pub(super) fn tell(config: &Config, ledger: &Ledger, now: Instant) {
    let since = now.in_zone(Zone::utc()).format("%Y-%m-%d").to_string();
    let known = Known { ledger: ledger.id().to_owned(), since };
    let bytes = serde_json::to_vec(&known).expect("a witness is plain data");
    let (path, part) = (file(config), file(config).with_extension(format!("{}-0.tmp", std::process::id())));
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(&config.cache)?;
        let mut file = File::create(&part)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)
    };
    if fs::read(&path).is_ok_and(|before| before == bytes) {
        return;
    }
    if write().is_err() {
        let _ = fs::remove_file(&part);
    }
}

/// One for each configuration that the cache serves; no entry of the cache, so that clearing it leaves this.
fn file(config: &Config) -> PathBuf {
    let whole = config.file.canonicalize().unwrap_or_else(|_| config.file.clone());
    config.cache.join(format!("{}.sent", &hash_of(whole.display().to_string().as_bytes())[..40]))
}
