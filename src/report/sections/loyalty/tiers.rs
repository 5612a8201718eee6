//! Value tiers, RFM and life cycle (M29).

use super::{heading, missing_worth, share_cell, source};
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::domain::Segment;
use crate::facts::ValueTier;
use crate::metrics::measurement::{Measurement, Status};
use crate::metrics::models::life_cycle::{LifeCycle, LifeQuarter};
use crate::metrics::models::value_tiers::{TierQuarter, TierRow, ValueTiers};
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{Figure, grouped};

/// The dimension of the other metrics' figures by tier.
const SEGMENT: &str = "customer.value_tier";
/// Metrics that are set side by side by tier.
const METRICS: [&str; 3] = [ids::CSAT_TOP2, ids::NPS, ids::REPEAT_PURCHASE_RATE];
const TOP: &str = ids::TOP_TIER_CUSTOMERS_SHARE;
const DECLINING: &str = ids::DECLINING_CUSTOMERS_SHARE;
const OWN_RHYTHM: &str = ids::RETENTION_RATE_OWN_RHYTHM;
/// Classes of recency and frequency.
const CLASSES: u64 = 5;

/// Tiers, RFM and life cycle, as far as there are orders.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let now = draft.quarter();
    let study = draft.inputs.study;
    let tiers = study
        .value_tiers
        .as_ref()
        .and_then(|study| Some((study, study.quarters.iter().find(|one| one.quarter == now)?)));
    let cycle = study.life_cycle.as_ref().filter(|study| study.quarters.iter().any(|one| one.quarter == now));
    let least = draft.inputs.config.statistics.minimum_n.max(1);
    let mut blocks = Vec::new();
    if let Some((study, quarter)) = tiers.filter(|(_, quarter)| quarter.customers >= least) {
        blocks.push(heading(draft, "tiers"));
        blocks.push(Block::Paragraph { text: message(draft, study, quarter) });
        blocks.extend(tier_table(draft, study, quarter));
        blocks.extend(metrics_table(draft));
        blocks.extend(rfm_table(draft, quarter));
    }
    if let Some(study) = cycle {
        blocks.push(heading(draft, "cycle"));
        blocks.extend(cycle_table(draft, study));
    }
    blocks
}

fn money(draft: &Draft, quarter: &TierQuarter) -> Figure {
    let largest = quarter.tiers.iter().map(|tier| tier.worth_before.abs()).fold(0.0, f64::max);
    Figure::money(&draft.inputs.config.currency, largest)
}

fn percent(draft: &Draft, part: f64, whole: f64) -> String {
    match whole > 0.0 {
        true => Figure::percent().value(100.0 * part / whole, &draft.words),
        false => draft.words.say("no-figure"),
    }
}

/// How few customers bring how much.
fn message(draft: &Draft, study: &ValueTiers, quarter: &TierQuarter) -> String {
    let before: f64 = quarter.tiers.iter().map(|tier| tier.worth_before).sum();
    let inside: f64 = quarter.tiers.iter().map(|tier| tier.worth_in_quarter).sum();
    let Some(top) = quarter.tiers.first() else { return String::new() };
    let args = [
        ("value", worth_name(draft, study)),
        ("share", percent(draft, top.customers as f64, quarter.customers as f64)),
        ("before", percent(draft, top.worth_before, before)),
        ("inside", percent(draft, top.worth_in_quarter, inside)),
        ("potential", grouped(quarter.potential)),
        ("potential_share", percent(draft, quarter.potential as f64, quarter.customers as f64)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("loyalty-tiers-message", &args)
}

fn worth_name(draft: &Draft, study: &ValueTiers) -> String {
    draft.words.say(if study.by_margin { "loyalty-value-margin" } else { "loyalty-value-revenue" })
}

fn tier_table(draft: &Draft, study: &ValueTiers, quarter: &TierQuarter) -> Option<Block> {
    let words = &draft.words;
    let figure = money(draft, quarter);
    let sum = |pick: fn(&TierRow) -> f64| quarter.tiers.iter().map(pick).sum::<f64>();
    let (before, inside) = (sum(|tier| tier.worth_before), sum(|tier| tier.worth_in_quarter));
    let amount = |worth: f64, whole: f64| Cell {
        text: figure.value(worth, words),
        detail: Some(percent(draft, worth, whole)),
        ..Cell::default()
    };
    let cells = |name: String, customers: u64, worth: (f64, f64), buyers: u64| {
        let share = percent(draft, customers as f64, quarter.customers as f64);
        let people = Cell { text: grouped(customers), detail: Some(share), ..Cell::default() };
        vec![
            plain(name),
            people,
            amount(worth.0, before),
            amount(worth.1, inside),
            share_cell(draft, buyers, customers),
        ]
    };
    let line = |tier: &TierRow| {
        let name = words.with("loyalty-tier", &[("tier", tier.tier.name())]);
        row(cells(name, tier.customers, (tier.worth_before, tier.worth_in_quarter), tier.buyers))
    };
    let mut rows: Vec<Row> = quarter.tiers.iter().map(line).collect();
    let buyers = quarter.tiers.iter().map(|tier| tier.buyers).sum();
    rows.push(total(cells(words.say("sum"), quarter.customers, (before, inside), buyers)));
    let mut notes = vec![words.with("loyalty-tiers-note", &[("value", &worth_name(draft, study))])];
    notes.extend(missing_worth(draft, study.without_worth));
    notes.push(words.say("note-rounding"));
    notes.push(source(draft, &[TOP]));
    table(Table {
        id: "loyalty-tiers-table".to_owned(),
        caption: words.with("loyalty-tiers-caption", &[("quarter", &draft.dates.short(quarter.quarter))]),
        columns: vec![
            column(words.say("loyalty-column-tier"), "start", 1.0),
            column(words.say("loyalty-column-customers"), "end", 1.0),
            column(words.say("loyalty-column-before"), "end", 1.4),
            column(words.say("loyalty-column-inside"), "end", 1.4),
            column(words.say("loyalty-column-bought"), "end", 1.2),
        ],
        rows,
        notes,
    })
}

/// Main metrics of the customers of each tier.
fn metrics_table(draft: &Draft) -> Option<Block> {
    let words = &draft.words;
    let figure = |id: &str, tier: ValueTier| {
        let segment = Segment::Part { dimension: SEGMENT.to_owned(), value: Some(tier.name().to_owned()) };
        draft.scene.measurements.get(id, &segment, draft.quarter())
    };
    let cell = |one: Option<&Measurement>| match one {
        None => Cell { text: words.say("no-figure"), tone: Some(Tone::Muted), ..Cell::default() },
        Some(one) => {
            let tone = (one.status != Status::Ok).then_some(Tone::Muted);
            Cell { text: draft.value(one), detail: draft.base_line(one), tone, ..Cell::default() }
        }
    };
    let shown: Vec<&Definition> = METRICS
        .iter()
        .filter(|id| ValueTier::ALL.iter().any(|tier| figure(id, *tier).is_some_and(|one| one.value.is_some())))
        .filter_map(|id| draft.scene.definition(id))
        .collect();
    let line = |definition: &&Definition| {
        let mut cells = vec![plain(draft.title_of(definition))];
        cells.extend(ValueTier::ALL.map(|tier| cell(figure(&definition.id, tier))));
        row(cells)
    };
    let name = |tier: ValueTier| words.with("loyalty-tier", &[("tier", tier.name())]);
    let mut columns = vec![column(words.say("column-metric"), "start", 1.8)];
    columns.extend(ValueTier::ALL.map(|tier| column(name(tier), "end", 1.3)));
    table(Table {
        id: "loyalty-tier-metrics".to_owned(),
        caption: words.with("loyalty-tier-metrics-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns,
        rows: shown.iter().map(line).collect(),
        notes: vec![words.say("loyalty-tier-metrics-note"), draft.policy_note(), draft.provenance(&shown)],
    })
}

/// Customers by recency (rows) and frequency (columns).
fn rfm_table(draft: &Draft, quarter: &TierQuarter) -> Option<Block> {
    let words = &draft.words;
    let least = draft.inputs.config.statistics.minimum_n;
    let count = |recency: u64, frequency: u64| -> u64 {
        let here = quarter.rfm.iter().filter(|cell| cell.recency == recency && cell.frequency == frequency);
        here.map(|cell| cell.customers).sum()
    };
    let used: Vec<u64> = (1..=CLASSES).rev().filter(|class| (1..=CLASSES).any(|r| count(r, *class) > 0)).collect();
    if used.len() < 2 {
        return None;
    }
    let cell = |n: u64| match n {
        0 => plain("0"),
        n if n < least => {
            let text = words.with("loyalty-fewer", &[("n", &grouped(least))]);
            Cell { text, tone: Some(Tone::Muted), ..Cell::default() }
        }
        n => plain(grouped(n)),
    };
    let line = |recency: u64| {
        let mut cells = vec![plain(words.with("loyalty-rfm-recency", &[("class", &recency.to_string())]))];
        cells.extend(used.iter().map(|frequency| cell(count(recency, *frequency))));
        row(cells)
    };
    let name = |class: &u64| words.with("loyalty-rfm-frequency", &[("class", &class.to_string())]);
    let mut columns = vec![column(words.say("loyalty-rfm-corner"), "start", 1.4)];
    columns.extend(used.iter().map(|class| column(name(class), "end", 1.0)));
    table(Table {
        id: "loyalty-rfm".to_owned(),
        caption: words.with("loyalty-rfm-caption", &[("quarter", &draft.dates.short(quarter.quarter))]),
        columns,
        rows: (1..=CLASSES).rev().map(line).collect(),
        notes: vec![words.say("loyalty-rfm-note"), source(draft, &[TOP])],
    })
}

fn cycle_table(draft: &Draft, study: &LifeCycle) -> Option<Block> {
    let words = &draft.words;
    let names = ["new", "active", "declining", "won-back", "lapsed"];
    let mut columns = vec![column(words.say("loyalty-column-quarter"), "start", 1.2)];
    columns.extend(names.iter().map(|name| column(words.say(&format!("loyalty-stage-{name}")), "end", 1.0)));
    columns.push(column(words.say("loyalty-column-kept"), "end", 1.4));
    columns.push(column(words.say("loyalty-column-kept-by-rhythm"), "end", 1.4));
    columns.push(column(words.say("loyalty-column-declining"), "end", 1.2));
    let line = |one: &LifeQuarter| {
        let stages = &one.stages;
        let present = stages.new + stages.active + stages.declining + stages.won_back;
        let counts = [stages.new, stages.active, stages.declining, stages.won_back, stages.lapsed];
        let mut cells = vec![plain(draft.dates.short(one.quarter))];
        cells.extend(counts.map(|count| plain(grouped(count))));
        cells.push(share_cell(draft, one.kept, one.at_start));
        cells.push(share_cell(draft, one.kept_by_rhythm, one.at_start_by_rhythm));
        cells.push(Cell { detail: None, ..share_cell(draft, stages.declining, present) });
        row(cells)
    };
    table(Table {
        id: "loyalty-cycle-table".to_owned(),
        caption: words.say("loyalty-cycle-caption"),
        columns,
        rows: study.quarters.iter().map(line).collect(),
        notes: vec![words.say("loyalty-cycle-note"), source(draft, &[DECLINING, OWN_RHYTHM])],
    })
}
