//! Which figures moved between two measurements of one report.

use super::measurement::{Measurement, Measurements, Status};
use crate::domain::{Quarter, Segment};
use serde::Serialize;

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Metric id.
    pub metric: String,
    /// Of whom.
    pub segment: Segment,
    /// When.
    pub quarter: Quarter,
    /// What it was; `None` when it was not measured.
    pub before: Option<State>,
    /// What it is; `None` when it is not measured any more.
    pub after: Option<State>,
}

/// What of a figure is compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct State {
    /// The value in the metric's unit.
    pub value: Option<f64>,
    /// A floor, where there is no value.
    pub at_least: Option<f64>,
    /// Rows that it stands on.
    pub n: u64,
    /// May it be shown, and how.
    pub status: Status,
}

impl State {
    fn of(one: &Measurement) -> Self {
        Self { value: one.value, at_least: one.at_least, n: one.n, status: one.status.clone() }
    }
}

/// Every figure whose value, floor, base or status differs: those of `after` in their order, then those that are
/// gone in the order of `before`.
pub fn moves(before: &Measurements, after: &Measurements) -> Vec<Moved> {
    let moved = |one: &Measurement, was: Option<State>, is: Option<State>| Moved {
        metric: one.metric.clone(),
        segment: one.segment.clone(),
        quarter: one.quarter,
        before: was,
        after: is,
    };
    let mut found: Vec<Moved> = Vec::new();
    for one in after.iter() {
        let was = before.get(&one.metric, &one.segment, one.quarter).map(State::of);
        let is = State::of(one);
        if was.as_ref() != Some(&is) {
            found.push(moved(one, was, Some(is)));
        }
    }
    let gone = before.iter().filter(|one| after.get(&one.metric, &one.segment, one.quarter).is_none());
    found.extend(gone.map(|one| moved(one, Some(State::of(one)), None)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(metric: &str, value: f64, n: u64) -> Measurement {
        let quarter = "2026-Q3".parse().unwrap();
        let empty = Measurement::empty(metric, Segment::Total, quarter, Status::Ok);
        Measurement { value: Some(value), n, ..empty }
    }

    #[test]
    fn what_differs_in_anything_is_listed_and_nothing_else() {
        let before = Measurements::new(vec![
            figure("same", 1.0, 5),
            figure("value", 1.0, 5),
            figure("base", 1.0, 5),
            figure("gone", 1.0, 5),
        ]);
        let after = Measurements::new(vec![
            figure("new", 3.0, 5),
            figure("same", 1.0, 5),
            figure("value", 1.5, 5),
            figure("base", 1.0, 6),
        ]);
        let found = moves(&before, &after);
        let said: Vec<(&str, bool, bool)> =
            found.iter().map(|one| (one.metric.as_str(), one.before.is_some(), one.after.is_some())).collect();
        let mut expected =
            vec![("new", false, true), ("value", true, true), ("base", true, true), ("gone", true, false)];
        let mut said = said;
        said.sort_unstable();
        expected.sort_unstable();
        assert_eq!(said, expected);
        assert!(moves(&after, &after).is_empty());
    }
}
