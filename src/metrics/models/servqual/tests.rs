//! Gaps, weights and α against NumPy and SciPy, with reversed items and missing answers.

use super::*;
use crate::domain::Zone;
use crate::statistics::Resampling;

const HOW: Resampling = Resampling { draws: 4_000, seed: 20_260_101, level: 0.95 };

/// Answers of 24 respondents by a fixed formula; the same in the Python that made the figures below.
fn people() -> Vec<Respondent> {
    let one = |who: usize| {
        let mut found = Respondent::default();
        for item in 0..ITEMS {
            let level = (who * 7 + who / 3) % 4;
            let expectation = 7 - (item * 3 + who) % 3;
            let perception = 2 + level + (who * 5 + item * 11) % 3 - usize::from(item % 5 == 4);
            found.expectation[item] = Some(expectation as f64);
            found.perception[item] = Some(perception as f64);
        }
        found
    };
    let mut people: Vec<Respondent> = (0..24).map(one).collect();
    people[3].expectation[0] = None;
    people[9].perception[12] = None;
    people
}

fn scored(weights: Option<[f64; 5]>) -> ServqualQuarter {
    let weights = weights.map(|points| DimensionWeights { points, respondents: None, unusable: 0 });
    score::quarter("2026-Q3".parse().unwrap(), &people(), weights, HOW)
}

/// NumPy 2.4.6 `mean`, `var(ddof=1)`; SciPy 1.17.1 `stats.bootstrap` (BCa, 20,000 draws).
#[test]
fn gaps_alpha_and_intervals() {
    let found = scored(Some([11.0, 32.0, 22.0, 19.0, 16.0]));
    assert_eq!(found.form, Form::Gap);
    for (one, (n, expectation, perception, gap, alpha, low, high)) in found.dimensions.iter().zip(EXPECTED) {
        assert_eq!((one.n, one.incomplete), (n, 24 - n), "{one:?}");
        assert!((one.expectation.unwrap() - expectation).abs() < 1e-12, "{one:?}");
        assert!((one.perception.unwrap() - perception).abs() < 1e-12, "{one:?}");
        assert!((one.alpha.unwrap() - alpha).abs() < 1e-12, "{one:?}");
        let score = one.score.unwrap();
        let interval = score.interval.unwrap();
        assert!((score.value - gap).abs() < 1e-12, "{one:?}");
        assert!((interval.low - low).abs() < 0.04 && (interval.high - high).abs() < 0.04, "{one:?}");
    }
    let (overall, weighted) = (found.overall.unwrap(), found.weighted.unwrap());
    assert!(
        (overall.value - OVERALL).abs() < 1e-12 && (weighted.value - WEIGHTED).abs() < 1e-12,
        "{overall:?} {weighted:?}"
    );
    let interval = weighted.interval.unwrap();
    assert!(interval.low < weighted.value && weighted.value < interval.high);
    assert_eq!(scored(None).weighted, None, "no weights are preset");
}

#[test]
fn perceptions_alone_are_servperf() {
    let mut people = people();
    people.iter_mut().for_each(|one| one.expectation = [None; ITEMS]);
    let found = score::quarter("2026-Q3".parse().unwrap(), &people, None, HOW);
    assert_eq!(found.form, Form::Performance);
    assert_eq!(found.dimensions[0].expectation, None);
    assert!((found.dimensions[0].score.unwrap().value - found.dimensions[0].perception.unwrap()).abs() < 1e-12);
}

fn answer(metric: &str, item: &str, role: Option<&str>, value: f64) -> Answer {
    Answer {
        response: "r".to_owned(),
        metric: metric.to_owned(),
        item: item.to_owned(),
        role: role.map(str::to_owned),
        value: Some(value),
        scale: Some(SCALE),
        at: 1,
        fate: super::super::answers::Fate::Counts,
    }
}

#[test]
fn items_are_reversed_before_scoring_and_named_by_the_client() {
    let settings = ServqualSettings {
        weights: None,
        reversed: vec![10],
        items: vec![("prompt".to_owned(), 10), ("modern".to_owned(), 1)],
    };
    let group = [
        answer(METRIC, "prompt", Some("P"), 2.0),
        answer(METRIC, "modern", Some("perception"), 2.0),
        answer(METRIC, "10", Some("E"), 7.0),
        answer(METRIC, "23", Some("P"), 4.0),
        answer(METRIC, "2", Some("X"), 4.0),
        answer(METRIC, "3", Some("P"), 8.0),
    ];
    let mut out = LeftOut::default();
    let found = respondent(&group, &settings, true, &mut out).unwrap();
    assert_eq!((found.perception[9], found.expectation[9], found.perception[0]), (Some(6.0), Some(1.0), Some(2.0)));
    let reasons: Vec<String> = out.list().into_iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    assert_eq!(reasons, ["out_of_scale 1", "unknown_item 1", "unknown_role 1"]);
}

#[test]
fn a_hundred_points_must_be_spent() {
    let spend = |points: [f64; 5]| {
        let group: Vec<Answer> =
            Dimension::ALL.iter().zip(points).map(|(one, value)| answer(WEIGHT, one.name(), None, value)).collect();
        hundred_points(&group)
    };
    assert!(matches!(spend([20.0, 30.0, 20.0, 15.0, 15.0]), Points::Spent(_)));
    assert!(matches!(spend([20.0, 30.0, 20.0, 15.0, 10.0]), Points::Unusable));
    assert!(matches!(hundred_points(&[answer(WEIGHT, "reliability", None, 100.0)]), Points::Unusable));
    assert!(matches!(hundred_points(&[answer(METRIC, "1", None, 5.0)]), Points::None));
    let asked = (vec![[20.0, 30.0, 20.0, 15.0, 15.0], [10.0, 40.0, 20.0, 15.0, 15.0]], 3);
    let found = weights(&ServqualSettings::default(), Some(&asked)).unwrap();
    assert_eq!((found.points, found.respondents, found.unusable), ([15.0, 35.0, 20.0, 15.0, 15.0], Some(2), 3));
}

const EXPECTED: [(u64, f64, f64, f64, f64, f64, f64); 5] = [
    (
        23,
        5.956521739130435,
        4.315217391304348,
        -1.641304347826087,
        0.9118002416431734,
        -2.3043478260869565,
        -1.0434782608695652,
    ),
    (24, 6.0, 4.133333333333334, -1.8666666666666665, 0.902964959568733, -2.4, -1.366666666666667),
    (
        23,
        5.956521739130435,
        4.065217391304348,
        -1.891304347826087,
        0.9118002416431734,
        -2.5485209678111462,
        -1.2934782608695652,
    ),
    (24, 6.0, 4.083333333333333, -1.9166666666666667, 0.8695652173913043, -2.4479166666666665, -1.4270833333333333),
    (24, 6.0, 4.133333333333334, -1.8666666666666665, 0.9266802443991853, -2.483333333333334, -1.3),
];
const OVERALL: f64 = -1.836521739130435;
const WEIGHTED: f64 = -1.8567971014492752;

#[test]
fn points_are_a_hundred_and_nothing_near_it() {
    let spend = |last: f64| {
        let values = [20.0, 30.0, 20.0, 15.0, last];
        let group: Vec<Answer> =
            Dimension::ALL.iter().zip(values).map(|(one, value)| answer(WEIGHT, one.name(), None, value)).collect();
        matches!(hundred_points(&group), Points::Spent(_))
    };
    assert!(spend(15.0) && !spend(14.0) && !spend(16.0) && !spend(-15.0));
}

#[test]
fn without_a_role_an_answer_is_a_perception_only_where_nobody_has_one() {
    let group = [answer(METRIC, "1", None, 5.0)];
    let mut out = LeftOut::default();
    let alone = respondent(&group, &ServqualSettings::default(), false, &mut out).unwrap();
    assert_eq!((alone.perception[0], out.list()), (Some(5.0), Vec::new()));
    assert!(respondent(&group, &ServqualSettings::default(), true, &mut out).is_none());
    assert_eq!(out.list(), [("unknown_role".to_owned(), 1)]);
}

#[test]
fn a_respondent_belongs_to_the_quarter_of_the_last_answer() {
    let calendar = crate::domain::FiscalCalendar::default();
    let periods = ["2026-Q2", "2026-Q3"].map(|quarter| calendar.period(quarter.parse().unwrap(), Zone::utc()));
    let mut group = [answer(METRIC, "1", None, 5.0), answer(METRIC, "2", None, 5.0)];
    (group[0].at, group[1].at) = (periods[1].start.0, periods[0].start.0);
    assert_eq!(period_of(&group, &periods).unwrap().quarter, periods[1].quarter);
}
