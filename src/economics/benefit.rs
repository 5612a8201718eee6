//! Benefits by M26 with their guards: each from measured figures and named assumptions.

mod formula;
mod outcome;

pub(in crate::economics) use formula::annuity;
pub use outcome::{BenefitNote, BenefitOutcome, BenefitResult, MissingInput, Scenario, Term, TermKind};

use super::Overflow;
use crate::config::figure_names as names;
use crate::config::{Benefit, Economics};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Measured figures behind the benefits; `None` where the report has none that may be shown. Shares
/// in percent (0–100). "Baseline" is the quarter that the settings name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenefitInputs {
    /// Customers in the base at the start of the quarter.
    pub customers_at_start: Option<f64>,
    /// Churn of the quarter.
    pub churn_now: Option<f64>,
    /// Churn of the baseline quarter.
    pub churn_baseline: Option<f64>,
    /// Customers of the repeat-purchase cohort.
    pub repeat_customers: Option<f64>,
    /// Repeat purchase rate of the latest matured cohort.
    pub repeat_now: Option<f64>,
    /// Repeat purchase rate of the baseline cohort.
    pub repeat_baseline: Option<f64>,
    /// New customers tracked as referred.
    pub referred_customers: Option<f64>,
    /// Share of promoters among answers.
    pub promoters_share: Option<f64>,
    /// Contacts of the quarter.
    pub contacts_now: Option<f64>,
    /// Contacts of the baseline quarter.
    pub contacts_baseline: Option<f64>,
    /// Mean active customers of the quarter.
    pub customers_now: Option<f64>,
    /// Mean active customers of the baseline quarter.
    pub customers_baseline: Option<f64>,
    /// Benefits whose underlying change lies within its interval; they carry a note.
    pub within_noise: BTreeSet<Benefit>,
    /// Intervals of measured figures by their name (see [`names()`]), in the figure's unit.
    pub intervals: BTreeMap<&'static str, (f64, f64)>,
    /// How far other causes are kept out.
    pub control: Control,
}

/// How far other causes of a change are kept out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// Not at all: 未控制其他因素.
    #[default]
    None,
    /// What touched the untouched units alike is taken out (difference-in-differences).
    Differences,
    /// The baseline is the time before a project that has not begun: there is nothing to compare.
    NotBegun,
}

/// What one benefit amounts to with these figures, by its formula and the settings' assumptions;
/// `None` when an assumption or a figure is missing.
pub fn worth_of(settings: &Economics, benefit: Benefit, inputs: &BenefitInputs) -> Option<Scenario> {
    let alone = Economics { benefits: vec![benefit], ..settings.clone() };
    let outcomes = compute(&alone, inputs, None).ok()?;
    outcomes.iter().find_map(BenefitOutcome::computed).map(|found| found.amount)
}

/// Computes the benefits asked for, in the order asked.
pub(super) fn compute(
    settings: &Economics,
    inputs: &BenefitInputs,
    average_cost: Option<Decimal>,
) -> Result<Vec<BenefitOutcome>, Overflow> {
    if inputs.control == Control::NotBegun {
        let skipped = |benefit: &Benefit| BenefitOutcome::Skipped {
            benefit: *benefit,
            reasons: vec![MissingInput::ProjectNotBegun],
        };
        return Ok(settings.benefits.iter().map(skipped).collect());
    }
    let mut outcomes: Vec<BenefitOutcome> = Vec::new();
    let mut retained = None;
    // Repeat purchase needs to know who is counted as retained, whatever the order asked.
    if settings.benefits.contains(&Benefit::RetainedMargin) {
        let outcome = formula::Formula::new(settings, inputs).retained_margin()?;
        retained = outcome.computed().and_then(|one| one.base_of(names::RETAINED));
    }
    for benefit in &settings.benefits {
        let formula = formula::Formula::new(settings, inputs);
        let outcome = match benefit {
            Benefit::RetainedMargin => formula.retained_margin()?,
            Benefit::RepeatPurchase => formula.repeat_purchase(retained)?,
            Benefit::Referral => formula.referral()?,
            Benefit::AvoidedCost => formula.avoided_cost(average_cost)?,
            Benefit::AcquisitionSaved if settings.benefits.contains(&Benefit::RetainedMargin) => {
                BenefitOutcome::Skipped { benefit: *benefit, reasons: vec![MissingInput::OverlapsRetainedMargin] }
            }
            Benefit::AcquisitionSaved => formula.acquisition_saved()?,
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}
