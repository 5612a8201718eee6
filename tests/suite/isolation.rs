//! One client's mistakes are no other client's affair.

use super::issues::tickets;
use super::project::Project;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// Six clients that cannot be made, each for another reason, between two that can.
const BROKEN: [(&str, &str, &str); 6] = [
    ("no-folder", "data: nowhere, tables: {tickets: tickets.csv}", "does not exist"),
    ("broken-file", "data: garbled, tables: {tickets: tickets.csv}", "tickets.csv"),
    (
        "wrong-mapping",
        "data: data, tables: {tickets: {files: tickets.csv, columns: {created_at: erstellt}}}",
        "erstellt",
    ),
    ("wrong-key", "data: data, tabels: {tickets: tickets.csv}, tables: {tickets: tickets.csv}", "unknown key `tabels`"),
    (
        "wrong-metric",
        "data: data, tables: {tickets: tickets.csv}, metrics: [{id: resolution_rate_within_target, hit: nonsense}]",
        "nonsense",
    ),
    (
        "wrong-zone",
        "data: data, time_zone: Asia/Shangai, tables: {tickets: tickets.csv}",
        "did you mean `Asia/Shanghai`?",
    ),
];

fn project(broken: &[(&str, &str, &str)]) -> Project {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    for folder in ["data", "garbled"] {
        fs::create_dir(project.path().join(folder)).unwrap();
    }
    fs::write(project.path().join("data/tickets.csv"), tickets(60, 8)).unwrap();
    fs::write(project.path().join("garbled/tickets.csv"), b"PK\x03\x04 no workbook at all").unwrap();
    let mut yaml =
        "version: 1\ndefaults: {as_of: 2026-10-15, formats: [json], locales: en, gate: {same_file: off}}\nreports:\n"
            .to_owned();
    yaml += "  - {id: first, client: First, data: data, tables: {tickets: tickets.csv}}\n";
    for (id, lines, _) in broken {
        yaml += &format!("  - {{id: {id}, client: Client {id}, {lines}}}\n");
    }
    yaml += "  - {id: last, client: Last, data: data, tables: {tickets: tickets.csv}}\n";
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    project
}

fn made(project: &Project, id: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = format!("output/2026-Q3/{id}/issue-1");
    let names = project.files(&folder).into_iter().filter(|name| name != "issue.json");
    names.map(|name| (name.clone(), project.bytes(&format!("{folder}/{name}")))).collect()
}

#[test]
fn six_broken_clients_leave_the_others_as_they_would_be_alone() {
    let alone = project(&[]);
    assert_eq!(alone.run("run").code, 0);
    let project = project(&BROKEN);
    let ended = project.run("run");
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.starts_with("made 2 of 8 reports"), "{}", ended.out);
    for id in ["first", "last"] {
        assert!(!made(&project, id).is_empty());
        assert!(made(&project, id) == made(&alone, id), "{id}");
    }
    let record = project.json("output/2026-Q3/run.json");
    let statuses: BTreeMap<&str, &str> = record["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["status"].as_str().unwrap()))
        .collect();
    for (id, _, words) in BROKEN {
        assert_eq!(statuses[id], "failed", "{id}");
        let latest = project.json(&format!("output/2026-Q3/{id}/latest.json"));
        assert_eq!((&latest["status"], &latest["issue"]), (&Value::from("failed"), &Value::Null), "{id}");
        assert!(latest["reasons"].to_string().contains(words), "{id}: {latest}");
        assert!(ended.err.contains(&format!("error: {id}: ")), "{id}: {}", ended.err);
    }
}

#[test]
fn each_alone_fails_alone() {
    for broken in BROKEN {
        let project = project(&[broken]);
        let ended = project.run("run");
        assert_eq!(ended.code, 1, "{}: {}", broken.0, ended.err);
        assert!(ended.err.contains(broken.2), "{}: {}", broken.0, ended.err);
        let of_others = project.run("run --report first --report last");
        assert_eq!((of_others.code, of_others.err.contains(broken.2)), (0, false), "{}", of_others.err);
        assert_eq!(project.run(&format!("run --report {}", broken.0)).code, 1, "{}", broken.0);
    }
}

#[test]
fn checks_tell_everything_at_once() {
    let project = project(&BROKEN);
    let ended = project.run("check");
    assert_eq!(ended.code, 1, "{}", ended.err);
    for (id, _, words) in BROKEN {
        assert!(ended.err.contains(words), "{id}: {}", ended.err);
    }
    assert!(project.files("output").is_empty());
}

#[test]
fn what_all_share_stops_all() {
    let yaml = |change: &dyn Fn(&str) -> String| {
        let project = project(&[]);
        fs::write(project.path().join("reports.yaml"), change(&project.text("reports.yaml"))).unwrap();
        let ended = project.run("run");
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(project.files("output").is_empty());
        ended.err
    };
    assert!(yaml(&|text| text.replace("id: last", "id: first")).contains("is used twice"));
    assert!(yaml(&|text| text.replace("locales: en", "locales: fr")).contains("unknown locale"));
    assert!(yaml(&|text| text.replace("version: 1", "version: 9")).contains("version 9"));
    assert!(yaml(&|text| text.replacen("{id: first", "{id: first: x", 1)).contains("error["));
    assert!(yaml(&|text| text.replacen('\n', "\noutput: data\n", 1)).contains("written-into-data"));
}

#[test]
fn an_alias_takes_its_mistake_along() {
    let project = project(&[]);
    let yaml = project.text("reports.yaml").replace(
        "- {id: first, client: First, data: data, tables: {tickets: tickets.csv}}",
        "- {id: first, client: First, data: data, brand: &brand {colour: blue}, tables: {tickets: tickets.csv}}\n  \
         - {id: second, client: Second, data: data, brand: *brand, tables: {tickets: tickets.csv}}",
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.starts_with("made 1 of 3 reports"), "{}", ended.out);
}

#[test]
fn a_report_without_a_name_fails_by_its_line() {
    let project = project(&[]);
    let yaml = project.text("reports.yaml").replace("id: last", "id: ../last");
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.contains("error: line 5: 1 problem"), "{}", ended.err);
    let files = project.files("output/2026-Q3");
    let beside: Vec<&String> = files.iter().filter(|name| !name.starts_with("first/")).collect();
    assert_eq!(beside, ["events.ndjson", "run.json"]);
}

#[test]
fn a_file_of_another_client_is_held_and_neither_names_the_other() {
    let project = project(&[]);
    fs::create_dir(project.path().join("other")).unwrap();
    fs::copy(project.path().join("data/tickets.csv"), project.path().join("other/copy.csv")).unwrap();
    let yaml = project.text("reports.yaml").replace(", gate: {same_file: off}", "").replace(
        "id: last, client: Last, data: data, tables: {tickets: tickets.csv}",
        "id: last, client: Last, data: other, tables: {tickets: copy.csv}",
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert!(ended.err.contains("warning[same-file]: `copy.csv` of report `last` (client `Last`) has the same bytes as `tickets.csv` of report `first`"), "{}", ended.err);
    for (id, other) in [("first", "Last"), ("last", "First")] {
        let latest = project.text(&format!("output/2026-Q3/{id}/latest.json"));
        assert!(
            latest.contains("held") && !latest.contains(other) && !latest.contains(&other.to_lowercase()),
            "{latest}"
        );
    }
    assert_eq!(project.run("run --report first").code, 3, "also when the other is not made");
}
