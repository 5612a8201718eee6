//! Issues of a report: what stands after a run, what was sent is never touched, and what changed is said.

use super::project::Project;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const SHELF: &str = "output/2026-Q3/client";

/// A client with so many tickets in each of three quarters, of which the last brings `last`.
pub fn client(last: usize) -> Project {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    fs::create_dir(project.path().join("data")).unwrap();
    fs::write(project.path().join("data/tickets.csv"), tickets(last, 8)).unwrap();
    configure(&project, "formats: [html, json], locales: [zh-CN, en]", "");
    project
}

/// Tickets of three quarters, each first answered after so many minutes.
pub fn tickets(last: usize, minutes: usize) -> String {
    let mut text = "ticket_id,created_at,channel,first_reply_at,resolved_at\n".to_owned();
    let mut number = 0;
    for (month, rows) in [(1, 60), (4, 60), (7, last)] {
        for row in 0..rows {
            number += 1;
            // Spread over the quarter, its last day among them.
            let day = chrono::NaiveDate::from_ymd_opt(2026, month, 1).unwrap()
                + chrono::Days::new((row * 91 / rows.max(1)) as u64);
            let (hour, late) = (8 + row % 8, (row % 8) + 10);
            let channel = if row % 2 == 0 { "phone" } else { "chat" };
            writeln!(text, "T{number},{day} {hour:02}:00,{channel},{day} {hour:02}:{minutes:02},{day} {late}:30")
                .unwrap();
        }
    }
    text
}

pub fn configure(project: &Project, defaults: &str, lines: &str) {
    let yaml = format!(
        "version: 1\ndefaults: {{as_of: 2026-10-15 09:00, time_zone: Asia/Shanghai, {defaults}}}\nreports:\n  - id: client\n    \
         client: Client\n    data: data\n    tables: {{tickets: tickets.csv}}\n{lines}"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
}

fn run(project: &Project, code: i32) -> String {
    let ended = project.run("run");
    assert_eq!(ended.code, code, "{}{}", ended.out, ended.err);
    ended.err
}

fn latest(project: &Project) -> (Value, Value) {
    let latest = project.json(&format!("{SHELF}/latest.json"));
    (latest["issue"].clone(), latest["status"].clone())
}

fn named(issue: u32, status: &str) -> (Value, Value) {
    (Value::from(issue), Value::from(status))
}

fn sent(project: &Project, issue: u32) {
    let receipts = project.path().join(SHELF).join("receipts");
    fs::create_dir_all(&receipts).unwrap();
    fs::write(receipts.join(format!("issue-{issue}.ndjson")), "{}\n").unwrap();
}

fn sections(project: &Project, issue: u32) -> Vec<String> {
    let view = project.json(&format!("{SHELF}/issue-{issue}/en/report.json"));
    view["sections"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Every file of an issue but its record stands in the record with its hash, and the other way round.
fn whole(project: &Project, issue: u32) {
    let folder = format!("{SHELF}/issue-{issue}");
    let record = project.json(&format!("{folder}/issue.json"));
    let mut listed: Vec<String> =
        record["files"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect();
    listed.push("issue.json".to_owned());
    listed.sort();
    assert_eq!(project.files(&folder).into_iter().collect::<Vec<_>>(), listed);
    assert_eq!((&record["issue"], &record["report"]), (&Value::from(issue), &Value::from("client")));
}

#[test]
fn a_language_and_a_format_that_are_dropped_leave_nothing() {
    let project = client(60);
    run(&project, 0);
    whole(&project, 1);
    assert!(project.files(SHELF).iter().any(|name| name.contains("zh-CN") && name.ends_with(".html")));
    configure(&project, "formats: [json], locales: en", "");
    run(&project, 0);
    whole(&project, 1);
    let left = project.files(SHELF);
    assert!(!left.iter().any(|name| name.contains("zh-CN") || name.ends_with(".html")), "{left:?}");
    assert_eq!(latest(&project), named(1, "current"));
}

#[test]
fn changed_data_take_the_place_of_an_issue_that_was_not_sent() {
    let project = client(60);
    run(&project, 0);
    let first = project.json(&format!("{SHELF}/issue-1/issue.json"));
    fs::write(project.path().join(SHELF).join("issue-1/notes.txt"), "mine").unwrap();
    fs::write(project.path().join("data/tickets.csv"), tickets(58, 8)).unwrap();
    run(&project, 0);
    let second = project.json(&format!("{SHELF}/issue-1/issue.json"));
    assert_ne!(first["data_hash"], second["data_hash"]);
    assert_eq!(project.text(&format!("{SHELF}/issue-1/notes.txt")), "mine");
    assert!(!project.path().join(SHELF).join("issue-2").exists());
    assert!(!sections(&project, 1).contains(&"changes".to_owned()));
}

#[test]
fn what_was_sent_is_never_touched_and_the_next_issue_says_what_changed() {
    let project = client(60);
    run(&project, 0);
    sent(&project, 1);
    let frozen: Vec<(String, Vec<u8>)> = project
        .files(&format!("{SHELF}/issue-1"))
        .into_iter()
        .map(|name| (name.clone(), project.bytes(&format!("{SHELF}/issue-1/{name}"))))
        .collect();
    let untouched = || {
        for (name, bytes) in &frozen {
            assert!(project.bytes(&format!("{SHELF}/issue-1/{name}")) == *bytes, "{name}");
        }
    };
    // The same bytes make no new issue, with and without what the cache holds.
    run(&project, 0);
    fs::remove_dir_all(project.path().join(".quarterdeck")).unwrap();
    run(&project, 0);
    assert_eq!(project.run("run --locale en --format json").code, 0, "fewer files of it are no new issue");
    assert!(!project.path().join(SHELF).join("issue-2").exists());
    assert_eq!(latest(&project), named(1, "current"));

    fs::write(project.path().join("data/tickets.csv"), tickets(58, 20)).unwrap();
    run(&project, 0);
    untouched();
    whole(&project, 2);
    assert_eq!(latest(&project), named(2, "current"));
    assert_eq!(sections(&project, 2)[0], "changes");
    for (locale, words) in [("en", "has other content"), ("zh-CN", "内容不同")] {
        let view = project.json(&format!("{SHELF}/issue-2/{locale}/report.json")).to_string();
        assert!(view.contains(words) && !view.contains('⟦'), "{locale}");
    }
    let causes = causes(&project, 2);
    assert_eq!(causes[1..], ["unchanged", "unchanged", "unchanged", "unchanged"], "only data changed: {causes:?}");
    let told = project.run("diff client");
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.starts_with("issue 1 → issue 2\ndata: ~ tickets.csv (tickets)\ndefinitions: unchanged\n"),
        "{}",
        told.out
    );
    assert!(told.out.contains("  first_response_median 2026-Q3: 0.13") && told.out.contains(" → 0.33"), "{}", told.out);
    let other_way = project.run("diff client --issues 2 1 --log-format json");
    let object: Value = serde_json::from_str(&other_way.out).unwrap();
    assert_eq!(object["issues"], serde_json::json!([2, 1]));
    assert!(project.run("diff client --issues 1 7").err.contains("there is no issue 7; there are issues 1, 2"));

    // Back to what was sent: the second issue, which nobody got, is taken back.
    fs::write(project.path().join("data/tickets.csv"), tickets(60, 8)).unwrap();
    run(&project, 0);
    untouched();
    assert_eq!(latest(&project), named(1, "current"));
    assert!(!project.path().join(SHELF).join("issue-2").exists());
}

/// What the page says of each kind of cause: data, definitions, settings, templates, program.
fn causes(project: &Project, issue: u32) -> Vec<String> {
    let view = project.json(&format!("{SHELF}/issue-{issue}/en/report.json"));
    let blocks = view["sections"][0]["blocks"].as_array().unwrap();
    let table = blocks.iter().find(|block| block["id"] == "changes-causes").expect("a table of causes");
    let text = |row: &Value| row["cells"][1]["text"].as_str().unwrap().to_owned();
    table["rows"].as_array().unwrap().iter().map(text).collect()
}

#[test]
fn causes_are_told_apart() {
    let definition = "    metrics: [{id: first_response_median, quantile: 0.9}]\n";
    let settings = "    targets: {first_response_median: 1}\n";
    for (at, lines) in [(1, definition), (2, settings)] {
        let project = client(60);
        run(&project, 0);
        sent(&project, 1);
        configure(&project, "formats: [json], locales: [en]", lines);
        run(&project, 0);
        let said: Vec<bool> = causes(&project, 2).iter().map(|text| text != "unchanged").collect();
        let mut expected = [false; 5];
        expected[at] = true;
        assert_eq!(said[..2], expected[..2], "{lines}");
        assert_eq!(said[3..], expected[3..], "{lines}");
        assert!(said[at], "{lines}");
    }
    let project = client(60);
    fs::create_dir_all(project.path().join("own/locales/en")).unwrap();
    let words = |text: &str| {
        let yaml = project.text("reports.yaml");
        let yaml = if yaml.contains("templates:") { yaml } else { yaml.replacen('\n', "\ntemplates: own\n", 1) };
        fs::write(project.path().join("own/locales/en/own.ftl"), format!("cover-kicker = {text}\n")).unwrap();
        fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    };
    words("One");
    run(&project, 0);
    sent(&project, 1);
    words("Two");
    run(&project, 0);
    let causes = causes(&project, 2);
    assert_eq!(causes[..3], ["unchanged", "unchanged", "unchanged"], "{causes:?}");
    assert!(causes[3] != "unchanged" && causes[4] == "unchanged", "{causes:?}");
}

#[test]
fn purge_keeps_records_and_what_people_put_there() {
    let project = client(60);
    run(&project, 0);
    sent(&project, 1);
    fs::write(project.path().join(SHELF).join("issue-1/notes.txt"), "mine").unwrap();
    assert_eq!(project.run("purge").code, 2, "no rule is configured");
    let yaml = project.text("reports.yaml");
    fs::write(project.path().join("reports.yaml"), yaml.replacen('\n', "\nkeep_quarters: 400\n", 1)).unwrap();
    assert!(project.run("purge").out.contains("removed the files of 0 issues"));
    assert_eq!(project.run("run --as-of 1990-01-15 --period 1989-Q4").code, 0);
    let before = project.files("output");
    let yaml = project.text("reports.yaml").replace("keep_quarters: 400", "keep_quarters: 40");
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let told = project.run("purge --dry-run");
    assert!(told.out.contains("would remove") && told.out.contains("issues older than 40 quarters"), "{}", told.out);
    assert_eq!(project.files("output"), before);
    assert_eq!(project.run("purge").code, 0);
    let logged = project.text("output/1989-Q4/events.ndjson");
    assert!(logged.contains("\"event\":\"purged\""), "{logged}");
    let left = project.files("output/1989-Q4/client");
    assert_eq!(left.into_iter().collect::<Vec<_>>(), ["issue-1/issue.json", "latest.json"]);
    assert!(project.path().join(SHELF).join("issue-1/notes.txt").exists());
}
