//! The sample project: `reports.yaml` and five fictional clients over nine quarters, each with a
//! planted story that its report must find. Seeded; the same bytes on every machine.
//!
//! Writes files only below the folder that it is given.

mod appliance;
mod credit_union;
mod draw;
mod files;
mod saas;
mod service;
mod shop;
mod telecom;
mod time;

use std::fs;
use std::path::{Path, PathBuf};

/// The sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A generated file: path relative to the project folder, and its bytes.
pub type File = (String, Vec<u8>);

/// The generated raw data of all clients.
pub fn data() -> Vec<File> {
    let clients = [telecom::files(), shop::files(), appliance::files(), saas::files(), credit_union::files()];
    clients.into_iter().flatten().collect()
}

/// Writes the generated data below a project folder, replacing what has the same name.
///
/// # Errors
/// The first file or folder that cannot be written, with its path.
pub fn write(target: &Path) -> Result<(), Error> {
    for (path, bytes) in data() {
        let path = target.join(path);
        let failed = |source| Error::Write { path: path.clone(), source };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(&path, bytes).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_data_are_what_the_generator_writes() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (path, bytes) in data() {
            let committed = fs::read(root.join(&path)).expect("the sample is committed");
            assert!(committed == bytes, "`{path}` differs from the generator; run `quarterdeck init` over it");
        }
    }

    #[test]
    fn stays_small() {
        let bytes: usize = data().iter().map(|(_, bytes)| bytes.len()).sum();
        assert!((1_000_000..20_000_000).contains(&bytes), "{bytes} bytes");
    }
}
