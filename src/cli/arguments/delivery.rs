//! The words of the commands around delivery.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Who looks at an issue before it is sent.
#[derive(Clone, Debug, Args)]
pub struct Preview {
    /// Report id
    #[arg(value_name = "REPORT")]
    pub id: String,
    /// Address of the reviewer
    #[arg(long, value_name = "ADDRESS")]
    pub to: String,
}

/// Who releases which report.
#[derive(Clone, Debug, Args)]
pub struct Approve {
    /// Report id
    #[arg(value_name = "REPORT")]
    pub id: String,
    /// Who releases it; a statement, not a proof
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

/// How finished issues are sent.
#[derive(Clone, Debug, Default, Args)]
pub struct Send {
    /// Print who would receive what; send and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Only to this address
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
    /// Say of unknown deliveries that they arrived (`sent`) or did not (`failed`); sends nothing
    #[arg(long, value_enum, value_name = "STATE", conflicts_with = "dry_run")]
    pub resolve: Option<Resolved>,
    /// With `--resolve`: of every report, instead of those that `--report` names
    #[arg(long, requires = "resolve")]
    pub all: bool,
    /// Make a lost ledger anew from the receipts beside the issues; sends nothing
    #[arg(long, conflicts_with_all = ["dry_run", "resolve", "to"])]
    pub rebuild_ledger: bool,
    /// Go on with a ledger that is new, or was another output folder's; sends nothing
    #[arg(long, requires = "reason", conflicts_with_all = ["dry_run", "resolve", "to", "rebuild_ledger"])]
    pub accept_ledger: bool,
    /// With `--accept-ledger`: why; kept in the log
    #[arg(long, value_name = "TEXT", requires = "accept_ledger")]
    pub reason: Option<String>,
}

/// What a person found out about a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Resolved {
    /// It arrived.
    Sent,
    /// It did not.
    Failed,
}

/// What is sent again.
#[derive(Clone, Debug, Args)]
pub struct Resend {
    /// What failed, for whatever reason
    #[arg(long, required_unless_present = "force", conflicts_with = "force")]
    pub failed: bool,
    /// Even what was sent: a second copy to one address
    #[arg(long, requires = "reason", requires = "to")]
    pub force: bool,
    /// With `--force`: why; kept in the ledger
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only to this address
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
}

/// How the state is shown.
#[derive(Clone, Copy, Debug, Args)]
pub struct StatusOf {
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What to do with the calendar of runs.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Schedule {
    /// Prints ready units for a scheduler, and the next days due
    Print {
        /// Which scheduler
        #[arg(value_enum)]
        kind: Scheduler,
        /// Refuse where a calendar does not reach to the day due
        #[arg(long)]
        strict: bool,
    },
}

/// A scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scheduler {
    /// A service and a timer of systemd.
    Systemd,
    /// A line of cron.
    Cron,
    /// A CronJob of Kubernetes.
    K8s,
    /// A task of Windows.
    Windows,
}

/// What to do with messages that came back.
#[derive(Clone, Debug, Subcommand)]
pub enum Bounces {
    /// Reads delivery reports from a Maildir or mbox, and remembers addresses that take no mail
    Import {
        /// A Maildir, a folder of messages, or an mbox file
        path: PathBuf,
    },
    /// Lists addresses that take no mail
    List,
    /// Clears an address after it was put right
    Clear {
        /// The address
        address: String,
    },
}
