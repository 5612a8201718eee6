//! What keeps a message from leaving twice, to another client, or in clear text, when things around it have changed.

use super::super::project::{Project, UNGATED};
use super::house::{House, PEOPLE};
use super::server::{How, Server, Step};
use quarterdeck::config::{self, Overrides};
use quarterdeck::domain::{Instant, hex};
use quarterdeck::pipeline::{self, Mode, OnFailure, Request, Verify};
use sha2::Digest;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::atomic::AtomicBool;

fn folder(more: &str, people: &str) -> String {
    format!("{{folder: {{path: outgoing}}, from: reports@example.com, {more}, recipients: {people}}}")
}

fn left(house: &House) -> usize {
    if house.path("outgoing").exists() { house.project.files("outgoing").len() } else { 0 }
}

/// Makes the report as on a day of October 2026; its current issue, or why there is none.
fn attempt(project: &Project, day: i64) -> Result<u64, String> {
    let now = Instant((1_791_158_400 + day * 86_400) * 1_000_000);
    let overrides = Overrides { now, ..Overrides::default() };
    let (config, _) = config::load(&project.path().join("reports.yaml"), &overrides).unwrap();
    let request = Request {
        reports: Vec::new(),
        quarter: None,
        mode: Mode::Write,
        on_failure: OnFailure::KeepGoing,
        warnings: Vec::new(),
        now,
        since: std::time::Instant::now(),
        verify: Verify::State,
        strictness: Default::default(),
        overrides: BTreeMap::new(),
        reissue: Default::default(),
        stop: &AtomicBool::new(false),
    };
    let run = pipeline::run(&config, &request, &|_| {}).unwrap();
    match run.outcomes[0].failure() {
        Some(failure) => Err(failure.lines().join("; ")),
        None => Ok(project.json("output/2026-Q3/a/latest.json")["issue"].as_u64().unwrap()),
    }
}

#[test]
fn a_day_that_passes_makes_no_new_issue_of_what_was_sent() {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let tickets = |open: usize| {
        let mut rows = "ticket_id,created_at,resolved_at\n".to_owned();
        for at in 0..60 {
            let (day, resolved) = (1 + at % 28, if at < open { "" } else { "2026-09-29 12:00" });
            rows += &format!("{at},2026-08-{day:02} 09:00,{resolved}\n");
        }
        fs::write(project.path().join("data/tickets.csv"), rows).unwrap();
    };
    tickets(20);
    let yaml = format!(
        "version: 1\ndefaults: {{time_zone: UTC, {UNGATED}}}\nreports:\n  - {{id: a, client: A, data: data, formats: [html, json], locales: [en], \
         tables: {{tickets: tickets.csv}}}}\n"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let attempt = |day: i64| attempt(&project, day);
    let run = |day: i64| attempt(day).unwrap();
    assert_eq!(run(0), 1);
    let before = project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html");
    assert_eq!(run(1), 1, "nothing of it was sent: it is made anew in its place");
    assert_ne!(before, project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html"), "the day is told on its pages");
    fs::create_dir(project.path().join("output/2026-Q3/a/receipts")).unwrap();
    fs::write(project.path().join("output/2026-Q3/a/receipts/issue-1.ndjson"), "").unwrap();
    let sent = project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html");
    assert_eq!(run(2), 1);
    assert_eq!(sent, project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html"));
    let part = project.path().join("output/2026-Q3/a/issue-1/en/report.json");
    let whole = fs::read(&part).unwrap();
    fs::remove_file(&part).unwrap();
    assert!(attempt(3).unwrap_err().contains("is gone or damaged"));
    fs::write(&part, whole).unwrap();
    let yaml = project.text("reports.yaml");
    fs::write(project.path().join("reports.yaml"), yaml.replace("client: A,", "client: B,")).unwrap();
    let said = attempt(3).unwrap_err();
    assert!(said.contains("was made for `A`, and `a` is `B` by now"), "{said}");
    assert!(!project.path().join("output/2026-Q3/a/issue-2").exists(), "no client is compared with another");
    fs::write(project.path().join("reports.yaml"), yaml.replace("client: A,", "client: B, client_was: A,")).unwrap();
    tickets(10);
    assert_eq!(run(3), 2, "the same client under a new name, and other data are another issue");
}

/// Makes the current issue one that was sent by another program, which wrote its page otherwise.
fn sent_by_another_program(project: &Project) {
    let issue = "output/2026-Q3/a/issue-1";
    let page = project.path().join(issue).join("en/a_2026-Q3_en.html");
    fs::write(&page, "<p>as it was</p>").unwrap();
    let mut record = project.json(&format!("{issue}/issue.json"));
    record["made_by"]["build"] = "0123456789ab".into();
    let files = record["files"].as_array_mut().unwrap();
    let file = files.iter_mut().find(|file| file["path"] == "en/a_2026-Q3_en.html").unwrap();
    file["sha256"] = hex(sha2::Sha256::digest("<p>as it was</p>")).into();
    file["bytes"] = 16.into();
    fs::write(project.path().join(issue).join("issue.json"), record.to_string()).unwrap();
    fs::create_dir_all(project.path().join("output/2026-Q3/a/receipts")).unwrap();
    fs::write(project.path().join("output/2026-Q3/a/receipts/issue-1.ndjson"), "").unwrap();
}

#[test]
fn another_program_with_the_same_figures_makes_no_new_issue_of_what_was_sent() {
    for as_of in ["", "as_of: 2026-10-05, "] {
        let project = Project::empty();
        fs::create_dir(project.path().join("data")).unwrap();
        let rows: String = (1..=28).map(|day| format!("{day},2026-08-{day:02} 09:00,2026-09-29 12:00\n")).collect();
        let tickets = format!("ticket_id,created_at,resolved_at\n{rows}");
        fs::write(project.path().join("data/tickets.csv"), &tickets).unwrap();
        let yaml = |client: &str, title: &str| {
            format!(
                "version: 1\ndefaults: {{time_zone: UTC, {UNGATED}}}\nreports:\n  - {{id: a, client: {client}, data: data, \
                 {as_of}formats: [html, json], locales: [en], tables: {{tickets: tickets.csv}}{title}}}\n"
            )
        };
        let write = |text: String| fs::write(project.path().join("reports.yaml"), text).unwrap();
        write(yaml("A", ""));
        assert_eq!(attempt(&project, 0).unwrap(), 1);
        sent_by_another_program(&project);
        assert_eq!(attempt(&project, 1).unwrap(), 1, "{as_of}");
        let ended = project.run("run");
        assert!(ended.err.contains("warning[issue-stands]"), "{}", ended.err);
        assert_eq!(project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html"), "<p>as it was</p>");
        let asked = project.run("run --report a --reissue a");
        assert!(!asked.err.contains("issue-stands") && asked.code == 0, "{}", asked.err);
        assert_eq!(project.json("output/2026-Q3/a/latest.json")["issue"], 2, "asked for by name");
        fs::remove_dir_all(project.path().join(".quarterdeck")).ok();
        assert_eq!(project.run("run --verify").code, 0);
        assert_eq!(project.json("output/2026-Q3/a/latest.json")["issue"], 2, "it stays once it was asked for");
        fs::remove_dir_all(project.path().join("output/2026-Q3/a/issue-2")).unwrap();
        // What a person wrote is another matter, and so are other data.
        write(yaml("A", ", brand: {name: Nordlicht}"));
        assert_eq!(attempt(&project, 1).unwrap(), 2, "another configuration is a new issue");
        fs::remove_dir_all(project.path().join("output/2026-Q3/a/issue-2")).unwrap();
        write(yaml("A", ""));
        fs::write(project.path().join("data/tickets.csv"), tickets.replace("2026-08-03 09:00", "2026-08-04 09:00"))
            .unwrap();
        assert_eq!(attempt(&project, 1).unwrap(), 2, "other data are a new issue");
    }
    let project = Project::empty();
    let ended = project.run("run --reissue nobody");
    assert_ne!(ended.code, 0);
}

#[cfg(unix)]
#[test]
fn receipts_behind_a_link_are_receipts() {
    let house = House::new(&folder("approval: none", PEOPLE));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    fs::rename(house.path("output/2026-Q3"), house.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(house.path("elsewhere"), house.path("output/2026-Q3")).unwrap();
    fs::remove_file(house.path("deliveries.sqlite")).unwrap();
    let ended = house.project.run("send");
    assert!(ended.code == 5 && ended.err.contains("is missing"), "{}{}", ended.out, ended.err);
    assert_eq!(left(&house), 2);
}

#[test]
fn a_ledger_that_was_made_anew_in_part_is_not_used() {
    let house = House::new(&folder("approval: none", PEOPLE));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    fs::remove_file(house.path("deliveries.sqlite")).unwrap();
    fs::write(house.path("deliveries.sqlite.rebuilding"), "").unwrap();
    for line in ["send", "send --dry-run", "resend --failed"] {
        let ended = house.project.run(line);
        assert!(ended.code == 5 && ended.err.contains("is not whole"), "{line}: {}{}", ended.out, ended.err);
    }
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    assert!(!house.path("deliveries.sqlite.rebuilding").exists());
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!((left(&house), house.states()), (2, vec!["ann: sent".to_owned(), "li: sent".to_owned()]));
}

#[test]
fn what_a_ledger_made_anew_cannot_know_is_unknown_and_what_the_old_one_knew_stays() {
    let broken = Server::start(Some((Step::Rcpt, How::Later)));
    let house = House::with_server(broken.port);
    house.issue(1);
    assert_eq!(house.project.run("send").code, 5);
    let receipts = house.path("output/2026-Q3/telecom/receipts/issue-1.ndjson");
    let earlier = fs::read(&receipts).unwrap();
    let healthy = Server::start(None);
    house.configure(&House::delivery(healthy.port, "approval: none", PEOPLE));
    assert_eq!(house.project.run("send").code, 0);
    fs::write(&receipts, &earlier).unwrap();
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    assert_eq!(house.states(), ["ann: sent", "li: sent"], "the old ledger knew more than the receipts");
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(healthy.arrived().len(), 2);
    // Now without any ledger, and with receipts of the time before.
    fs::write(&receipts, &earlier).unwrap();
    fs::remove_file(house.path("deliveries.sqlite")).unwrap();
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    assert_eq!(house.states(), ["ann: unknown", "li: unknown"]);
    assert_eq!(house.project.run("send").code, 5);
    assert_eq!(healthy.arrived().len(), 2);
}

#[test]
fn a_ledger_made_anew_is_no_poorer_than_the_one_before() {
    let house = House::new(&folder("approval: none", "[{address: ann@client.example, locale: en}]"));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    let receipts = house.path("output/2026-Q3/telecom/receipts/issue-1.ndjson");
    let sent = fs::read(&receipts).unwrap();
    // It came back, and the receipts are those of the time before.
    let file = house.project.files("outgoing").into_iter().next().unwrap();
    let text = house.project.text(&format!("outgoing/{file}"));
    let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
    let bounce = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n\
         Final-Recipient: rfc822; ann@client.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n\n--b--\n"
    );
    fs::write(house.path("bounce.eml"), bounce).unwrap();
    assert_eq!(house.project.run("bounces import bounce.eml").code, 5);
    fs::write(&receipts, sent).unwrap();
    for receipts_are_there in [true, false] {
        if !receipts_are_there {
            fs::remove_dir_all(house.path("output/2026-Q3/telecom/receipts")).unwrap();
        }
        assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
        assert_eq!(house.states(), ["ann: failed"], "{receipts_are_there}");
        assert!(house.project.run("bounces list").out.contains("ann@client.example"), "{receipts_are_there}");
        assert!(house.project.run("send").out.contains("takes no mail"), "{receipts_are_there}");
    }
    assert_eq!(left(&house), 1);
}

#[cfg(unix)]
#[test]
fn a_ledger_behind_a_link_is_made_anew_where_it_is() {
    let house = House::new(&folder("approval: none", PEOPLE));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    fs::create_dir(house.path("volume")).unwrap();
    fs::rename(house.path("deliveries.sqlite"), house.path("volume/kept.sqlite")).unwrap();
    std::os::unix::fs::symlink(house.path("volume/kept.sqlite"), house.path("deliveries.sqlite")).unwrap();
    let before = fs::read(house.path("volume/kept.sqlite")).unwrap();
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    assert!(house.path("deliveries.sqlite").is_symlink());
    assert_ne!(before, fs::read(house.path("volume/kept.sqlite")).unwrap());
    assert_eq!((house.project.run("send").code, left(&house)), (0, 2));
}

#[test]
fn a_quarter_sent_under_a_former_id_is_not_sent_again() {
    let house = House::new(&folder("approval: none", PEOPLE));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    let yaml = house.project.text("reports.yaml").replace("id: telecom", "id: alpha");
    fs::write(house.path("reports.yaml"), yaml).unwrap();
    house.issue_of("alpha", 1, "示例电信 · 服务质量报告");
    let ended = house.project.run("send");
    assert!(
        ended.code == 3 && ended.out.contains("was sent 2026-Q3 of this client as `telecom`"),
        "{}: {}",
        ended.code,
        ended.out
    );
    assert_eq!(left(&house), 2);
    let cure = "resend --force --report alpha --to li@client.example --reason new-id";
    assert_eq!(house.project.run(cure).code, 0);
    assert_eq!(left(&house), 3, "the cure works");
    assert_eq!(house.project.run("send").code, 3, "the other one still waits");
    // Somebody who was sent nothing receives it.
    let yaml = house.project.text("reports.yaml").replace("address: ann@client.example", "address: new@client.example");
    fs::write(house.path("reports.yaml"), yaml).unwrap();
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(left(&house), 4);
}

#[test]
fn reports_beside_each_other_for_one_client_are_no_former_ids() {
    let house = House::new(&folder("approval: none", PEOPLE));
    let text = house.project.text("reports.yaml");
    let second = text[text.find("  - id").unwrap()..].replace("id: telecom", "id: second");
    fs::write(house.path("reports.yaml"), text + &second).unwrap();
    house.issue(1);
    house.issue_of("second", 1, "示例电信 · 第二份");
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(left(&house), 4);
}

#[test]
fn an_issue_leaves_for_the_client_that_it_was_made_for() {
    let house = House::new(&folder("approval: required", PEOPLE));
    house.issue(1);
    let record = house.path("output/2026-Q3/telecom/issue-1/issue.json");
    let text = fs::read_to_string(&record).unwrap();
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    fs::write(&record, text.replacen('{', "{\"client\": \"别家公司\", ", 1)).unwrap();
    for line in ["send", "approve telecom --by 王芳", "preview telecom --to boss@example.com"] {
        let ended = house.project.run(line);
        let said = ended.out + &ended.err;
        assert!(ended.code != 0 && said.contains("was made for `别家公司`"), "{line}: {said}");
    }
    assert_eq!(left(&house), 0);
}

/// Two clients in one configuration, the second with a mistake in what says which domains are its.
fn two(domains: &str) -> House {
    let house = House::new("{}");
    let delivery = |domains: &str, people: &str| {
        format!(
            "{{folder: {{path: outgoing}}, from: reports@example.com, approval: none, domains: {domains}, recipients: {people}}}"
        )
    };
    let report = |id: &str, delivery: String| {
        format!(
            "  - id: {id}\n    client: Client {id}\n    data: data\n    as_of: 2026-10-15\n    tables: {{tickets: tickets.csv}}\n    delivery: {delivery}\n"
        )
    };
    let own = delivery("alpha.example", "[{address: ann@alpha.example}, {address: bob@beta.example}]");
    let text = format!("version: 1\nreports:\n{}{}", report("a", own), report("b", delivery(domains, "[]")));
    fs::write(house.path("reports.yaml"), text).unwrap();
    house.issue_of("a", 1, "Alpha");
    house
}

#[test]
fn while_domains_of_a_client_cannot_be_read_only_own_addresses_receive_a_report() {
    let texts = [
        "domains: ['@beta.example']",
        "domains: [beta..example]",
        "domains: {beta: example}",
        "domain: beta.example",
        "group: nrth",
    ];
    for wrong in texts {
        let house = two("beta.example");
        let text = house.project.text("reports.yaml").replace("domains: beta.example", wrong);
        fs::write(house.path("reports.yaml"), text).unwrap();
        let ended = house.project.run("send --report a");
        assert!(ended.out.contains("bob@beta.example: is not sent"), "{wrong}: {}{}", ended.out, ended.err);
        assert_eq!(left(&house), 1, "{wrong}: the own address receives it");
        let ended = house.project.run("preview a --to bob@beta.example");
        assert!(ended.code == 2 && ended.err.contains("may not see"), "{wrong}: {}", ended.err);
    }
    let house = two("beta.example");
    let ended = house.project.run("send --report a");
    assert!(ended.err.contains("domain-of-another-client"), "{}", ended.err);
    let house = two("[]");
    let text = house.project.text("reports.yaml");
    let (before, after) = text.rsplit_once("data: data\n").unwrap();
    fs::write(house.path("reports.yaml"), format!("{before}data: nowhere\n{after}")).unwrap();
    let ended = house.project.run("send --report a");
    assert!(!ended.out.contains("is not sent"), "{}{}", ended.out, ended.err);
    assert_eq!(left(&house), 2, "a missing folder says nothing of domains: it stops no other report's mail");
}

#[test]
fn a_preview_is_guarded_as_a_report_is() {
    let house = two("sub.alpha.example");
    let text =
        house.project.text("reports.yaml").replace("{address: bob@beta.example}", "{address: ann2@alpha.example}");
    fs::write(house.path("reports.yaml"), text).unwrap();
    let ended = house.project.run("preview a --to bob@sub.alpha.example");
    assert!(ended.code == 2 && ended.err.contains("its domain belongs to `b`"), "{}", ended.err);
    assert_eq!(house.project.run("preview a --to boss@alpha.example").code, 0);
}

#[test]
fn what_is_written_empty_is_not_taken_for_what_is_not_written() {
    let wrong = [
        ("approval: none", "[{address: a@example.org, reports: []}]", "error[empty-list]"),
        ("approval: none", "[{address: a@example.org, reports: }]", "`reports` is written without a value"),
        ("approval: none, encryption: ", "[{address: a@example.org}]", "`encryption` is written without a value"),
        ("approval: none, dkim: ", "[{address: a@example.org}]", "error[empty-key]"),
        ("approval: none, domains: ", "[{address: a@example.org}]", "`domains` is written without a value"),
    ];
    for (more, people, said) in wrong {
        let house = House::new(&folder(more, people));
        house.issue(1);
        let ended = house.project.run("send");
        assert!(ended.code != 0 && ended.err.contains(said), "{more}: {}{}", ended.out, ended.err);
        assert_eq!(left(&house), 0, "{more}");
    }
    let house = House::new(
        "{folder: {path: outgoing}, from: reports@example.com, approval: none, recipients_file: people.csv}",
    );
    house.issue(1);
    fs::write(house.path("people.csv"), "address,reports\na@example.org,;\n").unwrap();
    let ended = house.project.run("send");
    assert!(
        ended.code != 0 && ended.err.contains("people.csv:2:1") && ended.err.contains("names none"),
        "{}",
        ended.err
    );
}

#[test]
fn a_footer_that_is_no_part_of_the_issue_is_part_of_the_approval() {
    let delivery = |footer: &str| {
        folder(&format!("footer: {footer}, encryption: {{password_command: [echo, long enough]}}"), PEOPLE)
    };
    let house = House::new(&delivery("Ask us"));
    house.issue(1);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    house.configure(&delivery("Pay at once"));
    assert!(house.project.run("send").out.contains("is not what 王芳 approved"));
    house.configure(&delivery("Ask us"));
    assert_eq!(house.project.run("send").code, 0);
}

/// A server that says in its refusal what it was told.
#[test]
fn a_password_that_a_server_says_again_is_not_said_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            stream.write_all(b"220 hello\r\n").unwrap();
            for line in BufReader::new(stream.try_clone().unwrap()).lines() {
                let answer = match line.unwrap_or_default() {
                    line if line.starts_with("EHLO") => "250-hello\r\n250 AUTH PLAIN\r\n".to_owned(),
                    line if line.starts_with("AUTH") => {
                        format!("535 no such account: {line}; s3cret-word is wrong\r\n")
                    }
                    _ => "221 bye\r\n".to_owned(),
                };
                if stream.write_all(answer.as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    let smtp = format!(
        "{{host: 127.0.0.1, port: {port}, tls: none, attempts: 1, user: reports, password_command: [echo, s3cret-word]}}"
    );
    let house =
        House::new(&format!("{{smtp: {smtp}, from: reports@example.com, approval: none, recipients: {PEOPLE}}}"));
    house.issue(1);
    let ended = house.project.run("send");
    assert!(ended.code == 5 && ended.out.contains("no such account"), "{}{}", ended.out, ended.err);
    let receipts = house.project.text("output/2026-Q3/telecom/receipts/issue-1.ndjson");
    let said = ended.out
        + &ended.err
        + &receipts
        + &String::from_utf8_lossy(&fs::read(house.path("deliveries.sqlite")).unwrap());
    for secret in ["s3cret-word", "AHJlcG9ydHMAczNjcmV0LXdvcmQ"] {
        assert!(!said.contains(secret), "{secret} is told");
    }
}

#[test]
fn a_report_that_a_message_arrived_fails_nothing() {
    let house = House::new(&folder("approval: none", "[{address: ann@client.example, locale: en}]"));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    let file = house.project.files("outgoing").into_iter().next().unwrap();
    let text = house.project.text(&format!("outgoing/{file}"));
    let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
    let report = |action: &str, status: &str| {
        format!(
            "From: MAILER-DAEMON@mail.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n\
             Final-Recipient: rfc822; ann@client.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n\r\n--b--\r\n"
        )
    };
    for (action, status) in [("delivered", "2.0.0"), ("relayed", "2.0.0"), ("expanded", "2.0.0"), ("delayed", "4.4.1")]
    {
        fs::write(house.path("report.eml"), report(action, status)).unwrap();
        assert_eq!(house.project.run("bounces import report.eml").code, 0, "{action}");
        assert_eq!(house.states(), ["ann: sent"], "{action}");
    }
    fs::write(house.path("report.eml"), report("failed", "5.1.1")).unwrap();
    assert_eq!(house.project.run("bounces import report.eml").code, 5);
    assert_eq!(house.states(), ["ann: failed"]);
}

#[test]
fn a_digest_is_signed_and_tells_no_figure_of_a_client() {
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    let house = House::new("{}");
    fs::write(house.path("key.pem"), KEY).unwrap();
    house.notify(
        &folder("approval: none, dkim: {selector: q3, key_file: key.pem}", PEOPLE),
        "{mail: [ops@example.com]}",
    );
    house.issue(1);
    for (status, code) in [("held", 3), ("failed", 5)] {
        let latest =
            format!("{{\"issue\": 1, \"status\": \"{status}\", \"reasons\": [\"tickets has 60 rows, 85 % fewer\"]}}");
        house.latest("telecom", &latest);
        assert_eq!(house.project.run("send").code, code);
        let file = house.project.files("outgoing").into_iter().next().expect("the digest");
        let text = house.project.text(&format!("outgoing/{file}"));
        fs::remove_file(house.path("outgoing").join(&file)).unwrap();
        assert!(text.starts_with("DKIM-Signature: ") && text.contains("ops@example.com"), "{text}");
        let body = text.rsplit("\r\n\r\n").next().unwrap().split_whitespace().collect::<String>();
        let body = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap();
        let body = String::from_utf8(body).unwrap();
        assert!(
            body.contains("telecom") && body.contains("`quarterdeck status`") && !body.contains("60 rows"),
            "{body}"
        );
    }
}
