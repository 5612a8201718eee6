//! The loyalty index with its components (M16).

use super::{heading, source};
use crate::metrics::models::loyalty_index::{Component, Index, IndexQuarter};
use crate::report::draft::{Draft, column, plain, row, table, total, with_detail};
use crate::report::model::{Block, Callout, Cell, Row, Table, Tone};
use crate::report::text::{Figure, grouped, rounded};

/// Components and value by both formulas, as far as their data exist.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let study = draft.inputs.study.loyalty_index.as_ref();
    let Some(now) = study.and_then(|study| study.quarters.iter().find(|one| one.quarter == draft.quarter())) else {
        return Vec::new();
    };
    // One component alone is no index.
    let known = |index: &Index| index.components.iter().filter(|one| one.value.is_some()).count();
    if known(&now.standard).max(known(&now.purchase)) < 2 {
        return Vec::new();
    }
    let last = study.and_then(|study| study.quarters.iter().find(|one| one.quarter == draft.quarter().year_before()));
    let mut blocks = vec![heading(draft, "index")];
    blocks.extend(index_table(draft, now, last));
    blocks.extend(incomplete(draft, now));
    blocks
}

fn index_table(draft: &Draft, now: &IndexQuarter, last: Option<&IndexQuarter>) -> Option<Block> {
    let words = &draft.words;
    let columns = vec![
        column(words.say("loyalty-column-component"), "start", 2.4),
        column(words.say("loyalty-column-standard"), "end", 1.6),
        column(words.say("loyalty-column-purchase"), "end", 1.6),
    ];
    let mut kinds: Vec<&Component> = now.standard.components.iter().collect();
    kinds.extend(now.purchase.components.iter().filter(|one| kinds_without(&now.standard, one)));
    let mut rows: Vec<Row> = kinds.iter().map(|one| component_row(draft, now, one)).collect();
    let cells = [&now.standard, &now.purchase].map(|index| value_cell(draft, index));
    let [standard, purchase] = cells;
    rows.push(total(vec![plain(words.say("loyalty-index-value")), standard, purchase]));
    let used: Vec<&str> = kinds.iter().filter_map(|one| one.metric.as_deref()).collect();
    if let Some(last) = last {
        let [standard, purchase] = [&last.standard, &last.purchase].map(|index| value_cell(draft, index));
        let label = words.with("loyalty-index-last", &[("quarter", &draft.dates.short(last.quarter))]);
        rows.push(row(vec![plain(label), standard, purchase]));
    }
    table(Table {
        id: "loyalty-index-table".to_owned(),
        caption: words.with("loyalty-index-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns,
        rows,
        notes: vec![words.say("loyalty-index-note"), source(draft, &used)],
    })
}

fn kinds_without(index: &Index, one: &Component) -> bool {
    !index.components.iter().any(|other| other.kind == one.kind)
}

fn component_row(draft: &Draft, now: &IndexQuarter, one: &Component) -> Row {
    let words = &draft.words;
    let name = words.say(&format!("loyalty-component-{}", one.kind.name()));
    let detail = one.metric.as_deref().and_then(|id| draft.scene.definition(id)).map(|metric| draft.title_of(metric));
    let cell = |index: &Index| match index.components.iter().find(|other| other.kind == one.kind) {
        None => Cell { text: words.say("loyalty-not-part"), tone: Some(Tone::Muted), ..Cell::default() },
        Some(Component { value: None, .. }) => {
            Cell { text: words.say("loyalty-missing"), tone: Some(Tone::Muted), ..Cell::default() }
        }
        Some(Component { value: Some(value), n, .. }) => {
            let n = words.with("n-is", &[("n", &grouped(*n))]);
            with_detail(Figure::percent().value(*value, words), Some(n))
        }
    };
    row(vec![with_detail(name, detail), cell(&now.standard), cell(&now.purchase)])
}

fn value_cell(draft: &Draft, index: &Index) -> Cell {
    let words = &draft.words;
    let Some(value) = index.value else {
        return Cell { text: words.say("no-figure"), tone: Some(Tone::Muted), ..Cell::default() };
    };
    let text = words.with("value-score", &[("n", &rounded(value, 1))]);
    match index.complete {
        true => plain(text),
        false => {
            Cell { text, detail: Some(words.say("loyalty-incomplete")), tone: Some(Tone::Muted), ..Cell::default() }
        }
    }
}

fn incomplete(draft: &Draft, now: &IndexQuarter) -> Option<Block> {
    let (standard, purchase) = (&now.standard, &now.purchase);
    let missing = |index: &Index| -> Vec<String> {
        let without = index.components.iter().filter(|one| one.value.is_none());
        without.map(|one| draft.words.say(&format!("loyalty-component-{}", one.kind.name()))).collect()
    };
    let mut names = missing(standard);
    names.extend(missing(purchase).into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
    (!names.is_empty()).then(|| {
        Block::Callout(Callout {
            tone: "note".to_owned(),
            title: draft.words.say("loyalty-incomplete-title"),
            text: draft.words.with("loyalty-incomplete-text", &[("components", &draft.list(&names))]),
        })
    })
}
