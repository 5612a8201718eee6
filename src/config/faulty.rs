//! Reports that their own part of the configuration keeps from being made: no other report's affair.

use super::{Config, ReportConfig};
use crate::diagnostic::{Diagnostic, Severity};
use crate::privacy::Key;

/// A report that cannot be made as it is configured.
#[derive(Clone, Debug)]
pub struct Faulty {
    /// As much of it as could be read: what is wrong stands at its default.
    pub report: ReportConfig,
    /// How far it could be read.
    pub known: Known,
    /// What is wrong with it; warnings may stand among the errors.
    pub problems: Vec<Diagnostic>,
}

/// How much of a faulty report is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Where it begins: its id is only a word for that line.
    Line,
    /// Its id.
    Id,
    /// Where its data are and how they are read: they can be looked at.
    Data,
}

impl Config {
    /// Ids of all reports, sound or not, in the order written.
    pub fn ids(&self) -> Vec<&str> {
        self.written().into_iter().map(|report| report.id.as_str()).collect()
    }

    /// All reports, sound or not, in the order written.
    pub fn written(&self) -> Vec<&ReportConfig> {
        let faulty = self.faulty.iter().map(|faulty| &faulty.report);
        let mut all: Vec<&ReportConfig> = self.reports.iter().chain(faulty).collect();
        let place = |report: &&ReportConfig| report.place.clone();
        all.sort_by_key(|report| (place(report).file != self.file, place(report)));
        all
    }

    /// What keeps a report from being made.
    pub fn fault(&self, id: &str) -> Option<&Faulty> {
        self.faulty.iter().find(|faulty| faulty.report.id == id)
    }

    /// Takes a report out of those that are made, where something found in it is an error.
    pub fn set_aside(&mut self, id: &str, problems: Vec<Diagnostic>) {
        let error = problems.iter().any(|problem| problem.severity == Severity::Error);
        let at = self.reports.iter().position(|report| report.id == id).filter(|_| error);
        if let Some(at) = at {
            let report = self.reports.remove(at);
            self.faulty.push(Faulty { report, known: Known::Data, problems });
        }
    }

    /// Gives every report its pseudonyms by the key that they share.
    pub fn with_key(&mut self, key: &Key) {
        self.pseudonyms = Some(key.fingerprint());
        let faulty = self.faulty.iter_mut().map(|one| &mut one.report);
        for report in self.reports.iter_mut().chain(faulty) {
            report.privacy = std::mem::take(&mut report.privacy).keyed(key, &report.id);
        }
    }

    /// The configuration when nothing at all is wrong with it.
    ///
    /// # Errors
    /// What is wrong with its reports, sorted.
    pub fn sound(self) -> Result<Self, Vec<Diagnostic>> {
        if self.faulty.is_empty() {
            return Ok(self);
        }
        let mut problems: Vec<Diagnostic> = self.faulty.into_iter().flat_map(|faulty| faulty.problems).collect();
        problems.sort();
        problems.dedup();
        Err(problems)
    }
}
