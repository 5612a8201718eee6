//! Sensitivity (R14), the tables: switching values, two inputs together, extremes and scenarios.

use super::economics::{heading, number, told};
use super::sensitivity::{honest, input_name, input_unit, input_value, tone};
use crate::economics::{EconomicResult, SERVICE, ScenarioResult, Sensitivity};
use crate::report::draft::{Draft, column, group, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table};
use crate::report::text::{Figure, rounded, signed};

/// The tables.
pub fn blocks(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(switching_table(draft, result, sensitivity));
    blocks.extend(two_way_table(draft, result, sensitivity));
    blocks.push(heading(draft, "scenarios-heading"));
    blocks.extend(scenario_table(draft, result, sensitivity));
    blocks
}

fn money_cell(draft: &Draft, figure: &Figure, round: &dyn Fn(f64) -> f64, value: f64) -> Cell {
    Cell { tone: tone(round(value)), ..plain(figure.value(round(value), &draft.words)) }
}

fn switching_table(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Option<Block> {
    let words = &draft.words;
    let (figure, round) = honest(draft, sensitivity);
    let model = &result.model;
    let rows = sensitivity
        .bars
        .iter()
        .zip(&sensitivity.switching)
        .map(|(bar, switching)| {
            let input = &model.inputs[bar.input];
            let value = |amount: f64| plain(input_value(model, bar.input, amount));
            let unit = input_unit(draft, model, bar.input);
            let found = switching.value.map(|value| input_value(model, bar.input, value));
            let distance = switching.distance.map(|distance| signed(100.0 * distance, 0) + "%");
            let inside = switching.inside.then(|| words.say("switching-inside"));
            row(vec![
                with_detail(input_name(draft, model, bar.input), Some(unit).filter(|unit| !unit.is_empty())),
                value(number(input.low)),
                value(number(input.base)),
                value(number(input.high)),
                money_cell(draft, &figure, &round, bar.at_low),
                money_cell(draft, &figure, &round, bar.at_high),
                with_detail(found.unwrap_or_else(|| words.say("switching-none")), inside),
                plain(distance.unwrap_or_else(|| "—".to_owned())),
            ])
        })
        .collect();
    let columns = vec![
        column(words.say("column-input"), "start", 2.2),
        column(words.say("column-low"), "end", 0.8),
        column(words.say("column-base"), "end", 0.8),
        column(words.say("column-high"), "end", 0.8),
        column(words.say("column-net-at-low"), "end", 1.1),
        column(words.say("column-net-at-high"), "end", 1.1),
        column(words.say("column-switching"), "end", 1.1),
        column(words.say("column-distance"), "end", 0.9),
    ];
    let notes = vec![words.say("switching-note"), words.say("honest-note")];
    let caption = words.say("switching-caption");
    table(Table { id: "switching-table".to_owned(), caption, columns, rows, notes })
}

fn two_way_table(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Option<Block> {
    let found = sensitivity.two_way.as_ref()?;
    let (figure, round) = honest(draft, sensitivity);
    let model = &result.model;
    let names = [("rows", input_name(draft, model, found.rows)), ("columns", input_name(draft, model, found.columns))];
    let mut columns = vec![column(told(draft, "two-way-corner", &names), "start", 1.6)];
    columns
        .extend(found.column_values.iter().map(|value| column(input_value(model, found.columns, *value), "end", 1.0)));
    let line = |(value, cells): (&f64, &Vec<f64>)| {
        let mut all = vec![plain(input_value(model, found.rows, *value))];
        all.extend(cells.iter().map(|cell| money_cell(draft, &figure, &round, *cell)));
        row(all)
    };
    let rows = found.row_values.iter().zip(&found.cells).map(line).collect();
    let notes = vec![draft.words.say("two-way-note"), draft.words.say("honest-note")];
    let caption = told(draft, "two-way-caption", &names);
    table(Table { id: "two-way-table".to_owned(), caption, columns, rows, notes })
}

fn scenario_table(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Option<Block> {
    let words = &draft.words;
    let (figure, round) = honest(draft, sensitivity);
    let base = sensitivity.base.net();
    let ratio = |worth: Option<f64>| plain(worth.map_or_else(|| words.say("no-figure"), |ratio| rounded(ratio, 2)));
    let difference = |net: f64, before: f64| match round(net) - round(before) {
        0.0 => "—".to_owned(),
        change => figure.change(change, words),
    };
    let line = |name: Cell, changes: String, net: f64, worth: Option<f64>| {
        row(vec![
            name,
            plain(changes),
            money_cell(draft, &figure, &round, net),
            plain(difference(net, base)),
            ratio(worth),
        ])
    };
    let mut rows: Vec<Row> = vec![group(words.say("scenario-group-extremes"))];
    let (worst, best) = sensitivity.extremes;
    rows.push(line(plain(words.say("scenario-worst")), words.say("scenario-worst-changes"), worst, None));
    rows.push(line(plain(words.say("scenario-base")), "—".to_owned(), base, sensitivity.base.ratio()));
    rows.push(line(plain(words.say("scenario-best")), words.say("scenario-best-changes"), best, None));
    if let Ok(scenarios) = &result.scenarios
        && !scenarios.is_empty()
    {
        rows.push(group(words.say("scenario-group-what-if")));
        for scenario in scenarios {
            let held =
                scenario.held.as_ref().map(|held| told(draft, "scenario-held", &[("held", draft.foreign(held))]));
            let held = held.unwrap_or_else(|| words.say("scenario-held-all"));
            let name = with_detail(draft.foreign(&scenario.title), Some(held));
            let played = played(scenario, result, sensitivity);
            let mut cells = line(name, changes(draft, result, scenario), played.net, played.ratio).cells;
            cells[3] = plain(difference(played.net, played.before));
            if played.service {
                cells[2].detail = Some(words.say("scenario-of-service"));
            }
            rows.push(row(cells));
        }
    }
    let columns = vec![
        column(words.say("column-scenario"), "start", 2.2),
        column(words.say("column-changes"), "start", 2.4),
        column(words.say("column-net-present"), "end", 1.1),
        column(words.say("column-against-base"), "end", 1.1),
        column(words.say("column-ratio"), "end", 0.8),
    ];
    let notes = vec![words.say("scenario-note"), words.say("honest-note")];
    let caption = words.say("scenario-caption");
    table(Table { id: "scenario-table".to_owned(), caption, columns, rows, notes })
}

/// What a scenario makes of the tested programmes together, or of the service as a whole when it
/// changes nothing but that.
struct Played {
    net: f64,
    before: f64,
    ratio: Option<f64>,
    service: bool,
}

fn played(scenario: &ScenarioResult, result: &EconomicResult, sensitivity: &Sensitivity) -> Played {
    let touched = |programme: usize| {
        let inputs = scenario.changes.iter().flat_map(|changed| &changed.inputs);
        inputs.into_iter().any(|(at, ..)| result.model.programmes[programme].uses(*at))
    };
    let service = result.model.programmes.iter().position(|one| one.key == SERVICE);
    let other = service.filter(|at| !sensitivity.subject.contains(at) && touched(*at));
    let alone = other.filter(|_| !sensitivity.subject.iter().any(|at| touched(*at)));
    let of = |at: usize| scenario.programmes.get(at).copied().unwrap_or_default();
    let programmes = alone.map_or_else(|| sensitivity.subject.clone(), |at| vec![at]);
    let before = match alone {
        Some(at) => result.programmes.as_ref().ok().map_or(0.0, |all| number(all[at].appraised.net_present_value)),
        None => sensitivity.base.net(),
    };
    Played {
        net: programmes.iter().map(|at| number(of(*at).0)).sum(),
        before,
        ratio: if let [one] = programmes[..] { of(one).1.map(number) } else { None },
        service: alone.is_some(),
    }
}

/// `每户毛利 260 → 182；…`, or that no formula uses the input.
fn changes(draft: &Draft, result: &EconomicResult, scenario: &ScenarioResult) -> String {
    let model = &result.model;
    let one = |changed: &crate::economics::Changed| -> String {
        if changed.inputs.is_empty() {
            let title = draft.scene.definition(&changed.name).map(|definition| draft.title_of(definition));
            let name = title.unwrap_or_else(|| changed.name.replace('_', " "));
            return told(draft, "scenario-unused", &[("name", name)]);
        }
        let values: Vec<String> = changed
            .inputs
            .iter()
            .map(|(at, before, after)| {
                let values = [before, after].map(|value| input_value(model, *at, number(*value)));
                format!("{} {} → {}", input_name(draft, model, *at), values[0], values[1])
            })
            .collect();
        draft.list(&values)
    };
    let all: Vec<String> = scenario.changes.iter().map(one).collect();
    let joint = draft.words.say("clause-separator").replace('_', " ");
    all.join(&joint)
}
