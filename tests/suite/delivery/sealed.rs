//! Messages whose attachments are encrypted and which the sender's domain signs: what leaves, and what stays.

use super::house::{House, PEOPLE};
use base64::Engine as _;
use std::fs;
use std::io::{Cursor, Read};

/// RFC 8463, appendix A.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

fn delivery(more: &str) -> String {
    format!("{{folder: {{path: outgoing}}, from: reports@example.com, {more}, recipients: {PEOPLE}}}")
}

/// The messages that left, in order of their recipients.
fn left(house: &House) -> Vec<String> {
    let mut all: Vec<String> =
        house.project.files("outgoing").iter().map(|file| house.project.text(&format!("outgoing/{file}"))).collect();
    all.sort_by_key(|text| text.contains("li@client.example"));
    all
}

/// The bytes of the part of a media type.
fn part(text: &str, media_type: &str) -> Vec<u8> {
    let at = text.find(&format!("Content-Type: {media_type}")).expect("the part");
    let content = text[at..].split_once("\r\n\r\n").unwrap().1;
    let lines = content.split("\r\n").take_while(|line| !line.starts_with("--"));
    base64::engine::general_purpose::STANDARD.decode(lines.collect::<String>()).unwrap()
}

fn opened(zip: &[u8], password: &str) -> Option<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip.to_vec())).unwrap();
    assert_eq!(archive.len(), 1);
    let mut file = archive.by_index_decrypt(0, password.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some((file.name().to_owned(), bytes))
}

#[test]
fn attachments_open_by_the_password_of_their_recipient_and_nothing_else_tells_a_figure() {
    let house = House::new(&delivery(
        "approval: required, footer: {en: Ask us., zh-CN: 请垂询。}, encryption: {password_command: [echo, 'secret of {address}']}",
    ));
    house.issue(1);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    let dry = house.project.run("send --dry-run");
    assert!(dry.out.contains("would receive issue 1 in en (pdf, encrypted)"), "{}", dry.out);
    let ended = house.project.run("send");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let sent = left(&house);
    assert_eq!(sent.len(), 2);
    for (text, (address, tag, other)) in sent
        .iter()
        .zip([("ann@client.example", "en", "li@client.example"), ("li@client.example", "zh-CN", "ann@client.example")])
    {
        assert!(text.contains("filename=\"telecom-2026-Q3.zip\"") && !text.contains("text/html"), "{text}");
        let plain = String::from_utf8(part(text, "text/plain")).unwrap();
        assert!(plain.contains("telecom-2026-Q3.zip") && !plain.contains("verdict"), "{plain}");
        assert_eq!(plain.contains("Ask us."), tag == "en");
        let zip = part(text, "application/zip");
        assert!(!zip.windows(8).any(|bytes| bytes == b"%PDF-1.7"));
        let (name, bytes) = opened(&zip, &format!("secret of {address}")).expect("it opens");
        assert_eq!(name, format!("telecom_2026-Q3_{tag}.pdf"));
        assert_eq!(String::from_utf8(bytes).unwrap(), format!("%PDF-1.7 telecom {tag} 1"));
        assert_eq!(opened(&zip, &format!("secret of {other}")), None);
    }
    assert!(!(ended.out + &ended.err).contains("secret"));
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(left(&house).len(), 2, "once is once");
}

#[test]
fn figures_are_shown_beside_encrypted_attachments_only_where_that_is_written() {
    let house =
        House::new(&delivery("approval: none, encryption: {password_command: [echo, long enough], body: shown}"));
    house.issue(1);
    assert_eq!(house.project.run("send").code, 0);
    for text in left(&house) {
        assert!(String::from_utf8(part(&text, "text/plain")).unwrap().contains("verdict"));
        assert!(text.contains("text/html") && opened(&part(&text, "application/zip"), "long enough").is_some());
    }
}

#[test]
fn what_cannot_be_encrypted_or_signed_stays_here_and_leaves_when_it_can() {
    let wrong = [
        ("encryption: {password_command: [false]}", "was not encrypted and stays here: `false` ended with 1"),
        ("encryption: {password_env: NOWHERE_SET}", "`NOWHERE_SET` is not set"),
        ("encryption: {password_command: [echo, short]}", "fewer than 8 letters"),
        ("dkim: {selector: q3, key_file: missing.pem}", "was not signed and stays here: cannot read"),
        ("dkim: {selector: q3, key_command: [echo, nonsense]}", "no private key in PEM"),
    ];
    for (more, said) in wrong {
        let house = House::new(&delivery(&format!("approval: none, {more}")));
        house.issue(1);
        let ended = house.project.run("send");
        assert_eq!(ended.code, 5, "{more}: {}{}", ended.out, ended.err);
        assert!(ended.out.contains(said), "{more}: {}", ended.out);
        assert!(!house.path("outgoing").exists() || left(&house).is_empty(), "{more}");
        house.configure(&delivery("approval: none"));
        assert_eq!(house.project.run("send").code, 0, "{more}");
        assert_eq!(left(&house).len(), 2, "{more}");
    }
}

#[test]
fn what_was_approved_to_leave_encrypted_does_not_leave_in_clear_text() {
    let house = House::new(&delivery("encryption: {password_command: [echo, long enough]}"));
    house.issue(1);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    for more in ["approval: required", "encryption: {password_command: [echo, long enough], body: shown}"] {
        house.configure(&delivery(more));
        let ended = house.project.run("send");
        assert!(ended.out.contains("is not what 王芳 approved"), "{}", ended.out);
    }
    assert!(!house.path("outgoing").exists());
}

#[test]
fn the_domain_of_the_sender_signs_and_a_preview_is_sealed_alike() {
    let house = House::new(&delivery(
        "approval: none, dkim: {selector: q3, key_file: key.pem}, encryption: {password_command: [echo, long enough]}",
    ));
    fs::write(house.path("key.pem"), KEY).unwrap();
    house.issue(1);
    assert_eq!(house.project.run("preview telecom --to boss@example.com").code, 0);
    assert_eq!(house.project.run("send").code, 0);
    let all = left(&house);
    assert_eq!(all.len(), 4);
    for text in all {
        let first = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=example.com;\r\n s=q3; t=";
        assert!(text.starts_with(first), "{text}");
        assert!(!text.contains("MC4CAQ") && text.contains("Content-Type: application/zip"), "{text}");
    }
}

#[test]
fn a_signature_or_encryption_that_could_not_hold_is_refused_beforehand() {
    let wrong = [
        (
            "dkim: {selector: q3, domain: other.example, key_file: key.pem}",
            "`other.example` cannot sign for `example.com`",
        ),
        ("dkim: {selector: 'q 3', key_file: key.pem}", "error[invalid-dkim]: `q 3` is no selector"),
        ("dkim: {key_file: key.pem}", "`selector` is missing in `dkim`"),
        ("dkim: {selector: q3}", "`dkim` needs one source of its key"),
        ("encryption: {body: shown}", "`encryption` needs one source of its password"),
        ("link: 'https://reports.example.com', encryption: {password_env: P}", "error[nothing-to-encrypt]"),
    ];
    for (more, said) in wrong {
        let house = House::new(&delivery(more));
        let ended = house.project.run("check");
        assert!(ended.code != 0 && ended.err.contains(said), "{more}: {}", ended.err);
    }
    let house = House::new(&delivery("dkim: {selector: q3, domain: example.com, key_file: key.pem}"));
    assert_eq!(house.project.run("check").code, 0);
}

/// A program that signs by a hash, and one that verifies it.
fn signature(key: &str) -> String {
    let made = "sign_command: [sh, -c, 'cat - key.txt | sha256sum']";
    let same = "verify_command: [sh, -c, 'cat - key.txt | sha256sum | cmp - \"$0\"', '{signature}']";
    format!("approval: required, approval_signature: {{{made}, {same}}}").replace("key.txt", key)
}

#[test]
fn only_what_was_signed_by_who_may_leaves() {
    let house = House::new(&delivery(&signature("key.txt")));
    fs::write(house.path("key.txt"), "ours").unwrap();
    house.issue(1);
    assert_eq!(house.project.run("approve telecom --by 王芳").code, 0);
    let approval = house.path("output/2026-Q3/telecom/approvals/issue-1.json");
    assert!(approval.with_extension("sig").is_file());
    let whole = fs::read_to_string(&approval).unwrap();
    let held = |why: &str| {
        let ended = house.project.run("send");
        assert!(ended.out.contains("the signature of the approval of issue 1 does not hold"), "{why}: {}", ended.out);
        assert!(!house.path("outgoing").exists(), "{why}");
    };
    fs::write(&approval, whole.replace("王芳", "somebody")).unwrap();
    held("another name");
    fs::write(&approval, &whole).unwrap();
    fs::write(house.path("key.txt"), "theirs").unwrap();
    held("another key");
    fs::write(house.path("key.txt"), "ours").unwrap();
    let signed = fs::read(approval.with_extension("sig")).unwrap();
    fs::remove_file(approval.with_extension("sig")).unwrap();
    held("no signature");
    fs::write(approval.with_extension("sig"), signed).unwrap();
    assert_eq!(house.project.run("send").code, 0);
    assert_eq!(left(&house).len(), 2);
}

#[test]
fn an_approval_that_cannot_be_signed_does_not_stand() {
    for (command, said) in
        [("[false]", "`false` ended with 1"), ("[true]", "printed no signature"), ("[no-such-program]", "cannot start")]
    {
        let house = House::new(&delivery(&format!("approval_signature: {{sign_command: {command}}}")));
        house.issue(1);
        let ended = house.project.run("approve telecom --by 王芳");
        assert!(ended.code == 1 && ended.err.contains(said), "{command}: {} {}", ended.code, ended.err);
        assert!(house.project.run("send").out.contains("waits for approval"), "{command}");
    }
    let house = House::new(&delivery("approval: none, approval_signature: {sign_command: [true]}"));
    assert!(house.project.run("check").err.contains("error[nothing-to-sign]"));
    let house = House::new(&delivery("approval_signature: {sign_command: [true], verify_command: [true]}"));
    assert!(house.project.run("check").err.contains("`verify_command` names no `{signature}`"));
}
