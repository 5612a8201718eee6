//! What happened to a metric: events, restarts of its baseline and actions on it, marked on its line.

use crate::catalogue::definition::Definition;
use crate::config::ReportConfig;
use crate::domain::{Localized, Period};
use crate::insight::{Cause, CauseKind};
use crate::report::draft::Draft;
use chrono::{Days, NaiveDate};

/// Most events on one line: the latest.
const MOST: usize = 4;
/// Days between a day of change and an event that is told with it.
const NEAR: u64 = 14;
/// Days before the quarter in which an event still counts among those of its time.
const BEFORE: u64 = 92;

/// The marks of a metric's events on its line, and their legend, a sentence of its own.
pub fn marks(draft: &Draft, definition: &Definition) -> (Vec<(String, f64)>, String) {
    let periods = draft.scene.periods;
    let mut all = of(draft, definition);
    let actions = draft.inputs.config.actions.iter().flatten().filter(|one| one.metric == definition.id);
    all.extend(actions.filter_map(|one| Some((one.started?, one.title.clone()))));
    all.sort_by_key(|(day, _)| *day);
    let mut dated: Vec<(f64, NaiveDate, String)> =
        all.into_iter().filter_map(|(day, title)| Some((place(periods, day)?, day, draft.foreign(&title)))).collect();
    dated.drain(..dated.len().saturating_sub(MOST));
    if dated.is_empty() {
        return (Vec::new(), String::new());
    }
    let name = |at: usize| char::from(b'A' + u8::try_from(at).unwrap_or(0)).to_string();
    let legend: Vec<String> =
        dated.iter().enumerate().map(|(at, (_, day, title))| format!("{} {day} {title}", name(at))).collect();
    let told = draft.words.with("trend-events", &[("events", &draft.list(&legend))]);
    let marks = dated.iter().enumerate().map(|(at, (place, ..))| (name(at), *place)).collect();
    (marks, format!("{}{told}", draft.words.separator("sentence-separator")))
}

/// What was documented near a cause: round the day of an event, else in its quarter or the one before; the
/// latest of it, `2026-07-01 New rosters`. An action is a remedy and no suspect: it is not told with a cause.
pub fn near(draft: &Draft, definition: &Definition, cause: &Cause) -> Option<String> {
    let period = draft.scene.period();
    let day = cause.from.as_ref().and_then(|day| day.parse::<NaiveDate>().ok());
    let (from, to) = match (cause.kind, day) {
        (CauseKind::Event, Some(day)) => {
            (day.checked_sub_days(Days::new(NEAR))?, day.checked_add_days(Days::new(NEAR))?)
        }
        _ => (period.first_day.checked_sub_days(Days::new(BEFORE))?, period.next_first_day),
    };
    let mut found = of(draft, definition);
    found.retain(|(day, _)| from <= *day && *day < to);
    found.last().map(|(day, title)| format!("{day} {}", draft.foreign(title)))
}

/// Events and restarts that concern a metric, by day, each once.
fn of(draft: &Draft, definition: &Definition) -> Vec<(NaiveDate, Localized)> {
    let config: &ReportConfig = draft.inputs.config;
    let concerns = |metrics: &[String]| metrics.is_empty() || metrics.contains(&definition.id);
    let events = config.events.iter().filter(|one| concerns(&one.metrics)).map(|one| (one.date, one.title.clone()));
    let restarts = config.restarts.iter().filter(|one| concerns(&one.metrics));
    let restarts = restarts.map(|one| (one.from, one.reason.clone()));
    let mut all: Vec<(NaiveDate, Localized)> = events.chain(restarts).collect();
    all.sort_by_key(|(day, _)| *day);
    all.dedup();
    all
}

/// Where a day stands on the axis of quarters, whose points are the middles of the quarters.
fn place(periods: &[Period], day: NaiveDate) -> Option<f64> {
    let at = periods.iter().position(|period| period.first_day <= day && day < period.next_first_day)?;
    let period = &periods[at];
    let whole = (period.next_first_day - period.first_day).num_days().max(1) as f64;
    Some(at as f64 - 0.5 + (day - period.first_day).num_days() as f64 / whole)
}

#[cfg(test)]
mod tests {
    use crate::config::{Event, Restart};
    use crate::domain::{Locale, Localized};
    use crate::report::model::ChartData;
    use crate::report::scenario;

    #[test]
    fn what_happened_stands_on_the_line_of_what_it_concerns() {
        let mut scenario = scenario::rich();
        let title = |text: &str| Localized::both(&format!("甲{text}"), text);
        let day = |text: &str| text.parse().unwrap();
        scenario.config.events = vec![
            Event { date: day("2026-07-01"), metrics: vec!["csat_top2".to_owned()], title: title("New questions") },
            Event { date: day("2019-07-01"), metrics: Vec::new(), title: title("Long ago") },
        ];
        scenario.config.restarts =
            vec![Restart { from: day("2026-02-15"), metrics: Vec::new(), reason: title("New rosters") }];
        let report = scenario.report(Locale::known("en"));
        let line = |metric: &str| match &report.charts[&format!("trend-{metric}")] {
            ChartData::Trend(trend) => trend.events.clone(),
            other => panic!("{other:?}"),
        };
        // Quarters 0 to 8; the eighth begins on 1 July 2026, the sixth on 1 January (45 of 90 days passed).
        assert_eq!(line("csat-top2"), [("A".to_owned(), 6.0), ("B".to_owned(), 7.5)]);
        assert_eq!(line("resolution-rate-within-target"), [("A".to_owned(), 6.0)]);
        let text = serde_json::to_string(&report).unwrap();
        assert!(text.contains("Events: A 2026-02-15 New rosters, B 2026-07-01 New questions"), "{text}");
        assert!(!text.contains("Long ago"));
    }
}
