//! The commands `preview` and `approve`.

use super::arguments::{Approve, Preview};
use super::log::Log;
use super::send::{configured, refused, world};
use super::speech::Speech;
use super::{Exit, Options, Surroundings};
use crate::config::{Config, Delivery, Mailbox, ReportConfig};
use crate::delivery::plan::UNSURE;
use crate::delivery::stored::{self, Issue};
use crate::delivery::{Latest, LatestStatus};
use crate::delivery::{Outbox, release, send_preview};
use crate::diagnostic::did_you_mean;
use serde_json::json;

pub(super) fn preview(what: &Preview, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let reviewer = match Mailbox::parse(&what.to) {
        Ok(reviewer) => reviewer,
        Err(why) => {
            speech.error(&format!("`--to {}`: {why}", what.to.escape_debug()));
            return Exit::Usage;
        }
    };
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let (report, delivery, issue) = match current(&config, &what.id, options, speech) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let address = &reviewer.address;
    if let Some(whose) = config.mail_owners.others(address, &report.id) {
        speech.error(&format!("`{address}` may not see `{}`: its domain belongs to {whose}", report.id));
        return Exit::Usage;
    }
    if config.mail_owners.is_unsure(address, delivery) {
        speech.error(&format!("`{address}` may not see `{}`: {UNSURE}", report.id));
        return Exit::Usage;
    }
    match send_preview((report, delivery), &issue, &reviewer, &world(surroundings)) {
        Ok(sent) if sent.is_empty() => {
            speech.error(&format!("nobody receives `{}`: there is nothing to preview", report.id));
            Exit::Usage
        }
        Ok(sent) => {
            let log = Log::new(&config, ("preview", None), surroundings, speech);
            log.previewed(&issue, sent.len());
            for (form, mail) in sent {
                let formats: Vec<String> =
                    form.formats.iter().map(|format| format!("{format:?}").to_lowercase()).collect();
                let (tag, formats, body) = (form.locale.tag(), formats.join(", "), mail.body_sha256());
                speech.told(&match speech.is_json() {
                    true => json!({ "event": "preview", "report": report.id, "issue": issue.record.issue, "locale": tag, "body_sha256": body }).to_string(),
                    false => format!("{}: issue {} in {tag} ({formats}) sent to {}; body {body}", report.id, issue.record.issue, reviewer.address),
                });
            }
            if log.over() { Exit::Done } else { Exit::SomeFailed }
        }
        Err(error) => refused(&error, speech),
    }
}

pub(super) fn approve(what: &Approve, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let by = what.by.trim();
    if by.is_empty() || by.chars().any(crate::config::breaks_lines) {
        speech.error("`--by` names who releases the report, on one line");
        return Exit::Usage;
    }
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    // No run may change the issue while it is looked at.
    let _outbox = match Outbox::open(&config.output, &format!("approving, process {}", std::process::id())) {
        Ok(outbox) => outbox,
        Err(error) => return refused(&error.into(), speech),
    };
    let (report, delivery, issue) = match current(&config, &what.id, options, speech) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    match release::approve((report, delivery), (&config.output, &issue), (by, surroundings.now)) {
        Ok(approved) => {
            let log = Log::new(&config, ("approve", None), surroundings, speech);
            log.approved(&approved);
            speech.told(&match speech.is_json() {
                true => serde_json::to_string(&approved).expect("an approval is plain data"),
                false => format!(
                    "{}: issue {} of {} released by {}; {} files, SHA-256 {}",
                    approved.report,
                    approved.issue,
                    approved.period,
                    approved.by,
                    issue.record.files.len(),
                    approved.release_sha256
                ),
            });
            if log.over() { Exit::Done } else { Exit::SomeFailed }
        }
        Err(error) => {
            speech.error(&error.to_string());
            Exit::SomeFailed
        }
    }
}

/// The current issue of a report that is delivered.
fn current<'c>(
    config: &'c Config,
    id: &str,
    options: &Options,
    speech: &Speech,
) -> Result<(&'c ReportConfig, &'c Delivery, Issue), Exit> {
    let wrong = |text: String| {
        speech.error(&text);
        Exit::Usage
    };
    let Some(report) = config.reports.iter().find(|report| report.id == id) else {
        let ids = config.reports.iter().map(|report| report.id.as_str());
        let hint = did_you_mean(id, ids).map(|question| format!("; {question}")).unwrap_or_default();
        return Err(wrong(format!("there is no report `{id}`{hint}")));
    };
    let delivery = report.delivery.as_ref().ok_or_else(|| wrong(format!("report `{id}` has no `delivery`")))?;
    let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
    let period = quarter.to_string();
    let failed = |error: stored::Error| {
        speech.error(&error.to_string());
        Exit::SomeFailed
    };
    let latest = stored::latest(&config.output, &period, id).map_err(failed)?;
    match latest {
        Some(Latest { status: LatestStatus::Current, issue: Some(number), .. }) => {
            let issue = Issue::open(&config.output, (&period, number), report).map_err(failed)?;
            Ok((report, delivery, issue))
        }
        Some(Latest { status: LatestStatus::Held, reasons, .. }) => {
            speech.error(&format!("{period} of `{id}` is held: {}", reasons.join("; ")));
            Err(Exit::SomeHeld)
        }
        Some(_) => {
            speech.error(&format!("the newest run of `{id}` for {period} failed; run it again"));
            Err(Exit::SomeFailed)
        }
        None => {
            speech.error(&format!("`{id}` was never made for {period}; `quarterdeck run --report {id}` makes it"));
            Err(Exit::SomeFailed)
        }
    }
}
