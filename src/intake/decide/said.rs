//! What was recognised in the columns of a file, in words.

use super::{Case, Decisions};
use crate::config::{DateOrder, DecimalMark, Source};
use crate::diagnostic::Diagnostic;
use crate::intake::evidence::Evidence;
use crate::intake::mapping::place;
use crate::intake::span::Colons;
use crate::intake::time::Epoch;
use std::collections::BTreeMap;

/// What the cells of a file's columns showed and how that was read, in short sentences.
pub fn said(source: &Source, evidence: &BTreeMap<String, Evidence>, decisions: &Decisions) -> Vec<String> {
    let mut said = Vec::new();
    for (name, evidence) in evidence {
        let case = Case::new(source, name, "");
        let header = case.header();
        let decision = decisions.0.get(name).copied().unwrap_or_default();
        if decision.decimal == Some(DecimalMark::Comma) {
            said.push(format!("numbers in `{header}` have decimal commas"));
        }
        match decision.order {
            Some(DateOrder::MonthFirst) => said.push(format!("dates in `{header}` have the month first")),
            _ if evidence.dates[0].n > 0 && source.date_order.is_none() => {
                said.push(format!("dates in `{header}` have the day first"));
            }
            _ => {}
        }
        if decision.colons == Some(Colons::MinutesSeconds) {
            said.push(format!("spans of two parts in `{header}` are minutes and seconds"));
        }
        if decision.padded_months {
            said.push(format!("`{header}` writes months with a leading zero, so that `.1` is October"));
        }
        for (unit, tally) in [Epoch::Seconds, Epoch::Milliseconds, Epoch::Microseconds, Epoch::Nanoseconds]
            .into_iter()
            .zip(&evidence.epochs)
        {
            if tally.n > 0 {
                said.push(format!("numbers in `{header}` are {} since 1970", unit.name()));
            }
        }
        if let (1.., Some((_, factor))) = (evidence.scaled.n, &evidence.scaled.first) {
            let how = "as the format of their cells shows a word behind them";
            said.push(format!("{} numbers in `{header}` are multiplied by {factor}, {how}", evidence.scaled.n));
        }
        if let (1.., Some((_, text))) = (evidence.labelled.n, &evidence.labelled.first) {
            said.push(format!("answers in `{header}` such as `{text}` are read by their number"));
        }
        if let (1.., Some((_, text))) = (evidence.nobody.n, &evidence.nobody.first) {
            said.push(format!(
                "{} ids in `{header}` stand for nobody, such as `{text}`, and are blank",
                evidence.nobody.n
            ));
        }
        if let (1.., Some((_, text))) = (evidence.placeholders.n, &evidence.placeholders.first) {
            said.push(format!("{} dates in `{header}` stand for none, such as `{text}`", evidence.placeholders.n));
        }
    }
    said
}

/// Dates without a time that seem to lie before another time of their day.
pub fn dates_alone(source: &Source, file: &str, evidence: &BTreeMap<String, Evidence>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, evidence) in evidence.iter().filter(|(_, evidence)| evidence.same_day > 0) {
        let message = format!(
            "`{file}`: `{}` has dates without a time of day: spans that end there are exact to a day only, and {} that \
             end on the day of their beginning count as nothing",
            Case::new(source, name, "").header(),
            evidence.same_day
        );
        let hint = "export it with its time of day, where the system has it";
        found.push(Diagnostic::warning("dates-without-time", place(source, name), message).with_hint(hint));
    }
    found
}
