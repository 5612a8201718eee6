//! The double-counting check, printed line by line (M26).

use super::benefit::{BenefitOutcome, BenefitResult};
use crate::config::figure_names as names;
use crate::config::{Benefit, Economics};
use rust_decimal::Decimal;

/// A line of the check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is checked.
    pub kind: CheckKind,
    /// Whether it holds.
    pub holds: bool,
    /// The figures it stands on, such as customers subtracted, or marginal and average cost.
    pub figures: Vec<Decimal>,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Retained margin and acquisition saved count the same customers: only one of them is counted.
    RetainedOrAcquisition,
    /// Repeat purchase leaves out the customers counted as retained; figure: how many.
    RepeatWithoutRetained,
    /// Avoided cost is at the marginal, not the average, cost per contact; figures: both.
    MarginalNotAverage,
    /// Margins are contribution margins with a named source, not revenue.
    MarginNotRevenue,
    /// Referrals are counted for one generation; figure: referred customers.
    OneGeneration,
}

/// The lines that concern the benefits asked for.
pub(super) fn lines(settings: &Economics, benefits: &[BenefitOutcome], average_cost: Option<Decimal>) -> Vec<Check> {
    let computed = |benefit: Benefit| {
        benefits.iter().filter_map(BenefitOutcome::computed).find(|one: &&BenefitResult| one.benefit == benefit)
    };
    let asked = |benefit: Benefit| settings.benefits.contains(&benefit);
    let mut lines = Vec::new();
    let mut line = |kind, holds, figures| lines.push(Check { kind, holds, figures });
    if asked(Benefit::RetainedMargin) || asked(Benefit::AcquisitionSaved) {
        let both = computed(Benefit::RetainedMargin).is_some() && computed(Benefit::AcquisitionSaved).is_some();
        line(CheckKind::RetainedOrAcquisition, !both, Vec::new());
    }
    if let Some(repeat) = computed(Benefit::RepeatPurchase) {
        let subtracted = repeat.base_of(names::RETAINED_SUBTRACTED);
        line(CheckKind::RepeatWithoutRetained, true, subtracted.into_iter().collect());
    }
    if let Some(avoided) = computed(Benefit::AvoidedCost) {
        let marginal = avoided.base_of(names::MARGINAL_COST);
        let holds = match (marginal, average_cost) {
            (Some(marginal), Some(average)) => marginal < average,
            _ => true,
        };
        line(CheckKind::MarginalNotAverage, holds, marginal.into_iter().chain(average_cost).collect());
    }
    let with_margin = [Benefit::RetainedMargin, Benefit::RepeatPurchase, Benefit::Referral];
    if with_margin.into_iter().any(|benefit| computed(benefit).is_some()) {
        line(CheckKind::MarginNotRevenue, true, Vec::new());
    }
    if let Some(referral) = computed(Benefit::Referral) {
        line(CheckKind::OneGeneration, true, referral.base_of(names::REFERRED).into_iter().collect());
    }
    lines
}
