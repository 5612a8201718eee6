//! The commands `run` and `check`.

use super::notice::Account;
use super::overlap::Overlap;
use super::speech::Speech;
use super::{Exit, Make, Options, Surroundings, files, load, request, veil};
use crate::config::Config;
use crate::delivery::{Keeping, period_option};
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::{Outcome as Found, Strictness, Verdict};
use crate::pipeline::{self, Cells, Failure, Mode, Outcome, Request, Rows, Run, Verify};
use crate::run_record::Reused;
use rayon::ThreadPoolBuilder;
use serde_json::json;
use std::sync::atomic::Ordering;

pub(super) fn run(
    (options, surroundings): (&Options, &Surroundings),
    speech: &Speech,
    (mode, how, overlap): (Mode, &Make, Option<&Overlap>),
    account: &mut Account,
) -> Exit {
    let (mut config, mut warnings) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    account.known(&config);
    let found = pipeline::check(&config, &options.report);
    let (errors, more): (Vec<_>, Vec<_>) = found.whole.into_iter().partition(|one| one.severity == Severity::Error);
    warnings.extend(more);
    for (id, problems) in found.own {
        let fault = problems.iter().any(|one| one.severity == Severity::Error);
        if !fault {
            warnings.extend(problems.iter().cloned());
        }
        config.set_aside(&id, problems);
    }
    speech.problems(&warnings);
    speech.problems(&errors);
    if !errors.is_empty() && mode == Mode::Write {
        account.refused(&errors);
        return Exit::Usage;
    }
    let mode = if errors.is_empty() { mode } else { Mode::DataOnly };
    for (option, ids) in [("--override-hold", &how.override_hold), ("--reissue", &how.reissue)] {
        if let Some(id) = ids.iter().find(|id| !config.ids().contains(&id.as_str())) {
            speech.error(&format!("`{option} {id}`: there is no such report"));
            return Exit::Usage;
        }
    }
    let keeping = if mode == Mode::Write { Keeping::Kept } else { Keeping::Passing };
    if let Err(exit) = veil(&mut config, surroundings, keeping, speech) {
        account.stopped("the key of pseudonyms cannot be had");
        return exit;
    }
    let reason = how.reason.clone().unwrap_or_default();
    let request = Request {
        verify: if how.verify { Verify::Bytes } else { Verify::State },
        strictness: if how.strict { Strictness::Strict } else { Strictness::AsConfigured },
        overrides: how.override_hold.iter().map(|id| (id.clone(), reason.clone())).collect(),
        reissue: how.reissue.iter().cloned().collect(),
        ..request(options, surroundings, mode, &warnings)
    };
    let made = match make(&config, &request, options, (surroundings, speech), overlap) {
        Ok(made) => made,
        Err((message, exit)) => {
            speech.error(&message);
            account.stopped(&message);
            return exit;
        }
    };
    tell(&config, &request, &made, speech);
    account.made(&made.outcomes, |outcome| pipeline::quarter_of(&config, &request, outcome).to_string());
    if !errors.is_empty() && !interrupted(&request) {
        return Exit::Usage;
    }
    exit_of(&made, &request)
}

fn make(
    config: &Config,
    request: &Request,
    options: &Options,
    (surroundings, speech): (&Surroundings, &Speech),
    overlap: Option<&Overlap>,
) -> Result<Run, (String, Exit)> {
    let reports = if request.reports.is_empty() { config.written().len() } else { request.reports.len() };
    let bar = speech.bar(reports);
    let threads = options.jobs.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| (error.to_string(), Exit::Usage))?;
    let watch = |event: pipeline::Event<'_>| {
        speech.event(event, &bar);
        overlap.iter().for_each(|overlap| overlap.hear(event));
    };
    let run = std::thread::scope(|scope| {
        if let Some(overlap) = overlap {
            let sending = overlap.begin();
            scope.spawn(move || sending.work(config, surroundings, speech));
        }
        let run = pool.install(|| pipeline::run(config, request, &watch));
        // A run that could not begin tells nothing.
        overlap.iter().for_each(|overlap| overlap.over());
        run
    });
    bar.finish_and_clear();
    run.map_err(|error| {
        let exit = if error.is_locked() { Exit::Locked } else { Exit::Usage };
        (pipeline::chain(&error), exit)
    })
}

fn interrupted(request: &Request) -> bool {
    request.stop.load(Ordering::SeqCst)
}

fn exit_of(run: &Run, request: &Request) -> Exit {
    let failed = |outcome: &Outcome| outcome.failure().is_some_and(Failure::is_own);
    let held = |outcome: &Outcome| outcome.failure().is_some_and(|failure| failure.held().is_some());
    match (run.outcomes.iter().any(failed), run.outcomes.iter().any(held)) {
        _ if interrupted(request) => Exit::Interrupted,
        (true, _) => Exit::SomeFailed,
        (false, true) => Exit::SomeHeld,
        (false, false) => Exit::Done,
    }
}

/// The summary: failures first, then what was made, the rows, and where to look.
fn tell(config: &Config, request: &Request, run: &Run, speech: &Speech) {
    speech.problems(&run.warnings);
    let option = |id: &str| {
        let report = config.written().into_iter().find(|report| report.id == id);
        report.zip(request.quarter).map(|(report, quarter)| period_option(report, quarter)).unwrap_or_default()
    };
    for outcome in &run.outcomes {
        speech.problems(outcome.warnings());
        let of = (outcome.report.as_str(), option(&outcome.report));
        outcome.made().into_iter().for_each(|made| gate((of.0, &of.1), &made.verdict, speech));
    }
    for (outcome, failure) in run.outcomes.iter().filter_map(|one| Some((one, one.failure()?))) {
        match failure {
            Failure::Input(problems) => {
                speech.error(&format!("{}: {}", outcome.report, counted(problems)));
                speech.problems(problems);
            }
            Failure::Held(held) => gate((&outcome.report, &option(&outcome.report)), &held.verdict, speech),
            Failure::Interrupted | Failure::LeftOut => {}
            other => speech.error(&format!("{}: {}", outcome.report, other.lines().join("; "))),
        }
    }
    let made: Vec<_> = run.outcomes.iter().filter_map(|one| Some((one, one.made()?))).collect();
    let read: Vec<_> = run.outcomes.iter().filter_map(|one| Some((one.report.as_str(), one.account()?))).collect();
    let rows = read.iter().fold(Rows::default(), |sum, (_, (rows, _))| sum.plus(*rows));
    let cells = read.iter().fold(Cells::default(), |sum, (_, (_, cells))| sum.plus(*cells));
    let folders = folders(config, &made);
    let unchanged = made.iter().filter(|(_, made)| made.reused == Reused::Everything).count();
    if speech.is_json() {
        let summary = json!({
            "event": "summary",
            "reports": { "made": made.len(), "failed": run.outcomes.len() - made.len(), "unchanged": unchanged },
            "rows": {
                "read": rows.read, "used": rows.used, "rejected": rows.rejected, "merged": rows.merged, "folded": rows.folded,
            },
            "cells": { "unreadable": cells.unreadable, "unknown": cells.unknown },
            "marked": cells.marked,
            "seconds": run.seconds,
            "folders": folders,
        });
        speech.result(&summary.to_string());
        return;
    }
    let verb = if request.mode == Mode::Write { "made" } else { "checked" };
    let mut lines = if request.mode == Mode::Write { Vec::new() } else { files::lines(&made) };
    let stand = if unchanged > 0 { format!(" ({unchanged} stand unchanged)") } else { String::new() };
    lines.push(format!("{verb} {} of {} reports in {:.1} s{stand}", made.len(), run.outcomes.len(), run.seconds));
    lines.push(format!("rows: {}", rows.addition()));
    lines.extend(lost(cells));
    for (report, (rows, _)) in read.iter().filter(|(_, (rows, _))| rows.used < rows.read) {
        lines.push(format!("  {report}: {}", rows.addition()));
    }
    if request.mode == Mode::Write {
        lines.extend(folders.iter().map(|folder| format!("reports, reject files and run.json: {folder}")));
    }
    speech.told(&lines.join("\n"));
}

/// What the gate says of a report: each finding with its cure, and what follows.
fn gate((report, option): (&str, &str), verdict: &Verdict, speech: &Speech) {
    for finding in &verdict.rules {
        let grave = finding.outcome == Found::Hold;
        speech.gate(report, (finding, if grave || verdict.holds() { "hold" } else { "warn" }));
    }
    if let Some(overridden) = &verdict.overridden {
        speech.note(&format!("{report}: made although the gate holds it: {}", overridden.reason));
    } else if verdict.holds() {
        let cure = format!(
            "after a look: `quarterdeck run --report {report}{option} --override-hold {report} --reason \"…\"`"
        );
        speech.note(&format!("{report}: held; nothing was rendered; {cure}"));
    }
}

/// What was lost of the cells, and how many figures say so.
fn lost(cells: Cells) -> Option<String> {
    let Cells { unreadable, unknown, marked } = cells;
    let signed = if marked > 0 { format!("; {marked} figures carry the sign †") } else { String::new() };
    let text = format!("cells: {unreadable} unreadable, {unknown} unknown words{signed}");
    (unreadable + unknown > 0 || marked > 0).then_some(text)
}

fn counted(problems: &[Diagnostic]) -> String {
    match problems.len() {
        1 => "1 problem in its files".to_owned(),
        many => format!("{many} problems in its files"),
    }
}

fn folders(config: &Config, made: &[(&Outcome, &pipeline::Made)]) -> Vec<String> {
    let mut quarters: Vec<_> = made.iter().map(|(_, made)| made.quarter).collect();
    quarters.sort();
    quarters.dedup();
    quarters.iter().map(|quarter| config.output.join(quarter.to_string()).display().to_string()).collect()
}
