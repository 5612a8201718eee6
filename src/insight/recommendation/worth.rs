//! What an expected effect is worth in money, by the benefit formulas and the client's assumptions.

use super::Recommendation;
use super::effect::Effect;
use crate::catalogue::ids;
use crate::config::{Benefit, Economics};
use crate::economics::{BenefitInputs, Scenario, worth_of};
use crate::insight::scene::Scene;

/// The benefit of one quarter at the expected figure instead of today's: fewer customers lost
/// (retained margin), or contacts that do not come because a problem was solved or not reopened
/// (avoided cost). Low takes the surer end of the effect with the low assumptions, high the other
/// end with the high ones. `None` for other metrics, or without the assumptions.
pub fn worth(scene: &Scene, settings: Option<&Economics>, one: &Recommendation) -> Option<Scenario> {
    let settings = settings?;
    let Effect::Quantified(expected) = &one.effect else { return None };
    let at = |change: f64| priced(scene, settings, one.metric, (expected.from, change));
    let (ends, middle) = ([expected.range.0, expected.range.1].map(at), at(expected.change)?);
    let [one_end, other_end] = ends;
    let (one_end, other_end) = (one_end?, other_end?);
    Some(Scenario { low: one_end.low.min(other_end.low), base: middle.base, high: one_end.high.max(other_end.high) })
}

fn priced(scene: &Scene, settings: &Economics, metric: &str, (from, change): (f64, f64)) -> Option<Scenario> {
    let value =
        |metric: &str| scene.now(metric).filter(|one| super::super::judge::shown(one)).and_then(|one| one.value);
    match metric {
        ids::RETENTION_RATE | ids::CHURN_RATE => {
            let churn = if metric == ids::CHURN_RATE { from } else { 100.0 - from };
            let less = if metric == ids::CHURN_RATE { -change } else { change };
            let inputs = BenefitInputs {
                customers_at_start: value(ids::CUSTOMERS_AT_START),
                churn_baseline: Some(churn),
                churn_now: Some(churn - less),
                ..BenefitInputs::default()
            };
            worth_of(settings, Benefit::RetainedMargin, &inputs)
        }
        ids::REOPEN_RATE | ids::RECURRENCE_RATE | ids::FIRST_CONTACT_RESOLUTION => {
            let base = scene.now(metric)?.denominator?;
            let fewer = if metric == ids::FIRST_CONTACT_RESOLUTION { change } else { -change };
            let contacts = value(ids::CONTACTS)?;
            let customers = value(ids::CUSTOMERS_ACTIVE_MEAN).unwrap_or(contacts);
            let inputs = BenefitInputs {
                contacts_baseline: Some(contacts),
                contacts_now: Some(contacts - base * fewer / 100.0),
                customers_baseline: Some(customers),
                customers_now: Some(customers),
                ..BenefitInputs::default()
            };
            worth_of(settings, Benefit::AvoidedCost, &inputs)
        }
        _ => None,
    }
}
