//! Sending, approving and looking, as a person does it; runs that die, that meet, that lose their ledger.

use super::house::{House, PEOPLE};
use super::server::{How, Server, Step};
use base64::Engine as _;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn everybody_receives_one_message_of_their_own_and_no_second_one() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue(1);
    let ended = house.project.run("send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let arrived = server.arrived();
    let to: Vec<&str> = arrived.iter().map(|one| one.to.as_str()).collect();
    assert_eq!(to, ["li@client.example", "ann@client.example"]);
    assert!(arrived[0].text.contains("telecom_2026-Q3_zh-CN.pdf") && !arrived[0].text.contains("_en.pdf"));
    assert!(
        !arrived[0].text.contains("ann@") && !arrived[0].text.to_lowercase().contains("bcc:"),
        "one must not see the other"
    );
    for _ in 0..2 {
        assert_eq!(house.project.run("send").code, 0);
    }
    assert_eq!(server.arrived().len(), 2);
    house.issue(2);
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(server.arrived().len(), 4, "a new issue is a new message");
    let last = server.arrived().pop().unwrap().text;
    let subject = mail(&last, "subject");
    assert!(subject.ends_with("(2)"), "{subject}");
}

/// A field of a message's head, its encoded words (RFC 2047) decoded.
fn mail(text: &str, field: &str) -> String {
    let head = text.replace("\r\n", "\n");
    let head = head.split("\n\n").next().unwrap().replace("\n ", " ");
    let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{field}:"))).expect("the field");
    let (mut decoded, mut after_word) = (String::new(), false);
    for word in line.split_once(':').unwrap().1.split_whitespace() {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        if !(decoded.is_empty() || after_word && inner.is_some()) {
            decoded.push(' ');
        }
        let bytes = inner.map(|inner| base64::engine::general_purpose::STANDARD.decode(inner).unwrap());
        decoded.push_str(&bytes.map_or(word.to_owned(), |bytes| String::from_utf8(bytes).unwrap()));
        after_word = inner.is_some();
    }
    decoded
}

#[test]
fn nothing_is_sent_that_nobody_asked_for() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue(1);
    let ended = house.project.run("send --dry-run");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(
        ended.out.contains("telecom → 李伟 <li@client.example>: would receive issue 1 in zh-CN (pdf)"),
        "{}",
        ended.out
    );
    assert!(server.said().is_empty() && !house.path("deliveries.sqlite").exists());
    assert!(!house.path("output/2026-Q3/telecom/receipts").exists());
}

#[test]
fn what_is_held_or_failed_or_not_made_is_not_sent() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    assert_eq!(house.project.run("send").code, 5, "never made");
    house.issue(1);
    house.latest("telecom", "{\"issue\": 1, \"status\": \"held\", \"reasons\": [\"tickets: no rows in September\"]}");
    let ended = house.project.run("send");
    assert_eq!(ended.code, 3);
    assert!(ended.out.contains("no rows in September"), "{}", ended.out);
    house.latest("telecom", "{\"issue\": 1, \"status\": \"failed\"}");
    assert_eq!(house.project.run("send").code, 5);
    assert!(server.said().is_empty());
}

#[test]
fn a_report_that_nobody_receives_fails_no_run() {
    let house = House::new("{folder: {path: outbox}, from: reports@example.com, recipients: []}");
    let never_made = house.project.run("send");
    assert_eq!(never_made.code, 0, "{}{}", never_made.out, never_made.err);
    assert!(never_made.out.contains("telecom: nobody receives it"), "{}", never_made.out);
    house.issue(1);
    let ended = house.project.run("status");
    assert!(ended.out.contains("nobody receives it") && !ended.out.contains("0 recipients"), "{}", ended.out);
}

#[test]
fn only_approved_bytes_leave() {
    let server = Server::start(None);
    let house = House::new(&House::delivery(server.port, "approval: required", PEOPLE));
    house.issue(1);
    let ended = house.project.run("send");
    assert!(ended.code == 0 && ended.out.contains("waits for approval"), "{}{}", ended.out, ended.err);
    let ended = house.project.run("preview telecom --to boss@example.com");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let previewed = server.arrived();
    assert_eq!(previewed.iter().map(|one| one.to.as_str()).collect::<Vec<_>>(), ["boss@example.com"; 2]);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    house.configure(&House::delivery(server.port, "approval: required, subject: {zh-CN: 别的, en: Other}", PEOPLE));
    let ended = house.project.run("send");
    assert!(ended.out.contains("is not what 王芳 approved"), "{}", ended.out);
    house.configure(&House::delivery(server.port, "approval: required", PEOPLE));
    assert_eq!(house.project.run("send").code, 0);
    let sent = server.arrived().split_off(2);
    let bodies = |list: &[super::server::Arrived]| -> Vec<String> {
        list.iter().map(|one| one.text.split_once("\r\n\r\n").unwrap().1.to_owned()).collect()
    };
    assert_eq!(sent.len(), 2);
    assert_eq!(bodies(&previewed), bodies(&sent), "what was previewed is what was sent");
    // A file that somebody changes afterwards is found.
    house.issue(2);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    fs::write(house.path("output/2026-Q3/telecom/issue-2/en/telecom_2026-Q3_en.pdf"), "another one").unwrap();
    let ended = house.project.run("send");
    assert_eq!(ended.code, 5);
    assert!(ended.out.contains("was changed after it was made"), "{}", ended.out);
    let more: Vec<String> = server.arrived().split_off(4).into_iter().map(|one| one.to).collect();
    assert_eq!(more, ["li@client.example"], "the file that was not changed");
}

#[test]
fn a_run_that_dies_while_sending_leaves_an_unknown_delivery_that_is_not_sent_again() {
    let server = Server::start(Some((Step::Dot, How::Silent)));
    let house = House::with_server(server.port);
    house.configure(
        &House::delivery(server.port, "approval: none", PEOPLE).replace("timeout_seconds: 1", "timeout_seconds: 60"),
    );
    house.issue(1);
    let mut child = start(&house);
    until(|| server.arrived().len() == 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let healthy = Server::start(None);
    house.configure(&House::delivery(healthy.port, "approval: none", PEOPLE));
    let ended = house.project.run("send");
    assert_eq!(ended.code, 5, "{}", ended.out);
    assert!(ended.out.contains("nobody knows whether it arrived"), "{}", ended.out);
    let to = |server: &Server| server.arrived().into_iter().map(|one| one.to).collect::<Vec<_>>();
    assert_eq!(to(&healthy), ["ann@client.example"], "only the one that was not begun");
    assert_eq!(house.states(), ["ann: sent", "li: unknown"]);
    for line in ["resend --failed", "send"] {
        assert_eq!(house.project.run(line).code, 5, "{line}");
    }
    assert_eq!(to(&healthy).len(), 1);
    assert_eq!(house.project.run("send --resolve failed --report telecom --to LI@client.example").code, 0);
    assert_eq!(house.project.run("send").code, 5, "what a person calls failed is not sent in silence");
    assert_eq!(house.project.run("resend --failed").code, 0);
    assert_eq!(to(&healthy), ["ann@client.example", "li@client.example"]);
}

fn start(house: &House) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
        .arg("send")
        .current_dir(house.project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn until(done: impl Fn() -> bool) {
    for _ in 0..600 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it did not come to that");
}

#[test]
fn a_second_run_stops_at_the_lock_and_says_who_holds_it() {
    let server = Server::start(Some((Step::Greeting, How::Silent)));
    let house = House::with_server(server.port);
    house.configure(
        &House::delivery(server.port, "approval: none", PEOPLE).replace("timeout_seconds: 1", "timeout_seconds: 60"),
    );
    house.issue(1);
    let mut child = start(&house);
    until(|| house.path("deliveries.sqlite.lock").exists() && house.path("output/2026-Q3/telecom/receipts").exists());
    for line in ["send", "resend --failed", "approve telecom --by x", "bounces list"] {
        let ended = house.project.run(line);
        assert_eq!(ended.code, 6, "{line}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(&format!("process {}", child.id())), "{line}: {}", ended.err);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(house.project.run("status").code, 0);
}

#[test]
fn a_lost_older_or_newer_ledger_stops_all_sending() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue(1);
    let ledger = house.path("deliveries.sqlite");
    house.configure(&House::delivery(server.port, "approval: none", "[{address: li@client.example}]"));
    assert_eq!(house.project.run("send").code, 0);
    let older = fs::read(&ledger).unwrap();
    house.configure(&House::delivery(server.port, "approval: none", PEOPLE));
    assert_eq!(house.project.run("send").code, 0);
    let present = fs::read(&ledger).unwrap();
    let refused = |what: &str| {
        for line in ["send", "resend --failed", "send --dry-run"] {
            let ended = house.project.run(line);
            assert_eq!(ended.code, 5, "{line}: {}{}", ended.out, ended.err);
            assert!(ended.err.contains(what) && ended.err.contains("nothing is sent"), "{line}: {}", ended.err);
        }
    };
    fs::write(&ledger, older).unwrap();
    refused("is older than event");
    fs::remove_file(&ledger).unwrap();
    refused("is missing");
    assert!(!ledger.exists(), "no empty ledger takes its place");
    fs::write(&ledger, &present).unwrap();
    assert_eq!(house.project.run("send").code, 0);
    let copy = rusqlite::Connection::open(&ledger).unwrap();
    copy.pragma_update(None, "user_version", 99).unwrap();
    drop(copy);
    refused("later version of the program");
    fs::remove_file(&ledger).unwrap();
    let ended = house.project.run("send --rebuild-ledger");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(server.arrived().len(), 2, "nobody received it twice");
    assert_eq!(house.states(), ["ann: sent", "li: sent"]);
}

#[test]
fn a_second_copy_needs_a_reason_and_is_another_message() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(house.project.run("resend --failed").code, 0);
    assert_eq!(server.arrived().len(), 2);
    let line = "resend --force --reason deleted-by-mistake --to li@client.example";
    assert_eq!(house.project.run(line).code, 2, "of which report?");
    assert_eq!(house.project.run(&format!("{line} --report telecom")).code, 0);
    let arrived = server.arrived();
    assert_eq!(arrived.len(), 3);
    let ids: BTreeSet<String> = arrived.iter().map(|one| mail(&one.text, "message-id")).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    assert!(
        house.project.text("output/2026-Q3/telecom/receipts/issue-1.ndjson").contains("sent again: deleted-by-mistake")
    );
}

#[test]
fn messages_are_the_same_bytes_in_a_folder_and_by_a_program() {
    let house = House::new(&format!(
        "{{folder: {{path: outgoing}}, from: reports@example.com, approval: none, recipients: {PEOPLE}}}"
    ));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(house.project.files("outgoing").len(), 2);
    for file in house.project.files("outgoing") {
        let text = house.project.text(&format!("outgoing/{file}"));
        assert!(text.lines().all(|line| line.len() <= 998), "{file}");
        assert_eq!(mail(&text, "auto-submitted"), "auto-generated");
    }
    let program = House::new("{}");
    program.issue(1);
    fs::write(program.path("take.sh"), "#!/bin/sh\ncat > \"$5.taken\"\n").unwrap();
    let command = "command: [sh, take.sh]";
    program.configure(&format!(
        "{{sendmail: {{{command}}}, from: reports@example.com, approval: none, recipients: {PEOPLE}}}"
    ));
    let ended = program.project.run("send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let text = program.project.text("li@client.example.taken");
    assert_eq!(mail(&text, "to"), "李伟 <li@client.example>");
    program.issue(2);
    fs::write(program.path("take.sh"), "#!/bin/sh\ncat > /dev/null; echo busy >&2; exit 71\n").unwrap();
    assert_eq!(program.project.run("send").code, 5);
    assert!(program.states().iter().any(|state| state == "li: failed for now"), "{:?}", program.states());
    program.issue(3);
    fs::write(program.path("take.sh"), "#!/bin/sh\ncat > /dev/null; echo queued >&2; exit 75\n").unwrap();
    assert_eq!(program.project.run("send").code, 5);
    let unknown = program.states().iter().filter(|state| state.ends_with(": unknown")).count();
    assert_eq!(unknown, 2, "sendmail may have queued it: {:?}", program.states());
}

#[test]
fn status_tells_what_stands() {
    let server = Server::start(None);
    let house = House::new(&House::delivery(server.port, "approval: required", PEOPLE));
    house.issue(1);
    let ended = house.project.run("status --json");
    let state: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let report = &state["reports"][0];
    assert_eq!(
        (&report["issue"], &report["approval"], &report["gate"]),
        (&1.into(), &"waiting".into(), &"pass".into())
    );
    house.project.run("approve telecom --by 王芳");
    house.project.run("send");
    let ended = house.project.run("status");
    assert!(ended.out.contains("approved by 王芳; 2 sent of 2 recipients"), "{}", ended.out);
}
