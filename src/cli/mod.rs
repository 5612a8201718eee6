//! The command line: arguments → one command → an exit code.
//!
//! Computes nothing. What the exit codes mean is said at [`Exit`].

mod approve;
mod arguments;
mod benchmarks;
mod bounces;
mod cache;
mod diff;
mod explain;
mod files;
mod help;
mod init;
mod list;
mod log;
mod make;
mod notice;
mod overlap;
mod portfolio;
mod purge;
mod reference;
mod schedule;
mod select;
mod send;
mod speech;
mod status;
mod templates;

pub use arguments::{Arguments, Command, LogFormat, Make, Options, SchemaOf};

use crate::config::{self, Config, Overrides};
use crate::delivery::{self, Keeping};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::Instant;
use crate::gate::Strictness;
use crate::pipeline::{Mode, OnFailure, Request, Verify};
use crate::translation::Language;
use clap::Parser;
use notice::Account;
use overlap::Overlap;
use speech::Speech;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::atomic::AtomicBool;

/// How the program ended; of several endings the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Stopped by the user: 130.
    Interrupted,
    /// The configuration as a whole, or usage: 2.
    Usage,
    /// Another run holds the output folder: 6.
    Locked,
    /// Some reports failed, their own configuration included; the others are complete: 1.
    SomeFailed,
    /// Some reports were held; the others are complete: 3.
    SomeHeld,
    /// Some deliveries failed, or nobody knows whether they arrived: 5.
    SomeUndelivered,
    /// All done: 0.
    Done,
}

impl Exit {
    /// The one of two endings that is told: the first in the order of the list.
    #[must_use]
    pub fn or_first(self, other: Self) -> Self {
        let order =
            [Self::Interrupted, Self::Usage, Self::Locked, Self::SomeFailed, Self::SomeHeld, Self::SomeUndelivered];
        order.into_iter().find(|one| *one == self || *one == other).unwrap_or(Self::Done)
    }

    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomeFailed => 1,
            Self::Usage => 2,
            Self::SomeHeld => 3,
            Self::SomeUndelivered => 5,
            Self::Locked => 6,
            Self::Interrupted => 130,
        }
    }
}

/// What the program sees of the world, read once in `main`.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The command line with the program's name.
    pub arguments: Vec<OsString>,
    /// Environment variables that are text.
    pub environment: BTreeMap<String, String>,
    /// The present at the start.
    pub now: Instant,
    /// The same moment by the steady clock, by which later ones are told.
    pub since: std::time::Instant,
    /// Whether messages go to a terminal.
    pub terminal: Terminal,
    /// Raised when the user wants to stop.
    pub stop: &'a AtomicBool,
}

impl Surroundings<'_> {
    /// The present, by the steady clock: never before an earlier one.
    pub fn present(&self) -> Instant {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Instant(self.now.0.saturating_add(passed))
    }
}

/// Where messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// To a person.
    Attached,
    /// To a file or another program.
    Absent,
}

/// Reads the command line and does what it says.
pub fn run(surroundings: &Surroundings) -> Exit {
    let language = help::language(surroundings);
    let arguments = match Arguments::try_parse_from(&surroundings.arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            return refuse(&error, &surroundings.arguments, language);
        }
    };
    let options = &arguments.options;
    let speech = Speech::new(options, surroundings, language);
    let exit = match select::selected(options, surroundings, &speech) {
        Ok(options) => obey(&arguments.command, (&options, surroundings), &speech),
        Err(exit) => exit,
    };
    // A result that could not be written is none, whatever came of the rest.
    if speech.is_lost() { exit.or_first(Exit::SomeFailed) } else { exit }
}

fn obey(command: &Command, (options, surroundings): (&Options, &Surroundings), speech: &Speech) -> Exit {
    match command {
        Command::Init(target) => init::run(target, options, speech),
        Command::Check => make::run(
            (options, surroundings),
            speech,
            (Mode::DryRun, &Make::default(), None),
            &mut Account::new("check"),
        ),
        Command::Run(how) => accounted("run", (surroundings, speech), |account| {
            made_and_sent(how, (options, surroundings), speech, account)
        }),
        Command::Preview(what) => approve::preview(what, options, surroundings, speech),
        Command::Approve(what) => approve::approve(what, options, surroundings, speech),
        Command::Send(how) => accounted("send", (surroundings, speech), |account| {
            send::run(how, (options, surroundings), speech, account)
        }),
        Command::Resend(what) => accounted("resend", (surroundings, speech), |account| {
            send::again(what, (options, surroundings), speech, account)
        }),
        Command::Status(how) => status::run(how.json, options, surroundings, speech),
        Command::Schedule { action } => schedule::run(*action, options, surroundings, speech),
        Command::Bounces { action } => bounces::run(action, options, surroundings, speech),
        Command::Metrics => list::run(options, surroundings, speech),
        Command::Benchmarks { action } => benchmarks::list(action, options, surroundings, speech),
        Command::Peers { action } => benchmarks::export(action, options, surroundings, speech),
        Command::Explain(figure) => explain::run(figure, options, surroundings, speech),
        Command::Diff(asked) => diff::run(asked, options, surroundings, speech),
        Command::Portfolio => portfolio::run(options, surroundings, speech),
        Command::Templates { action } => templates::run(action, options, surroundings, speech),
        Command::Purge(how) => purge::run(how, options, surroundings, speech),
        Command::Cache { action } => cache::run(*action, options, surroundings, speech),
        Command::Reference { folder } => match reference::write(folder, help::language(surroundings)) {
            Ok(written) => {
                speech.told(&written);
                Exit::Done
            }
            Err(refusal) => {
                speech.error(&refusal);
                Exit::Usage
            }
        },
        Command::Schema { of } => {
            let schema = match of {
                SchemaOf::Config => config::schema_json(),
                SchemaOf::Insights => crate::pipeline::insights_schema(),
            };
            speech.result(&format!("{schema:#}"));
            Exit::Done
        }
    }
}

/// Does something of which the operator is told.
fn accounted(
    command: &'static str,
    (surroundings, speech): (&Surroundings, &Speech),
    act: impl FnOnce(&mut Account) -> Exit,
) -> Exit {
    let mut account = Account::new(command);
    let exit = act(&mut account);
    account.give(surroundings, speech, exit);
    exit
}

/// Makes reports, and sends what is released when that was asked for.
fn made_and_sent(
    how: &Make,
    (options, surroundings): (&Options, &Surroundings),
    speech: &Speech,
    account: &mut Account,
) -> Exit {
    let chosen = match schedule::chosen((how.due, how.send), options, surroundings, speech) {
        Ok(chosen) => chosen,
        Err(exit) => return exit,
    };
    let overlap = chosen.send.as_ref().filter(|_| how.send).map(Overlap::new);
    let write = (Mode::Write, how, overlap.as_ref());
    let made = chosen.make.as_ref().map(|options| make::run((options, surroundings), speech, write, account));
    let before = overlap.map(Overlap::sent).unwrap_or_default();
    let mut sent = || {
        let options = chosen.send.as_ref().filter(|_| how.send)?;
        Some(send::rest(before.clone(), (options, surroundings), speech, account))
    };
    let exit = match made {
        Some(exit @ (Exit::Usage | Exit::Locked | Exit::Interrupted)) => {
            send::tried(&before, speech, account);
            exit
        }
        // What failed or is held does not keep the others from their readers.
        Some(exit) => sent().map_or(exit, |sent| exit.or_first(sent)),
        None => sent().unwrap_or(Exit::Done),
    };
    let exit = if chosen.unsent && how.send { exit.or_first(Exit::SomeUndelivered) } else { exit };
    if chosen.failed { exit.or_first(Exit::SomeFailed) } else { exit }
}

/// Tells what is wrong with the command line, as it asked to be told; also prints the help.
fn refuse(error: &clap::Error, arguments: &[OsString], language: Language) -> Exit {
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let json = words.windows(2).any(|pair| pair == ["--log-format", "json"])
        || words.iter().any(|word| word == "--log-format=json");
    if !error.use_stderr() {
        let full = help::print(error, language).is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
        return if full { Exit::SomeFailed } else { Exit::Done };
    }
    if json {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        speech::json_error(first.strip_prefix("error: ").unwrap_or(first));
    } else {
        let _ = help::print(error, language);
    }
    Exit::Usage
}

/// What the command line and the surroundings decide of the configuration.
fn overrides(options: &Options, surroundings: &Surroundings) -> Overrides {
    Overrides {
        as_of: options.as_of.clone(),
        locales: options.locale.clone(),
        formats: options.format.clone(),
        output: options.output.clone(),
        environment: surroundings.environment.clone(),
        now: surroundings.now,
    }
}

/// The configuration, or its mistakes already told.
fn load(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Result<(Config, Vec<Diagnostic>), Exit> {
    let (config, warnings) = config::load(&options.config, &overrides(options, surroundings)).map_err(|problems| {
        speech.problems(&problems);
        Exit::Usage
    })?;
    let ids = config.ids();
    let unknown: Vec<&String> = options.report.iter().filter(|id| !ids.contains(&id.as_str())).collect();
    for id in &unknown {
        let hint = match did_you_mean(id, ids.iter().copied()) {
            Some(question) => question,
            None => format!("the configuration has {}", ids.join(", ")),
        };
        speech.error(&format!("`--report {id}`: there is no such report; {hint}"));
    }
    if !unknown.is_empty() {
        return Err(Exit::Usage);
    }
    Ok((config, warnings))
}

/// The same for a command that needs every report that it is asked about.
fn load_sound(
    options: &Options,
    surroundings: &Surroundings,
    speech: &Speech,
) -> Result<(Config, Vec<Diagnostic>), Exit> {
    let (config, warnings) = load(options, surroundings, speech)?;
    let asked = |id: &String| options.report.is_empty() || options.report.contains(id);
    let faulty: Vec<_> = config.faulty.iter().filter(|faulty| asked(&faulty.report.id)).collect();
    faulty.iter().for_each(|faulty| speech.problems(&faulty.problems));
    if faulty.is_empty() { Ok((config, warnings)) } else { Err(Exit::SomeFailed) }
}

/// Gives the reports of a configuration their pseudonyms.
fn veil(config: &mut Config, surroundings: &Surroundings, keeping: Keeping, speech: &Speech) -> Result<(), Exit> {
    match delivery::pseudonym_key(config, &surroundings.environment, keeping) {
        Ok(key) => {
            config.with_key(&key);
            Ok(())
        }
        Err(error) => {
            let cure = "`pseudonym_key_env`, `_file` or `_command` name a key of yours";
            speech.error(&format!("{error}; {cure}"));
            Err(Exit::Usage)
        }
    }
}

fn request<'a>(options: &Options, surroundings: &Surroundings<'a>, mode: Mode, warnings: &[Diagnostic]) -> Request<'a> {
    Request {
        reports: options.report.clone(),
        quarter: options.quarter(),
        mode,
        on_failure: if options.fail_fast { OnFailure::Stop } else { OnFailure::KeepGoing },
        warnings: warnings.to_vec(),
        now: surroundings.now,
        since: surroundings.since,
        verify: Verify::State,
        strictness: Strictness::AsConfigured,
        overrides: BTreeMap::new(),
        reissue: Default::default(),
        stop: surroundings.stop,
    }
}
