//! The folder of the cache: its mark, what of it is ours, and what leaves it.

use super::live::{self, Live};
use super::{Error, VERSION};
use crate::domain::Instant;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What marks a cache for programs that make backups.
const TAG: &str = "CACHEDIR.TAG";
const SIGNATURE: &str = "Signature: 8a477f597d28d172789f06886806bc55";

/// Entries are kept for the next quarter, the same quarter of the next year and some time more.
const KEPT: Duration = Duration::from_secs(400 * 86_400);

/// What nobody is known to be writing any more is older than this.
const UNFINISHED: Duration = Duration::from_secs(2 * 86_400);

/// A cache that this process writes to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _live: Option<Live>,
}

/// What a cache holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Files with staged rows, and their records.
    pub staged: Share,
    /// Finished reports.
    pub reports: Share,
    /// What runs that ended too early left.
    pub unfinished: Share,
}

/// Some files of a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub files: u64,
    /// How large.
    pub bytes: u64,
}

/// What a file of ours is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Staged,
    Report,
    /// Written by this process.
    Temporary(u32),
}

impl Folder {
    /// Opens the cache, making and marking it where need be. Entries of another version, what died runs
    /// left and entries of long ago leave it; what is dropped for its version is told.
    ///
    /// # Errors
    /// When the folder cannot be made or marked.
    pub fn open(path: &Path, now: Instant) -> Result<(Self, Option<String>), Error> {
        let failed = |action, path: &Path| {
            let path = path.to_owned();
            move |source| Error { action, path, source }
        };
        fs::create_dir_all(path).map_err(failed("make the cache folder", path))?;
        let tag = path.join(TAG);
        let mine = format!("{SIGNATURE}\n# The cache of quarterdeck, version {VERSION}\n");
        let told = match fs::read_to_string(&tag) {
            Ok(found) if found == mine => None,
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            _ => dropped(path),
        };
        if fs::read_to_string(&tag).ok().as_deref() != Some(&mine) {
            fs::write(&tag, &mine).map_err(failed("mark the cache folder", &tag))?;
        }
        sweep(path, now);
        Ok((Self { path: path.to_owned(), _live: Live::here(path) }, told))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What a cache holds of ours.
    pub fn usage(path: &Path) -> Usage {
        let mut usage = Usage::default();
        for (name, kind) in ours(path) {
            let share = match kind {
                Kind::Staged => &mut usage.staged,
                Kind::Report => &mut usage.reports,
                Kind::Temporary(_) => &mut usage.unfinished,
            };
            share.files += 1;
            share.bytes += fs::metadata(path.join(name)).map_or(0, |about| about.len());
        }
        usage
    }

    /// Removes all that is ours; how many files.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn clear(path: &Path) -> Result<u64, Error> {
        let mut removed = 0;
        for (name, _) in ours(path) {
            let file = path.join(name);
            fs::remove_file(&file).map_err(|source| Error { action: "remove", path: file, source })?;
            removed += 1;
        }
        Ok(removed)
    }
}

/// Drops the entries of another version.
fn dropped(path: &Path) -> Option<String> {
    let gone = ours(path).into_iter().filter(|(name, _)| fs::remove_file(path.join(name)).is_ok()).count();
    (gone > 0).then(|| format!("the cache `{}` was of another version: {gone} files of it are dropped", path.display()))
}

/// Removes entries that were written long ago, and what nobody will finish.
fn sweep(path: &Path, now: Instant) {
    let dead = live::dead(path, &names(path));
    let now = SystemTime::UNIX_EPOCH + Duration::from_micros(now.0.unsigned_abs());
    let older = |name: &str, limit: Duration| {
        let written = fs::symlink_metadata(path.join(name)).and_then(|about| about.modified());
        written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > limit))
    };
    for (name, kind) in ours(path) {
        let goes = match kind {
            Kind::Staged | Kind::Report => older(&name, KEPT),
            Kind::Temporary(process) => dead.contains(&process) || older(&name, UNFINISHED),
        };
        if goes {
            // It would be made anew when needed: one that stays does no harm.
            let _ = fs::remove_file(path.join(&name));
        }
    }
    live::forget(path, &dead);
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names: BTreeSet<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.into_iter().collect()
}

fn ours(path: &Path) -> Vec<(String, Kind)> {
    names(path).into_iter().filter_map(|name| kind(&name).map(|kind| (name, kind))).collect()
}

/// What a file is; `None` for one that the program did not write. Names begin with the 64 letters of a key.
fn kind(name: &str) -> Option<Kind> {
    let (key, rest) = name.split_at_checked(64)?;
    if !key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match rest {
        ".json" => return Some(Kind::Staged),
        ".report" | ".peer" => return Some(Kind::Report),
        _ => {}
    }
    let rest = rest.strip_prefix('-').or_else(|| rest.strip_prefix('.'))?;
    if let Some(part) = rest.strip_suffix(".parquet") {
        return digits(part).then_some(Kind::Staged);
    }
    let (_, writer) = rest.strip_suffix(".tmp")?.rsplit_once('.').or(Some(("", rest.strip_suffix(".tmp")?)))?;
    let (process, unique) = writer.split_once('-')?;
    (digits(process) && digits(unique)).then(|| process.parse().ok().map(Kind::Temporary))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    const NOW: u64 = 1_800_000_000;

    fn key(letter: char) -> String {
        letter.to_string().repeat(64)
    }

    fn aged(folder: &Path, name: &str, days: u64) {
        let file = File::create(folder.join(name)).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        file.set_modified(now - Duration::from_secs(days * 86_400)).unwrap();
    }

    fn open(folder: &Path) -> (Folder, Option<String>) {
        Folder::open(folder, Instant(NOW as i64 * 1_000_000)).unwrap()
    }

    fn left(folder: &Path) -> Vec<String> {
        names(folder).into_iter().filter(|name| name != TAG && live::number(name).is_none()).collect()
    }

    #[test]
    fn only_what_the_program_wrote_ever_goes() {
        let folder = tempfile::tempdir().unwrap();
        let foreign = ["customers.parquet", "notes.json", "export.tmp", "old.report", "abc-00001.parquet"];
        foreign.iter().for_each(|name| aged(folder.path(), name, 999));
        let (old, new) = (key('a'), key('b'));
        for (name, days) in [
            (format!("{old}-00000.parquet"), 401),
            (format!("{old}.json"), 401),
            (format!("{old}.report"), 401),
            (format!("{old}.peer"), 401),
            (format!("{new}-00000.parquet"), 300),
            (format!("{new}.json"), 300),
        ] {
            aged(folder.path(), &name, days);
        }
        let (opened, told) = open(folder.path());
        assert_eq!(told, None);
        let mut expected: Vec<String> = foreign.map(str::to_owned).to_vec();
        expected.extend([format!("{new}-00000.parquet"), format!("{new}.json")]);
        expected.sort();
        assert_eq!(left(folder.path()), expected);
        drop(opened);
        assert_eq!(Folder::usage(folder.path()).staged.files, 2);
        assert_eq!(Folder::clear(folder.path()).unwrap(), 2);
        assert_eq!(left(folder.path()).len(), foreign.len());
    }

    #[test]
    fn what_a_killed_run_left_goes_at_once_and_what_another_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let key = key('c');
        for process in [11, 12] {
            aged(folder.path(), &format!("{key}-00000.{process}-3.tmp"), 0);
        }
        aged(folder.path(), &format!("{key}-unpacked.13-3.tmp"), 3);
        let killed = folder.path().join("live-11.lock");
        let writing = folder.path().join("live-12.lock");
        File::create(&killed).unwrap();
        let held = File::create(&writing).unwrap();
        held.try_lock().unwrap();
        let _opened = open(folder.path());
        assert_eq!(left(folder.path()), [format!("{key}-00000.12-3.tmp")]);
        assert!(!killed.exists() && writing.exists());
    }

    #[test]
    fn entries_of_another_version_are_dropped_and_told() {
        let folder = tempfile::tempdir().unwrap();
        drop(open(folder.path()));
        aged(folder.path(), &format!("{}.json", key('d')), 0);
        assert_eq!(open(folder.path()).1, None);
        fs::write(folder.path().join(TAG), format!("{SIGNATURE}\n# The cache of quarterdeck, version 1\n")).unwrap();
        let told = open(folder.path()).1.unwrap();
        assert!(told.ends_with("was of another version: 1 files of it are dropped"), "{told}");
        assert!(left(folder.path()).is_empty());
    }
}
