//! Couriers: what takes a message and says what became of it.

mod folder;
pub(super) mod line;
pub(super) mod program;
pub(super) mod secret;
mod sendmail;
mod smtp;
pub(super) mod trust;

pub(super) use secret::{read as read_secret, read_whole as read_whole_secret};

use super::message::Mail;
use crate::config::Transport;
use std::collections::BTreeMap;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken, with the answer.
    Taken(String),
    /// It was not taken, for certain.
    Refused(Refusal),
    /// Nobody knows.
    Unknown(String),
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Whether it may be taken later.
    pub temporary: bool,
    /// The step of the dialogue and the answer.
    pub reply: String,
}

/// Takes messages, one at a time.
pub trait Courier {
    /// Makes ready, such as by a connection; nothing has left before it has been asked to [`Courier::carry`].
    ///
    /// # Errors
    /// Why it cannot take any message now.
    fn ready(&mut self) -> Result<(), Refusal>;

    /// Takes one message.
    fn carry(&mut self, mail: &Mail) -> Outcome;

    /// Says goodbye; what was taken stays taken.
    fn close(&mut self) {}
}

/// The courier of a transport.
pub fn courier<'a>(transport: &'a Transport, environment: &'a BTreeMap<String, String>) -> Box<dyn Courier + 'a> {
    match transport {
        Transport::Smtp(smtp) => Box::new(smtp::Server::new(smtp, environment)),
        Transport::Sendmail { command, timeout } => Box::new(sendmail::Sendmail { command, timeout: *timeout }),
        Transport::Folder(path) => Box::new(folder::Folder { path }),
    }
}

/// An answer on one line, without control characters.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").chars().filter(|letter| !letter.is_control()).collect();
    text.chars().take(500).collect()
}
