//! Named assumptions: who uses them.

use super::{BenefitOutcome, Model};
use crate::config::{Assumption, Benefit, Economics, Refusal, refused_assumption};
use crate::domain::Localized;

/// An assumption as printed.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionUse {
    /// The assumption with its range.
    pub assumption: Assumption,
    /// Computed benefits that stand on it.
    pub used_by: Vec<Benefit>,
    /// Initiatives that stand on it.
    pub used_in: Vec<Localized>,
    /// Why it may not be used.
    pub refused: Option<Refusal>,
}

/// All assumptions with their users.
pub(super) fn uses(settings: &Economics, benefits: &[BenefitOutcome], model: &Model) -> Vec<AssumptionUse> {
    let used_by = |name: &str| {
        let computed = benefits.iter().filter_map(BenefitOutcome::computed);
        computed.filter(|one| one.uses(name)).map(|one| one.benefit).collect()
    };
    let used_in = |name: &str| {
        let Some(at) = model.inputs.iter().position(|input| input.key == name) else { return Vec::new() };
        let initiatives = model.programmes.iter().filter(|programme| programme.uses(at));
        initiatives.filter_map(|programme| programme.title.clone()).collect()
    };
    settings
        .assumptions
        .iter()
        .map(|assumption| AssumptionUse {
            used_by: used_by(&assumption.name),
            used_in: used_in(&assumption.name),
            refused: refused_assumption(assumption),
            assumption: assumption.clone(),
        })
        .collect()
}
