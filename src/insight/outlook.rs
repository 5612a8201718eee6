//! What a metric is expected to be next quarter, with what the same method would have said before.

use super::scene::Scene;
use crate::catalogue::ids;
use crate::domain::{Quarter, Unit};
use crate::metrics::measurement::Status;
use crate::statistics::{self, Forecast};

/// Metrics of which an outlook is given, the first of them that has the quarters.
const METRICS: [&str; 3] = [ids::RETENTION_RATE, ids::RETENTION_RATE_ACTIVE_BUYERS, ids::REPEAT_PURCHASE_RATE];
/// Quarters ahead.
const STEPS: usize = 4;

/// The outlook of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Metric id.
    pub metric: &'static str,
    /// The quarters that it is made from, oldest first; the last is the report's.
    pub quarters: Vec<Quarter>,
    /// What is expected, within what is possible for a share.
    pub forecast: Forecast,
}

/// The outlook; `None` where no metric has figures of eight quarters in a row up to the report's.
pub fn outlook(scene: &Scene) -> Option<Outlook> {
    METRICS.iter().find_map(|metric| {
        let share = scene.definition(metric)?.unit == Unit::Percent;
        let value = |quarter: Quarter| {
            let found = scene.total(metric, quarter)?;
            let is_whole = found.uncovered.is_empty() && matches!(found.status, Status::Ok | Status::LowBase);
            found.value.filter(|_| is_whole)
        };
        let mut series: Vec<(Quarter, f64)> = Vec::new();
        for period in scene.periods.iter().rev() {
            match value(period.quarter) {
                Some(value) => series.push((period.quarter, value)),
                None => break,
            }
        }
        series.reverse();
        let values: Vec<f64> = series.iter().map(|one| one.1).collect();
        let mut forecast = statistics::forecast(&values, STEPS, scene.policy.confidence)?;
        if share {
            let possible = |value: f64| value.clamp(0.0, 100.0);
            for (low, high) in &mut forecast.ahead {
                (*low, *high) = (possible(*low), possible(*high));
            }
            for one in &mut forecast.tried {
                (one.low, one.high) = (possible(one.low), possible(one.high));
            }
        }
        Some(Outlook { metric, quarters: series.into_iter().map(|one| one.0).collect(), forecast })
    })
}
