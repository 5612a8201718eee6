//! A run that is ended from outside, at any moment: whole files only, and the next run finishes.

use super::issues::{client, configure, tickets};
use super::project::Project;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

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
    let pages: Vec<&String> = pages.into_iter().filter(|name| !name.contains("_annex")).collect();
    assert!(!pages.is_empty() && pages.len() < REPORTS, "{} of {REPORTS} pages", pages.len());
    for page in pages {
        assert!(project.text(&format!("output/{page}")).trim_end().ends_with("</html>"), "{page} is cut off");
    }
    assert_eq!(project.run("run --quiet").code, 0);
    let pages = project.files("output").iter().filter(|name| name.ends_with("_en.html")).count();
    assert_eq!(pages, REPORTS);
}

const REPORTS: usize = 40;

/// So many reports over one folder that the first is done long before the last.
fn many_reports() -> String {
    let reports = (1..=REPORTS).map(|number| {
        format!("  - {{id: client-{number}, client: Client {number}, data: data, tables: {{tickets: tickets.csv}}}}\n")
    });
    let defaults =
        "version: 1\ndefaults: {as_of: 2026-10-15, locales: en, formats: html, gate: {same_file: off}}\nreports:\n";
    defaults.to_owned() + &reports.collect::<String>()
}

fn started(project: &Project) -> Child {
    Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
        .args(["run", "--quiet"])
        .current_dir(project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn issue(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let folder = "output/2026-Q3/client/issue-1";
    let names = project.files(folder).into_iter().filter(|name| name != "issue.json");
    names.map(|name| (name.clone(), project.bytes(&format!("{folder}/{name}")))).collect()
}

/// Killed at moments spread over a whole run that replaces one edition by another with other files: what stands
/// is the one or the other.
#[test]
fn a_killed_run_leaves_the_old_edition_or_the_new_one() {
    const KILLS: u32 = 40;
    let project = client(60);
    let many = |project: &Project| configure(project, "formats: [html, json], locales: [zh-CN, en]", "");
    let few = |project: &Project| configure(project, "formats: [json], locales: en", "");
    let mut expected = Vec::new();
    let mut longest = Duration::ZERO;
    for make in [&many as &dyn Fn(&Project), &few] {
        make(&project);
        let from = Instant::now();
        assert_eq!(project.run("run").code, 0);
        longest = longest.max(from.elapsed());
        expected.push(issue(&project));
    }
    assert_ne!(expected[0].keys().collect::<Vec<_>>(), expected[1].keys().collect::<Vec<_>>());
    let part = project.path().join(format!("output/2026-Q3/client/.issue-1{UNFINISHED}"));
    let mut seen = [0, 0];
    for kill in 0..KILLS {
        // What the cache holds would make the way to the renames shorter each time.
        let _ = fs::remove_dir_all(project.path().join(".quarterdeck"));
        if kill % 2 == 0 {
            many(&project)
        } else {
            few(&project)
        }
        let mut child = started(&project);
        // Every other one at the moment when files are written and folders change places, later and later.
        match kill % 8 {
            0 | 1 | 4 => sleep(longest * kill / KILLS),
            2 | 3 | 5 => {
                while !part.exists() && child.try_wait().unwrap().is_none() {
                    std::hint::spin_loop();
                }
                sleep(Duration::from_micros(1_500) * kill);
            }
            // So that both editions stand in turn, however slow the machine is.
            _ => assert!(child.wait().unwrap().success()),
        }
        let _ = child.kill();
        child.wait().unwrap();
        let found = issue(&project);
        let which = expected.iter().position(|edition| *edition == found);
        let which = which.unwrap_or_else(|| {
            let other = |edition: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
                let names = edition.keys().chain(found.keys()).filter(|name| edition.get(*name) != found.get(*name));
                names.cloned().collect()
            };
            panic!(
                "kill {kill}: neither edition: {:?} differ from the first, {:?} from the second",
                other(&expected[0]),
                other(&expected[1])
            )
        });
        seen[which] += 1;
    }
    assert!(seen.iter().all(|times| *times > 0), "{seen:?}");
    many(&project);
    assert_eq!(project.run("run").code, 0);
    assert!(issue(&project) == expected[0], "the next run does not complete");
    let left = project.files("output/2026-Q3/client");
    assert!(!left.iter().any(|name| name.contains(UNFINISHED) || name.contains("-old")), "{left:?}");
}

/// Asked to end in the middle of a long stage, the program does so within two seconds and says in the record what
/// became of the reports.
#[test]
fn a_run_that_is_asked_to_end_does_so_within_two_seconds() {
    let project = client(60);
    let mut text = tickets(60, 8);
    let rows = text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    for copy in 0..4_000 {
        for row in &rows {
            text.push_str(&format!("{copy}-{row}\n"));
        }
    }
    fs::write(project.path().join("data/tickets.csv"), text).unwrap();
    let mut child = started(&project);
    sleep(Duration::from_millis(400));
    let from = Instant::now();
    let sent = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status().unwrap();
    assert!(sent.success());
    let code = child.wait().unwrap().code();
    assert!(from.elapsed() < Duration::from_secs(2), "{:?}", from.elapsed());
    assert_eq!(code, Some(130));
    let record = project.json("output/2026-Q3/run.json");
    assert_eq!(record["reports"][0]["status"], "interrupted");
}

#[test]
fn a_second_run_stops_at_the_lock_and_says_who_holds_it() {
    let project = client(60);
    assert_eq!(project.run("run").code, 0);
    let lock = project.path().join("output/.quarterdeck-lock");
    fs::write(&lock, "process 4711, since 2026-10-15T01:00:00+00:00").unwrap();
    let held = fs::File::options().write(true).open(&lock).unwrap();
    held.try_lock().unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 6, "{}", ended.err);
    assert!(ended.err.contains("another run is writing to `output` (process 4711, since 2026-10-15"), "{}", ended.err);
    drop(held);
    assert_eq!(project.run("run").code, 0);
}

/// `/dev/full` refuses every byte, as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let project = client(60);
    for line in ["schema", "metrics", "explain contacts", "explain contacts --sql", "explain --plan", "--help", "check"]
    {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
            .args(line.split(' '))
            .current_dir(project.path())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
