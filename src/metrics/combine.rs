//! Figures that stand on other figures: rates over a base, and formulas.

use super::estimate::{Spot, empty, status};
use super::formula::Formula;
use super::measurement::{Interval, IntervalMethod, Measurement, Measurements, Status};
use crate::catalogue::definition::{Definition, Kind};
use crate::config::StatisticsPolicy;
use crate::domain::{Quarter, Segment, Table};
use crate::statistics::garwood;
use std::collections::BTreeSet;

/// Completes the events of a rate with its base.
pub(super) fn rate(
    metric: &Definition,
    mut events: Measurement,
    (base, known): (&Definition, &Measurements),
    policy: &StatisticsPolicy,
) -> Measurement {
    let is_unlike = events.segment.is_others() && !folds_alike(metric, base, &events.segment);
    let exposure = known.get(&base.id, &base_segment(metric, base, &events.segment), events.quarter);
    let exposure = exposure.filter(|_| !is_unlike);
    if let Some(Status::Unavailable { reason }) = exposure.map(|base| &base.status) {
        events.status = Status::Unavailable { reason: reason.clone() };
    }
    let exposure = exposure.and_then(|base| base.value).filter(|base| *base > 0.0);
    let (Some(exposure), Some(count), Some(per)) = (exposure, events.numerator, metric.per) else {
        if matches!(events.status, Status::Ok | Status::LowBase | Status::Suppressed) {
            events.status = Status::NoData;
        }
        return events;
    };
    // The figure stands on the base that was exposed, not on the events that happened in it.
    let events_n = events.n;
    events.status = status(Kind::Rate, &Measurement { n: whole(exposure), ..events.clone() }, policy);
    if events.missing as f64 > policy.missing_withheld * (events_n + events.missing) as f64 {
        events.status = Status::Withheld;
    }
    events.n = whole(exposure);
    events.denominator = Some(exposure);
    events.value = Some(count / exposure * per);
    let bounds = garwood(count as u64, policy.confidence).scaled(per / exposure);
    let level = policy.confidence;
    events.interval = Some(Interval { low: bounds.low, high: bounds.high, level, method: IntervalMethod::Garwood });
    events
}

/// An exposure as a number of members. Sums of shares of time come out a hair beside a half, on one
/// side or the other depending on their order: what is equal to six decimals counts alike.
fn whole(exposure: f64) -> u64 {
    ((exposure * 1e6).round() / 1e6).round() as u64
}

/// The part of the base that is exposed to the events of a segment: the same part where the base is
/// broken down likewise (`customer.tier` of complaints is `tier` of customers), else everyone.
pub(super) fn base_segment(metric: &Definition, base: &Definition, segment: &Segment) -> Segment {
    match segment {
        Segment::Part { dimension, value } => match base_dimension(metric, base, dimension) {
            Some(dimension) => Segment::Part { dimension, value: value.clone() },
            None => Segment::Total,
        },
        Segment::Total => Segment::Total,
    }
}

/// Whether the others of a dimension are the same values in the events and in the base: a column that rows
/// carry from the customers is folded by the customers' ranking.
fn folds_alike(metric: &Definition, base: &Definition, segment: &Segment) -> bool {
    let Segment::Part { dimension, .. } = segment else { return true };
    folds_alike_in(metric, base, dimension)
}

/// The same of a dimension.
pub(super) fn folds_alike_in(metric: &Definition, base: &Definition, dimension: &str) -> bool {
    match base_dimension(metric, base, dimension) {
        None => true,
        Some(_) => metric.table == base.table || dimension.starts_with("customer."),
    }
}

/// The base's dimension that corresponds to a dimension of the events.
pub(super) fn base_dimension(metric: &Definition, base: &Definition, dimension: &str) -> Option<String> {
    let own = match (base.table, dimension.strip_prefix("customer.")) {
        (Some(Table::Customers), Some(column)) => column,
        _ if metric.table == base.table || base.table != Some(Table::Customers) => dimension,
        _ => return None,
    };
    base.segments.iter().find(|known| *known == own).cloned()
}

/// Parts of a derived metric: those that all its inputs have, dimension by dimension.
pub(super) fn segments(metric: &Definition, formula: &Formula, known: &Measurements) -> Vec<Segment> {
    let mut all = vec![Segment::Total];
    for dimension in &metric.segments {
        let mut common: Option<BTreeSet<Segment>> = None;
        for input in &formula.inputs {
            let parts = known.iter().filter(|one| {
                one.metric == *input
                    && matches!(&one.segment, Segment::Part { dimension: of, value: Some(_) } if of == dimension)
            });
            // The others of two tables are other values.
            let parts = parts.filter(|one| !one.segment.is_others());
            let parts: BTreeSet<Segment> = parts.map(|one| one.segment.clone()).collect();
            common = Some(common.map_or(parts.clone(), |common| common.intersection(&parts).cloned().collect()));
        }
        all.extend(common.unwrap_or_default());
    }
    all
}

/// A derived figure from its inputs.
pub(super) fn derived(
    metric: &Definition,
    (segment, quarter): (&Segment, Quarter),
    formula: &Formula,
    (known, all): (&Measurements, &[Definition]),
) -> Measurement {
    let spot = Spot { segment, quarter, has_data: true };
    let inputs: Vec<Option<&Measurement>> =
        formula.inputs.iter().map(|input| known.get(input, segment, quarter)).collect();
    let mut figure = empty(metric, spot, Status::Ok);
    if let Some(status) = blocked(&inputs) {
        figure.status = status;
        return figure;
    }
    let values: Vec<Option<f64>> = inputs.iter().map(|input| input.and_then(|one| one.value)).collect();
    let is_sum = |id: &str| all.iter().any(|one| one.id == id && one.kind == Kind::Sum);
    let counted = inputs.iter().flatten().filter(|one| !is_sum(&one.metric));
    figure.n = counted.map(|one| one.n).max().or_else(|| inputs.iter().flatten().map(|one| one.n).max()).unwrap_or(0);
    figure.value = formula.value(&values);
    if figure.value.is_none() {
        figure.status = Status::NoData;
    } else if inputs.iter().flatten().any(|one| one.status == Status::LowBase) {
        figure.status = Status::LowBase;
    }
    figure
}

/// Why a derived figure cannot be computed: the worst of its inputs.
fn blocked(inputs: &[Option<&Measurement>]) -> Option<Status> {
    let statuses: Vec<&Status> = inputs.iter().flatten().map(|one| &one.status).collect();
    let unavailable = statuses.iter().find(|status| matches!(status, Status::Unavailable { .. }));
    if let Some(status) = unavailable {
        return Some((*status).clone());
    }
    if inputs.iter().any(Option::is_none) || statuses.contains(&&Status::NoData) {
        return Some(Status::NoData);
    }
    let hidden = [Status::Withheld, Status::Suppressed, Status::SuppressedSecondary];
    hidden.into_iter().find(|status| statuses.contains(&status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::built_in;
    use crate::metrics::compile::Places;
    use crate::metrics::formula::formula;
    use std::collections::BTreeMap;

    fn definition(all: &[Definition], id: &str) -> Definition {
        all.iter().find(|one| one.id == id).unwrap().clone()
    }

    fn figure(metric: &str, n: u64, value: f64) -> Measurement {
        let empty = Measurement::empty(metric, Segment::Total, "2026-Q3".parse().unwrap(), Status::Ok);
        Measurement { n, value: Some(value), numerator: Some(value), ..empty }
    }

    /// Complaints per 100 customers: 4 of them among 1,000.
    fn complaints(events: Measurement, customers: f64) -> Measurement {
        let all = built_in();
        let (metric, base) = (definition(all, "complaint_rate"), definition(all, "customers_active_mean"));
        let known = Measurements::new(vec![figure(&base.id, 7, customers)]);
        rate(&metric, events, (&base, &known), &StatisticsPolicy::default())
    }

    /// Garwood's interval of 4: 1.0899 to 10.2416 (SciPy 1.17.1 `chi2.ppf`).
    #[test]
    fn a_rate_stands_on_who_was_exposed() {
        let found = complaints(figure("complaint_rate", 4, 4.0), 1_000.0);
        assert_eq!((found.status.clone(), found.n, found.denominator), (Status::Ok, 1_000, Some(1_000.0)));
        assert!((found.value.unwrap() - 0.4).abs() < 1e-12);
        let interval = found.interval.unwrap();
        assert!((interval.low - 0.108_987).abs() < 1e-6 && (interval.high - 1.024_159).abs() < 1e-6, "{interval:?}");
        assert_eq!(complaints(figure("complaint_rate", 400, 400.0), 20.0).status, Status::LowBase);
        assert_eq!(complaints(figure("complaint_rate", 4, 4.0), 9.0).status, Status::Suppressed);
        assert_eq!(complaints(figure("complaint_rate", 4, 4.0), 0.0).status, Status::NoData);
    }

    #[test]
    fn events_of_which_most_are_unknown_have_no_rate() {
        let events = |missing: u64| Measurement { missing, ..figure("complaint_rate", 4, 4.0) };
        assert_eq!(complaints(events(4), 1_000.0).status, Status::Ok);
        assert_eq!(complaints(events(5), 1_000.0).status, Status::Withheld, "5 of 9, however many customers there are");
    }

    #[test]
    fn what_is_derived_is_no_better_than_its_inputs() {
        let all = built_in();
        let metric = definition(all, "cost_per_contact");
        let formula = formula(&metric, all, Places(&BTreeMap::new())).unwrap();
        let quarter: Quarter = "2026-Q3".parse().unwrap();
        let of = |inputs: Vec<Measurement>| {
            derived(&metric, (&Segment::Total, quarter), &formula, (&Measurements::new(inputs), all))
        };
        let names = &formula.inputs;
        let with = |status: Status| {
            let mut inputs: Vec<Measurement> = names.iter().map(|name| figure(name, 50, 10.0)).collect();
            inputs.last_mut().unwrap().status = status;
            of(inputs)
        };
        assert_eq!(with(Status::Ok).status, Status::Ok);
        for hidden in [Status::LowBase, Status::Suppressed, Status::SuppressedSecondary, Status::Withheld] {
            assert_eq!(with(hidden.clone()).status, hidden);
        }
        assert_eq!(with(Status::Suppressed).value, None);
        assert_eq!(of(vec![figure(&names[0], 50, 10.0)]).status, Status::NoData, "an input is not there");
    }
}
