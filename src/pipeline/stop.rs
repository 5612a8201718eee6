//! A run that was asked to stop ends soon, also in the middle of a long stage: its record is written first.

use super::stage::{Event, Stages, Watch};
use super::{Ending, Failure, Job, Outcome, Run, deliver, log};
use crate::config::ReportConfig;
use rayon::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often it is looked whether the run shall stop.
const BEAT: Duration = Duration::from_millis(100);
/// Beats that stages have to end by themselves.
const PATIENCE: u32 = 10;

/// Attempts all reports in parallel; what came of them, in their order.
pub(super) fn watched<'a>(
    job: &Job,
    reports: &[&'a ReportConfig],
    (stages, watch): (&Stages, Watch),
    attempt: &(dyn Fn(&&'a ReportConfig) -> Outcome + Sync),
) -> Vec<Outcome> {
    let ended: Mutex<Vec<Option<Outcome>>> = Mutex::new(reports.iter().map(|_| None).collect());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let guard = scope.spawn(|| {
            if is_overdue(job, &done) {
                let mut ended = ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let interrupted = |report: &&ReportConfig| {
                    let seconds = stages.seconds();
                    let outcome = Outcome::new(report, Ending::Failed(Failure::Interrupted), Vec::new(), seconds);
                    // Whether it can be written or not, the run ends here.
                    let _ = log::ended(job, &outcome);
                    outcome
                };
                let outcomes = ended
                    .iter_mut()
                    .zip(reports)
                    .map(|(one, report)| one.take().unwrap_or_else(|| interrupted(report)));
                let run = Run { outcomes: outcomes.collect(), warnings: Vec::new(), seconds: stages.seconds() };
                if let Some(outbox) = job.outbox {
                    let _ = deliver::records(job.config, job.request, &run, outbox);
                }
                watch(Event::Overdue);
                *ended = run.outcomes.into_iter().map(Some).collect();
            }
        });
        reports.par_iter().enumerate().for_each(|(at, report)| {
            let outcome = attempt(report);
            ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[at] = Some(outcome);
        });
        done.store(true, Ordering::SeqCst);
        guard.thread().unpark();
    });
    let ended = ended.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    ended.into_iter().map(|outcome| outcome.expect("every report was attempted")).collect()
}

/// Waits for the end of the run; true when it was asked to stop and has not ended in time.
fn is_overdue(job: &Job, done: &AtomicBool) -> bool {
    let mut beats = 0;
    while !done.load(Ordering::SeqCst) {
        if beats > PATIENCE {
            return true;
        }
        thread::park_timeout(BEAT);
        beats += u32::from(job.request.stop.load(Ordering::SeqCst));
    }
    false
}
