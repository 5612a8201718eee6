//! Cost and benefit (R13), the cost side: composition by class, unit costs, unmapped lines.

use super::{Written, benefits, cost_parts};
use crate::config::CostClass;
use crate::domain::Quarter;
use crate::economics::{CostComposition, CostQuarter, EconomicResult};
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Composition, CompositionBar, Labelled, Row, Table, Tone,
};
use crate::report::text::{Figure, grouped, rounded, signed};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Most bars of the composition.
const MOST_BARS: usize = 8;

/// The section; nothing without cost lines, benefits or an appraisal.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let result = draft.inputs.economics?;
    let mut blocks = Vec::new();
    if let Some(costs) = &result.costs {
        blocks.extend(composition_chart(draft, costs));
        blocks.extend(cost_table(draft, costs));
        blocks.extend(unit_costs(draft, costs));
        blocks.extend(cost_parts::blocks(draft));
        blocks.extend(unmapped(draft, costs));
    }
    blocks.extend(benefits::blocks(draft, result));
    if blocks.is_empty() {
        return None;
    }
    Some((title(draft, result), blocks))
}

/// An amount as a plotted number.
pub fn number(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(f64::NAN)
}

/// How the amounts of the section are printed: one unit for all its tables.
pub fn money(draft: &Draft, result: &EconomicResult) -> Figure {
    let totals = result.costs.iter().flat_map(|costs| &costs.quarters).map(|quarter| number(quarter.total).abs());
    let benefits = result.benefit_total.map(|amount| number(amount.high).abs());
    let flows = result.appraisal.iter().flatten().flat_map(|found| found.costs.iter().chain(&found.benefits));
    let largest = totals.chain(benefits).chain(flows.map(|flow| number(*flow).abs())).fold(0.0, f64::max);
    Figure::money(&draft.inputs.config.currency, largest)
}

fn cost_money(draft: &Draft, costs: &CostComposition) -> Figure {
    match draft.inputs.economics {
        Some(result) => money(draft, result),
        None => Figure::money(&draft.inputs.config.currency, costs.current().map_or(0.0, |one| number(one.total))),
    }
}

fn title(draft: &Draft, result: &EconomicResult) -> String {
    let words = &draft.words;
    let figure = money(draft, result);
    let current = result.costs.as_ref().and_then(CostComposition::current);
    let ratio = result.balance.as_ref().and_then(|balance| balance.ratio);
    match (current, ratio) {
        (Some(current), Some(ratio)) => {
            let args = [
                ("cost", figure.value(number(current.total), words)),
                (
                    "benefit",
                    benefits::amount(&figure, result.benefit_total.map_or(Decimal::ZERO, |one| one.base), draft),
                ),
                ("ratio", rounded(number(ratio.base), 2)),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            words.with("economics-title", &args)
        }
        (Some(current), None) => match current.cost_per_contact {
            Some(unit) => {
                let unit = unit_money(draft).value(number(unit), words);
                let args = [("cost", figure.value(number(current.total), words)), ("unit", unit)];
                let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                words.with("economics-title-unit", &args)
            }
            None => words.with("economics-title-cost", &[("cost", &figure.value(number(current.total), words))]),
        },
        (None, _) => words.say("economics-title-none"),
    }
}

fn unit_money(draft: &Draft) -> Figure {
    Figure::money(&draft.inputs.config.currency, 1.0)
}

fn class_name(draft: &Draft, class: CostClass) -> String {
    draft.words.say(match class {
        CostClass::Labour => "part-cost-class-labour",
        CostClass::Material => "part-cost-class-material",
        CostClass::Facilities => "part-cost-class-facilities",
        CostClass::Communication => "part-cost-class-communication",
        CostClass::Management => "part-cost-class-management",
        CostClass::Technology => "part-cost-class-technology",
        CostClass::Claims => "part-cost-class-claims",
        CostClass::Indirect => "part-cost-class-indirect",
        CostClass::Unmapped => "part-cost-class-unmapped",
    })
}

/// Classes with an amount in any of the quarters, in printed order.
fn used_classes(quarters: &[CostQuarter]) -> Vec<CostClass> {
    let Some(first) = quarters.first() else { return Vec::new() };
    let used = |class: &CostClass| {
        quarters.iter().flat_map(|quarter| &quarter.classes).any(|(of, amount)| of == class && !amount.is_zero())
    };
    first.classes.iter().map(|(class, _)| *class).filter(used).collect()
}

fn amount_of(quarter: &CostQuarter, class: CostClass) -> Decimal {
    quarter.classes.iter().find(|(of, _)| *of == class).map_or(Decimal::ZERO, |(_, amount)| *amount)
}

fn composition_chart(draft: &mut Draft, costs: &CostComposition) -> Option<Block> {
    let current = costs.current()?;
    let from = costs.quarters.len().saturating_sub(MOST_BARS);
    let quarters = &costs.quarters[from..];
    let classes = used_classes(quarters);
    let figure = cost_money(draft, costs);
    let labelled =
        |amount: Decimal| Labelled { value: number(amount), label: figure.value(number(amount), &draft.words) };
    let bar = |quarter: &CostQuarter| CompositionBar {
        label: draft.dates.tiny(quarter.quarter),
        values: classes.iter().map(|class| labelled(amount_of(quarter, *class))).collect(),
        total: labelled(quarter.total),
    };
    let largest = classes.iter().max_by_key(|class| amount_of(current, **class))?;
    let share = share(amount_of(current, *largest), current.total);
    let cost = figure.value(number(current.total), &draft.words);
    let name = class_name(draft, *largest);
    let chart = Composition {
        parts: classes.iter().map(|class| class_name(draft, *class)).collect(),
        bars: quarters.iter().map(bar).collect(),
        unit: figure.unit(&draft.words),
    };
    let listed: Vec<String> = chart.bars.iter().map(|bar| format!("{} {}", bar.label, bar.total.label)).collect();
    let block = ChartBlock {
        id: "cost-composition".to_owned(),
        title: draft.words.with("composition-title", &[("cost", &cost), ("part", &name), ("share", &share)]),
        caption: caption(draft),
        alt: draft.words.with("composition-alt", &[("bars", &draft.list(&listed))]),
    };
    draft.charts.insert(block.id.clone(), ChartData::Composition(chart));
    Some(Block::Chart(block))
}

fn caption(draft: &Draft) -> String {
    draft.provenance(&draft.scene.definition("service_cost").into_iter().collect::<Vec<_>>())
}

fn share(part: Decimal, whole: Decimal) -> String {
    if whole.is_zero() { "—".to_owned() } else { format!("{}%", rounded(100.0 * number(part) / number(whole), 1)) }
}

/// Relative change in percent; 不适用 without a positive base.
fn relative(draft: &Draft, now: Option<Decimal>, before: Option<Decimal>) -> Cell {
    match (now, before) {
        (Some(now), Some(before)) if before > Decimal::ZERO => {
            let change = 100.0 * (number(now) - number(before)) / number(before);
            let text = format!("{}%", signed(change, 1));
            let moved = text.starts_with('+') || text.starts_with(crate::report::text::MINUS);
            let symbol = moved.then(|| if change > 0.0 { "▲" } else { "▼" }.to_owned());
            Cell { symbol, ..plain(text) }
        }
        (Some(_), Some(_)) => plain(draft.words.say("change-base-zero")),
        _ => plain(draft.words.say("no-figure")),
    }
}

fn cost_table(draft: &Draft, costs: &CostComposition) -> Option<Block> {
    let current = costs.current()?;
    let figure = cost_money(draft, costs);
    let value = |amount: Option<Decimal>| {
        plain(amount.map_or_else(|| draft.words.say("no-figure"), |amount| figure.value(number(amount), &draft.words)))
    };
    let before = |class: CostClass| costs.last_year().map(|quarter| amount_of(quarter, class));
    let line = |class: &CostClass| {
        let now = amount_of(current, *class);
        let before = before(*class);
        row(vec![
            plain(class_name(draft, *class)),
            value(Some(now)),
            plain(share(now, current.total)),
            value(before),
            relative(draft, Some(now), before),
        ])
    };
    let last = costs.last_year();
    let mut shown = vec![current.clone()];
    shown.extend(last.cloned());
    let mut rows: Vec<Row> = used_classes(&shown).iter().map(line).collect();
    rows.push(total(vec![
        plain(draft.words.say("sum")),
        value(Some(current.total)),
        plain("100.0%"),
        value(last.map(|quarter| quarter.total)),
        relative(draft, Some(current.total), last.map(|quarter| quarter.total)),
    ]));
    let mut notes = vec![draft.words.say("cost-note")];
    if !current.indirect.is_zero() {
        let amount = figure.value(number(current.indirect), &draft.words);
        notes.push(draft.words.with("cost-note-indirect", &[("amount", &amount)]));
    }
    if current.missing > 0 {
        let n = grouped(current.missing);
        notes.push(draft.words.count("cost-note-missing", current.missing, &[("n", &n)]));
    }
    notes.extend([caption(draft), draft.words.say("note-rounding")]);
    let columns = two_periods(draft, "column-cost-class", costs.quarter);
    table(Table { id: "cost-table".to_owned(), caption: draft.words.say("cost-caption"), columns, rows, notes })
}

fn two_periods(draft: &Draft, first: &str, quarter: Quarter) -> Vec<crate::report::model::TableColumn> {
    vec![
        column(draft.words.say(first), "start", 1.8),
        column(draft.dates.short(quarter), "end", 1.2),
        column(draft.words.say("column-share"), "end", 0.9),
        column(draft.dates.short(quarter.year_before()), "end", 1.2),
        column(draft.words.say("column-yoy"), "end", 1.0),
    ]
}

/// Takes one unit cost from a quarter's costs.
type UnitCost = fn(&CostQuarter) -> Option<Decimal>;

fn unit_costs(draft: &Draft, costs: &CostComposition) -> Option<Block> {
    let current = costs.current()?;
    let (previous, last) = (costs.previous(), costs.last_year());
    let figure = unit_money(draft);
    let value = |amount: Option<Decimal>| {
        plain(amount.map_or_else(|| draft.words.say("no-figure"), |amount| figure.value(number(amount), &draft.words)))
    };
    let mut rows = Vec::new();
    let kinds: [(&str, UnitCost, Option<u64>); 2] = [
        ("unit-cost-contact", |quarter| quarter.cost_per_contact, current.contacts),
        ("unit-cost-resolution", |quarter| quarter.cost_per_resolution, current.resolutions),
    ];
    for (id, of, n) in kinds {
        let Some(now) = of(current) else { continue };
        let n = n.map_or_else(|| draft.words.say("no-figure"), grouped);
        rows.push(row(vec![
            plain(draft.words.say(id)),
            plain(n),
            value(Some(now)),
            value(previous.and_then(of)),
            value(last.and_then(of)),
            relative(draft, Some(now), last.and_then(of)),
        ]));
    }
    let columns = vec![
        column(draft.words.say("column-item"), "start", 1.8),
        column("n", "end", 0.9),
        column(draft.dates.short(costs.quarter), "end", 1.1),
        column(draft.dates.short(costs.quarter.previous()), "end", 1.1),
        column(draft.dates.short(costs.quarter.year_before()), "end", 1.1),
        column(draft.words.say("column-yoy"), "end", 1.0),
    ];
    let notes = vec![draft.words.say("unit-cost-note"), caption(draft)];
    table(Table {
        id: "unit-cost-table".to_owned(),
        caption: draft.words.say("unit-cost-caption"),
        columns,
        rows,
        notes,
    })
}

fn unmapped(draft: &Draft, costs: &CostComposition) -> Option<Block> {
    let current = costs.current().filter(|_| costs.unmapped_warning())?;
    let share = format!("{}%", rounded(100.0 * current.unmapped_share?, 1));
    let names: Vec<String> = current.unmapped.iter().map(|(name, _)| name.clone()).collect();
    Some(Block::Callout(Callout {
        tone: "warning".to_owned(),
        title: draft.words.with("unmapped-title", &[("share", &share)]),
        text: draft.words.with("unmapped-text", &[("categories", &draft.list(&names))]),
    }))
}

/// Tone of an amount by its sign.
pub fn sign_tone(amount: Decimal) -> Tone {
    if amount > Decimal::ZERO {
        Tone::Good
    } else if amount < Decimal::ZERO {
        Tone::Bad
    } else {
        Tone::Neutral
    }
}
