//! The key of pseudonyms: configured, else in a file beside the ledger that is made once and kept.

use super::courier::read_secret;
use super::outbox::{Error, Outbox};
use crate::config::Config;
use crate::domain::hex;
use crate::privacy::Key;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Name of the file beside the ledger.
const FILE: &str = "pseudonyms.key";
/// Name of the file in the output folder that tells one key from another.
const MARK: &str = ".pseudonyms";
/// Bytes of a key that is made.
const BYTES: usize = 32;

/// Whether a key that is made is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// In its file, for all later runs.
    Kept,
    /// For this run only: nothing is written.
    Passing,
}

/// Why there is no key. Nothing of it is told.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The configured secret.
    #[error("the key of pseudonyms: {0}")]
    Secret(String),
    /// Its file.
    #[error("cannot {action} the key of pseudonyms `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file with nothing in it: what was printed before cannot be printed again.
    #[error(
        "the key of pseudonyms `{}` is empty; put it back from a copy, or remove the file: every id then has another \
         pseudonym",
        .0.display()
    )]
    Empty(PathBuf),
}

/// Keeps what tells a key from another in the output folder.
///
/// # Errors
/// When the folder holds pseudonyms of another key: every report would get a new issue, and be sent again.
pub fn same_key(held: &Outbox, fingerprint: &str) -> Result<(), Error> {
    match held.earlier(Path::new(MARK)) {
        Some(known) if String::from_utf8_lossy(&known).trim() == fingerprint => Ok(()),
        Some(_) => Err(Error::OtherKey { root: held.root().to_owned(), mark: held.root().join(MARK) }),
        None => held.write(Path::new(MARK), format!("{fingerprint}\n").as_bytes()).map(drop),
    }
}

/// The key by which ids are hashed.
///
/// # Errors
/// When a configured key cannot be had, or its file be read or made.
pub fn pseudonym_key(
    config: &Config,
    environment: &BTreeMap<String, String>,
    keeping: Keeping,
) -> Result<Key, KeyError> {
    if let Some(secret) = &config.pseudonym_key {
        return read_secret(secret, environment).map(|text| Key::of_secret(&text)).map_err(KeyError::Secret);
    }
    let path = config.ledger.with_file_name(FILE);
    let key = kept(&path, keeping);
    if keeping == Keeping::Kept && key.is_ok() {
        clear(&path);
    }
    key
}

/// The key of a file, which is made when it is not there.
fn kept(path: &Path, keeping: Keeping) -> Result<Key, KeyError> {
    let path = path.to_owned();
    match std::fs::read_to_string(&path) {
        Ok(text) if text.trim().is_empty() => Err(KeyError::Empty(path)),
        Ok(text) => Ok(Key::of_secret(text.trim())),
        Err(error) if error.kind() == ErrorKind::NotFound => made(&path, keeping),
        Err(source) => Err(KeyError::Io { action: "read", path, source }),
    }
}

fn made(path: &Path, keeping: Keeping) -> Result<Key, KeyError> {
    let failed = |action: &'static str, source| KeyError::Io { action, path: path.to_owned(), source };
    let mut bytes = [0; BYTES];
    fill(&mut bytes).map_err(|source| failed("make", source))?;
    let text = hex(bytes);
    if keeping == Keeping::Passing {
        return Ok(Key::of_secret(&text));
    }
    match write_new(path, &text) {
        Ok(()) => Ok(Key::of_secret(&text)),
        // Another run made it first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists || path.exists() => {
            let text = std::fs::read_to_string(path).map_err(|source| failed("read", source))?;
            if text.trim().is_empty() { Err(KeyError::Empty(path.to_owned())) } else { Ok(Key::of_secret(text.trim())) }
        }
        Err(source) => Err(failed("write", source)),
    }
}

/// Writes the file whole or not at all, for its owner only, and never over another.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let part = path.with_extension(format!("key.{}.quarterdeck-part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = options.open(&part)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        std::fs::hard_link(&part, path)
    };
    let written = write();
    let _ = std::fs::remove_file(&part);
    written
}

/// Removes what runs that died while they made the key have left beside it; the key itself stands by now.
fn clear(path: &Path) {
    let own = |name: &str| name.starts_with("pseudonyms.key.") && name.ends_with(".quarterdeck-part");
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(own) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn fill(bytes: &mut [u8]) -> std::io::Result<()> {
    use rand::TryRng;
    rand::rngs::SysRng.try_fill_bytes(bytes).map_err(std::io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_by_all_later_runs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger").join(FILE);
        let passing = made(&path, Keeping::Passing).unwrap();
        assert!(!path.exists(), "who only looks writes nothing");
        let kept = made(&path, Keeping::Kept).unwrap();
        assert!(kept != passing && kept == made(&path, Keeping::Kept).unwrap(), "never over another");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing else stays");
        let part = path.with_file_name("pseudonyms.key.7.quarterdeck-part");
        std::fs::write(&part, "half").unwrap();
        clear(&path);
        assert!(!part.exists() && path.exists(), "what a died run left goes, the key stays");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
