//! What each programme is worth, exactly and with its interval, and the verdict that follows.

use super::appraisal::{AppraisalError, Appraised};
use super::irr::{InternalRate, internal_rate};
use super::model::{Model, Worth};
use super::sensitivity::{ProgrammeDraws, Sensitivity, numbers};
use crate::config::Thresholds;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A programme appraised.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeResult {
    /// Index in the model.
    pub programme: usize,
    /// Exact appraisal at the base values.
    pub appraised: Appraised,
    /// Internal rate per quarter.
    pub internal_rate: InternalRate,
    /// Its draws; `None` when nothing is uncertain.
    pub draws: Option<ProgrammeDraws>,
    /// The verdict.
    pub verdict: Verdict,
}

/// What to do with a programme (S4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 扩大: the interval lies above 1 and the ratio reaches the expand threshold.
    Expand,
    /// 保持: the interval lies above 1.
    Keep,
    /// 优化: the interval lies below 1, the ratio not below the drop threshold.
    Improve,
    /// 淘汰: the interval lies below 1 and the ratio below the drop threshold.
    Drop,
    /// The interval includes 1: measure first.
    Undecided,
}

/// Appraises every programme of a model.
pub(super) fn programmes(
    model: &Model,
    sensitivity: Option<&Sensitivity>,
    thresholds: Thresholds,
) -> Result<Vec<ProgrammeResult>, AppraisalError> {
    let (exact, fast) = (model.base(), numbers(model));
    let one = |at: usize| {
        let appraised = model.appraise(&model.programmes[at], &exact)?;
        agree(&appraised, model.worth(&[at], &fast))?;
        let net: Vec<Decimal> = appraised.benefits.iter().zip(&appraised.costs).map(|(b, c)| b - c).collect();
        let draws = sensitivity.map(|found| found.simulation.programmes[at].clone());
        Ok(ProgrammeResult {
            programme: at,
            internal_rate: internal_rate(&net),
            verdict: verdict(&appraised, draws.as_ref(), thresholds),
            appraised,
            draws,
        })
    };
    (0..model.programmes.len()).map(one).collect()
}

/// The formulas in decimals and in floating point are the same formulas: they agree to nine digits, or
/// to half a hundredth of the currency where a small difference of large figures leaves fewer digits.
fn agree(exact: &Appraised, fast: Worth) -> Result<(), AppraisalError> {
    let near = |exact: Decimal, fast: f64| {
        let exact = exact.to_f64().unwrap_or(f64::NAN);
        (exact - fast).abs() <= (1e-9 * exact.abs()).max(0.005)
    };
    let same = near(exact.present_costs, fast.costs) && near(exact.present_benefits, fast.benefits);
    same.then_some(()).ok_or(AppraisalError::Identity)
}

/// By the P5 to P95 of the ratio; of the net present value where the costs are not positive. Without
/// draws the base value is its own interval.
fn verdict(appraised: &Appraised, draws: Option<&ProgrammeDraws>, thresholds: Thresholds) -> Verdict {
    let number = |value: Decimal| value.to_f64().unwrap_or(f64::NAN);
    let ratio = appraised.benefit_cost_ratio.map(number);
    let net = number(appraised.net_present_value);
    let bounds = draws.map_or((net, net), |draws| (draws.net[0], draws.net[2]));
    match ratio {
        _ if bounds.0 <= 0.0 && bounds.1 >= 0.0 => Verdict::Undecided,
        Some(ratio) if bounds.0 > 0.0 && ratio >= thresholds.expand => Verdict::Expand,
        _ if bounds.0 > 0.0 => Verdict::Keep,
        Some(ratio) if ratio < thresholds.drop => Verdict::Drop,
        _ => Verdict::Improve,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::appraise;

    #[test]
    fn a_ratio_at_a_threshold_expands_and_is_not_dropped() {
        let of = |benefit: i64| {
            let appraised = appraise(&[Decimal::from(100)], &[Decimal::from(benefit)], Decimal::ZERO).unwrap();
            verdict(&appraised, None, Thresholds { expand: 1.5, drop: 0.8 })
        };
        assert_eq!(
            [150, 149, 100, 80, 79].map(of),
            [Verdict::Expand, Verdict::Keep, Verdict::Undecided, Verdict::Improve, Verdict::Drop]
        );
    }
}
