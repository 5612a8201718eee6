//! One message for one person, from the files of an issue: the same bytes whenever it is made.
//!
//! Identity and date come from the ledger, boundaries from the issue. The body is the same for everybody of
//! one language and choice of files; only the head differs.

use super::issue::{IssueFile, hash_of};
use super::mime::{self, Part};
use super::stored::{self, Issue};
use crate::config::{Body, Delivery, Format, MailAddress, Recipient, ReportConfig, breaks_lines};
use crate::domain::{Instant, Locale, Zone};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

/// Gmail shows no more of a body than this many bytes.
const LARGEST_BODY: usize = 100_000;

/// A message as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// Sender of the envelope.
    pub from: MailAddress,
    /// The one recipient.
    pub to: MailAddress,
    /// Its identity without brackets.
    pub message_id: String,
    /// Head and body, lines ended by CR LF.
    pub bytes: Vec<u8>,
}

/// Why a message cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the issue.
    #[error(transparent)]
    Issue(#[from] stored::Error),
    /// What somebody is to receive is not in the issue.
    #[error("issue {issue} of `{report}` holds no {what} for `{recipient}`; run the report again")]
    Absent {
        /// Report id.
        report: String,
        /// Issue.
        issue: u32,
        /// What is missing.
        what: String,
        /// For whom.
        recipient: String,
    },
    /// It is larger than mail servers take.
    #[error(
        "the message to `{recipient}` has {bytes} bytes, more than `largest_megabytes` allows ({largest}); send links (`link`) or fewer formats"
    )]
    TooLarge {
        /// For whom.
        recipient: String,
        /// Its size.
        bytes: usize,
        /// The most that is allowed.
        largest: u64,
    },
    /// A text that cannot stand in a message's head.
    #[error("`{0}` cannot stand in the head of a message")]
    Head(String),
    /// Its attachments could not be encrypted: it stays here.
    #[error("the message to `{recipient}` was not encrypted and stays here: {why}")]
    Encryption {
        /// For whom.
        recipient: String,
        /// Why.
        why: String,
    },
    /// It could not be signed: it stays here.
    #[error("the message was not signed and stays here: {0}")]
    Signature(String),
}

/// By which attachments are encrypted.
pub(super) struct Protection {
    /// The password.
    pub(super) password: String,
    /// Whether the message shows figures.
    pub(super) body: Body,
}

impl Mail {
    /// SHA-256 of all its bytes.
    pub fn sha256(&self) -> String {
        hash_of(&self.bytes)
    }

    /// SHA-256 of its body.
    pub fn body_sha256(&self) -> String {
        let head = self.bytes.windows(4).position(|window| window == b"\r\n\r\n");
        hash_of(&self.bytes[head.map_or(0, |at| at + 4)..])
    }
}

/// The message of an issue to one person, by its identity and date.
///
/// # Errors
/// When a file is missing, changed or too large.
pub fn compose(
    (report, delivery): (&ReportConfig, &Delivery),
    issue: &Issue,
    recipient: &Recipient,
    identity: (&str, Instant),
) -> Result<Mail, Error> {
    composed((report, delivery), issue, recipient, (identity, None))
}

/// The same with its attachments in one zip that the password opens. No two are equal byte by byte.
///
/// # Errors
/// As of [`compose`], and when nothing can be encrypted.
pub(super) fn compose_protected(
    (report, delivery): (&ReportConfig, &Delivery),
    issue: &Issue,
    recipient: &Recipient,
    (identity, protection): ((&str, Instant), &Protection),
) -> Result<Mail, Error> {
    composed((report, delivery), issue, recipient, (identity, Some(protection)))
}

fn composed(
    (report, delivery): (&ReportConfig, &Delivery),
    issue: &Issue,
    recipient: &Recipient,
    ((message_id, dated_at), protection): ((&str, Instant), Option<&Protection>),
) -> Result<Mail, Error> {
    let tag = recipient.locale.tag();
    let absent = |what: String| Error::Absent {
        report: report.id.clone(),
        issue: issue.record.issue,
        what,
        recipient: recipient.mailbox.address.to_string(),
    };
    let text = |name: &str| -> Result<String, Error> {
        let path = format!("{tag}/{name}");
        let file = issue.file(&path).ok_or_else(|| absent(format!("message body `{path}`")))?;
        String::from_utf8(issue.read(file)?).map_err(|_| Error::Head(path))
    };
    let (plain, html) = (text("mail.txt")?, text("mail.html")?);
    if html.len() > LARGEST_BODY {
        return Err(Error::TooLarge {
            recipient: recipient.mailbox.address.to_string(),
            bytes: html.len(),
            largest: LARGEST_BODY as u64,
        });
    }
    let mut files: Vec<&IssueFile> = Vec::new();
    for format in &recipient.formats {
        let found = chosen(issue, recipient, *format);
        if found.is_empty() {
            return Err(absent(described(*format, recipient)));
        }
        files.extend(found);
    }
    let subject = subject(report, delivery, (issue, &plain), recipient.locale);
    let (plain, html) = match &delivery.link {
        Some(base) => with_links((plain, html), &links(base, issue, &files)),
        None => (plain, html),
    };
    let attached = if delivery.link.is_some() { &[][..] } else { &files[..] };
    let mut seed = format!("{}\n{tag}\n", issue.sha256);
    attached.iter().for_each(|file| seed.push_str(&file.path));
    let body = match protection {
        None => body((plain, Some(html)), attachments(attached, issue)?, issue, &seed)?,
        Some(protection) => {
            let of = (recipient, delivery, subject.as_str());
            protected((plain, html), (attached, issue), (protection, of), &seed)?
        }
    };
    let bytes = headed((&subject, recipient, delivery), (message_id, dated_at), &body)?;
    if bytes.len() as u64 > delivery.largest {
        let recipient = recipient.mailbox.address.to_string();
        return Err(Error::TooLarge { recipient, bytes: bytes.len(), largest: delivery.largest });
    }
    Ok(Mail {
        from: delivery.from.address.clone(),
        to: recipient.mailbox.address.clone(),
        message_id: message_id.to_owned(),
        bytes,
    })
}

/// The subject of a report in a language: the configured one, or the first line of the message; an issue
/// after the first has its number.
pub fn subject(report: &ReportConfig, delivery: &Delivery, (issue, plain): (&Issue, &str), locale: Locale) -> String {
    let title = plain.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let text = match &delivery.subject {
        Some(subject) => {
            let text = subject.get(locale).replace("{period}", &issue.record.period.to_string());
            text.replace("{client}", report.client.get(locale))
        }
        None => title.to_owned(),
    };
    match issue.record.issue {
        1 => text,
        number => format!("{text} ({number})"),
    }
}

/// What of a person's language and formats an issue has not; none where it is whole.
pub(super) fn lacks(issue: &Issue, recipient: &Recipient) -> Option<String> {
    let tag = recipient.locale.tag();
    let of_any = Recipient { edition: None, ..recipient.clone() };
    let body = ["mail.txt", "mail.html"].map(|name| format!("{tag}/{name}"));
    let body = body.iter().find(|path| issue.file(path).is_none()).map(|path| format!("message body `{path}`"));
    body.or_else(|| {
        let missing = recipient.formats.iter().find(|format| chosen(issue, &of_any, **format).is_empty());
        missing.map(|format| described(*format, &of_any))
    })
}

/// The files of a format in a person's language and edition: the report, and its annex where it has one.
fn chosen<'i>(issue: &'i Issue, recipient: &Recipient, format: Format) -> Vec<&'i IssueFile> {
    let fits = |file: &&IssueFile| {
        let edition = recipient.edition.is_none() || file.language.is_none() || recipient.edition == file.edition;
        format.is_of(&file.path, recipient.locale.tag()) && edition
    };
    issue.record.files.iter().filter(fits).collect()
}

fn described(format: Format, recipient: &Recipient) -> String {
    let edition = recipient.edition.as_ref().map(|edition| format!(" of edition `{edition}`")).unwrap_or_default();
    format!("{} in {}{edition}", format.name(), recipient.locale.tag())
}

/// Where each file can be read.
fn links(base: &str, issue: &Issue, files: &[&IssueFile]) -> Vec<(String, String)> {
    let record = &issue.record;
    let link = |file: &&IssueFile| {
        let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
        let path = format!("{}/{}/issue-{}/{}", record.period, record.report, record.issue, file.path);
        (name, format!("{base}/{path}"))
    };
    files.iter().map(link).collect()
}

/// The links at the end of both bodies. Paths are made by the program from checked ids, and the base is
/// checked: nothing in them needs escaping.
fn with_links((plain, html): (String, String), links: &[(String, String)]) -> (String, String) {
    let lines: String = links.iter().map(|(name, link)| format!("\n{name}: {link}\n")).collect();
    let item = |(name, link): &(String, String)| {
        format!("<p style=\"margin:8px 24px;font:14px sans-serif\"><a href=\"{link}\">{name}</a></p>\n")
    };
    let items: String = links.iter().map(item).collect();
    let at = html.rfind("</body>").unwrap_or(html.len());
    (plain + &lines, format!("{}{items}{}", &html[..at], &html[at..]))
}

fn body(
    (plain, html): (String, Option<String>),
    attachments: Vec<Part>,
    issue: &Issue,
    seed: &str,
) -> Result<Part, Error> {
    let boundary = |name: &str| format!("=_{}", &hash_of(format!("{name}\n{seed}").as_bytes())[..32]);
    let plain = Part::text("plain", &plain);
    let shown = match html {
        None => plain,
        Some(html) => {
            let pictures = pictures(&html, issue)?;
            let html = Part::text("html", &html);
            let shown = match pictures.is_empty() {
                true => html,
                false => Part::multiple("related", &boundary("related"), [vec![html], pictures].concat()),
            };
            Part::multiple("alternative", &boundary("alternative"), vec![plain, shown])
        }
    };
    if attachments.is_empty() {
        return Ok(shown);
    }
    Ok(Part::multiple("mixed", &boundary("mixed"), [vec![shown], attachments].concat()))
}

/// The body with its attachments in one zip; where figures are left out, with subject and footer instead.
fn protected(
    (plain, html): (String, String),
    (files, issue): (&[&IssueFile], &Issue),
    (protection, (recipient, delivery, subject)): (&Protection, (&Recipient, &Delivery, &str)),
    seed: &str,
) -> Result<Part, Error> {
    let failed = |why| Error::Encryption { recipient: recipient.mailbox.address.to_string(), why };
    let footer = delivery.footer.as_ref().map_or("", |footer| footer.get(recipient.locale));
    let (name, bytes) = zipped(files, issue, protection).map_err(failed)?;
    let texts = match protection.body {
        Body::Shown => (plain, Some(html)),
        Body::LeftOut => (format!("{subject}\n\n{name}\n\n{footer}\n"), None),
    };
    body(texts, vec![Part::file(&name, "application/zip", &bytes)], issue, seed)
}

fn attachments(files: &[&IssueFile], issue: &Issue) -> Result<Vec<Part>, Error> {
    let part = |file: &&IssueFile| -> Result<Part, Error> {
        let name = file_name(file)?;
        Ok(Part::file(name, media_type(name), &issue.read(file)?))
    };
    files.iter().map(part).collect()
}

/// The name under which a file is attached.
fn file_name(file: &IssueFile) -> Result<&str, Error> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() || name.chars().any(breaks_lines) {
        return Err(Error::Head(file.path.escape_debug().to_string()));
    }
    Ok(name)
}

/// Name and bytes of a zip of all files (AES-256); otherwise why there is none.
fn zipped(files: &[&IssueFile], issue: &Issue, protection: &Protection) -> Result<(String, Vec<u8>), String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let name = file_name(file).map_err(|error| error.to_string())?;
        let bytes = issue.read(file).map_err(|error| error.to_string())?;
        // No word of the clock.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .with_aes_encryption(AesMode::Aes256, &protection.password);
        zip.start_file(name, options).map_err(|error| error.to_string())?;
        zip.write_all(&bytes).map_err(|error| error.to_string())?;
    }
    let bytes = zip.finish().map_err(|error| error.to_string())?.into_inner();
    Ok((format!("{}-{}.zip", issue.record.report, issue.record.period), bytes))
}

/// The pictures of an issue that a body shows, in the issue's order, each once. Their identities begin with their
/// SHA-256.
fn pictures(html: &str, issue: &Issue) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for file in issue.record.files.iter().filter(|file| file.format == "png") {
        let begin = format!("cid:{}@", file.sha256.get(..32).unwrap_or(&file.sha256));
        let shown = html.find(&begin).map(|at| &html[at + "cid:".len()..]);
        let Some(id) = shown.and_then(|rest| rest.split('"').next()) else { continue };
        if id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@.-".contains(&byte))
            && !seen.contains(&file.sha256.as_str())
        {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            parts.push(Part::picture(name, id, &issue.read(file)?));
            seen.push(&file.sha256);
        }
    }
    Ok(parts)
}

/// By the ending, whatever made the file.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending);
    format.map_or("application/octet-stream", Format::media_type)
}

fn headed(
    (subject, recipient, delivery): (&str, &Recipient, &Delivery),
    (message_id, dated_at): (&str, Instant),
    body: &Part,
) -> Result<Vec<u8>, Error> {
    let names = [Some(&delivery.from), Some(&recipient.mailbox), delivery.reply_to.as_ref()];
    let texts = names.into_iter().flatten().map(|mailbox| mailbox.name.as_str()).chain([subject, message_id]);
    if let Some(text) = texts.into_iter().find(|text| text.chars().any(breaks_lines)) {
        return Err(Error::Head(text.escape_debug().to_string()));
    }
    let date = dated_at.in_zone(Zone::utc()).format("%a, %d %b %Y %H:%M:%S +0000").to_string();
    let mut head = vec![
        ("From", mime::mailbox(&delivery.from)),
        ("To", mime::mailbox(&recipient.mailbox)),
        ("Subject", mime::text(subject)),
        ("Date", date),
        ("Message-ID", format!("<{message_id}>")),
        // Automatic answers to what no person wrote help nobody.
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("Content-Language", recipient.locale.tag().to_owned()),
        ("MIME-Version", "1.0".to_owned()),
    ];
    if let Some(reply_to) = &delivery.reply_to {
        head.insert(2, ("Reply-To", mime::mailbox(reply_to)));
    }
    Ok(body.message(&head))
}

/// The identity of a message: by the ledger that knows of it, what is sent to whom, and which time. Another project's
/// report of the same id is another message to mail servers and in bounces.
pub fn identity(delivery: &Delivery, key: &super::ledger::Key, (ledger, copy): (&str, u32)) -> String {
    let text = format!("{ledger}\n{}\n{}\n{}\n{}\n{copy}", key.report, key.period, key.issue, key.recipient);
    format!("{}@{}", &hash_of(text.as_bytes())[..40], delivery.from.address.domain())
}
