//! Appraisal of cash flows (M27): present values, BCR, NPV, ROI, payback.

use rust_decimal::{Decimal, MathematicalOps};

/// A programme's cash flows, appraised. Amounts in the report's currency, period 0 undiscounted.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraised {
    /// Discount rate per period.
    pub rate: Decimal,
    /// Costs per period, padded with zero to the same length as the benefits.
    pub costs: Vec<Decimal>,
    /// Benefits per period, padded likewise.
    pub benefits: Vec<Decimal>,
    /// PV(costs).
    pub present_costs: Decimal,
    /// PV(benefits).
    pub present_benefits: Decimal,
    /// PV(benefits) − PV(costs).
    pub net_present_value: Decimal,
    /// PV(benefits) ÷ PV(costs); `None` unless PV(costs) is positive.
    pub benefit_cost_ratio: Option<Decimal>,
    /// (PV(benefits) − PV(costs)) ÷ PV(costs), which is BCR − 1; 0.18 for 18 %. `None` likewise.
    pub return_on_investment: Option<Decimal>,
    /// Cumulative net flow after each period, undiscounted.
    pub cumulative: Vec<Decimal>,
    /// The same discounted.
    pub cumulative_discounted: Vec<Decimal>,
    /// First period with a cumulative flow ≥ 0, interpolated within it; `None` when not reached.
    pub payback: Option<Decimal>,
    /// The same on discounted flows.
    pub payback_discounted: Option<Decimal>,
}

/// Why flows cannot be appraised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppraisalError {
    /// No period.
    #[error("the appraisal has no cash flow")]
    Empty,
    /// The rate is −100 % or below, or not a number.
    #[error("the discount rate must be above -100 %")]
    Rate,
    /// An amount beyond what decimal arithmetic can hold.
    #[error("an amount of the appraisal is too large to compute with")]
    Overflow,
    /// BCR > 1 and NPV > 0, or ROI and BCR − 1, disagree: an error of this program.
    #[error("the identities of benefit-cost ratio, net present value and return on investment do not hold")]
    Identity,
}

/// The rate per quarter of an annual rate: (1 + annual)^(1/4) − 1.
///
/// # Errors
/// When the rate is −100 % or below, or no number.
pub fn quarterly_rate(annual: f64) -> Result<Decimal, AppraisalError> {
    let annual = Decimal::try_from(annual).map_err(|_| AppraisalError::Rate)?;
    let growth = annual.checked_add(Decimal::ONE).filter(|growth| *growth > Decimal::ZERO);
    let root = growth.and_then(|growth| growth.sqrt()).and_then(|half| half.sqrt());
    root.map(|root| root - Decimal::ONE).ok_or(AppraisalError::Rate)
}

/// Appraises costs and benefits per period at a rate per period. Lists of unequal length are padded
/// with zero; negative costs (subsidies) and negative benefits are taken as they are.
///
/// # Errors
/// When there is no period, the rate is −100 % or below, an amount is too large, or the identities do not hold.
pub fn appraise(costs: &[Decimal], benefits: &[Decimal], rate: Decimal) -> Result<Appraised, AppraisalError> {
    let periods = costs.len().max(benefits.len());
    if periods == 0 {
        return Err(AppraisalError::Empty);
    }
    let factors = factors(periods, rate)?;
    let (costs, benefits) = (padded(costs, periods), padded(benefits, periods));
    let net = pairwise(&benefits, &costs, Decimal::checked_sub)?;
    let present = |flows: &[Decimal]| pairwise(flows, &factors, Decimal::checked_mul);
    let (present_costs, present_benefits) = (total(&present(&costs)?)?, total(&present(&benefits)?)?);
    let net_discounted = present(&net)?;
    let net_present_value = present_benefits.checked_sub(present_costs).ok_or(AppraisalError::Overflow)?;
    let over = |amount: Decimal| {
        (present_costs > Decimal::ZERO)
            .then(|| amount.checked_div(present_costs).ok_or(AppraisalError::Overflow))
            .transpose()
    };
    let (cumulative, cumulative_discounted) = (running(&net)?, running(&net_discounted)?);
    let appraised = Appraised {
        rate,
        present_costs,
        present_benefits,
        net_present_value,
        benefit_cost_ratio: over(present_benefits)?,
        return_on_investment: over(net_present_value)?,
        payback: payback(&cumulative)?,
        payback_discounted: payback(&cumulative_discounted)?,
        costs,
        benefits,
        cumulative,
        cumulative_discounted,
    };
    identities_hold(&appraised).then_some(appraised).ok_or(AppraisalError::Identity)
}

/// 1, 1/(1 + rate), 1/(1 + rate)², …
fn factors(periods: usize, rate: Decimal) -> Result<Vec<Decimal>, AppraisalError> {
    let growth = rate.checked_add(Decimal::ONE).ok_or(AppraisalError::Overflow)?;
    if growth <= Decimal::ZERO {
        return Err(AppraisalError::Rate);
    }
    let mut factors = vec![Decimal::ONE];
    while factors.len() < periods {
        let last = factors[factors.len() - 1];
        factors.push(last.checked_div(growth).ok_or(AppraisalError::Overflow)?);
    }
    Ok(factors)
}

/// BCR > 1 ⇔ NPV > 0, ROI = BCR − 1, and the NPV from net flows is the NPV from both present
/// values, all to the precision of 28 digits.
fn identities_hold(appraised: &Appraised) -> bool {
    let npv = appraised.net_present_value;
    let from_flows = appraised.cumulative_discounted.last().copied().unwrap_or_default();
    let size = appraised.present_costs.abs().max(appraised.present_benefits.abs()).max(Decimal::ONE);
    let near = |a: Decimal, b: Decimal, size: Decimal| {
        a.checked_sub(b).is_some_and(|gap| gap.abs() <= size * Decimal::new(1, 15))
    };
    let ratios = match (appraised.benefit_cost_ratio, appraised.return_on_investment) {
        (Some(ratio), Some(roi)) => {
            let same_side = ratio == Decimal::ONE || (ratio > Decimal::ONE) == (npv > Decimal::ZERO);
            same_side && near(ratio - Decimal::ONE, roi, ratio.abs().max(Decimal::ONE))
        }
        (None, None) => true,
        _ => false,
    };
    ratios && near(npv, from_flows, size)
}

/// The first period whose cumulative flow is ≥ 0, less the part of it that was not needed.
fn payback(cumulative: &[Decimal]) -> Result<Option<Decimal>, AppraisalError> {
    let Some(period) = cumulative.iter().position(|sum| *sum >= Decimal::ZERO) else { return Ok(None) };
    let Some(before) = period.checked_sub(1) else { return Ok(Some(Decimal::ZERO)) };
    let (open, flow) = (-cumulative[before], cumulative[period].checked_sub(cumulative[before]));
    let part = flow.and_then(|flow| open.checked_div(flow)).ok_or(AppraisalError::Overflow)?;
    Ok(Some(Decimal::from(before) + part))
}

fn padded(flows: &[Decimal], periods: usize) -> Vec<Decimal> {
    flows.iter().copied().chain(std::iter::repeat(Decimal::ZERO)).take(periods).collect()
}

fn pairwise(
    a: &[Decimal],
    b: &[Decimal],
    combine: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Result<Vec<Decimal>, AppraisalError> {
    a.iter().zip(b).map(|(a, b)| combine(*a, *b).ok_or(AppraisalError::Overflow)).collect()
}

fn total(amounts: &[Decimal]) -> Result<Decimal, AppraisalError> {
    Ok(running(amounts)?.last().copied().unwrap_or_default())
}

fn running(amounts: &[Decimal]) -> Result<Vec<Decimal>, AppraisalError> {
    let mut sum = Decimal::ZERO;
    let step = |amount: &Decimal| {
        sum = sum.checked_add(*amount).ok_or(AppraisalError::Overflow)?;
        Ok(sum)
    };
    amounts.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each identity that is broken is found; the appraisal as computed holds all of them.
    #[test]
    fn a_broken_identity_is_found() {
        let list = |amounts: &[i64]| amounts.iter().copied().map(Decimal::from).collect::<Vec<_>>();
        let sound = appraise(&list(&[1000, 200, 200, 200]), &list(&[0, 600, 700, 800]), Decimal::new(8, 2)).unwrap();
        assert!(identities_hold(&sound));
        let one = Decimal::ONE;
        let roi = sound.return_on_investment.map(|roi| roi + Decimal::new(1, 6));
        assert!(!identities_hold(&Appraised { return_on_investment: roi, ..sound.clone() }), "ROI is BCR − 1");
        assert!(!identities_hold(&Appraised { return_on_investment: None, ..sound.clone() }));
        let negative = Appraised { net_present_value: -sound.net_present_value, ..sound.clone() };
        assert!(!identities_hold(&negative), "BCR > 1 and NPV < 0");
        let below = Appraised {
            benefit_cost_ratio: Some(Decimal::new(9, 1)),
            return_on_investment: Some(Decimal::new(-1, 1)),
            ..sound.clone()
        };
        assert!(!identities_hold(&below), "BCR < 1 and NPV > 0");
        let shifted = Appraised { net_present_value: sound.net_present_value + one, ..sound };
        assert!(!identities_hold(&shifted), "the flows have another sum");
    }
}
