//! Recommendations from hand-made figures.

use super::*;
use crate::config::{EffectBasis, built_in_rules};
use crate::domain::Segment;
use crate::metrics::measurement::Measurements;
use crate::report::scenario::{self, Scenario, part, quarter, share};

fn advised<T>(scenario: &Scenario, ask: impl Fn(&[Recommendation], &Scene) -> T) -> T {
    let rules = built_in_rules();
    scenario.with_scene(|scene| ask(&recommendations(scene, &rules, Searched::default()), scene))
}

#[test]
fn the_planted_stories_are_advised_on_and_ranked_by_the_surer_end() {
    advised(&scenario::rich(), |found, _| {
        assert!((LEAST..=MOST).contains(&found.len()), "{}", found.len());
        let ids: Vec<&str> = found.iter().map(|one| one.rule.id.as_str()).collect();
        for wanted in ["complaint_root_cause", "capacity_to_mix", "close_the_loop"] {
            assert!(ids.contains(&wanted), "{wanted}: {ids:?}");
        }
        let surer_end = |one: &Recommendation| match &one.effect {
            Effect::Quantified(expected) => expected.removed_range.0,
            Effect::NotQuantified(_) => f64::NEG_INFINITY,
        };
        let ends: Vec<(Certainty, f64)> = found.iter().map(|one| (one.certainty(), surer_end(one))).collect();
        assert!(ends.windows(2).all(|pair| pair[0] >= pair[1]) && ends[0] > ends[1], "{ids:?} {ends:?}");
        let root = found.iter().find(|one| one.rule.id == "complaint_root_cause").unwrap();
        let Effect::Quantified(expected) = &root.effect else { panic!("{root:?}") };
        assert_eq!(expected.basis, EffectBasis::BeforeRise);
        assert!(expected.change < 0.0 && expected.range.0 < expected.change && expected.change < expected.range.1);
        assert!(expected.range.1 < 0.0, "the ratio's interval leaves 1 out");
    });
}

#[test]
fn nothing_rests_on_fewer_than_thirty() {
    advised(&scenario::small(), |found, scene| {
        for one in found {
            for evidence in &one.evidence {
                if matches!(evidence, Evidence::Absent { .. }) {
                    continue;
                }
                let definition = scene.definition(one.metric).unwrap();
                assert!(scene.judged(definition), "{one:?}");
            }
        }
        assert!(found.iter().all(|one| one.metric != "first_contact_resolution"));
    });
}

/// 170 of 200 and 75 of 100 together are 245 of 300 = 81.67 %; a target of 90 leaves 8.33 points.
/// Wilson's interval of 245/300 is 76.90–85.64 (statsmodels 0.15.0, proportion_confint).
#[test]
fn the_gap_to_the_target_carries_the_interval_of_today() {
    let mut scenario = scenario::rich();
    let made = vec![share("csat_top2", Segment::Total, quarter(0), (245, 300))];
    scenario.measurements = Measurements::new(made);
    scenario.config.targets.retain(|one| one.metric != "csat_top2");
    scenario.config.targets.push(crate::config::Target {
        metric: "csat_top2".to_owned(),
        valid_from: chrono::NaiveDate::MIN,
        value: 90.0,
        upper: None,
    });
    advised(&scenario, |found, _| {
        let one = found.iter().find(|one| one.metric == "csat_top2" && !one.rule.reserve).unwrap();
        let Effect::Quantified(expected) = &one.effect else { panic!("{one:?}") };
        assert!((expected.change - 8.333_333).abs() < 1e-5);
        assert!((expected.range.0 - (90.0 - 85.635_47)).abs() < 1e-3, "{:?}", expected.range);
        assert!((expected.range.1 - (90.0 - 76.897_14)).abs() < 1e-3, "{:?}", expected.range);
        assert!((expected.removed - 8.333_333 / 18.333_333).abs() < 1e-6, "of what is missing to 100");
    });
}

/// Halving the cost per contact (complete accounts, no interval) would remove more than lifting satisfaction
/// surely does; it stands behind all the same, and what is not quantified behind both.
#[test]
fn an_effect_without_an_interval_never_stands_before_a_sure_one() {
    let mut scenario = scenario::rich();
    let made = vec![
        share("csat_top2", Segment::Total, quarter(0), (245, 300)),
        scenario::amount("cost_per_contact", quarter(0), (100.0, 300)),
    ];
    scenario.measurements = Measurements::new(made);
    let target = |metric: &str, value: f64| crate::config::Target {
        metric: metric.to_owned(),
        valid_from: chrono::NaiveDate::MIN,
        value,
        upper: None,
    };
    scenario.config.targets = vec![target("csat_top2", 90.0), target("cost_per_contact", 50.0)];
    advised(&scenario, |found, _| {
        let of = |metric: &str| found.iter().find(|one| one.metric == metric && !one.rule.reserve).unwrap();
        let (sure, unsure) = (of("csat_top2"), of("cost_per_contact"));
        assert!(unsure.sure() > sure.sure(), "the point of the test");
        assert_eq!((sure.certainty(), unsure.certainty()), (Certainty::Sure, Certainty::Unsure));
        let at = |wanted: &Recommendation| found.iter().position(|one| one.rule.id == wanted.rule.id).unwrap();
        assert!(at(sure) < at(unsure));
        let order: Vec<Certainty> =
            found.iter().filter(|one| !one.rule.reserve).map(Recommendation::certainty).collect();
        assert!(order.windows(2).all(|pair| pair[0] >= pair[1]), "{order:?}");
    });
}

/// Phone 100 of 200, the others 380 of 400: 50 % against 95 %, a third of all. Coming up to the
/// rest brings 45 × 1/3 = 15 points; Newcombe's interval of the difference is 37.66–52.08
/// (statsmodels 0.15.0, confint_proportions_2indep, method "newcomb").
#[test]
fn the_worst_part_brings_its_share_of_the_gap() {
    let mut scenario = scenario::rich();
    let made = vec![
        share("first_contact_resolution", Segment::Total, quarter(0), (480, 600)),
        share("first_contact_resolution", part("channel", "phone"), quarter(0), (100, 200)),
        share("first_contact_resolution", part("channel", "chat"), quarter(0), (190, 200)),
        share("first_contact_resolution", part("channel", "email"), quarter(0), (190, 200)),
    ];
    scenario.measurements = Measurements::new(made);
    scenario.config.targets.clear();
    advised(&scenario, |found, _| {
        let one = found.iter().find(|one| one.rule.id == "train_first_contact").unwrap();
        let [Evidence::Uneven(uneven)] = &one.evidence[..] else { panic!("{one:?}") };
        assert_eq!(uneven.part.as_deref(), Some("phone"));
        assert_eq!((uneven.value.1, uneven.rest.1), (200, 400));
        let Effect::Quantified(expected) = &one.effect else { panic!("{one:?}") };
        assert!((expected.change - 15.0).abs() < 1e-9);
        assert!((3.0 * expected.range.0 - 37.661).abs() < 0.01, "{:?}", expected.range);
        assert!((3.0 * expected.range.1 - 52.081).abs() < 0.01, "{:?}", expected.range);
    });
}

#[test]
fn a_better_quarter_within_noise_quantifies_nothing() {
    let mut scenario = scenario::rich();
    scenario.config.targets.clear();
    let rule = |rules: Vec<Rule>| rules.into_iter().find(|rule| rule.id == "close_the_loop").unwrap();
    let rule = rule(built_in_rules());
    for (hits, quantified) in [(85, false), (99, true)] {
        let made = vec![
            share("csat_top2", Segment::Total, quarter(0), (80, 100)),
            share("csat_top2", Segment::Total, quarter(5), (hits, 100)),
        ];
        scenario.measurements = Measurements::new(made);
        scenario.with_scene(|scene| {
            let definition = scene.definition("csat_top2").unwrap();
            let found = effect::of(scene, &rule, definition, &[]);
            assert_eq!(matches!(found, Effect::Quantified(_)), quantified, "{found:?}");
        });
    }
}

/// 300 solved, 10 % reopened, target 5 %: 15 contacts fewer at 60, 85, 110 yuan each. The interval
/// of 30/300 is 7.10–13.92 % (Wilson), so between 6.3 and 26.8 contacts.
#[test]
fn fewer_reopened_tickets_are_worth_the_contacts_that_do_not_come() {
    let mut scenario = scenario::rich();
    let mut contacts = share("contacts", Segment::Total, quarter(0), (300, 300));
    (contacts.value, contacts.interval) = (Some(1_000.0), None);
    let made = vec![share("reopen_rate", Segment::Total, quarter(0), (30, 300)), contacts];
    scenario.measurements = Measurements::new(made);
    scenario.config.targets = vec![crate::config::Target {
        metric: "reopen_rate".to_owned(),
        valid_from: chrono::NaiveDate::MIN,
        value: 5.0,
        upper: None,
    }];
    let settings = scenario.config.economics.clone().unwrap();
    let cost = settings.assumptions.iter().find(|one| one.name == "marginal_cost_per_contact").unwrap().clone();
    advised(&scenario, |found, scene| {
        let one = found.iter().find(|one| one.rule.id == "reopen_root_cause").unwrap();
        let amount = worth(scene, Some(&settings), one).unwrap();
        let near = |value: rust_decimal::Decimal, contacts: f64, cost: rust_decimal::Decimal| {
            let wanted = contacts * cost.to_string().parse::<f64>().unwrap();
            let found = value.to_string().parse::<f64>().unwrap();
            assert!((found - wanted).abs() < 0.01 * wanted, "{found} {wanted}");
        };
        near(amount.base, 15.0, cost.base);
        near(amount.low, 300.0 * (0.070_96 - 0.05), cost.low);
        near(amount.high, 300.0 * (0.139_21 - 0.05), cost.high);
        assert!(worth(scene, None, one).is_none());
    });
}
