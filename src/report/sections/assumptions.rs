//! Cost and benefit (R13), the assumptions: each with its range, distribution, users and who supplied it.

use super::benefits::{name, refusal_id};
use super::economics::number;
use crate::config::{Assumption, Distribution};
use crate::economics::{AssumptionUse, EconomicResult};
use crate::report::draft::{Draft, column, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Table, Tone};
use crate::report::text::rounded;
use rust_decimal::Decimal;

/// Every assumption with its range, distribution, users and source.
pub fn table_of(draft: &Draft, result: &EconomicResult) -> Option<Block> {
    let found: &[AssumptionUse] = &result.assumptions;
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-assumption"), "start", 2.0),
        column(say("column-low"), "end", 0.9),
        column(say("column-base"), "end", 0.9),
        column(say("column-high"), "end", 0.9),
        column(say("column-unit"), "start", 1.1),
        column(say("column-used-by"), "start", 1.5),
        column(say("column-assumption-source"), "start", 1.8),
    ];
    let exact = |value: Decimal| {
        let value = value.normalize();
        plain(rounded(number(value), u8::try_from(value.scale()).unwrap_or(2)))
    };
    let rows = found
        .iter()
        .map(|one| {
            let initiatives = one.used_in.iter().map(|title| draft.foreign(title));
            let used = one.used_by.iter().map(|benefit| name(draft, *benefit)).chain(initiatives);
            let loses = draft.inputs.config.economics.as_ref().and_then(|settings| settings.brand_loss.as_ref());
            let loses = loses.is_some_and(|loss| loss.uses(&one.assumption.name)).then(|| say("brand-loss"));
            let used: Vec<String> = used.chain(loses).collect();
            let used = match one.refused {
                Some(refusal) => Cell { tone: Some(Tone::Bad), ..plain(say(refusal_id(refusal))) },
                None if used.is_empty() => Cell { tone: Some(Tone::Muted), ..plain(say("assumption-unused")) },
                None => plain(draft.list(&used)),
            };
            let assumption = &one.assumption;
            row(vec![
                with_detail(draft.foreign(&assumption.title), Some(say(distribution_id(assumption)))),
                exact(assumption.low),
                exact(assumption.base),
                exact(assumption.high),
                plain(draft.unit_of(&assumption.unit)),
                used,
                plain(draft.foreign(&assumption.source)),
            ])
        })
        .collect();
    let notes = vec![say("assumption-note")];
    table(Table { id: "assumption-table".to_owned(), caption: say("assumption-caption"), columns, rows, notes })
}

pub fn distribution_id(assumption: &Assumption) -> &'static str {
    match assumption.distribution {
        _ if assumption.low == assumption.high => "distribution-fixed",
        Distribution::Triangular => "distribution-triangular",
        Distribution::Pert => "distribution-pert",
        Distribution::Normal => "distribution-normal",
        Distribution::Fixed => "distribution-fixed",
    }
}
