//! Whether the current issue of a report may leave the house.

use super::earlier::period_option;
use super::issue::LatestStatus;
use super::ledger::{Ledger, State};
use super::message;
use super::plan::NoteKind;
use super::release;
use super::shelf::Shelf;
use super::stored::{self, Issue};
use crate::config::{Approval, Config, Delivery, ReportConfig};
use crate::domain::Quarter;
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
    // A part would be followed by the whole, and so by a second message to the same people.
    let lacking = delivery.recipients.iter().find_map(|one| Some((one, message::lacks(&issue, one)?)));
    if let Some((recipient, what)) = lacking {
        let text = format!(
            "issue {} of {quarter} is not complete and nothing of it leaves: it holds no {what} for `{}`; run the report again in \
             all its languages and formats",
            issue.record.issue, recipient.mailbox.address
        );
        return Err((NoteKind::Failed, text));
    }
    Ok((delivery, issue))
}

/// The current issue of a report, when it may leave the house.
fn ready(report: &ReportConfig, delivery: &Delivery, (output, quarter): (&Path, Quarter)) -> Result<Issue, Why> {
    let failed = |error: stored::Error| (NoteKind::Failed, error.to_string());
    let period = quarter.to_string();
    let latest = stored::latest(output, &period, &report.id).map_err(failed)?;
    let Some(latest) = latest else {
        let option = period_option(report, quarter);
        return Err((NoteKind::Failed, format!("{period} was never made; `quarterdeck run{option}` makes it")));
    };
    let why = if latest.reasons.is_empty() { String::new() } else { format!(": {}", latest.reasons.join("; ")) };
    match (latest.status, latest.issue) {
        (LatestStatus::Held, _) => Err((NoteKind::Held, format!("{period} is held{why}"))),
        (LatestStatus::Failed, _) => Err((NoteKind::Failed, format!("{period} could not be made{why}"))),
        (LatestStatus::Current, None) => Err((NoteKind::Failed, format!("{period} has no issue"))),
        (LatestStatus::Current, Some(number)) => {
            let issue = Issue::open(output, (&period, number), report).map_err(failed)?;
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
    let option = period_option(report, issue.record.period);
    let cure = format!("`quarterdeck approve {id} --by NAME{option}` releases it");
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

/// The other id under which a person was sent the same quarter of the same client: the id of the report was changed.
/// Reports that are configured beside it for the same client are no former ids.
pub(super) fn formerly(
    config: &Config,
    (report, issue): (&ReportConfig, &Issue),
    (ledger, recipient): (&Ledger, &str),
) -> Result<Option<String>, super::ledger::Error> {
    let quarter = issue.record.period;
    for row in ledger.of_recipient(&quarter.to_string(), recipient)? {
        let left = matches!(row.state, State::Sent | State::Sending | State::Unknown);
        if !left || row.key.report == report.id {
            continue;
        }
        let present = config.written().into_iter().find(|one| one.id == row.key.report);
        let record = Shelf::at(&config.output, quarter, &row.key.report).record(row.key.issue);
        let former = match (&record, present) {
            // A report of its own, now as then.
            (Some(record), Some(present)) if present.is_client(&record.client) => false,
            (Some(record), _) if record.client.is_empty() => record.data_hash == issue.record.data_hash,
            (Some(record), _) => report.is_client(&record.client) || record.data_hash == issue.record.data_hash,
            // Nobody can say whose it was.
            (None, present) => present.is_none(),
        };
        if former {
            return Ok(Some(row.key.report));
        }
    }
    Ok(None)
}
