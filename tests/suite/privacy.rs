//! Personal data: who is in the data is in no output, unless the configuration wants it there.

use super::project::{Project, UNGATED};
use std::fmt::Write as _;
use std::fs;

/// Planted names of staff, a customer's id, and what comments tell.
const AGENT: &str = "Zorblatina";
const CUSTOMER: &str = "KUNDE-ZX81";
const SECRETS: [&str; 7] =
    [AGENT, CUSTOMER, "13800138000", "zx81@planted.example", "11010519491231002X", "4111 1111 1111 1111", "京A·D12345"];

fn project(privacy: &str) -> Project {
    let project = Project::empty();
    let data = project.path().join("data");
    fs::create_dir_all(&data).unwrap();
    let mut tickets = "ticket_id,customer_id,created_at,resolved_at,channel,agent,team,owner\n".to_owned();
    let mut surveys =
        "response_id,customer_id,metric,value,scale_min,scale_max,responded_at,ticket_id,comment\n".to_owned();
    for at in 0..240 {
        let (day, month) = (at % 28 + 1, 7 + at % 3);
        let (customer, agent) = (format!("{CUSTOMER}-{}", at % 2), format!("{AGENT}{}", at % 3));
        let team = ["Day", "Night"][at % 2];
        writeln!(
            tickets,
            "T{at},{customer},2026-0{month}-{day:02} 09:00,2026-0{month}-{day:02} 17:00,phone,{agent},{team},{CUSTOMER}"
        )
        .unwrap();
        let secret = SECRETS[at % SECRETS.len()];
        let comment =
            if at % 4 == 0 { format!("等太久 {secret} 没人回复") } else { "等太久没人回复".to_owned() };
        writeln!(surveys, "R{at},{customer},csat,{},1,5,2026-0{month}-{day:02} 18:00,T{at},{comment}", at % 5 + 1)
            .unwrap();
    }
    // Refused rows: a time that is none, a time that is a telephone number, a line of too many cells.
    tickets += &format!("B1,{CUSTOMER},never,,phone,{AGENT},Day,x\nB2,{CUSTOMER},13800138000,,phone,{AGENT},Day,x\n");
    tickets += &format!("B3,{CUSTOMER},2026-07-01 09:00,,phone,{AGENT},Day,x,y,z,zx81@planted.example\n");
    fs::write(data.join("tickets.csv"), tickets).unwrap();
    fs::write(data.join("surveys.csv"), surveys).unwrap();
    let customers = format!(
        "customer_id,start_date,tier\n{CUSTOMER}-0,2025-01-05,A\n{CUSTOMER}-0,2025-01-05,A\n{CUSTOMER}-1,2025-01-06,B\n\
         {CUSTOMER}-1,2025-01-07,B\n"
    );
    fs::write(data.join("customers.csv"), customers).unwrap();
    let metrics = "[{id: by_person, table: tickets, kind: count, family: volume, source: own, title: By person, definition: Tickets by person., unit: count, \
                   period: {at: created_at}, better: lower, segments: [customer_id, agent, team, owner]}]";
    let text = format!(
        "version: 1\nreports:\n  - id: client\n    client: Client\n    data: data\n    as_of: 2026-10-15\n    formats: [html, json]\n    \
         {UNGATED}\n    teams: {{agents: true}}\n    {privacy}\n    metrics: {metrics}\n    tables:\n      tickets: {{files: tickets.csv, \
         extra: {{owner: {{from: owner, type: text}}}}}}\n      surveys: surveys.csv\n      customers: customers.csv\n"
    );
    fs::write(project.path().join("reports.yaml"), text).unwrap();
    project
}

/// Everything that the program wrote for people, each with its name.
fn written(project: &Project) -> Vec<(String, String)> {
    let read =
        |name: &String| (name.clone(), String::from_utf8_lossy(&project.bytes(&format!("output/{name}"))).into_owned());
    project.files("output").iter().map(read).collect()
}

#[test]
fn no_output_names_a_customer_or_a_member_of_staff() {
    let project = project("privacy: {columns: owner}");
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let mut told = written(&project);
    told.push(("the terminal".to_owned(), ended.out + &ended.err));
    for line in [
        "check",
        "explain by_person",
        "explain by_person --sql",
        "explain --all --sql",
        "explain --all --models",
        "explain --plan",
        "--log-format json check",
    ] {
        let ended = project.run(line);
        assert_eq!(ended.code, 0, "{line}: {}", ended.err);
        told.push((line.to_owned(), ended.out + &ended.err));
    }
    for (name, text) in &told {
        for secret in SECRETS {
            let near =
                text.find(secret).map(|at| text[..at + secret.len()].chars().rev().take(160).collect::<Vec<_>>());
            let near: Option<String> = near.map(|near| near.into_iter().rev().collect());
            assert_eq!(near, None, "{name} tells {secret}");
        }
    }
    let text =
        |name: &str| told.iter().find(|(known, _)| known.ends_with(name)).map(|(_, text)| text.as_str()).unwrap();
    let merged = text("merged/customers.csv");
    let pseudonym = merged.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
    assert!(pseudonym.starts_with("c-") && pseudonym.len() == 14, "{merged}");
    assert!(text("measurements.json").contains(&pseudonym), "one person has one pseudonym wherever it stands");
    let rejects = text("rejects/tickets.csv");
    assert!(rejects.contains(",never,") && rejects.contains("[phone]") && rejects.contains(",…,"), "{rejects}");
    let report = text("en/report.json");
    assert!(report.contains("s-") && report.contains("Night"), "agents have pseudonyms, teams keep their names");
    assert!(report.contains("等太久没人回复"), "what tells nobody is quoted");
    // Whoever knows a name may ask for its figure.
    let asked = project.run(&format!("explain by_person --segment customer_id={CUSTOMER}-0"));
    assert!(
        asked.out.contains(&pseudonym) && asked.out.contains("120") && !asked.out.contains(CUSTOMER),
        "{}",
        asked.out
    );
}

#[test]
fn pseudonyms_are_the_same_in_every_run_and_another_key_is_refused() {
    let project = project("privacy: {columns: owner}");
    assert_eq!(project.run("run").code, 0);
    let (merged, key) = ("output/2026-Q3/client/issue-1/merged/customers.csv", "pseudonyms.key");
    let (first, kept) = (project.text(merged), project.text(key));
    assert_eq!(kept.trim().len(), 64);
    fs::remove_dir_all(project.path().join("output")).unwrap();
    assert_eq!(project.run("run").code, 0);
    assert_eq!(project.text(merged), first, "the key is kept");
    fs::write(project.path().join(key), "").unwrap();
    let ended = project.run("run");
    assert!(ended.code == 2 && ended.err.contains("is empty"), "{}", ended.err);
    // Another key would make every report anew, and send it again: only on purpose.
    fs::write(project.path().join(key), "another\n").unwrap();
    let ended = project.run("run");
    assert!(ended.code == 2 && ended.err.contains("made by another key"), "{}", ended.err);
    assert_eq!(project.text(merged), first);
    fs::remove_file(project.path().join("output/.pseudonyms")).unwrap();
    assert_eq!(project.run("run").code, 0);
    assert_ne!(project.text(merged), first, "another key, another pseudonym");
}

#[test]
fn a_lost_key_sends_nothing_anew() {
    let project = project("");
    let path = project.path().join("reports.yaml");
    let delivery = "delivery: {folder: {path: out}, from: a@example.com, approval: none, recipients: [{name: L, address: \
                    l@client.example}]}";
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("    teams: {agents: true}\n", &format!("    {delivery}\n"))).unwrap();
    let ended = project.run("run --send");
    assert_eq!(ended.code, 0, "{}", ended.err);
    fs::remove_file(project.path().join("pseudonyms.key")).unwrap();
    let ended = project.run("run --send");
    assert!(ended.code == 2 && ended.err.contains("made by another key"), "{}", ended.err);
    assert_eq!(project.files("out").len(), 1, "one message");
    assert!(!project.files("output").iter().any(|name| name.contains("issue-2")));
}

#[test]
fn a_configured_key_is_used_and_printed_nowhere() {
    let keyed = |line: &str| {
        let project = project("");
        let path = project.path().join("reports.yaml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace("version: 1\n", &format!("version: 1\n{line}\n"))).unwrap();
        fs::write(project.path().join("key.txt"), "top-secret-key\n").unwrap();
        project
    };
    let merged = |project: &Project| project.text("output/2026-Q3/client/issue-1/merged/customers.csv");
    let by_file = keyed("pseudonym_key_file: key.txt");
    assert_eq!(by_file.run("run").code, 0);
    assert!(!by_file.path().join("pseudonyms.key").exists());
    let by_command = keyed("pseudonym_key_command: [cat, key.txt]");
    if cfg!(unix) {
        assert_eq!(by_command.run("run").code, 0);
        assert_eq!(merged(&by_command), merged(&by_file), "wherever the key is kept");
    }
    assert!(written(&by_file).iter().all(|(_, text)| !text.contains("top-secret-key")));
    let unset = keyed("pseudonym_key_env: QUARTERDECK_NO_SUCH_VARIABLE");
    let ended = unset.run("run");
    assert!(ended.code == 2 && ended.err.contains("QUARTERDECK_NO_SUCH_VARIABLE"), "{}", ended.err);
    let two = keyed("pseudonym_key_env: A\npseudonym_key_file: key.txt");
    let ended = two.run("run");
    assert!(ended.code == 2 && ended.err.contains("invalid-secret"), "{}", ended.err);
}

#[test]
fn as_is_shows_ids_and_names() {
    let project = project("privacy: {customer_ids: as_is, staff_names: as_is}");
    assert_eq!(project.run("run").code, 0);
    let text = |name: &str| project.text(&format!("output/2026-Q3/client/issue-1/{name}"));
    assert!(text("merged/customers.csv").contains(CUSTOMER) && text("measurements.json").contains(CUSTOMER));
    assert!(text("en/report.json").contains(AGENT));
    assert!(!text("en/report.json").contains("13800138000"), "a comment never tells a number");
    let wrong = self::project("privacy: {columns: [nobody]}");
    let ended = wrong.run("run");
    assert!(ended.code == 1 && ended.err.contains("unknown-column"), "{}", ended.err);
}
