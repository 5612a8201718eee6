//! The files of a report, from the list to the staged tables: each is looked at, read by its source, and
//! read again where the whole of a column has decided otherwise.

use super::cache::{Entry, Record};
use super::decide::{self, Decisions, Verdict};
use super::inspect::{self, Inspection};
use super::job::{self, Job};
use super::lookup::{self, Lookups};
use super::{Error, FileNotes, InputFile, Intake, RawFile, budget, discover, doubt, remarks, staged_schema, tables};
use crate::config::{ReportConfig, Source};
use crate::diagnostic::Diagnostic;
use crate::source::{Found, Limits};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Stages all sources of a report under `cache`. Files are read in parallel; the result depends
/// neither on the number of threads nor on the order in which files are found.
///
/// # Errors
/// When a file, the folder of a source or the cache cannot be read or written; what is wrong within a file is a
/// diagnostic of its record.
pub fn stage(report: &ReportConfig, cache: &Path) -> Result<Intake, Error> {
    let begun = begin(report)?;
    finish(report, cache, begun, &Limits::STATED)
}

/// What is to be read, after the first look at every file.
#[derive(Debug)]
pub(super) struct Begun {
    /// What is known so far.
    pub(super) intake: Intake,
    /// Files and their sources.
    pub(super) work: Vec<Work>,
    /// All files of the data folder.
    all: Vec<Found>,
    /// What was seen of each file.
    pub(super) inspections: BTreeMap<PathBuf, Inspection>,
}

/// One file for one source.
#[derive(Debug)]
pub(super) struct Work {
    /// Index of the source.
    pub(super) mapping: usize,
    /// The file.
    pub(super) file: Found,
}

/// Lists and hashes the files of a report.
pub(super) fn begin(report: &ReportConfig) -> Result<Begun, Error> {
    let mut intake = Intake { tables: tables::empty(report), ..Intake::default() };
    intake.diagnostics.extend(tables::conflicts(report));
    let (mut work, all) = work(report, &mut intake);
    if let Some(problem) = budget::too_much(report, &work, &Limits::STATED) {
        intake.diagnostics.push(problem);
        work.clear();
    }
    let inspections = inspections(&mut work, &mut intake)?;
    Ok(Begun { intake, work, all, inspections })
}

/// Reads and stages the files that were hashed.
pub(super) fn finish(report: &ReportConfig, cache: &Path, begun: Begun, limits: &Limits) -> Result<Intake, Error> {
    let Begun { mut intake, mut work, all, inspections } = begun;
    std::fs::create_dir_all(cache).map_err(|source| Error::Io { action: "create", path: cache.to_owned(), source })?;
    let lookup::Loaded { lookups, refused, problems } = lookup::load(report, cache, &all, limits)?;
    intake.diagnostics.extend(problems);
    intake.raw = raw_files(&work, &inspections, &lookups);
    work.retain(|work| !refused.contains(&work.mapping));
    let mut jobs = jobs(report, cache, &intake, (&work, &inspections, &lookups));
    let mut results = budget::run(report, &jobs.iter().collect::<Vec<_>>(), limits)?;
    let mut verdicts: Vec<Verdict> = Vec::new();
    for (mapping, source) in report.sources.iter().enumerate() {
        let own: Vec<usize> = (0..jobs.len()).filter(|job| jobs[*job].mapping == mapping).collect();
        let mut verdict =
            Verdict::of(source, own.iter().filter_map(|job| results[*job].as_ref().ok().map(|found| &found.1)));
        // What the whole of a column has decided is read again where it was read otherwise.
        if verdict.problems.is_empty() && verdict.decisions != Decisions::default() {
            own.iter().for_each(|job| jobs[*job].decisions = verdict.decisions.clone());
            let again = budget::run(report, &own.iter().map(|job| &jobs[*job]).collect::<Vec<_>>(), limits)?;
            own.iter().zip(again).for_each(|(job, result)| results[*job] = result);
            let records: Vec<_> =
                own.iter().filter_map(|job| results[*job].as_ref().ok().map(|found| &found.1)).collect();
            verdict.problems.extend(decide::none_read(source, &records));
        }
        verdicts.push(verdict);
    }
    for (job, mut result) in jobs.iter().zip(results) {
        let refused = verdicts[job.mapping].refuses();
        if let Ok((_, record)) = &mut result {
            record.notes.said.extend(decide::said(job.source, &record.evidence, &verdicts[job.mapping].decisions));
            intake.diagnostics.extend(decide::dates_alone(job.source, &record.file, &record.evidence));
        }
        take(&mut intake, job, if refused { Err(Vec::new()) } else { result });
    }
    intake.diagnostics.extend(verdicts.into_iter().flat_map(|verdict| verdict.problems));
    intake.doubts = doubt::gathered(&intake.files, &intake.rejects, report);
    intake.diagnostics.sort();
    intake.diagnostics.dedup();
    Ok(intake)
}

/// Every file that is read, once.
fn raw_files(work: &[Work], inspections: &BTreeMap<PathBuf, Inspection>, lookups: &[Lookups]) -> Vec<RawFile> {
    let mut raw: BTreeMap<String, RawFile> = BTreeMap::new();
    for work in work {
        let Some(found) = inspections.get(&work.file.path) else { continue };
        let path = work.file.relative.clone();
        let file = RawFile { path: path.clone(), identity: found.identity.clone(), sha256: found.sha256.clone() };
        raw.insert(path, file);
    }
    for joined in lookups.iter().flat_map(BTreeMap::values) {
        raw.insert(joined.raw.path.clone(), joined.raw.clone());
    }
    raw.into_values().collect()
}

/// What the sources read, and all files of the data folder.
fn work(report: &ReportConfig, intake: &mut Intake) -> (Vec<Work>, Vec<Found>) {
    let all = match discover::files(report) {
        Ok(all) => all,
        Err(problem) => {
            intake.diagnostics.push(problem);
            return (Vec::new(), Vec::new());
        }
    };
    let mut work = Vec::new();
    for (mapping, source) in report.sources.iter().enumerate() {
        let found = discover::matching(report, source, &all).unwrap_or_else(|problem| {
            intake.diagnostics.push(problem);
            Vec::new()
        });
        work.extend(found.into_iter().map(|file| Work { mapping, file }));
    }
    (work, all)
}

/// The first look at every file; one that changes under it is told and left out.
fn inspections(work: &mut Vec<Work>, intake: &mut Intake) -> Result<BTreeMap<PathBuf, Inspection>, Error> {
    let files: BTreeMap<&PathBuf, &Found> = work.iter().map(|work| (&work.file.path, &work.file)).collect();
    let files: Vec<&Found> = files.into_values().collect();
    let looks: Vec<_> = files.par_iter().map(|file| inspect::inspect(&file.path)).collect();
    let mut inspections = BTreeMap::new();
    for (file, look) in files.into_iter().zip(looks) {
        match look {
            Ok(found) => drop(inspections.insert(file.path.clone(), found)),
            Err(Error::Changed { .. }) => intake.diagnostics.push(job::file_changed(file)),
            Err(error) => return Err(error),
        }
    }
    work.retain(|work| inspections.contains_key(&work.file.path));
    Ok(inspections)
}

pub(super) fn jobs<'r>(
    report: &'r ReportConfig,
    cache: &Path,
    intake: &Intake,
    (work, inspections, lookups): (&[Work], &'r BTreeMap<PathBuf, Inspection>, &[Lookups]),
) -> Vec<Job<'r>> {
    let threads = rayon::current_num_threads();
    let lanes = (2 * threads / work.len().max(1)).clamp(1, threads);
    let extra = |table| intake.tables.get(&table).map(|table| table.extra.clone()).unwrap_or_default();
    let extras: Vec<_> = report.sources.iter().map(|source| extra(source.table)).collect();
    let schema = |(source, extra): (&Source, &Vec<_>)| Arc::new(staged_schema(source.table, extra));
    let schemas: Vec<_> = report.sources.iter().zip(&extras).map(schema).collect();
    let job = |work: &Work| Job {
        source: &report.sources[work.mapping],
        mapping: work.mapping,
        file: work.file.clone(),
        found: &inspections[&work.file.path],
        schema: Arc::clone(&schemas[work.mapping]),
        extra: extras[work.mapping].clone(),
        cache: cache.to_owned(),
        lanes,
        decisions: Decisions::default(),
        lookups: lookups[work.mapping].clone(),
        is_lookup: false,
    };
    work.iter().map(job).collect()
}

fn take(intake: &mut Intake, job: &Job<'_>, result: Result<(Entry, Record), Vec<Diagnostic>>) {
    let (table, mapping, found) = (job.source.table, job.mapping, job.found);
    let mut file = InputFile {
        path: job.file.relative.clone(),
        sha256: found.sha256.clone(),
        bytes: found.bytes,
        table,
        mapping,
        rows_in: 0,
        rows_staged: 0,
        rows_rejected: 0,
        notes: FileNotes::default(),
        evidence: BTreeMap::new(),
    };
    match result {
        Err(problems) => intake.diagnostics.extend(problems),
        Ok((entry, record)) => {
            intake.diagnostics.extend(remarks::of(&record, found));
            let staged = intake.tables.get_mut(&table).expect("every source's table was entered");
            staged.files.extend(entry.files(&record, intake.files.len()));
            staged.mapped.extend(record.mapped.iter().cloned());
            (file.rows_in, file.rows_staged) = (record.rows_in, record.rows_staged());
            file.rows_rejected = record.rejects.len() as u64;
            (file.path, file.notes, file.evidence) = (record.file, record.notes, record.evidence);
            intake.rejects.extend(record.rejects);
        }
    }
    intake.files.push(file);
}
