//! Sends finished reports while others are still made: rounds of `send` beside a run that holds the output folder.
//!
//! A round sends what was finished since the last one. What it tried is not tried again in the same command; what
//! it did not try, and all that is held or waits, is the affair of the sending that follows the run.

use super::log::Log;
use super::speech::Speech;
use super::{Options, Surroundings};
use crate::config::Config;
use crate::delivery::ledger::State;
use crate::delivery::plan::{Again, Wanted};
use crate::delivery::{Rounds, Sent};
use crate::pipeline::Event;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Reports on their way from the run to the mail.
pub(super) struct Overlap<'a> {
    options: &'a Options,
    state: Mutex<Waiting>,
    bell: Condvar,
    sent: Mutex<Vec<Sent>>,
}

#[derive(Default)]
struct Waiting {
    finished: Vec<String>,
    is_over: bool,
    /// Whether somebody sends.
    sends: bool,
}

impl<'a> Overlap<'a> {
    /// Nothing yet; `options` name the reports that are sent.
    pub(super) fn new(options: &'a Options) -> Self {
        Self { options, state: Mutex::default(), bell: Condvar::new(), sent: Mutex::default() }
    }

    /// What was tried.
    pub(super) fn sent(self) -> Vec<Sent> {
        self.sent.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a run tells: a report that is finished may leave; before the run lets go of the output folder all is
    /// sent that was begun.
    pub(super) fn hear(&self, event: Event<'_>) {
        match event {
            Event::Ended(outcome) if outcome.made().is_some_and(|made| made.issue.is_some()) => {
                let wanted = &self.options.report;
                if wanted.is_empty() || wanted.contains(&outcome.report) {
                    self.locked().finished.push(outcome.report.clone());
                    self.bell.notify_all();
                }
            }
            Event::Over => self.over(),
            _ => {}
        }
    }

    /// Waits until nothing is sent any more.
    pub(super) fn over(&self) {
        let mut state = self.locked();
        state.is_over = true;
        self.bell.notify_all();
        while state.sends {
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Says that somebody sends, until the guard is dropped.
    pub(super) fn begin(&self) -> Sending<'_, 'a> {
        self.locked().sends = true;
        Sending(self)
    }

    fn locked(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reports finished since the last time; waits for them. `None` when the run is over.
    fn next(&self) -> Option<Vec<String>> {
        let mut state = self.locked();
        loop {
            if !state.finished.is_empty() {
                return Some(std::mem::take(&mut state.finished));
            }
            if state.is_over {
                return None;
            }
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Somebody sends.
pub(super) struct Sending<'o, 'a>(&'o Overlap<'a>);

impl Drop for Sending<'_, '_> {
    fn drop(&mut self) {
        self.0.locked().sends = false;
        self.0.bell.notify_all();
    }
}

impl Sending<'_, '_> {
    /// Sends round after round. Ends early when the command shall stop or the mail does not go: what is left is for
    /// the sending that follows, which also tells why.
    pub(super) fn work(&self, config: &Config, surroundings: &Surroundings, speech: &Speech) {
        let log = Log::new(config, ("send", None), surroundings, speech);
        let mut rounds: Option<Rounds> = None;
        while let Some(reports) = self.0.next() {
            let delivered =
                |report: &String| config.reports.iter().any(|one| one.id == *report && one.delivery.is_some());
            let reports: Vec<String> = reports.into_iter().filter(delivered).collect();
            if reports.is_empty() {
                continue;
            }
            if surroundings.stop.load(Ordering::SeqCst) {
                break;
            }
            let world = super::send::world(surroundings);
            let room = match rounds.take().map_or_else(|| Rounds::open(config, world.now), Ok) {
                Ok(room) => room,
                Err(_) => break,
            };
            let quarter = self.0.options.quarter();
            let wanted = Wanted { reports, quarter, recipient: None, again: Again::Temporary, except: BTreeSet::new() };
            let tell = |one: &Sent| {
                if one.state != State::Planned {
                    log.delivery(one);
                    self.0.sent.lock().unwrap_or_else(PoisonError::into_inner).push(one.clone());
                }
            };
            match room.round(config, &wanted, (&world, &tell)) {
                Ok(sent) if sent.iter().all(|one| one.state != State::Planned) => rounds = Some(room),
                _ => break,
            }
        }
        drop(rounds);
        log.over();
    }
}
