//! What makes a second issue, and so a second message, and what does not.

use super::super::project::Project;
use super::afterwards::{REPORT, configure, data, left, project, usual};
use std::fs;

fn issue(project: &Project) -> u64 {
    project.json("output/2026-Q3/a/latest.json")["issue"].as_u64().unwrap()
}

fn sent(reports: &str) -> Project {
    let project = project(&usual(), reports);
    let ended = project.run("run --send");
    assert_eq!((ended.code, left(&project), issue(&project)), (0, 1, 1), "{}{}", ended.out, ended.err);
    project
}

#[test]
fn what_no_reader_sees_makes_no_second_issue() {
    let with = |what: &str, other: &str| (usual(), REPORT.replace(what, other));
    let written = [
        ("another form of tables", with("{tickets: tickets.csv}", "{tickets: {files: tickets.csv}}")),
        ("a limit of the gate", (usual().replace("gate: {", "gate: {same_file: warn, "), REPORT.to_owned())),
        ("the client in every language", with("client: A,", "client: {en: A, zh-CN: A},")),
        ("what is the default", with("data: a,", "data: a, history_quarters: 8,")),
        ("a time of day", (usual().replace("as_of: 2026-10-15", "as_of: 2026-10-15T09:00:00Z"), REPORT.to_owned())),
    ];
    for formats in ["json", "html"] {
        for (what, (defaults, reports)) in &written {
            let project = project(&usual(), REPORT);
            let written = |defaults: &str, reports: &str| {
                configure(&project, defaults, reports);
                let text = project.text("reports.yaml").replace("formats: [json]", &format!("formats: [{formats}]"));
                fs::write(project.path().join("reports.yaml"), text).unwrap();
            };
            written(&usual(), REPORT);
            assert_eq!(project.run("run --send").code, 0);
            written(defaults, reports);
            let ended = project.run("run --send");
            assert_eq!((ended.code, issue(&project), left(&project)), (0, 1, 1), "{what}: {}{}", ended.out, ended.err);
            assert!(ended.err.contains("warning[issue-stands]"), "{what}: {}", ended.err);
            assert!(!project.path().join("output/2026-Q3/a/issue-2").exists(), "{what}");
            let reissued = project.run("run --report a --reissue a");
            assert_eq!((reissued.code, issue(&project)), (0, 2), "{what}: asked for by name: {}", reissued.err);
        }
    }
}

#[test]
fn files_and_folders_under_other_names_make_no_second_issue() {
    let project = sent(REPORT);
    fs::rename(project.path().join("a"), project.path().join("exports")).unwrap();
    fs::rename(project.path().join("exports/tickets.csv"), project.path().join("exports/t-2026.csv")).unwrap();
    configure(&project, &usual(), &REPORT.replace("data: a,", "data: exports,").replace("tickets.csv", "t-*.csv"));
    let ended = project.run("run --send");
    assert_eq!((ended.code, issue(&project), left(&project)), (0, 1, 1), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("warning[issue-stands]"), "{}", ended.err);
}

#[test]
fn what_readers_see_makes_a_second_issue_and_says_why() {
    let seen = [
        (REPORT.replace("recipients:", "footer: Ask us, recipients:"), "the configuration"),
        (REPORT.replace("data: a,", "data: a, brand: {name: Nordlicht},"), "the configuration"),
        (REPORT.replace("data: a,", "data: a, skip_metrics: [resolution_time_median],"), "the configuration"),
    ];
    for (reports, why) in seen {
        let project = sent(REPORT);
        configure(&project, &usual(), &reports);
        let ended = project.run("run --send");
        assert_eq!((ended.code, issue(&project), left(&project)), (0, 2, 2), "{reports}{}{}", ended.out, ended.err);
        assert!(
            ended.err.contains("warning[issue-follows]") && ended.err.contains(&format!("what is different: {why}")),
            "{}",
            ended.err
        );
    }
    let project = sent(REPORT);
    data(&project, "a", 15);
    assert!(project.run("run --send").err.contains("what is different: the data\n"));
}

#[test]
fn further_formats_and_languages_come_to_what_was_sent() {
    let project = sent(REPORT);
    let before = project.files("output/2026-Q3/a/issue-1");
    let kept = |name: &str| project.bytes(&format!("output/2026-Q3/a/issue-1/{name}"));
    let bytes: Vec<Vec<u8>> = before.iter().filter(|name| *name != "issue.json").map(|name| kept(name)).collect();
    fs::write(project.path().join("output/2026-Q3/a/issue-1/remark.txt"), "mine").unwrap();
    let more = |formats: &str, locales: &str, people: &str| {
        configure(&project, &usual(), &REPORT.replace("{address: ann@a.example}", people));
        let text = project.text("reports.yaml").replace("[json]", formats).replace("[en]", locales);
        fs::write(project.path().join("reports.yaml"), text).unwrap();
    };
    more(
        "[json, csv, html]",
        "[en, zh-CN]",
        "{address: ann@a.example}, {address: bo@a.example, locale: zh-CN, formats: csv}",
    );
    let ended = project.run("run --send");
    assert_eq!((ended.code, issue(&project)), (0, 1), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("files of further languages or formats were added to it"), "{}", ended.err);
    assert_eq!(left(&project), 2, "only the one who had nothing yet");
    let after: Vec<Vec<u8>> = before.iter().filter(|name| *name != "issue.json").map(|name| kept(name)).collect();
    assert!(bytes == after && kept("remark.txt") == b"mine", "what was sent stands");
    let files = project.files("output/2026-Q3/a/issue-1");
    assert!(files.contains("zh-CN/figures.csv") && files.contains("en/a_2026-Q3_en.html"), "{files:?}");
    let listed = project.json("output/2026-Q3/a/issue-1/issue.json")["files"].as_array().unwrap().len();
    assert_eq!(listed + 2, files.len(), "the record lists all but itself and the remark");
    for line in ["run --send", "run --send --verify", "run --format xlsx --send"] {
        let ended = project.run(line);
        assert_eq!((issue(&project), left(&project)), (1, 2), "{line}: {}{}", ended.out, ended.err);
    }
    // Fewer of them are no other issue either.
    more("[json]", "[en]", "{address: ann@a.example}");
    assert_eq!((project.run("run --send").code, issue(&project), left(&project)), (0, 1, 2));
}

#[test]
fn a_format_that_is_added_after_the_approval_has_to_be_approved() {
    let project = project(&usual(), &REPORT.replace("{domains", "{approval: required, domains"));
    assert_eq!(project.run("run").code, 0);
    assert_eq!(project.run("approve a --by x").code, 0);
    let text = project.text("reports.yaml").replace("[json]", "[json, csv]");
    fs::write(project.path().join("reports.yaml"), text).unwrap();
    assert_eq!((project.run("run").code, issue(&project)), (0, 1));
    assert!(project.run("send").out.contains("is not what x approved"));
    assert_eq!(left(&project), 0);
    assert_eq!(project.run("approve a --by x").code, 0);
    assert_eq!((project.run("send").code, left(&project)), (0, 1));
}

#[test]
fn a_part_of_the_languages_or_formats_is_not_sent() {
    let reports = REPORT.replace(
        "[{address: ann@a.example}]",
        "[{address: ann@a.example, locale: en}, {address: bo@a.example, locale: zh-CN}]",
    );
    let project = project(&usual(), &reports);
    let whole = project.text("reports.yaml").replace("[en]", "[en, zh-CN]").replace("[json]", "[json, html]");
    fs::write(project.path().join("reports.yaml"), whole).unwrap();
    for line in ["run --locale en --send", "run --format json --send", "send"] {
        let ended = project.run(line);
        assert!(ended.code == 5 && ended.out.contains("is not complete"), "{line}: {}{}", ended.out, ended.err);
        assert_eq!(left(&project), 0, "{line}");
    }
    let ended = project.run("run --send");
    assert_eq!((ended.code, left(&project), issue(&project)), (0, 2, 1), "{}{}", ended.out, ended.err);
}

/// What stands beside the issues of a client may be handed on with them.
#[test]
fn nothing_beside_an_issue_names_another_client() {
    let other = "  - {id: bravo, client: Bravissimo, data: b, tables: {tickets: tickets.csv}, delivery: {domains: bravo.example, \
                 recipients: []}}\n";
    let wrong = [
        (
            "recipients: [{address: ann@a.example}, {address: x@bravo.example}]",
            "recipients: [{address: ann@a.example}]",
        ),
        ("peers: {reports: bravo}", ""),
    ];
    for (bad, good) in wrong {
        let project = project(&usual(), &(REPORT.to_owned() + other));
        data(&project, "b", 13);
        assert_eq!(project.run("run").code, 0);
        let reports = match good {
            "" => REPORT.replace("data: a,", &format!("data: a, {bad},")),
            good => REPORT.replace(good, bad),
        };
        configure(&project, &usual(), &(reports + other));
        let ended = project.run("run");
        assert_eq!(ended.code, 1, "{bad}: {}{}", ended.out, ended.err);
        assert_eq!(project.json("output/2026-Q3/a/latest.json")["status"], "failed");
        for file in project.files("output/2026-Q3/a") {
            let text = String::from_utf8_lossy(&project.bytes(&format!("output/2026-Q3/a/{file}"))).into_owned();
            assert!(!text.contains("bravo") && !text.contains("Bravissimo"), "{bad}: {file}: {text}");
        }
    }
    // A file that two clients share is said without the other's name, too.
    let project = project(&usual(), &(REPORT.to_owned() + other));
    data(&project, "b", 12);
    let ended = project.run("run");
    assert!(ended.code == 3 && ended.err.contains("bravo"), "{}", ended.err);
    let text = project.text("output/2026-Q3/a/latest.json");
    assert!(text.contains("another client") && !text.contains("bravo") && !text.contains("Bravissimo"), "{text}");
}
