//! Sends what is planned: each message is in the ledger as being sent before it leaves, and its end after.

use super::courier::{Courier, Outcome, courier};
use super::ledger::{self, Delivery as Row, Ledger, State};
use super::plan::{Again, Job};
use super::sealing::Seals;
use crate::config::Transport;
use crate::domain::Instant;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What a run of deliveries sees of the world.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Environment variables.
    pub environment: &'a BTreeMap<String, String>,
    /// The present, at the start.
    pub now: Instant,
    /// Raised when the user wants to stop; looked at between messages.
    pub stop: &'a AtomicBool,
}

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Report id.
    pub report: String,
    /// Period.
    pub period: String,
    /// Issue.
    pub issue: u32,
    /// To whom.
    pub recipient: String,
    /// Its identity.
    pub message_id: String,
    /// How it ended; planned where it was not tried.
    pub state: State,
    /// What the server said.
    pub reply: String,
}

impl Sent {
    /// What became of a delivery of the ledger.
    pub(super) fn of(row: &Row, state: State, reply: &str) -> Self {
        Self {
            report: row.key.report.clone(),
            period: row.key.period.clone(),
            issue: row.key.issue,
            recipient: row.key.recipient.clone(),
            message_id: row.message_id.clone(),
            state,
            reply: reply.to_owned(),
        }
    }
}

/// Who is told what became of each message, as soon as it is known.
pub type Told<'a> = &'a (dyn Fn(&Sent) + Sync);

/// One message on its way.
struct Turn<'j, 'c> {
    at: usize,
    job: &'j Job<'c>,
    attempt: u32,
    not_before: std::time::Instant,
}

/// What all connections of a transport share.
struct Hall<'j, 'c> {
    ledger: &'j Mutex<Ledger>,
    surroundings: &'j Surroundings<'j>,
    told: Told<'j>,
    transport: &'c Transport,
    again: &'j Again,
    seals: &'j Seals<'j>,
    queue: Mutex<VecDeque<Turn<'j, 'c>>>,
    done: Mutex<Vec<(usize, Sent)>>,
    /// Why no more is sent.
    halt: Mutex<Option<String>>,
    /// When the next message may leave.
    next: Mutex<std::time::Instant>,
    since: std::time::Instant,
    failure: Mutex<Option<ledger::Error>>,
}

/// Sends; yields what became of each job, in their order, after it was told one by one.
///
/// # Errors
/// When the ledger cannot be written; nothing more is sent then.
pub fn dispatch(
    jobs: &[Job<'_>],
    ledger: &Mutex<Ledger>,
    again: &Again,
    (surroundings, told): (&Surroundings<'_>, Told<'_>),
) -> Result<Vec<Sent>, ledger::Error> {
    for job in jobs.iter().filter(|job| job.is_new) {
        locked(ledger).plan(&job.row, surroundings.now)?;
    }
    let seals = Seals::new(surroundings.environment);
    let mut ended: Vec<(usize, Sent)> = Vec::new();
    let mut transports: Vec<&Transport> = Vec::new();
    for job in jobs {
        if !transports.contains(&job.transport()) {
            transports.push(job.transport());
        }
    }
    for transport in transports {
        let now = std::time::Instant::now();
        let own = jobs.iter().enumerate().filter(|(_, job)| job.transport() == transport);
        let hall = Hall {
            ledger,
            surroundings,
            told,
            transport,
            again,
            seals: &seals,
            queue: Mutex::new(own.map(|(at, job)| Turn { at, job, attempt: 1, not_before: now }).collect()),
            done: Mutex::default(),
            halt: Mutex::default(),
            next: Mutex::new(now),
            since: now,
            failure: Mutex::default(),
        };
        let connections = match transport {
            Transport::Smtp(smtp) => smtp.connections,
            Transport::Sendmail { .. } | Transport::Folder(_) => 1,
        };
        thread::scope(|scope| {
            for _ in 0..connections {
                scope.spawn(|| hall.work());
            }
        });
        ended.extend(hall.finish()?);
    }
    ended.sort_by_key(|(at, _)| *at);
    Ok(ended.into_iter().map(|(_, sent)| sent).collect())
}

impl<'j, 'c> Hall<'j, 'c> {
    fn work(&self) {
        let mut courier = courier(self.transport, self.surroundings.environment);
        while let Some(turn) = self.next_turn() {
            if let Err(error) = self.attempt(turn, courier.as_mut()) {
                self.stop(&error.to_string());
                locked(&self.failure).get_or_insert(error);
            }
        }
        courier.close();
    }

    /// The next message whose time has come; waits for it. `None` when there is none or all shall stop.
    fn next_turn(&self) -> Option<Turn<'j, 'c>> {
        loop {
            if self.surroundings.stop.load(Ordering::SeqCst) || locked(&self.halt).is_some() {
                return None;
            }
            let mut queue = locked(&self.queue);
            let now = std::time::Instant::now();
            if let Some(at) = queue.iter().position(|turn| turn.not_before <= now) {
                return queue.remove(at);
            }
            if queue.is_empty() {
                return None;
            }
            drop(queue);
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn attempt(&self, turn: Turn<'j, 'c>, courier: &mut dyn Courier) -> Result<(), ledger::Error> {
        if let Err(refusal) = self.made_ready(courier) {
            // Nothing was said about this message; no other one would fare better now.
            let reply = refusal.reply;
            self.change(&turn, State::Failed, &reply, true)?;
            self.ended(&turn, State::Failed, &reply);
            self.stop(&reply);
            return Ok(());
        }
        if !self.may_leave() {
            locked(&self.queue).push_front(turn);
            return Ok(());
        }
        let made = turn.job.mail().and_then(|mail| {
            let hashes = (mail.sha256(), mail.body_sha256());
            Ok((hashes, turn.job.sealed(self.seals, mail)?))
        });
        let (hashes, mail) = match made {
            Ok(made) => made,
            Err(error) => return self.spoilt(&turn, &error.to_string()),
        };
        if !locked(self.ledger).begin(&turn.job.row.key, hashes, self.now())? {
            return self.spoilt(&turn, "it is no longer planned");
        }
        match courier.carry(&mail) {
            Outcome::Taken(reply) => {
                let told = match self.again {
                    Again::Sent(reason) => format!("{reply} (sent again: {reason})"),
                    _ => reply,
                };
                self.change(&turn, State::Sent, &told, false)?;
                self.ended(&turn, State::Sent, &told);
            }
            Outcome::Unknown(reply) => {
                self.change(&turn, State::Unknown, &reply, false)?;
                self.ended(&turn, State::Unknown, &reply);
            }
            Outcome::Refused(refusal) => {
                self.change(&turn, State::Failed, &refusal.reply, refusal.temporary)?;
                let (attempts, pause) = self.patience();
                if refusal.temporary && turn.attempt < attempts {
                    let not_before = std::time::Instant::now() + pause * 2_u32.pow(turn.attempt - 1);
                    locked(&self.queue).push_back(Turn { attempt: turn.attempt + 1, not_before, ..turn });
                } else {
                    self.ended(&turn, State::Failed, &refusal.reply);
                }
            }
        }
        Ok(())
    }

    /// Tries to connect as often as is configured.
    fn made_ready(&self, courier: &mut dyn Courier) -> Result<(), super::courier::Refusal> {
        let (attempts, pause) = self.patience();
        let mut attempt = 1;
        loop {
            match courier.ready() {
                Ok(()) => return Ok(()),
                Err(refusal)
                    if refusal.temporary && attempt < attempts && self.pause(pause * 2_u32.pow(attempt - 1)) =>
                {
                    attempt += 1;
                }
                Err(refusal) => return Err(refusal),
            }
        }
    }

    /// Waits for this message's place in the minute; false when all shall stop.
    fn may_leave(&self) -> bool {
        let Transport::Smtp(smtp) = self.transport else { return true };
        let Some(most) = smtp.per_minute else { return true };
        let mine = {
            let mut next = locked(&self.next);
            let mine = (*next).max(std::time::Instant::now());
            *next = mine + Duration::from_secs(60) / most;
            mine
        };
        self.pause(mine.saturating_duration_since(std::time::Instant::now()))
    }

    fn patience(&self) -> (u32, Duration) {
        match self.transport {
            Transport::Smtp(smtp) => (smtp.attempts, smtp.retry),
            Transport::Sendmail { .. } | Transport::Folder(_) => (1, Duration::ZERO),
        }
    }

    /// Sleeps; false when all shall stop.
    fn pause(&self, time: Duration) -> bool {
        let until = std::time::Instant::now() + time;
        loop {
            if self.surroundings.stop.load(Ordering::SeqCst) || locked(&self.halt).is_some() {
                return false;
            }
            let left = until.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return true;
            }
            thread::sleep(left.min(Duration::from_millis(50)));
        }
    }

    fn spoilt(&self, turn: &Turn<'j, 'c>, why: &str) -> Result<(), ledger::Error> {
        self.ended(turn, State::Failed, why);
        Ok(())
    }

    fn change(&self, turn: &Turn<'j, 'c>, state: State, reply: &str, temporary: bool) -> Result<(), ledger::Error> {
        locked(self.ledger).change(&turn.job.row.key, state, (self.now(), reply), |row| row.temporary = temporary)
    }

    fn ended(&self, turn: &Turn<'j, 'c>, state: State, reply: &str) {
        let sent = sent(turn.job, state, reply);
        (self.told)(&sent);
        locked(&self.done).push((turn.at, sent));
    }

    fn stop(&self, why: &str) {
        locked(&self.halt).get_or_insert_with(|| why.to_owned());
    }

    fn now(&self) -> Instant {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Instant(self.surroundings.now.0.saturating_add(passed))
    }

    /// What ended, and what was not tried.
    fn finish(self) -> Result<Vec<(usize, Sent)>, ledger::Error> {
        if let Some(error) = self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let mut done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        let why = self.halt.into_inner().unwrap_or_else(PoisonError::into_inner);
        let why = why.map_or("the run was stopped".to_owned(), |why| format!("not tried: {why}"));
        for turn in self.queue.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let (state, reply) = if turn.attempt > 1 {
                (State::Failed, "the run ended before the next attempt")
            } else {
                (State::Planned, why.as_str())
            };
            let sent = sent(turn.job, state, reply);
            (self.told)(&sent);
            done.push((turn.at, sent));
        }
        Ok(done)
    }
}

fn sent(job: &Job<'_>, state: State, reply: &str) -> Sent {
    Sent { recipient: job.recipient.mailbox.address.to_string(), ..Sent::of(&job.row, state, reply) }
}

/// A lock whose holder cannot have left anything half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
