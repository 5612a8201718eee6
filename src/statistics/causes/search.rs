//! The set of candidates that explains most for what it costs.

use super::matrix::{Matrix, quadratic};
use super::space::Space;

/// Most causes of one figure.
const MOST: usize = 6;
/// Rounds of exchanges after which the set has long settled.
const ROUNDS: usize = 30;
/// Candidates that are tried as a first pair.
const STARTS: usize = 40;

/// A set of candidates with what it explains.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Choice {
    /// Positions of the candidates.
    pub(super) chosen: Vec<usize>,
    /// Likelihood ratio less the costs.
    pub(super) worth: f64,
    /// Effects.
    pub(super) effects: Vec<f64>,
}

/// Searches by adding, dropping and exchanging, from nothing, from the best pair and from the best
/// few singles.
pub(super) fn search(space: &Space, costs: &[f64]) -> Choice {
    let alone = |at: usize| worth(space, costs, &[at]).map_or(f64::NEG_INFINITY, |(worth, _)| worth);
    let mut order: Vec<(usize, f64)> = (0..space.terms.len()).map(|at| (at, alone(at))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut starts: Vec<Vec<usize>> = vec![Vec::new()];
    starts.extend(order.iter().take(4).map(|(at, _)| vec![*at]));
    starts.extend(best_pair(space, costs, &order));
    let mut best = Choice::default();
    for start in starts {
        let found = climb(space, costs, start);
        if found.worth > best.worth + 1e-9 {
            best = found;
        }
    }
    best
}

fn best_pair(space: &Space, costs: &[f64], order: &[(usize, f64)]) -> Option<Vec<usize>> {
    let mut best: Option<(f64, Vec<usize>)> = None;
    let few: Vec<usize> = order.iter().take(STARTS).map(|(at, _)| *at).collect();
    for one in &few {
        for two in (0..space.terms.len()).filter(|two| two != one) {
            let Some((worth, _)) = worth(space, costs, &[*one, two]) else { continue };
            if best.as_ref().is_none_or(|(known, _)| worth > *known) {
                best = Some((worth, vec![*one, two]));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

fn climb(space: &Space, costs: &[f64], start: Vec<usize>) -> Choice {
    let mut chosen = start;
    let mut known = worth(space, costs, &chosen).map_or(f64::NEG_INFINITY, |(worth, _)| worth);
    for _ in 0..ROUNDS {
        let mut best: Option<(f64, Vec<usize>)> = None;
        let mut consider = |set: Vec<usize>| {
            let Some((worth, _)) = worth(space, costs, &set) else { return };
            if worth > best.as_ref().map_or(known, |(best, _)| *best) + 1e-9 {
                best = Some((worth, set));
            }
        };
        for place in 0..chosen.len() {
            let mut fewer = chosen.clone();
            fewer.remove(place);
            for other in (0..space.terms.len()).filter(|other| !chosen.contains(other)) {
                consider([fewer.as_slice(), &[other]].concat());
            }
            consider(fewer);
        }
        if chosen.len() < MOST {
            for other in (0..space.terms.len()).filter(|other| !chosen.contains(other)) {
                consider([chosen.as_slice(), &[other]].concat());
            }
        }
        let Some((worth, set)) = best else { break };
        (known, chosen) = (worth, set);
    }
    let effects = worth(space, costs, &chosen).map(|(_, effects)| effects).unwrap_or_default();
    Choice { chosen, worth: known, effects }
}

/// Likelihood ratio of a set less its costs, with the effects; `None` when two of them are the same.
pub(super) fn worth(space: &Space, costs: &[f64], set: &[usize]) -> Option<(f64, Vec<f64>)> {
    let mut information = Matrix::zero(set.len(), set.len());
    for (row, one) in set.iter().enumerate() {
        for (column, two) in set.iter().enumerate() {
            information.add(row, column, space.information.at(*one, *two));
        }
    }
    let score: Vec<f64> = set.iter().map(|at| space.score[*at]).collect();
    let (ratio, effects) = quadratic(&information, &score)?;
    let cost: f64 = set.iter().map(|at| costs[*at]).sum();
    Some((ratio - cost, effects))
}

/// Score and information of every candidate with a set held fixed.
pub(super) fn beside(space: &Space, set: &[usize], at: usize) -> Option<(f64, f64)> {
    let zero = vec![0.0; space.terms.len()];
    let (with, effects) = worth(space, &zero, &[set, &[at]].concat())?;
    let (without, _) = worth(space, &zero, set)?;
    let effect = *effects.last()?;
    Some((with - without, effect))
}
