//! Initiatives, their verdicts, sensitivity, scenarios, baselines and the brand-loss estimate.

use super::*;
use crate::config::figure_names as names;
use crate::config::{BrandLoss, Correlation, Distribution, Factor, Initiative, Project, Stream, Thresholds};
use crate::domain::Segment;
use crate::metrics::measurement::{Measurement, Measurements, Status};
use rust_decimal::prelude::ToPrimitive;

pub fn ranged(name: &str, values: [&str; 3], unit: &str, distribution: Distribution) -> Assumption {
    let [low, base, high] = values;
    Assumption { unit: Localized::plain(unit), distribution, ..assumption(name, low, base, high) }
}

fn named(name: &str) -> Factor {
    Factor::Assumption(name.to_owned())
}

pub fn stream(factors: Vec<Factor>, from: u32, to: u32) -> Stream {
    Stream { title: Localized::default(), factors, from, to }
}

/// 1,000 contacts × share without a visit × cost of a visit against 65,000, for four quarters.
pub fn guidance() -> Economics {
    let initiative = Initiative {
        name: "guidance".to_owned(),
        title: Localized::both("远程指导", "Guidance"),
        part: None,
        quarters: 4,
        costs: vec![stream(vec![Factor::Number(65_000.into())], 1, 4)],
        benefits: vec![stream(
            vec![Factor::Number(1_000.into()), named("visits_avoided"), named("cost_of_visit")],
            1,
            4,
        )],
    };
    Economics {
        assumptions: vec![
            ranged("visits_avoided", ["8", "11", "14"], "%", Distribution::Triangular),
            ranged("cost_of_visit", ["560", "620", "760"], "CNY", Distribution::Pert),
        ],
        initiatives: vec![initiative],
        draws: 10_000,
        ..settings(&[], Vec::new())
    }
}

pub fn assessed(settings: &Economics) -> EconomicResult {
    assess(&inputs(Some(settings), &[], BenefitInputs::default())).unwrap()
}

pub fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} ± {tolerance}");
}

/// Quantiles of 4,000,000 draws by NumPy 2.4.6 with `scipy.stats.triang` and `beta` (SciPy 1.17.1).
/// The standard error of a quantile of 10,000 draws is below 1,000 here.
#[test]
fn the_simulation_agrees_with_numpy_and_scipy() {
    let found = assessed(&guidance());
    let sensitivity = found.sensitivity.unwrap();
    near(sensitivity.base.net(), 12_201.707_187_399_634, 1e-6);
    let simulation = &sensitivity.simulation;
    for (quantile, expected) in simulation.quantiles.into_iter().zip([-35_814.6, 16_874.8, 74_474.1]) {
        near(quantile, expected, 2_000.0);
    }
    near(simulation.positive, 0.6898, 0.015);
    near(simulation.mean, 17_829.8, 1_200.0);
    // √10,000 standard errors are one standard deviation, about a 3.29th of the way from 5 % to 95 %.
    let spread = simulation.quantiles[2] - simulation.quantiles[0];
    near(100.0 * simulation.standard_error / (spread / 3.29), 1.0, 0.06);
    assert!(simulation.converged(), "{}", simulation.drift);
    assert_eq!(simulation.histogram.iter().map(|(_, _, count)| count).sum::<u64>(), 10_000);
    // E[max(0, E[NPV | visits])] − max(0, E[NPV]) by the same draws: 5,169.7.
    let (first, worth) = simulation.information[0];
    assert_eq!(found.model.inputs[first].key, "visits_avoided");
    near(worth, 5_169.7, 700.0);
}

/// The same with a rank correlation of 0.7 through a Gaussian copula.
#[test]
fn correlated_draws_agree_with_numpy_and_scipy() {
    let between = ("visits_avoided".to_owned(), "cost_of_visit".to_owned());
    let settings = Economics { correlations: vec![Correlation { between, rank: 0.7 }], ..guidance() };
    let simulation = assessed(&settings).sensitivity.unwrap().simulation;
    for (quantile, expected) in simulation.quantiles.into_iter().zip([-46_722.9, 16_597.7, 93_025.4]) {
        near(quantile, expected, 2_600.0);
    }
    near(simulation.positive, 0.6503, 0.015);
}

#[test]
fn correlations_that_contradict_each_other_are_found() {
    let one = |a: &str, b: &str, rank: f64| Correlation { between: (a.to_owned(), b.to_owned()), rank };
    assert!(Correlation::consistent(&[one("a", "b", 0.9), one("b", "c", 0.9), one("a", "c", 0.8)]));
    assert!(!Correlation::consistent(&[one("a", "b", 0.9), one("b", "c", 0.9), one("a", "c", -0.8)]));
    assert!(Correlation::consistent(&[]));
}

#[test]
fn the_same_seed_gives_the_same_draws_whatever_else_is_configured() {
    let settings = guidance();
    let first = assessed(&settings).sensitivity.unwrap().simulation;
    assert_eq!(first, assessed(&settings).sensitivity.unwrap().simulation);
    let mut more = settings.clone();
    more.assumptions.insert(0, ranged("unused", ["1", "2", "3"], "", Distribution::Pert));
    more.assumptions.reverse();
    assert_eq!(first.quantiles, assessed(&more).sensitivity.unwrap().simulation.quantiles);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(7).build().unwrap();
    assert_eq!(first, pool.install(|| assessed(&settings)).sensitivity.unwrap().simulation);
}

#[test]
fn switching_values_and_extremes_by_hand() {
    let found = assessed(&guidance());
    let sensitivity = found.sensitivity.unwrap();
    let of = |key: &str| {
        let at = found.model.inputs.iter().position(|input| input.key == key).unwrap();
        *sensitivity.switching.iter().find(|one| one.input == at).unwrap()
    };
    // 10 × visits × 620 = 65,000 at 10.4839 %; 110 × cost = 65,000 at 590.909.
    near(of("visits_avoided").value.unwrap(), 65_000.0 / 6_200.0, 1e-6);
    near(of("visits_avoided").distance.unwrap(), 65_000.0 / 6_200.0 / 11.0 - 1.0, 1e-6);
    near(of("cost_of_visit").value.unwrap(), 65_000.0 / 110.0, 1e-6);
    assert!(of("cost_of_visit").inside);
    let factor = 3.813_033_496_062_385_3;
    near(sensitivity.extremes.0, factor * (10.0 * 8.0 * 560.0 - 65_000.0), 1e-6);
    near(sensitivity.extremes.1, factor * (10.0 * 14.0 * 760.0 - 65_000.0), 1e-6);
    let widths: Vec<f64> = sensitivity.bars.iter().map(|bar| bar.width(sensitivity.base.net())).collect();
    assert!(widths.len() == 2 && widths[0] > widths[1], "the widest first: {widths:?}");
    let table = sensitivity.two_way.unwrap();
    assert_eq!((table.row_values.len(), table.column_values.len()), (5, 5));
    near(table.cells[2][2], sensitivity.base.net(), 1e-9);
    near(table.cells[0][0], sensitivity.extremes.0, 1e-6);
}

#[test]
fn verdicts_follow_the_stated_rules() {
    let verdict = |cost: i64, thresholds: Thresholds| {
        let mut settings = Economics { thresholds, ..guidance() };
        settings.initiatives[0].costs[0].factors = vec![Factor::Number(cost.into())];
        let found = assessed(&settings).programmes.unwrap();
        found[0].verdict
    };
    let usual = Thresholds::default();
    assert_eq!(verdict(30_000, usual), Verdict::Expand, "ratio 2.27, surely above 1");
    assert_eq!(verdict(30_000, Thresholds { expand: 2.5, drop: 0.8 }), Verdict::Keep);
    assert_eq!(verdict(65_000, usual), Verdict::Undecided);
    assert_eq!(verdict(200_000, usual), Verdict::Drop, "ratio 0.34");
    assert_eq!(verdict(200_000, Thresholds { expand: 1.5, drop: 0.3 }), Verdict::Improve);
    assert_eq!(verdict(-5, usual), Verdict::Keep, "a subsidy has no ratio, only a value");
}

/// `numpy_financial.npv` and `irr`, numpy-financial 1.0.0, of −160,000, −6,000 twice and six times
/// 56,092.8 at 1.08^(1/4) − 1.
#[test]
fn an_investment_is_appraised_over_its_quarters() {
    let mut settings = guidance();
    settings.assumptions[0].distribution = Distribution::Fixed;
    settings.assumptions[1].distribution = Distribution::Fixed;
    let initiative = &mut settings.initiatives[0];
    initiative.quarters = 8;
    initiative.costs =
        vec![stream(vec![Factor::Number(160_000.into())], 0, 0), stream(vec![Factor::Number(6_000.into())], 1, 8)];
    initiative.benefits = vec![stream(vec![Factor::Number("62092.8".parse().unwrap())], 3, 8)];
    let found = assessed(&settings);
    assert_eq!(found.sensitivity, None, "nothing has a range");
    let one = &found.programmes.unwrap()[0];
    near(one.appraised.net_present_value.to_f64().unwrap(), 131_265.849_004_916_67, 1e-6);
    let InternalRate::Unique(rate) = one.internal_rate else { panic!("{:?}", one.internal_rate) };
    near(rate, 0.137_271_956_733_137_52, 1e-9);
    // −172,000 after quarter 2; 56,092.8 a quarter: 2 + 172,000/56,092.8.
    near(one.appraised.payback.unwrap().to_f64().unwrap(), 2.0 + 172_000.0 / 56_092.8, 1e-9);
    assert_eq!(one.verdict, Verdict::Expand);
}

#[test]
fn a_process_bears_its_cost_lines_and_a_missing_input_is_named() {
    let mut settings = guidance();
    settings.initiatives[0].part = Some(("process".to_owned(), "远程指导".to_owned()));
    settings.initiatives[0].costs.clear();
    let booked = |category: &str, amount: &str| CostLine {
        parts: vec![("process", "远程指导".to_owned())],
        ..line(quarter(), category, amount)
    };
    let costs =
        [booked("工资", "50000"), booked("系统", "16000"), booked("系统", "-1000"), booked("indirect", "99999")];
    let found = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap();
    let guidance_found = assessed(&guidance());
    let net = |found: &EconomicResult| found.programmes.as_ref().unwrap()[0].appraised.net_present_value;
    assert_eq!(net(&found), net(&guidance_found), "65,000 by lines are 65,000; estimates are no cost");
    let without = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
    assert_eq!(without.model.unknown[0].1, ["costs.process=远程指导"]);
    assert_eq!(without.programmes.unwrap(), []);
    settings.initiatives[0].benefits[0].factors.push(Factor::Metric("contacts".to_owned()));
    let missing = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap();
    assert_eq!(missing.model.unknown[0].1, ["contacts"]);
}

/// A strategy sets thresholds: verdicts may differ, no figure does.
#[test]
fn a_strategy_changes_no_figure() {
    use crate::config::Strategy;
    let mut settings = guidance();
    settings.initiatives[0].costs[0].factors = vec![Factor::Number(40_000.into())];
    let of = |strategy: Option<Strategy>| {
        let thresholds = strategy.map_or(Thresholds::default(), Strategy::thresholds);
        let found = assessed(&Economics { strategy, thresholds, ..settings.clone() });
        let mut value = export(&found, quarter(), "CNY");
        let verdict = value["programmes"][0]["verdict"].take();
        (verdict, value)
    };
    let [plain, cheap, different] = [None, Some(Strategy::CostLeadership), Some(Strategy::Differentiation)].map(of);
    assert_eq!((&plain.1, &plain.1), (&cheap.1, &different.1));
    // A ratio of 1.7: enough to expand usually, not for a cost leader.
    assert_eq!((plain.0, cheap.0, different.0), ("expand".into(), "keep".into(), "expand".into()));
}

#[test]
fn a_broken_identity_anywhere_is_a_fault_of_the_whole_assessment() {
    let sound = assessed(&guidance());
    assert_eq!(sound.fault(), None);
    let broken = EconomicResult { scenarios: Err(AppraisalError::Identity), ..sound.clone() };
    assert_eq!(broken.fault(), Some(AppraisalError::Identity));
    let large = EconomicResult { programmes: Err(AppraisalError::Overflow), ..sound };
    assert_eq!(large.fault(), None, "that is the user's amount, and the page says so");
}

#[test]
fn the_service_is_appraised_by_the_benefits_of_the_quarter() {
    let mut assumptions = margin_assumptions();
    assumptions.push(assumption("contribution_margin_per_order", "20", "30", "40"));
    assumptions.push(assumption("marginal_cost_per_contact", "15", "20", "30"));
    let all = [Benefit::RetainedMargin, Benefit::RepeatPurchase, Benefit::AvoidedCost];
    let settings = settings(&all, assumptions);
    let measured = BenefitInputs {
        repeat_customers: Some(2_050.0),
        repeat_now: Some(31.0),
        repeat_baseline: Some(30.0),
        contacts_now: Some(1_000.0),
        customers_now: Some(2_000.0),
        contacts_baseline: Some(1_100.0),
        customers_baseline: Some(2_000.0),
        intervals: BTreeMap::from([(names::CHURN_NOW, (1.3, 1.7))]),
        ..churn()
    };
    let costs = [line(quarter(), "工资", "50000"), line(quarter().year_before(), "工资", "40000")];
    let found = assess(&inputs(Some(&settings), &costs, measured)).unwrap();
    let service = &found.programmes.unwrap()[0];
    let expected = found.benefit_total.unwrap().base - money("10000");
    assert_eq!(service.appraised.net_present_value.round_dp(9), expected.round_dp(9), "one set of formulas");
    let keys: Vec<&str> = found.model.inputs.iter().map(|input| input.key.as_str()).collect();
    assert!(keys.contains(&names::CHURN_NOW) && keys.contains(&names::RETENTION_YEARS));
    let churn = found.model.inputs.iter().find(|input| input.key == names::CHURN_NOW).unwrap();
    assert_eq!((churn.kind, churn.distribution), (InputKind::Measured, Distribution::Normal));
    let bars = found.sensitivity.unwrap().bars;
    assert!(bars.iter().any(|bar| found.model.inputs[bar.input].key == names::CHURN_NOW));
}

#[test]
fn brand_loss_stands_outside_the_total() {
    let mut settings = guidance();
    settings.assumptions.push(ranged("told", ["1", "2", "5"], "", Distribution::Triangular));
    settings.assumptions.push(ranged("bought", ["2", "5", "10"], "%", Distribution::Triangular));
    settings.brand_loss = Some(BrandLoss {
        complaints: Factor::Number(40.into()),
        people_told: named("told"),
        would_have_bought: named("bought"),
        margin: Factor::Number(500.into()),
        own_margin_lost: Factor::Number(100.into()),
    });
    let costs = [line(quarter(), "工资", "1000")];
    let found = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap();
    let amount = found.brand_loss.unwrap().amount.unwrap();
    // 40 × (2 × 5 % × 500 + 100), and the same at the ends.
    assert_eq!((amount.low, amount.base, amount.high), (money("4400"), money("6000"), money("14000")));
    assert_eq!(found.costs.unwrap().current().unwrap().total, money("1000"));
    settings.assumptions.retain(|one| one.name != "told");
    let found = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap().brand_loss.unwrap();
    assert_eq!((found.amount, found.missing), (None, vec!["told".to_owned()]));
}

pub fn share(metric: &str, unit: Option<&str>, quarter: Quarter, (hits, base): (u64, u64)) -> Measurement {
    let segment = unit
        .map_or(Segment::Total, |unit| Segment::Part { dimension: "region".to_owned(), value: Some(unit.to_owned()) });
    let is_share = metric == "churn_rate";
    Measurement {
        metric: metric.to_owned(),
        segment,
        quarter,
        value: Some(if is_share { 100.0 * hits as f64 / base as f64 } else { hits as f64 }),
        at_least: None,
        n: base,
        numerator: is_share.then_some(hits as f64),
        denominator: is_share.then_some(base as f64),
        missing: 0,
        excluded: Vec::new(),
        immature: 0,
        censored: 0,
        interval: None,
        status: Status::Ok,
        distribution: Vec::new(),
        against_rest: None,
        doubts: Vec::new(),
        uncovered: Vec::new(),
    }
}

/// Churn before the start in 2026-Q2: treated 40 of 1,000 a quarter, untouched 60 of 2,000; in 2026-Q3
/// treated 25 of 1,000, untouched 50 of 2,000. The untouched fell by 0.5 points, so the treated would
/// have had 3.5 %, and 1.0 of their 1.5 points are the project's.
fn regions() -> Measurements {
    let mut made = Vec::new();
    for back in 2..6 {
        let at = quarter().plus(-back);
        made.push(share("churn_rate", Some("东"), at, (40, 1_000)));
        made.push(share("churn_rate", Some("西"), at, (60, 2_000)));
        made.push(share("churn_rate", None, at, (100, 3_000)));
    }
    made.push(share("churn_rate", Some("东"), quarter(), (25, 1_000)));
    made.push(share("churn_rate", Some("西"), quarter(), (50, 2_000)));
    made.push(share("churn_rate", None, quarter(), (75, 3_000)));
    made.push(share("customers_at_start", Some("东"), quarter(), (1_000, 1_000)));
    made.push(share("customers_at_start", None, quarter(), (3_000, 3_000)));
    Measurements::new(made)
}

fn project(baseline: Baseline) -> Economics {
    let project = Project {
        start: quarter().previous(),
        dimension: "region".to_owned(),
        treated: vec!["东".to_owned()],
        untouched: vec!["西".to_owned()],
    };
    Economics { baseline, project: Some(project), ..settings(&[Benefit::RetainedMargin], margin_assumptions()) }
}

#[test]
fn difference_in_differences_takes_out_what_moved_all() {
    let settings = project(Baseline::DifferenceInDifferences);
    let found = measured(&settings, &regions(), quarter(), 0.95);
    near(found.churn_now.unwrap(), 2.5, 1e-12);
    near(found.churn_baseline.unwrap(), 3.5, 1e-12);
    // z·√(p·q/n) of 25 of 1,000; before, three such halves: 160 of 4,000, 50 of 2,000, 240 of 8,000.
    let half = |p: f64, n: f64| 100.0 * 1.959_963_984_540_054 * (p * (1.0 - p) / n).sqrt();
    let (low, high) = found.intervals[names::CHURN_NOW];
    near((high - low) / 2.0, half(0.025, 1_000.0), 1e-9);
    let (low, high) = found.intervals[names::CHURN_BASELINE];
    let expected = half(0.04, 4_000.0).hypot(half(0.025, 2_000.0)).hypot(half(0.03, 8_000.0));
    near((high - low) / 2.0, expected, 1e-9);
    assert_eq!((found.customers_at_start, found.control), (Some(1_000.0), Control::Differences));
    let result = assess(&inputs(Some(&settings), &[], found)).unwrap();
    let benefit = result.benefits[0].computed().unwrap();
    assert_eq!(benefit.base_of(names::RETAINED), Some(money("10")));
    assert!(benefit.notes.contains(&BenefitNote::DifferenceInDifferences));
    assert!(!benefit.notes.contains(&BenefitNote::OtherCausesNotControlled));
}

#[test]
fn the_mean_before_a_project_is_a_ratio_of_sums() {
    let settings = project(Baseline::PreProjectMean);
    assert_eq!(baseline_quarters(&settings, quarter()).len(), 4);
    let found = measured(&settings, &regions(), quarter(), 0.95);
    near(found.churn_baseline.unwrap(), 100.0 * 100.0 / 3_000.0, 1e-12);
    assert_eq!(found.control, Control::None);
    let other = Economics { project: None, ..project(Baseline::SameQuarterLastYear) };
    assert_eq!(baseline_quarters(&other, quarter()), [quarter().year_before()]);
}

#[test]
fn a_unit_without_figures_leaves_the_benefit_out() {
    let mut settings = project(Baseline::DifferenceInDifferences);
    settings.project.as_mut().unwrap().untouched = vec!["北".to_owned()];
    let found = measured(&settings, &regions(), quarter(), 0.95);
    let result = assess(&inputs(Some(&settings), &[], found)).unwrap();
    let BenefitOutcome::Skipped { reasons, .. } = &result.benefits[0] else { panic!("{result:?}") };
    assert_eq!(*reasons, [MissingInput::Measured(names::CHURN_BASELINE)]);
}

#[test]
fn the_export_has_every_amount_as_text() {
    let found = assessed(&guidance());
    let value = export(&found, quarter(), "CNY");
    let net = found.programmes.unwrap()[0].appraised.net_present_value;
    let flows = &value["programmes"][0]["flows"];
    assert_eq!(flows["net_present_value"], net.normalize().to_string());
    assert_eq!(flows["costs"].as_array().unwrap().len(), 5);
    let formula = &value["programmes"][0]["benefit_formulas"][0]["amount"];
    assert_eq!(formula, "1000 * (visits_avoided / 100) * cost_of_visit");
    assert_eq!(value["sensitivity"]["simulation"]["draws"], 10_000);
}
