//! The command `reference`: pages of everything that can be named and said, into a folder.

use crate::reference;
use crate::translation::Language;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Stands in the folder and says that its pages are ours, to be written anew.
const MARK: &str = ".quarterdeck-reference";

/// Writes the pages; says how many, or why none.
pub(super) fn write(folder: &Path, language: Language) -> Result<String, String> {
    let files = reference::files(language);
    let is_there = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
    let own = fs::symlink_metadata(folder.join(MARK)).is_ok_and(|mark| mark.is_file());
    if let Some((foreign, _)) = files.iter().find(|(name, _)| !own && is_there(name)) {
        return Err(format!(
            "`{}` is there and was not written by `quarterdeck reference`; nothing was written; name another folder",
            folder.join(foreign).display()
        ));
    }
    put(folder, &files).map_err(|error| format!("cannot write the reference in `{}`: {error}", folder.display()))?;
    let pages = files.iter().filter(|(name, _)| name.ends_with(".html")).count();
    let first = folder.join("index.html");
    Ok(format!("wrote {pages} pages, as HTML and Markdown; begin with {}", first.display()))
}

/// Each file under another name first, so that a reader finds the old page or the new one.
fn put(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::File::create_new(folder.join(MARK)) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    for (name, text) in files {
        let beside = folder.join(format!(".{name}.new"));
        fs::write(&beside, text)?;
        fs::rename(&beside, folder.join(name))?;
    }
    Ok(())
}
