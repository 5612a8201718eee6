//! Which temporary files still have somebody who writes them.
//!
//! Every process that writes to a cache holds a lock file with its number; what a process left whose lock
//! can be had is finished by nobody.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

const PREFIX: &str = "live-";
const ENDING: &str = ".lock";

/// Held as long as this process may write.
#[derive(Debug)]
pub struct Live {
    _file: File,
}

impl Live {
    /// Says that this process writes; `None` where files cannot be locked.
    pub fn here(folder: &Path) -> Option<Self> {
        let path = folder.join(format!("{PREFIX}{}{ENDING}", std::process::id()));
        let file = File::options().create(true).truncate(false).write(true).open(path).ok()?;
        file.try_lock().ok()?;
        Some(Self { _file: file })
    }
}

/// The processes that no longer write, of those that said so.
pub fn dead(folder: &Path, names: &[String]) -> BTreeSet<u32> {
    let numbers = names.iter().filter_map(|name| number(name));
    let gone = numbers.filter(|number| {
        let path = folder.join(format!("{PREFIX}{number}{ENDING}"));
        *number != std::process::id()
            && File::options().write(true).open(&path).is_ok_and(|file| file.try_lock().is_ok())
    });
    gone.collect()
}

/// Forgets processes that no longer write.
pub fn forget(folder: &Path, dead: &BTreeSet<u32>) {
    for number in dead {
        // One that stays is looked at again at the next start.
        let _ = fs::remove_file(folder.join(format!("{PREFIX}{number}{ENDING}")));
    }
}

/// The process of a lock file's name.
pub fn number(name: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.strip_suffix(ENDING)?.parse().ok()
}
