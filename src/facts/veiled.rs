//! What may be told of the rows that were not used: no cell that names a person.

use super::quality::LeadingZeros;
use crate::config::ReportConfig;
use crate::domain::Table;
use crate::intake::{ColumnDoubt, Intake, Reject};
use crate::privacy::scrub;
use crate::schema::columns;

/// The rejected rows as they are listed.
pub(super) fn rejects(report: &ReportConfig, intake: &Intake) -> Vec<Reject> {
    let told = |reject: &Reject| Reject {
        value: cell(report, intake, (reject.table, &reject.column), &reject.value),
        reason: scrub(&reject.reason),
        ..reject.clone()
    };
    intake.rejects.iter().map(told).collect()
}

/// The doubts about columns as they are told.
pub(super) fn doubts(report: &ReportConfig, intake: &Intake) -> Vec<ColumnDoubt> {
    let told = |doubt: &ColumnDoubt| ColumnDoubt {
        reasons: doubt.reasons.iter().map(|(reason, n)| (scrub(reason), *n)).collect(),
        first: doubt
            .first
            .as_ref()
            .map(|(file, line, text)| (file.clone(), *line, cell(report, intake, (doubt.table, &doubt.column), text))),
        ..doubt.clone()
    };
    intake.doubts.iter().map(told).collect()
}

/// Ids with and without their zeros as they are told.
pub(super) fn zeros(report: &ReportConfig, found: LeadingZeros) -> LeadingZeros {
    let told = |(table, id): &(Table, String)| (*table, report.privacy.cell(found.column, id));
    LeadingZeros { short: told(&found.short), long: told(&found.long), ..found }
}

/// What a cell or, without a column, a whole line shows. A column of a file is known by what it is mapped to.
fn cell(report: &ReportConfig, intake: &Intake, (table, column): (Table, &str), text: &str) -> String {
    let veil = &report.privacy;
    let sources = || report.sources.iter().filter(|source| source.table == table);
    if column.is_empty() {
        return match intake.tables.get(&table) {
            Some(staged) => veil.line(staged.mapped.iter().map(String::as_str), text),
            None => veil.line(columns(table).iter().map(|column| column.name), text),
        };
    }
    let mut meant = sources().flat_map(|source| &source.columns).filter(|(_, entry)| entry.from == column);
    let personal = meant.find(|(name, _)| veil.covers(name)).map(|(name, _)| name.as_str());
    veil.cell(personal.unwrap_or(column), text)
}
