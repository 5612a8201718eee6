//! Findings from hand-made figures: the planted stories are told, the traps are not fallen into.

use super::*;
use crate::domain::{Direction, Segment};
use crate::metrics::measurement::Measurements;
use crate::report::scenario::{self, part, quarter, share};
use crate::statistics::newcombe;

fn told(scenario: &scenario::Scenario) -> Vec<Finding> {
    scenario.with_scene(findings)
}

#[test]
fn the_planted_stories_are_told_in_order_of_weight() {
    let found = told(&scenario::rich());
    assert!((3..=5).contains(&found.len()), "{}", found.len());
    assert!(found.windows(2).all(|pair| pair[0].weight >= pair[1].weight || pair[1].judgement == Judgement::Good));
    let of = |metric: &str| found.iter().find(|one| one.metric == metric).unwrap();
    let Signal::MixEffect(mix) = &of("resolution_rate_within_target").signal else { panic!("no mix effect") };
    assert!(mix.whole.change < 0.0 && mix.whole.rate > 0.0);
    assert!((mix.whole.rate + mix.whole.mix - mix.whole.change).abs() < 1e-9);
    let Signal::Decline { values, chance, .. } = &of("csat_top2").signal else { panic!("no decline") };
    assert_eq!(values.len(), 4);
    assert!((chance - 1.0 / 24.0).abs() < 1e-12);
    let Signal::Complaints(spike) = &of("complaint_rate").signal else { panic!("no spike") };
    assert_eq!(spike.concentration.as_ref().unwrap().part, "光猫 X1");
    assert!(spike.interval.0 > 1.0);
    assert!(found.iter().any(|one| one.judgement == Judgement::Good));
}

#[test]
fn nps_plus_four_with_a_hundred_answers_is_no_difference() {
    let scenario = scenario::rich();
    scenario.with_scene(|scene| {
        let definition = scene.definition("nps").unwrap();
        let change = scene.year_on_year(definition).unwrap();
        assert!((change.difference - 4.0).abs() < 1e-9);
        assert_eq!(change.significance, Significance::NotSignificant);
        assert_eq!(scene.standing(definition), Standing::Unclear);
    });
    assert!(told(&scenario).iter().all(|one| one.metric != "nps"));
}

#[test]
fn nothing_rests_on_fewer_than_thirty() {
    let scenario = scenario::small();
    assert!(told(&scenario).iter().all(|one| one.metric != "first_contact_resolution"));
    scenario.with_scene(|scene| {
        let definition = scene.definition("first_contact_resolution").unwrap();
        assert_eq!(scene.standing(definition), Standing::NoVerdict(NoVerdict::SmallBase));
        let (parts, tests) = part_verdicts(scene, definition, "team");
        assert_eq!((parts[0].better, tests), (None, 0), "a team of 12 tickets gets no verdict");
        let reopened = scene.definition("reopen_rate").unwrap();
        assert_eq!(scene.year_on_year(reopened), Err(NoVerdict::NoData), "suppressed figures are not compared");
        assert_eq!(scene.missing_quarters(), vec![quarter(3)]);
    });
}

#[test]
fn the_interval_of_a_difference_of_shares_is_newcombes() {
    let (now, before) = (
        share("csat_top2", Segment::Total, quarter(0), (170, 200)),
        share("csat_top2", Segment::Total, quarter(4), (150, 200)),
    );
    let (low, high) = movement_interval(&now, &before).unwrap();
    let wanted = newcombe((170, 200), (150, 200), 0.95).unwrap().scaled(100.0);
    assert!((low - wanted.low).abs() < 1e-9 && (high - wanted.high).abs() < 1e-9);
    assert!((low - 2.153).abs() < 5e-4 && (high - 17.731).abs() < 5e-4, "{low} {high}");
}

#[test]
fn the_interval_of_a_difference_of_nps_joins_both_standard_errors() {
    let (now, before) = (scenario::nps(quarter(0), (50, 30, 20)), scenario::nps(quarter(4), (46, 34, 20)));
    let (low, high) = movement_interval(&now, &before).unwrap();
    let half =
        1.959_964 * (7.810_f64.powi(2) + (100.0 * ((0.66 - 0.26_f64.powi(2)) / 100.0_f64).sqrt()).powi(2)).sqrt();
    assert!((high - low - 2.0 * half).abs() < 0.01, "{low} {high} {half}");
}

#[test]
fn the_handbooks_mix_example_is_taken_apart() {
    let mut scenario = scenario::small();
    let mut made = Vec::new();
    for (back, parts) in [(4, [(540, 600), (240, 300), (60, 100)]), (0, [(364, 400), (246, 300), (189, 300)])] {
        for (name, fraction) in ["phone", "chat", "email"].into_iter().zip(parts) {
            made.push(share("first_contact_resolution", part("channel", name), quarter(back), fraction));
        }
        let total = parts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        made.push(share("first_contact_resolution", Segment::Total, quarter(back), total));
    }
    scenario.measurements = Measurements::new(made);
    scenario.with_scene(|scene| {
        let definition = scene.definition("first_contact_resolution").unwrap();
        let mix = decompose(scene, definition, "channel", quarter(4)).unwrap();
        let near = |value: f64, wanted: f64| (value - wanted).abs() < 1e-9;
        assert!(near(mix.whole.change, -4.1) && near(mix.whole.rate, 1.7) && near(mix.whole.mix, -5.8), "{mix:?}");
        let told = findings(scene);
        assert!(matches!(told[0].signal, Signal::MixEffect(_)));
    });
}

#[test]
fn standings_follow_interval_and_direction() {
    let scenario = scenario::rich();
    scenario.with_scene(|scene| {
        let definition = scene.definition("csat_top2").unwrap();
        let judge = |hits: u64, value: f64, better: Direction| {
            let now = share("csat_top2", Segment::Total, quarter(0), (hits, 1000));
            let target = crate::config::Target {
                metric: "csat_top2".to_owned(),
                valid_from: scene.period().first_day,
                value,
                upper: None,
            };
            let definition = crate::metrics::definition::Definition { better, ..definition.clone() };
            standing(&now, &definition, Some(&target), scene.policy)
        };
        assert_eq!(judge(900, 85.0, Direction::Higher), Standing::Met);
        assert_eq!(judge(900, 91.0, Direction::Higher), Standing::Unclear);
        assert_eq!(judge(900, 95.0, Direction::Higher), Standing::Missed);
        assert_eq!(judge(900, 95.0, Direction::Lower), Standing::Met);
        assert_eq!(judge(900, 85.0, Direction::Lower), Standing::Missed);
    });
}

#[test]
fn a_part_that_always_had_most_events_is_no_place_where_a_rise_concentrates() {
    let scenario = scenario::rich();
    scenario.with_scene(|scene| {
        // 28 of 34 complaints then and 54 of 62 now: 93 % of the increase, but no larger share than before.
        assert!(!super::complaint::outgrew(scene, (28, 54), (34, 62)));
        assert!(super::complaint::outgrew(scene, (8, 40), (34, 62)));
        assert!(!super::complaint::outgrew(scene, (0, 4), (0, 62)), "without earlier events nothing outgrows");
    });
}
