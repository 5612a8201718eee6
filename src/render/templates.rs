//! The files that a designer may edit: Tera, Typst, style sheet, fonts.
//!
//! Each is built into the binary; a project folder overrides any of them, file by file, and may
//! add files (another font, a picture). Names are paths with `/`, such as `pdf/main.typ`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What cannot be read in a template folder.
#[derive(Debug, thiserror::Error)]
pub enum TemplatesError {
    /// The folder or one of its entries.
    #[error("cannot list the template folder `{}`", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: walkdir::Error,
    },
    /// A built-in template is overridden by nothing.
    #[error("the template `{}` is empty: remove the file, and the built-in one is used again", path.display())]
    Blank {
        /// The file.
        path: PathBuf,
    },
    /// One of its files.
    #[error("cannot read the template `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// All template files, built-in ones and overrides.
#[derive(Clone, Debug)]
pub struct Templates {
    files: BTreeMap<Cow<'static, str>, File>,
}

#[derive(Clone, Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    /// The file on disk of an override.
    origin: Option<PathBuf>,
}

impl Default for Templates {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Templates {
    /// The files of the binary.
    pub fn built_in() -> Self {
        let files = super::built_in::FILES
            .iter()
            .map(|(name, bytes)| (Cow::Borrowed(*name), File { bytes: Cow::Borrowed(*bytes), origin: None }))
            .collect();
        Self { files }
    }

    /// The files of the binary under those of a folder: each file there replaces the built-in one
    /// of the same relative path or is added. Hidden files and folders are left out.
    ///
    /// # Errors
    /// When a file of the folder cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplatesError> {
        let mut templates = Self::built_in();
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = entry.map_err(|source| TemplatesError::List { path: folder.to_owned(), source })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            let bytes = std::fs::read(path).map_err(|source| TemplatesError::Read { path: path.to_owned(), source })?;
            let relative = path.strip_prefix(folder).expect("the walk yields paths below its root");
            templates.insert(relative, path, bytes)?;
        }
        Ok(templates)
    }

    fn insert(&mut self, relative: &Path, path: &Path, bytes: Vec<u8>) -> Result<(), TemplatesError> {
        let name: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        if bytes.trim_ascii().is_empty() && self.bytes(&name.join("/")).is_some() {
            return Err(TemplatesError::Blank { path: path.to_owned() });
        }
        let file = File { bytes: Cow::Owned(bytes), origin: Some(path.to_owned()) };
        self.files.insert(Cow::Owned(name.join("/")), file);
        Ok(())
    }

    /// The content of a file.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(|file| file.bytes.as_ref())
    }

    /// The content of a file that belongs to the binary and is not overridden.
    pub fn static_bytes(&self, name: &str) -> Option<&'static [u8]> {
        match &self.files.get(name)?.bytes {
            Cow::Borrowed(bytes) => Some(*bytes),
            Cow::Owned(_) => None,
        }
    }

    /// The content of a file as text; `None` also when it is not UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.bytes(name)?).ok()
    }

    /// Names of all files below a folder such as `html/`, sorted.
    pub fn names<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(AsRef::as_ref).filter(move |name| name.starts_with(folder))
    }

    /// Where a message should say that a file is: on disk, or `templates/…` for a built-in one.
    pub fn origin(&self, name: &str) -> PathBuf {
        let built_in = || Path::new("templates").join(name);
        self.files.get(name).and_then(|file| file.origin.clone()).unwrap_or_else(built_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_overrides_file_by_file() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("pdf/.git")).expect("made");
        std::fs::write(folder.path().join("pdf/theme.typ"), "own").expect("written");
        std::fs::write(folder.path().join("pdf/extra.typ"), "new").expect("written");
        std::fs::write(folder.path().join("pdf/.git/head"), "hidden").expect("written");
        let templates = Templates::with_folder(folder.path()).expect("read");
        assert_eq!(templates.text("pdf/theme.typ"), Some("own"));
        assert_eq!(templates.text("pdf/extra.typ"), Some("new"));
        assert_eq!(templates.bytes("pdf/.git/head"), None);
        assert_eq!(templates.origin("pdf/theme.typ"), folder.path().join("pdf/theme.typ"));
        assert_eq!(templates.origin("pdf/main.typ"), Path::new("templates/pdf/main.typ"));
        assert_eq!(templates.bytes("pdf/main.typ"), Templates::built_in().bytes("pdf/main.typ"));
        assert!(templates.static_bytes("pdf/main.typ").is_some());
        assert!(templates.static_bytes("pdf/theme.typ").is_none());
    }

    #[test]
    fn a_built_in_file_is_not_overridden_by_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("html")).expect("made");
        std::fs::write(folder.path().join("html/own.html"), "").expect("written");
        assert!(Templates::with_folder(folder.path()).is_ok(), "a file of one's own may be empty");
        std::fs::write(folder.path().join("html/report.html"), " \n").expect("written");
        let error = Templates::with_folder(folder.path()).expect_err("empty");
        assert!(error.to_string().contains("html/report.html` is empty"), "{error}");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = Templates::with_folder(Path::new("/nowhere/at-all")).expect_err("missing");
        assert!(error.to_string().contains("/nowhere/at-all"), "{error}");
    }
}
