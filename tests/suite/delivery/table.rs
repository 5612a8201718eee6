//! The fault server's table: at which step a dialogue breaks → what the ledger says, and what a second
//! run at a healthy server does with it.

use super::house::House;
use super::server::{How, Server, Step};

/// Step, how it fails; the ledger for the first and the second person; messages that the failing server has;
/// messages that a healthy one then receives.
type Row = (Step, How, &'static str, &'static str, usize, usize);

const LATER: &str = "failed for now";

/// A server that cannot be talked to is left after two attempts, and the second message is not tried.
const TABLE: [Row; 38] = [
    (Step::Connect, How::Drops, LATER, "planned", 0, 2),
    (Step::Greeting, How::Later, LATER, "planned", 0, 2),
    (Step::Greeting, How::Never, LATER, "planned", 0, 2),
    (Step::Greeting, How::Drops, LATER, "planned", 0, 2),
    (Step::Greeting, How::Silent, LATER, "planned", 0, 2),
    (Step::Greeting, How::Slow, "sent", "sent", 2, 0),
    (Step::Ehlo, How::Later, LATER, "planned", 0, 2),
    (Step::Ehlo, How::Never, LATER, "planned", 0, 2),
    (Step::Ehlo, How::Drops, LATER, "planned", 0, 2),
    (Step::Ehlo, How::Silent, LATER, "planned", 0, 2),
    (Step::Auth, How::Later, LATER, "planned", 0, 2),
    (Step::Auth, How::Never, LATER, "planned", 0, 2),
    (Step::Auth, How::Drops, LATER, "planned", 0, 2),
    (Step::Auth, How::OutOfTurn, LATER, "planned", 0, 2),
    // Of one message the others learn nothing.
    (Step::Mail, How::Later, LATER, LATER, 0, 2),
    (Step::Mail, How::Never, "failed", "failed", 0, 0),
    (Step::Mail, How::Drops, LATER, LATER, 0, 2),
    (Step::Mail, How::Silent, LATER, LATER, 0, 2),
    (Step::Rcpt, How::Later, LATER, LATER, 0, 2),
    (Step::Rcpt, How::Never, "failed", "failed", 0, 0),
    (Step::Rcpt, How::Drops, LATER, LATER, 0, 2),
    (Step::Rcpt, How::Silent, LATER, LATER, 0, 2),
    (Step::Data, How::Later, LATER, LATER, 0, 2),
    (Step::Data, How::Never, "failed", "failed", 0, 0),
    (Step::Data, How::Drops, LATER, LATER, 0, 2),
    (Step::Data, How::Silent, LATER, LATER, 0, 2),
    (Step::Data, How::OutOfTurn, LATER, LATER, 0, 2),
    // After the last dot only a whole answer tells.
    (Step::Dot, How::Later, LATER, LATER, 0, 2),
    (Step::Dot, How::Never, "failed", "failed", 0, 0),
    (Step::Dot, How::Drops, "unknown", "unknown", 2, 0),
    (Step::Dot, How::Cuts, "unknown", "unknown", 2, 0),
    (Step::Dot, How::Silent, "unknown", "unknown", 2, 0),
    (Step::Dot, How::OutOfTurn, "unknown", "unknown", 2, 0),
    (Step::Dot, How::Slow, "sent", "sent", 2, 0),
    // What was taken stays taken.
    (Step::Quit, How::Later, "sent", "sent", 2, 0),
    (Step::Quit, How::Never, "sent", "sent", 2, 0),
    (Step::Quit, How::Drops, "sent", "sent", 2, 0),
    (Step::Quit, How::Silent, "sent", "sent", 2, 0),
];

#[test]
fn every_step_ends_right_in_the_ledger_and_nothing_is_sent_twice() {
    let rows = TABLE.map(|row| std::thread::spawn(move || fails(row)));
    let wrong: Vec<String> = rows.into_iter().filter_map(|row| row.join().unwrap()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fails((step, how, first, second, arrived, then): Row) -> Option<String> {
    let server = Server::start(Some((step, how)));
    let house = House::new(&delivery(server.port));
    house.issue(1);
    let ended = house.project.run("send");
    let states = house.states();
    let expected = [format!("ann: {second}"), format!("li: {first}")];
    let mut wrong = Vec::new();
    if states != expected {
        wrong.push(format!("states {states:?}, expected {expected:?}"));
    }
    let code = if first == "sent" && second == "sent" { 0 } else { 5 };
    if ended.code != code {
        wrong.push(format!("exit {} instead of {code}", ended.code));
    }
    if server.arrived().len() != arrived {
        wrong.push(format!("{} arrived", server.arrived().len()));
    }
    let healthy = Server::start(None);
    house.configure(&delivery(healthy.port));
    let again = house.project.run("send");
    if healthy.arrived().len() != then {
        wrong.push(format!(
            "a healthy server received {} messages:\n{}{}",
            healthy.arrived().len(),
            again.out,
            again.err
        ));
    }
    let word = |state: &str| if then > 0 { "sent".to_owned() } else { state.to_owned() };
    let expected = [format!("ann: {}", word(second)), format!("li: {}", word(first))];
    if house.states() != expected {
        wrong.push(format!("then states {:?}, expected {expected:?}", house.states()));
    }
    (!wrong.is_empty()).then(|| format!("{step:?} {how:?}: {}\n{}{}", wrong.join("; "), ended.out, ended.err))
}

/// With an account: the secret is in a file.
fn delivery(port: u16) -> String {
    let secret = "user: reports, password_command: [echo, very-secret]";
    let delivery = House::delivery(port, "approval: none", super::house::PEOPLE);
    delivery.replacen("tls: none,", &format!("tls: none, {secret},"), 1)
}

/// Nothing but a greeting is said to a server that does not encrypt.
#[test]
fn a_server_without_encryption_hears_no_name_no_password_and_no_message() {
    for how in [How::Absent, How::Later, How::Never, How::Drops, How::Slow, How::OutOfTurn] {
        let server = Server::start(Some((Step::StartTls, how)));
        let house = House::new(&delivery(server.port).replace("tls: none", "tls: starttls"));
        house.issue(1);
        let ended = house.project.run("send");
        assert_eq!(ended.code, 5, "{how:?}: {}{}", ended.out, ended.err);
        let words: Vec<String> =
            server.said().iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect();
        let harmless = |word: &String| ["EHLO", "STARTTLS", "QUIT"].contains(&word.as_str()) || !word.is_ascii();
        let clear = server
            .said()
            .iter()
            .any(|line| line.contains("MAIL FROM") || line.contains("AUTH") || line.contains("client.example"));
        assert!(!clear && words.iter().take(2).all(harmless), "{how:?}: {words:?}");
        assert!(server.arrived().is_empty());
        assert_eq!(house.states(), ["ann: planned", "li: failed for now"], "{how:?}");
    }
}

#[test]
fn a_message_larger_than_the_server_takes_is_not_sent() {
    let server = Server::with_largest(None, 700);
    let house = House::with_server(server.port);
    house.issue(1);
    let ended = house.project.run("send");
    assert_eq!((ended.code, server.arrived().len()), (5, 0), "{}", ended.out);
    assert!(ended.out.contains("the server takes 700 bytes"), "{}", ended.out);
    assert_eq!(house.states(), ["ann: failed", "li: failed"]);
}

#[test]
fn a_password_stands_in_no_output_and_no_file() {
    let server = Server::start(Some((Step::Auth, How::Never)));
    let house = House::new(&delivery(server.port));
    house.issue(1);
    let ended = house.project.run("send --log-format json");
    assert!(server.said().iter().any(|line| line.starts_with("AUTH PLAIN ")), "{:?}", server.said());
    let encoded = "AHJlcG9ydHMAdmVyeS1zZWNyZXQ=";
    for text in ["very-secret", encoded] {
        assert!(!ended.out.contains(text) && !ended.err.contains(text));
        for file in house.project.files(".").iter().filter(|file| *file != "reports.yaml") {
            let bytes = house.project.bytes(file);
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "{file}");
        }
    }
}
