//! Whose mistake it is: one report's own, or one of the configuration as a whole.
//!
//! A mistake is a report's own when it is written in its part of the file, or in a file that not all reports
//! name. What stands under `defaults`, beside the reports, or in the way reports are told apart concerns all.

use super::Checker;
use crate::config::file;
use crate::config::reader::{self, Files};
use crate::config::tree::{Mark, Node, Value};
use crate::config::{Faulty, Known, ReportConfig};
use crate::diagnostic::{Diagnostic, Place, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A report as checked, with what its check found.
pub(super) struct Candidate {
    pub(super) report: ReportConfig,
    pub(super) known: Known,
    /// Its place in the list of reports.
    pub(super) at: usize,
    pub(super) found: Vec<Diagnostic>,
    pub(super) files: BTreeSet<PathBuf>,
}

/// Reports told apart by what is wrong with them.
#[derive(Default)]
pub(super) struct Told {
    pub(super) sound: Vec<ReportConfig>,
    pub(super) faulty: Vec<Faulty>,
}

impl Checker<'_> {
    /// Takes the mistakes that are reports' own out of the problems; what stays concerns the configuration as a
    /// whole.
    pub(super) fn told_apart(&mut self, candidates: Vec<Candidate>, tree: &Node) -> Told {
        if self.problems.iter().all(|problem| problem.severity == Severity::Warning) {
            return Told { sound: candidates.into_iter().map(|one| one.report).collect(), faulty: Vec::new() };
        }
        let files = Files { own: self.file, included: &self.included };
        let parts = Parts::of(files, tree);
        let own: Vec<BTreeSet<Diagnostic>> = candidates.iter().map(|one| parts.mistakes(one)).collect();
        let mut problems: Vec<Vec<Diagnostic>> = vec![Vec::new(); candidates.len()];
        let owners = |problem: &Diagnostic| -> BTreeSet<usize> {
            let owns = |(index, one): (usize, &Candidate)| {
                let by_place = parts.holds(one.at, &problem.place) || one.files.contains(&problem.place.file);
                (by_place || own[index].contains(problem)).then_some(index)
            };
            let found: BTreeSet<usize> = candidates.iter().enumerate().filter_map(owns).collect();
            let beside = (0..candidates.len()).filter(|index| parts.is_in(candidates[*index].at, &problem.place.file));
            if found.is_empty() { beside.collect() } else { found }
        };
        let all = std::mem::take(&mut self.problems);
        for problem in all {
            let owners = owners(&problem);
            let anywhere = problem.place.file != self.file && !self.included.contains(&problem.place.file);
            let included = self.included.contains(&problem.place.file) && !owners.is_empty();
            let written = included || (0..parts.items.len()).any(|at| parts.holds(at, &problem.place));
            let shared = if anywhere { candidates.len() > 1 && owners.len() == candidates.len() } else { !written };
            let whole = owners.is_empty() || shared || problem.code == "duplicate-report";
            if whole || problem.severity == Severity::Warning {
                self.problems.push(problem);
            } else {
                owners.into_iter().for_each(|index| problems[index].push(problem.clone()));
            }
        }
        let mut told = Told::default();
        for (one, mut problems) in candidates.into_iter().zip(problems) {
            problems.sort();
            problems.dedup();
            match problems.is_empty() {
                true => told.sound.push(one.report),
                false => {
                    // What the data hold is looked at only where it is known how to read them.
                    let known = one.known.min(Known::Id);
                    told.faulty.push(Faulty { report: one.report, known, problems });
                }
            }
        }
        told
    }
}

/// Where in the file each report is written.
struct Parts<'t> {
    files: Files<'t>,
    items: &'t [Node],
    /// The first place behind the list of reports.
    end: Mark,
}

impl<'t> Parts<'t> {
    fn of(files: Files<'t>, tree: &'t Node) -> Self {
        let last = Mark { file: 0, line: u64::MAX, column: u64::MAX };
        let end = match &tree.value {
            Value::Map(entries) => {
                let mut behind = entries.iter().map(|(key, _)| key).skip_while(|key| key.text != "reports").skip(1);
                behind.next().filter(|key| key.mark.file == 0).map_or(last, |key| key.mark)
            }
            _ => last,
        };
        Self { files, items: tree.items("reports"), end }
    }

    /// Whether a report is written in an included file.
    fn is_in(&self, at: usize, file: &Path) -> bool {
        let own = self.items.get(at).and_then(|item| usize::try_from(item.mark.file).ok()?.checked_sub(1));
        own.and_then(|own| self.files.included.get(own)).is_some_and(|own| own == file)
    }

    /// Whether a place lies in the part of a report.
    fn holds(&self, at: usize, place: &Place) -> bool {
        let (Some(line), Some(column), Some(item)) = (place.line, place.column, self.items.get(at)) else {
            return false;
        };
        let files = std::iter::once(self.files.own).chain(self.files.included.iter().map(PathBuf::as_path));
        let Some(file) = files.into_iter().position(|file| *file == *place.file) else { return false };
        let here = Mark { file: file as u64, line, column };
        let next = self.items.get(at + 1).map(|next| next.mark).filter(|next| next.file == item.mark.file);
        let last = Mark { line: u64::MAX, column: u64::MAX, ..item.mark };
        let end = next.unwrap_or(if item.mark.file == 0 { self.end } else { last });
        item.mark.file == here.file && item.mark <= here && here < end
    }

    /// What reading and checking a report found: aliases may bring in what is written elsewhere.
    fn mistakes(&self, one: &Candidate) -> BTreeSet<Diagnostic> {
        let mut found = one.found.clone();
        if let Some(node) = self.items.get(one.at) {
            let _: Option<file::Report> = reader::read_of(node, self.files, &mut found);
        }
        found.into_iter().collect()
    }
}
