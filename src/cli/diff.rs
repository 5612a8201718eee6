//! The command `diff`: every figure that moved between two issues of a report.

use super::arguments::Diff;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::diagnostic::did_you_mean;
use crate::domain::Segment;
use crate::metrics::{Moved, State};
use crate::pipeline;
use crate::report::{Changes, FileChange};
use serde_json::json;

pub(super) fn run(asked: &Diff, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Ok((config, _)) = load(options, surroundings, speech) else { return Exit::Usage };
    let Some(report) = config.written().into_iter().find(|report| report.id == asked.of) else {
        let known = config.ids();
        let hint = did_you_mean(&asked.of, known.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("the configuration has {}", known.join(", ")));
        speech.error(&format!("`{}`: there is no such report; {hint}", asked.of));
        return Exit::Usage;
    };
    let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
    let issues = asked.issues.as_deref().and_then(|issues| Some((*issues.first()?, *issues.get(1)?)));
    match pipeline::diff(&config, &report.id, quarter, issues) {
        Ok(changes) => {
            speech.told(&if speech.is_json() { object(&asked.of, &changes) } else { told(&changes) });
            Exit::Done
        }
        Err(message) => {
            speech.error(&format!("{}, {quarter}: {message}", asked.of));
            Exit::Usage
        }
    }
}

fn object(report: &str, changes: &Changes) -> String {
    let files: Vec<String> = changes.files.iter().map(file).collect();
    json!({
        "event": "diff",
        "report": report,
        "issues": [changes.follows, changes.issue],
        "data": files,
        "taken_again": changes.taken_again,
        "definitions": changes.definitions,
        "settings": changes.settings,
        "templates": changes.templates,
        "program": changes.program,
        "figures": changes.figures,
    })
    .to_string()
}

/// The causes, one line each, then one line per figure.
fn told(changes: &Changes) -> String {
    let listed = |parts: Vec<String>| if parts.is_empty() { "unchanged".to_owned() } else { parts.join(", ") };
    let differs = |differs: bool| if differs { "different" } else { "unchanged" };
    let program = changes.program.as_ref().map_or("unchanged".to_owned(), |(old, new)| format!("{old} → {new}"));
    let taken = changes.taken_again.then(|| "taken at another time".to_owned());
    let mut lines = vec![
        format!("issue {} → issue {}", changes.follows, changes.issue),
        format!("data: {}", listed(taken.into_iter().chain(changes.files.iter().map(file)).collect())),
        format!("definitions: {}", listed(changes.definitions.clone())),
        format!("settings: {}", differs(changes.settings)),
        format!("templates: {}", differs(changes.templates)),
        format!("program: {program}"),
        format!("figures that moved: {}", changes.figures.len()),
    ];
    lines.extend(changes.figures.iter().map(line));
    lines.join("\n")
}

fn file(change: &FileChange) -> String {
    match change {
        FileChange::Added(table, path) => format!("+ {path} ({})", table.name()),
        FileChange::Removed(table, path) => format!("- {path} ({})", table.name()),
        FileChange::Changed(table, path) => format!("~ {path} ({})", table.name()),
    }
}

fn line(moved: &Moved) -> String {
    let segment = match &moved.segment {
        Segment::Total => String::new(),
        Segment::Part { dimension, value } => format!(" {dimension}={}", value.as_deref().unwrap_or_default()),
    };
    let (before, after) = (state(moved.before.as_ref()), state(moved.after.as_ref()));
    format!("  {} {}{segment}: {before} → {after}", moved.metric, moved.quarter)
}

fn state(state: Option<&State>) -> String {
    let Some(state) = state else { return "not measured".to_owned() };
    let status = serde_json::to_value(&state.status).unwrap_or_default();
    let status = status["is"].as_str().unwrap_or_default().to_owned();
    let value = match (state.value, state.at_least) {
        (Some(value), _) => value.to_string(),
        (None, Some(floor)) => format!("at least {floor}"),
        (None, None) => "no value".to_owned(),
    };
    let status = if status == "ok" { String::new() } else { format!(", {status}") };
    format!("{value} (n {}{status})", state.n)
}
