//! Whether the current issue of a report may leave the house.

use super::issue::{IssueRecord, LatestStatus};
use super::outbox::entries;
use super::plan::NoteKind;
use super::release;
use super::shelf::Shelf;
use super::stored::{self, Issue};
use crate::config::{Approval, Config, Delivery, ReportConfig};
use crate::domain::Quarter;
use std::collections::BTreeSet;
use std::path::Path;

/// Why an issue stays: what it means for the run, and why in words.
type Why = (NoteKind, String);

/// How a report is delivered, and its issue of a quarter; otherwise why nothing of it leaves.
pub(super) fn fit<'c>(
    config: &Config,
    report: &'c ReportConfig,
    quarter: Quarter,
) -> Result<(&'c Delivery, Issue), Why> {
    let fine = |text: &str| (NoteKind::Fine, text.to_owned());
    let delivery = report.delivery.as_ref().ok_or_else(|| fine("no `delivery` is configured"))?;
    if delivery.recipients.is_empty() {
        return Err(fine("nobody receives it"));
    }
    let issue = ready(report, delivery, (&config.output, quarter))?;
    match renamed(config, report, &issue) {
        Ok(None) => Ok((delivery, issue)),
        Ok(Some(former)) => {
            let cure = format!("write `id: {former}` again, or move `{quarter}/{former}` away to have it sent anew");
            let text =
                format!("{quarter} of this client was sent as `{former}`, an id that is no longer configured; {cure}");
            Err((NoteKind::Held, text))
        }
        Err(error) => Err((NoteKind::Failed, error.to_string())),
    }
}

/// The current issue of a report, when it may leave the house.
fn ready(report: &ReportConfig, delivery: &Delivery, (output, quarter): (&Path, Quarter)) -> Result<Issue, Why> {
    let failed = |error: stored::Error| (NoteKind::Failed, error.to_string());
    let period = quarter.to_string();
    let latest = stored::latest(output, &period, &report.id).map_err(failed)?;
    let Some(latest) = latest else {
        return Err((NoteKind::Failed, format!("{period} was never made; `quarterdeck run` makes it")));
    };
    let why = if latest.reasons.is_empty() { String::new() } else { format!(": {}", latest.reasons.join("; ")) };
    match (latest.status, latest.issue) {
        (LatestStatus::Held, _) => Err((NoteKind::Held, format!("{period} is held{why}"))),
        (LatestStatus::Failed, _) => Err((NoteKind::Failed, format!("{period} could not be made{why}"))),
        (LatestStatus::Current, None) => Err((NoteKind::Failed, format!("{period} has no issue"))),
        (LatestStatus::Current, Some(number)) => {
            let issue =
                Issue::open(output, (&period, &report.id, number), report.client.for_messages()).map_err(failed)?;
            approved(report, delivery, (output, &issue)).map(|()| issue)
        }
    }
}

fn approved(report: &ReportConfig, delivery: &Delivery, (output, issue): (&Path, &Issue)) -> Result<(), Why> {
    if delivery.approval == Approval::None {
        return Ok(());
    }
    let failed = |error: stored::Error| (NoteKind::Failed, error.to_string());
    let id = &report.id;
    let number = issue.record.issue;
    let cure = format!("`quarterdeck approve {id} --by NAME` releases it");
    let Some(approval) = release::approval(output, issue).map_err(failed)? else {
        return Err((NoteKind::Waiting, format!("issue {number} waits for approval; {cure}")));
    };
    let now = release::release_sha256(report, delivery, issue).map_err(failed)?;
    match approval.issue_sha256 == issue.sha256 && approval.release_sha256 == now {
        true => release::verified(output, issue, delivery).map_err(|why| {
            let text = format!("the signature of the approval of issue {number} does not hold ({why}); {cure}");
            (NoteKind::Waiting, text)
        }),
        false => {
            let text = format!("issue {number} is not what {} approved on {}; {cure}", approval.by, approval.at);
            Err((NoteKind::Waiting, text))
        }
    }
}

/// The former id of a report of which nothing was sent yet: an id that nobody has any more, under which the same client
/// was sent the same quarter.
fn renamed(config: &Config, report: &ReportConfig, issue: &Issue) -> Result<Option<String>, super::Error> {
    let quarter = issue.record.period;
    if Shelf::at(&config.output, quarter, &report.id).newest_sent()?.is_some() {
        return Ok(None);
    }
    let known: BTreeSet<&str> = config.written().into_iter().map(|one| one.id.as_str()).collect();
    for (id, kind) in entries(&config.output.join(quarter.to_string()))? {
        if known.contains(id.as_str()) || !kind.is_dir() {
            continue;
        }
        let shelf = Shelf::at(&config.output, quarter, &id);
        let record = shelf.newest_sent()?.and_then(|issue| shelf.record(issue));
        let same = |record: &IssueRecord| {
            let client = !record.client.is_empty() && record.client == report.client.for_messages();
            client || record.data_hash == issue.record.data_hash
        };
        if record.as_ref().is_some_and(same) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
