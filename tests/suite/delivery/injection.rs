//! No name, subject, address or file name can add a line to a message's head, and no recipient of one client
//! can stand in another's list.

use super::house::House;
use super::server::Server;
use std::fs;

#[test]
fn what_could_end_a_line_is_refused_with_its_place() {
    let house = House::new("{}");
    house.issue(1);
    let people = [
        "[{name: \"x\\r\\nBcc: spy@evil.example\", address: a@client.example}]",
        "[{name: x, address: \"a@client.example\\r\\nRCPT TO:<spy@evil.example>\"}]",
        "[{name: x, address: \"a@client.example>, <spy@evil.example\"}]",
        "[{name: \"x\\0y\", address: a@client.example}]",
        "[{name: \"x\\u2028y\", address: a@client.example}]",
    ];
    for list in people {
        house.configure(&House::delivery(1, "approval: none", list));
        let ended = house.project.run("send");
        assert_eq!(ended.code, 1, "{list}");
        assert!(
            ended.err.contains("reports.yaml:8:") && ended.err.contains("invalid-address"),
            "{list}: {}",
            ended.err
        );
    }
    for more in [
        "subject: \"x\\nBcc: spy@evil.example\"",
        "subject: ''",
        "reply_to: \"a\\n@b.example\"",
        "link: \"https://x/\\\"><script>\"",
    ] {
        house.configure(&House::delivery(1, more, "[]"));
        assert_eq!(house.project.run("send").code, 1, "{more}");
    }
}

#[test]
fn a_client_or_title_with_line_breaks_cannot_reach_the_head() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    house.issue_of("telecom", 1, "Report\u{2028}Bcc: spy@evil.example\u{85}X: y");
    let ended = house.project.run("send");
    assert_eq!((ended.code, server.arrived().len()), (5, 0), "{}", ended.out);
    assert!(ended.out.contains("cannot stand in the head of a message"), "{}", ended.out);
    house.issue_of("telecom", 2, "=?utf-8?q?x=0D=0ABcc:_spy@evil.example?= \"quoted\" <b@c.example>, 中文标题很长很长很长很长很长很长很长很长很长");
    assert_eq!(house.project.run("send").code, 0);
    for one in server.arrived() {
        let head = one.text.split_once("\r\n\r\n").unwrap().0.to_lowercase();
        assert!(!head.contains("\nbcc:") && head.is_ascii(), "{head}");
    }
}

#[test]
fn an_address_of_another_client_is_refused_and_so_are_duplicates() {
    let house = House::new("{}");
    fs::create_dir_all(house.path("data2")).unwrap();
    fs::write(house.path("people.csv"), "name,address,locale,formats,reports\n李伟,li@telecom.example,zh-CN,pdf,telecom\nAnn,ann@mail.bank.example,en,pdf+html,*\nAnn,ANN@mail.bank.example,,,*\nBo,bo@bank.example,fr,docx,bonk\n").unwrap();
    let text = "version: 1\ndefaults: {as_of: 2026-10-15, tables: {tickets: tickets.csv}, delivery: {folder: {path: outgoing}, from: r@example.com, recipients_file: people.csv}}\nreports:\n  - {id: telecom, client: T, data: data, delivery: {domains: telecom.example}}\n  - {id: bank, client: B, data: data2, delivery: {domains: [bank.example, 银行.example]}}\n";
    fs::write(house.path("reports.yaml"), text).unwrap();
    let ended = house.project.run("send");
    assert_eq!(ended.code, 2);
    for said in [
        "people.csv:3:1: error[domain-of-another-client]: `ann@mail.bank.example` would receive report `telecom`, but its domain belongs to `bank`",
        "people.csv:4:1: error[duplicate-recipient]: `ANN@mail.bank.example` receives this report already, by people.csv:3:1",
        "people.csv:5:1: error[unknown-report]: `bonk` is no report of this configuration",
    ] {
        assert!(ended.err.contains(said), "{said}\nin\n{}", ended.err);
    }
}

#[test]
fn a_preview_does_not_go_to_another_client() {
    let house = House::new("{}");
    house.issue(1);
    let text = "version: 1\ndefaults: {as_of: 2026-10-15, tables: {tickets: tickets.csv}, delivery: {folder: {path: outgoing}, from: r@example.com}}\nreports:\n  - {id: telecom, client: T, data: data, delivery: {domains: telecom.example, recipients: [{address: li@telecom.example}]}}\n  - {id: bank, client: B, data: data, delivery: {domains: bank.example}}\n";
    fs::write(house.path("reports.yaml"), text).unwrap();
    let ended = house.project.run("preview telecom --to eva@mail.bank.example");
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("its domain belongs to `bank`"), "{}", ended.err);
    assert_eq!(house.project.run("preview telecom --to eva@telecom.example").code, 0);
    assert_eq!(house.project.files("outgoing").len(), 1);
}
