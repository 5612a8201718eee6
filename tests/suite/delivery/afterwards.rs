//! What keeps a message from leaving twice, to another client or never, when something is done after the run: a mistake
//! in the configuration, a mailbox read again, data that were saved anew.

use super::super::project::{Project, UNGATED};
use std::fs;

pub(super) const REPORT: &str = "  - {id: a, client: A, data: a, tables: {tickets: tickets.csv}, delivery: {domains: a.example, recipients: \
                      [{address: ann@a.example}]}}\n";

/// A project whose reports deliver into a folder; `reports` as YAML lines.
pub(super) fn project(defaults: &str, reports: &str) -> Project {
    let project = Project::empty();
    configure(&project, defaults, reports);
    data(&project, "a", 12);
    project
}

pub(super) fn configure(project: &Project, defaults: &str, reports: &str) {
    let text = format!(
        "version: 1\ndefaults:\n  formats: [json]\n  locales: [en]\n  time_zone: UTC\n  {defaults}\n  delivery: {{folder: {{path: outgoing}}, \
         from: reports@example.com, approval: none}}\nreports:\n{reports}"
    );
    fs::write(project.path().join("reports.yaml"), text).unwrap();
}

/// Sixty tickets of the third quarter, resolved at an hour of their day.
pub(super) fn data(project: &Project, folder: &str, hour: u32) {
    let row = |at: u32| {
        let day = format!("2026-{:02}-{:02}", 7 + at % 3, 1 + at % 28);
        format!("{at},{day} 09:00,{day} {hour}:00\n")
    };
    let rows: String = (0..60).map(row).collect();
    fs::create_dir_all(project.path().join(folder)).unwrap();
    fs::write(project.path().join(folder).join("tickets.csv"), format!("ticket_id,created_at,resolved_at\n{rows}"))
        .unwrap();
}

pub(super) fn left(project: &Project) -> usize {
    if project.path().join("outgoing").exists() { project.files("outgoing").len() } else { 0 }
}

pub(super) fn usual() -> String {
    format!("as_of: 2026-10-15\n  {UNGATED}")
}

/// A mistake in one report does not lift what its data mean for another.
#[test]
fn a_file_of_another_client_is_held_though_that_client_has_a_mistake() {
    let other = |more: &str| format!("  - {{id: b, client: B, data: b, tables: {{tickets: tickets.csv}}{more}}}\n");
    for more in ["", ", localse: en", ", gate: {same_file: off}"] {
        let project = project("as_of: 2026-10-15", &(REPORT.to_owned() + &other(more)));
        data(&project, "b", 12);
        let ended = project.run("run --send");
        assert!(ended.err.contains("a: held"), "{more}: {}{}", ended.out, ended.err);
        assert_eq!(left(&project), 0, "{more}");
    }
    let both = REPORT.replace("data: a,", "data: a, gate: {same_file: off},") + &other(", gate: {same_file: off}");
    let project = project("as_of: 2026-10-15", &both);
    data(&project, "b", 12);
    let ended = project.run("run --send");
    assert_eq!((ended.code, left(&project)), (0, 1), "both say that they share it: {}", ended.err);
}

#[test]
fn data_of_other_bytes_with_the_same_figures_make_no_second_issue() {
    let project = project(&usual(), REPORT);
    assert_eq!(project.run("run --send").code, 0);
    let path = project.path().join("a/tickets.csv");
    let text = fs::read_to_string(&path).unwrap();
    for other in [text.replace('\n', "\r\n"), text.clone() + "900,2026-10-02 09:00,2026-10-02 10:00\n"] {
        fs::write(&path, other).unwrap();
        let ended = project.run("run --send");
        assert!(ended.code == 0 && ended.err.contains("warning[issue-stands]"), "{}{}", ended.out, ended.err);
        assert_eq!(left(&project), 1);
    }
    data(&project, "a", 15);
    assert_eq!(project.run("run --send").code, 0);
    assert_eq!(left(&project), 2, "other figures are another issue");
    assert_eq!(project.json("output/2026-Q3/a/latest.json")["issue"], 2);
}

/// No total moves when a part has another name, and what the report tells is another all the same.
#[test]
fn parts_of_other_names_are_another_issue() {
    let tables = "tables: {tickets: {files: tickets.csv, columns: {channel: way}}}";
    let project = project(&usual(), &REPORT.replace("tables: {tickets: tickets.csv}", tables));
    let path = project.path().join("a/tickets.csv");
    let named = |name: &str| {
        data(&project, "a", 12);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines();
        let header = lines.next().unwrap();
        let rows: String = lines.map(|line| format!("{line},{name}\n")).collect();
        fs::write(&path, format!("{header},way\n{rows}")).unwrap();
    };
    named("counter");
    assert_eq!(project.run("run --send").code, 0);
    named("kiosk");
    let ended = project.run("run --send");
    assert!(ended.code == 0 && !ended.err.contains("issue-stands"), "{}{}", ended.out, ended.err);
    assert_eq!((left(&project), project.json("output/2026-Q3/a/latest.json")["issue"].clone()), (2, 2.into()));
}

#[test]
fn a_mailbox_that_is_read_again_fails_nothing_that_was_sent_since() {
    let project = project(&usual(), REPORT);
    assert_eq!(project.run("run --send").code, 0);
    let mail = project.text(&format!("outgoing/{}", project.files("outgoing").first().unwrap()));
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
    let bounce = |date: &str| {
        format!(
            "From MAILER-DAEMON Mon Oct  5 08:00:01 2026\n{date}Content-Type: multipart/report; report-type=delivery-status; \
             boundary=\"AB\"\n\n--AB\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m\n\nFinal-Recipient: \
             rfc822; ann@a.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n--AB\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\n\n--AB--\n"
        )
    };
    let import = |text: String| {
        fs::write(project.path().join("mbox"), text).unwrap();
        project.run("bounces import mbox")
    };
    let first = import(bounce(""));
    assert!(first.code == 5 && first.out.contains("1 deliveries failed"), "{}{}", first.out, first.err);
    assert!(import(bounce("")).out.contains(" 0 deliveries failed"));
    assert_eq!(project.run("bounces clear ann@a.example").code, 0);
    assert_eq!(project.run("resend --failed").code, 0);
    for date in ["", "Date: Mon, 5 Oct 2020 08:00:00 +0000\n"] {
        let again = import(bounce(date));
        assert!(again.code == 0 && again.out.contains(" 0 deliveries failed"), "{date}{}{}", again.out, again.err);
    }
    let later = import(bounce("Date: Mon, 5 Oct 2099 08:00:00 +0000\n"));
    assert!(later.code == 5 && later.out.contains("1 deliveries failed"), "{}{}", later.out, later.err);
    assert_eq!(project.run("bounces import nowhere").code, 2);
}

#[test]
fn a_schedule_says_what_it_cannot_do() {
    let mut project = project(
        &usual(),
        &(REPORT.to_owned() + "  - {id: b, client: B, data: b, tables: {tickets: tickets.csv}, localse: en}\n"),
    );
    data(&project, "b", 13);
    assert_eq!(project.run("send --accept-ledger --reason first").code, 0);
    for line in ["run --due --send", "run --due --send --report b"] {
        let ended = project.run(line);
        assert!(ended.code == 1 && ended.err.contains("localse"), "{line}: {}{}", ended.out, ended.err);
    }
    // What was sent stands, and the mistake is told again.
    configure(&project, &usual(), &REPORT.replace("data: a,", "data: a, localse: en,"));
    let ended = project.run("run --due --send");
    assert!(ended.code == 1 && ended.err.contains("localse") && left(&project) == 1, "{}{}", ended.out, ended.err);
    assert_eq!(project.json("output/2026-Q3/a/latest.json")["status"], "current");
    project = self::project(&format!("as_of: 2020-10-15\n  {UNGATED}"), REPORT);
    let ended = project.run("run --due --send");
    assert!(ended.code == 1 && ended.err.contains("error[as-of-stands-still]"), "{}{}", ended.out, ended.err);
    assert!(!project.run("run --due --send --period 2020-Q3").err.contains("as-of-stands-still"));
}

#[test]
fn cures_name_the_quarter_that_they_are_for() {
    let project = project(&usual(), &REPORT.replace("{domains", "{approval: required, domains"));
    assert_eq!(project.run("run --period 2026-Q2 --send").code, 0);
    let said = project.run("send --period 2026-Q2");
    assert!(said.out.contains("`quarterdeck approve a --by NAME --period 2026-Q2`"), "{}{}", said.out, said.err);
    let never = project.run("send --period 2026-Q1");
    assert!(never.out.contains("`quarterdeck run --period 2026-Q1` makes it"), "{}{}", never.out, never.err);
    assert_eq!(project.run("run").code, 0);
    assert!(project.run("send").out.contains("`quarterdeck approve a --by NAME` releases"));
}

#[test]
fn a_person_whom_nobody_knows_is_a_slip_and_one_is_found_by_any_spelling() {
    let project = project(&usual(), &REPORT.replace("ann@a.example", "ann@bücher.example"));
    assert_eq!(project.run("run").code, 0);
    for line in [
        "send --to bob@a.example",
        "send --to bob",
        "resend --failed --to bob@a.example",
        "send --resolve sent --all --to bob@a.example",
    ] {
        let ended = project.run(line);
        assert!(ended.code == 2 && ended.err.contains("bob"), "{line}: {}{}", ended.out, ended.err);
    }
    assert_eq!(project.run("send --to ann@Bücher.example").code, 0);
    assert_eq!(left(&project), 1);
}

#[test]
fn an_empty_cell_is_not_every_client() {
    let project =
        project(&usual(), &REPORT.replace("recipients: [{address: ann@a.example}]", "recipients_file: people.csv"));
    let check = |text: &str| {
        fs::write(project.path().join("people.csv"), text).unwrap();
        project.run("check").err
    };
    assert!(check("address,reports\nann@a.example,\n").contains("error[empty-list]"));
    assert!(check("address,name,address\nann@a.example,Ann,bob@a.example\n").contains("error[column-twice]"));
    assert!(!check("address,reports\nann@a.example,*\n").contains("error["));
    assert!(!check("address\nann@a.example\n").contains("error["));
}

#[test]
fn what_may_be_a_secret_is_not_said() {
    let project = project(&usual(), REPORT);
    let write = |name: &str| {
        let text = project.text("reports.yaml");
        let (from, to) = (text.find("folder: {").unwrap(), text.find(", from:").unwrap());
        let smtp =
            format!("smtp: {{host: mail.invalid, user: u, attempts: 1, timeout_seconds: 1, password_env: {name}}}");
        fs::write(project.path().join("secret.yaml"), format!("{}{smtp}{}", &text[..from], &text[to..])).unwrap();
    };
    write("S3cret-Pa55word");
    let ended = project.run("check --config secret.yaml");
    assert!(ended.err.contains("error[invalid-secret]") && ended.code != 0, "{}", ended.err);
    assert!(!(ended.out + &ended.err).contains("Pa55word"));
    write("S3cretPa55word");
    assert_eq!(project.run("run --config secret.yaml").code, 0);
    let ended = project.run("send --config secret.yaml");
    assert!(ended.code != 0 && !(ended.out + &ended.err).contains("Pa55word"));
}

/// The folder with the issues was lost and other data are there: who had the first issue is not passed over in silence.
#[test]
fn an_issue_under_the_number_of_one_that_was_sent_is_held() {
    let project = project(&usual(), REPORT);
    assert_eq!(project.run("run --send").code, 0);
    fs::remove_dir_all(project.path().join("output")).unwrap();
    data(&project, "a", 15);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(project.run("run").code, 0);
    let ended = project.run("send");
    assert!(
        ended.code == 3 && ended.out.contains("the ledger knows an issue 1 of 2026-Q3"),
        "{}{}",
        ended.out,
        ended.err
    );
    assert_eq!(left(&project), 1);
    let line = ["resend", "--force", "--report", "a", "--to", "ann@a.example", "--reason", "restored"];
    assert_eq!(project.run(&line.join(" ")).code, 0);
    assert_eq!(left(&project), 2);
}

/// Another program writes into the folder, too: no message takes another's place.
#[test]
fn a_message_that_stands_in_the_folder_is_not_overwritten() {
    let project = project(&usual(), REPORT);
    fs::write(project.path().join("outgoing"), "in the way").unwrap();
    assert_eq!(project.run("run --send").code, 5);
    fs::remove_file(project.path().join("outgoing")).unwrap();
    let receipts = project.text("output/2026-Q3/a/receipts/issue-1.ndjson");
    let planned: serde_json::Value = serde_json::from_str(receipts.lines().next().unwrap()).unwrap();
    let name = format!("outgoing/{}.eml", planned["message_id"].as_str().unwrap().split('@').next().unwrap());
    fs::create_dir(project.path().join("outgoing")).unwrap();
    fs::write(project.path().join(&name), "theirs").unwrap();
    let ended = project.run("send");
    assert!(
        ended.code == 5 && ended.out.contains("is there already and is another message"),
        "{}{}",
        ended.out,
        ended.err
    );
    assert_eq!(project.text(&name), "theirs");
}
