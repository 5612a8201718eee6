//! Benefits by M26 with their guards: each from measured figures and named assumptions.

mod formula;
mod outcome;

pub(in crate::economics) use formula::annuity;
pub use outcome::{BenefitNote, BenefitOutcome, BenefitResult, MissingInput, Scenario, Term, TermKind};

use super::Overflow;
use crate::config::{Benefit, Economics};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Names of the figures in benefit formulas: measured ones and assumptions.
pub mod names {
    /// Measured: customers at the start of the quarter.
    pub const CUSTOMERS_AT_START: &str = "customers_at_start";
    /// Measured: churn of the quarter in percent.
    pub const CHURN_NOW: &str = "churn_now";
    /// Measured: churn of the baseline quarter in percent.
    pub const CHURN_BASELINE: &str = "churn_baseline";
    /// Computed: customers kept who would have gone at the baseline churn.
    pub const RETAINED: &str = "retained_customers";
    /// Computed: retained customers taken out of the base of repeat purchase.
    pub const RETAINED_SUBTRACTED: &str = "retained_customers_subtracted";
    /// Measured: repeat purchase rate in percent.
    pub const REPEAT_NOW: &str = "repeat_purchase_now";
    /// Measured: repeat purchase rate of the baseline in percent.
    pub const REPEAT_BASELINE: &str = "repeat_purchase_baseline";
    /// Measured: customers in the cohort of repeat purchase.
    pub const REPEAT_CUSTOMERS: &str = "repeat_purchase_customers";
    /// Computed: customers who bought again and would not have.
    pub const EXTRA_REPEAT: &str = "extra_repeat_customers";
    /// Measured (tracked) or estimated: new customers who came by referral.
    pub const REFERRED: &str = "referred_customers";
    /// Measured: promoters among active customers.
    pub const PROMOTERS: &str = "promoters";
    /// Measured: contacts per active customer.
    pub const CONTACTS_PER_CUSTOMER_NOW: &str = "contacts_per_customer_now";
    /// Measured: contacts per active customer of the baseline quarter.
    pub const CONTACTS_PER_CUSTOMER_BASELINE: &str = "contacts_per_customer_baseline";
    /// Measured: mean active customers.
    pub const CUSTOMERS: &str = "customers_active";
    /// Computed: contacts that did not occur.
    pub const CONTACTS_AVOIDED: &str = "contacts_avoided";
    /// Computed: present value of 1 per quarter over the years counted.
    pub const ANNUITY: &str = "annuity_factor";
    /// Assumption: contribution margin per customer and quarter.
    pub const MARGIN_PER_CUSTOMER: &str = "contribution_margin_per_customer";
    /// Assumption: years counted for a retained customer.
    pub const RETENTION_YEARS: &str = "retention_years";
    /// Assumption: contribution margin per order.
    pub const MARGIN_PER_ORDER: &str = "contribution_margin_per_order";
    /// Assumption: further orders per customer who buys again; 1 when not configured.
    pub const ORDERS_PER_REPEAT_CUSTOMER: &str = "orders_per_repeat_customer";
    /// Assumption: contribution margin per new customer.
    pub const MARGIN_PER_NEW_CUSTOMER: &str = "contribution_margin_per_new_customer";
    /// Assumption: new customers per promoter, used only when referrals are not tracked.
    pub const REFERRALS_PER_PROMOTER: &str = "referrals_per_promoter";
    /// Assumption: marginal cost per contact.
    pub const MARGINAL_COST: &str = "marginal_cost_per_contact";
    /// Assumption: cost of acquiring a customer.
    pub const ACQUISITION_COST: &str = "acquisition_cost_per_customer";
    /// The measured ones, which scenarios may change by name.
    pub const MEASURED: [&str; 11] = [
        CUSTOMERS_AT_START,
        CHURN_NOW,
        CHURN_BASELINE,
        REPEAT_NOW,
        REPEAT_BASELINE,
        REPEAT_CUSTOMERS,
        REFERRED,
        PROMOTERS,
        CONTACTS_PER_CUSTOMER_NOW,
        CONTACTS_PER_CUSTOMER_BASELINE,
        CUSTOMERS,
    ];
}

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
    /// Intervals of measured figures by their name (see [`names`]), in the figure's unit.
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
