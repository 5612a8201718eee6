//! A program that takes a message on its standard input, as sendmail does.

use super::program::{Ended, run_apart};
use super::{Courier, Outcome, Refusal, one_line};
use crate::delivery::message::Mail;
use std::time::Duration;

/// The system refused: it may work later.
const TEMPORARY: i32 = 71;
/// It could not be sent at once: sendmail may have put it into its queue, other programs have not. The system refused in
/// the middle, or the other server broke off, perhaps after it had all of it.
const TAKEN_PERHAPS: [i32; 3] = [74, 75, 76];

/// A program with its first arguments.
pub(super) struct Sendmail<'a> {
    pub(super) command: &'a [String],
    pub(super) timeout: Duration,
}

impl Courier for Sendmail<'_> {
    fn ready(&mut self) -> Result<(), Refusal> {
        Ok(())
    }

    fn carry(&mut self, mail: &Mail) -> Outcome {
        let own = ["-i", "-f", mail.from.as_str(), "--", mail.to.as_str()].map(str::to_owned);
        let words = [self.command, &own].concat();
        // Programs on this side of the network end lines as files do.
        let mut bytes = mail.bytes.clone();
        bytes.retain(|byte| *byte != b'\r');
        match run_apart(&words, bytes, self.timeout) {
            Ok(Ended::Code(0, ..)) => Outcome::Taken(format!("`{}` took it", self.command[0])),
            Ok(Ended::Code(code, _, complaint)) => {
                let complaint = one_line(&String::from_utf8_lossy(&complaint));
                let reply = format!("`{}` ended with {code}: {complaint}", self.command[0]);
                match code {
                    code if TAKEN_PERHAPS.contains(&code) => Outcome::Unknown(reply),
                    code => Outcome::Refused(Refusal { temporary: code == TEMPORARY, reply }),
                }
            }
            Ok(Ended::Killed(how)) => Outcome::Unknown(format!("`{}`: {how}", self.command[0])),
            Err(error) => {
                let reply = format!("cannot start `{}`: {error}", self.command[0]);
                Outcome::Refused(Refusal { temporary: true, reply })
            }
        }
    }
}
