//! The command `schedule`, and what `run --due` makes and sends.

use super::arguments::{Schedule, Scheduler};
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::config::{Config, Faulty, ReportConfig};
use crate::delivery::ledger::ACCEPT;
use crate::delivery::schedule::{DueDay, due, next_due};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Quarter;
use std::collections::BTreeSet;
use std::path::Path;

/// What a run makes, and what it sends afterwards; `None` is nothing.
pub(super) struct Chosen {
    pub(super) make: Option<Options>,
    pub(super) send: Option<Options>,
    /// Whether a report cannot do what is due, which was told.
    pub(super) failed: bool,
    /// Whether nothing may be sent, which was told.
    pub(super) unsent: bool,
}

/// So many days after its day a first sending is no late start by itself: the ledger may be lost.
const LATE_DAYS: i64 = 14;

/// With `due`: reports whose day has come and of which nothing was sent yet are made, and all whose day has
/// come are sent; otherwise what was asked for.
pub(super) fn chosen(
    (only_due, sends): (bool, bool),
    options: &Options,
    surroundings: &Surroundings,
    speech: &Speech,
) -> Result<Chosen, Exit> {
    if !only_due {
        return Ok(Chosen { make: Some(options.clone()), send: Some(options.clone()), failed: false, unsent: false });
    }
    let (config, _) = load(options, surroundings, speech)?;
    let (mut make, mut send, mut failed) = (Vec::new(), Vec::new(), false);
    for faulty in config.faulty.iter().filter(|faulty| is_wanted(&faulty.report, options)) {
        let report = &faulty.report;
        let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
        if is_begun(&config.output.join(quarter.to_string()).join(&report.id)) {
            // What was sent stands; to make it again would say that it could not be made.
            speech.problems(&faulty.problems);
            failed = true;
        } else {
            make.push(report.id.clone());
        }
    }
    for report in wanted(&config, options) {
        let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
        if let Some(problem) = stands_still(report, quarter, (options, surroundings)) {
            speech.problems(&[problem]);
            failed = true;
        }
        if due(report, quarter).at > surroundings.now {
            let next = next_due(report, surroundings.now);
            speech.told(&format!("{}: not due; {}", report.id, said(report, &next)));
            continue;
        }
        if !is_begun(&config.output.join(quarter.to_string()).join(&report.id)) {
            make.push(report.id.clone());
        }
        if report.delivery.is_some() {
            send.push(report.id.clone());
        }
    }
    let late = if sends { late(&config, &send, (options, surroundings)) } else { None };
    if let Some((report, day)) = &late {
        speech.error(&format!(
            "the ledger `{}` is missing and {} of `{report}` was due on {}, more than {LATE_DAYS} days ago; nothing is sent, as \
             it may have been sent with a ledger that is lost: mount or put back the ledger and the output folder; if nothing \
             was ever sent, `{ACCEPT}`",
            config.ledger.display(),
            day.quarter,
            day.day
        ));
        send.clear();
    }
    let of = |ids: Vec<String>| (!ids.is_empty()).then(|| Options { report: ids, ..options.clone() });
    Ok(Chosen { make: of(make), send: of(send), failed, unsent: late.is_some() })
}

/// The first report whose day is long past while nothing tells of any sending.
fn late(
    config: &Config,
    send: &[String],
    (options, surroundings): (&Options, &Surroundings),
) -> Option<(String, DueDay)> {
    if config.ledger.exists() {
        return None;
    }
    let latest = surroundings.now.0.saturating_sub(LATE_DAYS * 86_400_000_000);
    send.iter().find_map(|id| {
        let report = config.reports.iter().find(|report| report.id == *id)?;
        let quarter = options.quarter().unwrap_or_else(|| report.fiscal.last_complete(report.as_of, report.time_zone));
        let day = due(report, quarter);
        let begun = is_begun(&config.output.join(quarter.to_string()).join(id));
        (day.at.0 < latest && !begun).then_some((id.clone(), day))
    })
}

/// A time of extraction in the configuration that keeps a report from the quarter that is due by the clock.
fn stands_still(
    report: &ReportConfig,
    quarter: Quarter,
    (options, surroundings): (&Options, &Surroundings),
) -> Option<Diagnostic> {
    let by_clock = report.fiscal.last_complete(surroundings.now, report.time_zone);
    let written = !report.as_of_is_now && options.as_of.is_none() && options.period.is_none();
    if !written || by_clock <= quarter || due(report, by_clock).at > surroundings.now {
        return None;
    }
    let message = format!(
        "{by_clock} of `{}` is due and is neither made nor sent: `as_of` is {}, which stays with {quarter}",
        report.id,
        report.as_of.in_zone(report.time_zone).format("%Y-%m-%d")
    );
    let hint = "take `as_of` out where the schedule runs: the present is meant then";
    Some(Diagnostic::error("as-of-stands-still", report.place.clone(), message).with_hint(hint))
}

/// Whether anything of the quarter was sent or approved: data that change afterwards make no new issue by themselves.
fn is_begun(folder: &Path) -> bool {
    ["receipts", "approvals"].iter().any(|name| match std::fs::read_dir(folder.join(name)) {
        Ok(mut entries) => entries.next().is_some(),
        // What cannot be listed may hold what was sent.
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    })
}

fn wanted<'c>(config: &'c Config, options: &Options) -> Vec<&'c ReportConfig> {
    config.reports.iter().filter(|report| is_wanted(report, options)).collect()
}

fn is_wanted(report: &ReportConfig, options: &Options) -> bool {
    options.report.is_empty() || options.report.contains(&report.id)
}

pub(super) fn run(action: Schedule, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Schedule::Print { kind, strict } = action;
    let (config, _) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let reports: Vec<(&ReportConfig, DueDay)> =
        wanted(&config, options).into_iter().map(|report| (report, next_due(report, surroundings.now))).collect();
    let doubts: Vec<Diagnostic> = reports.iter().filter_map(|(report, day)| beyond(report, day, strict)).collect();
    speech.problems(&doubts);
    if strict && !doubts.is_empty() {
        return Exit::Usage;
    }
    let times: BTreeSet<(String, String)> = reports.iter().map(|(report, _)| time(report)).collect();
    let folder = std::path::absolute(&config.file).unwrap_or_else(|_| config.file.clone());
    let (folder, file) = (
        folder.parent().unwrap_or(Path::new("/")).display().to_string(),
        folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    );
    let mut comments: Vec<String> =
        reports.iter().map(|(report, day)| format!("{}: {}", report.id, said(report, day))).collect();
    let faulty: Vec<&Faulty> = config.faulty.iter().filter(|one| is_wanted(&one.report, options)).collect();
    for one in &faulty {
        speech.problems(&one.problems);
        comments.push(format!("{}: its configuration is wrong, so nobody can say when it is due", one.report.id));
    }
    let sound = if faulty.is_empty() { Exit::Done } else { Exit::SomeFailed };
    if times.is_empty() {
        return sound;
    }
    speech.result(&match kind {
        Scheduler::Systemd => systemd(&times, (&folder, &file), &comments),
        Scheduler::Cron => cron(&times, (&folder, &file), &comments),
        Scheduler::K8s => kubernetes(&times, &file, &comments),
        Scheduler::Windows => windows(&times, (&folder, &file), &comments),
    });
    sound
}

/// A calendar that does not reach to the day due.
fn beyond(report: &ReportConfig, day: &DueDay, strict: bool) -> Option<Diagnostic> {
    let file = day.beyond.as_ref()?;
    let message =
        format!("the calendar does not reach to {}, when `{}` is due: weekdays were counted", day.day, report.id);
    let place = Place::file(file);
    let found = match strict {
        true => Diagnostic::error("outside-calendar", place, message),
        false => Diagnostic::warning("outside-calendar", place, message),
    };
    Some(found.with_hint("extend its `to` and holidays by the days that follow the quarter"))
}

fn said(report: &ReportConfig, day: &DueDay) -> String {
    let at = day.at.in_zone(report.time_zone).format("%Y-%m-%d %H:%M");
    format!("{} is due {at} {}", day.quarter, report.time_zone.name())
}

/// Time of day and zone of a report.
fn time(report: &ReportConfig) -> (String, String) {
    let due = report.delivery.as_ref().map(|delivery| delivery.due).unwrap_or_default();
    (due.at.format("%H:%M").to_string(), report.time_zone.name().to_owned())
}

fn remarks(mark: &str, lines: &[String]) -> String {
    lines.iter().map(|line| format!("{mark} {line}\n")).collect()
}

const DAILY: &str = "runs daily; what is not due or was sent is left alone, so a day that was missed is made up for";

fn systemd(times: &BTreeSet<(String, String)>, (folder, file): (&str, &str), comments: &[String]) -> String {
    let calendar: String = times.iter().map(|(at, zone)| format!("OnCalendar=*-*-* {at}:00 {zone}\n")).collect();
    format!(
        "# /etc/systemd/system/quarterdeck.service\n{}[Unit]\nDescription=Quarterly reports that are due\n\
         Wants=network-online.target\nAfter=network-online.target\n\n[Service]\nType=oneshot\nWorkingDirectory={folder}\n\
         ExecStart=/usr/local/bin/quarterdeck run --due --send --config {file}\n\n# /etc/systemd/system/quarterdeck.timer\n\
         # {DAILY}\n[Unit]\nDescription=Quarterly reports that are due\n\n[Timer]\n{calendar}Persistent=true\n\n[Install]\n\
         WantedBy=timers.target",
        remarks("#", comments)
    )
}

fn cron(times: &BTreeSet<(String, String)>, (folder, file): (&str, &str), comments: &[String]) -> String {
    let mut text = remarks("#", comments) + &remarks("#", &[DAILY.to_owned()]);
    for (at, zone) in times {
        let (hour, minute) = at.split_once(':').unwrap_or(("8", "0"));
        let command = format!("cd '{folder}' && /usr/local/bin/quarterdeck run --due --send --quiet --config '{file}'");
        text += &format!("CRON_TZ={zone}\n{} {} * * * {command}\n", plain(minute), plain(hour));
    }
    text.trim_end().to_owned()
}

fn kubernetes(times: &BTreeSet<(String, String)>, file: &str, comments: &[String]) -> String {
    let job = |(number, (at, zone)): (usize, &(String, String))| {
        let (hour, minute) = at.split_once(':').unwrap_or(("8", "0"));
        format!(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: quarterdeck-{}\nspec:\n  schedule: \"{} {} * * *\"\n  timeZone: \
             {zone}\n  concurrencyPolicy: Forbid\n  startingDeadlineSeconds: 82800\n  jobTemplate:\n    spec:\n      backoffLimit: 0\n      \
             template:\n        spec:\n          restartPolicy: Never\n          securityContext: {{runAsNonRoot: true, fsGroup: 65532}}\n          \
             containers:\n            - name: quarterdeck\n              image: quarterdeck:latest\n              workingDir: /project\n              \
             command: [quarterdeck, run, --due, --send, --config, {file}]\n              \
             securityContext: {{readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}}\n              \
             volumeMounts:\n                - {{name: project, mountPath: /project}}\n          volumes:\n            - name: project\n              \
             persistentVolumeClaim: {{claimName: quarterdeck}}",
            number + 1,
            plain(minute),
            plain(hour)
        )
    };
    let jobs: Vec<String> = times.iter().enumerate().map(job).collect();
    format!("{}{}{}", remarks("#", comments), remarks("#", &[DAILY.to_owned()]), jobs.join("\n---\n"))
}

fn windows(times: &BTreeSet<(String, String)>, (folder, file): (&str, &str), comments: &[String]) -> String {
    let mut text = remarks("rem", comments) + &remarks("rem", &[DAILY.to_owned()]);
    text += "rem times are those of this computer: set them to the zones named\n";
    for (number, (at, zone)) in times.iter().enumerate() {
        let name = number + 1;
        text += &format!(
            "rem {at} {zone}\nschtasks /Create /TN \"Quarterdeck {name}\" /SC DAILY /ST {at} /TR \"cmd /c cd /d \\\"{folder}\\\" && \
             quarterdeck run --due --send --config \\\"{file}\\\"\"\n"
        );
    }
    text.trim_end().to_owned()
}

/// A number without leading zeros, as cron wants it.
fn plain(number: &str) -> &str {
    let cut = number.trim_start_matches('0');
    if cut.is_empty() { "0" } else { cut }
}
