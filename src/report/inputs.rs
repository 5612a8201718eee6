//! Everything that a report is built from, as values. Nothing is read from disk here.

use super::glyphs::Glyphs;
use super::model::Logo;
use crate::config::ReportConfig;
use crate::domain::{Locale, Period, Table};
use crate::economics::EconomicResult;
use crate::facts::Quality;
use crate::gate::Verdict;
use crate::insight::{Compared, Insights, Scene};
use crate::metrics::measurement::Measurements;
use crate::metrics::models::Study;
use crate::metrics::{Monthly, Moved};
use std::collections::BTreeMap;

/// One report's results, the same for all its languages.
#[derive(Clone, Copy, Debug)]
pub struct ReportInputs<'a> {
    /// The checked configuration of the report.
    pub config: &'a ReportConfig,
    /// Quarters with bounds, oldest first; the last one is the report's.
    pub periods: &'a [Period],
    /// All figures.
    pub measurements: &'a Measurements,
    /// The main metrics by month.
    pub monthly: &'a Monthly,
    /// What the models found beside their figures.
    pub study: &'a Study,
    /// Metrics with what came of setting published figures beside them, in catalogue order.
    pub comparisons: &'a [Compared<'a>],
    /// Metrics that peers have and that have no comparison group, with the reason.
    pub without_peers: &'a [(String, crate::benchmarks::PeerRefusal)],
    /// What the figures say.
    pub insights: &'a Insights<'a>,
    /// Costs and benefits; `None` without cost lines.
    pub economics: Option<&'a EconomicResult>,
    /// What was read and what was wrong with it.
    pub quality: &'a Quality,
    /// Rejected rows, grouped by [`RejectLine::group`].
    pub rejects: &'a [RejectLine],
    /// What is different from the issue before; `None` in a first issue.
    pub changes: Option<&'a Changes>,
    /// The number of this issue; `None` where there is none.
    pub issue: Option<u32>,
    /// What the gate found.
    pub gate: &'a Verdict,
    /// Who made this edition from what.
    pub edition: &'a Edition,
    /// Commentary per language.
    pub commentary: &'a BTreeMap<Locale, Vec<Comment>>,
    /// A project's own Fluent files per language, later ones win.
    pub words: &'a BTreeMap<Locale, Vec<String>>,
    /// The characters that the pages can show.
    pub glyphs: &'a Glyphs,
}

impl<'a> ReportInputs<'a> {
    /// The figures ready to be judged.
    pub fn scene(&self) -> Scene<'a> {
        let measured = (self.measurements, self.monthly, self.study);
        Scene::new(self.config, self.periods, measured, self.comparisons)
    }
}

/// What is different from the issue that this one takes the place of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// This issue.
    pub issue: u32,
    /// The one that it is compared with.
    pub follows: u32,
    /// Raw files that are new, gone or of other content.
    pub files: Vec<FileChange>,
    /// Whether the time of extraction differs.
    pub taken_again: bool,
    /// Metrics whose definition differs.
    pub definitions: Vec<String>,
    /// Whether anything else in the report's part of the configuration differs.
    pub settings: bool,
    /// Whether the project's own templates differ.
    pub templates: bool,
    /// The program before and now, when they differ.
    pub program: Option<(String, String)>,
    /// Every figure that moved.
    pub figures: Vec<Moved>,
}

/// A raw file that is not what it was: its table and its path in the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It was not there.
    Added(Table, String),
    /// It is not there any more.
    Removed(Table, String),
    /// Its bytes differ.
    Changed(Table, String),
}

/// A stretch of commentary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The section at whose end it stands; `None` is the summary.
    pub section: Option<String>,
    /// Markdown.
    pub text: String,
}

/// Provenance of an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edition {
    /// Program version.
    pub version: String,
    /// SHA-256 of the configuration, hexadecimal.
    pub config_hash: String,
    /// SHA-256 over all input files, hexadecimal.
    pub data_hash: String,
    /// Logo of the brand.
    pub logo: Option<Logo>,
}

/// Rejected rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RejectLine {
    /// Table.
    pub table: Table,
    /// Column concerned; empty when the whole row is meant.
    pub column: String,
    /// Why, in the words of the reject file (English).
    pub reason: String,
    /// Rows.
    pub rows: u64,
}

impl RejectLine {
    /// Groups rejected rows, each as (table, column, reason): by table, most frequent first.
    pub fn group<'a>(rows: impl IntoIterator<Item = (Table, &'a str, &'a str)>) -> Vec<Self> {
        let mut counts: BTreeMap<(Table, &str, &str), u64> = BTreeMap::new();
        for row in rows {
            *counts.entry(row).or_default() += 1;
        }
        let line = |((table, column, reason), rows): ((Table, &str, &str), u64)| Self {
            table,
            column: column.to_owned(),
            reason: reason.to_owned(),
            rows,
        };
        let mut lines: Vec<Self> = counts.into_iter().map(line).collect();
        lines.sort_by(|a, b| (a.table, std::cmp::Reverse(a.rows), a).cmp(&(b.table, std::cmp::Reverse(b.rows), b)));
        lines
    }
}
