//! A mail server, step by step, so that it is known at which one a dialogue broke.
//!
//! Before the last dot of a message nothing was taken. After it only a whole answer tells; without one, nobody
//! knows. A server that does not encrypt is left before anything is said about mail or passwords.

use super::line::{Answer, Certified, Line};
use super::trust::trust;
use super::{Courier, Outcome, Refusal, one_line, secret};
use crate::config::{Secret, Smtp, TlsMode};
use crate::delivery::message::Mail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::ClientConfig;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// How long a server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

/// A server, connected when it is needed.
pub(super) struct Server<'a> {
    settings: &'a Smtp,
    environment: &'a BTreeMap<String, String>,
    line: Option<Line>,
    /// What the server says that it can do, in capitals.
    offers: Vec<String>,
}

impl<'a> Server<'a> {
    pub(super) fn new(settings: &'a Smtp, environment: &'a BTreeMap<String, String>) -> Self {
        Self { settings, environment, line: None, offers: Vec::new() }
    }

    fn connect(&mut self) -> Result<Line, Refusal> {
        let Smtp { host, port, timeout, tls, .. } = self.settings;
        let certified = match tls {
            TlsMode::None => None,
            TlsMode::Starttls | TlsMode::Implicit => Some(Certified { host, trust: self.trust()? }),
        };
        let mut line = Line::connect((host, *port), *timeout).map_err(|error| broken("connect", &error))?;
        if let (TlsMode::Implicit, Some(certified)) = (tls, &certified) {
            line = line.encrypt(certified).map_err(|error| unencrypted(&error))?;
        }
        expect("greeting", 220..=220, line.answer())?;
        self.hello(&mut line)?;
        if let (TlsMode::Starttls, Some(certified)) = (tls, &certified) {
            if !self.offers.iter().any(|offer| offer == "STARTTLS") {
                let _ = line.command("QUIT");
                return Err(never("STARTTLS: the server does not offer it, and nothing is sent in clear text"));
            }
            expect("STARTTLS", 220..=220, line.command("STARTTLS"))?;
            line = line.encrypt(certified).map_err(|error| unencrypted(&error))?;
            // What was offered in clear text counts no more.
            self.hello(&mut line)?;
        }
        if *tls != TlsMode::None && !line.is_encrypted() {
            return Err(never("the connection is not encrypted"));
        }
        if let Some((user, from)) = &self.settings.account {
            self.authenticate(&mut line, user, from)?;
        }
        Ok(line)
    }

    fn hello(&mut self, line: &mut Line) -> Result<(), Refusal> {
        let answer = expect("EHLO", 250..=250, line.command("EHLO [127.0.0.1]"))?;
        self.offers = answer.lines.iter().skip(1).map(|line| line.trim().to_ascii_uppercase()).collect();
        Ok(())
    }

    fn trust(&self) -> Result<Arc<ClientConfig>, Refusal> {
        trust(self.settings.certificates.as_deref()).map_err(|why| never(&why))
    }

    fn authenticate(&self, line: &mut Line, user: &str, from: &Secret) -> Result<(), Refusal> {
        let secret = secret::read(from, self.environment).map_err(|why| never(&format!("AUTH: {why}")))?;
        let offered = |mechanism: &str| {
            self.offers.iter().any(|offer| {
                offer.strip_prefix("AUTH ").is_some_and(|list| list.split(' ').any(|one| one == mechanism))
            })
        };
        let encoded = |text: String| STANDARD.encode(text);
        // A server may say again what it was told, now or later.
        let plain = encoded(format!("\0{user}\0{secret}"));
        let token = encoded(format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"));
        let told = [plain.as_str(), token.as_str(), &encoded(secret.clone()), &secret].map(str::to_owned);
        line.hide(told.to_vec());
        let answer = match from {
            Secret::Token(_) if offered("XOAUTH2") => {
                match line.command(&format!("AUTH XOAUTH2 {token}")) {
                    // What is wrong is told only to who answers the question with nothing.
                    Ok(answer) if answer.code == 334 => line.command(""),
                    other => other,
                }
            }
            Secret::Token(_) => return Err(never("AUTH: the server does not offer XOAUTH2")),
            _ if offered("PLAIN") => line.command(&format!("AUTH PLAIN {plain}")),
            _ if offered("LOGIN") => {
                expect("AUTH", 334..=334, line.command("AUTH LOGIN"))?;
                expect("AUTH", 334..=334, line.command(&encoded(user.to_owned())))?;
                line.command(&encoded(secret.clone()))
            }
            _ => return Err(never("AUTH: the server offers neither PLAIN nor LOGIN")),
        };
        match answer {
            Ok(answer) if answer.code == 235 => Ok(()),
            Ok(answer) if answer.code < 400 => {
                Err(never(&format!("AUTH: the server answers out of turn: {}", said(&answer))))
            }
            other => expect("AUTH", 235..=235, other).map(drop),
        }
    }

    /// MAIL, RCPT, DATA and the message but its last dot: until here a failure is certain.
    fn before_the_dot(&mut self, mail: &Mail) -> Result<(), Refusal> {
        let size = self.size(mail)?;
        let line = self.line.as_mut().expect("it was made ready");
        expect("MAIL", 250..=250, line.command(&format!("MAIL FROM:<{}>{size}", mail.from)))?;
        expect("RCPT", 250..=252, line.command(&format!("RCPT TO:<{}>", mail.to)))?;
        expect("DATA", 354..=354, line.command("DATA"))?;
        let written = line.write(&stuffed(&mail.bytes)).and_then(|()| line.quiet());
        written.map_err(|error| broken("DATA", &error))
    }

    /// The parameter that tells the size, when the server wants to know it.
    fn size(&self, mail: &Mail) -> Result<String, Refusal> {
        let Some(offer) = self.offers.iter().find(|offer| offer.split(' ').next() == Some("SIZE")) else {
            return Ok(String::new());
        };
        let largest: usize = offer.split(' ').nth(1).and_then(|size| size.parse().ok()).unwrap_or(0);
        if largest > 0 && mail.bytes.len() > largest {
            let text = format!("MAIL: the server takes {largest} bytes, the message has {}", mail.bytes.len());
            return Err(never(&text));
        }
        Ok(format!(" SIZE={}", mail.bytes.len()))
    }
}

impl Courier for Server<'_> {
    fn ready(&mut self) -> Result<(), Refusal> {
        if self.line.as_mut().is_some_and(|line| line.command("NOOP").is_ok_and(|answer| answer.code == 250)) {
            return Ok(());
        }
        self.line = None;
        self.line = Some(self.connect()?);
        Ok(())
    }

    fn carry(&mut self, mail: &Mail) -> Outcome {
        if let Err(refusal) = self.before_the_dot(mail) {
            // A new dialogue for the next message: this one stands at a step that nobody knows.
            self.line = None;
            return Outcome::Refused(refusal);
        }
        let line = self.line.as_mut().expect("it was made ready");
        match line.write(b".\r\n").and_then(|()| line.answer()) {
            Ok(answer) if answer.code == 250 => Outcome::Taken(said(&answer)),
            Ok(answer) if answer.code >= 400 => {
                let refusal =
                    Refusal { temporary: answer.code < 500, reply: format!("after the last dot: {}", said(&answer)) };
                self.close();
                Outcome::Refused(refusal)
            }
            Ok(answer) => self.unknown(&said(&answer)),
            Err(error) => self.unknown(&error.to_string()),
        }
    }

    fn close(&mut self) {
        if let Some(mut line) = self.line.take() {
            // What was taken stays taken, whatever the server says now and however long it thinks about it.
            line.hurry(GOODBYE);
            let _ = line.command("QUIT");
        }
    }
}

impl Server<'_> {
    fn unknown(&mut self, why: &str) -> Outcome {
        self.line = None;
        Outcome::Unknown(one_line(&format!("after the last dot: {why}")))
    }
}

/// The message with dots doubled at the beginnings of lines, ended by a line's end.
fn stuffed(bytes: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(bytes.len() + 64);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            stuffed.push(b'.');
        }
        stuffed.extend(line);
    }
    if !stuffed.ends_with(b"\r\n") {
        stuffed.extend(b"\r\n");
    }
    stuffed
}

/// The answer when its code is one of these.
fn expect(step: &str, codes: std::ops::RangeInclusive<u16>, answer: io::Result<Answer>) -> Result<Answer, Refusal> {
    match answer {
        Ok(answer) if codes.contains(&answer.code) => Ok(answer),
        Ok(answer) if answer.code < 400 => {
            let reply = format!("{step}: the server answers out of turn: {}", said(&answer));
            Err(Refusal { temporary: true, reply: one_line(&reply) })
        }
        Ok(answer) => Err(Refusal { temporary: answer.code < 500, reply: format!("{step}: {}", said(&answer)) }),
        Err(error) => Err(broken(step, &error)),
    }
}

fn never(reply: &str) -> Refusal {
    Refusal { temporary: false, reply: one_line(reply) }
}

fn broken(step: &str, error: &io::Error) -> Refusal {
    Refusal { temporary: true, reply: one_line(&format!("{step}: {error}")) }
}

/// A certificate does not become right by waiting; a connection may.
fn unencrypted(error: &io::Error) -> Refusal {
    let lasting = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    Refusal { temporary: !lasting, reply: one_line(&format!("TLS: {error}")) }
}

fn said(answer: &Answer) -> String {
    one_line(&format!("{} {}", answer.code, answer.lines.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn no_line_of_a_message_ends_it() {
        assert_eq!(stuffed(b"a\r\n.\r\n..b\r\n"), b"a\r\n..\r\n...b\r\n");
        assert_eq!(stuffed(b".x"), b"..x\r\n");
    }
}
