//! Raw files are opened here only, and stay what they were when they were hashed.

use super::Identity;
use super::database::unfinished;
use crate::domain::hex;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes that are read at once.
const BLOCK: usize = 1 << 20;

/// Why a raw file is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("cannot read `{path}`")]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not what it was when the run first looked at it.
    #[error("`{path}` changed while it was read")]
    Changed {
        /// Where.
        path: PathBuf,
    },
}

/// A raw file, for the first time, with its identity.
///
/// # Errors
/// When it cannot be read, or has gone since it was listed.
pub fn open(path: &Path) -> Result<(File, Identity), Error> {
    let file = File::open(path).map_err(|source| failed(path, source))?;
    let identity = identity(path, file.metadata())?;
    Ok((file, identity))
}

/// A raw file of which every byte was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// What it was then.
    pub identity: Identity,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Hashes a raw file and hands its bytes to a first look, block by block. `look` returns how many
/// bytes at a block's end it wants to see again at the start of the next one.
///
/// # Errors
/// When it cannot be read, or changes meanwhile.
pub fn inspect(path: &Path, mut look: impl FnMut(&[u8]) -> usize) -> Result<Hashed, Error> {
    let (mut file, identity) = open(path)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    let (mut kept, mut bytes) = (0, 0);
    loop {
        let read = file.read(&mut block[kept..]).map_err(|source| failed(path, source))?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        let filled = kept + read;
        hash.update(&block[kept..filled]);
        kept = look(&block[..filled]).min(filled).min(BLOCK / 2);
        block.copy_within(filled - kept..filled, 0);
    }
    unchanged(path, &identity)?;
    if bytes != identity.bytes {
        return Err(Error::Changed { path: path.to_owned() });
    }
    let sha256 = hex(hash.finalize());
    Ok(Hashed { identity, sha256 })
}

/// A raw file again, provided that it still is what was hashed.
///
/// # Errors
/// When it cannot be read, or has changed.
pub fn reopen(path: &Path, hashed: &Identity) -> Result<File, Error> {
    let (file, identity) = open(path)?;
    if identity == *hashed { Ok(file) } else { Err(Error::Changed { path: path.to_owned() }) }
}

/// Whether a raw file still is what was hashed; asked when it has been read.
///
/// # Errors
/// When it cannot be looked at, or has changed.
pub fn unchanged(path: &Path, hashed: &Identity) -> Result<(), Error> {
    let now = identity_of(path)?;
    if now == *hashed { Ok(()) } else { Err(Error::Changed { path: path.to_owned() }) }
}

/// The identity of a raw file as it lies there.
///
/// # Errors
/// When it cannot be looked at.
pub fn identity_of(path: &Path) -> Result<Identity, Error> {
    identity(path, fs::metadata(path))
}

/// With the changes of a database that are not in the file: they change what it says.
fn identity(path: &Path, about: io::Result<fs::Metadata>) -> Result<Identity, Error> {
    let own = about.map(|about| Identity::of(&about)).map_err(|source| failed(path, source))?;
    let beside = fs::canonicalize(path).ok().and_then(|path| unfinished(&path));
    Ok(match beside.and_then(|beside| fs::metadata(beside).ok()) {
        Some(beside) => own.with_unfinished(&beside),
        None => own,
    })
}

/// A file that was there when the folder was listed and now is not has changed, too.
fn failed(path: &Path, source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::NotFound => Error::Changed { path: path.to_owned() },
        _ => Error::Io { path: path.to_owned(), source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::time::Duration;

    fn hashed(path: &Path) -> Identity {
        inspect(path, |_| 0).unwrap().identity
    }

    fn is_changed(path: &Path, before: &Identity) -> bool {
        let reopened = matches!(reopen(path, before), Err(Error::Changed { .. }));
        assert_eq!(reopened, matches!(unchanged(path, before), Err(Error::Changed { .. })));
        reopened
    }

    #[test]
    fn every_kind_of_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let fresh = |text: &str| {
            fs::write(&path, text).unwrap();
            // Two writes within one tick of the clock have one time.
            std::thread::sleep(Duration::from_millis(20));
            hashed(&path)
        };
        let before = fresh("one");
        assert!(!is_changed(&path, &before));
        File::options().append(true).open(&path).unwrap().write_all(b"!").unwrap();
        assert!(is_changed(&path, &before), "appended");
        let before = fresh("one");
        fs::write(&path, "two").unwrap();
        assert!(is_changed(&path, &before), "written anew in the same size");
        let before = fresh("one");
        let other = folder.path().join("b.csv");
        fs::write(&other, "two").unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        File::options().write(true).open(&other).unwrap().set_modified(time).unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(is_changed(&path, &before), "replaced by one of the same size and time");
        let before = fresh("one");
        fs::remove_file(&path).unwrap();
        assert!(is_changed(&path, &before), "removed");
    }

    #[test]
    #[cfg(unix)]
    fn an_earlier_time_put_back_does_not_hide_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "one").unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        let before = hashed(&path);
        fs::write(&path, "two").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert!(is_changed(&path, &before));
    }

    #[test]
    fn a_look_sees_again_what_it_asks_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, vec![b'x'; BLOCK + 5]).unwrap();
        let mut seen = Vec::new();
        let found = inspect(&path, |block| {
            seen.push(block.len());
            3
        });
        assert_eq!((seen, found.unwrap().identity.bytes), (vec![BLOCK, 8], BLOCK as u64 + 5));
        fs::write(&path, "abc").unwrap();
        let found = inspect(&path, |_| 0).unwrap();
        assert_eq!(found.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_file_that_grows_under_the_first_look_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "one").unwrap();
        std::thread::sleep(Duration::from_millis(20));
        let mut appended = false;
        let found = inspect(&path, |_| {
            if !std::mem::replace(&mut appended, true) {
                File::options().append(true).open(&path).unwrap().write_all(b"two").unwrap();
            }
            0
        });
        assert!(matches!(found, Err(Error::Changed { .. })), "{found:?}");
    }
}
