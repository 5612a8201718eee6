//! The sheet of the cost of service by class and quarter, with sums and unit costs as formulas.

use super::address::{address, area};
use super::forms::{self, exact};
use super::line_chart::LineChart;
use super::sheet::{Role, Sheet, Style, count, figure, filled};
use crate::economics::CostComposition;
use crate::report::draft::{Draft, slug};
use rust_decimal::Decimal;

/// The row of the heads.
const HEAD: u32 = 3;

/// The sheet; nothing without cost lines.
pub fn sheet(draft: &Draft) -> Option<Sheet> {
    let costs = draft.inputs.economics?.costs.as_ref()?;
    let say = |id: &str| draft.words.say(id);
    let name = say("costs-heading");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, say("book-cost-note"));
    let mut heads = vec![say("column-cost-class")];
    heads.extend(costs.quarters.iter().map(|one| draft.dates.short(one.quarter)));
    sheet.heads((HEAD, 0), &heads);
    let foot = place(&mut sheet, draft, costs);
    let last = costs.quarters.len() as u16;
    let total = say("book-cost-total");
    let currency = draft.inputs.config.currency.code().to_owned();
    sheet.charts.push(LineChart {
        at: (foot + 7, 0),
        offset: 0,
        title: draft.words.with("book-chart-title", &[("metric", &total), ("unit", &currency)]),
        categories: ((HEAD, 1), (HEAD, last)),
        lines: vec![(total.clone(), (foot, 1), (foot, last))],
        form: forms::AMOUNT.to_owned(),
        alt: total,
    });
    sheet.frozen = (HEAD + 1, 1);
    sheet.fit(34.0, &[]);
    Some(sheet)
}

/// The rows of the table; the row of the total.
fn place(sheet: &mut Sheet, draft: &Draft, costs: &CostComposition) -> u32 {
    let say = |id: &str| draft.words.say(id);
    let (form, unit) = (forms::money(draft, 0), forms::money(draft, 2));
    let classes: Vec<_> =
        costs.quarters.first().map_or_else(Vec::new, |one| one.classes.iter().map(|(class, _)| *class).collect());
    let first = HEAD + 1;
    for (at, class) in classes.iter().enumerate() {
        let name = serde_json::to_value(class).ok();
        let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or_default();
        let mut entries = vec![filled(say(&format!("part-cost-class-{}", slug(name))), Style::of(Role::Text))];
        entries.extend(costs.quarters.iter().map(|one| figure(Some(exact(one.classes[at].1)), &form)));
        sheet.row((first + at as u32, 0), entries);
    }
    let foot = first + classes.len() as u32;
    let labels = ["book-cost-total", "part-cost-class-indirect", "book-contacts", "book-resolved"];
    for (at, label) in labels.into_iter().chain(["unit-cost-contact", "book-unit-cost-resolved"]).enumerate() {
        let role = if at == 0 { Role::Total } else { Role::Text };
        sheet.put((foot + at as u32, 0), filled(say(label), Style::of(role)));
    }
    for (at, one) in costs.quarters.iter().enumerate() {
        let column = at as u16 + 1;
        let sum = format!("SUM({})", area((first, column), (foot - 1, column)));
        sheet.formula((foot, column), sum, exact(one.total), Style::form(Role::Total, &form));
        sheet.put((foot + 1, column), figure(Some(exact(one.indirect)), &form));
        sheet.put((foot + 2, column), count(one.contacts));
        sheet.put((foot + 3, column), count(one.resolutions));
        unit_cost(sheet, (foot, column), 2, one.cost_per_contact, &unit);
        unit_cost(sheet, (foot, column), 3, one.cost_per_resolution, &unit);
    }
    foot
}

/// Total ÷ number, where the report has it.
fn unit_cost(sheet: &mut Sheet, (foot, column): (u32, u16), below: u32, cost: Option<Decimal>, form: &str) {
    let Some(cost) = cost else { return };
    let formula = format!("{}/{}", address((foot, column)), address((foot + below, column)));
    sheet.formula((foot + below + 2, column), formula, exact(cost), Style::form(Role::Computed, form));
}
