//! The commands `send` and `resend`.

use super::arguments::{Resend, Resolved, Send};
use super::log::Log;
use super::notice::Account;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::config::{Config, MailAddress, ReportConfig};
use crate::delivery::ledger::State;
use crate::delivery::plan::{self, Again, Note, NoteKind, Plan, Wanted};
use crate::delivery::{self, Post, PostError, Sent};
use crate::run_record::events::Event;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

pub(super) fn run(
    how: &Send,
    (options, surroundings): (&Options, &Surroundings),
    speech: &Speech,
    account: &mut Account,
) -> Exit {
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let to = match person(&config, (options, how.to.as_deref()), how.resolve.is_some(), speech) {
        Ok(to) => to,
        Err(exit) => return exit,
    };
    let wanted = wanted(options, to, Again::Temporary);
    if how.rebuild_ledger {
        return told(Post::rebuild(&config, surroundings.now), speech, |rows| {
            let log = Log::new(&config, ("send --rebuild-ledger", None), surroundings, speech);
            log.overall(Event::LedgerRebuilt { deliveries: rows });
            log.over();
            let more = "planned and unfinished ones are unknown now: `quarterdeck send --resolve sent --report ID` or `failed`";
            speech.told(&format!("the ledger tells of {rows} deliveries again; {more}"));
        });
    }
    if how.accept_ledger {
        return accept(how.reason.as_deref().unwrap_or_default().trim(), &config, surroundings, speech);
    }
    if let Some(arrived) = how.resolve {
        if options.report.is_empty() && !how.all {
            speech.error("`--resolve` says of which report: name it with `--report ID`, or write `--all`");
            return Exit::Usage;
        }
        return resolve(arrived, (&config, &wanted), surroundings, speech);
    }
    if how.dry_run {
        return dry_run(&config, &wanted, surroundings, speech);
    }
    account.known(&config);
    send(&config, ("send", &wanted), (surroundings, speech), (account, Vec::new()))
}

/// Says of unknown deliveries how they ended.
fn resolve(
    arrived: Resolved,
    (config, wanted): (&Config, &Wanted),
    surroundings: &Surroundings,
    speech: &Speech,
) -> Exit {
    let state = match arrived {
        Resolved::Sent => State::Sent,
        Resolved::Failed => State::Failed,
    };
    let mut found = 0;
    let exit = told(delivery::resolve(config, wanted, state, surroundings.now), speech, |rows| {
        let log = Log::new(config, ("send --resolve", None), surroundings, speech);
        log.resolved(&rows);
        log.over();
        found = rows.len();
        speech.told(&format!("{} deliveries are {} now", rows.len(), state.name()));
    });
    match wanted.recipient.as_ref().filter(|_| exit == Exit::Done && found == 0) {
        Some(to) => {
            speech.error(&format!("nothing that was sent to `{to}` is unknown; `quarterdeck status` shows what is"));
            Exit::Usage
        }
        None => exit,
    }
}

/// Goes on with a ledger as it is.
fn accept(reason: &str, config: &Config, surroundings: &Surroundings, speech: &Speech) -> Exit {
    if reason.is_empty() {
        speech.error("`--accept-ledger` needs a reason: `--reason TEXT`");
        return Exit::Usage;
    }
    told(Post::accept(config, surroundings.now), speech, |deliveries| {
        let log = Log::new(config, ("send --accept-ledger", None), surroundings, speech);
        log.overall(Event::LedgerAccepted { deliveries, reason: reason.to_owned() });
        log.over();
        let path = config.ledger.display();
        speech.told(&format!("the ledger `{path}` is this project's now; it tells of {deliveries} deliveries"));
    })
}

/// Sends what a run has left, and tells of what it has tried.
pub(super) fn rest(
    before: Vec<Sent>,
    (options, surroundings): (&Options, &Surroundings),
    speech: &Speech,
    account: &mut Account,
) -> Exit {
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => {
            tried(&before, speech, account);
            return exit;
        }
    };
    account.known(&config);
    let except = before.iter().map(|one| one.message_id.clone()).collect();
    let wanted = Wanted { except, ..wanted(options, None, Again::Temporary) };
    send(&config, ("send", &wanted), (surroundings, speech), (account, before))
}

/// Tells of what a run has tried to send.
pub(super) fn tried(before: &[Sent], speech: &Speech, account: &mut Account) {
    if !before.is_empty() {
        account.sent(before, &[]);
        before.iter().for_each(|one| line(one, speech));
        summary(before, &[], speech);
    }
}

pub(super) fn again(
    what: &Resend,
    (options, surroundings): (&Options, &Surroundings),
    speech: &Speech,
    account: &mut Account,
) -> Exit {
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let again = match &what.reason {
        Some(reason) if what.force => {
            if options.report.len() != 1 || reason.trim().is_empty() {
                speech.error(
                    "`--force` sends one report again: name it with `--report ID`, and say why with `--reason TEXT`",
                );
                return Exit::Usage;
            }
            Again::Sent(reason.trim().to_owned())
        }
        _ => Again::Failed,
    };
    account.known(&config);
    let to = match person(&config, (options, what.to.as_deref()), false, speech) {
        Ok(to) => to,
        Err(exit) => return exit,
    };
    let wanted = wanted(options, to, again);
    send(&config, ("resend", &wanted), (surroundings, speech), (account, Vec::new()))
}

/// The configuration, when anything in it is to be delivered.
pub(super) fn configured(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Result<Config, Exit> {
    let (config, warnings) = load(options, surroundings, speech)?;
    speech.problems(&warnings);
    config.faulty.iter().for_each(|faulty| speech.problems(&faulty.problems));
    if config.written().iter().any(|report| report.delivery.is_some()) {
        return Ok(config);
    }
    speech.error("nothing can be sent: no report has a `delivery`; see \"A quarter in production\" in the README");
    Err(Exit::Usage)
}

/// The person that `--to` means, as the ledger names them; somebody receives one of the reports, or once did where
/// `former` ones are meant too.
fn person(
    config: &Config,
    (options, to): (&Options, Option<&str>),
    former: bool,
    speech: &Speech,
) -> Result<Option<String>, Exit> {
    let Some(to) = to else { return Ok(None) };
    let refuse = |why: String| {
        speech.error(&format!("`--to {}`: {why}", to.escape_debug()));
        Err(Exit::Usage)
    };
    let key = match MailAddress::parse(to) {
        Ok(address) => address.key(),
        Err(why) => return refuse(why.to_string()),
    };
    let chosen = |report: &&ReportConfig| options.report.is_empty() || options.report.contains(&report.id);
    let mut recipients = config.reports.iter().filter(chosen).filter_map(|one| one.delivery.as_ref());
    let known = recipients.any(|delivery| delivery.recipients.iter().any(|one| one.mailbox.address.key() == key));
    if known || former { Ok(Some(key)) } else { refuse("receives none of these reports".to_owned()) }
}

fn wanted(options: &Options, recipient: Option<String>, again: Again) -> Wanted {
    let except = BTreeSet::new();
    Wanted { reports: options.report.clone(), quarter: options.quarter(), recipient, again, except }
}

fn send(
    config: &Config,
    (command, wanted): (&'static str, &Wanted),
    (surroundings, speech): (&Surroundings, &Speech),
    (account, before): (&mut Account, Vec<Sent>),
) -> Exit {
    let world = world(surroundings);
    let reason = match &wanted.again {
        Again::Sent(reason) => Some(reason.clone()),
        Again::Temporary | Again::Failed => None,
    };
    let log = Log::new(config, (command, reason), surroundings, speech);
    match delivery::send(config, wanted, (&world, &|one| log.delivery(one))) {
        Ok((plan, sent)) => {
            let sent = [before, sent].concat();
            log.notes(&plan.notes);
            account.sent(&sent, &plan.notes);
            let is_logged = log.over();
            for one in &sent {
                line(one, speech);
            }
            plan.notes.iter().for_each(|one| note(one, speech));
            summary(&sent, &plan.notes, speech);
            let stopped = if surroundings.stop.load(Ordering::SeqCst) { Exit::Interrupted } else { Exit::Done };
            let logged = if is_logged { Exit::Done } else { Exit::SomeFailed };
            exit_of(&sent, &plan.notes).or_first(faulty(config, wanted)).or_first(logged).or_first(stopped)
        }
        Err(error) => {
            tried(&before, speech, account);
            account.stopped(&error.to_string());
            refused(&error, speech).or_first(faulty(config, wanted))
        }
    }
}

/// Of a report whose own configuration is wrong nobody can say who receives it.
fn faulty(config: &Config, wanted: &Wanted) -> Exit {
    let meant = |id: &String| wanted.reports.is_empty() || wanted.reports.contains(id);
    if config.faulty.iter().any(|one| meant(&one.report.id)) { Exit::SomeFailed } else { Exit::Done }
}

/// What of the world a run of deliveries sees.
pub(super) fn world<'a>(surroundings: &'a Surroundings) -> delivery::Surroundings<'a> {
    delivery::Surroundings {
        environment: &surroundings.environment,
        now: surroundings.present(),
        stop: surroundings.stop,
    }
}

fn dry_run(config: &Config, wanted: &Wanted, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let planned = || -> Result<Plan<'_>, PostError> {
        let ledger = delivery::known(config, surroundings.now)?;
        Ok(plan::plan(config, wanted, (ledger.as_ref(), surroundings.now))?)
    };
    match planned() {
        Ok(plan) => {
            for job in &plan.jobs {
                let formats: Vec<String> =
                    job.recipient.formats.iter().map(|format| format!("{format:?}").to_lowercase()).collect();
                let is_encrypted = job.delivery.encryption.is_some();
                let what = format!(
                    "issue {} in {} ({}{})",
                    job.issue.record.issue,
                    job.recipient.locale.tag(),
                    formats.join(", "),
                    if is_encrypted { ", encrypted" } else { "" }
                );
                let to = &job.recipient.mailbox;
                match speech.is_json() {
                    true => speech.result(&json!({ "event": "would_send", "report": job.report.id, "recipient": to.address.as_str(), "issue": job.issue.record.issue, "locale": job.recipient.locale, "formats": formats, "encrypted": is_encrypted, "sha256": job.mail().map(|mail| mail.sha256()).ok() }).to_string()),
                    false => speech.told(&format!("{} → {to}: would receive {what}", job.report.id)),
                }
            }
            plan.notes.iter().for_each(|one| note(one, speech));
            exit_of(&[], &plan.notes).or_first(faulty(config, wanted))
        }
        Err(error) => refused(&error, speech).or_first(faulty(config, wanted)),
    }
}

fn line(sent: &Sent, speech: &Speech) {
    match speech.is_json() {
        true => speech.result(&json!({ "event": "delivery", "report": sent.report, "recipient": sent.recipient, "state": sent.state, "reply": sent.reply }).to_string()),
        false => speech.told(&format!("{} → {}: {} ({})", sent.report, sent.recipient, sent.state.name(), sent.reply)),
    }
}

fn note(note: &Note, speech: &Speech) {
    let Note { report, recipient, kind, text, .. } = note;
    match speech.is_json() {
        true => speech.result(&json!({ "event": "not_sent", "report": report, "recipient": recipient, "kind": format!("{kind:?}").to_lowercase(), "text": text }).to_string()),
        false => match recipient {
            Some(recipient) => speech.told(&format!("{report} → {recipient}: {text}")),
            None => speech.told(&format!("{report}: {text}")),
        },
    }
}

fn summary(sent: &[Sent], notes: &[Note], speech: &Speech) {
    let count = |state: State| sent.iter().filter(|one| one.state == state).count();
    let noted = |kind: NoteKind| notes.iter().filter(|one| one.kind == kind).count();
    let failed = count(State::Failed) + noted(NoteKind::Failed);
    let unknown = count(State::Unknown) + noted(NoteKind::Unknown);
    let (waiting, held, left) = (noted(NoteKind::Waiting), noted(NoteKind::Held), count(State::Planned));
    if !speech.is_json() {
        let counts = format!("{} sent, {failed} failed, {unknown} unknown, {left} not tried", count(State::Sent));
        speech.told(&format!("{counts}; reports waiting for approval: {waiting}, held: {held}"));
    }
}

fn exit_of(sent: &[Sent], notes: &[Note]) -> Exit {
    let kind = |wanted: &[NoteKind]| notes.iter().any(|one| wanted.contains(&one.kind));
    if kind(&[NoteKind::Held]) {
        return Exit::SomeHeld;
    }
    let unsent = sent.iter().any(|one| one.state != State::Sent);
    if unsent || kind(&[NoteKind::Failed, NoteKind::Unknown]) { Exit::SomeUndelivered } else { Exit::Done }
}

fn told<T>(result: Result<T, PostError>, speech: &Speech, say: impl FnOnce(T)) -> Exit {
    match result {
        Ok(value) => {
            say(value);
            Exit::Done
        }
        Err(error) => refused(&error, speech),
    }
}

/// Says why nothing was sent.
pub(super) fn refused(error: &PostError, speech: &Speech) -> Exit {
    speech.error(&error.to_string());
    if error.is_busy() { Exit::Locked } else { Exit::SomeUndelivered }
}
