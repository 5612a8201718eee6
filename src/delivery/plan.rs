//! Who is to receive what now: configuration, issues, approvals and the ledger in one list.

use super::earlier::{Unsettled, period_option, unsettled};
use super::fit::{fit, formerly};
use super::ledger::{Delivery as Row, Key, Ledger, State};
use super::message::{self, Mail};
use super::sealing::Seals;
use super::stored::Issue;
use crate::config::{Config, Delivery, MailAddress, Recipient, ReportConfig, Transport};
use crate::domain::{Instant, Quarter};
use std::collections::BTreeSet;

/// Why an address is left out while some report's domains cannot be read.
pub const UNSURE: &str = "it lies outside the report's own `domains`, and those of another report cannot be read: mend that \
                          one's configuration first";

/// Which deliveries are meant.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Reports by id; empty means all.
    pub reports: Vec<String>,
    /// The quarter; `None` is the last complete one before each report's `as_of`.
    pub quarter: Option<Quarter>,
    /// Only this address, as the ledger names it.
    pub recipient: Option<String>,
    /// Which of those that were tried before.
    pub again: Again,
    /// Messages, by identity, that are left alone: this command has tried them already.
    pub except: BTreeSet<String>,
}

/// Which deliveries that were tried before are tried again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// Those whose failure may pass by itself.
    #[default]
    Temporary,
    /// All that failed.
    Failed,
    /// Even those that were sent, because of this.
    Sent(String),
}

/// What is to be sent, and what is not and why.
#[derive(Debug, Default)]
pub struct Plan<'c> {
    /// Messages to send, in the order of the configuration.
    pub jobs: Vec<Job<'c>>,
    /// Everything else, in the same order.
    pub notes: Vec<Note>,
}

/// One message to send.
#[derive(Clone, Debug)]
pub struct Job<'c> {
    /// Its report.
    pub report: &'c ReportConfig,
    /// How that report is delivered.
    pub delivery: &'c Delivery,
    /// To whom.
    pub recipient: &'c Recipient,
    /// Its issue.
    pub issue: Issue,
    /// The row as it will stand in the ledger before it is sent.
    pub row: Row,
    /// Whether the ledger does not know it yet, or not in this form.
    pub is_new: bool,
}

/// Why something is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Report id.
    pub report: String,
    /// The quarter that it is about.
    pub period: Quarter,
    /// To whom; `None` when the whole report is meant.
    pub recipient: Option<String>,
    /// What it means for the run.
    pub kind: NoteKind,
    /// Why, in words.
    pub text: String,
}

/// What a note means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// All is well: it was sent before, or nothing is asked for.
    Fine,
    /// The address takes no mail.
    Suppressed,
    /// Somebody must approve it.
    Waiting,
    /// It is not fit to be sent.
    Held,
    /// It cannot be sent as it is.
    Failed,
    /// Nobody knows whether it arrived.
    Unknown,
}

impl Job<'_> {
    /// The message, the same bytes every time.
    ///
    /// # Errors
    /// When a file is missing or was changed.
    pub fn mail(&self) -> Result<Mail, message::Error> {
        let identity = (self.row.message_id.as_str(), self.row.dated_at);
        message::compose((self.report, self.delivery), &self.issue, self.recipient, identity)
    }

    /// The message as it leaves.
    ///
    /// # Errors
    /// When it cannot be encrypted or signed as is configured.
    pub(super) fn sealed(&self, seals: &Seals<'_>, mail: Mail) -> Result<Mail, message::Error> {
        seals.sealed((self.report, self.delivery), (&self.issue, self.recipient), (mail, self.row.dated_at))
    }

    /// The way that it takes.
    pub fn transport(&self) -> &Transport {
        &self.delivery.transport
    }
}

/// The plan; nothing is changed by it.
///
/// # Errors
/// When the ledger cannot be read.
pub fn plan<'c>(
    config: &'c Config,
    wanted: &Wanted,
    (ledger, now): (Option<&Ledger>, Instant),
) -> Result<Plan<'c>, super::ledger::Error> {
    let suppressed = ledger.map(Ledger::suppressed).transpose()?.unwrap_or_default();
    let suppressed: BTreeSet<String> = suppressed.into_iter().map(|one| one.address).collect();
    let id = ledger.map(Ledger::id).unwrap_or_default();
    let mut plan = Plan::default();
    let chosen = |report: &&ReportConfig| wanted.reports.is_empty() || wanted.reports.contains(&report.id);
    for report in config.reports.iter().filter(chosen) {
        let quarter = wanted.quarter.unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
        let whole =
            |kind, text: String| Note { report: report.id.clone(), period: quarter, recipient: None, kind, text };
        if let (Some(ledger), Again::Failed, None) = (ledger, &wanted.again, wanted.quarter) {
            plan.notes.extend(of_other_quarters((config, report), quarter, ledger)?);
        }
        let (delivery, issue) = match fit(config, report, quarter) {
            Ok(fit) => fit,
            Err((kind, text)) => {
                plan.notes.push(whole(kind, text));
                continue;
            }
        };
        for recipient in &delivery.recipients {
            let key = key(&issue, recipient);
            if wanted.recipient.as_ref().is_some_and(|only| *only != key.recipient) {
                continue;
            }
            let address = &recipient.mailbox.address;
            if config.mail_owners.is_unsure(address, delivery) {
                let note = whole(NoteKind::Failed, format!("is not sent: {UNSURE}"));
                plan.notes.push(Note { recipient: Some(address.to_string()), ..note });
                continue;
            }
            let known = ledger.map(|ledger| ledger.find(&key)).transpose()?.flatten();
            if known.as_ref().is_some_and(|row| wanted.except.contains(&row.message_id)) {
                continue;
            }
            if let (Some(ledger), None, false) = (ledger, &known, matches!(wanted.again, Again::Sent(_)))
                && let Some(former) = formerly(config, (report, &issue), (ledger, &key.recipient))?
            {
                let note = whole(NoteKind::Held, renamed((report, quarter), &former, address));
                plan.notes.push(Note { recipient: Some(address.to_string()), ..note });
                continue;
            }
            let job = Job {
                report,
                delivery,
                recipient,
                issue: issue.clone(),
                row: first((delivery, &issue), key, (id, now)),
                is_new: true,
            };
            let blocked = suppressed.contains(&job.row.key.recipient);
            match considered(job, (known, id), blocked, &wanted.again) {
                Ok(job) => plan.jobs.push(*job),
                Err(note) => plan.notes.push(note),
            }
        }
    }
    Ok(plan)
}

/// That a client's report was sent under a former id, and what to do.
fn renamed((report, quarter): (&ReportConfig, Quarter), former: &str, address: &MailAddress) -> String {
    format!(
        "was sent {quarter} of this client as `{former}`; write `id: {former}` again, or \
         `quarterdeck resend --force --report {} --to {address}{} --reason \"…\"` sends it once more",
        report.id,
        period_option(report, quarter)
    )
}

/// What failed in other quarters than the one that is meant: it is told, and sent where it is asked for.
fn of_other_quarters(
    (config, report): (&Config, &ReportConfig),
    quarter: Quarter,
    ledger: &Ledger,
) -> Result<Vec<Note>, super::ledger::Error> {
    let open = unsettled(config, report, quarter, &ledger.rows(None)?);
    let note = |one: Unsettled| {
        let failed = one.deliveries.get(State::Failed.name())?;
        let text = format!("of issue {} of {} {failed} failed; {}", one.issue, one.period, one.cure);
        let period = one.period.parse().ok()?;
        Some(Note { report: report.id.clone(), period, recipient: None, kind: NoteKind::Fine, text })
    };
    Ok(open.into_iter().filter_map(note).collect())
}

/// Which delivery an issue to a person is.
pub fn key(issue: &Issue, recipient: &Recipient) -> Key {
    Key {
        report: issue.record.report.clone(),
        period: issue.record.period.to_string(),
        issue: issue.record.issue,
        recipient: recipient.mailbox.address.key(),
    }
}

fn first((delivery, issue): (&Delivery, &Issue), key: Key, (ledger, now): (&str, Instant)) -> Row {
    Row {
        message_id: message::identity(delivery, &key, (ledger, 1)),
        made: issue.record.made(),
        key,
        state: State::Planned,
        temporary: false,
        dated_at: now,
        copy: 1,
        attempts: 0,
        sha256: String::new(),
        body_sha256: String::new(),
        reply: String::new(),
    }
}

/// Whether a delivery is one of another issue of that number: that of another project, or of one that is lost. Where the
/// ledger does not tell, one that was planned before this issue was made is.
fn is_of_another(issue: &Issue, row: &Row) -> bool {
    if !row.made.is_empty() {
        return row.made != issue.record.made();
    }
    let made = chrono::DateTime::parse_from_rfc3339(&issue.record.created_at).ok();
    made.is_some_and(|made| made.timestamp() > row.dated_at.0.div_euclid(1_000_000))
}

/// Whether a delivery is to be made now, by what the ledger knows of it.
fn considered<'c>(
    mut job: Job<'c>,
    (known, ledger): (Option<Row>, &str),
    suppressed: bool,
    again: &Again,
) -> Result<Box<Job<'c>>, Note> {
    let (report, recipient) = (job.report.id.clone(), Some(job.recipient.mailbox.address.to_string()));
    let period = job.issue.record.period;
    let note = |kind, text: String| Note { report: report.clone(), period, recipient: recipient.clone(), kind, text };
    if let Some(row) = known {
        if !matches!(again, Again::Sent(_)) && is_of_another(&job.issue, &row) {
            let text = format!(
                "the ledger knows an issue {} of {period} that is not this one, so another one was made or sent under its \
                 number: put the folder `{period}/{report}` of that time back, or after a look `quarterdeck resend --force \
                 --report {report} --to {}{} --reason \"…\"` sends this one",
                row.key.issue,
                row.key.recipient,
                period_option(job.report, period)
            );
            return Err(note(NoteKind::Held, text));
        }
        match (row.state, again) {
            (State::Sent, Again::Sent(_)) => {
                job.row.copy = row.copy + 1;
                job.row.message_id = message::identity(job.delivery, &row.key, (ledger, job.row.copy));
                job.row.attempts = row.attempts;
            }
            (State::Sent, _) => return Err(note(NoteKind::Fine, format!("was sent before ({})", row.reply))),
            (State::Unknown | State::Sending, _) => {
                let option = period_option(job.report, period);
                let cure = format!(
                    "ask the recipient or the mail server's log, then `quarterdeck send --report {report} --to {} --resolve \
                     sent{option}` or `--resolve failed`",
                    row.key.recipient
                );
                return Err(note(
                    NoteKind::Unknown,
                    format!("nobody knows whether it arrived ({}); {cure}", row.reply),
                ));
            }
            (State::Failed, Again::Temporary) if !row.temporary && !suppressed => {
                let cure = "`quarterdeck resend --failed` tries again";
                return Err(note(NoteKind::Failed, format!("was refused ({}); {cure}", row.reply)));
            }
            (State::Failed | State::Planned, _) => {
                job.is_new = false;
                job.row = Row { made: job.row.made, ..row };
            }
        }
    }
    if suppressed {
        let text = "takes no mail; `quarterdeck bounces clear ADDRESS` after it was put right";
        return Err(note(NoteKind::Suppressed, text.to_owned()));
    }
    // One that was planned before is made when it leaves.
    if job.row.sha256.is_empty() {
        let mail = job.mail().map_err(|error| note(NoteKind::Failed, error.to_string()))?;
        (job.row.sha256, job.row.body_sha256) = (mail.sha256(), mail.body_sha256());
    }
    Ok(Box::new(job))
}
