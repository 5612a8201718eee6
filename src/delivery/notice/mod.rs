//! Notices to the operator: what came of a run or of sending, to a robot of a chat and by mail.
//!
//! Holds report ids, counts and reasons; no recipient and no cell of anybody's data. Readers never receive one.
//! Whether a notice arrives decides nothing: what failed is said and that is all.

mod digest;
mod forms;
mod http;
mod signature;

use super::courier::secret;
use crate::config::{Delivery, NoticeForm, Notices, Webhook};
use crate::domain::Instant;
use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

/// Attempts at a webhook.
const ATTEMPTS: u32 = 2;
/// Wait before the second one.
const PAUSE: Duration = Duration::from_secs(1);
/// Reports that are named.
const MOST_ITEMS: usize = 60;
/// Reasons that are named of a report.
const MOST_REASONS: usize = 6;

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What was done, such as `run`.
    pub command: String,
    /// When, by the clock of the run.
    pub at: Instant,
    /// How many of what, such as 3 `made`; those of none are left out.
    pub counts: Vec<(&'static str, usize)>,
    /// Reports that a person should look at, in order.
    pub items: Vec<Item>,
}

/// A report that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Report id.
    pub report: String,
    /// Its quarter.
    pub period: String,
    /// What became of it, such as `held`.
    pub status: &'static str,
    /// Why, one line each.
    pub reasons: Vec<String>,
}

impl Notice {
    /// The counts in words.
    fn summary(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let counts = if counts.is_empty() { "nothing was done".to_owned() } else { counts.join(", ") };
        format!("Quarterdeck {}: {counts}", self.command)
    }

    /// The notice as lines of text.
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.summary()];
        for item in self.items.iter().take(MOST_ITEMS) {
            let period = if item.period.is_empty() { String::new() } else { format!(" {}", item.period) };
            lines.push(format!("{}{period}: {}", item.report, item.status));
            lines.extend(
                item.reasons.iter().take(MOST_REASONS).map(|reason| format!("- {}", without_addresses(reason))),
            );
            if item.reasons.len() > MOST_REASONS {
                lines.push(format!("- and {} more", item.reasons.len() - MOST_REASONS));
            }
        }
        if self.items.len() > MOST_ITEMS {
            lines.push(format!("and {} more reports", self.items.len() - MOST_ITEMS));
        }
        lines
    }
}

/// A text on one line, without mail addresses.
pub fn without_addresses(text: &str) -> String {
    let word = |word: &str| if word.contains('@') { "(address)".to_owned() } else { word.to_owned() };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Gives a notice in every way that is configured, mail by `delivery`; yields what failed, without any secret.
pub fn give(
    notice: &Notice,
    (notices, delivery): (&Notices, Option<&Delivery>),
    environment: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut failed = Vec::new();
    if let Some(webhook) = &notices.webhook
        && let Err(why) = call(notice, webhook, environment)
    {
        failed.push(format!("the notice to the webhook (`{}`) was not taken: {why}", webhook.form.name()));
    }
    if !notices.mail.is_empty() {
        match delivery {
            Some(delivery) => failed.extend(digest::send(notice, (&notices.mail, delivery), environment)),
            None => failed.push("the digest was not sent: no report has a `delivery`".to_owned()),
        }
    }
    failed
}

fn call(notice: &Notice, webhook: &Webhook, environment: &BTreeMap<String, String>) -> Result<(), String> {
    let url = http::Url::parse(secret::read(&webhook.url, environment)?.trim())?;
    let sign = webhook.signed_by.as_ref().map(|from| secret::read(from, environment)).transpose()?;
    let seconds = notice.at.0.div_euclid(1_000_000);
    let (mut signature, mut signed) = (None, url.clone());
    match (webhook.form, &sign) {
        (NoticeForm::Dingtalk, Some(secret)) => {
            signed = url.with_query(&signature::dingtalk(notice.at.0.div_euclid(1_000), secret));
        }
        (NoticeForm::Feishu, Some(secret)) => signature = Some((seconds, signature::feishu(seconds, secret))),
        _ => {}
    }
    let body = forms::body(webhook.form, notice, signature).to_string();
    let mut attempt = 1;
    loop {
        let answer = http::post(&signed, body.as_bytes(), (webhook.certificates.as_deref(), webhook.timeout));
        let may_pass = answer.as_ref().map_or(true, |answer| answer.status >= 500 || answer.status == 429);
        let taken = answer.and_then(|answer| forms::taken(webhook.form, &answer));
        match taken {
            Ok(()) => return Ok(()),
            Err(_) if may_pass && attempt < ATTEMPTS => thread::sleep(PAUSE),
            Err(why) => {
                let why = signed.hidden_in(&why);
                return Err(sign.filter(|sign| !sign.is_empty()).map_or(why.clone(), |sign| why.replace(&sign, "…")));
            }
        }
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out_and_lines_stay_lines() {
        let text = "RCPT: 550 5.1.1 <li@client.example>: no\r\nsuch user";
        assert_eq!(without_addresses(text), "RCPT: 550 5.1.1 (address) no such user");
    }

    #[test]
    fn many_reports_and_reasons_are_counted() {
        let item = |number: usize| Item {
            report: format!("r{number}"),
            period: "2026-Q3".to_owned(),
            status: "failed",
            reasons: vec!["x".to_owned(); 9],
        };
        let notice =
            Notice { command: "run".to_owned(), at: Instant(0), counts: vec![], items: (0..70).map(item).collect() };
        let lines = notice.lines();
        assert_eq!(lines[0], "Quarterdeck run: nothing was done");
        assert_eq!(lines[8], "- and 3 more");
        assert_eq!(lines.last().map(String::as_str), Some("and 10 more reports"));
    }
}
