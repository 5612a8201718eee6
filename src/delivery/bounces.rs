//! Reports of mail that came back (RFC 3464), as Postfix, Exim and Exchange write them.
//!
//! A report is matched by the identity of the message that it returns, never by its words alone. Of an
//! address that does not exist the ledger remembers it; other refusals only mark the delivery.

use super::ledger::{Error, Ledger, State};
use crate::domain::Instant;
use std::fs;
use std::path::{Path, PathBuf};

/// What a report of mail says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// `failed`, `delayed` and so on, in small letters.
    pub action: String,
    /// The address that it is about.
    pub recipient: String,
    /// Status such as `5.1.1`, the more exact one of status and diagnosis.
    pub status: String,
    /// The other server's words.
    pub diagnosis: String,
    /// The identity of the message returned, without brackets.
    pub message_id: String,
    /// When the report was written; `None` where it does not say.
    pub at: Option<Instant>,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The delivery has failed, and the address takes no mail from now on.
    Suppressed(Report),
    /// The delivery has failed.
    Failed(Report),
    /// The ledger knew it already.
    Known(Report),
    /// The message is only late.
    Delayed(Report),
    /// The message arrived, or went on to somebody else.
    Arrived(Report),
    /// It is about a message that the ledger does not know.
    Foreign(Report),
}

/// Reads every report of a Maildir, a folder of messages or an mbox, and marks what came back.
///
/// # Errors
/// When the path cannot be read or the ledger not be written. Messages that are no reports are left out.
pub fn import(ledger: &Ledger, path: &Path, now: Instant) -> Result<Vec<Imported>, Error> {
    let mut imported = Vec::new();
    for message in messages(path)? {
        for report in reports(&String::from_utf8_lossy(&message)) {
            imported.push(take(ledger, report, now)?);
        }
    }
    Ok(imported)
}

fn take(ledger: &Ledger, report: Report, now: Instant) -> Result<Imported, Error> {
    let Some(row) = ledger.of_message(&report.message_id)? else { return Ok(Imported::Foreign(report)) };
    if report.action == "delayed" {
        return Ok(Imported::Delayed(report));
    }
    let reply = format!("came back: {} {}", report.status, report.diagnosis);
    // Without a word of it the status decides.
    let failed = report.action == "failed" || report.action.is_empty() && report.status.starts_with('5');
    if !failed {
        return Ok(Imported::Arrived(report));
    }
    // The mailbox may be read again after the delivery was tried again: only a later report is another one.
    let before = ledger.said(&row.key, State::Failed, Some(&reply))?;
    let tried = ledger.said(&row.key, State::Sending, None)?;
    let is_later = report.at.is_some_and(|at| tried.is_some_and(|tried| at > tried));
    if before.is_some_and(|before| before > tried.unwrap_or(Instant(0)) || !is_later) {
        return Ok(Imported::Known(report));
    }
    ledger.change(&row.key, State::Failed, (now, &reply), |row| row.temporary = false)?;
    // A message that was forwarded and then refused says nothing about the address that it was sent to.
    let own = report.recipient.eq_ignore_ascii_case(&row.key.recipient);
    if own && is_gone(&report.status) {
        ledger.suppress(&row.key.recipient, &reply, now)?;
        return Ok(Imported::Suppressed(report));
    }
    Ok(Imported::Failed(report))
}

/// Whether a status speaks of the address, not of this message, of room or of rules.
fn is_gone(status: &str) -> bool {
    ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"].contains(&status)
}

/// The messages under a path, in the order of their names.
fn messages(path: &Path) -> Result<Vec<Vec<u8>>, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { action: "read", path, source }
    };
    if path.is_file() {
        let bytes = fs::read(path).map_err(failed(path))?;
        return Ok(mbox(&bytes));
    }
    let folders = ["new", "cur"].map(|name| path.join(name));
    let folders: Vec<PathBuf> = match folders.iter().any(|folder| folder.is_dir()) {
        true => folders.into_iter().filter(|folder| folder.is_dir()).collect(),
        false => vec![path.to_owned()],
    };
    let mut files = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
            let path = entry.map_err(failed(&folder))?.path();
            if path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|file| fs::read(file).map_err(failed(file))).collect()
}

/// The messages of an mbox; a file that does not begin as one is one message.
fn mbox(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes.to_owned()];
    }
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match messages.last_mut() {
            _ if blank && line.starts_with(b"From ") => messages.push(Vec::new()),
            Some(message) => message.extend(line),
            None => {}
        }
        blank = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
    }
    messages
}

/// The reports of a message: one for each recipient that it speaks of; none when it is no report.
pub fn reports(message: &str) -> Vec<Report> {
    let message = message.replace("\r\n", "\n");
    let (head, body) = split(&message);
    let kind = field(&head, "content-type").unwrap_or_default();
    let small = kind.to_ascii_lowercase();
    if !small.starts_with("multipart/report") {
        return Vec::new();
    }
    let Some(boundary) = parameter(&kind, "boundary") else { return Vec::new() };
    let (mut groups, mut message_id) = (Vec::new(), String::new());
    for part in parts(body, &boundary) {
        let (head, body) = split(part);
        let kind = field(&head, "content-type").unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("message/delivery-status") || kind.starts_with("message/global-delivery-status") {
            groups = body.split("\n\n").map(unfolded).collect();
        } else if kind.starts_with("message/rfc822")
            || kind.starts_with("text/rfc822-headers")
            || kind.starts_with("message/global")
        {
            let id = field(&split(body).0, "message-id").unwrap_or_default();
            message_id = id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        }
    }
    let at = field(&head, "date").and_then(|date| chrono::DateTime::parse_from_rfc2822(date.trim()).ok());
    let at = at.map(|at| Instant(at.timestamp_micros()));
    let about = groups.iter().filter_map(|fields| Some(Report { at, ..report(fields, &message_id)? }));
    about.filter(|report| !report.message_id.is_empty()).collect()
}

fn report(fields: &[(String, String)], message_id: &str) -> Option<Report> {
    let action = field(fields, "action")?.trim().to_ascii_lowercase();
    let typed = |name: &str| {
        let value = field(fields, name)?;
        Some(value.split_once(';').map_or(value.as_str(), |(_, value)| value).trim().to_owned())
    };
    let diagnosis = octal(&typed("diagnostic-code").unwrap_or_default());
    let said = typed("status").unwrap_or_default();
    // Exim always says 5.0.0; what the other server said stands in the diagnosis.
    let exact = diagnosis.split_whitespace().find(|word| is_status(word)).map(|word| word.trim_matches('#').to_owned());
    let status = match (said.split_whitespace().next(), exact) {
        (_, Some(exact)) => exact,
        (Some(status), None) => status.to_owned(),
        (None, None) => String::new(),
    };
    let recipient = typed("original-recipient").or_else(|| typed("final-recipient"))?;
    let recipient = recipient.trim_start_matches('<').trim_end_matches('>').to_owned();
    Some(Report { action, recipient, status, diagnosis, message_id: message_id.to_owned(), at: None })
}

fn is_status(word: &str) -> bool {
    let parts: Vec<&str> = word.trim_matches('#').split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && ["4", "5"].contains(&parts[0]) && parts.iter().all(digits)
}

/// Head and body of a message or part.
fn split(text: &str) -> (Vec<(String, String)>, &str) {
    let text = text.trim_start_matches('\n');
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    (unfolded(head), body)
}

/// Fields with their continued lines joined, names in small letters.
fn unfolded(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match fields.last_mut() {
            Some((_, value)) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                if let Some((name, value)) = line.split_once(':') {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    fields
}

fn field(fields: &[(String, String)], name: &str) -> Option<String> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

fn parameter(kind: &str, name: &str) -> Option<String> {
    let wanted = |part: &&str| part.trim().to_ascii_lowercase().starts_with(&format!("{name}="));
    let part = kind.split(';').find(wanted)?.trim();
    Some(part[name.len() + 1..].trim().trim_matches('"').to_owned())
}

/// The parts between the lines of a boundary.
fn parts<'t>(body: &'t str, boundary: &str) -> Vec<&'t str> {
    let line = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut from = None;
    let mut at = 0;
    for row in body.split_inclusive('\n') {
        if row.trim_end().strip_prefix(line.as_str()).is_some_and(|rest| rest.is_empty() || rest == "--") {
            parts.extend(from.map(|from: usize| &body[from..at]));
            from = Some(at + row.len());
        }
        at += row.len();
    }
    parts
}

/// Exim writes what is not ASCII as octal numbers.
fn octal(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..3).filter(|digits| *first == b'\\' && digits.iter().all(u8::is_ascii_digit));
        let number = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match number.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests;
