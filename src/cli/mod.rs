//! The command line: arguments → one command → an exit code.
//!
//! Computes nothing. 0: all done; 1: some reports failed, the others are complete; 2: configuration
//! or usage; 130: interrupted.

mod arguments;
mod cache;
mod explain;
mod files;
mod init;
mod list;
mod make;
mod speech;

pub use arguments::{Arguments, Command, LogFormat, Options};

use crate::config::{self, Config, Overrides};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::Instant;
use crate::pipeline::{Mode, OnFailure, Request, Verify};
use clap::Parser;
use speech::Speech;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::atomic::AtomicBool;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All done.
    Done,
    /// Some reports failed, the others are complete.
    SomeFailed,
    /// Configuration or usage.
    Usage,
    /// Stopped by the user.
    Interrupted,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomeFailed => 1,
            Self::Usage => 2,
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
    /// The present.
    pub now: Instant,
    /// Whether messages go to a terminal.
    pub terminal: Terminal,
    /// Raised when the user wants to stop.
    pub stop: &'a AtomicBool,
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
    let arguments = match Arguments::try_parse_from(&surroundings.arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            return refuse(&error, &surroundings.arguments);
        }
    };
    let options = &arguments.options;
    let speech = Speech::new(options, surroundings);
    match &arguments.command {
        Command::Init(target) => init::run(target, options, &speech),
        Command::Check => make::run(options, surroundings, &speech, (Mode::DryRun, Verify::State)),
        Command::Run(how) => {
            let verify = if how.verify { Verify::Bytes } else { Verify::State };
            make::run(options, surroundings, &speech, (Mode::Write, verify))
        }
        Command::Metrics => list::run(options, surroundings, &speech),
        Command::Explain(figure) => explain::run(figure, options, surroundings, &speech),
        Command::Cache { action } => cache::run(*action, options, surroundings, &speech),
        Command::Schema => {
            speech.result(&format!("{:#}", config::schema_json()));
            Exit::Done
        }
    }
}

/// Tells what is wrong with the command line, as it asked to be told; also prints the help.
fn refuse(error: &clap::Error, arguments: &[OsString]) -> Exit {
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let json = words.windows(2).any(|pair| pair == ["--log-format", "json"])
        || words.iter().any(|word| word == "--log-format=json");
    if !error.use_stderr() {
        let _ = error.print();
        return Exit::Done;
    }
    if json {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        speech::json_error(first.strip_prefix("error: ").unwrap_or(first));
    } else {
        let _ = error.print();
    }
    Exit::Usage
}

/// The configuration, or its mistakes already told.
fn load(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Result<(Config, Vec<Diagnostic>), Exit> {
    let overrides = Overrides {
        as_of: options.as_of.clone(),
        locales: options.locale.clone(),
        formats: options.format.clone(),
        output: options.output.clone(),
        environment: surroundings.environment.clone(),
        now: surroundings.now,
    };
    let (config, warnings) = config::load(&options.config, &overrides).map_err(|problems| {
        speech.problems(&problems);
        Exit::Usage
    })?;
    let ids: Vec<&str> = config.reports.iter().map(|report| report.id.as_str()).collect();
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

fn request<'a>(options: &Options, surroundings: &Surroundings<'a>, mode: Mode, warnings: &[Diagnostic]) -> Request<'a> {
    Request {
        reports: options.report.clone(),
        quarter: options.quarter(),
        mode,
        on_failure: if options.fail_fast { OnFailure::Stop } else { OnFailure::KeepGoing },
        warnings: warnings.to_vec(),
        now: surroundings.now,
        verify: Verify::State,
        stop: surroundings.stop,
    }
}
