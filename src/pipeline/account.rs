//! What the assessment of costs and benefits stands on, taken from the figures.

use super::{Failure, Measured};
use crate::config::{Baseline, Benefit, ReportConfig};
use crate::domain::{Period, Quarter};
use crate::economics::{self, BenefitInputs, CostLine, EconomicInputs, EconomicResult};
use crate::insight::{Significance, change};
use crate::metrics::measurement::{Measurement, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Metrics whose change carries a benefit.
const CARRIERS: [(Benefit, &str); 5] = [
    (Benefit::RetainedMargin, "churn_rate"),
    (Benefit::AcquisitionSaved, "churn_rate"),
    (Benefit::RepeatPurchase, "repeat_purchase_rate"),
    (Benefit::Referral, "nps_promoters_share"),
    (Benefit::AvoidedCost, "contacts"),
];

/// Assesses a report; `None` without cost lines and without settings.
pub(super) fn assess(
    report: &ReportConfig,
    measured: &Measured,
    periods: &[Period],
) -> Result<Option<EconomicResult>, Failure> {
    let costs: Vec<CostLine> = measured
        .facts
        .cost_rows(report)
        .map_err(Failure::world)?
        .into_iter()
        .map(|row| CostLine { quarter: row.quarter, category: row.category, amount: row.amount })
        .collect();
    if costs.is_empty() && report.economics.is_none() {
        return Ok(None);
    }
    let inputs = EconomicInputs {
        settings: report.economics.as_ref(),
        quarter: measured.quarter,
        costs: &costs,
        contacts: counts(measured, periods, "contacts"),
        resolutions: counts(measured, periods, "tickets_resolved"),
        benefits: benefits(report, measured),
    };
    economics::assess(&inputs).map(Some).map_err(Failure::world)
}

fn counts(measured: &Measured, periods: &[Period], metric: &str) -> BTreeMap<Quarter, u64> {
    let count = |period: &Period| {
        let value = usable(measured.measurements.total(metric, period.quarter))?.value?;
        Some((period.quarter, value as u64))
    };
    periods.iter().filter_map(count).collect()
}

fn benefits(report: &ReportConfig, measured: &Measured) -> BenefitInputs {
    let now = measured.quarter;
    let baseline = match report.economics.as_ref().map(|settings| settings.baseline) {
        Some(Baseline::PreviousQuarter) => now.previous(),
        Some(Baseline::SameQuarterLastYear) | None => now.year_before(),
    };
    let figure = |metric: &str, quarter| usable(measured.measurements.total(metric, quarter));
    let value = |metric: &str, quarter| figure(metric, quarter).and_then(|one| one.value);
    BenefitInputs {
        customers_at_start: value("customers_at_start", now),
        churn_now: value("churn_rate", now),
        churn_baseline: value("churn_rate", baseline),
        repeat_customers: figure("repeat_purchase_rate", now).map(|one| one.n as f64),
        repeat_now: value("repeat_purchase_rate", now),
        repeat_baseline: value("repeat_purchase_rate", baseline),
        referred_customers: value("customers_referred", now),
        promoters_share: value("nps_promoters_share", now),
        contacts_now: value("contacts", now),
        contacts_baseline: value("contacts", baseline),
        customers_now: value("customers_active_mean", now),
        customers_baseline: value("customers_active_mean", baseline),
        within_noise: noise(report, measured, baseline),
    }
}

/// Benefits whose metric moved no more than chance would move it.
fn noise(report: &ReportConfig, measured: &Measured, baseline: Quarter) -> BTreeSet<Benefit> {
    let silent = |metric: &str| {
        let definition = report.metrics.iter().find(|definition| definition.id == metric)?;
        let total = |quarter| measured.measurements.total(metric, quarter);
        let moved = change(total(measured.quarter), total(baseline), definition, &report.statistics).ok()?;
        (moved.significance == Significance::NotSignificant).then_some(())
    };
    CARRIERS.iter().filter(|(_, metric)| silent(metric).is_some()).map(|(benefit, _)| *benefit).collect()
}

fn usable(figure: Option<&Measurement>) -> Option<&Measurement> {
    figure.filter(|one| matches!(one.status, Status::Ok | Status::LowBase))
}
