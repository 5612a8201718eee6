//! Says what the program is built from: results of another build are not used again. Lists the folders of
//! locales and of the program's own words, so that no code names a language.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "cargo names its folder in the environment")]
fn main() {
    let mut hash = DefaultHasher::new();
    for part in ["src", "templates", "data/benchmarks", "data/profiles", "data/words", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={part}");
        for file in files(Path::new(part)) {
            (file.display().to_string(), fs::read(&file).unwrap_or_default()).hash(&mut hash);
        }
    }
    println!("cargo:rustc-env=QUARTERDECK_BUILD={:016x}", hash.finish());
    let out = std::env::var_os("OUT_DIR").expect("cargo names the folder");
    for (name, folder) in [("locales.rs", "templates/locales"), ("languages.rs", "templates/program")] {
        fs::write(Path::new(&out).join(name), folders(folder)).expect("the folder of cargo can be written");
    }
}

/// Every folder below a folder with the texts of its files, as Rust.
fn folders(below: &str) -> String {
    let mut list = "const FOLDERS: &[Folder] = &[\n".to_owned();
    let folders = fs::read_dir(below).expect("the languages are part of the source");
    let mut folders: Vec<PathBuf> = folders.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        list += &format!("Folder {{ tag: {:?}, files: &[\n", name(&folder));
        for file in files(&folder) {
            let path = fs::canonicalize(&file).expect("a file that was listed");
            list += &format!("({:?}, include_str!({path:?})),\n", name(&file));
        }
        list += "] },\n";
    }
    list + "];\n"
}

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    below.sort();
    below.iter().flat_map(|path| files(path)).collect()
}
