//! The command line as typed.

mod actions;
mod delivery;
mod dialect;

pub use actions::{Cache, TemplatesAction};
pub use delivery::{Approve, Bounces, Preview, Resend, Resolved, Schedule, Scheduler, Send, StatusOf};
pub use dialect::SqlDialect;

use crate::config::Format;
use crate::domain::Quarter;
use crate::translation::Language;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Quarterly service-quality and cost-benefit reports from data folders, in Chinese and English.
#[derive(Clone, Debug, Parser)]
#[command(name = "quarterdeck", version, about, propagate_version = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub options: Options,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Writes a project: a sample with the data of six clients, or with `--from` a proposal for a folder of exports
    Init(Init),
    /// Checks configuration, templates, mappings and data; writes no report
    Check,
    /// Makes the reports; those of which nothing has changed stand as they are
    Run(Make),
    /// Sends an issue's messages to a reviewer, as its recipients will receive them
    Preview(Preview),
    /// Releases the current issue of a report for sending
    Approve(Approve),
    /// Sends what is finished, released and not yet sent
    Send(Send),
    /// Sends again what failed, or what a person asks for
    Resend(Resend),
    /// Shows each report's issue, approval, deliveries and next day due
    Status(StatusOf),
    /// The calendar of runs
    Schedule {
        /// What to do with it
        #[command(subcommand)]
        action: Schedule,
    },
    /// Messages that came back
    Bounces {
        /// What to do with them
        #[command(subcommand)]
        action: Bounces,
    },
    /// Lists the metrics
    Metrics,
    /// Published figures with which reports compare
    Benchmarks {
        /// What to do with them
        #[command(subcommand)]
        action: Benchmarks,
    },
    /// Anonymous comparison groups
    Peers {
        /// What to do with them
        #[command(subcommand)]
        action: Peers,
    },
    /// Explains one figure: definition, rows, files behind it
    Explain(Explain),
    /// Lists every figure that moved between two issues of a report, and why
    Diff(Diff),
    /// Makes the internal board pack over all reports of a quarter; it is never sent
    Portfolio,
    /// Removes the files of issues older than `keep_quarters`; records, receipts and approvals stay
    Purge(Purge),
    /// Templates of your own
    Templates {
        /// What to do with them
        #[command(subcommand)]
        action: TemplatesAction,
    },
    /// Prints the JSON Schema of reports.yaml, for editors, or of a file that a run writes
    Schema {
        /// Which
        #[arg(value_enum, default_value_t)]
        of: SchemaOf,
    },
    /// Writes pages of every key, metric, message code, profile and published figure, linked, as HTML and Markdown
    Reference {
        /// Folder for the pages
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// What earlier runs left for later ones
    Cache {
        /// What to do with it
        #[command(subcommand)]
        action: Cache,
    },
}

/// What to do with published figures.
#[derive(Clone, Debug, Subcommand)]
pub enum Benchmarks {
    /// Lists them with grade, age and provenance: those of the configuration, else those that are shipped
    List {
        /// Only this industry, such as telecom or cross-industry
        #[arg(long, value_name = "KEY")]
        industry: Option<String>,
        /// Only figures beside this metric, or of which it is the twin
        #[arg(long, value_name = "ID")]
        metric: Option<String>,
    },
}

/// What to do with comparison groups.
#[derive(Clone, Debug, Subcommand)]
pub enum Peers {
    /// Prints the aggregates of the chosen reports as a file for `peers: {files: …}` of others: no client's name, no rows
    Export {
        /// Name of the client in the file, the same in each of its exports; default one made of its name that says nothing
        #[arg(long, value_name = "NAME")]
        label: Option<String>,
    },
}

/// What a JSON Schema is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `reports.yaml`
    #[default]
    Config,
    /// `insights.json`
    Insights,
}

/// Which issues are compared.
#[derive(Clone, Debug, Args)]
pub struct Diff {
    /// Report id
    #[arg(value_name = "REPORT")]
    pub of: String,
    /// Two issues; without them the newest and the one that it takes the place of
    #[arg(long, num_args = 2, value_names = ["EARLIER", "LATER"])]
    pub issues: Option<Vec<u32>>,
}

/// How issues are removed.
#[derive(Clone, Copy, Debug, Args)]
pub struct Purge {
    /// Only print what would be removed
    #[arg(long)]
    pub dry_run: bool,
}

/// How reports are made.
#[derive(Clone, Debug, Default, Args)]
pub struct Make {
    /// Know raw files and finished reports again by their bytes, not by size, time and inode
    #[arg(long)]
    pub verify: bool,
    /// Hold a report back for what the gate would only warn of
    #[arg(long)]
    pub strict: bool,
    /// Make this report although the gate holds it; may be repeated; needs `--reason`
    #[arg(long, value_name = "REPORT", requires = "reason")]
    pub override_hold: Vec<String>,
    /// Why: recorded, and printed on the cover
    #[arg(long, value_name = "TEXT", requires = "override_hold", value_parser = reason)]
    pub reason: Option<String>,
    /// Make a new issue of what was sent although only the program, or only bytes of the data, are others by now; may be repeated
    #[arg(long, value_name = "REPORT")]
    pub reissue: Vec<String>,
    /// Send afterwards what is released
    #[arg(long)]
    pub send: bool,
    /// Only reports whose day due has come and of which nothing was sent yet
    #[arg(long)]
    pub due: bool,
}

/// Where a sample project goes.
#[derive(Clone, Debug, Args)]
pub struct Init {
    /// Folder of the project
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// Only a skeleton of reports.yaml, no sample data
    #[arg(long, conflicts_with = "from")]
    pub empty: bool,
    /// Folder of exports: look at every file and propose a reports.yaml that reads them
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// With `--from`: zone of times that say none, such as Europe/Berlin
    #[arg(long, value_name = "ZONE", requires = "from")]
    pub time_zone: Option<String>,
    /// With `--from`: the client's name
    #[arg(long, value_name = "NAME", requires = "from")]
    pub client: Option<String>,
}

/// Which figure to explain.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// Metric id, as `quarterdeck metrics` lists them
    #[arg(required_unless_present_any = ["all", "plan"])]
    pub metric: Option<String>,
    /// Every figure of the reports, one JSON object per metric with its query, for a comparison in
    /// another engine
    #[arg(long, requires = "recomputation", conflicts_with_all = ["metric", "segment"])]
    pub all: bool,
    /// One part of the population: `channel=phone`; `channel=` is the part without a value
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = segment)]
    pub segment: Option<(String, Option<String>)>,
    /// Print the query that recomputes the figure, and nothing else
    #[arg(long, group = "recomputation")]
    pub sql: bool,
    /// With `--sql`: the database that the query is written for. All but DuckDB read tables of staged rows, whose
    /// columns and files are named before the query
    #[arg(long, value_enum, default_value_t = SqlDialect::Duckdb, requires = "sql")]
    pub dialect: SqlDialect,
    /// With `--all`: one JSON object per report with the rows that its models read and what they found
    #[arg(long, group = "recomputation", requires = "all", conflicts_with = "metric")]
    pub models: bool,
    /// The passes over the data: per table its columns, metrics and periods
    #[arg(long, group = "recomputation", conflicts_with_all = ["metric", "segment", "all"])]
    pub plan: bool,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// Configuration file
    #[arg(long, global = true, default_value = "reports.yaml", value_name = "FILE")]
    pub config: PathBuf,
    /// Output folder, instead of the configured one
    #[arg(long, global = true, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Only this report; `*` stands for any letters (`north-*`); may be repeated
    #[arg(long, global = true, value_name = "ID")]
    pub report: Vec<String>,
    /// Only reports with this tag, or of this group; may be repeated
    #[arg(long, global = true, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Quarter such as 2026-Q3, or `last`: the last complete one before the data's date
    #[arg(long, global = true, value_parser = period, value_name = "QUARTER")]
    pub period: Option<Period>,
    /// Time of extraction, instead of the configured one
    #[arg(long, global = true, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Language, such as zh-CN or en, instead of the configured ones; may be repeated
    #[arg(long, global = true)]
    pub locale: Vec<String>,
    /// Language of help, messages and reference: en or zh-CN; default by LC_ALL, LC_MESSAGES or LANG, else English
    #[arg(long, global = true, value_parser = language, value_name = "TAG")]
    pub language: Option<Language>,
    /// Format, such as html or pdf, instead of the configured ones; may be repeated
    #[arg(long, global = true, value_parser = format)]
    pub format: Vec<Format>,
    /// Threads; default one per processor
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Begin no further report after the first failure
    #[arg(long, global = true, conflicts_with = "keep_going")]
    pub fail_fast: bool,
    /// Make the other reports when one fails (the default)
    #[arg(long, global = true)]
    pub keep_going: bool,
    /// How progress and messages are written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Plain)]
    pub log_format: LogFormat,
    /// Only errors and the result
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// No colours
    #[arg(long, global = true)]
    pub no_color: bool,
}

/// The quarter asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The last complete one.
    Last,
    /// This one.
    Quarter(Quarter),
}

/// How progress and messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Plain,
    /// One JSON object per line.
    Json,
}

impl Options {
    /// The quarter, when one is named.
    pub fn quarter(&self) -> Option<Quarter> {
        match self.period {
            Some(Period::Quarter(quarter)) => Some(quarter),
            Some(Period::Last) | None => None,
        }
    }
}

fn period(text: &str) -> Result<Period, String> {
    match text {
        "last" => Ok(Period::Last),
        _ => text.parse().map(Period::Quarter).map_err(|error: crate::domain::QuarterError| error.to_string()),
    }
}

fn language(text: &str) -> Result<Language, String> {
    let known = || Language::all().map(|language| format!("`{}`", language.tag())).collect::<Vec<_>>().join(", ");
    Language::of_tag(text).ok_or_else(|| format!("known are {}", known()))
}

fn format(text: &str) -> Result<Format, String> {
    let known = || Format::ALL.map(|format| format!("`{}`", format.name())).join(", ");
    Format::named(text).ok_or_else(|| format!("known are {}", known()))
}

fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fit = !text.is_empty() && text.chars().count() <= 300 && !text.chars().any(char::is_control);
    if fit { Ok(text.to_owned()) } else { Err("write one line of at most 300 characters".to_owned()) }
}

fn segment(text: &str) -> Result<(String, Option<String>), String> {
    let (column, value) = text.split_once('=').ok_or("write it as `column=value`")?;
    Ok((column.to_owned(), Some(value.to_owned()).filter(|value| !value.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn reads_what_the_handbook_shows() {
        let line = "quarterdeck explain fcr --report telecom --segment channel=phone --period 2026-Q3 --sql";
        let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
        assert_eq!(arguments.options.quarter().unwrap().to_string(), "2026-Q3");
        let Command::Explain(explain) = arguments.command else { panic!("explain") };
        assert_eq!(explain.segment, Some(("channel".to_owned(), Some("phone".to_owned()))));
        assert!(explain.sql);
    }

    #[test]
    fn refuses_nonsense() {
        for line in [
            "run --period 2026",
            "run --jobs 0",
            "run --fail-fast --keep-going",
            "fly",
            "explain --all",
            "explain fcr --models",
            "explain fcr --plan",
            "explain --all --plan",
            "resend",
            "resend --force",
            "resend --force --reason x",
            "resend --failed --force --reason x --to a@b.example",
            "send --dry-run --resolve sent",
            "preview telecom",
            "approve telecom",
            "init x --empty --from y",
            "init x --time-zone UTC",
        ] {
            let line = format!("quarterdeck {line}");
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
