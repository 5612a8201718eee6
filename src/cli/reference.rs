//! The command `reference`: pages of everything that can be named and said, into a folder.

use super::Exit;
use super::speech::Speech;
use crate::reference;
use crate::translation::Language;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Stands in the folder and says that its pages are ours, to be written anew.
const MARK: &str = ".quarterdeck-reference";

pub(super) fn run(folder: &Path, language: Language, speech: &Speech) -> Exit {
    let files = reference::files(language);
    let foreign = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
    let own = fs::symlink_metadata(folder.join(MARK)).is_ok_and(|mark| mark.is_file());
    let in_the_way: Vec<PathBuf> =
        files.iter().filter(|(name, _)| !own && foreign(name)).map(|(name, _)| folder.join(name)).collect();
    if let Some(first) = in_the_way.first() {
        speech.error(&format!(
            "`{}` is there and was not written by `quarterdeck reference`; nothing was written; name another folder",
            first.display()
        ));
        return Exit::Usage;
    }
    if let Err(error) = write(folder, &files) {
        speech.error(&format!("cannot write the reference in `{}`: {error}", folder.display()));
        return Exit::Usage;
    }
    let pages = files.iter().filter(|(name, _)| name.ends_with(".html")).count();
    speech.told(&format!(
        "wrote {pages} pages, as HTML and Markdown; begin with {}",
        folder.join("index.html").display()
    ));
    Exit::Done
}

/// Each file under another name first, so that a reader finds the old page or the new one.
fn write(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
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
