//! What stands in `latest.json` beside the issues of a report: which one is current, or why the newest attempt is none.

use super::{Failure, Job, Outcome, deliver};
use crate::config::{Config, Known, ReportConfig};
use crate::delivery::{self, Latest, LatestStatus, RECORD_VERSION, Shelf};
use crate::domain::{Instant, Quarter, Zone};
use crate::run_record::local_time;

/// That an issue is the current one.
pub(super) fn latest(report: &ReportConfig, quarter: Quarter, issue: u32, now: Instant) -> Latest {
    Latest {
        record_version: RECORD_VERSION,
        report: report.id.clone(),
        period: quarter,
        issue: Some(issue),
        status: LatestStatus::Current,
        attempted_at: local_time(now, Zone::utc()),
        reasons: Vec::new(),
    }
}

/// Says beside the issues of a report that the newest attempt at it failed or was held.
///
/// # Errors
/// When an earlier issue would still be called the current one.
pub(super) fn failed(job: &Job, outcome: &Outcome) -> Result<(), delivery::Error> {
    let (Some(outbox), Some(failure)) =
        (job.outbox, outcome.failure().filter(|failure| failure.is_own() || failure.held().is_some()))
    else {
        return Ok(());
    };
    if job.config.fault(&outcome.report).is_some_and(|faulty| faulty.known == Known::Line) {
        return Ok(());
    }
    let quarter = deliver::quarter_of(job.config, job.request, outcome);
    let shelf = Shelf::at(outbox.root(), quarter, &outcome.report);
    let known = shelf.latest().and_then(|latest| latest.issue);
    let latest = Latest {
        record_version: RECORD_VERSION,
        report: outcome.report.clone(),
        period: quarter,
        issue: known.filter(|issue| shelf.record(*issue).is_some()),
        status: if failure.held().is_some() { LatestStatus::Held } else { LatestStatus::Failed },
        attempted_at: local_time(job.request.now, Zone::utc()),
        reasons: own_words(job.config, &outcome.report, failure),
    };
    shelf.disown(outbox, &latest)
}

/// Why a report failed, without a word of another client: what stands beside the issues may be handed on with them.
fn own_words(config: &Config, report: &str, failure: &Failure) -> Vec<String> {
    let own = deliver::configured(config, report);
    let is_other = |one: &&ReportConfig| one.id != report;
    let others = || config.written().into_iter().filter(is_other);
    let names = |one: &ReportConfig| -> Vec<String> {
        one.client.written().into_iter().map(|(_, name)| name.to_owned()).collect()
    };
    let known = own.map(names).unwrap_or_default();
    let told = |line: &str| {
        others().any(|one| {
            let is_named = |name: &String| {
                !known.contains(name) && (line.contains(&format!("`{name}`")) || name.len() > 3 && line.contains(name))
            };
            line.contains(&format!("`{}`", one.id)) || names(one).iter().any(is_named)
        })
    };
    let cure =
        format!("`quarterdeck check --report {report}` tells what is wrong; another report is concerned as well");
    let line = |line: String| if told(&line) { cure.clone() } else { line };
    failure.lines().into_iter().map(line).collect()
}
