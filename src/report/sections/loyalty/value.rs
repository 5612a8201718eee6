//! Customer lifetime value by tier, its parts, and what customers have brought so far (M17).

use super::{heading, missing_worth, source};
use crate::catalogue::ids;
use crate::metrics::models::lifetime_value::{Basis, LifetimeValue, Value, ValueQuarter};
use crate::report::draft::{Draft, column, plain, row, table, total, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{Figure, grouped, rounded};

const METRIC: &str = ids::CUSTOMER_LIFETIME_VALUE;

/// The table by tier, and the parts in a sentence.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let Some(study) = draft.inputs.study.lifetime_value.as_ref() else { return Vec::new() };
    let Some(quarter) = study.quarters.iter().find(|one| one.quarter == draft.quarter()) else { return Vec::new() };
    if quarter.total.customers < draft.inputs.config.statistics.minimum_n.max(1) {
        return Vec::new();
    }
    let mut blocks = vec![heading(draft, "value")];
    blocks.extend(value_table(draft, study, quarter));
    blocks.push(Block::List { items: parts(draft, quarter, study.basis) });
    blocks
}

fn value_table(draft: &Draft, study: &LifetimeValue, quarter: &ValueQuarter) -> Option<Block> {
    let words = &draft.words;
    let figure = draft.figure(METRIC).clone();
    let small = Figure::money(&draft.inputs.config.currency, 1.0);
    let policy = &draft.inputs.config.statistics;
    let line = |name: String, value: &Value| -> Vec<Cell> {
        let n = words.with("n-is", &[("n", &grouped(value.customers))]);
        if value.customers < policy.minimum_n.max(1) {
            let hidden = words.with("suppressed", &[("n", &grouped(policy.minimum_n))]);
            let mut cells = vec![plain(name)];
            cells.extend((0..5).map(|_| Cell { text: hidden.clone(), tone: Some(Tone::Muted), ..Cell::default() }));
            return cells;
        }
        let range = value.range.map(|(low, high)| figure.range(low, high, words));
        let retention = Figure::percent().value(100.0 * value.retention, words);
        let tone = (value.customers < policy.verdict_n).then_some(Tone::Muted);
        let mut cells = vec![
            with_detail(name, Some(n)),
            plain(small.value(value.margin, words)),
            plain(retention),
            with_detail(figure.value(value.future, words), range),
            plain(figure.value(value.with_first, words)),
            plain(figure.value(value.five_years, words)),
        ];
        cells.iter_mut().for_each(|cell| cell.tone = tone);
        cells
    };
    let tier = |name: &str| match study.basis {
        Basis::Orders => words.with("loyalty-tier", &[("tier", name)]),
        Basis::Assumption => draft.part("tier", Some(name)),
    };
    let mut rows: Vec<Row> = quarter.tiers.iter().map(|(name, value)| row(line(tier(name), value))).collect();
    rows.push(total(line(words.say("total"), &quarter.total)));
    let (basis, sources) = match study.basis {
        Basis::Orders => ("loyalty-value-from-orders", ids::CUSTOMER_VALUE_HISTORICAL),
        Basis::Assumption => ("loyalty-value-from-assumption", ids::RETENTION_RATE),
    };
    let discount = format!("{}%", rounded(100.0 * study.discount, 2));
    let mut notes = vec![words.with(basis, &[("level", &draft.level())])];
    notes.push(words.with("loyalty-value-note", &[("discount", &discount)]));
    notes.extend(missing_worth(draft, study.without_margin));
    notes.push(source(draft, &[sources]));
    table(Table {
        id: "loyalty-value-table".to_owned(),
        caption: words.with("loyalty-value-caption", &[("quarter", &draft.dates.short(quarter.quarter))]),
        columns: vec![
            column(words.say("loyalty-column-group"), "start", 1.2),
            column(words.say("loyalty-column-margin"), "end", 1.1),
            column(words.say("loyalty-column-retention"), "end", 1.0),
            column(words.say("loyalty-column-future"), "end", 1.8),
            column(words.say("loyalty-column-with-first"), "end", 1.2),
            column(words.say("loyalty-column-five-years"), "end", 1.2),
        ],
        rows,
        notes,
    })
}

/// What the value of a newly won customer is made of, and the value so far.
fn parts(draft: &Draft, quarter: &ValueQuarter, basis: Basis) -> Vec<String> {
    let words = &draft.words;
    let figure = draft.figure(METRIC).clone();
    let amount = |value: f64| figure.value(value, words);
    let parts = &quarter.parts;
    let mut names = Vec::new();
    let mut add = |id: &str, value: Option<f64>| {
        names.extend(value.map(|value| words.with(id, &[("amount", &amount(value))])));
    };
    let first = if basis == Basis::Orders { "loyalty-part-first" } else { "loyalty-part-first-quarter" };
    add(first, parts.first);
    add(if parts.cross.is_some() { "loyalty-part-later" } else { "loyalty-part-later-all" }, Some(parts.later));
    add("loyalty-part-cross", parts.cross);
    add("loyalty-part-referral", parts.referral);
    let sum = parts.first.unwrap_or(0.0) + parts.later + parts.cross.unwrap_or(0.0) + parts.referral.unwrap_or(0.0);
    let mut items = vec![words.with("loyalty-parts", &[("sum", &amount(sum)), ("parts", &draft.list(&names))])];
    if parts.referral.is_none() {
        items.push(words.say("loyalty-part-no-referral"));
    }
    if let Some((mean, n)) = quarter.historical {
        items.push(words.with("loyalty-historical", &[("amount", &amount(mean)), ("n", &grouped(n))]));
    }
    items
}
