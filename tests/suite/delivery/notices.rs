//! Notices to the operator: every form as it arrives at a server, and what is said when it does not.

use super::house::{House, PEOPLE};
use super::server::{How, Server, Step};
use base64::Engine as _;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// A part of the address that must never be told.
const TOKEN: &str = "token-that-nobody-may-see";
const SECRET: &str = "SEC-of-the-test";

/// A server on the web that keeps what is posted: first line, head, body.
struct Web {
    port: u16,
    posted: Arc<Mutex<Vec<(String, String, String)>>>,
}

impl Web {
    /// Answers each request with the next of these answers, and the last one for ever.
    fn start(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let web = Self { port: listener.local_addr().unwrap().port(), posted: Arc::default() };
        let posted = Arc::clone(&web.posted);
        let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        thread::spawn(move || {
            for (at, stream) in listener.incoming().flatten().enumerate() {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut first, mut head, mut line) = (String::new(), String::new(), String::new());
                reader.read_line(&mut first).unwrap();
                while reader.read_line(&mut line).unwrap() > 2 {
                    head.push_str(&std::mem::take(&mut line));
                }
                let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).expect("a length");
                let mut body = vec![0; length.parse().unwrap()];
                reader.read_exact(&mut body).unwrap();
                posted.lock().unwrap().push((first.trim().to_owned(), head, String::from_utf8(body).unwrap()));
                let answer = &answers[at.min(answers.len() - 1)];
                (&stream).write_all(answer.as_bytes()).unwrap();
            }
        });
        web
    }

    fn good(body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }

    fn posted(&self) -> Vec<(String, String, String)> {
        self.posted.lock().unwrap().clone()
    }

    /// The settings of a webhook whose address stands in a file.
    fn settings(&self, house: &House, more: &str) -> String {
        fs::write(house.path("hook.txt"), format!("http://127.0.0.1:{}/robot?key={TOKEN}\n", self.port)).unwrap();
        fs::write(house.path("sign.txt"), format!("{SECRET}\n")).unwrap();
        format!("{{webhook: {{{more}, url_file: hook.txt, timeout_seconds: 2}}}}")
    }
}

/// Nothing that is printed or written holds a secret.
fn nothing_told(house: &House, said: &str) {
    for secret in [TOKEN, SECRET] {
        assert!(!said.contains(secret), "{said}");
        for file in house.project.files(".").iter().filter(|name| !["hook.txt", "sign.txt"].contains(&name.as_str())) {
            let bytes = house.project.bytes(file);
            assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{file}");
        }
    }
}

#[test]
fn each_form_arrives_as_its_robot_takes_it() {
    let error = "{\"errcode\":0,\"errmsg\":\"ok\"}";
    let forms = [
        ("generic", "/text", ""),
        ("wecom", "/text/content", error),
        ("dingtalk", "/text/content", error),
        ("feishu", "/content/text", "{\"code\":0}"),
        ("slack", "/text", "ok"),
        ("teams", "/attachments/0/content/body/0/inlines/0/text", ""),
    ];
    for (form, at, answer) in forms {
        let (server, web) = (Server::start(None), Web::start(&[&Web::good(answer)]));
        let house = House::with_server(server.port);
        house.notify(
            &House::delivery(server.port, "approval: none", PEOPLE),
            &web.settings(&house, &format!("form: {form}")),
        );
        house.issue(1);
        let ended = house.project.run("send");
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{form}: {}", ended.out);
        let posted = web.posted();
        assert_eq!(posted.len(), 1, "{form}");
        let (first, head, body) = &posted[0];
        assert_eq!(*first, format!("POST /robot?key={TOKEN} HTTP/1.1"), "{form}");
        assert!(head.contains("Content-Type: application/json; charset=utf-8\r\n"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        let text = body.pointer(at).and_then(Value::as_str).unwrap_or_else(|| panic!("{form}: {body}"));
        assert_eq!(text, "Quarterdeck send: 2 sent", "{form}");
        let kind = match form {
            "wecom" | "dingtalk" => body["msgtype"] == "text",
            "feishu" => body["msg_type"] == "text",
            "teams" => {
                body["type"] == "message"
                    && body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
            }
            "generic" => body["counts"]["sent"] == 2 && body["command"] == "send" && body["program"] == "quarterdeck",
            _ => body.as_object().unwrap().len() == 1,
        };
        assert!(kind, "{form}: {body}");
        nothing_told(&house, &(ended.out + &ended.err));
        assert_eq!(house.project.run("send").code, 0);
        assert_eq!(web.posted().len(), 1, "{form}: nothing new is no news");
    }
}

#[test]
fn signatures_are_those_that_robots_check() {
    for (form, answer) in [("dingtalk", "{\"errcode\":0}"), ("feishu", "{\"code\":0}")] {
        let (server, web) = (Server::start(None), Web::start(&[&Web::good(answer)]));
        let house = House::with_server(server.port);
        let settings = web.settings(&house, &format!("form: {form}, secret_file: sign.txt"));
        house.notify(&House::delivery(server.port, "approval: none", PEOPLE), &settings);
        house.issue(1);
        let ended = house.project.run("send");
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{form}");
        let (first, _, body) = web.posted().remove(0);
        let body: Value = serde_json::from_str(&body).unwrap();
        let (stamp, sign) = match form {
            "dingtalk" => {
                let query = first.split([' ', '?']).nth(2).unwrap();
                let of = |name: &str| query.split('&').find_map(|one| one.strip_prefix(name)).unwrap().to_owned();
                (of("timestamp="), of("sign=").replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
            }
            _ => (body["timestamp"].as_str().unwrap().to_owned(), body["sign"].as_str().unwrap().to_owned()),
        };
        assert_eq!(stamp.len(), if form == "dingtalk" { 13 } else { 10 }, "{form}: {stamp}");
        let text = format!("{stamp}\n{SECRET}");
        let expected = match form {
            "dingtalk" => openssl_hmac(SECRET, &text),
            _ => openssl_hmac(&text, ""),
        };
        assert_eq!(sign, expected, "{form}");
        nothing_told(&house, &(ended.out + &ended.err));
    }
}

/// HMAC-SHA256 as base64, made here a second time and in another way.
fn openssl_hmac(key: &str, text: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut pads = [vec![0x36_u8; 64], vec![0x5c; 64]];
    for pad in &mut pads {
        pad.iter_mut().zip(key.as_bytes()).for_each(|(pad, key)| *pad ^= key);
    }
    let inner = Sha256::digest([pads[0].as_slice(), text.as_bytes()].concat());
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest([pads[1].as_slice(), inner.as_slice()].concat()))
}

#[test]
fn a_notice_that_fails_is_said_and_changes_nothing() {
    let no = format!("HTTP/1.1 404 no\r\nContent-Length: {}\r\n\r\nno robot {TOKEN}", 9 + TOKEN.len());
    let refusals: [(&str, &str); 3] =
        [(&no, "HTTP 404: no robot …"), ("SSH-2.0-x\r\n\r\n", "is not HTTP"), ("", "hung up")];
    for (answer, said) in refusals {
        let (server, web) = (Server::start(None), Web::start(&[answer]));
        let house = House::with_server(server.port);
        let settings = web.settings(&house, "form: slack");
        house.notify(&House::delivery(server.port, "approval: none", PEOPLE), &settings);
        house.issue(1);
        let ended = house.project.run("send");
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        assert!(ended.err.contains("the notice to the webhook (`slack`) was not taken"), "{}", ended.err);
        assert!(ended.err.contains(said), "{}", ended.err);
        assert_eq!(server.arrived().len(), 2);
        nothing_told(&house, &(ended.out + &ended.err));
    }
    // A robot that says no with status 200 has not taken it, and one that is busy is asked again.
    let (server, busy) = (Server::start(None), "HTTP/1.1 503 busy\r\nContent-Length: 0\r\n\r\n");
    let web = Web::start(&[busy, &Web::good("{\"errcode\":93000,\"errmsg\":\"invalid\"}")]);
    let house = House::with_server(server.port);
    let settings = web.settings(&house, "form: wecom");
    house.notify(&House::delivery(server.port, "approval: none", PEOPLE), &settings);
    house.issue(1);
    let ended = house.project.run("send");
    assert!(ended.code == 0 && ended.err.contains("93000") && web.posted().len() == 2, "{}", ended.err);
    // Nothing is sent in clear text to elsewhere.
    fs::write(house.path("hook.txt"), format!("http://example.com/{TOKEN}\n")).unwrap();
    house.issue(2);
    let ended = house.project.run("send");
    assert!(ended.code == 0 && ended.err.contains("is not https"), "{}", ended.err);
    nothing_told(&house, &(ended.out + &ended.err));
}

#[test]
fn reasons_are_told_to_the_operator_and_no_recipient_is_named() {
    let (server, web) = (Server::start(Some((Step::Rcpt, How::Never))), Web::start(&[&Web::good("")]));
    let house = House::with_server(server.port);
    let settings = web.settings(&house, "form: generic").replace("{webhook", "{when: problems, webhook");
    house.notify(&House::delivery(server.port, "approval: none", PEOPLE), &settings);
    house.issue(1);
    assert_eq!(house.project.run("send").code, 5);
    house.latest("telecom", "{\"issue\": 1, \"status\": \"held\", \"reasons\": [\"tickets: few rows; ask client\"]}");
    assert_eq!(house.project.run("send").code, 3);
    let bodies: Vec<Value> = web.posted().iter().map(|one| serde_json::from_str(&one.2).unwrap()).collect();
    assert_eq!(bodies[0]["counts"]["deliveries_failed"], 2, "{}", bodies[0]);
    assert_eq!(bodies[0]["reports"][0]["status"], "a delivery failed");
    assert_eq!(bodies[0]["reports"][0]["reasons"][0], "RCPT: 554 5.7.1 not here");
    assert_eq!(bodies[1]["counts"]["held"], 1);
    assert_eq!(bodies[1]["reports"][0]["reasons"][0], "`quarterdeck status` tells why", "no figure of a client");
    assert!(house.project.run("status").out.contains("few rows; ask client"));
    assert!(!format!("{bodies:?}").contains("client.example"), "{bodies:?}");
    // What is well is no problem.
    let healthy = Server::start(None);
    house.notify(&House::delivery(healthy.port, "approval: none", PEOPLE), &settings);
    house.issue(2);
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(web.posted().len(), 2);
}

#[test]
fn a_digest_goes_to_operators_only() {
    let server = Server::start(None);
    let house = House::with_server(server.port);
    let delivery = House::delivery(server.port, "approval: none, domains: client.example", PEOPLE);
    house.notify(&delivery, "{mail: [值班 <ops@example.com>, second@example.com]}");
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    let to = |server: &Server| server.arrived().into_iter().map(|one| one.to).collect::<Vec<_>>();
    assert_eq!(to(&server), ["li@client.example", "ann@client.example", "ops@example.com", "second@example.com"]);
    let digest = server.arrived().remove(2).text;
    assert!(digest.contains("Subject: Quarterdeck send: 2 sent\r\n") && digest.contains("Message-ID: <"), "{digest}");
    let body = digest.split_once("\r\n\r\n").unwrap().1.replace("\r\n", "");
    let body = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    assert!(String::from_utf8(body).unwrap().starts_with("Quarterdeck send: 2 sent\r\n\r\n20"));
    assert_eq!(house.states(), ["ann: sent", "li: sent"], "a digest is no delivery");
    // A failure is told to operators, and to nobody else.
    house.latest("telecom", "{\"issue\": 1, \"status\": \"failed\", \"reasons\": [\"x\"]}");
    assert_eq!(house.project.run("send").code, 5);
    assert_eq!(to(&server).split_off(4), ["ops@example.com", "second@example.com"]);
    // An operator at a client would read of every other one.
    house.notify(&delivery, "{mail: ops@sub.client.example}");
    let ended = house.project.run("send");
    assert!(ended.code == 2 && ended.err.contains("domain belongs to a client"), "{}", ended.err);
}

#[test]
fn a_run_tells_what_it_made_and_what_failed() {
    let web = Web::start(&[&Web::good("")]);
    let house = House::new("{folder: {path: outgoing}, from: reports@example.com, approval: none, recipients: []}");
    let settings = web.settings(&house, "form: generic");
    house.notify("{folder: {path: outgoing}, from: reports@example.com, approval: none}", &settings);
    fs::write(house.path("data/tickets.csv"), "ticket_id,when\n1,private-cell\n").unwrap();
    assert_eq!(house.project.run("check").code, 1);
    assert_eq!(web.posted().len(), 0, "a check tells nobody");
    assert_eq!(house.project.run("run").code, 1);
    let body: Value = serde_json::from_str(&web.posted()[0].2).unwrap();
    assert_eq!((&body["command"], &body["counts"]["failed"]), (&"run".into(), &1.into()), "{body}");
    assert_eq!(body["reports"][0]["report"], "telecom");
    assert!(!body["reports"][0]["reasons"].as_array().unwrap().is_empty(), "{body}");
    assert!(!body.to_string().contains("private-cell"), "{body}");
    // Templates that are wrong keep all reports from being made.
    fs::create_dir_all(house.path("mine/html")).unwrap();
    fs::write(house.path("mine/html/report.html"), "{% if %}").unwrap();
    let text = house.project.text("reports.yaml").replace("version: 1\n", "version: 1\ntemplates: mine\n");
    fs::write(house.path("reports.yaml"), text).unwrap();
    assert_eq!(house.project.run("run").code, 2);
    let body: Value = serde_json::from_str(&web.posted()[1].2).unwrap();
    assert_eq!(
        (&body["reports"][0]["report"], &body["reports"][0]["status"]),
        (&"all reports".into(), &"not done".into())
    );
    assert!(
        body["text"].as_str().unwrap().starts_with("Quarterdeck run: 1 failed\nall reports: not done\n- "),
        "{body}"
    );
}

#[test]
fn a_report_that_was_overridden_still_waits_for_approval() {
    let web = Web::start(&[&Web::good("")]);
    let house = House::new("{}");
    let settings = web.settings(&house, "form: generic");
    let many: String = (0..60).map(|at| format!("{at},2026-05-{:02} 10:00:00\n", at % 28 + 1)).collect();
    fs::write(house.path("data/tickets.csv"), format!("ticket_id,created_at\n{many}x,2026-09-30 10:00:00\n")).unwrap();
    house.notify(&format!("{{folder: {{path: outgoing}}, from: r@example.com, recipients: {PEOPLE}}}, gate: {{rows_fall: {{hold: 0.5}}}}")
        .replace("}, gate", "}\n    gate"), &settings);
    assert_eq!(house.project.run("run --send").code, 3);
    let body = |at: usize| -> Value { serde_json::from_str(&web.posted()[at].2).unwrap() };
    assert_eq!(
        (&body(0)["counts"]["held"], &body(0)["reports"][0]["status"]),
        (&1.into(), &"held".into()),
        "{}",
        body(0)
    );
    assert_eq!(body(0)["reports"].as_array().map(Vec::len), Some(1), "told once: {}", body(0));
    assert_eq!(house.project.run("run --send --override-hold telecom --reason seen").code, 0);
    assert_eq!(
        (&body(1)["counts"]["made"], &body(1)["counts"]["waiting_for_approval"]),
        (&1.into(), &1.into()),
        "{}",
        body(1)
    );
    assert!(body(1)["text"].as_str().unwrap().contains("made although it would be held\n- seen"), "{}", body(1));
}

#[test]
fn editors_know_the_keys() {
    let ended = House::new("{}").project.run("schema");
    let schema: Value = serde_json::from_str(&ended.out).unwrap();
    let text = schema.to_string();
    assert!(schema["properties"].get("notices").is_some());
    for key in
        ["url_env", "url_file", "url_command", "secret_env", "secret_file", "secret_command", "dingtalk", "problems"]
    {
        assert!(text.contains(&format!("\"{key}\"")), "{key}");
    }
}
