//! Nothing is computed twice: a report of which nothing has changed stands as it is, and only such a one.

use super::project::Project;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

const CONFIGURATION: &str = "version: 1
defaults: {as_of: 2026-10-15, formats: [html, json], locales: en, gate: {same_file: off}}
reports:
  - {id: first, client: First, data: one, targets: {resolution_time_median: 24}, tables: {tickets: \"*.csv\"}}
  - {id: second, client: Second, data: two, targets: {resolution_time_median: 24}, tables: {tickets: \"*.csv\"}}
";

/// Two clients with the same tickets, made once.
fn made() -> Project {
    let project = Project::of("cases/one-fails");
    for folder in ["one", "two"] {
        fs::create_dir(project.path().join(folder)).unwrap();
        fs::copy(project.path().join("data/tickets.csv"), project.path().join(folder).join("tickets.csv")).unwrap();
    }
    configure(&project, CONFIGURATION);
    assert_eq!(reused(&project), ["staged_files", "staged_files"]);
    project
}

fn configure(project: &Project, text: &str) {
    fs::write(project.path().join("reports.yaml"), text).unwrap();
}

/// What a run used again, by report.
fn reused(project: &Project) -> Vec<String> {
    reused_by(project, "run")
}

fn reused_by(project: &Project, line: &str) -> Vec<String> {
    let ended = project.run(line);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let record = project.json("output/2026-Q3/run.json");
    let of = |report: &Value| report["reused"].as_str().unwrap().to_owned();
    record["reports"].as_array().unwrap().iter().map(of).collect()
}

fn outputs(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let beside = ["run.json", "events.ndjson", "latest.json", "issue.json"];
    let record = |name: &String| name.contains("/kept/") || beside.iter().any(|one| name.ends_with(one));
    let names = project.files("output/2026-Q3").into_iter().filter(|name| !record(name));
    names.map(|name| (name.clone(), project.bytes(&format!("output/2026-Q3/{name}")))).collect()
}

/// The files of the cache with an ending.
fn cached(project: &Project, ending: &str) -> Vec<PathBuf> {
    let names = project.files(".quarterdeck").into_iter().filter(|name| name.ends_with(ending));
    names.map(|name| project.path().join(".quarterdeck").join(name)).collect()
}

fn flip(file: &PathBuf, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

const ALL: [&str; 2] = ["everything", "everything"];

#[test]
fn what_has_not_changed_stands_as_it_is() {
    let project = made();
    let (before, first) = (outputs(&project), project.json("output/2026-Q3/run.json"));
    assert_eq!(reused(&project), ALL);
    assert_eq!(outputs(&project), before);
    let second = project.json("output/2026-Q3/run.json");
    for key in ["key", "started_at", "config_hash", "inputs", "outputs", "warnings", "rows_read", "rows_used"] {
        assert_eq!(first["reports"][0][key], second["reports"][0][key], "{key}");
    }
    let explained = project.run("explain contacts --report first").out;
    assert!(
        explained.contains(&format!("report key: {}", first["reports"][0]["key"].as_str().unwrap())),
        "{explained}"
    );
    let ended = project.run("run");
    assert!(ended.out.contains("made 2 of 2 reports"), "{}", ended.out);
    assert!(ended.out.contains("(2 stand unchanged)"), "{}", ended.out);
    let anew = made();
    assert_eq!(outputs(&anew), before, "made anew they are the same");
}

#[test]
fn a_change_of_one_report_is_no_other_reports_affair() {
    let project = made();
    let before = outputs(&project);
    let second = |files: &BTreeMap<String, Vec<u8>>| {
        let own = files.iter().filter(|(name, _)| name.starts_with("second/"));
        own.map(|(name, bytes)| (name.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    configure(&project, &CONFIGURATION.replacen("median: 24", "median: 20", 1));
    assert_eq!(reused(&project), ["staged_files", "everything"]);
    let after = outputs(&project);
    assert_eq!(second(&after), second(&before));
    assert_ne!(after["first/issue-1/en/report.json"], before["first/issue-1/en/report.json"]);
    configure(
        &project,
        &CONFIGURATION.replace("reports:", "# a remark\n\nreports:").replacen("median: 24", "median: 20", 1),
    );
    assert_eq!(reused(&project), ALL, "a remark changes nothing");
    configure(&project, &CONFIGURATION.replace("as_of: 2026-10-15", "as_of: 2026-10-16"));
    assert_eq!(reused(&project), ["staged_files", "staged_files"]);
    assert_eq!(reused_by(&project, "run --format json"), ["staged_files", "staged_files"]);
}

#[test]
fn raw_files_are_known_by_what_is_in_them() {
    let project = made();
    let raw = project.path().join("one/tickets.csv");
    File::options()
        .append(true)
        .open(&raw)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000))
        .unwrap();
    assert_eq!(reused(&project), ALL, "another time is no other file");
    let text = fs::read_to_string(&raw).unwrap();
    let other = text.replacen("T1,", "T99,", 1);
    assert_ne!(text, other);
    fs::write(&raw, other).unwrap();
    assert_eq!(reused(&project), ["staged_files", "everything"]);
    fs::write(project.path().join("two/more.csv"), text.lines().next().unwrap()).unwrap();
    assert_eq!(reused(&project), ["everything", "staged_files"], "a new file that the pattern takes");
    fs::remove_file(project.path().join("two/more.csv")).unwrap();
    assert_eq!(reused(&project), ["everything", "staged_files"]);
}

#[test]
fn finished_files_are_known_by_what_is_in_them() {
    let project = made();
    let before = outputs(&project);
    let file = project.path().join("output/2026-Q3/first/issue-1/en/first_2026-Q3_en.html");
    flip(&file, 100);
    assert_eq!(reused(&project), ["staged_files", "everything"]);
    assert_eq!(outputs(&project), before);
    let kept = project.files("output/2026-Q3/first/kept");
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["issue-1/en/first_2026-Q3_en.html"], "what somebody changed");
    fs::remove_file(&file).unwrap();
    assert_eq!(reused(&project), ["staged_files", "everything"]);
    assert_eq!(outputs(&project), before);
    assert_eq!(reused_by(&project, "run --verify"), ALL);
}

#[test]
fn a_damaged_entry_of_the_cache_is_made_again() {
    let project = made();
    let before = outputs(&project);
    for ending in [".report", ".json", ".parquet"] {
        for part in 1..=8 {
            let files = cached(&project, ending);
            assert!(!files.is_empty(), "{ending}");
            for file in &files {
                let length = fs::metadata(file).unwrap().len() as usize;
                flip(file, (length - 1) * part / 8);
            }
            // Staged files are read only when a report is made.
            if ending != ".report" {
                cached(&project, ".report").iter().for_each(|file| fs::remove_file(file).unwrap());
            }
            assert_eq!(reused(&project), ["staged_files", "staged_files"], "{ending} {part}");
            assert_eq!(outputs(&project), before, "{ending} {part}");
            assert_eq!(reused(&project), ALL, "{ending} {part}");
        }
    }
}

#[test]
fn what_is_no_longer_asked_for_goes_and_what_is_foreign_stays() {
    let project = made();
    let rejects = project.path().join("output/2026-Q3/first/issue-1/rejects");
    fs::create_dir_all(&rejects).unwrap();
    fs::write(rejects.join("tickets.csv"), "my notes").unwrap();
    configure(&project, &CONFIGURATION.replace("[html, json]", "[json]"));
    assert_eq!(reused(&project), ["staged_files", "staged_files"]);
    let files = project.files("output/2026-Q3");
    assert!(!files.iter().any(|name| name.ends_with(".html")), "{files:?}");
    assert_eq!(fs::read_to_string(rejects.join("tickets.csv")).unwrap(), "my notes");
}

#[test]
fn the_cache_says_what_it_holds_and_goes_when_asked() {
    let project = made();
    let foreign = project.path().join(".quarterdeck/customers.json");
    fs::write(&foreign, "{}").unwrap();
    let told = project.run("cache stats").out;
    assert!(told.contains("staged: 2 files"), "two clients share a file that is the same: {told}");
    assert!(told.contains("reports: 2 files"), "{told}");
    let told = project.run("cache clear");
    assert!(told.code == 0 && told.out.starts_with("removed "), "{}", told.out);
    assert!(foreign.exists() && cached(&project, ".parquet").is_empty() && cached(&project, ".report").is_empty());
    assert_eq!(reused(&project), ["staged_files", "staged_files"]);
}

#[test]
fn a_cache_of_another_version_is_dropped_and_said() {
    let project = made();
    let tag = project.path().join(".quarterdeck/CACHEDIR.TAG");
    let text = fs::read_to_string(&tag).unwrap();
    let (before, _) = text.trim_end().rsplit_once(' ').unwrap();
    fs::write(&tag, format!("{before} 0\n")).unwrap();
    let ended = project.run("run");
    assert!(ended.err.contains("warning[cache-version]") && ended.code == 0, "{}", ended.err);
    assert!(!project.run("run").err.contains("[cache-version]"), "it is of this version now");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_fails_the_report_that_it_stands_in_and_no_other() {
    let project = made();
    std::os::unix::fs::symlink("gone", project.path().join("one/more.csv")).unwrap();
    let ended = project.run("run --no-color");
    assert!(ended.err.contains("error[unreadable-folder]: cannot list the data folder `one`"), "{}", ended.err);
    assert!(ended.code == 1 && ended.err.contains("second: done"), "{}", ended.err);
}
