//! The sample project: `reports.yaml` and six fictional clients over nine quarters (one over thirteen), each with a
//! planted story that its report must find. Seeded; the same bytes on every machine.
//!
//! Writes files only below the folder that it is given.

mod appliance;
mod appliance_resolution;
mod credit_union;
mod draw;
mod files;
mod operations;
mod process_costs;
mod saas;
mod saas_key_accounts;
mod saas_voice;
mod service;
mod shop;
mod shop_recommendation;
mod telecom;
mod telecom_peers;
mod telecom_relationship;
mod time;
mod water;
mod water_history;
mod water_ratings;

use files::File;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
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

/// What people wrote: the configuration and the files that it names.
const WRITTEN: &[(&str, &[u8])] = &[
    ("reports.yaml", include_bytes!("../../reports.yaml")),
    ("data/calendars/cn-mainland-sample.yaml", include_bytes!("../../data/calendars/cn-mainland-sample.yaml")),
    ("data/appliance/gbt27922.yaml", include_bytes!("../../data/appliance/gbt27922.yaml")),
    ("data/telecom/commentary.zh-CN.md", include_bytes!("../../data/telecom/commentary.zh-CN.md")),
    ("data/telecom/competitors.yaml", include_bytes!("../../data/telecom/competitors.yaml")),
    ("data/telecom/actions.csv", include_bytes!("../../data/telecom/actions.csv")),
    ("data/saas/actions.csv", include_bytes!("../../data/saas/actions.csv")),
    ("data/shop/actions.csv", include_bytes!("../../data/shop/actions.csv")),
    ("data/telecom/commentary.en.md", include_bytes!("../../data/telecom/commentary.en.md")),
    ("data/benchmarks/banking.yaml", include_bytes!("../../data/benchmarks/banking.yaml")),
    ("data/benchmarks/cross-industry.yaml", include_bytes!("../../data/benchmarks/cross-industry.yaml")),
    ("data/benchmarks/origin-unknown.yaml", include_bytes!("../../data/benchmarks/origin-unknown.yaml")),
    ("data/benchmarks/passenger-transport.yaml", include_bytes!("../../data/benchmarks/passenger-transport.yaml")),
    ("data/benchmarks/public-sector.yaml", include_bytes!("../../data/benchmarks/public-sector.yaml")),
    ("data/saas/association.yaml", include_bytes!("../../data/saas/association.yaml")),
    ("data/water/association.csv", include_bytes!("../../data/water/association.csv")),
    ("data/benchmarks/retail-e-commerce.yaml", include_bytes!("../../data/benchmarks/retail-e-commerce.yaml")),
    ("data/benchmarks/software-saas.yaml", include_bytes!("../../data/benchmarks/software-saas.yaml")),
    ("data/benchmarks/telecom.yaml", include_bytes!("../../data/benchmarks/telecom.yaml")),
];

/// The generated raw data of all clients.
pub fn data() -> Vec<File> {
    let clients = [
        telecom::files(),
        telecom_relationship::files(),
        telecom_peers::files(),
        shop::files(),
        shop_recommendation::files(),
        appliance::files(),
        saas::files(),
        saas_key_accounts::files(),
        credit_union::files(),
        water::files(),
        process_costs::files(),
    ];
    let mut files: Vec<File> = clients.into_iter().flatten().collect();
    files.extend(operations::files(&files));
    files.extend(saas_voice::files());
    files
}

/// The generated raw data and what people wrote, the configuration last.
fn project() -> Vec<File> {
    let written = WRITTEN.iter().rev().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    data().into_iter().chain(written).collect()
}

/// What stands below a folder where the sample project would write, sorted.
pub fn in_the_way(target: &Path) -> Vec<PathBuf> {
    let paths = project().into_iter().map(|(path, _)| PathBuf::from(path));
    let found: BTreeSet<PathBuf> = paths.filter_map(|path| obstacle(target, &path)).collect();
    found.into_iter().collect()
}

/// What stands where a file of a project would be written: the file, or something that is no folder above it.
pub fn obstacle(target: &Path, file: &Path) -> Option<PathBuf> {
    let above: Vec<&Path> = file.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
    let no_folder = |folder: &&Path| {
        let there = target.join(folder);
        fs::symlink_metadata(&there).is_ok() && !there.is_dir()
    };
    let above = above.into_iter().rev().find(no_folder).map(|folder| target.join(folder));
    let own = || Some(target.join(file)).filter(|path| fs::symlink_metadata(path).is_ok());
    above.or_else(own)
}

/// Writes the whole sample project below a folder; nothing that is there already is replaced.
///
/// # Errors
/// The first file or folder that cannot be written, with its path.
pub fn write(target: &Path) -> Result<(), Error> {
    for (path, bytes) in project() {
        let path = target.join(path);
        let failed = |source| Error::Write { path: path.clone(), source };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::File::create_new(&path).and_then(|mut file| file.write_all(&bytes)).map_err(failed)?;
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
            assert!(committed == bytes, "`{path}` differs from the generator; write it anew with `quarterdeck init`");
        }
    }

    #[test]
    fn stays_small() {
        let bytes: usize = data().iter().map(|(_, bytes)| bytes.len()).sum();
        assert!((1_000_000..20_000_000).contains(&bytes), "{bytes} bytes");
    }
}
