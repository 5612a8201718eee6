//! Locks: one run at a time, and the second is told who holds it.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Why a lock was not had.
pub(super) enum Refused {
    /// Somebody else holds it; who, as far as they said.
    Held(String),
    /// The file.
    Io(std::io::Error),
}

/// Takes a lock and writes into it who holds it; it is given back when the file is closed.
pub(super) fn take(path: &Path, holder: &str) -> Result<File, Refused> {
    let options = File::options().create(true).truncate(false).read(true).write(true).open(path);
    let mut file = options.map_err(Refused::Io)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // A system whose locks forbid reading leaves the holder unnamed.
            let _ = file.take(500).read_to_string(&mut text);
            return Err(Refused::Held(text.trim().to_owned()));
        }
        Err(TryLockError::Error(error)) => return Err(Refused::Io(error)),
    }
    let write = |file: &mut File| -> std::io::Result<()> {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{holder}")
    };
    write(&mut file).map_err(Refused::Io)?;
    Ok(file)
}

/// This process, as another one can find it.
pub(super) fn this_process() -> String {
    format!("process {}", std::process::id())
}
