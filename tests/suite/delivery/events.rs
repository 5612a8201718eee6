//! `events.ndjson`: what is in the log of a quarter, and what is never in it.

use super::super::project::{Project, UNGATED};
use super::house::{House, PEOPLE};
use super::server::{How, Server, Step};
use serde_json::Value;
use std::fs;

/// The events of the quarter without their times, which every line has.
fn events(project: &Project) -> Vec<Value> {
    let text = project.text("output/2026-Q3/events.ndjson");
    assert!(text.ends_with('\n'));
    let mut last = String::new();
    let mut read = |line: &str| {
        let mut event: Value = serde_json::from_str(line).unwrap();
        let at = event.as_object_mut().unwrap().remove("at").expect("a time");
        let at = at.as_str().unwrap().to_owned();
        assert!(at.len() == "2026-10-15T00:00:00.000Z".len() && at.ends_with('Z') && at >= last, "{last} {at}");
        last = at;
        event
    };
    text.lines().map(&mut read).collect()
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

#[test]
fn approvals_and_deliveries_are_logged_without_any_address() {
    let server = Server::start(None);
    let house = House::new(&House::delivery(server.port, "approval: required", PEOPLE));
    house.issue(1);
    house.project.run("send");
    house.project.run("approve telecom --by 王芳");
    house.project.run("send");
    house.project.run("resend --force --report telecom --to li@client.example --reason lost");
    let events = events(&house.project);
    assert_eq!(
        names(&events),
        ["started", "waiting", "ended", "approved", "started", "sent", "sent", "ended", "started", "sent", "ended"]
    );
    assert_eq!((&events[0]["command"], &events[8]["command"]), (&"send".into(), &"resend".into()));
    assert_eq!((&events[3]["by"], &events[3]["issue"]), (&"王芳".into(), &1.into()));
    let release = house.project.json("output/2026-Q3/telecom/approvals/issue-1.json");
    assert_eq!(events[3]["release_sha256"], release["release_sha256"]);
    assert_eq!((&events[5]["report"], events[5].get("again")), (&"telecom".into(), None));
    assert_eq!(events[9]["again"], "lost");
    let receipts = house.project.text("output/2026-Q3/telecom/receipts/issue-1.ndjson");
    assert!(receipts.contains(events[9]["message_id"].as_str().unwrap()), "the ledger tells whose it is");
    let text = house.project.text("output/2026-Q3/events.ndjson");
    assert!(!text.contains("client.example") && !text.contains("李伟") && !text.contains("示例电信"), "{text}");
    let before = text.lines().count();
    house.project.run("send");
    assert_eq!(house.project.text("output/2026-Q3/events.ndjson").lines().count(), before, "nothing happened");
}

#[test]
fn what_went_wrong_is_logged_and_what_a_person_said_of_it() {
    let server = Server::start(Some((Step::Dot, How::Drops)));
    let house = House::with_server(server.port);
    house.issue(1);
    assert_eq!(house.project.run("send").code, 5);
    assert_eq!(house.project.run("send --resolve failed --all --to li@client.example").code, 0);
    let never = Server::start(Some((Step::Rcpt, How::Never)));
    house.configure(&House::delivery(never.port, "approval: none", PEOPLE));
    assert_eq!(house.project.run("resend --failed").code, 5);
    let events = events(&house.project);
    let expected = ["unknown", "unknown", "ended", "started", "delivery_failed", "ended", "started", "delivery_failed"];
    assert_eq!(names(&events)[1..9], expected, "{events:?}");
    assert_eq!((&events[5]["resolved"], events[8].get("resolved")), (&true.into(), None));
    // A line that a died run cut off stays, and the next one begins on its own.
    let path = house.path("output/2026-Q3/events.ndjson");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"at\":\"2026");
    fs::write(&path, &text).unwrap();
    assert_eq!(house.project.run("resend --failed").code, 5);
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.starts_with(&(text + "\n{\"at\":\"2")), "{after}");
}

#[test]
fn what_is_sent_after_a_run_comes_later_than_the_run() {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let tickets = "ticket_id,created_at\n1,2026-07-01 10:00:00\n2,2026-09-30 10:00:00\n";
    fs::write(project.path().join("data/tickets.csv"), tickets).unwrap();
    let people = "[{address: a@client.example, locale: en}]";
    let delivery = format!("{{folder: {{path: out}}, from: r@example.com, approval: none, recipients: {people}}}");
    let text = format!(
        "version: 1\nreports:\n  - {{id: one, client: x, data: data, as_of: 2026-10-15, locales: en, formats: html, tables: {{tickets: tickets.csv}}, {UNGATED}, delivery: {delivery}}}\n"
    );
    fs::write(project.path().join("reports.yaml"), text).unwrap();
    let ended = project.run("run --send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    // The times of the lines rise, which `events` checks.
    let events = events(&project);
    assert_eq!(names(&events), ["started", "made", "ended", "started", "sent", "ended"]);
    assert!(events[2]["seconds"].as_f64() > Some(0.0), "{events:?}");
}

#[test]
fn runs_are_logged_with_holds_overrides_failures_and_slowest_stages() {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let days = |months: std::ops::Range<u32>, many: usize| -> String {
        let day =
            |month: u32| (0..many).map(move |at| format!("{month}-{at},2026-{month:02}-{:02} 10:00:00\n", at % 28 + 1));
        months.flat_map(day).collect()
    };
    let rows = |last: usize| format!("ticket_id,created_at\n{}{}", days(4..7, 60), days(7..10, last));
    fs::write(project.path().join("data/tickets.csv"), rows(3)).unwrap();
    let report = |id: &str, more: &str| {
        format!(
            "  - {{id: {id}, client: 某客户, data: data, as_of: 2026-10-15, locales: en, formats: json, tables: {{tickets: tickets.csv}}, {more}}}\n"
        )
    };
    let ungated = UNGATED.replace("gate: {", "gate: {same_file: off, ");
    let gated = "gate: {same_file: off, rows_fall: {hold: 0.5}}";
    let text = format!("version: 1\nreports:\n{}{}", report("thin", gated), report("good", &ungated));
    fs::write(project.path().join("reports.yaml"), &text).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 3, "{}{}", ended.out, ended.err);
    let first = events(&project);
    assert_eq!((names(&first)[0], *names(&first).last().unwrap(), first.len()), ("started", "ended", 4));
    let of = |events: &[Value], report: &str| events.iter().find(|one| one["report"] == report).unwrap().clone();
    assert_eq!(of(&first, "thin")["event"], "held");
    assert!(of(&first, "thin")["rules"].as_array().unwrap().contains(&"rows_fall".into()), "{first:?}");
    let made = of(&first, "good");
    assert_eq!((&made["event"], &made["issue"], &made["unchanged"]), (&"made".into(), &1.into(), &false.into()));
    let slowest = made["slowest"].as_array().unwrap();
    assert!(slowest.len() == 3 && slowest[0][1].as_f64() >= slowest[1][1].as_f64(), "{made}");
    assert_eq!(project.run("run --override-hold thin --reason seen").code, 0);
    let second = events(&project).split_off(first.len());
    let thin: Vec<&Value> = second.iter().filter(|one| one["report"] == "thin").collect();
    assert_eq!(
        (&thin[0]["event"], &thin[0]["reason"], &thin[1]["event"]),
        (&"overridden".into(), &"seen".into(), &"made".into())
    );
    assert_eq!(of(&second, "good")["unchanged"], true);
    fs::write(project.path().join("data/tickets.csv"), "ticket_id,when\n1,secret-cell\n").unwrap();
    assert_eq!(project.run("run").code, 1);
    let third = events(&project).split_off(first.len() + second.len());
    assert_eq!(of(&third, "good")["event"], "failed");
    assert!(!of(&third, "good")["codes"].as_array().unwrap().is_empty(), "{third:?}");
    let text = project.text("output/2026-Q3/events.ndjson");
    assert!(!text.contains("secret-cell") && !text.contains("某客户"), "{text}");
    let lines = text.lines().count();
    project.run("check");
    assert_eq!(project.text("output/2026-Q3/events.ndjson").lines().count(), lines, "a check leaves no trace");
}

/// A bounce as Postfix writes it, for one message.
fn bounce(message_id: &str, recipient: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\n\
         Content-Type: text/plain\n\nUndelivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; \
         mx.example\n\nFinal-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no \
         such user\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <{message_id}>\nSubject: x\n\nx\n--b--\n"
    )
}

#[test]
fn previews_bounces_and_a_ledger_made_anew_are_logged() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue(1);
    assert_eq!(house.project.run("preview telecom --to boss@example.com").code, 0);
    assert_eq!(house.project.run("send").code, 0);
    let sent = events(&house.project);
    let sent = sent.iter().find(|event| event["event"] == "sent").unwrap();
    let id = sent["message_id"].as_str().unwrap();
    let receipts = house.project.text("output/2026-Q3/telecom/receipts/issue-1.ndjson");
    let of_message = receipts.lines().find(|line| line.contains(id)).unwrap();
    let person = if of_message.contains("li@client.example") { "li@client.example" } else { "ann@client.example" };
    fs::write(house.path("bounce.eml"), bounce(id, person)).unwrap();
    assert_eq!(house.project.run("bounces import bounce.eml").code, 5);
    assert_eq!(house.project.run("bounces import bounce.eml").code, 0, "known by now");
    assert_eq!(house.project.run("bounces list").code, 0);
    let told = house.project.run("send --dry-run").out;
    assert!(told.contains("takes no mail") && !told.contains("`quarterdeck resend --failed` tries again"), "{told}");
    assert_eq!(house.project.run(&format!("bounces clear {person}")).code, 0);
    fs::remove_file(house.path("deliveries.sqlite")).unwrap();
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    let events = events(&house.project);
    let expected = ["started", "previewed", "ended", "started", "sent", "sent", "ended", "started", "bounced", "ended"];
    assert_eq!(names(&events), expected, "{events:?}");
    assert_eq!((&events[1]["messages"], &events[8]["suppressed"]), (&2.into(), &true.into()));
    assert_eq!(events[8]["message_id"], id);
    let overall = house.project.text("output/events.ndjson");
    let overall: Vec<Value> = overall.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(names(&overall), ["started", "address_cleared", "ended", "started", "ledger_rebuilt", "ended"]);
    assert_eq!(overall[4]["deliveries"], 2);
    for log in ["output/events.ndjson", "output/2026-Q3/events.ndjson"] {
        assert!(!house.project.text(log).contains("client.example"), "{log} names no address");
    }
}
