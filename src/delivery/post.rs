//! The post room: holds the locks, opens the ledger, plans, sends and tells what came of it.

use super::courier::{Outcome, courier};
use super::dispatch::{self, Sent, Surroundings, Told};
use super::ledger::{self, Ledger, State};
use super::message::{self, Mail};
use super::plan::{self, Plan, Wanted};
use super::sealing::Seals;
use super::stored::Issue;
use super::{Outbox, lock, outbox, witness};
use crate::config::{Config, Delivery, Recipient, ReportConfig};
use crate::domain::{Instant, Zone};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why nothing was sent, or no more.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The output folder.
    #[error(transparent)]
    Output(#[from] outbox::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// Another run sends.
    #[error("another run is sending with the ledger `{}`{}", path.display(), if holder.is_empty() { String::new() } else { format!(": {holder}") })]
    Busy {
        /// The ledger.
        path: PathBuf,
        /// Who holds it, as far as they said.
        holder: String,
    },
    /// The lock of the ledger.
    #[error("cannot lock the ledger `{}`: {source}", path.display())]
    Lock {
        /// The lock.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A message.
    #[error(transparent)]
    Message(#[from] message::Error),
    /// What a server said to a preview.
    #[error("the preview was not sent: {0}")]
    Preview(String),
}

impl PostError {
    /// Whether another run holds a lock.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Output(outbox::Error::Busy { .. }))
    }
}

/// The post room, held by this run.
#[derive(Debug)]
pub struct Post {
    ledger: Ledger,
    _outbox: Outbox,
    _lock: File,
}

impl Post {
    /// Takes hold of output folder and ledger.
    ///
    /// # Errors
    /// When another run holds one of them, or the ledger may not be used.
    pub fn open(config: &Config, now: Instant) -> Result<Self, PostError> {
        let (outbox, lock) = held(config, now)?;
        Ok(Self { ledger: opened(config, now)?, _outbox: outbox, _lock: lock })
    }

    /// The same with a ledger made anew from receipts; yields how many deliveries they told of.
    ///
    /// # Errors
    /// As of [`Post::open`].
    pub fn rebuild(config: &Config, now: Instant) -> Result<usize, PostError> {
        let (_outbox, _lock) = held(config, now)?;
        let (ledger, made) = Ledger::rebuild(&config.ledger, &config.output, now)?;
        if made > 0 {
            witness::tell(config, &ledger, now);
        }
        Ok(made)
    }

    /// The same with a ledger that is new, or was another folder's, because a person says that it is right; yields how
    /// many deliveries it tells of.
    ///
    /// # Errors
    /// As of [`Post::open`], but for what is accepted.
    pub fn accept(config: &Config, now: Instant) -> Result<usize, PostError> {
        let (_outbox, _lock) = held(config, now)?;
        let ledger = Ledger::accept(&config.ledger, &config.output, now)?;
        witness::tell(config, &ledger, now);
        Ok(ledger.rows(None)?.len())
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// Sending in rounds, beside a run of this process that holds the output folder as long as there are rounds.
#[derive(Debug)]
pub struct Rounds {
    ledger: Mutex<Ledger>,
    _lock: File,
}

impl Rounds {
    /// Takes hold of the ledger.
    ///
    /// # Errors
    /// When another run sends, or the ledger may not be used.
    pub fn open(config: &Config, now: Instant) -> Result<Self, PostError> {
        let _lock = ledger_held(config, now)?;
        Ok(Self { ledger: Mutex::new(opened(config, now)?), _lock })
    }

    /// Plans and sends what is wanted now; yields what became of each message, after it was told.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; nothing more is sent then.
    pub fn round(
        &self,
        config: &Config,
        wanted: &Wanted,
        (surroundings, told): (&Surroundings<'_>, Told<'_>),
    ) -> Result<Vec<Sent>, PostError> {
        let plan = {
            let ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
            planned(config, wanted, (&ledger, surroundings.now))?
        };
        Ok(dispatch::dispatch(&plan.jobs, &self.ledger, &wanted.again, (surroundings, told))?)
    }
}

/// The ledger as it stands, for a look; `None` where there is none yet.
///
/// # Errors
/// When nothing could be sent with it.
pub fn known(config: &Config, now: Instant) -> Result<Option<Ledger>, ledger::Error> {
    let ledger = Ledger::check(&config.ledger, &config.output, now)?;
    witness::agrees(config, ledger.as_ref())?;
    Ok(ledger)
}

fn opened(config: &Config, now: Instant) -> Result<Ledger, ledger::Error> {
    if !config.ledger.exists() {
        // Before an empty one stands in its place.
        known(config, now)?;
    }
    let ledger = Ledger::open(&config.ledger, &config.output, now)?;
    witness::agrees(config, Some(&ledger))?;
    Ok(ledger)
}

/// What is to be sent now; before anything of it leaves, it is known outside the ledger that there is one.
fn planned<'c>(
    config: &'c Config,
    wanted: &Wanted,
    (ledger, now): (&Ledger, Instant),
) -> Result<Plan<'c>, ledger::Error> {
    let plan = plan::plan(config, wanted, (Some(ledger), now))?;
    if !plan.jobs.is_empty() {
        witness::tell(config, ledger, now);
    }
    Ok(plan)
}

fn held(config: &Config, now: Instant) -> Result<(Outbox, File), PostError> {
    let since = now.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let holder = format!("{} since {since}", lock::this_process());
    let outbox = Outbox::open(&config.output, &holder)?;
    Ok((outbox, ledger_held(config, now)?))
}

fn ledger_held(config: &Config, now: Instant) -> Result<File, PostError> {
    let path = lock_of(&config.ledger);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| PostError::Lock { path: path.clone(), source })?;
    }
    let since = now.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    lock::take(&path, &format!("{} since {since}", lock::this_process())).map_err(|refused| match refused {
        lock::Refused::Held(holder) => PostError::Busy { path: config.ledger.clone(), holder },
        lock::Refused::Io(source) => PostError::Lock { path: path.clone(), source },
    })
}

/// The lock of a ledger; one however it is reached.
fn lock_of(ledger: &Path) -> PathBuf {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let real = ledger.canonicalize().ok().or_else(|| place(ledger));
    let mut name = real.unwrap_or_else(|| ledger.to_owned()).into_os_string();
    name.push(".lock");
    PathBuf::from(name)
}

/// Plans and sends; yields the plan and what became of its jobs, each of which is told as soon as it is known.
///
/// # Errors
/// When a lock is held, or the ledger may not be used or written; nothing more is sent then.
pub fn send<'c>(
    config: &'c Config,
    wanted: &Wanted,
    (surroundings, told): (&Surroundings<'_>, Told<'_>),
) -> Result<(Plan<'c>, Vec<Sent>), PostError> {
    let post = Post::open(config, surroundings.now)?;
    let plan = planned(config, wanted, (&post.ledger, surroundings.now))?;
    let Post { ledger, _outbox, _lock } = post;
    let sent = dispatch::dispatch(&plan.jobs, &Mutex::new(ledger), &wanted.again, (surroundings, told))?;
    Ok((plan, sent))
}

/// Says of deliveries of which nobody knew whether they arrived that they did, or did not; yields which.
///
/// # Errors
/// As of [`send`].
pub fn resolve(config: &Config, wanted: &Wanted, arrived: State, now: Instant) -> Result<Vec<Sent>, PostError> {
    let post = Post::open(config, now)?;
    let mut resolved = Vec::new();
    for row in post.ledger.rows(Some(State::Unknown))? {
        let key = &row.key;
        let report = wanted.reports.is_empty() || wanted.reports.contains(&key.report);
        let period = wanted.quarter.is_none_or(|quarter| quarter.to_string() == key.period);
        let person = wanted.recipient.as_ref().is_none_or(|only| *only == key.recipient);
        if report && period && person {
            let reply = format!("resolved by a person: {} (before: {})", arrived.name(), row.reply);
            post.ledger.change(key, arrived, (now, &reply), |row| row.temporary = false)?;
            resolved.push(Sent::of(&row, arrived, &reply));
        }
    }
    Ok(resolved)
}

/// Sends the messages that an issue's recipients would receive, one of each form, to a reviewer instead;
/// the ledger does not know of it.
///
/// # Errors
/// When a message cannot be made or a server does not take it.
pub fn send_preview(
    (report, delivery): (&ReportConfig, &Delivery),
    issue: &Issue,
    reviewer: &crate::config::Mailbox,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<(Recipient, Mail)>, PostError> {
    let mut forms: Vec<Recipient> = Vec::new();
    for recipient in &delivery.recipients {
        let form = Recipient { mailbox: reviewer.clone(), ..recipient.clone() };
        let same = |other: &Recipient| {
            (&other.locale, &other.edition, &other.formats) == (&form.locale, &form.edition, &form.formats)
        };
        if !forms.iter().any(same) {
            forms.push(form);
        }
    }
    let mut sent = Vec::new();
    let mut courier = courier(&delivery.transport, surroundings.environment);
    let seals = Seals::new(surroundings.environment);
    for (at, form) in forms.into_iter().enumerate() {
        let text = format!("preview\n{}\n{}\n{at}\n{}", issue.sha256, reviewer.address, surroundings.now.0);
        let id = format!("{}@{}", &super::issue::hash_of(text.as_bytes())[..40], delivery.from.address.domain());
        let mail = message::compose((report, delivery), issue, &form, (&id, surroundings.now))?;
        let sealed = seals.sealed((report, delivery), (issue, &form), (mail.clone(), surroundings.now))?;
        courier.ready().map_err(|refusal| PostError::Preview(refusal.reply))?;
        match courier.carry(&sealed) {
            Outcome::Taken(_) => sent.push((form, mail)),
            Outcome::Refused(refusal) => return Err(PostError::Preview(refusal.reply)),
            Outcome::Unknown(reply) => return Err(PostError::Preview(reply)),
        }
    }
    courier.close();
    Ok(sent)
}
