//! Loyalty and value (R12): index, return of buyers, satisfaction and loyalty, tiers, life cycle and
//! lifetime value. Only windows that are over are counted; open ones are estimated or named.

mod conversion;
mod index;
mod outlook;
mod reasons;
mod repurchase;
mod tiers;
mod value;

use super::{Written, finding, tiles};
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, KeyFigure, Tone};
use crate::report::text::grouped;

/// Headline figures, the first of each group that is shown.
const FIGURES: [&[&str]; 4] = [
    &[ids::RETENTION_RATE, ids::RETENTION_RATE_ACTIVE_BUYERS],
    &[ids::REPEAT_PURCHASE_RATE, ids::REPEAT_PURCHASE_RATE_12_MONTHS],
    &[ids::LOYALTY_INDEX, ids::LOYALTY_INDEX_PURCHASE],
    &[ids::CUSTOMER_LIFETIME_VALUE],
];

/// The section; nothing when no model of loyalty has its data and there is no retention.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let mut blocks = Vec::new();
    blocks.extend(index::blocks(draft));
    blocks.extend(reasons::blocks(draft));
    blocks.extend(repurchase::blocks(draft));
    blocks.extend(conversion::blocks(draft));
    blocks.extend(tiers::blocks(draft));
    blocks.extend(value::blocks(draft));
    if blocks.is_empty() {
        return None;
    }
    blocks.extend(outlook::blocks(draft));
    let figures: Vec<KeyFigure> = shown(draft).into_iter().filter_map(|one| tiles::key_figure(draft, one)).collect();
    if !figures.is_empty() {
        blocks.insert(0, Block::KeyFigures { items: figures });
    }
    Some((title(draft), blocks))
}

/// The metrics of the headline figures.
fn shown<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let has_value = |id: &&&str| draft.scene.now(id).is_some_and(|now| now.value.is_some());
    let first = |group: &&[&str]| group.iter().find(|id| has_value(id)).and_then(|id| draft.scene.definition(id));
    FIGURES.iter().filter_map(first).collect()
}

/// Repeat purchase with its change, else retention, else what the section is about.
fn title(draft: &Draft) -> String {
    let order = [FIGURES[1], FIGURES[0], FIGURES[3]].concat();
    let found = order.iter().find_map(|id| shown(draft).into_iter().find(|one| one.id == **id));
    found.map_or_else(|| draft.words.say("loyalty-title"), |definition| moved(draft, definition))
}

/// A metric with its value and its change against the year before, as a sentence.
fn moved(draft: &Draft, definition: &Definition) -> String {
    let metric = draft.title_of(definition);
    let value = draft.scene.now(&definition.id).map_or_else(String::new, |now| draft.value(now));
    match draft.scene.year_on_year(definition) {
        Ok(change) => {
            let clause = finding::change_clause(draft, definition, &change, draft.quarter().year_before());
            draft.words.with("headline-moved", &[("metric", &metric), ("value", &value), ("change", &clause)])
        }
        Err(_) => draft.words.with("headline-plain", &[("metric", &metric), ("value", &value)]),
    }
}

/// A share of a group in percent with its n, hidden or greyed when the group is small (G11).
fn share_cell(draft: &Draft, hits: u64, n: u64) -> Cell {
    let policy = &draft.inputs.config.statistics;
    let base = draft.words.with("n-is", &[("n", &grouped(n))]);
    if n < policy.minimum_n.max(1) {
        let text = draft.words.with("suppressed", &[("n", &grouped(policy.minimum_n))]);
        return Cell { text, tone: Some(Tone::Muted), ..Cell::default() };
    }
    let text = crate::report::text::Figure::percent().value(100.0 * hits as f64 / n as f64, &draft.words);
    let tone = (n < policy.verdict_n).then_some(Tone::Muted);
    Cell { text, detail: Some(base), tone, ..Cell::default() }
}

/// Provenance by tables rather than by metrics.
fn source(draft: &Draft, ids: &[&str]) -> String {
    let definitions: Vec<&Definition> = ids.iter().filter_map(|id| draft.scene.definition(id)).collect();
    draft.provenance(&definitions)
}

/// That some orders have no value, when it is so.
fn missing_worth(draft: &Draft, orders: u64) -> Option<String> {
    (orders > 0).then(|| draft.words.count("loyalty-value-missing", orders, &[("n", &grouped(orders))]))
}

/// A heading of the section.
fn heading(draft: &Draft, topic: &str) -> Block {
    Block::Heading { text: draft.words.say(&format!("loyalty-heading-{topic}")), id: format!("loyalty-{topic}") }
}
