//! The brand loss of bad service (M25): an estimate with its range, on its own line.

use super::benefit::Scenario;
use super::{EconomicInputs, Overflow};
use crate::config::{BrandLoss, Economics, Factor, refused_assumption};
use rust_decimal::Decimal;

/// The estimate, or the inputs that are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct BrandLossResult {
    /// Complaints × (people told × share who would have bought × margin + own margin lost).
    pub amount: Option<Scenario>,
    /// Inputs that are missing or refused.
    pub missing: Vec<String>,
}

/// Estimates the loss at the low, base and high values of its inputs.
pub(super) fn estimate(
    loss: &BrandLoss,
    settings: &Economics,
    inputs: &EconomicInputs,
) -> Result<BrandLossResult, Overflow> {
    let mut missing = Vec::new();
    let mut value = |factor: &Factor| value(factor, settings, inputs, &mut missing);
    let complaints = value(&loss.complaints);
    let (told, share) = (value(&loss.people_told), value(&loss.would_have_bought));
    let (margin, own) = (value(&loss.margin), value(&loss.own_margin_lost));
    let (Some(complaints), Some(told), Some(share), Some(margin), Some(own)) = (complaints, told, share, margin, own)
    else {
        return Ok(BrandLossResult { amount: None, missing });
    };
    let others = told.with(share, Decimal::checked_mul)?.with(margin, Decimal::checked_mul)?;
    let each = others.with(own, Decimal::checked_add)?;
    let amount = complaints.with(each, Decimal::checked_mul)?.ascending();
    Ok(BrandLossResult { amount: Some(amount), missing })
}

fn value(
    factor: &Factor,
    settings: &Economics,
    inputs: &EconomicInputs,
    missing: &mut Vec<String>,
) -> Option<Scenario> {
    let hundredths = |value: Scenario| value.map(|one| one.checked_div(Decimal::ONE_HUNDRED)).ok();
    let found = match factor {
        Factor::Number(number) => Some(Scenario::constant(*number)),
        Factor::Assumption(name) => {
            let found = settings.assumptions.iter().find(|one| one.name == *name);
            let found = found.filter(|one| refused_assumption(one).is_none());
            found.and_then(|one| {
                let value = Scenario { low: one.low, base: one.base, high: one.high };
                if one.is_percent() { hundredths(value) } else { Some(value) }
            })
        }
        Factor::Metric(metric) => inputs.figure(metric, None).and_then(|figure| {
            let value = Scenario::constant(Decimal::try_from(figure.value).ok()?);
            if figure.percent { hundredths(value) } else { Some(value) }
        }),
    };
    if found.is_none() {
        missing.push(match factor {
            Factor::Number(number) => number.to_string(),
            Factor::Assumption(name) | Factor::Metric(name) => name.clone(),
        });
    }
    found
}
