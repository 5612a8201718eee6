//! The economics sheets: assumptions, and a live model whose flows and results are formulas over them.

use super::address::address;
use super::flow::{factors, name, title};
use super::forms::exact;
use super::inputs::{RATE, safe};
use super::programme::{Block, FIRST, Line, LineFlow, Results};
use super::sheet::{Entry, Outcome, Role, Sheet, Style, Value, figure, filled, prose, text};
use super::{cost, forms, inputs};
use crate::economics::{Appraised, EconomicResult, Flow, InternalRate, ProgrammeResult, SERVICE};
use crate::report::draft::Draft;
use crate::report::sections::{initiatives, sensitivity};

/// The row of the rate, and of the heads of the table of results.
const RATE_ROW: u32 = 3;
const RESULTS: u32 = 6;

/// The sheets of assumptions and of the model; none without costs and benefits.
pub fn sheets(draft: &Draft) -> Vec<Sheet> {
    let Some(result) = draft.inputs.economics else { return Vec::new() };
    let (assumed, names) = inputs::sheet(draft, result);
    let blocks = blocks(draft, result, &names);
    let mut sheets = Vec::new();
    if !blocks.is_empty() {
        sheets.push(model(draft, (&blocks, &names)));
    }
    if !result.model.inputs.is_empty() {
        sheets.push(assumed);
    }
    sheets.extend(cost::sheet(draft));
    sheets
}

/// A block with its key and what the report advises.
struct Subject<'a> {
    key: String,
    advice: String,
    block: Block<'a>,
}

fn blocks<'a>(draft: &Draft, result: &'a EconomicResult, names: &[String]) -> Vec<Subject<'a>> {
    let of_programme = |one: &'a ProgrammeResult| {
        let programme = &result.model.programmes[one.programme];
        Subject {
            key: programme.key.clone(),
            advice: if programme.key == SERVICE {
                String::new()
            } else {
                initiatives::verdict_word(draft, one.verdict)
            },
            block: Block {
                title: title(draft, programme),
                costs: lines(draft, result, &programme.costs, (names, "column-flow-cost")),
                benefits: lines(draft, result, &programme.benefits, (names, "column-flow-benefit")),
                appraised: &one.appraised,
                rate: None,
                internal_rate: match one.internal_rate {
                    InternalRate::Unique(rate) => Some(rate),
                    _ => None,
                },
            },
        }
    };
    let mut found: Vec<Subject> = result.programmes.iter().flatten().map(of_programme).collect();
    if let Some(Ok(appraised)) = &result.appraisal {
        found.push(stated(draft, appraised));
    }
    found
}

/// The cash flows that the configuration states.
fn stated<'a>(draft: &Draft, appraised: &'a Appraised) -> Subject<'a> {
    let line = |id: &str, flows: &[rust_decimal::Decimal]| Line {
        name: draft.words.say(id),
        words: String::new(),
        flow: LineFlow::Stated(flows.iter().copied().map(exact).collect()),
    };
    let net: Vec<_> = appraised.benefits.iter().zip(&appraised.costs).map(|(one, other)| one - other).collect();
    Subject {
        key: "stated_flows".to_owned(),
        advice: String::new(),
        block: Block {
            title: draft.words.say("book-stated-flows"),
            costs: vec![line("column-flow-cost", &appraised.costs)],
            benefits: vec![line("column-flow-benefit", &appraised.benefits)],
            appraised,
            rate: Some(exact(appraised.rate)),
            internal_rate: match crate::economics::internal_rate(&net) {
                InternalRate::Unique(rate) => Some(rate),
                _ => None,
            },
        },
    }
}

fn lines(draft: &Draft, result: &EconomicResult, flows: &[Flow], (names, kind): (&[String], &str)) -> Vec<Line> {
    let base = result.model.base();
    let line = |flow: &Flow| Line {
        name: name(draft, flow, kind),
        words: sensitivity::flow_words(draft, &result.model, flow).unwrap_or_default(),
        flow: LineFlow::Steady {
            span: (flow.from, flow.to),
            factors: factors(flow, names),
            amount: result.model.flow_amount(flow, &base).map_or(0.0, exact),
        },
    };
    flows.iter().map(line).collect()
}

fn model(draft: &Draft, (subjects, names): (&[Subject], &[String])) -> Sheet {
    let say = |id: &str| draft.words.say(id);
    let sheet_name = say("book-economics");
    let heading = format!("{} · {sheet_name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(sheet_name, heading, say("book-economics-note"));
    if let (Some(common), Some(rate)) = (subjects.iter().find(|one| one.block.rate.is_none()), names.first()) {
        sheet.put((RATE_ROW, 0), filled(say("book-rate-per-quarter"), Style::of(Role::Text)));
        let per_quarter = exact(common.block.appraised.rate);
        sheet.formula((RATE_ROW, 1), format!("(1+{rate})^(1/4)-1"), per_quarter, Style::form(Role::Computed, "0.000%"));
        sheet.names.push((RATE.to_owned(), (RATE_ROW, 1)));
    }
    let mut row = RESULTS + 2 + subjects.len() as u32;
    let mut placed: Vec<Results> = Vec::new();
    for subject in subjects {
        let (results, next) = subject.block.place(&mut sheet, draft, row);
        placed.push(results);
        row = next;
    }
    results(&mut sheet, draft, subjects, &placed);
    sheet.frozen = (0, 1);
    let quarters = subjects.iter().map(|one| one.block.appraised.costs.len()).max().unwrap_or(0) as u16;
    let wide: Vec<(u16, f64)> =
        [(0, 40.0), (1, 34.0)].into_iter().chain((2..FIRST + quarters).map(|at| (at, 16.0))).collect();
    sheet.fit(40.0, &wide);
    sheet
}

/// The table of results at the top.
fn results(sheet: &mut Sheet, draft: &Draft, subjects: &[Subject], placed: &[Results]) {
    let say = |id: &str| draft.words.say(id);
    sheet.put((RESULTS - 1, 0), filled(say("book-results"), Style::of(Role::Heading)));
    let heads = [
        say("column-initiative"),
        say("book-advice-printed"),
        say("column-present-cost"),
        say("column-present-benefit"),
        say("column-net-present"),
        say("column-ratio"),
        say("book-return"),
        say("column-payback"),
        say("book-payback-discounted"),
        say("column-internal-rate"),
        say("book-internal-rate-year"),
        say("book-net-printed"),
        say("book-net-moved"),
    ];
    sheet.heads((RESULTS, 0), &heads);
    for (at, (subject, placed)) in subjects.iter().zip(placed).enumerate() {
        let row = RESULTS + 1 + at as u32;
        result(sheet, draft, (subject, placed), row);
        for (prefix, column) in [("npv", 4), ("bcr", 5), ("payback", 7), ("irr", 9)] {
            let name = safe(prefix, &subject.key);
            let known = sheet.names.iter().any(|(known, _)| *known == name) || name == format!("{prefix}_");
            let name = if known { format!("{name}_{}", at + 1) } else { name };
            sheet.names.push((name, (row, column)));
        }
    }
}

fn result(sheet: &mut Sheet, draft: &Draft, (subject, placed): (&Subject, &Results), row: u32) {
    let found = subject.block.appraised;
    let money = forms::money(draft, 0);
    let (none, no_outlay) = (draft.words.say("book-none"), draft.words.say("payback-no-outlay"));
    let at = |column: u16| address((row, column));
    let total = |form: &str| Style::form(Role::Result, form);
    sheet.row((row, 0), vec![text(subject.block.title.clone()), prose(subject.advice.clone())]);
    let present = [found.present_costs, found.present_benefits, found.net_present_value];
    for (column, (formula, value)) in placed.present.iter().zip(present).enumerate() {
        sheet.formula((row, column as u16 + 2), formula.clone(), exact(value), total(&money));
    }
    let either = |test: String, formula: String, result: Option<f64>, form: &str| -> Entry {
        let result = result.map_or_else(|| Outcome::Text(none.clone()), Outcome::Number);
        Some((Value::Formula(format!("IF({test},{formula},{})", literal(&none)), result), total(form)))
    };
    let ratio = found.benefit_cost_ratio.map(exact);
    sheet.put((row, 5), either(format!("{}>0", at(2)), format!("{}/{}", at(3), at(2)), ratio, "0.00"));
    let gain = found.return_on_investment.map(exact);
    sheet.put((row, 6), either(format!("{}>0", at(2)), format!("{}/{}", at(4), at(2)), gain, "0.0%"));
    for (column, (cell, value)) in placed.payback.iter().zip([found.payback, found.payback_discounted]).enumerate() {
        let inner = format!("IF({cell}>=0,{cell},{})", literal(&none));
        let outlay = found.cumulative.first().is_some_and(|first| *first < rust_decimal::Decimal::ZERO);
        let result = match value.map(exact) {
            _ if !outlay => Outcome::Text(no_outlay.clone()),
            Some(quarters) => Outcome::Number(quarters),
            None => Outcome::Text(none.clone()),
        };
        let formula = format!("IF({},{},{inner})", placed.no_outlay, literal(&no_outlay));
        sheet.put((row, column as u16 + 7), Some((Value::Formula(formula, result), total("0.0"))));
    }
    let rate = subject.block.internal_rate;
    let guess = rate.unwrap_or(0.1);
    let found_rate = format!("IFERROR(IRR({},{}),{})", placed.net, (guess * 1000.0).round() / 1000.0, literal(&none));
    sheet.put((row, 9), either(format!("{}=1", placed.changes), found_rate, rate, "0.0%"));
    let yearly = rate.map(|rate| (1.0 + rate).powi(4) - 1.0);
    sheet.put((row, 10), either(format!("ISNUMBER({})", at(9)), format!("(1+{})^4-1", at(9)), yearly, "0.0%"));
    sheet.put((row, 11), figure(Some(exact(found.net_present_value)), &money));
    sheet.formula((row, 12), format!("{}-{}", at(4), at(11)), 0.0, Style::form(Role::Computed, "+#,##0;-#,##0;0"));
}

/// A text within a formula.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
