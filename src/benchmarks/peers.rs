//! Peers: an anonymous comparison group of clients of one industry, measured by the same definitions in the same quarter.
//!
//! Takes aggregates only: reports of the same configuration, or files that `quarterdeck peers export` wrote. A group
//! has at least [`MINIMUM_PEERS`] others, none of them with more than [`MOST_WEIGHT`] of the rows, and never the client
//! itself. No peer's value leaves this room.

mod exchange;
mod summary;

pub use exchange::{Peer, PeerFigure, load_peers, parse_peers, peer_of};

use super::{
    Benchmark, BenchmarkPeriod, BenchmarkUnit, ComparisonPolicy, Grade, Level, Seen, Statistic, key_of,
    period_length_of,
};
use crate::catalogue::definition::Definition;
use crate::config::ReportConfig;
use crate::diagnostic::Place;
use crate::domain::{Localized, Quarter};
use crate::metrics::measurement::{Measurement, Measurements, Status};
use std::collections::BTreeSet;

/// Fewest others in a group.
pub const MINIMUM_PEERS: usize = 5;

/// The largest part of a group's rows that one peer may have: 25 %.
pub const MOST_WEIGHT: f64 = 0.25;

/// A comparison group of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerGroup {
    /// How many others.
    pub others: usize,
    /// Lower quartile of their values (type 7), in the metric's unit.
    pub lower_quartile: f64,
    /// Upper quartile of their values.
    pub upper_quartile: f64,
    /// Their mean, weighted by the rows that each value stands on.
    pub weighted_mean: f64,
    /// Lower end of the median's interval; `None` where so few values have none.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// The client's place among itself and the others, 1 the best; values that are equal share the better place.
    /// `None` where the metric has no better side or the client no value.
    pub rank: Option<usize>,
}

/// Why a metric has no comparison group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeerRefusal {
    /// Fewer than [`MINIMUM_PEERS`] others have the figure by the same definition.
    TooFew,
    /// One peer has more than [`MOST_WEIGHT`] of the rows.
    Dominated,
}

/// What became of the peers of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peers {
    /// One figure per metric that has a group: the median of the others.
    pub figures: Vec<Benchmark>,
    /// Metrics that some others have and that have no group, with the reason.
    pub refused: Vec<(String, PeerRefusal)>,
}

impl Peers {
    /// The groups of a report's metrics in a quarter out of everyone who might be a peer.
    ///
    /// Peers are those of the same industry, region and quarter; the client itself is left out by its label and by its
    /// figures, and a label counts once.
    pub fn of(
        report: &ReportConfig,
        measurements: &Measurements,
        quarter: Quarter,
        everyone: &[Peer],
        policy: &ComparisonPolicy,
    ) -> Self {
        let own = peer_of(report, measurements, quarter, None);
        let alike = |one: &&Peer| {
            let industry = policy.industry.as_deref().is_some_and(|key| one.industry.eq_ignore_ascii_case(key));
            industry && one.quarter == quarter && one.region == policy.region
        };
        let mut labels = BTreeSet::new();
        let others: Vec<&Peer> = everyone
            .iter()
            .filter(alike)
            .filter(|one| one.label != own.label && !one.is_twin_of(&own))
            .filter(|one| labels.insert(one.label.as_str()))
            .collect();
        let mut found = Self::default();
        for definition in report.metrics.iter().filter(|one| exchange::is_exchanged(one)) {
            let fingerprint = exchange::fingerprint(definition, report);
            let same = |one: &PeerFigure| one.metric == definition.id && one.definition == fingerprint;
            let fits = |peer: &&&Peer| peer.currency == report.currency.code() || !exchange::is_money(definition);
            let figures: Vec<&PeerFigure> =
                others.iter().filter(fits).filter_map(|peer| peer.figures.iter().find(|one| same(one))).collect();
            let measured = measurements.total(&definition.id, quarter);
            let value = measured.filter(|one| one.status == Status::Ok && one.uncovered.is_empty());
            if figures.is_empty() || value.is_none() {
                continue;
            }
            match summary::group(definition, value.and_then(|one| one.value), &figures, report.statistics.confidence) {
                Ok((median, group)) => found.figures.push(figure(definition, (median, group), quarter, policy)),
                Err(refusal) => found.refused.push((definition.id.clone(), refusal)),
            }
        }
        found
    }
}

/// The median of a group as a figure beside the metric.
fn figure(
    definition: &Definition,
    (median, group): (f64, PeerGroup),
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> Benchmark {
    let definition_key = key_of(definition);
    Benchmark {
        id: format!("peers_{}", definition.id),
        metric: definition.id.clone(),
        title: definition.title.clone(),
        industry: policy.industry.clone().unwrap_or_default(),
        value: median,
        low: None,
        high: None,
        unit: BenchmarkUnit::OfMetric,
        statistic: Statistic::Median,
        level: Level::of_method(&definition_key.method),
        definition_key,
        definition: definition.definition.clone(),
        population: policy.population.clone(),
        region: policy.region.clone(),
        period: BenchmarkPeriod::parse(&quarter.to_string()).unwrap_or(BenchmarkPeriod {
            label: quarter.to_string(),
            first: None,
            last: None,
        }),
        period_length: period_length_of(definition),
        source: String::new(),
        seen_in: None,
        url: None,
        grade: Grade::A,
        n: None,
        drawn: true,
        note: None,
        twin: None,
        product: None,
        seen: Seen::NotStated,
        seen_on: None,
        licence: None,
        peers: Some(group),
        place: Place::file("peers"),
    }
}

/// What a figure may be handed on by.
fn shown(one: &Measurement) -> Option<f64> {
    one.value.filter(|value| value.is_finite() && one.status == Status::Ok && one.uncovered.is_empty())
}

/// A text of both languages that is the same in each.
fn name(text: &Localized) -> String {
    text.by_default().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
