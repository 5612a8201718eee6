//! Every folder of `tests/invalid` is a project with one mistake; what the program says about it,
//! and its exit code, are pinned in `expected.txt`.
//!
//! A case runs `quarterdeck check`, or the line in its `command.txt`, in a copy of its folder.
//! `BLESS=1 cargo test --release` writes the files anew; read them before you commit them.

use super::project::Project;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

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

/// Exit code, messages, and the files of rejected and merged rows.
fn said(case: &Path) -> String {
    let project = Project::copied(case);
    let line = fs::read_to_string(case.join("command.txt")).unwrap_or_else(|_| "check".to_owned());
    let ended = project.run(&line);
    assert!(ended.code <= 3, "{}: {}", case.display(), ended.err);
    let mut text = format!("exit {}\n", ended.code);
    text.push_str(&untimed(&ended.err));
    for name in project.files(".").iter().filter(|name| name.contains("/rejects/") || name.contains("/merged/")) {
        let rows = project.text(name).replace(['\u{feff}', '\r'], "");
        write!(text, "{name}:\n{rows}").unwrap();
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

#[expect(clippy::disallowed_methods, reason = "a switch for the person who changes messages, never set in CI")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}
