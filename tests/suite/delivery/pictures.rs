//! Pictures of a message: carried with the body that shows them, and with no other one.

use super::house::{House, PEOPLE};
use sha2::{Digest, Sha256};
use std::fs;

/// Adds a picture to an issue in a language; the body shows it where `is_shown`.
fn picture(house: &House, (tag, name): (&str, &str), png: &[u8], is_shown: bool) {
    let folder = house.path("output/2026-Q3/telecom/issue-1");
    let hash = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("issue.json")).unwrap()).unwrap();
    let files = record["files"].as_array_mut().unwrap();
    let body = folder.join(tag).join("mail.html");
    if is_shown {
        let shown = format!("<img src=\"cid:{}@report.invalid\" alt=\"x\">", &hash(png)[..32]);
        let html = fs::read_to_string(&body).unwrap().replace("</body>", &format!("{shown}</body>"));
        let own = files.iter_mut().find(|file| file["path"] == format!("{tag}/mail.html")).unwrap();
        own["sha256"] = hash(html.as_bytes()).into();
        fs::write(&body, html).unwrap();
    }
    fs::write(folder.join(tag).join(name), png).unwrap();
    files.push(serde_json::json!({ "path": format!("{tag}/{name}"), "sha256": hash(png), "bytes": png.len(), "language": tag, "edition": "full", "format": "png" }));
    fs::write(folder.join("issue.json"), record.to_string()).unwrap();
}

fn house() -> House {
    let delivery = |people: &str| {
        format!("{{folder: {{path: outgoing}}, from: reports@example.com, approval: none, recipients: {people}}}")
    };
    let house = House::new(&delivery(PEOPLE));
    house.issue(1);
    house
}

/// The message to a person.
fn message(house: &House, to: &str) -> String {
    let all = house.project.files("outgoing").into_iter().map(|file| house.project.text(&format!("outgoing/{file}")));
    all.filter(|text| text.contains(to)).collect::<Vec<_>>().pop().expect("a message")
}

#[test]
fn a_picture_travels_with_the_html_that_shows_it() {
    let house = house();
    picture(&house, ("en", "mail-1.png"), b"\x89PNG one", true);
    picture(&house, ("en", "mail-2.png"), b"\x89PNG that nobody shows", false);
    assert_eq!(house.project.run("send").code, 0);
    let text = message(&house, "ann@client.example");
    let kinds: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("Content-Type: ")?.split(';').next()).collect();
    let expected =
        ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"];
    assert_eq!(kinds[..6], expected, "{kinds:?}");
    assert_eq!(kinds[6..], ["application/pdf"], "{kinds:?}");
    assert!(text.contains("Content-Disposition: inline; filename=\"mail-1.png\"\r\n"), "{text}");
    assert!(text.contains("\r\nContent-ID: <") && !text.contains("mail-2.png"), "{text}");
    let boundaries: std::collections::BTreeSet<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("boundary=")).collect();
    assert_eq!(boundaries.len(), 3, "each part has its own");
    let other = message(&house, "li@client.example");
    assert!(!other.contains("image/png") && !other.contains("multipart/related"), "{other}");
}

#[test]
fn a_picture_that_somebody_changed_is_not_sent() {
    let house = house();
    picture(&house, ("en", "mail-1.png"), b"\x89PNG one", true);
    fs::write(house.path("output/2026-Q3/telecom/issue-1/en/mail-1.png"), "another one").unwrap();
    let ended = house.project.run("send");
    assert_eq!(ended.code, 5);
    assert!(ended.out.contains("was changed after it was made"), "{}", ended.out);
    assert_eq!(house.project.files("outgoing").len(), 1, "the body that shows none");
}

#[test]
fn pictures_count_in_the_size_of_a_message() {
    let house = house();
    house.configure(
        "{folder: {path: outgoing}, from: reports@example.com, approval: none, largest_megabytes: 1, recipients: \
         [{address: ann@client.example, locale: en}]}",
    );
    picture(&house, ("en", "mail-1.png"), &vec![7; 900_000], true);
    let ended = house.project.run("send");
    assert_eq!(ended.code, 5);
    assert!(ended.out.contains("more than `largest_megabytes` allows"), "{}", ended.out);
}
