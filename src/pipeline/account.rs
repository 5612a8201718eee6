//! What the assessment of costs and benefits stands on, taken from the figures.

use super::{Failure, Measured};
use crate::catalogue::ids;
use crate::config::{Benefit, Economics, ReportConfig};
use crate::domain::{Period, Quarter, Segment};
use crate::economics::{self, BenefitInputs, CostLine, EconomicInputs, EconomicResult};
use crate::insight::{Significance, change};
use crate::metrics::measurement::{Measurement, Status};
use crate::statistics::Resampling;
use std::collections::{BTreeMap, BTreeSet};

/// Metrics whose change carries a benefit.
const CARRIERS: [(Benefit, &str); 5] = [
    (Benefit::RetainedMargin, ids::CHURN_RATE),
    (Benefit::AcquisitionSaved, ids::CHURN_RATE),
    (Benefit::RepeatPurchase, ids::REPEAT_PURCHASE_RATE),
    (Benefit::Referral, ids::NPS_PROMOTERS_SHARE),
    (Benefit::AvoidedCost, ids::CONTACTS),
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
        .map(|row| CostLine { quarter: row.quarter, category: row.category, amount: row.amount, parts: row.parts })
        .collect();
    if costs.is_empty() && report.economics.is_none() {
        return Ok(None);
    }
    let settings = report.economics.as_ref();
    let policy = &report.statistics;
    let figures = settings.map_or_else(Vec::new, |settings| {
        economics::figures(settings, &report.metrics, &measured.measurements, measured.quarter)
    });
    let inputs = EconomicInputs {
        settings,
        quarter: measured.quarter,
        costs: &costs,
        contacts: counts(measured, periods, ids::CONTACTS),
        resolutions: counts(measured, periods, ids::TICKETS_RESOLVED),
        contacts_by: contacts_by(measured),
        benefits: settings.map_or_else(BenefitInputs::default, |settings| benefits(report, settings, measured)),
        figures,
        resampling: Resampling { draws: policy.bootstrap_draws, seed: policy.seed, level: policy.confidence },
    };
    let result = economics::assess(&inputs).map_err(Failure::world)?;
    match result.fault() {
        Some(fault) => Err(Failure::Bug(fault.to_string())),
        None => Ok(Some(result)),
    }
}

fn counts(measured: &Measured, periods: &[Period], metric: &str) -> BTreeMap<Quarter, u64> {
    let count = |period: &Period| {
        let value = usable(measured.measurements.total(metric, period.quarter))?.value?;
        Some((period.quarter, value as u64))
    };
    periods.iter().filter_map(count).collect()
}

/// Contacts of each part in the report's quarter and the one before; parts whose number may not be
/// shown have none.
fn contacts_by(measured: &Measured) -> BTreeMap<(&'static str, Quarter), BTreeMap<String, u64>> {
    let mut found: BTreeMap<(&'static str, Quarter), BTreeMap<String, u64>> = BTreeMap::new();
    for dimension in economics::DIMENSIONS {
        for quarter in [measured.quarter, measured.quarter.previous()] {
            for one in measured.measurements.parts(ids::CONTACTS, dimension, quarter) {
                if let (Segment::Part { value: Some(part), .. }, Some(count)) = (&one.segment, one.value) {
                    found.entry((dimension, quarter)).or_default().insert(part.clone(), count as u64);
                }
            }
        }
    }
    found
}

fn benefits(report: &ReportConfig, settings: &Economics, measured: &Measured) -> BenefitInputs {
    let level = report.statistics.confidence;
    let mut found = economics::measured(settings, &measured.measurements, measured.quarter, level);
    if let [baseline] = economics::baseline_quarters(settings, measured.quarter)[..] {
        found.within_noise = noise(report, measured, baseline);
    }
    found
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
    figure.filter(|one| one.uncovered.is_empty() && matches!(one.status, Status::Ok | Status::LowBase))
}
