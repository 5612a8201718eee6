//! The command `bounces`.

use super::arguments::Bounces;
use super::log::Log;
use super::send::{configured, refused};
use super::speech::Speech;
use super::{Exit, Options, Surroundings};
use crate::config::MailAddress;
use crate::delivery::bounces::{self, Imported};
use crate::delivery::{Post, PostError};
use crate::run_record::events::Event;

pub(super) fn run(action: &Bounces, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let command = match action {
        Bounces::Import { .. } => "bounces import",
        Bounces::List => "bounces list",
        Bounces::Clear { .. } => "bounces clear",
    };
    let log = Log::new(&config, (command, None), surroundings, speech);
    let done = Post::open(&config, surroundings.now).and_then(|post| act(action, &post, (surroundings, &log), speech));
    let exit = done.unwrap_or_else(|error| refused(&error, speech));
    if log.over() { exit } else { exit.or_first(Exit::SomeFailed) }
}

fn act(
    action: &Bounces,
    post: &Post,
    (surroundings, log): (&Surroundings, &Log),
    speech: &Speech,
) -> Result<Exit, PostError> {
    match action {
        Bounces::Import { path } if !path.exists() => {
            speech.error(&format!("there is no `{}`; name a Maildir, a folder of messages or an mbox", path.display()));
            Ok(Exit::Usage)
        }
        Bounces::Import { path } => {
            let imported = bounces::import(post.ledger(), path, surroundings.now)?;
            for one in &imported {
                speech.told(&line(one));
                note(one, post, log)?;
            }
            let failed = |one: &&Imported| matches!(one, Imported::Failed(_) | Imported::Suppressed(_));
            let count = imported.iter().filter(failed).count();
            speech.told(&format!("{} reports read, {count} deliveries failed", imported.len()));
            Ok(if count > 0 { Exit::SomeUndelivered } else { Exit::Done })
        }
        Bounces::List => {
            for one in post.ledger().suppressed()? {
                let since = one.since.to_utc().format("%Y-%m-%d");
                speech.told(&format!("{} since {since}: {}", one.address, one.reason));
            }
            Ok(Exit::Done)
        }
        Bounces::Clear { address } => {
            let key = match MailAddress::parse(address) {
                Ok(address) => address.key(),
                Err(why) => {
                    speech.error(&format!("`{}`: {why}", address.escape_debug()));
                    return Ok(Exit::Usage);
                }
            };
            if post.ledger().clear(&key)? {
                log.overall(Event::AddressCleared);
                speech.told(&format!("{key} takes mail again; `quarterdeck resend --failed` sends what it missed"));
                return Ok(Exit::Done);
            }
            speech.error(&format!(
                "`{key}` is not among the addresses that take no mail; `quarterdeck bounces list` shows them"
            ));
            Ok(Exit::Usage)
        }
    }
}

/// Logs what changed the ledger.
fn note(imported: &Imported, post: &Post, log: &Log) -> Result<(), PostError> {
    let (report, suppressed) = match imported {
        Imported::Suppressed(report) => (report, true),
        Imported::Failed(report) => (report, false),
        Imported::Known(_) | Imported::Delayed(_) | Imported::Arrived(_) | Imported::Foreign(_) => return Ok(()),
    };
    let row = post.ledger().of_message(&report.message_id)?;
    row.iter().for_each(|row| log.bounced(row, suppressed));
    Ok(())
}

fn line(imported: &Imported) -> String {
    let (report, what) = match imported {
        Imported::Suppressed(report) => (report, "failed; the address takes no mail from now on"),
        Imported::Failed(report) => (report, "failed"),
        Imported::Known(report) => (report, "was known"),
        Imported::Delayed(report) => (report, "is only late"),
        Imported::Arrived(report) => (report, "arrived or went on"),
        Imported::Foreign(report) => (report, "is about a message that this ledger does not know"),
    };
    format!("{}: {what} ({} {})", report.recipient, report.status, report.diagnosis)
}
