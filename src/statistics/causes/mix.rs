//! Which values' shares among the rows changed, the other dimensions held fixed.

use super::contribution::{Statistic, tilted};
use super::design::Design;
use super::found::{CRITICAL, CauseKind, FoundCause};
use super::matrix::{Matrix, dot, quadratic};
use super::part::critical;
use super::rows::CauseRows;
use std::collections::BTreeMap;

/// Chance of a false cause over all values.
const FALSE: f64 = 0.0015;
/// Most values whose shares changed.
const MOST: usize = 4;
/// Steps of Newton's method.
const STEPS: usize = 8;
/// Rows of a value in both periods together.
const LEAST_ROWS: f64 = 20.0;
/// How many standard errors the plain share must have moved, too.
const PLAIN: f64 = 3.0;
/// How many standard errors its contribution must differ from nothing.
const DIFFERENT: f64 = 2.0;

/// Values whose share among the rows changed and that differ in the outcome.
pub(super) fn mixes(design: &Design, rows: &CauseRows, (statistic, share): (Statistic, f64)) -> Vec<FoundCause> {
    let rows = &of_design(design, rows);
    let values: Vec<(usize, u16)> =
        rows.sizes.iter().enumerate().flat_map(|(at, size)| (0..*size as u16).map(move |code| (at, code))).collect();
    let cost = critical(share * FALSE / values.len().max(1) as f64);
    let mut chosen: Vec<(usize, u16)> = Vec::new();
    let effects = loop {
        let (effects, chances) = fitted(rows, &chosen);
        let ranked = ranked(rows, &values, &chosen, &chances);
        let next = ranked.into_iter().find(|(value, ratio)| *ratio > cost && plain(rows, *value) > PLAIN);
        match next {
            Some((value, _)) if chosen.len() < MOST => chosen.push(value),
            _ => break effects,
        }
    };
    let firm = chosen.into_iter().zip(effects).filter(|(_, (effect, error))| (effect / error).powi(2) > cost);
    let mut by_dimension: BTreeMap<usize, Vec<Changed>> = BTreeMap::new();
    firm.for_each(|one| by_dimension.entry(one.0.0).or_default().push(one));
    by_dimension.into_values().filter_map(|changed| cause(design, rows, changed, statistic)).collect()
}

/// A value whose share changed, with the change of its log odds and its standard error.
type Changed = ((usize, u16), (f64, f64));

/// The rows with a value alone.
fn of_design(design: &Design, rows: &CauseRows) -> CauseRows {
    let kept = &design.kept;
    CauseRows {
        sizes: rows.sizes.clone(),
        codes: rows.codes.iter().map(|codes| kept.iter().map(|row| codes[*row]).collect()).collect(),
        later: design.later.clone(),
        day: design.day.clone(),
        weekday: kept.iter().map(|row| rows.weekday[*row]).collect(),
    }
}

/// The changed shares of one dimension as a cause, told by the value that changed most surely, when the figure
/// depends on them: what one value gains the others lose.
fn cause(design: &Design, rows: &CauseRows, mut changed: Vec<Changed>, statistic: Statistic) -> Option<FoundCause> {
    let strength = |one: &Changed| (one.1.0 / one.1.1).powi(2);
    changed.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let (value, (effect, error)) = *changed.first()?;
    let tilt = |scale: f64| -> Vec<f64> {
        let of = |row: usize| changed.iter().filter(|one| has(rows, row, one.0)).map(|one| scale * one.1.0).sum();
        (0..rows.later.len()).map(of).collect()
    };
    let inside: Vec<bool> = (0..rows.later.len()).map(|row| has(rows, row, value)).collect();
    let (contribution, spread) = tilted(design, &tilt(1.0), statistic)?;
    if contribution.abs() < DIFFERENT * spread {
        return None;
    }
    let off = CRITICAL * error / effect.abs();
    let ends = [1.0 - off, 1.0 + off].map(|scale| tilted(design, &tilt(scale), statistic));
    let slope = ends.map(|end| end.map_or(0.0, |(end, _)| (end - contribution).abs()));
    let half = slope[0].max(slope[1]).hypot(CRITICAL * spread);
    let share = |later: bool| {
        let all = rows.later.iter().filter(|one| **one == later).count();
        let own = rows.later.iter().zip(&inside).filter(|(one, inside)| **one == later && **inside).count();
        own as f64 / all.max(1) as f64
    };
    Some(FoundCause {
        kind: CauseKind::Mix,
        spot: vec![value],
        from: None,
        gradual: false,
        effect,
        error,
        strength: (effect / error).powi(2),
        contribution,
        interval: (contribution - half, contribution + half),
        rows: (share(false), share(true)),
        rivals: Vec::new(),
    })
}

fn has(rows: &CauseRows, row: usize, (dimension, code): (usize, u16)) -> bool {
    rows.codes[dimension][row] == code
}

/// Effects with errors of the chosen values, and each row's chance to be of the later period.
fn fitted(rows: &CauseRows, chosen: &[(usize, u16)]) -> (Vec<(f64, f64)>, Vec<f64>) {
    let size = chosen.len() + 1;
    let count = rows.later.len();
    let mut beta = vec![0.0; size];
    let mut lower = Matrix::zero(size, size);
    let mut chances = vec![0.5; count];
    for _ in 0..STEPS {
        let (mut gram, mut right) = (Matrix::zero(size, size), vec![0.0; size]);
        for (row, known) in chances.iter_mut().enumerate() {
            let line: Vec<f64> = std::iter::once(1.0)
                .chain(chosen.iter().map(|value| f64::from(u8::from(has(rows, row, *value)))))
                .collect();
            let chance = 1.0 / (1.0 + (-dot(&line, &beta)).exp());
            *known = chance;
            let off = f64::from(u8::from(rows.later[row])) - chance;
            for one in 0..size {
                right[one] += line[one] * off;
                for two in one..size {
                    gram.add(one, two, line[one] * line[two] * chance * (1.0 - chance));
                }
            }
        }
        gram.mirror();
        lower = gram.cholesky();
        let change = lower.backward(&lower.forward(&right));
        beta.iter_mut().zip(change).for_each(|(beta, change)| *beta += change.clamp(-2.0, 2.0));
    }
    let error = |at: usize| {
        let unit: Vec<f64> = (0..size).map(|other| f64::from(u8::from(other == at))).collect();
        let half = lower.forward(&unit);
        dot(&half, &half).sqrt()
    };
    ((1..size).map(|at| (beta[at], error(at))).collect(), chances)
}

/// The score test of every other value beside the chosen ones, the strongest first.
fn ranked(
    rows: &CauseRows,
    values: &[(usize, u16)],
    chosen: &[(usize, u16)],
    chances: &[f64],
) -> Vec<((usize, u16), f64)> {
    let size = chosen.len() + 2;
    let of = |value: (usize, u16)| {
        let (mut gram, mut score, mut n) = (Matrix::zero(size, size), 0.0, 0.0);
        for row in (0..rows.later.len()).filter(|row| has(rows, *row, value)) {
            let weight = chances[row] * (1.0 - chances[row]);
            n += 1.0;
            score += f64::from(u8::from(rows.later[row])) - chances[row];
            gram.add(0, size - 1, weight);
            gram.add(size - 1, size - 1, weight);
            for (at, _) in chosen.iter().enumerate().filter(|(_, one)| has(rows, row, **one)) {
                gram.add(at + 1, size - 1, weight);
            }
        }
        (gram, score, n)
    };
    let mut base = Matrix::zero(size, size);
    for (row, chance) in chances.iter().enumerate() {
        let weight = chance * (1.0 - chance);
        let line: Vec<f64> = std::iter::once(1.0)
            .chain(chosen.iter().map(|value| f64::from(u8::from(has(rows, row, *value)))))
            .collect();
        for one in 0..size - 1 {
            for two in one..size - 1 {
                base.add(one, two, line[one] * line[two] * weight);
            }
        }
    }
    let mut found: Vec<((usize, u16), f64)> = Vec::new();
    for value in values.iter().filter(|value| !chosen.contains(value)) {
        let (mut gram, score, n) = of(*value);
        if n < LEAST_ROWS || n > rows.later.len() as f64 - LEAST_ROWS {
            continue;
        }
        for one in 0..size - 1 {
            for two in one..size - 1 {
                gram.add(one, two, base.at(one, two));
            }
        }
        gram.mirror();
        let mut right = vec![0.0; size];
        right[size - 1] = score;
        if let Some((ratio, _)) = quadratic(&gram, &right) {
            found.push((*value, ratio));
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}

/// |z| of a value's plain share.
fn plain(rows: &CauseRows, value: (usize, u16)) -> f64 {
    let mut counts = [[0.0_f64; 2]; 2];
    for row in 0..rows.later.len() {
        counts[usize::from(rows.later[row])][usize::from(has(rows, row, value))] += 1.0;
    }
    let total = |period: usize| counts[period][0] + counts[period][1];
    let share = |period: usize| counts[period][1] / total(period);
    let pooled = (counts[0][1] + counts[1][1]) / (total(0) + total(1));
    let error = (pooled * (1.0 - pooled) * (1.0 / total(0) + 1.0 / total(1))).sqrt();
    if error > 0.0 { ((share(1) - share(0)) / error).abs() } else { 0.0 }
}
