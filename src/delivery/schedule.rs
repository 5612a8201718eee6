//! When reports are due: so many working days after the quarter's end, in the report's zone and calendar.

use crate::config::ReportConfig;
use crate::domain::{Instant, Quarter};
use chrono::{Datelike, NaiveDate, Weekday};
use std::path::PathBuf;

/// When a report of a quarter is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The quarter.
    pub quarter: Quarter,
    /// The day in the report's zone.
    pub day: NaiveDate,
    /// The instant.
    pub at: Instant,
    /// The calendar that does not reach to that day, so that weekdays were counted instead; `None` when all
    /// days are covered or no calendar is configured.
    pub beyond: Option<PathBuf>,
}

/// When a quarter of a report is due.
pub fn due(report: &ReportConfig, quarter: Quarter) -> DueDay {
    let settings = report.delivery.as_ref().map(|delivery| delivery.due).unwrap_or_default();
    let first = report.fiscal.first_day(quarter.plus(1));
    let (mut counted, mut beyond, mut day) = (0, false, first);
    for candidate in first.iter_days() {
        let (works, known) = works(report, candidate);
        beyond |= !known;
        counted += u32::from(works);
        if counted >= settings.working_day {
            day = candidate;
            break;
        }
    }
    let at = Instant::from_local(day.and_time(settings.at), report.time_zone);
    DueDay { quarter, day, at, beyond: report.calendar_file.clone().filter(|_| beyond) }
}

/// The next day due after an instant: of the quarter that ended last, or of the running one.
pub fn next_due(report: &ReportConfig, now: Instant) -> DueDay {
    let ended = report.fiscal.last_complete(now, report.time_zone);
    let last = due(report, ended);
    if last.at > now { last } else { due(report, ended.plus(1)) }
}

/// Whether work is done on a day, and whether the calendar says so itself.
fn works(report: &ReportConfig, day: NaiveDate) -> (bool, bool) {
    let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let Some(calendar) = &report.calendar else { return (weekday, true) };
    let after = day.succ_opt().unwrap_or(day);
    match calendar.open_days(day, after, report.time_zone) {
        Some(days) => (days > 0, true),
        None => (weekday, false),
    }
}
