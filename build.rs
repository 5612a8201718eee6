//! Says what the program is built from: results of another build are not used again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut hash = DefaultHasher::new();
    for part in ["src", "templates", "data/benchmarks", "data/profiles", "data/words", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={part}");
        for file in files(Path::new(part)) {
            (file.display().to_string(), fs::read(&file).unwrap_or_default()).hash(&mut hash);
        }
    }
    println!("cargo:rustc-env=QUARTERDECK_BUILD={:016x}", hash.finish());
}

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    below.sort();
    below.iter().flat_map(|path| files(path)).collect()
}
