//! One formula per benefit.

use super::super::{Overflow, appraisal::quarterly_rate};
use super::{
    BenefitInputs, BenefitNote, BenefitOutcome, BenefitResult, Control, MissingInput, Scenario, Term, TermKind, names,
};
use crate::config::{Benefit, Economics, refused_assumption};
use rust_decimal::Decimal;

/// A formula in the making: collects its terms and everything that is missing.
pub(super) struct Formula<'a> {
    settings: &'a Economics,
    inputs: &'a BenefitInputs,
    terms: Vec<Term>,
    missing: Vec<MissingInput>,
    notes: Vec<BenefitNote>,
}

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

impl<'a> Formula<'a> {
    pub(super) fn new(settings: &'a Economics, inputs: &'a BenefitInputs) -> Self {
        Self { settings, inputs, terms: Vec::new(), missing: Vec::new(), notes: Vec::new() }
    }

    /// (churn_baseline − churn_now) × customers at start × margin per quarter × annuity over the
    /// years counted, the first margin one quarter from now.
    pub(super) fn retained_margin(mut self) -> Result<BenefitOutcome, Overflow> {
        let retained = self.retained_customers()?;
        let margin = self.assumed(names::MARGIN_PER_CUSTOMER);
        let years = self.assumed(names::RETENTION_YEARS);
        let (Some(retained), Some(margin), Some(years)) = (retained, margin, years) else {
            return Ok(self.skipped(Benefit::RetainedMargin));
        };
        let Ok(rate) = quarterly_rate(self.settings.annual_discount_rate) else { return Err(Overflow) };
        let annuity = years.map(|years| annuity(years, rate))?;
        self.term(names::ANNUITY, TermKind::Computed, annuity);
        let amount = retained.with(margin, Decimal::checked_mul)?.with(annuity, Decimal::checked_mul)?;
        Ok(self.computed(Benefit::RetainedMargin, amount))
    }

    /// (rate_now − rate_baseline) × (cohort − customers counted as retained) × orders × margin.
    pub(super) fn repeat_purchase(mut self, retained: Option<Decimal>) -> Result<BenefitOutcome, Overflow> {
        let customers = self.measured(names::REPEAT_CUSTOMERS, self.inputs.repeat_customers);
        let now = self.measured(names::REPEAT_NOW, self.inputs.repeat_now);
        let before = self.measured(names::REPEAT_BASELINE, self.inputs.repeat_baseline);
        let margin = self.assumed(names::MARGIN_PER_ORDER);
        let orders = self.optional(names::ORDERS_PER_REPEAT_CUSTOMER);
        let (Some(customers), Some(now), Some(before), Some(margin), true) =
            (customers, now, before, margin, self.missing.is_empty())
        else {
            return Ok(self.skipped(Benefit::RepeatPurchase));
        };
        let subtracted = retained.unwrap_or_default().max(Decimal::ZERO).min(customers);
        self.term(names::RETAINED_SUBTRACTED, TermKind::Computed, Scenario::constant(subtracted));
        let change = now.checked_sub(before).ok_or(Overflow)? / HUNDRED;
        let extra = change.checked_mul(customers - subtracted).ok_or(Overflow)?;
        self.term(names::EXTRA_REPEAT, TermKind::Computed, Scenario::constant(extra));
        let orders = orders.unwrap_or_else(|| {
            self.notes.push(BenefitNote::OneOrderAssumed);
            Scenario::constant(Decimal::ONE)
        });
        let amount =
            Scenario::constant(extra).with(orders, Decimal::checked_mul)?.with(margin, Decimal::checked_mul)?;
        Ok(self.computed(Benefit::RepeatPurchase, amount))
    }

    /// Referred new customers × margin; when they are not tracked, promoters × assumed rate.
    pub(super) fn referral(mut self) -> Result<BenefitOutcome, Overflow> {
        let margin = self.assumed(names::MARGIN_PER_NEW_CUSTOMER);
        let referred = match self.inputs.referred_customers {
            tracked @ Some(_) => self.measured(names::REFERRED, tracked).map(Scenario::constant),
            None => self.estimated_referrals()?,
        };
        let (Some(margin), Some(referred)) = (margin, referred) else {
            return Ok(self.skipped(Benefit::Referral));
        };
        Ok(self.computed(Benefit::Referral, referred.with(margin, Decimal::checked_mul)?))
    }

    /// (contacts per customer in the baseline − now) × customers now × marginal cost.
    pub(super) fn avoided_cost(mut self, average_cost: Option<Decimal>) -> Result<BenefitOutcome, Overflow> {
        let inputs = self.inputs;
        let now = self.per_customer(names::CONTACTS_PER_CUSTOMER_NOW, inputs.contacts_now, inputs.customers_now);
        let before = self.per_customer(
            names::CONTACTS_PER_CUSTOMER_BASELINE,
            inputs.contacts_baseline,
            inputs.customers_baseline,
        );
        let customers = self.measured(names::CUSTOMERS, inputs.customers_now);
        let cost = self.assumed(names::MARGINAL_COST);
        if let (Some(cost), Some(average)) = (cost, average_cost)
            && cost.base.round_dp(2) == average.round_dp(2)
        {
            self.missing.push(MissingInput::AverageCostAsMarginal);
        }
        let (Some(now), Some(before), Some(customers), Some(cost), true) =
            (now, before, customers, cost, self.missing.is_empty())
        else {
            return Ok(self.skipped(Benefit::AvoidedCost));
        };
        let fewer = before.checked_sub(now).ok_or(Overflow)?;
        let avoided = Scenario::constant(fewer.checked_mul(customers).ok_or(Overflow)?);
        self.term(names::CONTACTS_AVOIDED, TermKind::Computed, avoided);
        self.notes.push(BenefitNote::FixedCostStays);
        Ok(self.computed(Benefit::AvoidedCost, avoided.with(cost, Decimal::checked_mul)?))
    }

    /// Customers who need not be replaced × acquisition cost.
    pub(super) fn acquisition_saved(mut self) -> Result<BenefitOutcome, Overflow> {
        let retained = self.retained_customers()?;
        let cost = self.assumed(names::ACQUISITION_COST);
        let (Some(retained), Some(cost)) = (retained, cost) else {
            return Ok(self.skipped(Benefit::AcquisitionSaved));
        };
        Ok(self.computed(Benefit::AcquisitionSaved, retained.with(cost, Decimal::checked_mul)?))
    }

    fn retained_customers(&mut self) -> Result<Option<Scenario>, Overflow> {
        let customers = self.measured(names::CUSTOMERS_AT_START, self.inputs.customers_at_start);
        let before = self.measured(names::CHURN_BASELINE, self.inputs.churn_baseline);
        let now = self.measured(names::CHURN_NOW, self.inputs.churn_now);
        let (Some(customers), Some(before), Some(now)) = (customers, before, now) else { return Ok(None) };
        let change = before.checked_sub(now).ok_or(Overflow)? / HUNDRED;
        let retained = Scenario::constant(change.checked_mul(customers).ok_or(Overflow)?);
        self.term(names::RETAINED, TermKind::Computed, retained);
        Ok(Some(retained))
    }

    fn estimated_referrals(&mut self) -> Result<Option<Scenario>, Overflow> {
        let (share, customers) = (self.inputs.promoters_share, self.inputs.customers_now);
        let promoters = share.zip(customers).map(|(share, customers)| share / 100.0 * customers);
        let promoters = self.measured(names::PROMOTERS, promoters);
        let rate = self.assumed(names::REFERRALS_PER_PROMOTER);
        let (Some(promoters), Some(rate)) = (promoters, rate) else { return Ok(None) };
        let referred = Scenario::constant(promoters).with(rate, Decimal::checked_mul)?;
        self.term(names::REFERRED, TermKind::Computed, referred);
        self.notes.push(BenefitNote::EstimatedReferrals);
        Ok(Some(referred))
    }

    /// A measured figure as a decimal of 15 digits, noted as a term or as missing.
    fn measured(&mut self, name: &'static str, value: Option<f64>) -> Option<Decimal> {
        let value = value.filter(|value| value.is_finite()).and_then(|value| Decimal::try_from(value).ok());
        match value {
            Some(value) => self.term(name, TermKind::Measured, Scenario::constant(value)),
            None => self.missing.push(MissingInput::Measured(name)),
        }
        value
    }

    fn per_customer(&mut self, name: &'static str, count: Option<f64>, customers: Option<f64>) -> Option<Decimal> {
        let each = count.zip(customers.filter(|customers| *customers > 0.0)).map(|(count, of)| count / of);
        self.measured(name, each)
    }

    fn assumed(&mut self, name: &'static str) -> Option<Scenario> {
        let found = self.optional(name);
        let noted = |one: &MissingInput| matches!(one, MissingInput::Refused(refused, _) if *refused == name);
        if found.is_none() && !self.missing.iter().any(noted) {
            self.missing.push(MissingInput::Assumption(name));
        }
        found
    }

    fn optional(&mut self, name: &'static str) -> Option<Scenario> {
        let assumption = self.settings.assumptions.iter().find(|one| one.name == name)?;
        if let Some(refusal) = refused_assumption(assumption) {
            self.missing.push(MissingInput::Refused(name, refusal));
            return None;
        }
        let value = Scenario { low: assumption.low, base: assumption.base, high: assumption.high };
        self.term(name, TermKind::Assumed, value);
        Some(value)
    }

    fn term(&mut self, name: &'static str, kind: TermKind, value: Scenario) {
        self.terms.push(Term { name, kind, value });
    }

    fn skipped(self, benefit: Benefit) -> BenefitOutcome {
        BenefitOutcome::Skipped { benefit, reasons: self.missing }
    }

    fn computed(self, benefit: Benefit, amount: Scenario) -> BenefitOutcome {
        let controlled = self.inputs.control == Control::Differences
            && !matches!(benefit, Benefit::RepeatPurchase | Benefit::Referral);
        let mut notes = vec![match controlled {
            true => BenefitNote::DifferenceInDifferences,
            false => BenefitNote::OtherCausesNotControlled,
        }];
        if self.inputs.within_noise.contains(&benefit) {
            notes.push(BenefitNote::WithinNoise);
        }
        if amount.base < Decimal::ZERO {
            notes.push(BenefitNote::Negative);
        }
        notes.extend(self.notes);
        BenefitOutcome::Computed(BenefitResult { benefit, amount: amount.ascending(), terms: self.terms, notes })
    }
}

/// Present value of 1 per quarter over some years, paid at the end of each quarter; the last,
/// partial quarter counts in proportion, and a century is the most. Zero for no years; `None` on
/// overflow.
pub(in crate::economics) fn annuity(years: Decimal, rate: Decimal) -> Option<Decimal> {
    let quarters = years.max(Decimal::ZERO).checked_mul(Decimal::from(4))?;
    let growth = rate.checked_add(Decimal::ONE)?;
    let (mut sum, mut factor, mut left) = (Decimal::ZERO, Decimal::ONE, quarters.min(Decimal::from(400)));
    while left > Decimal::ZERO {
        factor = factor.checked_div(growth)?;
        sum = sum.checked_add(factor.checked_mul(left.min(Decimal::ONE))?)?;
        left -= Decimal::ONE;
    }
    Some(sum)
}
