//! One ledger, one project: what is taken for another's, what is gone, what a wrong clock wrote.

use super::super::project::Project;
use super::afterwards::{REPORT, configure, data, left, project, usual};
use super::house::{House, PEOPLE};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

const ACCEPT: &str = "send --accept-ledger --reason known";

/// A project that keeps its ledger, its output and its cache at these places.
fn at(project: &Project, more: &str) {
    let text = project.text("reports.yaml").replacen("version: 1\n", &format!("version: 1\n{more}\n"), 1);
    fs::write(project.path().join("reports.yaml"), text).unwrap();
}

fn messages(project: &Project) -> Vec<String> {
    let files = project.files("outgoing");
    files.iter().map(|file| project.text(&format!("outgoing/{file}"))).collect()
}

fn identity(message: &str) -> String {
    message.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned()
}

fn changed(ledger: &Path, statement: &str) {
    let database = Connection::open(ledger).unwrap();
    database.execute_batch(statement).unwrap();
    database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

/// The same report id, quarter, issue and person in two projects: two messages, and what comes back is the right one's.
#[test]
fn messages_of_two_projects_are_never_taken_for_one_another() {
    let projects = [project(&usual(), REPORT), project(&usual(), REPORT)];
    let mut identities = Vec::new();
    for one in &projects {
        assert_eq!(one.run("run --send").code, 0);
        identities.extend(messages(one).iter().map(|text| identity(text)));
    }
    assert_eq!(identities.len(), 2);
    assert_ne!(identities[0], identities[1]);
    let bounce = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ann@a.example\nAction: failed\nStatus: 5.1.1\n\n--b\n\
         Content-Type: text/rfc822-headers\n\nMessage-ID: {}\n\n--b--\n",
        identities[0]
    );
    for (one, code, said) in [(&projects[1], 0, "does not know"), (&projects[0], 5, "takes no mail from now on")] {
        fs::write(one.path().join("bounce.eml"), &bounce).unwrap();
        let ended = one.run("bounces import bounce.eml");
        assert!(ended.code == code && ended.out.contains(said), "{}{}", ended.out, ended.err);
    }
}

#[test]
fn a_ledger_serves_one_output_folder() {
    let shared = tempfile::tempdir().unwrap();
    let ledger = format!("ledger: {}", shared.path().join("deliveries.sqlite").display());
    let projects = [project(&usual(), REPORT), project(&usual(), REPORT)];
    projects.iter().for_each(|one| at(one, &ledger));
    // The second is made first: by time alone its issue would pass for what the first one sent.
    assert_eq!(projects[1].run("run").code, 0);
    assert_eq!(projects[0].run("run --send").code, 0);
    for line in ["send", "resend --failed", "send --dry-run", "status"] {
        let ended = projects[1].run(line);
        assert!(ended.code == 5 && ended.err.contains("belongs to the output folder"), "{line}: {}", ended.err);
    }
    assert_eq!((left(&projects[0]), left(&projects[1])), (1, 0));
    configure(&projects[1], &usual(), REPORT);
    assert_eq!(projects[1].run("send").code, 0, "with a ledger of its own");
    assert_eq!((projects[0].run("send").code, left(&projects[0]), left(&projects[1])), (0, 1, 1));
}

/// Two computers see different folders under one name.
#[test]
fn a_delivery_of_another_issue_under_the_same_number_is_no_delivery_of_this_one() {
    let shared = tempfile::tempdir().unwrap();
    let path = shared.path().join("deliveries.sqlite");
    let ledger = format!("ledger: {}", path.display());
    let projects = [project(&usual(), REPORT), project(&usual(), REPORT)];
    projects.iter().for_each(|one| at(one, &ledger));
    assert_eq!(projects[1].run("run").code, 0);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(projects[0].run("run --send").code, 0);
    assert_eq!(projects[1].run(ACCEPT).code, 0);
    let ended = projects[1].run("send");
    assert!(ended.code == 3 && ended.out.contains("that is not this one"), "{}{}", ended.out, ended.err);
    assert_eq!(left(&projects[1]), 0);
}

#[test]
fn a_project_that_is_moved_sends_on() {
    let project = project(&usual(), REPORT);
    let shared = tempfile::tempdir().unwrap();
    at(&project, &format!("ledger: {}", shared.path().join("deliveries.sqlite").display()));
    assert_eq!(project.run("run --send").code, 0);
    fs::rename(project.path().join("output"), project.path().join("results")).unwrap();
    at(&project, "output: results");
    let ended = project.run("send");
    assert!(ended.code == 0 && ended.out.contains("was sent before"), "{}{}", ended.out, ended.err);
    // A copy beside the original is another project.
    fs::create_dir(project.path().join("output")).unwrap();
    for file in project.files("results") {
        let to = project.path().join("output").join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(project.path().join("results").join(&file), to).unwrap();
    }
    let text = project.text("reports.yaml").replace("output: results\n", "");
    fs::write(project.path().join("reports.yaml"), text).unwrap();
    assert!(project.run("send").err.contains("belongs to the output folder"));
    assert_eq!(left(&project), 1);
}

/// A share that is not mounted: output and ledger look as if nothing had ever been sent.
#[test]
fn a_ledger_that_is_gone_with_its_output_is_missed() {
    let share = tempfile::tempdir().unwrap();
    let project = project(&usual(), REPORT);
    let place = |name: &str| share.path().join(name).display().to_string();
    at(&project, &format!("ledger: {}\noutput: {}", place("deliveries.sqlite"), place("output")));
    assert_eq!(project.run("run --send").code, 0);
    for entry in fs::read_dir(share.path()).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    assert_eq!(project.run("cache clear").code, 0);
    for line in ["run --send", "send", "send --dry-run", "resend --failed"] {
        let ended = project.run(line);
        assert!(ended.code == 5 && ended.err.contains("has sent with another one"), "{line}: {}", ended.err);
        assert!(!share.path().join("deliveries.sqlite").exists(), "no empty ledger takes its place");
    }
    assert_eq!(left(&project), 1);
    let status = project.run("status");
    assert!(status.code == 5 && status.err.contains("--accept-ledger --reason"), "{}", status.err);
    assert_eq!(project.run("send --accept-ledger").code, 2, "without a reason");
    let accepted = project.run(ACCEPT);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    let log = fs::read_to_string(share.path().join("output/events.ndjson")).unwrap();
    assert!(log.contains("\"ledger_accepted\"") && log.contains("\"reason\":\"known\""), "{log}");
    assert_eq!((project.run("send").code, left(&project)), (0, 2), "a person said so");
}

#[test]
fn a_schedule_begins_no_ledger_long_after_the_day() {
    let project = project("as_of: 2020-10-15\n  gate: {freshness: {at_most: off}}", REPORT);
    let ended = project.run("run --due --send --period 2020-Q3");
    assert!(ended.code == 5 && ended.err.contains("was due on 2020-10-"), "{} {}", ended.code, ended.err);
    assert!(project.path().join("output/2020-Q3/a/issue-1").exists(), "it is made all the same");
    assert_eq!(left(&project), 0);
    assert_eq!(project.run(ACCEPT).code, 0);
    let ended = project.run("run --due --send --period 2020-Q3");
    assert!(left(&project) == 1, "{}{}", ended.out, ended.err);
}

#[test]
fn a_clock_that_was_set_back_stops_sending() {
    let project = project(&usual(), REPORT);
    assert_eq!(project.run("run --send").code, 0);
    let ledger = project.path().join("deliveries.sqlite");
    changed(&ledger, "UPDATE event SET at = at + 7200000000");
    for line in ["send", "resend --failed", "send --dry-run", "status", "bounces list"] {
        let ended = project.run(line);
        assert!(ended.code == 5 && ended.err.contains("set the clock right"), "{line}: {}{}", ended.out, ended.err);
    }
    assert_eq!(project.run(ACCEPT).code, 0);
    assert_eq!((project.run("send").code, left(&project)), (0, 1));
    // What is written afterwards counts again.
    data(&project, "a", 15);
    assert_eq!(project.run("run --send").code, 0);
    changed(&ledger, "UPDATE event SET at = at + 7200000000");
    assert!(project.run("send").err.contains("set the clock right"));
}

/// A copy is taken before, and nothing is sent again.
#[test]
fn a_ledger_of_the_form_before_is_moved_on_and_read_until_then() {
    let project = project(&usual(), REPORT);
    assert_eq!(project.run("run --send").code, 0);
    let ledger = project.path().join("deliveries.sqlite");
    changed(
        &ledger,
        "ALTER TABLE delivery DROP COLUMN made; DELETE FROM meta WHERE key = 'output'; PRAGMA user_version = 2;",
    );
    let ended = project.run("status");
    assert!(ended.code == 0 && ended.out.contains("1 sent of 1 recipients"), "{}{}", ended.out, ended.err);
    let ended = project.run("send");
    assert!(ended.code == 0 && ended.out.contains("was sent before"), "{}{}", ended.out, ended.err);
    assert!(project.path().join("deliveries.sqlite.form-2").exists());
    assert_eq!(left(&project), 1);
}

#[test]
fn addresses_that_take_no_mail_outlive_the_ledger() {
    let folder = |people: &str| {
        format!("{{folder: {{path: outgoing}}, from: reports@example.com, approval: none, recipients: {people}}}")
    };
    let house = House::new(&folder(PEOPLE));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    let text = messages(&house.project).into_iter().find(|text| text.contains("ann@client.example")).unwrap();
    let bounce = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ann@client.example\nAction: failed\nStatus: 5.1.1\n\n--b\n\
         Content-Type: text/rfc822-headers\n\nMessage-ID: {}\n\n--b--\n",
        identity(&text)
    );
    fs::write(house.path("bounce.eml"), bounce).unwrap();
    assert_eq!(house.project.run("bounces import bounce.eml").code, 5);
    fs::remove_file(house.path("deliveries.sqlite")).unwrap();
    assert_eq!(house.project.run("send --rebuild-ledger").code, 0);
    assert!(house.project.run("bounces list").out.contains("ann@client.example since"));
    assert!(house.project.run("resend --failed").out.contains("takes no mail"));
    assert_eq!(left(&house.project), 2);
    assert_eq!(house.project.run("bounces clear ann@client.example").code, 0);
    assert_eq!(house.project.run("bounces list").out, "", "what was cleared does not come back");
    fs::write(house.path("output/suppressed.json"), "[{").unwrap();
    let ended = house.project.run("send");
    assert!(ended.code == 5 && ended.err.contains("suppressed.json`, line 1"), "{}", ended.err);
}
