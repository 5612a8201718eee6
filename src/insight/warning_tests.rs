//! Warnings from hand-made figures: what was planted warns, what is noise does not.

use super::*;
use crate::domain::{FiscalCalendar, Period, Segment, Zone};
use crate::metrics::Monthly;
use crate::metrics::measurement::Measurement;
use crate::report::scenario::{self, hours, quarter, rate, share};
use crate::statistics::{ControlMethod, ControlRule};

#[test]
fn the_planted_stories_warn() {
    scenario::rich().with_scene(|scene| {
        let found = warnings(scene, Searched::default());
        let of = |metric: &str| found.list.iter().find(|one| one.definition.id == metric);
        let csat = of("csat_top2").expect("satisfaction fell three times");
        assert_eq!(csat.level, Level::Red, "its whole fall lies beyond the interval");
        let runs = csat.rules.iter().filter_map(|rule| match rule {
            Fired::Run { values, chance, .. } => Some((values.len(), *chance)),
            _ => None,
        });
        assert_eq!(runs.collect::<Vec<_>>(), [(4, 1.0 / 24.0)]);
        assert_eq!(csat.since, Since::Quarter(quarter(2)), "the first quarter that fell");
        assert!(csat.rules.iter().any(|rule| matches!(rule, Fired::Control { .. })), "{csat:?}");
        let complaints = of("complaint_rate").expect("complaints jumped");
        let Since::Month(month) = complaints.since else { panic!("{complaints:?}") };
        assert_eq!((complaints.level, month.label()), (Level::Red, "2026-07".to_owned()));
        assert!(of("first_response_median").is_none(), "nothing happened there");
        assert!(found.list.windows(2).all(|pair| pair[0].level >= pair[1].level));
        assert_eq!(found.charts, 4);
        assert!((found.false_runs() - found.runs as f64 / 24.0).abs() < 1e-12 && found.runs > 4);
    });
}

/// A scenario whose only months are those of one metric.
fn by_month(make: impl Fn(usize, &Period) -> Measurement) -> scenario::Scenario {
    let mut scenario = scenario::rich();
    let zone = Zone::default();
    let months = (0..8).rev().flat_map(|back| FiscalCalendar::default().months(quarter(back), zone));
    let months = months.enumerate().map(|(at, period)| (period, vec![make(at, &period)]));
    scenario.monthly = Monthly::new(months.collect());
    scenario
}

#[test]
fn shares_rates_and_times_have_their_own_charts() {
    let of = |scenario: &scenario::Scenario, metric: &str| {
        scenario.with_scene(|scene| {
            let definition = scene.definition(metric).unwrap();
            control(scene, definition).map(|chart| (chart.method, chart.points.len(), chart.centre, chart.signals))
        })
    };
    let steady = |at: usize| [260_u64, 263, 258, 261][at % 4];
    let shares = by_month(|at, month| share("csat_top2", Segment::Total, month.quarter, (steady(at), 300)));
    let (method, points, centre, signals) = of(&shares, "csat_top2").unwrap();
    assert_eq!((method, points, signals), (ControlMethod::P, 24, Vec::new()));
    assert!((centre - 100.0 * 260.5 / 300.0).abs() < 1e-9, "in percent: {centre}");
    let spike = |at: usize| if at == 22 { 70 } else { 31 + (at as u64 % 3) };
    let rates = by_month(|at, month| rate("complaint_rate", Segment::Total, month.quarter, (spike(at), 9_800.0)));
    let (method, _, centre, signals) = of(&rates, "complaint_rate").unwrap();
    assert_eq!((method, signals.len()), (ControlMethod::U, 1));
    assert!((centre - 100.0 * 32.0 / 9_800.0).abs() < 1e-9, "per hundred customers: {centre}");
    assert_eq!((signals[0].rule, signals[0].first, signals[0].above), (ControlRule::Outside, 22, true));
    let time = |at: usize| 2.0 + 0.1 * (at % 3) as f64;
    let times = by_month(|at, month| hours("first_response_median", Segment::Total, month.quarter, (time(at), 900)));
    assert_eq!(of(&times, "first_response_median").unwrap().0, ControlMethod::Xmr);
    let small = by_month(|at, month| hours("first_response_median", Segment::Total, month.quarter, (time(at), 29)));
    assert_eq!(of(&small, "first_response_median"), None, "months below the verdict minimum give no limits");
}

#[test]
fn a_favourable_signal_is_no_warning_and_an_old_one_neither() {
    let warned = |scenario: &scenario::Scenario| {
        scenario.with_scene(|scene| {
            let found = warnings(scene, Searched::default());
            let control = |rule: &Fired| matches!(rule, Fired::Control { .. });
            found.list.iter().any(|one| one.definition.id == "complaint_rate" && one.rules.iter().any(control))
        })
    };
    let with = |month: usize, events: u64| {
        by_month(move |at, period| {
            let events = if at == month { events } else { 40 + (at as u64 % 3) };
            rate("complaint_rate", Segment::Total, period.quarter, (events, 9_800.0))
        })
    };
    assert!(warned(&with(23, 90)), "a rise in the last month");
    assert!(!warned(&with(23, 10)), "a fall of complaints is good news");
    assert!(!warned(&with(19, 90)), "a rise in the quarter before is not of this quarter");
}

#[test]
fn levels_follow_the_length_of_the_run() {
    let level = |tops: [u64; 9]| {
        let mut scenario = scenario::rich();
        scenario.monthly = Monthly::default();
        scenario.config.targets.clear();
        let kept = scenario.measurements.clone().into_list().into_iter().filter(|one| one.metric != "csat_top2");
        let made = tops.iter().enumerate().map(|(at, top)| {
            share("csat_top2", Segment::Total, quarter(8 - i32::try_from(at).unwrap()), (*top, 1_000))
        });
        scenario.measurements = crate::metrics::measurement::Measurements::new(kept.chain(made).collect());
        scenario.with_scene(|scene| {
            warnings(scene, Searched::default())
                .list
                .iter()
                .find(|one| one.definition.id == "csat_top2")
                .map(|one| one.level)
        })
    };
    let still = 870;
    assert_eq!(level([still; 9]), None);
    assert_eq!(level([still, still, still, still, still, still, still, 871, 869]), None);
    assert_eq!(level([still, still, still, still, still, still, 870, 868, 866]), Some(Level::Note));
    assert_eq!(level([still, still, still, still, still, 870, 868, 866, 864]), Some(Level::Yellow));
    assert_eq!(level([still, still, still, still, still, 870, 850, 840, 820]), Some(Level::Red), "beyond its interval");
    assert_eq!(level([still, still, still, still, 870, 868, 866, 864, 862]), Some(Level::Red), "four in a row");
}

#[test]
fn a_target_missed_twice_warns() {
    let mut scenario = scenario::rich();
    scenario.monthly = Monthly::default();
    scenario.config.targets.retain(|target| target.metric == "first_contact_resolution");
    let missed = |scenario: &scenario::Scenario| {
        scenario.with_scene(|scene| {
            let found = warnings(scene, Searched::default());
            let warning = found.list.iter().find(|one| one.definition.id == "first_contact_resolution");
            warning.map(|one| (one.level, one.rules.len()))
        })
    };
    assert_eq!(missed(&scenario), None, "70.4 against 70 is met or open");
    scenario.config.targets[0].value = 78.0;
    assert_eq!(missed(&scenario), Some((Level::Yellow, 1)));
    scenario.config.targets[0].valid_from = chrono::NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    assert_eq!(missed(&scenario), Some((Level::Note, 1)), "the target holds for one quarter only: it is noted");
}

#[test]
fn a_documented_change_restarts_the_baseline_and_nothing_else_does() {
    let top = |at: usize| if at < 10 { 240 + (at as u64 % 3) } else { 270 + (at as u64 % 4) };
    let mut scenario = by_month(|at, month| share("csat_top2", Segment::Total, month.quarter, (top(at), 300)));
    let chart = |scenario: &scenario::Scenario| {
        scenario.with_scene(|scene| {
            let chart = control(scene, scene.definition("csat_top2").unwrap())?;
            Some((chart.points.len(), chart.month(0).label(), chart.signals.len()))
        })
    };
    let (points, first, signals) = chart(&scenario).unwrap();
    assert_eq!((points, first.as_str()), (24, "2024-10"));
    assert!(signals > 0, "the step is a signal against the old baseline");
    let restart = |from: &str, metric: &str| crate::config::Restart {
        from: from.parse().unwrap(),
        metrics: vec![metric.to_owned()],
        reason: crate::domain::Localized::both("新排班", "new rosters"),
    };
    scenario.config.restarts = vec![restart("2025-08-15", "csat_top2")];
    assert_eq!(chart(&scenario), Some((14, "2025-08".to_owned(), 0)));
    scenario.config.restarts = vec![restart("2025-08-15", "nps")];
    assert_eq!(chart(&scenario).unwrap().0, 24, "another metric's change");
    scenario.config.restarts = vec![restart("2025-12-01", "csat_top2")];
    assert_eq!(chart(&scenario), None, "ten months are too few for new limits");
}

/// The chance that is printed: steady series of normal noise, judged like the report's months.
#[test]
fn noise_gives_as_many_signals_as_is_said() {
    let mut state = 20_260_101_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let series = 20_000;
    let mut fired = 0;
    for _ in 0..series {
        let values: Vec<f64> =
            (0..24).map(|_| (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos()).collect();
        let chart = crate::statistics::xmr(&values).unwrap();
        fired += u32::from(chart.signals.iter().any(|signal| signal.above && signal.last >= 21));
    }
    let share = f64::from(fired) / f64::from(series);
    assert!((share - CHANCE_OF_SIGNAL).abs() < 0.006, "{share}");
}
