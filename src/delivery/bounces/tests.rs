use super::*;
use crate::delivery::ledger::{Delivery, Key};

const POSTFIX: &str = "From MAILER-DAEMON Mon Oct  5 08:00:01 2026\r
Return-Path: <>\r
Subject: Undelivered Mail Returned to Sender\r
Content-Type: multipart/report; report-type=delivery-status;\r
\tboundary=\"AB12.1/mail.example.com\"\r
\r
This is a MIME-encapsulated message.\r
\r
--AB12.1/mail.example.com\r
Content-Description: Notification\r
Content-Type: text/plain; charset=us-ascii\r
\r
I'm sorry to have to inform you\r
\r
--AB12.1/mail.example.com\r
Content-Description: Delivery report\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example.com\r
X-Postfix-Queue-ID: AB12\r
\r
Final-Recipient: rfc822; gone@client.example\r
Original-Recipient: rfc822;Gone@client.example\r
Action: failed\r
Status: 5.1.1\r
Remote-MTA: dns; mx.client.example\r
Diagnostic-Code: smtp; 550 5.1.1 <gone@client.example>: Recipient address\r
    rejected: User unknown\r
\r
--AB12.1/mail.example.com\r
Content-Description: Undelivered Message\r
Content-Type: message/rfc822\r
\r
From: reports@example.com\r
Message-ID: <one@example.com>\r
Subject: x\r
\r
body\r
--AB12.1/mail.example.com--\r
";

const EXIM: &str = "From: Mail Delivery System <Mailer-Daemon@example.com>
References: <one@example.com>
X-Failed-Recipients: gone@client.example
Content-Type: multipart/report; report-type=delivery-status; boundary=1791-eximdsn-1

--1791-eximdsn-1
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1791-eximdsn-1
Content-type: message/delivery-status

Reporting-MTA: dns; example.com

Action: failed
Final-Recipient: rfc822;gone@client.example
Status: 5.0.0
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; 550 5.2.2 \\347\\224\\250\\346\\210\\267 over quota

--1791-eximdsn-1
Content-type: text/rfc822-headers

Message-ID: <one@example.com>
Subject: x

--1791-eximdsn-1--
";

const EXCHANGE: &str = "From: postmaster@client.example
Content-Type: multipart/report; report-type=\"delivery-status\";
 boundary=\"_000_abc\"
MIME-Version: 1.0

--_000_abc
Content-Type: multipart/alternative; boundary=\"_111_\"

--_111_
Content-Type: text/plain

Your message could not be delivered.
--_111_--

--_000_abc
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.client.example

Final-Recipient: rfc822;gone@client.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: Gone

--_000_abc
Content-Type: message/rfc822

Received: from x
Message-ID:
 <one@example.com>
From: reports@example.com

--_000_abc--
";

#[test]
fn reads_the_forms_of_postfix_exim_and_exchange() {
    let read = |text: &str| {
        let found = reports(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    let postfix = read(POSTFIX);
    assert_eq!((postfix.status.as_str(), postfix.recipient.as_str()), ("5.1.1", "Gone@client.example"));
    assert!(postfix.diagnosis.ends_with("address rejected: User unknown"), "{}", postfix.diagnosis);
    let exim = read(EXIM);
    assert_eq!((exim.status.as_str(), exim.diagnosis.as_str()), ("5.2.2", "550 5.2.2 用户 over quota"));
    let exchange = read(EXCHANGE);
    assert_eq!((exchange.status.as_str(), exchange.message_id.as_str()), ("5.1.10", "one@example.com"));
    for report in [postfix, exim, exchange] {
        assert_eq!((report.action.as_str(), report.message_id.as_str()), ("failed", "one@example.com"));
    }
    assert!(reports("Subject: holiday\n\nI am away, message <one@example.com> is not read\n").is_empty());
}

#[test]
fn an_address_that_is_gone_takes_no_mail_and_a_full_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let now = Instant(1_790_000_000_000_000);
    let ledger = Ledger::open(&folder.path().join("l.sqlite"), &folder.path().join("output"), now).unwrap();
    let key = Key {
        report: "a".to_owned(),
        period: "2026-Q3".to_owned(),
        issue: 1,
        recipient: "gone@client.example".to_owned(),
    };
    let row = Delivery {
        key: key.clone(),
        state: State::Sent,
        temporary: false,
        message_id: "one@example.com".to_owned(),
        dated_at: now,
        copy: 1,
        attempts: 1,
        sha256: String::new(),
        body_sha256: String::new(),
        reply: "250".to_owned(),
        made: String::new(),
    };
    ledger.plan(&row, now).unwrap();
    let box_of = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        import(&ledger, &path, now).unwrap()
    };
    let late = EXIM.replace("Action: failed", "Action: delayed");
    assert!(matches!(box_of("late", &late)[..], [Imported::Delayed(_)]));
    assert_eq!(ledger.find(&key).unwrap().unwrap().state, State::Sent);
    assert!(matches!(box_of("full", EXIM)[..], [Imported::Failed(_)]));
    assert!(ledger.suppressed().unwrap().is_empty());
    assert!(matches!(box_of("full", EXIM)[..], [Imported::Known(_)]), "the same report again");
    let foreign = POSTFIX.replace("<one@", "<other@");
    let mbox = format!("{POSTFIX}\r\n{foreign}");
    assert!(matches!(box_of("mbox", &mbox)[..], [Imported::Suppressed(_), Imported::Foreign(_)]));
    assert_eq!(ledger.suppressed().unwrap()[0].address, "gone@client.example");
    let forwarded = EXCHANGE.replace("rfc822;gone@client.example", "rfc822;else@other.example");
    ledger.clear("gone@client.example").unwrap();
    assert!(matches!(box_of("forwarded", &forwarded)[..], [Imported::Failed(_)]));
    assert!(ledger.suppressed().unwrap().is_empty());
}
