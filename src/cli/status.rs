//! The command `status`: of each report the issue, its gate and approval, its deliveries and the next day due.

use super::send::refused;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::config::{Config, Faulty, ReportConfig};
use crate::delivery::ledger::{Delivery, Ledger};
use crate::delivery::release::{self, Released};
use crate::delivery::schedule::next_due;
use crate::delivery::stored::{self, Issue};
use crate::delivery::{self, LatestStatus, Unsettled};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A report as `status --json` prints it.
#[derive(Debug, Serialize)]
struct State {
    report: String,
    period: String,
    /// `none`, `current`, `held` or `failed`.
    newest: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    issue: Option<u32>,
    /// The issue that was sent or approved before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<u32>,
    gate: Option<&'static str>,
    /// `not_needed`, `waiting`, `approved`, or `outdated` where something was changed since.
    approval: Option<&'static str>,
    approved_by: Option<String>,
    recipients: usize,
    /// Deliveries of the issue by state.
    deliveries: BTreeMap<&'static str, usize>,
    next_due: String,
    next_period: String,
    /// What is not settled of other quarters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unsettled: Vec<Unsettled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

pub(super) fn run(as_json: bool, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let (config, _) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    // What is wrong with the ledger stops sending, and is told here; what it still knows is shown.
    let doubt = delivery::known(&config, surroundings.now).err();
    let rows = match Ledger::look(&config.ledger, &config.output)
        .and_then(|ledger| ledger.map_or(Ok(Vec::new()), |ledger| ledger.rows(None)))
    {
        Ok(rows) => rows,
        Err(error) => return refused(&error.into(), speech),
    };
    let chosen = |report: &&ReportConfig| options.report.is_empty() || options.report.contains(&report.id);
    let states: Vec<State> = config
        .reports
        .iter()
        .filter(chosen)
        .map(|report| state(&config, report, (options, surroundings), &rows))
        .collect();
    let faulty = |one: &&Faulty| options.report.is_empty() || options.report.contains(&one.report.id);
    let faulty: Vec<&Faulty> = config.faulty.iter().filter(faulty).collect();
    if as_json || speech.is_json() {
        let problem = doubt.as_ref().map(ToString::to_string);
        let wrong = |one: &&Faulty| {
            let problems: Vec<String> = one.problems.iter().map(ToString::to_string).collect();
            json!({ "report": one.report.id, "problems": problems })
        };
        let wrong: Vec<Value> = faulty.iter().map(wrong).collect();
        let whole = json!({ "reports": states, "faulty": wrong, "ledger": config.ledger, "ledger_problem": problem });
        speech.result(&format!("{whole:#}"));
    } else {
        states.iter().for_each(|state| speech.told(&line(state)));
        states
            .iter()
            .for_each(|state| state.unsettled.iter().for_each(|one| speech.told(&earlier(&state.report, one))));
        for one in &faulty {
            let first = one.problems.first().map(|problem| format!(": {problem}")).unwrap_or_default();
            speech
                .told(&format!("{}: its configuration is wrong, nothing of it is made or sent{first}", one.report.id));
        }
    }
    let sound = if faulty.is_empty() { Exit::Done } else { Exit::SomeFailed };
    match doubt {
        Some(error) => refused(&error.into(), speech).or_first(sound),
        None => sound,
    }
}

/// What is not settled of another quarter.
fn earlier(report: &str, one: &Unsettled) -> String {
    let mut parts = vec![format!("{report} {}: issue {} is not settled", one.period, one.issue)];
    parts.extend(one.waits_for_approval.then(|| "approval waiting".to_owned()));
    parts.extend(one.deliveries.iter().map(|(name, count)| format!("{count} {name}")));
    parts.push(one.cure.clone());
    parts.join("; ")
}

fn state(
    config: &Config,
    report: &ReportConfig,
    (options, surroundings): (&Options, &Surroundings),
    rows: &[Delivery],
) -> State {
    let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
    let next = next_due(report, surroundings.now);
    let mut state = State {
        report: report.id.clone(),
        period: quarter.to_string(),
        newest: "none",
        reasons: Vec::new(),
        issue: None,
        follows: None,
        gate: None,
        approval: None,
        approved_by: None,
        recipients: report.delivery.as_ref().map_or(0, |delivery| delivery.recipients.len()),
        deliveries: BTreeMap::new(),
        next_due: next.at.in_zone(report.time_zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        next_period: next.quarter.to_string(),
        unsettled: delivery::unsettled(config, report, quarter, rows),
        problem: None,
    };
    if let Err(error) = fill(&mut state, config, report) {
        state.problem = Some(error.to_string());
    }
    for row in rows {
        let key = &row.key;
        if key.report == state.report && key.period == state.period && Some(key.issue) == state.issue {
            *state.deliveries.entry(row.state.name()).or_default() += 1;
        }
    }
    state
}

fn fill(state: &mut State, config: &Config, report: &ReportConfig) -> Result<(), stored::Error> {
    let Some(latest) = stored::latest(&config.output, &state.period, &report.id)? else { return Ok(()) };
    state.newest = match latest.status {
        LatestStatus::Current => "current",
        LatestStatus::Held => "held",
        LatestStatus::Failed => "failed",
    };
    state.reasons = latest.reasons;
    state.issue = latest.issue;
    let Some(number) = latest.issue else { return Ok(()) };
    let issue = Issue::open(&config.output, (&state.period, number), report)?;
    state.follows = issue.record.follows;
    state.gate = Some(issue.record.gate.outcome.name());
    let Some(delivery) = &report.delivery else { return Ok(()) };
    let (released, approval) = release::released(&config.output, (report, delivery), &issue)?;
    state.approval = Some(match released {
        Released::NotNeeded => "not_needed",
        Released::Waiting => "waiting",
        Released::Approved => "approved",
        Released::Outdated => "outdated",
    });
    state.approved_by = approval.map(|approval| approval.by);
    Ok(())
}

fn line(state: &State) -> String {
    let after = state.follows.map(|before| format!(" after issue {before}")).unwrap_or_default();
    let issue = state.issue.map_or("no issue".to_owned(), |number| format!("issue {number}{after}"));
    let mut parts = vec![format!("{} {}: {issue}", state.report, state.period)];
    if !["none", "current"].contains(&state.newest) {
        parts.push(format!("newest run {}", state.newest));
        parts.extend(state.reasons.iter().cloned());
    }
    parts.extend(state.gate.iter().map(|gate| format!("gate {gate}")));
    parts.extend(state.approval.map(|approval| match &state.approved_by {
        Some(by) => format!("{} by {by}", approval.replace('_', " ")),
        None => format!("approval {}", approval.replace('_', " ")),
    }));
    let counts: Vec<String> = state.deliveries.iter().map(|(name, count)| format!("{count} {name}")).collect();
    parts.push(match (state.recipients, counts.is_empty()) {
        (0, true) => "nobody receives it".to_owned(),
        (recipients, true) => format!("nothing sent of {recipients} recipients"),
        (recipients, false) => format!("{} of {recipients} recipients", counts.join(", ")),
    });
    parts.extend(state.problem.clone());
    parts.push(format!("{} due {}", state.next_period, state.next_due));
    parts.join("; ")
}
