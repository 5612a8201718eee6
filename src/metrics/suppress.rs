//! Hides what may not be shown (G5, G11): values below the minimum n, and the neighbour that would
//! give one away by subtraction.

use super::definition::{Definition, Kind};
use super::measurement::{Measurement, Status};
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
