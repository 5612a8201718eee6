//! Cost and benefit (R13), the cost side: composition by class, unit costs, what moved the cost, the
//! accounts that drive it, unmapped lines and the brand-loss estimate.

use super::economics::{caption, heading, money, number, relative, share, sign_tone, told};
use super::{cost_parts, metric_table};
use crate::catalogue::ids;
use crate::config::CostClass;
use crate::economics::{BrandLossResult, CostChange, CostComposition, CostQuarter, EconomicResult};
use crate::report::draft::{Draft, column, plain, row, table, total, with_detail};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Composition, CompositionBar, Labelled, Row, Table, Tone, Waterfall,
    WaterfallStep,
};
use crate::report::text::{Figure, grouped, rounded};
use rust_decimal::Decimal;

/// Most bars of the composition.
const MOST_BARS: usize = 8;

/// The cost side; nothing without cost lines.
pub fn blocks(draft: &mut Draft, result: &EconomicResult) -> Vec<Block> {
    let Some(costs) = &result.costs else { return Vec::new() };
    let figure = money(draft, result);
    let mut blocks = vec![heading(draft, "costs-heading")];
    blocks.extend(composition_chart(draft, costs, &figure));
    blocks.extend(cost_table(draft, result, costs, &figure));
    blocks.extend(unmapped(draft, costs));
    blocks.extend(unit_costs(draft, costs));
    blocks.extend(shares(draft));
    if let Some(change) = &result.cost_change {
        blocks.push(change_chart(draft, change, &figure));
    }
    blocks.extend(cost_parts::drivers(draft, &figure));
    blocks.extend(cost_parts::blocks(draft));
    blocks
}

/// What one contact costs, as printed.
pub fn unit_money(draft: &Draft) -> Figure {
    Figure::money(&draft.inputs.config.currency, 1.0)
}

pub fn class_name(draft: &Draft, class: CostClass) -> String {
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

fn composition_chart(draft: &mut Draft, costs: &CostComposition, figure: &Figure) -> Option<Block> {
    let current = costs.current()?;
    let from = costs.quarters.len().saturating_sub(MOST_BARS);
    let quarters = &costs.quarters[from..];
    let classes = used_classes(quarters);
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

fn cost_table(draft: &Draft, result: &EconomicResult, costs: &CostComposition, figure: &Figure) -> Option<Block> {
    let current = costs.current()?;
    let nothing = || draft.words.say("no-figure");
    let value = |amount: Option<Decimal>| {
        plain(amount.map_or_else(nothing, |amount| figure.value(number(amount), &draft.words)))
    };
    let (previous, last) = (costs.previous(), costs.last_year());
    let cells = |name: String, of: &dyn Fn(&CostQuarter) -> Decimal| {
        let (now, before, year) = (of(current), previous.map(of), last.map(of));
        vec![
            plain(name),
            value(Some(now)),
            plain(share(now, current.total)),
            value(before),
            relative(draft, Some(now), before),
            value(year),
            relative(draft, Some(now), year),
        ]
    };
    let mut shown = vec![current.clone()];
    shown.extend(previous.cloned());
    shown.extend(last.cloned());
    let line = |class: &CostClass| row(cells(class_name(draft, *class), &|quarter| amount_of(quarter, *class)));
    let mut rows: Vec<Row> = used_classes(&shown).iter().map(line).collect();
    rows.push(total(cells(draft.words.say("sum"), &|quarter| quarter.total)));
    rows.extend(result.brand_loss.as_ref().map(|loss| brand_loss_row(draft, loss, figure)));
    let mut notes = vec![draft.words.say("cost-note")];
    if !current.indirect.is_zero() {
        let amount = figure.value(number(current.indirect), &draft.words);
        notes.push(draft.words.with("cost-note-indirect", &[("amount", &amount)]));
    }
    if result.brand_loss.is_some() {
        notes.push(draft.words.say("brand-loss-note"));
    }
    if current.missing > 0 {
        let n = grouped(current.missing);
        notes.push(draft.words.count("cost-note-missing", current.missing, &[("n", &n)]));
    }
    let refused = draft.inputs.quality.tables.get(&crate::domain::Table::Costs).map_or(0, |found| found.rows_lost());
    if refused > 0 {
        notes.push(draft.words.count("cost-note-refused", refused, &[("n", &grouped(refused))]));
    }
    notes.extend([caption(draft), draft.words.say("note-rounding")]);
    let columns = cost_columns(draft, "column-cost-class");
    table(Table { id: "cost-table".to_owned(), caption: draft.words.say("cost-caption"), columns, rows, notes })
}

/// The estimate on its own line, below the total and outside it.
fn brand_loss_row(draft: &Draft, loss: &BrandLossResult, figure: &Figure) -> Row {
    let name = draft.words.say("brand-loss");
    let mut cells = vec![plain(name)];
    match loss.amount {
        Some(amount) => {
            let range = figure.range(number(amount.low), number(amount.high), &draft.words);
            cells.push(with_detail(figure.value(number(amount.base), &draft.words), Some(range)));
        }
        None => {
            let why = told(draft, "brand-loss-missing", &[("inputs", draft.list(&loss.missing))]);
            cells.push(with_detail(draft.words.say("no-figure"), Some(why)));
        }
    }
    cells.push(Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("brand-loss-outside")) });
    cells.resize(7, plain("—"));
    row(cells)
}

fn cost_columns(draft: &Draft, first: &str) -> Vec<crate::report::model::TableColumn> {
    let quarter = draft.quarter();
    vec![
        column(draft.words.say(first), "start", 1.7),
        column(draft.dates.short(quarter), "end", 1.2),
        column(draft.words.say("column-share"), "end", 0.9),
        column(draft.dates.short(quarter.previous()), "end", 1.1),
        column(draft.words.say("column-qoq"), "end", 0.9),
        column(draft.dates.short(quarter.year_before()), "end", 1.1),
        column(draft.words.say("column-yoy"), "end", 0.9),
    ]
}

/// Volume, mix and unit cost, and their sum.
fn change_chart(draft: &mut Draft, change: &CostChange, figure: &Figure) -> Block {
    let words = &draft.words;
    let step = |label_of: String, value: Decimal, is_total: bool| WaterfallStep {
        label: label_of,
        value: Labelled { value: number(value), label: figure.change(number(value), words) },
        total: is_total,
        // Less cost is the better change.
        tone: if is_total { Tone::Neutral } else { sign_tone(-value) },
    };
    let mut steps = vec![step(words.say("cost-change-volume"), change.volume, false)];
    if !change.dimension.is_empty() {
        let mix = told(draft, "cost-change-mix-of", &[("dimension", draft.dimension(&change.dimension))]);
        steps.push(step(mix, change.mix, false));
    }
    steps.push(step(words.say("cost-change-unit"), change.unit_cost, false));
    steps.push(step(words.say("cost-change-all"), change.change, true));
    let listed: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.value.label)).collect();
    let block = ChartBlock {
        id: "cost-change".to_owned(),
        title: change_sentence(draft, change, figure),
        caption: format!(
            "{} {}",
            words.say(if change.dimension.is_empty() { "cost-change-caption-two" } else { "cost-change-caption" }),
            caption(draft)
        ),
        alt: words.with("waterfall-alt", &[("steps", &draft.list(&listed))]),
    };
    let unit = figure.unit(words);
    draft.charts.insert(block.id.clone(), ChartData::Waterfall(Waterfall { steps, unit }));
    Block::Chart(block)
}

/// `成本比上季度增加 …：业务量 …，结构 …，单位成本 …`.
pub fn change_sentence(draft: &Draft, change: &CostChange, figure: &Figure) -> String {
    let words = &draft.words;
    let signed = |value: Decimal| figure.change(number(value), words);
    let id = match change.change {
        amount if amount > Decimal::ZERO => "cost-change-up",
        amount if amount < Decimal::ZERO => "cost-change-down",
        _ => "cost-change-flat",
    };
    let mut parts = vec![told(
        draft,
        "cost-change-part",
        &[("name", words.say("cost-change-volume")), ("size", signed(change.volume))],
    )];
    if !change.dimension.is_empty() {
        let mix = [("name", words.say("cost-change-mix")), ("size", signed(change.mix))];
        parts.push(told(draft, "cost-change-part", &mix));
    }
    let unit = [("name", words.say("cost-change-unit")), ("size", signed(change.unit_cost))];
    parts.push(told(draft, "cost-change-part", &unit));
    let separator = words.separator("part-separator");
    let args = [("size", figure.value(number(change.change.abs()), words)), ("parts", parts.join(&separator))];
    told(draft, id, &args)
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

/// Service cost beside what orders bring in; said loudly where it is more than their margin.
fn shares(draft: &Draft) -> Vec<Block> {
    let caption = draft.words.with("cost-shares-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    let metrics = [ids::SERVICE_COST_TO_REVENUE, ids::SERVICE_COST_TO_MARGIN];
    let found = metric_table::named(draft, "cost-shares", caption, &metrics);
    let now = draft.scene.now(ids::SERVICE_COST_TO_MARGIN);
    let above = now.filter(|now| now.value.is_some_and(|value| value > 100.0)).map(|now| {
        Block::Callout(Callout {
            tone: "warning".to_owned(),
            title: draft.words.say("cost-above-margin-title"),
            text: draft.words.with("cost-above-margin", &[("share", &draft.value(now))]),
        })
    });
    above.into_iter().chain(found).collect()
}

/// Most categories without a class that are named, the largest first.
const MOST_UNMAPPED: usize = 8;

fn unmapped(draft: &Draft, costs: &CostComposition) -> Option<Block> {
    let current = costs.current().filter(|_| costs.unmapped_warning())?;
    let share = format!("{}%", rounded(100.0 * current.unmapped_share?, 1));
    let mut largest: Vec<&(String, Decimal)> = current.unmapped.iter().collect();
    largest.sort_by(|a, b| b.1.abs().cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let mut names: Vec<String> = largest.iter().take(MOST_UNMAPPED).map(|(name, _)| name.clone()).collect();
    if let Some(rest) = largest.len().checked_sub(MOST_UNMAPPED).filter(|rest| *rest > 0) {
        names.push(draft.words.count("unmapped-rest", rest as u64, &[("n", &grouped(rest as u64))]));
    }
    let count = grouped(largest.len() as u64);
    Some(Block::Callout(Callout {
        tone: "warning".to_owned(),
        title: draft.words.with("unmapped-title", &[("share", &share)]),
        text: draft.words.with("unmapped-text", &[("n", &count), ("categories", &draft.list(&names))]),
    }))
}
