//! The output folder of a run.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// Ending of temporary names; hidden, so that nobody takes them for reports.
const TEMPORARY: &str = ".quarterdeck-part";
/// Held by the run that writes.
const LOCK: &str = ".quarterdeck-lock";

/// An output folder held by this run.
#[derive(Debug)]
pub struct Outbox {
    root: PathBuf,
    _lock: File,
}

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or file refused.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run writes there.
    #[error("another run is writing to `{}`", path.display())]
    Busy {
        /// The output folder.
        path: PathBuf,
    },
}

impl Outbox {
    /// Makes the folder if need be, takes hold of it, checks that it can be written to and removes
    /// what a died run left unfinished.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or another run holds it.
    pub fn open(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(failed("make the output folder", root))?;
        let at = root.join(LOCK);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&at)
            .map_err(failed("write to the output folder", root))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: root.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed("lock", &at)(source)),
        }
        let outbox = Self { root: root.to_owned(), _lock: lock };
        outbox.remove_stale()?;
        Ok(outbox)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes one file, path relative to the folder; yields where it is.
    ///
    /// # Errors
    /// When it cannot be written in full; an older file of that name is then still there.
    pub fn write(&self, relative: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = self.inside(relative);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}{TEMPORARY}"));
        if let Err(source) = write_through(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path)) {
            let _ = fs::remove_file(&temporary);
            return Err(failed("write", &path)(source));
        }
        sync_folder(folder);
        Ok(path)
    }

    /// Removes the files of one folder, relative to the output folder, that are not among `kept`
    /// and have the ending, such as reject files of an earlier run.
    ///
    /// # Errors
    /// When one of them cannot be removed.
    pub fn remove_others(&self, folder: &Path, ending: &str, kept: &[PathBuf]) -> Result<(), Error> {
        let folder = self.inside(folder);
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.extension().is_some_and(|found| found == ending) && !kept.contains(&path) {
                fs::remove_file(&path).map_err(failed("remove", &path))?;
            }
        }
        Ok(())
    }

    fn inside(&self, relative: &Path) -> PathBuf {
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        assert!(plain, "output paths are made by the program from checked ids");
        self.root.join(relative)
    }

    fn remove_stale(&self) -> Result<(), Error> {
        for entry in WalkDir::new(&self.root).into_iter().flatten() {
            let name = entry.file_name().to_string_lossy();
            if entry.file_type().is_file() && name.starts_with('.') && name.ends_with(TEMPORARY) {
                fs::remove_file(entry.path()).map_err(failed("remove", entry.path()))?;
            }
        }
        Ok(())
    }
}

fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::Io { action, path: path.to_owned(), source }
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the rename itself durable where the system lets folders be opened.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_whole_files_and_replaces_them() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&folder.path().join("output")).unwrap();
        let path = outbox.write(Path::new("2026-Q3/a/report.html"), b"old").unwrap();
        outbox.write(Path::new("2026-Q3/a/report.html"), b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn removes_what_a_died_run_left() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("2026-Q3/a")).unwrap();
        let stale = folder.path().join("2026-Q3/a/.report.pdf.quarterdeck-part");
        let foreign = folder.path().join("2026-Q3/a/.notes");
        fs::write(&stale, b"%PDF").unwrap();
        fs::write(&foreign, b"mine").unwrap();
        let _outbox = Outbox::open(folder.path()).unwrap();
        assert!(!stale.exists() && foreign.exists());
    }

    #[test]
    fn one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Outbox::open(folder.path()).unwrap();
        assert!(matches!(Outbox::open(folder.path()), Err(Error::Busy { .. })));
        drop(first);
        assert!(Outbox::open(folder.path()).is_ok());
    }

    #[test]
    fn says_which_folder_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("taken");
        fs::write(&file, b"a file").unwrap();
        let error = Outbox::open(&file).unwrap_err();
        assert!(error.to_string().contains("taken"), "{error}");
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path()).unwrap();
        fs::create_dir_all(folder.path().join("a/report.html/inner")).unwrap();
        assert!(outbox.write(Path::new("a/report.html"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn removes_only_others_with_the_ending() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path()).unwrap();
        let kept = outbox.write(Path::new("r/a.csv"), b"").unwrap();
        let other = outbox.write(Path::new("r/b.csv"), b"").unwrap();
        let note = outbox.write(Path::new("r/note.txt"), b"").unwrap();
        outbox.remove_others(Path::new("r"), "csv", std::slice::from_ref(&kept)).unwrap();
        assert!(kept.exists() && !other.exists() && note.exists());
    }
}
