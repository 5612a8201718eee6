//! Whose mistake it is: one report's own, or one of the configuration as a whole.
//!
//! A mistake is a report's own when it is written in its part of the file, or in a file that not all reports
//! name. What stands under `defaults`, beside the reports, or in the way reports are told apart concerns all.

use super::Checker;
use crate::config::file;
use crate::config::reader;
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
        let parts = Parts::of(self.file, tree);
        let own: Vec<BTreeSet<Diagnostic>> = candidates.iter().map(|one| parts.mistakes(one)).collect();
        let mut problems: Vec<Vec<Diagnostic>> = vec![Vec::new(); candidates.len()];
        let owners = |problem: &Diagnostic| -> BTreeSet<usize> {
            let owns = |(index, one): (usize, &Candidate)| {
                let by_place = parts.holds(one.at, &problem.place) || one.files.contains(&problem.place.file);
                (by_place || own[index].contains(problem)).then_some(index)
            };
            candidates.iter().enumerate().filter_map(owns).collect()
        };
        let all = std::mem::take(&mut self.problems);
        for problem in all {
            let owners = owners(&problem);
            let anywhere = problem.place.file != self.file;
            let written = (0..parts.items.len()).any(|at| parts.holds(at, &problem.place));
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
    file: &'t Path,
    items: &'t [Node],
    /// The first place behind the list of reports.
    end: Mark,
}

impl<'t> Parts<'t> {
    fn of(file: &'t Path, tree: &'t Node) -> Self {
        let last = Mark { line: u64::MAX, column: u64::MAX };
        let end = match &tree.value {
            Value::Map(entries) => {
                let mut behind = entries.iter().map(|(key, _)| key).skip_while(|key| key.text != "reports").skip(1);
                behind.next().map_or(last, |key| key.mark)
            }
            _ => last,
        };
        Self { file, items: tree.items("reports"), end }
    }

    /// Whether a place lies in the part of a report.
    fn holds(&self, at: usize, place: &Place) -> bool {
        let (Some(line), Some(column), Some(item)) = (place.line, place.column, self.items.get(at)) else {
            return false;
        };
        let (here, end) = (Mark { line, column }, self.items.get(at + 1).map_or(self.end, |next| next.mark));
        place.file == self.file && item.mark <= here && here < end
    }

    /// What reading and checking a report found: aliases may bring in what is written elsewhere.
    fn mistakes(&self, one: &Candidate) -> BTreeSet<Diagnostic> {
        let mut found = one.found.clone();
        if let Some(node) = self.items.get(one.at) {
            let _: Option<file::Report> = reader::read(node, self.file, &mut found);
        }
        found.into_iter().collect()
    }
}
