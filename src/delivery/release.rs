//! Approvals: who released which bytes, and when. A statement, not a proof of identity.

use super::courier::one_line;
use super::courier::program::{Ended, run};
use super::issue::hash_of;
use super::message;
use super::stored::{Error, Issue};
use crate::config::{Approval, ApprovalSignature, Body, Delivery, ReportConfig};
use crate::domain::{Instant, Locale, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a program may take to sign or to verify: a person may have to unlock a key.
const PATIENCE: Duration = Duration::from_secs(120);

/// An approval, as it is kept beside the issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Version of this file's form.
    pub record_version: u32,
    /// Report id.
    pub report: String,
    /// Period.
    pub period: String,
    /// Issue.
    pub issue: u32,
    /// SHA-256 of `issue.json`, and by it of every file.
    pub issue_sha256: String,
    /// SHA-256 over the issue, the sender and the subjects.
    pub release_sha256: String,
    /// Who.
    pub by: String,
    /// When, UTC.
    pub at: String,
}

/// What is released: the issue with what else a reader sees, without who receives it.
///
/// # Errors
/// When a message's body cannot be read.
pub fn release_sha256(report: &ReportConfig, delivery: &Delivery, issue: &Issue) -> Result<String, Error> {
    let mut text = format!("{}\n{}\n", issue.sha256, delivery.from);
    text += &format!("{:?}\n{:?}\n", delivery.reply_to.as_ref().map(ToString::to_string), delivery.link);
    // What was approved to leave encrypted does not leave in clear text.
    text += delivery.encryption.as_ref().map_or("", |one| match one.body {
        Body::LeftOut => "encrypted\n",
        Body::Shown => "attachments encrypted\n",
    });
    if let (Some(_), Some(footer)) = (&delivery.encryption, &delivery.footer) {
        // It is no part of the issue where the body is left out.
        text += &format!("{footer:?}\n");
    }
    let locales: BTreeSet<Locale> = delivery.recipients.iter().map(|recipient| recipient.locale).collect();
    for locale in locales {
        let plain = match issue.file(&format!("{}/mail.txt", locale.tag())) {
            Some(file) => String::from_utf8_lossy(&issue.read(file)?).into_owned(),
            None => String::new(),
        };
        text += &format!("{}: {}\n", locale.tag(), message::subject(report, delivery, (issue, &plain), locale));
    }
    Ok(hash_of(text.as_bytes()))
}

/// Records an approval after every file was read and found as it was made; one that is there is replaced.
///
/// # Errors
/// When a file was changed since, or the approval cannot be signed or written.
pub fn approve(
    (report, delivery): (&ReportConfig, &Delivery),
    (output, issue): (&Path, &Issue),
    (by, now): (&str, Instant),
) -> Result<Approved, Error> {
    for file in &issue.record.files {
        issue.read(file)?;
    }
    let approved = Approved {
        record_version: 1,
        report: issue.record.report.clone(),
        period: issue.record.period.to_string(),
        issue: issue.record.issue,
        issue_sha256: issue.sha256.clone(),
        release_sha256: release_sha256(report, delivery, issue)?,
        by: by.to_owned(),
        at: now.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    };
    let path = file(output, issue);
    let mut bytes = serde_json::to_vec_pretty(&approved).expect("an approval is plain data");
    bytes.push(b'\n');
    if let Some(by) = &delivery.approval_signature {
        // First: no approval stands without its signature.
        let signature = signed(by, &bytes).map_err(|why| Error::Signature { path: path.clone(), why })?;
        written(&signature_of(&path), &signature)?;
    }
    written(&path, &bytes)?;
    Ok(approved)
}

/// Writes a file whole or not at all.
fn written(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let part = folder.join(format!(".{name}.quarterdeck-part"));
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|source| Error::Io { path: path.to_owned(), source })
}

/// What the configured program prints for an approval; otherwise why it is not signed.
fn signed(by: &ApprovalSignature, approval: &[u8]) -> Result<Vec<u8>, String> {
    match run(&by.sign, approval.to_owned(), PATIENCE) {
        Ok(Ended::Code(0, signature, _)) if !signature.is_empty() => Ok(signature),
        Ok(Ended::Code(0, ..)) => Err(format!("`{}` printed no signature", by.sign[0])),
        other => Err(ended(&by.sign, other)),
    }
}

/// Whether the signature of an approval holds, where that is to be verified; otherwise why not.
///
/// # Errors
/// Why it does not hold or cannot be verified.
pub fn verified(output: &Path, issue: &Issue, delivery: &Delivery) -> Result<(), String> {
    let verify = delivery.approval_signature.as_ref().and_then(|by| by.verify.as_ref());
    let Some(verify) = verify else { return Ok(()) };
    let path = file(output, issue);
    let signature = signature_of(&path);
    if !signature.is_file() {
        return Err("it is not signed".to_owned());
    }
    let approval = fs::read(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let words: Vec<String> =
        verify.iter().map(|word| word.replace("{signature}", &signature.display().to_string())).collect();
    match run(&words, approval, PATIENCE) {
        Ok(Ended::Code(0, ..)) => Ok(()),
        other => Err(ended(&words, other)),
    }
}

fn ended(words: &[String], end: std::io::Result<Ended>) -> String {
    match end {
        Ok(Ended::Code(code, _, complaints)) => {
            let said = one_line(&String::from_utf8_lossy(&complaints));
            format!("`{}` ended with {code}{}{said}", words[0], if said.is_empty() { "" } else { ": " })
        }
        Ok(Ended::Killed(how)) => format!("`{}`: {how}", words[0]),
        Err(error) => format!("cannot start `{}`: {}", words[0], error.kind()),
    }
}

/// Where the signature of an approval stands.
fn signature_of(approval: &Path) -> PathBuf {
    approval.with_extension("sig")
}

/// The approval of an issue; `None` when there is none.
///
/// # Errors
/// When it cannot be read.
pub fn approval(output: &Path, issue: &Issue) -> Result<Option<Approved>, Error> {
    let path = file(output, issue);
    match fs::read(&path) {
        Ok(bytes) => {
            let damaged = |error: serde_json::Error| Error::Damaged { path, why: format!("cannot be read: {error}") };
            serde_json::from_slice(&bytes).map(Some).map_err(damaged)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path, source }),
    }
}

/// Whether an issue may leave, as far as its release goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Nobody has to release it.
    NotNeeded,
    /// Somebody has to, and nobody has.
    Waiting,
    /// Somebody has.
    Approved,
    /// Somebody has, and what was released is not what stands.
    Outdated,
}

/// Whether an issue was released, and by whom.
///
/// # Errors
/// When the approval or a message's body cannot be read.
pub fn released(
    output: &Path,
    (report, delivery): (&ReportConfig, &Delivery),
    issue: &Issue,
) -> Result<(Released, Option<Approved>), Error> {
    let approval = approval(output, issue)?;
    let same = match &approval {
        Some(approval) => approval.release_sha256 == release_sha256(report, delivery, issue)?,
        None => false,
    };
    let released = match (delivery.approval, &approval) {
        (Approval::None, None) => Released::NotNeeded,
        (Approval::Required, None) => Released::Waiting,
        (_, Some(_)) if same => Released::Approved,
        (_, Some(_)) => Released::Outdated,
    };
    Ok((released, approval))
}

/// Where the approval of an issue stands.
fn file(output: &Path, issue: &Issue) -> PathBuf {
    let record = &issue.record;
    output
        .join(record.period.to_string())
        .join(&record.report)
        .join("approvals")
        .join(format!("issue-{}.json", record.issue))
}
