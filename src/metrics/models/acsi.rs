//! An index of the ACSI type: three questions on 1 to 10 with equal weights (M09). Never called ACSI,
//! whose weights are not public.

use super::answers::{Answer, LeftOut, by_respondent, read, within};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics::{Moments, student_t};
use serde::Serialize;
use std::collections::BTreeMap;

/// The survey metric of the three questions.
const METRIC: &str = "acsi";
/// Ends of the scale of every question.
const SCALE: (f64, f64) = (1.0, 10.0);
/// Names of the questions in the data: overall satisfaction, against expectations, against the ideal.
const QUESTIONS: [[&str; 3]; 3] =
    [["1", "overall", "satisfaction"], ["2", "expectations", "expectation"], ["3", "ideal", "ideal_comparison"]];

/// The index, quarter by quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AcsiType {
    /// Quarters with answers, ascending.
    pub quarters: Vec<AcsiQuarter>,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AcsiQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Respondents who answered all three questions.
    pub n: u64,
    /// Respondents who did not.
    pub incomplete: u64,
    /// Mean of each question, 1 to 10.
    pub means: [f64; 3],
    /// ((X̄₁ − 1) + (X̄₂ − 1) + (X̄₃ − 1)) / 27 × 100.
    pub index: f64,
}

/// Finds the index and gives `acsi_type_index`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(answers) = read(ground, &[METRIC])? else { return Ok(Vec::new()) };
    let mut by_quarter: BTreeMap<Quarter, (Vec<[f64; 3]>, u64, LeftOut)> = BTreeMap::new();
    for group in by_respondent(&answers) {
        let Some(at) = group.iter().map(|answer| answer.at).max() else { continue };
        let Some(period) = ground.periods.iter().find(|period| within(at, period)) else { continue };
        let (complete, incomplete, out) = by_quarter.entry(period.quarter).or_default();
        let (counted, parts) = questions(group, out);
        match parts {
            Some(parts) => complete.push(parts),
            None if counted => *incomplete += 1,
            None => {}
        }
    }
    let mut found = AcsiType { quarters: Vec::new() };
    let mut figures = Vec::new();
    for (quarter, (complete, incomplete, out)) in &by_quarter {
        let Some(result) = index(*quarter, complete, *incomplete) else { continue };
        figures.extend(figure(ground, &result, complete, out));
        found.quarters.push(result);
    }
    study.acsi = Some(found).filter(|found| !found.quarters.is_empty());
    Ok(figures)
}

/// Whether any answer counts, and the three answers when all are there.
fn questions(group: &[Answer], out: &mut LeftOut) -> (bool, Option<[f64; 3]>) {
    let mut parts = [None; 3];
    let mut counted = false;
    for answer in group {
        if !out.admits(answer) {
            continue;
        }
        counted = true;
        let Some(value) = answer.value else { continue };
        if answer.scale.is_some_and(|scale| scale != SCALE) || !(SCALE.0..=SCALE.1).contains(&value) {
            out.count("out_of_scale");
            continue;
        }
        let name = answer.item.to_lowercase();
        match QUESTIONS.iter().position(|names| names.contains(&name.as_str())) {
            Some(at) => parts[at] = Some(value),
            None => out.count("unknown_item"),
        }
    }
    let all = parts[0].zip(parts[1]).zip(parts[2]).map(|((one, two), three)| [one, two, three]);
    (counted, all)
}

fn index(quarter: Quarter, complete: &[[f64; 3]], incomplete: u64) -> Option<AcsiQuarter> {
    let n = complete.len();
    let mean = |at: usize| complete.iter().map(|parts| parts[at]).sum::<f64>() / n as f64;
    let means = [mean(0), mean(1), mean(2)];
    (n > 0).then(|| AcsiQuarter { quarter, n: n as u64, incomplete, means, index: of(means) })
}

/// The index of three answers or three means.
fn of(parts: [f64; 3]) -> f64 {
    100.0 * parts.iter().map(|part| part - SCALE.0).sum::<f64>() / (3.0 * (SCALE.1 - SCALE.0))
}

fn figure(ground: &Ground<'_>, result: &AcsiQuarter, complete: &[[f64; 3]], out: &LeftOut) -> Option<Measurement> {
    let mut figure = ground.figure(ids::ACSI_TYPE_INDEX, &Segment::Total, result.quarter)?;
    (figure.value, figure.n, figure.missing) = (Some(result.index), result.n, result.incomplete);
    let level = ground.report.statistics.confidence;
    let mut each: Vec<(f64, u64)> = complete.iter().map(|parts| (of(*parts), 1)).collect();
    each.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bounds = Moments::from_distribution(&each).and_then(|moments| student_t(moments, level));
    figure.interval =
        bounds.map(|bounds| Interval { low: bounds.low, high: bounds.high, level, method: IntervalMethod::StudentT });
    figure.excluded = out.list();
    figure.immature = out.immature;
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_runs_from_0_to_100() {
        assert_eq!(of([1.0, 1.0, 1.0]), 0.0);
        assert_eq!(of([10.0, 10.0, 10.0]), 100.0);
        assert!((of([8.0, 7.0, 6.0]) - 66.666_666_666_666_67).abs() < 1e-12);
    }

    #[test]
    fn a_respondent_without_all_three_answers_is_incomplete() {
        let answer = |item: &str, value: f64| Answer {
            response: "r".to_owned(),
            metric: METRIC.to_owned(),
            item: item.to_owned(),
            role: None,
            value: Some(value),
            scale: Some(SCALE),
            at: 0,
            fate: super::super::answers::Fate::Counts,
        };
        let mut out = LeftOut::default();
        let full = [answer("overall", 8.0), answer("2", 7.0), answer("Ideal", 6.0)];
        assert_eq!(questions(&full, &mut out), (true, Some([8.0, 7.0, 6.0])));
        assert_eq!(questions(&full[..2], &mut out), (true, None));
        let wrong = [full[0].clone(), full[1].clone(), answer("ideal", 11.0), answer("price", 5.0)];
        assert_eq!(questions(&wrong, &mut out), (true, None));
        assert_eq!(out.list(), [("out_of_scale".to_owned(), 1), ("unknown_item".to_owned(), 1)]);
    }

    #[test]
    fn nothing_is_computed_from_nobody() {
        let quarter = "2026-Q3".parse().unwrap();
        assert_eq!(index(quarter, &[], 3), None);
        let found = index(quarter, &[[8.0, 7.0, 6.0], [10.0, 9.0, 8.0]], 3).unwrap();
        assert_eq!((found.n, found.incomplete, found.means), (2, 3, [9.0, 8.0, 7.0]));
        assert!((found.index - 700.0 / 9.0).abs() < 1e-12, "{found:?}");
    }
}
