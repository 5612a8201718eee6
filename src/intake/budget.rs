//! Keeps the reading of a report within its limits, whatever a client sends.

use super::cache::{Entry, Record};
use super::job::{Job, Stop};
use super::stage::Work;
use super::{Error, Reject};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{Limits, size};
use rayon::prelude::*;

/// What became of one file: staged, or refused.
pub type Settled = Result<(Entry, Record), Vec<Diagnostic>>;

/// More files or bytes than one report may read.
pub fn too_much(report: &ReportConfig, work: &[Work], limits: &Limits) -> Option<Diagnostic> {
    let refused = |code, message: String, hint: &str| {
        Some(Diagnostic::error(code, report.place.clone(), message).with_hint(hint))
    };
    if work.len() > limits.files {
        let message =
            format!("the sources of report `{}` read {} files, more than {}", report.id, work.len(), limits.files);
        let hint = "join them, for example to one file for each month, or narrow the file patterns";
        return refused("too-many-files", message, hint);
    }
    let bytes: u64 = work.iter().filter_map(|work| work.file.path.metadata().ok()).map(|about| about.len()).sum();
    if bytes > limits.bytes {
        let message =
            format!("the sources of report `{}` read {}, more than {}", report.id, size(bytes), size(limits.bytes));
        return refused("too-much-data", message, "leave out what is older than the quarters that are measured");
    }
    None
}

/// Reads files in their order, as many at once as the limits allow; a failure of the world ends it.
/// Beyond the most bad rows the rest is not read.
pub fn run(report: &ReportConfig, jobs: &[&Job<'_>], limits: &Limits) -> Result<Vec<Settled>, Error> {
    let needs: Vec<u64> = jobs.iter().map(|job| limits.need(job.found.bytes, job.found.mark())).collect();
    let mut results: Vec<Settled> = Vec::new();
    for wave in limits.waves(&needs) {
        let found: Vec<_> = jobs[wave].par_iter().map(|job| one(job, limits)).collect();
        for result in found {
            results.push(match result {
                Ok(staged) => Ok(staged),
                Err(Stop::Refused(problems)) => Err(problems),
                Err(Stop::Failed(error)) => return Err(error),
            });
        }
        let rejects = || results.iter().flatten().flat_map(|(_, record)| &record.rejects);
        if rejects().nth(limits.rejects).is_some() {
            let problem = rejects().next().map(|first| hopeless(report, first, limits));
            results.resize_with(jobs.len(), || Err(Vec::new()));
            if let Some(last) = results.last_mut() {
                *last = Err(problem.into_iter().collect());
            }
            break;
        }
    }
    Ok(results)
}

/// Reads a file, unless that would take too much memory.
fn one(job: &Job<'_>, limits: &Limits) -> Result<(Entry, Record), Stop> {
    match limits.refusal(job.found.bytes, job.found.mark()) {
        None => job.run(),
        Some((message, hint)) => {
            let place = Place::file(job.file.relative.clone());
            Err(Diagnostic::error("file-too-large", place, message).with_hint(hint).into())
        }
    }
}

fn hopeless(report: &ReportConfig, first: &Reject, limits: &Limits) -> Diagnostic {
    let message = format!("the files of report `{}` have more than {} bad rows", report.id, limits.rejects);
    let hint = format!(
        "correct the mapping or the files; the first is line {} of `{}`, `{}`: {}",
        first.line, first.file, first.column, first.reason
    );
    Diagnostic::error("too-many-rejects", report.place.clone(), message).with_hint(hint)
}
