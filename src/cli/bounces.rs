//! The command `bounces`.

use super::arguments::Bounces;
use super::send::{configured, refused};
use super::speech::Speech;
use super::{Exit, Options, Surroundings};
use crate::config::MailAddress;
use crate::delivery::bounces::{self, Imported};
use crate::delivery::{Post, PostError};

pub(super) fn run(action: &Bounces, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let config = match configured(options, surroundings, speech) {
        Ok(config) => config,
        Err(exit) => return exit,
    };
    let done = Post::open(&config, surroundings.now).and_then(|post| act(action, &post, surroundings, speech));
    done.unwrap_or_else(|error| refused(&error, speech))
}

fn act(action: &Bounces, post: &Post, surroundings: &Surroundings, speech: &Speech) -> Result<Exit, PostError> {
    match action {
        Bounces::Import { path } => {
            let imported = bounces::import(post.ledger(), path, surroundings.now)?;
            imported.iter().for_each(|one| speech.result(&line(one)));
            let failed = |one: &&Imported| matches!(one, Imported::Failed(_) | Imported::Suppressed(_));
            let count = imported.iter().filter(failed).count();
            speech.result(&format!("{} reports read, {count} deliveries failed", imported.len()));
            Ok(if count > 0 { Exit::SomeUndelivered } else { Exit::Done })
        }
        Bounces::List => {
            for one in post.ledger().suppressed()? {
                let since = one.since.to_utc().format("%Y-%m-%d");
                speech.result(&format!("{} since {since}: {}", one.address, one.reason));
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
                speech.result(&format!("{key} takes mail again; `quarterdeck resend --failed` sends what it missed"));
                return Ok(Exit::Done);
            }
            speech.error(&format!(
                "`{key}` is not among the addresses that take no mail; `quarterdeck bounces list` shows them"
            ));
            Ok(Exit::Usage)
        }
    }
}

fn line(imported: &Imported) -> String {
    let (report, what) = match imported {
        Imported::Suppressed(report) => (report, "failed; the address takes no mail from now on"),
        Imported::Failed(report) => (report, "failed"),
        Imported::Known(report) => (report, "was known"),
        Imported::Delayed(report) => (report, "is only late"),
        Imported::Foreign(report) => (report, "is about a message that this ledger does not know"),
    };
    format!("{}: {what} ({} {})", report.recipient, report.status, report.diagnosis)
}
