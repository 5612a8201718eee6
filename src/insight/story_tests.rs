//! One cause is one story: one finding, one warning, one recommendation.

use super::*;
use crate::report::scenario;

fn share(metric: &str, contribution: f64) -> Share {
    Share { metric: metric.to_owned(), contribution, interval: (contribution - 1.0, contribution + 1.0), change: 0.0 }
}

fn cause(kind: CauseKind, (metric, contribution): (&str, f64), explains: Vec<Share>) -> Cause {
    Cause {
        metric: metric.to_owned(),
        kind,
        place: vec![Place { dimension: "channel".to_owned(), value: Some("email".to_owned()) }],
        from: None,
        gradual: false,
        rows: (10.0, 30.0),
        contribution,
        interval: (contribution - 1.0, contribution + 1.0),
        change: -4.0,
        strength: 60.0,
        explains,
        rivals_rejected: Vec::new(),
    }
}

/// The rich scenario, judged with hand-made causes of the metrics that were searched.
fn judged<T>(causes: &[Cause], searched: &[&str], ask: impl Fn(&Scene, Searched) -> T) -> T {
    let metrics: Vec<String> = searched.iter().map(|metric| (*metric).to_owned()).collect();
    scenario::rich().with_scene(|scene| ask(scene, Searched { causes, metrics: &metrics }))
}

const ON_TIME: &str = "resolution_rate_within_target";

#[test]
fn what_one_cause_moved_is_one_finding() {
    let alone = judged(&[], &[], findings);
    assert!(alone.iter().any(|one| one.metric == "csat_top2"), "{alone:?}");
    let causes = [cause(CauseKind::Mix, (ON_TIME, -8.0), vec![share("csat_top2", -2.0)])];
    let told = judged(&causes, &[ON_TIME, "csat_top2"], findings);
    let of = |metric: &str| told.iter().filter(|one| one.metric == metric).count();
    assert_eq!((of(ON_TIME), of("csat_top2")), (1, 0), "{told:?}");
    let story = told.iter().find(|one| one.metric == ON_TIME).unwrap();
    assert!(matches!(&story.signal, Signal::Causes(found) if found.len() == 1));
    assert_eq!((story.also.as_slice(), story.judgement), (["csat_top2".to_owned()].as_slice(), Judgement::Bad));
    let heaviest = alone.iter().filter(|one| one.metric == "csat_top2");
    let heaviest = heaviest.map(|one| one.weight).fold(0.0, f64::max);
    assert!(story.weight >= heaviest, "a cause is as heavy as what it explains: {told:?}");
    assert!(told.iter().any(|one| one.metric == "complaint_rate"), "complaints are a story of their own");
}

#[test]
fn a_mix_is_no_finding_where_the_search_found_none() {
    let told = judged(&[], &[ON_TIME], findings);
    assert!(!told.iter().any(|one| matches!(one.signal, Signal::MixEffect(_))), "{told:?}");
    assert!(told.iter().any(|one| one.metric == ON_TIME), "its target is missed all the same");
}

#[test]
fn what_moved_the_total_its_way_comes_before_what_is_larger() {
    let along = cause(CauseKind::Own, (ON_TIME, -5.0), Vec::new());
    let against = cause(CauseKind::Mix, (ON_TIME, 7.0), Vec::new());
    let told = judged(&[against, along.clone()], &[ON_TIME], findings);
    let Some(Signal::Causes(found)) = told.iter().find(|one| one.metric == ON_TIME).map(|one| &one.signal) else {
        panic!("{told:?}")
    };
    assert_eq!((found.len(), &found[0]), (2, &along));
}

#[test]
fn what_one_cause_made_worse_warns_once() {
    let before = judged(&[], &[], |scene, searched| {
        let found = warnings(scene, searched).list;
        found.iter().filter(|one| one.level > Level::Note).map(|one| one.definition.id.clone()).collect::<Vec<_>>()
    });
    assert!(before.contains(&"csat_top2".to_owned()) && before.contains(&"complaint_rate".to_owned()), "{before:?}");
    let causes = [cause(CauseKind::Own, ("csat_top2", -3.0), vec![share("complaint_rate", 1.0)])];
    judged(&causes, &["csat_top2"], |scene, searched| {
        let found = warnings(scene, searched).list;
        let told: Vec<&Warning> = found.iter().filter(|one| one.because.is_some()).collect();
        let [told] = told.as_slice() else { panic!("{found:?}") };
        let joined: Vec<&str> =
            std::iter::once(told.definition).chain(told.also.iter().copied()).map(|one| one.id.as_str()).collect();
        assert!(joined.contains(&"csat_top2") && joined.contains(&"complaint_rate"), "{joined:?}");
        let alone = |metric: &str| found.iter().filter(|one| one.definition.id == metric).count();
        assert_eq!(alone("csat_top2") + alone("complaint_rate"), 1);
    });
    // What it improved does not warn with it.
    let causes = [cause(CauseKind::Own, ("csat_top2", -3.0), vec![share("complaint_rate", -1.0)])];
    judged(&causes, &["csat_top2"], |scene, searched| {
        let found = warnings(scene, searched).list;
        assert!(found.iter().any(|one| one.definition.id == "complaint_rate" && one.because.is_none()), "{found:?}");
    });
}

#[test]
fn what_one_cause_moved_is_advised_on_once() {
    let rules = crate::config::built_in_rules();
    let metrics = |causes: &[Cause]| {
        judged(causes, &[], |scene, searched| {
            let advised = recommendations(scene, &rules, searched);
            advised.iter().map(|one| one.metric.to_owned()).collect::<Vec<String>>()
        })
    };
    let alone = metrics(&[]);
    let first = alone[0].clone();
    let other = alone.iter().find(|metric| **metric != first).unwrap().clone();
    let joined = metrics(&[cause(CauseKind::Own, (&first, -3.0), vec![share(&other, -1.0)])]);
    assert!(joined.contains(&first) && !joined.contains(&other), "{alone:?} {joined:?}");
}
