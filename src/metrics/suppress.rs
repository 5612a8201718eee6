//! Hides what may not be shown (G5, G11): values below the minimum n, and the neighbour that would
//! give one away by subtraction.

use super::measurement::{Measurement, Status};
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Quarter, Segment};
use std::collections::BTreeMap;

/// Hides the values of one metric's figures in place.
pub(super) fn suppress(metric: &Definition, figures: &mut [Measurement]) {
    if additive(metric.kind) {
        hide_neighbours(figures);
    }
    for figure in figures {
        if matches!(figure.status, Status::Suppressed | Status::SuppressedSecondary | Status::Withheld) {
            blank(figure);
        }
    }
}

/// Kinds whose total is a sum over parts, so that one hidden part can be recovered.
fn additive(kind: Kind) -> bool {
    matches!(kind, Kind::Proportion | Kind::Mean | Kind::Nps | Kind::RatioOfSums | Kind::Rate)
}

fn blank(figure: &mut Measurement) {
    figure.value = None;
    figure.at_least = None;
    figure.numerator = None;
    figure.interval = None;
    figure.distribution.clear();
    figure.against_rest = None;
}

/// In every breakdown with exactly one suppressed part, suppresses the smallest other part.
fn hide_neighbours(figures: &mut [Measurement]) {
    let mut breakdowns: BTreeMap<(Quarter, String), Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        if let Segment::Part { dimension, .. } = &figure.segment {
            breakdowns.entry((figure.quarter, dimension.clone())).or_default().push(at);
        }
    }
    for parts in breakdowns.into_values() {
        let suppressed = parts.iter().filter(|at| figures[**at].status == Status::Suppressed).count();
        let shown = |at: &&usize| matches!(figures[**at].status, Status::Ok | Status::LowBase);
        let smallest = parts.iter().filter(shown).min_by_key(|at| (figures[**at].n, **at));
        if let (1, Some(at)) = (suppressed, smallest) {
            figures[*at].status = Status::SuppressedSecondary;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::built_in;

    fn hidden(metric: &str, bases: &[(&str, u64, Status)]) -> Vec<Measurement> {
        let definition = built_in().iter().find(|one| one.id == metric).unwrap();
        let quarter = "2026-Q3".parse().unwrap();
        let part = |(name, n, status): &(&str, u64, Status)| {
            let segment = Segment::Part { dimension: "channel".to_owned(), value: Some((*name).to_owned()) };
            let (value, numerator) = (Some(50.0), Some(*n as f64 / 2.0));
            Measurement { n: *n, value, numerator, ..Measurement::empty(metric, segment, quarter, status.clone()) }
        };
        let mut figures = bases.iter().map(part).collect::<Vec<_>>();
        suppress(definition, &mut figures);
        figures
    }

    /// One hidden part is the total less the others: the smallest other one is hidden with it, and of
    /// what is hidden nothing is left to compute from.
    #[test]
    fn the_smallest_neighbour_of_a_lone_hidden_part_is_hidden_too() {
        use Status::{LowBase, Ok, Suppressed, SuppressedSecondary};
        let statuses = |found: &[Measurement]| found.iter().map(|one| one.status.clone()).collect::<Vec<_>>();
        let found = hidden("csat_top2", &[("a", 900, Ok), ("b", 3, Suppressed), ("c", 20, LowBase), ("d", 50, Ok)]);
        assert_eq!(statuses(&found), [Ok, Suppressed, SuppressedSecondary, Ok]);
        assert!(found[1..3].iter().all(|one| one.value.is_none() && one.numerator.is_none()), "{found:?}");
        assert_eq!(found[3].value, Some(50.0));
        let found = hidden("csat_top2", &[("a", 900, Ok), ("b", 3, Suppressed), ("c", 4, Suppressed)]);
        assert_eq!(statuses(&found), [Ok, Suppressed, Suppressed], "two hide each other");
        let found = hidden("first_response_median", &[("a", 900, Ok), ("b", 3, Suppressed)]);
        assert_eq!(statuses(&found), [Ok, Suppressed], "no median follows from a total and a part");
    }
}
