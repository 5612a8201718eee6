//! Volumes year on year over equal numbers of working days (T6): beside the raw change, January and
//! February together.

use super::control::month_value;
use crate::catalogue::definition::Definition;
use crate::domain::{Period, Quarter};
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::model::{Block, Cell, Row, Table};
use crate::report::text::signed;
use crate::statistics::{MonthAmount, WorkingDayChange, same_working_days};

/// The table; nothing without a business calendar that reaches over both quarters.
pub fn block(draft: &Draft) -> Option<Block> {
    let quarter = draft.quarter();
    let mut rows: Vec<Row> = Vec::new();
    let mut listed: Vec<&Definition> = Vec::new();
    for definition in volumes(draft) {
        let now = months(draft, definition, quarter)?;
        let before = months(draft, definition, quarter.year_before())?;
        let sum = |of: &[MonthAmount]| of.iter().map(|one| one.amount).sum::<f64>();
        let least = draft.inputs.config.statistics.verdict_n as f64;
        if sum(&now).min(sum(&before)) < least {
            continue;
        }
        let Some(change) = same_working_days(&now, &before) else { continue };
        rows.push(line(draft, definition, (&now, &before), &change));
        listed.push(definition);
        // A quarter with Spring Festival: both of its months together.
        let spring = |of: &[MonthAmount]| of.iter().copied().filter(|one| one.month <= 2).collect::<Vec<_>>();
        let (now, before) = (spring(&now), spring(&before));
        if let Some(change) = same_working_days(&now, &before).filter(|_| now.len() == 2) {
            let mut inner = line(draft, definition, (&now, &before), &change);
            inner.cells[0] = plain(draft.words.with("days-spring", &[("metric", &draft.title_of(definition))]));
            rows.push(inner);
        }
    }
    table(Table {
        id: "working-days".to_owned(),
        caption: draft.words.with("days-caption", &[("quarter", &draft.dates.short(quarter))]),
        columns: columns(draft),
        rows,
        notes: vec![draft.provenance(&listed), draft.words.say("days-note")],
    })
}

/// Counts and sums of events that have figures by month.
fn volumes<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let counted = |one: &&Definition| one.is_event_volume() && !draft.scene.monthly.series(&one.id).is_empty();
    draft.scene.definitions.iter().filter(counted).collect()
}

/// The months of a quarter with amounts and working days; `None` without a calendar over them.
fn months(draft: &Draft, definition: &Definition, quarter: Quarter) -> Option<Vec<MonthAmount>> {
    let config = draft.inputs.config;
    let calendar = config.calendar.as_ref()?;
    let amount = |period: &Period| {
        let working_days = calendar.open_days(period.first_day, period.next_first_day, config.time_zone)?;
        let amount = month_value(draft, &definition.id, period);
        Some((period.month?.number(), amount, working_days))
    };
    let months = config.fiscal.months(quarter, config.time_zone);
    let all: Option<Vec<_>> = months.iter().map(amount).collect();
    let known = all?
        .into_iter()
        .filter_map(|(month, amount, working_days)| Some(MonthAmount { month, amount: amount?, working_days }));
    Some(known.collect())
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    let say = |id: &str| draft.words.say(id);
    let (now, year) = (draft.dates.short(draft.quarter()), draft.dates.short(draft.quarter().year_before()));
    vec![
        column(say("column-metric"), "start", 2.2),
        column(now, "end", 1.2),
        column(year, "end", 1.2),
        column(say("days-raw"), "end", 1.0),
        column(say("days-days"), "end", 1.2),
        column(say("days-adjusted"), "end", 1.3),
    ]
}

fn line(
    draft: &Draft,
    definition: &Definition,
    (now, before): (&[MonthAmount], &[MonthAmount]),
    change: &WorkingDayChange,
) -> Row {
    let figure = draft.figure(&definition.id);
    let total = |of: &[MonthAmount]| figure.value(of.iter().map(|one| one.amount).sum(), &draft.words);
    let percent = |value: f64| plain(format!("{}%", signed(value, 1)));
    let days = Cell { text: format!("{} / {}", change.days.0, change.days.1), ..Cell::default() };
    row(vec![
        plain(draft.title_of(definition)),
        plain(total(now)),
        plain(total(before)),
        percent(change.raw),
        days,
        percent(change.per_day),
    ])
}
