//! What service costs, what it brings, and whether a programme pays (M24–M27).
//!
//! Pure: cost lines, measured figures and named assumptions in, amounts out. Money is decimal and
//! in the report's one currency. Nothing is assumed silently: a benefit whose inputs are missing is
//! left out with its reason, and every amount lists the figures it was computed from.

mod appraisal;
mod assumption;
mod benefit;
mod check;
mod cost;

pub use appraisal::{AppraisalError, Appraised, appraise, quarterly_rate};
pub use assumption::{AssumptionUse, Refusal, refused_assumption};
pub use benefit::{
    BenefitInputs, BenefitNote, BenefitOutcome, BenefitResult, MissingInput, Scenario, Term, TermKind, names,
};
pub use check::{Check, CheckKind};
pub use cost::{ACCOUNTING_CLASSES, CostComposition, CostLine, CostQuarter, UNMAPPED_WARNING, classify};

use crate::config::{Baseline, Economics};
use crate::domain::Quarter;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Everything that the assessment stands on.
#[derive(Clone, Debug)]
pub struct EconomicInputs<'a> {
    /// Cost-benefit settings; without them only the cost side is assessed, by built-in class names.
    pub settings: Option<&'a Economics>,
    /// The quarter of the report.
    pub quarter: Quarter,
    /// Cost lines of any quarters, in any order.
    pub costs: &'a [CostLine],
    /// Contacts per quarter (M24).
    pub contacts: BTreeMap<Quarter, u64>,
    /// Resolved problems per quarter (M24).
    pub resolutions: BTreeMap<Quarter, u64>,
    /// Measured figures behind the benefits.
    pub benefits: BenefitInputs,
}

/// The assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomicResult {
    /// Cost composition per quarter; `None` without any cost line up to the report's quarter.
    pub costs: Option<CostComposition>,
    /// Every benefit that was asked for, in the order asked: computed or left out with its reason.
    pub benefits: Vec<BenefitOutcome>,
    /// Σ of the computed benefits; `None` when there is none.
    pub benefit_total: Option<Scenario>,
    /// Benefits of the quarter against its cost.
    pub balance: Option<Balance>,
    /// Lines of the double-counting check, to be printed.
    pub checks: Vec<Check>,
    /// The assumptions with their ranges, which benefits use them, and which were refused.
    pub assumptions: Vec<AssumptionUse>,
    /// What benefits are measured against.
    pub baseline: Option<Baseline>,
    /// The appraisal of a programme's cash flows, when one is configured.
    pub appraisal: Option<Result<Appraised, AppraisalError>>,
}

/// Benefits of a quarter (changes against the baseline) beside the accounting cost of the quarter.
///
/// `ratio` sets them against the whole cost of service, the table of cost items and benefit items;
/// `incremental_ratio` against what service costs more than in the baseline quarter, which is the
/// comparison like with like. Neither controls for other causes of the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Accounting cost of the quarter, estimates not included.
    pub cost: Decimal,
    /// Σ benefits.
    pub benefit: Scenario,
    /// `benefit` − `cost`, per scenario.
    pub net: Scenario,
    /// Benefit ÷ cost; `None` unless the cost is positive.
    pub ratio: Option<Scenario>,
    /// Cost of the baseline quarter; `None` when it has no cost lines.
    pub baseline_cost: Option<Decimal>,
    /// `cost` − `baseline_cost`.
    pub incremental_cost: Option<Decimal>,
    /// Benefit ÷ incremental cost; `None` unless that is positive (cost fell or stayed).
    pub incremental_ratio: Option<Scenario>,
}

/// An amount beyond what decimal arithmetic can hold (7.9 × 10²⁸).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an amount of money is too large to compute with")]
pub struct Overflow;

/// Assesses costs and benefits of one report's quarter.
pub fn assess(inputs: &EconomicInputs) -> Result<EconomicResult, Overflow> {
    let classes = inputs.settings.map_or(&[][..], |settings| &settings.cost_classes);
    let costs = cost::composition(inputs, classes)?;
    let Some(settings) = inputs.settings else {
        return Ok(EconomicResult {
            costs,
            benefits: Vec::new(),
            benefit_total: None,
            balance: None,
            checks: Vec::new(),
            assumptions: Vec::new(),
            baseline: None,
            appraisal: None,
        });
    };
    let average_cost = costs.as_ref().and_then(CostComposition::current).and_then(|quarter| quarter.cost_per_contact);
    let benefits = benefit::compute(settings, &inputs.benefits, average_cost)?;
    let computed: Vec<&BenefitResult> = benefits.iter().filter_map(BenefitOutcome::computed).collect();
    let benefit_total = Scenario::total(computed.iter().map(|one| one.amount))?;
    let balance = match (&costs, benefit_total) {
        (Some(costs), Some(total)) => balance(costs, total, settings.baseline)?,
        _ => None,
    };
    let rate = || match settings.appraisal.as_ref().and_then(|appraisal| appraisal.rate_per_period) {
        Some(rate) => Decimal::try_from(rate).map_err(|_| AppraisalError::Rate),
        None => quarterly_rate(settings.annual_discount_rate),
    };
    let appraisal =
        settings.appraisal.as_ref().map(|flows| rate().and_then(|rate| appraise(&flows.costs, &flows.benefits, rate)));
    Ok(EconomicResult {
        checks: check::lines(settings, &benefits, average_cost),
        assumptions: assumption::uses(settings, &benefits),
        baseline: Some(settings.baseline),
        costs,
        benefits,
        benefit_total,
        balance,
        appraisal,
    })
}

fn balance(costs: &CostComposition, benefit: Scenario, baseline: Baseline) -> Result<Option<Balance>, Overflow> {
    let Some(current) = costs.current() else { return Ok(None) };
    let earlier = match baseline {
        Baseline::SameQuarterLastYear => costs.of(current.quarter.year_before()),
        Baseline::PreviousQuarter => costs.of(current.quarter.previous()),
    };
    let baseline_cost = earlier.map(|quarter| quarter.total);
    let incremental_cost = baseline_cost.map(|before| current.total.checked_sub(before).ok_or(Overflow)).transpose()?;
    let over = |cost: Decimal| -> Result<Option<Scenario>, Overflow> {
        if cost <= Decimal::ZERO { Ok(None) } else { benefit.map(|amount| amount.checked_div(cost)).map(Some) }
    };
    Ok(Some(Balance {
        cost: current.total,
        benefit,
        net: benefit.map(|amount| amount.checked_sub(current.total))?,
        ratio: over(current.total)?,
        baseline_cost,
        incremental_cost,
        incremental_ratio: incremental_cost.map(over).transpose()?.flatten(),
    }))
}

#[cfg(test)]
mod tests;
