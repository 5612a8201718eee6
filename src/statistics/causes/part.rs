//! Own changes, interactions and events of one figure.

use super::contribution::{Statistic, removed};
use super::design::Design;
use super::fit::{Family, Fit, fit};
use super::found::{CRITICAL, CauseKind, FoundCause, Spot};
use super::rows::Outcome;
use super::search::{Choice, beside, search, worth};
use super::space::Space;
use super::terms::Term;

/// Chance of a false cause of each kind, over all candidates of the kind.
const FALSE: [f64; 3] = [0.0015, 0.0015, 0.002];
/// Independent dates that the dates of a quarter count for.
const DATES: f64 = 20.0;
/// What a common level and a common trend cost.
const STANDING: f64 = 6.0;
/// Days within which two dates are one.
const SAME_DAYS: u16 = 7;
/// Least probability of a cause among its rivals.
const LEAST_CERTAINTY: f64 = 0.7;
/// The same of an event, whose day must be right, too.
const LEAST_DATE_CERTAINTY: f64 = 0.9;
/// Least change of the log odds or the logarithm that matters.
const LEAST_EFFECT: f64 = 0.1;
/// Rivals that are told.
const RIVALS: usize = 5;

/// The own changes, interactions and events behind one figure, the strongest first.
pub(super) fn changes(design: &Design, outcome: Outcome, (statistic, share): (Statistic, f64)) -> Vec<FoundCause> {
    let family = if matches!(outcome, Outcome::Share(_)) { Family::Share } else { Family::Number };
    let mut fitted = fit(design, family, &[]);
    let mut space = Space::new(design, &fitted, &[]);
    let mut costs = costs(design, &space, share);
    let mut choice = search(&space, &costs);
    if !choice.chosen.is_empty() {
        let chosen = effects(&space, &choice);
        fitted = fit(design, family, &chosen);
        space = Space::new(design, &fitted, &chosen);
        choice = search(&space, &costs);
    }
    let scatter = [scatter(design, &space, &choice), by_day(design, &fitted)];
    if scatter != [1.0; 2] && !choice.chosen.is_empty() {
        let of = |term: &Term| scatter[usize::from(matches!(term, Term::Step(_) | Term::Ramp(_)))];
        costs.iter_mut().zip(&space.terms).for_each(|(cost, term)| *cost *= of(term));
        choice = search(&space, &costs);
    }
    let least = if matches!(outcome, Outcome::Number(_)) { LEAST_EFFECT * fitted.unit } else { LEAST_EFFECT };
    let certain = told(design, &space, (&costs, scatter), &choice);
    let whole = |one: &(Term, FoundCause)| {
        let grown = if let Term::Ramp(from) = one.0 { 1.0 - f64::from(from) / design.days as f64 } else { 1.0 };
        (one.1.effect * fitted.unit * grown).abs()
    };
    let told = certain.into_iter().filter(|one| whole(one) >= least);
    told.map(|(term, mut cause)| {
        cause.effect *= fitted.unit;
        cause.error *= fitted.unit;
        let ends = [0.0, -CRITICAL, CRITICAL]
            .map(|off| removed(design, &fitted, (outcome, statistic), (term, cause.effect + off * cause.error)));
        cause.contribution = ends[0];
        cause.interval = (ends[1].min(ends[2]), ends[1].max(ends[2]));
        cause.rows = concerned(design, term);
        cause
    })
    .collect()
}

fn effects(space: &Space, choice: &Choice) -> Vec<(Term, f64)> {
    choice.chosen.iter().zip(&choice.effects).map(|(at, effect)| (space.terms[*at], *effect)).collect()
}

/// What each candidate costs: the χ² that the best of its kind passes with the chance of a false cause.
fn costs(design: &Design, space: &Space, share: f64) -> Vec<f64> {
    let count = |kind| space.terms.iter().filter(|term| term.kind(design) == Some(kind)).count() as f64;
    let own = critical(share * FALSE[0] / count(CauseKind::Own).max(1.0));
    let pair = critical(share * FALSE[1] / count(CauseKind::Interaction).max(1.0));
    let event = critical(share * FALSE[2] / DATES);
    let cost = |term: &Term| match term.kind(design) {
        None => STANDING,
        Some(CauseKind::Own) => own,
        Some(CauseKind::Interaction) => pair,
        Some(_) => event,
    };
    space.terms.iter().map(cost).collect()
}

/// The value that χ² with one degree of freedom passes with a small probability.
pub(super) fn critical(chance: f64) -> f64 {
    let mut x = 10.0_f64;
    for _ in 0..20 {
        x = (-2.0 * chance.ln() - (x * std::f64::consts::FRAC_PI_2).ln() - 2.0 * (1.0 + 1.0 / x).ln()).max(0.5);
    }
    x
}

/// How much the scores of the parts scatter beyond chance: their median χ² beside the causes, over the
/// median of χ².
fn scatter(design: &Design, space: &Space, choice: &Choice) -> f64 {
    let parts = (0..space.terms.len()).filter(|at| !choice.chosen.contains(at));
    let parts =
        parts.filter(|at| matches!(space.terms[*at].kind(design), Some(CauseKind::Own | CauseKind::Interaction)));
    let mut found: Vec<f64> =
        parts.filter_map(|at| beside(space, &choice.chosen, at)).map(|(ratio, _)| ratio).collect();
    if found.len() < 20 {
        return 1.0;
    }
    found.sort_by(f64::total_cmp);
    (found[found.len() / 2] / 0.455).clamp(1.0, 3.0)
}

/// How much the sums of days scatter beyond chance.
fn by_day(design: &Design, fit: &Fit) -> f64 {
    let mut days = vec![(0.0, 0.0); 2 * design.days];
    for row in 0..design.rows() {
        let at = usize::from(design.day[row]) + if design.later[row] { design.days } else { 0 };
        let Some(day) = days.get_mut(at) else { continue };
        day.0 += fit.score[row];
        day.1 += fit.weight[row];
    }
    let ratios: Vec<f64> =
        days.iter().filter(|(_, weight)| *weight > 0.0).map(|(sum, weight)| sum * sum / weight).collect();
    let count = ratios.len() as f64;
    let over = ratios.iter().sum::<f64>() / (count - 8.0).max(1.0);
    if over > 1.0 + 1.65 * (2.0 / count.max(1.0)).sqrt() { over } else { 1.0 }
}

fn told(
    design: &Design,
    space: &Space,
    (costs, scatter): (&[f64], [f64; 2]),
    choice: &Choice,
) -> Vec<(Term, FoundCause)> {
    let mut found = Vec::new();
    for (place, at) in choice.chosen.iter().enumerate() {
        let term = space.terms[*at];
        let Some(kind) = term.kind(design) else { continue };
        let mut others = choice.chosen.clone();
        others.remove(place);
        let Some((strength, effect)) = beside(space, &others, *at) else { continue };
        let scatter = scatter[usize::from(kind == CauseKind::Event)];
        let (certainty, rivals) = rivals(design, space, costs, (&others, *at), scatter);
        if certainty < if kind == CauseKind::Event { LEAST_DATE_CERTAINTY } else { LEAST_CERTAINTY } {
            continue;
        }
        found.push((
            term,
            FoundCause {
                kind,
                spot: term.spot(design),
                from: term.from(),
                gradual: matches!(term, Term::Ramp(_)),
                effect,
                error: effect.abs() / strength.max(1e-9).sqrt(),
                strength,
                contribution: 0.0,
                interval: (0.0, 0.0),
                rows: (0.0, 0.0),
                rivals,
            },
        ));
    }
    found
}

/// Shares of the rows of both periods that a change concerns; of an event those from its day on.
fn concerned(design: &Design, term: Term) -> (f64, f64) {
    let share = |later: bool| {
        let rows: Vec<usize> = (0..design.rows()).filter(|row| design.later[*row] == later).collect();
        let inside = |row: &&usize| match term {
            Term::Part(column) => design.has(**row, column),
            _ => term.value(design, **row) > 0.0,
        };
        rows.iter().filter(inside).count() as f64 / rows.len().max(1) as f64
    };
    (share(false), share(true))
}

/// The probability of a cause among what could stand in its place, and the nearest of these.
fn rivals(
    design: &Design,
    space: &Space,
    costs: &[f64],
    (others, own): (&[usize], usize),
    scatter: f64,
) -> (f64, Vec<(CauseKind, Spot, f64)>) {
    let base = worth(space, costs, &[others, &[own]].concat()).map_or(0.0, |(worth, _)| worth);
    let term = space.terms[own];
    let (mut same, mut different) = (1.0, 0.0);
    let mut listed: Vec<(CauseKind, Spot, f64)> = Vec::new();
    for at in (0..space.terms.len()).filter(|at| *at != own && !others.contains(at)) {
        let rival = space.terms[at];
        let Some((worth, _)) = worth(space, costs, &[others, &[at]].concat()) else { continue };
        let behind = (base - worth) / scatter;
        let odds = (-behind / 2.0).exp();
        let near = |a: Option<u16>, b: Option<u16>| matches!((a, b), (Some(a), Some(b)) if a.abs_diff(b) <= SAME_DAYS);
        if near(term.from(), rival.from()) && rival.spot(design) == term.spot(design) {
            same += odds;
            continue;
        }
        different += odds;
        if let Some(kind) = rival.kind(design).filter(|_| behind < 30.0) {
            let spot = rival.spot(design);
            if !listed.iter().any(|(known, place, _)| *known == kind && *place == spot) {
                listed.push((kind, spot, behind));
            }
        }
    }
    listed.sort_by(|a, b| a.2.total_cmp(&b.2));
    listed.truncate(RIVALS);
    (same / (same + different), listed)
}
