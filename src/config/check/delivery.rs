//! Checks how a report reaches people (transport, sender, words, recipients), and who is told of it.

mod notices;
mod recipients;
mod sealing;
mod transport;

use super::Checker;
use crate::config::delivery::{Delivery, Due, Mailbox, Secret, breaks_lines};
use crate::config::file;
use crate::config::tree::{Mark, Node, Value};
use crate::config::written::{OneOrMany, Written};
use crate::domain::Localized;
use chrono::NaiveTime;

/// A secret in its three places: environment variable, file, program.
type Places<'w> = (&'w Written<String>, &'w Written<String>, &'w Written<OneOrMany<String>>);

/// Megabytes that most mail servers take.
const LARGEST: u32 = 10;

impl Checker<'_> {
    /// `None` where nothing is configured, or something that it cannot do without is wrong.
    pub(super) fn delivery(&mut self, report: &file::Report) -> Option<Delivery> {
        let (written, mark) = report.delivery.placed()?;
        let transport = self.transport(written, mark);
        let from = self.mailbox(&written.from, "from");
        if written.from.is_absent() {
            self.error("missing-key", mark, "`from` is missing in this `delivery`".to_owned());
        }
        let reply_to = self.mailbox(&written.reply_to, "reply_to");
        let subject = self.subject(&written.subject);
        let recipients = self.recipients(report, written);
        let dkim = self.dkim(&written.dkim, from.as_ref());
        let encryption = self.encryption(written);
        let approval_signature = self.approval_signature(written);
        let mut domains = Vec::new();
        for (text, mark) in written.domains.items().iter().filter_map(Written::placed) {
            match crate::config::delivery::mail_domain(text) {
                Ok(domain) => domains.push(domain),
                Err(message) => self.error("invalid-domain", mark, message),
            }
        }
        Some(Delivery {
            transport: transport?,
            from: from?,
            reply_to,
            subject,
            footer: written.footer.get().cloned(),
            approval: written.approval.get().copied().unwrap_or_default(),
            link: self.link(&written.link),
            largest: u64::from(self.within(&written.largest_megabytes, "largest_megabytes", (1, 100), LARGEST))
                * 1_000_000,
            recipients,
            domains,
            due: self.due(&written.due),
            dkim,
            encryption,
            approval_signature,
        })
    }

    /// What is written without a value in any `delivery` would be taken for what is not written: `encryption:` with its
    /// lines commented out would send in clear text.
    pub(super) fn empty_deliveries(&mut self, tree: &Node) {
        let groups = match tree.get("groups").map(|node| &node.value) {
            Some(Value::Map(entries)) => &entries[..],
            _ => &[],
        };
        let above = tree.get("defaults").into_iter().chain(groups.iter().map(|(_, node)| node));
        let mut open: Vec<&Node> = above.chain(tree.items("reports")).filter_map(|node| node.get("delivery")).collect();
        while let Some(node) = open.pop() {
            match &node.value {
                Value::Map(entries) => {
                    for (key, _) in entries.iter().filter(|(_, node)| node.value == Value::Null) {
                        let message = format!("`{}` is written without a value", key.text);
                        self.error_with_hint("empty-key", key.mark, message, "write its value, or leave the line out");
                    }
                    open.extend(entries.iter().map(|(_, node)| node));
                }
                Value::List(items) => open.extend(items),
                _ => {}
            }
        }
    }

    fn mailbox(&mut self, written: &Written<String>, key: &str) -> Option<Mailbox> {
        let (text, mark) = written.placed()?;
        match Mailbox::parse(text) {
            Ok(mailbox) => Some(mailbox),
            Err(why) => {
                let message = format!("`{}` cannot be `{key}`: {why}", text.escape_debug());
                let hint = "write it as `Reports <reports@example.com>`";
                self.error_with_hint("invalid-address", mark, message, hint);
                None
            }
        }
    }

    /// A subject stands in the head of the message.
    fn subject(&mut self, written: &Written<Localized>) -> Option<Localized> {
        let (subject, mark) = written.placed()?;
        for (_, text) in subject.written() {
            if text.trim().is_empty() || text.chars().any(breaks_lines) {
                let message = format!("`{}` cannot be a subject", text.escape_debug());
                self.error_with_hint("invalid-subject", mark, message, "write it on one line");
                return None;
            }
            let rest = text.replace("{client}", "").replace("{period}", "");
            if rest.contains(['{', '}']) {
                let message = format!("`{text}` holds something else in braces than `{{client}}` and `{{period}}`");
                self.error("invalid-subject", mark, message);
                return None;
            }
        }
        Some(subject.clone())
    }

    fn link(&mut self, written: &Written<String>) -> Option<String> {
        let (text, mark) = written.placed()?;
        let plain = text.chars().all(|letter| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter));
        if plain && text.starts_with("https://") && text.len() > "https://".len() {
            return Some(text.trim_end_matches('/').to_owned());
        }
        let hint = "write the address under which the output folder can be read, such as `https://reports.example.com`";
        self.error_with_hint("invalid-link", mark, format!("`{}` is no https address", text.escape_debug()), hint);
        None
    }

    fn due(&mut self, written: &Written<file::Due>) -> Due {
        let Some(written) = written.get() else { return Due::default() };
        let usual = Due::default();
        let at = written.at.placed().map(|(text, mark)| (NaiveTime::parse_from_str(text, "%H:%M").ok(), text, mark));
        if let Some((None, text, mark)) = at {
            self.error_with_hint("invalid-time", mark, format!("`{text}` is no time of day"), "write it as `08:00`");
        }
        Due {
            working_day: self.within(&written.working_day, "working_day", (1, 60), usual.working_day),
            at: at.and_then(|(at, ..)| at).unwrap_or(usual.at),
        }
    }

    /// A whole number within bounds.
    fn within(&mut self, written: &Written<u32>, key: &str, (least, most): (u32, u32), usual: u32) -> u32 {
        match written.placed() {
            Some((number, _)) if (least..=most).contains(number) => *number,
            Some((number, mark)) => {
                let message = format!("`{key}` is {number}; it must be {least} to {most}");
                self.error("out-of-range", mark, message);
                usual
            }
            None => usual,
        }
    }

    /// A program with its arguments, as it is run: no shell reads it.
    pub(in crate::config::check) fn program(
        &mut self,
        written: &Written<OneOrMany<String>>,
        key: &str,
    ) -> Option<Vec<String>> {
        let (_, mark) = written.placed()?;
        let words: Vec<String> = written.items().iter().filter_map(Written::get).cloned().collect();
        let usable = words.first().is_some_and(|program| !program.trim().is_empty());
        let nul = words.iter().any(|word| word.contains('\0'));
        if usable && !nul {
            return Some(words);
        }
        let hint = "write the program and its arguments as a list: `[/usr/sbin/sendmail, -oi]`";
        self.error_with_hint("invalid-command", mark, format!("`{key}` names no program"), hint);
        None
    }

    /// A secret in a variable of the environment. What is no name of one may be the secret itself: it is not said on.
    pub(super) fn variable(&mut self, written: &Written<String>, key: &str) -> Option<Secret> {
        let (name, mark) = written.placed()?;
        let letter = |one: char| one.is_ascii_alphanumeric() || one == '_';
        if name.chars().all(letter) && name.starts_with(|one: char| !one.is_ascii_digit()) {
            return Some(Secret::Environment(name.clone()));
        }
        let message = format!("`{key}` names a variable of the environment; what is written there is no name of one");
        let hint = "a name has letters, digits and `_`, such as SMTP_PASSWORD; a secret itself is not written here";
        self.error_with_hint("invalid-secret", mark, message, hint);
        None
    }

    /// The one place that a secret comes from.
    fn secret(&mut self, (env, file, command): Places<'_>, (name, of): (&str, &str), mark: Mark) -> Option<Secret> {
        let environment = self.variable(env, &format!("{name}_env"));
        if environment.is_none() && env.get().is_some() {
            return None;
        }
        let in_file = file.get().map(|text| Secret::File(self.folder.join(text)));
        let command = self.program(command, &format!("{name}_command")).map(Secret::Command);
        let found: Vec<Secret> = [environment, in_file, command].into_iter().flatten().collect();
        match <[Secret; 1]>::try_from(found) {
            Ok([only]) => Some(only),
            Err(_) => {
                let message = format!("`{of}` needs one source of its {name}");
                let hint = format!("write one of `{name}_env`, `{name}_file`, `{name}_command`");
                self.error_with_hint("invalid-secret", mark, message, hint);
                None
            }
        }
    }

    fn absent(&mut self, key: &str, of: &str, mark: Mark) {
        self.error("missing-key", mark, format!("`{key}` is missing in `{of}`"));
    }
}
