//! Finished reports that stand as they were made: nothing that they depend on has changed since.
//!
//! A report depends on its part of the configuration with the files that it names, on its raw files, its
//! quarter, the program and its rules. Raw files and outputs are known again by size, time and inode, else
//! by their bytes. What is damaged, incomplete or missing is made again.

use super::{Cells, Failure, Job, Made, Rows, Verify, deliver};
use crate::benchmarks::Peer;
use crate::cache;
use crate::config::{Config, ReportConfig};
use crate::diagnostic::Diagnostic;
use crate::domain::{Quarter, Zone, hex};
use crate::gate::{Strictness, Verdict};
use crate::intake::{self, RawFile};
use crate::run_record::{DoubtRecord, InputRecord, OutputRecord, Reused};
use crate::source::{self, Identity};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the program is built from.
pub(super) const BUILD: &str = env!("QUARTERDECK_BUILD");

/// Where what was made of a report is kept.
pub(super) struct Kept<'a> {
    report: &'a ReportConfig,
    key: String,
    base: String,
    strictness: Strictness,
    reason: Option<String>,
    entry: PathBuf,
    output: PathBuf,
    verify: Verify,
}

/// What a report left behind, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    key: String,
    /// What its data were compared with.
    base: String,
    verdict: Verdict,
    started_at: String,
    quarter: Quarter,
    rows: Rows,
    cells: Cells,
    doubts: Vec<DoubtRecord>,
    inputs: Vec<InputRecord>,
    issue: Option<u32>,
    outputs: Vec<(OutputRecord, Identity)>,
    warnings: Vec<Diagnostic>,
    /// The line of the configuration at which the report began.
    line: u64,
    raw: Vec<RawFile>,
}

/// What a report depends on beside its data, as one hash.
pub(super) fn key(report: &ReportConfig, quarter: Quarter) -> String {
    let ReportConfig { hash, as_of, locales, formats, data, .. } = report;
    let data = data.display();
    let text = format!("{BUILD}\n{}\n{hash}\n{}\n{locales:?}\n{formats:?}\n{quarter}\n{data}", Zone::rules(), as_of.0);
    sha256(text.as_bytes())
}

/// What an earlier run made of a report, when all of it still stands; it is then said to be current.
pub(super) fn standing(job: &Job, kept: Option<&Kept>) -> Result<Option<Made>, Failure> {
    let Some((kept, made)) = kept.and_then(|kept| Some((kept, kept.find()?))) else { return Ok(None) };
    if let (Some(outbox), Some(issue)) = (job.outbox, made.issue) {
        let shelf = deliver::shelf(outbox, kept.report, made.quarter);
        if shelf.issues().map_err(Failure::world)?.last() != Some(&issue) {
            return Ok(None);
        }
        let latest = deliver::latest(kept.report, made.quarter, issue, job.request.now);
        shelf.point(outbox, &latest).map_err(Failure::world)?;
    }
    Ok(Some(made))
}

impl<'a> Kept<'a> {
    /// Where it is, when the run writes reports.
    pub(super) fn of(job: &Job<'a>, report: &'a ReportConfig, (quarter, base): (Quarter, String)) -> Option<Self> {
        let output = job.outbox?.root();
        let root = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
        let output = output.join(quarter.to_string());
        let name = sha256(format!("{}\n{quarter}\n{}", root.display(), report.id).as_bytes());
        let entry = job.config.cache.join(format!("{name}.report"));
        let (strictness, verify) = (job.request.strictness, job.request.verify);
        let reason = job.request.overrides.get(&report.id).cloned();
        Some(Self { report, key: key(report, quarter), base, strictness, reason, entry, output, verify })
    }

    /// What was made, when all of it would be made again and still stands.
    pub(super) fn find(&self) -> Option<Made> {
        let mut entry: Entry = serde_json::from_slice(&cache::read(&self.entry)?).ok()?;
        if entry.key != self.key || entry.base != self.base || !self.judged_alike(&entry.verdict) {
            return None;
        }
        let raw = raw_now(self.report, self.verify, &entry.raw)?;
        let outputs: Option<Vec<_>> = entry.outputs.iter().map(|output| self.output(output)).collect();
        let outputs = outputs?;
        if raw != entry.raw || outputs != entry.outputs {
            (entry.raw, entry.outputs) = (raw, outputs);
            self.write(&entry);
        }
        let line = self.report.place.line.unwrap_or_default();
        let moved = |warning: Diagnostic| self.moved(warning, entry.line, line);
        Some(Made {
            quarter: entry.quarter,
            rows: entry.rows,
            cells: entry.cells,
            doubts: entry.doubts,
            inputs: entry.inputs,
            issue: entry.issue,
            outputs: entry.outputs.into_iter().map(|(output, _)| output).collect(),
            warnings: entry.warnings.into_iter().map(moved).collect(),
            started_at: entry.started_at,
            key: entry.key,
            reused: Reused::Everything,
            verdict: entry.verdict,
        })
    }

    /// Whether the gate would say the same again; a reason that was given once stays while nothing changes.
    fn judged_alike(&self, verdict: &Verdict) -> bool {
        let earlier = verdict.overridden.as_ref().map(|overridden| overridden.reason.as_str());
        let again = Verdict::of(verdict.rules.clone(), self.strictness, self.reason.as_deref().or(earlier));
        again == *verdict
    }

    /// Keeps what was made. What cannot be kept is made again next time.
    pub(super) fn keep(&self, made: &Made, raw: Vec<RawFile>) {
        let state = |output: &OutputRecord| {
            let about = fs::metadata(self.output.join(&output.path)).ok()?;
            Some((output.clone(), Identity::of(&about)))
        };
        let Some(outputs) = made.outputs.iter().map(state).collect() else { return };
        self.write(&Entry {
            key: self.key.clone(),
            base: self.base.clone(),
            verdict: made.verdict.clone(),
            started_at: made.started_at.clone(),
            quarter: made.quarter,
            rows: made.rows,
            cells: made.cells,
            doubts: made.doubts.clone(),
            inputs: made.inputs.clone(),
            issue: made.issue,
            outputs,
            warnings: made.warnings.clone(),
            line: self.report.place.line.unwrap_or_default(),
            raw,
        });
    }

    /// A finished file as it stands, when it is what was written.
    fn output(&self, (output, identity): &(OutputRecord, Identity)) -> Option<(OutputRecord, Identity)> {
        let path = self.output.join(&output.path);
        let (identity, same) = state(&path, self.verify, (identity, &output.sha256))?;
        same.then(|| (output.clone(), identity))
    }

    /// A warning about the configuration, which other reports may have moved.
    fn moved(&self, mut warning: Diagnostic, from: u64, to: u64) -> Diagnostic {
        if warning.place.file == self.report.place.file
            && let Some(line) = warning.place.line.filter(|line| *line >= from)
        {
            warning.place.line = Some(line - from + to);
        }
        warning
    }

    fn write(&self, entry: &Entry) {
        write(&self.entry, entry);
    }
}

/// What a report gives to its peers, kept as long as nothing that it depends on has changed.
pub(super) struct KeptPeer<'a> {
    report: &'a ReportConfig,
    key: String,
    entry: PathBuf,
    verify: Verify,
}

/// Aggregates as they are kept; values by their bits, which no way through decimals could change.
#[derive(Debug, Serialize, Deserialize)]
struct PeerEntry {
    key: String,
    raw: Vec<RawFile>,
    peer: Peer,
    bits: Vec<u64>,
}

impl<'a> KeptPeer<'a> {
    pub(super) fn of(config: &Config, report: &'a ReportConfig, (quarter, verify): (Quarter, Verify)) -> Self {
        let name = sha256(format!("{}\n{quarter}\n{}", config.output.display(), report.id).as_bytes());
        let entry = config.cache.join(format!("{name}.peer"));
        Self { report, key: key(report, quarter), entry, verify }
    }

    pub(super) fn find(&self) -> Option<Peer> {
        let mut entry: PeerEntry = serde_json::from_slice(&cache::read(&self.entry)?).ok()?;
        if entry.key != self.key || entry.bits.len() != entry.peer.figures.len() {
            return None;
        }
        raw_now(self.report, self.verify, &entry.raw)?;
        for (figure, bits) in entry.peer.figures.iter_mut().zip(&entry.bits) {
            figure.value = f64::from_bits(*bits);
        }
        Some(entry.peer)
    }

    /// Keeps it. What cannot be kept is measured again next time.
    pub(super) fn keep(&self, peer: &Peer, raw: Vec<RawFile>) {
        let bits = peer.figures.iter().map(|figure| figure.value.to_bits()).collect();
        write(&self.entry, &PeerEntry { key: self.key.clone(), raw, peer: peer.clone(), bits });
    }
}

/// The raw files of a report as they are now, when they are those that were read.
fn raw_now(report: &ReportConfig, verify: Verify, known: &[RawFile]) -> Option<Vec<RawFile>> {
    let mut files: BTreeMap<String, PathBuf> =
        intake::read_by(report)?.into_iter().map(|file| (file.relative, file.path)).collect();
    let now = known.iter().map(|file| {
        let path = files.remove(&file.path)?;
        let (identity, same) = state(&path, verify, (&file.identity, &file.sha256))?;
        same.then(|| RawFile { identity, ..file.clone() })
    });
    let now: Option<Vec<RawFile>> = now.collect();
    now.filter(|_| files.is_empty())
}

/// The state of a file, and whether it is the one that was known.
fn state(path: &Path, verify: Verify, (identity, sha256): (&Identity, &str)) -> Option<(Identity, bool)> {
    let now = source::identity_of(path).ok()?;
    if now == *identity && verify == Verify::State {
        return Some((now, true));
    }
    if now.bytes != identity.bytes {
        return None;
    }
    let hashed = source::inspect(path, |_| 0).ok()?;
    Some((hashed.identity, hashed.sha256 == sha256))
}

fn write(path: &Path, entry: &impl Serialize) {
    let bytes = serde_json::to_vec(entry).expect("an entry is plain data");
    let temporary = path.with_extension(format!("{}-0.tmp", std::process::id()));
    if fs::write(&temporary, cache::seal(&bytes)).is_err() || fs::rename(&temporary, path).is_err() {
        // Nothing is lost but time.
        let _ = fs::remove_file(&temporary);
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}
