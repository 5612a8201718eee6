//! Drivers of satisfaction (T11): how much of the spread of an overall rating goes with each item, and
//! how each item performs. An association, never a cause.
//!
//! Shares of R² over complete respondents of the report's quarter, by Shapley values up to 12 items
//! and relative weights above; refused below 100 respondents or 15 per item. An item that fewer than
//! half of the respondents rated is left out and named.

use super::super::measurement::Measurement;
use super::ratings::{Rating, Respondent, ratings, respondents};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::config::DriverSettings;
use crate::domain::Segment;
use crate::facts;
use crate::statistics::{Answers, DriverMethod, DriverRefusal, Moments, Resampling, correlation, drivers, student_t};
use std::collections::BTreeMap;

/// Share of the respondents that must have rated an item.
const COVERED: f64 = 0.5;

/// What goes with the overall rating.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DriverStudy {
    /// The surveys' metric of the overall rating.
    pub outcome: String,
    /// Respondents with an overall rating and at least one item.
    pub respondents: u64,
    /// Respondents with all items that are kept.
    pub complete: u64,
    /// Items left out because too few rated them, with how many did.
    pub left_out: Vec<(String, u64)>,
    /// R² in percent with the method, or why there is none.
    pub explained: Explained,
    /// Items kept, in the configured order, else by name.
    pub items: Vec<DriverItem>,
}

/// R² of all items together.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// Shares could be taken.
    Shares {
        /// R², percent.
        r_squared: f64,
        /// How.
        method: DriverMethod,
    },
    /// Shares are refused.
    Refused(DriverRefusal),
}

/// One item.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DriverItem {
    /// Value of the surveys' `item`.
    pub item: String,
    /// Ratings.
    pub n: u64,
    /// Mean rating, 0–100.
    pub performance: f64,
    /// Its interval (t).
    pub performance_interval: Option<(f64, f64)>,
    /// Correlation with the overall rating over the complete respondents.
    pub correlation: Option<f64>,
    /// Part of the overall rating's variance that goes with the item, percent: the parts sum to R².
    pub importance: Option<f64>,
    /// Its bootstrap interval.
    pub importance_interval: Option<(f64, f64)>,
}

/// Finds the drivers in the report's quarter.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(period) = ground.periods.last() else { return Ok(Vec::new()) };
    let settings = &ground.report.voice.drivers;
    let ratings = ratings(ground, period, &[&settings.outcome, &settings.items])?;
    let policy = &ground.report.statistics;
    let how = Resampling { draws: policy.bootstrap_draws, seed: policy.seed, level: policy.confidence };
    let Some(found) = found(&ratings, settings, how) else { return Ok(Vec::new()) };
    let mut figures = Vec::new();
    if let Explained::Shares { r_squared, .. } = found.explained {
        figures.extend(ground.figure(ids::DRIVER_R_SQUARED, &Segment::Total, period.quarter).map(|mut figure| {
            (figure.value, figure.n) = (Some(r_squared), found.complete);
            figure.missing = found.respondents - found.complete;
            figure
        }));
    }
    study.drivers = Some(found);
    Ok(figures)
}

/// `None` without a respondent who gave both an overall rating and an item's.
fn found(ratings: &[Rating], settings: &DriverSettings, how: Resampling) -> Option<DriverStudy> {
    let wanted = |item: &String| settings.only.is_empty() || settings.only.contains(item);
    let part = |one: &Rating| one.item.clone().filter(|item| one.metric == settings.items && wanted(item));
    let all = respondents(ratings, &settings.outcome, part);
    let both: Vec<&Respondent> = all.values().filter(|one| one.overall.is_some() && !one.parts.is_empty()).collect();
    if both.is_empty() {
        return None;
    }
    let mut rated: BTreeMap<&str, u64> = BTreeMap::new();
    for item in both.iter().flat_map(|one| one.parts.keys()) {
        *rated.entry(item).or_default() += 1;
    }
    let covered = |count: u64| count as f64 >= COVERED * both.len() as f64;
    let mut kept: Vec<&str> = rated.iter().filter(|(_, count)| covered(**count)).map(|(item, _)| *item).collect();
    let place = |item: &str| settings.only.iter().position(|one| one == item);
    kept.sort_by_key(|item| place(item));
    let few = rated.iter().filter(|(_, count)| !covered(**count));
    let left_out = few.map(|(item, count)| ((*item).to_owned(), *count)).collect();
    let complete: Vec<&Respondent> =
        both.iter().copied().filter(|one| kept.iter().all(|item| one.parts.contains_key(*item))).collect();
    let mut made = DriverStudy {
        outcome: settings.outcome.clone(),
        respondents: both.len() as u64,
        complete: complete.len() as u64,
        left_out,
        explained: Explained::Refused(DriverRefusal::NoDrivers),
        items: kept.iter().map(|item| performance(item, all.values(), how.level)).collect(),
    };
    explain(&mut made, &complete, how);
    Some(made)
}

fn performance<'a>(item: &str, all: impl Iterator<Item = &'a Respondent>, level: f64) -> DriverItem {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for score in all.filter_map(|one| one.parts.get(item)) {
        *counts.entry(score.to_bits()).or_default() += 1;
    }
    // Scores are not negative, so that their bits are in their order.
    let distribution: Vec<(f64, u64)> = counts.into_iter().map(|(bits, count)| (f64::from_bits(bits), count)).collect();
    let moments = Moments::from_distribution(&distribution);
    DriverItem {
        item: item.to_owned(),
        n: moments.map_or(0, |moments| moments.n),
        performance: moments.map_or(0.0, |moments| moments.mean),
        performance_interval: moments.and_then(|moments| student_t(moments, level)).map(|at| (at.low, at.high)),
        correlation: None,
        importance: None,
        importance_interval: None,
    }
}

fn explain(made: &mut DriverStudy, complete: &[&Respondent], how: Resampling) {
    let outcome: Vec<f64> = complete.iter().filter_map(|one| one.overall).collect();
    let columns: Vec<Vec<f64>> =
        made.items.iter().map(|item| complete.iter().map(|one| one.parts[&item.item]).collect()).collect();
    let once = vec![1; outcome.len()];
    for (item, column) in made.items.iter_mut().zip(&columns) {
        item.correlation = correlation(&outcome, column, &once);
    }
    let customers = customers(complete);
    let answers = Answers { outcome: &outcome, drivers: &columns, customers: customers.as_deref() };
    match drivers(answers, how) {
        Ok(shares) => {
            made.explained = Explained::Shares { r_squared: 100.0 * shares.r_squared, method: shares.method };
            for (at, item) in made.items.iter_mut().enumerate() {
                item.importance = Some(100.0 * shares.shares[at]);
                item.importance_interval = shares.intervals[at].map(|ends| (100.0 * ends.low, 100.0 * ends.high));
            }
        }
        Err(refusal) => made.explained = Explained::Refused(refusal),
    }
}

/// A number per customer, when every respondent has one: who answered twice is resampled as one.
fn customers(complete: &[&Respondent]) -> Option<Vec<u64>> {
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    for customer in complete.iter().map(|one| one.customer.as_deref()) {
        let next = numbers.len() as u64;
        numbers.entry(customer?).or_insert(next);
    }
    complete.iter().map(|one| numbers.get(one.customer.as_deref()?).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling = Resampling { draws: 200, seed: 1, level: 0.95 };

    fn answers(respondents: usize) -> Vec<Rating> {
        let mut made = Vec::new();
        for at in 0..respondents {
            let score = |factor: usize, modulus: usize| (at * factor % modulus * 100) as f64 / (modulus - 1) as f64;
            let (solving, speed) = (score(7, 11), score(5, 9));
            let mut push = |metric: &str, item: Option<&str>, score: f64| {
                made.push(Rating {
                    response: format!("r{at}"),
                    customer: Some(format!("c{at}")),
                    metric: metric.to_owned(),
                    item: item.map(str::to_owned),
                    stage: None,
                    score,
                    at: 0,
                });
            };
            push("overall", None, 0.7 * solving + 0.2 * speed + score(3, 13) * 0.1);
            push("attribute", Some("solving"), solving);
            push("attribute", Some("speed"), speed);
            if at % 3 == 0 {
                push("attribute", Some("rare"), 50.0 + (at % 2) as f64);
            }
        }
        made
    }

    #[test]
    fn the_parts_sum_to_r_squared_and_rare_items_are_left_out() {
        let made = found(&answers(150), &DriverSettings::default(), HOW).unwrap();
        assert_eq!(made.left_out, [("rare".to_owned(), 50)]);
        assert_eq!((made.respondents, made.complete), (150, 150));
        let Explained::Shares { r_squared, method } = made.explained else { panic!("{made:?}") };
        assert_eq!(method, DriverMethod::Shapley);
        let sum: f64 = made.items.iter().filter_map(|item| item.importance).sum();
        assert!((sum - r_squared).abs() < 1e-9 && r_squared > 90.0, "{sum} {r_squared}");
        assert!(made.items[0].importance > made.items[1].importance);
    }

    #[test]
    fn below_a_hundred_respondents_it_is_refused() {
        let made = found(&answers(99), &DriverSettings::default(), HOW).unwrap();
        assert!(matches!(made.explained, Explained::Refused(DriverRefusal::TooFew { .. })), "{:?}", made.explained);
        assert!(made.items.iter().all(|item| item.importance.is_none() && item.performance > 0.0));
    }

    #[test]
    fn without_items_there_is_no_study() {
        let overall: Vec<Rating> = answers(120).into_iter().filter(|one| one.metric == "overall").collect();
        assert_eq!(found(&overall, &DriverSettings::default(), HOW), None);
    }
}
