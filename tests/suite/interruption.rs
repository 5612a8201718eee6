//! Ctrl-C in the middle of a run: the program says so by its exit code and leaves whole files only.

use super::project::Project;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What marks a file that is still being written.
const UNFINISHED: &str = ".quarterdeck-part";

#[test]
fn an_interrupted_run_leaves_whole_files_and_the_next_one_finishes() {
    let project = Project::copied(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/one-fails").as_path());
    std::fs::write(project.path().join("reports.yaml"), many_reports()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
        .args(["run", "--jobs", "1", "--no-color"])
        .current_dir(project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let mut lines = said.lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("done")), "no report was finished before the interruption");
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(sent.success());
    let rest: Vec<String> = lines.collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest:#?}");

    let files = project.files("output");
    let unfinished: Vec<&String> = files.iter().filter(|name| name.contains(UNFINISHED)).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    let pages: Vec<&String> = files.iter().filter(|name| name.ends_with(".html")).collect();
    assert!(!pages.is_empty() && pages.len() < REPORTS, "{} of {REPORTS} pages", pages.len());
    for page in pages {
        assert!(project.text(&format!("output/{page}")).trim_end().ends_with("</html>"), "{page} is cut off");
    }
    assert_eq!(project.run("run --quiet").code, 0);
    let pages = project.files("output").iter().filter(|name| name.ends_with(".html")).count();
    assert_eq!(pages, REPORTS);
}

const REPORTS: usize = 40;

/// So many reports over one folder that the first is done long before the last.
fn many_reports() -> String {
    let reports = (1..=REPORTS).map(|number| {
        format!("  - {{id: client-{number}, client: Client {number}, data: data, tables: {{tickets: tickets.csv}}}}\n")
    });
    let defaults = "version: 1\ndefaults: {as_of: 2026-10-15, locales: en, formats: html}\nreports:\n";
    defaults.to_owned() + &reports.collect::<String>()
}
