//! A log in the output folder: whole lines, only ever added to.

use super::outbox::{Error, failed};
use super::swap::sync_folder;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Who writes in which order: whoever holds it tells the time and writes, so that lines stand in the order of their
/// times.
static TURN: Mutex<()> = Mutex::new(());

/// Waits for one's turn to tell the time and write, among all of this process.
pub fn log_turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds whole lines to a log, path relative to the output folder, by one write at its end; they are on disk
/// when it returns. A line that a died run left cut off stays as it is, and the next one begins on its own.
///
/// Several may add at once: each adds whole lines.
///
/// # Errors
/// When it cannot be written; none of the lines can then be relied upon.
pub fn log(root: &Path, relative: &Path, lines: &[u8]) -> Result<(), Error> {
    let path = root.join(relative);
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    let is_new = !path.exists();
    let write = || -> std::io::Result<()> {
        let mut file = File::options().create(true).read(true).append(true).open(&path)?;
        let mut text = Vec::with_capacity(lines.len() + 1);
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            let mut last = [0];
            file.read_exact(&mut last)?;
            text.extend((last != *b"\n").then_some(b'\n'));
        }
        text.extend(lines);
        file.write_all(&text)?;
        file.sync_data()
    };
    write().map_err(failed("write", &path))?;
    if is_new {
        sync_folder(folder);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_and_a_cut_one_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let relative = Path::new("2026-Q3/events.ndjson");
        log(folder.path(), relative, b"1\n2\n").unwrap();
        log(folder.path(), relative, b"3\n").unwrap();
        let path = folder.path().join(relative);
        assert_eq!(fs::read(&path).unwrap(), b"1\n2\n3\n");
        fs::write(&path, b"1\n{\"at\":").unwrap();
        log(folder.path(), relative, b"2\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"1\n{\"at\":\n2\n");
    }
}
