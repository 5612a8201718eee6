//! The files of a data folder.

use super::Limits;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A raw file under the data folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Relative to the data folder, with `/`.
    pub relative: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Why a folder could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It is not there.
    #[error("the data folder does not exist")]
    Missing,
    /// Something in it cannot be looked at.
    #[error("{0}")]
    Unreadable(walkdir::Error),
    /// It holds more than can be meant.
    #[error("the data folder holds more than {0} files")]
    TooMany(usize),
}

/// All files under a data folder, sorted; hidden ones and lock files of office programs left out,
/// links followed.
///
/// # Errors
/// When it does not exist, cannot be read or holds more files than [`Limits::listed`].
pub fn list(folder: &Path, limits: &Limits) -> Result<Vec<Found>, ListError> {
    if !folder.is_dir() {
        return Err(ListError::Missing);
    }
    let visible = |name: &str| !name.starts_with('.') && !name.starts_with("~$");
    let walk = WalkDir::new(folder).follow_links(true).min_depth(1).into_iter();
    let mut found = Vec::new();
    for entry in walk.filter_entry(|entry| visible(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(ListError::Unreadable)?;
        if !entry.file_type().is_file() {
            continue;
        }
        if found.len() == limits.listed {
            return Err(ListError::TooMany(limits.listed));
        }
        found.push(Found { relative: relative(entry.path(), folder), path: entry.into_path() });
    }
    found.sort();
    Ok(found)
}

fn relative(path: &Path, folder: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn lists_what_is_visible_up_to_a_limit() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/.git")).unwrap();
        for name in ["c.csv", "b/a.csv", ".hidden", "~$c.xlsx", "b/.git/x"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let names = |limits: &Limits| {
            list(folder.path(), limits).map(|all| all.into_iter().map(|one| one.relative).collect::<Vec<_>>())
        };
        assert_eq!(names(&Limits::STATED).unwrap(), ["b/a.csv", "c.csv"]);
        let few = Limits { listed: 1, ..Limits::STATED };
        assert_eq!(names(&few).unwrap_err().to_string(), "the data folder holds more than 1 files");
        assert!(matches!(list(&folder.path().join("none"), &few), Err(ListError::Missing)));
    }
}
