//! Costs and benefits made by hand.

use super::{localized, quarter};
use crate::config::{Appraisal, Assumption, Baseline, Benefit, Economics};
use crate::domain::Localized;
use crate::economics::{BenefitInputs, CostLine, EconomicInputs};
use std::collections::BTreeMap;

pub(super) fn economics_settings() -> Economics {
    let assumption = |name: &str, title: Localized, values: [i64; 3], unit: &str| Assumption {
        name: name.to_owned(),
        title,
        low: values[0].into(),
        base: values[1].into(),
        high: values[2].into(),
        unit: Localized::plain(unit),
        source: Localized::plain("finance 2026-09"),
        distribution: crate::config::Distribution::Triangular,
    };
    Economics {
        annual_discount_rate: 0.08,
        baseline: Baseline::SameQuarterLastYear,
        cost_classes: vec![("wages".to_owned(), crate::config::CostClass::Labour)],
        assumptions: vec![
            assumption(
                "contribution_margin_per_customer",
                localized("每户季度贡献毛利", "Contribution margin per customer and quarter"),
                [60, 80, 95],
                "CNY",
            ),
            assumption("retention_years", localized("留存年数", "Years of retention"), [1, 2, 3], "a"),
            assumption(
                "marginal_cost_per_contact",
                localized("单次来单边际成本", "Marginal cost per contact"),
                [80, 110, 130],
                "CNY",
            ),
        ],
        benefits: vec![Benefit::RetainedMargin, Benefit::AvoidedCost, Benefit::Referral],
        appraisal: Some(Appraisal {
            costs: vec![1000.into(), 200.into(), 200.into(), 200.into()],
            benefits: vec![0.into(), 600.into(), 700.into(), 800.into()],
            rate_per_period: Some(0.08),
        }),
        ..Economics::default()
    }
}

pub(super) fn economic_inputs(settings: &Economics) -> EconomicInputs<'_> {
    let mut costs = Vec::new();
    for back in 0..9 {
        for (category, share) in [("wages", 700_000), ("技术", 300_000), ("claims", 160_000), ("sundry", 40_000)] {
            let amount = Some((share - 2_000 * i64::from(back)).into());
            let parts = Vec::new();
            costs.push(CostLine { quarter: quarter(back), category: category.to_owned(), amount, parts });
        }
    }
    let costs = Box::leak(costs.into_boxed_slice());
    EconomicInputs {
        settings: Some(settings),
        quarter: quarter(0),
        costs,
        contacts: (0..9).map(|back| (quarter(back), 4812)).collect(),
        resolutions: (0..9).map(|back| (quarter(back), 4800)).collect(),
        contacts_by: BTreeMap::new(),
        figures: Vec::new(),
        resampling: crate::statistics::Resampling { draws: 2_000, seed: 20_260_101, level: 0.95 },
        benefits: BenefitInputs {
            customers_at_start: Some(9800.0),
            churn_now: Some(3.27),
            churn_baseline: Some(3.9),
            contacts_now: Some(4812.0),
            contacts_baseline: Some(5000.0),
            customers_now: Some(9800.0),
            customers_baseline: Some(9700.0),
            ..BenefitInputs::default()
        },
    }
}
