//! Every folder of `tests/invalid` is a project with one mistake; what the program says about it,
//! and its exit code, are pinned in `expected.txt`.
//!
//! A case runs `quarterdeck check`, or the line in its `command.txt`, in a copy of its folder.
//! `BLESS=1 cargo test --release` writes the files anew; read them before you commit them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

#[test]
fn every_message_is_pinned() {
    let cases = cases();
    assert!(cases.len() >= 25, "only {} cases were found", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|case| differs(case)).collect();
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let entries = fs::read_dir(folder).expect("tests/invalid is part of the repository");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// What differs from the pinned text, if anything does.
fn differs(case: &Path) -> Option<String> {
    let said = said(case);
    let file = case.join("expected.txt");
    if bless() {
        fs::write(&file, &said).unwrap();
        return None;
    }
    let expected = fs::read_to_string(&file).unwrap_or_else(|_| "(no expected.txt)\n".to_owned());
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    (said != expected).then(|| format!("── {name}\nexpected:\n{expected}\nfound:\n{said}"))
}

/// Exit code, messages and reject files.
fn said(case: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(case, folder.path());
    let line = fs::read_to_string(case.join("command.txt")).unwrap_or_else(|_| "check".to_owned());
    let output = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
        .args(line.split_whitespace())
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    let code = output.status.code().expect("the program ended by itself");
    assert!(code <= 2, "{}: {}", case.display(), String::from_utf8_lossy(&output.stderr));
    let mut text = format!("exit {code}\n");
    text.push_str(&untimed(&String::from_utf8(output.stderr).unwrap()));
    for file in WalkDir::new(folder.path()).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path()) {
        if file.parent().is_some_and(|parent| parent.ends_with("rejects")) {
            let name = file.strip_prefix(folder.path()).unwrap().display().to_string().replace('\\', "/");
            let rejects = fs::read_to_string(&file).unwrap().replace(['\u{feff}', '\r'], "");
            write!(text, "{name}:\n{rejects}").unwrap();
        }
    }
    text
}

/// Without the seconds that reports took.
fn untimed(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once(" in ") {
        Some((before, after)) if after.strip_suffix(" s").is_some_and(|seconds| seconds.parse::<f64>().is_ok()) => {
            format!("{before}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a switch for the person who changes messages, never set in CI")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}
