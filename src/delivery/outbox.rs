//! The output folder of a run.

use super::issue::hash_of;
use super::swap::{self, sync_folder};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// Ending of temporary names; hidden, so that nobody takes them for reports.
const TEMPORARY: &str = swap::PART;
/// Held by the run that writes.
const LOCK: &str = ".quarterdeck-lock";

/// An output folder held by this run.
#[derive(Debug)]
pub struct Outbox {
    root: PathBuf,
    _lock: File,
}

/// Files that appear together: each is written in full under a temporary name, and all are renamed
/// at the end. Dropped before that, they leave nothing.
#[derive(Debug)]
pub struct Batch<'o> {
    outbox: &'o Outbox,
    /// Temporary name and name of each file.
    waiting: Vec<(PathBuf, PathBuf)>,
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
    /// Something of an issue was sent, and the issue is gone.
    #[error(
        "`{}` was sent or approved and is gone or damaged, so nothing takes its place: put it back from a copy; without \
         one, move `{}` away, run again, and `quarterdeck resend --force --report REPORT --to ADDRESS --reason \"…\"` sends it to \
         each person once more",
        issue.display(),
        proof.display()
    )]
    Lost {
        /// The folder of the issue.
        issue: PathBuf,
        /// What tells that it was sent or approved.
        proof: PathBuf,
    },
    /// Another run writes there.
    #[error("another run is writing to `{}`{holder}", path.display())]
    Busy {
        /// The output folder.
        path: PathBuf,
        /// What that run says of itself, in brackets; empty when it says nothing.
        holder: String,
    },
    /// The pseudonyms in the folder were made by another key.
    #[error(
        "the pseudonyms in `{}` were made by another key than this one: what stands there would be made and sent anew; put \
         the key back, or remove `{}` if the key is another one on purpose",
        root.display(),
        mark.display()
    )]
    OtherKey {
        /// The output folder.
        root: PathBuf,
        /// The file that tells one key from another.
        mark: PathBuf,
    },
}

impl Outbox {
    /// Makes the folder if need be, takes hold of it in the name of `holder`, checks that it can be written to
    /// and sets right what a died run left unfinished.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or another run holds it.
    pub fn open(root: &Path, holder: &str) -> Result<Self, Error> {
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
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: root.to_owned(), holder: held_by(&at) }),
            Err(TryLockError::Error(source)) => return Err(failed("lock", &at)(source)),
        }
        // Only said to people: a lock that says nothing holds as well.
        let _ = lock.set_len(0).and_then(|()| (&lock).write_all(holder.as_bytes()));
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
        let mut batch = self.batch();
        let path = batch.add(relative, bytes)?;
        batch.commit()?;
        Ok(path)
    }

    /// Files that shall appear together.
    pub fn batch(&self) -> Batch<'_> {
        Batch { outbox: self, waiting: Vec::new() }
    }

    /// Reads a file that an earlier run wrote, path relative to the folder; `None` when there is none.
    pub fn earlier(&self, relative: &Path) -> Option<Vec<u8>> {
        fs::read(self.inside(relative)).ok()
    }

    /// Removes a file that an earlier run wrote with these bytes, path relative to the folder; one that
    /// somebody has changed since, or put there, stays.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn remove_written(&self, relative: &Path, sha256: &str) -> Result<(), Error> {
        let path = self.inside(relative);
        let found = fs::symlink_metadata(&path).is_ok_and(|about| about.is_file());
        let same = found && fs::read(&path).is_ok_and(|bytes| hash_of(&bytes) == sha256);
        if same { fs::remove_file(&path).map_err(failed("remove", &path)) } else { Ok(()) }
    }

    /// Removes a file whose name only the program gives, path relative to the folder; whether it was there.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn remove_own(&self, relative: &Path) -> Result<bool, Error> {
        let path = self.inside(relative);
        match fs::symlink_metadata(&path).is_ok_and(|about| about.is_file()) {
            true => fs::remove_file(&path).map_err(failed("remove", &path)).map(|()| true),
            false => Ok(false),
        }
    }

    fn inside(&self, relative: &Path) -> PathBuf {
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        assert!(plain, "output paths are made by the program from checked ids");
        self.root.join(relative)
    }

    /// Sets right what a died run left: finished issues are not looked into.
    fn remove_stale(&self) -> Result<(), Error> {
        let issue = |entry: &walkdir::DirEntry| {
            entry.depth() == 3 && entry.file_type().is_dir() && issue_of(&entry.file_name().to_string_lossy()).is_some()
        };
        let mut unsettled = BTreeSet::new();
        for entry in WalkDir::new(&self.root).into_iter().filter_entry(|entry| !issue(entry)).flatten() {
            let name = entry.file_name().to_string_lossy();
            let temporary = name.starts_with('.') && name.ends_with(TEMPORARY);
            if entry.file_type().is_file() && temporary {
                fs::remove_file(entry.path()).map_err(failed("remove", entry.path()))?;
            }
            if entry.file_type().is_dir() && (temporary || name.ends_with(swap::OLD)) {
                let plain = name.trim_start_matches('.').trim_end_matches(TEMPORARY).trim_end_matches(swap::OLD);
                unsettled.extend(issue_of(plain).map(|_| entry.path().with_file_name(plain)));
            }
        }
        for folder in unsettled {
            swap::recover(&folder).map_err(failed("clear what an earlier run left beside", &folder))?;
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Writes one file in full under a temporary name, path relative to the output folder; yields
    /// where it will be.
    ///
    /// # Errors
    /// When it cannot be written, or something that is no file stands in its place.
    pub fn add(&mut self, relative: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = self.outbox.inside(relative);
        let folder = path.parent().unwrap_or(&self.outbox.root);
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
        if path.is_dir() {
            return Err(failed("write", &path)(io::ErrorKind::IsADirectory.into()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}{TEMPORARY}"));
        self.waiting.push((temporary.clone(), path.clone()));
        // Whatever stands under that name, a link included, is no file to write into.
        remove_if_there(&temporary).map_err(failed("write", &path))?;
        write_through(&temporary, bytes).map_err(failed("write", &path))?;
        Ok(path)
    }

    /// Renames all files into place.
    ///
    /// # Errors
    /// When one of them cannot be renamed; those before it are in place.
    pub fn commit(mut self) -> Result<(), Error> {
        let mut folders: Vec<PathBuf> = Vec::new();
        while !self.waiting.is_empty() {
            let (temporary, path) = &self.waiting[0];
            fs::rename(temporary, path).map_err(failed("write", path))?;
            folders.extend(path.parent().map(Path::to_owned));
            self.waiting.remove(0);
        }
        folders.dedup();
        folders.iter().for_each(|folder| sync_folder(folder));
        Ok(())
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        for (temporary, _) in &self.waiting {
            // What cannot be removed now is removed when the folder is next opened.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// What the run that holds a folder says of itself.
fn held_by(lock: &Path) -> String {
    let said = fs::read_to_string(lock).unwrap_or_default();
    let said: String = said.chars().filter(|letter| !letter.is_control()).take(200).collect();
    if said.trim().is_empty() { String::new() } else { format!(" ({})", said.trim()) }
}

/// The number of an issue's folder.
fn issue_of(name: &str) -> Option<u32> {
    name.strip_prefix("issue-")?.parse().ok()
}

/// Names and kinds of what stands in a folder; nothing when there is no such folder. One that cannot be listed
/// is no empty one: what was sent may stand in it.
pub(super) fn entries(folder: &Path) -> Result<Vec<(String, fs::FileType)>, Error> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(failed("list", folder))?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry.map_err(failed("list", folder))?;
        let kind = entry.file_type().map_err(failed("list", folder))?;
        // The program gives no names that are not Unicode.
        found.extend(entry.file_name().into_string().ok().map(|name| (name, kind)));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

pub(super) fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::Io { action, path: path.to_owned(), source }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_whole_files_and_replaces_them() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&folder.path().join("output"), "").unwrap();
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
        let _outbox = Outbox::open(folder.path(), "").unwrap();
        assert!(!stale.exists() && foreign.exists());
    }

    #[test]
    fn one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Outbox::open(folder.path(), "").unwrap();
        assert!(matches!(Outbox::open(folder.path(), ""), Err(Error::Busy { .. })));
        drop(first);
        assert!(Outbox::open(folder.path(), "").is_ok());
    }

    #[test]
    fn says_which_folder_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("taken");
        fs::write(&file, b"a file").unwrap();
        let error = Outbox::open(&file, "").unwrap_err();
        assert!(error.to_string().contains("taken"), "{error}");
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path(), "").unwrap();
        fs::create_dir_all(folder.path().join("a/report.html/inner")).unwrap();
        assert!(outbox.write(Path::new("a/report.html"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn files_of_a_batch_appear_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path(), "").unwrap();
        outbox.write(Path::new("a/one.html"), b"old").unwrap();
        fs::create_dir_all(folder.path().join("a/two.pdf/inner")).unwrap();
        let mut batch = outbox.batch();
        batch.add(Path::new("a/one.html"), b"new").unwrap();
        assert!(batch.add(Path::new("a/two.pdf"), b"new").is_err());
        drop(batch);
        assert_eq!(fs::read(folder.path().join("a/one.html")).unwrap(), b"old", "a half new edition");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 2, "a temporary file is left");
        let mut batch = outbox.batch();
        batch.add(Path::new("a/one.html"), b"new").unwrap();
        assert_eq!(fs::read(folder.path().join("a/one.html")).unwrap(), b"old", "it appears before its time");
        batch.add(Path::new("a/three.json"), b"new").unwrap();
        batch.commit().unwrap();
        assert_eq!(fs::read(folder.path().join("a/one.html")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 3);
    }

    #[test]
    fn removes_only_what_it_wrote_and_nobody_changed() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path(), "").unwrap();
        let written = hash_of(b"ours");
        for (name, bytes) in [("r/a.csv", "ours"), ("r/b.csv", "ours, with a remark")] {
            outbox.write(Path::new(name), bytes.as_bytes()).unwrap();
            outbox.remove_written(Path::new(name), &written).unwrap();
        }
        outbox.remove_written(Path::new("r/none.csv"), &written).unwrap();
        assert!(!folder.path().join("r/a.csv").exists() && folder.path().join("r/b.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_under_a_temporary_name_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&folder.path().join("output"), "").unwrap();
        let foreign = folder.path().join("foreign");
        fs::write(&foreign, b"theirs").unwrap();
        fs::create_dir_all(folder.path().join("output/a")).unwrap();
        std::os::unix::fs::symlink(&foreign, folder.path().join("output/a/.one.html.quarterdeck-part")).unwrap();
        outbox.write(Path::new("a/one.html"), b"ours").unwrap();
        assert_eq!(fs::read(&foreign).unwrap(), b"theirs");
        assert_eq!(fs::read(folder.path().join("output/a/one.html")).unwrap(), b"ours");
    }
}
