//! The customer journey (M30): satisfaction by stage, and whether peak and end explain the overall
//! rating better than the plain mean of the stages.
//!
//! Stages and their order come from the configuration. Peak and end need ratings of several stages by
//! the same respondents; without them only the line with n is given. That people remember peak and
//! end is a hypothesis, tested here on the client's own data.

use super::super::measurement::{Interval, IntervalMethod, Measurement};
use super::ratings::{Rating, Respondent, ratings, respondents};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::config::JourneyStage;
use crate::domain::Segment;
use crate::facts;
use crate::statistics::{Moments, Resampling, adjusted, bootstrap_percentile, explained, student_t};
use std::collections::BTreeMap;

/// The surveys' metric of ratings of stages.
const STAGE: &str = "stage";
/// Stages that a respondent must have rated to have a peak of their own.
const LEAST_STAGES: usize = 3;
/// Metric whose tickets are the contacts of a stage.
const CONTACTS: &str = ids::CONTACTS;

/// Satisfaction along the journey.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct JourneyStudy {
    /// Stages in their order.
    pub stages: Vec<StageRating>,
    /// Mean of all stage ratings, 0–100.
    pub mean: f64,
    /// Respondents with at least one stage.
    pub respondents: u64,
    /// Respondents with three stages or more and an overall rating.
    pub linked: u64,
    /// Peak and end against the mean; `None` below the minimum n for a verdict or without spread.
    pub peak_end: Option<PeakEnd>,
}

/// One stage.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StageRating {
    /// Value of the surveys' `stage`.
    pub stage: String,
    /// Ratings.
    pub n: u64,
    /// Mean, 0–100; `None` without ratings.
    pub mean: Option<f64>,
    /// Its interval (t).
    pub interval: Option<(f64, f64)>,
    /// Tickets of its categories in the quarter; `None` when none are configured or known.
    pub contacts: Option<u64>,
    /// Respondents whose peak it is: the stage farthest from their own mean, the later one of two.
    pub peaks: u64,
    /// The same among linked respondents whose last stage it is.
    pub ends: u64,
}

/// How well the overall rating is explained, over the same respondents.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PeakEnd {
    /// R² of the mean of the respondent's stages, percent.
    pub mean: f64,
    /// The same, corrected for one predictor.
    pub mean_adjusted: f64,
    /// R² of the respondent's peak and end, percent.
    pub peak_end: f64,
    /// The same, corrected for two predictors.
    pub peak_end_adjusted: f64,
    /// Interval of the difference of the two R² in points, peak and end less mean (bootstrap).
    pub difference: Option<(f64, f64)>,
}

/// Measures the journey in the report's quarter.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let (stages, Some(period)) = (&ground.report.voice.journey, ground.periods.last()) else {
        return Ok(Vec::new());
    };
    if stages.is_empty() {
        return Ok(Vec::new());
    }
    let outcome = &ground.report.voice.drivers.outcome;
    let ratings = ratings(ground, period, &[outcome, STAGE])?;
    let policy = &ground.report.statistics;
    let how = Resampling { draws: policy.bootstrap_draws, seed: policy.seed, level: policy.confidence };
    let Some(mut found) = found(&ratings, (outcome, stages), policy.verdict_n, how) else { return Ok(Vec::new()) };
    for (rating, stage) in found.stages.iter_mut().zip(stages) {
        rating.contacts = contacts(ground, stage);
    }
    let figures = measured(ground, &found);
    study.journey = Some(found);
    Ok(figures)
}

/// Tickets of the quarter in the categories of a stage.
fn contacts(ground: &Ground<'_>, stage: &JourneyStage) -> Option<u64> {
    let quarter = ground.periods.last()?.quarter;
    let of = |category: &String| {
        let segment = Segment::Part { dimension: "category".to_owned(), value: Some(category.clone()) };
        Some(ground.known.get(CONTACTS, &segment, quarter)?.value? as u64)
    };
    let known: Vec<u64> = stage.categories.iter().filter_map(of).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

/// `None` without any rating of a configured stage.
fn found(
    ratings: &[Rating],
    (outcome, stages): (&str, &[JourneyStage]),
    verdict_n: u64,
    how: Resampling,
) -> Option<JourneyStudy> {
    let order: BTreeMap<&str, usize> =
        stages.iter().enumerate().map(|(at, stage)| (stage.stage.as_str(), at)).collect();
    let part = |one: &Rating| one.stage.clone().filter(|stage| order.contains_key(stage.as_str()));
    let all = respondents(ratings, outcome, part);
    let rated: Vec<&Respondent> = all.values().filter(|one| !one.parts.is_empty()).collect();
    if rated.is_empty() {
        return None;
    }
    let along = |one: &Respondent| -> Vec<(usize, f64)> {
        let mut along: Vec<(usize, f64)> =
            one.parts.iter().map(|(stage, score)| (order[stage.as_str()], *score)).collect();
        along.sort_by_key(|(at, _)| *at);
        along
    };
    let linked: Vec<(f64, Vec<(usize, f64)>)> = rated
        .iter()
        .filter_map(|one| Some((one.overall?, along(one))))
        .filter(|(_, along)| along.len() >= LEAST_STAGES)
        .collect();
    let (mut peaks, mut ends) = (vec![0; stages.len()], vec![0; stages.len()]);
    for (_, along) in &linked {
        peaks[peak(along).0] += 1;
        ends[along[along.len() - 1].0] += 1;
    }
    let scores: Vec<f64> = rated.iter().flat_map(|one| one.parts.values().copied()).collect();
    let stage = |(at, stage): (usize, &JourneyStage)| {
        let own: Vec<f64> = rated.iter().filter_map(|one| one.parts.get(&stage.stage).copied()).collect();
        let moments = moments(&own);
        StageRating {
            stage: stage.stage.clone(),
            n: own.len() as u64,
            mean: moments.map(|moments| moments.mean),
            interval: moments.and_then(|moments| student_t(moments, how.level)).map(|ends| (ends.low, ends.high)),
            contacts: None,
            peaks: peaks[at],
            ends: ends[at],
        }
    };
    Some(JourneyStudy {
        stages: stages.iter().enumerate().map(stage).collect(),
        mean: moments(&scores)?.mean,
        respondents: rated.len() as u64,
        linked: linked.len() as u64,
        peak_end: if linked.len() as u64 >= verdict_n { compared(&linked, how) } else { None },
    })
}

/// The stage farthest from the respondent's own mean, the later one of two alike.
fn peak(along: &[(usize, f64)]) -> (usize, f64) {
    let own = along.iter().map(|(_, score)| score).sum::<f64>() / along.len() as f64;
    // A rounding error of the mean must not decide between two that are alike.
    let far = |score: f64| ((score - own).abs() * 1e9).round();
    *along.iter().max_by(|a, b| far(a.1).total_cmp(&far(b.1)).then(a.0.cmp(&b.0))).expect("some stage was rated")
}

fn compared(linked: &[(f64, Vec<(usize, f64)>)], how: Resampling) -> Option<PeakEnd> {
    let overall: Vec<f64> = linked.iter().map(|(overall, _)| *overall).collect();
    let of = |value: fn(&[(usize, f64)]) -> f64| -> Vec<f64> { linked.iter().map(|(_, along)| value(along)).collect() };
    let mean = of(|along| along.iter().map(|(_, score)| score).sum::<f64>() / along.len() as f64);
    let peak = of(|along| peak(along).1);
    let end = of(|along| along[along.len() - 1].1);
    let both =
        |counts: &[u64]| Some((explained(&overall, &[&mean], counts)?, explained(&overall, &[&peak, &end], counts)?));
    let once = vec![1; overall.len()];
    let (by_mean, by_peak) = both(&once)?;
    let difference = |counts: &[u64]| both(counts).map(|(mean, peak)| peak - mean);
    let n = overall.len() as u64;
    Some(PeakEnd {
        mean: 100.0 * by_mean,
        mean_adjusted: 100.0 * adjusted(by_mean, n, 1)?,
        peak_end: 100.0 * by_peak,
        peak_end_adjusted: 100.0 * adjusted(by_peak, n, 2)?,
        difference: bootstrap_percentile(&once, difference, how).map(|ends| (100.0 * ends.low, 100.0 * ends.high)),
    })
}

fn moments(scores: &[f64]) -> Option<Moments> {
    let mut sorted: Vec<f64> = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let distribution: Vec<(f64, u64)> = sorted.into_iter().map(|score| (score, 1)).collect();
    Moments::from_distribution(&distribution)
}

fn measured(ground: &Ground<'_>, found: &JourneyStudy) -> Vec<Measurement> {
    let Some(period) = ground.periods.last() else { return Vec::new() };
    let level = ground.report.statistics.confidence;
    let stage = |one: &StageRating| {
        let segment = Segment::Part { dimension: "stage".to_owned(), value: Some(one.stage.clone()) };
        let mut figure = ground.figure(ids::JOURNEY_STAGE_SATISFACTION, &segment, period.quarter)?;
        (figure.value, figure.n) = (one.mean, one.n);
        figure.interval =
            one.interval.map(|(low, high)| Interval { low, high, level, method: IntervalMethod::StudentT });
        Some(figure)
    };
    let mut figures: Vec<Measurement> = found.stages.iter().filter_map(stage).collect();
    let explained = found
        .peak_end
        .iter()
        .flat_map(|one| [(ids::JOURNEY_MEAN_R_SQUARED, one.mean), (ids::JOURNEY_PEAK_END_R_SQUARED, one.peak_end)]);
    figures.extend(explained.filter_map(|(id, value)| {
        let mut figure = ground.figure(id, &Segment::Total, period.quarter)?;
        (figure.value, figure.n) = (Some(value), found.linked);
        Some(figure)
    }));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling = Resampling { draws: 300, seed: 1, level: 0.95 };

    fn stages() -> Vec<JourneyStage> {
        ["buy", "use", "repair", "renew"]
            .map(|stage| JourneyStage { stage: stage.to_owned(), ..JourneyStage::default() })
            .to_vec()
    }

    fn rating(at: usize, metric: &str, stage: Option<&str>, score: f64) -> Rating {
        Rating {
            response: format!("r{at}"),
            customer: None,
            metric: metric.to_owned(),
            item: None,
            stage: stage.map(str::to_owned),
            score,
            at: 0,
        }
    }

    #[test]
    fn the_peak_is_farthest_from_the_own_mean_and_the_later_of_two() {
        assert_eq!(peak(&[(0, 80.0), (1, 75.0), (2, 20.0)]), (2, 20.0));
        assert_eq!(peak(&[(0, 40.0), (1, 60.0), (2, 50.0)]), (1, 60.0));
        assert_eq!(peak(&[(0, 100.0 / 3.0), (1, 200.0 / 3.0), (2, 50.0)]).0, 1);
    }

    #[test]
    fn peak_and_end_explain_what_was_made_from_them() {
        let mut ratings = Vec::new();
        for at in 0..120 {
            let score = |factor: usize, modulus: usize| (at * factor % modulus * 100) as f64 / modulus as f64;
            let along = [score(7, 11), score(5, 13), score(3, 17), score(2, 19)];
            let numbered: Vec<(usize, f64)> = along.iter().copied().enumerate().collect();
            ratings.push(rating(at, "overall", None, 0.6 * peak(&numbered).1 + 0.4 * along[3]));
            for (stage, score) in stages().iter().zip(along) {
                ratings.push(rating(at, "stage", Some(&stage.stage), score));
            }
        }
        let made = found(&ratings, ("overall", &stages()), 30, HOW).unwrap();
        let peak_end = made.peak_end.unwrap();
        assert!((peak_end.peak_end - 100.0).abs() < 1e-9, "{peak_end:?}");
        assert!(peak_end.difference.unwrap().0 > 0.0, "{peak_end:?}");
        assert_eq!(made.stages.iter().map(|one| one.peaks).sum::<u64>(), 120);
        assert_eq!(made.stages[3].ends, 120);
    }

    #[test]
    fn without_ratings_of_the_same_people_there_is_only_the_line() {
        let ratings: Vec<Rating> =
            (0..200).map(|at| rating(at, "stage", Some(["buy", "use"][at % 2]), 50.0 + (at % 7) as f64)).collect();
        let made = found(&ratings, ("overall", &stages()), 30, HOW).unwrap();
        assert_eq!((made.linked, made.peak_end.as_ref()), (0, None));
        assert_eq!((made.stages[0].n, made.stages[3].mean), (100, None));
    }

    /// `respondents` people who rated `stages` stages each, and the whole.
    fn linked(respondents: usize, stages_each: usize) -> JourneyStudy {
        let mut ratings = Vec::new();
        for at in 0..respondents {
            ratings.push(rating(at, "overall", None, (at * 37 % 100) as f64));
            for (place, stage) in stages().iter().take(stages_each).enumerate() {
                ratings.push(rating(at, "stage", Some(&stage.stage), (at * (7 + 4 * place) % 101) as f64));
            }
        }
        found(&ratings, ("overall", &stages()), 30, HOW).unwrap()
    }

    #[test]
    fn two_stages_have_no_peak_and_few_people_no_comparison() {
        assert_eq!((linked(40, 2).linked, linked(40, 3).linked), (0, 40));
        assert!(linked(29, 4).peak_end.is_none() && linked(30, 4).peak_end.is_some());
    }

    #[test]
    fn one_predictor_is_corrected_for_one_and_two_for_two() {
        let found = linked(30, 4).peak_end.unwrap();
        let corrected = |r_squared: f64, predictors: f64| 100.0 - (100.0 - r_squared) * 29.0 / (29.0 - predictors);
        assert!((found.mean_adjusted - corrected(found.mean, 1.0)).abs() < 1e-9, "{found:?}");
        assert!((found.peak_end_adjusted - corrected(found.peak_end, 2.0)).abs() < 1e-9, "{found:?}");
    }
}
