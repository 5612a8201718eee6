//! What a run says in the log of each quarter that it makes reports of.

use super::{Ending, Failure, Job, Outcome, deliver};
use crate::config::ReportConfig;
use crate::delivery;
use crate::diagnostic::Severity;
use crate::domain::{Instant, Quarter};
use crate::run_record::Reused;
use crate::run_record::events::{self, Event, milliseconds, slowest};
use std::collections::BTreeSet;
use std::path::Path;

/// The command that a run is.
const COMMAND: &str = "run";

/// Says that the run begins, in the log of each of its quarters.
///
/// # Errors
/// When a log cannot be written.
pub(super) fn began(job: &Job, reports: &[&ReportConfig]) -> Result<(), delivery::Error> {
    let event = Event::Started { command: COMMAND, version: env!("CARGO_PKG_VERSION") };
    everywhere(job, reports, &event)
}

/// Says that the run is over, in the log of each of its quarters.
///
/// # Errors
/// When a log cannot be written.
pub(super) fn over(job: &Job, reports: &[&ReportConfig], seconds: f64) -> Result<(), delivery::Error> {
    let event = Event::Ended { command: COMMAND, seconds: milliseconds(seconds) };
    everywhere(job, reports, &event)
}

/// Says how a report ended.
///
/// # Errors
/// When the log cannot be written.
pub(super) fn ended(job: &Job, outcome: &Outcome) -> Result<(), delivery::Error> {
    let events = events_of(outcome);
    let _turn = delivery::log_turn();
    let at = present(job);
    let quarter = deliver::quarter_of(job.config, job.request, outcome);
    write(job, quarter, &events::lines(events.iter().map(|event| (at, event))))
}

fn everywhere(job: &Job, reports: &[&ReportConfig], event: &Event) -> Result<(), delivery::Error> {
    let quarter = |report: &&ReportConfig| {
        job.request.quarter.unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone))
    };
    let quarters: BTreeSet<Quarter> = reports.iter().map(quarter).collect();
    let _turn = delivery::log_turn();
    let lines = events::lines([(present(job), event)]);
    quarters.into_iter().try_for_each(|quarter| write(job, quarter, &lines))
}

fn write(job: &Job, quarter: Quarter, lines: &[u8]) -> Result<(), delivery::Error> {
    let Some(outbox) = job.outbox else { return Ok(()) };
    delivery::log(outbox.root(), &Path::new(&quarter.to_string()).join(events::FILE), lines)
}

/// The present, by the steady clock.
fn present(job: &Job) -> Instant {
    let passed = i64::try_from(job.request.since.elapsed().as_micros()).unwrap_or(i64::MAX);
    Instant(job.request.now.0.saturating_add(passed))
}

fn events_of(outcome: &Outcome) -> Vec<Event> {
    let report = outcome.report.clone();
    match &outcome.ending {
        Ending::Made(made) => {
            let stages: Vec<(String, f64)> =
                outcome.stages.iter().map(|(stage, seconds)| (stage.name().to_owned(), *seconds)).collect();
            let reason = made.verdict.overridden.as_ref().map(|overridden| overridden.reason.clone());
            let rules = made.verdict.holding();
            let overridden = reason.map(|reason| Event::Overridden { report: report.clone(), rules, reason });
            let made = Event::Made {
                report,
                issue: made.issue,
                unchanged: made.reused == Reused::Everything,
                seconds: milliseconds(outcome.seconds),
                slowest: slowest(&stages),
            };
            overridden.into_iter().chain([made]).collect()
        }
        Ending::Failed(Failure::Held(held)) => vec![Event::Held { report, rules: held.verdict.holding() }],
        Ending::Failed(Failure::Interrupted) => vec![Event::Interrupted { report }],
        Ending::Failed(Failure::LeftOut) => vec![Event::LeftOut { report }],
        Ending::Failed(failure) => vec![Event::Failed { report, codes: codes(failure) }],
    }
}

/// Messages name cells and files; the log names what they are about.
fn codes(failure: &Failure) -> Vec<String> {
    let codes: BTreeSet<&str> = match failure {
        Failure::Input(found) => {
            found.iter().filter(|one| one.severity == Severity::Error).map(|one| one.code.as_ref()).collect()
        }
        Failure::Bug(_) => BTreeSet::from(["internal-error"]),
        _ => BTreeSet::from(["world"]),
    };
    codes.into_iter().map(str::to_owned).collect()
}
