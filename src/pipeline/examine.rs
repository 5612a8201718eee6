//! A report before the gate: what it is compared with, and what the gate says.

use super::{Cells, Failure, Held, Job, Measured, Rows};
use crate::config::ReportConfig;
use crate::delivery::Shelf;
use crate::domain::{Period, Quarter, hex};
use crate::economics::EconomicResult;
use crate::gate::{self, Snapshot, Verdict};
use crate::intake::Twin;
use sha2::{Digest, Sha256};

/// What a report's data are compared with.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// The data of the last quarter's report.
    before: Option<Snapshot>,
    /// Its files that another client's report reads as well.
    twins: Vec<String>,
}

impl Base {
    /// Of a report in a quarter.
    pub(super) fn of(job: &Job, report: &ReportConfig, quarter: Quarter) -> Result<Self, Failure> {
        let shelf = Shelf::at(&job.config.output, quarter.previous(), &report.id);
        let current = match shelf.latest().and_then(|latest| latest.issue) {
            Some(current) => Some(current),
            None => shelf.issues().map_err(Failure::world)?.last().copied(),
        };
        let record = current.and_then(|issue| shelf.record(issue)).filter(|record| report.is_client(&record.client));
        let before = record.map(|record| record.snapshot);
        let twins: Option<&Vec<Twin>> = job.twins.get(&report.id);
        Ok(Self { before, twins: twins.into_iter().flatten().map(|twin| twin.file.clone()).collect() })
    }

    /// All of it as one hash: a report that was judged on something else is judged again.
    pub(super) fn hash(&self) -> String {
        let text = serde_json::to_vec(&(&self.before, &self.twins)).expect("a base is plain data");
        hex(Sha256::digest(text))
    }
}

/// What the gate says of a report. A reason to make it all the same is asked for, or stands in an issue that was
/// made of the same data in the same way.
pub(super) fn verdict(
    job: &Job,
    report: &ReportConfig,
    (measured, economics): (&Measured, Option<&EconomicResult>),
    (periods, base): (&[Period], &Base),
    (key, data_hash): (&str, &str),
) -> Result<Verdict, Failure> {
    let costs = economics.and_then(|economics| economics.costs.as_ref()?.current()?.unmapped_share);
    let inputs = gate::Inputs {
        report,
        periods,
        quality: &measured.facts.quality,
        measurements: &measured.measurements,
        unmapped_cost: costs,
        before: base.before.as_ref(),
        twins: &base.twins,
    };
    let shelf = Shelf::at(&job.config.output, measured.quarter, &report.id);
    let earlier = shelf.issues().map_err(Failure::world)?.last().and_then(|issue| shelf.record(*issue));
    let same = earlier.filter(|record| record.key == key && record.data_hash == data_hash);
    let findings = gate::findings(&inputs);
    // A reason was given for what was found then, and for nothing that is found since.
    let adopted = same.filter(|record| record.gate.rules == findings).and_then(|record| record.gate.overridden);
    let adopted = adopted.map(|overridden| overridden.reason);
    let reason = job.request.overrides.get(&report.id).cloned().or(adopted);
    let verdict = Verdict::of(findings, job.request.strictness, reason.as_deref());
    if !verdict.holds() {
        return Ok(verdict);
    }
    let (rows, cells) = (Rows::of(&measured.facts), Cells::of(measured));
    Err(Failure::Held(Box::new(Held { verdict, rows, cells, warnings: measured.warnings.clone() })))
}
