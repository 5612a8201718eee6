//! What is in doubt about a staged column: cells that could not be read, words that no list holds,
//! rows that were rejected for it.

use super::{InputFile, Reject, RejectKind};
use crate::config::ReportConfig;
use crate::domain::Table;
use std::collections::BTreeMap;

/// The doubts about one column of one table, over all files.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnDoubt {
    /// The table.
    pub table: Table,
    /// The canonical or extra column; empty when whole rows are meant.
    pub column: String,
    /// Cells that became missing because they could not be read.
    pub unreadable: u64,
    /// Cells of a closed vocabulary whose word no list holds; staged as `unknown`.
    pub unknown: u64,
    /// Rows rejected because of this column; rows that are no records are left out.
    pub rejected: u64,
    /// Rows of the table that were read, those rejected included, those that are no records left out.
    pub rows: u64,
    /// Why, with how often, the commonest first.
    pub reasons: Vec<(String, u64)>,
    /// The first such cell: file, line and what stood there.
    pub first: Option<(String, u64, String)>,
}

impl ColumnDoubt {
    fn count(&mut self, reason: &str, n: u64) {
        match self.reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, count)) => *count += n,
            None => self.reasons.push((reason.to_owned(), n)),
        }
    }

    /// Cells in doubt.
    pub fn cells(&self) -> u64 {
        self.unreadable + self.unknown + self.rejected
    }

    /// The share of the rows whose cell is in doubt, 0 to 1.
    pub fn share(&self) -> f64 {
        self.cells() as f64 / self.rows.max(1) as f64
    }
}

/// The doubts about the columns of all files, by table and column.
pub fn gathered(files: &[InputFile], rejects: &[Reject], report: &ReportConfig) -> Vec<ColumnDoubt> {
    let mut doubts: BTreeMap<(Table, String), ColumnDoubt> = BTreeMap::new();
    let mut rows: BTreeMap<Table, u64> = BTreeMap::new();
    for file in files {
        *rows.entry(file.table).or_default() += file.rows_in;
        for (column, evidence) in &file.evidence {
            let seen = evidence.unreadable.iter().chain(&evidence.unknown);
            for (what, tally) in seen.filter(|(_, tally)| tally.n > 0) {
                let doubt = entry(&mut doubts, file.table, column);
                let unknown = evidence.unknown.contains_key(what) && !evidence.unreadable.contains_key(what);
                let reason = if unknown { format!("unknown word `{what}`") } else { what.clone() };
                *(if unknown { &mut doubt.unknown } else { &mut doubt.unreadable }) += tally.n;
                doubt.count(&reason, tally.n);
                if let (None, Some((line, text))) = (&doubt.first, &tally.first) {
                    doubt.first = Some((file.path.clone(), *line, text.clone()));
                }
            }
        }
    }
    for reject in rejects {
        if reject.kind == RejectKind::NotARecord {
            rows.entry(reject.table).and_modify(|rows| *rows -= 1);
            continue;
        }
        let column = canonical(report, reject);
        let doubt = entry(&mut doubts, reject.table, &column);
        doubt.rejected += 1;
        doubt.count(&reject.reason, 1);
        if doubt.first.is_none() {
            doubt.first = Some((reject.file.clone(), reject.line, reject.value.clone()));
        }
    }
    let mut doubts: Vec<ColumnDoubt> = doubts.into_values().collect();
    for doubt in &mut doubts {
        doubt.rows = rows.get(&doubt.table).copied().unwrap_or(0);
        doubt.reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    }
    doubts
}

fn entry<'d>(
    doubts: &'d mut BTreeMap<(Table, String), ColumnDoubt>,
    table: Table,
    column: &str,
) -> &'d mut ColumnDoubt {
    doubts.entry((table, column.to_owned())).or_insert_with(|| ColumnDoubt {
        table,
        column: column.to_owned(),
        unreadable: 0,
        unknown: 0,
        rejected: 0,
        rows: 0,
        reasons: Vec::new(),
        first: None,
    })
}

/// The canonical or extra column whose cell a row was rejected for; empty when the whole row is meant.
fn canonical(report: &ReportConfig, reject: &Reject) -> String {
    if reject.column.is_empty() {
        return String::new();
    }
    let sources = report.sources.iter().filter(|source| source.table == reject.table);
    let mapped = sources.flat_map(|source| &source.columns).find(|(_, entry)| entry.from == reject.column);
    mapped.map_or_else(|| reject.column.clone(), |(name, _)| name.clone())
}
