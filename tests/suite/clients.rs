//! Many clients in one configuration: files, groups, tags, and nothing of one client with another.

use super::project::{Project, UNGATED};
use std::fmt::Write as _;
use std::fs;
use walkdir::WalkDir;

/// Two clients: what is known of each, in names, ids, words and figures.
const CLIENTS: [(&str, [&str; 9]); 2] = [
    (
        "north-alpha",
        [
            "north-alpha",
            "AlphaName",
            "alpha.example",
            "ALPHA-PERSON",
            "AlphaTeam",
            "AlphaWord",
            "7655511.09",
            "765551",
            "alphabrand",
        ],
    ),
    (
        "south-beta",
        [
            "south-beta",
            "BetaName",
            "beta.example",
            "BETA-PERSON",
            "BetaTeam",
            "BetaWord",
            "1359211.13",
            "135921",
            "betabrand",
        ],
    ),
];

fn project() -> Project {
    let project = Project::empty();
    let write = |name: &str, text: &str| {
        let path = project.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let people = |id: &str, domain: &str| {
        format!(
            "recipients: [{{name: Boss, address: boss@{domain}, locale: en}}], domains: {domain}, footer: {id} only"
        )
    };
    for (at, (id, [_, name, domain, person, team, word, ..])) in CLIENTS.iter().enumerate() {
        let mut tickets = "ticket_id,customer_id,created_at,resolved_at,channel,team,agent\n".to_owned();
        let mut orders = "order_id,customer_id,ordered_at,amount\n".to_owned();
        let mut surveys = "response_id,metric,value,scale_min,scale_max,responded_at,comment\n".to_owned();
        for row in 0..120 + 11 * at {
            let day = format!("2026-0{}-{:02}", 7 + row % 3, row % 28 + 1);
            writeln!(
                tickets,
                "{id}-{row},{person}-{row},{day} 09:00,{day} 1{}:00,{word}-phone,{team},{person}",
                row % 8
            )
            .unwrap();
            writeln!(
                orders,
                "{id}-{row},{person}-{row},{day} 10:00,{}",
                if row == 0 { ["7654321.09", "1357911.13"][at] } else { "10" }
            )
            .unwrap();
            writeln!(surveys, "{id}-{row},csat,{},1,5,{day} 12:00,{word} 等太久没人回复", row % 5 + 1).unwrap();
        }
        tickets += &format!("{id}-bad,{person},never,,{word},{team},{person}\n");
        write(&format!("data/{id}/tickets.csv"), &tickets);
        write(&format!("data/{id}/orders.csv"), &orders);
        write(&format!("data/{id}/surveys.csv"), &surveys);
        let group = ["north", "south"][at];
        let report = format!(
            "id: {id}\nclient: {name}\ngroup: {group}\ndata: data/{id}\ntags: [{word}]\nlabels: {{team: {{{team}: {{en: {team} label}}}}}}\n\
             delivery: {{{}}}\n",
            people(id, domain)
        );
        write(&format!("clients/{id}.yaml"), &report);
    }
    write(
        "reports.yaml",
        &format!(
            "version: 1\ninclude: clients/*.yaml\ndefaults:\n  as_of: 2026-10-15\n  formats: [html, json, pdf]\n  locales: [en]\n  {UNGATED}\n  tables: \
             {{tickets: tickets.csv, orders: orders.csv, surveys: surveys.csv}}\n  delivery: {{approval: none}}\ngroups:\n  north:\n    \
             brand: {{name: alphabrand}}\n    delivery: {{from: Alphasender <alpha@alphabrand.example>, folder: {{path: out/north}}}}\n  \
             south:\n    brand: {{name: betabrand}}\n    delivery: {{from: Betasender <beta@betabrand.example>, folder: {{path: \
             out/south}}}}\n"
        ),
    );
    project
}

/// All files below folders, with what of a client is in their names or contents.
fn found(project: &Project, folders: &[&str], signs: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        for entry in WalkDir::new(project.path().join(folder)).into_iter().map(Result::unwrap) {
            let name = entry.path().strip_prefix(project.path()).unwrap().display().to_string();
            let bytes = if entry.file_type().is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() };
            let text = without_places(&decoded(&String::from_utf8_lossy(&bytes)));
            let tells = |sign: &&&str| text.contains(**sign) || name.contains(**sign);
            found.extend(signs.iter().filter(tells).map(|sign| format!("{name}: {sign}")));
        }
    }
    found
}

/// Without the lines of a PDF file that say at which byte its objects begin.
fn without_places(text: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut before = "";
    let mut kept = String::new();
    for line in text.split('\n') {
        let parts: Vec<&str> = line.split_ascii_whitespace().collect();
        let of_object =
            matches!(parts[..], [at, version, "n" | "f"] if at.len() == 10 && is_number(at) && is_number(version));
        if !of_object && before != "startxref" {
            kept += line;
            kept.push('\n');
        }
        before = line.trim();
    }
    kept
}

/// A text with its runs of base64 read.
fn decoded(text: &str) -> String {
    use base64::Engine as _;
    let mut whole = text.to_owned();
    for part in text.replace("\r\n", "\n").split("\n\n") {
        let joined: String = part.split_whitespace().collect();
        if let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(joined) {
            whole += &String::from_utf8_lossy(&bytes);
        }
    }
    whole
}

#[test]
fn nothing_of_one_client_is_with_another() {
    let project = project();
    let ended = project.run("run --send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    for (own, other, group) in [(0, 1, "north"), (1, 0, "south")] {
        let (id, signs) = &CLIENTS[own];
        let (output, mail) = (format!("output/2026-Q3/{id}"), format!("out/{group}"));
        assert_eq!(project.files(&mail).len(), 1);
        let folders = [output.as_str(), mail.as_str()];
        assert_eq!(found(&project, &folders, &CLIENTS[other].1), Vec::<String>::new());
        // The signs are there to be found.
        let seen = found(&project, &folders, signs);
        for sign in signs {
            let is_seen = seen.iter().any(|one| one.ends_with(&format!(": {sign}")));
            assert_eq!(is_seen, !sign.ends_with("PERSON"), "{sign} of {id}");
        }
    }
    // What is kept between runs is named by hashes; the logs name report ids and nothing else.
    let signs: Vec<&str> = CLIENTS.iter().flat_map(|(_, signs)| signs.iter().copied()).collect();
    for name in project.files(".quarterdeck") {
        assert!(!signs.iter().any(|sign| name.contains(sign)), "{name}");
    }
    let log = project.text("output/2026-Q3/events.ndjson");
    assert!(!signs.iter().any(|sign| !sign.contains('-') && !sign.ends_with("brand") && log.contains(sign)), "{log}");
}

#[test]
fn a_file_of_another_client_is_told_to_the_operator_only() {
    let project = project();
    let shared = project.bytes("data/north-alpha/orders.csv");
    fs::write(project.path().join("data/south-beta/orders.csv"), shared).unwrap();
    let line = "run --override-hold south-beta --override-hold north-alpha --reason looked";
    let ended = project.run(line);
    assert!(ended.code == 0 && ended.err.contains("north-alpha"), "{}{}", ended.out, ended.err);
    // The rows themselves are the same; who else has them is nobody's business.
    let names = &["north-alpha/", "AlphaName", "alpha.example", "AlphaTeam", "alphabrand"];
    assert_eq!(found(&project, &["output/2026-Q3/south-beta"], names), Vec::<String>::new());
    for file in project.files("output/2026-Q3/south-beta") {
        let text = String::from_utf8_lossy(&project.bytes(&format!("output/2026-Q3/south-beta/{file}"))).into_owned();
        assert!(!text.contains("`north-alpha`") && !text.contains("“north-alpha”"), "{file}");
    }
}

#[test]
fn patterns_tags_and_groups_choose_reports() {
    let project = project();
    let made = |line: &str| {
        let ended = project.run(&format!("{line} --format json"));
        assert_eq!(ended.code, 0, "{line}: {}{}", ended.out, ended.err);
        let made = |id: &&str| project.path().join(format!("output/2026-Q3/{id}")).exists();
        let made: Vec<&str> = CLIENTS.iter().map(|(id, _)| *id).filter(made).collect();
        fs::remove_dir_all(project.path().join("output")).unwrap();
        made
    };
    assert_eq!(made("run --report north-*"), ["north-alpha"]);
    assert_eq!(made("run --report *-{alpha,beta}"), ["north-alpha", "south-beta"]);
    assert_eq!(made("run --tag BetaWord"), ["south-beta"]);
    assert_eq!(made("run --tag north"), ["north-alpha"], "a group chooses as well");
    assert_eq!(made("run --report *-* --tag south"), ["south-beta"]);
    for line in [
        "run --report east-*",
        "run --tag east",
        "run --report north-* --tag south",
        "run --report [",
        "send --tag east",
    ] {
        let ended = project.run(line);
        assert_eq!(ended.code, 2, "{line}: {}", ended.err);
        assert!(!project.path().join("output").exists() && !project.path().join("out").exists(), "{line} chose all");
    }
}

#[test]
fn a_mistake_in_a_clients_file_has_its_line_and_costs_that_client_only() {
    let project = project();
    let path = project.path().join("clients/south-beta.yaml");
    let whole = fs::read_to_string(&path).unwrap();
    let cases = [
        (whole.replace("tags:", "tugs:"), "clients/south-beta.yaml:5:1: error[unknown-key]"),
        (whole.replace("group: south", "group: sooth"), "clients/south-beta.yaml:3:8: error[unknown-group]"),
        (whole.replace("tags: [BetaWord]", "tags: [' x']"), "clients/south-beta.yaml:5:8: error[unsafe-tag]"),
        (whole.replace("data: ", "data: no/"), "clients/south-beta.yaml:4:7: error[missing-folder]"),
        (whole.replace("client: BetaName", "client: [BetaName"), "clients/south-beta.yaml:"),
        (
            format!("reports:\n  - {}\noutput: x\n", whole.trim_end().replace('\n', "\n    ")),
            "clients/south-beta.yaml:9:1: error[misplaced-key]",
        ),
    ];
    for (text, place) in cases {
        fs::write(&path, &text).unwrap();
        let ended = project.run("run --format json");
        assert_eq!(ended.code, 1, "{text}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(place), "{place}: {}", ended.err);
        assert!(ended.out.contains("made 1 of 2 reports"), "{}", ended.out);
    }
    // One file with both.
    fs::remove_file(&path).unwrap();
    let first = project.path().join("clients/north-alpha.yaml");
    let both = format!(
        "reports:\n  - {}\n  - {}\n",
        fs::read_to_string(&first).unwrap().trim_end().replace('\n', "\n    "),
        whole.trim_end().replace('\n', "\n    ")
    );
    fs::write(&first, both).unwrap();
    assert_eq!(project.run("run --format json").code, 0);
    fs::write(&path, &whole).unwrap();
    let ended = project.run("run --format json");
    assert!(ended.code == 2 && ended.err.contains("duplicate-report"), "{}", ended.err);
}

#[test]
fn a_group_is_laid_over_the_defaults_and_says_nothing_of_single_reports() {
    let project = project();
    let path = project.path().join("reports.yaml");
    let text = fs::read_to_string(&path).unwrap();
    for (group, code) in [
        ("    id: x\n", "misplaced-key"),
        ("    group: south\n", "misplaced-key"),
        ("    edishun: full\n", "unknown-key"),
    ] {
        fs::write(&path, text.replace("  north:\n", &format!("  north:\n{group}"))).unwrap();
        let ended = project.run("check");
        assert!(ended.code == 2 && ended.err.contains(&format!("error[{code}]")), "{group}: {}", ended.err);
    }
    fs::write(&path, text.replace("include: clients/*.yaml", "include: klients/*.yaml")).unwrap();
    let ended = project.run("check");
    assert!(ended.code == 2 && ended.err.contains("error[missing-file]"), "{}", ended.err);
}

/// Clients and profiles that are not seen would be left out in silence.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_is_no_empty_one() {
    let project = project();
    let path = project.path().join("reports.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("include: clients/*.yaml", "include: clients/**/*.yaml")).unwrap();
    assert_eq!(project.run("check").code, 0);
    let round = project.path().join("clients/round");
    std::os::unix::fs::symlink(&round, &round).unwrap();
    let ended = project.run("check");
    assert!(ended.code == 2 && ended.err.contains("error[unreadable-file]"), "{}", ended.err);
    assert!(ended.err.contains("reports.yaml:2:10") && ended.err.contains("clients/round"), "{}", ended.err);
    fs::remove_file(&round).unwrap();
    fs::write(project.path().join("profiles"), "no folder").unwrap();
    let ended = project.run("check");
    assert!(ended.code == 2 && ended.err.contains("cannot list the profiles"), "{}", ended.err);
}

#[test]
fn a_finished_report_leaves_while_others_are_made_and_once() {
    let project = project();
    let ended = project.run("--jobs 1 run --send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("2 sent, 0 failed, 0 unknown, 0 not tried"), "{}", ended.out);
    let log = project.text("output/2026-Q3/events.ndjson");
    let at = |event: &str, report: &str| {
        let is_it = |line: &&str| {
            line.contains(&format!("\"event\":\"{event}\"")) && line.contains(&format!("\"report\":\"{report}\""))
        };
        let found: Vec<usize> = log.lines().enumerate().filter(|(_, line)| is_it(line)).map(|(at, _)| at).collect();
        assert_eq!(found.len(), 1, "{event} {report}: {log}");
        found[0]
    };
    let made = CLIENTS.map(|(id, _)| at("made", id));
    let (first, last) = if made[0] < made[1] { (CLIENTS[0].0, CLIENTS[1].0) } else { (CLIENTS[1].0, CLIENTS[0].0) };
    assert!(at("made", first) < at("sent", first) && at("sent", first) < at("made", last), "{log}");
    assert!(at("made", last) < at("sent", last), "{log}");
    let again = project.run("run --send");
    assert!(again.code == 0 && again.out.contains("0 sent, 0 failed"), "{}", again.out);
    assert_eq!(project.files("out").len(), 2, "nothing twice");
}
