//! What is not settled of quarters other than the one that is meant: approvals that are waited for, deliveries that
//! did not end.

use super::issue::LatestStatus;
use super::ledger::{Delivery as Row, State};
use super::outbox;
use super::release::{self, Released};
use super::stored::{self, Issue};
use crate::config::{Config, ReportConfig};
use crate::domain::Quarter;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is not settled of a report in a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsettled {
    /// The quarter.
    pub period: String,
    /// Its current issue, or the newest that was sent.
    pub issue: u32,
    /// Whether somebody must approve it, and nobody has.
    pub waits_for_approval: bool,
    /// Its deliveries by state.
    pub deliveries: BTreeMap<&'static str, usize>,
    /// What settles it.
    pub cure: String,
}

/// What is not settled of a report in all quarters but one, oldest first. People who receive it no more are left out.
pub fn unsettled(config: &Config, report: &ReportConfig, but: Quarter, rows: &[Row]) -> Vec<Unsettled> {
    let own: Vec<&Row> = rows.iter().filter(|row| row.key.report == report.id).collect();
    let folders = outbox::entries(&config.output).unwrap_or_default().into_iter().map(|(name, _)| name);
    let named: BTreeSet<String> = folders.chain(own.iter().map(|row| row.key.period.clone())).collect();
    let mut quarters: Vec<Quarter> = named.iter().filter_map(|name| name.parse().ok()).collect();
    quarters.retain(|quarter| *quarter != but);
    quarters.sort();
    quarters.into_iter().filter_map(|quarter| of_quarter(config, report, quarter, &own)).collect()
}

fn of_quarter(config: &Config, report: &ReportConfig, quarter: Quarter, own: &[&Row]) -> Option<Unsettled> {
    let delivery = report.delivery.as_ref()?;
    let period = quarter.to_string();
    let latest = stored::latest(&config.output, &period, &report.id).ok().flatten();
    let current = latest.filter(|latest| latest.status == LatestStatus::Current).and_then(|latest| latest.issue);
    let of_period = || own.iter().filter(|row| row.key.period == period);
    let number = current.or_else(|| of_period().map(|row| row.key.issue).max())?;
    let receives = |row: &&&Row| delivery.recipients.iter().any(|one| one.mailbox.address.key() == row.key.recipient);
    let mut deliveries: BTreeMap<&'static str, usize> = BTreeMap::new();
    for row in of_period().filter(|row| row.key.issue == number).filter(receives) {
        *deliveries.entry(row.state.name()).or_default() += 1;
    }
    let issue = current.and_then(|number| Issue::open(&config.output, (&period, number), report).ok());
    let released = issue.and_then(|issue| release::released(&config.output, (report, delivery), &issue).ok());
    let waits = !delivery.recipients.is_empty()
        && !deliveries.contains_key(State::Sent.name())
        && released.is_some_and(|(released, _)| {
            released == Released::Waiting || released == Released::Outdated && delivery.approval.is_needed()
        });
    let (id, option) = (&report.id, period_option(report, quarter));
    let has = |state: State| deliveries.contains_key(state.name());
    let cure = if waits {
        format!("`quarterdeck approve {id} --by NAME{option}`")
    } else if has(State::Unknown) || has(State::Sending) {
        format!("`quarterdeck send --resolve sent --report {id}{option}` or `--resolve failed`, after asking")
    } else if has(State::Failed) {
        format!("`quarterdeck resend --failed --report {id}{option}`")
    } else if has(State::Planned) {
        format!("`quarterdeck send --report {id}{option}`")
    } else {
        return None;
    };
    Some(Unsettled { period, issue: number, waits_for_approval: waits, deliveries, cure })
}

/// What a command needs to mean this quarter, where it is not the one that is meant without it.
pub fn period_option(report: &ReportConfig, quarter: Quarter) -> String {
    let usual = report.fiscal.last_complete(report.as_of, report.time_zone);
    if quarter == usual { String::new() } else { format!(" --period {quarter}") }
}
