//! What the gate says of a report.

use crate::domain::Table;
use serde::{Deserialize, Serialize};

/// Whether a report may leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing speaks against it.
    #[default]
    Pass,
    /// It is made, and marked.
    Warn,
    /// It is not made: a person has to look first.
    Hold,
}

impl Outcome {
    /// Its name, as records have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Hold => "hold",
        }
    }
}

/// The rules, as they are written under `gate:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A file that is another client's as well.
    SameFile,
    /// Fewer rows than in the quarter before.
    RowsFall,
    /// More rows than in the quarter before.
    RowsRise,
    /// The last record lies long before the quarter's end.
    Freshness,
    /// The files are those of the last quarter's report.
    Unchanged,
    /// A table or column that the last quarter's report had.
    SchemaDrift,
    /// Rows that were rejected.
    Rejects,
    /// Cells that could not be read or understood.
    Unreadable,
    /// Cells that are missing.
    Missing,
    /// The backlog does not add up.
    Backlog,
    /// Costs that no class fits.
    UnmappedCost,
    /// A main figure moved far beyond its usual change.
    Jumps,
}

impl Rule {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 12] = [
        Self::SameFile,
        Self::RowsFall,
        Self::RowsRise,
        Self::Freshness,
        Self::Unchanged,
        Self::SchemaDrift,
        Self::Rejects,
        Self::Unreadable,
        Self::Missing,
        Self::Backlog,
        Self::UnmappedCost,
        Self::Jumps,
    ];

    /// Its name, as it is written under `gate:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameFile => "same_file",
            Self::RowsFall => "rows_fall",
            Self::RowsRise => "rows_rise",
            Self::Freshness => "freshness",
            Self::Unchanged => "unchanged",
            Self::SchemaDrift => "schema_drift",
            Self::Rejects => "rejects",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
            Self::Backlog => "backlog",
            Self::UnmappedCost => "unmapped_cost",
            Self::Jumps => "jumps",
        }
    }
}

/// One rule that found something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What follows from it.
    pub outcome: Outcome,
    /// The table that it is about.
    pub table: Option<Table>,
    /// The column, metric or file that it is about; empty when the table or the report is meant.
    pub subject: String,
    /// What was found, in the rule's own measure (shares from 0 to 1, days, times).
    pub value: Option<f64>,
    /// The limit that it reached.
    pub limit: Option<f64>,
    /// What was found, for the operator.
    pub message: String,
    /// What to do about it.
    pub cure: String,
}

/// A person's decision to make a held report all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Why.
    pub reason: String,
}

/// What the gate says of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The gravest of its findings, before any override.
    pub outcome: Outcome,
    /// What was found, the gravest first, then in the order of the rules.
    pub rules: Vec<Finding>,
    /// Why it is made although it would be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Override>,
}

/// How strictly findings are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// As each rule says.
    #[default]
    AsConfigured,
    /// A warning holds as well.
    Strict,
}

impl Verdict {
    /// The names of the rules that hold a report, each once; under strictness those that warn.
    pub fn holding(&self) -> Vec<String> {
        let worst = self.rules.iter().map(|one| one.outcome).max().unwrap_or(Outcome::Pass);
        let mut names: Vec<String> = Vec::new();
        for one in self.rules.iter().filter(|one| one.outcome == worst) {
            if !names.iter().any(|name| name == one.rule.name()) {
                names.push(one.rule.name().to_owned());
            }
        }
        names
    }

    /// The verdict over findings; a reason to make the report all the same counts only where it would be held.
    pub fn of(mut rules: Vec<Finding>, strictness: Strictness, reason: Option<&str>) -> Self {
        let key = |one: &Finding| (std::cmp::Reverse(one.outcome), one.rule, one.table, one.subject.clone());
        rules.sort_by_cached_key(key);
        let worst = rules.first().map_or(Outcome::Pass, |one| one.outcome);
        let outcome = match (worst, strictness) {
            (Outcome::Warn, Strictness::Strict) => Outcome::Hold,
            (worst, _) => worst,
        };
        let overridden =
            reason.filter(|_| outcome == Outcome::Hold).map(|reason| Override { reason: reason.to_owned() });
        Self { outcome, rules, overridden }
    }

    /// Whether the report must not be made.
    pub fn holds(&self) -> bool {
        self.outcome == Outcome::Hold && self.overridden.is_none()
    }

    /// What keeps the report back, in words: message and cure of every finding that counts.
    pub fn reasons(&self) -> Vec<String> {
        let counts = |one: &&Finding| one.outcome == self.outcome || one.outcome == Outcome::Hold;
        let strict = self.rules.iter().all(|one| one.outcome != Outcome::Hold);
        let counted = self.rules.iter().filter(|one| strict || counts(one));
        counted.map(|one| format!("{}; {}", one.message, one.cure)).collect()
    }
}
