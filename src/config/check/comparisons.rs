//! Weights of the composite score from comparisons in pairs.

use super::Checker;
use crate::config::file;
use crate::config::quality::ComponentName;
use crate::config::tree::Mark;
use crate::config::written::Written;
use crate::statistics::{PairwiseWeights, pairwise_weights};

/// The consistency ratio above which judgements contradict each other too much (Saaty 1980).
const MOST_INCONSISTENT: f64 = 0.1;
/// The widest judgement.
const WIDEST: f64 = 9.0;

impl Checker<'_> {
    /// Weights in percent in the order of [`ComponentName::ALL`], with their consistency ratio; components in no
    /// comparison weigh nothing.
    pub(super) fn compared(&mut self, written: &[Written<file::Comparison>], mark: Mark) -> Option<([f64; 6], f64)> {
        let judged: Vec<(usize, usize, f64, Mark)> =
            written.iter().filter_map(Written::placed).filter_map(|(one, mark)| self.judgement(one, mark)).collect();
        if judged.len() < written.len() {
            return None;
        }
        let mut named: Vec<usize> = judged.iter().flat_map(|one| [one.0, one.1]).collect();
        named.sort_unstable();
        named.dedup();
        let place = |component: usize| named.iter().position(|one| *one == component).unwrap_or_default();
        let mut matrix = vec![vec![f64::NAN; named.len()]; named.len()];
        for (at, row) in matrix.iter_mut().enumerate() {
            row[at] = 1.0;
        }
        for (more, than, by, at) in &judged {
            let (row, column) = (place(*more), place(*than));
            if !matrix[row][column].is_nan() {
                let message = format!("`{}` and `{}` are compared twice", name(*more), name(*than));
                self.error_with_hint("comparisons", *at, message, "compare every pair once");
                return None;
            }
            (matrix[row][column], matrix[column][row]) = (*by, 1.0 / *by);
        }
        let pairs = (0..named.len()).flat_map(|row| (row + 1..named.len()).map(move |column| (row, column)));
        let missing: Vec<String> = pairs
            .filter(|(row, column)| matrix[*row][*column].is_nan())
            .map(|(row, column)| format!("`{}` with `{}`", name(named[row]), name(named[column])))
            .collect();
        if !missing.is_empty() {
            let message = format!("not compared: {}", missing.join(", "));
            self.error_with_hint("comparisons", mark, message, "compare every pair of components once");
            return None;
        }
        let found = pairwise_weights(&matrix)?;
        if found.consistency_ratio > MOST_INCONSISTENT {
            self.contradiction(&found, (&named, &matrix), mark);
            return None;
        }
        let mut weights = [0.0; 6];
        for (component, weight) in named.iter().zip(&found.weights) {
            weights[*component] = 100.0 * weight;
        }
        Some((weights, found.consistency_ratio))
    }

    /// The judgement that fits the others least, and what they say of it.
    fn contradiction(&mut self, found: &PairwiseWeights, (named, matrix): (&[usize], &[Vec<f64>]), mark: Mark) {
        let ratio = (100.0 * found.consistency_ratio).round() / 100.0;
        let message = format!("the comparisons contradict each other: consistency ratio {ratio}, above 0.1");
        let Some((row, column, weights)) = found.worst else { return self.error("comparisons", mark, message) };
        let judged = matrix[row][column];
        let (more, than) = if judged >= 1.0 { (row, column) } else { (column, row) };
        let upright = |ratio: f64| if judged >= 1.0 { ratio } else { 1.0 / ratio };
        let rounded = |value: f64| (10.0 * value).round() / 10.0;
        let hint = format!(
            "think over `{}` more than `{}` by {}: all of them together say {}",
            name(named[more]),
            name(named[than]),
            rounded(upright(judged)),
            rounded(upright(weights))
        );
        self.error_with_hint("comparisons", mark, message, &hint);
    }

    fn judgement(&mut self, one: &file::Comparison, mark: Mark) -> Option<(usize, usize, f64, Mark)> {
        let names = ComponentName::ALL.map(ComponentName::name);
        let mut side = |key: &str, written: &Written<String>| {
            let Some((text, at)) = written.placed() else {
                if written.is_absent() {
                    self.error("missing-key", mark, format!("this comparison has no `{key}`"));
                }
                return None;
            };
            let found = names.iter().position(|name| name == text);
            if found.is_none() {
                self.unknown_name("unknown-value", at, ("component", text), &names);
            }
            found
        };
        let (more, than) = (side("more", &one.more), side("than", &one.than));
        let Some((by, at)) = one.by.placed() else {
            if one.by.is_absent() {
                self.error("missing-key", mark, "this comparison has no `by`".to_owned());
            }
            return None;
        };
        if !(1.0..=WIDEST).contains(by) {
            let hint = "1 is as much, 3 rather more, 5 much more, 9 as much more as can be; turn `more` and `than` \
                        round for less";
            self.error_with_hint("out-of-range", at, format!("`by` is {by}, not from 1 to 9"), hint);
            return None;
        }
        let (more, than) = (more?, than?);
        if more == than {
            self.error("comparisons", mark, format!("`{}` is compared with itself", name(more)));
            return None;
        }
        Some((more, than, *by, mark))
    }
}

fn name(component: usize) -> &'static str {
    ComponentName::ALL[component].name()
}
