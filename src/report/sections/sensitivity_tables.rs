//! Sensitivity (R14), the tables: switching values, two inputs together, extremes and scenarios.

use super::economics::{error_id, heading, money, number, told};
use super::sensitivity::{honest, input_name, input_unit, input_value, spaced, tone};
use crate::economics::{EconomicResult, SERVICE, ScenarioOutcome, ScenarioResult, Sensitivity, Worth};
use crate::report::draft::{Draft, column, group, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{Figure, rounded, signed};
use rust_decimal::Decimal;

/// The tables.
pub fn blocks(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(switching_table(draft, result, sensitivity));
    blocks.extend(two_way_table(draft, result, sensitivity));
    blocks.extend(scenarios(draft, result));
    blocks
}

/// The scenarios under their heading, or why they could not be computed.
pub fn scenarios(draft: &Draft, result: &EconomicResult) -> Vec<Block> {
    let mut blocks = vec![heading(draft, "scenarios-heading")];
    blocks.extend(scenario_table(draft, result));
    if let Err(error) = &result.scenarios {
        let text = told(draft, "scenarios-failed", &[("reason", draft.words.say(error_id(*error)))]);
        blocks.push(Block::Paragraph { text });
    }
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

/// How amounts of the scenarios are printed, and the worth of the tested programmes at base.
struct Scale {
    figure: Figure,
    round: Box<dyn Fn(f64) -> f64>,
    subject: Vec<usize>,
    base: Worth,
}

impl Scale {
    /// As the sensitivity analysis prints them; without one there is no spread to round by.
    fn of(draft: &Draft, result: &EconomicResult) -> Self {
        if let Some(found) = &result.sensitivity {
            let (figure, round) = honest(draft, found);
            return Self { figure, round: Box::new(round), subject: found.subject.clone(), base: found.base };
        }
        let subject = result.model.subject();
        let numbers: Vec<f64> = result.model.base().into_iter().map(number).collect();
        let base = result.model.worth(&subject, &numbers);
        Self { figure: money(draft, result), round: Box::new(|value| value), subject, base }
    }

    fn difference(&self, draft: &Draft, (net, before): (f64, f64)) -> String {
        match (self.round)(net) - (self.round)(before) {
            0.0 => "—".to_owned(),
            change => self.figure.change(change, &draft.words),
        }
    }

    fn line(&self, draft: &Draft, (name, changes): (Cell, String), (net, ratio): (f64, Option<f64>)) -> Row {
        let ratio = ratio.map_or_else(|| draft.words.say("no-figure"), |ratio| rounded(ratio, 2));
        row(vec![
            name,
            plain(changes),
            money_cell(draft, &self.figure, &self.round, net),
            plain(self.difference(draft, (net, self.base.net()))),
            plain(ratio),
        ])
    }
}

/// The extremes, when inputs have ranges, and every scenario.
fn scenario_table(draft: &Draft, result: &EconomicResult) -> Option<Block> {
    let words = &draft.words;
    let scale = Scale::of(draft, result);
    let mut rows: Vec<Row> = Vec::new();
    let base = (scale.base.net(), scale.base.ratio());
    let base = |rows: &mut Vec<Row>| {
        rows.push(scale.line(draft, (plain(words.say("scenario-base")), "—".to_owned()), base));
    };
    if let Some(found) = &result.sensitivity {
        let extreme = |id: &str, changes: &str, net: f64| {
            scale.line(draft, (plain(words.say(id)), words.say(changes)), (net, None))
        };
        rows.push(group(words.say("scenario-group-extremes")));
        rows.push(extreme("scenario-worst", "scenario-worst-changes", found.extremes.0));
        base(&mut rows);
        rows.push(extreme("scenario-best", "scenario-best-changes", found.extremes.1));
    } else {
        base(&mut rows);
    }
    let scenarios = result.scenarios.as_ref().map_or(&[][..], Vec::as_slice);
    if !scenarios.is_empty() {
        rows.push(group(words.say("scenario-group-what-if")));
        rows.extend(scenarios.iter().map(|scenario| what_if(draft, result, (scenario, &scale))));
    }
    let columns = vec![
        column(words.say("column-scenario"), "start", 2.2),
        column(words.say("column-changes"), "start", 2.4),
        column(words.say("column-net-present"), "end", 1.1),
        column(words.say("column-against-base"), "end", 1.1),
        column(words.say("column-ratio"), "end", 0.8),
    ];
    let mut notes = vec![words.say("scenario-note")];
    notes.extend(result.sensitivity.is_some().then(|| words.say("honest-note")));
    let caption = words.say("scenario-caption");
    table(Table { id: "scenario-table".to_owned(), caption, columns, rows, notes })
}

/// One scenario: its worth, or why there is nothing to compute.
fn what_if(draft: &Draft, result: &EconomicResult, (scenario, scale): (&ScenarioResult, &Scale)) -> Row {
    let words = &draft.words;
    let held = scenario.held.as_ref().map(|held| told(draft, "scenario-held", &[("held", draft.foreign(held))]));
    let held = held.unwrap_or_else(|| words.say("scenario-held-all"));
    let name = with_detail(draft.foreign(&scenario.title), Some(held));
    let changes = changes(draft, result, scenario);
    let why = match &scenario.outcome {
        ScenarioOutcome::Worth(worths) => {
            let played = played(scenario, worths, (result, scale));
            let mut cells = scale.line(draft, (name, changes), (played.net, played.ratio)).cells;
            cells[3] = plain(scale.difference(draft, (played.net, played.before)));
            if played.service {
                cells[2].detail = Some(words.say("scenario-of-service"));
            }
            return row(cells);
        }
        ScenarioOutcome::NoFormula => words.say("scenario-no-formula"),
        ScenarioOutcome::Impossible(at, value) => {
            let (model, value) = (&result.model, number(*value));
            let value = format!("{}{}", input_value(model, *at, value), spaced(&input_unit(draft, model, *at)));
            told(draft, "scenario-impossible", &[("name", input_name(draft, model, *at)), ("value", value)])
        }
    };
    let nothing = Cell { tone: Some(Tone::Muted), ..plain(words.say("scenario-not-computed")) };
    row(vec![name, with_detail(changes, Some(why)), nothing, plain("—"), plain("—")])
}

/// What a scenario makes of the tested programmes together, or of the service as a whole when it
/// changes nothing but that.
struct Played {
    net: f64,
    before: f64,
    ratio: Option<f64>,
    service: bool,
}

fn played(
    scenario: &ScenarioResult,
    worths: &[(Decimal, Option<Decimal>)],
    (result, scale): (&EconomicResult, &Scale),
) -> Played {
    let touched = |programme: usize| {
        let inputs = scenario.changes.iter().flat_map(|changed| &changed.inputs);
        inputs.into_iter().any(|(at, ..)| result.model.programmes[programme].uses(*at))
    };
    let service = result.model.programmes.iter().position(|one| one.key == SERVICE);
    let other = service.filter(|at| !scale.subject.contains(at) && touched(*at));
    let alone = other.filter(|_| !scale.subject.iter().any(|at| touched(*at)));
    let of = |at: usize| worths.get(at).copied().unwrap_or_default();
    let programmes = alone.map_or_else(|| scale.subject.clone(), |at| vec![at]);
    let before = match alone {
        Some(at) => result.programmes.as_ref().ok().map_or(0.0, |all| number(all[at].appraised.net_present_value)),
        None => scale.base.net(),
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
                let unit = spaced(&input_unit(draft, model, *at));
                format!("{} {} → {}{unit}", input_name(draft, model, *at), values[0], values[1])
            })
            .collect();
        draft.list(&values)
    };
    let all: Vec<String> = scenario.changes.iter().map(one).collect();
    let joint = draft.words.separator("clause-separator");
    all.join(&joint)
}
