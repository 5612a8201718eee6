//! Scenarios: some inputs changed, all others held, through the same formulas.

use super::appraisal::AppraisalError;
use super::benefit::names;
use super::model::Model;
use crate::config::WhatIf;
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
    /// Net present value and benefit-cost ratio per programme, in the model's order.
    pub programmes: Vec<(Decimal, Option<Decimal>)>,
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

/// Metrics that enter the formulas of benefits under a name of their own.
const ALIASES: [(&str, &str); 5] = [
    ("churn_rate", names::CHURN_NOW),
    ("repeat_purchase_rate", names::REPEAT_NOW),
    ("customers_active_mean", names::CUSTOMERS),
    ("customers_referred", names::REFERRED),
    ("contacts", names::CONTACTS_PER_CUSTOMER_NOW),
];

/// Carries every scenario through the model.
pub(super) fn play(model: &Model, scenarios: &[WhatIf]) -> Result<Vec<ScenarioResult>, AppraisalError> {
    scenarios.iter().map(|scenario| one(model, scenario)).collect()
}

fn one(model: &Model, scenario: &WhatIf) -> Result<ScenarioResult, AppraisalError> {
    let mut values = model.base();
    let mut changes = Vec::new();
    for change in &scenario.changes {
        let mut inputs = Vec::new();
        for (index, _) in model.inputs.iter().enumerate().filter(|(_, input)| is_meant(&input.key, &change.input)) {
            let before = values[index];
            let scaled = before.checked_mul(change.multiply).ok_or(AppraisalError::Overflow)?;
            values[index] = scaled.checked_add(change.add).ok_or(AppraisalError::Overflow)?;
            inputs.push((index, before, values[index]));
        }
        changes.push(Changed { name: change.input.clone(), inputs });
    }
    let appraised = model.programmes.iter().map(|programme| model.appraise(programme, &values));
    let programmes = appraised.map(|one| one.map(|one| (one.net_present_value, one.benefit_cost_ratio)));
    Ok(ScenarioResult {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        held: scenario.held.clone(),
        changes,
        programmes: programmes.collect::<Result<_, _>>()?,
    })
}

/// An input by its name, a metric also in a part and under its name among the benefits.
fn is_meant(key: &str, name: &str) -> bool {
    let metric = key.split('@').next().unwrap_or(key);
    metric == name || ALIASES.iter().any(|(alias, of)| *alias == name && *of == key)
}
