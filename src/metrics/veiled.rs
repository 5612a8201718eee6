//! Pseudonyms for the persons by whom figures are broken down; teams keep their names.

use super::measure::Results;
use super::measurement::{Measurement, Measurements};
use crate::config::ReportConfig;
use crate::domain::Segment;
use crate::privacy::Veil;

/// The results as they may be told.
pub(super) fn veiled(report: &ReportConfig, mut results: Results) -> Results {
    let veil = &report.privacy;
    if report.metrics.iter().flat_map(|metric| &metric.segments).any(|name| veil.covers(name)) {
        let figures = results.measurements.into_list().into_iter().map(|figure| of_figure(veil, figure));
        results.measurements = Measurements::new(figures.collect());
        for dimension in results.study.causes.iter_mut().flat_map(|table| &mut table.dimensions) {
            for value in dimension.values.iter_mut().flatten() {
                *value = veil.part(&dimension.name, value);
            }
        }
    }
    let funnels = results.study.teams.iter_mut().flat_map(|study| &mut study.agents);
    for agent in funnels.flat_map(|funnel| &mut funnel.teams) {
        agent.team = veil.part("agent", &agent.team);
    }
    results
}

fn of_figure(veil: &Veil, figure: Measurement) -> Measurement {
    let segment = part(veil, &figure.segment);
    Measurement { segment, ..figure }
}

/// A segment as it is told.
pub(super) fn part(veil: &Veil, segment: &Segment) -> Segment {
    match segment {
        Segment::Part { dimension, value: Some(value) } => {
            Segment::Part { dimension: dimension.clone(), value: Some(veil.part(dimension, value)) }
        }
        other => other.clone(),
    }
}
