//! Gathers what a command did, and tells the operator as `notices:` says.

use super::speech::Speech;
use super::{Exit, Surroundings};
use crate::config::{Config, Delivery, NoticeWhen, Notices};
use crate::delivery::Sent;
use crate::delivery::ledger::State;
use crate::delivery::notice::{self, Item, Notice};
use crate::delivery::plan::{Note, NoteKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{Ending, Failure, Outcome};
use crate::run_record::Reused;
use std::collections::BTreeMap;

/// What becomes of a report that the gate holds, and of one that cannot be made.
const HELD: &str = "held";
const FAILED: &str = "failed";

/// Where the reasons stand.
const TELLS: &str = "`quarterdeck status` tells why";

/// What a command did, as far as the operator should know.
pub(super) struct Account {
    command: &'static str,
    told: Option<(Notices, Option<Delivery>)>,
    /// Who would be told, were it known whose address that is.
    untold: Vec<String>,
    counts: BTreeMap<Count, usize>,
    items: Vec<Item>,
}

/// What is counted, in the order told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Made,
    Unchanged,
    Held,
    Failed,
    NotMade,
    Sent,
    DeliveriesFailed,
    Unknown,
    NotTried,
    Suppressed,
    Waiting,
}

impl Count {
    fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Unchanged => "unchanged",
            Self::Held => "held",
            Self::Failed => "failed",
            Self::NotMade => "not made",
            Self::Sent => "sent",
            Self::DeliveriesFailed => "deliveries failed",
            Self::Unknown => "deliveries unknown",
            Self::NotTried => "not tried",
            Self::Suppressed => "suppressed",
            Self::Waiting => "waiting for approval",
        }
    }

    /// Whether a person should look.
    fn is_problem(self) -> bool {
        !matches!(self, Self::Made | Self::Unchanged | Self::Sent | Self::Suppressed)
    }

    /// Whether it is any news.
    fn is_news(self) -> bool {
        !matches!(self, Self::Unchanged | Self::Suppressed)
    }
}

impl Account {
    pub(super) fn new(command: &'static str) -> Self {
        Self { command, told: None, untold: Vec::new(), counts: BTreeMap::new(), items: Vec::new() }
    }

    /// Who is to be told.
    pub(super) fn known(&mut self, config: &Config) {
        let delivery = config.reports.iter().find_map(|report| report.delivery.clone());
        let mut notices = config.notices.clone();
        if let (true, Some(delivery), Some(notices)) = (config.mail_owners.is_incomplete(), &delivery, &mut notices) {
            // Another domain than the sender's may be a client's.
            let own = delivery.from.address.domain();
            let foreign = notices.mail.extract_if(.., |one| one.address.domain() != own);
            self.untold = foreign.map(|one| one.address.to_string()).collect();
        }
        self.told = notices.map(|notices| (notices, delivery));
    }

    /// How the reports of a run ended; `period` names the quarter of one.
    pub(super) fn made(&mut self, outcomes: &[Outcome], period: impl Fn(&Outcome) -> String) {
        for outcome in outcomes {
            let (count, status, reasons) = match &outcome.ending {
                Ending::Made(made) if made.verdict.overridden.is_some() => {
                    let reasons = made.verdict.overridden.iter().map(|one| one.reason.clone()).collect();
                    (Count::Made, "made although it would be held", reasons)
                }
                Ending::Made(made) if made.reused == Reused::Everything => {
                    self.count(Count::Unchanged);
                    continue;
                }
                Ending::Made(_) => {
                    self.count(Count::Made);
                    continue;
                }
                Ending::Failed(Failure::Held(held)) => {
                    (Count::Held, HELD, vec![format!("{}: {TELLS}", held.verdict.holding().join(", "))])
                }
                Ending::Failed(Failure::Interrupted | Failure::LeftOut) => {
                    self.count(Count::NotMade);
                    continue;
                }
                Ending::Failed(failure) => (Count::Failed, FAILED, reasons(failure)),
            };
            self.count(count);
            self.items.push(Item { report: outcome.report.clone(), period: period(outcome), status, reasons });
        }
    }

    /// What became of messages, and what was not sent.
    pub(super) fn sent(&mut self, sent: &[Sent], notes: &[Note]) {
        for one in sent {
            let (count, status) = match one.state {
                State::Sent => (Count::Sent, None),
                State::Failed => (Count::DeliveriesFailed, Some("a delivery failed")),
                State::Unknown | State::Sending => (Count::Unknown, Some("nobody knows whether a delivery arrived")),
                State::Planned => (Count::NotTried, None),
            };
            self.count(count);
            if let Some(status) = status {
                self.item((one.report.clone(), one.period.clone()), status, one.reply.clone());
            }
        }
        for note in notes {
            let (count, status) = match note.kind {
                NoteKind::Fine => continue,
                NoteKind::Suppressed => (Count::Suppressed, "an address takes no mail"),
                NoteKind::Waiting => (Count::Waiting, "waits for approval"),
                NoteKind::Held | NoteKind::Failed if note.recipient.is_none() => {
                    let status = if note.kind == NoteKind::Held { HELD } else { FAILED };
                    let count = if note.kind == NoteKind::Held { Count::Held } else { Count::DeliveriesFailed };
                    // Why is a matter of the client's figures: it stands in `latest.json`, and `status` tells it.
                    let key = (note.report.clone(), note.period.to_string());
                    let same = |item: &Item| (&item.report, &item.period) == (&key.0, &key.1);
                    if !self.items.iter().any(|item| same(item) && [HELD, FAILED].contains(&item.status)) {
                        self.count(count);
                        self.item(key, status, TELLS.to_owned());
                    }
                    continue;
                }
                NoteKind::Held => (Count::Held, HELD),
                NoteKind::Failed => (Count::DeliveriesFailed, "cannot be sent"),
                NoteKind::Unknown => (Count::Unknown, "nobody knows whether a delivery arrived"),
            };
            let key = (note.report.clone(), note.period.to_string());
            let same = |item: &&Item| (&item.report, &item.period) == (&key.0, &key.1);
            let is_unmade = |item: &Item| [HELD, FAILED].contains(&item.status);
            let is_told = note.recipient.is_none() && self.items.iter().find(same).is_some_and(is_unmade);
            // That a report was not made was said by the run that did not make it.
            if is_told {
                continue;
            }
            self.count(count);
            self.item(key, status, note.text.clone());
        }
    }

    /// What is wrong with the configuration as a whole.
    pub(super) fn refused(&mut self, problems: &[Diagnostic]) {
        problems.iter().for_each(|one| self.item(everything(), "not done", coded(one)));
        self.count(Count::Failed);
    }

    /// What kept all of it from being done.
    pub(super) fn stopped(&mut self, why: &str) {
        self.count(Count::Failed);
        self.item(everything(), "not done", why.to_owned());
    }

    /// Tells the operator, when there is anything to tell. Nothing depends on whether it arrives.
    pub(super) fn give(self, surroundings: &Surroundings, speech: &Speech, exit: Exit) {
        let Some((notices, delivery)) = &self.told else { return };
        let worth = |count: &Count| match notices.when {
            NoticeWhen::Always => count.is_news(),
            NoticeWhen::Problems => count.is_problem(),
        };
        if exit == Exit::Interrupted || !self.counts.keys().any(worth) {
            return;
        }
        for address in &self.untold {
            speech.error(&format!(
                "notice: {address} was not told: the domains of some report cannot be read, and this one may be a client's"
            ));
        }
        let notice = Notice {
            command: self.command.to_owned(),
            at: surroundings.present(),
            counts: self.counts.iter().map(|(count, number)| (count.name(), *number)).collect(),
            items: self.items,
        };
        for failed in notice::give(&notice, (notices, delivery.as_ref()), &surroundings.environment) {
            speech.error(&failed);
        }
    }

    fn count(&mut self, count: Count) {
        *self.counts.entry(count).or_default() += 1;
    }

    fn item(&mut self, (report, period): (String, String), status: &'static str, reason: String) {
        let same = |item: &&mut Item| (&item.report, &item.period, item.status) == (&report, &period, status);
        match self.items.iter_mut().find(same) {
            Some(item) if item.reasons.contains(&reason) => {}
            Some(item) => item.reasons.push(reason),
            None => self.items.push(Item { report, period, status, reasons: vec![reason] }),
        }
    }
}

fn everything() -> (String, String) {
    ("all reports".to_owned(), String::new())
}

/// Messages quote cells, so places and codes stand for them.
fn coded(problem: &Diagnostic) -> String {
    format!("{}: {}", problem.place, problem.code)
}

/// Why a report failed.
fn reasons(failure: &Failure) -> Vec<String> {
    match failure {
        Failure::Input(found) => {
            let error = |one: &&Diagnostic| one.severity == Severity::Error;
            found.iter().filter(error).map(coded).collect()
        }
        Failure::Bug(_) => vec!["internal error: its message stands in run.json".to_owned()],
        other => other.lines(),
    }
}
