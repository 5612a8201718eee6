//! What nobody will read again leaves the cache: old entries, and what died runs left unfinished.

use crate::domain::Instant;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Staged data are kept for the next quarter, the same quarter of the next year and some time more.
const KEPT: Duration = Duration::from_secs(400 * 86_400);
/// A staging that is still going on is younger than this.
const UNFINISHED: Duration = Duration::from_secs(2 * 86_400);

/// Removes staged files that were written long ago. They would be staged anew when needed, so what
/// cannot be removed stays without harm.
pub fn sweep(cache: &Path, now: Instant) {
    let Ok(entries) = fs::read_dir(cache) else { return };
    let now = SystemTime::UNIX_EPOCH + Duration::from_micros(now.0.unsigned_abs());
    for entry in entries.flatten() {
        let path = entry.path();
        let kept = match path.extension().and_then(|ending| ending.to_str()) {
            Some("parquet" | "json") => KEPT,
            Some("tmp") => UNFINISHED,
            _ => continue,
        };
        let written = entry.metadata().and_then(|about| about.modified());
        if written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > kept)) {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs::File;

    #[test]
    fn only_old_entries_and_dead_remains_go() {
        let folder = tempfile::tempdir().unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        for (name, days) in [
            ("new.parquet", 300),
            ("old.parquet", 401),
            ("old.json", 401),
            ("dead.tmp", 3),
            ("live.tmp", 1),
            ("notes.txt", 999),
        ] {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(now - Duration::from_secs(days * 86_400)).unwrap();
        }
        sweep(folder.path(), Instant(1_800_000_000_000_000));
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let left: BTreeSet<String> = left.collect();
        assert_eq!(left, ["new.parquet", "live.tmp", "notes.txt"].map(str::to_owned).into());
    }
}
