//! The sheet of assumptions: every input of the formulas in a cell with a name, which finance may change.

use super::forms::{self, exact};
use super::sheet::{Entry, Mark, Role, Sheet, Style, Value, figure, filled, prose, text};
use crate::catalogue::definition::Definition;
use crate::config::Distribution;
use crate::economics::{EconomicResult, Input, InputKind, Model};
use crate::report::draft::Draft;
use crate::report::sections::{assumptions, benefits, sensitivity};
use std::collections::BTreeSet;
use std::iter;

/// Name of the cell with the rate per quarter.
pub const RATE: &str = "rate_per_quarter";
/// The column of base values.
const BASE: u16 = 3;
/// Longest part of a name.
const LONGEST: usize = 60;

/// The sheet, and the name of each input's cell in the order of the model; nothing without inputs that a formula
/// uses.
pub fn sheet(draft: &Draft, result: &EconomicResult) -> (Sheet, Vec<String>) {
    let say = |id: &str| draft.words.say(id);
    let model = &result.model;
    let name = say("book-assumptions");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, say("book-assumptions-note"));
    let heads = [
        say("column-assumption"),
        say("book-kind"),
        say("column-low"),
        say("column-base"),
        say("column-high"),
        say("column-unit"),
        say("book-distribution"),
        say("column-used-by"),
        say("book-source"),
        say("book-name"),
    ];
    let names = names(model.inputs.iter().map(|input| input.key.as_str()));
    let records = (0..model.inputs.len()).map(|at| record(draft, result, at, &names[at])).collect();
    let next = sheet.list("assumptions", (3, 0), &heads, records);
    for (at, name) in names.iter().enumerate() {
        sheet.names.push((name.clone(), (4 + at as u32, BASE)));
    }
    refused(&mut sheet, draft, result, next + 1);
    sheet.frozen = (4, 1);
    sheet.repeated = Some((3, 3));
    sheet.fit(34.0, &[(7, 34.0), (8, 40.0)]);
    (sheet, names)
}

/// Names of cells by the keys of inputs: small letters, digits and `_` behind `in_`, so that none is an address;
/// each once.
fn names<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let one = |(at, key): (usize, &str)| {
        let plain = safe("in", key);
        let free = |name: &String| name != "in_" && !taken.contains(name);
        let mut names = iter::once(plain.clone()).chain((at + 1..).map(|number| format!("{plain}_{number}")));
        let name = names.find(free).expect("numbers do not end");
        taken.insert(name.clone());
        name
    };
    keys.enumerate().map(one).collect()
}

/// A name of a cell from a key.
pub fn safe(prefix: &str, key: &str) -> String {
    let letters = key.chars().map(|one| if one.is_ascii_alphanumeric() { one.to_ascii_lowercase() } else { '_' });
    let letters: String = letters.take(LONGEST).collect();
    let parts: Vec<&str> = letters.split('_').filter(|part| !part.is_empty()).collect();
    format!("{prefix}_{}", parts.join("_"))
}

fn record(draft: &Draft, result: &EconomicResult, at: usize, name: &str) -> Vec<Entry> {
    let (model, input) = (&result.model, &result.model.inputs[at]);
    let form = form(draft, model, at);
    let base = Some((Value::Number(exact(input.base)), Style::form(Role::Input, &form)));
    let used: Vec<String> =
        model.programmes.iter().filter(|one| one.uses(at)).map(|one| super::flow::title(draft, one)).collect();
    let kind = match input.kind {
        InputKind::Rate => "book-kind-rate",
        InputKind::Assumed => "book-kind-assumed",
        InputKind::Measured => "book-kind-measured",
    };
    let unit = if input.kind == InputKind::Rate { String::new() } else { sensitivity::input_unit(draft, model, at) };
    vec![
        prose(sensitivity::input_name(draft, model, at)),
        text(draft.words.say(kind)),
        figure(Some(exact(input.low)), &form),
        base,
        figure(Some(exact(input.high)), &form),
        text(unit),
        text(draft.words.say(distribution(input))),
        prose(draft.list(&used)),
        prose(draft.foreign(&input.source)),
        text(name),
    ]
}

fn distribution(input: &Input) -> &'static str {
    match input.distribution {
        _ if input.low == input.high => "distribution-fixed",
        Distribution::Triangular => "distribution-triangular",
        Distribution::Pert => "distribution-pert",
        Distribution::Normal => "distribution-normal",
        Distribution::Fixed => "distribution-fixed",
    }
}

/// Rates as percent, what is measured as its metric, all else with the decimals that are written.
fn form(draft: &Draft, model: &Model, at: usize) -> String {
    let input = &model.inputs[at];
    if input.kind == InputKind::Rate {
        return "0.0#%".to_owned();
    }
    let metric = input.key.split('@').next().unwrap_or_default();
    let measured = draft.scene.definition(metric).filter(|_| input.kind == InputKind::Measured);
    let of_metric = |one: &Definition| forms::plain(draft, one);
    measured.map_or_else(|| "#,##0.####".to_owned(), of_metric)
}

/// Assumptions that may not be used, each with its reason.
fn refused(sheet: &mut Sheet, draft: &Draft, result: &EconomicResult, row: u32) {
    let refused: Vec<_> = result.assumptions.iter().filter_map(|one| Some((one, one.refused?))).collect();
    if refused.is_empty() {
        return;
    }
    sheet.put((row, 0), filled(draft.words.say("book-refused"), Style::of(Role::Heading)));
    for (at, (one, why)) in refused.into_iter().enumerate() {
        let assumption = &one.assumption;
        let form = "#,##0.####";
        let why = draft.words.say(benefits::refusal_id(why));
        let mut entries = vec![text(draft.foreign(&assumption.title)), None];
        entries.extend([assumption.low, assumption.base, assumption.high].map(|one| figure(Some(exact(one)), form)));
        entries.push(text(draft.unit_of(&assumption.unit)));
        entries.push(text(draft.words.say(assumptions::distribution_id(assumption))));
        entries.push(filled(why, Style::of(Role::Prose).judged(Some(Mark::Bad))));
        entries.push(prose(draft.foreign(&assumption.source)));
        sheet.row((row + 1 + at as u32, 0), entries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_becomes_an_address_or_a_formula() {
        assert_eq!(safe("in", "R1C1"), "in_r1c1");
        assert_eq!(safe("in", "contacts@product=宽带"), "in_contacts_product");
        assert_eq!(safe("in", "=1+1"), "in_1_1");
        assert_eq!(safe("in", "毛利"), "in_");
        assert!(safe("in", &"x".repeat(500)).len() < 80);
    }

    #[test]
    fn each_cell_has_a_name_of_its_own() {
        let found = names(["a_3", "a", "a@x", "A", "毛利", "成本", "a@x_4"].into_iter());
        assert_eq!(found, ["in_a_3", "in_a", "in_a_x", "in_a_4", "in__5", "in__6", "in_a_x_4"]);
        let twice = names(["a_3", "a", "a"].into_iter());
        assert_eq!(twice, ["in_a_3", "in_a", "in_a_4"]);
    }
}
