//! What is asked about issues that stand: how two of them differ, and which are no longer kept.

use super::{Error, Failure, restate};
use crate::config::{Config, ReportConfig};
use crate::delivery::{self, Extent, Outbox, Purged, Shelf};
use crate::domain::{Instant, Quarter};
use crate::report::Changes;

/// What is different between two issues of a report; without numbers, between the newest and the one that it
/// takes the place of.
///
/// # Errors
/// When there are no such two issues, in words.
pub fn diff(config: &Config, report: &str, quarter: Quarter, issues: Option<(u32, u32)>) -> Result<Changes, String> {
    let shelf = Shelf::at(&config.output, quarter, report);
    let stand = shelf.issues().map_err(|error| Failure::world(error).lines().join("; "))?;
    let listed = match stand.as_slice() {
        [] => "there is no issue yet".to_owned(),
        some => format!("there are issues {}", some.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
    };
    let (one, other) = match issues {
        Some(issues) => issues,
        None => {
            let newest = stand.last().and_then(|issue| shelf.record(*issue));
            let pair = newest.and_then(|newest| Some((newest.follows?, newest.issue)));
            pair.ok_or_else(|| format!("{listed}; name two with `--issues 1 2`"))?
        }
    };
    let record = |issue: u32| shelf.record(issue).ok_or_else(|| format!("there is no issue {issue}; {listed}"));
    let (earlier, later) = (record(one)?, record(other)?);
    let after = restate::measurements(&shelf, other).map_err(|failure| failure.lines().join("; "))?;
    let now = (&after, &later.snapshot, &later.made_by);
    restate::changes(&shelf, (&earlier, other), now).map_err(|failure| failure.lines().join("; "))
}

/// Removes the files of issues that are older than the configuration keeps.
///
/// # Errors
/// When another run holds the output folder, or a file cannot be removed.
pub fn purge(config: &Config, now: Instant, extent: Extent) -> Result<Vec<Purged>, Error> {
    let outbox = Outbox::open(&config.output, "purge")?;
    let keep = i32::from(config.keep_quarters.unwrap_or(u16::MAX));
    let configured = config.written();
    let usual = configured.first().map(|report| report.fiscal);
    let oldest = |id: &str| {
        let own: Option<&&ReportConfig> = configured.iter().find(|report| report.id == id);
        let (fiscal, zone) =
            own.map_or((usual.unwrap_or_default(), Default::default()), |report| (report.fiscal, report.time_zone));
        fiscal.last_complete(now, zone).plus(1 - keep)
    };
    Ok(delivery::purge(&outbox, &oldest, extent)?)
}
