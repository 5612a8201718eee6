//! `events.ndjson` beside `run.json`: what happened, one JSON object a line, only ever added to.
//!
//! The log for an audit: runs, reports made, held and failed, overrides, approvals, deliveries. Every line has
//! its time, from the clock of the run. Of a client's data it names report ids, rules and codes and nothing
//! else: no address, no figure, no cell, no secret.

use crate::domain::{Instant, Zone};
use serde::Serialize;

/// Name of the log in the folder of a quarter.
pub const FILE: &str = "events.ndjson";
/// Stages of a report that are named as its slowest.
const SLOWEST: usize = 3;

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A command began that makes or sends reports of the quarter.
    Started {
        /// Its name, such as `run`.
        command: &'static str,
        /// Program version.
        version: &'static str,
    },
    /// A report was made, or stands as it is.
    Made {
        /// Report id.
        report: String,
        /// Its issue; absent where nothing was written.
        #[serde(skip_serializing_if = "Option::is_none")]
        issue: Option<u32>,
        /// Whether all of it is of an earlier run.
        unchanged: bool,
        /// Seconds that it took.
        seconds: f64,
        /// Its slowest stages with their seconds, the slowest first.
        slowest: Vec<(String, f64)>,
    },
    /// The gate holds a report back.
    Held {
        /// Report id.
        report: String,
        /// The rules that hold it, in the order told.
        rules: Vec<String>,
    },
    /// A report was made although the gate holds it, because a person said so.
    Overridden {
        /// Report id.
        report: String,
        /// The rules that would hold it.
        rules: Vec<String>,
        /// What the person said.
        reason: String,
    },
    /// A report could not be made.
    Failed {
        /// Report id.
        report: String,
        /// Codes of what is wrong, each once, sorted.
        codes: Vec<String>,
    },
    /// A report was begun and not finished, because the run was stopped.
    Interrupted {
        /// Report id.
        report: String,
    },
    /// A report was not begun, because another one had failed.
    LeftOut {
        /// Report id.
        report: String,
    },
    /// A person released an issue.
    Approved {
        /// Report id.
        report: String,
        /// Issue.
        issue: u32,
        /// Who, as they said.
        by: String,
        /// SHA-256 of what was released.
        release_sha256: String,
    },
    /// An issue was shown to a reviewer.
    Previewed {
        /// Report id.
        report: String,
        /// Issue.
        issue: u32,
        /// Messages that the reviewer got.
        messages: usize,
    },
    /// A message was taken by the server.
    Sent(Message),
    /// A message was refused.
    DeliveryFailed(Message),
    /// Nobody knows whether a message arrived.
    Unknown(Message),
    /// A message was planned and not tried.
    NotTried(Message),
    /// A message came back.
    Bounced {
        /// Which.
        #[serde(flatten)]
        message: Message,
        /// Whether its address gets no mail from now on.
        suppressed: bool,
    },
    /// An address that got no mail gets mail again.
    AddressCleared,
    /// The ledger was made anew from receipts.
    LedgerRebuilt {
        /// Deliveries that it tells of.
        deliveries: usize,
    },
    /// A person took a ledger that is new, or was another folder's, as the one to go on with.
    LedgerAccepted {
        /// Deliveries that it tells of.
        deliveries: usize,
        /// What the person said.
        reason: String,
    },
    /// Files of an issue were removed by the retention rule.
    Purged {
        /// Report id.
        report: String,
        /// Issue.
        issue: u32,
        /// How many.
        files: u64,
    },
    /// An address that takes no mail was left out.
    Suppressed {
        /// Report id.
        report: String,
    },
    /// A report waits for approval.
    Waiting {
        /// Report id.
        report: String,
    },
    /// A report, or one recipient's copy, cannot be sent as it is.
    Unfit {
        /// Report id.
        report: String,
    },
    /// The command is over.
    Ended {
        /// Its name.
        command: &'static str,
        /// Seconds that it took.
        seconds: f64,
    },
}

/// A message, named by its identity: whose it is stands in the ledger and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Report id.
    pub report: String,
    /// Issue.
    pub issue: u32,
    /// Its identity, as in the ledger.
    pub message_id: String,
    /// Why it was sent once more; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// Whether a person said so afterwards, not the server.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resolved: bool,
}

/// Events as lines of the log, each with its time.
pub fn lines<'e>(events: impl IntoIterator<Item = (Instant, &'e Event)>) -> Vec<u8> {
    let mut text = Vec::new();
    for (at, event) in events {
        #[derive(Serialize)]
        struct Line<'e> {
            at: String,
            #[serde(flatten)]
            event: &'e Event,
        }
        let at = at.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        serde_json::to_writer(&mut text, &Line { at, event }).expect("an event is plain data");
        text.push(b'\n');
    }
    text
}

/// The slowest of the stages with their seconds, to the millisecond, the slowest first.
pub fn slowest(stages: &[(String, f64)]) -> Vec<(String, f64)> {
    let mut stages: Vec<(String, f64)> =
        stages.iter().map(|(name, time)| (name.clone(), milliseconds(*time))).collect();
    stages.sort_by(|one, other| other.1.total_cmp(&one.1));
    stages.truncate(SLOWEST);
    stages
}

/// Seconds to the millisecond.
pub fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_time_first_and_names_what_happened() {
        let sent = Event::Sent(Message {
            report: "telecom".to_owned(),
            issue: 2,
            message_id: "ab@example.com".to_owned(),
            again: None,
            resolved: false,
        });
        let ended = Event::Ended { command: "send", seconds: 0.5 };
        let text = String::from_utf8(lines([(Instant(1_500_000), &sent), (Instant(2_000_000), &ended)])).unwrap();
        assert_eq!(
            text,
            "{\"at\":\"1970-01-01T00:00:01.500Z\",\"event\":\"sent\",\"report\":\"telecom\",\"issue\":2,\
             \"message_id\":\"ab@example.com\"}\n{\"at\":\"1970-01-01T00:00:02.000Z\",\"event\":\"ended\",\
             \"command\":\"send\",\"seconds\":0.5}\n"
        );
    }

    #[test]
    fn the_slowest_stages_come_first() {
        let stages = [("a", 0.2), ("b", 3.0004), ("c", 0.1), ("d", 1.0)].map(|(name, time)| (name.to_owned(), time));
        let named: Vec<(String, f64)> = slowest(&stages);
        assert_eq!(named, [("b", 3.0), ("d", 1.0), ("a", 0.2)].map(|(name, time)| (name.to_owned(), time)));
    }
}
