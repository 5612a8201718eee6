//! What the commands around delivery say in the log of the quarter, `events.ndjson`.

use super::Surroundings;
use super::speech::Speech;
use crate::config::Config;
use crate::delivery::ledger::{Delivery, State};
use crate::delivery::plan::{Note, NoteKind};
use crate::delivery::stored::Issue;
use crate::delivery::{self, Purged, Sent, release::Approved};
use crate::run_record::events::{self, Event, Message, milliseconds};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The log of one command.
pub(super) struct Log<'a> {
    output: PathBuf,
    command: &'static str,
    /// Why what was sent is sent once more.
    again: Option<String>,
    surroundings: &'a Surroundings<'a>,
    since: std::time::Instant,
    /// Quarters in whose log the command has said that it began.
    begun: Mutex<BTreeSet<String>>,
    speech: &'a Speech,
    lost: AtomicBool,
}

impl<'a> Log<'a> {
    pub(super) fn new(
        config: &Config,
        (command, again): (&'static str, Option<String>),
        surroundings: &'a Surroundings,
        speech: &'a Speech,
    ) -> Self {
        Self {
            output: config.output.clone(),
            command,
            again,
            surroundings,
            since: std::time::Instant::now(),
            begun: Mutex::default(),
            speech,
            lost: AtomicBool::new(false),
        }
    }

    /// What became of a message.
    pub(super) fn delivery(&self, sent: &Sent) {
        let again = self.again.clone().filter(|_| sent.state == State::Sent);
        self.say(&sent.period, &[of_delivery(sent, again, false)]);
    }

    /// What a person said of a message.
    pub(super) fn resolved(&self, sent: &[Sent]) {
        sent.iter().for_each(|one| self.say(&one.period, &[of_delivery(one, None, true)]));
    }

    /// What was not sent and why, where it is not all well.
    pub(super) fn notes(&self, notes: &[Note]) {
        for note in notes {
            let report = note.report.clone();
            let event = match note.kind {
                // Whatever is held or unknown was said when it came to that.
                NoteKind::Fine | NoteKind::Held | NoteKind::Unknown => continue,
                NoteKind::Suppressed => Event::Suppressed { report },
                NoteKind::Waiting => Event::Waiting { report },
                NoteKind::Failed => Event::Unfit { report },
            };
            self.say(&note.period.to_string(), &[event]);
        }
    }

    /// Who released what.
    pub(super) fn approved(&self, approved: &Approved) {
        let event = Event::Approved {
            report: approved.report.clone(),
            issue: approved.issue,
            by: approved.by.clone(),
            release_sha256: approved.release_sha256.clone(),
        };
        self.write(&approved.period, &[event]);
    }

    /// That an issue was shown to a reviewer, by so many messages.
    pub(super) fn previewed(&self, issue: &Issue, messages: usize) {
        let record = &issue.record;
        let event = Event::Previewed { report: record.report.clone(), issue: record.issue, messages };
        self.say(&record.period.to_string(), &[event]);
    }

    /// That a message came back, and whether its address gets no mail from now on.
    pub(super) fn bounced(&self, row: &Delivery, suppressed: bool) {
        let (report, issue, message_id) = (row.key.report.clone(), row.key.issue, row.message_id.clone());
        let message = Message { report, issue, message_id, again: None, resolved: false };
        self.say(&row.key.period, &[Event::Bounced { message, suppressed }]);
    }

    /// What the retention rule removed.
    pub(super) fn purged(&self, purged: &[Purged]) {
        for one in purged {
            let event = Event::Purged { report: one.report.clone(), issue: one.issue, files: one.files };
            self.say(&one.period.to_string(), &[event]);
        }
    }

    /// What belongs to no quarter: it stands in the log of the output folder itself.
    pub(super) fn overall(&self, event: Event) {
        self.say("", &[event]);
    }

    /// That the command is over; whether all of it could be written.
    pub(super) fn over(&self) -> bool {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let seconds = milliseconds(self.since.elapsed().as_secs_f64());
        begun.iter().for_each(|period| self.write(period, &[Event::Ended { command: self.command, seconds }]));
        !self.lost.load(Ordering::SeqCst)
    }

    fn say(&self, period: &str, events: &[Event]) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.insert(period.to_owned()) {
            let started = Event::Started { command: self.command, version: env!("CARGO_PKG_VERSION") };
            self.write(period, &[started]);
        }
        self.write(period, events);
    }

    fn write(&self, period: &str, events: &[Event]) {
        let _turn = delivery::log_turn();
        let at = self.surroundings.present();
        let lines = events::lines(events.iter().map(|event| (at, event)));
        let written = delivery::log(&self.output, &Path::new(period).join(events::FILE), &lines);
        if let Err(error) = written
            && !self.lost.swap(true, Ordering::SeqCst)
        {
            self.speech.error(&crate::pipeline::chain(&error));
        }
    }
}

fn of_delivery(sent: &Sent, again: Option<String>, resolved: bool) -> Event {
    let (report, issue, message_id) = (sent.report.clone(), sent.issue, sent.message_id.clone());
    let message = Message { report, issue, message_id, again, resolved };
    match sent.state {
        State::Sent => Event::Sent(message),
        State::Failed => Event::DeliveryFailed(message),
        State::Unknown | State::Sending => Event::Unknown(message),
        State::Planned => Event::NotTried(message),
    }
}
