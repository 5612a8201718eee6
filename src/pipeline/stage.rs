//! Time and interruption: what happens between two stages of a report.

use super::outcome::{Ending, Failure, Made, Outcome};
use super::{OnFailure, Request};
use crate::config::ReportConfig;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// A step of making a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What an earlier run made is looked at.
    Reuse,
    /// Raw files are read and staged.
    Intake,
    /// Duplicates are merged, columns derived.
    Facts,
    /// Metrics are measured.
    Measure,
    /// Figures are compared and appraised.
    Judge,
    /// The data are found fit to be reported on, or not.
    Gate,
    /// The view models are built.
    Build,
    /// Charts and documents are made.
    Render,
    /// Files are written.
    Deliver,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Reuse,
        Self::Intake,
        Self::Facts,
        Self::Measure,
        Self::Judge,
        Self::Gate,
        Self::Build,
        Self::Render,
        Self::Deliver,
    ];

    /// Its name in logs and in `run.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reuse => "reuse",
            Self::Intake => "intake",
            Self::Facts => "facts",
            Self::Measure => "measure",
            Self::Judge => "judge",
            Self::Gate => "gate",
            Self::Build => "build",
            Self::Render => "render",
            Self::Deliver => "deliver",
        }
    }
}

/// What a run tells while it goes on.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A report enters a stage.
    Enters {
        /// Report id.
        report: &'a str,
        /// Which stage.
        stage: Stage,
    },
    /// A report is finished, well or badly.
    Ended(&'a Outcome),
    /// All reports are finished and the record is written; the output folder is still held.
    Over,
    /// The run was asked to stop, did not within a second or so, and its record is written: whoever watches ends
    /// the program. Files are whole at any moment.
    Overdue,
}

/// Who is told.
pub type Watch<'a> = &'a (dyn Fn(Event<'_>) + Sync);

/// The stages of one report: timed, announced, and stopped when the run is.
pub(super) struct Stages<'a> {
    request: &'a Request<'a>,
    watch: Watch<'a>,
    started: Instant,
    failed: AtomicBool,
    report: String,
    seconds: Vec<(Stage, f64)>,
}

impl<'a> Stages<'a> {
    pub(super) fn new(request: &'a Request<'a>, watch: Watch<'a>) -> Self {
        let (started, failed) = (Instant::now(), AtomicBool::new(false));
        Self { request, watch, started, failed, report: String::new(), seconds: Vec::new() }
    }

    /// Seconds since the run began.
    pub(super) fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Makes one report and says how it ended. A panic is a bug of ours; it costs that report only.
    pub(super) fn attempt(
        &self,
        report: &ReportConfig,
        make: impl FnOnce(&mut Stages<'a>) -> Result<Made, Failure>,
    ) -> Outcome {
        let mut own = Stages::new(self.request, self.watch);
        own.report.clone_from(&report.id);
        let skipped = self.request.on_failure == OnFailure::Stop && self.failed.load(Ordering::SeqCst);
        let made = match skipped {
            true => Err(Failure::LeftOut),
            false => {
                catch_unwind(AssertUnwindSafe(|| make(&mut own))).unwrap_or_else(|panic| Err(Failure::bug(&*panic)))
            }
        };
        if made.as_ref().is_err_and(Failure::is_own) {
            self.failed.store(true, Ordering::SeqCst);
        }
        let seconds = own.summed();
        let outcome = Outcome::new(report, Ending::of(made), seconds, own.seconds());
        (self.watch)(Event::Ended(&outcome));
        outcome
    }

    /// Runs one stage, unless the run has been stopped.
    pub(super) fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        if self.request.stop.load(Ordering::SeqCst) {
            return Err(Failure::Interrupted);
        }
        (self.watch)(Event::Enters { report: &self.report, stage });
        let from = Instant::now();
        let result = work();
        self.seconds.push((stage, from.elapsed().as_secs_f64()));
        result
    }

    fn summed(&self) -> Vec<(Stage, f64)> {
        let of = |stage: Stage| self.seconds.iter().filter(move |(at, _)| *at == stage).map(|(_, seconds)| seconds);
        let visited = Stage::ALL.into_iter().filter(|stage| of(*stage).next().is_some());
        visited.map(|stage| (stage, of(stage).sum())).collect()
    }
}
