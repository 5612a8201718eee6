//! How reports end.

use super::{Measured, Stage};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::{Instant, Quarter, Segment, Zone};
use crate::facts::Facts;
use crate::gate::Verdict;
use crate::metrics::{self, measurement::Measurement};
use crate::run_record::{DoubtRecord, InputRecord, OutputRecord, Reused, inputs, local_time};
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::error::Error;

/// All reports of a run.
#[derive(Debug)]
pub struct Run {
    /// In the order of the configuration.
    pub outcomes: Vec<Outcome>,
    /// What a person should know that is no report's own.
    pub warnings: Vec<Diagnostic>,
    /// How long the run took.
    pub seconds: f64,
}

/// One report of a run.
#[derive(Debug)]
pub struct Outcome {
    /// Report id.
    pub report: String,
    /// Time of extraction.
    pub as_of: Instant,
    /// The report's zone.
    pub time_zone: Zone,
    /// How it ended.
    pub ending: Ending,
    /// Seconds by stage.
    pub stages: Vec<(Stage, f64)>,
    /// Seconds in all.
    pub seconds: f64,
}

/// How a report ended.
#[derive(Debug)]
pub enum Ending {
    /// All is made.
    Made(Box<Made>),
    /// It could not be made.
    Failed(Failure),
}

/// What a finished report leaves behind.
#[derive(Debug)]
pub struct Made {
    /// Its quarter.
    pub quarter: Quarter,
    /// Rows over all tables.
    pub rows: Rows,
    /// Cells that were lost.
    pub cells: Cells,
    /// Columns with cells in doubt.
    pub doubts: Vec<DoubtRecord>,
    /// Raw files.
    pub inputs: Vec<InputRecord>,
    /// The issue that they stand in; `None` when nothing is written.
    pub issue: Option<u32>,
    /// Files written.
    pub outputs: Vec<OutputRecord>,
    /// What a person should look at.
    pub warnings: Vec<Diagnostic>,
    /// When the run that made it started, UTC.
    pub started_at: String,
    /// What all of it depends on, as one hash.
    pub key: String,
    /// How much of an earlier run was used again.
    pub reused: Reused,
    /// What the gate said of it.
    pub verdict: Verdict,
}

/// Rows over all tables of a report. read = used + folded + merged + rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Data rows found in raw files.
    pub read: u64,
    /// Rows that figures stand on.
    pub used: u64,
    /// Lines added to the record of which they are a part.
    pub folded: u64,
    /// Rows for which another row of the same key stands.
    pub merged: u64,
    /// Rows rejected.
    pub rejected: u64,
}

/// Cells of a report that were lost, and the figures that stand on too many of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Cells that could not be read.
    pub unreadable: u64,
    /// Cells whose word no list holds.
    pub unknown: u64,
    /// Main figures of the quarter that carry the sign of doubt.
    pub marked: usize,
}

/// A report that the gate holds back: it was read and measured, and nothing was rendered.
#[derive(Debug)]
pub struct Held {
    /// What the gate says of it.
    pub verdict: Verdict,
    /// Rows over all tables.
    pub rows: Rows,
    /// Cells that were lost.
    pub cells: Cells,
    /// What a person should look at.
    pub warnings: Vec<Diagnostic>,
}

/// Why a report could not be made.
#[derive(Debug)]
pub enum Failure {
    /// Mistakes in the user's files.
    Input(Vec<Diagnostic>),
    /// The world refused: what, and why.
    World(String),
    /// The gate holds it back.
    Held(Box<Held>),
    /// The run was stopped.
    Interrupted,
    /// Not begun, because another report had failed before.
    LeftOut,
    /// A mistake of ours.
    Bug(String),
}

impl Outcome {
    pub(super) fn new(report: &ReportConfig, ending: Ending, stages: Vec<(Stage, f64)>, seconds: f64) -> Self {
        let (id, as_of, time_zone) = (report.id.clone(), report.as_of, report.time_zone);
        Self { report: id, as_of, time_zone, ending, stages, seconds }
    }

    /// What was made, when it was.
    pub fn made(&self) -> Option<&Made> {
        match &self.ending {
            Ending::Made(made) => Some(made),
            Ending::Failed(_) => None,
        }
    }

    /// Its rows, and the cells of them that were lost, when its data could be read.
    pub fn account(&self) -> Option<(Rows, Cells)> {
        match &self.ending {
            Ending::Made(made) => Some((made.rows, made.cells)),
            Ending::Failed(Failure::Held(held)) => Some((held.rows, held.cells)),
            Ending::Failed(_) => None,
        }
    }

    /// What a person should look at in its data.
    pub fn warnings(&self) -> &[Diagnostic] {
        match &self.ending {
            Ending::Made(made) => &made.warnings,
            Ending::Failed(Failure::Held(held)) => &held.warnings,
            Ending::Failed(_) => &[],
        }
    }

    /// Why not, when it was not.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.ending {
            Ending::Made(_) => None,
            Ending::Failed(failure) => Some(failure),
        }
    }
}

impl Ending {
    pub(super) fn of(made: Result<Made, Failure>) -> Self {
        made.map_or_else(Self::Failed, |made| Self::Made(Box::new(made)))
    }
}

impl Made {
    pub(super) fn new(
        measured: Measured,
        (issue, outputs): (Option<u32>, Vec<OutputRecord>),
        verdict: Verdict,
        (key, now): (String, Instant),
    ) -> Self {
        let quality = &measured.facts.quality;
        Self {
            started_at: local_time(now, Zone::utc()),
            key,
            reused: Reused::StagedFiles,
            quarter: measured.quarter,
            rows: Rows::of(&measured.facts),
            cells: Cells::of(&measured),
            doubts: quality.doubts.iter().map(DoubtRecord::of).collect(),
            inputs: inputs(&quality.tables, measured.time_zone),
            issue,
            outputs,
            warnings: measured.warnings,
            verdict,
        }
    }
}

impl Cells {
    /// What was lost of a report's data.
    pub fn of(measured: &Measured) -> Self {
        let doubts = &measured.facts.quality.doubts;
        let is_marked = |one: &&Measurement| {
            one.segment == Segment::Total
                && one.quarter == measured.quarter
                && !one.doubts.is_empty()
                && one.value.is_some()
        };
        Self {
            unreadable: doubts.iter().map(|one| one.unreadable).sum(),
            unknown: doubts.iter().map(|one| one.unknown).sum(),
            marked: measured.measurements.iter().filter(is_marked).count(),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            unreadable: self.unreadable + other.unreadable,
            unknown: self.unknown + other.unknown,
            marked: self.marked + other.marked,
        }
    }
}

impl Rows {
    /// The addition that accounts for all rows: `5 read = 3 used + 0 rejected + 2 merged`.
    pub fn addition(&self) -> String {
        let folded = if self.folded > 0 { format!(" + {} folded", self.folded) } else { String::new() };
        format!("{} read = {} used + {} rejected + {} merged{folded}", self.read, self.used, self.rejected, self.merged)
    }

    /// The rows of all tables.
    pub fn of(facts: &Facts) -> Self {
        facts.quality.tables.values().fold(Self::default(), |sum, table| Self {
            read: sum.read + table.rows_in,
            used: sum.used + table.rows_used,
            folded: sum.folded + table.rows_folded,
            merged: sum.merged + table.duplicates_merged,
            rejected: sum.rejected + table.rows_rejected,
        })
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            used: self.used + other.used,
            folded: self.folded + other.folded,
            merged: self.merged + other.merged,
            rejected: self.rejected + other.rejected,
        }
    }
}

impl Failure {
    /// A failure of the world with all its causes.
    pub(super) fn world(error: impl Error) -> Self {
        Self::World(chain(&error))
    }

    /// The errors among diagnostics; `None` when there are only warnings.
    pub(super) fn of_diagnostics(found: &[Diagnostic]) -> Option<Self> {
        let errors: Vec<Diagnostic> = found.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
        (!errors.is_empty()).then_some(Self::Input(errors))
    }

    pub(super) fn of_metrics(error: metrics::Error) -> Self {
        match error {
            metrics::Error::Definitions(found) => Self::Input(found),
            other => Self::world(other),
        }
    }

    pub(super) fn bug(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Self::Bug(format!("internal error: {}", text.unwrap_or_else(|| "no message".to_owned())))
    }

    /// Whether the report itself failed, and was not only stopped.
    pub fn is_own(&self) -> bool {
        !matches!(self, Self::Held(_) | Self::Interrupted | Self::LeftOut)
    }

    /// What the gate says, when it holds the report back.
    pub fn held(&self) -> Option<&Verdict> {
        match self {
            Self::Held(held) => Some(&held.verdict),
            _ => None,
        }
    }

    /// In words, one line each.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Input(found) => found.iter().map(ToString::to_string).collect(),
            Self::World(text) | Self::Bug(text) => vec![text.clone()],
            Self::Held(held) => held.verdict.reasons(),
            Self::Interrupted => vec!["interrupted".to_owned()],
            Self::LeftOut => vec!["not begun: another report failed before".to_owned()],
        }
    }
}

/// An error with its causes on one line.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let words = next.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = next.source();
    }
    text
}

/// Every row that came in must be accounted for; anything else is a mistake of ours.
pub(super) fn reconcile(facts: &Facts) -> Result<(), Failure> {
    for (table, quality) in &facts.quality.tables {
        if !quality.reconciles() {
            let message = format!(
                "internal error: rows of `{}` do not add up: {} read, {} used, {} rejected, {} merged, {} folded",
                table.name(),
                quality.rows_in,
                quality.rows_used,
                quality.rows_rejected,
                quality.duplicates_merged,
                quality.rows_folded
            );
            return Err(Failure::Bug(message));
        }
    }
    Ok(())
}
