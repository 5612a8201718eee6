//! One raw file read by one source.

use super::cache::{Entry, Record};
use super::decide::Decisions;
use super::encoding::{Decoding, Known, decide};
use super::evidence::Evidence;
use super::grid::Damage;
use super::heading;
use super::inspect::Inspection;
use super::layout::{self, Layout, Totals};
use super::lookup::{self, Lookups};
use super::mapping::{self, Column, FILTER, Plan, wanted};
use super::stager::{Chunk, Stager, Target};
use super::text::{LongLine, Segment, Segments};
use super::{Error, FileNotes, Reject, RejectKind, formats};
use crate::config::{Encoding, Source, SourceColumn};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Zone;
use crate::facts::schema::ColumnType;
use crate::source::{self, Found, Limits, size};
use arrow_schema::Schema;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

/// Text that one thread turns into one part; about one row group of tickets. Smaller in tests, so
/// that small files have several.
const SEGMENT: usize = if cfg!(test) { 1 << 20 } else { 16 << 20 };

/// Rejects of one file beyond which it is refused as a whole.
const MOST_REJECTS: usize = Limits::STATED.rejects;

/// What is to be read, and how.
#[derive(Clone, Debug)]
pub struct Job<'j> {
    /// The mapping.
    pub source: &'j Source,
    /// Its index.
    pub mapping: usize,
    /// The file.
    pub file: Found,
    /// What the first look at it found.
    pub found: &'j Inspection,
    /// The staged schema of the table.
    pub schema: Arc<Schema>,
    /// Columns of the table beyond the canonical ones.
    pub extra: Vec<(String, ColumnType)>,
    /// The cache folder.
    pub cache: PathBuf,
    /// Segments that are held in memory at once.
    pub lanes: usize,
    /// What the columns of the source have decided so far.
    pub decisions: Decisions,
    /// What its columns are looked up in.
    pub lookups: Lookups,
    /// Whether the file is one that others are looked up in.
    pub is_lookup: bool,
}

/// Why a file was not staged.
#[derive(Debug)]
pub enum Stop {
    /// Mistakes in the mapping or the file.
    Refused(Vec<Diagnostic>),
    /// The world failed.
    Failed(Error),
}

/// What a format's reader hands back.
#[derive(Debug)]
pub struct Read {
    /// The value of `_file`.
    pub file: String,
    /// The plan, bound to the file.
    pub plan: Arc<Plan>,
    /// What was found, in order.
    pub chunks: Vec<Chunk>,
    /// How it was read.
    pub notes: FileNotes,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Diagnostic> for Stop {
    fn from(problem: Diagnostic) -> Self {
        Self::Refused(vec![problem])
    }
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self::Refused(problems)
    }
}

impl Job<'_> {
    /// Stages the file, or finds it staged. A file that is no longer what was hashed is refused,
    /// whatever was read of it, and leaves nothing in the cache.
    pub fn run(&self) -> Result<(Entry, Record), Stop> {
        self.run_by(|entry| self.read(entry))
    }

    /// The same by another reader.
    pub fn run_by(&self, read: impl FnOnce(&Entry) -> Result<Read, Stop>) -> Result<(Entry, Record), Stop> {
        let entry = Entry::new(
            &self.cache,
            &self.found.sha256,
            &self.file.relative,
            (self.source, &self.extra, &self.decisions, &self.lookups),
        );
        if let Some(record) = entry.load() {
            return Ok((entry, record));
        }
        let read = read(&entry);
        if let Err(error) = source::unchanged(&self.file.path, &self.found.identity) {
            read.iter().for_each(|read| entry.discard(&read.chunks));
            return Err(self.stopped(error.into()));
        }
        let read = read.map_err(|stop| match stop {
            Stop::Failed(error) => self.stopped(error),
            refused @ Stop::Refused(_) => refused,
        })?;
        let (mapped, evidence) = (read.plan.mapped(), gathered(&read));
        let mut notes = read.notes;
        notes.said.extend(read.plan.said.iter().cloned());
        notes.said.extend(self.lookups.iter().map(|(column, joined)| joined.said(column)));
        let hashes = self.lookups.values().map(|joined| (joined.file.clone(), joined.raw.sha256.clone()));
        notes.looked_up = hashes.collect();
        notes.left_out = read.chunks.iter().map(|chunk| chunk.left_out).sum();
        notes.untold = read.chunks.iter().map(|chunk| chunk.untold).sum();
        if self.source.from_profile.contains(FILTER) {
            notes.untold = 0;
        }
        if notes.left_out > 0 {
            notes.said.push(format!("{} rows for which `where` does not hold are left out", notes.left_out));
        }
        let record = Record { file: read.file, notes, mapped, evidence, ..Record::default() };
        let record = entry.keep(read.chunks, record)?;
        let accounted = record.rows_staged() + record.rejects.len() as u64;
        assert_eq!(record.rows_in, accounted, "every row of {} is staged or rejected", self.file.relative);
        Ok((entry, record))
    }

    /// Reads the file by the reader of its format, once more where its zone stands below the records,
    /// and puts aside what is no record.
    pub fn read(&self, entry: &Entry) -> Result<Read, Stop> {
        let mut read = self.read_once(entry)?;
        if let Some((line, zone)) = self.zone_below(&read) {
            entry.discard(&read.chunks);
            let source = Source { time_zone: zone, zone_is_named: true, ..self.source.clone() };
            read = Job { source: &source, ..self.clone() }.read_once(entry)?;
            read.notes.said.push(format!("times without an offset are in {}, as row {line} says", zone.name()));
        }
        if let Some(problem) = self.unit_below(&read) {
            entry.discard(&read.chunks);
            return Err(problem.into());
        }
        layout::below_the_table(&mut read.chunks);
        let rejects = read.chunks.iter().flat_map(|chunk| &chunk.rejects);
        let aside = rejects.filter(|reject| reject.kind == RejectKind::NotARecord);
        read.notes.said.extend(layout::said(aside.map(|reject| (reject.line, reject.reason.clone()))));
        let totals = read.chunks.last().and_then(|chunk| chunk.totals.as_ref());
        read.notes.suspected_totals = totals.map(Totals::suspected).unwrap_or_default();
        read.notes.doubtful_totals = read.chunks.iter().flat_map(|chunk| chunk.doubtful.clone()).collect();
        Ok(read)
    }

    /// The zone that stands below the records, where the mapping and the head of the file say none.
    fn zone_below(&self, read: &Read) -> Option<(u64, Zone)> {
        let (line, zone) = read.chunks.iter().rev().find_map(|chunk| chunk.zone.as_ref())?;
        let zone = zone.parse::<Zone>().ok()?;
        (!self.source.zone_is_named && zone != self.source.time_zone).then_some((*line, zone))
    }

    /// A line that is no record and says what amounts are in of which neither mapping nor name does.
    fn unit_below(&self, read: &Read) -> Option<Diagnostic> {
        let unsaid = |column: &&Column| {
            let own = heading::read(&column.header);
            let money = column.kind == ColumnType::Money && !column.is_computed();
            money && column.style.numbers.scale.is_none() && own.factor.is_none() && own.currency.is_none()
        };
        let column = read.plan.columns.iter().find(unsaid)?;
        let says = |reject: &&Reject| heading::of_amounts(&reject.value).is_some_and(|found| found.factor.is_some());
        let reject = read.chunks.iter().flat_map(|chunk| &chunk.rejects).find(says)?;
        let message = format!(
            "`{}` line {} says `{}`, below amounts in column `{}` of which nothing else says the unit",
            self.file.relative, reject.line, reject.value, column.header
        );
        let hint = "write a `factor` for the column: `factor: 10000` for 万元, `factor: 1000` for thousands, `factor: 1` for none";
        Some(Diagnostic::error("unit-below", mapping::place(self.source, &column.name), message).with_hint(hint))
    }

    fn read_once(&self, entry: &Entry) -> Result<Read, Stop> {
        formats::read(self, entry)
    }

    /// What the source wants of the file.
    pub fn plan(&self) -> Result<Plan, Vec<Diagnostic>> {
        let mut plan = wanted(self.source, &self.extra)?;
        if self.is_lookup {
            lookup::reduce(&mut plan);
        }
        self.decisions.apply(&mut plan);
        for column in &mut plan.columns {
            column.lookup = self.lookups.get(&column.name).cloned();
        }
        Ok(plan)
    }

    /// How the text of the file is to be decoded.
    pub fn decoding(&self) -> Result<Decoding, Stop> {
        self.decoding_of(None)
    }

    /// The same of a file that says itself what it is.
    pub fn decoding_of(&self, declared: Option<Encoding>) -> Result<Decoding, Stop> {
        let columns = self.source.columns.values().chain(self.source.extra.values().map(|(_, column)| column));
        let names = |column: &SourceColumn| column.headers().cloned().collect::<Vec<_>>();
        let known = Known {
            found: self.found,
            configured: self.source.encoding,
            declared,
            names: &columns.flat_map(names).collect::<Vec<_>>(),
            zone: self.source.time_zone,
        };
        let file = self.open()?;
        let decided = decide(&known, || Ok(BufReader::with_capacity(1 << 20, file)));
        decided.map_err(|source| self.unreadable(source))?.map_err(|wrong| {
            let file = self.file.relative.clone();
            let place = match (wrong.line, wrong.column) {
                (Some(line), Some(column)) => Place::at(file, line, column),
                _ => Place::file(file),
            };
            Diagnostic::error("encoding", place, wrong.message).with_hint(wrong.hint).into()
        })
    }

    /// The file, decoded segment by segment.
    pub fn segments(&self, decoding: Decoding) -> Result<Segments, Error> {
        Ok(Segments::new(self.open()?, decoding, SEGMENT))
    }

    /// The file from its start. This is the only way in which a reader opens it: what is read is
    /// what was hashed.
    pub fn open(&self) -> Result<File, Error> {
        Ok(source::reopen(&self.file.path, &self.found.identity)?)
    }

    /// Why nothing was staged; a file that changed is the client's affair.
    fn stopped(&self, error: Error) -> Stop {
        match error {
            Error::Changed { .. } => file_changed(&self.file).into(),
            Error::Io { source, .. } if source.get_ref().is_some_and(|inner| inner.is::<LongLine>()) => {
                let most = size(Limits::STATED.line as u64);
                let message = format!("a line is longer than {most}: it is no line of a table");
                let hint = "see whether the file is what its ending says";
                Diagnostic::error("line-too-long", Place::file(self.file.relative.clone()), message)
                    .with_hint(hint)
                    .into()
            }
            other => Stop::Failed(other),
        }
    }

    /// The error of a file that cannot be read.
    pub fn unreadable(&self, source: std::io::Error) -> Error {
        Error::Io { action: "read", path: self.file.path.clone(), source }
    }

    /// A file that is not what its format says.
    pub fn damaged(&self, reason: &impl std::fmt::Display) -> Stop {
        let message = format!("the file cannot be read: {reason}");
        Diagnostic::error("unreadable-file", Place::file(self.file.relative.clone()), message).into()
    }

    /// A damaged file, with a cure where there is one.
    pub fn broken(&self, damage: Damage) -> Stop {
        let message = format!("the file cannot be read: {}", damage.reason);
        let problem = Diagnostic::error("unreadable-file", Place::file(self.file.relative.clone()), message);
        match damage.hint {
            Some(hint) => problem.with_hint(hint).into(),
            None => problem.into(),
        }
    }

    /// What stagers need for a format without rows that are no records.
    pub fn target(&self, plan: &Arc<Plan>, file: &str) -> Target {
        self.laid_out(plan, file, Layout::default())
    }

    /// What stagers need for a format whose rows are laid out by people.
    pub fn laid_out(&self, plan: &Arc<Plan>, file: &str, layout: Layout) -> Target {
        let named = layout.zone.as_deref().filter(|_| !self.source.zone_is_named);
        Target {
            schema: Arc::clone(&self.schema),
            plan: Arc::clone(plan),
            file: file.to_owned(),
            zone: named.and_then(|zone| zone.parse::<Zone>().ok()).unwrap_or(self.source.time_zone),
            layout: Arc::new(layout),
        }
    }

    /// Turns segments into parts, several at once, in order. `next` gives the segments.
    pub fn stage_segments(
        &self,
        target: &Target,
        entry: &Entry,
        mut next: impl FnMut() -> Result<Option<Segment>, Error>,
        read: impl Fn(&Segment, &mut Stager) -> Result<(), Error> + Sync,
    ) -> Result<Vec<Chunk>, Stop> {
        let mut chunks: Vec<Chunk> = Vec::new();
        let mut rejects = 0;
        // Sums run through the whole file.
        let summed = Totals::of(&target.plan).is_some();
        let lanes = if summed { 1 } else { self.lanes };
        loop {
            let mut wave = Vec::new();
            while wave.len() < lanes {
                let Some(segment) = next()? else { break };
                wave.push((chunks.len() + wave.len(), segment));
            }
            if wave.is_empty() {
                return Ok(chunks);
            }
            let before = chunks.last_mut().and_then(|chunk| chunk.totals.take());
            let stage = |(index, segment): (usize, Segment)| {
                let mut stager = Stager::new(target.clone(), entry.temporary(index));
                stager.go_on(before.clone());
                read(&segment, &mut stager)?;
                stager.finish()
            };
            for chunk in wave.into_par_iter().map(stage).collect::<Vec<Result<Chunk, Error>>>() {
                let chunk = chunk?;
                rejects += chunk.rejects.len();
                chunks.push(chunk);
            }
            if rejects > MOST_REJECTS {
                entry.discard(&chunks);
                return Err(self.hopeless(&chunks).into());
            }
        }
    }

    fn hopeless(&self, chunks: &[Chunk]) -> Diagnostic {
        let reject = chunks.iter().find_map(|chunk| chunk.rejects.first());
        let example = reject.map(|reject| format!("line {}, `{}`: {}", reject.line, reject.column, reject.reason));
        let message = format!("`{}` has more than {MOST_REJECTS} bad rows", self.file.relative);
        Diagnostic::error("too-many-rejects", self.source.place.clone(), message)
            .with_hint(format!("correct the mapping or the file; the first is {}", example.unwrap_or_default()))
    }
}

/// A file that an export or a person still writes to.
pub fn file_changed(file: &Found) -> Diagnostic {
    let message = "the file changed while it was read";
    let hint = "run again when the export is finished";
    Diagnostic::error("file-changed", Place::file(file.relative.clone()), message).with_hint(hint)
}

/// What the cells of a file show, by column.
fn gathered(read: &Read) -> BTreeMap<String, Evidence> {
    let mut all: BTreeMap<String, Evidence> = BTreeMap::new();
    for chunk in &read.chunks {
        for (column, evidence) in &chunk.evidence {
            all.entry(column.clone()).or_default().merge(evidence.clone());
        }
    }
    all
}
