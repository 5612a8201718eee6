//! The score: the handbook's vector, missing components, contributions, sensitivity.

use super::*;

fn component(name: ComponentName, weight: f64, score: Option<f64>) -> ComponentResult {
    let input = InputResult {
        metric: name.name().to_owned(),
        value: score,
        worst: 0.0,
        best: 100.0,
        score,
        need: InputNeed::Always,
        parts: Vec::new(),
    };
    ComponentResult { name, weight, effective_weight: 0.0, score, inputs: vec![input] }
}

const SCORES: [f64; 5] = [68.571, 89.130, 55.000, 73.684, 60.000];

fn components(scores: [Option<f64>; 5]) -> Vec<ComponentResult> {
    let weights = Weighting::Default.preset().unwrap();
    let names = ComponentName::ALL.into_iter().zip(weights).zip(scores);
    names.map(|((name, weight), score)| component(name, weight, score)).collect()
}

fn quarter(back: i32, scores: [Option<f64>; 5], on_missing: OnMissing) -> CompositeQuarter {
    let quarter = "2026-Q3".parse::<Quarter>().unwrap().plus(-back);
    scored(quarter, components(scores), on_missing, 100)
}

fn all(scores: [f64; 5]) -> [Option<f64>; 5] {
    scores.map(Some)
}

/// Domain handbook, card M21.
#[test]
fn the_vector_of_the_card() {
    let found = quarter(0, all(SCORES), OnMissing::Withhold);
    assert!((found.score.unwrap() - 69.623).abs() < 5e-4, "{found:?}");
    assert!((found.score.unwrap() - 69.6228).abs() < 1e-9);
    assert!(found.is_complete);
}

#[test]
fn sub_scores_run_between_the_edges_in_either_direction() {
    assert!((sub_score(4.4, 2.0, 5.5) - 68.571_428_571_428_57).abs() < 1e-9);
    assert_eq!(sub_score(1.0, 8.0, 0.5), 100.0 * 7.0 / 7.5);
    assert_eq!((sub_score(9.0, 8.0, 0.5), sub_score(0.1, 8.0, 0.5)), (0.0, 100.0));
}

#[test]
fn presets_sum_to_a_hundred() {
    for weighting in [Weighting::Default, Weighting::MarketExpansion, Weighting::SteadyGrowth] {
        assert_eq!(weighting.preset().unwrap().iter().sum::<f64>(), 100.0, "{weighting:?}");
    }
    assert_eq!(Weighting::Own.preset(), None);
}

/// Trap 12: a composite with a missing part shown as complete.
#[test]
fn a_missing_component_withholds_the_score_or_marks_it_incomplete() {
    let mut scores = all(SCORES);
    scores[2] = None;
    let withheld = quarter(0, scores, OnMissing::Withhold);
    assert_eq!((withheld.score, withheld.is_complete), (None, false));
    assert!(withheld.components.iter().all(|one| one.effective_weight == 0.0));
    let found = quarter(0, scores, OnMissing::Reweight);
    let expected = (0.4 * 68.571 + 0.2 * 89.13 + 0.1 * 73.684 + 0.1 * 60.0) / 0.8;
    assert!((found.score.unwrap() - expected).abs() < 1e-9 && !found.is_complete);
    let weights: Vec<f64> = found.components.iter().map(|one| one.effective_weight).collect();
    assert_eq!(weights, [50.0, 25.0, 0.0, 12.5, 12.5]);
    let complete = quarter(1, all(SCORES), OnMissing::Reweight);
    assert_eq!(change(&found, Some(&complete)), Err(NoChange::OtherInputs), "never beside a complete quarter");
    assert_eq!(change(&withheld, Some(&complete)), Err(NoChange::NoScore));
    assert!(change(&found, Some(&quarter(1, scores, OnMissing::Reweight))).is_ok());
}

#[test]
fn an_optional_metric_that_comes_or_goes_bars_the_comparison() {
    let (mut now, base) = (quarter(0, all(SCORES), OnMissing::Withhold), quarter(1, all(SCORES), OnMissing::Withhold));
    assert!(change(&now, Some(&base)).is_ok());
    now.components[2].inputs[0].parts = vec!["needs_met".to_owned()];
    assert_eq!(change(&now, Some(&base)), Err(NoChange::OtherInputs));
}

#[test]
fn contributions_sum_to_the_change() {
    let now = quarter(0, all(SCORES), OnMissing::Withhold);
    let base = quarter(1, all([70.0, 80.0, 55.0, 70.0, 66.0]), OnMissing::Withhold);
    let found = change(&now, Some(&base)).unwrap();
    let sum: f64 = found.contributions.iter().map(|(_, points)| points).sum();
    assert!((sum - found.total).abs() < 1e-9 && (found.total - (69.6228 - 68.6)).abs() < 1e-9, "{found:?}");
    let first = found.contributions[1];
    assert_eq!(first.0, ComponentName::Speed);
    assert!((first.1 - 0.2 * 9.13).abs() < 1e-9);
}

/// NumPy 2.4.6 `average` with the weights so shifted.
#[test]
fn each_weight_shifted_by_five_points() {
    let now = quarter(0, all(SCORES), OnMissing::Withhold);
    let shifts = sensitivity::shifts(&now.components);
    for (shift, (lower, higher)) in shifts.iter().zip(SHIFTED) {
        assert!((shift.lower - lower).abs() < 1e-9 && (shift.higher - higher).abs() < 1e-9, "{shift:?}");
    }
}

const SHIFTED: [(f64, f64); 5] = [
    (69.71045, 69.53514999999999),
    (68.4036, 70.84200000000001),
    (70.53672499999999, 68.708875),
    (69.39717777777777, 69.84842222222223),
    (70.1574, 69.0882),
];

#[test]
fn contributions_of_a_reweighted_score_carry_the_weights_that_it_has() {
    let (mut now, mut base) = (all(SCORES), all([70.0, 80.0, 55.0, 70.0, 66.0]));
    (now[2], base[2]) = (None, None);
    let (now, base) = (quarter(0, now, OnMissing::Reweight), quarter(1, base, OnMissing::Reweight));
    let found = change(&now, Some(&base)).unwrap();
    assert!((found.contributions[1].1 - 0.25 * 9.13).abs() < 1e-9, "20 of the 80 that are there: {found:?}");
    let sum: f64 = found.contributions.iter().map(|(_, points)| points).sum();
    assert!((sum - found.total).abs() < 1e-9, "{found:?}");
}

/// Weights drawn around 40/20/20/10/10: a change of one sign everywhere never turns, one that hangs on
/// the weights does, and a target far away is missed by every draw.
#[test]
fn random_weights_turn_only_what_hangs_on_them() {
    let now = quarter(0, all(SCORES), OnMissing::Withhold);
    let shares = |scores: [f64; 5], target: f64| {
        let base = quarter(1, all(scores), OnMissing::Withhold);
        let found = sensitivity::random(&now, now.score.unwrap(), (Some(&base), Some(target), 7));
        (found.direction_changes.unwrap(), found.target_changes.unwrap())
    };
    assert_eq!(shares(SCORES.map(|score| score - 1.0), 95.0), (0.0, 0.0));
    assert_eq!(shares(SCORES.map(|score| score + 1.0), 5.0), (0.0, 0.0));
    let mut other = SCORES;
    (other[0], other[1]) = (SCORES[0] - 10.0, SCORES[1] + 19.0);
    let (direction, target) = shares(other, 69.2);
    assert!((0.3..0.5).contains(&direction) && (0.3..0.5).contains(&target), "{direction} {target}");
}

/// The presets as products by hand, equal weights as the mean, entropy as numpy gives it.
#[test]
fn other_weights_are_set_beside_those_used() {
    let rows = [
        [78.0, 91.0, 71.0, 56.0, 80.0],
        [80.0, 90.0, 75.0, 50.0, 82.0],
        [77.0, 93.0, 60.0, 52.0, 81.0],
        [79.0, 92.0, 77.0, 64.0, 80.0],
    ];
    let quarters: Vec<CompositeQuarter> =
        (0..4).map(|at| quarter(3 - i32::try_from(at).unwrap(), all(rows[at]), OnMissing::Withhold)).collect();
    let found = sensitivity::others(Weighting::Default, &quarters, quarters.get(2));
    let names: Vec<OtherWeighting> = found.iter().map(|one| one.weighting).collect();
    use OtherWeighting::{Entropy, Equal, MarketExpansion, SteadyGrowth};
    assert_eq!(names, [MarketExpansion, SteadyGrowth, Equal, Entropy]);
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    near(found[0].score, 0.45 * 79.0 + 0.25 * 92.0 + 0.15 * 77.0 + 0.10 * 64.0 + 0.05 * 80.0);
    near(found[2].score, (79.0 + 92.0 + 77.0 + 64.0 + 80.0) / 5.0);
    near(found[2].change.unwrap(), (79.0 + 92.0 + 77.0 + 64.0 + 80.0 - 77.0 - 93.0 - 60.0 - 52.0 - 81.0) / 5.0);
    near(found[3].weights.iter().map(|(_, weight)| weight).sum(), 100.0);
    assert!(found[3].weights[3].1 > 40.0, "what differs most weighs most: {:?}", found[3]);
    // With three quarters there is no entropy, with a missing component nothing to compare.
    assert_eq!(sensitivity::others(Weighting::Own, &quarters[1..], None).len(), 4);
    let mut scores = all(rows[3]);
    scores[1] = None;
    let missing = [quarter(0, scores, OnMissing::Reweight)];
    assert_eq!(sensitivity::others(Weighting::Own, &missing, None), []);
}
