//! The gate through the program: what it holds is not made, what it warns of is marked, and who decides otherwise
//! is recorded and printed.

use super::issues::{client, configure, tickets};
use super::project::Project;
use serde_json::Value;
use std::fs;

const SHELF: &str = "output/2026-Q3/client";

fn record(project: &Project) -> Value {
    project.json("output/2026-Q3/run.json")["reports"][0].clone()
}

fn view(project: &Project, locale: &str) -> Value {
    project.json(&format!("{SHELF}/issue-1/{locale}/report.json"))
}

#[test]
fn a_held_report_is_not_made_and_says_why() {
    let project = client(20);
    let ended = project.run("run");
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert!(
        ended
            .err
            .contains("client: hold[rows_fall]: `tickets` has 20 rows, 66.7 % fewer than the 60 of the quarter before")
    );
    assert!(ended.err.contains("  hint: is the export complete?"), "{}", ended.err);
    assert!(ended.err.contains("client: held; nothing was rendered"), "{}", ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.contains("rows: 140 read = 140 used + 0 rejected + 0 merged"), "{said}");
    let left = project.files("output/2026-Q3");
    assert_eq!(left.into_iter().collect::<Vec<_>>(), ["client/latest.json", "events.ndjson", "run.json"]);
    let latest = project.json(&format!("{SHELF}/latest.json"));
    assert_eq!((&latest["status"], &latest["issue"]), (&Value::from("held"), &Value::Null));
    assert!(latest["reasons"][0].as_str().unwrap().contains("66.7 % fewer"), "{latest}");
    let record = record(&project);
    assert_eq!((&record["status"], &record["gate"]["outcome"]), (&Value::from("held"), &Value::from("hold")));
    assert_eq!(project.run("check").code, 3);
}

#[test]
fn a_hold_leaves_the_earlier_issue_and_says_that_it_is_not_the_newest_attempt() {
    let project = client(60);
    assert_eq!(project.run("run").code, 0);
    let before = project.bytes(&format!("{SHELF}/issue-1/en/report.json"));
    fs::write(project.path().join("data/tickets.csv"), tickets(20, 8)).unwrap();
    assert_eq!(project.run("run").code, 3);
    assert!(project.bytes(&format!("{SHELF}/issue-1/en/report.json")) == before);
    let latest = project.json(&format!("{SHELF}/latest.json"));
    assert_eq!((&latest["status"], &latest["issue"]), (&Value::from("held"), &Value::from(1)));
    fs::write(project.path().join("data/tickets.csv"), tickets(60, 8)).unwrap();
    assert_eq!(project.run("run").code, 0);
    let latest = project.json(&format!("{SHELF}/latest.json"));
    assert_eq!((&latest["status"], &latest["reasons"]), (&Value::from("current"), &Value::Null));
}

#[test]
fn a_decision_against_a_hold_is_recorded_printed_and_stays_while_nothing_changes() {
    let project = client(20);
    let command = |line: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
            .args(line)
            .current_dir(project.path())
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = command(&["run", "--override-hold", "client"]);
    assert!(code == 2 && said.contains("--reason"), "{said}");
    let (code, said) = command(&["run", "--override-hold", "clint", "--reason", "x"]);
    assert!(code == 2 && said.contains("there is no such report"), "{said}");
    let reason = "two of three shops closed; confirmed by A. Client";
    let (code, said) = command(&["run", "--override-hold", "client", "--reason", reason]);
    assert!(code == 0 && said.contains(reason), "{said}");
    for place in [record(&project), project.json(&format!("{SHELF}/issue-1/issue.json"))] {
        assert_eq!(place["gate"]["overridden"]["reason"], reason);
    }
    for locale in ["en", "zh-CN"] {
        let view = view(&project, locale);
        assert!(view["cover"]["notice"]["text"].as_str().unwrap().contains(reason), "{}", view["cover"]);
        assert!(view["cover"]["facts"].to_string().contains(reason), "{}", view["cover"]);
        assert!(project.text(&format!("{SHELF}/issue-1/{locale}/client_2026-Q3_{locale}.html")).contains(reason));
    }
    assert_eq!(project.run("run").code, 0, "the same data, the same decision");
    fs::remove_dir_all(project.path().join(".quarterdeck")).unwrap();
    assert_eq!(project.run("run").code, 0, "also without the cache");
    fs::write(project.path().join("data/tickets.csv"), tickets(19, 8)).unwrap();
    assert_eq!(project.run("run").code, 3, "other data need another decision");
}

#[test]
fn a_warning_is_marked_and_strict_runs_hold_it() {
    let project = client(40);
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("client: warn[rows_fall]: `tickets` has 40 rows"), "{}", ended.err);
    for (locale, words) in [("en", "33.3% fewer rows"), ("zh-CN", "少 33.3%")] {
        let view = view(&project, locale);
        assert!(view["cover"]["notice"]["text"].as_str().unwrap().contains(words), "{}", view["cover"]);
        let page = view["sections"].as_array().unwrap().iter().find(|one| one["id"] == "data-quality").unwrap();
        assert!(page.to_string().contains("gate-table") && page.to_string().contains(words), "{locale}");
    }
    assert_eq!(project.run("run --strict").code, 3, "also when all of it stands");
    configure(&project, "formats: [json], locales: en", "    gate: {rows_fall: {warn: 0.5}}\n");
    let ended = project.run("run --strict");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(view(&project, "en")["cover"]["notice"].is_null());
}

#[test]
fn limits_of_the_gate_are_checked() {
    let project = client(60);
    configure(
        &project,
        "locales: en",
        "    gate: {rows_fall: {warn: 0.5, hold: 0.2}, jumps: {warn: -1}, same_file: maybe}\n",
    );
    let ended = project.run("check");
    assert_eq!(ended.code, 1, "{}", ended.err);
    for words in
        ["would hold a report from 0.2 on, before it warns from 0.5 on", "`warn` is -1", "unknown value `maybe`"]
    {
        assert!(ended.err.contains(words), "{words}: {}", ended.err);
    }
}

#[test]
fn the_last_quarters_report_is_what_this_one_is_compared_with() {
    let project = client(60);
    assert_eq!(project.run("run --period 2026-Q2 --as-of 2026-07-15").code, 0);
    let text = tickets(60, 8);
    let without: Vec<String> = text
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            [cells[0], cells[1], cells[3], cells[4]].join(",")
        })
        .collect();
    fs::write(project.path().join("data/tickets.csv"), without.join("\n")).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(
        ended.err.contains("warn[schema_drift]: the last quarter's report had the column `tickets.channel`"),
        "{}",
        ended.err
    );
    fs::write(project.path().join("data/tickets.csv"), text).unwrap();
    let ended = project.run("run");
    assert!(
        ended.err.contains("warn[unchanged]: the files of `tickets` are, byte for byte, those of the last"),
        "{}",
        ended.err
    );
}
