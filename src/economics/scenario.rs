//! Scenarios: some inputs changed, all others held, through the same formulas.

use super::appraisal::AppraisalError;
use super::model::{InputKind, Model};
use crate::catalogue::ids;
use crate::config::figure_names as names;
use crate::config::{FactorChange, WhatIf};
use crate::domain::Localized;
use rust_decimal::Decimal;

/// What a scenario makes of the programmes.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioResult {
    /// Key of the scenario.
    pub name: String,
    /// Printed name.
    pub title: Localized,
    /// What is assumed to stay as it is, in the author's words.
    pub held: Option<Localized>,
    /// What it changes, in the order written.
    pub changes: Vec<Changed>,
    /// What comes of it.
    pub outcome: ScenarioOutcome,
}

/// What comes of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioOutcome {
    /// Net present value and benefit-cost ratio per programme, in the model's order.
    Worth(Vec<(Decimal, Option<Decimal>)>),
    /// No formula uses any of the changed inputs: there is nothing to compute, which is not an effect of 0.
    NoFormula,
    /// A measured figure would take a value that it cannot have: its index among the inputs, and the value.
    Impossible(usize, Decimal),
}

/// A changed input.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// As written: assumption or metric.
    pub name: String,
    /// Inputs of the formulas that it changes, with their values before and after; empty when no formula
    /// uses it.
    pub inputs: Vec<(usize, Decimal, Decimal)>,
}

/// How a metric enters a formula of benefits under a name of its own.
#[derive(Clone, Copy)]
enum Entry {
    /// As it is.
    Same,
    /// Divided by the mean active customers.
    PerCustomer,
    /// As a share of the mean active customers.
    OfCustomers,
    /// As what is missing to 100 %.
    Complement,
}

const ALIASES: [(&str, &str, Entry); 7] = [
    (ids::CHURN_RATE, names::CHURN_NOW, Entry::Same),
    (ids::RETENTION_RATE, names::CHURN_NOW, Entry::Complement),
    (ids::REPEAT_PURCHASE_RATE, names::REPEAT_NOW, Entry::Same),
    (ids::CUSTOMERS_ACTIVE_MEAN, names::CUSTOMERS, Entry::Same),
    (ids::CUSTOMERS_REFERRED, names::REFERRED, Entry::Same),
    (ids::NPS_PROMOTERS_SHARE, names::PROMOTERS, Entry::OfCustomers),
    (ids::CONTACTS, names::CONTACTS_PER_CUSTOMER_NOW, Entry::PerCustomer),
];

/// Carries every scenario through the model. `customers` are the mean active customers of the quarter.
pub(super) fn play(
    model: &Model,
    scenarios: &[WhatIf],
    customers: Option<Decimal>,
) -> Result<Vec<ScenarioResult>, AppraisalError> {
    scenarios.iter().map(|scenario| one(model, scenario, customers)).collect()
}

fn one(model: &Model, scenario: &WhatIf, customers: Option<Decimal>) -> Result<ScenarioResult, AppraisalError> {
    let mut values = model.base();
    let mut changes = Vec::new();
    for change in &scenario.changes {
        let mut inputs = Vec::new();
        for (index, input) in model.inputs.iter().enumerate() {
            let Some(entry) = entry(&input.key, &change.input) else { continue };
            let before = values[index];
            values[index] = changed(before, change, (entry, customers)).ok_or(AppraisalError::Overflow)?;
            inputs.push((index, before, values[index]));
        }
        changes.push(Changed { name: change.input.clone(), inputs });
    }
    let outcome = outcome(model, &changes, &values)?;
    let (name, title, held) = (scenario.name.clone(), scenario.title.clone(), scenario.held.clone());
    Ok(ScenarioResult { name, title, held, changes, outcome })
}

fn outcome(model: &Model, changes: &[Changed], values: &[Decimal]) -> Result<ScenarioOutcome, AppraisalError> {
    let touched: Vec<usize> = changes.iter().flat_map(|one| &one.inputs).map(|(at, ..)| *at).collect();
    let used = |at: &usize| model.programmes.iter().any(|programme| programme.uses(*at));
    if !touched.iter().any(used) {
        return Ok(ScenarioOutcome::NoFormula);
    }
    if let Some(at) = touched.into_iter().find(|at| is_impossible(model, *at, values[*at])) {
        return Ok(ScenarioOutcome::Impossible(at, values[at]));
    }
    let appraised = model.programmes.iter().map(|programme| model.appraise(programme, values));
    let worths = appraised.map(|one| one.map(|one| (one.net_present_value, one.benefit_cost_ratio)));
    Ok(ScenarioOutcome::Worth(worths.collect::<Result<_, _>>()?))
}

/// A measured share below 0 or above 100 %, or any other measured figure below 0 that is not below 0 now.
fn is_impossible(model: &Model, at: usize, value: Decimal) -> bool {
    let input = &model.inputs[at];
    let falls_below = value < Decimal::ZERO && input.base >= Decimal::ZERO;
    input.kind == InputKind::Measured && (falls_below || (model.is_share(at) && value > Decimal::ONE_HUNDRED))
}

/// An input by its name, a metric also in a part and under its name among the benefits.
fn entry(key: &str, name: &str) -> Option<Entry> {
    let metric = key.split('@').next().unwrap_or(key);
    if metric == name {
        return Some(Entry::Same);
    }
    ALIASES.iter().find(|(alias, of, _)| *alias == name && *of == key).map(|(_, _, entry)| *entry)
}

/// The value of an input after a change that is written in the metric's own unit.
fn changed(before: Decimal, change: &FactorChange, (entry, customers): (Entry, Option<Decimal>)) -> Option<Decimal> {
    let moved = |value: Decimal, add: Decimal| value.checked_mul(change.multiply)?.checked_add(add);
    match entry {
        Entry::Same => moved(before, change.add),
        Entry::PerCustomer if change.add.is_zero() => moved(before, Decimal::ZERO),
        Entry::PerCustomer => moved(before, change.add.checked_div(customers?)?),
        Entry::OfCustomers if change.add.is_zero() => moved(before, Decimal::ZERO),
        Entry::OfCustomers => moved(before, (change.add / Decimal::ONE_HUNDRED).checked_mul(customers?)?),
        Entry::Complement => {
            let hundred = Decimal::ONE_HUNDRED;
            hundred.checked_sub(moved(hundred.checked_sub(before)?, change.add)?)
        }
    }
}
