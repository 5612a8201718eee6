//! What is left to do: deliveries of earlier quarters, reports with mistakes, endings by their codes, one person twice.

use super::afterwards::{REPORT, configure, data, left, project, usual};
use super::house::{House, PEOPLE};
use super::server::{How, Server, Step};
use serde_json::Value;
use std::fs;

#[test]
fn unknown_deliveries_are_settled_by_report() {
    let server = Server::start(Some((Step::Dot, How::Drops)));
    let house = House::with_server(server.port);
    house.issue(1);
    assert_eq!(house.project.run("send").code, 5);
    assert_eq!(house.states(), ["ann: unknown", "li: unknown"]);
    for line in ["send --resolve sent", "send --resolve sent --to li@client.example"] {
        let ended = house.project.run(line);
        assert!(ended.code == 2 && ended.err.contains("--report ID"), "{line}: {}", ended.err);
    }
    assert_eq!(house.states(), ["ann: unknown", "li: unknown"]);
    assert_eq!(house.project.run("send --resolve sent --report telecom --to li@client.example").code, 0);
    assert_eq!(house.project.run("send --resolve failed --all").code, 0);
    assert_eq!(house.states(), ["ann: failed", "li: sent"]);
    assert_eq!(house.project.run("send --all").code, 2);
}

#[test]
fn earlier_quarters_are_not_forgotten() {
    let project = project(&usual(), &REPORT.replace("{domains", "{approval: required, domains"));
    assert_eq!(project.run("run --period 2026-Q2").code, 0);
    assert_eq!(project.run("run").code, 0);
    let status = project.run("status");
    let cure = "`quarterdeck approve a --by NAME --period 2026-Q2`";
    assert!(
        status.out.contains(&format!("a 2026-Q2: issue 1 is not settled; approval waiting; {cure}")),
        "{}",
        status.out
    );
    assert_eq!(project.run("approve a --by x --period 2026-Q2").code, 0);
    fs::write(project.path().join("outgoing"), "in the way").unwrap();
    assert_eq!(project.run("send --period 2026-Q2").code, 5);
    fs::remove_file(project.path().join("outgoing")).unwrap();
    let cure = "`quarterdeck resend --failed --report a --period 2026-Q2`";
    let whole = project.run("status --json").out;
    let whole: Value = serde_json::from_str(&whole).unwrap();
    let one = &whole["reports"][0]["unsettled"][0];
    assert_eq!(
        (&one["period"], &one["deliveries"]["failed"], &one["cure"]),
        (&"2026-Q2".into(), &1.into(), &cure.into())
    );
    assert_eq!(project.run("approve a --by x").code, 0);
    let again = project.run("resend --failed");
    assert!(again.out.contains("of issue 1 of 2026-Q2 1 failed") && again.out.contains(cure), "{}", again.out);
    assert_eq!(left(&project), 1, "this quarter's");
    assert_eq!(project.run("resend --failed --report a --period 2026-Q2").code, 0);
    assert_eq!(left(&project), 2);
    assert!(!project.run("status").out.contains("not settled"));
}

#[test]
fn reports_with_mistakes_are_told_as_such() {
    let other = "  - {id: b, client: B, data: b, tables: {tickets: tickets.csv}, localse: en}\n";
    let project = project(&usual(), &(REPORT.to_owned() + other));
    data(&project, "b", 13);
    let status = project.run("status");
    assert!(status.code == 1 && status.out.contains("b: its configuration is wrong"), "{}{}", status.out, status.err);
    assert!(status.out.contains("localse") && status.out.contains("a 2026-Q3: no issue"), "{}", status.out);
    let whole: Value = serde_json::from_str(&project.run("status --json").out).unwrap();
    assert_eq!(whole["faulty"][0]["report"], "b");
    assert!(whole["faulty"][0]["problems"][0].as_str().unwrap().contains("localse"));
    assert_eq!(project.run("status --report a").code, 0);
    for kind in ["systemd", "cron", "k8s", "windows"] {
        let ended = project.run(&format!("schedule print {kind}"));
        assert!(ended.code == 1 && ended.out.contains("b: its configuration is wrong"), "{kind}: {}", ended.out);
        assert!(ended.out.contains("a: 20") && ended.err.contains("localse"), "{kind}: {}", ended.out);
    }
}

/// The first that applies: 130; 2; 6; 1; 3; 5; 0.
#[test]
fn of_several_endings_the_first_is_told() {
    // Two clients with the same files.
    let held = "  - {id: h, client: H, data: h, tables: {tickets: tickets.csv}}\n  - {id: g, client: G, data: h, tables: {tickets: \
                tickets.csv}}\n";
    let faulty = "  - {id: f, client: A, data: a, tables: {tickets: tickets.csv}, localse: en}\n";
    let refused = REPORT.replace("{domains", "{folder: {path: in-the-way}, domains");
    let at = |reports: &str| {
        let project = project(&usual(), reports);
        fs::write(project.path().join("in-the-way"), "").unwrap();
        data(&project, "h", 14);
        project
    };
    let all = [
        (refused.clone(), 5),
        (refused.clone() + held, 3),
        (refused.clone() + held + faulty, 1),
        (refused + faulty, 1),
        (REPORT.to_owned() + held, 3),
        (REPORT.to_owned() + faulty, 1),
        (REPORT.to_owned(), 0),
    ];
    for (reports, code) in all {
        let project = at(&reports);
        let ended = project.run("run --send");
        assert_eq!(ended.code, code, "{reports}{}{}", ended.out, ended.err);
        // A report with a mistake fails, whatever else befalls the sending.
        fs::write(project.path().join("deliveries.sqlite.rebuilding"), "").unwrap();
        let sent = project.run("send");
        assert_eq!(sent.code, if reports.contains("localse") { 1 } else { 5 }, "{reports}{}", sent.err);
    }
    // Nothing can be sent at all: that is a mistake of usage, whatever the run came to.
    let nobody = REPORT.replace(", delivery: {domains: a.example, recipients: [{address: ann@a.example}]}", "");
    let project = at(&(nobody.clone() + held));
    let text = project.text("reports.yaml");
    let (from, to) = (text.find("  delivery: {folder").unwrap(), text.find("reports:\n").unwrap());
    fs::write(project.path().join("reports.yaml"), format!("{}{}", &text[..from], &text[to..])).unwrap();
    assert_eq!((project.run("run").code, project.run("run --send").code), (3, 2));
    // Somebody else sends: that comes before what failed here.
    let server = Server::start(Some((Step::Greeting, How::Silent)));
    let house = House::new(
        &House::delivery(server.port, "approval: none", PEOPLE).replace("timeout_seconds: 1", "timeout_seconds: 60"),
    );
    house.issue(1);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
        .arg("send")
        .current_dir(house.project.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if house.path("output/2026-Q3/telecom/receipts").exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let text = house.project.text("reports.yaml") + "  - {id: f, client: F, data: a, localse: en}\n";
    fs::write(house.path("reports.yaml"), text).unwrap();
    assert_eq!(house.project.run("send").code, 6);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn one_person_in_two_spellings_is_one_person() {
    let people = |one: &str, other: &str| {
        REPORT
            .replace("[{address: ann@a.example}]", &format!("[{{address: {one}}}, {{address: {other}}}]"))
            .replace("domains: a.example, ", "")
    };
    let same = [
        ("ann@bücher.example", "ANN@xn--bcher-kva.example"),
        ("ann@Bücher.example", "ann@BÜCHER.example"),
        ("ann@bu\u{308}cher.example", "Ann@b\u{fc}cher.example"),
        ("ann@例え.example", "ann@XN--R8JZ45G.EXAMPLE"),
    ];
    for (one, other) in same {
        let project = project(&usual(), &people(one, other));
        let ended = project.run("run --send");
        assert!(ended.err.contains("error[duplicate-recipient]"), "{one}: {}", ended.err);
        assert_eq!(left(&project), 0);
        configure(&project, &usual(), &people(one, "bo@example.org"));
        assert_eq!(project.run("run --send").code, 0);
        configure(&project, &usual(), &people(other, "bo@example.org"));
        assert_eq!((project.run("run --send").code, left(&project)), (0, 2), "{other} has it already");
    }
    let file = project(
        &usual(),
        &people("x", "y").replace(
            "recipients: [{address: x}, {address: y}]",
            "recipients: [{address: ann@bücher.example}], recipients_file: people.csv",
        ),
    );
    fs::write(file.path().join("people.csv"), "address,reports\nANN@BÜCHER.example,a\n").unwrap();
    assert!(file.run("check").err.contains("error[duplicate-recipient]"));
}
